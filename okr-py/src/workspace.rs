//! Workspaces: documents checked and ready to be scored, as values that never change.

use crate::carry::Carries;
use crate::dates::Day;
use crate::errors::{OrRaise, exception_at, refused};
use crate::event::Event;
use crate::files::{self, Place};
use crate::finding::{Finding, listed};
use crate::limits::Limits;
use crate::made::{self, Made, all_made, known, made, maker};
use crate::plain::{Answer, Plain, plain};
use crate::policy::{Counting, Policy, restorer};
use crate::read::{Given, Many, PolicyFields, Text, type_name};
use crate::scorecard::{Card, Scorecard};
use crate::table::Table;
use crate::write::written;
use okr_core::{Date, ErrorCode, Scoring};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// All OKR data of one organisation, checked and ready to be scored. It never changes: `apply` gives a new one. Made of
/// definitions here, or of JSON by `okr.load` and `okr.loads`, and like those it raises OkrError with everything that is
/// wrong in `findings`.
///
/// Two workspaces are equal where their documents are. Threads may score one at once.
///
/// >>> workspace = okr.Workspace(name="Acme", objectives=[
/// ...     okr.Objective("grow", "Grow", start="2026-10-01", due="2026-12-31", key_results=[
/// ...         okr.KeyResult("users", "Double the users", okr.Measure.move(100, 200))])])
/// >>> workspace = workspace.apply(okr.Event.check_in("users", "2026-11-15", 160))
/// >>> workspace.score("2026-11-15")["grow"].progress
/// 0.6
#[pyclass(module = "okr", frozen)]
pub(crate) struct Workspace {
    pub(crate) data: Arc<okr_core::Workspace>,
    hash: OnceLock<u64>,
    /// How many objectives and key results there are.
    counts: OnceLock<(usize, usize)>,
    check_ins: OnceLock<Arc<okr::arrow::Table>>,
}

impl From<Arc<okr_core::Workspace>> for Workspace {
    fn from(data: Arc<okr_core::Workspace>) -> Self {
        Workspace { data, hash: OnceLock::new(), counts: OnceLock::new(), check_ins: OnceLock::new() }
    }
}

/// Whether two workspaces have the same document.
pub(crate) fn same(one: &Arc<okr_core::Workspace>, other: &Arc<okr_core::Workspace>) -> bool {
    Arc::ptr_eq(one, other) || one.to_json() == other.to_json()
}

#[pymethods]
impl Workspace {
    #[new]
    #[pyo3(signature = (
        *, name="", policy=None, confidence_scale=None, cycles=None, teams=None, people=None, kpis=None, objectives=None,
        limits=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keywords, each a field of the format")]
    fn new(
        py: Python<'_>,
        name: &str,
        policy: Option<PolicyFields<'_>>,
        confidence_scale: Option<Many<'_, made::Float>>,
        cycles: Option<Many<'_, made::Cycle>>,
        teams: Option<Many<'_, made::Team>>,
        people: Option<Many<'_, made::Person>>,
        kpis: Option<Many<'_, made::Kpi>>,
        objectives: Option<Many<'_, made::Objective>>,
        limits: Option<&Limits>,
    ) -> PyResult<Self> {
        let document = PyDict::new(py);
        document.set_item("okr", 1)?;
        document.set_item("name", name)?;
        let lists = [
            ("confidence_scale", confidence_scale.map(|scale| scale.list)),
            ("cycles", cycles.map(|cycles| cycles.list)),
            ("teams", teams.map(|teams| teams.list)),
            ("people", people.map(|people| people.list)),
            ("kpis", kpis.map(|kpis| kpis.list)),
            ("objectives", objectives.map(|objectives| objectives.list)),
        ];
        let stated = lists.into_iter().filter_map(|(field, list)| Some((field, list?.into_any())));
        for (field, value) in stated.chain(policy.map(|policy| ("policy", policy.0))) {
            document.set_item(field, value)?;
        }
        let limits = within(limits);
        let text = written(document.as_any(), limits.bytes)?;
        py.detach(|| read(text.as_bytes(), &limits))
    }

