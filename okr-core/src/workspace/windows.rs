//! Windows put together from key result, objective and cycle (T5), as stated and after each amendment.

use super::definition::{Amendments, Place};
use super::draft::Draft;
use super::frame::{CycleRow, Node};
use super::policies::at_row;
use super::values::check_order;
use crate::date::Date;
use crate::document::reader::Reader;
use crate::error::ErrorCode;
use crate::score::pace::Window;

/// A date that was stated and could not be read: before all dates, and compared with none.
pub(crate) const UNREAD: Date = Date::BEFORE_ALL;

/// A stated date, [`UNREAD`] where it could not be read.
pub(crate) fn stated_date(date: Option<Date>, field: &'static str, r: &Reader) -> Option<Date> {
    if r.is_unread(field) { Some(UNREAD) } else { date }
}

/// First and last day, where both are known.
fn days(window: Window) -> Option<(Date, Date)> {
    window.start.zip(window.end).filter(|(start, end)| *start != UNREAD && *end != UNREAD)
}

/// First and last day of a cycle, where both are known.
pub(crate) fn cycle_days(cycle: &CycleRow) -> Option<(Date, Date)> {
    days(Window { start: Some(cycle.start), end: Some(cycle.end) })
}

/// The window of something within something else.
fn within(own: Window, outer: Window) -> Window {
    Window { start: own.start.or(outer.start), end: own.end.or(outer.end) }
}

fn is_reversed(window: Window) -> bool {
    days(window).is_some_and(|(start, end)| end < start)
}

/// Reports a window that ends before it starts where it is stated: at its end, unless only its start is.
fn check_window(window: Window, stated: Window, r: &mut Reader) {
    let Some((start, end)) = days(window) else { return };
    if stated.end.is_some() {
        check_order(start, end, "due", r);
    } else if stated.start.is_some() && end < start {
        let message = format!("found {start}, expected {end} or earlier");
        r.find_at("start", ErrorCode::WindowReversed, message, "let it start before it ends");
    }
}

/// Reports every window of a draft that ends before it starts.
pub(crate) fn check_windows(draft: &Draft, r: &mut Reader) {
    let frame = &draft.frame;
    for row in 0..frame.objectives.len() as u32 {
        let Some(more) = frame.more(row) else { continue };
        let own = Window { start: more.start, end: more.due };
        let cycle = frame.cycle_of(row);
        let outer = Window { start: cycle.map(|cycle| cycle.start), end: cycle.map(|cycle| cycle.end) };
        if own != Window::default() {
            at_row(frame, Node::Objective(row), r, |r| check_window(within(own, outer), own, r));
        }
    }
    for row in 0..frame.key_results.len() as u32 {
        let Some(rules) = draft.history.rules_of_key_result(row) else { continue };
        let own = Window { start: rules.start, end: rules.due };
        let amendments = Amendments::from(Some(rules));
        if own != Window::default() || !rules.amendments.is_empty() {
            let outer = frame.objective_window(frame.key_results.objective[row as usize]);
            at_row(frame, Node::KeyResult(row), r, |r| {
                check_window(within(own, outer), own, r);
                check_amended(own, outer, amendments, Place::Listed, r);
            });
        }
    }
}

/// Reports amendments that let the window end before it starts; those after them say nothing of it but a window of their
/// own.
pub(crate) fn check_amended<'a>(
    own: Window,
    outer: Window,
    amendments: Amendments<'a>,
    place: Place<'a>,
    r: &mut Reader,
) {
    let mut own = own;
    let mut was_reversed = is_reversed(within(own, outer));
    for (index, amendment) in amendments.in_order().filter(|(_, a)| a.start.is_some() || a.due.is_some()) {
        own = within(Window { start: amendment.start, end: amendment.due }, own);
        let window = within(own, outer);
        let is_whole = matches!(place, Place::Listed) && amendment.start.is_some() && amendment.due.is_some();
        if is_whole || !was_reversed {
            place.at(index, amendment, r, |stated, r| {
                check_window(window, Window { start: stated.start, end: stated.due }, r);
            });
        }
        was_reversed = is_reversed(window);
    }
}
