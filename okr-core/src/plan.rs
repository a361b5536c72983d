//! A policy compiled for one workspace: ready weights, and which rows can be swept without asking questions.
//!
//! A row is *plain* where nothing but numbers decides it: measures that the columns hold, relative weights, a plain
//! weighted mean, every member counted. Plain rows are computed in bulk, all others one by one by the general rules; both
//! ways use the same arithmetic in the same order and give the same bits.

use crate::cancel::{Brake, Cancelled};
use crate::error::Finding;
use crate::model::{Aggregate, Credit, MeasureKind, Read};
use crate::policy::{
    Holds, Initiatives, ManualUntil, Mean, OverrideEnd, ParentCredit, Policy, Rollup, RollupOf, StatusRollup, Units,
    WeightRule,
};
use crate::score::number::{lowered, scale_for};
use crate::watched::Watched;
use crate::workspace::{Choice, Frame, HUGE, Has, History, NONE, Node};

/// Consecutive plain-length rows of one level.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowRun {
    pub(crate) first: u32,
    pub(crate) end: u32,
    /// Key results of each row.
    pub(crate) length: u32,
    /// Whether rows have contributing objectives that count.
    pub(crate) children: bool,
}

/// How a plain measure gets from a value to a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Way {
    /// Along a straight line.
    Straight,
    /// Held or not.
    Held,
    /// Done or not.
    Done,
}

impl Way {
    pub(crate) const ALL: [Way; 3] = [Way::Straight, Way::Held, Way::Done];

    /// A measure that stands for all that go this way.
    pub(crate) fn kind(self) -> MeasureKind {
        match self {
            Way::Straight => MeasureKind::Move,
            Way::Held => MeasureKind::AtLeast,
            Way::Done => MeasureKind::Binary,
        }
    }
}

/// The fraction of a plain measure in one form: `(v − base) / length`, and where it is not a straight line only whether
/// that is at least zero.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    pub(crate) base: Vec<f64>,
    pub(crate) length: Vec<f64>,
    pub(crate) way: Vec<Way>,
}

impl Ways {
    fn new(frame: &Frame) -> Ways {
        let columns = &frame.key_results;
        let rows = 0..columns.len();
        let way = |row: usize| {
            let (b, t) = (columns.baseline[row], columns.target[row]);
            match columns.kind[row] {
                MeasureKind::AtLeast => (lowered(t), 1.0, Way::Held),
                MeasureKind::AtMost => (-lowered(-t), -1.0, Way::Held),
                MeasureKind::Binary => (1.0, 1.0, Way::Done),
                _ => (b, t - b, Way::Straight),
            }
        };
        let mut ways = Ways {
            base: Vec::with_capacity(rows.len()),
            length: Vec::with_capacity(rows.len()),
            way: Vec::with_capacity(rows.len()),
        };
        for (base, length, way) in rows.map(way) {
            ways.base.push(base);
            ways.length.push(length);
            ways.way.push(way);
        }
        ways
    }
}

/// A compiled policy.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) policy: Policy,
    /// Policies of objectives that state their own fields: one for each set of fields.
    patched: Vec<Policy>,
    /// Rows of those objectives, ascending, each with its policy.
    patched_rows: Vec<(u32, u32)>,
    /// What a plain key result's value is compared with.
    pub(crate) ways: Ways,
    /// Weight of each key result in its own objective, scaled (N4).
    pub(crate) weight: Vec<f64>,
    /// Weight of each contributing objective that counts, scaled.
    pub(crate) child_weight: Vec<f64>,
    /// Row of each child that counts, and the first entry of each objective.
    child: Vec<u32>,
    first_child: Vec<u32>,
    /// Sum of the weights of each objective's members, in canonical order.
    pub(crate) weight_sum: Vec<f64>,
    pub(crate) runs: Vec<RowRun>,
    /// Key results and objectives computed by the general rules, ascending.
    pub(crate) special_key_results: Vec<u32>,
    pub(crate) special_objectives: Vec<u32>,
    /// Whether any objective needs means over all descendants.
    pub(crate) descends: bool,
    /// Objectives that need the latest check-in below them, and all below those.
    pub(crate) watched: Watched,
    /// What is wrong with objectives' own policies under this one.
    pub(crate) findings: Vec<Finding>,
}

