//! Data of the host, written down as it is read: no tree of it is ever built.

use super::any::refuse_disguise;
use super::nested::shortened;
use super::scalar::{Blank, Read};
use super::{Reader, Segment, deeper};
use crate::error::ErrorCode;
use crate::model::Json;
use crate::model::number::{DISGUISE, Number};
use serde::Serialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

impl Blank for Json {
    fn blank() -> Json {
        Json::default()
    }
}

/// Within the limits, and without duplicate keys.
impl Read for Json {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut text = Vec::new();
        Keep { text: &mut text, r }.deserialize(deserializer)?;
        *self = Json::written(String::from_utf8(text).map_err(de::Error::custom)?);
        Ok(())
    }
}

impl Json {
    /// Reads data that came in as a value once more, within the limits.
    pub(crate) fn check(&self, r: &mut Reader) {
        let (depth, steps) = (r.depth, r.path.len());
        // As many objects and lists lie around it as there are steps to it.
        r.depth = steps;
        if let Err(error) = Json::default().read(&mut serde_json::Deserializer::from_str(self.as_str()), r) {
            r.fail_syntax(&error);
        }
        r.path.truncate(steps);
        r.depth = depth;
    }
}

/// Appends one value to the text.
struct Keep<'a> {
    text: &'a mut Vec<u8>,
    r: &'a mut Reader,
}

impl Keep<'_> {
    fn write<E: de::Error>(self, value: impl Serialize) -> Result<(), E> {
        write(self.text, value)
    }
}

fn write<E: de::Error>(text: &mut Vec<u8>, value: impl Serialize) -> Result<(), E> {
    serde_json::to_writer(text, &value).map_err(E::custom)
}

impl<'de> DeserializeSeed<'de> for Keep<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keep<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E: de::Error>(self, v: bool) -> Result<(), E> {
        self.write(v)
    }
    fn visit_i64<E: de::Error>(self, v: i64) -> Result<(), E> {
        self.write(v)
    }
    fn visit_u64<E: de::Error>(self, v: u64) -> Result<(), E> {
        self.write(v)
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<(), E> {
        self.write(v + 0.0)
    }
    fn visit_str<E: de::Error>(self, v: &str) -> Result<(), E> {
        self.r.text_fits(v)?;
        self.write(v)
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.write(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Keep { text, r } = self;
        deeper(r)?;
        r.enter(Segment::Index(0));
        text.push(b'[');
        let start = text.len();
        loop {
            let end = text.len();
            if end > start {
                text.push(b',');
            }
            if seq.next_element_seed(Keep { text, r })?.is_none() {
                text.truncate(end);
                break;
            }
            r.count_other()?;
            r.next_index();
        }
        text.push(b']');
        r.leave();
        r.depth -= 1;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Keep { text, r } = self;
        let mut next = map.next_key::<String>()?;
        if next.as_deref() == Some(DISGUISE) {
            return Number::unveiled(&mut map)?.visit(Keep { text, r });
        }
        deeper(r)?;
        text.push(b'{');
        let mut fields = Fields { start: text.len(), places: BTreeMap::new(), in_order: true };
        while let Some(key) = next {
            r.text_fits(&key)?;
            r.count_other()?;
            r.enter(Segment::Name(shortened(key.clone())));
            refuse_disguise(&key, r);
            if fields.places.contains_key(&key) {
                r.find(ErrorCode::DuplicateKey, "found this key twice, expected it once", "keep one of them");
            }
            if !fields.places.is_empty() {
                text.push(b',');
            }
            let from = text.len();
            write(text, &key)?;
            text.push(b':');
            map.next_value_seed(Keep { text, r })?;
            r.leave();
            fields.add(key, from..text.len());
            next = map.next_key()?;
        }
        fields.sort(text);
        text.push(b'}');
        r.depth -= 1;
        Ok(())
    }
}

/// Where the fields of an object stand in the text.
struct Fields {
    start: usize,
    places: BTreeMap<String, Range<usize>>,
    in_order: bool,
}

impl Fields {
    fn add(&mut self, key: String, place: Range<usize>) {
        self.in_order &= self.places.last_key_value().is_none_or(|(last, _)| *last < key);
        self.places.insert(key, place);
    }

    /// Puts the fields in the order of their keys.
    fn sort(self, text: &mut Vec<u8>) {
        if self.in_order {
            return;
        }
        let mut sorted = Vec::with_capacity(text.len() - self.start);
        for place in self.places.into_values() {
            if !sorted.is_empty() {
                sorted.push(b',');
            }
            sorted.extend_from_slice(&text[place]);
        }
        text.truncate(self.start);
        text.append(&mut sorted);
    }
}
