//! The table of objectives.

use super::{Arrangement, Order, computed_statuses, counts, left_out, reasons, states, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::model::Ambition;
use okr_core::{ObjectiveRow, Result, Scorecard, Workspace};
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
        let report = card.report(workspace)?;
        let facts = card.objective_facts(workspace)?;
        let shape = Arrangement::new(card.objectives().map(ObjectiveRow::row).collect(), order);
        let stale = shape.arranged(card.objectives().map(ObjectiveRow::is_stale).collect());
        let facts = || shape.of_rows(&facts);
        let rows = shape.arranged(report.objectives);
        let rows = || rows.iter();
        Ok(Table::new(vec![
            (c"id", Column::texts(rows().map(|row| Some(row.id)))),
            (c"title", Column::texts(rows().map(|row| Some(row.title)))),
            (c"parent", Column::texts(facts().map(|facts| facts.parent))),
            (c"level", counts(facts().map(|facts| facts.level))),
            (c"cycle", Column::texts(rows().map(|row| row.cycle))),
            (c"team", Column::texts(rows().map(|row| row.team))),
            (c"owner", Column::texts(rows().map(|row| row.owner))),
            (c"ambition", words(Ambition::ALL, Ambition::as_str, rows().map(|row| row.ambition))),
            (c"state", states(facts().map(|facts| facts.state))),
            (c"start", Column::dates(facts().map(|facts| facts.start))),
            (c"due", Column::dates(facts().map(|facts| facts.due))),
            (c"value", Column::numbers(rows().map(|row| row.value))),
            (c"baseline", Column::numbers(rows().map(|row| row.baseline))),
            (c"target", Column::numbers(rows().map(|row| row.target))),
            (c"unit", Column::texts(rows().map(|row| row.unit))),
            (c"progress", shape.numbers(card, Scorecard::objective_progress)),
            (c"raw", shape.numbers(card, Scorecard::objective_raw)),
            (c"expected", shape.numbers(card, Scorecard::objective_expected)),
            (c"status", statuses(rows().map(|row| row.status))),
            (c"status_reason", reasons(rows().map(|row| row.status_reason))),
            (c"computed_status", computed_statuses(rows().map(|row| row.forced.as_ref()))),
            (c"label", Column::texts(rows().map(|row| row.label))),
            (c"grade", Column::texts(rows().map(|row| row.grade))),
            (c"confidence", shape.numbers(card, Scorecard::objective_confidence)),
            (c"score", Column::numbers(rows().map(|row| row.score))),
            (c"manual_score", Column::numbers(rows().map(|row| row.manual_score))),
            (c"last_check_in", Column::dates(facts().map(|facts| facts.last_check_in))),
            (c"is_stale", Column::flags(stale.into_iter().map(Some))),
            (c"key_results", counts(facts().map(|facts| facts.key_results))),
            (c"counted", Column::flags(rows().map(|row| Some(row.counted)))),
            (c"left_out", left_out(rows().map(|row| row.left_out))),
            (c"weight", Column::numbers(rows().map(|row| row.weight))),
            (c"contribution", Column::numbers(rows().map(|row| row.contribution))),
        ]))
    }
}
