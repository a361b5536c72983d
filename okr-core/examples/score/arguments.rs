//! What was asked for on the command line.

use crate::problems::Problem;
use lexopt::prelude::*;
use okr_core::Date;
use std::ffi::OsString;

pub(crate) const HELP: &str = "\
Prints the scorecard of an organisation's objectives and key results.

Usage: score [FILE] [options]

  FILE                    a document in JSON; - reads standard input;
                          without it the organisation bundled with the example

  --as-of DATE            the date to score as of, YYYY-MM-DD;
                          without it today, for the bundled organisation 2026-11-21
  --policy NAME|FILE      count by a preset, or by a policy in a JSON file,
                          instead of the document's own policy
  --compare-policy NAME|FILE
                          what changes under this policy, row by row, and by which
                          of its fields
  --format table|json     a table to read (default), or the whole scorecard as JSON
  --explain ID            why an objective or key result stands where it does
  -h, --help              this text

The table fits the terminal, or COLUMNS, or 100 columns. It is coloured on a terminal,
never where NO_COLOR is set, always where CLICOLOR_FORCE is.

Exit status: 0 fine; 1 scored, with warnings; 2 nothing scored.
";

/// What to do.
pub(crate) enum Asked {
    Score(Options),
    Help,
}

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
}

/// What to score, and how.
pub(crate) struct Options {
    /// The document; the bundled one where none is named.
    pub(crate) file: Option<OsString>,
    pub(crate) as_of: Date,
    pub(crate) policy: Option<String>,
    /// The policy to compare with.
    pub(crate) other_policy: Option<String>,
    pub(crate) format: Format,
    pub(crate) explain: Option<String>,
}

impl Options {
    pub(crate) fn is_bundled(&self) -> bool {
        self.file.is_none()
    }
}

/// Reads the command line, the name of the program first.
pub(crate) fn read(line: impl IntoIterator<Item = OsString>) -> Result<Asked, Problem> {
    let (mut file, mut as_of, mut policy, mut format, mut explain) = (None, None, None, Format::Table, None);
    let mut other_policy = None;
    let mut parser = lexopt::Parser::from_iter(line);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Asked::Help),
            Long("as-of") => as_of = Some(date(&parser.value()?.string()?)?),
            Long("policy") => policy = Some(parser.value()?.string()?),
            Long("compare-policy") => other_policy = Some(parser.value()?.string()?),
            Long("format") => format = format_named(&parser.value()?.string()?)?,
            Long("explain") => explain = Some(parser.value()?.string()?),
            Value(path) if file.is_none() => file = Some(path),
            Value(path) => return Err(Problem::Usage(format!("found a second file, {}", path.to_string_lossy()))),
            other => return Err(other.unexpected().into()),
        }
    }
    if explain.is_some() && other_policy.is_some() {
        return Err(Problem::Usage("found --explain beside --compare-policy, expected one of them".to_owned()));
    }
    let as_of = match as_of {
        Some(date) => date,
        None if file.is_none() => date(crate::input::BUNDLED_DATE)?,
        None => today()?,
    };
    Ok(Asked::Score(Options { file, as_of, policy, other_policy, format, explain }))
}

fn date(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|error| Problem::Option("--as-of", error))
}

/// Today where this program runs. The library never asks.
fn today() -> Result<Date, Problem> {
    Date::try_from(chrono::Local::now().date_naive()).map_err(|error| Problem::Option("today", error))
}

fn format_named(name: &str) -> Result<Format, Problem> {
    match name {
        "table" => Ok(Format::Table),
        "json" => Ok(Format::Json),
        _ => Err(Problem::Usage(format!("found the format `{name}`, expected table or json"))),
    }
}

impl From<lexopt::Error> for Problem {
    fn from(error: lexopt::Error) -> Self {
        Problem::Usage(error.to_string())
    }
}
