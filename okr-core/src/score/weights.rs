//! How members' weights are made (R3), and the means they enter (R2).

use crate::policy::{WeightRule, Weights};

/// What a weight rule needs to know of one member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stated {
    /// The stated weight, in force; not a number where none is stated.
    pub(crate) weight: f64,
    /// Whether an amendment stated it.
    pub(crate) amended: bool,
    /// Distance from baseline to target, for a move; not a number for any other measure.
    pub(crate) size: f64,
}

/// All members of an objective, added up: what a rule shares out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    stated: f64,
    unset: u32,
    amended: f64,
    ratio: f64,
    count: u32,
    sized: bool,
    /// What a weight of one counts here: less where the sum of weights would be beyond 64 bits.
    unit: f64,
    /// Stated weights of all but the last member, for the rule that gives that one the rest.
    pub(crate) others: f64,
}

impl Pool {
    pub(crate) const EMPTY: Pool =
        Pool { stated: 0.0, unset: 0, amended: 0.0, ratio: 0.0, count: 0, sized: true, unit: 1.0, others: 0.0 };

    /// A pool in which no sum of weights overflows.
    pub(crate) const OF_ENORMOUS: Pool = Pool { unit: 1.0 / (1_u64 << 40) as f64, ..Pool::EMPTY };

    /// Whether all sums are within 64 bits.
    pub(crate) fn is_finite(&self) -> bool {
        self.stated.is_finite() && self.amended.is_finite() && self.ratio.is_finite()
    }

    /// A stated weight as it counts here.
    pub(crate) fn stated_weight(&self, member: Stated) -> f64 {
        member.weight * self.unit
    }

    pub(crate) fn add(&mut self, member: Stated) {
        self.count += 1;
        self.sized &= !member.size.is_nan();
        let weight = self.stated_weight(member);
        if member.amended {
            self.amended += weight;
        } else {
            self.ratio += or(weight, self.unit);
        }
        if weight.is_nan() {
            self.unset += 1;
        } else {
            self.stated += weight;
        }
    }

    /// How many members there are.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Whether stated weights exceed what there is to share out.
    pub(crate) fn is_over(&self, rules: &Weights) -> bool {
        match rules.rule {
            WeightRule::Evenly => self.stated > rules.total * self.unit,
            WeightRule::Last if self.unset > 0 => self.stated > rules.total * self.unit,
            WeightRule::InRatio => self.amended > rules.total * self.unit,
            WeightRule::Last => self.others > rules.total * self.unit,
            WeightRule::Relative | WeightRule::Equal | WeightRule::BySize => false,
        }
    }

    /// Whether weights by size fall back to one each.
    pub(crate) fn lacks_size(&self, rules: &Weights) -> bool {
        rules.rule == WeightRule::BySize && !self.sized
    }

    /// The weight of one member; `is_last` says whether it is the last one of the document.
    pub(crate) fn weight(&self, rules: &Weights, member: Stated, is_last: bool) -> f64 {
        let (total, weight) = (rules.total * self.unit, self.stated_weight(member));
        match rules.rule {
            WeightRule::Relative => or(weight, self.unit),
            WeightRule::Equal => self.unit,
            WeightRule::Evenly | WeightRule::Last if weight.is_nan() => {
                ((total - self.stated) / f64::from(self.unset)).max(0.0)
            }
            WeightRule::Evenly => weight * shrink(self.stated, total),
            WeightRule::Last if self.unset > 0 => weight * shrink(self.stated, total),
            WeightRule::InRatio if member.amended => weight * shrink(self.amended, total),
            WeightRule::InRatio => {
                let rest = (total - self.amended).max(0.0);
                if self.ratio > 0.0 { rest * (or(weight, self.unit) / self.ratio) } else { 0.0 }
            }
            WeightRule::Last if is_last => (total - self.others).max(0.0),
            WeightRule::Last => weight * shrink(self.others, total),
            WeightRule::BySize if self.sized => member.size,
            WeightRule::BySize => 1.0,
        }
    }
}

