//! Rows of a scorecard.

use crate::dates::py_date;
use crate::errors::OrRaise;
use crate::made::{self, Made, all_made, made};
use crate::plain::{Answer, Plain};
use crate::scorecard::{Card, Scorecard};
use crate::table::{Listing, dict_of, gone};
use crate::words::Word;
use crate::write::written;
use okr_core::model::{Ambition, MeasureKind, Role, State};
use okr_core::tables::Cell;
use okr_core::{LeftOut, Reason, Status};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyString};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// An objective or a key result.
#[derive(IntoPyObject)]
pub(crate) enum Row {
    Objective(ObjectiveRow),
    KeyResult(KeyResultRow),
}

impl Row {
    pub(crate) fn of(card: &Arc<Card>, id: &str) -> Option<Row> {
        Some(match card.card.row(id)? {
            okr_core::Row::Objective(row) => Row::Objective(ObjectiveRow { card: Arc::clone(card), at: row.row() }),
            okr_core::Row::KeyResult(row) => Row::KeyResult(KeyResultRow { card: Arc::clone(card), at: row.row() }),
        })
    }
}

/// One objective of a scorecard. Two rows are equal where their ids and scorecards are.
///
/// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
/// ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
/// >>> row = workspace.score("2026-10-05")["o"]
/// >>> row.progress, row.expected, [each.id for each in row.key_results]
/// (0.5, None, ['k'])
#[pyclass(module = "okr", frozen)]
pub(crate) struct ObjectiveRow {
    card: Arc<Card>,
    /// Where it is in the engine's columns.
    at: usize,
}

/// One key result of a scorecard. Two rows are equal where their ids and scorecards are.
///
/// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
/// ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
/// >>> row = workspace.score("2026-10-05")["k"]
/// >>> row.value, row.target, row.progress, row.objective.id
/// (5.0, 10.0, 0.5, 'o')
#[pyclass(module = "okr", frozen)]
pub(crate) struct KeyResultRow {
    card: Arc<Card>,
    /// Where it is in the engine's columns.
    at: usize,
}

