//! Documents in: text, bytes, or plain Python values written as JSON, so that one reader with its limits sees all of them.

use crate::dates::Day;
use crate::errors::refused;
use okr_core::{ErrorCode, Limits};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDate, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};
use std::ops::Deref;

/// JSON as an argument: text, bytes, or a dict.
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

impl<'a, 'py> FromPyObject<'a, 'py> for Source {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        PyString::TYPE_HINT,
        PyBytes::TYPE_HINT,
        PyByteArray::TYPE_HINT,
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any"))
    );

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return value.extract().map(Source::Text);
        }
        if value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
            return Ok(Source::Bytes(value.extract()?));
        }
        if value.is_instance_of::<PyDict>() {
            return written(&value).map(Source::Written);
        }
        Err(PyTypeError::new_err(format!("found {}, expected str, bytes or dict", type_name(&value))))
    }
}

/// JSON as an argument: text or bytes.
pub(crate) struct Text(pub(crate) Source);

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyString::TYPE_HINT, PyBytes::TYPE_HINT, PyByteArray::TYPE_HINT);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match value.is_instance_of::<PyDict>() {
            true => Err(PyTypeError::new_err("found dict, expected str or bytes")),
            false => value.extract().map(Text),
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
            true => written(&value).map(Object),
            false => Err(PyTypeError::new_err(format!("found {}, expected dict", type_name(&value)))),
        }
    }
}

/// Deeper than any document may be, so that the reader says what its limit is before this one is met.
const DEEPEST: usize = 160;

fn written(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let mut writer = Writer { out: String::new(), path: String::new(), most: Limits::default().bytes };
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
        } else if value.is_instance_of::<PyDate>() {
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
        for (at, (key, value)) in fields.iter().enumerate() {
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
        if value.is_instance_of::<PyBool>() || (!value.is_instance_of::<PyInt>() && value.extract::<bool>().is_ok()) {
            self.out.push_str(if value.is_truthy()? { "true" } else { "false" });
            return Ok(());
        }
        if value.hasattr("__index__")? {
            let whole = value.call_method0("__index__")?;
            let digits =
                whole.extract::<i64>().map_or_else(|_| whole.str().map(|text| text.to_string()), |n| Ok(n.to_string()));
            self.out.push_str(&digits?);
            return Ok(());
        }
        if !value.is_instance_of::<PyFloat>() && !value.hasattr("__float__")? {
            let found = type_name(value);
            let expected = "expected a dict, list, tuple, str, number, bool, date or None";
            return Err(PyTypeError::new_err(format!("{}: found {found}, {expected}", self.place())));
        }
        let number = float(value, &self.path)?;
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
    value.extract::<f64>().map_err(|error| match error.is_instance_of::<PyOverflowError>(value.py()) {
        true => refused(ErrorCode::NotFinite, place, "found a number too large for 64 bits", "use a smaller unit"),
        false => error,
    })
}
