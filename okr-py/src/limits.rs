//! Limits on documents from outside, as values.

use crate::errors::refused;
use crate::numbers::Whole;
use crate::policy::restorer;
use okr_core::ErrorCode;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A number of things as an argument. One that is too large for anything there is holds as the largest.
pub(crate) struct Count(usize);

impl<'a, 'py> FromPyObject<'a, 'py> for Count {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = Whole::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let Whole(count) = value.extract()?;
        usize::try_from(count).map(Count).map_err(|_| {
            let message = format!("found the limit {count}, expected 0 or more");
            refused(ErrorCode::OutOfRange, "", &message, "state how many there may be")
        })
    }
}

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident,)*) => {
        /// How much of everything a document may have. What is left out is the default, which suits untrusted input; a limit
        /// above its maximum holds as the maximum.
        ///
        /// >>> few = okr.Limits(objectives=1)
        /// >>> try:
        /// ...     okr.loads({"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}, limits=few)
        /// ... except okr.OkrError as error:
        /// ...     print(error.code, error.path)
        /// too_many /objectives/1
        #[pyclass(module = "okr", frozen, eq)]
        #[derive(Clone, Default, PartialEq)]
        pub(crate) struct Limits(pub(crate) okr_core::Limits);

        #[pymethods]
        impl Limits {
            #[new]
            #[pyo3(signature = (*, $($name = None),*))]
            #[expect(clippy::too_many_arguments, reason = "keywords, each a field")]
            fn new($($name: Option<Count>),*) -> Self {
                let mut limits = okr_core::Limits::default();
                $(if let Some(count) = $name { limits.$name = count.0; })*
                Limits(limits)
            }

            /// The highest counts there are, and just under 4 GiB of text.
            ///
            /// >>> okr.Limits.large().objectives
            /// 100000000
            #[staticmethod]
            fn large() -> Self {
                Limits(okr_core::Limits::large())
            }

            $($(#[doc = $doc])+
            #[getter]
            fn $name(&self) -> usize {
                self.0.$name
            })*

            fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
                slf
            }

            #[pyo3(signature = (_memo, /))]
            fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
                slf
            }

            fn __hash__(&self) -> u64 {
                let mut hasher = DefaultHasher::new();
                [$(self.0.$name),*].hash(&mut hasher);
                hasher.finish()
            }

            fn __repr__(&self) -> String {
                let usual = okr_core::Limits::default();
                let stated = [$((stringify!($name), self.0.$name, usual.$name)),*];
                let stated = stated.iter().filter(|(_, count, usual)| count != usual);
                let stated: Vec<String> = stated.map(|(name, count, _)| format!("{name}={count}")).collect();
                format!("okr.Limits({})", stated.join(", "))
            }

            fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Vec<usize>,))> {
                Ok((restorer(py, "_restore_limits")?, (vec![$(self.0.$name),*],)))
            }
        }

        /// Brings back pickled limits.
        #[pyfunction]
        #[pyo3(signature = (counts, /))]
        pub(crate) fn _restore_limits(counts: Vec<Count>) -> Limits {
            let mut limits = okr_core::Limits::default();
            for (limit, count) in [$(&mut limits.$name),*].into_iter().zip(counts) {
                *limit = count.0;
            }
            Limits(limits)
        }
    };
}

limits! {
    /// Bytes of the document.
    bytes,
    /// Levels of nested arrays and objects.
    depth,
    /// Bytes of one text.
    text,
    /// Bytes of one id.
    id,
    /// Cycles, teams, people and KPIs, each.
    records,
    /// Objectives.
    objectives,
    /// Key results.
    key_results,
    /// Links.
    links,
    /// Links into one objective or key result.
    fan_in,
    /// Check-ins and KPI readings, and once more the readings that key results read of KPIs.
    check_ins,
    /// Different policies that objectives state for themselves.
    policies,
    /// Everything else that comes in lists, together.
    others,
}