/// What rows of both kinds are asked for in the same words.
macro_rules! row {
    ($row:ident, $core:ident, $details:ident, $find:ident, $at:ident, $table:ident, { $($own:tt)* }) => {
        impl $row {
            pub(crate) fn of(card: &Arc<Card>, id: &str) -> Option<$row> {
                card.card.$find(id).map(|row| $row { card: Arc::clone(card), at: row.row() })
            }

            fn row(&self) -> PyResult<okr_core::$core<'_>> {
                self.card.card.$at(self.at).ok_or_else(gone)
            }

            /// What is said of it besides its numbers.
            fn details(&self) -> PyResult<okr_core::$details<'_>> {
                let details = self.card.card.details(&self.card.workspace).or_raise()?;
                Ok(details.$find(self.at as u32))
            }

            /// What a column of the scorecard's tables says of it, which is made for all rows at once.
            fn cell<T>(&self, name: &str, value: impl FnOnce(Cell<'_>) -> Option<T>) -> PyResult<Option<T>> {
                let table = self.card.tables.get(&self.card, Listing::$table.by_row()).or_raise()?;
                let at = table.names().position(|column| column == name);
                Ok(at.and_then(|at| table.column(at)?.get(self.at)).and_then(value))
            }
        }

        #[pymethods]
        impl $row {
            /// Its id.
            #[getter]
            fn id(&self) -> PyResult<&str> {
                Ok(self.row()?.id())
            }

            /// What is to be reached.
            #[getter]
            fn title(&self) -> PyResult<&str> {
                Ok(self.row()?.title())
            }

            /// Progress as shown, a fraction, 1 = 100 %; None where nothing counts or the measure makes none.
            #[getter]
            fn progress(&self) -> PyResult<Option<f64>> {
                Ok(self.row()?.progress())
            }

            /// Progress before any clamp, a fraction that may be negative or above 1; None where progress is.
            #[getter]
            fn raw(&self) -> PyResult<Option<f64>> {
                Ok(self.row()?.raw())
            }

            /// Progress that the plan asks for by the date, a fraction; None where nothing is expected.
            #[getter]
            fn expected(&self) -> PyResult<Option<f64>> {
                Ok(self.row()?.expected())
            }

            /// Stated confidence, 0 to 1; None where nobody stated any.
            #[getter]
            fn confidence(&self) -> PyResult<Option<f64>> {
                Ok(self.row()?.confidence())
            }

            /// How it stands: `none`, `not_started`, `on_track`, `at_risk`, `off_track`, `achieved`, `exceeded`, `missed`,
            /// `postponed`, `cancelled` or `archived`.
            #[getter]
            fn status(&self) -> PyResult<Word<Status>> {
                Ok(self.row()?.status().into())
            }

            /// Which step decided the status, such as `ratio`, `goal`, `stale` or `guardrail`.
            #[getter]
            fn status_reason(&self) -> PyResult<Option<Word<Reason>>> {
                Ok(self.row()?.status_reason().map(Word::from))
            }

            /// Whether nobody has checked in for too long on anything that counts.
            #[getter]
            fn is_stale(&self) -> PyResult<bool> {
                Ok(self.row()?.is_stale())
            }

            /// Its state on the date: `draft`, `active`, `postponed`, `cancelled`, `archived` or `closed`.
            #[getter]
            fn state(&self) -> PyResult<Word<State>> {
                Ok(self.details()?.state().into())
            }

            /// First day of its window; None where none is known.
            #[getter]
            fn start<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
                self.details()?.start().map(|day| py_date(py, day)).transpose()
            }

            /// Last day of its window; None where none is known.
            #[getter]
            fn due<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
                self.details()?.due().map(|day| py_date(py, day)).transpose()
            }

            /// Day of the last check-in by the date; None where there is none. An objective's is also that of its key results, a
            /// key result's that of a reading of its KPI.
            #[getter]
            fn last_check_in<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
                self.details()?.last_check_in().map(|day| py_date(py, day)).transpose()
            }

            /// Id of its owner.
            #[getter]
            fn owner(&self) -> PyResult<Option<&str>> {
                Ok(self.details()?.owner())
            }

            /// How sure the promise is: `committed`, `aspirational` or `learning`; None where it is not stated.
            #[getter]
            fn ambition(&self) -> PyResult<Option<Word<Ambition>>> {
                Ok(self.details()?.ambition().map(Word::from))
            }

            /// What the policy calls the status; None where it has no word of its own.
            #[getter]
            fn label(&self) -> PyResult<Option<&str>> {
                Ok(self.details()?.label())
            }

            /// What the score, or the level reached, is called; None where it has no name.
            #[getter]
            fn grade(&self) -> PyResult<Option<&str>> {
                Ok(self.details()?.grade())
            }

            /// The computed score, a fraction; None until it is over.
            #[getter]
            fn score(&self) -> PyResult<Option<f64>> {
                Ok(self.details()?.score())
            }

            /// The score given by hand when it was closed, 0 to 1; None where none was.
            #[getter]
            fn manual_score(&self) -> PyResult<Option<f64>> {
                Ok(self.details()?.manual_score())
            }

            /// The status without the one set by hand; None where none is.
            #[getter]
            fn computed_status(&self) -> PyResult<Option<Word<Status>>> {
                Ok(self.details()?.forced().map(|forced| forced.computed.into()))
            }

            /// The status set by hand, where one is in force.
            #[getter]
            #[pyo3(name = "override")]
            fn forced<'py>(&self, py: Python<'py>) -> PyResult<Option<Made<'py, made::Override>>> {
                self.details()?.forced().map(|forced| made(py, &forced)).transpose()
            }

            /// Whether it counts: a key result in its objective, an objective in its cycle.
            #[getter]
            fn counted(&self) -> PyResult<bool> {
                Ok(self.cell("counted", flag)?.unwrap_or(false))
            }

            /// Why it does not count, such as `guardrail` or `postponed`; None where it does.
            #[getter]
            fn left_out(&self) -> PyResult<Option<Word<LeftOut>>> {
                self.cell("left_out", left_out)
            }

            /// Its share where it counts, of 1; None where it does not.
            #[getter]
            fn weight(&self) -> PyResult<Option<f64>> {
                self.cell("weight", number)
            }

            /// What it adds to the progress where it counts, a fraction; None where it does not.
            #[getter]
            fn contribution(&self) -> PyResult<Option<f64>> {
                self.cell("contribution", number)
            }

            /// All that its table says of it, as a dict.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Plain<'py>> {
                let table = self.card.tables.get(&self.card, Listing::$table.by_row()).or_raise()?;
                dict_of(py, &table, self.at)
            }

            /// The same as JSON, on one line; dates are text.
            fn to_json(&self, py: Python<'_>) -> PyResult<String> {
                written(self.to_dict(py)?.0.as_any(), usize::MAX)
            }

            fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> Answer {
                let other = other.cast::<$row>().ok().map(|other| other.get());
                Answer(other.map(|other| self.id().ok() == other.id().ok() && py.detach(|| self.card.same(&other.card))))
            }

            fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
                slf
            }

            #[pyo3(signature = (_memo, /))]
            fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
                slf
            }

            fn __hash__(&self) -> PyResult<u64> {
                let mut hasher = DefaultHasher::new();
                (self.id()?, self.card.card.as_of()).hash(&mut hasher);
                Ok(hasher.finish())
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let row = self.row()?;
                let numbers = (row.progress(), row.expected());
                repr(py, stringify!($row), self.id()?, numbers, row.status().as_str())
            }

            fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, Scorecard>, &str))> {
                let getitem = py.import("operator")?.getattr("getitem")?;
                Ok((getitem, (Scorecard::of(py, &self.card)?, self.id()?)))
            }

            $($own)*
        }
    };
}

