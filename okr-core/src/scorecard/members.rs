//! The members of an objective with their weights (R1, R3, R4, A2, A5).

use super::columns::{Flags, KeyResultColumns, LeftOut, ObjectiveColumns};
use super::terms::Pass;
use crate::date::Date;
use crate::graph::Source;
use crate::model::Role;
use crate::policy::{Clamp, Holds, Initiatives, ParentCredit, Policy, RollupOf, Units, WeightRule, Weights};
use crate::score::Status;
use crate::score::number::scale_for;
use crate::score::weights::{Pool, Stated};
use crate::workspace::Node;

/// The columns computed so far, which members are read from.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'s> {
    pub(crate) key_results: &'s KeyResultColumns,
    pub(crate) objectives: &'s ObjectiveColumns,
}

/// Who a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberNode {
    Row(Node),
    /// An initiative of the objective, by index.
    Initiative(u32),
}

/// One member of an objective. Numbers that are absent are NaN.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) node: MemberNode,
    /// Weight by the rule, scaled; not yet divided by the sum of those that count.
    pub(crate) weight: f64,
    pub(crate) left_out: LeftOut,
    /// Why it counts for nobody, whatever it weighs here.
    pub(crate) own_reason: LeftOut,
    /// What it gives: after the receiver's clamp.
    pub(crate) contributed: f64,
    /// What it gives before that clamp.
    pub(crate) given: f64,
    pub(crate) raw: f64,
    pub(crate) value: f64,
    pub(crate) progress: f64,
    pub(crate) expected: f64,
    pub(crate) confidence: f64,
    pub(crate) status: Status,
    pub(crate) flags: Flags,
    /// Whether the policy reads members of its kind.
    pub(crate) selected: bool,
    /// Whether the policy counts nothing of its kind or unit, whatever else keeps it out.
    pub(crate) refused: bool,
    /// Whether its link is stated to weigh nothing.
    pub(crate) unlinked: bool,
}

impl Member {
    pub(crate) fn counts(&self) -> bool {
        self.left_out == LeftOut::Counted
    }
}

/// A candidate before weights: where it comes from and what it states.
#[derive(Clone, Copy)]
struct Candidate {
    node: MemberNode,
    stated: Stated,
    /// Its share among several parents (A2).
    share: f64,
    selected: bool,
}

/// The members of one objective under its policy, with all weights worked out.
pub(crate) struct Members<'a> {
    pass: Pass<'a>,
    objective: u32,
    policy: &'a Policy,
    /// The unit that members must have, those that have one, where one is asked for.
    unit: Option<&'a str>,
    /// What is read; nothing where objectives have no number.
    of: Option<RollupOf>,
    initiatives: Initiatives,
    cutoff: Date,
    pool: Pool,
    last: Option<MemberNode>,
    pub(crate) scale: f64,
    /// Weights of members outside the pool: children beside a block of key results, and initiatives.
    relative: Weights,
    clamp: Clamp,
}

impl<'a> Members<'a> {
    pub(crate) fn new(pass: &Pass<'a>, objective: u32, policy: &'a Policy, of: Option<RollupOf>, cutoff: Date) -> Self {
        Self::choose(pass, objective, policy, cutoff, of, policy.rollup.initiatives)
    }

    /// The key results alone, as a mean over descendants reads them.
    pub(crate) fn key_results_only(pass: &Pass<'a>, objective: u32, policy: &'a Policy, cutoff: Date) -> Self {
        Self::choose(pass, objective, policy, cutoff, Some(RollupOf::KeyResults), Initiatives::None)
    }

    fn choose(
        pass: &Pass<'a>,
        objective: u32,
        policy: &'a Policy,
        cutoff: Date,
        of: Option<RollupOf>,
        initiatives: Initiatives,
    ) -> Self {
        let mut members = Members {
            pass: *pass,
            objective,
            policy,
            unit: if policy.rollup.units == Units::Same { pass.frame.own_unit(objective) } else { None },
            of,
            initiatives,
            cutoff,
            pool: Pool::EMPTY,
            last: None,
            scale: 1.0,
            relative: Weights::default(),
            clamp: policy.clamp.contributed,
        };
        members.survey();
        members
    }