impl Plan {
    pub(crate) fn heap_bytes(&self) -> usize {
        self.ways.base.capacity() * (2 * size_of::<f64>() + 1)
            + (self.weight.capacity() + self.child_weight.capacity() + self.weight_sum.capacity()) * size_of::<f64>()
            + (self.child.capacity()
                + self.first_child.capacity()
                + self.special_key_results.capacity()
                + self.special_objectives.capacity())
                * size_of::<u32>()
            + self.runs.capacity() * size_of::<RowRun>()
            + self.watched.heap_bytes()
    }

    pub(crate) fn new(frame: &Frame, history: &History, policy: Policy, brake: Brake<'_>) -> Result<Plan, Cancelled> {
        let (patched_rows, patched, findings) = patched(frame, &policy);
        let all = || std::iter::once(&policy).chain(&patched);
        let descends = all().any(|policy| policy.rollup.of.contains(&RollupOf::Descendants));
        let may_look = all().any(|policy| gives_way(&policy.rollup) || ends_below(policy));
        let mut plan = Plan {
            policy,
            patched,
            patched_rows,
            ways: Ways::new(frame),
            weight: Vec::new(),
            child_weight: Vec::new(),
            child: Vec::new(),
            first_child: Vec::new(),
            weight_sum: Vec::new(),
            runs: Vec::new(),
            special_key_results: Vec::new(),
            special_objectives: Vec::new(),
            descends,
            watched: Watched::default(),
            findings,
        };
        plan.weigh(frame, history, brake)?;
        plan.sort_rows(frame);
        let all = if may_look { 0..frame.objectives.len() as u32 } else { 0..0 };
        for row in all {
            if plan.looks_below(history, row) {
                plan.watched.add(&frame.graph, frame.objectives.len(), row);
            }
        }
        brake.check()?;
        plan.special_key_results =
            (0..frame.key_results.len() as u32).filter(|row| !plan.is_plain_key_result(frame, history, *row)).collect();
        brake.check()?;
        plan.special_objectives =
            (0..frame.objectives.len() as u32).filter(|row| !plan.is_plain_objective(frame, history, *row)).collect();
        Ok(plan)
    }

    /// The policy in force for an objective and its key results.
    #[inline]
    pub(crate) fn policy_of(&self, objective: u32) -> &Policy {
        if self.patched_rows.is_empty() {
            return &self.policy;
        }
        let found = self.patched_rows.binary_search_by_key(&objective, |(row, _)| *row).ok();
        let own = found.and_then(|at| self.patched.get(self.patched_rows[at].1 as usize));
        own.unwrap_or(&self.policy)
    }

    /// What an objective is counted by: the first of its policy's list that applies (R1).
    #[inline]
    pub(crate) fn choice(&self, frame: &Frame, history: &History, objective: u32) -> Choice {
        let rollup = &self.policy_of(objective).rollup;
        Choice::new(&rollup.of, rollup.manual, || Has::of(frame, history, objective))
    }

