//! The tables of a scorecard and of a workspace.

mod check_ins;
mod groups;
mod key_results;
mod objectives;

use super::column::Column;
use okr_core::model::State;
use okr_core::{LeftOut, OverrideReport, Reason, Scorecard, Status};
use std::sync::Arc;

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

/// Which row of a report stands where in the table.
struct Arrangement {
    /// For each row of the report the row in the engine's columns.
    rows: Vec<usize>,
    /// The rows of the report in the order of the table; none where that is the order of the report.
    taken: Option<Vec<usize>>,
    /// Whether the engine's columns stand in the order of the table.
    lends: bool,
}

impl Arrangement {
    fn new(rows: Vec<usize>, order: Order) -> Arrangement {
        let is_same = rows.iter().enumerate().all(|(at, row)| at == *row);
        let taken = (order == Order::Rows && !is_same).then(|| {
            let mut taken: Vec<usize> = (0..rows.len()).collect();
            taken.sort_unstable_by_key(|at| rows.get(*at).copied());
            taken
        });
        Arrangement { rows, taken, lends: is_same || order == Order::Rows }
    }

    /// The rows of a report in the order of the table.
    fn arranged<T>(&self, report: Vec<T>) -> Vec<T> {
        let Some(taken) = &self.taken else { return report };
        let mut report: Vec<Option<T>> = report.into_iter().map(Some).collect();
        taken.iter().filter_map(|at| report.get_mut(*at).and_then(Option::take)).collect()
    }

    /// What is known by the engine's rows, in the order of the table.
    fn of_rows<'a, T>(&'a self, facts: &'a [T]) -> impl Iterator<Item = &'a T> {
        let report = |at: usize| self.taken.as_ref().map_or(Some(at), |taken| taken.get(at).copied());
        (0..self.rows.len()).filter_map(move |at| facts.get(*self.rows.get(report(at)?)?))
    }

    /// A column of the engine's numbers.
    fn numbers(&self, card: &Arc<Scorecard>, of: fn(&Scorecard) -> &okr_core::Column) -> Column {
        if self.lends {
            return Column::lent(card, of);
        }
        Column::numbers(self.rows.iter().map(|row| of(card).get(*row)))
    }
}

/// A column of words of a closed set.
fn words<W: Copy>(all: &[W], word: fn(W) -> &'static str, values: impl Iterator<Item = Option<W>>) -> Column {
    let texts: Vec<&str> = all.iter().map(|one| word(*one)).collect();
    let place = |value: W| texts.iter().position(|text| *text == word(value));
    let places: Vec<Option<usize>> = values.map(|value| value.and_then(place)).collect();
    Column::words(texts.iter().copied(), places)
}

fn statuses(values: impl Iterator<Item = Status>) -> Column {
    words(Status::ALL, Status::as_str, values.map(Some))
}

fn computed_statuses<'a>(values: impl Iterator<Item = Option<&'a OverrideReport<'a>>>) -> Column {
    words(Status::ALL, Status::as_str, values.map(|forced| forced.map(|forced| forced.computed)))
}

fn states(values: impl Iterator<Item = State>) -> Column {
    words(State::ALL, State::as_str, values.map(Some))
}

/// Counts of what a workspace has at most 100 million of.
fn counts(values: impl Iterator<Item = u32>) -> Column {
    Column::integers(values.map(|count| i32::try_from(count).ok()))
}

fn reasons(values: impl Iterator<Item = Reason>) -> Column {
    words(Reason::ALL, Reason::as_str, values.map(Some))
}

fn left_out(values: impl Iterator<Item = Option<LeftOut>>) -> Column {
    // What counts is not left out: null, and no word of this column.
    let reasons: Vec<LeftOut> = LeftOut::ALL.iter().copied().filter(|reason| *reason != LeftOut::Counted).collect();
    words(&reasons, LeftOut::as_str, values)
}
