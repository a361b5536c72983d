//! When check-ins fall due, and whether they came (V3).

use crate::date::{Date, Interval};
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::score::pace::{Window, begun};
use crate::scorecard::{Scorecard, state_exclusion};
use crate::words::words;
use crate::workspace::{Node, Workspace};
use serde::Serialize;

words! {
    /// Whether a check-in that was due came.
    pub enum Timeliness {
        /// In its period, or within the grace after it.
        OnTime "on_time",
        /// After that, and before it was given up.
        Late "late",
        /// Not before the next one was due, nor before the key result was closed.
        Missed "missed",
        /// It is the next to come.
        Pending "pending",
        /// Its turn comes after another one's.
        Future "future",
    }
}

/// A check-in that is due by a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DueCheckIn {
    /// First day of its period.
    pub from: Date,
    /// The day it is due, the last of its period.
    pub on: Date,
    /// Whether it came.
    pub state: Timeliness,
    /// The day of the check-in that answers it; null where there is none.
    pub check_in: Option<Date>,
}

impl Workspace {
    /// The check-ins of a key result that fall due in its window, in order, and whether they came as of the date of a
    /// scorecard; the grace is that of the scorecard's policy. Empty without a start. Where no end is known, the list ends
    /// one interval after the date. Of a closed key result, and of one of a closed objective, none is pending or future;
    /// one that is draft, postponed, cancelled or archived has none.
    ///
    /// ```
    /// use okr_core::{Date, Timeliness, Workspace};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "o", "title": "Grow",
    ///     "start": "2026-10-01", "due": "2026-10-28", "key_results": [
    ///     {"id": "k", "title": "K", "check_in_every": "1w", "measure": {"kind": "move", "target": 10},
    ///      "check_ins": [{"on": "2026-10-05", "value": 1}, {"on": "2026-10-16", "value": 2}]}]}]}"#)?;
    /// let card = workspace.score(Date::new(2026, 10, 17)?);
    /// let due = workspace.due_check_ins(&card, "k")?;
    /// assert_eq!(due.iter().map(|due| due.state).collect::<Vec<_>>(), [
    ///     Timeliness::OnTime,  // 10-01 to 10-07
    ///     Timeliness::Late,    // 10-08 to 10-14, answered on 10-16
    ///     Timeliness::OnTime,  // 10-15 to 10-21, by the same one
    ///     Timeliness::Future,
    /// ]);
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id` where it is no key result; `stale_scorecard` where the workspace has changed since, and
    /// `foreign_scorecard` where it is another one.
    pub fn due_check_ins(&self, card: &Scorecard, id: &str) -> Result<Vec<DueCheckIn>> {
        card.check_current(self)?;
        let row = match self.frame().node(id) {
            Some(Node::KeyResult(row)) => row,
            Some(Node::Objective(_)) => return Err(not_a_key_result(id)),
            None => return Err(self.frame().unknown_id(id)),
        };
        let pass = card.pass(self);
        let objective = self.frame().key_results.objective[row as usize];
        let moment = pass.key_result_moment(row, &pass.objective_moment(objective));
        let terms = pass.terms(row, moment.cutoff);
        if state_exclusion(moment.state).is_some() {
            return Ok(Vec::new());
        }
        let mut due = periods(terms.window, pass.interval(row), moment.cutoff);
        let (seen, grace) = (pass.visible(row, &terms, moment.cutoff).on, pass.plan.policy.check_ins.grace);
        answer(&mut due, seen, grace, moment.cutoff);
        if moment.is_closed() {
            settle(&mut due, grace, moment.cutoff);
        }
        Ok(due)
    }
}

fn not_a_key_result(id: &str) -> Error {
    let message = format!("found the objective {}, expected the id of a key result", quoted(id));
    Error::new(ErrorCode::UnknownId, "", message, "use the id of one of its key results")
}

/// The periods of a window; the last one ends with it.
fn periods(window: Window, every: Interval, cutoff: Date) -> Vec<DueCheckIn> {
    let Some(start) = window.start else { return Vec::new() };
    let last = window.end.unwrap_or_else(|| cutoff.max(start).plus(every, 1));
    let period = |k: i32| {
        let (from, next) = (start.plus(every, k), start.plus(every, k + 1));
        let end = Date::from_days(next.days() - 1).unwrap_or(next);
        DueCheckIn { from, on: window.end.map_or(end, |last| end.min(last)), state: Timeliness::Future, check_in: None }
    };
    (0..begun(start, every, last) as i32).map(period).collect()
}

/// Gives every check-in to the periods that are open on its day up to its own, and says what became of the others.
fn answer(due: &mut [DueCheckIn], check_ins: &[Date], grace: Option<Interval>, cutoff: Date) {
    let graced = |due: &DueCheckIn| graced(due, grace);
    // One that is not answered is given up when the next one is due, and not before its own grace ends.
    let given_up: Vec<Date> = (0..due.len())
        .map(|at| due.get(at + 1).map_or(graced(&due[at]), |next| next.on.max(graced(&due[at]))))
        .collect();
    let mut open = 0;
    for day in check_ins {
        while due.get(open).is_some_and(|due| due.from <= *day) {
            if *day <= given_up[open] {
                due[open].state = if *day <= graced(&due[open]) { Timeliness::OnTime } else { Timeliness::Late };
                due[open].check_in = Some(*day);
            } else {
                due[open].state = Timeliness::Missed;
            }
            open += 1;
        }
    }
    while open < due.len() && given_up[open] < cutoff {
        due[open].state = Timeliness::Missed;
        open += 1;
    }
    if let Some(next) = due.get_mut(open).filter(|due| due.from <= cutoff) {
        next.state = Timeliness::Pending;
    }
}

/// The last day on which a check-in still comes on time.
fn graced(due: &DueCheckIn, grace: Option<Interval>) -> Date {
    grace.map_or(due.on, |grace| due.on.plus(grace, 1))
}

/// What a closing makes of periods without an answer, for which nobody waits any more: missed where their day has
/// passed, and otherwise not there.
fn settle(due: &mut Vec<DueCheckIn>, grace: Option<Interval>, closing: Date) {
    due.retain(|due| due.check_in.is_some() || graced(due, grace) < closing);
    for due in due.iter_mut().filter(|due| due.check_in.is_none()) {
        due.state = Timeliness::Missed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Timeliness::{Future, Late, Missed, OnTime, Pending};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn states(end: Option<&str>, every: &str, check_ins: &[&str], grace: Option<&str>, as_of: &str) -> Vec<Timeliness> {
        let window = Window { start: Some(day("2026-10-01")), end: end.map(day) };
        let mut due = periods(window, every.parse().unwrap(), day(as_of));
        let days: Vec<Date> = check_ins.iter().map(|on| day(on)).collect();
        answer(&mut due, &days, grace.map(|grace| grace.parse().unwrap()), day(as_of));
        due.iter().map(|due| due.state).collect()
    }

    #[test]
    fn v3_the_last_period_ends_with_the_window() {
        let window = Window { start: Some(day("2026-10-01")), end: Some(day("2026-10-16")) };
        let due: Vec<_> =
            periods(window, Interval::WEEK, day("2026-10-01")).iter().map(|due| due.on.to_string()).collect();
        assert_eq!(due, ["2026-10-07", "2026-10-14", "2026-10-16"]);
    }

    #[test]
    fn v3_unanswered_ones_wait_until_the_next_is_due() {
        let at = |as_of: &str| states(Some("2026-10-21"), "1w", &[], None, as_of);
        assert_eq!(at("2026-09-30"), [Future, Future, Future]);
        assert_eq!(at("2026-10-07"), [Pending, Future, Future]);
        assert_eq!(at("2026-10-14"), [Pending, Future, Future]);
        assert_eq!(at("2026-10-15"), [Missed, Pending, Future]);
        assert_eq!(at("2026-10-22"), [Missed, Missed, Missed]);
    }

    #[test]
    fn v3_grace_makes_late_ones_timely_and_holds_beyond_the_next_due_day() {
        let at = |on: &str, grace| states(Some("2026-11-30"), "1mo", &[on], grace, on);
        assert_eq!(at("2026-11-15", Some("15d"))[0], OnTime);
        assert_eq!(at("2026-11-16", Some("15d"))[0], Late);
        assert_eq!(at("2026-11-15", None)[0], Late);
        assert_eq!(states(Some("2026-10-14"), "1w", &["2026-10-16"], Some("10d"), "2026-10-16"), [OnTime, OnTime]);
    }

    #[test]
    fn v3_an_open_window_lists_up_to_the_next_one() {
        assert_eq!(states(None, "1w", &["2026-10-02"], None, "2026-10-09"), [OnTime, Pending, Future]);
    }
}
