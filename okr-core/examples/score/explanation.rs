//! Why a number is what it is, in lines that add up.

use crate::table::status_words;
use crate::terminal::{self, paint, style_of};
use crate::text;
use anstyle::Style;
use okr_core::policy::Display;
use okr_core::{DueCheckIn, Explanation, LineKind, Reason, Status, Timeliness};
use std::io::{self, Write};

/// Columns of the numbers: weight, given, adds, rule.
const NUMBER: usize = 8;
const RULE: usize = 4;

/// Prints an explanation.
pub(crate) fn print(
    why: &Explanation<'_>,
    due: &[DueCheckIn],
    display: &Display,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in text::wrapped(&text::clean(why.title), width) {
        writeln!(out, "{}", paint(terminal::STRONG, &line))?;
    }
    let counted = format!("{}, as of {}, counted by the policy `{}`", why.id, why.as_of, why.policy);
    for line in text::wrapped(&text::clean(&counted), width) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    standing(why, due, display, out)?;
    lines(why, width, out)?;
    left_out(why, width, out)?;
    repeats(why, out)?;
    let rules = format!("Rules used: {}. okr-core/docs/semantics.md states them.", why.rules.join(", "));
    writeln!(out)?;
    for line in text::wrapped(&rules, width) {
        writeln!(out, "{}", paint(terminal::DIM, &line))?;
    }
    Ok(())
}

fn standing(why: &Explanation<'_>, due: &[DueCheckIn], display: &Display, out: &mut dyn Write) -> io::Result<()> {
    let percent = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| format!("{}%", display.percent(x)));
    if let Some(value) = why.value {
        let baseline = why.baseline.map_or_else(String::new, |b| format!(", from {}", text::number(b)));
        let aim = if why.rules.contains(&"P4") { "bound" } else { "to reach" };
        let target = why.target.map_or_else(String::new, |t| format!(", {aim} {}", text::value(t, why.unit)));
        writeln!(out, "value     {}{baseline}{target}", text::value(value, why.unit))?;
    }
    writeln!(out, "progress  {}", percent(why.progress))?;
    writeln!(out, "expected  {}", percent(why.expected))?;
    if let Some(line) = rhythm(due) {
        writeln!(out, "check-ins {line}")?;
    }
    let words = if why.status == Status::None { "none".to_owned() } else { status_words(why.status, None) };
    writeln!(out, "status    {}: {}\n", paint(style_of(why.status), &words), reason(why))
}

/// How many check-ins came, and when the next one is due.
fn rhythm(due: &[DueCheckIn]) -> Option<String> {
    let states = [Timeliness::OnTime, Timeliness::Late, Timeliness::Missed];
    let counted = states.map(|state| (due.iter().filter(|due| due.state == state).count(), state.as_str()));
    let mut told: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, state)| format!("{count} {}", state.replace('_', " ")))
        .collect();
    let next = due.iter().find(|due| matches!(due.state, Timeliness::Pending | Timeliness::Future));
    told.extend(next.map(|next| format!("the next due on {}", next.on)));
    (!told.is_empty()).then(|| told.join(", "))
}

/// Which step decided the status.
fn reason(why: &Explanation<'_>) -> String {
    let four = |x: f64| text::fixed(x, 4);
    let (p, e) = (why.progress.unwrap_or_default(), why.expected.unwrap_or_default());
    let words = match why.status_reason {
        Reason::Closed => "the outcome stated when it was closed",
        Reason::State => "its state",
        Reason::Override => "set by hand",
        Reason::NoProgress => "there is no progress to judge",
        Reason::Final if why.status == Status::Missed => "it is over, and did not reach what its ambition asks",
        Reason::Final => "it is over, and reached what its ambition asks",
        Reason::NotStarted => "there is no value yet",
        Reason::Goal => "the target is reached",
        Reason::Stale => "nobody has checked in for too long",
        Reason::Grace => "too early to judge",
        Reason::Ratio if e > 0.0 => return format!("progress over expected is {}", four(p / e)),
        Reason::Ratio => "nothing is expected yet",
        Reason::Gap => return format!("progress minus expected is {}", four(p - e)),
        Reason::Progress => "by progress alone",
        Reason::Confidence => "by stated confidence",
        Reason::Hold if p >= 1.0 => "the bound holds",
        Reason::Hold => "the bound does not hold",
        Reason::Worst => "the worst of its members",
        Reason::Unanimous => "what all its members say, or that they differ",
        Reason::Mean => "the mean of its members",
        Reason::Guardrail => "a guardrail is not met",
        other => return other.as_str().to_owned(),
    };
    words.to_owned()
}

