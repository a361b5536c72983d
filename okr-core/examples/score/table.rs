//! Objectives and key results as a tree with bars.

use crate::names::Names;
use crate::row::{Layout, Row};
use crate::terminal::{self, style_of};
use crate::text;
use crate::tree::{Entry, entries};
use okr_core::model::{Ambition, Document, Lifecycle, LinkKind, MeasureKind, Role};
use okr_core::policy::Display;
use okr_core::{Date, HoldState, KeyResultReport, LeftOut, ObjectiveReport, OverrideReport, Reason, Report, Status};
use std::io::{self, Write};

/// Columns a level is indented by, and a mark takes.
const STEP: usize = 2;
/// What stands before an objective, a key result, and what is shown elsewhere.
const OBJECTIVE: &str = "▸ ";
const KEY_RESULT: &str = "· ";
const ELSEWHERE: &str = "↳ ";
/// Columns of a value, where there is room for values at all.
const VALUE: usize = 12;

/// Columns of titles that look well even where all are short.
const READABLE: usize = 40;

/// The tree, and the layout that all rows share.
pub(crate) struct Table<'a> {
    names: Names<'a>,
    entries: Vec<(usize, Entry<'a>)>,
    as_of: Date,
    pub(crate) layout: Layout<'a>,
}

/// A status as people say it: in the policy's own word, else in that of the engine.
pub(crate) fn status_words(status: Status, label: Option<&str>) -> String {
    match label {
        Some(label) => text::clean(label),
        None if status == Status::None => "–".to_owned(),
        None => status.as_str().replace('_', " "),
    }
}

/// Who set a status by hand, until when, what it hides, and why.
pub(crate) fn forced<'a>(forced: &OverrideReport<'a>, names: &Names<'a>) -> String {
    let by = forced.by.map_or("hand", |by| names.person(by));
    let until = forced.until.map_or_else(String::new, |until| format!(" until {until}"));
    let reason = forced.reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let is_computed = forced.computed != Status::None;
    let computed = is_computed.then(|| format!(", computed {}", status_words(forced.computed, None)));
    text::clean(&format!("set by {by}{until}{}{reason}", computed.unwrap_or_default()))
}

/// Columns of the widest status.
fn widest_status(report: &Report<'_>) -> usize {
    let objectives = report.objectives.iter().map(|row| (row.status, row.label));
    let key_results = report.objectives.iter().flat_map(|row| &row.key_results).map(|row| (row.status, row.label));
    let groups = report.teams.iter().chain(&report.cycles).map(|row| (row.status, row.label));
    let widths =
        objectives.chain(key_results).chain(groups).map(|(status, label)| text::columns(&status_words(status, label)));
    widths.max().unwrap_or(0).clamp("not started".len(), 24)
}