    /// What the rule shares out, and the scale that keeps sums small.
    fn survey(&mut self) {
        let mut last: Option<(u64, MemberNode)> = None;
        let needs_last = self.policy.weights.rule == WeightRule::Last;
        let mut pool = self.pooled(Pool::EMPTY);
        if !pool.is_finite() {
            pool = self.pooled(Pool::OF_ENORMOUS);
        }
        self.candidates(|members, candidate| {
            if needs_last && candidate.selected && members.is_pooled(candidate.node) {
                let place = members.document_place(candidate.node);
                if last.is_none_or(|(before, _)| place >= before) {
                    last = Some((place, candidate.node));
                }
            }
        });
        if needs_last && let Some((_, last)) = last {
            let mut others = 0.0;
            self.candidates(|members, candidate| {
                let counts = candidate.selected && members.is_pooled(candidate.node) && candidate.node != last;
                let weight = pool.stated_weight(candidate.stated);
                others += if counts && !weight.is_nan() { weight } else { 0.0 };
            });
            pool.others = others;
        }
        self.pool = pool;
        self.last = last.map(|(_, node)| node);
        let mut largest = 0.0_f64;
        self.candidates(|members, candidate| {
            if candidate.selected {
                largest = largest.max(members.weight(&candidate));
            }
        });
        self.scale = scale_for(largest);
    }

    /// All members that share out the total, added up.
    fn pooled(&self, mut pool: Pool) -> Pool {
        self.candidates(|members, candidate| {
            if candidate.selected && members.is_pooled(candidate.node) {
                pool.add(candidate.stated);
            }
        });
        pool
    }

    /// Whether a member takes part in sharing out the total.
    fn is_pooled(&self, node: MemberNode) -> bool {
        match node {
            MemberNode::Initiative(_) => false,
            MemberNode::Row(Node::Objective(_)) => self.of != Some(RollupOf::KeyResultsAsOne),
            MemberNode::Row(Node::KeyResult(_)) => true,
        }
    }

    /// Whether stated weights exceed the total, and whether sizes are missing: for findings.
    pub(crate) fn doubts(&self) -> (bool, bool) {
        let rules = &self.policy.weights;
        (self.pool.is_over(rules), self.pool.count() > 0 && self.pool.lacks_size(rules))
    }

    fn weight(&self, candidate: &Candidate) -> f64 {
        let is_last = self.last == Some(candidate.node);
        let rules = if self.is_pooled(candidate.node) { &self.policy.weights } else { &self.relative };
        let weight = self.pool.weight(rules, candidate.stated, is_last);
        if self.policy.rollup.credit == ParentCredit::Split { weight * candidate.share } else { weight }
    }

    /// Own key results in the order of the document, then linked ones, then objectives, each by their place there.
    fn document_place(&self, node: MemberNode) -> u64 {
        let frame = self.pass.frame;
        match node {
            MemberNode::Row(Node::KeyResult(row)) => {
                let at = row as usize;
                let owner = frame.key_results.objective[at];
                let linked = u64::from(owner != self.objective);
                let place = u64::from(frame.key_results.place[at]);
                linked << 62 | (linked * u64::from(frame.place_of(owner))) << 31 | place
            }
            MemberNode::Row(Node::Objective(row)) => 1 << 63 | u64::from(frame.place_of(row)),
            MemberNode::Initiative(at) => u64::from(at),
        }
    }

    /// All members with the columns they are read from, in canonical order (N4).
    pub(crate) fn each(&self, seen: &Seen<'_>, mut take: impl FnMut(Member)) {
        self.candidates(|members, candidate| {
            let weight = members.weight(&candidate) * members.scale;
            take(members.member(&candidate, weight, seen));
        });
    }

    fn member(&self, candidate: &Candidate, weight: f64, seen: &Seen<'_>) -> Member {
        let mut member = match candidate.node {
            MemberNode::Row(Node::KeyResult(row)) => self.key_result(row, seen),
            MemberNode::Row(Node::Objective(row)) => self.child(row, seen),
            MemberNode::Initiative(at) => self.initiative(at),
        };
        member.weight = weight;
        // Done or not is a fraction already; the clamp is for what measures and objectives come to (P11).
        let is_initiative = matches!(candidate.node, MemberNode::Initiative(_));
        member.contributed = if is_initiative { member.given } else { self.clamp.apply(member.given) + 0.0 };
        member.selected = candidate.selected;
        member.unlinked = candidate.stated.weight == 0.0;
        member.own_reason = member.left_out;
        let refused = self.refused(candidate);
        member.refused = refused.is_some();
        let refused = refused.filter(|_| !is_kept_out(member.own_reason));
        member.left_out = left_out(refused.unwrap_or(member.own_reason), weight, candidate.selected);
        member
    }

