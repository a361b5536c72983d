//! Where one period ends and the next begins: fiscal quarters, what is carried over, what is proposed at the end.

use super::Case;
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Document, Stop, unsupported};
use crate::vectors_support::facts::Facts;
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use okr_core::calendar::{FiscalCalendar, FiscalQuarter};
use okr_core::model::{MeasureKind, Target};
use okr_core::{CarryOver, Date, Error};
use serde_json::{Map, json};

fn broken(error: Error) -> Stop {
    Stop::Broken(error.to_string())
}

fn calendar(case: &Case<'_>) -> Result<FiscalCalendar, Stop> {
    let month = case.input.whole(&["fiscal_start_month", "fiscal_year_start_month", "start_month"]).unwrap_or(1);
    FiscalCalendar::new(month.try_into().unwrap_or(0)).map_err(broken)
}

/// The day of an example, or the first of the month that it names: `2030-04`.
fn day(case: &Case<'_>) -> Option<Date> {
    let month = || case.input.text(&["current_month", "month"]).and_then(|text| format!("{text}-01").parse().ok());
    case.input.date(&["date", "today", "now", "as_of", "on"]).or_else(month)
}

/// A label by a template of the product: `xx` and `yy` are the two years with two digits, `xxxx` and `yyyy` with four,
/// `zz` the number of the quarter.
fn label(case: &Case<'_>, quarter: FiscalQuarter) -> Result<Option<String>, Stop> {
    const PARTS: [(&str, &str); 5] =
        [("xxxx", "{year}"), ("yyyy", "{next_year}"), ("xx", "{yy}"), ("yy", "{next_yy}"), ("zz", "{quarter}")];
    let Some(template) = case.input.text(&["label_format", "format", "template"]) else { return Ok(None) };
    // The marks keep what has been replaced from being read again.
    let marked = PARTS
        .iter()
        .enumerate()
        .fold(template.to_owned(), |text, (at, (part, _))| text.replace(part, &format!("\u{1}{at}\u{2}")));
    let template =
        PARTS.iter().enumerate().fold(marked, |text, (at, (_, part))| text.replace(&format!("\u{1}{at}\u{2}"), part));
    quarter.label(&template).map(Some).map_err(broken)
}

fn told(case: &Case<'_>, quarter: FiscalQuarter) -> Result<Facts, Stop> {
    let facts = Facts::default()
        .with("=start", quarter.start().to_string())
        .with("=end", quarter.end().to_string())
        .with("=quarter", quarter.number())
        .with("=year", quarter.year());
    Ok(match label(case, quarter)? {
        Some(label) => facts.with("=label", label),
        None => facts,
    })
}

/// The quarter of a day: its label, its first and its last day.
pub(crate) fn quarter(case: &Case<'_>) -> Result<Facts, Stop> {
    let Some(day) = day(case) else { return unsupported("no day") };
    told(case, calendar(case)?.quarter_of(day))
}

/// The quarter after that of a day.
pub(crate) fn next_quarter(case: &Case<'_>) -> Result<Facts, Stop> {
    let next = day(case).map(|day| calendar(case).map(|calendar| calendar.quarter_of(day).next())).transpose()?;
    match next.flatten() {
        Some(next) => told(case, next),
        None => unsupported("no day"),
    }
}

/// The number of the quarter of each month.
pub(crate) fn quarter_of_month(case: &Case<'_>) -> Result<Facts, Stop> {
    let calendar = calendar(case)?;
    let mut months = Map::new();
    for month in 1..=12 {
        let day = Date::new(2026, month, 1).map_err(broken)?;
        months.insert(month.to_string(), json!(calendar.quarter_of(day).number()));
    }
    let one = case.input.whole(&["month"]).and_then(|month| months.get(&month.to_string()).cloned());
    Ok(Facts::default().with("=month_to_quarter", months).with("=quarter", one))
}

/// A document at the end of one cycle, with the next one beside it.
fn at_the_end(case: &Case<'_>) -> Result<(Document, Date), Stop> {
    let clock = Clock::any();
    let clock = Clock { today: clock.end, ..clock };
    let row = measure::key_result("kr", case.input, &case.profile, clock)?;
    let mut policy = case.policy();
    let keeps = ["keep_progress", "keep", "keeps_progress"].iter().find_map(|key| case.input.flag(&[key]));
    if keeps == Some(true) {
        set(&mut policy, &["carry_over", "baseline"], json!("keep"));
    }
    let mut document = Document::new(policy, clock.window());
    document
        .cycles
        .push(json!({"id": "next", "start": after(clock.end, 1).to_string(), "end": after(clock.end, 90).to_string()}));
    document.objective("objective", vec![row], json!({}));
    Ok((document, clock.end))
}

/// Where a key result starts in the next cycle.
pub(crate) fn rollover(case: &Case<'_>) -> Result<Facts, Stop> {
    let (document, end) = at_the_end(case)?;
    let mut workspace = document.workspace(end)?;
    let carry = [CarryOver::new("objective", "objective-next", "next").key_result("kr", "kr-next")];
    let card = workspace.score(end);
    let next = workspace.continuations(&card, &carry).map_err(broken)?;
    let _ = workspace.carry_over(&card, &carry).map_err(broken)?;
    let progress = workspace.score(after(end, 1)).key_result("kr-next").and_then(|row| row.progress());
    let Some(row) = next.first().and_then(|next| next.key_results.first()) else {
        return unsupported("no key result comes along");
    };
    // A start of 0 need not be stated.
    let start = row.measure.baseline.or((row.measure.kind == MeasureKind::Move).then_some(0.0));
    let target = match row.measure.target {
        Some(Target::Value(target)) => Some(target),
        _ => None,
    };
    let mut facts = Facts::default().with("progress", progress);
    for name in
        ["=start", "=new_start", "=start_value", "=baseline", "=new_baseline", "=new_start_value", "=initial_value"]
    {
        facts = facts.with(name, start);
    }
    for name in ["=target", "=new_target", "=target_value"] {
        facts = facts.with(name, target);
    }
    Ok(facts)
}

/// What is proposed for a key result at the end.
pub(crate) fn proposal(case: &Case<'_>) -> Result<Facts, Stop> {
    let (document, end) = at_the_end(case)?;
    let workspace = document.workspace(end)?;
    let state = workspace.proposed_state(&workspace.score(end), "kr").map_err(broken)?.as_str();
    let status = if state == "closed" { "achieved" } else { state };
    let facts = Facts::default().with("engine_status", status).with("status", state);
    Ok(["=default_status", "=default_state", "=default", "=default_action"]
        .iter()
        .fold(facts, |facts, name| facts.with(name, state)))
}
