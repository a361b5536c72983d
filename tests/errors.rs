//! What is wrong with a document, a policy, an event or an evaluation is said precisely: every code of
//! [`ErrorCode::ALL`] has at least one case here, with its severity, its path, and what was found and expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "errors/cases.rs"]
mod cases;
#[path = "errors/everywhere.rs"]
mod everywhere;
#[path = "errors/loops.rs"]
mod loops;
#[path = "errors/outside_json.rs"]
mod outside_json;
#[path = "errors/reporting.rs"]
mod reporting;

use okr_core::ErrorCode;
use std::collections::BTreeSet;

#[test]
fn every_code_has_a_case() {
    let mut seen: BTreeSet<ErrorCode> = BTreeSet::new();
    for case in cases::all() {
        seen.extend(case.run().findings.iter().map(|finding| finding.code));
    }
    seen.extend(outside_json::findings().iter().map(|finding| finding.code));
    let missing: Vec<&str> =
        ErrorCode::ALL.iter().filter(|code| !seen.contains(code)).map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "nothing here leads to {}: add a case to tests/errors/*.json", missing.join(", "));
}

#[test]
fn every_case_says_what_it_should() {
    let wrong: Vec<String> = cases::all().iter().filter_map(cases::Case::verdict).collect();
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let cases = cases::all();
    let names: BTreeSet<&str> = cases.iter().map(cases::Case::name).collect();
    assert_eq!(names.len(), cases.len());
}
