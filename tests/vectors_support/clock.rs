//! When an example plays: its window and its date, from dates, day numbers or nothing at all.

use super::input::Input;
use super::words::*;
use okr_core::Date;

/// The window of a cycle and the date of evaluation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Clock {
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) today: Date,
    /// Whether the example itself says how much time has passed.
    pub(crate) stated: bool,
    /// How days are counted, where the example counts them itself.
    pub(crate) day_count: Option<&'static str>,
    /// A window of no time at all.
    pub(crate) empty: bool,
}

const YEAR: i32 = 2026;

fn day(month: u32, day: u32) -> Date {
    Date::new(YEAR, month, day).unwrap_or(Date::MIN)
}

/// A date some days later.
pub(crate) fn after(date: Date, days: i32) -> Date {
    Date::from_days(date.days() + days).unwrap_or(date)
}

impl Clock {
    /// A year, some way in: for examples that say nothing about time.
    pub(crate) fn any() -> Clock {
        Clock { start: day(1, 1), end: day(12, 31), today: day(6, 15), stated: false, day_count: None, empty: false }
    }

    /// The day after the end, when scores are final.
    pub(crate) fn over(self) -> Clock {
        Clock { today: after(self.end, 1), ..self }
    }

    /// Weeks of check-ins: `planned` of them in the window, `done` so far.
    pub(crate) fn weeks(planned: usize, done: usize) -> Clock {
        let start = day(1, 5);
        let (planned, done) = (planned.clamp(1, 2000) as i32, done.clamp(1, 2000) as i32);
        Clock { start, end: after(start, 7 * planned - 1), today: after(start, 7 * (done - 1)), ..Clock::any() }
    }

    /// What an example says about time.
    pub(crate) fn of(input: Input<'_>) -> Clock {
        let any = Clock::any();
        let today = input.date(TODAY);
        let end = input.date(END_AFTER).or_else(|| input.date(END_DATE));
        match (input.date(START_DATE), end, today) {
            (Some(start), Some(end), Some(today)) => {
                let instant = start >= end;
                return Clock { start, end: end.max(start), today, stated: true, empty: instant, ..any };
            }
            (Some(start), Some(end), None) => {
                let clock = Clock { start, end: end.max(start), today: end.max(start), ..any };
                return Clock {
                    stated: input.has(POSITION),
                    today: position(input, clock).unwrap_or(clock.today),
                    ..clock
                };
            }
            _ => {}
        }
        let total = input.whole(TOTAL_DAYS);
        if let (Some(day), Some(total)) = (input.whole(DAY), total) {
            let clock = Clock { end: after(any.start, total - 1), today: after(any.start, day - 1), ..any };
            return Clock { stated: true, day_count: Some("inclusive"), ..clock };
        }
        if let (Some(days), Some(total)) = (input.whole(ELAPSED_DAYS), total) {
            let clock = Clock { end: after(any.start, total), today: after(any.start, days), ..any };
            return Clock { stated: true, day_count: Some("exclusive"), ..clock };
        }
        if let Some(today) = position(input, any) {
            return Clock { today, stated: true, ..any };
        }
        match today {
            Some(today) if today < any.start || today > any.end => {
                Clock { start: after(today, -180), end: after(today, 180), today, ..any }
            }
            Some(today) => Clock { today, ..any },
            None => any,
        }
    }

    /// The window of a document; none where it has no time in it.
    pub(crate) fn window(self) -> Option<(Date, Date)> {
        (!self.empty).then_some((self.start, self.end))
    }
}

fn position(input: Input<'_>, clock: Clock) -> Option<Date> {
    match plain(input.text(POSITION)?).as_str() {
        "first_day" | "start" => Some(clock.start),
        "last_day" | "end" => Some(clock.end),
        "before_start" | "before" => Some(after(clock.start, -1)),
        "after_end" | "after" => Some(after(clock.end, 1)),
        _ => None,
    }
}
