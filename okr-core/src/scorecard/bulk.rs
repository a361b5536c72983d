//! Plain rows in bulk: loops over columns without questions, with the arithmetic of the general rules.

use super::Scorecard;
use super::columns::{Flags, LeftOut};
use super::terms::Pass;
use crate::date::Date;
use crate::model::{MeasureKind, State};
use crate::plan::RowRun;
use crate::policy::{Missing, Policy, cut};
use crate::score::grade::attained;
use crate::score::number::{at_or_above, meets, saturated};
use crate::score::pace::{Window, curve};
use crate::score::weights::{MeanOf, within};
use crate::score::{Evidence, Status, StatusRules};
use crate::workspace::{NEVER, NONE};

/// What a cycle says to every plain row in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// What the curve expects; NaN without a window.
    curve: f64,
    elapsed: f64,
    over: bool,
    /// What an undated binary expects.
    binary: f64,
    /// Whether a row of this cycle can be stale at all.
    waits: bool,
    has_start: bool,
    /// Check-ins before this date are too old.
    fresh_from: Date,
}

/// Fills the table of cycles, the last entry standing for rows without one.
pub(crate) fn pace(pass: &Pass<'_>, table: &mut Vec<Pace>) {
    table.clear();
    let frame = pass.frame;
    for symbol in 0..frame.cycle_names.len() as u32 {
        let cycle = frame.cycle(symbol);
        let window = Window { start: cycle.map(|cycle| cycle.start), end: cycle.map(|cycle| cycle.end) };
        table.push(pace_of(pass, window, frame.interval_of(symbol)));
    }
    table.push(pace_of(pass, Window::default(), crate::date::Interval::WEEK));
}

fn pace_of(pass: &Pass<'_>, window: Window, every: crate::date::Interval) -> Pace {
    let policy = &pass.plan.policy;
    let as_of = pass.as_of;
    let (after, times) = policy.status.stale_after.map_or((every, 2), |after| (after, 1));
    // The first anchor that is not too old: staleness grows with age, so halving finds it.
    let (mut low, mut high) = (Date::MIN.days(), as_of.days());
    while low < high {
        let middle = low + (high - low) / 2;
        let stale = Date::from_days(middle).is_ok_and(|anchor| as_of > anchor.plus(after, times));
        if stale { low = middle + 1 } else { high = middle }
    }
    let fresh_from = Date::from_days(low).unwrap_or(as_of);
    Pace {
        curve: curve(&policy.expected, window, as_of).unwrap_or(f64::NAN),
        elapsed: window.elapsed(as_of, policy.expected.day_count).unwrap_or(f64::NAN),
        over: window.is_over(as_of),
        binary: match window.end {
            Some(end) if window.start.is_some() => f64::from(u8::from(as_of >= end)),
            _ => f64::NAN,
        },
        waits: window.contains(as_of) && window.start.is_none_or(|start| start < fresh_from),
        has_start: window.start.is_some(),
        fresh_from,
    }
}

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
        visible(pass, from, &mut last[..len], &mut value[..len]);
        fractions(pass, card, from, &value[..len]);
        if card.is_whole() {
            objective = statuses(pass, card, objective, (from, to), &last[..len], &value[..len]);
        }
        from = to;
    }
}

/// The last visible check-in of each row: the last of all for most, an earlier one where that lies ahead.
#[inline(always)]
fn visible(pass: &Pass<'_>, from: usize, last: &mut [Date], value: &mut [f64]) {
    let to = from + last.len();
    let (on, values) = (&pass.history.last_on[from..to], &pass.history.last_value[from..to]);
    for at in 0..last.len() {
        if on[at] <= pass.as_of {
            last[at] = on[at];
            value[at] = values[at];
        } else {
            (last[at], value[at]) = earlier(pass, from + at);
        }
    }
}

#[inline]
fn earlier(pass: &Pass<'_>, row: usize) -> (Date, f64) {
    let range = pass.history.runs[row].range();
    let on = &pass.history.on[range.clone()];
    // Few check-ins lie ahead as a rule, so that looking from the end is short.
    match on.iter().rposition(|date| *date <= pass.as_of) {
        Some(at) => (on[at], pass.history.value[range.start + at]),
        None => (NEVER, f64::NAN),
    }
}

