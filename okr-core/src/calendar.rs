//! Fiscal quarters as cycles (T7): which one a day lies in, its days, the next one and what it is called.
//!
//! A fiscal calendar only makes [`Cycle`]s; no rule of counting knows of it, and a cycle may be any other period.
//!
//! ```
//! use okr_core::Date;
//! use okr_core::calendar::FiscalCalendar;
//!
//! let calendar = FiscalCalendar::new(7)?;
//! let quarter = calendar.quarter_of(Date::new(2025, 7, 15)?);
//! assert_eq!((quarter.year(), quarter.number()), (2025, 1));
//! assert_eq!(quarter.label("GJ {yy}/{next_yy}-Q{quarter}")?, "GJ 25/26-Q1");
//! let cycle = quarter.cycle("fy25-q1");
//! assert_eq!((cycle.start, cycle.end), (Date::new(2025, 7, 1)?, Date::new(2025, 9, 30)?));
//! # Ok::<(), okr_core::Error>(())
//! ```

use crate::date::Date;
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::model::Cycle;
use crate::words::nearest;

const MONTHS: i32 = 12;
const QUARTERS: i32 = 4;
/// Months of a quarter.
const LENGTH: i32 = MONTHS / QUARTERS;

/// A year of four quarters that starts on the first day of a given month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalCalendar {
    /// The first month, 0 to 11.
    first: i32,
}

impl FiscalCalendar {
    /// The calendar whose years start in that month, 1 (January) to 12.
    ///
    /// ```
    /// use okr_core::calendar::FiscalCalendar;
    ///
    /// assert!(FiscalCalendar::new(2).is_ok());
    /// assert_eq!(FiscalCalendar::new(0).unwrap_err().code().as_str(), "out_of_range");
    /// ```
    ///
    /// # Errors
    /// `out_of_range` where there is no such month.
    pub fn new(start_month: u32) -> Result<Self> {
        match i32::try_from(start_month) {
            Ok(month @ 1..=MONTHS) => Ok(FiscalCalendar { first: month - 1 }),
            _ => Err(out_of_range(&format!("the month {start_month}"), "a month from 1 to 12", "write 1 for January")),
        }
    }

    /// The month in which its years start, 1 to 12.
    pub fn start_month(self) -> u32 {
        self.first.unsigned_abs() + 1
    }

    /// The quarter that a day lies in. Every day lies in exactly one.
    ///
    /// ```
    /// use okr_core::Date;
    /// use okr_core::calendar::FiscalCalendar;
    ///
    /// let quarter = FiscalCalendar::new(5)?.quarter_of(Date::new(2030, 1, 31)?);
    /// assert_eq!((quarter.year(), quarter.number()), (2029, 3));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn quarter_of(self, date: Date) -> FiscalQuarter {
        let (year, month, _) = date.civil();
        let months = year * MONTHS + month as i32 - 1 - self.first;
        FiscalQuarter { calendar: self, index: months.div_euclid(LENGTH) }
    }

    /// A quarter by the year that its fiscal year starts in, and its number from 1 to 4.
    ///
    /// ```
    /// use okr_core::calendar::FiscalCalendar;
    ///
    /// let quarter = FiscalCalendar::new(2)?.quarter(2019, 1)?;
    /// assert_eq!(quarter.start().to_string(), "2019-02-01");
    /// assert_eq!(quarter.end().to_string(), "2019-04-30");
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `out_of_range` for another number, and where no day from 1900-01-01 to 2999-12-31 lies in that quarter.
    pub fn quarter(self, year: i32, number: u32) -> Result<FiscalQuarter> {
        let (first, last) = (self.quarter_of(Date::MIN).index, self.quarter_of(Date::MAX).index);
        i32::try_from(number)
            .ok()
            .filter(|number| (1..=QUARTERS).contains(number))
            .and_then(|number| year.checked_mul(QUARTERS)?.checked_add(number - 1))
            .filter(|index| (first..=last).contains(index))
            .map(|index| FiscalQuarter { calendar: self, index })
            .ok_or_else(|| {
                let found = format!("quarter {number} of {year}");
                out_of_range(&found, "a quarter from 1 to 4 of a year from 1900 to 2999", "name another quarter")
            })
    }
}

/// One quarter of a fiscal year. Quarters of one calendar sort by date and leave no day between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalQuarter {
    calendar: FiscalCalendar,
    /// Quarters since the year 0.
    index: i32,
}

/// What a label may name, in braces.
const TOKENS: [&str; 5] = ["year", "yy", "next_year", "next_yy", "quarter"];

impl FiscalQuarter {
    /// The calendar that it belongs to.
    pub fn calendar(self) -> FiscalCalendar {
        self.calendar
    }

    /// The year that its fiscal year starts in.
    pub fn year(self) -> i32 {
        self.index.div_euclid(QUARTERS)
    }

    /// Its number within the fiscal year, 1 to 4.
    pub fn number(self) -> u32 {
        self.index.rem_euclid(QUARTERS).unsigned_abs() + 1
    }

