//! Why a number is what it is (X1), and what reaches it twice (A3).

use crate::date::Date;
use crate::document::print;
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::model::{MeasureKind, Role};
use crate::policy::{Mean, RollupOf};
use crate::score::{Reason, Status};
use crate::scorecard::{LeftOut, MemberNode, Part, Pass, Scorecard, Source, Weighed};
use crate::words::{nearest, words};
use crate::workspace::{Node, Workspace};
use serde::Serialize;
use std::collections::BTreeMap;

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
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Line<'a> {
    /// What it stands for.
    pub kind: LineKind,
    /// Id of the member, where it is one.
    pub id: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// Its effective weight; those of all members add up to 1.
    pub weight: Option<f64>,
    /// What it gives before the receiver's clamp.
    pub given: Option<f64>,
    /// What it gives after the receiver's clamp (P11).
    pub contributed: Option<f64>,
    /// What it adds to the progress; absent where it counts through a measure that is no straight line, and has no part
    /// of its own.
    pub contribution: Option<f64>,
    /// The rule that the line follows.
    pub rule: &'static str,
}

/// A member that does not count, and why (R4).
#[derive(Clone, Debug, Serialize)]
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
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Repeat<'a> {
    /// Its id.
    pub id: &'a str,
    /// How many paths.
    pub paths: f64,
    /// Its effective weight over all of them.
    pub weight: f64,
}

/// Why a number is what it is.
#[derive(Clone, Debug, Serialize)]
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
    /// Progress as shown.
    pub progress: Option<f64>,
    /// Progress that the plan asks for.
    pub expected: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// Which step decided the status.
    pub status_reason: Reason,
    /// Present value, for a key result.
    pub value: Option<f64>,
    /// Start value in force, for a key result.
    pub baseline: Option<f64>,
    /// Target in force, for a key result.
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
    /// `unknown_id`, with the nearest known one; `stale_scorecard` where the workspace has changed since.
    pub fn explain<'a>(&'a self, card: &'a Scorecard, id: &str) -> Result<Explanation<'a>> {
        card.check_current(self)?;
        let pass = card.pass(self);
        match self.frame().node(id) {
            Some(Node::Objective(row)) => Ok(explain_objective(&pass, card, row)),
            Some(Node::KeyResult(row)) => Ok(explain_key_result(&pass, card, row)),
            None => Err(self.unknown_id(id)),
        }
    }

    pub(crate) fn unknown_id(&self, id: &str) -> Error {
        let frame = self.frame();
        let near = nearest(id, frame.nodes.defined_ids(&frame.texts));
        let help = near.map_or_else(
            || "use the id of an objective or key result".to_owned(),
            |near| format!("did you mean {}?", quoted(near)),
        );
        Error::new(
            ErrorCode::UnknownId,
            "",
            format!("found {}, expected the id of an objective or key result", quoted(id)),
            help,
        )
    }
}

fn explain_objective<'a>(pass: &Pass<'a>, card: &'a Scorecard, row: u32) -> Explanation<'a> {
    let weighed = Weighed::of(pass, &card.seen(), row);
    let view = &weighed.view;
    let shown = card.objective_row(row);
    let mut lines = Vec::new();
    let mut left_out = Vec::new();
    for part in &weighed.members {
        if part.member.counts() {
            lines.push(member_line(pass, row, part, member_rule(view.policy.rollup.mean)));
        } else {
            left_out.extend(omission(pass, row, part));
        }
    }
    left_out.extend(guardrails_left_out(pass, row));
    let mut rules = vec!["R1", "R3", "R4"];
    let added: f64 = lines.iter().filter_map(|line| line.contribution).sum();
    match view.source {
        Source::Members => rules.push("R2"),
        Source::Descendants => {}
        Source::OwnMeasure => lines = vec![plain_line(LineKind::Measure, view.rolled, "R1")],
        Source::Manual => lines = vec![plain_line(LineKind::Manual, view.rolled, "R1")],
        // What the members' values leave is the way from zero to the baseline, or a curve that no member can claim.
        Source::SumOfValues => lines.push(plain_line(LineKind::Baseline, view.rolled - added, "R1")),
    }
    let expected_rule = "E4";
    push_clamps(&mut lines, view.rolled, view.carried, view.evidence.progress);
    lines.retain(|line| !line.contribution.is_some_and(f64::is_nan));
    rules.extend(["P11", expected_rule, "S1"]);
    Explanation {
        id: shown.id(),
        title: shown.title(),
        as_of: view.moment.cutoff,
        policy: &pass.plan.policy.name,
        progress: shown.progress(),
        expected: shown.expected(),
        status: shown.status(),
        status_reason: shown.status_reason(),
        value: Some(view.value).filter(|x| !x.is_nan()),
        baseline: None,
        target: None,
        unit: None,
        lines,
        left_out,
        repeats: repeats(pass, card, row),
        rules,
    }
}

