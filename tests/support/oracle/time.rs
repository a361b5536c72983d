//! Dates as days since 1900-01-01, by counting years and months.

use serde_json::Value;

pub type Day = i64;

fn leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first of January of a year.
fn new_year(year: i64) -> Day {
    let leap_years_before = |year: i64| (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    365 * (year - 1900) + leap_years_before(year) - leap_years_before(1900)
}

pub fn day_of(year: i64, month: i64, day: i64) -> Day {
    new_year(year) + (1..month).map(|m| month_length(year, m)).sum::<i64>() + day - 1
}

pub fn civil(days: Day) -> (i64, i64, i64) {
    let mut year = 1900 + days / 366;
    while new_year(year + 1) <= days {
        year += 1;
    }
    let (mut month, mut rest) = (1, days - new_year(year));
    while rest >= month_length(year, month) {
        rest -= month_length(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

pub fn parse(text: &str) -> Day {
    let part = |from: usize, to: usize| text[from..to].parse::<i64>().expect("a date");
    day_of(part(0, 4), part(5, 7), part(8, 10))
}

pub fn iso(day: Day) -> String {
    let (y, m, d) = civil(day);
    format!("{y:04}-{m:02}-{d:02}")
}

/// The date in a field, if it is stated.
pub fn date(object: &Value, field: &str) -> Option<Day> {
    object[field].as_str().map(parse)
}

/// T3: `Nd`, `Nw` or `Nmo`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Interval {
    Days(i64),
    Months(i64),
}

impl Interval {
    pub fn parse(text: &str) -> Self {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let n: i64 = digits.parse().expect("an interval");
        match &text[digits.len()..] {
            "d" => Self::Days(n),
            "w" => Self::Days(7 * n),
            "mo" => Self::Months(n),
            other => panic!("unknown interval unit {other}"),
        }
    }

    /// `from` plus `times` intervals, months clamped to the month's end.
    pub fn after(self, from: Day, times: i64) -> Day {
        match self {
            Self::Days(n) => from + n * times,
            Self::Months(n) => {
                let (year, month, day) = civil(from);
                let months = year * 12 + month - 1 + n * times;
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
                day_of(year, month, day.min(month_length(year, month)))
            }
        }
    }
}

/// T5: the first and the last day, where known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    pub start: Option<Day>,
    pub end: Option<Day>,
}

impl Window {
    /// Whether the day lies inside; an unknown bound is open.
    pub fn contains(self, day: Day) -> bool {
        self.start.is_none_or(|s| s <= day) && self.end.is_none_or(|e| day <= e)
    }

    pub fn is_over(self, day: Day) -> bool {
        self.end.is_some_and(|end| day > end)
    }

    /// E1: the elapsed share.
    pub fn elapsed(self, day: Day, day_count: &str) -> Option<f64> {
        let (start, end) = (self.start?, self.end?);
        if day < start {
            return Some(0.0);
        }
        if day >= end {
            return Some(1.0);
        }
        let extra = if day_count == "inclusive" { 1 } else { 0 };
        Some((day - start + extra) as f64 / (end - start + extra) as f64)
    }
}