    /// What the policy does not count of the members that it reads: hold measures, and other units (R1).
    fn refused(&self, candidate: &Candidate) -> Option<LeftOut> {
        let no_holds = self.policy.rollup.holds == Holds::None;
        if !candidate.selected || !no_holds && self.unit.is_none() {
            return None;
        }
        let (is_hold, unit) = match candidate.node {
            MemberNode::Row(Node::KeyResult(row)) => {
                let owner = self.pass.frame.key_results.objective[row as usize];
                let moment = self.pass.key_result_moment(row, &self.pass.objective_moment(owner));
                let terms = self.pass.terms(row, moment.cutoff);
                (terms.kind.is_hold(), terms.unit)
            }
            MemberNode::Row(Node::Objective(row)) => (false, self.pass.frame.own_unit(row)),
            // Done or not has no unit.
            MemberNode::Initiative(_) => return None,
        };
        let other_unit = self.policy.rollup.units.leaves_out(unit, self.unit);
        if no_holds && is_hold { Some(LeftOut::Hold) } else { other_unit.then_some(LeftOut::OtherUnit) }
    }

    pub(super) fn key_result(&self, row: u32, seen: &Seen<'_>) -> Member {
        let (at, columns) = (row as usize, seen.key_results);
        let whole = columns.is_whole();
        Member {
            node: MemberNode::Row(Node::KeyResult(row)),
            weight: 0.0,
            left_out: excluded(columns.excluded[at], columns.raw.at(row)),
            contributed: 0.0,
            given: columns.raw.at(row),
            raw: columns.raw.at(row),
            value: if whole { columns.value.at(row) } else { f64::NAN },
            progress: columns.progress.at(row),
            expected: if whole { columns.expected.at(row) } else { f64::NAN },
            confidence: if whole { columns.confidence.at(row) } else { f64::NAN },
            status: columns.told[at].verdict.status,
            flags: columns.told[at].flags,
            selected: true,
            refused: false,
            unlinked: false,
            own_reason: LeftOut::Counted,
        }
    }

    pub(super) fn child(&self, row: u32, seen: &Seen<'_>) -> Member {
        let (at, columns) = (row as usize, seen.objectives);
        let whole = columns.is_whole();
        Member {
            node: MemberNode::Row(Node::Objective(row)),
            weight: 0.0,
            left_out: excluded(columns.excluded[at], columns.carried.at(row)),
            contributed: 0.0,
            given: columns.carried.at(row),
            raw: columns.raw.at(row),
            value: columns.value.at(row),
            progress: columns.progress.at(row),
            expected: if whole { columns.expected.at(row) } else { f64::NAN },
            confidence: if whole { columns.confidence.at(row) } else { f64::NAN },
            status: columns.told[at].verdict.status,
            flags: columns.told[at].flags,
            selected: true,
            refused: false,
            unlinked: false,
            own_reason: LeftOut::Counted,
        }
    }

    fn initiative(&self, at: u32) -> Member {
        let initiative = self.pass.frame.more(self.objective).and_then(|more| more.initiatives.get(at as usize));
        let done = initiative.and_then(|initiative| initiative.done_on).is_some_and(|on| on <= self.cutoff);
        let worth = f64::from(u8::from(done));
        Member {
            node: MemberNode::Initiative(at),
            weight: 0.0,
            left_out: LeftOut::Counted,
            contributed: 0.0,
            given: worth,
            raw: worth,
            value: f64::NAN,
            progress: worth,
            expected: f64::NAN,
            confidence: f64::NAN,
            status: Status::None,
            flags: Flags::new(true, false),
            selected: true,
            refused: false,
            unlinked: false,
            own_reason: LeftOut::Counted,
        }
    }

