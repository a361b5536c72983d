//! Civil dates and intervals (T1, T3): no clock, no time zone.

use crate::error::{Error, ErrorCode, Result, quoted};
use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

/// A civil date from 1900-01-01 to 2999-12-31.
///
/// Reads and prints as ISO text, counts in days, and converts to and from [`chrono::NaiveDate`].
///
/// ```
/// use okr_core::Date;
///
/// let date: Date = "2026-10-12".parse()?;
/// assert_eq!(date, Date::new(2026, 10, 12)?);
/// assert_eq!(date.to_string(), "2026-10-12");
/// assert_eq!(date.days() - Date::new(2026, 10, 1)?.days(), 11);
/// assert!("2026-02-30".parse::<Date>().is_err());
/// # Ok::<(), okr_core::Error>(())
/// ```
// Laid out as its days since 1970-01-01, so that dates of others who count so are read where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Date(i32);

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2999;

impl Date {
    /// The first date there is.
    pub const MIN: Date = Date(days_from_civil(FIRST_YEAR, 1, 1));
    /// The last date there is.
    pub const MAX: Date = Date(days_from_civil(LAST_YEAR, 12, 31));

    /// A day before the first date: sorts before all dates and is none of them.
    pub(crate) const BEFORE_ALL: Date = Date(i32::MIN);

    /// A date from year, month 1 to 12 and day 1 to 31.
    ///
    /// # Errors
    /// `bad_date` where that day does not exist or the year is outside 1900 to 2999.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Date> {
        Self::checked(year, month, day).ok_or_else(|| bad_date(&format!("{year:04}-{month:02}-{day:02}")))
    }

    fn checked(year: i32, month: u32, day: u32) -> Option<Date> {
        let exists = (FIRST_YEAR..=LAST_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && (day <= 28 || day <= days_in_month(year, month));
        exists.then(|| Date(days_from_civil(year, month, day)))
    }

    /// The date that many days after 1970-01-01, or before it where negative.
    ///
    /// # Errors
    /// `bad_date` outside 1900 to 2999.
    pub fn from_days(days: i32) -> Result<Date> {
        let date = Date(days);
        if (Self::MIN..=Self::MAX).contains(&date) { Ok(date) } else { Err(bad_date(&format!("day {days}"))) }
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Year, month 1 to 12 and day 1 to 31.
    pub fn civil(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// This date plus `count` times the interval, with a month's last day where the day does not exist there;
    /// stops at the first and last date there are.
    pub fn plus(self, interval: Interval, count: i32) -> Date {
        match interval.0 {
            Step::Days(n) => self.plus_days(i64::from(n.get()) * i64::from(count)),
            Step::Months(n) => self.plus_months(i64::from(n.get()) * i64::from(count)),
        }
    }

    fn plus_days(self, days: i64) -> Date {
        let sum = i64::from(self.0).saturating_add(days);
        Date(sum.clamp(i64::from(Self::MIN.0), i64::from(Self::MAX.0)) as i32)
    }

    fn plus_months(self, months: i64) -> Date {
        let (year, month, day) = self.civil();
        let index = i64::from(year) * 12 + i64::from(month) - 1 + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
        if year < i64::from(FIRST_YEAR) {
            return Self::MIN;
        }
        if year > i64::from(LAST_YEAR) {
            return Self::MAX;
        }
        let year = year as i32;
        Date(days_from_civil(year, month, day.min(days_in_month(year, month))))
    }

    /// Its text, without an allocation.
    fn iso(self) -> Iso {
        let (year, month, day) = self.civil();
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let y = year.unsigned_abs();
        Iso([
            digit(y / 1000),
            digit(y / 100),
            digit(y / 10),
            digit(y),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ])
    }

    /// Reads `YYYY-MM-DD`, and nothing else. Most of a document is dates: all digits are looked at before the one question
    /// whether they are digits.
    #[inline]
    pub(crate) fn parse(text: &str) -> Option<Date> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let digits = [0, 1, 2, 3, 5, 6, 8, 9].map(|at: usize| u32::from(bytes[at].wrapping_sub(b'0')));
        let strange = digits.iter().fold(false, |strange, digit| strange | (*digit > 9));
        if strange | (bytes[4] != b'-') | (bytes[7] != b'-') {
            return None;
        }
        let [y1, y2, y3, y4, m1, m2, d1, d2] = digits;
        Self::checked((y1 * 1000 + y2 * 100 + y3 * 10 + y4) as i32, m1 * 10 + m2, d1 * 10 + d2)
    }
}

/// A date as `YYYY-MM-DD`.
struct Iso([u8; 10]);

impl Iso {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cold]
fn bad_date(found: &str) -> Error {
    Error::new(
        ErrorCode::BadDate,
        "",
        format!("found {}, expected a date from 1900-01-01 to 2999-12-31", quoted(found)),
        "write dates as YYYY-MM-DD",
    )
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, for years from 1 on: years start in March, so that a leap
/// day is the last of its year.
const fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i32::from(month <= 2), month as u32, day as u32)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.iso().as_str())
    }
}

