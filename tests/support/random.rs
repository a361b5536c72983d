//! Random workspaces, policies and dates, always valid, small and full of collisions.
//!
//! One generator turns a tape of choices into a case. Proptest makes the tapes of the normal run, so that shrinking a
//! tape shrinks the case; the long run takes its choices from a seed. A choice of 0 is always the simplest one.

mod document;
mod measure;
mod policy;
mod rows;

use super::oracle::time;
use proptest::prelude::*;
use serde_json::Value;

/// What is scored: a document, perhaps another policy, and a date.
#[derive(Clone)]
pub struct Case {
    pub document: Value,
    pub policy: Option<Value>,
    pub as_of: String,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "as_of {}, policy {}, document {}",
            self.as_of,
            self.policy.as_ref().unwrap_or(&Value::Null),
            self.document
        )
    }
}

/// Where choices come from.
pub enum Choices {
    /// Given ones, then zeros.
    Tape(std::vec::IntoIter<u32>),
    /// SplitMix64.
    Seed(u64),
}

impl Choices {
    fn next(&mut self) -> u32 {
        match self {
            Self::Tape(tape) => tape.next().unwrap_or(0),
            Self::Seed(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut z = *state;
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                ((z ^ (z >> 31)) >> 32) as u32
            }
        }
    }

    /// One of `0..n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n
    }

    /// True in so many of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn pick<'p, T: ?Sized>(&mut self, pool: &[&'p T]) -> &'p T {
        pool[self.below(pool.len())]
    }

    pub fn number(&mut self, pool: &[f64]) -> f64 {
        pool[self.below(pool.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            // The simplest choice leaves an item where it is.
            let j = i - self.below(i + 1);
            items.swap(i, j);
        }
    }
}

/// Every window begins on or before this day and ends on or after it, counted from `BASE`.
pub const MIDDLE: i64 = 20;
/// Every window ends by this day.
pub const LAST: i64 = 100;

/// The day, counted from the end of a January, so that months meet shorter ones.
pub fn iso(day: i64) -> String {
    time::iso(time::day_of(2026, 1, 31) + day)
}

/// A day around the windows, often the same as another.
pub fn any_day(choices: &mut Choices) -> i64 {
    5 * choices.below(24) as i64 - 10
}

/// The case of a tape or of a seed.
pub fn case(choices: &mut Choices) -> Case {
    let (document, traits) = document::document(choices);
    let policy = choices.chance(40).then(|| policy::to_score_with(choices, &traits));
    let as_of = if choices.chance(30) { choices.below(120) as i64 - 10 } else { any_day(choices) };
    Case { document, policy, as_of: iso(as_of) }
}

/// The case of a seed, for long runs.
pub fn seeded(seed: u64) -> Case {
    case(&mut Choices::Seed(seed))
}

/// Random cases that shrink.
pub fn cases() -> impl Strategy<Value = Case> {
    tapes().prop_map(|tape| case(&mut Choices::Tape(tape.into_iter())))
}

/// Random documents under their own policy, with a date.
pub fn documents() -> impl Strategy<Value = Case> {
    cases().prop_map(|case| Case { policy: None, ..case })
}

pub fn tapes() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 0..900)
}
