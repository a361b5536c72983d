//! The table of key results.

use super::{Arrangement, Order, left_out, reasons, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::model::{Ambition, Role};
use okr_core::{KeyResultReport, KeyResultRow, Result, Scorecard, Workspace};
use std::sync::Arc;

impl Table {
    /// The key results of a scorecard, a row each, with the columns of its JSON that hold one value: `objective` (the id
    /// of the one that has it), `id`, `title`, `role`, `owner`, `ambition`, `value`, `baseline`, `target`, `unit`,
    /// `progress`, `raw`, `expected`, `status`, `status_reason`, `label`, `grade`, `confidence`, `score`, `manual_score`,
    /// `stale_days`, `counted`, `left_out`, `weight`, `contribution`. Words of a closed set are dictionaries; fractions
    /// are 1 for 100 %; what is absent is null.
    ///
    /// ```
    /// # use okr_core::{Date, Limits, Workspace};
    /// # use okr::arrow::{Cell, Order, Table, read};
    /// # use std::sync::Arc;
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("../okr-core/examples/organisation.json")?)?;
    /// let card = Arc::new(workspace.score(Date::new(2026, 11, 21)?));
    /// let table = Arc::new(Table::key_results(&card, &workspace, Order::Rows)?);
    /// let back = read(table.stream(), &Limits::default())?;
    /// let row = card.key_result("emea-revenue").unwrap().row();
    /// assert_eq!(back.column("progress").unwrap().get(row), Some(Cell::Number(0.65)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn key_results(card: &Arc<Scorecard>, workspace: &Workspace, order: Order) -> Result<Table> {
        let report = card.report(workspace)?;
        let shape = Arrangement::new(card.key_results().map(KeyResultRow::row).collect(), order);
        let given: Vec<(&str, &KeyResultReport<'_>)> = report
            .objectives
            .iter()
            .flat_map(|objective| objective.key_results.iter().map(|row| (objective.id, row)))
            .collect();
        let arranged = shape.arranged(given);
        let rows = || arranged.iter().map(|(_, row)| *row);
        Ok(Table::new(vec![
            (c"objective", Column::texts(arranged.iter().map(|(objective, _)| Some(*objective)))),
            (c"id", Column::texts(rows().map(|row| Some(row.id)))),
            (c"title", Column::texts(rows().map(|row| Some(row.title)))),
            (c"role", words(Role::ALL, Role::as_str, rows().map(|row| Some(row.role)))),
            (c"owner", Column::texts(rows().map(|row| row.owner))),
            (c"ambition", words(Ambition::ALL, Ambition::as_str, rows().map(|row| row.ambition))),
            (c"value", shape.numbers(card, Scorecard::key_result_values)),
            (c"baseline", Column::numbers(rows().map(|row| row.baseline))),
            (c"target", Column::numbers(rows().map(|row| row.target))),
            (c"unit", Column::texts(rows().map(|row| row.unit))),
            (c"progress", shape.numbers(card, Scorecard::key_result_progress)),
            (c"raw", shape.numbers(card, Scorecard::key_result_raw)),
            (c"expected", shape.numbers(card, Scorecard::key_result_expected)),
            (c"status", statuses(rows().map(|row| row.status))),
            (c"status_reason", reasons(rows().map(|row| row.status_reason))),
            (c"label", Column::texts(rows().map(|row| row.label))),
            (c"grade", Column::texts(rows().map(|row| row.grade))),
            (c"confidence", shape.numbers(card, Scorecard::key_result_confidence)),
            (c"score", Column::numbers(rows().map(|row| row.score))),
            (c"manual_score", Column::numbers(rows().map(|row| row.manual_score))),
            (c"stale_days", Column::integers(rows().map(|row| row.stale_days))),
            (c"counted", Column::flags(rows().map(|row| Some(row.counted)))),
            (c"left_out", left_out(rows().map(|row| row.left_out))),
            (c"weight", Column::numbers(rows().map(|row| row.weight))),
            (c"contribution", Column::numbers(rows().map(|row| row.contribution))),
        ]))
    }
}
