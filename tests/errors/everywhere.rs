//! The same faults in every place where a document can have them: each object, each field, each number, date, word and
//! reference of a document that states everything there is.

use okr_core::{ErrorCode, Finding, Workspace};
use serde_json::Value;
use std::fmt::Write;

const EVERYTHING: &str = include_str!("../documents/everything.json");

fn everything() -> Value {
    serde_json::from_str(EVERYTHING).unwrap()
}

/// A change of one place of a document on its way to text, so that it can say what a JSON value cannot.
enum Fault<'a> {
    None,
    /// Other text instead of the value.
    Instead(&'a str, &'a str),
    /// One more key of an object, as text.
    Also(&'a str, &'a str),
    /// One key less.
    Without(&'a str),
}

fn text(value: &Value, fault: &Fault<'_>) -> String {
    let mut out = String::new();
    write(value, "", fault, &mut out);
    out
}

fn write(value: &Value, at: &str, fault: &Fault<'_>, out: &mut String) {
    match (fault, value) {
        (Fault::Instead(place, raw), _) if *place == at => out.push_str(raw),
        (_, Value::Array(items)) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(item, &format!("{at}/{index}"), fault, out);
            }
            out.push(']');
        }
        (_, Value::Object(fields)) => {
            let mut parts = Vec::new();
            for (key, field) in fields {
                let below = format!("{at}/{key}");
                if !matches!(fault, Fault::Without(place) if *place == below) {
                    let mut part = format!("{}:", Value::from(key.as_str()));
                    write(field, &below, fault, &mut part);
                    parts.push(part);
                }
            }
            if let Fault::Also(place, raw) = fault
                && *place == at
            {
                parts.push((*raw).to_owned());
            }
            write!(out, "{{{}}}", parts.join(",")).unwrap();
        }
        (_, scalar) => write!(out, "{scalar}").unwrap(),
    }
}

/// Everything in a document with its pointer, the host's own data apart.
fn places<'a>(value: &'a Value, at: &str, found: &mut Vec<(String, &'a Value)>) {
    if at.ends_with("/extra") {
        return;
    }
    found.push((at.to_owned(), value));
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{at}/{index}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| places(field, &format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

fn all_places(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    places(document, "", &mut found);
    found
}

/// What is found in a document with one fault; nothing if it loads.
fn findings(document: &Value, fault: &Fault<'_>) -> Vec<Finding> {
    match Workspace::from_json(&text(document, fault)) {
        Ok(_) => Vec::new(),
        Err(error) => error.findings().to_vec(),
    }
}

/// Collects what differs over many documents, so that one run tells all of it.
#[derive(Default)]
struct Verdict {
    documents: usize,
    wrong: Vec<String>,
}

impl Verdict {
    fn note(&mut self, what: &str, found: &[Finding], right: bool) {
        self.documents += 1;
        if !right {
            let told: Vec<String> = found.iter().map(crate::cases::told).collect();
            self.wrong.push(format!("{what}\n    {}", told.join("\n    ")));
        }
    }

    fn settle(self, at_least: usize) {
        let Verdict { documents, mut wrong } = self;
        wrong.dedup();
        let count = wrong.len();
        wrong.truncate(20);
        assert!(wrong.is_empty(), "{count} of {documents} differ, the first:\n{}", wrong.join("\n"));
        assert!(documents >= at_least, "{documents} documents are fewer than {at_least}");
    }
}

fn key(place: &str) -> &str {
    place.rsplit('/').next().unwrap_or_default()
}

fn only(found: &[Finding], code: ErrorCode, path: &str) -> bool {
    found.len() == 1 && is(&found[0], code, path)
}

fn is(finding: &Finding, code: ErrorCode, path: &str) -> bool {
    finding.code == code && finding.path == path
}

fn any(found: &[Finding], code: ErrorCode, path: &str) -> bool {
    found.iter().any(|finding| is(finding, code, path))
}

#[test]
fn the_document_without_a_fault_loads() {
    assert_eq!(findings(&everything(), &Fault::None), []);
}

#[test]
fn a_misspelt_field_is_found_in_every_object() {
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let Value::Object(fields) = value else { continue };
        let by_status = matches!(key(&place), "points" | "labels");
        let code = if by_status { ErrorCode::UnknownWord } else { ErrorCode::UnknownField };
        for field in fields.keys() {
            let misspelt = format!("{field}x");
            let found = findings(&document, &Fault::Also(&place, &format!("\"{misspelt}\":null")));
            let path = format!("{place}/{misspelt}");
            let right = only(&found, code, &path) && found[0].help.contains(&format!("`{field}`"));
            verdict.note(&format!("one more field {path}"), &found, right);
        }
    }
    verdict.settle(300);
}

#[test]
fn a_key_stated_twice_is_found_in_every_object_also_when_escaped() {
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let Value::Object(fields) = value else { continue };
        for (field, value) in fields {
            let escaped: String = field.chars().map(|c| format!("\\u{:04x}", c as u32)).collect();
            for again in [field, &escaped] {
                let found = findings(&document, &Fault::Also(&place, &format!("\"{again}\":{value}")));
                let path = format!("{place}/{field}");
                verdict.note(&format!("{path} again"), &found, any(&found, ErrorCode::DuplicateKey, &path));
            }
        }
    }
    verdict.settle(600);
}

