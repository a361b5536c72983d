//! Why a number is what it is (X1), and what reaches it twice (A3).

mod key_result;
mod objective;
mod repeats;
mod rules;

use crate::date::Date;
use crate::document::print;
use crate::error::Result;
use crate::score::{Reason, Status};
use crate::scorecard::{LeftOut, Pass, Scorecard};
use crate::words::words;
use crate::workspace::{Node, Workspace};
use serde::Serialize;

words! {
    /// What a line of an explanation stands for.
    pub enum LineKind {
        /// A key result.
        KeyResult "key_result",
        /// A contributing objective.
        Objective "objective",
        /// An initiative that counts.
        Initiative "initiative",
        /// The measure's own fraction of the way.
        Measure "measure",
        /// The key result's own value, beside those of its children.
        OwnValue "own_value",
        /// The way from zero to the baseline.
        Baseline "baseline",
        /// Progress set by hand.
        Manual "manual",
        /// The cut of the objective's own clamp.
        ObjectiveClamp "objective_clamp",
        /// The cut of what is shown.
        ShownClamp "shown_clamp",
    }
}

/// One line: the contributions of all lines add up to the progress within 1e-12.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Line<'a> {
    /// What it stands for.
    pub kind: LineKind,
    /// Id of the member, where it is one.
    pub id: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// Its effective weight, a share of 1: those of all members add up to 1. `None` for a line that is no member, and where
    /// members are added up and not averaged.
    pub weight: Option<f64>,
    /// What it gives before the receiver's clamp: a fraction, 1 = 100 %; to a key result that averages values its own, to
    /// one that adds them up its weighted one, in the unit of that. `None` for a line that is no member.
    pub given: Option<f64>,
    /// What it gives after the receiver's clamp (P11), a fraction. `None` for a line that is no member, and for what feeds
    /// a key result.
    pub contributed: Option<f64>,
    /// What its plan asks for, a fraction, 1 = 100 %: what it brings to the expected progress of the objective. `None`
    /// where it has none and drops out of that (E4), for a line that is no member, and where members make no expected
    /// progress: where values are added up, and for what feeds a key result.
    pub expected: Option<f64>,
    /// What it adds to the progress, a fraction, 1 = 100 %, negative where it takes away; `None` where it counts
    /// through a measure that is no straight line, and has no part of its own.
    pub contribution: Option<f64>,
    /// The rule that the line follows.
    pub rule: &'static str,
}

/// A member that does not count, and why (R4).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Omission<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Why.
    pub reason: LeftOut,
}

/// Something that reaches a row by more than one path (A3).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Repeat<'a> {
    /// Its id.
    pub id: &'a str,
    /// How many paths, a whole number; beyond 2⁵³ rounded as floats are.
    pub paths: f64,
    /// Its effective weight over all of them: the sum over paths of the product of effective weights, 0 or more.
    pub weight: f64,
}

/// Why a number is what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Explanation<'a> {
    /// Id of the objective or key result.
    pub id: &'a str,
    /// What is to be reached.
    pub title: &'a str,
    /// The date it is evaluated as of: that of its closing, where it is closed (T6).
    pub as_of: Date,
    /// Name of the policy.
    pub policy: &'a str,
    /// Progress as shown, a fraction, 1 = 100 %; `None` where nothing counts or the measure makes none.
    pub progress: Option<f64>,
    /// Progress that the plan asks for, a fraction; `None` where there is no window, or no member that expects anything.
    pub expected: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// Which step decided the status.
    pub status_reason: Reason,
    /// What the policy calls the status; `None` where it has no word of its own.
    pub label: Option<&'a str>,
    /// Present value, in its unit: of an objective in that of its own measure, whether it is counted by it or its progress
    /// is put on that scale. `None` where there is none.
    pub value: Option<f64>,
    /// Start value in force, in its unit; `None` without a measure, and for a measure without one.
    pub baseline: Option<f64>,
    /// Target in force, resolved, in its unit; `None` without a measure, and for a measure without one.
    pub target: Option<f64>,
    /// The unit of its values.
    pub unit: Option<&'a str>,
    /// What adds up to the progress.
    pub lines: Vec<Line<'a>>,
    /// What does not count, and why.
    pub left_out: Vec<Omission<'a>>,
    /// What reaches it by more than one path.
    pub repeats: Vec<Repeat<'a>>,
    /// The rules used, by id, as the semantics state them.
    pub rules: Vec<&'static str>,
}

impl Explanation<'_> {
    /// The explanation as JSON, on one line.
    pub fn to_json(&self) -> String {
        print::to_json(self)
    }
}

impl Workspace {
    /// Why an objective or key result stands where it does.
    ///
    /// ```
    /// use okr_core::{Date, Workspace};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ///     {"id": "a", "title": "A", "weight": 3, "measure": {"kind": "move", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    ///     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]}"#)?;
    /// let card = workspace.score(Date::new(2026, 10, 5)?);
    /// let why = workspace.explain(&card, "o")?;
    /// assert_eq!(why.progress, Some(0.375));
    /// assert_eq!(why.lines.iter().filter_map(|line| line.contribution).collect::<Vec<_>>(), [0.375, 0.0]);
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id`, with the nearest known one; `stale_scorecard` where the workspace has changed since,
    /// `foreign_scorecard` where it is another one, and `partial_scorecard` where only progress was computed.
    pub fn explain<'a>(&'a self, card: &'a Scorecard, id: &str) -> Result<Explanation<'a>> {
        card.check_whole(self)?;
        let pass = card.pass(self);
        match self.frame().node(id) {
            Some(Node::Objective(row)) => Ok(objective::explain(&pass, card, row)),
            Some(Node::KeyResult(row)) => Ok(key_result::explain(&pass, card, row)),
            None => Err(self.frame().unknown_id(id)),
        }
    }
}

impl Line<'_> {
    /// A line for no member in particular.
    fn plain(kind: LineKind, contribution: f64, rule: &'static str) -> Line<'static> {
        Line {
            kind,
            id: None,
            title: None,
            weight: None,
            given: None,
            contributed: None,
            expected: None,
            contribution: Some(contribution),
            rule,
        }
    }
}

/// Appends what the clamps took or gave, and drops what is no number.
fn finish(lines: &mut Vec<Line<'_>>, rolled: f64, carried: f64, progress: f64) {
    if carried != rolled {
        lines.push(Line::plain(LineKind::ObjectiveClamp, carried - rolled, "P11"));
    }
    if progress != carried {
        lines.push(Line::plain(LineKind::ShownClamp, progress - carried, "P11"));
    }
    lines.retain(|line| !line.contribution.is_some_and(f64::is_nan));
}

fn number(x: f64) -> Option<f64> {
    Some(x).filter(|x| !x.is_nan())
}

fn title<'a>(pass: &Pass<'a>, node: Node) -> &'a str {
    let span = match node {
        Node::Objective(row) => pass.frame.objectives.title[row as usize],
        Node::KeyResult(row) => pass.frame.key_results.title[row as usize],
    };
    pass.frame.texts.get(span)
}
