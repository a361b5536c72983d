//! Fiscal quarters as cycles.

use crate::dates::{Day, py_date};
use crate::errors::{OrRaise, exception_at, refused};
use crate::made::{Cycle, Made, made};
use crate::numbers::Whole;
use okr_core::{ErrorCode, calendar};
use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::PyDate;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A year of four quarters that starts on the first day of a month, 1 (January) to 12.
///
/// >>> calendar = okr.FiscalCalendar(7)
/// >>> quarter = calendar.quarter_of("2025-07-15")
/// >>> quarter.year, quarter.number, quarter.label("FY {yy}/{next_yy} Q{quarter}")
/// (2025, 1, 'FY 25/26 Q1')
#[pyclass(module = "okr", frozen, eq, hash)]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FiscalCalendar(calendar::FiscalCalendar);

#[pymethods]
impl FiscalCalendar {
    #[new]
    #[pyo3(signature = (start_month, /))]
    fn new(start_month: Whole) -> PyResult<Self> {
        // Every number that is no month is refused alike.
        let month = u32::try_from(start_month.0).unwrap_or(0);
        calendar::FiscalCalendar::new(month).or_raise().map(FiscalCalendar)
    }

    /// The month in which its years start, 1 to 12.
    #[getter]
    fn start_month(&self) -> u32 {
        self.0.start_month()
    }

    /// The quarter that a day lies in.
    ///
    /// >>> okr.FiscalCalendar(5).quarter_of("2030-01-31").number
    /// 3
    #[pyo3(signature = (day, /))]
    fn quarter_of(&self, day: Day) -> FiscalQuarter {
        FiscalQuarter(self.0.quarter_of(day.0))
    }

    /// A quarter by the year that its fiscal year starts in, and its number from 1 to 4.
    ///
    /// >>> okr.FiscalCalendar(2).quarter(2019, 1).end
    /// datetime.date(2019, 4, 30)
    #[pyo3(signature = (year, number, /))]
    fn quarter(&self, year: Whole, number: Whole) -> PyResult<FiscalQuarter> {
        let (year, number) = (year.0, number.0);
        let narrow = i32::try_from(year).ok().zip(u32::try_from(number).ok());
        let quarter = narrow.map(|(year, number)| self.0.quarter(year, number)).transpose().or_raise()?;
        quarter.map(FiscalQuarter).ok_or_else(|| {
            let message =
                format!("found quarter {number} of {year}, expected a quarter from 1 to 4 of a year from 1900 to 2999");
            refused(ErrorCode::OutOfRange, "", &message, "name another quarter")
        })
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (_memo, /))]
    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __getnewargs__(&self) -> (u32,) {
        (self.0.start_month(),)
    }

    fn __repr__(&self) -> String {
        format!("okr.FiscalCalendar({})", self.0.start_month())
    }
}

/// One quarter of a fiscal year; made by an `okr.FiscalCalendar`. Quarters sort by date.
///
/// >>> quarter = okr.FiscalCalendar(10).quarter_of("2026-11-15")
/// >>> quarter.cycle("2026-Q4", name="Q4")
/// okr.Cycle('2026-Q4', '2026-10-01', '2026-12-31', name='Q4')
#[pyclass(module = "okr", frozen)]
#[derive(Clone, Copy)]
pub(crate) struct FiscalQuarter(calendar::FiscalQuarter);

#[pymethods]
impl FiscalQuarter {
    /// The calendar that it belongs to.
    #[getter]
    fn calendar(&self) -> FiscalCalendar {
        FiscalCalendar(self.0.calendar())
    }

    /// The year that its fiscal year starts in.
    #[getter]
    fn year(&self) -> i32 {
        self.0.year()
    }

    /// Its number within the fiscal year, 1 to 4.
    #[getter]
    fn number(&self) -> u32 {
        self.0.number()
    }

    /// Its first day.
    #[getter]
    fn start<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        py_date(py, self.0.start())
    }

    /// Its last day.
    #[getter]
    fn end<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        py_date(py, self.0.end())
    }

    /// The quarter after it; None where no date is left for one.
    #[getter]
    fn next(&self) -> Option<FiscalQuarter> {
        self.0.next().map(FiscalQuarter)
    }

    /// The quarter before it; None where no date is left for one.
    #[getter]
    fn previous(&self) -> Option<FiscalQuarter> {
        self.0.previous().map(FiscalQuarter)
    }

    /// Whether a day lies in it.
    fn __contains__(&self, day: Day) -> bool {
        self.0.contains(day.0)
    }

    /// What it is called, by a template: `{year}` and `{yy}` are the year that the fiscal year starts in, with four digits
    /// and with two, `{next_year}` and `{next_yy}` the year after that, and `{quarter}` its number. Raises OkrError for
    /// anything else in braces.
    ///
    /// >>> okr.FiscalCalendar(2).quarter(2019, 1).label("FY{next_yy}-Q{quarter}")
    /// 'FY20-Q1'
    #[pyo3(signature = (template, /))]
    fn label(&self, template: &str) -> PyResult<String> {
        self.0.label(template).map_err(|error| exception_at("", &error))
    }

    /// It as a cycle that a document can hold.
    #[pyo3(signature = (id, /, *, name=None))]
    fn cycle<'py>(&self, py: Python<'py>, id: String, name: Option<String>) -> PyResult<Made<'py, Cycle>> {
        let mut cycle = self.0.cycle(id);
        cycle.name = name;
        made(py, &cycle)
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, op: CompareOp) -> crate::plain::Answer {
        crate::plain::Answer(other.cast::<FiscalQuarter>().ok().map(|other| op.matches(self.0.cmp(&other.get().0))))
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
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (i32, u32))> {
        let calendar = FiscalCalendar(self.0.calendar()).into_pyobject(py)?;
        Ok((calendar.as_any().getattr("quarter")?, (self.0.year(), self.0.number())))
    }

    fn __repr__(&self) -> String {
        let (month, year, number) = (self.0.calendar().start_month(), self.0.year(), self.0.number());
        format!("okr.FiscalCalendar({month}).quarter({year}, {number})")
    }
}