#[test]
fn a_value_of_another_type_is_found_in_every_place() {
    // Places that take more than one type say of a value that is none of theirs what is wrong with it.
    const TAKES_MORE: [&str; 11] = [
        "hold",
        "stale_after",
        "target",
        "value",
        "policy",
        "state",
        "final",
        "bands",
        "rollup_bands",
        "confidence_scale",
        "decimals",
    ];
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let others: &[&str] = match value {
            Value::Null => &[],
            Value::Bool(_) => &["3", "\"§\"", "[]", "{}"],
            Value::Number(_) => &["true", "\"§\"", "[]", "{}"],
            Value::String(_) => &["3", "true", "[]", "{}"],
            Value::Array(_) => &["3", "true", "\"§\"", "{}", "null"],
            Value::Object(_) => &["3", "true", "\"§\"", "[]"],
        };
        for other in others {
            if matches!((key(&place), *other), ("target", "3") | ("confidence_scale", "null")) {
                continue;
            }
            // An empty list is a choice, though not beside a status from members.
            if place.ends_with("/rollup/of") && *other == "[]" {
                continue;
            }
            let found = findings(&document, &Fault::Instead(&place, other));
            let takes_more = TAKES_MORE.contains(&key(&place));
            let right = if takes_more || ["/state/0", "/rollup/of"].iter().any(|end| place.ends_with(end)) {
                found.is_empty() || found.iter().any(|finding| finding.path == place)
            } else {
                any(&found, ErrorCode::WrongType, &place)
            };
            verdict.note(&format!("{other} instead of {place}"), &found, right);
        }
    }
    verdict.settle(1500);
}

/// What each object of the format cannot do without, by the field that holds it.
fn required(place: &str) -> &'static [&'static str] {
    let steps: Vec<&str> = place.split('/').filter(|step| step.parse::<usize>().is_err()).collect();
    match steps.last().copied().unwrap_or_default() {
        "" => &["okr"],
        "cycles" => &["id", "start", "end"],
        "teams" | "people" | "kpis" | "items" => &["id"],
        "objectives" | "initiatives" => &["id", "title"],
        "key_results" => &["id", "title", "measure"],
        "measure" | "healthy" if !place.contains("policy") => &["kind"],
        "readings" | "plan" if !place.contains("policy") => &["on", "value"],
        "check_ins" | "amendments" => &["on"],
        "state" => &["on", "state"],
        "overrides" => &["status", "on"],
        "stale_after" => &["intervals"],
        "points" if !place.contains("policy") => &["at", "score"],
        "aligned_to" => &["to"],
        "bands" => &["list"],
        _ => &[],
    }
}

