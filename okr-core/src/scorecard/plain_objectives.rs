//! Plain objectives in bulk: rows of one length, with the arithmetic of the general rules.

use super::Scorecard;
use super::columns::{Flags, Told};
use super::quick::{Quick, Standing, pace_at};
use super::terms::Pass;
use crate::plan::{Plan, RowRun};
use crate::policy::{StatusSource, cut};
use crate::score::weights::within;

/// Rows of one length. Those without any number come out as NaN and are done over by the general rules.
pub(crate) fn rows(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    // A row by itself is not worth code of its own for its length.
    let length = if run.end - run.first == 1 { 0 } else { run.length };
    match (length, card.whole) {
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

/// Rows worked on side by side, as many as fit into a register.
const LANES: usize = 2;

/// Means in the making of rows side by side, whose sums of weights are known beforehand.
#[derive(Clone, Copy)]
struct Sums<const L: usize> {
    sum: [f64; L],
    low: [f64; L],
    high: [f64; L],
}

impl<const L: usize> Sums<L> {
    const EMPTY: Sums<L> = Sums { sum: [0.0; L], low: [f64::INFINITY; L], high: [f64::NEG_INFINITY; L] };

    #[inline(always)]
    fn add(&mut self, weight: [f64; L], x: [f64; L]) {
        for lane in 0..L {
            self.add_one(lane, weight[lane], x[lane]);
        }
    }

    #[inline(always)]
    fn add_one(&mut self, lane: usize, weight: f64, x: f64) {
        self.sum[lane] += weight * x;
        self.low[lane] = if x < self.low[lane] { x } else { self.low[lane] };
        self.high[lane] = if x > self.high[lane] { x } else { self.high[lane] };
    }

    #[inline(always)]
    fn over(&self, weights: [f64; L]) -> [f64; L] {
        std::array::from_fn(|lane| within(self.sum[lane] / weights[lane], self.low[lane], self.high[lane]))
    }
}

/// Numbers cut to a range, without a negative zero.
#[inline(always)]
fn cut_all<const L: usize>(x: [f64; L], (low, high): (f64, f64)) -> [f64; L] {
    x.map(|x| cut(x, low, high) + 0.0)
}

/// Where fractions are cut off.
#[derive(Clone, Copy)]
struct Ends {
    contributed: (f64, f64),
    objective: (f64, f64),
    shown: (f64, f64),
}

/// What a run of rows reads of its members, and where its numbers go. Children have lower rows than the level being
/// computed.
struct Columns<'a> {
    own: &'a [f64],
    own_expected: &'a [f64],
    own_told: &'a [Told],
    weight: &'a [f64],
    weight_sum: &'a [f64],
    carried_below: &'a [f64],
    raw_below: &'a [f64],
    expected_below: &'a [f64],
    told_below: &'a [Told],
    carried: &'a mut [f64],
    progress: &'a mut [f64],
    raw: &'a mut [f64],
    expected: &'a mut [f64],
    told: &'a mut [Told],
}

/// Progress of a run of rows with `C` key results each, or of any number where `C` is 0; raw and expected as well where
/// `WHOLE`.
#[inline(always)]
fn rows_of<const C: usize, const WHOLE: bool>(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    let (first, end) = (run.first as usize, run.end as usize);
    let length = if C == 0 { run.length as usize } else { C };
    let start = pass.frame.objectives.first_key_result[first] as usize;
    let all = start..start + length * (end - first);
    let (members, out) = (&card.key_results, &mut card.objectives);
    let (carried_below, carried) = out.carried.slots().split_at_mut(first);
    let (raw_below, raw) = out.raw.slots().split_at_mut(first);
    let (told_below, told) = out.told.split_at_mut(first);
    let (expected_below, expected) =
        if WHOLE { out.expected.slots().split_at_mut(first) } else { (&mut [][..], &mut [][..]) };
    let mut columns = Columns {
        own: &members.raw.values()[all.clone()],
        own_expected: if WHOLE { &members.expected.values()[all.clone()] } else { &[] },
        own_told: if WHOLE { &members.told[all.clone()] } else { &[] },
        weight: &pass.plan.weight[all],
        weight_sum: &pass.plan.weight_sum[first..end],
        carried_below,
        raw_below,
        expected_below,
        told_below,
        carried,
        progress: &mut out.progress.slots()[first..end],
        raw,
        expected,
        told,
    };
    let clamps = &pass.plan.policy.clamp;
    let ends =
        Ends { contributed: clamps.contributed.ends(), objective: clamps.objective.ends(), shown: clamps.shown.ends() };
    let mut row = 0;
    while row + LANES <= end - first {
        rows_abreast::<C, WHOLE, LANES>(pass.plan, ends, &mut columns, run, row);
        row += LANES;
    }
    while row < end - first {
        rows_abreast::<C, WHOLE, 1>(pass.plan, ends, &mut columns, run, row);
        row += 1;
    }
}

/// Neighbouring rows, `row` counted from the first of the run.
#[inline(always)]
fn rows_abreast<const C: usize, const WHOLE: bool, const L: usize>(
    plan: &Plan,
    ends: Ends,
    columns: &mut Columns<'_>,
    run: RowRun,
    row: usize,
) {
    let length = if C == 0 { run.length as usize } else { C };
    let all = row * length..(row + L) * length;
    let (own, weights) = (&columns.own[all.clone()], &columns.weight[all.clone()]);
    let (mut mean, mut raw, mut expected) = (Sums::<L>::EMPTY, Sums::<L>::EMPTY, Sums::<L>::EMPTY);
    let (mut any, mut every) = ([0u8; L], [u8::MAX; L]);
    let (own_expected, own_told) =
        if WHOLE { (&columns.own_expected[all.clone()], &columns.own_told[all]) } else { (own, &[][..]) };
    for member in 0..length {
        let at = |lane: usize| lane * length + member;
        let (weight, x) = (std::array::from_fn(|lane| weights[at(lane)]), std::array::from_fn(|lane| own[at(lane)]));
        mean.add(weight, cut_all(x, ends.contributed));
        if WHOLE {
            raw.add(weight, x);
            expected.add(weight, std::array::from_fn(|lane| own_expected[at(lane)]));
            for lane in 0..L {
                any[lane] |= own_told[at(lane)].flags.0;
                every[lane] &= own_told[at(lane)].flags.0;
            }
        }
    }
    if run.children {
        for lane in 0..L {
            for (child, weight) in plan.children(run.first + (row + lane) as u32) {
                let at = child as usize;
                mean.add_one(lane, weight, cut_all([columns.carried_below[at]], ends.contributed)[0]);
                if WHOLE {
                    raw.add_one(lane, weight, columns.raw_below[at]);
                    expected.add_one(lane, weight, columns.expected_below[at]);
                    any[lane] |= columns.told_below[at].flags.0;
                    every[lane] &= columns.told_below[at].flags.0;
                }
            }
        }
    }
    let sums = std::array::from_fn(|lane| columns.weight_sum[row + lane]);
    let rolled = cut_all(mean.over(sums), ends.objective);
    columns.carried[row..row + L].copy_from_slice(&rolled);
    columns.progress[row..row + L].copy_from_slice(&cut_all(rolled, ends.shown));
    if WHOLE {
        columns.raw[row..row + L].copy_from_slice(&raw.over(sums));
        columns.expected[row..row + L].copy_from_slice(&expected.over(sums));
        for lane in 0..L {
            columns.told[row + lane].flags = Flags::new(Flags(any[lane]).has_value(), Flags(every[lane]).is_stale());
        }
    }
}

/// A mean of those members that have a number.
struct Stated {
    sum: Sums<1>,
    weight: f64,
}

impl Stated {
    const EMPTY: Stated = Stated { sum: Sums::EMPTY, weight: 0.0 };

    fn add(&mut self, weight: f64, x: f64) {
        if !x.is_nan() {
            self.sum.add_one(0, weight, x);
            self.weight += weight;
        }
    }

    fn mean(&self) -> f64 {
        let [mean] = self.sum.over([self.weight]);
        if self.sum.low > self.sum.high { f64::NAN } else { mean }
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
    let reads_confidence = policy.status.source == StatusSource::Confidence;
    for row in first..end {
        let pace = &card.pace[pace_at(pass, card.pace.len(), row)];
        let standing = Standing {
            kind: None,
            progress: progress[row],
            raw: raw[row],
            expected: expected[row],
            confidence: if reads_confidence { confidence[row] } else { f64::NAN },
            has_value: out.told[row].flags.has_value(),
            stale: out.told[row].flags.is_stale(),
        };
        let verdict = quick.verdict(policy, pace, &standing, || pass.objective_ambition(row as u32));
        out.told[row].verdict = verdict;
    }
}
