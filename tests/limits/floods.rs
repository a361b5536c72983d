//! Much of one thing: time grows with the document and never with its square, whatever the names.

use crate::measure::{grows_like_its_input, least};
use crate::refused;
use okr_core::model::{State, StateChange};
use okr_core::{ErrorCode, Event, Limits, Workspace};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

fn as_of() -> okr_core::Date {
    "2026-11-15".parse().unwrap()
}

fn loads(text: &str) -> Workspace {
    Workspace::from_json(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Objectives with these ids.
fn named(ids: &[String]) -> String {
    let rows: Vec<Value> = ids.iter().map(|id| json!({"id": id, "title": "O"})).collect();
    json!({"okr": 1, "objectives": rows}).to_string()
}

/// Ids of which all 31-multiplying hashes are equal: every pair is one of two that such a hash cannot tell apart.
fn equal_under_31(count: usize) -> Vec<String> {
    (0..count).map(|n| (0..17).map(|bit| if n >> bit & 1 == 0 { "Aa" } else { "BB" }).collect()).collect()
}

/// Ids whose first eight bytes, read as one word, differ in the highest bits only: a hash that multiplies words puts
/// them all into one bucket.
fn equal_in_low_bits(count: usize) -> Vec<String> {
    const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    let digit = |n: usize| char::from(DIGITS[n % 64]);
    (0..count).map(|n| format!("aaaaa{}{}{}", digit(n), digit(n / 64), digit(n / 4096))).collect()
}

/// Ids whose FNV-1a hashes agree in the lowest sixteen bits, by a walk back from one state to a few letters that lead
/// to it from every other.
fn equal_under_fnv(count: usize) -> Vec<String> {
    const PRIME: u16 = 0x01b3;
    let step = |state: u16, byte: u8| (state ^ u16::from(byte)).wrapping_mul(PRIME);
    let back = (0..u16::MAX).find(|x| x.wrapping_mul(PRIME) == 1).unwrap();
    let mut ending: Vec<Option<String>> = vec![None; 1 << 16];
    ending[0] = Some(String::new());
    let mut frontier = vec![0u16];
    while let Some(state) = frontier.pop() {
        for letter in b'A'..=b'z' {
            let before = state.wrapping_mul(back) ^ u16::from(letter);
            if letter.is_ascii_alphabetic() && ending[usize::from(before)].is_none() {
                let tail = ending[usize::from(state)].clone().unwrap_or_default();
                if tail.len() < 6 {
                    ending[usize::from(before)] = Some(format!("{}{tail}", char::from(letter)));
                    frontier.insert(0, before);
                }
            }
        }
    }
    let ids = (0..count).filter_map(|n| {
        let start = format!("id{n:06}");
        let state = start.bytes().fold(0x2325, step);
        ending[usize::from(state)].as_ref().map(|tail| start + tail)
    });
    ids.collect()
}

#[test]
fn names_made_to_collide_take_no_longer_than_others() {
    const COUNT: usize = 20_000;
    let plain = |length: usize| (0..COUNT).map(|n| format!("{n:0length$}")).collect::<Vec<_>>();
    for (what, ids) in
        [("31", equal_under_31(COUNT)), ("words", equal_in_low_bits(COUNT)), ("FNV", equal_under_fnv(COUNT))]
    {
        assert!(ids.len() > COUNT / 2, "{what}: {} ids", ids.len());
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{what}");
        let (colliding, plain) = (named(&ids), named(&plain(ids[0].len())));
        let usual = least(|| drop(loads(&plain)));
        let time = least(|| drop(loads(&colliding)));
        assert!(time < usual * 3 + Duration::from_millis(50), "{what}: {time:?}, where others take {usual:?}");
    }
}

#[test]
fn results_do_not_depend_on_how_names_are_hashed() {
    // Every table is keyed at random: two workspaces of one document never hash alike.
    let text = include_str!("../../okr-core/examples/organisation.json");
    let card = || {
        let workspace = loads(text);
        workspace.score(as_of()).to_json(&workspace).unwrap()
    };
    let first = card();
    assert!((0..5).all(|_| card() == first));
}

#[test]
fn unknown_fields() {
    grows_like_its_input("unknown fields", 25_000, |count| {
        let fields: Vec<String> = (0..count).map(|n| format!(r#""fieldname{n}":{n}"#)).collect();
        let error = refused(&format!(r#"{{"okr":1,{}}}"#, fields.join(",")), &Limits::default());
        assert_eq!((error.findings().len(), error.unlisted()), (1000, count - 1000));
    });
}

#[test]
fn misspelt_references_beside_many_names() {
    // Long names, all alike: looking for the nearest of them must not be done for what is only counted.
    let people: Vec<Value> = (0..1000).map(|n| json!({"id": format!("{n:04}{}", "x".repeat(56))})).collect();
    let time = least(|| {
        let objectives: Vec<Value> = (0..2_000)
            .map(|n| json!({"id": n.to_string(), "title": "O", "owner": format!("{n:05}{}", "y".repeat(55))}))
            .collect();
        let text = json!({"okr": 1, "people": people, "objectives": objectives}).to_string();
        let error = refused(&text, &Limits::default());
        assert_eq!((error.findings().len(), error.unlisted()), (1000, 1000));
    });
    assert!(time < Duration::from_secs(5), "{time:?}");
}

#[test]
fn tiny_tokens_and_long_escapes() {
    let with = |extra: String| format!(r#"{{"okr":1,"objectives":[{{"id":"o","title":"O","extra":{extra}}}]}}"#);
    grows_like_its_input("tiny tokens", 20_000, |count| drop(loads(&with(format!("[0{}]", ",[]".repeat(count))))));
    let escapes = r"\u00e9\n\ud83c\udfaf";
    grows_like_its_input("escapes", 500, |count| {
        let texts: Vec<String> = (0..count).map(|_| format!("\"{}\"", escapes.repeat(50))).collect();
        drop(loads(&with(format!("[{}]", texts.join(",")))));
    });
}

/// An objective of so many key results, each with a check-in.
fn wide(count: usize) -> String {
    let row = |n: usize| json!({"id": format!("k{n}"), "title": "K", "measure": {"kind": "ratio", "target": 1}, "check_ins": [{"on": "2026-10-01", "value": 0.5}]});
    let rows: Vec<Value> = (0..count).map(row).collect();
    json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": rows}]}).to_string()
}

#[test]
fn one_objective_of_many_key_results_is_scored_explained_and_reported() {
    const COUNT: usize = 5_000;
    let workspaces = [COUNT, COUNT * 4].map(|count| (count, loads(&wide(count))));
    grows_like_its_input("key results of one objective", COUNT, |count| {
        let workspace = &workspaces.iter().find(|(size, _)| *size == count).unwrap().1;
        let card = workspace.score(as_of());
        assert_eq!(card.objective("o").unwrap().progress(), Some(0.5));
        assert_eq!(workspace.explain(&card, "o").unwrap().lines.len(), count);
        assert_eq!(card.report(workspace).unwrap().objectives[0].key_results.len(), count);
    });
}

/// A document with one key result of the fields given.
fn one(fields: &str) -> String {
    format!(
        r#"{{"okr":1,"objectives":[{{"id":"o","title":"O","start":"2026-10-01","due":"2026-12-31","key_results":[{{"id":"k","title":"K","measure":{{"kind":"move","target":9}},{fields}}}]}}]}}"#
    )
}

fn days(count: usize, rest: &str) -> String {
    let first: okr_core::Date = "1900-01-01".parse().unwrap();
    let day = |n: usize| okr_core::Date::from_days(first.days() + n as i32).unwrap();
    (0..count).map(|n| format!(r#"{{"on":"{}"{rest}}}"#, day(n))).collect::<Vec<_>>().join(",")
}

fn scored(text: &str) {
    let workspace = loads(text);
    let card = workspace.score(as_of());
    assert!(card.to_json(&workspace).is_ok());
    assert!(workspace.explain(&card, "k").is_ok());
}

#[test]
fn one_key_result_with_many_planned_values() {
    grows_like_its_input("planned values", 4_000, |n| {
        scored(&one(&format!(r#""plan":[{}]"#, days(n, r#","value":1"#))))
    });
}

#[test]
fn one_key_result_with_many_dated_entries() {
    for (field, rest) in [
        ("check_ins", r#","value":1"#),
        ("state", r#","state":"active""#),
        ("overrides", r#","status":"on_track""#),
        ("amendments", r#","target":8"#),
    ] {
        grows_like_its_input(field, 4_000, |n| scored(&one(&format!(r#""{field}":[{}]"#, days(n, rest)))));
    }
}

#[test]
fn milestones_levels_and_initiatives() {
    let many = |n: usize, item: &dyn Fn(usize) -> String| (0..n).map(item).collect::<Vec<_>>().join(",");
    let measured = |measure: &str| {
        one(r#""check_ins":[{"on":"2026-10-01","confidence":0.5}]"#).replace(r#"{"kind":"move","target":9}"#, measure)
    };
    grows_like_its_input("milestones", 4_000, |n| {
        let items = many(n, &|i| format!(r#"{{"id":"{i}"}}"#));
        scored(&measured(&format!(r#"{{"kind":"milestones","items":[{items}]}}"#)));
    });
    grows_like_its_input("levels", 4_000, |n| {
        let points = many(n, &|i| format!(r#"{{"at":{i},"score":{i}}}"#));
        let text = measured(&format!(r#"{{"kind":"levels","points":[{points}]}}"#));
        scored(&text.replace(r#""confidence":0.5"#, r#""value":7"#));
    });
    grows_like_its_input("initiatives", 4_000, |n| {
        let initiatives = many(n, &|i| format!(r#"{{"id":"{i}","title":"I","key_result":"k"}}"#));
        let text = measured(r#"{"kind":"tasks"}"#);
        scored(&text.replacen(r#""title":"O","#, &format!(r#""title":"O","initiatives":[{initiatives}],"#), 1));
    });
}

/// Records nested in one another by a field.
fn nested(key: &str, field: &str, rest: &str, count: usize) -> String {
    let row = |n: usize| match n {
        0 => format!(r#"{{"id":"0"{rest}}}"#),
        n => format!(r#"{{"id":"{n}","{field}":"{}"{rest}}}"#, n - 1),
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    let last = count - 1;
    let at = if key == "teams" { "team" } else { "cycle" };
    format!(r#"{{"okr":1,"{key}":[{}],"objectives":[{{"id":"o","title":"O","{at}":"{last}"}}]}}"#, rows.join(","))
}

#[test]
fn teams_and_cycles_nested_deeply() {
    let period = r#","start":"2026-01-01","end":"2026-12-31""#;
    for (key, field, rest) in [("teams", "parent", ""), ("cycles", "within", period)] {
        crate::measure::on_a_stack_of(256, move || {
            grows_like_its_input(key, 2_000, |count| {
                let workspace = loads(&nested(key, field, rest, count));
                let card = workspace.score(as_of());
                let report = card.report(&workspace).unwrap();
                assert_eq!(report.teams.len() + report.cycles.len(), count);
            });
        });
    }
}

#[test]
fn reading_ends_after_a_hundred_thousand_errors() {
    let rows = vec!["[]"; 400_000].join(",");
    let text = format!(r#"{{"okr":1,"objectives":[{rows}]}}"#);
    let error = Workspace::from_json(&text).unwrap_err();
    assert_eq!(error.findings().len() + error.unlisted(), 100_002);
    let last = error.findings().iter().find(|finding| finding.code == ErrorCode::TooMany).unwrap();
    assert_eq!(last.path, "/objectives/100000");
}

#[test]
fn readings_that_many_key_results_read_of_a_kpi_count_for_each() {
    let readings = days(100, r#","value":1"#);
    let rows: Vec<String> = (0..11)
        .map(|n| {
            format!(
                r#"{{"id":"k{n}","title":"K","kpi":"p","measure":{{"kind":"move","target":9,"aggregate":"mean"}}}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"okr":1,"kpis":[{{"id":"p","readings":[{readings}]}}],"objectives":[{{"id":"o","title":"O","key_results":[{}]}}]}}"#,
        rows.join(",")
    );
    let mut limits = Limits::default();
    limits.check_ins = 1_100;
    assert!(Workspace::from_json_with(&text, &limits).is_ok());
    limits.check_ins = 1_000;
    let error = Workspace::from_json_with(&text, &limits).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::TooMany, "/objectives/0/key_results/10/kpi"));
}

#[test]
fn tasks_find_their_initiatives() {
    grows_like_its_input("tasks with ten initiatives each", 1_000, |count| {
        let rows: Vec<String> =
            (0..count).map(|n| format!(r#"{{"id":"k{n}","title":"K","measure":{{"kind":"tasks"}}}}"#)).collect();
        let work: Vec<String> = (0..10 * count)
            .map(|n| format!(r#"{{"id":"i{n}","title":"I","key_result":"k{}","done_on":"2026-10-01"}}"#, n % count))
            .collect();
        let text = format!(
            r#"{{"okr":1,"objectives":[{{"id":"o","title":"O","key_results":[{}],"initiatives":[{}]}}]}}"#,
            rows.join(","),
            work.join(",")
        );
        let workspace = loads(&text);
        assert_eq!(workspace.score(as_of()).objective("o").unwrap().progress(), Some(1.0));
    });
}

#[test]
fn a_change_of_one_wide_objective_reaches_each_row_once() {
    let workspaces = [5_000, 20_000].map(|count| (count, loads(&wide(count))));
    grows_like_its_input("key results of an objective that changes", 5_000, |count| {
        let mut workspace = workspaces.iter().find(|(size, _)| *size == count).unwrap().1.clone();
        let mut card = workspace.score(as_of());
        let postponed = StateChange::new(as_of(), State::Postponed);
        let change = workspace.apply(&Event::state("o", postponed)).unwrap();
        workspace.refresh(&mut card, &change);
        assert_eq!(card.objective("o").unwrap().status(), okr_core::Status::Postponed);
    });
}

#[test]
fn check_ins_under_many_measures_are_printed_in_linear_time() {
    grows_like_its_input("printing what was measured anew", 3_000, |count| {
        let day = |n: usize| okr_core::Date::new(2026, 1, 1 + (n % 28) as u32).unwrap().to_string();
        let binary = |n: usize| if n % 28 < 14 { "binary" } else { "move" };
        let amendments: Vec<Value> = (0..count)
            .map(|n| json!({"on": day(n), "measure": {"kind": binary(n), "target": (n % 28 >= 14).then_some(9)}}))
            .collect();
        let check_ins: Vec<Value> = (0..count)
            .map(|n| json!({"on": day(n), "value": if n % 28 < 14 { json!(true) } else { json!(1) }}))
            .collect();
        let row = json!({"id": "k", "title": "K", "measure": {"kind": "move", "target": 9}, "amendments": amendments, "check_ins": check_ins});
        let document = json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [row]}]});
        let workspace = loads(&document.to_string());
        assert_eq!(workspace.to_document().objectives[0].key_results[0].check_ins.len(), count);
        loads(&workspace.to_json());
    });
}
