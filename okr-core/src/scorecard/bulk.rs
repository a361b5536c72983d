//! Plain rows in bulk: loops over columns without questions, with the arithmetic of the general rules.

use super::Scorecard;
use super::columns::{Flags, LeftOut};
use super::quick::{Pace, Quick, Standing};
use super::terms::Pass;
use crate::date::Date;
use crate::model::MeasureKind;
use crate::plan::RowRun;
use crate::policy::{Missing, cut};
use crate::score::number::saturated;
use crate::score::weights::within;
use crate::workspace::{NEVER, NONE};

/// Key results computed at once: few enough to stay in the first cache, many enough to run straight.
const CHUNK: usize = 256;

/// Plain key results of a range of objectives. Special ones in between come out wrong here and are done over.
pub(crate) fn key_results(pass: &Pass<'_>, card: &mut Scorecard, objectives: (u32, u32), rows: (usize, usize)) {
    let mut last = [NEVER; CHUNK];
    let mut value = [0.0; CHUNK];
    let mut from = rows.0;
    let mut objective = objectives.0;
    while from < rows.1 {
        let to = rows.1.min(from + CHUNK);
        let len = to - from;
        let (on, values) = (&pass.history.last_on[from..to], &pass.history.last_value[from..to]);
        // Of a present in which everything has happened already, the last check-ins are the visible ones.
        let ahead = on.iter().fold(false, |ahead, on| ahead | (*on > pass.as_of));
        let (last, value) = if ahead {
            visible(pass, from, &mut last[..len], &mut value[..len]);
            (&last[..len], &value[..len])
        } else {
            (on, values)
        };
        fractions(pass, card, from, value);
        if card.whole {
            objective = statuses(pass, card, objective, (from, to), last, value);
        }
        from = to;
    }
}

/// The last visible check-in of each row: the last of all, or an earlier one where that lies ahead.
fn visible(pass: &Pass<'_>, from: usize, last: &mut [Date], value: &mut [f64]) {
    let to = from + last.len();
    let runs = &pass.history.runs[from..to];
    for (at, run) in runs.iter().enumerate() {
        let range = run.range();
        let on = &pass.history.on[range.clone()];
        // Counting instead of looking from the end: nothing to predict.
        let seen = on.iter().fold(0, |seen, date| seen + usize::from(*date <= pass.as_of));
        (last[at], value[at]) = match seen.checked_sub(1) {
            Some(at) => (on[at], pass.history.value[range.start + at]),
            None => (NEVER, f64::NAN),
        };
    }
}

/// Raw fraction and shown progress.
#[inline(always)]
fn fractions(pass: &Pass<'_>, card: &mut Scorecard, from: usize, value: &[f64]) {
    let len = value.len();
    let ways = &pass.plan.ways;
    let (base, length) = (&ways.base[from..from + len], &ways.length[from..from + len]);
    let is_step = &ways.is_step[from..from + len];
    let policy = &pass.plan.policy;
    let (low, high) = policy.clamp.shown.ends();
    let skips = policy.measure.missing == Missing::Skip;
    let missing = if skips { f64::NAN } else { 0.0 };
    let raw = &mut card.key_results.raw.slots()[from..from + len];
    let progress = &mut card.key_results.progress.slots()[from..from + len];
    for at in 0..len {
        let way = (value[at] - base[at]) / length[at];
        let step = if way >= 0.0 { 1.0 } else { 0.0 };
        let fraction = if is_step[at] { step } else { way };
        let x = saturated(if value[at].is_nan() { missing } else { fraction }).0;
        raw[at] = x;
        progress[at] = cut(x, low, high) + 0.0;
    }
    if skips {
        for (slot, value) in card.key_results.excluded[from..from + len].iter_mut().zip(value) {
            *slot = if value.is_nan() { LeftOut::NoValue } else { LeftOut::Counted };
        }
    }
}

fn pace_for(pass: &Pass<'_>, pace: &[Pace], objective: u32) -> Pace {
    let cycle = pass.frame.objectives.cycle[objective as usize];
    pace[if cycle == NONE { pace.len() - 1 } else { cycle as usize }]
}

