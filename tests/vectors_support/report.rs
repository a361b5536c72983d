//! What is printed: a table of products, each failure, what contradicts itself, what is declared and why, the sum.

use super::load::Entry;
use super::{Known, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What became of the examples of one product.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    /// The presets that counted them.
    pub(crate) presets: BTreeSet<String>,
    pub(crate) examples: usize,
    pub(crate) reproduced: usize,
    /// The source contradicts itself, or its answer is no number.
    pub(crate) contradicted: usize,
    /// Nothing to compute, or nothing that an engine should.
    pub(crate) declared: usize,
    pub(crate) failed: usize,
}

/// The outcomes of a run.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) unsupported: usize,
    /// Examples of kinds that an engine can compute.
    pub(crate) computable: usize,
    pub(crate) products: BTreeMap<String, Row>,
    failures: Vec<String>,
    /// Entries whose source contradicts itself or is wrong by its own account: id, whether the engine's answer is the
    /// expected one, and what the source says.
    pub(crate) contradictions: Vec<(String, bool, String)>,
    /// Reason and kind, with how many entries.
    pub(crate) reasons: BTreeMap<(String, String), usize>,
}

impl Report {
    /// Counts one example.
    pub(crate) fn add(&mut self, entry: &Entry, known: &Known, outcome: Outcome) {
        let row = self.products.entry(known.product.clone()).or_default();
        row.presets.insert(known.preset.clone());
        row.examples += 1;
        let passed = matches!(outcome, Outcome::Passed);
        let mut contradiction = entry.flawed.map(str::to_owned);
        match outcome {
            Outcome::Passed => row.reproduced += 1,
            Outcome::Failed(_) => row.failed += 1,
            Outcome::Differs(_) => row.contradicted += 1,
            Outcome::NotComputable(_) | Outcome::Declared(_) => row.declared += 1,
        }
        self.computable += usize::from(!matches!(outcome, Outcome::NotComputable(_)));
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(found) => {
                self.failed += 1;
                let line = |found| format!("FAILED {} [{}] by {}: {found}", entry.id, entry.kind, known.preset);
                self.failures.extend(found.into_iter().map(line));
            }
            Outcome::NotComputable(reason) | Outcome::Declared(reason) => {
                self.unsupported += 1;
                *self.reasons.entry((reason, entry.kind.clone())).or_default() += 1;
            }
            Outcome::Differs(reason) => {
                self.unsupported += 1;
                contradiction = Some(reason);
            }
        }
        if let Some(reason) = contradiction {
            let told = if entry.note.is_empty() || entry.flawed.is_none() { reason } else { format!("{reason}: {}", entry.note) };
            self.contradictions.push((entry.id.clone(), passed, told));
        }
    }

    /// Counts what could not be read.
    pub(crate) fn unread(&mut self, file: &str, problems: &[String]) {
        self.failed += problems.len();
        self.failures.extend(problems.iter().map(|problem| format!("FAILED {file}: {problem}")));
    }

    /// The share of the examples of computable kinds that are reproduced, in percent.
    pub(crate) fn share(&self) -> f64 {
        100.0 * self.passed as f64 / self.computable.max(1) as f64
    }

    /// The whole text, ending with the sum.
    pub(crate) fn text(&self) -> String {
        let mut text = self.table();
        let mut lines = |title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                let _ = write!(text, "\n{title}\n  {}\n", lines.join("\n  "));
            }
        };
        lines("failed:", self.failures.clone());
        let followed = |(id, passed, told): &(String, bool, String)| {
            format!("{id} ({}): {told}", if *passed { "the rule is followed" } else { "not the engine's answer" })
        };
        lines("contradicted by the source itself:", self.contradictions.iter().map(followed).collect());
        let reason = |((reason, kind), count): (&(String, String), &usize)| format!("{kind}: {reason} ({count})");
        lines("declared, by reason and kind:", self.reasons.iter().map(reason).collect());
        let _ = write!(
            text,
            "\nexamples of computable kinds: {}, reproduced: {} ({:.1} %)\nvectors: {} passed, {} failed, {} unsupported",
            self.computable,
            self.passed,
            self.share(),
            self.passed,
            self.failed,
            self.unsupported
        );
        text
    }

    fn table(&self) -> String {
        let mut text = format!(
            "{:<28} {:<28} {:>8} {:>10} {:>12} {:>8} {:>6}\n",
            "product", "preset", "examples", "reproduced", "contradicted", "declared", "failed"
        );
        for (product, row) in &self.products {
            let presets = row.presets.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                text,
                "{product:<28} {presets:<28} {:>8} {:>10} {:>12} {:>8} {:>6}",
                row.examples, row.reproduced, row.contradicted, row.declared, row.failed
            );
        }
        text
    }
}
