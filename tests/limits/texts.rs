//! Long texts, ids and what may not stand in them.

use crate::refused;
use okr_core::{ErrorCode, Limits, Workspace};
use serde_json::{Value, json};

/// A text of so many bytes that ends in a character of several.
fn ending_in(last: char, bytes: usize) -> String {
    "x".repeat(bytes - last.len_utf8()) + &last.to_string()
}

/// Documents with a text in every kind of place, and where that is.
fn with_text(text: &str) -> Vec<(Value, &'static str)> {
    let key_result = |fields: Value| {
        let mut row = json!({"id": "k", "title": "K", "measure": {"kind": "move", "target": 1}});
        for (key, value) in fields.as_object().unwrap() {
            row[key] = value.clone();
        }
        json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [row]}]})
    };
    vec![
        (json!({"okr": 1, "name": text}), "/name"),
        (json!({"okr": 1, "teams": [{"id": "t", "name": text}]}), "/teams/0/name"),
        (json!({"okr": 1, "kpis": [{"id": "n", "unit": text}]}), "/kpis/0/unit"),
        (key_result(json!({"description": text})), "/objectives/0/key_results/0/description"),
        (key_result(json!({"tags": ["a", text]})), "/objectives/0/key_results/0/tags/1"),
        (
            key_result(json!({"check_ins": [{"on": "2026-10-01", "note": text}]})),
            "/objectives/0/key_results/0/check_ins/0/note",
        ),
        (key_result(json!({"extra": {"a": [text]}})), "/objectives/0/key_results/0/extra/a/0"),
        (
            key_result(json!({"state": [{"on": "2026-10-01", "state": "closed", "reason": text}]})),
            "/objectives/0/key_results/0/state/0/reason",
        ),
        (json!({"okr": 1, "policy": {"notes": [text]}}), "/policy/notes/0"),
    ]
}

#[test]
fn a_text_holds_64_kib_and_not_a_byte_more() {
    const LIMIT: usize = 64 << 10;
    for last in ['x', 'é', '€', '🎯'] {
        for (document, path) in with_text(&ending_in(last, LIMIT)) {
            assert!(Workspace::from_json(&document.to_string()).is_ok(), "{path} at the limit, ending in {last}");
        }
        for (document, path) in with_text(&ending_in(last, LIMIT + 1)) {
            let error = refused(&document.to_string(), &Limits::default());
            assert_eq!((error.code(), error.path()), (ErrorCode::TextTooLong, path), "{error}");
            assert!(error.message().contains("65537 bytes") && error.message().contains("65536"), "{error}");
        }
    }
}

#[test]
fn bytes_are_counted_as_they_are_read_not_as_they_are_escaped() {
    let escaped = |count: usize| format!(r#"{{"okr":1,"name":"{}"}}"#, r"\u20ac".repeat(count));
    let mut limits = Limits::default();
    limits.text = 300;
    assert!(Workspace::from_json_with(&escaped(100), &limits).is_ok());
    assert_eq!(refused(&escaped(101), &limits).code(), ErrorCode::TextTooLong);
}

#[test]
fn keys_are_texts_too() {
    let long = "k".repeat((64 << 10) + 1);
    let document = json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "extra": {&long: 1}}]});
    let error = refused(&document.to_string(), &Limits::default());
    assert_eq!(error.code(), ErrorCode::TextTooLong, "{error}");
    let error = refused(&json!({"okr": 1, &long: 1}).to_string(), &Limits::default());
    assert!(error.to_string().len() < 2000, "an echoed key is cut: {} bytes", error.to_string().len());
}

/// Documents with an id in every space, and where that is.
fn with_id(id: &str) -> Vec<(Value, &'static str)> {
    let period = json!({"id": id, "start": "2026-01-01", "end": "2026-12-31"});
    let key_result = |id: &str, measure: Value| json!({"id": id, "title": "K", "measure": measure});
    let objective = |fields: Value| {
        let mut row = json!({"id": "o", "title": "O"});
        for (key, value) in fields.as_object().unwrap() {
            row[key] = value.clone();
        }
        json!({"okr": 1, "objectives": [row]})
    };
    vec![
        (json!({"okr": 1, "cycles": [period]}), "/cycles/0/id"),
        (json!({"okr": 1, "teams": [{"id": id}]}), "/teams/0/id"),
        (json!({"okr": 1, "people": [{"id": id}]}), "/people/0/id"),
        (json!({"okr": 1, "kpis": [{"id": id}]}), "/kpis/0/id"),
        (objective(json!({"id": id})), "/objectives/0/id"),
        (
            objective(json!({"key_results": [key_result(id, json!({"kind": "binary"}))]})),
            "/objectives/0/key_results/0/id",
        ),
        (objective(json!({"initiatives": [{"id": id, "title": "I"}]})), "/objectives/0/initiatives/0/id"),
        (
            objective(json!({"measure": {"kind": "milestones", "items": [{"id": id}]}})),
            "/objectives/0/measure/items/0/id",
        ),
    ]
}

#[test]
fn an_id_holds_255_bytes_and_not_a_byte_more() {
    for last in ['x', 'é', '€', '🎯'] {
        for (document, path) in with_id(&ending_in(last, 255)) {
            assert!(Workspace::from_json(&document.to_string()).is_ok(), "{path} at the limit, ending in {last}");
        }
        for (document, path) in with_id(&ending_in(last, 256)) {
            let error = refused(&document.to_string(), &Limits::default());
            assert_eq!((error.code(), error.path()), (ErrorCode::BadId, path), "{error}");
            assert!(error.to_string().len() < 600, "an echoed id is cut");
        }
    }
}

#[test]
fn control_and_bidirectional_characters_are_refused_in_every_id() {
    let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let bidirectional =
        ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter().chain('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    for hidden in controls.chain(bidirectional) {
        for id in [format!("{hidden}"), format!("a{hidden}b"), format!("ab{hidden}")] {
            for (document, path) in with_id(&id) {
                let error = refused(&document.to_string(), &Limits::default());
                assert_eq!((error.code(), error.path()), (ErrorCode::BadId, path), "{hidden:?}: {error}");
                let told = error.to_string();
                assert!(!told.contains(hidden), "{hidden:?} is echoed: {told:?}");
            }
        }
    }
}

#[test]
fn what_is_only_unusual_passes() {
    for id in [" ", "a b", "ä", "e\u{301}", "日本語", "🎯", "a/b~c", "\"", "\\", "null", "0", "\u{a0}", "\u{200b}"]
    {
        for (document, path) in with_id(id) {
            assert!(Workspace::from_json(&document.to_string()).is_ok(), "{id:?} at {path}");
        }
    }
}

#[test]
fn a_path_through_unusual_keys_is_a_pointer_all_the_same() {
    let text = r#"{"okr":1,"objectives":[{"id":"o","title":"O","extra":{"a/b~c":{"":[1e400]}}}]}"#;
    let error = refused(text, &Limits::default());
    assert_eq!((error.code(), error.path()), (ErrorCode::NotFinite, "/objectives/0/extra/a~1b~0c//0"), "{error}");
}

#[test]
fn what_is_shown_of_an_error_steers_no_terminal() {
    for key in ["\u{1b}[31mred", "a\u{7}b", "a\u{202e}b", "a\nb", "a\u{9b}b"] {
        let error = refused(&json!({"okr": 1, key: 1}).to_string(), &Limits::default());
        assert_eq!(error.path(), format!("/{key}"), "a pointer says what is there");
        let shown = error.to_string();
        assert!(!shown.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{shown:?}");
    }
}
