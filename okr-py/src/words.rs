//! Closed sets of words. A word is `str` when the program runs; to a type checker it is one of those that `okr._words` lists
//! under the name of its set.

use okr_core::model::{Ambition, MeasureKind, Outcome, Role, State};
use okr_core::{ErrorCode, LeftOut, Reason, Severity, Status};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::PyString;
use std::convert::Infallible;
use std::marker::PhantomData;

/// A closed set of words.
pub(crate) trait Closed {
    const HINT: PyStaticExpr;
}

/// One of a set's words.
pub(crate) struct Word<W>(&'static str, PhantomData<W>);

impl<W: Closed> Word<W> {
    pub(crate) fn new(word: &'static str) -> Self {
        Word(word, PhantomData)
    }
}

impl<'py, W: Closed> IntoPyObject<'py> for Word<W> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr = W::HINT;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        self.0.into_pyobject(py)
    }
}

/// A word as an argument; whether it is one of its set is for the reader to say, who knows its place.
pub(crate) struct Said<W>(pub(crate) String, PhantomData<W>);

impl<'a, 'py, W: Closed> FromPyObject<'a, 'py> for Said<W> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = W::HINT;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Said(value.extract()?, PhantomData))
    }
}

/// The engine's own sets.
macro_rules! of_engine {
    ($($set:ident $name:literal),* $(,)?) => { $(
        impl Closed for $set {
            const HINT: PyStaticExpr = type_hint_identifier!("okr._words", $name);
        }

        impl From<$set> for Word<$set> {
            fn from(word: $set) -> Self {
                Word::new(word.as_str())
            }
        }
    )* };
}

of_engine! {
    Ambition "Ambition", ErrorCode "Code", LeftOut "LeftOut", MeasureKind "MeasureKind", Outcome "Outcome", Reason "Reason",
    Role "Role", Severity "Severity", State "State", Status "Status",
}

/// Sets of this package.
macro_rules! of_package {
    ($($(#[$meta:meta])* $set:ident $name:literal),* $(,)?) => { $(
        $(#[$meta])*
        pub(crate) struct $set;

        impl Closed for $set {
            const HINT: PyStaticExpr = type_hint_identifier!("okr._words", $name);
        }
    )* };
}

of_package! {
    /// What the values of a column are.
    ColumnKind "ColumnKind",
    /// What an event changes.
    EventKind "EventKind",
    /// The tables of a scorecard.
    TableName "TableName",
    /// The orders of their rows.
    TableOrder "TableOrder",
}