    /// Evaluates everything as of a date, under the workspace's own policy or another one: an `okr.Policy`, the name of a
    /// preset, or a dict of its fields. Raises OkrError where the policy is none, or `bad_date`.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    /// ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    /// ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
    /// >>> workspace.score(datetime.date(2026, 10, 5)).progress("o")
    /// 0.25
    /// >>> workspace.score("2026-10-05", {"rollup": {"mean": "minimum"}}).progress("o")
    /// 0.0
    #[pyo3(signature = (as_of, policy=None))]
    fn score<'py>(slf: &Bound<'py, Self>, as_of: Day, policy: Option<Counting>) -> PyResult<Bound<'py, Scorecard>> {
        scored(slf, as_of.0, policy.map(|counting| counting.0))
    }

    /// What changes when this workspace is counted by the policy `after` instead of `before`, and why: every row that
    /// differs in progress, status, score or grade, with the fields that cause it. Printed, it lists them.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    /// ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    /// ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
    /// >>> change = workspace.compare_policies("default", {"rollup": {"mean": "minimum"}}, "2026-10-05")
    /// >>> row = change.rows[0]
    /// >>> row.id, row.before.progress, row.after.progress, row.causes[0].fields
    /// ('o', 0.25, 0.0, ('rollup.mean',))
    #[pyo3(signature = (before, after, as_of))]
    fn compare_policies<'py>(
        &self,
        py: Python<'py>,
        before: Counting,
        after: Counting,
        as_of: Day,
    ) -> PyResult<Made<'py, made::PolicyComparison>> {
        let compared = py.detach(|| self.data.compare_policies(&before.0, &after.0, as_of.0));
        made(py, &compared.or_raise()?)
    }

    /// A new workspace with one event more, or several: all of them, or an exception and nothing. This one stays as it is.
    ///
    /// A call copies the workspace once, however many events it is given: many events belong in one call. Raises OkrError;
    /// its path is that of the event as JSON, behind the event's place where there are several: `/1/kind/check_in/value`.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    /// ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}}]}]})
    /// >>> later = workspace.apply(
    /// ...     okr.Event.check_in("k", "2026-10-01", 2),
    /// ...     okr.Event.check_in("k", "2026-10-08", 5),
    /// ... )
    /// >>> later.score("2026-10-09").progress("k"), workspace.score("2026-10-09").progress("k")
    /// (0.5, 0.0)
    #[pyo3(signature = (*events: "Event"))]
    fn apply(&self, py: Python<'_>, events: EventList) -> PyResult<Workspace> {
        let events = events.0;
        if events.is_empty() {
            return Ok(Workspace::from(Arc::clone(&self.data)));
        }
        py.detach(|| {
            let mut next = okr_core::Workspace::clone(&self.data);
            for (at, event) in events.iter().enumerate() {
                let place = if events.len() == 1 { String::new() } else { format!("/{at}") };
                // No scorecard is kept that the change would bring up to date.
                let _change = next.apply(event).map_err(|error| exception_at(&place, &error))?;
            }
            Ok(Workspace::from(Arc::new(next)))
        })
    }

    /// The objectives that continue others in the next cycle, in the order of `carries`; nothing is added. The date of the
    /// scorecard, one of this workspace, is the day of carrying, and the `carry_over` of its policy decides. What is stated
    /// about the objectives and their key results comes along, `continues` names what each came from; check-ins,
    /// amendments, states, overrides, initiatives, plans and dates of their own stay behind. Raises OkrError.
    ///
    /// >>> workspace = okr.Workspace(
    /// ...     cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31"), okr.Cycle("Q1", "2027-01-01", "2027-03-31")],
    /// ...     objectives=[okr.Objective("grow", "Grow", cycle="Q4", key_results=[
    /// ...         okr.KeyResult("users", "Users", okr.Measure.move(0, 10), check_ins=[okr.CheckIn("2026-11-16", 5)])])])
    /// >>> card = workspace.score("2026-12-31")
    /// >>> grow, = workspace.continuations(card, [okr.CarryOver("grow", "grow-q1", "Q1", key_results={"users": "users-q1"})])
    /// >>> grow.continues, grow.key_results[0].measure
    /// ('grow', okr.Measure.move(5.0, 10.0))
    #[pyo3(signature = (card, carries, /))]
    fn continuations<'py>(
        &self,
        py: Python<'py>,
        card: &Scorecard,
        carries: Carries,
    ) -> PyResult<Vec<Made<'py, made::Objective>>> {
        let next = py.detach(|| {
            let (workspace, scored) = self.carrying(card)?;
            workspace.continuations(&scored, &carries.0).or_raise()
        });
        all_made(py, next?)
    }

    /// A new workspace with the objectives that `continuations` gives: all of them, or an exception and nothing. This one
    /// stays as it is.
    ///
    /// >>> workspace = okr.Workspace(
    /// ...     cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31"), okr.Cycle("Q1", "2027-01-01", "2027-03-31")],
    /// ...     objectives=[okr.Objective("grow", "Grow", cycle="Q4")])
    /// >>> next = workspace.carry_over(workspace.score("2026-12-31"), [okr.CarryOver("grow", "grow-q1", "Q1")])
    /// >>> [objective.id for objective in next.document().objectives]
    /// ['grow', 'grow-q1']
    #[pyo3(signature = (card, carries, /))]
    fn carry_over(&self, py: Python<'_>, card: &Scorecard, carries: Carries) -> PyResult<Workspace> {
        py.detach(|| {
            let (mut workspace, scored) = self.carrying(card)?;
            // No scorecard is kept that the change would bring up to date.
            let _change = workspace.carry_over(&scored, &carries.0).or_raise()?;
            Ok(Workspace::from(Arc::new(workspace)))
        })
    }

    /// The document as it is now, as definitions.
    ///
    /// >>> workspace = okr.loads('{"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": []}]}')
    /// >>> workspace.document().objectives[0]
    /// okr.Objective('o', 'Grow')
    fn document<'py>(&self, py: Python<'py>) -> PyResult<Made<'py, made::Document>> {
        let mut document = py.detach(|| self.data.to_document());
        // One by one: plain values of all of them at once would keep Python's collector going through them.
        let objectives: Vec<Made<'py, made::Objective>> = all_made(py, std::mem::take(&mut document.objectives))?;
        let Plain(fields) = plain(py, &document)?;
        fields.set_item("objectives", objectives)?;
        known(maker::<made::Document>(py)?.call1((fields,))?)
    }

    /// The document as it is now, as plain values whose dates are `datetime.date`.
    ///
    /// >>> okr.Workspace(name="Acme").to_dict()
    /// {'okr': 1, 'name': 'Acme'}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Plain<'py>> {
        plain(py, &py.detach(|| self.data.to_document()))
    }

    /// The name of the organisation; None where the document states none.
    ///
    /// >>> okr.Workspace(name="Acme").name
    /// 'Acme'
    #[getter]
    fn name(&self) -> Option<&str> {
        Some(self.data.name()).filter(|name| !name.is_empty())
    }

    /// Warnings and hints about the document as it is now, at most 1,000. Those of an evaluation are its scorecard's.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        listed(self.data.findings())
    }

    /// How many more there are than `findings` lists.
    #[getter]
    fn unlisted_findings(&self) -> usize {
        self.data.findings().unlisted()
    }

    /// Every check-in as a table, those dated in the future too: objectives in the order of the document, each with its own
    /// check-ins and then those of its key results, by date.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    /// ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
    /// >>> [(row["key_result"], row["on"], row["value"]) for row in workspace.check_ins]
    /// [('k', datetime.date(2026, 10, 1), 5.0)]
    #[getter]
    fn check_ins(&self, py: Python<'_>) -> Table {
        let made = || Arc::new(okr::arrow::Table::check_ins(&self.data));
        let table = py.detach(|| Arc::clone(self.check_ins.get_or_init(made)));
        Table::of_check_ins(&self.data, table)
    }

    /// The policy in force.
    #[getter]
    fn policy(&self) -> Policy {
        Policy::from(self.data.policy().clone())
    }

    /// The document as it is now, as canonical JSON on one line: what is read back is equal.
    ///
    /// >>> okr.loads('{"policy": "default", "name": "Acme", "okr": 1.0}').to_json()
    /// '{"okr":1,"name":"Acme"}'
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.data.to_json())
    }

    /// Writes the document as it is now to a file that `okr.load` reads, as canonical JSON with a line end. A file that is
    /// there is replaced as a whole, once the new one is on the disk: whoever reads it meanwhile finds the old document or
    /// the new one, and where writing fails the old one stays. Raises OSError.
    ///
    /// >>> import pathlib, tempfile
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder, "acme.json")
    /// ...     okr.Workspace(name="Acme").save(path)
    /// ...     okr.load(path)
    /// <okr.Workspace 'Acme': 0 objectives, 0 key results>
    #[pyo3(signature = (path, /))]
    fn save(&self, py: Python<'_>, path: Place) -> PyResult<()> {
        py.detach(|| {
            let text = self.data.to_json() + "\n";
            files::replace(&path.0, text.as_bytes()).map_err(|error| files::failed(&path.0, &error))
        })
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> Answer {
        let other = other.cast::<Workspace>().ok().map(|other| &other.get().data);
        Answer(other.map(|other| py.detach(|| same(&self.data, other))))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (_memo, /))]
    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __hash__(&self, py: Python<'_>) -> u64 {
        py.detach(|| {
            *self.hash.get_or_init(|| {
                let mut hasher = DefaultHasher::new();
                self.data.to_json().hash(&mut hasher);
                hasher.finish()
            })
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let name = PyString::new(py, self.data.name()).repr()?;
        let counts = py.detach(|| *self.counts.get_or_init(|| counts(&self.data)));
        Ok(format!("<okr.Workspace {name}: {}>", counted(counts)))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((restorer(py, "_restore_workspace")?, (self.to_json(py),)))
    }
}

impl Workspace {
    /// A copy of this workspace with a scorecard of its own, as of the date and by the policy of another one, which is of
    /// this workspace or an equal one.
    fn carrying(&self, card: &Scorecard) -> PyResult<(okr_core::Workspace, okr_core::Scorecard)> {
        let Card { workspace, card, policy, .. } = &*card.0;
        if !same(&self.data, workspace) {
            // The engine says what is wrong with it.
            self.data.continuations(card, &[]).or_raise()?;
        }
        let copy = okr_core::Workspace::clone(&self.data);
        let scored = match policy {
            None => copy.score(card.as_of()),
            Some(policy) => copy.score_with(policy, card.as_of()).or_raise()?,
        };
        Ok((copy, scored))
    }
}

/// How many objectives and key results there are in a workspace.
fn counts(data: &okr_core::Workspace) -> (usize, usize) {
    let mut card = okr_core::Scorecard::default();
    data.score_into(&Scoring::as_of(Date::MIN).progress_only(), &mut card);
    counts_of(&card)
}

/// The same of a scorecard, which knows.
pub(crate) fn counts_of(card: &okr_core::Scorecard) -> (usize, usize) {
    (card.objective_progress().values().len(), card.key_result_progress().values().len())
}

/// How much that is, in words.
pub(crate) fn counted((objectives, key_results): (usize, usize)) -> String {
    let things = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    format!("{}, {}", things(objectives, "objective"), things(key_results, "key result"))
}

/// Evaluates without holding the interpreter.
pub(crate) fn scored<'py>(
    workspace: &Bound<'py, Workspace>,
    as_of: Date,
    policy: Option<Arc<okr_core::Policy>>,
) -> PyResult<Bound<'py, Scorecard>> {
    let (py, data) = (workspace.py(), &workspace.get().data);
    let card = py.detach(|| match &policy {
        None => Ok(data.score(as_of)),
        Some(policy) => data.score_with(policy, as_of),
    });
    Scorecard::of(py, &Arc::new(Card::new(workspace.clone().unbind(), card.or_raise()?, policy)))
}

