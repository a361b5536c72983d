//! What is printed: a table of products, each failure, what contradicts itself, what is declared and why, the sum.

use super::load::{Entry, Flaw};
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
    /// Those of them that are reproduced only after their data were converted.
    pub(crate) converted: usize,
    /// The product's answer is a defect: a bug, no number, or a page against its own rule.
    pub(crate) contradicted: usize,
    /// Nothing to compute, or nothing that an engine should.
    pub(crate) declared: usize,
    pub(crate) failed: usize,
}

impl Row {
    fn count(&mut self, outcome: &Outcome) {
        self.examples += 1;
        match outcome {
            Outcome::Passed => self.reproduced += 1,
            Outcome::Converted => {
                self.reproduced += 1;
                self.converted += 1;
            }
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Defect { .. } => self.contradicted += 1,
            Outcome::NotComputable(_) | Outcome::Declared(_) => self.declared += 1,
        }
    }
}

/// The outcomes of a run.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) passed: usize,
    /// Those of the passed whose data were converted first.
    pub(crate) converted: usize,
    pub(crate) failed: usize,
    pub(crate) unsupported: usize,
    /// Examples of kinds that an engine can compute.
    pub(crate) computable: usize,
    pub(crate) products: BTreeMap<String, Row>,
    /// The same by preset.
    pub(crate) presets: BTreeMap<String, Row>,
    failures: Vec<String>,
    /// Entries whose source is wrong by its own account: id, what the engine does with it, and what the source says.
    pub(crate) contradictions: Vec<(String, String, String)>,
    /// Reason and kind, with how many entries.
    pub(crate) reasons: BTreeMap<(String, String), usize>,
}

impl Report {
    /// Counts one example.
    pub(crate) fn add(&mut self, entry: &Entry, known: &Known, outcome: Outcome) {
        let product = self.products.entry(known.product.clone()).or_default();
        let preset = self.presets.entry(known.preset.clone()).or_default();
        for row in [product, preset] {
            row.presets.insert(known.preset.clone());
            row.count(&outcome);
        }
        let followed = matches!(outcome, Outcome::Passed | Outcome::Converted);
        let mut contradiction = entry.flaw.filter(|_| followed).map(|flaw| match flaw {
            Flaw::Contradiction => "the rule is followed".to_owned(),
            Flaw::Bug => "reproduced all the same".to_owned(),
        });
        self.computable += usize::from(!matches!(outcome, Outcome::NotComputable(_)));
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Converted => {
                self.passed += 1;
                self.converted += 1;
            }
            Outcome::Failed(found) => {
                self.failed += 1;
                let line = |found| format!("FAILED {} [{}] by {}: {found}", entry.id, entry.kind, known.preset);
                self.failures.extend(found.into_iter().map(line));
            }
            Outcome::NotComputable(reason) | Outcome::Declared(reason) => {
                self.unsupported += 1;
                *self.reasons.entry((reason, entry.kind.clone())).or_default() += 1;
            }
            Outcome::Defect { reason, here } => {
                self.unsupported += 1;
                let here = if here.is_empty() { String::new() } else { format!(" ({})", here.join("; ")) };
                contradiction = Some(format!("not reproduced, {reason}{here}"));
            }
        }
        if let Some(done) = contradiction {
            let note = if entry.flaw.is_some() { entry.note.clone() } else { String::new() };
            self.contradictions.push((entry.id.clone(), done, note));
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
        let told = |(id, done, note): &(String, String, String)| format!("{id}: {done}; {note}");
        lines("wrong in the source itself:", self.contradictions.iter().map(told).collect());
        let reason = |((reason, kind), count): (&(String, String), &usize)| format!("{kind}: {reason} ({count})");
        lines("declared, by reason and kind:", self.reasons.iter().map(reason).collect());
        let _ = write!(
            text,
            "\nexamples of computable kinds: {}, reproduced: {} ({:.1} %), {} of them after converting their data\nvectors: {} passed, {} failed, {} unsupported",
            self.computable,
            self.passed,
            self.share(),
            self.converted,
            self.passed,
            self.failed,
            self.unsupported
        );
        text
    }

    fn table(&self) -> String {
        let mut text = format!(
            "{:<28} {:<28} {:>8} {:>10} {:>9} {:>12} {:>8} {:>6}\n",
            "product", "preset", "examples", "reproduced", "converted", "contradicted", "declared", "failed"
        );
        for (product, row) in &self.products {
            let presets = row.presets.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                text,
                "{product:<28} {presets:<28} {:>8} {:>10} {:>9} {:>12} {:>8} {:>6}",
                row.examples, row.reproduced, row.converted, row.contradicted, row.declared, row.failed
            );
        }
        text
    }
}
