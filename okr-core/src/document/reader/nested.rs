//! Lists and objects.

use super::any::{Skip, skip_list};
use super::scalar::{Blank, Fill, Read, Refuser, refuse};
use super::{Reader, Segment, deeper};
use crate::error::{ErrorCode, quoted};
use crate::model::number::{DISGUISE, Number};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Takes the elements of a list one by one.
pub(crate) trait Elements {
    const EXPECTED: &'static str = "a list";

    /// Reads the element with that index; `None` at the end of the list.
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        index: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error>;
}

impl<T: Read + Blank> Elements for Vec<T> {
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        index: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error> {
        if index == 0 {
            self.clear();
        }
        let mut item = T::blank();
        let read = seq.next_element_seed(Fill(&mut item, r))?;
        if read.is_some() {
            T::count(r)?;
            self.push(item);
        }
        Ok(read)
    }
}

/// Reads a list, element by element.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Elements>(
    target: &mut T,
    deserializer: D,
    r: &mut Reader,
) -> Result<(), D::Error> {
    struct Visit<'a, T>(&'a mut T, &'a mut Reader);

    impl<T: Elements> Refuser for Visit<'_, T> {
        fn reader(&mut self) -> &mut Reader {
            self.1
        }
        fn expected(&self) -> &str {
            T::EXPECTED
        }
    }

    impl<'de, T: Elements> Visitor<'de> for Visit<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
            deeper(self.1)?;
            self.1.enter(Segment::Index(0));
            let mut index = 0;
            while self.0.element(index, &mut seq, self.1)?.is_some() {
                index += 1;
                self.1.next_index();
            }
            self.1.leave();
            self.1.depth -= 1;
            Ok(())
        }
        refuse!(bool number text null object);
    }

    deserializer.deserialize_any(Visit(target, r))
}

impl<T: Read + Blank> Read for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        list(self, deserializer, r)
    }
}

/// What is stated as text or as a list.
pub(crate) trait TextOrList {
    const EXPECTED: &'static str;

    fn text<E: de::Error>(&mut self, text: &str, r: &mut Reader) -> Result<(), E>;
    fn list<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error>;
}

/// Reads what is stated as text or as a list.
pub(crate) fn text_or_list<'de, D: Deserializer<'de>, T: TextOrList>(
    target: &mut T,
    deserializer: D,
    r: &mut Reader,
) -> Result<(), D::Error> {
    struct Visit<'a, T>(&'a mut T, &'a mut Reader);

    impl<T: TextOrList> Refuser for Visit<'_, T> {
        fn reader(&mut self) -> &mut Reader {
            self.1
        }
        fn expected(&self) -> &str {
            T::EXPECTED
        }
    }

    impl<'de, T: TextOrList> Visitor<'de> for Visit<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::EXPECTED)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
            self.0.text(text, self.1)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
            self.0.list(SeqAccessDeserializer::new(seq), self.1)
        }
        refuse!(bool number null object);
    }

    deserializer.deserialize_any(Visit(target, r))
}

/// What is stated as text or as an object.
pub(crate) trait TextOrObject {
    const EXPECTED: &'static str;

    fn text<E: de::Error>(&mut self, text: &str, r: &mut Reader) -> Result<(), E>;
    fn object<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error>;
}

/// Reads what is stated as text or as an object.
pub(crate) fn text_or_object<'de, D: Deserializer<'de>, T: TextOrObject>(
    target: &mut T,
    deserializer: D,
    r: &mut Reader,
) -> Result<(), D::Error> {
    struct Visit<'a, T>(&'a mut T, &'a mut Reader);

    impl<T: TextOrObject> Refuser for Visit<'_, T> {
        fn reader(&mut self) -> &mut Reader {
            self.1
        }
        fn expected(&self) -> &str {
            T::EXPECTED
        }
    }

    impl<'de, T: TextOrObject> Visitor<'de> for Visit<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::EXPECTED)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
            self.1.text_fits(text)?;
            self.0.text(text, self.1)
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
            self.0.object(MapAccessDeserializer::new(map), self.1)
        }
        refuse!(bool number null list);
    }

    deserializer.deserialize_any(Visit(target, r))
}

/// An object whose fields are known by name.
pub(crate) trait Object {
    /// What it is called in messages.
    const WHAT: &'static str;
    /// Its fields, in the order of the format.
    const FIELDS: &'static [&'static str];
    /// The fields it cannot do without.
    const REQUIRED: &'static [&'static str];

    fn index(name: &str) -> Option<usize>;

    /// Reads the value of the field with that index.
    fn field<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A, r: &mut Reader) -> Result<(), A::Error>;
}

