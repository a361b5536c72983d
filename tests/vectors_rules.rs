//! The parts of the examples' runner that need no example: run by the usual harness.

#![allow(clippy::expect_used, reason = "a test may stop where it fails")]

mod vectors_support;

#[path = "vectors_support/tests.rs"]
mod tests;

use std::path::Path;
use vectors_support::{Rules, run};

#[test]
fn a_broken_folder_is_reported_and_never_stops_the_rest() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let rules = Rules::read(&own).expect("the ways of counting");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vectors-broken");
    let oss = folder.join("oss");
    std::fs::create_dir_all(&oss).expect("a folder");
    std::fs::write(oss.join("a.json"), "[{").expect("a file");
    let text = r#"[{"id": "x-1", "kind": "juggling", "input": {}, "expected": {"balls": 3}}, 7,
        {"id": "x-2", "kind": "kr_progress", "input": {"target": 10, "current": 5}, "expected": {"progress_pct": 50}},
        {"id": "x-3", "kind": "kr_progress", "input": {"target": 10, "current": 5}, "expected": {"progress_pct": 51}}]"#;
    std::fs::write(oss.join("b.json"), text).expect("a file");
    let report = run(&folder, &rules);
    assert_eq!((report.passed, report.failed, report.unsupported), (1, 3, 1), "{}", report.text());
}
