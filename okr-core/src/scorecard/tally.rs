//! Objectives of a group on the way to its means (R7).

use crate::score::weights::within;

/// A sum that carries the rounding of each step along, so that the order of its members changes nothing, and their range.
#[derive(Clone, Copy)]
struct Carried {
    sum: [f64; 2],
    low: f64,
    high: f64,
}

impl Carried {
    const EMPTY: Carried = Carried { sum: [0.0; 2], low: f64::INFINITY, high: f64::NEG_INFINITY };

    #[inline(always)]
    fn add(&mut self, weight: f64, x: f64) {
        carry(&mut self.sum, weight * x);
        self.low = if x < self.low { x } else { self.low };
        self.high = if x > self.high { x } else { self.high };
    }

    fn merge(&mut self, other: &Carried) {
        merge(&mut self.sum, other.sum);
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }

    fn over(&self, weight: f64) -> f64 {
        if self.low > self.high {
            return f64::NAN;
        }
        within((self.sum[0] + self.sum[1]) / weight, self.low, self.high)
    }
}

/// Adds a number to a sum and what rounding took off to the rest (Knuth's exact sum of two).
#[inline(always)]
fn carry(sum: &mut [f64; 2], x: f64) {
    let total = sum[0] + x;
    let part = total - sum[0];
    sum[1] += (sum[0] - (total - part)) + (x - part);
    sum[0] = total;
}

fn merge(sum: &mut [f64; 2], other: [f64; 2]) {
    carry(sum, other[0]);
    sum[1] += other[1];
}

/// A weighted mean of what is a number.
#[derive(Clone, Copy)]
struct Mean {
    carried: Carried,
    weight: [f64; 2],
}

impl Mean {
    const EMPTY: Mean = Mean { carried: Carried::EMPTY, weight: [0.0; 2] };

    #[inline(always)]
    fn add(&mut self, weight: f64, x: f64) {
        if !x.is_nan() {
            self.carried.add(weight, x);
            carry(&mut self.weight, weight);
        }
    }

    fn merge(&mut self, other: &Mean) {
        self.carried.merge(&other.carried);
        merge(&mut self.weight, other.weight);
    }

    fn weight(&self) -> f64 {
        self.weight[0] + self.weight[1]
    }

    fn result(&self) -> f64 {
        self.carried.over(self.weight())
    }
}

/// What an objective brings into its groups.
#[derive(Clone, Copy)]
pub(super) struct Brought {
    pub(super) weight: f64,
    pub(super) progress: f64,
    pub(super) expected: f64,
    pub(super) confidence: f64,
}

/// What the objectives of a group come to.
#[derive(Clone, Copy)]
pub(super) struct Means {
    pub(super) progress: f64,
    pub(super) expected: f64,
    pub(super) confidence: f64,
    pub(super) weight: f64,
    pub(super) count: u32,
}

/// Means of a group in the making.
pub(super) trait Tally: Copy {
    const EMPTY: Self;

    fn add(&mut self, brought: Brought);

    fn merge(&mut self, other: &Self);

    fn means(&self) -> Means;
}

/// The means of any objectives.
#[derive(Clone, Copy)]
pub(super) struct Weighed {
    progress: Mean,
    expected: Mean,
    confidence: Mean,
    count: u32,
}

impl Tally for Weighed {
    const EMPTY: Self = Weighed { progress: Mean::EMPTY, expected: Mean::EMPTY, confidence: Mean::EMPTY, count: 0 };

    #[inline(always)]
    fn add(&mut self, brought: Brought) {
        self.progress.add(brought.weight, brought.progress);
        self.expected.add(brought.weight, brought.expected);
        self.confidence.add(brought.weight, brought.confidence);
        self.count += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.progress.merge(&other.progress);
        self.expected.merge(&other.expected);
        self.confidence.merge(&other.confidence);
        self.count += other.count;
    }

    fn means(&self) -> Means {
        Means {
            progress: self.progress.result(),
            expected: self.expected.result(),
            confidence: self.confidence.result(),
            weight: self.progress.weight(),
            count: self.count,
        }
    }
}

/// The same where every objective weighs one, is expected to be somewhere, and nobody states a confidence: the weight is
/// the count, to the bit, and a group takes half the memory.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    progress: Carried,
    expected: Carried,
    count: u32,
}

impl Tally for Counted {
    const EMPTY: Self = Counted { progress: Carried::EMPTY, expected: Carried::EMPTY, count: 0 };

    #[inline(always)]
    fn add(&mut self, brought: Brought) {
        self.progress.add(1.0, brought.progress);
        self.expected.add(1.0, brought.expected);
        self.count += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.progress.merge(&other.progress);
        self.expected.merge(&other.expected);
        self.count += other.count;
    }

    fn means(&self) -> Means {
        let weight = f64::from(self.count);
        Means {
            progress: self.progress.over(weight),
            expected: self.expected.over(weight),
            confidence: f64::NAN,
            weight,
            count: self.count,
        }
    }
}

/// The mean of means, all equal; those without a number are left out.
pub(super) fn mean_of(parts: impl Iterator<Item = Means>) -> Means {
    let mut all = Weighed::EMPTY;
    for part in parts {
        all.progress.add(1.0, part.progress);
        all.expected.add(1.0, part.expected);
        all.confidence.add(1.0, part.confidence);
        all.count += part.count;
    }
    all.means()
}
