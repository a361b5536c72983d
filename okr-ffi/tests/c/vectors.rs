//! The same bits through C as in Rust, over every document that other tests have: the published examples of other products,
//! and the documents whose scorecards are kept.

use crate::tools::{Program, expect_success, folder, libraries, root};
use okr_core::{Date, Policy, Scorecard, Workspace};
use std::fmt::Write;
use std::fs;
use std::process::Command;

const PRESET: &str = "openokr";

/// A document and the date to score it as of.
struct Case {
    date: Date,
    document: String,
}

/// The documents that `cargo test --test vectors` makes of the published examples.
fn published() -> Vec<Case> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["test", "--quiet", "-p", "okr-suite", "--test", "vectors"]);
    // Into the folder that cargo works in at present.
    cargo.arg("--target-dir").arg(libraries().ancestors().nth(2).unwrap());
    let printed = expect_success(cargo.env("OKR_VECTORS_SHOW", "1"));
    let shown = printed.lines().filter_map(|line| line.trim_start().strip_prefix("document as of ")?.split_once(": "));
    shown.map(|(date, document)| Case { date: date.parse().unwrap(), document: document.to_owned() }).collect()
}

/// The documents whose scorecards are kept, at several dates.
fn kept() -> Vec<Case> {
    let names = ["everything", "minimal", "organisation"].map(|name| root().join(format!("tests/golden/{name}.json")));
    let mut cases = Vec::new();
    for document in names.map(|path| fs::read_to_string(path).unwrap()) {
        for date in ["2026-10-01", "2026-11-15", "2026-11-21", "2027-01-15"] {
            cases.push(Case { date: date.parse().unwrap(), document: document.clone() });
        }
    }
    cases
}

/// The bits of a number as the program prints them.
fn bits(number: Option<f64>) -> String {
    format!("{:016x}", number.map_or(0, |number| number.to_bits() + 1))
}

/// What the program prints, as Rust sees it.
fn expected(case: &Case, policy: &Policy) -> String {
    let workspace = match Workspace::from_json(&case.document) {
        Ok(workspace) => workspace,
        Err(error) => return format!("e -{} {}\n", error.code().number(), error.path()),
    };
    let card = workspace.score(case.date);
    let other = workspace.score_with(policy, case.date).unwrap();
    format!("{}r {}\n{}", rows(&workspace, &card), card.to_json(&workspace).unwrap(), rows(&workspace, &other))
}

/// The rows of a scorecard.
fn rows(workspace: &Workspace, card: &Scorecard) -> String {
    let mut out = String::new();
    let details = card.details(workspace).unwrap();
    let said = |label: Option<&str>, score: Option<f64>, grade: Option<&str>| {
        format!("{} {} {}", label.unwrap_or_default(), bits(score), grade.unwrap_or_default())
    };
    for row in card.objectives() {
        let numbers = [row.progress(), row.raw(), row.expected(), row.confidence()].map(bits).join(" ");
        let reason = row.status_reason().unwrap();
        let of = details.objective(row.row() as u32);
        let said = said(of.label(), of.score(), of.grade());
        writeln!(out, "o {} {numbers} {} {reason} {said} {}", row.id(), row.status(), u8::from(row.is_stale()))
            .unwrap();
    }
    for row in card.key_results() {
        let of_measure = [row.value(), row.baseline(), row.target()];
        let of_progress = [row.progress(), row.raw(), row.expected(), row.confidence()];
        let numbers = of_measure.into_iter().chain(of_progress).map(bits).collect::<Vec<_>>().join(" ");
        let (reason, left_out) = (row.status_reason().unwrap(), row.excluded().map_or("counted", |left| left.as_str()));
        let of = details.key_result(row.row() as u32);
        let said = said(of.label(), of.score(), of.grade());
        let stale = u8::from(row.is_stale());
        writeln!(out, "k {} {numbers} {} {reason} {left_out} {said} {stale}", row.id(), row.status()).unwrap();
    }
    out
}

#[test]
fn numbers_through_c_are_those_of_rust_to_the_bit() {
    let folder = folder("vectors");
    let Some(program) = Program::new("vectors.c").compile(&folder) else { return };
    let cases: Vec<Case> = published().into_iter().chain(kept()).collect();
    assert!(cases.len() > 500, "{} documents", cases.len());
    let mut list = String::new();
    for case in &cases {
        writeln!(list, "{} {}\n{}", case.date.days(), case.document.len(), case.document).unwrap();
    }
    fs::write(folder.join("list"), list).unwrap();
    // One that counts by other rules than most documents, and has words of its own for scores.
    let policy = Policy::preset(PRESET).unwrap();
    let printed = expect_success(Command::new(program).arg(folder.join("list")).arg(PRESET));
    let expected: String = cases.iter().map(|case| expected(case, &policy)).collect();
    assert!(expected.contains(" fully achieved "), "no score has a word");
    for (printed, expected) in printed.lines().zip(expected.lines()) {
        assert_eq!(printed, expected);
    }
    assert_eq!(printed.lines().count(), expected.lines().count());
}
