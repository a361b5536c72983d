//! What the members of an objective come to (R1, R2, R5, C2, S4).

use super::columns::{Below, LeftOut, Tally};
use super::members::{Member, MemberNode, Members, Seen};
use super::mix::{Shown, number_of};
use super::terms::{Moment, Pass};
use crate::date::Date;
use crate::model::MeasureKind;
use crate::policy::{Mean, Policy, RollupOf, StatusPolicy};
use crate::score::weights::{MeanOf, within};
use crate::score::{Status, StatusRules, Verdict};
use crate::workspace::Node;

/// A mean with a block of members that counts as one (R1).
#[derive(Clone, Copy)]
struct Blend {
    block: MeanOf,
    all: MeanOf,
}

impl Blend {
    const EMPTY: Blend = Blend { block: MeanOf::EMPTY, all: MeanOf::EMPTY };

    fn add(&mut self, in_block: bool, weight: f64, x: f64) {
        if !x.is_nan() {
            if in_block { self.block.add(weight, x) } else { self.all.add(weight, x) }
        }
    }

    /// The mean by the members' effective weights: those of the block as they are in the block as a whole, whoever of
    /// them has a number.
    fn by_effective_weight(&self, block: f64, one: f64) -> f64 {
        let share = if block > 0.0 { one / block } else { 0.0 };
        let sum = self.all.sum + self.block.sum * share;
        let weight = self.all.weight + self.block.weight * share;
        let (low, high) = (self.all.low.min(self.block.low), self.all.high.max(self.block.high));
        if low > high { f64::NAN } else { within(sum / weight, low, high) }
    }

    fn result(&self, smallest: bool, one: f64) -> f64 {
        let mut all = self.all;
        let block = self.block.result(smallest);
        if !block.is_nan() {
            all.add(one, block);
        }
        all.result(smallest)
    }
}

/// What the members of an objective come to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rolled {
    pub(crate) progress: f64,
    pub(crate) raw: f64,
    pub(crate) expected: f64,
    pub(crate) confidence: f64,
    /// The values of those that count, added up; NaN where none has one.
    pub(crate) sum: f64,
    /// Whether all that may be added up is in the unit of the objective's measure.
    pub(crate) one_unit: bool,
    pub(crate) counted: u32,
    pub(crate) has_value: bool,
    pub(crate) stale: bool,
    /// What null progress shows (R5).
    pub(crate) word: Status,
    /// Whether there is a state that explains it.
    pub(crate) explained: bool,
    pub(crate) status: Option<Verdict>,
    pub(crate) latest: i32,
    pub(crate) below: Below,
}

/// Members counted by what keeps them out.
#[derive(Default)]
struct Tried {
    all: u32,
    postponed: u32,
    cancelled: u32,
    draft: u32,
}

impl Tried {
    fn add(&mut self, member: &Member) {
        if !member.selected {
            return;
        }
        let reason = member.left_out;
        self.all += 1;
        self.postponed += u32::from(reason == LeftOut::Postponed);
        self.cancelled += u32::from(reason == LeftOut::Cancelled);
        self.draft += u32::from(reason == LeftOut::Draft);
    }

    fn word(&self) -> (Status, bool) {
        match self.all {
            0 => (Status::None, false),
            all if self.postponed == all => (Status::Postponed, true),
            all if self.cancelled == all => (Status::Cancelled, true),
            all if self.draft == all => (Status::NotStarted, true),
            _ => (Status::None, false),
        }
    }
}

/// Statuses of members on the way to one (S4).
struct StatusMix {
    shown: Shown,
    mean: Blend,
}

/// What is asked of those members that count, besides their numbers.
struct Facts {
    counted: u32,
    /// Key results and objectives among them; initiatives have no status.
    rows: u32,
    has_value: bool,
    all_stale: bool,
    confidence: Blend,
}

impl Facts {
    const NONE: Facts = Facts { counted: 0, rows: 0, has_value: false, all_stale: true, confidence: Blend::EMPTY };

    fn add(&mut self, member: &Member, in_block: bool, weight: f64) {
        self.counted += 1;
        self.has_value |= member.flags.has_value();
        if !matches!(member.node, MemberNode::Initiative(_)) {
            self.rows += 1;
            self.all_stale &= member.flags.is_stale();
        }
        self.confidence.add(in_block, weight, member.confidence);
    }
}

