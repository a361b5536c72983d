//! A hash of ids that nobody can choose ids against, and that is quicker than the one of the standard library.
//!
//! Ids of up to 16 bytes are read as words of 32 bits, which are multiplied by a random number each and added up modulo
//! 2^64; of the sum the upper half counts. Any two ids collide at one choice of numbers out of 2^32, whatever the ids
//! (Lemire and Kaser, "Strongly universal string hashing is fast", 2014). Longer ids are read seven bytes at a time as a
//! polynomial over the integers modulo 2^61 − 1, and taken at a random point: two of them collide at no more points than the
//! degree of their difference, which is a few out of 2^61.

use std::hash::{BuildHasher, RandomState};

const PRIME: u64 = (1 << 61) - 1;

#[derive(Clone, Copy, Debug)]
pub(crate) struct IdHash {
    /// Those of the words of a short id, of its length, and one that is added.
    factors: [u64; 6],
    point: u64,
    /// Odd; spreads what lies close together.
    spread: u64,
}

impl Default for IdHash {
    fn default() -> Self {
        let random = RandomState::new();
        let factors = [2u8, 3, 4, 5, 6, 7].map(|number| random.hash_one(number));
        IdHash { factors, point: random.hash_one(0) % PRIME, spread: random.hash_one(1) | 1 }
    }
}

impl IdHash {
    #[inline]
    pub(crate) fn of(&self, id: &str) -> u32 {
        match ends(id.as_bytes()) {
            Some((first, last)) => self.of_short(first, last, id.len()),
            None => self.of_long(id.as_bytes()),
        }
    }

    #[inline]
    fn of_short(&self, first: u64, last: u64, length: usize) -> u32 {
        const LOW: u64 = u32::MAX as u64;
        let words = [first & LOW, first >> 32, last & LOW, last >> 32, length as u64, 1];
        let products = words.iter().zip(self.factors).map(|(word, factor)| word.wrapping_mul(factor));
        (products.fold(0, u64::wrapping_add) >> 32) as u32
    }

    fn of_long(&self, id: &[u8]) -> u32 {
        let (chunks, rest) = id.as_chunks::<7>();
        let start = id.len() as u64 & PRIME;
        let sum = chunks
            .iter()
            .fold(start, |sum, &[a, b, c, d, e, f, g]| self.step(sum, u64::from_le_bytes([a, b, c, d, e, f, g, 0])));
        let sum = self.step(sum, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        (sum.wrapping_mul(self.spread) >> 32) as u32
    }

    /// One more coefficient, of less than 57 bits. The result may exceed the prime a little.
    #[inline]
    fn step(&self, sum: u64, coefficient: u64) -> u64 {
        let product = u128::from(sum + coefficient) * u128::from(self.point);
        let folded = (product as u64 & PRIME) + (product >> 61) as u64;
        (folded & PRIME) + (folded >> 61)
    }
}

/// The first and the last bytes of an id of up to 16, which together with its length say all of it.
#[inline]
fn ends(id: &[u8]) -> Option<(u64, u64)> {
    match id.len() {
        8..=16 => Some((u64::from_le_bytes(*id.first_chunk()?), u64::from_le_bytes(*id.last_chunk()?))),
        4..8 => Some((u32::from_le_bytes(*id.first_chunk()?).into(), u32::from_le_bytes(*id.last_chunk()?).into())),
        0..4 => Some((id.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0)),
        _ => None,
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
        let ids = [
            "",
            "\0",
            "\0\0",
            "a",
            "ab",
            "ba",
            "1234567",
            "1234567\0",
            "7654321",
            "12345671234567",
            "1234567812345678",
            "12345678123456789",
        ];
        assert_eq!(ids.iter().map(|id| hash.of(id)).collect::<BTreeSet<_>>().len(), ids.len());
    }
}
