//! The table of objectives.

use super::rows::{Definition, Kind, Rows};
use super::{Order, counts, left_out, reasons, states, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::model::Ambition;
use okr_core::{Result, Scorecard, Share, Workspace};
use std::sync::Arc;

impl Table {
    /// The objectives of a scorecard, a row each.
    ///
    /// Of its JSON everything that is one value: `id`, `title`, `cycle`, `team`, `owner`, `ambition`, `value`, `baseline`,
    /// `target`, `unit`, `progress`, `raw`, `expected`, `status`, `status_reason`, `label`, `grade`, `confidence`, `score`,
    /// `manual_score`, `counted`, `left_out`, `weight`, `contribution`. Besides, `computed_status` where the status was set
    /// by hand, `is_stale`, and the [facts](okr_core::ObjectiveFacts): `state`, `start`, `due`, `last_check_in`, `parent`,
    /// `level`, `key_results`. Words of a closed set are dictionaries; fractions are 1 for 100 %; what is absent is null.
    ///
    /// ```
    /// # use okr_core::{Date, Limits, Workspace};
    /// # use okr::arrow::{Cell, Order, Table, read};
    /// # use std::sync::Arc;
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("../okr-core/examples/organisation.json")?)?;
    /// let card = Arc::new(workspace.score(Date::new(2026, 11, 21)?));
    /// let table = Arc::new(Table::objectives(&card, &workspace, Order::Document)?);
    /// let back = read(table.stream(), &Limits::default())?;
    /// assert_eq!(back.column("id").unwrap().get(0), Some(Cell::Text("customers-stay")));
    /// assert_eq!(back.column("status").unwrap().get(0), Some(Cell::Text("on_track")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn objectives(card: &Arc<Scorecard>, workspace: &Workspace, order: Order) -> Result<Table> {
        KIND.made(card, workspace, order)
    }

    /// The same, each column made when it is first asked for: who reads one of them waits for that one alone. The table
    /// keeps scorecard and workspace.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # use okr::arrow::{Cell, Order, Table};
    /// # use std::sync::Arc;
    /// # let text = std::fs::read_to_string("../okr-core/examples/organisation.json")?;
    /// let workspace = Arc::new(Workspace::from_json(&text)?);
    /// let card = Arc::new(workspace.score(Date::new(2026, 11, 21)?));
    /// let table = Table::objectives_on_demand(&card, &workspace, Order::Document)?;
    /// assert_eq!(table.column(0).unwrap().get(0), Some(Cell::Text("customers-stay")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`objectives`](Table::objectives).
    pub fn objectives_on_demand(card: &Arc<Scorecard>, workspace: &Arc<Workspace>, order: Order) -> Result<Table> {
        KIND.on_demand(card, workspace, order)
    }
}

const KIND: Kind = Kind { rows: |details| details.objectives_as_given(), columns: COLUMNS };

/// The part of each row in the one above it.
fn shares<'a>(t: &Rows<'a>) -> impl Iterator<Item = &'a Share> + use<'a> {
    t.shares(|details| details.objective_shares())
}

const COLUMNS: &[Definition] = &[
    (c"id", |t| t.objective_texts(|row| Some(row.shown().id()))),
    (c"title", |t| t.objective_texts(|row| Some(row.shown().title()))),
    (c"parent", |t| Column::texts(t.places().map(|(parent, _)| parent))),
    (c"level", |t| counts(t.places().map(|(_, level)| level))),
    (c"cycle", |t| t.objective_texts(|row| row.cycle())),
    (c"team", |t| t.objective_texts(|row| row.team())),
    (c"owner", |t| t.objective_texts(|row| row.owner())),
    (c"ambition", |t| words(Ambition::ALL, Ambition::as_str, |word| word as u8, t.objectives(|row| row.ambition()))),
    (c"state", |t| states(t.objectives(|row| row.state()))),
    (c"start", |t| Column::dates(t.objectives(|row| row.start()))),
    (c"due", |t| Column::dates(t.objectives(|row| row.due()))),
    (c"value", |t| Column::numbers(t.objectives(|row| row.value()))),
    (c"baseline", |t| Column::numbers(t.objectives(|row| row.baseline()))),
    (c"target", |t| Column::numbers(t.objectives(|row| row.target()))),
    (c"unit", |t| t.objective_texts(|row| row.unit())),
    (c"progress", |t| t.numbers(Scorecard::objective_progress)),
    (c"raw", |t| t.numbers(Scorecard::objective_raw)),
    (c"expected", |t| t.numbers(Scorecard::objective_expected)),
    (c"status", |t| statuses(t.objectives(|row| Some(row.shown().status())))),
    (c"status_reason", |t| reasons(t.objectives(|row| row.shown().status_reason()))),
    (c"computed_status", |t| statuses(t.objectives(|row| row.computed_status()))),
    (c"label", |t| t.objective_texts(|row| row.label())),
    (c"grade", |t| t.objective_texts(|row| row.grade())),
    (c"confidence", |t| t.numbers(Scorecard::objective_confidence)),
    (c"score", |t| Column::numbers(t.objectives(|row| row.score()))),
    (c"manual_score", |t| Column::numbers(t.objectives(|row| row.manual_score()))),
    (c"last_check_in", |t| Column::dates(t.objectives(|row| row.last_check_in()))),
    (c"is_stale", |t| Column::flags(t.objectives(|row| Some(row.shown().is_stale())))),
    (c"key_results", |t| counts(t.objectives(|row| row.key_results()))),
    (c"counted", |t| Column::flags(shares(t).map(|share| Some(share.counted)))),
    (c"left_out", |t| left_out(shares(t).map(|share| share.left_out))),
    (c"weight", |t| Column::numbers(shares(t).map(Share::weight))),
    (c"contribution", |t| Column::numbers(shares(t).map(Share::contribution))),
];
