//! What changes under another policy, and by which of its fields.

use crate::table::status_words;
use crate::terminal::{self, paint, style_of};
use crate::text;
use okr_core::model::Json;
use okr_core::policy::Display;
use okr_core::{Cause, FieldChange, PolicyComparison, RowChange, RowKind, Standing, Status};
use std::io::{self, Write};

/// Columns of a row's standing.
const STANDING: usize = 26;
const GAP: usize = 2;
/// Values of a field that take more columns are not printed.
const SHORT: usize = 32;

/// How both policies show a fraction.
pub(crate) struct Displays<'a> {
    pub(crate) before: &'a Display,
    pub(crate) after: &'a Display,
}

/// Prints a comparison.
pub(crate) fn print(
    change: &PolicyComparison<'_>,
    displays: &Displays<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (before, after) = (text::clean(&change.before), text::clean(&change.after));
    let name = if change.workspace.is_empty() { "Changes".to_owned() } else { text::clean(change.workspace) };
    let heading = format!("{name}, as of {}: from the policy `{before}` to `{after}`", change.as_of);
    for line in text::wrapped(&heading, width) {
        writeln!(out, "{}", paint(terminal::STRONG, &line))?;
    }
    for line in text::wrapped(&counts(change), width) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    fields(&change.fields, width, out)?;
    for finding in &change.findings {
        let line = format!("{} {}: {}", finding.severity.as_str(), finding.path, finding.message);
        for (at, line) in text::wrapped(&text::clean(&line), width.saturating_sub(2)).iter().enumerate() {
            writeln!(out, "{}{}", if at == 0 { "\n" } else { "  " }, paint(terminal::DOUBTFUL, line))?;
        }
    }
    if change.rows.is_empty() {
        return Ok(());
    }
    let layout = Layout { width, title: width.saturating_sub(2 * (STANDING + GAP)) };
    let gap = " ".repeat(GAP);
    let names = match layout.is_wide() {
        true => [text::left("what changes", layout.title), text::left(&before, STANDING), after].join(&gap),
        false => "what changes".to_owned(),
    };
    writeln!(out, "\n{}", paint(terminal::DIM, &names))?;
    for row in &change.rows {
        layout.row(row, displays, out)?;
        for line in text::wrapped(&causes(row, displays.after), width.saturating_sub(4)) {
            writeln!(out, "    {}", paint(terminal::DIM, &line))?;
        }
    }
    Ok(())
}

/// How many rows of each kind change.
fn counts(change: &PolicyComparison<'_>) -> String {
    let of = |kind: RowKind| change.rows.iter().filter(|row| row.kind == kind).count();
    let kinds = [
        (RowKind::Objective, "objective", "objectives"),
        (RowKind::KeyResult, "key result", "key results"),
        (RowKind::Team, "team", "teams"),
        (RowKind::Person, "person", "people"),
        (RowKind::Cycle, "cycle", "cycles"),
    ];
    let counted = kinds.map(|(kind, one, more)| (of(kind), one, more)).into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> =
        counted.map(|(count, one, more)| format!("{count} {}", if count == 1 { one } else { more })).collect();
    match parts.len() {
        0 => "No progress, status, score or grade changes.".to_owned(),
        _ => format!("It changes {}.", parts.join(", ")),
    }
}

/// The fields that differ, with their rules and how many rows each one changes.
fn fields(fields: &[FieldChange], width: usize, out: &mut dyn Write) -> io::Result<()> {
    if fields.is_empty() {
        return writeln!(out, "The two policies count alike.");
    }
    let longest = fields.iter().map(|change| change.field.len()).max().unwrap_or_default();
    let heading = format!("{}  rule  rows", text::left("fields that differ", longest));
    writeln!(out, "{}", paint(terminal::DIM, &heading))?;
    for change in fields.iter().filter(|change| change.rows > 0) {
        let (field, rule) = (text::left(change.field, longest), text::left(change.rule, 4));
        let values = match (short(&change.before), short(&change.after)) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            _ => String::new(),
        };
        let line = format!("{field}  {rule}  {}", text::right(&change.rows.to_string(), 4));
        let fits = text::columns(&line) + GAP + text::columns(&values) <= width;
        let values = if fits { paint(terminal::DIM, &values) } else { String::new() };
        writeln!(out, "{}", format!("{line}  {values}").trim_end())?;
    }
    let idle: Vec<&str> = fields.iter().filter(|change| change.rows == 0).map(|change| change.field).collect();
    if !idle.is_empty() {
        for line in text::wrapped(&format!("without effect here: {}", idle.join(", ")), width) {
            writeln!(out, "{}", paint(terminal::DIM, &line))?;
        }
    }
    Ok(())
}

