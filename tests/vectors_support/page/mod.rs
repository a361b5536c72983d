//! The page about presets, made from their data files and from the published examples.

mod notes;
mod rules;
mod statuses;

use crate::vectors_support::report::{Report, Row};
use okr_core::Policy;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The page.
pub(crate) fn page(report: &Report) -> String {
    let mut text = OPENING.to_owned();
    let policies: Vec<Policy> = names().filter_map(|name| Policy::preset(name).ok()).collect();
    for table in rules::TABLES {
        let _ = write!(text, "\n### {}\n\n{}\n\n{}", table.title, table.about, rules::table(table, &policies));
    }
    let _ = write!(text, "\n{}\n{}", REPRODUCED, reproduced(report));
    let _ = write!(text, "\n## Preset by preset\n\n{NOTES}\n");
    let counted = by_preset(report);
    for policy in &policies {
        section(&mut text, policy, counted.get(policy.name.as_str()).copied().unwrap_or_default());
    }
    text
}

/// All names, the engine's own first.
fn names() -> impl Iterator<Item = &'static str> {
    ["default"].into_iter().chain(Policy::presets().filter(|name| *name != "default"))
}

/// Published and reproduced examples of each preset.
pub(crate) fn by_preset(report: &Report) -> BTreeMap<&str, (usize, usize)> {
    report.presets.iter().map(|(name, row)| (name.as_str(), (row.examples, row.reproduced))).collect()
}

fn section(text: &mut String, policy: &Policy, (examples, reproduced): (usize, usize)) {
    let _ = write!(text, "\n### {}\n\n**{}.**\n\n", policy.name, policy.title);
    for note in &policy.notes {
        let _ = writeln!(text, "- {note}");
    }
    text.push_str(&statuses::line(policy));
    let examples = match (examples, reproduced) {
        (0, _) => "No published example is known.".to_owned(),
        (1, 1) => "The one published example is reproduced.".to_owned(),
        (all, same) if all == same => format!("All {all} published examples are reproduced."),
        (all, same) => format!("Of {all} published examples {same} are reproduced."),
    };
    let _ = write!(text, "\n{examples}");
    if !policy.sources.is_empty() {
        let _ = write!(text, " Sources: {}.", policy.sources.join("; "));
    }
    text.push('\n');
}

fn reproduced(report: &Report) -> String {
    let heads = ["product", "presets", "examples", "reproduced", "converted", "contradicted", "declared", "failed"];
    let mut text = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    let mut sum = Row::default();
    for (product, row) in &report.products {
        let presets: Vec<String> = row.presets.iter().map(|name| rules::link(name)).collect();
        let _ = writeln!(text, "| {product} | {} | {} |", presets.join(", "), numbers(row));
        sum.examples += row.examples;
        sum.reproduced += row.reproduced;
        sum.converted += row.converted;
        sum.contradicted += row.contradicted;
        sum.declared += row.declared;
        sum.failed += row.failed;
    }
    let _ = writeln!(text, "| **all** |  | {} |", numbers(&sum));
    let _ = write!(
        text,
        "\nOf {} examples of kinds that an engine can compute, {} are reproduced: {:.1} %, {} of them converted.\n",
        report.computable,
        report.passed,
        report.share(),
        report.converted
    );
    let _ = write!(text, "\n### Where a source is wrong\n\n{CONTRADICTED}\n\n");
    for (id, done, note) in &report.contradictions {
        let note = if note.is_empty() { String::new() } else { format!(". {note}") };
        let _ = writeln!(text, "- `{id}`: {done}{note}");
    }
    let _ = write!(text, "\n### What is left to others\n\n{DECLARED}\n\n| why | kinds | examples |\n|---|---|---|\n");
    let mut reasons: BTreeMap<&str, (Vec<&str>, usize)> = BTreeMap::new();
    for ((reason, kind), count) in &report.reasons {
        let entry = reasons.entry(reason).or_default();
        entry.0.push(kind);
        entry.1 += count;
    }
    for (reason, (kinds, count)) in reasons {
        let _ = writeln!(text, "| {reason} | {} | {count} |", kinds.join(", "));
    }
    text
}

fn numbers(row: &Row) -> String {
    let cells = [row.examples, row.reproduced, row.converted, row.contradicted, row.declared, row.failed];
    let cell = |n: usize| if n == 0 { String::new() } else { n.to_string() };
    cells.map(cell).join(" | ")
}

const OPENING: &str = include_str!("opening.md");
const REPRODUCED: &str = include_str!("reproduced.md");
const NOTES: &str = "\
A note says what the product's own pages state, what they leave open (the default is taken), which side is taken where
they contradict themselves, and what has to be written differently in a document. JSON in a note is stated as it stands:
`rollup`, `weights`, `status` and the like in the `policy` of one objective, or in that of the document beside its `base`;
a `measure` with a `kind` on a key result; anything else on the row that the note speaks of.

The words for statuses are what comes out as `label`. A document writes the engine's word, which another product may use
for something else: what one calls At Risk is often `off_track` here.";
const CONTRADICTED: &str = "\
Where a page prints another number than its own rule gives, the rule is followed. Bugs and answers that are no numbers
are no targets. The remarks are those of the examples:";
const DECLARED: &str = "\
An engine that is embedded should not answer everything that a product does. These examples are counted as declared:";
