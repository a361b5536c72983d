//! Whether check-ins are late: the rule of staleness.

use super::Case;
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Document, Stop, unsupported};
use crate::vectors_support::facts::Facts;
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use okr_core::Date;
use serde_json::{Value, json};

/// Whether the engine calls a key result stale that was last checked in on a day: by the days that it may rest, where the
/// example states them, else by the preset and the rhythm.
fn stale(case: &Case<'_>, last: Date, rhythm: Option<i32>, rest: Option<i32>, today: Date) -> Result<bool, Stop> {
    let clock = Clock { start: after(last, -400), end: after(today, 400), today: last, ..Clock::any() };
    let mut row = measure::at_percent("kr", Some(50.0), clock);
    if let Some(rhythm) = rhythm {
        row["check_in_every"] = json!(format!("{rhythm}d"));
    }
    let mut policy = case.policy();
    if let Some(rest) = rest {
        set(&mut policy, &["status", "stale_after"], json!(format!("{rest}d")));
    }
    // Any status that staleness changes will do.
    set(&mut policy, &["status", "source"], json!("progress"));
    set(&mut policy, &["status", "bands"], json!([{"status": "on_track"}]));
    set(&mut policy, &["status", "stale"], json!("at_risk"));
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    let card = document.score(today)?;
    Ok(card.key_result("kr")?["status_reason"] == "stale")
}

/// Days that a rhythm allows between two check-ins.
fn cadence(case: &Case<'_>) -> Option<i32> {
    let word = case.input.words(&["cadence", "frequency", "rhythm", "update_frequency"]).pop()?;
    let own = case.profile.how("cadence").and_then(|table| table.get(&word)).and_then(Value::as_i64);
    let known = match () {
        () if word.starts_with("biweek") || word.starts_with("fortnight") || word.contains("two_week") => 14,
        () if word.starts_with("week") => 7,
        () if word.starts_with("month") => 31,
        () if word.starts_with("quarter") => 92,
        () if word.starts_with("dai") => 1,
        () => return own.map(|days| days as i32),
    };
    Some(own.map_or(known, |days| days as i32))
}

const DAYS_SINCE: Keys = &[
    "days_since_last",
    "days_since_last_checkin",
    "days_since_last_update",
    "days_since_update",
    "days_since_creation",
    "days",
];
const ALLOWED: Keys = &["cadence_days", "interval_days", "every_days", "stale_after_days", "threshold_days"];
const LAST: Keys = &["last_checkin", "last_update", "last_updated", "last", "updated"];

/// Whether a check-in is overdue: by the days that the example states, else as the preset says of its rhythm, and where
/// that says nothing once the next one was due.
pub(crate) fn overdue(case: &Case<'_>) -> Result<Facts, Stop> {
    let own = case.profile.policy.status.stale_after.is_some();
    let rhythm = cadence(case).filter(|days| *days > 0);
    let rest = case.input.whole(ALLOWED).filter(|days| *days > 0).or(rhythm.filter(|_| !own));
    let last = case.input.date(LAST).unwrap_or(Clock::any().start);
    let today = case.input.whole(DAYS_SINCE).map(|days| after(last, days)).or_else(|| case.input.date(TODAY));
    let Some(today) = today.filter(|_| own || rest.is_some()) else { return unsupported("no rhythm or no days") };
    let stale = stale(case, last, rhythm, rest, today)?;
    let names = ["=overdue", "=stale", "=is_stale", "=outdated"].iter();
    Ok(names.fold(Facts::default(), |facts, name| facts.with(name, stale)).with("=up_to_date", !stale))
}

/// What became of the check-in that is due on a day: its key result has periods that end on that day.
pub(crate) fn timeliness(case: &Case<'_>) -> Result<Facts, Stop> {
    const QUARTER: i32 = 92;
    let Some(due) = case.input.date(&["due", "due_date"]) else { return unsupported("no due date") };
    let rhythm = cadence(case).unwrap_or(QUARTER).max(1);
    let done = case.input.date(&["done", "done_on", "checked_in"]);
    let answered = case.input.date(&["last_checked_in_due", "last_done_due"]);
    let Some(today) = case.input.date(TODAY).max(done) else { return unsupported("neither done nor a date") };
    let first = after(answered.unwrap_or(due), 1 - rhythm);
    let clock = Clock { start: first, end: after(due.max(today), 2 * rhythm), today, ..Clock::any() };
    let mut policy = case.policy();
    if let Some(grace) = case.input.whole(&["grace_days", "grace"]).filter(|days| *days > 0) {
        set(&mut policy, &["check_ins", "grace"], json!(format!("{grace}d")));
    }
    let check_ins: Vec<Value> =
        answered.into_iter().chain(done).map(|on| json!({"on": on.to_string(), "value": 50})).collect();
    let mut row = measure::at_percent("kr", None, clock);
    row["check_ins"] = json!(check_ins);
    row["check_in_every"] = json!(format!("{rhythm}d"));
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    let state = document.due("kr", today, due)?;
    Ok(["=result", "=timeliness", "=status"].iter().fold(Facts::default(), |facts, name| facts.with(name, state)))
}