/// Events as arguments.
pub(crate) struct EventList(Vec<okr_core::Event>);

impl<'a, 'py> FromPyObject<'a, 'py> for EventList {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let events = value.cast::<PyTuple>()?.iter().map(|event| match event.cast::<Event>() {
            Ok(event) => Ok(event.get().0.clone()),
            Err(_) => Err(no_event(&event)),
        });
        events.collect::<PyResult<Vec<_>>>().map(EventList)
    }
}

fn no_event(value: &Bound<'_, PyAny>) -> PyErr {
    let is_several = value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>();
    let help = if is_several { "; several are arguments each: `apply(*events)`" } else { "" };
    PyTypeError::new_err(format!("found {}, expected okr.Event{help}", type_name(value)))
}

/// Reads a document: JSON text or bytes, the same as a dict, or an `okr.Document`. A dict may have dates and definitions
/// in it. Other threads run while text and bytes are read, and wait while a dict or definitions are gone through.
///
/// Raises OkrError with everything that is wrong with it in `findings`, TypeError for values that no JSON has.
///
/// >>> okr.loads('{"okr": 1, "name": "Acme"}') == okr.loads({"okr": 1, "name": "Acme"})
/// True
/// >>> okr.loads({"okr": 1, "objectives": [okr.Objective("o", "Grow")]})
/// <okr.Workspace '': 1 objective, 0 key results>
#[pyfunction]
#[pyo3(signature = (document, /, *, limits=None))]
pub(crate) fn loads(py: Python<'_>, document: Given<'_>, limits: Option<&Limits>) -> PyResult<Workspace> {
    let limits = within(limits);
    let source = document.source(&limits)?;
    py.detach(|| match okr_core::Workspace::from_slice(&source, &limits) {
        Ok(data) => Ok(Workspace::from(Arc::new(data))),
        Err(error) if files::is_named(&source) && error.code() == ErrorCode::InvalidJson => {
            let message = "found what reads as the name of a file, expected the JSON text of a document";
            Err(refused(ErrorCode::InvalidJson, "", message, "`okr.load` reads a file"))
        }
        Err(error) => Err(exception_at("", &error)),
    })
}