    /// Every policy in force somewhere.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &Policy> {
        std::iter::once(&self.policy).chain(&self.patched)
    }

    /// Takes note of rules that a key result got: it and who reads it are computed by the general rules from now on.
    pub(crate) fn key_result_changed(&mut self, frame: &Frame, key_result: u32) {
        mark(&mut self.special_key_results, key_result);
        mark(&mut self.special_objectives, frame.key_results.objective[key_result as usize]);
        self.mark_objectives(frame.graph.key_result_readers.of(key_result));
    }

    /// Takes note of rules that an objective got: it, its key results and who reads it are computed by the general rules.
    pub(crate) fn objective_changed(&mut self, frame: &Frame, objective: u32) {
        mark(&mut self.special_objectives, objective);
        for key_result in frame.objectives.key_results(objective) {
            mark(&mut self.special_key_results, key_result);
        }
        self.mark_objectives(frame.graph.readers.of(objective));
    }

    /// Takes note of what an objective states by hand: until when that holds may be decided by what is below from now on.
    pub(crate) fn objective_stated(&mut self, frame: &Frame, history: &History, objective: u32) {
        if self.watched.contains(objective) || !self.looks_below(history, objective) {
            return;
        }
        let known = self.watched.len();
        self.watched.add(&frame.graph, frame.objectives.len(), objective);
        // All at once, as there may be many below.
        self.special_objectives.extend_from_slice(self.watched.since(known));
        self.special_objectives.sort();
        self.special_objectives.dedup();
    }

    /// Whether an objective states by hand what holds only until somebody checks in below.
    fn looks_below(&self, history: &History, objective: u32) -> bool {
        let Some(rules) = history.rules_of_objective(objective) else { return false };
        let policy = self.policy_of(objective);
        !rules.on.is_empty() && gives_way(&policy.rollup) || !rules.overrides.is_empty() && ends_below(policy)
    }

    fn mark_objectives(&mut self, readers: &[Node]) {
        for reader in readers {
            if let Node::Objective(row) = reader {
                mark(&mut self.special_objectives, *row);
            }
        }
    }

    /// Contributing objectives that an objective counts, with their weights, in canonical order.
    #[inline(always)]
    pub(crate) fn children(&self, row: u32) -> impl ExactSizeIterator<Item = (u32, f64)> {
        let range = self.first_child[row as usize] as usize..self.first_child[row as usize + 1] as usize;
        self.child[range.clone()].iter().copied().zip(self.child_weight[range].iter().copied())
    }

    /// Whether an objective has contributing objectives that count.
    pub(crate) fn has_children(&self, row: u32) -> bool {
        self.first_child[row as usize] < self.first_child[row as usize + 1]
    }

    fn weigh(&mut self, frame: &Frame, history: &History, brake: Brake<'_>) -> Result<(), Cancelled> {
        let rows = frame.objectives.len() as u32;
        let equal = self.policy.weights.rule == WeightRule::Equal;
        let read = |weight: f64| if weight.is_nan() || equal { 1.0 } else { weight };
        self.weight = frame.key_results.weight.iter().map(|weight| read(*weight)).collect();
        self.weight_sum = Vec::with_capacity(rows as usize);
        for row in 0..rows {
            brake.check_at(row as usize)?;
            let children = self.choice(frame, history, row).of == Some(RollupOf::Pooled);
            let range = frame.objectives.key_results(row);
            let own = &mut self.weight[range.start as usize..range.end as usize];
            let linked: &[_] = if children { frame.graph.children.of(row) } else { &[] };
            let weights = own.iter().copied().chain(linked.iter().map(|source| read(source.weight)));
            let scale = scale_for(weights.fold(0.0, f64::max));
            own.iter_mut().for_each(|weight| *weight *= scale);
            let start = self.child_weight.len();
            self.child_weight.extend(linked.iter().map(|source| read(source.weight) * scale));
            self.first_child.push(start as u32);
            self.child.extend(linked.iter().map(|source| source.node.row()));
            let mut sum = 0.0;
            own.iter().for_each(|weight| sum += weight);
            self.child_weight[start..].iter().for_each(|weight| sum += weight);
            self.weight_sum.push(sum);
        }
        self.first_child.push(self.child.len() as u32);
        Ok(())
    }

    fn sort_rows(&mut self, frame: &Frame) {
        for level in frame.graph.levels.windows(2) {
            for row in level[0]..level[1] {
                let length = frame.objectives.key_results(row).len() as u32;
                let has_children = self.has_children(row);
                match self.runs.last_mut() {
                    Some(run)
                        if run.end == row
                            && run.first >= level[0]
                            && run.length == length
                            && run.children == has_children =>
                    {
                        run.end += 1
                    }
                    _ => self.runs.push(RowRun { first: row, end: row + 1, length, children: has_children }),
                }
            }
        }
    }

    fn is_plain_key_result(&self, frame: &Frame, history: &History, row: u32) -> bool {
        let at = row as usize;
        let columns = &frame.key_results;
        let rules = &self.policy.measure;
        let (b, t) = (columns.baseline[at], columns.target[at]);
        let by_numbers = match columns.kind[at] {
            MeasureKind::Move => b != t && b.abs() < HUGE && t.abs() < HUGE,
            MeasureKind::Ratio => t != 0.0 && t.abs() < HUGE,
            MeasureKind::AtLeast | MeasureKind::AtMost => {
                !rules.strict && rules.read == Read::Latest && rules.credit == Credit::Binary
            }
            MeasureKind::Binary => true,
            _ => false,
        };
        let objective = columns.objective[at];
        by_numbers
            && history.key_result_rule[at] == NONE
            && rules.aggregate == Aggregate::Last
            && history.objective_rule[objective as usize] == NONE
            && frame.more(objective).is_none_or(|more| more.start.is_none() && more.due.is_none() && more.patch == NONE)
    }

    fn is_plain_objective(&self, frame: &Frame, history: &History, row: u32) -> bool {
        let at = row as usize;
        let rollup = &self.policy.rollup;
        let choice = self.choice(frame, history, row);
        // A value by hand is among the rules of the objective, which a plain one lacks.
        let plain_policy = matches!(choice.of, Some(RollupOf::Pooled | RollupOf::KeyResults))
            && rollup.mean == Mean::Weighted
            && rollup.initiatives == Initiatives::None
            && rollup.holds == Holds::Members
            && (rollup.units == Units::Any || frame.own_unit(row).is_none())
            && rollup.credit == ParentCredit::Full
            && matches!(self.policy.weights.rule, WeightRule::Relative | WeightRule::Equal)
            && self.policy.status.rollup == StatusRollup::Own
            && !self.descends
            && !self.watched.contains(row);
        plain_policy
            && history.objective_rule[at] == NONE
            && frame.more(row).is_none_or(|more| more.start.is_none() && more.due.is_none() && more.patch == NONE)
            && frame.graph.linked.of(row).is_empty()
            && frame.objectives.key_results(row).all(|key_result| self.counts_always(frame, history, key_result))
            && self.children(row).all(|(_, weight)| weight != 0.0)
            && (choice.of != Some(RollupOf::Pooled)
                || frame
                    .graph
                    .children
                    .of(row)
                    .iter()
                    .all(|source| source.weight != 0.0 && child_counts_always(frame, history, source.node)))
    }

    /// Whether a key result counts whatever the date, at the weight it states, unless its progress is null.
    fn counts_always(&self, frame: &Frame, history: &History, row: u32) -> bool {
        let at = row as usize;
        let columns = &frame.key_results;
        let rules = history.rules_of_key_result(row);
        // A weight that scaling takes to nothing counts as none, which only the general rules notice.
        self.weight[at] != 0.0
            && columns.kind[at] != MeasureKind::Tracked
            && rules.is_none_or(|rules| {
                rules.start.is_none()
                    && rules.amendments.is_empty()
                    && rules.role == crate::model::Role::Normal
                    && rules.state == crate::model::Lifecycle::default()
            })
    }
}

