//! The public interface as a Rust host meets it: what can be built reads back, and what cannot be read cannot be built.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

use okr_core::model::*;
use okr_core::policy::{Band, Bands, Curve};
use okr_core::{Date, ErrorCode, Event, Finding, Interval, Policy, Severity, Status, Workspace};
use serde_json::json;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A document with everything that setters can state.
fn built() -> Document {
    let patch = PolicyPatch(json!({"rollup": {"of": "pooled"}}).as_object().unwrap().clone());
    let (first, second) = (date("2026-10-05"), date("2026-11-02"));
    let users =
        KeyResult::new("users", "Users", Measure::moving(100.0, 200.0).unit("users").aggregate(Aggregate::Mean))
            .description("Those who come back")
            .owner("ana")
            .contributor("ben")
            .ambition(Ambition::Aspirational)
            .weight(2.0)
            .kpi("visits")
            .start(first)
            .due(date("2026-12-20"))
            .check_in_every(Interval::weeks(2).unwrap())
            .plan(PlanPoint::new(second, 140.0))
            .aligned_to(Alignment::new("grow", LinkKind::Supports).weight(3.0))
            .check_in(CheckIn::new(first, 110.0).confidence(0.5).note("a start").by("ana"))
            .amendment(Amendment::new(second).target(240.0).baseline(90.0).weight(1.0).reason("recounted").by("ben"))
            .state(vec![StateChange::new(first, State::Draft), StateChange::new(second, State::Active).by("ana")])
            .status_override(StatusOverride::new(second, Status::AtRisk).until(second).by("ana").reason("a strike"))
            .tag("growth")
            .silence(ErrorCode::ConfidenceFalling)
            .continues("users-q3")
            .extra(json!({"board": 7}));
    let guard =
        KeyResult::new("errors", "Errors", Measure::at_most(1.0).strictly().credit(Credit::Linear).zero_at(2.0))
            .role(Role::Guardrail);
    let levels = Measure::levels([
        LevelPoint::new(1.0, 0.3).label("commit"),
        LevelPoint::new(2.0, 1.0).label("stretch").as_target(),
    ]);
    let items = [MilestoneItem::new("m", "Merge").weight(2.0).due(second).done_on(second)];
    Document::new("Acme")
        .policy("google")
        .cycle(Cycle::new("2026", date("2026-01-01"), date("2026-12-31")).name("FY 2026"))
        .cycle(Cycle::new("Q4", date("2026-10-01"), date("2026-12-31")).within("2026").check_in_every(Interval::WEEK))
        .team(Team::new("acme", "Acme"))
        .team(Team::new("web", "Web").parent("acme"))
        .person(Person::new("ana", "Ana").team("web"))
        .person(Person::new("ben", "Ben"))
        .kpi(
            Kpi::new("visits", "Visits")
                .unit("visits")
                .healthy(Measure::at_least(5.0))
                .reading(KpiReading::new(first, 6.0)),
        )
        .objective(
            Objective::new("habit", "Become a habit")
                .description("Daily")
                .cycle("Q4")
                .team("web")
                .owner("ana")
                .contributor("ben")
                .ambition(Ambition::Committed)
                .weight(3.0)
                .start(first)
                .due(date("2026-12-24"))
                .aligned_to(Alignment::new("grow", LinkKind::Contributes))
                .key_result(users)
                .key_result(guard)
                .key_result(KeyResult::new("tier", "Tier", levels.between_points(Between::Linear)))
                .key_result(KeyResult::new("steps", "Steps", Measure::milestones(items)))
                .key_result(KeyResult::new("work", "Work", Measure::tasks()))
                .key_result(KeyResult::new("calls", "Calls", Measure::tracked()))
                .initiative(Initiative::new("i", "Ship").key_result("work").done_on(second))
                .policy(patch)
                .state(StateChange::new(second, State::Active).reason("agreed"))
                .silence(ErrorCode::NoWindow)
                .extra(json!([1, "two"])),
        )
        .objective(
            Objective::new("grow", "Grow")
                .cycle("2026")
                .measure(Measure::moving(0.0, Relative::Amount(50.0)).direction(Direction::Increase).seed(1.0))
                .check_in(CheckIn::without_value(second).note("on it"))
                .state(State::Active)
                .status_override(StatusOverride::new(second, Status::OnTrack))
                .tag("company")
                .continues("grow-2025"),
        )
}

#[test]
fn what_is_built_is_what_is_read() {
    let document = built();
    let workspace = Workspace::from_document(&document).unwrap();
    let text = workspace.to_json();
    assert_eq!(Workspace::from_json(&text).unwrap().to_json(), text);
    // The same through serde alone, which knows no limits.
    let printed = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&printed).unwrap(), document);
}