/// The limits stated, or the usual ones.
fn within(limits: Option<&Limits>) -> okr_core::Limits {
    limits.map(|limits| limits.0.clone()).unwrap_or_default()
}

/// Reads a document from a file of JSON. Raises OSError where the file cannot be read, and OkrError as `okr.loads` does.
///
/// >>> okr.load("no such file")
/// Traceback (most recent call last):
/// ...
/// FileNotFoundError: [Errno 2] No such file or directory: 'no such file'
#[pyfunction]
#[pyo3(signature = (path, /, *, limits=None))]
pub(crate) fn load(py: Python<'_>, path: Place, limits: Option<&Limits>) -> PyResult<Workspace> {
    let (Place(path), limits) = (path, within(limits));
    py.detach(|| {
        let bytes = files::bytes_of(&path, limits.bytes).map_err(|error| files::failed(&path, &error))?;
        read(&bytes, &limits)
    })
}

/// Brings back a pickled workspace.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn _restore_workspace(py: Python<'_>, text: Text) -> PyResult<Workspace> {
    // It may have been read within larger limits.
    py.detach(|| read(&text.0, &okr_core::Limits::large()))
}

fn read(bytes: &[u8], limits: &okr_core::Limits) -> PyResult<Workspace> {
    let data = okr_core::Workspace::from_slice(bytes, limits).or_raise()?;
    Ok(Workspace::from(Arc::new(data)))
}