#[test]
fn a_missing_field_is_found_in_every_object_that_needs_it() {
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let Value::Object(fields) = value else { continue };
        for field in fields.keys() {
            let found = findings(&document, &Fault::Without(&format!("{place}/{field}")));
            let missed = found.iter().any(|finding| {
                is(finding, ErrorCode::MissingField, &place) && finding.message.contains(&format!("`{field}`"))
            });
            let right = missed == required(&place).contains(&field.as_str());
            verdict.note(&format!("no {place}/{field}"), &found, right);
        }
    }
    verdict.settle(300);
}

#[test]
fn a_number_beyond_64_bits_is_found_in_every_place() {
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, _) in all_places(&document).iter().filter(|(_, value)| value.is_number()) {
        for huge in ["1e400", "-1e400", "123456789e400"] {
            let found = findings(&document, &Fault::Instead(place, huge));
            verdict.note(&format!("{huge} at {place}"), &found, only(&found, ErrorCode::NotFinite, place));
        }
    }
    verdict.settle(290);
}

#[test]
fn a_date_that_does_not_exist_is_found_in_every_place() {
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let is_date = value.as_str().is_some_and(|text| text.parse::<okr_core::Date>().is_ok());
        if !is_date {
            continue;
        }
        for date in
            ["2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "9999-12-31", "2026-10-01T00:00", "today", ""]
        {
            let found = findings(&document, &Fault::Instead(&place, &format!("\"{date}\"")));
            verdict.note(&format!("{date} at {place}"), &found, only(&found, ErrorCode::BadDate, &place));
        }
    }
    verdict.settle(300);
}

/// Whether a field holds one of a closed set of words.
fn is_word(place: &str) -> bool {
    const WORDS: [&str; 32] = [
        "kind",
        "direction",
        "read",
        "credit",
        "between",
        "of",
        "aggregate",
        "ambition",
        "role",
        "status",
        "state",
        "outcome",
        "missing",
        "zero_range",
        "mean",
        "initiatives",
        "holds",
        "units",
        "manual",
        "team_mean",
        "rule",
        "day_count",
        "curve",
        "plan",
        "source",
        "goal",
        "stale",
        "guardrail",
        "rollup",
        "rounding",
        "met",
        "near",
    ];
    WORDS.contains(&key(place)) || place.starts_with("/policy/status/order/")
}

#[test]
fn a_misspelt_word_is_found_in_every_place_with_the_one_that_was_meant() {
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let Some(word) = value.as_str().filter(|_| is_word(&place)) else { continue };
        let found = findings(&document, &Fault::Instead(&place, &format!("\"{word}x\"")));
        let said = found.iter().find(|finding| is(finding, ErrorCode::UnknownWord, &place));
        let right = said.is_some_and(|finding| finding.help.contains(&format!("`{word}`")));
        verdict.note(&format!("{word}x at {place}"), &found, right);
    }
    verdict.settle(90);
}

#[test]
fn a_reference_to_nothing_is_found_in_every_place_with_the_nearest_id() {
    const REFERENCES: [&str; 8] = ["within", "parent", "team", "owner", "cycle", "kpi", "to", "key_result"];
    let document = everything();
    let mut verdict = Verdict::default();
    for (place, value) in all_places(&document) {
        let refers = REFERENCES.contains(&key(&place)) || place.contains("/contributors/");
        let Some(id) = value.as_str().filter(|_| refers) else { continue };
        let found = findings(&document, &Fault::Instead(&place, &format!("\"{id}x\"")));
        let right = only(&found, ErrorCode::DanglingReference, &place) && found[0].help.contains(&format!("`{id}`"));
        verdict.note(&format!("{id}x at {place}"), &found, right);
    }
    verdict.settle(25);
}
