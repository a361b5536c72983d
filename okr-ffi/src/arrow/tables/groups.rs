//! The tables of teams, people, cycles and KPIs.

use super::{counts, statuses, words};
use crate::arrow::{Column, Table};
use okr_core::{GroupRow, KpiState, Result, Scorecard, Workspace};
use std::ffi::CStr;

impl Table {
    /// The teams of a scorecard in the order of the document: `id`, `name`, `parent`, `progress`, `expected`, `status`,
    /// `label`, `objectives` (how many count).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # use okr::arrow::Table;
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("../okr-core/examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(Table::teams(&card, &workspace)?.rows(), card.teams(&workspace)?.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Table::objectives`].
    pub fn teams(card: &Scorecard, workspace: &Workspace) -> Result<Table> {
        Ok(groups(&card.teams(workspace)?, c"parent", Vec::new()))
    }

    /// The people of a scorecard in the order of the document: `id`, `name`, `team`, `progress`, `expected`, `status`,
    /// `label`, `objectives` (how many of those they own count).
    ///
    /// # Errors
    /// As [`Table::objectives`].
    pub fn people(card: &Scorecard, workspace: &Workspace) -> Result<Table> {
        Ok(groups(&card.people(workspace)?, c"team", Vec::new()))
    }

    /// The cycles of a scorecard in the order of the document: `id`, `name`, `within`, `start`, `end`, `progress`,
    /// `expected`, `status`, `label`, `objectives` (how many count).
    ///
    /// # Errors
    /// As [`Table::objectives`].
    pub fn cycles(card: &Scorecard, workspace: &Workspace) -> Result<Table> {
        let rows = card.cycles(workspace)?;
        let dates = vec![
            (c"start", Column::dates(rows.iter().map(|row| row.start))),
            (c"end", Column::dates(rows.iter().map(|row| row.end))),
        ];
        Ok(groups(&rows, c"within", dates))
    }

    /// The KPIs of a scorecard in the order of the document: `id`, `name`, `value`, `unit`, `state`.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # use okr::arrow::Table;
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("../okr-core/examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(Table::kpis(&card, &workspace)?.rows(), workspace.to_document().kpis.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Table::objectives`].
    pub fn kpis(card: &Scorecard, workspace: &Workspace) -> Result<Table> {
        let report = card.report(workspace)?;
        let rows = || report.kpis.iter();
        Ok(Table::new(vec![
            (c"id", Column::texts(rows().map(|row| Some(row.id)))),
            (c"name", Column::texts(rows().map(|row| Some(row.name)))),
            (c"value", Column::numbers(rows().map(|row| row.value))),
            (c"unit", Column::texts(rows().map(|row| row.unit))),
            (c"state", words(KpiState::ALL, KpiState::as_str, rows().map(|row| Some(row.state)))),
        ]))
    }
}

/// The columns of a group; `place` is what its row calls `within`.
fn groups(rows: &[GroupRow<'_>], place: &'static CStr, dates: Vec<(&'static CStr, Column)>) -> Table {
    let rows = || rows.iter();
    let mut columns = vec![
        (c"id", Column::texts(rows().map(|row| Some(row.id)))),
        (c"name", Column::texts(rows().map(|row| Some(row.name)))),
        (place, Column::texts(rows().map(|row| row.within))),
    ];
    columns.extend(dates);
    columns.extend([
        (c"progress", Column::numbers(rows().map(|row| row.progress))),
        (c"expected", Column::numbers(rows().map(|row| row.expected))),
        (c"status", statuses(rows().map(|row| row.status))),
        (c"label", Column::texts(rows().map(|row| row.label))),
        (c"objectives", counts(rows().map(|row| row.objectives))),
    ]);
    Table::new(columns)
}
