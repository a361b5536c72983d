//! What stands around the tree: the heading, cycles, teams, KPIs and findings.

use crate::row::{Layout, Row};
use crate::table::status_words;
use crate::terminal::{self, paint, style_of};
use crate::text;
use okr_core::model::Document;
use okr_core::{Finding, GroupReport, KpiState, Report, Severity, Status};
use std::collections::HashMap;
use std::io::{self, Write};

/// Findings listed; the JSON form has all.
const LISTED: usize = 20;

/// Statuses in the order in which they are counted up.
const BEST_FIRST: [Status; 11] = [
    Status::Exceeded,
    Status::Achieved,
    Status::OnTrack,
    Status::AtRisk,
    Status::OffTrack,
    Status::Missed,
    Status::NotStarted,
    Status::None,
    Status::Postponed,
    Status::Cancelled,
    Status::Archived,
];

/// Whose scorecard it is, of which day, and how many objectives stand how.
pub(crate) fn heading(report: &Report<'_>, is_bundled: bool, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let name = if report.workspace.is_empty() { "Scorecard".to_owned() } else { text::clean(report.workspace) };
    let rest = format!(", as of {}, counted by the policy `{}`", report.as_of, text::clean(report.policy));
    let lines = text::wrapped(&format!("{name}{rest}"), width);
    for line in &lines {
        // The name stands out where it stands whole.
        let (strong, plain) = line.split_at(if line.starts_with(&name) { name.len() } else { 0 });
        writeln!(out, "{}{plain}", paint(terminal::STRONG, strong))?;
    }
    if is_bundled {
        let note = format!(
            "The organisation bundled with the example; without --as-of its date stays {}.",
            crate::input::BUNDLED_DATE
        );
        for line in text::wrapped(&note, width) {
            writeln!(out, "{}", paint(terminal::DIM, &line))?;
        }
    }
    let mut line = text::plural(report.objectives.len(), "objective");
    let mut separator = ": ";
    for (word, count) in counted(report) {
        line += &format!("{separator}{count} {word}");
        separator = ", ";
    }
    writeln!(out)?;
    for line in text::wrapped(&line, width) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

/// How many objectives stand how, by the words for it, best first.
fn counted(report: &Report<'_>) -> Vec<(String, usize)> {
    let mut words: Vec<(String, usize)> = Vec::new();
    for status in BEST_FIRST {
        for objective in report.objectives.iter().filter(|objective| objective.status == status) {
            let word = match objective.label {
                None if status == Status::None => "without status".to_owned(),
                label => status_words(status, label),
            };
            match words.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => words.push((word, 1)),
            }
        }
    }
    words
}

/// Cycles, teams and KPIs.
pub(crate) fn groups(
    report: &Report<'_>,
    document: &Document,
    layout: &Layout<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let cycles = document.cycles.iter().map(|cycle| (cycle.id.as_str(), cycle.within.as_deref()));
    group("cycles", &report.cycles, &depths(cycles), layout, out)?;
    let teams = document.teams.iter().map(|team| (team.id.as_str(), team.parent.as_deref()));
    group("teams", &report.teams, &depths(teams), layout, out)?;
    kpis(report, width, out)
}

/// How deep each one is nested, by id.
fn depths<'a>(parents: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> HashMap<&'a str, usize> {
    let parents: HashMap<&str, Option<&str>> = parents.collect();
    let up = |id: &&'a str| parents.get(id).copied().flatten();
    parents.keys().map(|id| (*id, std::iter::successors(up(id), up).take(DEEPEST).count())).collect()
}

/// Levels that are shown as such.
const DEEPEST: usize = 8;

