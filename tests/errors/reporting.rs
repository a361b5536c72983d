//! All that is wrong is said in one go, up to 1,000 findings; what is only doubtful leaves a document usable.

use okr_core::{Error, ErrorCode, Severity, Workspace};
use serde_json::{Value, json};

fn refused(document: &Value) -> Error {
    Workspace::from_json(&document.to_string()).expect_err("something wrong")
}

fn key_result(id: &str, weight: f64) -> Value {
    json!({"id": id, "title": "K", "weight": weight, "measure": {"kind": "move", "target": 10}})
}

#[test]
fn errors_of_every_stage_are_listed_together() {
    let document = json!({
        "okr": 1, "nmae": "x", "policy": {"weights": {"total": 7}},
        "cycles": [{"id": "c", "start": "2026-02-30", "end": "2026-12-31"}, {"id": "c", "start": "2026-01-01", "end": "2026-12-31"}],
        "objectives": [
            {"id": "a", "title": "A", "cycle": "d", "aligned_to": [{"to": "b"}, {"to": "nobody"}], "key_results": [
                key_result("k", -1.0),
                {"id": "z", "title": "Z", "measure": {"kind": "move", "baseline": 5, "target": 5}},
                {"id": "m", "title": "M", "measure": {"kind": "moove"}, "check_ins": [{"on": "2026-10-01", "value": "7"}]},
            ]},
            {"id": "b", "aligned_to": [{"to": "a"}], "ambition": "bold"},
        ],
    });
    let error = refused(&document);
    let mut found: Vec<(&str, &str)> =
        error.findings().iter().map(|finding| (finding.code.as_str(), finding.path.as_str())).collect();
    found.sort_unstable();
    let mut expected = vec![
        ("unknown_field", "/nmae"),
        ("out_of_range", "/policy/weights/total"),
        ("bad_date", "/cycles/0/start"),
        ("duplicate_id", "/cycles/1/id"),
        ("dangling_reference", "/objectives/0/cycle"),
        ("dangling_reference", "/objectives/0/aligned_to/1/to"),
        ("negative_weight", "/objectives/0/key_results/0/weight"),
        ("zero_range", "/objectives/0/key_results/1/measure/target"),
        ("unknown_word", "/objectives/0/key_results/2/measure/kind"),
        ("wrong_type", "/objectives/0/key_results/2/check_ins/0/value"),
        ("missing_field", "/objectives/1"),
        ("unknown_word", "/objectives/1/ambition"),
        ("alignment_cycle", "/objectives/0/aligned_to/0/to"),
    ];
    expected.sort_unstable();
    let told: Vec<String> = error.findings().iter().map(crate::cases::told).collect();
    assert_eq!(found, expected, "{}", told.join("\n"));
    assert_eq!(error.unlisted(), 0);
}

fn with_negative_weights(count: usize) -> Value {
    let rows: Vec<Value> = (0..count).map(|n| key_result(&format!("k{n}"), -1.0)).collect();
    json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": rows}]})
}

#[test]
fn a_thousand_are_listed_and_the_rest_counted() {
    for (count, listed, unlisted) in [(999, 999, 0), (1000, 1000, 0), (1001, 1000, 1), (2500, 1000, 1500)] {
        let error = refused(&with_negative_weights(count));
        assert_eq!((error.findings().len(), error.unlisted()), (listed, unlisted));
        assert_eq!(error.findings()[listed - 1].path, format!("/objectives/0/key_results/{}/weight", listed - 1));
        let text = error.to_string();
        assert!(text.ends_with(&format!("\nand {} more", count - 5)), "{text}");
        assert_eq!(text.lines().count(), 6);
    }
}

#[test]
fn a_limit_behind_a_thousand_errors_is_still_said() {
    let mut document = with_negative_weights(1500);
    let title = "x".repeat((64 << 10) + 1);
    document["objectives"].as_array_mut().unwrap().push(json!({"id": "long", "title": title}));
    let error = refused(&document);
    assert!(error.findings().len() <= 1000, "{} are listed", error.findings().len());
    assert!(error.findings().iter().any(|finding| finding.code == ErrorCode::TextTooLong));
}

#[test]
fn an_error_behind_a_thousand_warnings_is_the_one_that_is_told() {
    let cycles = json!([
        {"id": "q1", "start": "2026-01-01", "end": "2026-03-31"}, {"id": "q3", "start": "2026-07-01", "end": "2026-09-30"}
    ]);
    let mut objectives = vec![json!({"id": "top", "title": "T", "cycle": "q3", "key_results": [
        {"id": "z", "title": "Z", "measure": {"kind": "move", "baseline": 5, "target": 5}}
    ]})];
    objectives.extend(
        (0..1200).map(|n| json!({"id": format!("o{n}"), "title": "O", "cycle": "q1", "aligned_to": [{"to": "top"}]})),
    );
    let error = refused(&json!({"okr": 1, "cycles": cycles, "objectives": objectives}));
    assert_eq!((error.code(), error.path()), (ErrorCode::ZeroRange, "/objectives/0/key_results/0/measure/target"));
    assert!(error.to_string().starts_with("error[zero_range]"), "{error}");
    assert!(error.findings().iter().any(|finding| finding.code == ErrorCode::ZeroRange));
}