fn explain_key_result<'a>(pass: &Pass<'a>, card: &'a Scorecard, row: u32) -> Explanation<'a> {
    let seen = card.seen();
    let view = pass.key_result_view(row, &seen);
    let shown = card.key_result_row(row);
    let kind = view.asked.terms.kind;
    let mut lines = vec![plain_line(LineKind::Measure, view.measured.raw, measure_rule(kind))];
    push_clamps(&mut lines, view.measured.raw, view.measured.raw, view.evidence.progress);
    lines.retain(|line| !line.contribution.is_some_and(f64::is_nan));
    let mut left_out = Vec::new();
    if kind == MeasureKind::FromChildren {
        pass.each_source(row, &seen, |source, _, member| {
            if !member.counts() {
                let (title, id) = (title(pass, source.node), pass.frame.node_id(source.node));
                left_out.push(Omission { id, title, reason: member.left_out });
            }
        });
    }
    let value_rule = if view.measured.has_value { "V1" } else { "V2" };
    Explanation {
        id: shown.id(),
        title: shown.title(),
        as_of: view.moment.cutoff,
        policy: &pass.plan.policy.name,
        progress: shown.progress(),
        expected: shown.expected(),
        status: shown.status(),
        status_reason: shown.status_reason(),
        value: shown.value(),
        baseline: shown.baseline(),
        target: shown.target(),
        unit: view.asked.terms.unit,
        lines,
        left_out,
        repeats: Vec::new(),
        rules: vec![value_rule, measure_rule(kind), "P11", if kind.is_hold() { "E3" } else { "E2" }, "S1"],
    }
}

fn measure_rule(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Move => "P1",
        MeasureKind::Ratio | MeasureKind::Inverse => "P3",
        MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between => "P4",
        MeasureKind::Milestones => "P5",
        MeasureKind::Binary => "P6",
        MeasureKind::Levels => "P7",
        MeasureKind::Tasks => "P8",
        MeasureKind::FromChildren => "P9",
        MeasureKind::Tracked => "P10",
    }
}

fn member_rule(mean: Mean) -> &'static str {
    if mean == Mean::Minimum { "R2" } else { "R3" }
}

