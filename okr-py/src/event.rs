//! Events: changes of a workspace as values.

use crate::dates::Day;
use crate::errors::{OrRaise, refused};
use crate::numbers::{Number, float_or};
use crate::plain::{Plain, plain};
use crate::policy::restorer;
use crate::read::{MeasureFields, Object, Text, text_of, type_name};
use crate::words::{self, Said, Word};
use crate::write::written_at;
use okr_core::model::{Amendment, CheckIn, Measure, Outcome, State, StateChange, StatusOverride, Target, Value};
use okr_core::{Date, ErrorCode, EventKind, Limits, Status};
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_union};
use std::hash::{DefaultHasher, Hash, Hasher};

/// One change of an objective or key result, to be applied with `Workspace.apply`: its id, and what is stated about it.
///
/// >>> okr.Event("users", okr.CheckIn("2026-11-16", 160)) == okr.Event.check_in("users", "2026-11-16", 160)
/// True
/// >>> event = okr.Event.check_in("users", "2026-11-16", 160, confidence=0.7)
/// >>> event.of, event.kind
/// ('users', 'check_in')
#[pyclass(module = "okr", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Event(pub(crate) okr_core::Event);

#[pymethods]
impl Event {
    /// An event of a definition: what a document would state of the objective or key result. `Event.check_in` and the like
    /// make both in one step. A confidence is from 0 to 1 here, whatever the scale of the document.
    #[new]
    #[pyo3(signature = (of, change, /))]
    fn new(of: &str, change: Change) -> PyResult<Event> {
        written_event(of, change.kind, &change.fields)
    }

    /// A check-in of a key result, or of an objective itself: a number in the unit of its measure, True or False for a
    /// binary one, or None where only a confidence (0 to 1) or a note is stated.
    ///
    /// >>> okr.Event.check_in("launch", "2026-11-16", True).to_dict()["kind"]
    /// {'check_in': {'on': datetime.date(2026, 11, 16), 'value': True}}
    #[staticmethod]
    #[pyo3(signature = (of, on, value=None, *, confidence=None, note=None, by=None))]
    fn check_in(
        of: String,
        on: Day,
        value: Option<Stated>,
        confidence: Option<Number>,
        note: Option<String>,
        by: Option<String>,
    ) -> PyResult<Event> {
        let mut check_in = CheckIn::without_value(on.0);
        check_in.value = value.map(|stated| stated.0);
        check_in.confidence = finite(confidence, "/kind/check_in/confidence")?;
        check_in.note = note;
        check_in.by = by;
        if let Some(Value::Number(number)) = check_in.value {
            finite(Some(Number(number)), "/kind/check_in/value")?;
        }
        Ok(Event(okr_core::Event::check_in(of, check_in)))
    }

    /// A change of a key result's definition from a day on: a new measure replaces the whole old one, the other fields
    /// replace those in force. A target is a number, or relative to the baseline: `"+20%"`, `"-5"`.
    ///
    /// >>> okr.Event.amendment("users", "2026-11-01", target="+20%", reason="a new market").kind
    /// 'amendment'
    #[staticmethod]
    #[pyo3(signature = (
        of, on, *, measure=None, baseline=None, target=None, weight=None, start=None, due=None, reason=None, by=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keywords, each a field of the format")]
    fn amendment(
        of: String,
        on: Day,
        measure: Option<MeasureFields>,
        baseline: Option<Number>,
        target: Option<Aim>,
        weight: Option<Number>,
        start: Option<Day>,
        due: Option<Day>,
        reason: Option<String>,
        by: Option<String>,
    ) -> PyResult<Event> {
        let mut amendment = Amendment::new(on.0);
        amendment.measure = measure.map(measure_of).transpose()?;
        amendment.baseline = finite(baseline, "/kind/amendment/baseline")?;
        amendment.target = target.map(|aim| aim.0);
        amendment.weight = finite(weight, "/kind/amendment/weight")?;
        amendment.start = start.map(|day| day.0);
        amendment.due = due.map(|day| day.0);
        amendment.reason = reason;
        amendment.by = by;
        Ok(Event(okr_core::Event::amendment(of, amendment)))
    }

