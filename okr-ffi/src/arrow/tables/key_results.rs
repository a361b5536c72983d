//! The table of key results.

use super::{Arrangement, Order, computed_statuses, counts, left_out, reasons, states, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::model::{Ambition, MeasureKind, Role};
use okr_core::{KeyResultReport, KeyResultRow, ObjectiveReport, Result, Scorecard, Workspace};
use std::sync::Arc;

impl Table {
    /// The key results of a scorecard, a row each.
    ///
    /// Of its JSON everything that is one value: `objective` (the id of the one that has it), `id`, `title`, `role`,
    /// `owner`, `ambition`, `value`, `baseline`, `target`, `unit`, `progress`, `raw`, `expected`, `status`,
    /// `status_reason`, `label`, `grade`, `confidence`, `score`, `manual_score`, `stale_days`, `counted`, `left_out`,
    /// `weight`, `contribution`. Besides, `cycle` and `team` of its objective, `computed_status` where the status was set
    /// by hand, `is_stale`, and the [facts](okr_core::KeyResultFacts): `measure`, `state`, `start`, `due`, `last_check_in`,
    /// `check_ins`. Words of a closed set are dictionaries; fractions are 1 for 100 %; what is absent is null.
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
        let facts = card.key_result_facts(workspace)?;
        let shape = Arrangement::new(card.key_results().map(KeyResultRow::row).collect(), order);
        let stale = shape.arranged(card.key_results().map(KeyResultRow::is_stale).collect());
        let facts = || shape.of_rows(&facts);
        let given: Vec<(&ObjectiveReport<'_>, &KeyResultReport<'_>)> = report
            .objectives
            .iter()
            .flat_map(|objective| objective.key_results.iter().map(move |row| (objective, row)))
            .collect();
        let arranged = shape.arranged(given);
        let objectives = || arranged.iter().map(|(objective, _)| *objective);
        let rows = || arranged.iter().map(|(_, row)| *row);
        Ok(Table::new(vec![
            (c"objective", Column::texts(objectives().map(|objective| Some(objective.id)))),
            (c"id", Column::texts(rows().map(|row| Some(row.id)))),
            (c"title", Column::texts(rows().map(|row| Some(row.title)))),
            (c"role", words(Role::ALL, Role::as_str, rows().map(|row| Some(row.role)))),
            (c"cycle", Column::texts(objectives().map(|objective| objective.cycle))),
            (c"team", Column::texts(objectives().map(|objective| objective.team))),
            (c"owner", Column::texts(rows().map(|row| row.owner))),
            (c"ambition", words(Ambition::ALL, Ambition::as_str, rows().map(|row| row.ambition))),
            (c"measure", words(MeasureKind::ALL, MeasureKind::as_str, facts().map(|facts| Some(facts.measure)))),
            (c"state", states(facts().map(|facts| facts.state))),
            (c"start", Column::dates(facts().map(|facts| facts.start))),
            (c"due", Column::dates(facts().map(|facts| facts.due))),
            (c"value", shape.numbers(card, Scorecard::key_result_values)),
            (c"baseline", Column::numbers(rows().map(|row| row.baseline))),
            (c"target", Column::numbers(rows().map(|row| row.target))),
            (c"unit", Column::texts(rows().map(|row| row.unit))),
            (c"progress", shape.numbers(card, Scorecard::key_result_progress)),
            (c"raw", shape.numbers(card, Scorecard::key_result_raw)),
            (c"expected", shape.numbers(card, Scorecard::key_result_expected)),
            (c"status", statuses(rows().map(|row| row.status))),
            (c"status_reason", reasons(rows().map(|row| row.status_reason))),
            (c"computed_status", computed_statuses(rows().map(|row| row.forced.as_ref()))),
            (c"label", Column::texts(rows().map(|row| row.label))),
            (c"grade", Column::texts(rows().map(|row| row.grade))),
            (c"confidence", shape.numbers(card, Scorecard::key_result_confidence)),
            (c"score", Column::numbers(rows().map(|row| row.score))),
            (c"manual_score", Column::numbers(rows().map(|row| row.manual_score))),
            (c"last_check_in", Column::dates(facts().map(|facts| facts.last_check_in))),
            (c"check_ins", counts(facts().map(|facts| facts.check_ins))),
            (c"is_stale", Column::flags(stale.into_iter().map(Some))),
            (c"stale_days", Column::integers(rows().map(|row| row.stale_days))),
            (c"counted", Column::flags(rows().map(|row| Some(row.counted)))),
            (c"left_out", left_out(rows().map(|row| row.left_out))),
            (c"weight", Column::numbers(rows().map(|row| row.weight))),
            (c"contribution", Column::numbers(rows().map(|row| row.contribution))),
        ]))
    }
}