impl FromStr for Date {
    type Err = Error;

    #[inline]
    fn from_str(text: &str) -> Result<Date> {
        Date::parse(text).ok_or_else(|| bad_date(text))
    }
}

impl TryFrom<chrono::NaiveDate> for Date {
    type Error = Error;

    fn try_from(date: chrono::NaiveDate) -> Result<Date> {
        let days = date.signed_duration_since(chrono::NaiveDate::default()).num_days();
        i32::try_from(days).map_err(|_| bad_date(&date.to_string())).and_then(Date::from_days)
    }
}

impl From<Date> for chrono::NaiveDate {
    fn from(date: Date) -> Self {
        chrono::NaiveDate::default() + chrono::Duration::days(i64::from(date.0))
    }
}

/// A step in time: 1 to 9000 days, weeks (which are seven days each) or months. Reads and prints as text, never zero.
///
/// ```
/// use okr_core::{Date, Interval};
///
/// let monthly: Interval = "1mo".parse()?;
/// assert_eq!(Date::new(2026, 1, 31)?.plus(monthly, 1), Date::new(2026, 2, 28)?);
/// assert_eq!(Interval::weeks(2)?, Interval::days(14)?);
/// assert_eq!(Interval::weeks(2)?.to_string(), "2w");
/// assert!(Interval::days(0).is_err());
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval(Step);

/// What an interval counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    Days(NonZeroU16),
    Months(NonZeroU16),
}

const ONE: NonZeroU16 = NonZeroU16::MIN;

impl Interval {
    /// One week, the interval where nothing else is said.
    pub const WEEK: Interval = Interval(Step::Days(ONE.saturating_add(6)));
    /// One month.
    pub const MONTH: Interval = Interval(Step::Months(ONE));

    /// The most days, weeks or months there are in one.
    const MOST: u32 = 9000;

    /// That many days, 1 to 9000.
    ///
    /// # Errors
    /// `bad_interval` outside that range.
    pub fn days(count: u32) -> Result<Interval> {
        Self::counted(count, "d")
    }

    /// That many weeks, 1 to 9000.
    ///
    /// # Errors
    /// `bad_interval` outside that range.
    pub fn weeks(count: u32) -> Result<Interval> {
        Self::counted(count, "w")
    }

    /// That many months, 1 to 9000.
    ///
    /// # Errors
    /// `bad_interval` outside that range.
    pub fn months(count: u32) -> Result<Interval> {
        Self::counted(count, "mo")
    }

    fn counted(count: u32, unit: &str) -> Result<Interval> {
        Self::checked(count, unit).ok_or_else(|| bad_interval(&format!("{count}{unit}")))
    }

    fn checked(count: u32, unit: &str) -> Option<Interval> {
        let count = if count <= Self::MOST { NonZeroU16::new(u16::try_from(count).ok()?)? } else { return None };
        match unit {
            "d" => Some(Interval(Step::Days(count))),
            "w" => Some(Interval(Step::Days(count.checked_mul(ONE.saturating_add(6))?))),
            "mo" => Some(Interval(Step::Months(count))),
            _ => None,
        }
    }

    pub(crate) const fn step(self) -> Step {
        self.0
    }
}

