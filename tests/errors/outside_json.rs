//! What no JSON can state, but a caller can: bytes that are no text, numbers that are none, scorecards of yesterday.

use crate::cases::complaints;
use okr_core::model::{
    Amendment, CheckIn, Cycle, Document, KeyResult, LevelPoint, Measure, MilestoneItem, Objective, PlanPoint, State,
    StateChange, StatusOverride,
};
use okr_core::{Cancel, CarryOver, Date, Error, ErrorCode, Event, Finding, Limits, Scoring, Status, Workspace};

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

fn same_cycle() -> Error {
    let mut document = key_result(|_| {}).cycle(Cycle::new("Q4", date(), date()));
    document.objectives[0].cycle = Some("Q4".to_owned());
    let workspace = Workspace::from_document(&document).unwrap();
    workspace.continuations(&workspace.score(date()), &[CarryOver::new("o", "o2", "Q4")]).unwrap_err()
}

fn cancelled() -> Error {
    let cancel = Cancel::new();
    cancel.cancel();
    workspace().cancelled_by(&cancel).score(date()).unwrap_err()
}

/// All findings of errors that JSON cases cannot lead to.
pub(crate) fn findings() -> Vec<Finding> {
    [not_utf8(), stale_scorecard(), foreign_scorecard(), partial_scorecard(), same_cycle(), cancelled()]
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

/// Pointers of all texts of a document.
fn texts(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(_) => found.push(at.to_owned()),
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| texts(item, &format!("{at}/{index}"), found));
        }
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| texts(field, &format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn long_texts_are_refused_in_values_where_they_are_in_json() {
    let everything: serde_json::Value = serde_json::from_str(include_str!("../documents/everything.json")).unwrap();
    let mut places = Vec::new();
    texts(&everything, "", &mut places);
    let mut limits = Limits::large();
    limits.text = 200;
    let mut compared = 0;
    for place in places {
        let mut document = everything.clone();
        *document.pointer_mut(&place).unwrap() = "x".repeat(201).into();
        // Dates and words are no texts to a caller.
        let Ok(values) = serde_json::from_value::<Document>(document.clone()) else { continue };
        let read = Workspace::from_json_with(&document.to_string(), &limits).expect_err(&place);
        let taken = Workspace::from_document_with(&values, &limits).expect_err(&place);
        let told = |error: &Error| -> Vec<(ErrorCode, String)> {
            let texts = |finding: &&Finding| finding.code == ErrorCode::TextTooLong;
            error.findings().iter().filter(texts).map(|finding| (finding.code, finding.path.clone())).collect()
        };
        assert_eq!(told(&taken), told(&read), "{place}: {taken}");
        assert_eq!(told(&taken), [(ErrorCode::TextTooLong, place)]);
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
    let long = |o: &mut Objective| o.description = Some("x".repeat((64 << 10) + 1));
    assert_eq!(Workspace::from_document(&with(long)).unwrap_err().code(), ErrorCode::TextTooLong);
}

#[test]
fn data_of_the_host_keeps_to_the_limits_in_values() {
    let nested = |levels: usize| (0..levels).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner]));
    let mut limits = Limits::large();
    limits.depth = 10;
    let take =
        |levels: usize| Workspace::from_document_with(&key_result(|k| k.extra = Some(nested(levels).into())), &limits);
    let workspace = take(5).unwrap();
    assert!(Workspace::from_json_with(&workspace.to_json(), &limits).is_ok());
    let error = take(6).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::TooDeep, "/objectives/0/key_results/0/extra/0/0/0/0/0"));
}

#[test]
fn events_keep_to_the_limits_that_the_workspace_was_made_with() {
    let mut limits = Limits::default();
    (limits.text, limits.id) = (20, 5);
    let (short, long) = ("x".repeat(20), "x".repeat(21));
    let amended = |measure: Measure| {
        let mut amendment = Amendment::new(date());
        amendment.measure = Some(Box::new(measure));
        amendment
    };
    let unit = |text: &str| {
        let mut measure = Measure::moving(0.0, 20.0);
        measure.unit = Some(text.to_owned());
        amended(measure)
    };
    let label = |text: &str| {
        let mut point = LevelPoint::new(0.0, 0.0);
        point.label = Some(text.to_owned());
        amended(Measure::levels([point, LevelPoint::new(1.0, 1.0)]))
    };
    let events = |text: &str| {
        let note = |set: fn(&mut CheckIn, String)| {
            let mut check_in = CheckIn::without_value(date());
            set(&mut check_in, text.to_owned());
            check_in
        };
        let mut reason = Amendment::new(date());
        reason.reason = Some(text.to_owned());
        let mut by = Amendment::new(date());
        by.by = Some(text.to_owned());
        let mut closing = StateChange::new(date(), State::Closed);
        closing.reason = Some(text.to_owned());
        let mut status = StatusOverride::new(date(), Status::AtRisk);
        status.by = Some(text.to_owned());
        vec![
            (Event::check_in("k", note(|c, text| c.note = Some(text))), "/kind/check_in/note"),
            (Event::check_in("k", note(|c, text| c.by = Some(text))), "/kind/check_in/by"),
            (Event::check_in("o", note(|c, text| c.note = Some(text))), "/kind/check_in/note"),
            (Event::amendment("k", reason), "/kind/amendment/reason"),
            (Event::amendment("k", by), "/kind/amendment/by"),
            (Event::amendment("k", unit(text)), "/kind/amendment/measure/unit"),
            (Event::amendment("k", label(text)), "/kind/amendment/measure/points/0/label"),
            (Event::state("o", closing.clone()), "/kind/state/reason"),
            (Event::state("k", closing), "/kind/state/reason"),
            (Event::status("k", status), "/kind/override/by"),
        ]
    };
    let mut workspace = Workspace::from_document_with(&key_result(|_| {}), &limits).unwrap();
    for ((fits, path), (refused, _)) in events(&short).into_iter().zip(events(&long)) {
        let before = workspace.to_json();
        let error = workspace.apply(&refused).expect_err(path);
        assert_eq!((error.code(), error.path()), (ErrorCode::TextTooLong, path), "{error}");
        assert!(complaints(&error.findings()[0]).is_empty(), "{error}");
        assert_eq!(workspace.to_json(), before);
        let _ = workspace.apply(&fits).unwrap_or_else(|error| panic!("{error}"));
        assert!(Workspace::from_json_with(&workspace.to_json(), &limits).is_ok(), "{path}");
    }
    for (id, code) in [("abcdef", ErrorCode::BadId), ("a\u{202e}", ErrorCode::BadId), (&long, ErrorCode::TextTooLong)] {
        let items = amended(Measure::milestones([MilestoneItem::new(id, "M")]));
        let error = workspace.apply(&Event::amendment("k", items)).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, "/kind/amendment/measure/items/0/id"), "{error}");
    }
}
