//! From the engine's reports to plain Python values: dict, list, str, float, int, bool, None and `datetime.date`.

use crate::dates::py_date;
use okr_core::Date;
use pyo3::exceptions::PyValueError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyIterator, PyList, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript};
use serde::ser::{self, Impossible, Serialize};
use std::convert::Infallible;
use std::fmt;

/// A dict with text keys: an object of a report.
pub(crate) struct Plain<'py>(pub(crate) Bound<'py, PyDict>);

impl<'py> IntoPyObject<'py> for Plain<'py> {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any"));

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.0)
    }
}

/// The answer of `==`: none of its own about values of other classes, so that Python asks those.
pub(crate) struct Answer(pub(crate) Option<bool>);

impl<'py> IntoPyObject<'py> for Answer {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr = PyBool::TYPE_HINT;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self
            .0
            .map_or_else(|| py.NotImplemented().into_bound(py), |equal| PyBool::new(py, equal).to_owned().into_any()))
    }
}

/// Texts, one after the other.
pub(crate) struct Texts<'a>(pub(crate) Vec<&'a str>);

impl<'py> IntoPyObject<'py> for Texts<'_> {
    type Target = PyIterator;
    type Output = Bound<'py, PyIterator>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterator"), PyString::TYPE_HINT);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        PyList::new(py, self.0)?.try_iter()
    }
}

/// A value that the engine prints as an object, as a dict with its keys in the order of the format.
pub(crate) fn plain<'py, T: Serialize>(py: Python<'py>, value: &T) -> PyResult<Plain<'py>> {
    Ok(Plain(anything(py, value)?.cast_into::<PyDict>()?))
}

/// Any value that the engine prints.
pub(crate) fn anything<'py, T: Serialize>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
    value.serialize(Printer(py)).map_err(|failed| failed.0)
}

/// Fields of the engine's types that hold a date. Keys of a host's own data are no fields, and stay as they are.
const DATES: [&str; 10] = ["as_of", "at", "check_in", "done_on", "due", "end", "from", "on", "start", "until"];

/// Makes Python values.
#[derive(Clone, Copy)]
struct Printer<'py>(Python<'py>);

#[derive(Debug)]
struct Failed(PyErr);

impl From<PyErr> for Failed {
    fn from(error: PyErr) -> Self {
        Failed(error)
    }
}

impl From<Infallible> for Failed {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Failed(PyValueError::new_err(message.to_string()))
    }
}

type Made<'py> = Result<Bound<'py, PyAny>, Failed>;

macro_rules! scalars {
    ($($method:ident $ty:ty),* $(,)?) => { $(
        fn $method(self, value: $ty) -> Made<'py> {
            Ok(value.into_pyobject(self.0)?.to_owned().into_any())
        }
    )* };
}

impl<'py> ser::Serializer for Printer<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Items<'py>;
    type SerializeTupleVariant = Impossible<Self::Ok, Failed>;
    type SerializeMap = Entries<'py>;
    type SerializeStruct = Entries<'py>;
    type SerializeStructVariant = Impossible<Self::Ok, Failed>;

    scalars! {
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_f32 f32, serialize_f64 f64,
        serialize_char char, serialize_str &str, serialize_bytes &[u8],
    }

    fn serialize_none(self) -> Made<'py> {
        Ok(self.0.None().into_bound(self.0))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made<'py> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made<'py> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made<'py> {
        let made = PyDict::new(self.0);
        made.set_item(variant, value.serialize(self)?)?;
        Ok(made.into_any())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'py>, Failed> {
        Ok(Items { printer: self, made: PyList::empty(self.0) })
    }

    fn serialize_tuple(self, len: usize) -> Result<Items<'py>, Failed> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items<'py>, Failed> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failed> {
        Err(ser::Error::custom(format!("found the tuple variant {variant}, expected a value of a report")))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'py>, Failed> {
        Ok(Entries { printer: self, made: PyDict::new(self.0), key: None })
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Entries<'py>, Failed> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failed> {
        Err(ser::Error::custom(format!("found the struct variant {variant}, expected a value of a report")))
    }
}

struct Items<'py> {
    printer: Printer<'py>,
    made: Bound<'py, PyList>,
}

macro_rules! items {
    ($($kind:ident $method:ident),*) => { $(
        impl<'py> ser::$kind for Items<'py> {
            type Ok = Bound<'py, PyAny>;
            type Error = Failed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                Ok(self.made.append(value.serialize(self.printer)?)?)
            }

            fn end(self) -> Made<'py> {
                Ok(self.made.into_any())
            }
        }
    )* };
}

items!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field);

struct Entries<'py> {
    printer: Printer<'py>,
    made: Bound<'py, PyDict>,
    key: Option<Bound<'py, PyAny>>,
}

impl<'py> ser::SerializeMap for Entries<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.key = Some(key.serialize(self.printer)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let key = self.key.take().ok_or_else(|| <Failed as ser::Error>::custom("a value needs its key"))?;
        Ok(self.made.set_item(key, value.serialize(self.printer)?)?)
    }

    fn end(self) -> Made<'py> {
        Ok(self.made.into_any())
    }
}

impl<'py> ser::SerializeStruct for Entries<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Failed> {
        let py = self.printer.0;
        let mut made = value.serialize(self.printer)?;
        if DATES.contains(&key)
            && let Ok(text) = made.cast::<PyString>()
        {
            let date: Option<Date> = text.to_cow()?.parse().ok();
            if let Some(date) = date {
                made = py_date(py, date)?.into_any();
            }
        }
        Ok(self.made.set_item(PyString::intern(py, key), made)?)
    }

    fn end(self) -> Made<'py> {
        Ok(self.made.into_any())
    }
}
