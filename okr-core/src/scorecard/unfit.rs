//! What a policy handed to scoring asks and the document cannot answer: loading would refuse it, here the row has no
//! number and the finding `not_scorable`.

use super::measured::Asked;
use super::sources::combine;
use super::terms::{Pass, Terms};
use crate::date::Date;
use crate::error::{ErrorCode, Finding, Told, quoted};
use crate::model::{Combine, Credit, MeasureKind, Read};
use crate::policy::{MeasureDefaults, Policy, ZeroRange};
use crate::workspace::Node;

/// Why a row cannot be scored under its policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unfit {
    /// Baseline and target are this number.
    ZeroRange(f64),
    /// Linear credit has nothing to fall to.
    NoZeroAt,
    /// Distance credit has nothing to be relative to.
    ZeroBound,
    /// An objective gives no value to add up.
    Source(Node),
    /// What this gives is in another unit.
    Unit(Node),
    /// Its own values do not count.
    OwnValue,
    /// It lacks the measure that it is counted by.
    NoMeasure,
    /// What members give is in another unit than the measure that it is counted by.
    Units,
}

impl Unfit {
    /// Whether there is no value either.
    pub(crate) fn has_no_value(self) -> bool {
        matches!(self, Unfit::Source(_) | Unfit::Unit(_))
    }

    /// In words: what was found and expected, and what helps.
    pub(crate) fn finding(self, pass: &Pass<'_>, path: String) -> Finding {
        let id = |node| quoted(pass.frame.node_id(node));
        let (message, help) = match self {
            Unfit::ZeroRange(target) => (
                format!("found baseline and target {}, expected two different numbers; there is no progress", Told(target)),
                "amend one of them, or let the policy say what a zero range comes to",
            ),
            Unfit::NoZeroAt => (
                "found a measure without `zero_at`, expected it: the policy's credit is linear; there is no progress".to_owned(),
                "state `zero_at`, or score with another `credit`",
            ),
            Unfit::ZeroBound => (
                "found distance credit for a bound of 0, expected a bound other than 0; there is no progress".to_owned(),
                "state another bound, or score with another `credit`",
            ),
            Unfit::Source(node) => (
                format!("found the objective {} among what is added up, expected key results; there is no progress", id(node)),
                "link key results, or score with `of: progress`",
            ),
            Unfit::Unit(node) => (
                format!("found values of {} in another unit among what is added up, expected one unit; there is no progress", id(node)),
                "convert them, or score with `of: progress`",
            ),
            Unfit::OwnValue => (
                "found a value of its own, expected none: by the policy only its children count; there is no progress".to_owned(),
                "score with `with_own: true`, or state it on the measure",
            ),
            Unfit::NoMeasure => (
                "found no measure, expected one to count the objective by".to_owned(),
                "give the objective a measure, or count it by its members",
            ),
            Unfit::Units => (
                "found members' values in another unit than the objective's measure, expected one unit; there is no progress".to_owned(),
                "convert them, or count by progress",
            ),
        };
        Finding::new(ErrorCode::NotScorable, path, message, help)
    }
}

impl Asked<'_> {
    /// Why the measure itself cannot be scored under a policy, with or without a value.
    pub(crate) fn unfit(&self, rules: &MeasureDefaults) -> Option<Unfit> {
        let terms = &self.terms;
        match terms.kind {
            MeasureKind::Move | MeasureKind::FromChildren => {
                let fails = rules.zero_range == ZeroRange::Error && terms.baseline == terms.target;
                fails.then_some(Unfit::ZeroRange(terms.target))
            }
            MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between => {
                let measure = terms.measure;
                // A share of verdicts gives no credit for what was missed.
                if measure.and_then(|m| m.read).unwrap_or(rules.read) != Read::Latest {
                    return None;
                }
                let bounds = self.bounds(rules);
                match measure.and_then(|m| m.credit).unwrap_or(rules.credit) {
                    Credit::Linear if measure.and_then(|m| m.zero_at).is_none() => Some(Unfit::NoZeroAt),
                    Credit::Distance if bounds.low == 0.0 || bounds.high == 0.0 => Some(Unfit::ZeroBound),
                    Credit::Linear | Credit::Distance | Credit::Binary => None,
                }
            }
            _ => None,
        }
    }
}

impl<'a> Pass<'a> {
    /// Why a key result from children cannot be made of them under its policy (A5).
    pub(crate) fn unfit_children(&self, row: u32, terms: &Terms<'_>, policy: &Policy, cutoff: Date) -> Option<Unfit> {
        if terms.kind != MeasureKind::FromChildren {
            return None;
        }
        let adds_up = combine(terms, policy) != Combine::Progress;
        let mut sources = self.frame.graph.sources.of(row).iter().filter(|_| adds_up);
        let misfit = sources.find_map(|source| match source.node {
            Node::Objective(_) => Some(Unfit::Source(source.node)),
            Node::KeyResult(from) => (self.unit_in_force(from) != terms.unit).then_some(Unfit::Unit(source.node)),
        });
        misfit.or_else(|| self.has_own_value(row, terms, policy, cutoff).then_some(Unfit::OwnValue))
    }

    /// The unit of a key result's values, as of its own cutoff.
    #[inline]
    pub(crate) fn unit_in_force(&self, row: u32) -> Option<&'a str> {
        let columns = &self.frame.key_results;
        let first = self.frame.unit_text(columns.unit[row as usize]);
        let Some(rules) = self.key_result_rules(row).filter(|rules| !rules.amendments.is_empty()) else { return first };
        let cutoff = self.key_result_moment(row, &self.objective_moment(columns.objective[row as usize])).cutoff;
        let amended = rules.amendments_by_date.iter().rev().filter_map(|index| rules.amendments.get(*index as usize));
        let measure =
            amended.filter(|amendment| amendment.on <= cutoff).find_map(|amendment| amendment.measure.as_ref());
        measure.map_or(first, |measure| measure.unit.as_deref())
    }

    /// Whether a visible check-in states a value that the measure does not take.
    fn has_own_value(&self, row: u32, terms: &Terms<'_>, policy: &Policy, cutoff: Date) -> bool {
        if terms.measure.and_then(|measure| measure.with_own).unwrap_or(policy.measure.with_own) {
            return false;
        }
        let (on, value) = self.history.visible_run(row);
        crate::score::value::Visible::until(on, value, cutoff).since(terms.since).latest().is_some()
    }
}
