//! The tables of a scorecard and of a workspace.

mod check_ins;
mod groups;
mod key_results;
mod objectives;
mod rows;

use super::column::Column;
use okr_core::model::State;
use okr_core::{LeftOut, Reason, Status};

/// In which order the rows of a table of objectives or key results stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// That of the document. Numbers are copied where the engine keeps them in another order.
    #[default]
    Document,
    /// That of the engine's own columns, as [`ObjectiveRow::row`](okr_core::ObjectiveRow::row) and
    /// [`KeyResultRow::row`](okr_core::KeyResultRow::row) say: numbers are lent and never copied.
    Rows,
}

/// A column of words of a closed set, by their codes.
fn words<W: Copy>(
    all: &[W],
    word: fn(W) -> &'static str,
    code: impl Fn(W) -> u8,
    values: impl Iterator<Item = Option<W>>,
) -> Column {
    let mut places = [usize::MAX; u8::MAX as usize + 1];
    for (place, value) in all.iter().enumerate() {
        places[usize::from(code(*value))] = place;
    }
    let place = |value: W| places[usize::from(code(value))];
    Column::words(all.iter().map(|value| word(*value)), values.map(|value| value.map(place)))
}

fn statuses(values: impl Iterator<Item = Option<Status>>) -> Column {
    words(Status::ALL, Status::as_str, |status| status as u8, values)
}

fn states(values: impl Iterator<Item = State>) -> Column {
    words(State::ALL, State::as_str, |state| state as u8, values.map(Some))
}

/// Counts of what a workspace has at most 100 million of.
fn counts(values: impl Iterator<Item = u32>) -> Column {
    Column::integers(values.map(|count| i32::try_from(count).ok()))
}

fn reasons(values: impl Iterator<Item = Option<Reason>>) -> Column {
    words(Reason::ALL, Reason::as_str, |reason| reason as u8, values)
}

fn left_out(values: impl Iterator<Item = Option<LeftOut>>) -> Column {
    // What counts is not left out: null, and no word of this column.
    let reasons: Vec<LeftOut> = LeftOut::ALL.iter().copied().filter(|reason| *reason != LeftOut::Counted).collect();
    words(&reasons, LeftOut::as_str, |reason| reason as u8, values)
}