/// Reads an object, field by field.
#[inline]
pub(crate) fn object<'de, D: Deserializer<'de>, T: Object>(
    target: &mut T,
    deserializer: D,
    r: &mut Reader,
) -> Result<(), D::Error> {
    struct Visit<'a, T>(&'a mut T, &'a mut Reader);

    impl<T: Object> Refuser for Visit<'_, T> {
        fn reader(&mut self) -> &mut Reader {
            self.1
        }
        fn expected(&self) -> &str {
            T::WHAT
        }
    }

    impl<'de, T: Object> Visitor<'de> for Visit<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::WHAT)
        }
        #[inline]
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            let Visit(target, r) = self;
            deeper(r)?;
            // INVARIANT: a bit for each field.
            const { assert!(T::FIELDS.len() <= u64::BITS as usize) };
            let mut seen = 0u64;
            while let Some(key) = map.next_key_seed(FieldName::<T>(std::marker::PhantomData))? {
                match key {
                    Ok(index) => {
                        r.enter(Segment::Key(T::FIELDS.get(index).copied().unwrap_or_default()));
                        if seen & (1 << index) != 0 {
                            r.find(
                                ErrorCode::DuplicateKey,
                                "found this key twice, expected it once",
                                "keep one of them",
                            );
                        }
                        seen |= 1 << index;
                        target.field(index, &mut map, r)?;
                        r.leave();
                    }
                    Err(name) if name == DISGUISE => {
                        let found = format!("the number {}", Number::unveiled(&mut map)?);
                        r.wrong_type(&found, T::WHAT);
                        r.depth -= 1;
                        return Ok(());
                    }
                    Err(name) => unknown_field::<T, A>(name, &mut map, r)?,
                }
            }
            for name in T::REQUIRED {
                if T::index(name).is_some_and(|index| seen & (1 << index) == 0) {
                    missing_field::<T>(name, r);
                }
            }
            r.depth -= 1;
            Ok(())
        }
        refuse!(bool number text null list);
    }

    deserializer.deserialize_any(Visit(target, r))
}

struct FieldName<T>(std::marker::PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for FieldName<T> {
    type Value = Result<usize, String>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: Object> Visitor<'_> for FieldName<T> {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(T::index(name).ok_or_else(|| name.to_owned()))
    }
}

#[cold]
fn missing_field<T: Object>(name: &'static str, r: &mut Reader) {
    let message = format!("found {} without {}, expected it to be stated", T::WHAT, quoted(name));
    r.miss(name, ErrorCode::MissingField, message, format!("state {}", quoted(name)));
}

#[cold]
fn unknown_field<'de, T: Object, A: MapAccess<'de>>(name: String, map: &mut A, r: &mut Reader) -> Result<(), A::Error> {
    if !r.only_counts() {
        let near = r.nearest(&name, T::FIELDS.iter().copied());
        let help = near.map_or_else(
            || format!("{} has the fields {}", T::WHAT, T::FIELDS.join(", ")),
            |near| {
                format!(
                    "did you mean {}? The host's own data goes into `extra` of objectives and key results",
                    quoted(near)
                )
            },
        );
        let message = format!("found the field {}, expected a field of {}", quoted(&name), T::WHAT);
        r.at(Segment::Name(shortened(name.clone())), |r| r.find(ErrorCode::UnknownField, message, help));
    }
    r.enter(Segment::Name(shortened(name)));
    map.next_value_seed(Skip(r))?;
    r.leave();
    Ok(())
}

/// An unknown key as part of a path: not longer than a message quotes.
pub(super) fn shortened(name: String) -> String {
    if name.len() <= 120 { name } else { name.chars().take(120).collect() }
}

/// Declares the fields of an object: their names, and the place each is read into.
macro_rules! fields {
    ($ty:ty, $what:literal, required [$($required:literal),*], |$this:ident| { $($name:literal => $place:expr),* $(,)? }) => {
        impl $crate::document::reader::Object for $ty {
            const WHAT: &'static str = $what;
            const FIELDS: &'static [&'static str] = &[$($name),*];
            const REQUIRED: &'static [&'static str] = &[$($required),*];

            #[inline]
            fn index(name: &str) -> Option<usize> {
                $crate::document::reader::fields!(@index name, $($name),*)
            }

            #[inline]
            fn field<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                index: usize,
                map: &mut A,
                r: &mut $crate::document::reader::Reader,
            ) -> Result<(), A::Error> {
                let $this = self;
                let mut at = 0usize;
                $(
                    if index == at {
                        let _: &str = $name;
                        return map.next_value_seed($crate::document::reader::Fill(&mut $place, r));
                    }
                    at += 1;
                )*
                let _ = at;
                map.next_value_seed($crate::document::reader::Skip(r))
            }
        }

        impl $crate::document::reader::Read for $ty {
            #[inline]
            fn read<'de, D: serde::Deserializer<'de>>(
                &mut self,
                deserializer: D,
                r: &mut $crate::document::reader::Reader,
            ) -> Result<(), D::Error> {
                $crate::document::reader::object(self, deserializer, r)
            }
        }
    };
    (@index $found:ident, $($name:literal),*) => {{
        let mut index = 0usize;
        $(if $found == $name { return Some(index); } index += 1;)*
        let _ = index;
        None
    }};
}
pub(crate) use fields;