/// Values, expectations and statuses of plain key results; answers the objective that the last one belongs to.
fn statuses(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    first: u32,
    rows: (usize, usize),
    last: &[Date],
    value: &[f64],
) -> u32 {
    let starts = &pass.frame.objectives.first_key_result;
    let (from, to) = rows;
    let policy = &pass.plan.policy;
    let kinds = &pass.frame.key_results.kind[from..to];
    let says = !pass.history.remark.is_empty();
    let quick: &Quick = &card.quick;
    let out = &mut card.key_results;
    let (raw, progress) = (&out.raw.values()[from..to], &out.progress.values()[from..to]);
    let values = &mut out.value.slots()[from..to];
    let expectations = &mut out.expected.slots()[from..to];
    let confidences = &mut out.confidence.slots()[from..to];
    let (status, reason) = (&mut out.status[from..to], &mut out.reason[from..to]);
    let (band, flags) = (&mut out.band[from..to], &mut out.flags[from..to]);
    values.copy_from_slice(value);
    let mut objective = first;
    let mut at = 0;
    while at < to - from {
        while starts[objective as usize + 1] as usize <= from + at {
            objective += 1;
        }
        let end = (to - from).min(starts[objective as usize + 1] as usize - from);
        let pace = pace_for(pass, &card.pace, objective);
        for row in at..end {
            let kind = kinds[row];
            let has_value = !value[row].is_nan();
            let expected = pace.expected(kind, has_value);
            let stale = pace.is_stale(kind, last[row], progress[row]);
            let mut confidence = f64::NAN;
            if says {
                confidence = pass.stated_confidence((from + row) as u32, pass.as_of);
                confidences[row] = confidence;
            }
            let standing = Standing {
                kind: Some(kind),
                progress: progress[row],
                raw: raw[row],
                expected,
                confidence,
                has_value,
                stale,
            };
            let verdict = quick.verdict(policy, &pace, &standing, || pass.objective_ambition(objective));
            expectations[row] = expected;
            status[row] = verdict.status;
            reason[row] = verdict.reason;
            band[row] = verdict.band;
            flags[row] = Flags::new(has_value, stale);
        }
        at = end;
    }
    if policy.measure.missing == Missing::Baseline {
        let baselines = &pass.frame.key_results.baseline[from..to];
        for row in 0..to - from {
            if value[row].is_nan() && kinds[row] == MeasureKind::Move {
                values[row] = baselines[row];
            }
        }
    }
    objective
}

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
    if card.whole {
        objective_statuses(pass, card, run);
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

/// Progress of a run of rows with `C` key results each, or of any number where `C` is 0; raw as well where `WHOLE`.
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
    let (key_results, weights) = (&card.key_results.raw.values()[all.clone()], &plan.weight[all]);
    // Children have lower rows than the level being computed.
    let (carried_below, carried) = card.objectives.carried.slots().split_at_mut(first);
    let (raw_below, raws) = card.objectives.raw.slots().split_at_mut(first);
    let progress = &mut card.objectives.progress.slots()[first..end];
    let sums = &plan.weight_sum[first..end];
    for row in 0..end - first {
        let members = row * length..(row + 1) * length;
        let (mut mean, mut raw) = (Sum::EMPTY, Sum::EMPTY);
        for (x, weight) in key_results[members.clone()].iter().zip(&weights[members]) {
            mean.add(*weight, cut(*x, low, high) + 0.0);
            if WHOLE {
                raw.add(*weight, *x);
            }
        }
        if run.children {
            for (child, weight) in plan.children((first + row) as u32) {
                mean.add(weight, cut(carried_below[child as usize], low, high) + 0.0);
                if WHOLE {
                    raw.add(weight, raw_below[child as usize]);
                }
            }
        }
        let rolled = cut(mean.over(sums[row]), own_low, own_high) + 0.0;
        carried[row] = rolled;
        progress[row] = cut(rolled, shown_low, shown_high) + 0.0;
        if WHOLE {
            raws[row] = raw.over(sums[row]);
        }
    }
}

/// A mean of those members that have a number.
#[derive(Clone, Copy)]
struct Stated {
    sum: Sum,
    weight: f64,
}

impl Stated {
    const EMPTY: Stated = Stated { sum: Sum::EMPTY, weight: 0.0 };

    #[inline(always)]
    fn add(&mut self, weight: f64, x: f64) {
        if !x.is_nan() {
            self.sum.add(weight, x);
            self.weight += weight;
        }
    }

    #[inline(always)]
    fn mean(&self) -> f64 {
        if self.sum.low > self.sum.high { f64::NAN } else { self.sum.over(self.weight) }
    }
}

/// Expected, confidence and status of a run of plain objectives.
fn objective_statuses(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    let policy = &pass.plan.policy;
    let says = !pass.history.remark.is_empty() || !pass.history.objective_rules.is_empty();
    let (first, end) = (run.first as usize, run.end as usize);
    let members = &card.key_results;
    let quick: &Quick = &card.quick;
    let out = &mut card.objectives;
    let (progress, raw) = (out.progress.values(), out.raw.values());
    let (expected_below, expectations) = out.expected.slots().split_at_mut(first);
    let (confidence_below, confidences) = out.confidence.slots().split_at_mut(first);
    for row in first..end {
        let (mut expected, mut confidence) = (Stated::EMPTY, Stated::EMPTY);
        let (mut any, mut all) = (0u8, u8::MAX);
        for key_result in pass.frame.objectives.key_results(row as u32) {
            let at = key_result as usize;
            let weight = pass.plan.weight[at];
            expected.add(weight, members.expected.values()[at]);
            if says {
                confidence.add(weight, members.confidence.values()[at]);
            }
            any |= members.flags[at].0;
            all &= members.flags[at].0;
        }
        if run.children {
            for (child, weight) in pass.plan.children(row as u32) {
                let at = child as usize;
                expected.add(weight, expected_below[at]);
                if says {
                    confidence.add(weight, confidence_below[at]);
                }
                any |= out.flags[at].0;
                all &= out.flags[at].0;
            }
        }
        let pace = pace_for(pass, &card.pace, row as u32);
        let (has_value, stale) = (Flags(any).has_value(), Flags(all).is_stale());
        let (expected, confidence) = (expected.mean(), confidence.mean());
        let standing =
            Standing { kind: None, progress: progress[row], raw: raw[row], expected, confidence, has_value, stale };
        let verdict = quick.verdict(policy, &pace, &standing, || pass.objective_ambition(row as u32));
        expectations[row - first] = expected;
        if says {
            confidences[row - first] = confidence;
        }
        out.status[row] = verdict.status;
        out.reason[row] = verdict.reason;
        out.band[row] = verdict.band;
        out.flags[row] = Flags::new(has_value, stale);
    }
}
