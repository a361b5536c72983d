//! What no JSON can state, but a caller can: bytes that are no text, numbers that are none, scorecards of yesterday.

use crate::cases::complaints;
use okr_core::model::{
    Amendment, CheckIn, Document, KeyResult, LevelPoint, Measure, MilestoneItem, Objective, PlanPoint, StateChange,
};
use okr_core::{Date, Error, ErrorCode, Event, Finding, Limits, Scoring, Status, Workspace};

fn date() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn not_utf8() -> Error {
    Workspace::from_slice(b"{\"okr\": 1, \"name\": \"\xff\xfe\"}", &Limits::default()).unwrap_err()
}

fn workspace() -> Workspace {
    Workspace::from_document(&key_result(|_| {})).unwrap()
}

/// A scorecard of a workspace like this one is not one of this one.
fn foreign_scorecard() -> Error {
    let (here, elsewhere) = (workspace(), workspace());
    let card = elsewhere.score(date());
    assert_eq!(card.policy(&here).unwrap_err().code(), ErrorCode::ForeignScorecard);
    card.report(&here).unwrap_err()
}

fn partial_scorecard() -> Error {
    let workspace = workspace();
    let mut card = workspace.score(date());
    workspace.score_into(&Scoring::as_of(date()).progress_only(), &mut card);
    let row = card.objective("o").unwrap();
    assert_eq!((row.progress(), row.status(), row.status_reason()), (Some(0.0), Status::None, None));
    assert!(card.policy(&workspace).is_ok());
    assert_eq!(card.teams(&workspace).unwrap_err().code(), ErrorCode::PartialScorecard);
    assert_eq!(workspace.explain(&card, "o").unwrap_err().code(), ErrorCode::PartialScorecard);
    card.findings(&workspace).unwrap_err()
}

fn stale_scorecard() -> Error {
    let document = Document::new("Acme").objective(Objective::new("o", "O").key_result(KeyResult::new(
        "k",
        "K",
        Measure::moving(0.0, 10.0),
    )));
    let mut workspace = Workspace::from_document(&document).unwrap();
    let card = workspace.score(date());
    let _ = workspace.apply(&Event::check_in("k", CheckIn::new(date(), 5.0))).unwrap();
    assert_eq!(card.to_json(&workspace).unwrap_err().code(), ErrorCode::StaleScorecard);
    workspace.explain(&card, "k").unwrap_err()
}

/// All findings of errors that JSON cases cannot lead to.
pub(crate) fn findings() -> Vec<Finding> {
    [not_utf8(), stale_scorecard(), foreign_scorecard(), partial_scorecard()]
        .iter()
        .flat_map(|error| error.findings().to_vec())
        .collect()
}

#[test]
fn they_say_what_was_found_and_expected() {
    let wrong: Vec<String> = findings().iter().flat_map(complaints).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let error = not_utf8();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidUtf8, ""));
    assert!(error.message().contains("byte 20"), "{error}");
    assert_eq!((stale_scorecard().code(), stale_scorecard().path()), (ErrorCode::StaleScorecard, ""));
}

/// A document with one key result, changed by a caller.
fn with(change: impl FnOnce(&mut Objective)) -> Document {
    let measure = Measure::moving(0.0, 10.0);
    let mut objective = Objective::new("o", "O").key_result(KeyResult::new("k", "K", measure));
    change(&mut objective);
    Document::new("Acme").objective(objective)
}

fn key_result(change: impl FnOnce(&mut KeyResult)) -> Document {
    with(|objective| change(&mut objective.key_results[0]))
}

