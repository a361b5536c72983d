//! The parts of the examples' runner that need no example: run by the usual harness.

#![allow(clippy::expect_used, reason = "a test may stop where it fails")]

mod committed;
mod vectors_support;

#[path = "vectors_support/page/mod.rs"]
mod page;

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

/// The examples beside this file, run once.
fn published() -> &'static vectors_support::Report {
    static REPORT: std::sync::OnceLock<vectors_support::Report> = std::sync::OnceLock::new();
    REPORT.get_or_init(|| {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
        run(&own, &Rules::read(&own).expect("the products"))
    })
}

#[test]
fn the_page_of_presets_is_fresh() {
    committed::keep("okr-core/docs/presets.md", &page::page(published()), "vectors_rules");
}

#[test]
fn every_preset_is_covered_by_an_example_or_says_that_none_is_published() {
    let covered = page::by_preset(published());
    for name in okr_core::Policy::presets().filter(|name| *name != "default") {
        let preset = okr_core::Policy::preset(name).expect("a preset");
        let says = preset.notes.iter().any(|note| note.contains("is published") && note.contains("No "));
        let examples = covered.get(name).map_or(0, |(_, reproduced)| *reproduced);
        assert!((examples > 0) != says, "{name}: {examples} examples are reproduced, its notes say {says}");
    }
}
