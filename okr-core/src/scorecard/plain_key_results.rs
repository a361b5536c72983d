//! Plain key results in bulk: loops over columns without questions, with the arithmetic of the general rules.

use super::Scorecard;
use super::columns::{Flags, LeftOut, Told};
use super::ladder::{Stretch, missing};
use super::quick::{Pace, Quick, Standing, pace_at};
use super::terms::Pass;
use crate::date::Date;
use crate::model::MeasureKind;
use crate::plan::Way;
use crate::policy::{Missing, StatusSource, cut};
use crate::score::number::saturated;
use crate::workspace::NEVER;

/// Key results computed at once: few enough to stay in the first cache, many enough to run straight.
const CHUNK: usize = 256;

/// Plain key results of a range of rows, the first of them of the objective given or of one behind it. Special ones in
/// between come out wrong here and are done over. Answers an objective to begin with at the rows behind these.
pub(crate) fn sweep(pass: &Pass<'_>, card: &mut Scorecard, objective: u32, rows: (usize, usize)) -> u32 {
    chunks::<CHUNK>(pass, card, objective, rows)
}

/// One plain key result.
pub(crate) fn one(pass: &Pass<'_>, card: &mut Scorecard, objective: u32, row: usize) {
    chunks::<1>(pass, card, objective, (row, row + 1));
}

fn chunks<const N: usize>(pass: &Pass<'_>, card: &mut Scorecard, mut objective: u32, rows: (usize, usize)) -> u32 {
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
    objective
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
    let way = &ways.way[from..from + len];
    let policy = &pass.plan.policy;
    let (low, high) = policy.clamp.shown.ends();
    let missing = missing(policy);
    let raw = &mut card.key_results.raw.slots()[from..from + len];
    let progress = &mut card.key_results.progress.slots()[from..from + len];
    for at in 0..len {
        let straight = (value[at] - base[at]) / length[at];
        let step = if straight >= 0.0 { 1.0 } else { 0.0 };
        let fraction = if way[at] == Way::Straight { straight } else { step };
        let x = saturated(if value[at].is_nan() { missing } else { fraction }).0;
        raw[at] = x;
        progress[at] = cut(x, low, high) + 0.0;
    }
    if missing.is_nan() {
        for (slot, value) in card.key_results.excluded[from..from + len].iter_mut().zip(value) {
            *slot = if value.is_nan() { LeftOut::NoValue } else { LeftOut::Counted };
        }
    }
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
    let out = &mut card.key_results;
    let values = &mut out.value.slots()[from..to];
    values.copy_from_slice(value);
    if policy.measure.missing == Missing::Baseline {
        let columns = &pass.frame.key_results;
        for (row, value) in (from..to).zip(values).filter(|(_, value)| value.is_nan()) {
            if columns.kind[row] == MeasureKind::Move {
                *value = columns.baseline[row];
            }
        }
    }
    if !pass.history.remark.is_empty() {
        for (row, confidence) in (from..to).zip(&mut out.confidence.slots()[from..to]) {
            *confidence = pass.stated_confidence(row as u32, pass.as_of);
        }
    }
    match card.ladders.of(pace, policy, &card.pace[pace], to - from) {
        Some(ladder) => ladder.tell(Stretch {
            ways: &pass.plan.ways.way[from..to],
            last,
            value,
            raw: &out.raw.values()[from..to],
            expected: &mut out.expected.slots()[from..to],
            told: &mut out.told[from..to],
        }),
        None => one_by_one(pass, card, pace, (from, to), last, value),
    }
}

/// Expectations, statuses and flags where there is no ladder.
fn one_by_one(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    pace: usize,
    (from, to): (usize, usize),
    last: &[Date],
    value: &[f64],
) {
    let (quick, pace): (&Quick, Pace) = (&card.quick, card.pace[pace]);
    let out = &mut card.key_results;
    let ways = &pass.plan.ways.way[from..to];
    let (raw, progress) = (&out.raw.values()[from..to], &out.progress.values()[from..to]);
    let confidence = &out.confidence.values()[from..to];
    let reads_confidence = pass.plan.policy.status.source == StatusSource::Confidence;
    let (expected, told) = (&mut out.expected.slots()[from..to], &mut out.told[from..to]);
    for row in 0..to - from {
        let (kind, has_value) = (ways[row].kind(), !value[row].is_nan());
        let standing = Standing {
            kind: Some(kind),
            progress: progress[row],
            raw: raw[row],
            expected: pace.expected(kind, has_value),
            confidence: if reads_confidence { confidence[row] } else { f64::NAN },
            has_value,
            stale: pace.is_stale(kind, last[row], progress[row]),
        };
        let verdict = quick.verdict(&pass.plan.policy, &pace, &standing, || {
            pass.objective_ambition(pass.frame.key_results.objective[from + row])
        });
        expected[row] = standing.expected;
        told[row] = Told { verdict, flags: Flags::new(has_value, standing.stale) };
    }
}
