//! J2: a change applies as a whole or not at all.

use crate::world::{DAY, at, child, document, key_result, objective, with, workspace};
use okr_core::model::{Amendment, CheckIn, Measure, State, StateChange, StatusOverride};
use okr_core::{Date, Event, Status, Workspace};
use serde_json::{Value, json};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Three levels, a guardrail, a from_children key result and a linked one.
fn family() -> Value {
    let sums = key_result("sum", json!({"kind": "from_children", "target": 10}), &[]);
    let linked = with(
        key_result("x", json!({"kind": "move", "target": 8}), &[("2026-11-01", 3.0)]),
        json!({"aligned_to": [{"to": "top"}, {"to": "sum"}]}),
    );
    let guardrail = json!({"id": "g", "title": "G", "role": "guardrail", "measure": {"kind": "at_least", "target": 1}});
    document(json!([
        objective("top", json!([at("k", 0.2), sums])),
        child("c", "top", json!([at("ck", 0.5), guardrail])),
        child("d", "c", json!([linked, key_result("b", json!({"kind": "binary"}), &[])])),
    ]))
}

#[test]
fn j2_a_refused_event_changes_nothing() {
    let mut workspace = workspace(&family());
    let card = workspace.score(date(DAY));
    let before = (workspace.to_json(), card.to_json(&workspace).unwrap());
    let mut zero = Amendment::new(date("2026-11-01"));
    zero.baseline = Some(8.0);
    let mut reversed = Amendment::new(date("2026-11-01"));
    reversed.start = Some(date("2027-06-01"));
    let mut no_hold = Amendment::new(date("2026-11-01"));
    no_hold.measure = Some(Box::new(Measure::moving(0.0, 1.0)));
    let mut outcome = StateChange::new(date("2026-11-01"), State::Active);
    outcome.outcome = Some(okr_core::model::Outcome::Achieved);
    let mut until = StatusOverride::new(date("2026-11-02"), Status::OnTrack);
    until.until = Some(date("2026-11-01"));
    let refused = [
        (Event::check_in("nobody", CheckIn::new(date(DAY), 1.0)), "unknown_id"),
        (Event::check_in("x", CheckIn::new(date(DAY), true)), "value_not_for_kind"),
        (Event::check_in("b", CheckIn::new(date(DAY), 1.0)), "value_not_for_kind"),
        (Event::check_in("sum", CheckIn::new(date(DAY), 1.0)), "value_not_for_kind"),
        (Event::check_in("x", CheckIn::new(date(DAY), 1.0).confidence(2.0)), "out_of_range"),
        (Event::check_in("x", CheckIn::new(date(DAY), f64::INFINITY)), "not_finite"),
        (Event::amendment("top", Amendment::new(date(DAY))), "not_amendable"),
        (Event::amendment("x", zero), "zero_range"),
        (Event::amendment("x", reversed), "window_reversed"),
        (Event::amendment("x", Amendment::new(date(DAY)).target(f64::NAN)), "not_finite"),
        (Event::amendment("g", no_hold), "guardrail_needs_hold"),
        (Event::state("c", outcome), "field_not_for_kind"),
        (Event::status("c", until), "window_reversed"),
    ];
    for (event, code) in refused {
        let error = workspace.apply(&event).expect_err(code);
        assert_eq!(error.code().as_str(), code, "{event:?}: {error}");
        let card = workspace.score(date(DAY));
        assert_eq!((workspace.to_json(), card.to_json(&workspace).unwrap()), before, "{event:?}");
    }
}

#[test]
fn j2_after_an_event_a_refreshed_scorecard_is_a_fresh_one() {
    let mut workspace = workspace(&family());
    let mut card = workspace.score(date(DAY));
    let mut closing = StateChange::new(date("2026-11-10"), State::Closed);
    closing.reason = Some("done".to_owned());
    let mut amended = Amendment::new(date("2026-11-05")).target(16.0);
    amended.weight = Some(3.0);
    let events = [
        Event::check_in("x", CheckIn::new(date("2026-11-08"), 6.0).confidence(0.5)),
        Event::check_in("g", CheckIn::new(date("2026-11-08"), 0.5)),
        Event::amendment("x", amended),
        Event::check_in("b", CheckIn::new(date("2026-11-09"), true)),
        Event::state("d", closing),
        Event::status("c", StatusOverride::new(date("2026-11-11"), Status::OffTrack)),
        Event::state("d", StateChange::new(date("2026-11-12"), State::Active)),
        Event::check_in("top", CheckIn::without_value(date("2026-11-12")).confidence(0.9)),
        Event::state("k", StateChange::new(date("2026-11-13"), State::Cancelled)),
        Event::check_in("x", CheckIn::new(date("2027-01-01"), 8.0)),
    ];
    for event in events {
        let change = workspace.apply(&event).unwrap();
        workspace.refresh(&mut card, &change);
        let fresh = workspace.score(date(DAY));
        assert_eq!(card.to_json(&workspace).unwrap(), fresh.to_json(&workspace).unwrap(), "{event:?}");
        // The changed workspace is one that loading accepts, and it loads as what it is.
        let again = Workspace::from_json(&workspace.to_json()).unwrap();
        assert_eq!(again.score(date(DAY)).to_json(&again).unwrap(), fresh.to_json(&workspace).unwrap(), "{event:?}");
    }
}

