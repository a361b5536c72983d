//! Cancelling: every long call ends with `cancelled`, before it begins and in the middle, and leaves nothing half done.

use crate::heap::live_of;
use okr_core::model::CheckIn;
use okr_core::tables::{Column, Table, Tables};
use okr_core::{Cancel, Change, Date, Error, ErrorCode, Event, Limits, Policy, Scorecard, Scoring, Workspace};
use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

const ORGANISATION: &str = include_str!("../../okr-core/examples/organisation.json");

fn date() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn cancelled() -> Cancel {
    let cancel = Cancel::new();
    cancel.cancel();
    cancel
}

/// A document of so many objectives with three key results each, some of them special.
fn document(objectives: usize) -> String {
    let mut out =
        String::from(r#"{"okr":1,"cycles":[{"id":"Q4","start":"2026-10-01","end":"2026-12-31"}],"objectives":["#);
    for n in 0..objectives {
        let comma = if n > 0 { "," } else { "" };
        write!(out, r#"{comma}{{"id":"o{n}","title":"Objective {n}","cycle":"Q4","key_results":["#).unwrap();
        for (k, measure) in [
            r#"{"kind":"move","target":10}"#,
            r#"{"kind":"at_least","target":4}"#,
            r#"{"kind":"move","target":10,"aggregate":"mean"}"#,
        ]
        .into_iter()
        .enumerate()
        {
            let comma = if k > 0 { "," } else { "" };
            write!(
                out,
                r#"{comma}{{"id":"k{n}.{k}","title":"T","measure":{measure},"check_ins":[{{"on":"2026-10-05","value":3}},{{"on":"2026-11-05","value":{}}}]}}"#,
                n % 11
            )
            .unwrap();
        }
        out.push_str("]}");
    }
    out + "]}"
}

fn tables(objectives: usize) -> Tables {
    let ids: Vec<String> = (0..objectives).map(|n| format!("o{n}")).collect();
    let texts = || Column::texts(ids.iter().map(String::as_str)).unwrap();
    let key_results: Vec<String> = (0..objectives).map(|n| format!("k{n}")).collect();
    let own = || Column::texts(key_results.iter().map(String::as_str)).unwrap();
    let targets = || Column::numbers((0..objectives).map(|n| 1.0 + n as f64));
    let mut tables = Tables::default();
    tables.objectives = Table::new().with("id", texts()).unwrap().with("title", texts()).unwrap();
    tables.key_results = Table::new()
        .with("objective", texts())
        .and_then(|table| table.with("id", own()))
        .and_then(|table| table.with("title", own()))
        .and_then(|table| table.with("kind", Column::texts((0..objectives).map(|_| "move"))?))
        .and_then(|table| table.with("target", targets()))
        .unwrap();
    tables
}

fn is_cancelled<T>(result: Result<T, Error>) -> bool {
    let error = result.map(|_| ()).expect_err("cancelled before it began");
    assert_eq!((error.findings().len(), error.unlisted(), error.path()), (1, 0, ""), "{error}");
    error.code() == ErrorCode::Cancelled
}

#[test]
fn nothing_is_read_that_was_cancelled_before() {
    let limits = Limits::default().cancelled_by(&cancelled());
    for text in [ORGANISATION, r#"{"okr": 1}"#, r#"{"okr": 1, "nmae": "Acme"}"#, "{", ""] {
        assert!(is_cancelled(Workspace::from_json_with(text, &limits)), "{text:.20}");
        assert!(is_cancelled(Workspace::from_slice(text.as_bytes(), &limits)));
    }
    let document = Workspace::from_json(ORGANISATION).unwrap().to_document();
    assert!(is_cancelled(Workspace::from_document_with(&document, &limits)));
    assert!(is_cancelled(Workspace::from_tables(&tables(10), &limits)));
    let mut wrong = tables(10);
    wrong.objectives = Table::new().with("title", Column::nulls(10)).unwrap();
    assert!(is_cancelled(Workspace::from_tables(&wrong, &limits)));
}

/// A workspace, a scorecard of it from before a change, and the change.
fn changed() -> (Workspace, Scorecard, Change) {
    let mut workspace = Workspace::from_json(ORGANISATION).unwrap();
    let card = workspace.score(date());
    let change = workspace.apply(&Event::check_in("emea-revenue", CheckIn::new(date(), 3e6))).unwrap();
    (workspace, card, change)
}

#[test]
fn nothing_is_computed_that_was_cancelled_before() {
    let (workspace, mut card, change) = changed();
    let (cancel, google) = (cancelled(), Policy::preset("google").unwrap());
    let under = workspace.cancelled_by(&cancel);
    let fresh = workspace.score(date());
    let (document, report) = (workspace.to_json(), fresh.to_json(&workspace).unwrap());
    assert!(is_cancelled(under.score(date())));
    assert!(is_cancelled(under.score_with(&google, date())));
    assert!(is_cancelled(under.compare_policies(workspace.policy(), &google, date())));
    assert!(is_cancelled(under.report(&fresh)));
    assert!(is_cancelled(under.report_json(&fresh)));
    assert!(is_cancelled(under.to_json()));
    assert!(is_cancelled(under.refresh(&mut card, &change)));
    assert_is_empty(&card, &workspace);
    card = workspace.score_with(&google, date()).unwrap();
    assert!(is_cancelled(under.refresh(&mut card, &change)));
    assert_is_empty(&card, &workspace);
    card = workspace.score(date());
    assert!(is_cancelled(under.score_into(&Scoring::as_of(date()), &mut card)));
    assert_is_empty(&card, &workspace);
    // Nothing has changed, and everything can be done over.
    workspace.score_into(&Scoring::as_of(date()), &mut card);
    assert_eq!(card.to_json(&workspace).unwrap(), report);
    assert_eq!(workspace.to_json(), document);
}

/// A scorecard that nobody can take for a whole one.
fn assert_is_empty(card: &Scorecard, workspace: &Workspace) {
    assert_eq!((card.objectives().count(), card.key_results().count()), (0, 0));
    assert!(card.row("emea-revenue").is_none());
    assert_eq!(card.report(workspace).unwrap_err().code(), ErrorCode::ForeignScorecard);
}

#[test]
fn a_flag_that_nobody_sets_changes_nothing() {
    let (workspace, mut card, change) = changed();
    let (cancel, google) = (Cancel::new(), Policy::preset("google").unwrap());
    let under = workspace.cancelled_by(&cancel);
    under.refresh(&mut card, &change).unwrap();
    let fresh = workspace.score(date());
    let report = fresh.to_json(&workspace).unwrap();
    assert_eq!(card.to_json(&workspace).unwrap(), report);
    assert_eq!(under.report_json(&under.score(date()).unwrap()).unwrap(), report);
    assert_eq!(under.report(&fresh).unwrap(), fresh.report(&workspace).unwrap());
    assert_eq!(under.to_json().unwrap(), workspace.to_json());
    let other = under.score_with(&google, date()).unwrap().to_json(&workspace).unwrap();
    assert_eq!(other, workspace.score_with(&google, date()).unwrap().to_json(&workspace).unwrap());
    let compared = workspace.compare_policies(workspace.policy(), &google, date()).unwrap();
    assert_eq!(under.compare_policies(workspace.policy(), &google, date()).unwrap(), compared);
    let limits = Limits::default().cancelled_by(&cancel);
    let again = Workspace::from_json_with(ORGANISATION, &limits).unwrap();
    assert_eq!(again.to_json(), Workspace::from_json(ORGANISATION).unwrap().to_json());
}

#[test]
fn limits_that_can_be_cancelled_differ_by_their_flag_and_a_workspace_keeps_the_counts_alone() {
    let cancel = Cancel::new();
    let limits = Limits::default().cancelled_by(&cancel);
    assert_ne!(limits, Limits::default());
    assert_eq!(limits, Limits::default().cancelled_by(&cancel.clone()));
    assert_ne!(limits, Limits::default().cancelled_by(&Cancel::new()));
    let mut workspace = Workspace::from_json_with(ORGANISATION, &limits).unwrap();
    cancel.cancel();
    let _ = workspace.apply(&Event::check_in("emea-revenue", CheckIn::new(date(), 3e6))).unwrap();
    assert!(workspace.score(date()).objective("customers-stay").is_some());
}

/// Cancels some work from another thread while it runs. Without the looks at the flag it would run to its end, whenever
/// that is; so it is enough that one of many attempts ends early, and no clock is asked for more than a rough time.
fn ends_early(what: &str, mut work: impl FnMut(&Cancel) -> Result<(), Error>) {
    let start = Instant::now();
    work(&Cancel::new()).unwrap();
    let whole = start.elapsed();
    let mut seen: Vec<(Duration, bool)> = Vec::new();
    for part in [4, 8, 3, 16, 4, 8, 2, 16, 4, 8] {
        let cancel = Cancel::new();
        let start = Instant::now();
        let (result, took) = thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(whole / part);
                cancel.cancel();
            });
            // Behind the start of the thread, so that the flag is not set yet where that sleeps at all.
            let result = work(&cancel);
            (result, start.elapsed())
        });
        seen.push((took, result.is_err()));
        if let Err(error) = result {
            assert_eq!(error.code(), ErrorCode::Cancelled, "{what}");
            if took < whole * 3 / 4 {
                return;
            }
        }
    }
    panic!("{what} takes {whole:?}, and cancelled {seen:?}");
}

