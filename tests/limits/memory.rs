//! Memory: so much an entry of the document and no more, whatever the document says; and nothing for what is refused.

use crate::heap::{live_of, peak_of};
use okr_core::{Limits, Workspace};

const ENTRIES: usize = 5_000;

/// More than any entry takes; a document of a million would take as many megabytes.
const BYTES_AN_ENTRY: usize = 750;

fn list(item: impl Fn(usize) -> String) -> String {
    (0..ENTRIES).map(item).collect::<Vec<_>>().join(",")
}

fn objectives(fields: &str) -> String {
    let rows = list(|n| format!(r#"{{"id":"{n}","title":""{fields}}}"#));
    format!(r#"{{"okr":1,"objectives":[{rows}]}}"#)
}

fn key_results(fields: &str) -> String {
    let rows = list(|n| format!(r#"{{"id":"{n}","title":"","measure":{{"kind":"binary"}}{fields}}}"#));
    format!(r#"{{"okr":1,"objectives":[{{"id":"o","title":"","key_results":[{rows}]}}]}}"#)
}

/// A key result with many entries in one field.
fn many(field: &str, entry: &str) -> String {
    format!(
        r#"{{"okr":1,"objectives":[{{"id":"o","title":"","key_results":[{{"id":"k","title":"","measure":{{"kind":"move","target":9}},"{field}":[{}]}}]}}]}}"#,
        list(|_| entry.to_owned())
    )
}

/// Documents of many entries that say little each.
fn shapes() -> Vec<(&'static str, String)> {
    let nested = |n: usize| format!(r#"{{"id":"{n}","start":"2026-01-01","end":"2026-12-31"}}"#);
    let milestones = list(|n| format!(r#"{{"id":"{n}"}}"#));
    vec![
        ("objectives", objectives("")),
        ("objectives with a state", objectives(r#","state":"draft""#)),
        ("objectives with a tag", objectives(r#","tags":[""]"#)),
        ("objectives with a policy", objectives(r#","policy":{}"#)),
        ("objectives with a block of a policy", objectives(r#","policy":{"rollup":{"of":"children"}}"#)),
        ("key results", key_results("")),
        ("key results with a role", key_results(r#","state":"draft""#)),
        ("key results with data of the host", key_results(r#","extra":0"#)),
        ("check-ins", many("check_ins", r#"{"on":"2026-10-01"}"#)),
        ("check-ins with a note", many("check_ins", r#"{"on":"2026-10-01","note":""}"#)),
        ("amendments", many("amendments", r#"{"on":"2026-10-01"}"#)),
        ("states", many("state", r#"{"on":"2026-10-01","state":"active"}"#)),
        ("overrides", many("overrides", r#"{"on":"2026-10-01","status":"on_track"}"#)),
        ("lists of the host", many("extra", "[[]]")),
        ("objects of the host", many("extra", r#"{"":0}"#)),
        ("cycles", format!(r#"{{"okr":1,"cycles":[{}]}}"#, list(nested))),
        (
            "milestones",
            format!(
                r#"{{"okr":1,"objectives":[{{"id":"o","title":"","measure":{{"kind":"milestones","items":[{milestones}]}}}}]}}"#
            ),
        ),
    ]
}

#[test]
fn a_workspace_grows_with_its_entries_and_not_by_what_they_say() {
    let mut greedy = Vec::new();
    for (what, text) in shapes() {
        let bytes = peak_of(|| {
            let workspace = Workspace::from_json(&text).unwrap_or_else(|error| panic!("{what}: {error}"));
            let card = workspace.score("2026-11-15".parse().unwrap());
            (workspace, card)
        });
        if bytes > BYTES_AN_ENTRY * ENTRIES {
            greedy.push(format!("{what}: {} bytes an entry of {}", bytes / ENTRIES, text.len() / ENTRIES));
        }
    }
    assert!(greedy.is_empty(), "{}", greedy.join("\n"));
}

#[test]
fn what_is_refused_takes_no_memory() {
    let mut limits = Limits::default();
    (limits.objectives, limits.key_results, limits.check_ins, limits.others, limits.records) = (10, 10, 10, 10, 10);
    let far: Vec<(&str, String)> =
        shapes().into_iter().filter(|(_, text)| Workspace::from_json_with(text, &limits).is_err()).collect();
    assert!(far.len() >= shapes().len() - 2, "{} shapes are over the limits", far.len());
    for (what, text) in far {
        let bytes = peak_of(|| Workspace::from_json_with(&text, &limits).is_err());
        assert!(bytes < (64 << 10) + text.len() / 16, "{what}: {bytes} bytes for what is refused at the eleventh");
    }
    let bombs =
        ["[".repeat(1_000_000), r#"{"a":"#.repeat(1_000_000), format!(r#"{{"okr":1,"x":{}"#, "[".repeat(1_000_000))];
    for bomb in bombs {
        let bytes = peak_of(|| Workspace::from_json(&bomb).is_err());
        assert!(bytes < (64 << 10) + bomb.len() / 16, "{bytes} bytes for {}…", &bomb[..20]);
    }
    let spaces = " ".repeat(65 << 20);
    assert!(peak_of(|| Workspace::from_json(&spaces).is_err()) < 4 << 10);
}

#[test]
fn many_faults_take_no_more_than_the_thousand_that_are_listed() {
    let fields: Vec<String> = (0..50_000).map(|n| format!(r#""unheard of {n}":0"#)).collect();
    let text = format!(r#"{{"okr":1,{}}}"#, fields.join(","));
    let bytes = peak_of(|| Workspace::from_json(&text).is_err());
    assert!(bytes < 2 << 20, "{bytes} bytes");
}

#[test]
fn a_hundred_evaluations_take_no_more_than_one() {
    let workspace = Workspace::from_json(include_str!("../../okr-core/examples/organisation.json")).unwrap();
    let mut card = workspace.score("2026-11-15".parse().unwrap());
    let bytes = peak_of(|| {
        for day in 0..100 {
            let on = okr_core::Date::from_days(20_000 + day * 7).unwrap();
            workspace.score_into(&okr_core::Scoring::as_of(on), &mut card);
        }
    });
    assert!(bytes < 4 << 10, "{bytes} bytes for scoring again into the same scorecard");
}

/// What a workspace says it holds is what it holds, whatever its rows state.
#[test]
fn a_workspace_knows_its_bytes() {
    for (name, text) in shapes() {
        let (workspace, live) = live_of(|| Workspace::from_json(&text).unwrap());
        let said = workspace.heap_bytes();
        assert!(said <= live && said * 5 >= live * 4, "{name}: says {said} of {live}");
    }
}
