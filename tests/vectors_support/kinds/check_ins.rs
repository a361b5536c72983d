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

/// Whether the engine calls a key result stale that was last checked in on a day and may rest for so many days.
fn stale(case: &Case<'_>, last: Date, rest: i32, today: Date) -> Result<bool, Stop> {
    let clock = Clock { start: after(last, -400), end: after(today, 400), today: last, ..Clock::any() };
    let row = measure::at_percent("kr", Some(50.0), clock);
    let mut policy = case.policy();
    set(&mut policy, &["status", "stale_after"], json!(format!("{rest}d")));
    set(&mut policy, &["status", "bands"], json!([{"status": "on_track"}]));
    set(&mut policy, &["status", "stale"], json!("at_risk"));
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    let card = document.score(today)?;
    Ok(card.key_result("kr")?["status_reason"] == "stale")
}

/// Days that a rhythm allows between two check-ins.
fn cadence(case: &Case<'_>) -> Option<i32> {
    let word = case.input.words(&["cadence", "frequency", "rhythm"]).pop()?;
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

pub(crate) fn overdue(case: &Case<'_>) -> Result<Facts, Stop> {
    let rest = cadence(case).or_else(|| case.input.whole(&["cadence_days", "interval_days", "every_days"]));
    let days = case.input.whole(&["days_since_last", "days_since_last_checkin", "days_since_creation", "days"]);
    let (Some(rest), Some(days)) = (rest.filter(|rest| *rest > 0), days) else {
        return unsupported("no rhythm or no days");
    };
    let last = Clock::any().start;
    Ok(Facts::default().with("=overdue", stale(case, last, rest, after(last, days))?))
}

/// On time up to the due day and its grace; late after it; missed once the next one is due.
pub(crate) fn timeliness(case: &Case<'_>) -> Result<Facts, Stop> {
    let Some(due) = case.input.date(&["due", "due_date"]) else { return unsupported("no due date") };
    if case.input.has(&["last_checked_in_due"]) {
        return unsupported("the sequence of single check-ins");
    }
    let grace = case.input.whole(&["grace_days", "grace"]).unwrap_or(0);
    let past = |days: i32, today: Date| stale(case, after(due, -1), days + 1, today);
    let word = match (case.input.date(&["done", "done_on", "checked_in"]), case.input.date(TODAY)) {
        (Some(done), _) if past(grace, done)? => "late",
        (Some(_), _) => "on_time",
        (None, Some(today)) => {
            let next = cadence(case).unwrap_or(7).max(1);
            if past(next, today)? { "missed" } else { "pending" }
        }
        (None, None) => return unsupported("neither done nor a date"),
    };
    Ok(Facts::default().with("=result", word).with("=timeliness", word))
}