impl<'a> Pass<'a> {
    /// What the members that a roll-up reads come to under a policy.
    pub(crate) fn rolled(
        &self,
        row: u32,
        policy: &'a Policy,
        of: Option<RollupOf>,
        moment: &Moment<'_>,
        seen: &Seen<'_>,
    ) -> Rolled {
        let members = Members::new(self, row, policy, of, moment.cutoff);
        let one = members.scale;
        let as_one = of == Some(RollupOf::KeyResultsAsOne);
        let smallest = policy.rollup.mean == Mean::Minimum;
        let (mut progress, mut raw, mut expected) = (Blend::EMPTY, Blend::EMPTY, Blend::EMPTY);
        let mut tried = Tried::default();
        let mut mix = StatusMix { shown: Shown::NOTHING, mean: Blend::EMPTY };
        let mut facts = Facts::NONE;
        let (mut sum, mut one_unit) = (f64::NAN, true);
        let (mut latest_own, mut latest_below) = (i32::MIN, i32::MIN);
        let mut below = Below::NOTHING;
        let watched = self.plan.watched.contains(row);
        members.each(seen, |member| {
            tried.add(&member);
            if self.plan.descends {
                descend(&member, seen, &mut below);
            }
            one_unit &= of != Some(RollupOf::SumOfValues) || member.refused || self.is_in_unit(row, &member);
            if !member.counts() {
                return;
            }
            let in_block = as_one && !matches!(member.node, MemberNode::Row(Node::Objective(_)));
            facts.add(&member, in_block, member.weight);
            mix.add(&member, in_block, &policy.status);
            if member.flags.has_value() && !member.value.is_nan() {
                sum = if sum.is_nan() { member.value } else { sum + member.value };
            }
            if watched {
                let is_below = matches!(member.node, MemberNode::Row(Node::Objective(_)));
                let latest = if is_below { &mut latest_below } else { &mut latest_own };
                *latest = (*latest).max(self.latest_of(&member, seen));
            }
            progress.add(in_block, member.weight, member.contributed);
            raw.add(in_block, member.weight, member.raw);
            expected.add(in_block, member.weight, member.expected);
        });
        if self.plan.descends {
            let own = Members::key_results_only(self, row, policy, moment.cutoff);
            let own_facts = key_result_block(&own, &mut below, smallest, seen);
            if of == Some(RollupOf::Descendants) {
                facts = if below.all[0].count > 0.0 { facts_below(&members, &below, seen) } else { own_facts };
            }
        }
        // Of descendants, own key results are read only where nothing below has a number.
        let latest = match of {
            Some(RollupOf::Descendants) if below.all[0].count > 0.0 => latest_below,
            Some(RollupOf::Descendants) => latest_own,
            _ => latest_own.max(latest_below),
        };
        let (word, explained) = tried.word();
        let block = progress.block.weight;
        Rolled {
            progress: progress.result(smallest, one),
            raw: raw.result(smallest, one),
            expected: expected.result(smallest, one),
            confidence: facts.confidence.by_effective_weight(block, one),
            sum,
            one_unit,
            counted: facts.counted,
            has_value: facts.has_value,
            stale: facts.rows > 0 && facts.all_stale,
            word,
            explained,
            status: mix.verdict(&policy.status, block, one),
            latest,
            below,
        }
    }

    /// Whether a member's value is in the unit of the objective's own measure.
    fn is_in_unit(&self, row: u32, member: &Member) -> bool {
        // What has a value without a measure is counted by hand, in percent.
        let unit_of = |row: u32| match self.frame.more(row).and_then(|more| more.measure.as_ref()) {
            Some(measure) => measure.unit.as_deref(),
            None => Some("%"),
        };
        match member.node {
            MemberNode::Row(Node::KeyResult(key_result)) => {
                let objective = self.frame.key_results.objective[key_result as usize];
                let moment = self.key_result_moment(key_result, &self.objective_moment(objective));
                let terms = self.terms(key_result, moment.cutoff);
                terms.kind == MeasureKind::Tracked || terms.unit == unit_of(row)
            }
            MemberNode::Row(Node::Objective(child)) if !member.value.is_nan() => unit_of(child) == unit_of(row),
            _ => true,
        }
    }