/// Whether a value by hand holds until somebody checks in below.
fn gives_way(rollup: &Rollup) -> bool {
    rollup.manual == ManualUntil::UntilCheckIn && rollup.of.contains(&RollupOf::Manual)
}

/// Whether a status by hand holds until somebody checks in below.
fn ends_below(policy: &Policy) -> bool {
    policy.status.override_end == OverrideEnd::UntilCheckIn
}

/// Adds a row to a sorted list, once.
fn mark(rows: &mut Vec<u32>, row: u32) {
    if let Err(at) = rows.binary_search(&row) {
        rows.insert(at, row);
    }
}

/// Whether a contributing objective counts whatever the date, unless its progress is null.
fn child_counts_always(frame: &Frame, history: &History, node: Node) -> bool {
    match node {
        Node::Objective(row) => {
            history.objective_rule[row as usize] == NONE && frame.more(row).is_none_or(|more| more.start.is_none())
        }
        Node::KeyResult(_) => false,
    }
}

/// The objectives with fields of their own, and what those fields make of this policy.
fn patched(frame: &Frame, policy: &Policy) -> (Vec<(u32, u32)>, Vec<Policy>, Vec<Finding>) {
    let (policies, faults): (Vec<Policy>, Vec<Vec<Finding>>) = frame
        .patches
        .iter()
        .map(|patch| match policy.patched(patch) {
            Ok(own) => (own, Vec::new()),
            Err(error) => (policy.clone(), error.findings().to_vec()),
        })
        .unzip();
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let stating = |row: &u32| frame.patch(*row).is_some();
    let all = if policies.is_empty() { 0 } else { frame.objectives.len() as u32 };
    for row in (0..all).filter(stating) {
        let Some(more) = frame.more(row) else { continue };
        rows.push((row, more.patch));
        let path = || format!("{}/policy", frame.pointer(Node::Objective(row)));
        findings.extend(
            faults[more.patch as usize]
                .iter()
                .map(|fault| Finding { path: format!("{}{}", path(), fault.path), ..fault.clone() }),
        );
    }
    (rows, policies, findings)
}