/// Raw fraction and shown progress.
#[inline(always)]
fn fractions(pass: &Pass<'_>, card: &mut Scorecard, from: usize, value: &[f64]) {
    let len = value.len();
    let columns = &pass.frame.key_results;
    let (baseline, target) = (&columns.baseline[from..from + len], &columns.target[from..from + len]);
    let kind = &columns.kind[from..from + len];
    let policy = &pass.plan.policy;
    let (low, high) = policy.clamp.shown.ends();
    let skips = policy.measure.missing == Missing::Skip;
    let missing = if skips { f64::NAN } else { 0.0 };
    let raw = &mut card.key_results.raw.slots()[from..from + len];
    let progress = &mut card.key_results.progress.slots()[from..from + len];
    for at in 0..len {
        let fraction = fraction(kind[at], value[at], baseline[at], target[at]);
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

/// Every plain kind at once, then a choice: cheaper than a jump a row.
#[inline(always)]
fn fraction(kind: MeasureKind, v: f64, b: f64, t: f64) -> f64 {
    let way = (v - b) / (t - b);
    let up = f64::from(u8::from(at_or_above(v, t)));
    let down = f64::from(u8::from(at_or_above(-v, -t)));
    let done = f64::from(u8::from(v >= 1.0));
    let held = if matches!(kind, MeasureKind::AtMost) { down } else { up };
    let held = if matches!(kind, MeasureKind::Binary) { done } else { held };
    if matches!(kind, MeasureKind::Move | MeasureKind::Ratio) { way } else { held }
}

/// Values, expectations and statuses of plain key results; answers the objective that the last one belongs to.
fn statuses(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    first: u32,
    (from, to): (usize, usize),
    last: &[Date],
    value: &[f64],
) -> u32 {
    let starts = &pass.frame.objectives.first_key_result;
    let mut objective = first;
    let mut at = from;
    while at < to {
        while starts[objective as usize + 1] as usize <= at {
            objective += 1;
        }
        let end = to.min(starts[objective as usize + 1] as usize);
        let pace = pace_for(pass, card, objective);
        for row in at..end {
            key_result_status(pass, card, row, objective, &pace, last[row - from], value[row - from]);
        }
        at = end;
    }
    objective
}

fn pace_for(pass: &Pass<'_>, card: &Scorecard, objective: u32) -> Pace {
    let cycle = pass.frame.objectives.cycle[objective as usize];
    let at = if cycle == NONE { card.pace.len() - 1 } else { cycle as usize };
    card.pace[at]
}

#[inline(always)]
fn key_result_status(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    row: usize,
    objective: u32,
    pace: &Pace,
    last: Date,
    value: f64,
) {
    let policy = &pass.plan.policy;
    let columns = &pass.frame.key_results;
    let kind = columns.kind[row];
    let has_value = !value.is_nan();
    let (raw, progress) = (card.key_results.raw.at(row as u32), card.key_results.progress.at(row as u32));
    let is_hold = kind.is_hold();
    let expected = match kind {
        MeasureKind::Binary => pace.binary,
        _ if is_hold => f64::from(u8::from(has_value)),
        _ => pace.curve,
    };
    let old = if last == NEVER { pace.has_start } else { last < pace.fresh_from };
    let stale = pace.waits && old && kind != MeasureKind::Binary && !meets(progress, 1.0);
    let hold = (is_hold && has_value)
        .then(|| if raw >= 1.0 { crate::score::progress::Hold::Met } else { crate::score::progress::Hold::Unmet });
    let confidence =
        if pass.history.remark.is_empty() { f64::NAN } else { pass.stated_confidence(row as u32, pass.as_of) };
    let evidence = Evidence {
        state: State::Active,
        outcome: None,
        forced: None,
        progress,
        raw,
        expected,
        confidence,
        elapsed: pace.elapsed,
        null_status: Status::None,
        over: pace.over,
        has_value,
        attained: pace.over && attained(&policy.score, pass.objective_ambition(objective), progress, false),
        stale,
        hold,
        is_hold,
        rolled: None,
        broken: false,
    };
    let verdict = StatusRules(&policy.status).decide(&evidence);
    let shown = match (has_value, policy.measure.missing, kind) {
        (false, Missing::Baseline, MeasureKind::Move) => columns.baseline[row],
        _ => value,
    };
    let out = &mut card.key_results;
    out.value.slots()[row] = shown;
    out.expected.slots()[row] = expected;
    out.confidence.slots()[row] = confidence;
    out.status[row] = verdict.status;
    out.reason[row] = verdict.reason;
    out.band[row] = verdict.band;
    out.flags[row] = Flags::new(has_value, stale);
}

/// Rows of one length. Those without any number come out as NaN and are done over by the general rules.
pub(crate) fn rows(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    match run.length {
        1 => rows_of::<1>(pass, card, run),
        2 => rows_of::<2>(pass, card, run),
        3 => rows_of::<3>(pass, card, run),
        4 => rows_of::<4>(pass, card, run),
        5 => rows_of::<5>(pass, card, run),
        6 => rows_of::<6>(pass, card, run),
        7 => rows_of::<7>(pass, card, run),
        8 => rows_of::<8>(pass, card, run),
        _ => rows_of::<0>(pass, card, run),
    }
    if card.is_whole() {
        for row in run.first..run.end {
            objective_status(pass, card, row, run.children);
        }
    }
}

/// Progress and raw of a run of rows with `C` key results each, or of any number where `C` is 0.
#[inline(always)]
fn rows_of<const C: usize>(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun) {
    let plan = pass.plan;
    let policy: &Policy = &plan.policy;
    let (low, high) = policy.clamp.contributed.ends();
    let (own_low, own_high) = policy.clamp.objective.ends();
    let (shown_low, shown_high) = policy.clamp.shown.ends();
    let columns = &mut card.objectives;
    let carried = columns.carried.slots();
    let raws = columns.raw.slots();
    let progress = columns.progress.slots();
    let length = if C == 0 { run.length as usize } else { C };
    let first = pass.frame.objectives.first_key_result[run.first as usize] as usize;
    let all = first..first + length * (run.end - run.first) as usize;
    let key_results = &card.key_results.raw.values()[all.clone()];
    let weights = &plan.weight[all];
    for row in run.first..run.end {
        let at = (row - run.first) as usize * length;
        let (mut mean, mut raw) = (MeanOf::EMPTY, MeanOf::EMPTY);
        let (own, weight) = (&key_results[at..at + length], &weights[at..at + length]);
        for member in 0..length {
            let x = own[member];
            mean.add(weight[member], cut(x, low, high) + 0.0);
            raw.add(weight[member], x);
        }
        if run.children {
            for (child, weight) in plan.children(row) {
                mean.add(weight, cut(carried[child as usize], low, high) + 0.0);
                raw.add(weight, raws[child as usize]);
            }
        }
        let row = row as usize;
        let sum = plan.weight_sum[row];
        let rolled = cut(within(mean.sum / sum, mean.low, mean.high), own_low, own_high) + 0.0;
        carried[row] = rolled;
        raws[row] = within(raw.sum / sum, raw.low, raw.high);
        progress[row] = cut(rolled, shown_low, shown_high) + 0.0;
    }
}

/// Expected, confidence and status of a plain objective.
fn objective_status(pass: &Pass<'_>, card: &mut Scorecard, row: u32, children: bool) {
    let policy = &pass.plan.policy;
    let (mut expected, mut confidence) = (MeanOf::EMPTY, MeanOf::EMPTY);
    let (mut has_value, mut stale) = (false, true);
    let range = pass.frame.objectives.key_results(row);
    let says = !pass.history.remark.is_empty();
    for key_result in range.clone() {
        let at = key_result as usize;
        let (columns, weight) = (&card.key_results, pass.plan.weight[at]);
        add(&mut expected, weight, columns.expected.at(key_result));
        if says {
            add(&mut confidence, weight, columns.confidence.at(key_result));
        }
        has_value |= columns.flags[at].has_value();
        stale &= columns.flags[at].is_stale();
    }
    if children {
        for (child, weight) in pass.plan.children(row) {
            let columns = &card.objectives;
            add(&mut expected, weight, columns.expected.at(child));
            add(&mut confidence, weight, columns.confidence.at(child));
            has_value |= columns.flags[child as usize].has_value();
            stale &= columns.flags[child as usize].is_stale();
        }
    }
    let pace = pace_for(pass, card, row);
    let progress = card.objectives.progress.at(row);
    let evidence = Evidence {
        state: State::Active,
        outcome: None,
        forced: None,
        progress,
        raw: card.objectives.raw.at(row),
        expected: expected.result(false),
        confidence: confidence.result(false),
        elapsed: pace.elapsed,
        null_status: Status::None,
        over: pace.over,
        has_value,
        attained: pace.over && attained(&policy.score, pass.objective_ambition(row), progress, false),
        stale,
        hold: None,
        is_hold: false,
        rolled: None,
        broken: false,
    };
    let verdict = StatusRules(&policy.status).decide(&evidence);
    let at = row as usize;
    let out = &mut card.objectives;
    out.expected.slots()[at] = evidence.expected;
    out.confidence.slots()[at] = evidence.confidence;
    out.status[at] = verdict.status;
    out.reason[at] = verdict.reason;
    out.band[at] = verdict.band;
    out.flags[at] = Flags::new(has_value, stale);
}

#[inline(always)]
fn add(mean: &mut MeanOf, weight: f64, x: f64) {
    if !x.is_nan() {
        mean.add(weight, x);
    }
}
