//! Scorecards: a workspace evaluated as of a date.

use crate::dates::{Day, py_date};
use crate::errors::{OrRaise, exception_at, refused};
use crate::finding::{Finding, listed};
use crate::groups::{Groups, Kind};
use crate::made::{self, Made, all_made, made};
use crate::plain::{Answer, Plain, Texts, plain};
use crate::policy::{Counting, Policy, restorer};
use crate::rows::{KeyResultRow, ObjectiveRow, Row};
use crate::table::{KeptTables, Listing, Table};
use crate::words::{Said, TableName, TableOrder, Word};
use crate::workspace::{Workspace, counted, counts_of, same, scored};
use okr_core::model::State;
use okr_core::{ErrorCode, Findings};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyString, PyWeakrefMethods, PyWeakrefReference};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A workspace evaluated as of a date: a mapping from the ids of objectives and key results to their rows, in the order
/// of the document. It never changes.
///
/// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
/// ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
/// >>> card = workspace.score("2026-10-05")
/// >>> list(card), card["k"].progress, card["o"].status
/// (['o', 'k'], 0.5, 'none')
#[pyclass(module = "okr", frozen, mapping, weakref)]
pub(crate) struct Scorecard(pub(crate) Arc<Card>);

/// An evaluation with the workspace that it is of.
pub(crate) struct Card {
    pub(crate) workspace: Arc<okr_core::Workspace>,
    /// Shared with its tables, whose numbers are its own.
    pub(crate) card: Arc<okr_core::Scorecard>,
    /// The policy it was asked for; the workspace's own where none was.
    pub(crate) policy: Option<Arc<okr_core::Policy>>,
    /// The workspace as Python has it, which all that is pickled together shares.
    of: Py<Workspace>,
    /// This scorecard as Python has it, as long as it does.
    seen: Mutex<Option<Py<PyWeakrefReference>>>,
    findings: OnceLock<Findings>,
    pub(crate) groups: Groups,
    pub(crate) tables: KeptTables,
}

impl Card {
    pub(crate) fn new(of: Py<Workspace>, card: okr_core::Scorecard, policy: Option<Arc<okr_core::Policy>>) -> Self {
        Card {
            workspace: Arc::clone(&of.get().data),
            of,
            card: Arc::new(card),
            policy,
            seen: Mutex::new(None),
            findings: OnceLock::new(),
            groups: Groups::new(),
            tables: KeptTables::default(),
        }
    }

    fn rules(&self) -> &okr_core::Policy {
        self.policy.as_deref().unwrap_or_else(|| self.workspace.policy())
    }

    /// Whether both say the same: of the same document, as of the same date, by the same policy.
    pub(crate) fn same(&self, other: &Card) -> bool {
        self.card.as_of() == other.card.as_of()
            && self.rules() == other.rules()
            && same(&self.workspace, &other.workspace)
    }

    /// An exception for an id that nothing has, with the nearest one, or that is one of the other kind.
    fn unknown(&self, py: Python<'_>, id: &str) -> PyErr {
        // Looking for the nearest goes through all ids.
        match py.detach(|| self.card.try_row(id)) {
            Err(error) => exception_at("", &error),
            Ok(row) => {
                let (is, not) = match row {
                    okr_core::Row::Objective(_) => ("an objective", "a key result"),
                    okr_core::Row::KeyResult(_) => ("a key result", "an objective"),
                };
                let message = format!("found `{id}`, the id of {is}, expected that of {not}");
                refused(ErrorCode::UnknownId, "", &message, "`card[id]` takes both")
            }
        }
    }

    pub(crate) fn report<'py>(&self, py: Python<'py>) -> PyResult<Plain<'py>> {
        let report = py.detach(|| self.card.report(&self.workspace));
        plain(py, &report.or_raise()?)
    }

    /// All ids, each objective's before those of its key results.
    fn ids(&self) -> Vec<&str> {
        let rows = self.card.objectives();
        rows.flat_map(|row| std::iter::once(row.id()).chain(row.key_results().map(|row| row.id()))).collect()
    }

    /// What is doubtful about it, found once.
    fn findings(&self, py: Python<'_>) -> PyResult<&Findings> {
        if let Some(found) = self.findings.get() {
            return Ok(found);
        }
        // Two threads may find them each, of which one's are kept.
        let found = py.detach(|| self.card.findings(&self.workspace)).or_raise()?;
        Ok(self.findings.get_or_init(|| found))
    }

    fn has(&self, id: &str) -> bool {
        self.card.row(id).is_some()
    }
}