    /// A change of state from a day on: `draft`, `active`, `postponed`, `cancelled`, `archived` or `closed`. To close, an
    /// outcome may be stated (`achieved`, `exceeded`, `missed`) and a score by hand, 0 to 1.
    ///
    /// >>> okr.Event.state("grow", "2026-12-31", "closed", outcome="achieved", score=0.8).kind
    /// 'state'
    #[staticmethod]
    #[pyo3(signature = (of, on, state, *, outcome=None, score=None, reason=None, by=None))]
    fn state(
        of: String,
        on: Day,
        state: Said<State>,
        outcome: Option<Said<Outcome>>,
        score: Option<Number>,
        reason: Option<String>,
        by: Option<String>,
    ) -> PyResult<Event> {
        let mut change = StateChange::new(on.0, word(&state.0, "/kind/state/state")?);
        change.outcome = outcome.map(|outcome| word(&outcome.0, "/kind/state/outcome")).transpose()?;
        change.score = finite(score, "/kind/state/score")?;
        change.reason = reason;
        change.by = by;
        Ok(Event(okr_core::Event::state(of, change)))
    }

    /// A status set by hand from a day on, up to and including `until`; without it the policy says how long it holds.
    ///
    /// >>> okr.Event.status("grow", "2026-11-01", "at_risk", by="ana", reason="a strike").kind
    /// 'override'
    #[staticmethod]
    #[pyo3(signature = (of, on, status, *, until=None, by=None, reason=None))]
    fn status(
        of: String,
        on: Day,
        status: Said<Status>,
        until: Option<Day>,
        by: Option<String>,
        reason: Option<String>,
    ) -> PyResult<Event> {
        let mut stated = StatusOverride::new(on.0, word(&status.0, "/kind/override/status")?);
        stated.until = until.map(|day| day.0);
        stated.by = by;
        stated.reason = reason;
        Ok(Event(okr_core::Event::status(of, stated)))
    }

    /// Reads an event from JSON. Raises OkrError where it is none; whether it fits a workspace shows when it is applied.
    ///
    /// >>> okr.Event.from_json('{"of": "users", "kind": {"check_in": {"on": "2026-11-16", "value": 160}}}').kind
    /// 'check_in'
    #[staticmethod]
    #[pyo3(signature = (text, /))]
    fn from_json(text: Text) -> PyResult<Event> {
        read(text_of(&text.0)?)
    }

    /// The same from a dict.
    ///
    /// >>> event = okr.Event.check_in("users", "2026-11-16", 160)
    /// >>> okr.Event.from_dict(event.to_dict()) == event
    /// True
    #[staticmethod]
    #[pyo3(signature = (fields, /))]
    fn from_dict(fields: Object) -> PyResult<Event> {
        read(&fields.0)
    }

    /// The same event with the day it was recorded and who did it: for a host's own journal, read by no rule.
    ///
    /// >>> okr.Event.check_in("users", "2026-11-16", 160).recorded("2026-11-17", by="ben").to_dict()["by"]
    /// 'ben'
    #[pyo3(signature = (at, *, by=None))]
    fn recorded(&self, at: Day, by: Option<String>) -> Event {
        let mut event = self.0.clone();
        event.at = Some(at.0);
        event.by = by;
        Event(event)
    }

    /// Id of what changes.
    #[getter]
    fn of(&self) -> &str {
        &self.0.of
    }

    /// What changes: `check_in`, `amendment`, `state` or `override`.
    #[getter]
    fn kind(&self) -> PyResult<Word<words::EventKind>> {
        self.kind_name().map(Word::new)
    }

    /// The event as plain values, its dates as `datetime.date`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Plain<'py>> {
        plain(py, &self.0)
    }

    /// The event as JSON, on one line.
    ///
    /// >>> okr.Event.check_in("users", "2026-11-16", note="on leave").to_json()
    /// '{"of":"users","kind":{"check_in":{"on":"2026-11-16","note":"on leave"}}}'
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __hash__(&self) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        (&self.0.of, self.kind_name()?).hash(&mut hasher);
        match &self.0.kind {
            EventKind::CheckIn(check_in) => (check_in.on, value_bits(check_in.value)).hash(&mut hasher),
            EventKind::Amendment(amendment) => amendment.on.hash(&mut hasher),
            EventKind::State(change) => (change.on, change.state.as_str()).hash(&mut hasher),
            EventKind::Override(stated) => (stated.on, stated.status.as_str()).hash(&mut hasher),
            // The engine may grow kinds: what is not hashed makes no equal events unlike.
            _ => {}
        }
        Ok(hasher.finish())
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (_memo, /))]
    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("okr.Event.from_json({})", PyString::new(py, &self.to_json()).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((restorer(py, "_restore_event")?, (self.to_json(),)))
    }
}

/// The same for equal values: the two zeros are.
fn value_bits(value: Option<Value>) -> Option<(bool, u64)> {
    Some(match value? {
        Value::Number(number) => (false, (number + 0.0).to_bits()),
        Value::Done(done) => (true, u64::from(done)),
        // As above.
        _ => return None,
    })
}

