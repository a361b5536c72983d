//! Why nothing was scored, on standard error.

use crate::terminal::{self, paint};
use crate::text;
use okr_core::{Error, Finding, Severity};
use std::io::{self, Write};

/// Why nothing was scored.
pub(crate) enum Problem {
    /// The command line.
    Usage(String),
    /// A file that cannot be read or written, with the name of it.
    File(String, io::Error),
    /// What the library says to the value of an option.
    Option(&'static str, Error),
    /// Everything wrong with a document or a policy, with the name of it.
    Found(String, Error),
}

impl Problem {
    pub(crate) fn found(what: &str, error: Error) -> Self {
        Problem::Found(what.to_owned(), error)
    }

    /// Prints all of it.
    pub(crate) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Problem::Usage(message) => {
                failed(message, out)?;
                writeln!(
                    out,
                    "Usage: score [FILE] [--as-of DATE] [--policy NAME|FILE] [--format table|json] \
                     [--explain ID | --compare-policy NAME|FILE]"
                )?;
                writeln!(out, "       score --help says more")
            }
            Problem::File(name, error) => failed(&format!("{name}: {error}"), out),
            Problem::Option(option, error) => error.findings().iter().try_for_each(|finding| one(finding, option, out)),
            Problem::Found(what, error) => list(what, error, out),
        }
    }
}

fn failed(message: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {}", paint(terminal::BAD, "error"), text::clean(message))
}

/// Every finding with its place and help, errors first, then how many there are.
fn list(what: &str, error: &Error, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<&Finding> = error.findings().iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    for finding in findings {
        one(finding, &finding.path, out)?;
    }
    if error.unlisted() > 0 {
        writeln!(out, "… and {} more, not listed", error.unlisted())?;
    }
    let counts = text::counted(error.findings().iter().map(|finding| (finding.severity, 1)));
    writeln!(out, "{}: {counts}; nothing was scored", text::clean(what))
}

fn one(finding: &Finding, place: &str, out: &mut dyn Write) -> io::Result<()> {
    let style = match finding.severity {
        Severity::Error => terminal::BAD,
        Severity::Warning => terminal::DOUBTFUL,
        _ => terminal::DIM,
    };
    let kind = format!("{}[{}]", finding.severity.as_str(), finding.code);
    write!(out, "{}", paint(style, &kind))?;
    if !place.is_empty() {
        write!(out, " {}", text::clean(place))?;
    }
    writeln!(out, ": {}", text::clean(&finding.message))?;
    if !finding.help.is_empty() {
        writeln!(out, "  {}", paint(terminal::DIM, &text::clean(&finding.help)))?;
    }
    Ok(())
}