/// A row, or what was asked for in place of one.
#[derive(IntoPyObject)]
enum RowOr {
    Objective(ObjectiveRow),
    KeyResult(KeyResultRow),
    Default(Option<Py<PyAny>>),
}

impl Scorecard {
    /// The scorecard of an evaluation: the one that Python has, so that what is pickled together writes it once.
    pub(crate) fn of<'py>(py: Python<'py>, card: &Arc<Card>) -> PyResult<Bound<'py, Scorecard>> {
        let seen = || card.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // The lock is held for no call into Python, which may run anything.
        let known = seen().as_ref().map(|seen| seen.clone_ref(py));
        if let Some(known) = known.and_then(|known| known.bind(py).upgrade()) {
            return Ok(known.cast_into::<Scorecard>()?);
        }
        let made = Bound::new(py, Scorecard(Arc::clone(card)))?;
        let reference = PyWeakrefReference::new(&made)?.unbind();
        let before = seen().replace(reference);
        drop(before);
        Ok(made)
    }
}

/// What a scorecard is made from.
type Parts<'py> = (Bound<'py, Workspace>, String, Option<Policy>);

#[pymethods]
impl Scorecard {
    /// The row of an objective or key result. Raises okr.UnknownIdError, which is an OkrError and a KeyError.
    fn __getitem__(&self, py: Python<'_>, id: &str) -> PyResult<Row> {
        Row::of(&self.0, id).ok_or_else(|| self.0.unknown(py, id))
    }

    fn __contains__(&self, id: &Bound<'_, PyAny>) -> bool {
        id.extract::<&str>().is_ok_and(|id| self.0.has(id))
    }

    fn __len__(&self) -> usize {
        let (objectives, key_results) = counts_of(&self.0.card);
        objectives + key_results
    }

