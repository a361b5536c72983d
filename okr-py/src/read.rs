//! Documents in: text, bytes, or plain Python values written as JSON, so that one reader with its limits sees all of them.

use crate::dates::Day;
use crate::errors::refused;
use crate::made::Class;
use crate::plain::{anything, plain};
use crate::policy::{Counting, Policy};
use okr_core::{ErrorCode, Limits};
use pyo3::exceptions::{PyException, PyOverflowError, PyTypeError, PyValueError};
use pyo3::inspect::PyStaticExpr;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDate, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
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
    let is_one =
        value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyDict>();
    let items = if is_one { None } else { value.try_iter().ok() };
    let Some(items) = items else {
        return Err(PyTypeError::new_err(format!("found {}, expected a list", type_name(value))));
    };
    let list = PyList::empty(value.py());
    for item in items {
        list.append(item?)?;
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
            Ok(policy) => plain(value.py(), &*policy.get().0)?.0.into_any(),
            Err(_) => value.to_owned(),
        }))
    }
}

/// Classes that are written in Python and read here.
struct Classes {
    definition: Py<PyAny>,
    document: Py<PyAny>,
    measure: Py<PyAny>,
}

fn classes(py: Python<'_>) -> PyResult<&'static Classes> {
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

/// Deeper than any document may be, so that the reader says what its limit is before this one is met.
const DEEPEST: usize = 120;

pub(crate) fn written(value: &Bound<'_, PyAny>, most: usize) -> PyResult<String> {
    let mut writer = Writer { out: String::new(), path: String::new(), most };
    writer.write(value, 0)?;
    Ok(writer.out)
}

struct Writer {
    out: String,
    /// JSON pointer to what is being written.
    path: String,
    /// Bytes of text after which to stop: a few lists that contain each other's neighbours many times come to any size.
    most: usize,
}

impl Writer {
    fn write(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
        if depth > DEEPEST {
            let help = "does it contain itself?";
            return Err(refused(ErrorCode::TooDeep, "", "found a dict nested too deep to be a document", help));
        }
        if self.out.len() > self.most {
            let message = format!("found a dict of more than {} bytes as JSON", self.most);
            return Err(refused(ErrorCode::TooLarge, "", &message, "load it from text or from a file"));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return self.text(text);
        }
        if value.is_none() {
            self.out.push_str("null");
        } else if let Ok(fields) = value.cast::<PyDict>() {
            self.fields(fields, depth)?;
        } else if let Ok(items) = value.cast::<PyList>() {
            self.items(items.iter(), depth)?;
        } else if let Ok(items) = value.cast::<PyTuple>() {
            self.items(items.iter(), depth)?;
        } else if value.is_instance(classes(value.py())?.definition.bind(value.py()))? {
            self.definition(value, depth)?;
        } else if is_date(value) {
            self.text(&PyString::new(value.py(), &value.extract::<Day>()?.0.to_string()))?;
        } else {
            self.number(value)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        self.out.push_str(&serde_json::Value::from(&*text.to_cow()?).to_string());
        Ok(())
    }

    fn fields(&mut self, fields: &Bound<'_, PyDict>, depth: usize) -> PyResult<()> {
        self.out.push('{');
        // Of a list of its own: what is written next to it could change the dict meanwhile.
        for (at, pair) in fields.items().iter().enumerate() {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let Ok(key) = key.cast::<PyString>() else {
                let found = type_name(&key);
                return Err(PyTypeError::new_err(format!("{}: found a key of {found}, expected str", self.place())));
            };
            self.out.push_str(if at == 0 { "" } else { "," });
            self.text(key)?;
            self.out.push(':');
            let name = key.to_cow()?.replace('~', "~0").replace('/', "~1");
            self.below(&name, &value, depth)?;
        }
        self.out.push('}');
        Ok(())
    }

    /// A record of the package: what is not stated is left out.
    fn definition(&mut self, record: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
        self.out.push('{');
        let names = record.get_type().getattr(intern!(record.py(), "_fields"))?.cast_into::<PyTuple>()?;
        let mut between = "";
        for name in names.iter() {
            let name = name.cast_into::<PyString>()?;
            let value = record.getattr(&name)?;
            if value.is_none() || value.cast::<PyTuple>().is_ok_and(|items| items.is_empty()) {
                continue;
            }
            self.out.push_str(between);
            between = ",";
            self.text(&name)?;
            self.out.push(':');
            self.below(&name.to_cow()?, &value, depth)?;
        }
        self.out.push('}');
        Ok(())
    }

    fn items<'py>(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>, depth: usize) -> PyResult<()> {
        self.out.push('[');
        for (at, value) in items.enumerate() {
            self.out.push_str(if at == 0 { "" } else { "," });
            self.below(&at.to_string(), &value, depth)?;
        }
        self.out.push(']');
        Ok(())
    }

    fn below(&mut self, name: &str, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(name);
        self.write(value, depth + 1)?;
        self.path.truncate(length);
        Ok(())
    }

    /// Truth values and numbers, those of numpy and the decimal module included.
    fn number(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if let Ok(whole) = value.cast::<PyInt>() {
            let text =
                if let Ok(truth) = value.cast::<PyBool>() { truth.is_true().to_string() } else { digits(whole)? };
            self.out.push_str(&text);
            return Ok(());
        }
        let number = tamed(value, || match value.extract::<bool>() {
            Ok(truth) => Ok(Err(truth.to_string())),
            Err(_) if value.hasattr("__index__")? => {
                Ok(Err(digits(&value.call_method0("__index__")?.cast_into::<PyInt>()?)?))
            }
            Err(_) if value.is_instance_of::<PyFloat>() || value.hasattr("__float__")? => {
                float(value, &self.path).map(Ok)
            }
            Err(_) => {
                let found = type_name(value);
                let expected = "expected a dict, list, tuple, str, number, bool, date, None or a definition";
                Err(PyTypeError::new_err(format!("{}: found {found}, {expected}", self.place())))
            }
        })?;
        let number = match number {
            Ok(number) => number,
            Err(text) => {
                self.out.push_str(&text);
                return Ok(());
            }
        };
        let Some(printed) = serde_json::Number::from_f64(number) else {
            let message = format!("found {number}, expected a finite number");
            return Err(refused(ErrorCode::NotFinite, &self.path, &message, "leave out what is not known"));
        };
        self.out.push_str(&printed.to_string());
        Ok(())
    }

    fn place(&self) -> &str {
        if self.path.is_empty() { "the dict" } else { &self.path }
    }
}

/// Whether a value is a date of any kind.
fn is_date(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDate>() || type_name(value) == "datetime64"
}

/// The digits of a whole number, asked of `int` itself and not of a class that derives from it.
fn digits(whole: &Bound<'_, PyInt>) -> PyResult<String> {
    match whole.extract::<i64>() {
        Ok(number) => Ok(number.to_string()),
        Err(_) => PyInt::type_object(whole.py()).call_method1("__repr__", (whole,))?.extract(),
    }
}

/// What a value's own methods raise as one of the exceptions that are announced: a value that cannot say which number it is
/// has the wrong type.
fn tamed<T>(value: &Bound<'_, PyAny>, ask: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let py = value.py();
    ask().map_err(|error| {
        let announced = error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyValueError>(py);
        if announced || !error.is_instance_of::<PyException>(py) {
            return error;
        }
        let wrong = PyTypeError::new_err(format!("found {}, which does not say its number", type_name(value)));
        wrong.set_cause(py, Some(error));
        wrong
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

/// A number as Python converts it; one that is too large is refused like an infinite one.
pub(crate) fn float(value: &Bound<'_, PyAny>, place: &str) -> PyResult<f64> {
    tamed(value, || {
        value.extract::<f64>().map_err(|error| match error.is_instance_of::<PyOverflowError>(value.py()) {
            true => refused(ErrorCode::NotFinite, place, "found a number too large for 64 bits", "use a smaller unit"),
            false => error,
        })
    })
}
