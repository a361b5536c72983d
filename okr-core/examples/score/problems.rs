//! Why nothing was scored, on standard error.

use crate::terminal::{self, paint};
use crate::text;
use okr_core::{Error, Finding, Severity};
use std::io::{self, Write};

/// Why nothing was scored.
pub(crate) enum Problem {
    /// The command line, or a file that cannot be read.
    Usage(String),
    /// Everything wrong with a document, a policy or an argument; with the name of it.
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
                writeln!(out, "{}: {}", paint(terminal::BAD, "error"), text::clean(message))?;
                writeln!(
                    out,
                    "Usage: score [FILE] [--as-of DATE] [--policy NAME|FILE] [--format table|json] [--explain ID]"
                )?;
                writeln!(out, "       score --help says more")
            }
            Problem::Found(what, error) => list(what, error, out),
        }
    }
}

/// Every finding with its place and help, then how many there are.
fn list(what: &str, error: &Error, out: &mut dyn Write) -> io::Result<()> {
    for finding in error.findings() {
        one(finding, out)?;
    }
    if error.unlisted() > 0 {
        writeln!(out, "… and {} more, not listed", error.unlisted())?;
    }
    let counts = text::counted(error.findings().iter().map(|finding| (finding.severity, 1)));
    let what = text::clean(what);
    writeln!(out, "{what}{}{counts}; nothing was scored", if what.is_empty() { "" } else { ": " })
}

fn one(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let style = match finding.severity {
        Severity::Error => terminal::BAD,
        Severity::Warning => terminal::DOUBTFUL,
        _ => terminal::DIM,
    };
    let kind = format!("{}[{}]", finding.severity.as_str(), finding.code);
    write!(out, "{}", paint(style, &kind))?;
    if !finding.path.is_empty() {
        write!(out, " {}", text::clean(&finding.path))?;
    }
    writeln!(out, ": {}", text::clean(&finding.message))?;
    if !finding.help.is_empty() {
        writeln!(out, "  {}", paint(terminal::DIM, &text::clean(&finding.help)))?;
    }
    Ok(())
}
