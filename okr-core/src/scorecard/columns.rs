//! The columns of a scorecard: numbers, one-byte codes, and null masks made when asked for.

use crate::score::{Reason, Status, Verdict};
use crate::words::words;
use std::sync::OnceLock;

words! {
    /// Why a member does not count (R4).
    pub enum LeftOut {
        /// It counts.
        Counted "counted",
        /// Not agreed yet.
        Draft "draft",
        /// Put off.
        Postponed "postponed",
        /// Given up.
        Cancelled "cancelled",
        /// Put away.
        Archived "archived",
        /// Guards, and is never averaged.
        Guardrail "guardrail",
        /// Shown, never progress.
        Tracked "tracked",
        /// Its own start lies ahead.
        NotStartedYet "not_started_yet",
        /// It holds a bound, and the policy counts none of those.
        Hold "hold",
        /// Its unit is not that of the objective, and the policy counts no other.
        OtherUnit "other_unit",
        /// Its weight is zero.
        ZeroWeight "zero_weight",
        /// It has no value, and the policy skips those.
        NoValue "no_value",
        /// It has no progress.
        NoProgress "no_progress",
        /// The policy counts other members.
        NotSelected "not_selected",
    }
}

/// A column of numbers; where there is none the slot holds NaN and the mask says so.
#[derive(Debug, Default)]
pub struct Column {
    values: Vec<f64>,
    valid: OnceLock<Vec<u8>>,
}

impl Clone for Column {
    fn clone(&self) -> Self {
        Column { values: self.values.clone(), valid: OnceLock::new() }
    }
}

impl Column {
    /// The numbers by row. A slot without a number holds NaN and must not be read; see [`validity`](Column::validity).
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// One bit a row, lowest first, set where there is a number: the layout of Arrow's validity bitmaps.
    pub fn validity(&self) -> &[u8] {
        self.valid.get_or_init(|| {
            self.values
                .chunks(8)
                .map(|eight| eight.iter().enumerate().fold(0u8, |bits, (at, x)| bits | u8::from(!x.is_nan()) << at))
                .collect()
        })
    }

    /// The number of a row; `None` where it has none, and beyond the last row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<f64> {
        self.values.get(row).copied().filter(|x| !x.is_nan())
    }

    /// The slots, for writing; a mask made before is forgotten.
    #[inline(always)]
    pub(crate) fn slots(&mut self) -> &mut [f64] {
        self.valid.take();
        &mut self.values
    }

    #[inline(always)]
    pub(crate) fn at(&self, row: u32) -> f64 {
        self.values[row as usize]
    }

    pub(crate) fn resize(&mut self, rows: usize) {
        self.valid.take();
        self.values.resize(rows, f64::NAN);
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.values.capacity() * size_of::<f64>()
    }
}

/// Facts of a row that its readers ask for, in one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(pub(crate) u8);

impl Flags {
    pub(crate) const HAS_VALUE: u8 = 1;
    pub(crate) const STALE: u8 = 2;

    #[inline(always)]
    pub(crate) fn new(has_value: bool, stale: bool) -> Flags {
        Flags(u8::from(has_value) | u8::from(stale) << 1)
    }

    #[inline(always)]
    pub(crate) fn has_value(self) -> bool {
        self.0 & Self::HAS_VALUE != 0
    }

    #[inline(always)]
    pub(crate) fn is_stale(self) -> bool {
        self.0 & Self::STALE != 0
    }
}

/// What is told of a row in one-byte codes, side by side because they are written together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) verdict: Verdict,
    pub(crate) flags: Flags,
}

impl Told {
    pub(crate) const NOTHING: Told = Told::flagged(Flags(0));

    /// Without a verdict, where none is asked for.
    pub(crate) const fn flagged(flags: Flags) -> Told {
        Told { verdict: Verdict::plain(Status::None, Reason::NoProgress), flags }
    }
}

/// Key results, a row each.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyResultColumns {
    pub(crate) value: Column,
    pub(crate) raw: Column,
    pub(crate) progress: Column,
    pub(crate) expected: Column,
    pub(crate) confidence: Column,
    pub(crate) told: Vec<Told>,
    /// Why it counts nowhere, whoever reads it; `Counted` where it may count.
    pub(crate) excluded: Vec<LeftOut>,
}

/// Objectives, a row each.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectiveColumns {
    /// The value of its own measure, where it is counted by that.
    pub(crate) value: Column,
    pub(crate) raw: Column,
    /// What it hands on, before the receiver's clamp.
    pub(crate) carried: Column,
    pub(crate) progress: Column,
    pub(crate) expected: Column,
    pub(crate) confidence: Column,
    pub(crate) told: Vec<Told>,
    pub(crate) excluded: Vec<LeftOut>,
    /// Means over all objectives below, where a policy asks for them.
    pub(crate) below: Vec<Below>,
    /// Date of the latest check-in that counts, in days, where a policy asks for it.
    pub(crate) latest: Vec<i32>,
}

/// Means over objectives, with how many there are: `count × 2^exponent`, because ladders of double links count
/// exponentially many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) mean: f64,
    pub(crate) count: f64,
    pub(crate) exponent: i32,
}

