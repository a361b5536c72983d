//! What rows are to those above them: key results to their objectives, objectives to their cycles.

use super::super::columns::LeftOut;
use super::super::members::{MemberNode, excluded};
use super::super::weighed::{Part, parts};
use super::Details;
use crate::workspace::Node;

/// The part of a row in the one above it.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// NaN where there is none.
    weight: f64,
    contribution: f64,
    /// Whether it counts there.
    pub counted: bool,
    /// Why it does not.
    pub left_out: Option<LeftOut>,
}

impl Share {
    const NONE: Share = Share { weight: f64::NAN, contribution: f64::NAN, counted: false, left_out: None };

    /// Its share of those that count, which add up to 1.
    pub fn weight(&self) -> Option<f64> {
        Some(self.weight).filter(|weight| !weight.is_nan())
    }

    /// What it adds to the progress above, before the clamps there.
    pub fn contribution(&self) -> Option<f64> {
        Some(self.contribution).filter(|contribution| !contribution.is_nan())
    }

    fn new(left_out: LeftOut, weight: f64, contribution: f64) -> Share {
        if left_out == LeftOut::Counted {
            Share { weight, contribution, counted: true, left_out: None }
        } else {
            Share { left_out: Some(left_out), ..Share::NONE }
        }
    }

    fn of_part(part: &Part) -> Share {
        let (weight, contribution) = (part.weight.unwrap_or(f64::NAN), part.contribution.unwrap_or(f64::NAN));
        Share::new(part.member.left_out, weight, contribution)
    }
}

impl<'a> Details<'a> {
    /// The part of every key result in its objective, by row.
    pub fn key_result_shares(&self) -> Vec<Share> {
        let mut shares = Vec::with_capacity(self.pass.frame.key_results.len());
        let mut special = self.pass.plan.special_objectives.iter().peekable();
        for objective in 0..self.pass.frame.objectives.len() as u32 {
            if special.next_if_eq(&&objective).is_some() {
                self.general_shares(objective, &mut shares);
            } else {
                self.plain_shares(objective, &mut shares);
            }
        }
        shares
    }

    /// The parts of the key results of one objective, by row.
    pub(crate) fn shares_of(&self, objective: u32) -> Vec<Share> {
        let mut shares = Vec::new();
        match self.pass.plan.special_objectives.binary_search(&objective) {
            Ok(_) => self.general_shares(objective, &mut shares),
            Err(_) => self.plain_shares(objective, &mut shares),
        }
        shares
    }

    /// Where every member counts that has progress, at its weight.
    fn plain_shares(&self, objective: u32, shares: &mut Vec<Share>) {
        let (plan, card) = (self.pass.plan, self.card);
        let own = self.pass.frame.objectives.key_results(objective);
        let left_out = |row: u32| excluded(card.key_results.excluded[row as usize], card.key_results.raw.at(row));
        let counts = |row: &u32| left_out(*row) == LeftOut::Counted;
        let mut all = 0.0;
        own.clone().filter(counts).for_each(|row| all += plan.weight[row as usize]);
        for (child, weight) in plan.children(objective) {
            let (columns, at) = (&card.objectives, child as usize);
            if excluded(columns.excluded[at], columns.carried.at(child)) == LeftOut::Counted {
                all += weight;
            }
        }
        let clamp = &plan.policy.clamp.contributed;
        shares.extend(own.map(|row| {
            let weight = plan.weight[row as usize] / all;
            let contributed = clamp.apply(card.key_results.raw.at(row)) + 0.0;
            Share::new(left_out(row), weight, weight * contributed + 0.0)
        }));
    }

    fn general_shares(&self, objective: u32, shares: &mut Vec<Share>) {
        let source = self.objective(objective).source();
        let own = self.pass.frame.objectives.key_results(objective);
        let first = shares.len();
        // What is no member at all says why by itself.
        shares.extend(own.clone().map(|row| {
            let left_out = self.card.key_results.excluded[row as usize];
            Share { left_out: Some(left_out).filter(|reason| *reason != LeftOut::Counted), ..Share::NONE }
        }));
        for part in parts(&self.pass, &self.card.seen(), objective, source) {
            let MemberNode::Row(Node::KeyResult(row)) = part.member.node else { continue };
            if own.contains(&row) {
                shares[first + (row - own.start) as usize] = Share::of_part(&part);
            }
        }
    }

    /// The sum of the weights that count in each cycle.
    pub(crate) fn cycle_weights(&self) -> Vec<f64> {
        self.card.cycle_weights(&self.pass)
    }

    /// The part of every objective in the row of its cycle, by row.
    pub fn objective_shares(&self) -> Vec<Share> {
        let cycle_weights = self.cycle_weights();
        (0..self.pass.frame.objectives.len() as u32).map(|row| self.share_in(row, &cycle_weights)).collect()
    }

    /// The part of one objective in the row of its cycle.
    pub(crate) fn share_in(&self, row: u32, cycle_weights: &[f64]) -> Share {
        let frame = self.pass.frame;
        let Some(cycle) = frame.cycle_names.definition(frame.objectives.cycle[row as usize]) else {
            return Share::NONE;
        };
        let part = self.card.part(&self.pass, row);
        let weight = part.weight / cycle_weights[cycle as usize];
        Share::new(part.left_out, weight, weight * part.contributed + 0.0)
    }
}
