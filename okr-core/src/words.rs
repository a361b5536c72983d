//! Closed sets of words, as enums that read, print and describe themselves in one place.

use crate::error::{Error, ErrorCode, quoted};

/// A closed set of words.
pub(crate) trait Word: Copy + 'static {
    /// Every word with its value, in the order of declaration.
    const WORDS: &'static [(&'static str, Self)];

    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
    }
}

/// The value of a word; what is none is an error with the words there are and the nearest of them.
pub(crate) fn parse<W: Word>(text: &str) -> Result<W, Error> {
    W::from_word(text).ok_or_else(|| {
        let (message, help) = unknown(text, W::WORDS.iter().map(|(word, _)| *word));
        Error::new(ErrorCode::UnknownWord, "", message, help)
    })
}

/// Message and help about a word that is none of those allowed.
pub(crate) fn unknown<'a>(found: &str, words: impl Iterator<Item = &'a str> + Clone) -> (String, String) {
    let list = words.clone().map(quoted).collect::<Vec<_>>().join(", ");
    let help = nearest(found, words)
        .map_or_else(|| "use one of these words".to_owned(), |near| format!("did you mean {}?", quoted(near)));
    (format!("found {}, expected one of {list}", quoted(found)), help)
}

macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// Every value, in the order of their codes.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word used in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl $crate::words::Word for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, $name::$variant),)*];
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::Error;

            /// Reads the word used in JSON; any other is `unknown_word`, with the nearest one.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::words::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                <$name as $crate::words::Word>::from_word(&word)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&word, &[$($word,)*]))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "enum": [$($word,)*]})
            }
        }
    };
}

pub(crate) use words;

/// Longest name that is compared with a misspelt one, in bytes.
const LONGEST: usize = 64;

/// The name nearest to a misspelt one, where one is near enough to be meant.
pub(crate) fn nearest<'a>(found: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const MOST_EDITS: u8 = 4;
    if found.len() > LONGEST {
        return None;
    }
    names
        .filter(|name| name.len() <= LONGEST && name.len().abs_diff(found.len()) <= 3)
        .filter_map(|name| {
            let most = MOST_EDITS.min(1 + (name.len().min(found.len()) / 4) as u8);
            distance(found, name, most).map(|edits| (edits, name))
        })
        .min()
        .map(|(_, name)| name)
}

/// What two texts do not have in common at their beginnings and ends.
fn differing<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - same], &b[..b.len() - same])
}

/// Edits (insert, delete, replace, swap of neighbours) between two texts of at most [`LONGEST`] bytes, by bytes; `None`
/// where there are more than `most`, which is known early for most texts. Counts are bytes, because
/// many ids are compared and rows of bytes are filled in no time.
fn distance(a: &str, b: &str, most: u8) -> Option<u8> {
    let (a, b) = differing(a.as_bytes(), b.as_bytes());
    let beyond = most + 1;
    let mut before = [beyond; LONGEST + 1];
    let mut row = std::array::from_fn(|j| j as u8);
    for i in 0..a.len() {
        let mut next = [beyond; LONGEST + 1];
        next[0] = i as u8 + 1;
        // Further from the diagonal there are more edits than that.
        for j in i.saturating_sub(most.into())..b.len().min(i + usize::from(most) + 1) {
            let replaced = row[j] + u8::from(a[i] != b[j]);
            let mut best = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        // A later row comes from this one, or by a swap from the one before.
        let is_beyond = |row: &[u8; LONGEST + 1], most: u8| row[..=b.len()].iter().all(|edits| *edits > most);
        if is_beyond(&next, most) && is_beyond(&row, most.saturating_sub(1)) {
            return None;
        }
        (before, row) = (row, next);
    }
    Some(row[b.len()]).filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition itself, for short texts.
    fn edits(a: &[u8], b: &[u8]) -> usize {
        let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) else {
            return a.len().max(b.len());
        };
        let replaced = edits(rest_a, rest_b) + usize::from(x != y);
        let least = replaced.min(edits(rest_a, b) + 1).min(edits(a, rest_b) + 1);
        match (a, b) {
            ([p, q, rest_a @ ..], [r, s, rest_b @ ..]) if (p, q) == (s, r) => least.min(edits(rest_a, rest_b) + 1),
            _ => least,
        }
    }

    #[test]
    fn edits_are_counted_as_defined_up_to_the_most() {
        let texts = |len: u32| {
            (0..3usize.pow(len)).map(move |n| (0..len).map(move |at| [b'a', b'b', b'c'][n / 3usize.pow(at) % 3]))
        };
        let all: Vec<Vec<u8>> = (0..=4).flat_map(|len| texts(len).map(Iterator::collect)).collect();
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let [text_a, text_b] = [a, b].map(|text| std::str::from_utf8(text).unwrap());
            for most in 1..=4 {
                let expected = Some(edits(a, b) as u8).filter(|edits| *edits <= most);
                assert_eq!(distance(text_a, text_b, most), expected, "{text_a} {text_b} {most}");
            }
        }
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        let names = ["id", "title", "team", "weight", "key_results", "check_ins"];
        assert_eq!(nearest("titel", names.into_iter()), Some("title"));
        assert_eq!(nearest("wieght", names.into_iter()), Some("weight"));
        assert_eq!(nearest("key_result", names.into_iter()), Some("key_results"));
        assert_eq!(nearest("zzzz", names.into_iter()), None);
    }

    #[test]
    fn a_distance_beyond_the_most_is_none() {
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("ab", "ba", 1), Some(1));
        assert_eq!(distance("xxxxab", "xxxxba", 1), Some(1));
        assert_eq!(distance("", "abc", 2), None);
    }
}