impl Tally {
    pub(crate) const NONE: Tally = Tally { mean: f64::NAN, count: 0.0, exponent: 0 };

    pub(crate) fn one(x: f64) -> Tally {
        if x.is_nan() { Tally::NONE } else { Tally { mean: x, count: 1.0, exponent: 0 } }
    }

    /// This and another one together.
    pub(crate) fn and(self, other: Tally) -> Tally {
        if self.count == 0.0 {
            return other;
        }
        if other.count == 0.0 {
            return self;
        }
        let exponent = self.exponent.max(other.exponent);
        let scaled = |tally: Tally| tally.count * 2f64.powi((tally.exponent - exponent).max(-1000));
        let (a, b) = (scaled(self), scaled(other));
        let share = b / (a + b);
        let mean = (self.mean * (1.0 - share) + other.mean * share)
            .clamp(self.mean.min(other.mean), self.mean.max(other.mean));
        let (count, exponent) =
            if a + b >= 2f64.powi(500) { ((a + b) * 2f64.powi(-500), exponent + 500) } else { (a + b, exponent) };
        Tally { mean, count, exponent }
    }
}

/// What an objective knows of those below it: progress, raw, expected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Below {
    /// The mean of its own key results.
    pub(crate) own: [f64; 3],
    /// The means over all below.
    pub(crate) all: [Tally; 3],
    /// Whether any of its own key results that count has a value, and whether any of those below has.
    pub(crate) own_has_value: bool,
    pub(crate) any_has_value: bool,
}

impl Below {
    pub(crate) const NOTHING: Below =
        Below { own: [f64::NAN; 3], all: [Tally::NONE; 3], own_has_value: false, any_has_value: false };
}

/// Makes room; verdicts that nobody is going to write over are forgotten.
fn resize_told(told: &mut Vec<Told>, rows: usize, keeps: bool) {
    if !keeps {
        told.clear();
    }
    told.resize(rows, Told::NOTHING);
}

impl KeyResultColumns {
    /// Whether there is more than progress.
    pub(crate) fn is_whole(&self) -> bool {
        !self.expected.values().is_empty()
    }

    pub(crate) fn resize(&mut self, rows: usize, whole: bool) {
        self.raw.resize(rows);
        self.progress.resize(rows);
        self.excluded.resize(rows, LeftOut::Counted);
        let keeps = whole || !self.is_whole();
        resize_told(&mut self.told, rows, keeps);
        let rows = if whole { rows } else { 0 };
        for column in [&mut self.value, &mut self.expected, &mut self.confidence] {
            column.resize(rows);
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let numbers = [&self.value, &self.raw, &self.progress, &self.expected, &self.confidence];
        numbers.iter().map(|column| column.heap_bytes()).sum::<usize>()
            + self.told.capacity() * size_of::<Told>()
            + self.excluded.capacity()
    }
}

impl ObjectiveColumns {
    /// Whether there is more than progress.
    pub(crate) fn is_whole(&self) -> bool {
        !self.expected.values().is_empty()
    }

    pub(crate) fn resize(&mut self, rows: usize, whole: bool, descends: bool, watches: bool) {
        for column in [&mut self.raw, &mut self.carried, &mut self.progress, &mut self.value] {
            column.resize(rows);
        }
        self.excluded.resize(rows, LeftOut::Counted);
        let keeps = whole || !self.is_whole();
        resize_told(&mut self.told, rows, keeps);
        self.below.resize(if descends { rows } else { 0 }, Below::NOTHING);
        self.watch(if watches { rows } else { 0 });
        let rows = if whole { rows } else { 0 };
        self.expected.resize(rows);
        self.confidence.resize(rows);
    }

    /// Makes room for the dates of the last check-ins below.
    pub(crate) fn watch(&mut self, rows: usize) {
        self.latest.resize(rows, i32::MIN);
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let numbers = [&self.value, &self.raw, &self.carried, &self.progress, &self.expected, &self.confidence];
        numbers.iter().map(|column| column.heap_bytes()).sum::<usize>()
            + self.told.capacity() * size_of::<Told>()
            + self.excluded.capacity()
            + self.below.capacity() * size_of::<Below>()
            + self.latest.capacity() * size_of::<i32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_bits_by_row() {
        let mut column = Column::default();
        column.resize(10);
        column.slots()[1] = 0.5;
        column.slots()[9] = 0.5;
        assert_eq!(column.validity(), [0b10, 0b10]);
        column.slots()[0] = 0.0;
        assert_eq!(column.validity(), [0b11, 0b10]);
        assert_eq!((column.get(0), column.get(2), column.get(99)), (Some(0.0), None, None));
    }

    #[test]
    fn r1_tallies_survive_exponentially_many_paths() {
        let mut tally = Tally::one(0.25);
        for _ in 0..5000 {
            tally = tally.and(tally);
        }
        assert_eq!(tally.mean, 0.25);
        assert!(tally.count.is_finite() && tally.exponent >= 4000);
        assert_eq!(Tally::one(0.0).and(Tally::one(1.0)).mean, 0.5);
    }
}