fn lines(why: &Explanation<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if why.lines.is_empty() {
        return writeln!(out, "Nothing adds up to a progress here.");
    }
    let columns = Columns::new(why, width);
    columns.print("what adds up", ["weight", "gives", "adds"].map(str::to_owned), "rule", terminal::DIM, out)?;
    for line in &why.lines {
        let title = match line.title {
            Some(title) => format!("{} ({})", text::clean(title), text::clean(line.id.unwrap_or_default())),
            None => kind(line.kind).to_owned(),
        };
        let six_or_none = |x: Option<f64>| x.map_or_else(String::new, six);
        let numbers = [six_or_none(line.weight), six_or_none(line.contributed), six_or_none(line.contribution)];
        columns.print(&title, numbers, line.rule, terminal::PLAINLY, out)?;
        if let (Some(given), Some(contributed)) = (line.given, line.contributed)
            && given != contributed
        {
            let cut = format!("gives {}, cut to {} here", six(given), six(contributed));
            writeln!(out, "  {}", paint(terminal::DIM, &cut))?;
        }
    }
    let sum: f64 = why.lines.iter().filter_map(|line| line.contribution).sum();
    columns.print("progress", [String::new(), String::new(), six(sum)], "", terminal::STRONG, out)
}

/// The columns of the lines: what, weight × gives = adds, rule; without weights only what, adds and rule.
struct Columns {
    name: usize,
    weighted: bool,
}

impl Columns {
    fn new(why: &Explanation<'_>, width: usize) -> Self {
        let weighted = why.lines.iter().any(|line| line.weight.is_some());
        let numbers = if weighted { 3 } else { 1 };
        let longest = if weighted { usize::MAX } else { 40 };
        Columns { name: width.saturating_sub(numbers * (NUMBER + 3) + RULE + 2).clamp(16, longest), weighted }
    }

    fn print(&self, what: &str, numbers: [String; 3], rule: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let [weight, gives, adds] = numbers.map(|number| text::right(&number, NUMBER));
        let is_product = weight.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let (times, equals) = if is_product { (" × ", " = ") } else { ("   ", "   ") };
        let product = if self.weighted { format!("   {weight}{times}{gives}{equals}") } else { "   ".to_owned() };
        for (at, part) in text::wrapped(what, self.name).iter().enumerate() {
            let line = format!("{}{product}{adds}  {rule}", text::left(part, self.name));
            writeln!(out, "{}", paint(style, if at == 0 { line.trim_end() } else { part }))?;
        }
        Ok(())
    }
}

fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Measure => "its measure",
        LineKind::OwnValue => "its own value",
        LineKind::Baseline => "the way from zero to the baseline",
        LineKind::Manual => "set by hand",
        LineKind::ObjectiveClamp => "cut by the clamp of objectives",
        LineKind::ShownClamp => "cut by the clamp of what is shown",
        other => other.as_str(),
    }
}

fn left_out(why: &Explanation<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if !why.left_out.is_empty() {
        writeln!(out, "\n{}", paint(terminal::DIM, "left out"))?;
    }
    for omission in &why.left_out {
        let reason = omission.reason.as_str().replace('_', " ");
        let line = format!("{} ({}): {reason}", text::clean(omission.title), text::clean(omission.id));
        for line in text::wrapped(&line, width) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn repeats(why: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !why.repeats.is_empty() {
        writeln!(out, "\n{}", paint(terminal::DIM, "counted by more than one path"))?;
    }
    for repeat in &why.repeats {
        let (id, weight) = (text::clean(repeat.id), six(repeat.weight));
        writeln!(out, "{id}: {} paths, weight {weight} in all", text::number(repeat.paths))?;
    }
    Ok(())
}

/// Six decimals, so that what is rounded here does not spoil the sum for the eye.
fn six(x: f64) -> String {
    text::fixed(x, 6)
}
