//! The table of key results.

use super::rows::{Definition, Kind, Rows};
use super::{Order, counts, left_out, reasons, states, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::model::{Ambition, MeasureKind, Role};
use okr_core::{Result, Scorecard, Share, Workspace};
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
    /// let table = Table::key_results_on_demand(&card, &workspace, Order::Rows)?;
    /// let at = table.names().position(|name| name == "progress").unwrap();
    /// let row = card.key_result("emea-revenue").unwrap().row();
    /// assert_eq!(table.column(at).unwrap().get(row), Some(Cell::Number(0.65)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`key_results`](Table::key_results).
    pub fn key_results_on_demand(card: &Arc<Scorecard>, workspace: &Arc<Workspace>, order: Order) -> Result<Table> {
        KIND.on_demand(card, workspace, order)
    }
}

const KIND: Kind = Kind { rows: |details| details.key_results_as_given(), columns: COLUMNS };

/// The part of each row in the one above it.
fn shares<'a>(t: &Rows<'a>) -> impl Iterator<Item = &'a Share> + use<'a> {
    t.shares(|details| details.key_result_shares())
}

const COLUMNS: &[Definition] = &[
    (c"objective", |t| t.key_result_texts(|row| Some(row.shown().objective().id()))),
    (c"id", |t| t.key_result_texts(|row| Some(row.shown().id()))),
    (c"title", |t| t.key_result_texts(|row| Some(row.shown().title()))),
    (c"role", |t| words(Role::ALL, Role::as_str, |role| role as u8, t.key_results(|row| Some(row.role())))),
    (c"cycle", |t| t.key_result_texts(|row| row.objective().cycle())),
    (c"team", |t| t.key_result_texts(|row| row.objective().team())),
    (c"owner", |t| t.key_result_texts(|row| row.owner())),
    (c"ambition", |t| words(Ambition::ALL, Ambition::as_str, |word| word as u8, t.key_results(|row| row.ambition()))),
    (c"measure", |t| {
        words(MeasureKind::ALL, MeasureKind::as_str, |kind| kind as u8, t.key_results(|row| Some(row.measure())))
    }),
    (c"state", |t| states(t.key_results(|row| row.state()))),
    (c"start", |t| Column::dates(t.key_results(|row| row.start()))),
    (c"due", |t| Column::dates(t.key_results(|row| row.due()))),
    (c"value", |t| t.numbers(Scorecard::key_result_values)),
    (c"baseline", |t| Column::numbers(t.key_results(|row| row.shown().baseline()))),
    (c"target", |t| Column::numbers(t.key_results(|row| row.shown().target()))),
    (c"unit", |t| t.key_result_texts(|row| row.unit())),
    (c"progress", |t| t.numbers(Scorecard::key_result_progress)),
    (c"raw", |t| t.numbers(Scorecard::key_result_raw)),
    (c"expected", |t| t.numbers(Scorecard::key_result_expected)),
    (c"status", |t| statuses(t.key_results(|row| Some(row.shown().status())))),
    (c"status_reason", |t| reasons(t.key_results(|row| row.shown().status_reason()))),
    (c"computed_status", |t| statuses(t.key_results(|row| row.computed_status()))),
    (c"label", |t| t.key_result_texts(|row| row.label())),
    (c"grade", |t| t.key_result_texts(|row| row.grade())),
    (c"confidence", |t| t.numbers(Scorecard::key_result_confidence)),
    (c"score", |t| Column::numbers(t.key_results(|row| row.score()))),
    (c"manual_score", |t| Column::numbers(t.key_results(|row| row.manual_score()))),
    (c"last_check_in", |t| Column::dates(t.key_results(|row| row.last_check_in()))),
    (c"check_ins", |t| counts(t.key_results(|row| row.check_ins()))),
    (c"is_stale", |t| Column::flags(t.key_results(|row| Some(row.shown().is_stale())))),
    (c"stale_days", |t| Column::integers(t.key_results(|row| row.stale_days()))),
    (c"counted", |t| Column::flags(shares(t).map(|share| Some(share.counted)))),
    (c"left_out", |t| left_out(shares(t).map(|share| share.left_out))),
    (c"weight", |t| Column::numbers(shares(t).map(Share::weight))),
    (c"contribution", |t| Column::numbers(shares(t).map(Share::contribution))),
];
