//! The table of objectives.

use super::{Arrangement, Order, left_out, reasons, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::model::Ambition;
use okr_core::{ObjectiveRow, Result, Scorecard, Workspace};
use std::sync::Arc;

impl Table {
    /// The objectives of a scorecard, a row each, with the columns of its JSON that hold one value: `id`, `title`,
    /// `cycle`, `team`, `owner`, `ambition`, `value`, `baseline`, `target`, `unit`, `progress`, `raw`, `expected`,
    /// `status`, `status_reason`, `label`, `grade`, `confidence`, `score`, `manual_score`, `counted`, `left_out`,
    /// `weight`, `contribution`. Words of a closed set are dictionaries; fractions are 1 for 100 %; what is absent is null.
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
        let report = card.report(workspace)?;
        let shape = Arrangement::new(card.objectives().map(ObjectiveRow::row).collect(), order);
        let rows = shape.arranged(report.objectives);
        let rows = || rows.iter();
        Ok(Table::new(vec![
            (c"id", Column::texts(rows().map(|row| Some(row.id)))),
            (c"title", Column::texts(rows().map(|row| Some(row.title)))),
            (c"cycle", Column::texts(rows().map(|row| row.cycle))),
            (c"team", Column::texts(rows().map(|row| row.team))),
            (c"owner", Column::texts(rows().map(|row| row.owner))),
            (c"ambition", words(Ambition::ALL, Ambition::as_str, rows().map(|row| row.ambition))),
            (c"value", Column::numbers(rows().map(|row| row.value))),
            (c"baseline", Column::numbers(rows().map(|row| row.baseline))),
            (c"target", Column::numbers(rows().map(|row| row.target))),
            (c"unit", Column::texts(rows().map(|row| row.unit))),
            (c"progress", shape.numbers(card, Scorecard::objective_progress)),
            (c"raw", shape.numbers(card, Scorecard::objective_raw)),
            (c"expected", shape.numbers(card, Scorecard::objective_expected)),
            (c"status", statuses(rows().map(|row| row.status))),
            (c"status_reason", reasons(rows().map(|row| row.status_reason))),
            (c"label", Column::texts(rows().map(|row| row.label))),
            (c"grade", Column::texts(rows().map(|row| row.grade))),
            (c"confidence", shape.numbers(card, Scorecard::objective_confidence)),
            (c"score", Column::numbers(rows().map(|row| row.score))),
            (c"manual_score", Column::numbers(rows().map(|row| row.manual_score))),
            (c"counted", Column::flags(rows().map(|row| Some(row.counted)))),
            (c"left_out", left_out(rows().map(|row| row.left_out))),
            (c"weight", Column::numbers(rows().map(|row| row.weight))),
            (c"contribution", Column::numbers(rows().map(|row| row.contribution))),
        ]))
    }
}