    /// Date of the last check-in of a member that counts, in days.
    fn latest_of(&self, member: &Member, seen: &Seen<'_>) -> i32 {
        match member.node {
            MemberNode::Row(Node::Objective(row)) => {
                seen.objectives.latest.get(row as usize).copied().unwrap_or(i32::MIN)
            }
            MemberNode::Row(Node::KeyResult(row)) => {
                let objective = self.frame.key_results.objective[row as usize];
                let moment = self.key_result_moment(row, &self.objective_moment(objective));
                let terms = self.terms(row, moment.cutoff);
                self.visible(row, &terms, moment.cutoff).last_on().map_or(i32::MIN, Date::days)
            }
            MemberNode::Initiative(_) => i32::MIN,
        }
    }
}

/// Adds a contributing objective to the means over all descendants (R1).
fn descend(member: &Member, seen: &Seen<'_>, below: &mut Below) {
    let Some(child) = below_of(member, seen) else { return };
    for at in 0..3 {
        below.all[at] = below.all[at].and(Tally::one(child.own[at])).and(child.all[at]);
    }
    below.any_has_value |= child.own_has_value || child.any_has_value;
}

/// The mean over the key results alone, which stands for the objective wherever descendants are averaged.
fn key_result_block(own: &Members<'_>, below: &mut Below, smallest: bool, seen: &Seen<'_>) -> Facts {
    let mut block = [MeanOf::EMPTY; 3];
    let mut facts = Facts::NONE;
    own.each(seen, |member| {
        if !member.counts() {
            return;
        }
        facts.add(&member, false, member.weight);
        for (mean, x) in block.iter_mut().zip([member.contributed, member.raw, member.expected]) {
            if !x.is_nan() {
                mean.add(member.weight, x);
            }
        }
    });
    below.own = block.map(|mean| mean.result(smallest));
    below.own_has_value = facts.has_value;
    facts
}

/// What a contributing objective knows of itself and those below it, where it may count.
fn below_of<'s>(member: &Member, seen: &Seen<'s>) -> Option<&'s Below> {
    let MemberNode::Row(Node::Objective(row)) = member.node else { return None };
    let counts = seen.objectives.excluded[row as usize] == LeftOut::Counted && !member.unlinked;
    seen.objectives.below.get(row as usize).filter(|_| counts)
}

/// How many objectives a contributing objective stands for: itself and all below it that have a number.
pub(crate) fn tally_of(member: &Member, seen: &Seen<'_>) -> Tally {
    below_of(member, seen).map_or(Tally::NONE, |below| Tally::one(below.own[0]).and(below.all[0]))
}

/// The mean expected progress of a contributing objective and all below it that have one; NaN where none has.
pub(crate) fn expected_of(member: &Member, seen: &Seen<'_>) -> f64 {
    below_of(member, seen).map_or(f64::NAN, |below| Tally::one(below.own[2]).and(below.all[2]).mean)
}

/// The facts of a mean over all descendants: those of the contributing objectives with a number at or below them, each
/// by how many it stands for.
fn facts_below(members: &Members<'_>, below: &Below, seen: &Seen<'_>) -> Facts {
    let mut facts = Facts::NONE;
    members.each(seen, |member| {
        let tally = tally_of(&member, seen);
        if tally.count > 0.0 {
            facts.add(&member, false, tally.count * 2f64.powi((tally.exponent - below.all[0].exponent).max(-1000)));
        }
    });
    facts.has_value = below.any_has_value;
    facts
}

impl StatusMix {
    fn add(&mut self, member: &Member, in_block: bool, rules: &StatusPolicy) {
        if matches!(member.node, MemberNode::Initiative(_)) {
            return;
        }
        self.shown.add(member.status, rules);
        self.mean.add(in_block, member.weight, number_of(rules, member.status, member.progress, member.expected));
    }

    fn verdict(&self, rules: &StatusPolicy, block: f64, one: f64) -> Option<Verdict> {
        self.shown.verdict(rules, || StatusRules(rules).by_mean(self.mean.by_effective_weight(block, one)))
    }
}

/// Means over all descendants, or over the own key results where there are none below.
pub(crate) fn descended(below: &Below) -> [f64; 3] {
    let mut out = below.own;
    if below.all[0].count > 0.0 {
        out = below.all.map(|tally| tally.mean);
    }
    out
}