fn bad_interval(found: &str) -> Error {
    Error::new(
        ErrorCode::BadInterval,
        "",
        format!("found {}, expected an interval such as 7d, 2w or 1mo", quoted(found)),
        "write a whole number from 1 to 9000 and d, w or mo",
    )
}

impl FromStr for Interval {
    type Err = Error;

    fn from_str(text: &str) -> Result<Interval> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (count, unit) = text.split_at(digits);
        count.parse().ok().and_then(|count| Self::checked(count, unit)).ok_or_else(|| bad_interval(text))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 {
            Step::Days(n) if n.get() % 7 == 0 => format!("{}w", n.get() / 7),
            Step::Days(n) => format!("{n}d"),
            Step::Months(n) => format!("{n}mo"),
        };
        f.pad(&text)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.iso().as_str())
    }
}

impl serde::Serialize for Interval {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

macro_rules! text_serde {
    ($ty:ident, $pattern:literal, $what:literal) => {
        impl<'de> serde::Deserialize<'de> for $ty {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $ty {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($ty).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "pattern": $pattern, "description": $what})
            }
        }
    };
}

text_serde!(
    Date,
    r"^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "A civil date, YYYY-MM-DD, from 1900-01-01 to 2999-12-31."
);
text_serde!(
    Interval,
    r"^0*([1-9][0-9]{0,2}|[1-8][0-9]{3}|9000)(d|w|mo)$",
    "1 to 9000 days, weeks or months: `7d`, `2w`, `1mo`."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_every_day_reads_back() {
        for days in Date::MIN.days()..=Date::MAX.days() {
            let date = Date(days);
            let (year, month, day) = date.civil();
            assert_eq!(Date::checked(year, month, day), Some(date));
        }
        assert_eq!(Date::parse("1970-01-01"), Some(Date(0)));
    }

    #[test]
    fn t1_chrono_agrees() {
        for days in [Date::MIN.days(), -1, 0, 1, 20_000, Date::MAX.days()] {
            let date = Date(days);
            let chrono = chrono::NaiveDate::from(date);
            assert_eq!(chrono.to_string(), date.to_string());
            assert_eq!(Date::try_from(chrono).unwrap(), date);
        }
        assert!(Date::try_from(chrono::NaiveDate::MAX).is_err());
    }

    #[test]
    fn t1_what_is_no_date_is_refused() {
        for text in
            ["", "2026-13-01", "2026-00-10", "2023-02-29", "1899-12-31", "3000-01-01", "2026-1-1", "2026-01-01T00"]
        {
            assert_eq!(text.parse::<Date>().unwrap_err().code(), ErrorCode::BadDate, "{text}");
        }
    }

    #[test]
    fn t3_months_are_clamped_and_stop_at_the_ends() {
        let date = Date::new(2024, 1, 31).unwrap();
        assert_eq!(date.plus(Interval::MONTH, 1), Date::new(2024, 2, 29).unwrap());
        assert_eq!(date.plus(Interval::MONTH, 2), Date::new(2024, 3, 31).unwrap());
        assert_eq!(Date::MAX.plus(Interval::months(9000).unwrap(), i32::MAX), Date::MAX);
        assert_eq!(Date::MIN.plus(Interval::days(9000).unwrap(), i32::MIN), Date::MIN);
    }

    #[test]
    fn t3_intervals_read_back() {
        for text in ["1d", "1w", "2w", "3d", "1mo", "12mo"] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), text);
        }
        for text in ["", "w", "0d", "1y", "1.5w", "-1d", "9001d", "99999d"] {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
    }

    #[test]
    fn t3_every_interval_there_is_reads_back_and_none_is_zero() {
        for make in [Interval::days, Interval::weeks, Interval::months] {
            for count in 1..=9000 {
                let interval = make(count).unwrap();
                assert_eq!(interval.to_string().parse::<Interval>().unwrap(), interval);
            }
            for count in [0, 9001, 65_536, u32::MAX] {
                assert_eq!(make(count).unwrap_err().code(), ErrorCode::BadInterval, "{count}");
            }
        }
        assert_eq!(Interval::WEEK, Interval::weeks(1).unwrap());
        assert_eq!(Interval::MONTH, Interval::months(1).unwrap());
    }
}