#[test]
fn j2_what_held_since_ever_still_does_up_to_a_change() {
    for word in ["closed", "postponed", "active"] {
        let stated = document(json!([with(objective("o", json!([at("k", 0.5)])), json!({"state": word}))]));
        let mut live = workspace(&stated);
        let before = live.score(date(DAY)).to_json(&live).unwrap();
        let _ = live.apply(&Event::state("o", StateChange::new(date("2026-12-01"), State::Archived))).unwrap();
        let _ = live.apply(&Event::state("o", StateChange::new(date("2026-12-02"), State::Active))).unwrap();
        assert_eq!(live.score(date(DAY)).to_json(&live).unwrap(), before, "{word}");
        let again = Workspace::from_json(&live.to_json()).unwrap();
        assert_eq!(again.to_json(), live.to_json());
        assert_eq!(again.score(date(DAY)).to_json(&again).unwrap(), before, "{word}: {}", again.to_json());
        let copied = Workspace::from_document(&live.to_document()).unwrap();
        assert_eq!(copied.to_json(), live.to_json());
        let values: okr_core::model::Document = serde_json::from_str(&live.to_json()).unwrap();
        assert_eq!(values, live.to_document(), "the types read what they write");
    }
}

/// A5: whether a link is read is found out again after an event that may change it.
#[test]
fn j2_findings_of_the_document_are_those_of_the_document_as_it_is() {
    let moving = || Measure::moving(0.0, 100.0);
    let amended = |on: &str, measure: Measure| {
        let mut amendment = Amendment::new(date(on));
        amendment.measure = Some(Box::new(measure));
        Event::amendment("r", amendment)
    };
    let linked = with(at("s", 0.5), json!({"aligned_to": [{"to": "r"}]}));
    let far = json!({"id": "p", "title": "P", "cycle": "past", "aligned_to": [{"to": "o"}]});
    let mut stated = document(json!([
        objective("o", json!([key_result("r", json!({"kind": "move", "target": 100}), &[])])),
        objective("b", json!([linked])),
        far,
    ]));
    stated["cycles"].as_array_mut().unwrap().push(json!({"id": "past", "start": "2025-01-01", "end": "2025-03-31"}));
    let mut live = workspace(&stated);
    let children = || Measure::from_children(okr_core::model::Combine::Sum, 0.0, 100.0);
    let events = [
        amended("2026-11-01", children()),
        amended("2026-11-08", moving()),
        Event::amendment("r", Amendment::new(date("2026-11-09")).target(50.0)),
        amended("2026-11-15", children()),
        amended("2026-11-10", moving()),
        amended("2026-12-01", moving()),
    ];
    let codes = |workspace: &Workspace| -> Vec<String> {
        workspace.findings().iter().map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    };
    for (event, count) in events.into_iter().zip([1, 2, 2, 1, 1, 2]) {
        let before = live.clone();
        let _ = live.apply(&event).unwrap();
        let again = Workspace::from_json(&live.to_json()).unwrap();
        assert_eq!(live.findings(), again.findings(), "{event:?}");
        assert_eq!(live.findings().len(), count, "{event:?}: {:?}", codes(&live));
        assert_eq!(before.findings(), Workspace::from_json(&before.to_json()).unwrap().findings());
    }
}

#[test]
fn j2_a_scorecard_of_before_is_told_apart() {
    let mut workspace = workspace(&family());
    let card = workspace.score(date(DAY));
    let _ = workspace.apply(&Event::check_in("x", CheckIn::new(date(DAY), 5.0))).unwrap();
    assert_eq!(workspace.explain(&card, "x").unwrap_err().code().as_str(), "stale_scorecard");
    assert_eq!(card.to_json(&workspace).unwrap_err().code().as_str(), "stale_scorecard");
}

/// R1, S1: what is stated by hand may hold until somebody checks in below, so that an event makes dates below matter that
/// no scorecard had before.
#[test]
fn j2_the_first_thing_stated_by_hand_reads_what_is_below() {
    let policy = json!({
        "rollup": {"of": ["manual", "pooled"], "manual": "until_check_in"},
        "status": {"override": "until_check_in"},
    });
    for (on, by_hand) in [("2026-10-15", false), (DAY, true)] {
        let checked = CheckIn::new(date(on), 90.0);
        let mut forced = StatusOverride::new(date(on), Status::OffTrack);
        forced.reason = Some("known".to_owned());
        for event in [Event::check_in("top", checked), Event::status("top", forced)] {
            let mut workspace = workspace(&with(family(), json!({"policy": policy})));
            let mut card = workspace.score(date(DAY));
            let rows = [event.clone(), Event::check_in("x", CheckIn::new(date("2026-11-10"), 4.0)), event.clone()];
            for event in rows {
                let change = workspace.apply(&event).unwrap();
                workspace.refresh(&mut card, &change);
                let fresh = workspace.score(date(DAY));
                assert_eq!(card.to_json(&workspace).unwrap(), fresh.to_json(&workspace).unwrap());
                let read = Workspace::from_json(&workspace.to_json()).unwrap();
                assert_eq!(read.score(date(DAY)).to_json(&read).unwrap(), fresh.to_json(&workspace).unwrap());
            }
            let row = card.objective("top").unwrap();
            let stands = row.progress() == Some(0.9) || row.status_reason() == Some(okr_core::Reason::Override);
            assert_eq!(stands, by_hand, "{event:?}");
        }
    }
}
