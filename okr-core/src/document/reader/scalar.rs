//! Scalars: texts, numbers, words, and whatever parses from text.

use super::Reader;
use super::any::{skip_list, skip_rest};
use crate::error::{Error, Told, quoted};
use crate::model::number::{FirstKey, Number};
use crate::words::Word;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Fills a value in place from one JSON value.
pub(crate) trait Read {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error>;
}

/// A value to be read into, where nothing is stated yet.
pub(crate) trait Blank: Sized {
    fn blank() -> Self;

    /// Takes note of one more of them in a list, where the limits allow it.
    fn count<E: de::Error>(r: &mut Reader) -> Result<(), E> {
        r.count_other()
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Box::new(T::blank())
    }
}

/// The seed that carries a value to be filled through serde.
pub(crate) struct Fill<'a, T: ?Sized>(pub(crate) &'a mut T, pub(crate) &'a mut Reader);

impl<'de, T: Read + ?Sized> DeserializeSeed<'de> for Fill<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.read(deserializer, self.1)
    }
}

/// Visits of the JSON types that a place does not take: a finding, and the value is skipped.
macro_rules! refuse {
    (@ bool) => { fn visit_bool<E: de::Error>(self, v: bool) -> Result<(), E> { self.refuse(if v { "true" } else { "false" }); Ok(()) } };
    (@ number) => {
        fn visit_i64<E: de::Error>(self, v: i64) -> Result<(), E> { self.refuse(&format!("the number {v}")); Ok(()) }
        fn visit_u64<E: de::Error>(self, v: u64) -> Result<(), E> { self.refuse(&format!("the number {v}")); Ok(()) }
        fn visit_f64<E: de::Error>(self, v: f64) -> Result<(), E> { self.refuse(&format!("the number {}", $crate::error::Told(v))); Ok(()) }
    };
    (@ text) => { fn visit_str<E: de::Error>(self, v: &str) -> Result<(), E> { self.refuse(&format!("the text {}", quoted(v))); Ok(()) } };
    (@ null) => { fn visit_unit<E: de::Error>(self) -> Result<(), E> { self.refuse("null"); Ok(()) } };
    (@ list) => { fn visit_seq<A: SeqAccess<'de>>(mut self, seq: A) -> Result<(), A::Error> { self.refuse_in_place("a list"); skip_list(seq, self.reader()) } };
    (@ object) => { fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> { self.refuse_map(map) } };
    ($($kind:ident)*) => { $(refuse!(@ $kind);)* };
}
pub(super) use refuse;

/// A visitor that knows where to report what it does not take.
pub(super) trait Refuser: Sized {
    fn reader(&mut self) -> &mut Reader;
    fn expected(&self) -> &str;

    fn refuse_in_place(&mut self, found: &str) {
        let expected = self.expected().to_owned();
        self.reader().wrong_type(found, &expected);
    }

    fn refuse(mut self, found: &str) {
        self.refuse_in_place(found);
    }

    fn refuse_map<'de, A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        match map.next_key()? {
            Some(FirstKey::Number) => self.refuse(&format!("the number {}", Number::unveiled(&mut map)?)),
            first => {
                self.refuse_in_place("an object");
                skip_rest(first.is_some(), map, self.reader())?;
            }
        }
        Ok(())
    }
}

/// A JSON value that is neither list nor object.
pub(crate) enum Scalar<'a> {
    Text(&'a str),
    Number(f64),
    Bool(bool),
}

/// Reads a scalar and hands it to `accept`, which answers whether its type is right.
pub(crate) fn scalar<'de, D, F>(
    deserializer: D,
    r: &mut Reader,
    expected: &'static str,
    accept: F,
) -> Result<(), D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(Scalar<'_>, &mut Reader) -> bool,
{
    struct Visit<'a, F>(&'a mut Reader, &'static str, F);

    impl<F> Refuser for Visit<'_, F> {
        fn reader(&mut self) -> &mut Reader {
            self.0
        }
        fn expected(&self) -> &str {
            self.1
        }
    }

    impl<F: FnOnce(Scalar<'_>, &mut Reader) -> bool> Visit<'_, F> {
        fn take(self, value: Scalar<'_>, found: impl FnOnce() -> String) {
            if !(self.2)(value, self.0) {
                self.0.wrong_type(&found(), self.1);
            }
        }
    }

    impl<'de, F: FnOnce(Scalar<'_>, &mut Reader) -> bool> Visitor<'de> for Visit<'_, F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.1)
        }
        fn visit_bool<E>(self, v: bool) -> Result<(), E> {
            self.take(Scalar::Bool(v), || v.to_string());
            Ok(())
        }
        fn visit_i64<E: de::Error>(self, v: i64) -> Result<(), E> {
            self.visit_f64(v as f64)
        }
        fn visit_u64<E: de::Error>(self, v: u64) -> Result<(), E> {
            self.visit_f64(v as f64)
        }
        #[inline]
        fn visit_f64<E: de::Error>(self, v: f64) -> Result<(), E> {
            // Adding zero turns -0.0 into 0 and changes nothing else (N3).
            self.take(Scalar::Number(v + 0.0), || format!("the number {}", Told(v)));
            Ok(())
        }
        #[inline]
        fn visit_str<E: de::Error>(self, v: &str) -> Result<(), E> {
            self.0.text_fits(v)?;
            self.take(Scalar::Text(v), || format!("the text {}", quoted(v)));
            Ok(())
        }
        fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
            match map.next_key()? {
                Some(FirstKey::Number) => Number::unveiled(&mut map)?.visit(self),
                first => {
                    self.refuse_in_place("an object");
                    skip_rest(first.is_some(), map, self.0)
                }
            }
        }
        refuse!(null list);
    }

    deserializer.deserialize_any(Visit(r, expected, accept))
}