/// A number, a word, or a list of words; nothing else is short.
fn short(value: &Json) -> Option<String> {
    let plain = text::clean(&value.as_str().replace(['"', '[', ']'], "").replace(',', ", "));
    let is_plain = !value.as_str().contains('{') && text::columns(&plain) <= SHORT;
    is_plain.then(|| if plain.is_empty() { "none".to_owned() } else { plain })
}

/// Columns of the whole and of titles.
struct Layout {
    width: usize,
    title: usize,
}

impl Layout {
    /// Whether both standings fit beside a title.
    fn is_wide(&self) -> bool {
        self.title >= STANDING
    }

    fn row(&self, row: &RowChange<'_>, displays: &Displays<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (mark, style) = match row.kind {
            RowKind::KeyResult => ("  · ", terminal::PLAINLY),
            RowKind::Objective => ("▸ ", terminal::STRONG),
            _ => ("", terminal::PLAINLY),
        };
        let name = match row.kind {
            RowKind::Objective | RowKind::KeyResult => text::clean(row.title),
            kind => format!("{} {}", kind.as_str(), text::clean(row.title)),
        };
        let hang = text::columns(mark);
        let (before, after) = (standing(&row.before, displays.before), standing(&row.after, displays.after));
        let is_beside = self.is_wide() && [&before, &after].iter().all(|standing| text::columns(standing) <= STANDING);
        let columns = if is_beside { self.title } else { self.width };
        for (at, line) in text::wrapped(&name, columns - hang).iter().enumerate() {
            let line = format!("{}{line}", text::left(if at == 0 { mark } else { "" }, hang));
            write!(out, "{}", paint(style, &line))?;
            if at == 0 && is_beside {
                let (before_style, after_style) = (style_of(row.before.status), style_of(row.after.status));
                let space = " ".repeat(self.title.saturating_sub(text::columns(&line)) + GAP);
                let between = " ".repeat(STANDING.saturating_sub(text::columns(&before)) + GAP);
                write!(out, "{space}{}{between}{}", paint(before_style, &before), paint(after_style, &after))?;
            }
            writeln!(out)?;
        }
        if !is_beside {
            for line in text::wrapped(&format!("{} → {}", before.trim(), after.trim()), self.width.saturating_sub(4))
            {
                writeln!(out, "    {}", paint(style_of(row.after.status), &line))?;
            }
        }
        Ok(())
    }
}

/// `45% Progressing`.
fn standing(standing: &Standing, display: &Display) -> String {
    told(standing.progress, standing.status, standing.label.as_deref(), display)
}

fn told(progress: Option<f64>, status: Status, label: Option<&str>, display: &Display) -> String {
    let percent = display.percent(progress);
    let percent = if percent == "–" { percent } else { format!("{percent}%") };
    format!("{} {}", text::right(&percent, 4), status_words(status, label))
}

/// Turn by turn: which field, by which rule, led to what.
fn causes(row: &RowChange<'_>, display: &Display) -> String {
    let turn = |cause: &Cause| {
        let after = told(cause.progress, cause.status, cause.label.as_deref(), display);
        format!("{} ({}): {}", cause.fields.join(" with "), cause.rules.join(", "), after.trim_start())
    };
    let mut told: Vec<String> = row.causes.iter().map(turn).collect();
    if row.before.grade != row.after.grade {
        let grade = |standing: &Standing| standing.grade.as_deref().map_or_else(|| "none".to_owned(), text::clean);
        told.push(format!("grade {} → {}", grade(&row.before), grade(&row.after)));
    }
    told.join("; ")
}