row!(ObjectiveRow, ObjectiveRow, ObjectiveDetails, objective, objective_at, OBJECTIVES, {
    /// Its key results, in the order of the document.
    #[getter]
    fn key_results(&self) -> PyResult<Vec<KeyResultRow>> {
        let rows = self.row()?.key_results();
        Ok(rows.filter_map(|row| KeyResultRow::of(&self.card, row.id())).collect())
    }

    /// Id of its cycle.
    #[getter]
    fn cycle(&self) -> PyResult<Option<&str>> {
        Ok(self.details()?.cycle())
    }

    /// Id of the objective or key result that it contributes to, the first of several; None where it contributes to nothing.
    #[getter]
    fn parent(&self) -> PyResult<Option<String>> {
        self.cell("parent", text)
    }

    /// How far below it stands: 0 where it contributes to nothing, else one more than the lowest that it contributes to.
    #[getter]
    fn level(&self) -> PyResult<i64> {
        self.cell("level", whole)?.ok_or_else(gone)
    }

    /// Id of its team, its owner's where it names none.
    #[getter]
    fn team(&self) -> PyResult<Option<&str>> {
        Ok(self.details()?.team())
    }

    /// Present value of its own measure, in its unit; None where there is none.
    #[getter]
    fn value(&self) -> PyResult<Option<f64>> {
        Ok(self.details()?.value())
    }

    /// Start value of its own measure, in its unit; None where there is none.
    #[getter]
    fn baseline(&self) -> PyResult<Option<f64>> {
        Ok(self.details()?.baseline())
    }

    /// Target of its own measure, resolved, in its unit; None where there is none.
    #[getter]
    fn target(&self) -> PyResult<Option<f64>> {
        Ok(self.details()?.target())
    }

    /// The unit of its values.
    #[getter]
    fn unit(&self) -> PyResult<Option<&str>> {
        Ok(self.details()?.unit())
    }

    /// Its guardrails, and how each stands.
    #[getter]
    fn guardrails<'py>(&self, py: Python<'py>) -> PyResult<Vec<Made<'py, made::Guardrail>>> {
        all_made(py, self.details()?.guardrails())
    }
});

