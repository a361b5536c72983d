//! The lines of the big table: what fits beside each other at a width, and one row at a time.

use crate::bar::bar;
use crate::terminal::{self, paint};
use crate::text;
use anstyle::Style;
use okr_core::policy::{Absent, Display};
use std::io::{self, Write};

/// Widths of the columns; those that do not fit are 0.
pub(crate) struct Layout<'a> {
    width: usize,
    title: usize,
    value: usize,
    bar: usize,
    percent: usize,
    expected: usize,
    display: &'a Display,
}

/// One row.
pub(crate) struct Row<'a> {
    /// Columns that the row is indented by, and what stands before its title.
    pub(crate) indent: usize,
    pub(crate) mark: &'static str,
    pub(crate) title: String,
    pub(crate) title_style: Style,
    pub(crate) value: Option<String>,
    /// Said in place of progress, where that means nothing.
    pub(crate) instead: Option<String>,
    pub(crate) progress: Option<f64>,
    pub(crate) expected: Option<f64>,
    pub(crate) status: &'a str,
    pub(crate) status_style: Style,
}

const GAP: usize = 2;
/// Columns that the other columns and a readable title need.
const ROOMY: usize = 94;
/// A title gets that much, whatever else must go.
const NARROWEST: usize = 12;
/// Columns between bar and percentage.
const SPACE: usize = 1;

impl<'a> Layout<'a> {
    /// Whether there is room for bars.
    pub(crate) fn has_bars(&self) -> bool {
        self.bar > 0
    }

    /// What fits: the bar from 64 columns on, and values of at most `value` columns where they leave room for titles.
    /// Titles get no more than they `need`.
    pub(crate) fn new(width: usize, needed: usize, value: usize, status: usize, display: &'a Display) -> Self {
        let percent = 4 + if display.decimals > 0 { usize::from(display.decimals) + 1 } else { 0 };
        let bar = match width {
            ..64 => 0,
            64..92 => 10,
            _ => 14,
        };
        let value = if width >= ROOMY + value { value } else { 0 };
        let expected = if width >= 56 { percent.max("expected".len()) } else { 0 };
        let others = [value, bar, expected].into_iter().filter(|column| *column > 0).map(|column| column + GAP);
        let fixed = others.sum::<usize>() + percent + GAP + status + if bar > 0 { SPACE } else { GAP };
        let title = width.saturating_sub(fixed).min(needed).max(NARROWEST);
        Layout { width, title, value, bar, percent, expected, display }
    }

    /// Whether values have a column.
    pub(crate) fn has_values(&self) -> bool {
        self.value > 0
    }

    /// The names of the columns.
    pub(crate) fn heading(&self, title: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut line = text::left(title, self.title);
        if self.value > 0 {
            line += &format!("{:GAP$}{}", "", text::right(value, self.value));
        }
        let progress = if self.bar > 0 { self.bar + SPACE + self.percent } else { self.percent };
        let progress_name = if self.bar > 0 { text::left("progress", progress) } else { text::right("", progress) };
        line += &format!("{:GAP$}{progress_name}", "");
        if self.expected > 0 {
            line += &format!("{:GAP$}{}", "", text::right("expected", self.expected));
        }
        line += &format!("{:GAP$}status", "");
        writeln!(out, "{}", paint(terminal::DIM, &line))
    }

    /// A row, its title on as many lines as it needs.
    pub(crate) fn row(&self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        let indent = row.indent.min(self.title / 2);
        let hang = text::columns(row.mark);
        for (at, line) in text::wrapped(&row.title, self.title - indent - hang).iter().enumerate() {
            let mark = if at == 0 { row.mark } else { "" };
            let line = format!("{:indent$}{}{line}", "", text::left(mark, hang));
            if at > 0 {
                writeln!(out, "{}", paint(row.title_style, &line))?;
                continue;
            }
            let filled = " ".repeat(self.title.saturating_sub(text::columns(&line)));
            write!(out, "{}{filled}", paint(row.title_style, &line))?;
            self.numbers(row, out)?;
        }
        Ok(())
    }

    fn numbers(&self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        let percent = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{}%", self.percent(x)));
        if self.value > 0 {
            write!(out, "{:GAP$}{}", "", text::right(row.value.as_deref().unwrap_or_default(), self.value))?;
        }
        write!(out, "{:GAP$}", "")?;
        let all = self.bar + if self.bar > 0 { SPACE } else { 0 } + self.percent;
        let instead = row.instead.as_deref().filter(|words| text::columns(words) <= all);
        if let Some(words) = instead {
            write!(out, "{}", paint(terminal::DIM, &text::left(words, all)))?;
        } else {
            if self.bar > 0 {
                write!(out, "{}{:SPACE$}", bar(row.progress, row.expected, self.bar, row.status_style), "")?;
            }
            write!(out, "{}", text::right(&self.progress(row.progress), self.percent))?;
        }
        if self.expected > 0 {
            let expected = if instead.is_some() { String::new() } else { percent(row.expected) };
            write!(out, "{:GAP$}{}", "", paint(terminal::DIM, &text::right(&expected, self.expected)))?;
        }
        writeln!(out, "{:GAP$}{}", "", paint(row.status_style, row.status))
    }

    /// A progress as the policy shows it, or what it shows where there is none.
    fn progress(&self, fraction: Option<f64>) -> String {
        let is_number = fraction.is_some() || self.display.absent == Absent::Zero;
        self.display.percent(fraction) + if is_number { "%" } else { "" }
    }

    /// A percentage as the policy shows it.
    pub(crate) fn percent(&self, fraction: f64) -> String {
        self.display.percent(fraction)
    }

    /// What is said about a row, below it.
    pub(crate) fn note(&self, note: &str, indent: usize, out: &mut dyn Write) -> io::Result<()> {
        let indent = indent.min(self.title / 2);
        for line in text::wrapped(note, self.width - indent) {
            writeln!(out, "{:indent$}{}", "", paint(terminal::DIM, &line))?;
        }
        Ok(())
    }

    /// A value as it fits its column: with its unit, else without.
    pub(crate) fn fitting(&self, whole: String, number: f64) -> String {
        if text::columns(&whole) <= self.value { whole } else { text::number(number) }
    }
}
