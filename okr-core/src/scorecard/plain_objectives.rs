//! Plain objectives in bulk: rows of one length, with the arithmetic of the general rules.

use super::Scorecard;
use super::columns::Flags;
use super::quick::{Quick, Standing, pace_at};
use super::terms::Pass;
use crate::plan::RowRun;
use crate::policy::cut;
use crate::score::weights::within;

/// Rows of one length. Those without any number come out as NaN and are done over by the general rules.
pub(crate) fn rows(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    match (run.length, card.whole) {
        (1, false) => rows_of::<1, false>(pass, card, run),
        (2, false) => rows_of::<2, false>(pass, card, run),
        (3, false) => rows_of::<3, false>(pass, card, run),
        (4, false) => rows_of::<4, false>(pass, card, run),
        (5, false) => rows_of::<5, false>(pass, card, run),
        (_, false) => rows_of::<0, false>(pass, card, run),
        (1, true) => rows_of::<1, true>(pass, card, run),
        (2, true) => rows_of::<2, true>(pass, card, run),
        (3, true) => rows_of::<3, true>(pass, card, run),
        (4, true) => rows_of::<4, true>(pass, card, run),
        (5, true) => rows_of::<5, true>(pass, card, run),
        (_, true) => rows_of::<0, true>(pass, card, run),
    }
    for row in run.first..run.end {
        if card.objectives.progress.at(row).is_nan() {
            gapped_row(pass, card, row, run.children);
        }
    }
    if card.whole {
        objective_statuses(pass, card, run);
    }
}

/// A row some of whose members have no progress: those that have it count.
#[cold]
fn gapped_row(pass: &Pass<'_>, card: &mut Scorecard, row: u32, children: bool) {
    let clamp = &pass.plan.policy.clamp;
    let (mut mean, mut raw, mut expected) = (Stated::EMPTY, Stated::EMPTY, Stated::EMPTY);
    let (mut any, mut every) = (0u8, u8::MAX);
    let whole = card.whole;
    let mut take = |weight: f64, given: f64, own_raw: f64, own_expected: f64, flags: Flags| {
        if !given.is_nan() {
            mean.add(weight, clamp.contributed.apply(given) + 0.0);
            raw.add(weight, own_raw);
            expected.add(weight, own_expected);
            any |= flags.0;
            every &= flags.0;
        }
    };
    for key_result in pass.frame.objectives.key_results(row) {
        let columns = &card.key_results;
        let expected = if whole { columns.expected.at(key_result) } else { f64::NAN };
        let (raw, flags) = (columns.raw.at(key_result), columns.told[key_result as usize].flags);
        take(pass.plan.weight[key_result as usize], raw, raw, expected, flags);
    }
    if children {
        for (child, weight) in pass.plan.children(row) {
            let columns = &card.objectives;
            let expected = if whole { columns.expected.at(child) } else { f64::NAN };
            take(
                weight,
                columns.carried.at(child),
                columns.raw.at(child),
                expected,
                columns.told[child as usize].flags,
            );
        }
    }
    let at = row as usize;
    let carried = clamp.objective.apply(mean.mean()) + 0.0;
    let out = &mut card.objectives;
    out.carried.slots()[at] = carried;
    out.progress.slots()[at] = clamp.shown.apply(carried) + 0.0;
    if whole {
        out.raw.slots()[at] = raw.mean();
        out.expected.slots()[at] = expected.mean();
        out.told[at].flags = Flags::new(Flags(any).has_value(), Flags(every).is_stale());
    }
}

/// A mean in the making, whose sum of weights is known beforehand.
#[derive(Clone, Copy)]
struct Sum {
    sum: f64,
    low: f64,
    high: f64,
}

impl Sum {
    const EMPTY: Sum = Sum { sum: 0.0, low: f64::INFINITY, high: f64::NEG_INFINITY };

    #[inline(always)]
    fn add(&mut self, weight: f64, x: f64) {
        self.sum += weight * x;
        self.low = if x < self.low { x } else { self.low };
        self.high = if x > self.high { x } else { self.high };
    }

    #[inline(always)]
    fn over(&self, weights: f64) -> f64 {
        within(self.sum / weights, self.low, self.high)
    }
}

