//! What the plan asks for by a date (E1, E2).

use super::progress::along;
use crate::date::{Date, Interval, Step};
use crate::model::{Between, PlanPoint};
use crate::policy::{BinaryExpected, Curve, DayCount, Expected, HoldExpected};

/// First and last day of a row; either may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
}

impl Window {
    /// Whether the date lies inside; an unknown end is open.
    pub(crate) fn contains(self, date: Date) -> bool {
        self.start.is_none_or(|start| start <= date) && !self.is_over(date)
    }

    /// Whether the last day has passed.
    #[inline]
    pub(crate) fn is_over(self, date: Date) -> bool {
        self.end.is_some_and(|end| date > end)
    }

    /// The elapsed share, 0 to 1 (E1); `None` where start or end is unknown.
    pub(crate) fn elapsed(self, date: Date, count: DayCount) -> Option<f64> {
        let (start, end) = (self.start?, self.end?);
        if date < start {
            return Some(0.0);
        }
        if date >= end {
            return Some(1.0);
        }
        let extra = i32::from(count == DayCount::Inclusive);
        let passed = date.days() - start.days() + extra;
        let all = end.days() - start.days() + extra;
        Some(f64::from(passed) / f64::from(all))
    }
}

/// The expected fraction by the policy's curve; `None` without a window.
pub(crate) fn curve(rules: &Expected, window: Window, date: Date) -> Option<f64> {
    let x = window.elapsed(date, rules.day_count)?;
    Some(match rules.curve {
        Curve::Linear => x,
        Curve::FrontLoaded => 1.0 - (1.0 - x) * (1.0 - x),
        Curve::BackLoaded => x * x,
        Curve::SCurve => x * x * (3.0 - 2.0 * x),
        Curve::Steps => steps(rules.step, window, date)?,
    })
}

/// What a binary expects, with a due date of its own or without one; `None` without a window too (E3).
pub(crate) fn binary(rules: &Expected, window: Window, due: Option<Date>, date: Date) -> Option<f64> {
    let (start, end) = (window.start?, window.end?);
    match rules.binary {
        BinaryExpected::Due => Some(f64::from(u8::from(date >= due.unwrap_or(end)))),
        BinaryExpected::Curve => curve(rules, window, date),
        BinaryExpected::Whole => Some(f64::from(u8::from(date >= start))),
        BinaryExpected::None => None,
    }
}

/// What a hold measure expects once a check-in of it has a value, or before; `None` without a window too (E3).
pub(crate) fn held(rules: &Expected, window: Window, has_value: bool) -> Option<f64> {
    window.start.and(window.end)?;
    match rules.holds {
        HoldExpected::Met => Some(f64::from(u8::from(has_value))),
        HoldExpected::None => None,
    }
}

/// Completed steps over all that begin in the window, 1 at its end.
fn steps(step: Interval, window: Window, date: Date) -> Option<f64> {
    let (start, end) = (window.start?, window.end?);
    if date >= end {
        return Some(1.0);
    }
    let completed = begun(start, step, date.min(end)).saturating_sub(1);
    Some(f64::from(completed) / f64::from(begun(start, step, end)))
}

/// How many periods of that length begin from `start` up to and including `until`.
pub(crate) fn begun(start: Date, step: Interval, until: Date) -> u32 {
    if until < start {
        return 0;
    }
    let guess = match step.step() {
        Step::Days(n) => (until.days() - start.days()) / i32::from(n.get()),
        Step::Months(n) => {
            let (from, to) = (start.civil(), until.civil());
            let months = (to.0 - from.0) * 12 + to.1 as i32 - from.1 as i32;
            let full = months / i32::from(n.get());
            full - i32::from(start.plus(step, full) > until)
        }
    };
    guess as u32 + 1
}

/// The planned value on a date, from points sorted by date, and the implied first and last one where none is stated for
/// their dates.
pub(crate) fn planned(
    plan: &[PlanPoint],
    between: Between,
    implied: [Option<PlanPoint>; 2],
    date: Date,
) -> Option<f64> {
    let unstated = |point: &PlanPoint| plan.binary_search_by_key(&point.on, |point| point.on).is_err();
    let implied = || implied.into_iter().flatten().filter(unstated);
    let next = plan.partition_point(|point| point.on <= date);
    let by_date = |point: &PlanPoint| point.on;
    let before = implied().filter(|point| point.on <= date).chain(plan[..next].last().copied()).max_by_key(by_date);
    let after = implied().filter(|point| point.on > date).chain(plan.get(next).copied()).min_by_key(by_date);
    match (before, after) {
        (Some(left), Some(right)) if between == Between::Linear => {
            let share = f64::from(date.days() - left.on.days()) / f64::from(right.on.days() - left.on.days());
            Some(along(left.value, right.value, share))
        }
        (Some(point), _) | (None, Some(point)) => Some(point.value),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn window(start: &str, end: &str) -> Window {
        Window { start: Some(date(start)), end: Some(date(end)) }
    }

    #[test]
    fn e1_elapsed_share_by_both_counts() {
        let april = window("2023-04-01", "2023-04-30");
        assert_eq!(april.elapsed(date("2023-04-15"), DayCount::Inclusive), Some(0.5));
        assert_eq!(april.elapsed(date("2023-04-15"), DayCount::Exclusive), Some(14.0 / 29.0));
        assert_eq!(april.elapsed(date("2023-03-31"), DayCount::Inclusive), Some(0.0));
        let day = window("2023-04-01", "2023-04-01");
        assert_eq!(day.elapsed(date("2023-04-01"), DayCount::Exclusive), Some(1.0));
        assert_eq!(Window::default().elapsed(date("2023-04-01"), DayCount::Exclusive), None);
    }

    #[test]
    fn e2_steps_are_complete_at_the_end() {
        let rules = Expected { curve: Curve::Steps, ..Expected::default() };
        let year = window("2023-01-01", "2023-12-31");
        assert_eq!(curve(&rules, year, date("2023-01-31")), Some(0.0));
        assert_eq!(curve(&rules, year, date("2023-02-01")), Some(1.0 / 12.0));
        assert_eq!(curve(&rules, year, date("2023-12-31")), Some(1.0));
    }

    #[test]
    fn e2_a_plan_runs_through_its_points() {
        let plan = [PlanPoint::new(date("2024-01-31"), 10.0), PlanPoint::new(date("2024-02-29"), 30.0)];
        let ends = (Some(PlanPoint::new(date("2024-01-01"), 0.0)), Some(PlanPoint::new(date("2024-03-31"), 100.0)));
        let at = |on: &str, between| planned(&plan, between, [ends.0, ends.1], date(on));
        assert_eq!(at("2024-02-29", Between::Linear), Some(30.0));
        assert_eq!(at("2024-01-16", Between::Linear), Some(5.0));
        assert_eq!(at("2024-02-10", Between::Stepped), Some(10.0));
        assert_eq!(at("2024-04-10", Between::Linear), Some(100.0));
    }

    #[test]
    fn t3_periods_begin_from_the_start() {
        assert_eq!(begun(date("2024-01-31"), Interval::MONTH, date("2024-02-28")), 1);
        assert_eq!(begun(date("2024-01-31"), Interval::MONTH, date("2024-02-29")), 2);
        assert_eq!(begun(date("2024-01-01"), Interval::WEEK, date("2024-01-15")), 3);
    }
}
