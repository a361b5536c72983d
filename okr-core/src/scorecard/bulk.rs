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

/// Plain key results of a range of rows, the first of them of the objective given. Special ones in between come out
/// wrong here and are done over.
pub(crate) fn key_results(pass: &Pass<'_>, card: &mut Scorecard, objective: u32, rows: (usize, usize)) {
    chunks::<CHUNK>(pass, card, objective, rows);
}

/// One plain key result.
pub(crate) fn key_result(pass: &Pass<'_>, card: &mut Scorecard, objective: u32, row: usize) {
    chunks::<1>(pass, card, objective, (row, row + 1));
}

fn chunks<const N: usize>(pass: &Pass<'_>, card: &mut Scorecard, mut objective: u32, rows: (usize, usize)) {
    let mut last = [NEVER; N];
    let mut value = [0.0; N];
    let mut from = rows.0;
    while from < rows.1 {
        let to = rows.1.min(from + N);
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

/// Place of an objective's cycle in the table of paces.
#[inline(always)]
fn pace_at(pass: &Pass<'_>, paces: usize, objective: usize) -> usize {
    let cycle = pass.frame.objectives.cycle[objective];
    if cycle == NONE { paces - 1 } else { cycle as usize }
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
    let mut objective = first as usize;
    let mut at = from;
    while at < to {
        while starts[objective + 1] as usize <= at {
            objective += 1;
        }
        let pace = pace_at(pass, card.pace.len(), objective);
        let mut end = starts[objective + 1] as usize;
        // Objectives of one cycle follow each other as a rule: one stretch for all of them.
        while end < to && pace_at(pass, card.pace.len(), objective + 1) == pace {
            objective += 1;
            end = starts[objective + 1] as usize;
        }
        let end = end.min(to);
        stretch(pass, card, pace, (at, end), &last[at - from..end - from], &value[at - from..end - from]);
        at = end;
    }
    objective as u32
}

/// Key results of one cycle.
fn stretch(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    pace: usize,
    (from, to): (usize, usize),
    last: &[Date],
    value: &[f64],
) {
    let policy = &pass.plan.policy;
    let len = to - from;
    let kinds = &pass.frame.key_results.kind[from..to];
    let says = !pass.history.remark.is_empty();
    let (quick, pace): (&Quick, Pace) = (&card.quick, card.pace[pace]);
    let out = &mut card.key_results;
    let (raw, progress) = (&out.raw.values()[from..to], &out.progress.values()[from..to]);
    let values = &mut out.value.slots()[from..to];
    let expectations = &mut out.expected.slots()[from..to];
    let confidences = &mut out.confidence.slots()[from..to];
    let (status, reason) = (&mut out.status[from..to], &mut out.reason[from..to]);
    let (band, flags) = (&mut out.band[from..to], &mut out.flags[from..to]);
    let (last, value) = (&last[..len], &value[..len]);
    values.copy_from_slice(value);
    for row in 0..len {
        expectations[row] = pace.expected(kinds[row], !value[row].is_nan());
        flags[row] = Flags::new(!value[row].is_nan(), pace.is_stale(kinds[row], last[row], progress[row]));
    }
    if says {
        for (row, confidence) in confidences.iter_mut().enumerate() {
            *confidence = pass.stated_confidence((from + row) as u32, pass.as_of);
        }
    }
    for row in 0..len {
        let standing = Standing {
            kind: Some(kinds[row]),
            progress: progress[row],
            raw: raw[row],
            expected: expectations[row],
            confidence: confidences[row],
            has_value: flags[row].has_value(),
            stale: flags[row].is_stale(),
        };
        let verdict = quick.verdict(policy, &pace, &standing, || {
            pass.objective_ambition(pass.frame.key_results.objective[from + row])
        });
        status[row] = verdict.status;
        reason[row] = verdict.reason;
        band[row] = verdict.band;
    }
    if policy.measure.missing == Missing::Baseline {
        let baselines = &pass.frame.key_results.baseline[from..to];
        for row in 0..len {
            if value[row].is_nan() && kinds[row] == MeasureKind::Move {
                values[row] = baselines[row];
            }
        }
    }
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
        let (raw, flags) = (columns.raw.at(key_result), columns.flags[key_result as usize]);
        take(pass.plan.weight[key_result as usize], raw, raw, expected, flags);
    }
    if children {
        for (child, weight) in pass.plan.children(row) {
            let columns = &card.objectives;
            let expected = if whole { columns.expected.at(child) } else { f64::NAN };
            take(weight, columns.carried.at(child), columns.raw.at(child), expected, columns.flags[child as usize]);
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
        out.flags[at] = Flags::new(Flags(any).has_value(), Flags(every).is_stale());
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
        if WHOLE { (&members.expected.values()[all.clone()], &members.flags[all]) } else { (key_results, &[][..]) };
    // Children have lower rows than the level being computed.
    let out = &mut card.objectives;
    let (carried_below, carried) = out.carried.slots().split_at_mut(first);
    let (raw_below, raws) = out.raw.slots().split_at_mut(first);
    let (expected_below, expected) =
        if WHOLE { out.expected.slots().split_at_mut(first) } else { (&mut [][..], &mut [][..]) };
    let (flags_below, flags) = out.flags.split_at_mut(first);
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
                any |= facts[at + member].0;
                every &= facts[at + member].0;
            }
        }
        if run.children {
            for (child, weight) in plan.children((first + row) as u32) {
                let at = child as usize;
                mean.add(weight, cut(carried_below[at], low, high) + 0.0);
                if WHOLE {
                    raw.add(weight, raw_below[at]);
                    expect.add(weight, expected_below[at]);
                    any |= flags_below[at].0;
                    every &= flags_below[at].0;
                }
            }
        }
        let rolled = cut(mean.over(sums[row]), own_low, own_high) + 0.0;
        carried[row] = rolled;
        progress[row] = cut(rolled, shown_low, shown_high) + 0.0;
        if WHOLE {
            raws[row] = raw.over(sums[row]);
            expected[row] = expect.over(sums[row]);
            flags[row] = Flags::new(Flags(any).has_value(), Flags(every).is_stale());
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
            has_value: out.flags[row].has_value(),
            stale: out.flags[row].is_stale(),
        };
        let verdict = quick.verdict(policy, pace, &standing, || pass.objective_ambition(row as u32));
        out.status[row] = verdict.status;
        out.reason[row] = verdict.reason;
        out.band[row] = verdict.band;
    }
}