/// Columns of the widest title where nothing is broken.
fn widest_title(entries: &[(usize, Entry<'_>)]) -> usize {
    let widths = entries.iter().map(|(depth, entry)| match entry {
        Entry::Objective(objective) => depth * STEP + text::columns(OBJECTIVE) + text::columns(objective.title),
        Entry::KeyResult(row) => depth * STEP + text::columns(KEY_RESULT) + text::columns(&key_result_title(row)),
        Entry::Elsewhere { .. } => 0,
    });
    widths.max().unwrap_or(0)
}

/// The title of a key result, with the reason where it does not count.
fn key_result_title(key_result: &KeyResultReport<'_>) -> String {
    let aside = match key_result.left_out {
        _ if key_result.role == Role::Guardrail => " (guardrail)".to_owned(),
        Some(reason) => format!(" (not counted: {})", reason.as_str().replace('_', " ")),
        None => String::new(),
    };
    format!("{}{aside}", text::clean(key_result.title))
}

impl<'a> Table<'a> {
    pub(crate) fn new(report: &'a Report<'a>, document: &'a Document, display: &'a Display, width: usize) -> Self {
        let entries = entries(report, document);
        let layout = Layout::new(width, widest_title(&entries).max(READABLE), VALUE, widest_status(report), display);
        Table { names: Names::of(document), entries, as_of: report.as_of, layout }
    }

    /// Prints all objectives.
    pub(crate) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.layout.heading("objectives and key results", "value", out)?;
        for (depth, entry) in &self.entries {
            match entry {
                Entry::Objective(objective) => self.objective(objective, depth * STEP, out)?,
                Entry::KeyResult(key_result) => self.key_result(key_result, depth * STEP, out)?,
                Entry::Elsewhere { title, progress } => {
                    self.elsewhere(title, *progress, depth * STEP, out)?;
                }
            }
        }
        Ok(())
    }

    fn objective(&self, objective: &ObjectiveReport<'a>, indent: usize, out: &mut dyn Write) -> io::Result<()> {
        if indent == 0 {
            writeln!(out)?;
        }
        self.layout.row(
            &Row {
                indent,
                mark: OBJECTIVE,
                title: text::clean(objective.title),
                title_style: terminal::STRONG,
                value: None,
                instead: None,
                progress: objective.progress,
                expected: objective.expected,
                status: &status_words(objective.status, objective.label),
                status_style: style_of(objective.status),
            },
            out,
        )?;
        let team = objective.team.map(|id| self.names.team(id));
        let owner = objective.owner.map(|id| self.names.person(id));
        let facts = [Some(objective.id), team, owner, objective.cycle, objective.ambition.map(Ambition::as_str)];
        let facts: Vec<String> = facts.into_iter().flatten().map(text::clean).collect();
        self.layout.note(&facts.join(" · "), indent + STEP, out)?;
        for note in self.objective_notes(objective) {
            self.layout.note(&note, indent + STEP, out)?;
        }
        Ok(())
    }

    fn objective_notes(&self, objective: &ObjectiveReport<'a>) -> Vec<String> {
        let mut notes: Vec<String> = objective.forced.iter().map(|entry| forced(entry, &self.names)).collect();
        if objective.status_reason == Reason::Guardrail {
            let is_unmet = |state| matches!(state, HoldState::Near | HoldState::Unmet);
            let unmet = objective.guardrails.iter().filter(|guardrail| is_unmet(guardrail.state));
            let unmet: Vec<String> = unmet.map(|guardrail| text::clean(self.names.title(guardrail.id))).collect();
            notes.push(format!("held back by a guardrail: {}", unmet.join("; ")));
        }
        if objective.status_reason == Reason::Stale {
            notes.push("nobody has checked in for too long".to_owned());
        }
        let by_hand = objective.manual_score.map_or_else(String::new, |score| format!(", {score:.2} by hand"));
        let grade = objective.grade.map_or_else(String::new, |grade| format!(" ({})", text::clean(grade)));
        notes.extend(objective.score.map(|score| format!("score {score:.2}{grade}{by_hand}")));
        if let Some(stated) = self.names.objective(objective.id) {
            notes.extend(self.state(&stated.state));
            for link in &stated.aligned_to {
                let verb = match link.kind {
                    LinkKind::Supports => "supports",
                    LinkKind::DependsOn => "depends on",
                    _ => continue,
                };
                notes.push(format!("{verb}: {}", text::clean(self.names.title(&link.to))));
            }
        }
        notes
    }

    fn key_result(&self, key_result: &KeyResultReport<'a>, indent: usize, out: &mut dyn Write) -> io::Result<()> {
        let whole = key_result.value.map(|x| self.value(key_result, x));
        // A guardrail holds or does not, and what is tracked goes nowhere: there the value says more than a bar.
        let speaks = key_result.role == Role::Guardrail || key_result.left_out == Some(LeftOut::Tracked);
        let instead = speaks.then(|| match &whole {
            None => "no value yet".to_owned(),
            Some(_) if self.layout.has_values() => String::new(),
            Some(value) => format!("at {value}"),
        });
        self.layout.row(
            &Row {
                indent,
                mark: KEY_RESULT,
                title: key_result_title(key_result),
                title_style: terminal::PLAINLY,
                value: whole.zip(key_result.value).map(|(whole, x)| self.layout.fitting(whole, x)),
                instead,
                progress: key_result.progress,
                expected: key_result.expected,
                status: &status_words(key_result.status, key_result.label),
                status_style: style_of(key_result.status),
            },
            out,
        )?;
        for note in self.key_result_notes(key_result) {
            self.layout.note(&note, indent + STEP, out)?;
        }
        Ok(())
    }

    /// A value as people say it: shares in percent, done or not done, anything else with its unit.
    fn value(&self, key_result: &KeyResultReport<'_>, x: f64) -> String {
        let stated = self.names.key_result(key_result.id);
        let amended = stated.into_iter().flat_map(|stated| &stated.amendments);
        let amended = amended.filter(|amendment| amendment.on <= self.as_of && amendment.measure.is_some());
        let amended = amended.max_by_key(|amendment| amendment.on).and_then(|amendment| amendment.measure.as_deref());
        match amended.or(stated.map(|stated| &stated.measure)).map(|measure| measure.kind) {
            Some(MeasureKind::Milestones | MeasureKind::Tasks) => format!("{}% done", self.layout.percent(x)),
            Some(MeasureKind::Binary) if x >= 1.0 => "done".to_owned(),
            Some(MeasureKind::Binary) => "not done".to_owned(),
            _ => text::value(x, key_result.unit),
        }
    }

    fn key_result_notes(&self, key_result: &KeyResultReport<'a>) -> Vec<String> {
        let mut notes: Vec<String> = key_result.forced.iter().map(|entry| forced(entry, &self.names)).collect();
        // Without a score, a grade is the level reached.
        let level = key_result.grade.filter(|_| key_result.score.is_none());
        notes.extend(level.map(|level| format!("reached: {}", text::clean(level))));
        if let (Reason::Stale, Some(days)) = (key_result.status_reason, key_result.stale_days) {
            notes.push(format!("no check-in for {}", text::plural(days.unsigned_abs() as usize, "day")));
        }
        if let Some(stated) = self.names.key_result(key_result.id) {
            notes.extend(self.state(&stated.state));
            let amended = stated.amendments.iter().filter(|amendment| amendment.on <= self.as_of);
            notes.extend(amended.max_by_key(|amendment| amendment.on).map(|amendment| {
                let reason = amendment.reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
                text::clean(&format!("amended {}{reason}", amendment.on))
            }));
        }
        notes
    }

    /// What contributes here and stands elsewhere.
    fn elsewhere(&self, title: &str, progress: Option<f64>, indent: usize, out: &mut dyn Write) -> io::Result<()> {
        let percent = progress.map_or_else(String::new, |x| format!(", {}%", self.layout.percent(x)));
        self.layout.note(&format!("{ELSEWHERE}{}{percent}, shown elsewhere", text::clean(title)), indent, out)
    }

    /// The last change of state, where it still says something.
    fn state(&self, state: &Lifecycle) -> Option<String> {
        let (Lifecycle::Changes(changes) | Lifecycle::Until(_, changes)) = state else { return None };
        let last = changes.iter().filter(|change| change.on <= self.as_of).max_by_key(|change| change.on)?;
        let reason = last.reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
        Some(text::clean(&format!("{} {}{reason}", last.state, last.on)))
    }
}