fn plain_line(kind: LineKind, contribution: f64, rule: &'static str) -> Line<'static> {
    Line {
        kind,
        id: None,
        title: None,
        weight: None,
        given: None,
        contributed: None,
        contribution: Some(contribution),
        rule,
    }
}

fn push_clamps(lines: &mut Vec<Line<'_>>, rolled: f64, carried: f64, progress: f64) {
    if carried != rolled {
        lines.push(plain_line(LineKind::ObjectiveClamp, carried - rolled, "P11"));
    }
    if progress != carried {
        lines.push(plain_line(LineKind::ShownClamp, progress - carried, "P11"));
    }
}

fn member_line<'a>(pass: &Pass<'a>, objective: u32, part: &Part, rule: &'static str) -> Line<'a> {
    let kind = match part.member.node {
        MemberNode::Row(Node::KeyResult(_)) => LineKind::KeyResult,
        MemberNode::Row(Node::Objective(_)) => LineKind::Objective,
        MemberNode::Initiative(_) => LineKind::Initiative,
    };
    let (id, title) = named(pass, objective, part.member.node);
    let number = |x: f64| Some(x).filter(|x| !x.is_nan());
    Line {
        kind,
        id: Some(id),
        title: Some(title),
        weight: part.weight,
        given: number(part.member.given),
        contributed: number(part.member.contributed),
        contribution: part.contribution,
        rule,
    }
}

fn omission<'a>(pass: &Pass<'a>, objective: u32, part: &Part) -> Option<Omission<'a>> {
    let (id, title) = named(pass, objective, part.member.node);
    (part.member.left_out != LeftOut::Counted).then_some(Omission { id, title, reason: part.member.left_out })
}

fn guardrails_left_out<'a>(pass: &Pass<'a>, objective: u32) -> Vec<Omission<'a>> {
    let rows = pass.frame.objectives.key_results(objective).filter(|row| pass.role(*row) == Role::Guardrail);
    rows.map(Node::KeyResult)
        .map(|node| Omission { id: pass.frame.node_id(node), title: title(pass, node), reason: LeftOut::Guardrail })
        .collect()
}

fn named<'a>(pass: &Pass<'a>, objective: u32, node: MemberNode) -> (&'a str, &'a str) {
    match node {
        MemberNode::Row(node) => (pass.frame.node_id(node), title(pass, node)),
        MemberNode::Initiative(at) => {
            let initiative = pass.frame.more(objective).and_then(|more| more.initiatives.get(at as usize));
            initiative.map_or(("", ""), |initiative| (initiative.id.as_str(), initiative.title.as_str()))
        }
    }
}

fn title<'a>(pass: &Pass<'a>, node: Node) -> &'a str {
    let span = match node {
        Node::Objective(row) => pass.frame.objectives.title[row as usize],
        Node::KeyResult(row) => pass.frame.key_results.title[row as usize],
    };
    pass.frame.texts.get(span)
}

/// What reaches an objective by more than one path, with its total effective weight: one step down at a time, parents
/// before children, so that ladders of double links take no longer than their links.
fn repeats<'a>(pass: &Pass<'a>, card: &Scorecard, row: u32) -> Vec<Repeat<'a>> {
    if pass.frame.graph.children.of(row).is_empty() || pass.policy(row).rollup.of == RollupOf::OwnMeasure {
        return Vec::new();
    }
    let mut waiting: BTreeMap<u32, (f64, f64)> = BTreeMap::from([(row, (1.0, 1.0))]);
    let mut found: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    // Rows ascend from children to parents, so that the highest row left has all its paths.
    while let Some((at, (paths, weight))) = waiting.pop_last() {
        if paths > 1.0 {
            found.insert(pass.frame.objective_id(at), (paths, weight));
        }
        for part in Weighed::of(pass, &card.seen(), at).members {
            let Some(share) = part.weight else { continue };
            match part.member.node {
                MemberNode::Row(Node::Objective(child)) => {
                    let entry = waiting.entry(child).or_insert((0.0, 0.0));
                    *entry = ((entry.0 + paths).min(f64::MAX), entry.1 + weight * share);
                }
                MemberNode::Row(Node::KeyResult(linked)) => {
                    let entry = found.entry(pass.frame.key_result_id(linked)).or_insert((0.0, 0.0));
                    *entry = ((entry.0 + paths).min(f64::MAX), entry.1 + weight * share);
                }
                MemberNode::Initiative(_) => {}
            }
        }
    }
    found
        .into_iter()
        .filter(|(_, (paths, _))| *paths > 1.0)
        .map(|(id, (paths, weight))| Repeat { id, paths, weight })
        .collect()
}
