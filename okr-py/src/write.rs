//! Plain Python values and definitions written as JSON, so that one reader with its limits sees all of them.

use crate::dates::day_at;
use crate::errors::refused;
use crate::numbers::{digits, float, tamed};
use crate::read::{classes, type_name};
use okr_core::{ErrorCode, pointer_step};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

/// Deeper than any document may be, so that the reader says what its limit is before this one is met.
const DEEPEST: usize = 120;

pub(crate) fn written(value: &Bound<'_, PyAny>, most: usize) -> PyResult<String> {
    written_at(String::new(), value, most)
}

/// The same of a value at a place.
pub(crate) fn written_at(path: String, value: &Bound<'_, PyAny>, most: usize) -> PyResult<String> {
    let mut writer = Writer { out: String::new(), path, most };
    writer.write(value, 0)?;
    Ok(writer.out)
}

/// Plain values as JSON on one line, for the results that are written in Python.
#[pyfunction]
#[pyo3(signature = (value, /))]
pub(crate) fn _json(value: &Bound<'_, PyAny>) -> PyResult<String> {
    written(value, usize::MAX)
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
            self.text(&PyString::new(value.py(), &day_at(value, &self.path)?.to_string()))?;
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
            let name = pointer_step(&key.to_cow()?);
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
        let number = tamed(value, self.place(), || match value.extract::<bool>() {
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
pub(crate) fn is_date(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDate>() || type_name(value) == "datetime64"
}
