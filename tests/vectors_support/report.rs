//! What is printed: one line a file, each failure, each difference and unsupported kind with its reason, the sum.

use super::Outcome;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The outcomes of a run.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) unsupported: usize,
    lines: Vec<String>,
    differences: Vec<String>,
    /// Kind and reason, with how many entries.
    reasons: BTreeMap<(String, String), usize>,
}

impl Report {
    pub(crate) fn add(&mut self, file: &str, outcomes: Vec<(String, String, Outcome)>, unread: &[String]) {
        let before = (self.passed, self.failed, self.unsupported);
        let mut failures = Vec::new();
        for (id, kind, outcome) in outcomes {
            match outcome {
                Outcome::Passed => self.passed += 1,
                Outcome::Failed(found) => {
                    self.failed += 1;
                    failures.extend(found.into_iter().map(|found| format!("  FAILED {id} [{kind}] {found}")));
                }
                Outcome::Unsupported(reason) => {
                    self.unsupported += 1;
                    *self.reasons.entry((kind, reason)).or_default() += 1;
                }
                Outcome::Differs(reason) => {
                    self.unsupported += 1;
                    self.differences.push(format!("  {id} [{kind}]: {reason}"));
                }
            }
        }
        self.failed += unread.len();
        failures.extend(unread.iter().map(|problem| format!("  FAILED {file}: {problem}")));
        let (passed, failed, unsupported) =
            (self.passed - before.0, self.failed - before.1, self.unsupported - before.2);
        self.lines.push(format!("{file}: {passed} passed, {failed} failed, {unsupported} unsupported"));
        self.lines.extend(failures);
    }

    /// The whole text, ending with the sum.
    pub(crate) fn text(&self) -> String {
        let mut text = self.lines.join("\n");
        if !self.differences.is_empty() {
            text.push_str("\n\nnot the engine's answer, by reviewed reasons (counted as unsupported):\n");
            text.push_str(&self.differences.join("\n"));
        }
        if !self.reasons.is_empty() {
            text.push_str("\n\nunsupported, by kind:\n");
            for ((kind, reason), count) in &self.reasons {
                let _ = writeln!(text, "  {kind}: {reason} ({count})");
            }
        }
        let _ =
            write!(text, "\nvectors: {} passed, {} failed, {} unsupported", self.passed, self.failed, self.unsupported);
        text
    }
}
