//! Values of any shape: skipped, or kept as they are.

use super::nested::shortened;
use super::scalar::Read;
use super::{Reader, Segment, deeper};
use crate::error::{ErrorCode, quoted};
use crate::model::number::{DISGUISE, FirstKey, Number};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// Skips one value, within the limit of depth.
pub(crate) struct Skip<'a>(pub(crate) &'a mut Reader);

impl<'de> DeserializeSeed<'de> for Skip<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        skip_list(seq, self.0)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        skip_object(map, self.0)
    }
}

pub(super) fn skip_list<'de, A: SeqAccess<'de>>(mut seq: A, r: &mut Reader) -> Result<(), A::Error> {
    deeper(r)?;
    while seq.next_element_seed(Skip(r))?.is_some() {
        r.step()?;
    }
    r.depth -= 1;
    Ok(())
}

pub(super) fn skip_object<'de, A: MapAccess<'de>>(mut map: A, r: &mut Reader) -> Result<(), A::Error> {
    match map.next_key()? {
        Some(FirstKey::Number) => Number::unveiled(&mut map).map(|_| ()),
        first => skip_rest(first.is_some(), map, r),
    }
}

/// Skips an object of which the first key has been read already, where there is one.
pub(super) fn skip_rest<'de, A: MapAccess<'de>>(any: bool, mut map: A, r: &mut Reader) -> Result<(), A::Error> {
    deeper(r)?;
    if any {
        map.next_value_seed(Skip(r))?;
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Skip(r))?;
            r.step()?;
        }
    }
    r.depth -= 1;
    Ok(())
}

/// Any JSON, kept as it is: within the limits, without duplicate keys, and the keys of each object in order.
impl Read for serde_json::Value {
    fn read<'de, D: Deserializer<'de>>(&mut self, deserializer: D, r: &mut Reader) -> Result<(), D::Error> {
        *self = deserializer.deserialize_any(AnyJson(r))?;
        Ok(())
    }
}

struct AnyJson<'a>(&'a mut Reader);

impl<'de> DeserializeSeed<'de> for AnyJson<'_> {
    type Value = serde_json::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyJson<'_> {
    type Value = serde_json::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Self::Value, E> {
        Ok(v.into())
    }
    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(v.into())
    }
    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(v.into())
    }
    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok((v + 0.0).into())
    }
    fn visit_str<E: de::Error>(self, v: &str) -> Result<Self::Value, E> {
        self.0.text_fits(v)?;
        Ok(v.into())
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(serde_json::Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let r = self.0;
        deeper(r)?;
        let mut items = Vec::new();
        r.enter(Segment::Index(0));
        while let Some(item) = seq.next_element_seed(AnyJson(r))? {
            r.count_other()?;
            items.push(item);
            r.next_index();
        }
        r.leave();
        r.depth -= 1;
        Ok(items.into())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let r = self.0;
        let mut next = map.next_key::<String>()?;
        if next.as_deref() == Some(DISGUISE) {
            return Number::unveiled(&mut map)?.visit(AnyJson(r));
        }
        deeper(r)?;
        let mut fields = BTreeMap::new();
        while let Some(key) = next {
            r.text_fits(&key)?;
            r.count_other()?;
            r.enter(Segment::Name(shortened(key.clone())));
            refuse_disguise(&key, r);
            if fields.contains_key(&key) {
                r.find(ErrorCode::DuplicateKey, "found this key twice, expected it once", "keep one of them");
            }
            let value = map.next_value_seed(AnyJson(r))?;
            r.leave();
            fields.insert(key, value);
            next = map.next_key()?;
        }
        r.depth -= 1;
        Ok(fields.into_iter().collect::<serde_json::Map<_, _>>().into())
    }
}

/// Refuses the key of a number in disguise where it is one of several: printed and read again it would be the only one.
pub(super) fn refuse_disguise(key: &str, r: &mut Reader) {
    if key == DISGUISE {
        let message = format!("found the key {} of serde_json's own, expected any other", quoted(key));
        r.find(ErrorCode::UnknownField, message, "give it another name");
    }
}