/// Progress of a run of rows with `C` key results each, or of any number where `C` is 0; raw and expected as well where
/// `WHOLE`.
#[inline(always)]
fn rows_of<const C: usize, const WHOLE: bool>(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    let plan = pass.plan;
    let clamp = &plan.policy.clamp;
    let (low, high) = clamp.contributed.ends();
    let (own_low, own_high) = clamp.objective.ends();
    let (shown_low, shown_high) = clamp.shown.ends();
    let (first, end) = (run.first as usize, run.end as usize);
    let length = if C == 0 { run.length as usize } else { C };
    let start = pass.frame.objectives.first_key_result[first] as usize;
    let all = start..start + length * (end - first);
    let members = &card.key_results;
    let (key_results, weights) = (&members.raw.values()[all.clone()], &plan.weight[all.clone()]);
    let (expectations, facts) =
        if WHOLE { (&members.expected.values()[all.clone()], &members.told[all]) } else { (key_results, &[][..]) };
    // Children have lower rows than the level being computed.
    let out = &mut card.objectives;
    let (carried_below, carried) = out.carried.slots().split_at_mut(first);
    let (raw_below, raws) = out.raw.slots().split_at_mut(first);
    let (expected_below, expected) =
        if WHOLE { out.expected.slots().split_at_mut(first) } else { (&mut [][..], &mut [][..]) };
    let (told_below, told) = out.told.split_at_mut(first);
    let progress = &mut out.progress.slots()[first..end];
    let sums = &plan.weight_sum[first..end];
    for row in 0..end - first {
        let at = row * length;
        let (mut mean, mut raw, mut expect) = (Sum::EMPTY, Sum::EMPTY, Sum::EMPTY);
        let (mut any, mut every) = (0u8, u8::MAX);
        let (own, weight) = (&key_results[at..at + length], &weights[at..at + length]);
        for member in 0..length {
            mean.add(weight[member], cut(own[member], low, high) + 0.0);
            if WHOLE {
                raw.add(weight[member], own[member]);
                expect.add(weight[member], expectations[at + member]);
                any |= facts[at + member].flags.0;
                every &= facts[at + member].flags.0;
            }
        }
        if run.children {
            for (child, weight) in plan.children((first + row) as u32) {
                let at = child as usize;
                mean.add(weight, cut(carried_below[at], low, high) + 0.0);
                if WHOLE {
                    raw.add(weight, raw_below[at]);
                    expect.add(weight, expected_below[at]);
                    any |= told_below[at].flags.0;
                    every &= told_below[at].flags.0;
                }
            }
        }
        let rolled = cut(mean.over(sums[row]), own_low, own_high) + 0.0;
        carried[row] = rolled;
        progress[row] = cut(rolled, shown_low, shown_high) + 0.0;
        if WHOLE {
            raws[row] = raw.over(sums[row]);
            expected[row] = expect.over(sums[row]);
            told[row].flags = Flags::new(Flags(any).has_value(), Flags(every).is_stale());
        }
    }
}

/// A mean of those members that have a number.
struct Stated {
    sum: Sum,
    weight: f64,
}

impl Stated {
    const EMPTY: Stated = Stated { sum: Sum::EMPTY, weight: 0.0 };

    fn add(&mut self, weight: f64, x: f64) {
        if !x.is_nan() {
            self.sum.add(weight, x);
            self.weight += weight;
        }
    }

    fn mean(&self) -> f64 {
        if self.sum.low > self.sum.high { f64::NAN } else { self.sum.over(self.weight) }
    }
}

/// The mean over those members of a plain objective that count and have a number.
fn mean_of_stated(pass: &Pass<'_>, row: u32, children: bool, own: (&[f64], &[f64]), below: (&[f64], &[f64])) -> f64 {
    let mut mean = Stated::EMPTY;
    for key_result in pass.frame.objectives.key_results(row) {
        let at = key_result as usize;
        if !own.0[at].is_nan() {
            mean.add(pass.plan.weight[at], own.1[at]);
        }
    }
    if children {
        for (child, weight) in pass.plan.children(row).filter(|(child, _)| !below.0[*child as usize].is_nan()) {
            mean.add(weight, below.1[child as usize]);
        }
    }
    mean.mean()
}

/// Confidence and status of a run of plain objectives.
fn objective_statuses(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    let policy = &pass.plan.policy;
    let says = !pass.history.remark.is_empty() || !pass.history.objective_rules.is_empty();
    let (first, end) = (run.first as usize, run.end as usize);
    let members = &card.key_results;
    let own = members.raw.values();
    let quick: &Quick = &card.quick;
    let out = &mut card.objectives;
    let (progress, raw) = (out.progress.values(), out.raw.values());
    for row in first..end {
        // A member without an expectation drops out of this mean only (E4).
        if out.expected.values()[row].is_nan() {
            out.expected.slots()[row] = mean_of_stated(
                pass,
                row as u32,
                run.children,
                (own, members.expected.values()),
                (out.carried.values(), out.expected.values()),
            );
        }
        if says {
            out.confidence.slots()[row] = mean_of_stated(
                pass,
                row as u32,
                run.children,
                (own, members.confidence.values()),
                (out.carried.values(), out.confidence.values()),
            );
        }
    }
    let (expected, confidence) = (out.expected.values(), out.confidence.values());
    for row in first..end {
        let pace = &card.pace[pace_at(pass, card.pace.len(), row)];
        let standing = Standing {
            kind: None,
            progress: progress[row],
            raw: raw[row],
            expected: expected[row],
            confidence: confidence[row],
            has_value: out.told[row].flags.has_value(),
            stale: out.told[row].flags.is_stale(),
        };
        let verdict = quick.verdict(policy, pace, &standing, || pass.objective_ambition(row as u32));
        out.told[row].verdict = verdict;
    }
}