fn read(text: &str) -> PyResult<Event> {
    okr_core::Event::from_json(text).or_raise().map(Event)
}

/// An event of what is written as JSON.
fn written_event(of: &str, kind: &str, change: &str) -> PyResult<Event> {
    read(&format!(r#"{{"of":{},"kind":{{"{kind}":{change}}}}}"#, serde_json::Value::from(of)))
}

/// The measure of an amendment, as its event reads it.
fn measure_of(fields: MeasureFields) -> PyResult<Box<Measure>> {
    let event = written_event("", "amendment", &format!(r#"{{"on":"{}","measure":{}}}"#, Date::MIN, fields.0))?;
    match event.0.kind {
        EventKind::Amendment(Amendment { measure: Some(measure), .. }) => Ok(measure),
        _ => Err(PyTypeError::new_err("found no measure, expected an okr.Measure or a dict of its fields")),
    }
}

/// What an event changes, as an argument: a definition of the package.
struct Change {
    kind: &'static str,
    fields: String,
}

impl<'a, 'py> FromPyObject<'a, 'py> for Change {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("okr._history", "CheckIn"),
        type_hint_identifier!("okr._history", "Amendment"),
        type_hint_identifier!("okr._history", "StateChange"),
        type_hint_identifier!("okr._history", "StatusOverride")
    );

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let history = value.py().import("okr._history")?;
        let kinds = [
            ("CheckIn", "check_in"),
            ("Amendment", "amendment"),
            ("StateChange", "state"),
            ("StatusOverride", "override"),
        ];
        for (class, kind) in kinds {
            if value.is_instance(&history.getattr(class)?)? {
                let fields = written_at(format!("/kind/{kind}"), &value, Limits::default().bytes)?;
                return Ok(Change { kind, fields });
            }
        }
        let expected = "expected an okr.CheckIn, okr.Amendment, okr.StateChange or okr.StatusOverride";
        Err(PyTypeError::new_err(format!("found {}, {expected}", type_name(&value))))
    }
}

impl Event {
    fn kind_name(&self) -> PyResult<&'static str> {
        match &self.0.kind {
            EventKind::CheckIn(_) => Ok("check_in"),
            EventKind::Amendment(_) => Ok("amendment"),
            EventKind::State(_) => Ok("state"),
            EventKind::Override(_) => Ok("override"),
            // The engine may grow kinds; each is named here before it can be made.
            _ => Err(PyTypeError::new_err("found an event of a kind without a name")),
        }
    }
}

/// Brings back a pickled event.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn _restore_event(text: &str) -> PyResult<Event> {
    read(text)
}

/// What a check-in states, as an argument: a truth value, those of numpy included, or a number.
struct Stated(Value);

impl<'a, 'py> FromPyObject<'a, 'py> for Stated {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyBool::TYPE_HINT, f64::INPUT_TYPE);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(done) = value.extract::<bool>() {
            return Ok(Stated(Value::Done(done)));
        }
        float_or(&value, "/kind/check_in/value", "bool or a number").map(|number| Stated(Value::Number(number)))
    }
}

/// A target, as an argument.
struct Aim(Target);

impl<'a, 'py> FromPyObject<'a, 'py> for Aim {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(f64::INPUT_TYPE, PyString::TYPE_HINT);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        const PLACE: &str = "/kind/amendment/target";
        if let Ok(text) = value.cast::<PyString>() {
            return word(&text.to_cow()?, PLACE).map(|relative| Aim(Target::Relative(relative)));
        }
        if value.is_instance_of::<PyBool>() {
            return Err(PyTypeError::new_err(format!("found {}, expected a number or text", type_name(&value))));
        }
        let number = float_or(&value, PLACE, "a number or text")?;
        finite(Some(Number(number)), PLACE)?;
        Ok(Aim(Target::Value(number)))
    }
}

/// A word or a relative target from its text.
fn word<T: std::str::FromStr<Err = okr_core::Error>>(text: &str, place: &str) -> PyResult<T> {
    text.parse().map_err(|error| crate::errors::exception_at(place, &error))
}

/// A number that JSON can hold.
fn finite(number: Option<Number>, place: &str) -> PyResult<Option<f64>> {
    match number.map(|number| number.0) {
        Some(x) if !x.is_finite() => {
            let message = format!("found {x}, expected a finite number");
            Err(refused(ErrorCode::NotFinite, place, &message, "leave out what is not known"))
        }
        number => Ok(number),
    }
}
