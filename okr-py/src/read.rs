//! Documents and their parts as arguments: text, bytes, dicts or definitions.

use crate::errors::refused;
use crate::made::Class;
use crate::plain::{anything, plain};
use crate::policy::{Counting, Policy};
use crate::write::written;
use okr_core::{ErrorCode, Limits};
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};
use std::marker::PhantomData;
use std::ops::Deref;

/// JSON: text, bytes, or a dict.
pub(crate) enum Source {
    Text(PyBackedStr),
    Bytes(PyBackedBytes),
    Written(String),
}

impl Deref for Source {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Source::Text(text) => text.as_bytes(),
            Source::Bytes(bytes) => bytes,
            Source::Written(text) => text.as_bytes(),
        }
    }
}

impl Source {
    /// What a value holds, a dict or a definition as JSON of at most so many bytes.
    fn of(value: &Bound<'_, PyAny>, most: usize) -> PyResult<Source> {
        if value.is_instance_of::<PyString>() {
            return value.extract().map(Source::Text);
        }
        if value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
            return Ok(Source::Bytes(value.extract()?));
        }
        if value.is_instance_of::<PyDict>() || value.is_instance(classes(value.py())?.document.bind(value.py()))? {
            return written(value, most).map(Source::Written);
        }
        Err(PyTypeError::new_err(format!("found {}, expected str, bytes, dict or okr.Document", type_name(value))))
    }
}

/// A document as an argument: text, bytes, a dict, or an `okr.Document`.
pub(crate) struct Given<'py>(pub(crate) Bound<'py, PyAny>);

impl Given<'_> {
    pub(crate) fn source(&self, limits: &Limits) -> PyResult<Source> {
        Source::of(&self.0, limits.bytes)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Given<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        PyString::TYPE_HINT,
        PyBytes::TYPE_HINT,
        PyByteArray::TYPE_HINT,
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any")),
        type_hint_identifier!("okr._document", "Document")
    );

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Given(value.to_owned()))
    }
}

/// JSON as an argument: text or bytes.
pub(crate) struct Text(pub(crate) Source);

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyString::TYPE_HINT, PyBytes::TYPE_HINT, PyByteArray::TYPE_HINT);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match Source::of(&value, 0) {
            Ok(Source::Written(_)) => Err(PyTypeError::new_err("found dict, expected str or bytes")),
            Ok(source) => Ok(Text(source)),
            Err(error) => Err(error),
        }
    }
}

/// A dict as JSON text; dates become ISO text.
pub(crate) struct Object(pub(crate) String);

impl<'a, 'py> FromPyObject<'a, 'py> for Object {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any"));

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match value.is_instance_of::<PyDict>() {
            true => written(&value, Limits::default().bytes).map(Object),
            false => Err(PyTypeError::new_err(format!("found {}, expected dict", type_name(&value)))),
        }
    }
}

/// A measure as JSON text: an `okr.Measure`, or a dict of its fields.
pub(crate) struct MeasureFields(pub(crate) String);

impl<'a, 'py> FromPyObject<'a, 'py> for MeasureFields {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_union!(type_hint_identifier!("okr._measure", "Measure"), Object::INPUT_TYPE);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match value.is_instance(classes(value.py())?.measure.bind(value.py()))? {
            true => written(&value, Limits::default().bytes).map(MeasureFields),
            false => value.extract::<Object>().map(|fields| MeasureFields(fields.0)),
        }
    }
}

/// Plain values as the engine keeps them: a copy that nobody else can change, and nothing in it that JSON does not have.
#[pyfunction]
#[pyo3(signature = (value, /))]
pub(crate) fn _copied<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let text = written(value, Limits::default().bytes)?;
    let read: serde_json::Value = serde_json::from_str(&text).map_err(|error| {
        let help = "leave it out, or write it as JSON has it";
        refused(ErrorCode::InvalidJson, "", &format!("found what JSON does not have: {error}"), help)
    })?;
    anything(value.py(), &read)
}

/// A list of definitions as an argument, or of dicts of their fields.
pub(crate) struct Many<'py, C> {
    pub(crate) list: Bound<'py, PyList>,
    of: PhantomData<C>,
}

impl<'a, 'py, C: Class> FromPyObject<'a, 'py> for Many<'py, C> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterable"), C::GIVEN);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Many { list: items(&value)?, of: PhantomData })
    }
}

/// What a list, a tuple or anything else that can be gone through has in it.
pub(crate) fn items<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    items_told(value, |error| error)
}

/// The same, where what going through them raises is told in another way.
pub(crate) fn items_told<'py>(
    value: &Bound<'py, PyAny>,
    told: impl Fn(PyErr) -> PyErr,
) -> PyResult<Bound<'py, PyList>> {
    let is_one =
        value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyDict>();
    let items = if is_one { None } else { value.try_iter().ok() };
    let Some(items) = items else {
        return Err(PyTypeError::new_err(format!("found {}, expected a list", type_name(value))));
    };
    let list = PyList::empty(value.py());
    for item in items {
        list.append(item.map_err(&told)?)?;
    }
    Ok(list)
}

/// The policy of a document as an argument: an `okr.Policy`, the name of a preset, or the fields of one.
pub(crate) struct PolicyFields<'py>(pub(crate) Bound<'py, PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for PolicyFields<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = Counting::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(PolicyFields(match value.cast::<Policy>() {
            Ok(policy) => stated(value.py(), &policy.get().0)?,
            Err(_) => value.to_owned(),
        }))
    }
}

/// A preset by its name, so that a document says no more than it means; any other policy by its fields.
fn stated<'py>(py: Python<'py>, policy: &okr_core::Policy) -> PyResult<Bound<'py, PyAny>> {
    if okr_core::Policy::preset(&policy.name).is_ok_and(|preset| preset == *policy) {
        return Ok(PyString::new(py, &policy.name).into_any());
    }
    Ok(plain(py, policy)?.0.into_any())
}

/// Classes that are written in Python and read here.
pub(crate) struct Classes {
    pub(crate) definition: Py<PyAny>,
    document: Py<PyAny>,
    measure: Py<PyAny>,
}

pub(crate) fn classes(py: Python<'_>) -> PyResult<&'static Classes> {
    static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();
    CLASSES.get_or_try_init(py, || {
        let class = |module: &str, name: &str| Ok::<_, PyErr>(py.import(module)?.getattr(name)?.unbind());
        Ok(Classes {
            definition: class("okr._record", "Definition")?,
            document: class("okr._document", "Document")?,
            measure: class("okr._measure", "Measure")?,
        })
    })
}

/// The name of a value's class.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}

/// The text of a source.
pub(crate) fn text_of(source: &[u8]) -> PyResult<&str> {
    std::str::from_utf8(source).map_err(|error| {
        let message = format!("found a byte that is not UTF-8 at position {}", error.valid_up_to());
        refused(ErrorCode::InvalidUtf8, "", &message, "write the text as UTF-8")
    })
}
