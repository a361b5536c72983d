//! A hash of ids that nobody can choose ids against, and that is quicker than the one of the standard library.
//!
//! Seven bytes at a time, an id is read as a polynomial over the integers modulo 2^61 − 1, and taken at a random point. Two
//! ids collide at no more points than the degree of their difference, which is a few out of 2^61, whatever the ids.

use std::hash::{BuildHasher, RandomState};

const PRIME: u64 = (1 << 61) - 1;

#[derive(Clone, Copy, Debug)]
pub(crate) struct IdHash {
    point: u64,
    /// Odd; spreads what lies close together.
    spread: u64,
}

impl Default for IdHash {
    fn default() -> Self {
        let random = RandomState::new();
        IdHash { point: random.hash_one(0) % PRIME, spread: random.hash_one(1) | 1 }
    }
}

impl IdHash {
    #[inline]
    pub(crate) fn of(self, id: &str) -> u32 {
        let (chunks, rest) = id.as_bytes().as_chunks::<7>();
        let start = id.len() as u64 & PRIME;
        let sum = chunks
            .iter()
            .fold(start, |sum, &[a, b, c, d, e, f, g]| self.step(sum, u64::from_le_bytes([a, b, c, d, e, f, g, 0])));
        let rest = match id.as_bytes().last_chunk() {
            // What is left over are the highest bytes of the last eight, which are read at once.
            Some(last) => u64::from_le_bytes(*last).checked_shr(64 - 8 * rest.len() as u32).unwrap_or(0),
            None => rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        let sum = self.step(sum, rest);
        (sum.wrapping_mul(self.spread) >> 32) as u32
    }

    /// One more coefficient, of less than 57 bits. The result may exceed the prime a little.
    #[inline]
    fn step(self, sum: u64, coefficient: u64) -> u64 {
        let product = u128::from(sum + coefficient) * u128::from(self.point);
        let folded = (product as u64 & PRIME) + (product >> 61) as u64;
        (folded & PRIME) + (folded >> 61)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_that_differ_little_lie_far_apart() {
        let hash = IdHash::default();
        let ids: Vec<String> = (0..20_000).map(|number| format!("K-{number:08}")).collect();
        let tags: BTreeSet<u32> = ids.iter().map(|id| hash.of(id)).collect();
        let homes: BTreeSet<u32> = tags.iter().map(|tag| tag >> 16).collect();
        assert!(tags.len() > 19_990 && homes.len() > 10_000, "{} tags, {} homes", tags.len(), homes.len());
    }

    #[test]
    fn length_and_order_count() {
        let hash = IdHash::default();
        let ids = ["", "\0", "\0\0", "a", "ab", "ba", "1234567", "1234567\0", "7654321", "12345671234567"];
        assert_eq!(ids.iter().map(|id| hash.of(id)).collect::<BTreeSet<_>>().len(), ids.len());
    }
}