fn group(
    title: &str,
    rows: &[GroupReport<'_>],
    depths: &HashMap<&str, usize>,
    layout: &Layout<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let counted = if layout.has_values() { "" } else { " (objectives)" };
    writeln!(out)?;
    layout.heading(&format!("{title}{counted}"), "objectives", out)?;
    for row in rows {
        let count = row.objectives;
        let counted = if layout.has_values() { String::new() } else { format!(" ({count})") };
        layout.row(
            &Row {
                indent: depths.get(row.id).map_or(0, |depth| depth * 2),
                mark: "",
                title: text::clean(row.name) + &counted,
                title_style: terminal::PLAINLY,
                value: Some(count.to_string()),
                instead: None,
                progress: row.progress,
                expected: row.expected,
                status: &status_words(row.status, row.label),
                status_style: style_of(row.status),
            },
            out,
        )?;
    }
    Ok(())
}

fn kpis(report: &Report<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if report.kpis.is_empty() {
        return Ok(());
    }
    let shown = report.kpis.iter().map(|kpi| {
        let value = kpi.value.map_or_else(|| "–".to_owned(), |value| text::value(value, kpi.unit));
        (text::clean(kpi.name), value, kpi.state)
    });
    let shown: Vec<(String, String, KpiState)> = shown.collect();
    let widest = |of: fn(&(String, String, KpiState)) -> usize| shown.iter().map(of).max().unwrap_or(0);
    let value = widest(|row| text::columns(&row.1)).max("value".len());
    let state = widest(|row| row.2.as_str().len());
    let name = widest(|row| text::columns(&row.0)).min(width.saturating_sub(value + state + 4)).max(10);
    let heading = format!("{}  {}  state", text::left("KPIs", name), text::right("value", value));
    writeln!(out, "\n{}", paint(terminal::DIM, &heading))?;
    for (title, number, state) in &shown {
        let style = match state {
            KpiState::Unhealthy => terminal::BAD,
            KpiState::NoReading => terminal::DIM,
            _ => terminal::GOOD,
        };
        let state = paint(style, &state.as_str().replace('_', " "));
        let lines = text::wrapped(title, name);
        let first = lines.first().map(String::as_str).unwrap_or_default();
        writeln!(out, "{}  {}  {state}", text::left(first, name), text::right(number, value))?;
        for line in lines.iter().skip(1) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// What is doubtful, and how to ask on.
pub(crate) fn findings(
    report: &Report<'_>,
    document: &Document,
    layout: &Layout<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out)?;
    let counts = text::counted(report.findings.iter().map(|finding| (finding.severity, 1)));
    let none = if counts.is_empty() { "none" } else { "" };
    writeln!(out, "{}", paint(terminal::DIM, &format!("findings: {counts}{none}")))?;
    let mut sorted: Vec<&Finding> = report.findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    for finding in sorted.iter().take(LISTED) {
        let style = if finding.severity == Severity::Hint { terminal::PLAINLY } else { terminal::DOUBTFUL };
        let help = if finding.help.is_empty() { String::new() } else { format!(" ({})", finding.help) };
        let line = format!("{} {}: {}{help}", finding.severity.as_str(), place(finding, document), finding.message);
        let lines = text::wrapped(&text::clean(&line), width.saturating_sub(2));
        for (at, line) in lines.iter().enumerate() {
            writeln!(out, "{}{}", if at == 0 { "" } else { "  " }, paint(style, line))?;
        }
    }
    if sorted.len() > LISTED {
        writeln!(out, "… and {} more: --format json lists all", sorted.len() - LISTED)?;
    }
    let bars = if layout.has_bars() { "│ in a bar: expected by the date. " } else { "" };
    let help = format!("{bars}--explain ID says why a number is what it is.");
    writeln!(out)?;
    for line in text::wrapped(&help, width) {
        writeln!(out, "{}", paint(terminal::DIM, &line))?;
    }
    Ok(())
}

/// The id of the objective or key result that a finding is about, else its path.
fn place(finding: &Finding, document: &Document) -> String {
    let mut steps = finding.path.split('/').skip(1);
    let mut index = |list: &str| (steps.next() == Some(list)).then(|| steps.next()?.parse::<usize>().ok()).flatten();
    let objective = index("objectives").and_then(|at| document.objectives.get(at));
    let key_result = objective.and_then(|objective| objective.key_results.get(index("key_results")?));
    match (objective, key_result) {
        (_, Some(key_result)) => key_result.id.clone(),
        (Some(objective), None) => objective.id.clone(),
        (None, None) => finding.path.clone(),
    }
}