row!(KeyResultRow, KeyResultRow, KeyResultDetails, key_result, key_result_at, KEY_RESULTS, {
    /// The row of its objective.
    #[getter]
    fn objective(&self) -> PyResult<ObjectiveRow> {
        let row = self.row()?.objective();
        ObjectiveRow::of(&self.card, row.id()).ok_or_else(gone)
    }

    /// Present value, in the measure's unit; None where there is none yet.
    #[getter]
    fn value(&self) -> PyResult<Option<f64>> {
        Ok(self.row()?.value())
    }

    /// Start value in force, in the measure's unit; None where the measure has none.
    #[getter]
    fn baseline(&self) -> PyResult<Option<f64>> {
        Ok(self.row()?.baseline())
    }

    /// Target in force, resolved, in the measure's unit; None where the measure has none.
    #[getter]
    fn target(&self) -> PyResult<Option<f64>> {
        Ok(self.row()?.target())
    }

    /// The unit of its values, that of an amendment included.
    #[getter]
    fn unit(&self) -> PyResult<Option<&str>> {
        Ok(self.details()?.unit())
    }

    /// The kind of its measure, by the amendments in force: `move`, `ratio`, `at_least` and so on.
    #[getter]
    fn measure(&self) -> PyResult<Word<MeasureKind>> {
        Ok(self.details()?.measure().into())
    }

    /// Id of its objective's cycle.
    #[getter]
    fn cycle(&self) -> PyResult<Option<&str>> {
        Ok(self.above()?.cycle())
    }

    /// Id of its objective's team.
    #[getter]
    fn team(&self) -> PyResult<Option<&str>> {
        Ok(self.above()?.team())
    }

    /// How many check-ins there are by the date, or readings of its KPI.
    #[getter]
    fn check_ins(&self) -> PyResult<u32> {
        Ok(self.details()?.check_ins())
    }

    /// Whether it counts or guards: `normal` or `guardrail`.
    #[getter]
    fn role(&self) -> PyResult<Word<Role>> {
        Ok(self.details()?.role().into())
    }

    /// Whole days since the last check-in, or since the start; None where neither is known.
    #[getter]
    fn stale_days(&self) -> PyResult<Option<i32>> {
        Ok(self.details()?.stale_days())
    }
});

impl KeyResultRow {
    /// What is said of its objective besides its numbers.
    fn above(&self) -> PyResult<okr_core::ObjectiveDetails<'_>> {
        let details = self.card.card.details(&self.card.workspace).or_raise()?;
        Ok(details.objective(self.row()?.objective().row() as u32))
    }
}

fn number(cell: Cell<'_>) -> Option<f64> {
    if let Cell::Number(number) = cell { Some(number) } else { None }
}

fn whole(cell: Cell<'_>) -> Option<i64> {
    if let Cell::Integer(number) = cell { Some(number) } else { None }
}

fn text(cell: Cell<'_>) -> Option<String> {
    if let Cell::Text(text) = cell { Some(text.to_owned()) } else { None }
}

fn flag(cell: Cell<'_>) -> Option<bool> {
    if let Cell::Boolean(flag) = cell { Some(flag) } else { None }
}

fn left_out(cell: Cell<'_>) -> Option<Word<LeftOut>> {
    let Cell::Text(text) = cell else { return None };
    text.parse().ok().map(|left_out: LeftOut| left_out.into())
}

fn repr(py: Python<'_>, class: &str, id: &str, numbers: (Option<f64>, Option<f64>), status: &str) -> PyResult<String> {
    let id = PyString::new(py, id).repr()?;
    let progress = numbers.0.map_or_else(|| "no progress".to_owned(), |x| format!("progress {x:.4}"));
    let expected = numbers.1.map_or_else(String::new, |x| format!(", expected {x:.4}"));
    Ok(format!("<okr.{class} {id}: {progress}{expected}, {status}>"))
}