#[test]
fn n3_numbers_that_are_none_are_refused_wherever_a_caller_states_them() {
    let row = "/objectives/0/key_results/0";
    let mut measure = Measure::moving(f64::NAN, 10.0);
    measure.seed = Some(f64::INFINITY);
    let mut between = Measure::between(f64::NEG_INFINITY, f64::NAN);
    between.zero_at = Some(f64::NAN);
    between.risk_at = Some(f64::INFINITY);
    let mut item = MilestoneItem::new("m", "M");
    item.weight = Some(f64::NAN);
    let mut amendment = Amendment::new(date()).target(f64::NAN);
    amendment.baseline = Some(f64::INFINITY);
    amendment.weight = Some(f64::NAN);
    let cases: Vec<(Document, Vec<String>)> = vec![
        (with(|o| o.weight = Some(f64::NAN)), vec!["/objectives/0/weight".to_owned()]),
        (key_result(|k| k.weight = Some(f64::INFINITY)), vec![format!("{row}/weight")]),
        (key_result(|k| k.measure = measure), vec![format!("{row}/measure/baseline"), format!("{row}/measure/seed")]),
        (key_result(|k| k.measure = Measure::ratio(f64::NAN)), vec![format!("{row}/measure/target")]),
        (
            key_result(|k| k.measure = between),
            ["low", "high", "zero_at", "risk_at"].map(|field| format!("{row}/measure/{field}")).to_vec(),
        ),
        (
            key_result(|k| k.measure = Measure::levels([LevelPoint::new(f64::NAN, 0.0), LevelPoint::new(1.0, 1.0)])),
            vec![format!("{row}/measure/points/0/at")],
        ),
        (key_result(|k| k.measure = Measure::milestones([item])), vec![format!("{row}/measure/items/0/weight")]),
        (
            key_result(|k| k.check_ins = vec![CheckIn::new(date(), f64::NAN).confidence(f64::NAN)]),
            vec![format!("{row}/check_ins/0/value"), format!("{row}/check_ins/0/confidence")],
        ),
        (key_result(|k| k.plan = vec![PlanPoint::new(date(), f64::NAN)]), vec![format!("{row}/plan/0/value")]),
        (
            key_result(|k| k.amendments = vec![amendment]),
            ["baseline", "target", "weight"].map(|field| format!("{row}/amendments/0/{field}")).to_vec(),
        ),
        (
            with(|o| {
                let mut change = StateChange::new(date(), okr_core::model::State::Closed);
                change.score = Some(f64::NAN);
                o.state = okr_core::model::Lifecycle::Changes(vec![change]);
            }),
            vec!["/objectives/0/state/0/score".to_owned()],
        ),
        (
            with(|o| o.check_ins = vec![CheckIn::new(date(), f64::INFINITY)]),
            vec!["/objectives/0/check_ins/0/value".to_owned()],
        ),
    ];
    for (document, paths) in cases {
        let error = Workspace::from_document(&document).expect_err(&format!("{paths:?}"));
        let mut found: Vec<String> = error.findings().iter().map(|finding| finding.path.clone()).collect();
        let mut paths = paths;
        found.sort();
        paths.sort();
        assert_eq!(found, paths, "{:?}", error.findings());
        assert!(error.findings().iter().all(|finding| finding.code == ErrorCode::NotFinite), "{:?}", error.findings());
    }
}

#[test]
fn n3_events_with_numbers_that_are_none_are_refused() {
    let mut workspace = Workspace::from_document(&key_result(|_| {})).unwrap();
    let before = workspace.to_json();
    let mut weight = Amendment::new(date());
    weight.weight = Some(f64::NAN);
    let events = [
        (Event::check_in("k", CheckIn::new(date(), f64::NAN)), "/kind/check_in/value"),
        (Event::check_in("k", CheckIn::without_value(date()).confidence(f64::NAN)), "/kind/check_in/confidence"),
        (Event::check_in("o", CheckIn::new(date(), f64::INFINITY)), "/kind/check_in/value"),
        (Event::amendment("k", Amendment::new(date()).target(f64::INFINITY)), "/kind/amendment/target"),
        (Event::amendment("k", weight), "/kind/amendment/weight"),
    ];
    for (event, path) in events {
        let error = workspace.apply(&event).expect_err(path);
        assert!(matches!(error.code(), ErrorCode::NotFinite | ErrorCode::OutOfRange), "{error}");
        assert_eq!(error.path(), path, "{error}");
        assert_eq!(workspace.to_json(), before);
    }
}