    /// Every key result and contributing objective, guardrails apart, and the initiatives where they count.
    fn candidates(&self, mut take: impl FnMut(&Self, Candidate)) {
        let frame = self.pass.frame;
        let linked = frame.graph.linked.of(self.objective);
        let mut own = frame.objectives.key_results(self.objective).peekable();
        let mut linked = linked.iter().peekable();
        // Both lists are sorted by id; merging keeps that order.
        loop {
            let own_first = match (own.peek(), linked.peek()) {
                (None, None) => break,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some(row), Some(source)) => {
                    frame.key_result_id(*row).as_bytes() < frame.node_id(source.node).as_bytes()
                }
            };
            let candidate = if own_first {
                own.next().and_then(|row| self.own_candidate(row))
            } else {
                linked.next().and_then(|source| self.linked_candidate(source))
            };
            if let Some(candidate) = candidate {
                take(self, candidate);
            }
        }
        for source in frame.graph.children.of(self.objective) {
            let selected = !matches!(self.of, None | Some(RollupOf::KeyResults));
            let stated = self.read(Stated { weight: source.weight, amended: false, size: f64::NAN });
            take(self, Candidate { node: MemberNode::Row(source.node), stated, share: source.share, selected });
        }
        // Descendants are averaged over key results alone, here and wherever this objective is read that way.
        if self.initiatives == Initiatives::Members
            && !matches!(self.of, None | Some(RollupOf::Descendants | RollupOf::SumOfValues))
            && let Some(more) = frame.more(self.objective)
        {
            for at in &more.initiatives_by_id {
                let stated = Stated { weight: f64::NAN, amended: false, size: f64::NAN };
                take(self, Candidate { node: MemberNode::Initiative(*at), stated, share: 1.0, selected: true });
            }
        }
    }

    /// What the rule reads: no weight where all are to weigh the same.
    fn read(&self, stated: Stated) -> Stated {
        match self.policy.weights.rule {
            WeightRule::Equal => Stated { weight: f64::NAN, amended: false, ..stated },
            _ => stated,
        }
    }

    fn selects_key_results(&self) -> bool {
        !matches!(self.of, None | Some(RollupOf::Children))
    }

    fn own_candidate(&self, row: u32) -> Option<Candidate> {
        let stated = match self.pass.key_result_rules(row) {
            Some(rules) if rules.role == Role::Guardrail => return None,
            None if self.policy.weights.rule != WeightRule::BySize => {
                Stated { weight: self.pass.frame.key_results.weight[row as usize], amended: false, size: f64::NAN }
            }
            _ => {
                let moment = self.pass.key_result_moment(row, &self.pass.objective_moment(self.objective));
                let terms = self.pass.terms(row, moment.cutoff);
                Stated { weight: terms.weight, amended: terms.reweighted, size: terms.size() }
            }
        };
        let node = MemberNode::Row(Node::KeyResult(row));
        let stated = self.read(stated);
        Some(Candidate { node, stated, share: 1.0, selected: self.selects_key_results() })
    }

    fn linked_candidate(&self, source: &Source) -> Option<Candidate> {
        let Node::KeyResult(row) = source.node else { return None };
        if self.pass.role(row) == Role::Guardrail {
            return None;
        }
        let owner = self.pass.frame.key_results.objective[row as usize];
        let moment = self.pass.key_result_moment(row, &self.pass.objective_moment(owner));
        let size = self.pass.terms(row, moment.cutoff).size();
        let stated = self.read(Stated { weight: source.weight, amended: false, size });
        Some(Candidate {
            node: MemberNode::Row(source.node),
            stated,
            share: source.share,
            selected: self.selects_key_results(),
        })
    }
}

/// A row that counts nowhere says why; one without progress does not count either.
pub(super) fn excluded(reason: LeftOut, given: f64) -> LeftOut {
    if reason == LeftOut::Counted && given.is_nan() { LeftOut::NoProgress } else { reason }
}

/// Whether a row's own reason comes before anything that a policy asks of it (R4).
fn is_kept_out(own: LeftOut) -> bool {
    !matches!(own, LeftOut::Counted | LeftOut::NoValue | LeftOut::NoProgress)
}

/// Why a member is left out of one objective: its own reasons first, weight before value, selection last (R4).
pub(super) fn left_out(own: LeftOut, weight: f64, selected: bool) -> LeftOut {
    match own {
        LeftOut::Counted | LeftOut::NoValue | LeftOut::NoProgress if selected && weight == 0.0 => LeftOut::ZeroWeight,
        LeftOut::Counted if !selected => LeftOut::NotSelected,
        own => own,
    }
}

impl<'a> Members<'a> {
    /// A reader of single rows, for a key result of an objective: without weights of its own.
    pub(super) fn unweighted(pass: &Pass<'a>, objective: u32, policy: &'a Policy) -> Members<'a> {
        Members {
            pass: *pass,
            objective,
            policy,
            unit: None,
            of: None,
            initiatives: Initiatives::None,
            cutoff: pass.as_of,
            pool: Pool::EMPTY,
            last: None,
            scale: 1.0,
            relative: Weights::default(),
            clamp: policy.clamp.contributed,
        }
    }
}
