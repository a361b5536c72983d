//! Why a number is what it is, in lines that add up.

use crate::reason::Facts;
use crate::table::status_words;
use crate::terminal::{self, paint, style_of};
use crate::text;
use anstyle::Style;
use okr_core::{Date, DueCheckIn, Explanation, Line, LineKind, Status, Timeliness};
use std::io::{self, Write};

/// Columns of the numbers: weight, given, adds, expected, rule.
const NUMBER: usize = 8;
const RULE: usize = 4;
/// Columns of what stands before a fact.
const NAME: usize = 10;
/// A line has columns for weight and what is given from this width on, and one for what is expected from that on.
const ROOMY: usize = 60;
const WIDE: usize = 76;

/// Prints an explanation.
pub(crate) fn print(
    why: &Explanation<'_>,
    due: &[DueCheckIn],
    facts: &Facts<'_>,
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
    standing(why, due, facts, width, out)?;
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

fn standing(
    why: &Explanation<'_>,
    due: &[DueCheckIn],
    facts: &Facts<'_>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let display = facts.display;
    let percent = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| format!("{}%", display.percent(x)));
    if let Some(value) = why.value {
        let baseline = why.baseline.map_or_else(String::new, |b| format!(", from {}", text::number(b)));
        let aim = if why.rules.contains(&"P4") { "bound" } else { "to reach" };
        let target = why.target.map_or_else(String::new, |t| format!(", {aim} {}", text::value(t, why.unit)));
        let line = format!("{}{baseline}{target}", text::value(value, why.unit));
        hanging("value", &line, terminal::PLAINLY, width, out)?;
    }
    writeln!(out, "progress  {}", percent(why.progress))?;
    writeln!(out, "expected  {}", percent(why.expected))?;
    if let Some(line) = rhythm(due, why.as_of) {
        hanging("check-ins", &line, terminal::PLAINLY, width, out)?;
    }
    let words = match why.label {
        None if why.status == Status::None => "none".to_owned(),
        label => status_words(why.status, label),
    };
    hanging("status", &format!("{words}: {}", facts.reason(why)), style_of(why.status), width, out)?;
    writeln!(out)
}

/// What something is: its name, and behind it as many lines as it needs; what stands before a colon in a style.
fn hanging(name: &str, words: &str, style: Style, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (at, line) in text::wrapped(words, width.saturating_sub(NAME)).iter().enumerate() {
        let name = if at == 0 { name } else { "" };
        match line.split_once(": ").filter(|_| at == 0 && style != terminal::PLAINLY) {
            Some((head, rest)) => writeln!(out, "{}{}: {rest}", text::left(name, NAME), paint(style, head))?,
            None => writeln!(out, "{}{line}", text::left(name, NAME))?,
        }
    }
    Ok(())
}

/// How many check-ins came, since when one is overdue, and when the next one is due.
fn rhythm(due: &[DueCheckIn], as_of: Date) -> Option<String> {
    let states = [Timeliness::OnTime, Timeliness::Late, Timeliness::Missed];
    let counted = states.map(|state| (due.iter().filter(|due| due.state == state).count(), state.as_str()));
    let mut told: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, state)| format!("{count} {}", state.replace('_', " ")))
        .collect();
    let mut open = due.iter().filter(|due| matches!(due.state, Timeliness::Pending | Timeliness::Future)).peekable();
    let overdue = open.next_if(|due| due.on < as_of);
    told.extend(overdue.map(|due| format!("overdue since {}", due.on)));
    let next = open.next();
    told.extend(next.map(|next| format!("the next due on {}", next.on)));
    (!told.is_empty()).then(|| told.join(", "))
}

fn lines(why: &Explanation<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if why.lines.is_empty() {
        return writeln!(out, "Nothing adds up to a progress here.");
    }
    let columns = Columns::new(why, width);
    let heading = ["weight", "gives", "adds", "expected"].map(str::to_owned);
    columns.print("what adds up", heading, "rule", terminal::DIM, out)?;
    for line in &why.lines {
        let title = match line.title {
            Some(title) => format!("{} ({})", text::clean(title), text::clean(line.id.unwrap_or_default())),
            None => kind(line.kind).to_owned(),
        };
        let numbers = [line.weight, line.contributed, line.contribution, line.expected].map(six_or_none);
        columns.print(&title, numbers, line.rule, terminal::PLAINLY, out)?;
        for note in columns.notes(line) {
            writeln!(out, "  {}", paint(terminal::DIM, &note))?;
        }
    }
    let sum: f64 = why.lines.iter().filter_map(|line| line.contribution).sum();
    let totals = [String::new(), String::new(), six(sum), six_or_none(why.expected)];
    columns.print("progress", totals, "", terminal::STRONG, out)
}

/// The columns of the lines: what, weight × gives = adds, expected, rule; without weights only what, adds and rule. What
/// has no room stands below the line.
struct Columns {
    name: usize,
    /// Whether there are members, and whether weight and what they give have columns, and what they are expected.
    members: bool,
    weighted: bool,
    expecting: bool,
}

impl Columns {
    fn new(why: &Explanation<'_>, width: usize) -> Self {
        let members = why.lines.iter().any(|line| line.weight.is_some());
        let (weighted, expecting) = (members && width >= ROOMY, members && width >= WIDE);
        let numbers = 1 + if weighted { 2 } else { 0 } + if expecting { 1 } else { 0 };
        let longest = if members { usize::MAX } else { 40 };
        let name = width.saturating_sub(numbers * (NUMBER + 3) + RULE + 2).clamp(16, longest);
        Columns { name, members, weighted, expecting }
    }

    fn print(&self, what: &str, numbers: [String; 4], rule: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let [weight, gives, adds, expected] = numbers.map(|number| text::right(&number, NUMBER));
        let is_product = weight.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let (times, equals) = if is_product { (" × ", " = ") } else { ("   ", "   ") };
        let product = if self.weighted { format!("   {weight}{times}{gives}{equals}") } else { "   ".to_owned() };
        let expected = if self.expecting { format!("   {expected}") } else { String::new() };
        for (at, part) in text::wrapped(what, self.name).iter().enumerate() {
            let line = format!("{}{product}{adds}{expected}  {rule}", text::left(part, self.name));
            writeln!(out, "{}", paint(style, if at == 0 { line.trim_end() } else { part }))?;
        }
        Ok(())
    }

    /// What is said below a line: what the clamp cut, and what has no column.
    fn notes(&self, line: &Line<'_>) -> Vec<String> {
        let cut = line.given.zip(line.contributed).filter(|(given, contributed)| given != contributed);
        let cut = cut.map(|(given, contributed)| format!("gives {}, cut to {} here", six(given), six(contributed)));
        let product = line.weight.zip(line.contributed).filter(|_| self.members && !self.weighted);
        let product = product.map(|(weight, gives)| format!("{} × {}", six(weight), six(gives)));
        let expected = line.expected.filter(|_| self.members && !self.expecting);
        let expected = expected.map(|expected| format!("expected {}", six(expected)));
        [product, expected, cut].into_iter().flatten().collect()
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

fn six_or_none(x: Option<f64>) -> String {
    x.map_or_else(String::new, six)
}

/// Six decimals, so that what is rounded here does not spoil the sum for the eye.
fn six(x: f64) -> String {
    text::fixed(x, 6)
}
