//! Numbers in disguise. Where any crate of the host's build turns on the feature `arbitrary_precision` of serde_json,
//! that hands out every number as a map of one entry, whose key is its own and whose value is the number's text.

use crate::error::Told;
use serde::de::{self, Deserialize, MapAccess, Visitor};
use std::fmt;

/// The key of such a map.
pub(crate) const DISGUISE: &str = "$serde_json::private::Number";

/// A number as it is handed out without that feature.
pub(crate) enum Number {
    Whole(u64),
    Negative(i64),
    Float(f64),
}

impl Number {
    /// The number of a text, in the form that serde_json gives it: whole where it is written so and fits 64 bits;
    /// `None` where it is no finite number.
    pub(crate) fn parse(text: &str) -> Option<Number> {
        let float = || text.parse().ok().filter(|x: &f64| x.is_finite()).map(Number::Float);
        match text.parse::<i64>() {
            // A zero with a sign is a float.
            Ok(0) if text.starts_with('-') => float(),
            Ok(x) => u64::try_from(x).map_or(Some(Number::Negative(x)), |x| Some(Number::Whole(x))),
            Err(_) => text.parse().ok().map(Number::Whole).or_else(float),
        }
    }

    /// The number of such a map, after its key.
    pub(crate) fn unveiled<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Number, A::Error> {
        match Number::parse(&map.next_value::<String>()?) {
            Some(number) => Ok(number),
            // The words of serde_json without the feature, by which the reader knows what is wrong.
            None => Err(de::Error::custom("number out of range")),
        }
    }

    /// Shows the number to a visitor.
    pub(crate) fn visit<'de, V: Visitor<'de>, E: de::Error>(self, visitor: V) -> Result<V::Value, E> {
        match self {
            Number::Whole(x) => visitor.visit_u64(x),
            Number::Negative(x) => visitor.visit_i64(x),
            Number::Float(x) => visitor.visit_f64(x),
        }
    }
}

/// Without a negative zero (N3).
impl From<Number> for serde_json::Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Whole(x) => x.into(),
            Number::Negative(x) => x.into(),
            Number::Float(x) => (x + 0.0).into(),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Whole(x) => x.fmt(f),
            Number::Negative(x) => x.fmt(f),
            Number::Float(x) => Told(*x).fmt(f),
        }
    }
}

/// The first key of a map, where only this much of it matters.
pub(crate) enum FirstKey {
    /// The map is a number.
    Number,
    Other,
}

impl<'de> Deserialize<'de> for FirstKey {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<FirstKey, D::Error> {
        struct Key;

        impl Visitor<'_> for Key {
            type Value = FirstKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E>(self, key: &str) -> Result<FirstKey, E> {
                Ok(if key == DISGUISE { FirstKey::Number } else { FirstKey::Other })
            }
        }

        deserializer.deserialize_str(Key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_the_numbers_that_serde_json_makes_of_them() {
        let cases = [
            "0",
            "-0",
            "7",
            "-7",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "1.0",
            "1e3",
            "-0.0",
            "0.1",
            "5e-324",
        ];
        for text in cases {
            let plain: serde_json::Value = serde_json::from_str(text).unwrap();
            let made = serde_json::Value::from(Number::parse(text).unwrap());
            assert_eq!(made, plain, "{text}");
            assert_eq!(made.to_string(), plain.to_string().replace("-0.0", "0.0"), "{text}");
        }
        assert!(["seven", "NaN", "inf", "-infinity", "1e999"].iter().all(|text| Number::parse(text).is_none()));
    }
}