fn or(weight: f64, unset: f64) -> f64 {
    if weight.is_nan() { unset } else { weight }
}

/// The factor that brings a sum down to the total; 1 where it fits.
fn shrink(sum: f64, total: f64) -> f64 {
    if sum > total { total / sum } else { 1.0 }
}

/// A weighted mean in the making: left to right, cut to the range of what was counted (N4).
#[derive(Clone, Copy, Debug)]
pub(crate) struct MeanOf {
    pub(crate) sum: f64,
    pub(crate) weight: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl MeanOf {
    pub(crate) const EMPTY: MeanOf = MeanOf { sum: 0.0, weight: 0.0, low: f64::INFINITY, high: f64::NEG_INFINITY };

    #[inline(always)]
    pub(crate) fn add(&mut self, weight: f64, x: f64) {
        self.sum += weight * x;
        self.weight += weight;
        self.low = if x < self.low { x } else { self.low };
        self.high = if x > self.high { x } else { self.high };
    }

    /// The mean, or the smallest; not a number where nothing was counted.
    #[inline(always)]
    pub(crate) fn result(&self, smallest: bool) -> f64 {
        if self.low > self.high {
            return f64::NAN;
        }
        if smallest { self.low } else { within(self.sum / self.weight, self.low, self.high) }
    }
}

/// Cut to a range; what is not a number stays that.
#[inline(always)]
pub(crate) fn within(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    (if x > high { high } else { x }) + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(rule: WeightRule, total: f64, members: &[(Option<f64>, bool, f64)]) -> Vec<f64> {
        let rules = Weights { rule, total };
        let stated = |m: &(Option<f64>, bool, f64)| Stated { weight: m.0.unwrap_or(f64::NAN), amended: m.1, size: m.2 };
        let mut pool = Pool::EMPTY;
        members.iter().for_each(|m| pool.add(stated(m)));
        pool.others = members.iter().rev().skip(1).rev().filter_map(|m| m.0).sum();
        members.iter().enumerate().map(|(i, m)| pool.weight(&rules, stated(m), i + 1 == members.len())).collect()
    }

    #[test]
    fn r3_each_rule_shares_out_the_total() {
        let plain = |w: Option<f64>| (w, false, f64::NAN);
        assert_eq!(shares(WeightRule::Relative, 1.0, &[plain(None), plain(Some(3.0))]), [1.0, 3.0]);
        assert_eq!(
            shares(WeightRule::Evenly, 100.0, &[plain(Some(50.0)), plain(None), plain(None)]),
            [50.0, 25.0, 25.0]
        );
        assert_eq!(
            shares(WeightRule::Evenly, 1.0, &[plain(Some(3.0)), plain(Some(1.0)), plain(None)]),
            [0.75, 0.25, 0.0]
        );
        assert_eq!(shares(WeightRule::Equal, 1.0, &[plain(None), plain(Some(3.0))]), [1.0, 1.0]);
        assert_eq!(shares(WeightRule::Last, 1.0, &[plain(Some(0.6)), plain(Some(0.3))]), [0.6, 0.4]);
        assert_eq!(shares(WeightRule::Last, 1.0, &[plain(None), plain(Some(0.5)), plain(None)]), [0.25, 0.5, 0.25]);
        assert_eq!(
            shares(WeightRule::InRatio, 1.0, &[(Some(0.5), true, f64::NAN), plain(Some(1.0)), plain(Some(3.0))]),
            [0.5, 0.125, 0.375]
        );
        assert_eq!(shares(WeightRule::BySize, 1.0, &[(None, false, 100.0), (None, false, 20.0)]), [100.0, 20.0]);
        assert_eq!(shares(WeightRule::BySize, 1.0, &[(None, false, 100.0), plain(None)]), [1.0, 1.0]);
    }
}