    /// Its first day, not before 1900-01-01.
    pub fn start(self) -> Date {
        first_day(self.months()).unwrap_or(Date::MIN)
    }

    /// Its last day, not after 2999-12-31.
    pub fn end(self) -> Date {
        let next = first_day(self.months() + LENGTH);
        next.and_then(|next| Date::from_days(next.days() - 1).ok()).unwrap_or(Date::MAX)
    }

    /// Whether a day lies in it.
    pub fn contains(self, date: Date) -> bool {
        self.calendar.quarter_of(date) == self
    }

    /// The quarter after it; `None` where no date is left for one.
    ///
    /// ```
    /// use okr_core::Date;
    /// use okr_core::calendar::FiscalCalendar;
    ///
    /// let now = FiscalCalendar::new(7)?.quarter_of(Date::new(2030, 4, 1)?);
    /// let next = now.next().unwrap();
    /// assert_eq!((next.year(), next.number()), (2030, 1));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn next(self) -> Option<FiscalQuarter> {
        self.beside(1)
    }

    /// The quarter before it; `None` where no date is left for one.
    pub fn previous(self) -> Option<FiscalQuarter> {
        self.beside(-1)
    }

    fn beside(self, step: i32) -> Option<FiscalQuarter> {
        let index = self.index + step;
        self.calendar.quarter(index.div_euclid(QUARTERS), index.rem_euclid(QUARTERS).unsigned_abs() + 1).ok()
    }

    /// What it is called, by a template: `{year}` and `{yy}` are the year that the fiscal year starts in, with four digits
    /// and with two, `{next_year}` and `{next_yy}` the year after that, and `{quarter}` its number.
    ///
    /// ```
    /// use okr_core::calendar::FiscalCalendar;
    ///
    /// let quarter = FiscalCalendar::new(2)?.quarter(2019, 1)?;
    /// assert_eq!(quarter.label("FY{next_yy}-Q{quarter}")?, "FY20-Q1");
    /// assert_eq!(quarter.label("{yeer}").unwrap_err().help(), "did you mean `year`?");
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_word` for anything else in braces, and for a brace without its partner.
    pub fn label(self, template: &str) -> Result<String> {
        let mut label = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            let (text, from) = rest.split_at(at);
            label.push_str(text);
            let inside = from.strip_prefix('{').and_then(|from| from.split_once('}'));
            let (token, after) = inside.ok_or_else(|| unknown_token(from))?;
            label.push_str(&self.token(token).ok_or_else(|| unknown_token(token))?);
            rest = after;
        }
        label.push_str(rest);
        Ok(label)
    }

    fn token(self, token: &str) -> Option<String> {
        let (year, next) = (self.year(), self.year() + 1);
        let short = |year: i32| format!("{:02}", year.rem_euclid(100));
        Some(match token {
            "year" => year.to_string(),
            "yy" => short(year),
            "next_year" => next.to_string(),
            "next_yy" => short(next),
            "quarter" => self.number().to_string(),
            _ => return None,
        })
    }

    /// It as a cycle that a document can hold; name it with its [`label`](FiscalQuarter::label) where it has one.
    ///
    /// ```
    /// use okr_core::Date;
    /// use okr_core::calendar::FiscalCalendar;
    /// use okr_core::model::Document;
    ///
    /// let quarter = FiscalCalendar::new(10)?.quarter_of(Date::new(2026, 11, 15)?);
    /// let cycle = quarter.cycle("2026-q1").name(quarter.label("FY {year}/{next_yy}, Q{quarter}")?);
    /// assert_eq!(cycle.name.as_deref(), Some("FY 2026/27, Q1"));
    /// assert!(okr_core::Workspace::from_document(&Document::new("Acme").cycle(cycle)).is_ok());
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn cycle(self, id: impl Into<String>) -> Cycle {
        Cycle::new(id, self.start(), self.end())
    }

    /// Months from the year 0 to its first day.
    fn months(self) -> i32 {
        self.index * LENGTH + self.calendar.first
    }
}

/// Quarters of one calendar sort by date, those of several by that of their first day and then by their first month.
impl Ord for FiscalQuarter {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.months(), self.calendar.first).cmp(&(other.months(), other.calendar.first))
    }
}

impl PartialOrd for FiscalQuarter {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The first day of a month counted from the year 0; `None` outside the dates there are.
fn first_day(months: i32) -> Option<Date> {
    Date::new(months.div_euclid(MONTHS), months.rem_euclid(MONTHS).unsigned_abs() + 1, 1).ok()
}

fn out_of_range(found: &str, expected: &str, help: &str) -> Error {
    Error::new(ErrorCode::OutOfRange, "", format!("found {found}, expected {expected}"), help)
}

fn unknown_token(found: &str) -> Error {
    let help = nearest(found, TOKENS.into_iter()).map_or_else(
        || format!("write one of {{{}}}", TOKENS.join("}, {")),
        |near| format!("did you mean {}?", quoted(near)),
    );
    Error::new(
        ErrorCode::UnknownWord,
        "",
        format!("found {} in braces, expected a part of a label", quoted(found)),
        help,
    )
}
