//! The laws of change (J2, T2, T4): events on random workspaces, and scorecards brought up to date.

use crate::config;
use crate::support::engine::{date, text, workspace};
use crate::support::leaves::{difference, leaves};
use crate::support::random::{Case, Choices, any_day, documents, iso};
use okr_core::{ErrorCode, Event, Scorecard, Scoring, Status, Workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

fn event(of: &str, kind: &str, body: &Value) -> Event {
    serde_json::from_value(json!({"of": of, "kind": {kind: body}})).expect("an event")
}

/// Where the events of a kind stand in the document.
fn list_of(kind: &str) -> &'static str {
    match kind {
        "check_in" => "check_ins",
        "amendment" => "amendments",
        "state" => "state",
        _ => "overrides",
    }
}

/// The row of an id.
fn row<'d>(document: &'d mut Value, id: &str) -> &'d mut Value {
    for objective in document["objectives"].as_array_mut().unwrap() {
        if objective["id"] == id {
            return objective;
        }
        let own = objective["key_results"].as_array_mut().unwrap();
        if let Some(place) = own.iter().position(|row| row["id"] == id) {
            return &mut own[place];
        }
    }
    panic!("no row {id}")
}

/// The document that says the event too.
fn with_event(document: &Value, of: &str, kind: &str, body: &Value) -> Value {
    let scale = document["confidence_scale"]
        .as_array()
        .map_or((0.0, 1.0), |s| (s[0].as_f64().unwrap(), s[1].as_f64().unwrap()));
    let mut document = document.clone();
    let row = row(&mut document, of);
    let mut body = body.clone();
    if let Some(c) = body["confidence"].as_f64() {
        body["confidence"] = json!(scale.0 + c * (scale.1 - scale.0));
    }
    let list = &mut row[list_of(kind)];
    if let Some(word) = list.as_str() {
        // What held since ever holds up to the change.
        *list = if word == "active" { json!([]) } else { json!([word]) };
    }
    match list.as_array_mut() {
        Some(entries) => entries.push(body),
        None => *list = json!([body]),
    }
    document
}

/// A random event: its row, its kind and its body, usually valid.
fn random_event(document: &Value, choices: &mut Choices) -> (String, &'static str, Value) {
    let objectives = document["objectives"].as_array().unwrap();
    let objective = &objectives[choices.below(objectives.len())];
    let own = objective["key_results"].as_array().unwrap();
    let on_objective = own.is_empty() || choices.chance(25);
    let row = if on_objective { objective } else { &own[choices.below(own.len())] };
    let on = iso(any_day(choices));
    let mut body = json!({"on": on});
    let kind = ["check_in", "check_in", "check_in", "amendment", "state", "override"][choices.below(6)];
    match kind {
        "check_in" => {
            body["value"] = json!(choices.number(&[5.0, 0.0, -4.0, 1.5, 100.0, 8.0]));
            if row["measure"]["kind"] == "binary" || choices.chance(5) {
                body["value"] = json!(choices.chance(50));
            }
            let silent = ["milestones", "tasks", "from_children"].iter().any(|kind| row["measure"]["kind"] == *kind);
            if (silent && !choices.chance(10)) || choices.chance(10) {
                body.as_object_mut().unwrap().remove("value");
            }
            if choices.chance(40) {
                body["confidence"] = json!(choices.number(&[0.5, 0.0, 1.0]));
            }
        }
        "amendment" => {
            let field = choices.pick(&["target", "weight", "baseline", "start", "due", "measure"]);
            body[field] = match field {
                "start" | "due" => json!(iso(choices.below(120) as i64 - 10)),
                "weight" => json!(choices.number(&[0.5, 0.0, 2.0])),
                "measure" => [
                    json!({"kind": "ratio", "target": 4}),
                    json!({"kind": "at_least", "target": 3}),
                    json!({"kind": "binary"}),
                ][choices.below(3)]
                .clone(),
                _ => json!(choices.number(&[7.0, 9.0, 2.0, 0.0])),
            };
        }
        "state" => {
            body["state"] = json!(choices.pick(&["closed", "active", "postponed", "draft", "cancelled", "archived"]));
            if body["state"] == "closed" && choices.chance(40) {
                body["outcome"] = json!(choices.pick(&["achieved", "missed"]));
                body["score"] = json!(0.4);
                body["reason"] = json!("done");
            }
        }
        _ => {
            body["status"] = json!(choices.pick(&["at_risk", "on_track", "off_track", "achieved"]));
            body["by"] = json!("p0");
            body["reason"] = json!("known better");
        }
    }
    (row["id"].as_str().unwrap().to_owned(), kind, body)
}

