//! What a from_children key result is made of: the key results and objectives linked to it (P9).

use super::columns::LeftOut;
use super::members::{Member, Members, Seen, left_out};
use super::terms::{Pass, Terms};
use crate::date::Date;
use crate::model::{Combine, MeasureKind};
use crate::policy::{ParentCredit, Policy};
use crate::score::number::scale_for;
use crate::score::progress::along;
use crate::score::weights::MeanOf;
use crate::workspace::Node;

/// One thing that is linked to a key result.
#[derive(Clone, Copy)]
pub(crate) struct SourcePart {
    pub(crate) node: Node,
    /// Of its link, after its share among several parents (A2).
    pub(crate) weight: f64,
    /// The value or progress that it gives; NaN where it is left out.
    pub(crate) amount: f64,
    pub(crate) left_out: LeftOut,
    has_value: bool,
}

/// How a key result combines its sources.
pub(crate) fn combine(terms: &Terms<'_>, policy: &Policy) -> Combine {
    terms.measure.and_then(|measure| measure.of).unwrap_or(policy.measure.of)
}

impl<'a> Pass<'a> {
    /// The value that a from_children measure makes of its sources, NaN where there is none; and whether any of them has
    /// a value of its own.
    pub(crate) fn sources(&self, row: u32, terms: &Terms<'a>, cutoff: Date, seen: &Seen<'_>) -> (f64, bool) {
        let of = combine(terms, self.policy(self.frame.key_results.objective[row as usize]));
        let own = self.own_source(row, terms, cutoff);
        let mut largest = if own.is_some() { 1.0 } else { 0.0 };
        self.each_source(row, terms, seen, |part| largest = part.weight.max(largest));
        let scale = scale_for(largest);
        let mut mean = MeanOf::EMPTY;
        let (mut sum, mut has_value) = (0.0, false);
        self.each_source(row, terms, seen, |part| {
            if !part.amount.is_nan() {
                mean.add(part.weight * scale, part.amount);
                sum += part.weight * part.amount;
                has_value |= part.has_value;
            }
        });
        if let Some(own) = own {
            mean.add(scale, own);
            sum += own;
            has_value = true;
        }
        let combined = mean.result(false);
        let value = match of {
            _ if combined.is_nan() => f64::NAN,
            Combine::Sum => sum.clamp(-f64::MAX, f64::MAX) + 0.0,
            Combine::Mean => combined,
            Combine::Progress => along(terms.baseline, terms.target, combined),
        };
        (value, has_value)
    }

    /// What the key result itself gives, where its measure takes its own check-ins.
    pub(crate) fn own_source(&self, row: u32, terms: &Terms<'a>, cutoff: Date) -> Option<f64> {
        let policy = self.policy(self.frame.key_results.objective[row as usize]);
        if !terms.measure.and_then(|measure| measure.with_own).unwrap_or(policy.measure.with_own) {
            return None;
        }
        let own = Terms { kind: MeasureKind::Move, ..*terms };
        let measured = self.asked(row, own, cutoff, (f64::NAN, false)).measured(&policy.measure);
        let amount = if combine(terms, policy) == Combine::Progress { measured.raw } else { measured.value };
        Some(amount).filter(|amount| measured.has_value && !amount.is_nan())
    }

    /// What is linked to a key result, in canonical order.
    pub(crate) fn each_source(&self, row: u32, terms: &Terms<'_>, seen: &Seen<'_>, mut take: impl FnMut(SourcePart)) {
        let objective = self.frame.key_results.objective[row as usize];
        let policy = self.policy(objective);
        let of = combine(terms, policy);
        let reader = Members::unweighted(self, objective, policy);
        for source in self.frame.graph.sources.of(row) {
            let stated = if source.weight.is_nan() { 1.0 } else { source.weight };
            let weight = if policy.rollup.credit == ParentCredit::Split { stated * source.share } else { stated };
            let member = match source.node {
                Node::KeyResult(from) => reader.key_result(from, seen),
                Node::Objective(from) => reader.child(from, seen),
            };
            let reason = left_out(member.left_out, weight, true);
            let amount = amount(of, policy, &member, reason);
            let left_out = match (of, reason) {
                (Combine::Sum | Combine::Mean, LeftOut::Counted | LeftOut::NoProgress) if amount.is_nan() => {
                    LeftOut::NoValue
                }
                (Combine::Sum | Combine::Mean, LeftOut::NoProgress) => LeftOut::Counted,
                (_, reason) => reason,
            };
            let has_value = member.flags.has_value();
            take(SourcePart { node: source.node, weight, amount, left_out, has_value });
        }
    }
}

/// What a source gives; NaN where it has none of it, or is left out. A value needs no progress to be added up.
fn amount(of: Combine, policy: &Policy, member: &Member, reason: LeftOut) -> f64 {
    match (of, reason) {
        (Combine::Progress, LeftOut::Counted) => policy.clamp.contributed.apply(member.given) + 0.0,
        (Combine::Sum | Combine::Mean, LeftOut::Counted | LeftOut::NoProgress) if member.flags.has_value() => {
            member.value
        }
        _ => f64::NAN,
    }
}