    /// The ids of all objectives and key results, in the order of the document.
    fn __iter__(&self) -> Texts<'_> {
        Texts(self.0.ids())
    }

    /// The ids of all objectives and key results, in the order of the document.
    fn keys(&self) -> Vec<&str> {
        self.0.ids()
    }

    /// The rows of all objectives and key results, in the order of the document.
    fn values(&self) -> Vec<Row> {
        self.0.ids().into_iter().filter_map(|id| Row::of(&self.0, id)).collect()
    }

    /// Ids with their rows, in the order of the document.
    fn items(&self) -> Vec<(&str, Row)> {
        self.0.ids().into_iter().filter_map(|id| Some((id, Row::of(&self.0, id)?))).collect()
    }

    /// The row of an objective or key result, `default` where nothing has that id.
    #[pyo3(signature = (id, default=None, /))]
    fn get(&self, id: &str, default: Option<Py<PyAny>>) -> RowOr {
        match Row::of(&self.0, id) {
            Some(Row::Objective(row)) => RowOr::Objective(row),
            Some(Row::KeyResult(row)) => RowOr::KeyResult(row),
            None => RowOr::Default(default),
        }
    }

    /// The row of an objective. Raises okr.UnknownIdError where none has that id.
    ///
    /// >>> okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objective("o").title
    /// 'Grow'
    #[pyo3(signature = (id, /))]
    fn objective(&self, py: Python<'_>, id: &str) -> PyResult<ObjectiveRow> {
        ObjectiveRow::of(&self.0, id).ok_or_else(|| self.0.unknown(py, id))
    }

    /// The row of a key result. Raises okr.UnknownIdError where none has that id.
    #[pyo3(signature = (id, /))]
    fn key_result(&self, py: Python<'_>, id: &str) -> PyResult<KeyResultRow> {
        KeyResultRow::of(&self.0, id).ok_or_else(|| self.0.unknown(py, id))
    }

    /// The rows of all objectives, in the order of the document.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]})
    /// >>> [row.title for row in workspace.score("2026-10-05").objective_rows()]
    /// ['A', 'B']
    fn objective_rows(&self) -> Vec<ObjectiveRow> {
        self.0.card.objectives().filter_map(|row| ObjectiveRow::of(&self.0, row.id())).collect()
    }

    /// The rows of all key results, in the order of the document.
    fn key_result_rows(&self) -> Vec<KeyResultRow> {
        self.0.card.key_results().filter_map(|row| KeyResultRow::of(&self.0, row.id())).collect()
    }

    /// All objectives as a table, in the order of the document, with everything their rows say that is one value.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]})
    /// >>> table = workspace.score("2026-10-05").objectives
    /// >>> table
    /// <okr.Table objectives: 2 rows, 33 columns>
    /// >>> list(table["title"])
    /// ['A', 'B']
    #[getter]
    fn objectives(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_card(py, &self.0, Listing::OBJECTIVES)
    }

    /// All key results as a table, in the order of the document, each with the id of its `objective`.
    #[getter]
    fn key_results(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_card(py, &self.0, Listing::KEY_RESULTS)
    }

    /// The teams as a table, in the order of the document: the mean progress of their and their sub-teams' objectives.
    #[getter]
    fn teams(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_card(py, &self.0, Listing::TEAMS)
    }

    /// The people as a table, in the order of the document: the mean progress of the objectives they own.
    #[getter]
    fn people(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_card(py, &self.0, Listing::PEOPLE)
    }

    /// The cycles as a table, in the order of the document: the mean progress of their objectives.
    #[getter]
    fn cycles(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_card(py, &self.0, Listing::CYCLES)
    }

    /// The KPIs as a table, in the order of the document.
    #[getter]
    fn kpis(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_card(py, &self.0, Listing::KPIS)
    }

    /// A table by its name: `objectives`, `key_results`, `teams`, `people`, `cycles` or `kpis`. Raises ValueError where the
    /// name or order is another.
    ///
    /// The order is that of the document, `document`, where nothing is said. In the order `rows`, which is the engine's
    /// own, the numbers of objectives and key results are always those of the engine itself; in the order of the document
    /// they are copied once where the two orders differ.
    ///
    /// >>> card = okr.loads({"okr": 1, "objectives": [{"id": "all", "title": "All"},
    /// ...     {"id": "part", "title": "Part", "aligned_to": [{"to": "all"}]}]}).score("2026-10-05")
    /// >>> list(card.table("objectives", order="rows")["id"]), list(card.objectives["id"])
    /// (['part', 'all'], ['all', 'part'])
    #[pyo3(signature = (name, /, order=None))]
    fn table(&self, py: Python<'_>, name: Said<TableName>, order: Option<Said<TableOrder>>) -> PyResult<Table> {
        let order = order.map_or_else(|| "document".to_owned(), |order| order.0);
        Table::of_card(py, &self.0, Listing::named(&name.0, &order)?)
    }

    /// Progress of an objective or key result, a fraction, 1 = 100 %; None where nothing counts. The same as
    /// `card[id].progress`, without making the row.
    #[pyo3(signature = (id, /))]
    fn progress(&self, py: Python<'_>, id: &str) -> PyResult<Option<f64>> {
        self.0.card.row(id).map(okr_core::Row::progress).ok_or_else(|| self.0.unknown(py, id))
    }

    /// Why an objective or key result stands where it does: `lines` that add up to its progress, what was left out, and
    /// the rules used. Printed, it shows how the lines add up. Raises okr.UnknownIdError.
    ///
    /// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    /// ...     {"id": "a", "title": "A", "weight": 3, "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    /// ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
    /// >>> why = workspace.score("2026-10-05").explain("o")
    /// >>> [(line.id, line.contribution, line.rule) for line in why.lines]
    /// [('a', 0.375, 'R3'), ('b', 0.0, 'R3')]
    #[pyo3(signature = (id, /))]
    fn explain<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Made<'py, made::Explanation>> {
        let why = py.detach(|| self.0.workspace.explain(&self.0.card, id));
        made(py, &why.or_raise()?)
    }

    /// The check-ins of a key result that fall due in its window, and whether they came. Raises okr.UnknownIdError where it
    /// is no key result.
    #[pyo3(signature = (id, /))]
    fn due_check_ins<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Vec<Made<'py, made::DueCheckIn>>> {
        all_made(py, py.detach(|| self.0.workspace.due_check_ins(&self.0.card, id)).or_raise()?)
    }

    /// The state that is proposed at the end for an objective or key result: `closed`, or `postponed` where it made no
    /// progress and the `carry_over.unmoved` of the policy says so; what is not active keeps its state. Raises
    /// okr.UnknownIdError.
    ///
    /// >>> workspace = okr.Workspace(policy="viva_goals", objectives=[okr.Objective("grow", "Grow", key_results=[
    /// ...     okr.KeyResult("users", "Users", okr.Measure.move(0, 10))])])
    /// >>> workspace.score("2026-12-31").proposed_state("users")
    /// 'postponed'
    #[pyo3(signature = (id, /))]
    fn proposed_state(&self, py: Python<'_>, id: &str) -> PyResult<Word<State>> {
        py.detach(|| self.0.workspace.proposed_state(&self.0.card, id)).or_raise().map(Word::from)
    }

    /// The row of a team: the mean of its and its sub-teams' objectives. Raises okr.UnknownIdError where none has that id.
    #[pyo3(signature = (id, /))]
    fn team<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Made<'py, made::GroupRow>> {
        self.0.group(py, Kind::Team, id)
    }

    /// The row of a person: the mean of the objectives they own. Raises okr.UnknownIdError where nobody has that id.
    ///
    /// >>> workspace = okr.Workspace(people=[okr.Person("ana", "Ana")])
    /// >>> workspace.score("2026-10-05").person("ana").name
    /// 'Ana'
    #[pyo3(signature = (id, /))]
    fn person<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Made<'py, made::GroupRow>> {
        self.0.group(py, Kind::Person, id)
    }

    /// The row of a cycle: the mean of its own objectives. Raises okr.UnknownIdError where none has that id.
    #[pyo3(signature = (id, /))]
    fn cycle<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Made<'py, made::GroupRow>> {
        self.0.group(py, Kind::Cycle, id)
    }

    /// The row of a KPI. Raises okr.UnknownIdError where none has that id.
    #[pyo3(signature = (id, /))]
    fn kpi<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Made<'py, made::KpiRow>> {
        self.0.group(py, Kind::Kpi, id)
    }

    /// The rows of all teams, in the order of the document.
    fn team_rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Made<'py, made::GroupRow>>> {
        self.0.groups_of(py, Kind::Team)
    }

    /// The rows of all people, in the order of the document.
    fn person_rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Made<'py, made::GroupRow>>> {
        self.0.groups_of(py, Kind::Person)
    }

    /// The rows of all cycles, in the order of the document.
    fn cycle_rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Made<'py, made::GroupRow>>> {
        self.0.groups_of(py, Kind::Cycle)
    }

    /// The rows of all KPIs, in the order of the document.
    fn kpi_rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Made<'py, made::KpiRow>>> {
        self.0.groups_of(py, Kind::Kpi)
    }

    /// The whole scorecard with its reasons as plain values: objectives with their key results, KPIs, teams, people,
    /// cycles, and what is doubtful. Absent numbers are None, dates are `datetime.date`.
    ///
    /// >>> report = okr.loads({"okr": 1, "name": "Acme"}).score("2026-10-05").report()
    /// >>> report["workspace"], report["as_of"], report["objectives"]
    /// ('Acme', datetime.date(2026, 10, 5), [])
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Plain<'py>> {
        self.0.report(py)
    }

    /// The same as JSON, on one line.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| self.0.card.to_json(&self.0.workspace)).or_raise()
    }

    /// What is doubtful about this evaluation, at most 1,000. What is doubtful about the document is its workspace's.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<Vec<Finding>> {
        self.0.findings(py).map(|findings| listed(findings))
    }

    /// How many more there are than `findings` lists.
    #[getter]
    fn unlisted_findings(&self, py: Python<'_>) -> PyResult<usize> {
        self.0.findings(py).map(Findings::unlisted)
    }

    /// The date it holds for.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        py_date(py, self.0.card.as_of())
    }

    /// The policy it was made with.
    #[getter]
    fn policy(&self) -> Policy {
        Policy::from(self.0.rules().clone())
    }

    /// The workspace it was made of.
    #[getter]
    fn workspace<'py>(&self, py: Python<'py>) -> Bound<'py, Workspace> {
        self.0.of.bind(py).clone()
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> Answer {
        let other = other.cast::<Scorecard>().ok().map(|other| &other.get().0);
        Answer(other.map(|other| py.detach(|| self.0.same(other))))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (_memo, /))]
    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.0.card.as_of(), &self.0.rules().name, self.0.workspace.name()).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let quoted = |text: &str| PyString::new(py, text).repr();
        let (name, policy) = (quoted(self.0.workspace.name())?, quoted(&self.0.rules().name)?);
        let (as_of, rows) = (self.0.card.as_of(), counted(counts_of(&self.0.card)));
        Ok(format!("<okr.Scorecard of {name} as of {as_of}, by the policy {policy}: {rows}>"))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Parts<'py>)> {
        let policy = self.0.policy.clone().map(Policy);
        Ok((restorer(py, "_restore_scorecard")?, (self.workspace(py), self.0.card.as_of().to_string(), policy)))
    }
}

/// Brings back a pickled scorecard: the numbers follow from workspace, date and policy.
#[pyfunction]
#[pyo3(signature = (workspace, as_of, policy, /))]
pub(crate) fn _restore_scorecard<'py>(
    workspace: &Bound<'py, Workspace>,
    as_of: Day,
    policy: Option<Counting>,
) -> PyResult<Bound<'py, Scorecard>> {
    scored(workspace, as_of.0, policy.map(|counting| counting.0))
}