#[test]
fn t3_an_interval_of_nothing_cannot_be_made() {
    for zero in [Interval::days(0), Interval::weeks(0), Interval::months(0), Interval::days(9001)] {
        assert_eq!(zero.unwrap_err().code(), ErrorCode::BadInterval);
    }
    // Every interval there is can be scored with.
    let mut policy = Policy::default();
    policy.expected.curve = Curve::Steps;
    let workspace = Workspace::from_document(&built()).unwrap();
    for step in [Interval::days(1), Interval::days(9000), Interval::weeks(9000), Interval::months(9000)] {
        policy.expected.step = step.unwrap();
        let card = workspace.score_with(&policy, date("2026-11-15")).unwrap();
        assert!(card.objective("habit").unwrap().expected().is_some());
    }
}

#[test]
fn s2_a_list_has_at_most_64_bands_and_each_shows_its_own_label() {
    let list = |count: u32| {
        let limits = (1..count).map(|at| Band::at_least(1.0 - f64::from(at) / 100.0).status(Status::OnTrack));
        let labelled = limits.enumerate().map(|(at, band)| band.label(format!("band {at}")));
        Bands::new(labelled.chain([Band::rest().status(Status::OffTrack).label("rest")]))
    };
    let workspace = Workspace::from_document(&built()).unwrap();
    let mut policy = Policy::default();
    policy.status.source = okr_core::policy::StatusSource::Progress;
    policy.status.bands = list(64);
    let card = workspace.score_with(&policy, date("2026-10-31")).unwrap();
    let report = card.report(&workspace).unwrap();
    let habit = report.objectives.iter().find(|row| row.id == "habit").unwrap();
    let progress = habit.progress.unwrap();
    let meant = policy.status.bands.find(progress).unwrap();
    assert_eq!(habit.label, meant.label.as_deref());
    policy.status.bands = list(65);
    let refused = policy.check().unwrap_err();
    assert_eq!((refused.code(), refused.path()), (ErrorCode::BadBands, "/status/bands"));
    assert_eq!(workspace.score_with(&policy, date("2026-10-31")).unwrap_err().code(), ErrorCode::BadBands);
    assert_eq!(Policy::from_json(&policy.to_json()).unwrap_err().code(), ErrorCode::BadBands);
}

#[test]
fn n2_percentages_have_at_most_seven_decimals() {
    let mut policy = Policy::default();
    policy.display.decimals = 7;
    policy.check().unwrap();
    policy.display.decimals = 8;
    let refused = policy.check().unwrap_err();
    assert_eq!((refused.code(), refused.path()), (ErrorCode::OutOfRange, "/display/decimals"));
}

#[test]
fn words_read_back_and_misspelt_ones_find_their_neighbour() {
    for status in Status::ALL {
        assert_eq!(status.as_str().parse::<Status>().unwrap(), *status);
    }
    let error = "on_trakc".parse::<Status>().unwrap_err();
    assert_eq!((error.code(), error.help()), (ErrorCode::UnknownWord, "did you mean `on_track`?"));
    assert_eq!("hint".parse::<Severity>().unwrap(), Severity::Hint);
    for code in ErrorCode::ALL {
        assert_eq!(code.as_str().parse::<ErrorCode>().unwrap(), *code);
    }
    assert_eq!("no_member".parse::<ErrorCode>().unwrap_err().help(), "did you mean `no_members`?");
}

#[test]
fn findings_reports_and_explanations_can_be_kept_and_compared() {
    let mut workspace = Workspace::from_document(&built()).unwrap();
    let on = date("2026-11-15");
    let card = workspace.score(on);
    let findings = card.report(&workspace).unwrap().findings;
    let kept: Vec<Finding> = serde_json::from_str(&serde_json::to_string(&findings).unwrap()).unwrap();
    assert_eq!(kept, findings);
    assert_eq!(card.report(&workspace).unwrap(), workspace.score(on).report(&workspace).unwrap());
    assert_eq!(workspace.explain(&card, "habit").unwrap(), workspace.explain(&card, "habit").unwrap());
    assert_ne!(workspace.explain(&card, "habit").unwrap(), workspace.explain(&card, "grow").unwrap());
    let event = Event::check_in("users", CheckIn::new(on, 150.0));
    let change = workspace.apply(&event).unwrap();
    assert_ne!(workspace.apply(&event).unwrap(), change);
}

#[test]
fn errors_cannot_be_silenced_by_values_either() {
    let document = Document::new("Acme").objective(Objective::new("o", "O").silence(ErrorCode::BadDate));
    let error = Workspace::from_document(&document).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::UnknownWord, "/objectives/0/silence/0"));
    assert_eq!(error.help(), "errors cannot be silenced");
}
