//! The tables of teams, people, cycles and KPIs.

use super::{statuses, words};
use crate::arrow::{Column, Table};
use okr_core::{GroupRow, KpiState, Result, Scorecard, Workspace};

impl Table {
    /// The teams of a scorecard in the order of the document: `id`, `name`, `progress`, `expected`, `status`,
    /// `objectives` (how many count).
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
        Ok(groups(&card.teams(workspace)?))
    }

    /// The people of a scorecard in the order of the document, with the columns of [`Table::teams`].
    ///
    /// # Errors
    /// As [`Table::objectives`].
    pub fn people(card: &Scorecard, workspace: &Workspace) -> Result<Table> {
        Ok(groups(&card.people(workspace)?))
    }

    /// The cycles of a scorecard in the order of the document, with the columns of [`Table::teams`].
    ///
    /// # Errors
    /// As [`Table::objectives`].
    pub fn cycles(card: &Scorecard, workspace: &Workspace) -> Result<Table> {
        Ok(groups(&card.cycles(workspace)?))
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

fn groups(rows: &[GroupRow<'_>]) -> Table {
    let rows = || rows.iter();
    Table::new(vec![
        (c"id", Column::texts(rows().map(|row| Some(row.id)))),
        (c"name", Column::texts(rows().map(|row| Some(row.name)))),
        (c"progress", Column::numbers(rows().map(|row| row.progress))),
        (c"expected", Column::numbers(rows().map(|row| row.expected))),
        (c"status", statuses(rows().map(|row| row.status))),
        // A workspace has at most 100 million objectives.
        (c"objectives", Column::integers(rows().map(|row| i32::try_from(row.objectives).ok()))),
    ])
}