#[test]
fn reading_ends_in_the_middle_and_leaves_no_memory() {
    let text = document(20_000);
    ends_early("reading text", |cancel| {
        let limits = Limits::default().cancelled_by(cancel);
        let (read, live) = live_of(|| Workspace::from_json_with(&text, &limits).map(drop));
        assert!(live < 10_000, "{live}");
        read
    });
    // What is unknown, and what is the host's, is read through in steps as well.
    for field in ["unknown", "extra"] {
        let long =
            format!(r#"{{"okr":1,"objectives":[{{"id":"o","title":"O","{field}":[0{}]}}]}}"#, ",[1]".repeat(400_000));
        ends_early(field, |cancel| {
            let limits = Limits::default().cancelled_by(cancel);
            match Workspace::from_json_with(&long, &limits) {
                Err(error) if error.code() == ErrorCode::Cancelled => Err(error),
                _ => Ok(()),
            }
        });
    }
}

#[test]
fn taking_plain_values_and_tables_ends_in_the_middle() {
    let document = Workspace::from_json(&document(10_000)).unwrap().to_document();
    ends_early("plain values", |cancel| {
        Workspace::from_document_with(&document, &Limits::default().cancelled_by(cancel)).map(drop)
    });
    let mut tables = tables(60_000);
    ends_early("tables", |cancel| Workspace::from_tables(&tables, &Limits::default().cancelled_by(cancel)).map(drop));
    // With something wrong all rows are read one by one.
    let weights = Column::numbers((0..60_000).map(|n| if n == 59_999 { -1.0 } else { 1.0 }));
    tables.key_results = std::mem::take(&mut tables.key_results).with("weight", weights).unwrap();
    ends_early("tables row by row", |cancel| {
        match Workspace::from_tables(&tables, &Limits::default().cancelled_by(cancel)) {
            Err(error) if error.code() == ErrorCode::Cancelled => Err(error),
            _ => Ok(()),
        }
    });
}

#[test]
fn computing_and_printing_end_in_the_middle() {
    let workspace = Workspace::from_json(&document(20_000)).unwrap();
    let weakest = Policy::from_json(r#"{"rollup": {"mean": "minimum"}}"#).unwrap();
    let fresh = workspace.score(date());
    let mut card = Scorecard::default();
    ends_early("scoring", |cancel| {
        let scored = workspace.cancelled_by(cancel).score_into(&Scoring::as_of(date()), &mut card);
        match scored {
            Ok(()) => assert_eq!(card.objectives().count(), 20_000),
            Err(_) => assert_is_empty(&card, &workspace),
        }
        scored
    });
    workspace.score_into(&Scoring::as_of(date()), &mut card);
    let numbers = |card: &Scorecard| card.objectives().map(|row| row.progress().unwrap().to_bits()).collect::<Vec<_>>();
    assert_eq!(numbers(&card), numbers(&fresh));
    ends_early("scoring by another policy", |cancel| {
        workspace.cancelled_by(cancel).score_with(&weakest, date()).map(drop)
    });
    ends_early("comparing", |cancel| {
        workspace.cancelled_by(cancel).compare_policies(workspace.policy(), &weakest, date()).map(drop)
    });
    ends_early("reporting", |cancel| workspace.cancelled_by(cancel).report_json(&fresh).map(drop));
    ends_early("printing", |cancel| workspace.cancelled_by(cancel).to_json().map(drop));
}
