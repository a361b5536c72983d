//! The members of an objective with their effective weights and contributions (X1).

use super::columns::{LeftOut, Tally};
use super::members::{Member, MemberNode, Members, Seen};
use super::objective::{ObjectiveView, Source};
use super::rolling::{expected_of, tally_of};
use super::terms::Pass;
use crate::model::MeasureKind;
use crate::policy::{Mean, Rollup, RollupOf};
use crate::workspace::Node;

/// A member and its part in the objective's progress; both absent where it does not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) member: Member,
    /// Share of those that count.
    pub(crate) weight: Option<f64>,
    /// What it adds to the objective's progress before the objective's own clamp.
    pub(crate) contribution: Option<f64>,
    /// What it brings to the objective's expected progress; NaN where it has none, or members make none (E4).
    pub(crate) expected: f64,
}

/// All members of an objective.
pub(crate) struct Weighed<'a> {
    pub(crate) view: ObjectiveView<'a>,
    pub(crate) members: Vec<Part>,
}

impl<'a> Weighed<'a> {
    pub(crate) fn of(pass: &Pass<'a>, seen: &Seen<'_>, objective: u32) -> Weighed<'a> {
        let view = pass.objective_view(objective, seen);
        let members = parts(pass, seen, objective, view.source);
        Weighed { view, members }
    }
}

/// The members of an objective whose columns are computed, by how its number came about.
pub(crate) fn parts(pass: &Pass<'_>, seen: &Seen<'_>, objective: u32, source: Source) -> Vec<Part> {
    let (policy, cutoff) = (pass.policy(objective), pass.objective_moment(objective).cutoff);
    let of = pass.plan.choice(pass.frame, pass.history, objective).of;
    let below = seen.objectives.below.get(objective as usize);
    let has_none_below = source == Source::Descendants && below.is_none_or(|below| below.all[0].count == 0.0);
    let members = if has_none_below {
        Members::key_results_only(pass, objective, policy, cutoff)
    } else {
        Members::new(pass, objective, policy, of, cutoff)
    };
    let mut parts = Vec::new();
    members.each(seen, |member| {
        parts.push(Part { member, weight: None, contribution: None, expected: f64::NAN });
    });
    let whole = Whole { rollup: &policy.rollup, of, one: members.scale };
    match source {
        Source::Members => share_out(&mut parts, &whole),
        Source::Descendants if parts.iter().any(|part| tally_of(&part.member, seen).count > 0.0) => {
            by_count(&mut parts, seen)
        }
        Source::Descendants => share_out(&mut parts, &whole),
        // Without a number there is nothing to come apart.
        Source::SumOfValues if seen.objectives.carried.at(objective).is_nan() => {}
        Source::SumOfValues => by_value(&mut parts, pass, objective),
        Source::OwnMeasure | Source::Manual | Source::Nothing => parts.iter_mut().for_each(|part| part.member.unread()),
    }
    parts
}

/// What is shared out.
struct Whole<'p> {
    rollup: &'p Rollup,
    of: Option<RollupOf>,
    /// The weight of a block of key results that counts as one.
    one: f64,
}

fn leave_out(member: &mut Member) {
    if member.left_out == LeftOut::Counted {
        member.left_out = LeftOut::NotSelected;
    }
}

impl Member {
    /// Left out because the policy reads no members at all: whatever it weighs, and unless it counts nowhere.
    fn unread(&mut self) {
        self.left_out = if self.own_reason == LeftOut::Counted { LeftOut::NotSelected } else { self.own_reason };
    }
}

fn is_key_result(part: &Part) -> bool {
    !matches!(part.member.node, MemberNode::Row(Node::Objective(_)))
}

/// Weights divided by the sum of those that count; a block of key results weighs as much as one.
fn share_out(parts: &mut [Part], whole: &Whole<'_>) {
    let (as_one, one) = (whole.of == Some(RollupOf::KeyResultsAsOne), whole.one);
    let sum = |block: bool| {
        let inside = parts.iter().filter(|part| part.member.counts() && (as_one && is_key_result(part)) == block);
        inside.map(|part| part.member.weight).sum::<f64>()
    };
    let (block, rest) = (sum(true), sum(false));
    let all = rest + if block > 0.0 { one } else { 0.0 };
    for part in parts.iter_mut().filter(|part| part.member.counts()) {
        let in_block = as_one && is_key_result(part);
        let weight = if in_block { part.member.weight / block * (one / all) } else { part.member.weight / all };
        give(part, weight);
    }
    if whole.rollup.mean == Mean::Minimum {
        all_to_the_smallest(parts);
    }
}

fn give(part: &mut Part, weight: f64) {
    part.weight = Some(weight);
    part.contribution = Some(weight * part.member.contributed + 0.0);
    part.expected = part.member.expected;
}

fn all_to_the_smallest(parts: &mut [Part]) {
    let counted = parts.iter().filter(|part| part.member.counts());
    let smallest = counted.map(|part| part.member.contributed).fold(f64::INFINITY, f64::min);
    let mut given = false;
    for part in parts.iter_mut().filter(|part| part.member.counts()) {
        let sets = !given && part.member.contributed == smallest;
        given |= sets;
        part.contribution = Some(if sets { smallest + 0.0 } else { 0.0 });
    }
}

fn by_count(parts: &mut [Part], seen: &Seen<'_>) {
    let tallies: Vec<Tally> = parts.iter().map(|part| tally_of(&part.member, seen)).collect();
    let all = tallies.iter().fold(Tally::NONE, |all, tally| all.and(*tally));
    for (part, tally) in parts.iter_mut().zip(&tallies) {
        if tally.count > 0.0 {
            let weight = tally.count / all.count * 2f64.powi((tally.exponent - all.exponent).max(-1000));
            part.member.left_out = LeftOut::Counted;
            part.weight = Some(weight);
            part.contribution = Some(weight * tally.mean);
            part.expected = expected_of(&part.member, seen);
        } else if is_key_result(part) {
            part.member.unread();
        } else {
            leave_out(&mut part.member);
        }
    }
}

/// Each value over the distance to go, for a measure that is a straight line.
fn by_value(parts: &mut [Part], pass: &Pass<'_>, objective: u32) {
    let measure = pass.frame.more(objective).and_then(|more| more.measure.as_ref());
    let (b, t) = measure.map_or((f64::NAN, f64::NAN), crate::workspace::numbers);
    let straight = measure.is_some_and(|m| matches!(m.kind, MeasureKind::Move | MeasureKind::Ratio)) && b != t;
    for part in parts.iter_mut().filter(|part| part.member.counts()) {
        let value = part.member.value;
        if straight && !value.is_nan() && part.member.flags.has_value() {
            part.contribution = Some(value / (t - b));
        }
    }
}
