//! Documents of format version 1, with their canonical print and their scorecards: read for ever, printed back byte for
//! byte, scored to the bit. A change here is a change of what hosts have stored or seen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod committed;

use committed::{keep, laid_out};
use okr_core::{Limits, Workspace};

const TEST: &str = "golden";

/// Name, the document as somebody wrote it, and the days on which it is scored.
const DOCUMENTS: [(&str, &str, &[&str]); 3] = [
    ("minimal", r#"{"okr": 1}"#, &["2026-11-15"]),
    ("everything", include_str!("documents/everything.json"), &["2026-11-15", "2027-01-15"]),
    ("organisation", include_str!("../okr-core/examples/organisation.json"), &["2026-11-21", "2027-01-15"]),
];

fn kept(name: &str) -> String {
    if committed::blessing() {
        let (_, text, _) = DOCUMENTS.iter().find(|(known, ..)| *known == name).expect("a document of that name");
        return read(text).to_json();
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.json"));
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
    text.trim_end().to_owned()
}

fn read(text: &str) -> Workspace {
    Workspace::from_json(text).unwrap_or_else(|error| panic!("{error}"))
}

fn scorecard(workspace: &Workspace, on: &str) -> String {
    workspace.score(on.parse().unwrap()).to_json(workspace).unwrap()
}

#[test]
fn documents_as_somebody_wrote_them_have_the_kept_print() {
    for (name, text, _) in DOCUMENTS {
        keep(&format!("tests/golden/{name}.json"), &format!("{}\n", read(text).to_json()), TEST);
    }
}

#[test]
fn kept_documents_are_printed_back_byte_for_byte() {
    for (name, ..) in DOCUMENTS {
        let text = kept(name);
        assert_eq!(read(&text).to_json(), text, "{name}");
        let workspace = Workspace::from_slice(text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(workspace.to_json(), text, "{name} from bytes");
        let from_values = Workspace::from_document(&workspace.to_document()).unwrap();
        assert_eq!(from_values.to_json(), text, "{name} from plain values");
    }
}

#[test]
fn kept_documents_have_the_kept_scorecards() {
    for (name, _, days) in DOCUMENTS {
        let workspace = read(&kept(name));
        for on in days {
            let card = scorecard(&workspace, on);
            keep(&format!("tests/golden/{name}.{on}.scorecard.json"), &laid_out(&card), TEST);
        }
    }
}

#[test]
fn the_print_is_scored_as_what_it_was_printed_from() {
    for (name, text, days) in DOCUMENTS {
        let (written, printed) = (read(text), read(&read(text).to_json()));
        for on in days {
            assert_eq!(scorecard(&written, on), scorecard(&printed, on), "{name} on {on}");
        }
    }
}

#[test]
fn laying_out_changes_only_blanks() {
    let text = r#"{"a":[],"b":{},"c":[1,{"d":"x, {y}: \"[z]\\"}],"e":-0.5e-7}"#;
    let laid = laid_out(text);
    assert!(laid.lines().count() > 6, "{laid}");
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&laid), value(text));
    let bare: String = laid.lines().map(|line| line.trim_start().replacen("\": ", "\":", 1)).collect();
    assert_eq!(bare, text);
}