#[test]
fn the_error_tells_its_first_error_and_prints_it() {
    let error = refused(&json!({"okr": 1, "nmae": "x", "objectives": [{"id": "o", "title": "O", "weight": -1}]}));
    assert_eq!((error.code(), error.path()), (ErrorCode::UnknownField, "/nmae"));
    assert_eq!(error.message(), error.findings()[0].message);
    assert_eq!(error.help(), error.findings()[0].help);
    let text = error.to_string();
    assert!(text.starts_with("error[unknown_field] /nmae: found the field `nmae`"), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines, error.findings().iter().map(|finding| finding.to_string()).collect::<Vec<_>>());
    assert_eq!(lines.len(), 2);
    assert_eq!(format!("{error:?}"), text);
}

#[test]
fn one_fault_is_said_once() {
    // What depends on a value that is already refused is not refused again.
    let faults = [
        json!({"okr": 1, "teams": [{"name": "no id"}, {"name": "no id either"}]}),
        json!({"okr": 1, "teams": [{"id": 7}]}),
        json!({"okr": 1, "cycles": [{"id": "c", "start": "2026-10-01", "end": "2026-13-31"}]}),
        json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [
            {"id": "k", "title": "K", "measure": {"kind": "mvoe", "unit": "x", "low": 1, "high": 2}}]}]}),
        json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [
            {"id": "k", "title": "K", "measure": {"kind": "move", "baseline": 5, "target": "20%"}}]}]}),
        json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "start": "2026-10-01", "due": "tomorrow"}]}),
    ];
    for (document, count) in faults.iter().zip([2, 1, 1, 1, 1, 1]) {
        let error = refused(document);
        let told: Vec<String> = error.findings().iter().map(crate::cases::told).collect();
        assert_eq!(told.len(), count, "{document}\n{}", told.join("\n"));
    }
}

#[test]
fn warnings_and_hints_leave_a_document_usable() {
    let document = json!({
        "okr": 1,
        "cycles": [{"id": "q1", "start": "2026-01-01", "end": "2026-03-31"}, {"id": "q3", "start": "2026-07-01", "end": "2026-09-30"}],
        "objectives": [
            {"id": "a", "title": "A", "cycle": "q3", "key_results": [key_result("k", 1.0)]},
            {"id": "b", "title": "B", "cycle": "q1", "aligned_to": [{"to": "a"}, {"to": "k"}], "key_results": [
                {"id": "l", "title": "L", "measure": {"kind": "ratio", "target": 1}, "check_ins": [{"on": "2026-02-01", "value": 0.5}]}
            ]},
        ],
    });
    let workspace = Workspace::from_json(&document.to_string()).unwrap();
    let found: Vec<&str> = workspace.findings().iter().map(|finding| finding.code.as_str()).collect();
    assert!(found.contains(&"no_overlap") && found.contains(&"link_not_read"), "{found:?}");
    assert!(workspace.findings().iter().all(|finding| finding.severity != Severity::Error));
    let card = workspace.score("2026-08-01".parse().unwrap());
    assert_eq!(card.objective("b").unwrap().progress(), Some(0.5));
    assert_eq!(card.objective("a").unwrap().progress(), Some(0.25));
}

#[test]
fn of_more_than_a_thousand_doubts_the_rest_is_counted() {
    let rows: Vec<Value> = (0..1100).map(|n| json!({"id": format!("o{n}"), "title": "O"})).collect();
    let workspace = Workspace::from_json(&json!({"okr": 1, "objectives": rows}).to_string()).unwrap();
    let card = workspace.score("2026-11-21".parse().unwrap());
    // Each objective has the warning that nothing counts, and the hint that no dates are known: warnings come first.
    let findings = card.findings(&workspace).unwrap();
    assert_eq!((findings.len(), findings.unlisted()), (1000, 1200));
    assert!(findings.iter().all(|finding| finding.code == ErrorCode::NoMembers));
    let report = card.report(&workspace).unwrap();
    assert_eq!((report.findings.len(), report.unlisted_findings), (1000, 1200));
    assert!(card.to_json(&workspace).unwrap().contains(r#""unlisted_findings":1200"#));
}