fn rows(workspace: &Workspace, card: &Scorecard) -> Value {
    let mut card: Value = serde_json::from_str(&text(workspace, card)).expect("JSON");
    card.as_object_mut().unwrap().remove("findings");
    card
}

/// Every date of a random document that matters, before, between and after its windows.
fn dates(as_of: &str) -> [&str; 3] {
    [as_of, "2026-03-02", "2026-07-01"]
}

proptest! {
    #![proptest_config(config(600, "change"))]

    /// J2, invariant 14: a scorecard refreshed after every event equals a fresh one, and that of a document which says
    /// the same, to the bit.
    #[test]
    fn refreshed_is_fresh(case in documents(), seed: u64, count in 1..6_usize) {
        let Case { mut document, as_of, .. } = case;
        let choices = &mut Choices::Seed(seed);
        let mut live = workspace(&document).expect("a valid document");
        let mut card = live.score(date(&as_of));
        for _ in 0..count {
            let (of, kind, body) = random_event(&document, choices);
            let said = with_event(&document, &of, kind, &body);
            let Ok(read) = workspace(&said) else { continue };
            let change = live.apply(&event(&of, kind, &body));
            prop_assert!(change.is_ok(), "{kind} {body} on {of}: {}", change.unwrap_err());
            live.refresh(&mut card, &change.unwrap());
            prop_assert_eq!(text(&live, &card), text(&live, &live.score(date(&as_of))), "{} {} on {}", kind, &body, of);
            let (live_table, read_table) = (leaves(&rows(&live, &card)), leaves(&rows(&read, &read.score(date(&as_of)))));
            let difference = difference(&live_table, &read_table);
            prop_assert!(difference.is_empty(), "{kind} {body} on {of}: {}\n{said}", difference.join("\n"));
            document = said;
        }
    }

    /// J2: an event is refused exactly where the document that says it too would be.
    #[test]
    fn refused_as_on_loading(case in documents(), seed: u64) {
        let (of, kind, body) = random_event(&case.document, &mut Choices::Seed(seed));
        let said = with_event(&case.document, &of, kind, &body);
        let loaded = workspace(&said).map(|_| ()).map_err(|error| format!("{error} {:?}", error.findings().first()));
        let mut live = workspace(&case.document).expect("a valid document");
        let applied = live.apply(&event(&of, kind, &body)).map(|_| ()).map_err(|error| error.to_string());
        prop_assert_eq!(applied.is_ok(), loaded.is_ok(), "{} {} on {}: applied {:?}, loaded {:?}", kind, &body, of, applied, loaded);
    }

    /// J2: a refused event changes nothing, to the bit.
    #[test]
    fn refused_events_change_nothing(case in documents(), seed: u64) {
        let (of, kind, mut body) = random_event(&case.document, &mut Choices::Seed(seed));
        match kind {
            "check_in" => body["confidence"] = json!(2.0),
            "amendment" => body["weight"] = json!(-1.0),
            _ => return Ok(()),
        }
        let mut live = workspace(&case.document).expect("a valid document");
        let (before, printed) = (live.score(date(&case.as_of)), live.to_json());
        prop_assert!(live.apply(&event(&of, kind, &body)).is_err());
        prop_assert!(live.apply(&event("nothing has this id", kind, &body)).is_err());
        prop_assert_eq!(live.to_json(), printed);
        prop_assert_eq!(text(&live, &live.score(date(&case.as_of))), text(&live, &before));
    }

    /// T2: an event dated after the day changes nothing on it.
    #[test]
    fn future_events_are_invisible(case in documents(), seed: u64) {
        let (of, kind, mut body) = random_event(&case.document, &mut Choices::Seed(seed));
        body["on"] = json!("2026-08-01");
        let mut live = workspace(&case.document).expect("a valid document");
        for as_of in dates(&case.as_of) {
            let mut live = live.clone();
            let mut card = live.score(date(as_of));
            let before = rows(&live, &card);
            let Ok(change) = live.apply(&event(&of, kind, &body)) else { continue };
            live.refresh(&mut card, &change);
            let difference = difference(&leaves(&before), &leaves(&rows(&live, &card)));
            prop_assert!(difference.is_empty(), "{kind} {body} on {of}: {}", difference.join("\n"));
        }
        // And twice in a row it is no other.
        let _ = live.apply(&event(&of, kind, &body));
    }

    /// T4: check-ins of different dates give the same numbers in whatever order they arrive.
    #[test]
    fn arrival_does_not_matter(case in documents(), seed: u64) {
        let choices = &mut Choices::Seed(seed);
        let mut events = Vec::new();
        for day in 0..3 {
            let (of, kind, mut body) = random_event(&case.document, choices);
            body["on"] = json!(format!("2026-02-1{}", day + 1));
            let said = with_event(&case.document, &of, kind, &body);
            if kind == "check_in" && workspace(&said).is_ok() {
                events.push(event(&of, kind, &body));
            }
        }
        let arrived = |events: &[Event]| {
            let mut live = workspace(&case.document).expect("a valid document");
            // No check-in of the document may share a date with these, or their order would matter.
            events.iter().try_for_each(|event| live.apply(event).map(|_| ())).map(|()| {
                let card = live.score(date(&case.as_of));
                rows(&live, &card)
            })
        };
        let forward = arrived(&events);
        events.reverse();
        let backward = arrived(&events);
        prop_assert_eq!(forward.ok(), backward.ok());
    }

    /// X1, J2: a scorecard of an earlier state explains nothing.
    #[test]
    fn stale_scorecards_are_refused(case in documents(), seed: u64) {
        let (of, kind, body) = random_event(&case.document, &mut Choices::Seed(seed));
        let mut live = workspace(&case.document).expect("a valid document");
        let card = live.score(date(&case.as_of));
        if live.apply(&event(&of, kind, &body)).is_ok() {
            let error = live.explain(&card, &of).expect_err("an old scorecard");
            prop_assert_eq!(error.code(), ErrorCode::StaleScorecard);
        }
    }

    /// Invariant 13: a scorecard filled again, whatever it held, and one of progress alone have the same progress.
    #[test]
    fn filling_again(case in documents()) {
        let workspace = workspace(&case.document).expect("a valid document");
        let [now, earlier, later] = dates(&case.as_of).map(date);
        let fresh = workspace.score(now);
        let mut again = workspace.score(earlier);
        workspace.score_into(&Scoring::as_of(later).progress_only(), &mut again);
        workspace.score_into(&Scoring::as_of(now), &mut again);
        prop_assert_eq!(text(&workspace, &again), text(&workspace, &fresh));
        workspace.score_into(&Scoring::as_of(now).progress_only(), &mut again);
        let progress = |card: &Scorecard| -> Vec<Option<u64>> { card.objectives().map(|row| row.progress().map(f64::to_bits)).collect() };
        prop_assert_eq!(progress(&again), progress(&fresh));
        for row in again.objectives() {
            prop_assert_eq!((row.raw(), row.expected(), row.confidence()), (None, None, None));
            prop_assert_eq!((row.status_reason(), row.status(), row.is_stale()), (None, Status::None, false));
        }
        let of_key_results = |card: &Scorecard| -> Vec<_> {
            card.key_results().map(|row| (row.progress().map(f64::to_bits), row.raw().map(f64::to_bits), row.excluded())).collect()
        };
        prop_assert_eq!(of_key_results(&again), of_key_results(&fresh));
        for row in again.key_results() {
            prop_assert_eq!((row.value(), row.baseline(), row.target(), row.expected()), (None, None, None, None));
            prop_assert_eq!((row.confidence(), row.status(), row.is_stale()), (None, Status::None, false));
        }
        let columns = [again.objective_raw(), again.objective_expected(), again.key_result_values(), again.key_result_confidence()];
        prop_assert!(columns.into_iter().all(|column| column.values().is_empty()));
    }

    /// J2: what changed in a copy says nothing of the workspace; a scorecard refreshed with it is computed over again.
    #[test]
    fn a_change_of_a_copy(case in documents(), seed: u64) {
        let mut choices = Choices::Seed(seed);
        let (here, there) = (random_event(&case.document, &mut choices), random_event(&case.document, &mut choices));
        let mut live = workspace(&case.document).expect("a valid document");
        let mut copy = live.clone();
        let mut card = live.score(date(&case.as_of));
        let apply = |to: &mut Workspace, (of, kind, body): (String, &str, Value)| to.apply(&event(&of, kind, &body));
        let (Ok(own), Ok(other)) = (apply(&mut live, here), apply(&mut copy, there)) else { return Ok(()) };
        prop_assert!(own != other);
        live.refresh(&mut card, &other);
        prop_assert_eq!(text(&live, &card), text(&live, &live.score(date(&case.as_of))));
    }
}