impl Read for String {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(deserializer, r, "text", |value, _| match value {
            Scalar::Text(text) => {
                self.clear();
                self.push_str(text);
                true
            }
            _ => false,
        })
    }
}

impl Read for f64 {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(deserializer, r, "a number", |value, _| match value {
            Scalar::Number(number) => {
                *self = number;
                true
            }
            _ => false,
        })
    }
}

impl Read for bool {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(deserializer, r, "true or false", |value, _| match value {
            Scalar::Bool(stated) => {
                *self = stated;
                true
            }
            _ => false,
        })
    }
}

/// Reads a text that must parse; what does not is a finding with the parser's own words.
pub(crate) fn parsed<'de, D, T>(
    target: &mut T,
    deserializer: D,
    r: &mut Reader,
    expected: &'static str,
) -> Result<(), D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err = Error>,
{
    scalar(deserializer, r, expected, |value, r| match value {
        Scalar::Text(text) => {
            match text.parse() {
                Ok(parsed) => *target = parsed,
                Err(error) => r.refuse(error.code(), error.message(), error.help()),
            }
            true
        }
        _ => false,
    })
}

/// Reads a word of a closed set.
pub(crate) fn word<'de, D: Deserializer<'de>, W: Word>(
    target: &mut W,
    deserializer: D,
    r: &mut Reader,
) -> Result<(), D::Error> {
    scalar(deserializer, r, "a word", |value, r| match value {
        Scalar::Text(text) => {
            match W::from_word(text) {
                Some(value) => *target = value,
                None => r.unknown_word(text, W::WORDS.iter().map(|(word, _)| *word)),
            }
            true
        }
        _ => false,
    })
}

/// `null` reads as not stated, and so does what could not be read.
impl<T: Read + Blank> Read for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        struct Visit<'a, T>(&'a mut Option<T>, &'a mut Reader);

        impl<'de, T: Read + Blank> Visitor<'de> for Visit<'_, T> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }
            fn visit_none<E: de::Error>(self) -> Result<(), E> {
                *self.0 = None;
                Ok(())
            }
            fn visit_unit<E: de::Error>(self) -> Result<(), E> {
                self.visit_none()
            }
            #[inline]
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                let before = self.1.refusals;
                self.0.insert(T::blank()).read(deserializer, self.1)?;
                if self.1.refusals != before && self.1.unread.contains(&self.1.pointer()) {
                    *self.0 = None;
                }
                Ok(())
            }
        }

        deserializer.deserialize_option(Visit(self, r))
    }
}

/// A text that may be null, handed on as soon as it is read.
pub(crate) struct Handed<F>(pub(crate) F);

impl<F: FnMut(&str)> Read for Handed<F> {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        struct Visit<'a, F>(&'a mut F, &'a mut Reader);

        impl<'de, F: FnMut(&str)> Visitor<'de> for Visit<'_, F> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text or null")
            }
            fn visit_none<E: de::Error>(self) -> Result<(), E> {
                Ok(())
            }
            fn visit_unit<E: de::Error>(self) -> Result<(), E> {
                Ok(())
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                let Visit(hand, r) = self;
                scalar(deserializer, r, "text", |value, _| match value {
                    Scalar::Text(text) => {
                        hand(text);
                        true
                    }
                    _ => false,
                })
            }
        }

        deserializer.deserialize_option(Visit(&mut self.0, r))
    }
}

impl<T: Read> Read for Box<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        T::read(self, deserializer, r)
    }
}

/// Declares that words are read as words, and texts as what they parse to.
macro_rules! scalars {
    (words $($ty:ty),*) => { $(impl $crate::document::reader::Read for $ty {
        fn read<'de, D: serde::Deserializer<'de>>(&mut self, d: D, r: &mut $crate::document::reader::Reader) -> Result<(), D::Error> {
            $crate::document::reader::word(self, d, r)
        }
    }
    impl $crate::document::reader::Blank for $ty {
        fn blank() -> Self {
            <$ty>::ALL[0]
        }
    })* };
    (counted $count:ident $($ty:ty = $blank:expr),*) => { $(impl $crate::document::reader::Blank for $ty {
        fn blank() -> Self {
            $blank
        }
        fn count<E: serde::de::Error>(r: &mut $crate::document::reader::Reader) -> Result<(), E> {
            r.$count()
        }
    })* };
    (blank $($ty:ty),*) => { $(impl $crate::document::reader::Blank for $ty {
        fn blank() -> Self {
            <$ty>::default()
        }
    })* };
    (scratch $($ty:ty = $blank:expr),*) => { $(impl $crate::document::reader::Blank for $ty {
        fn blank() -> Self {
            $blank
        }
    })* };
    (texts $($ty:ty: $expected:literal),*) => { $(impl $crate::document::reader::Read for $ty {
        #[inline]
        fn read<'de, D: serde::Deserializer<'de>>(&mut self, d: D, r: &mut $crate::document::reader::Reader) -> Result<(), D::Error> {
            $crate::document::reader::parsed(self, d, r, $expected)
        }
    })* };
}
pub(crate) use scalars;
