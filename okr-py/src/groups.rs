//! The rows of teams, people, cycles and KPIs, made once a scorecard.

use crate::errors::{OrRaise, refused};
use crate::made::{self, Class, Made, known, made};
use crate::scorecard::Card;
use okr_core::{ErrorCode, GroupReport, GroupRow};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// What has rows beside objectives and key results.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Team,
    Person,
    Cycle,
    Kpi,
}

/// For each kind its rows by id, once one is asked for.
pub(crate) struct Groups([PyOnceLock<Py<PyDict>>; 4]);

impl Groups {
    pub(crate) fn new() -> Self {
        Groups([const { PyOnceLock::new() }; 4])
    }
}

impl Card {
    /// The row of an id.
    pub(crate) fn group<'py, C: Class>(&self, py: Python<'py>, kind: Kind, id: &str) -> PyResult<Made<'py, C>> {
        let row = self.rows_by_id(py, kind)?.get_item(id)?;
        row.map(known).transpose()?.ok_or_else(|| {
            let (name, all) = match kind {
                Kind::Team => ("a team", "team_rows"),
                Kind::Person => ("a person", "person_rows"),
                Kind::Cycle => ("a cycle", "cycle_rows"),
                Kind::Kpi => ("a KPI", "kpi_rows"),
            };
            let message = format!("found {id:?}, expected the id of {name}");
            refused(ErrorCode::UnknownId, "", &message, &format!("`{all}()` lists them"))
        })
    }

    /// All rows of a kind, in the order of the document.
    pub(crate) fn groups_of<'py, C: Class>(&self, py: Python<'py>, kind: Kind) -> PyResult<Vec<Made<'py, C>>> {
        self.rows_by_id(py, kind)?.values().iter().map(known).collect()
    }

    fn rows_by_id<'py>(&self, py: Python<'py>, kind: Kind) -> PyResult<&Bound<'py, PyDict>> {
        let rows = self.groups.0[kind as usize].get_or_try_init(py, || {
            let rows = PyDict::new(py);
            let groups = match kind {
                Kind::Team => py.detach(|| self.card.teams(&self.workspace)),
                Kind::Person => py.detach(|| self.card.people(&self.workspace)),
                Kind::Cycle => py.detach(|| self.card.cycles(&self.workspace)),
                Kind::Kpi => return self.kpis(py).map(Bound::unbind),
            };
            for row in groups.or_raise()? {
                rows.set_item(row.id, self.group_row(py, row)?)?;
            }
            Ok::<_, PyErr>(rows.unbind())
        })?;
        Ok(rows.bind(py))
    }

    fn group_row<'py>(&self, py: Python<'py>, row: GroupRow<'_>) -> PyResult<Made<'py, made::GroupRow>> {
        made(py, &GroupReport::from(row))
    }

    fn kpis<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let rows = PyDict::new(py);
        for row in py.detach(|| self.card.kpis(&self.workspace)).or_raise()? {
            rows.set_item(row.id, made::<made::KpiRow>(py, &row)?)?;
        }
        Ok(rows)
    }
}
