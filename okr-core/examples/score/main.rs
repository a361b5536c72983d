//! Prints the scorecard of an organisation: the bundled one, or that of any document.
//!
//! The library reads no file and no clock and prints nothing; this program does all three for it. `--help` lists what it
//! takes. It ends with 0 where all is well, 1 where a document has warnings, 2 where nothing could be scored.

mod arguments;
mod bar;
mod comparison;
mod explanation;
mod input;
mod names;
mod problems;
mod reason;
mod row;
mod summary;
mod table;
mod terminal;
mod text;
mod tree;

use arguments::{Asked, Format, Options};
use okr_core::{Scorecard, Severity, Workspace};
use problems::Problem;
use reason::Facts;
use std::io::{self, Write};
use std::process::ExitCode;
use table::Table;

/// The document has warnings.
const DOUBTFUL: u8 = 1;
/// Nothing was scored.
const UNUSABLE: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            // Where even standard error is closed there is nobody left to tell.
            let _ = problem.print(&mut anstream::stderr().lock());
            ExitCode::from(UNUSABLE)
        }
    }
}

fn run() -> Result<u8, Problem> {
    let options = match arguments::read(std::env::args_os())? {
        Asked::Score(options) => options,
        Asked::Help => {
            printed(|out| out.write_all(arguments::HELP.as_bytes()))?;
            return Ok(0);
        }
    };
    let workspace = input::workspace(&options)?;
    let card = match &options.policy {
        Some(name) => workspace
            .score_with(&input::policy("--policy", name)?, options.as_of)
            .map_err(|e| Problem::found(name, e))?,
        None => workspace.score(options.as_of),
    };
    let is_doubtful = match (&options.explain, &options.other_policy) {
        (Some(id), _) => explain(&workspace, &card, id, &options)?,
        (None, Some(name)) => compare(&workspace, &card, name, &options)?,
        (None, None) => score(&workspace, &card, &options)?,
    };
    Ok(if is_doubtful { DOUBTFUL } else { 0 })
}

/// Prints the scorecard; whether it has warnings.
fn score(workspace: &Workspace, card: &Scorecard, options: &Options) -> Result<bool, Problem> {
    let report = card.report(workspace).map_err(|error| Problem::found("", error))?;
    let is_doubtful = report.findings.iter().any(|finding| finding.severity != Severity::Hint);
    match options.format {
        Format::Json => {
            let json = card.to_json(workspace).map_err(|error| Problem::found("", error))?;
            printed(|out| writeln!(out, "{json}"))?;
        }
        Format::Table => {
            let document = workspace.to_document();
            let display = &card.policy(workspace).map_err(|error| Problem::found("", error))?.display;
            let width = terminal::width();
            printed(|out| {
                summary::heading(&report, options.is_bundled(), width, out)?;
                let table = Table::new(&report, &document, display, width);
                table.print(out)?;
                summary::groups(&report, &document, &table.layout, width, out)?;
                summary::findings(&report, &document, &table.layout, width, out)
            })?;
        }
    }
    Ok(is_doubtful)
}

/// Prints why one number is what it is; whether the document has warnings.
fn explain(workspace: &Workspace, card: &Scorecard, id: &str, options: &Options) -> Result<bool, Problem> {
    let explanation = workspace.explain(card, id).map_err(|error| Problem::Option("--explain", error))?;
    let policy = card.policy(workspace).map_err(|error| Problem::found("", error))?;
    let report = card.report(workspace).map_err(|error| Problem::found("", error))?;
    let document = workspace.to_document();
    let facts = Facts::new(&report, &document, policy, id);
    // Only key results have check-ins that fall due.
    let due = workspace.due_check_ins(card, id).unwrap_or_default();
    printed(|out| match options.format {
        Format::Json => writeln!(out, "{}", explanation.to_json()),
        Format::Table => explanation::print(&explanation, &due, &facts, terminal::width(), out),
    })?;
    is_doubtful(workspace, card)
}

/// Prints what changes under another policy; whether the document has warnings.
fn compare(workspace: &Workspace, card: &Scorecard, name: &str, options: &Options) -> Result<bool, Problem> {
    let after = input::policy("--compare-policy", name)?;
    let before = card.policy(workspace).map_err(|error| Problem::found("", error))?;
    let change =
        workspace.compare_policies(before, &after, options.as_of).map_err(|error| Problem::found(name, error))?;
    let displays = comparison::Displays { before: &before.display, after: &after.display };
    printed(|out| match options.format {
        Format::Json => writeln!(out, "{}", change.to_json()),
        Format::Table => comparison::print(&change, &displays, terminal::width(), out),
    })?;
    let is_worse = change.findings.iter().any(|finding| finding.severity != Severity::Hint);
    Ok(is_worse || is_doubtful(workspace, card)?)
}

/// Whether the document, or its evaluation, has warnings.
fn is_doubtful(workspace: &Workspace, card: &Scorecard) -> Result<bool, Problem> {
    let found = card.findings(workspace).map_err(|error| Problem::found("", error))?;
    Ok(workspace.findings().iter().chain(&found).any(|finding| finding.severity != Severity::Hint))
}

/// Prints to standard output. A reader that has seen enough (`| head`) is no problem.
fn printed(print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Problem> {
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match print(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::File("standard output".to_owned(), error))
        }
        _ => Ok(()),
    }
}
