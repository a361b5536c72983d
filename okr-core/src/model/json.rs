//! Data of the host: any JSON, kept and printed back.

use super::number::{DISGUISE, Number};
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, SerializeMap, SerializeSeq};
use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;

/// Any JSON, as compact text with the keys of each object in order: as small in memory as it is on paper.
///
/// ```
/// use okr_core::model::Json;
///
/// let data = Json::from(serde_json::json!({"colour": "#2a6", "board": 7}));
/// assert_eq!(data.as_str(), r##"{"board":7,"colour":"#2a6"}"##);
/// assert_eq!(data.to_value()["board"], 7);
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "serde_json::Value"))]
pub struct Json(Box<str>);

impl Json {
    /// Takes text that was written here, which is JSON.
    pub(crate) fn written(text: String) -> Json {
        Json(text.into_boxed_str())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parsed value.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Default for Json {
    fn default() -> Json {
        Json("null".into())
    }
}

/// Infinite numbers become null, as they do in serde_json.
impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Json {
        let mut text = String::new();
        write(&value, &mut text);
        Json(text.into_boxed_str())
    }
}

/// Writes a value with the keys of each object in order and numbers in the reader's form, whatever features serde_json
/// has.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                write(item, text);
            }
            text.push(']');
        }
        // A number in disguise, which would be taken for one again.
        Value::Object(fields) if fields.contains_key(DISGUISE) => {
            let number = fields.get(DISGUISE).and_then(Value::as_str).and_then(Number::parse);
            text.push_str(&number.map_or(Value::Null, Value::from).to_string());
        }
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (at, (key, value)) in fields.into_iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Number(number) => {
            // Only `arbitrary_precision` can hold one too large for 64 bits.
            let number = Number::parse(&number.to_string());
            text.push_str(&number.map_or(Value::Null, Value::from).to_string());
        }
        other => text.push_str(&other.to_string()),
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Piece by piece, so that nothing larger than the text is ever held.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Piece::new(&mut serde_json::Deserializer::from_str(&self.0)).serialize(serializer)
    }
}

/// What a deserializer holds, to be handed to a serializer as it is read.
struct Piece<D>(Cell<Option<D>>);

impl<D> Piece<D> {
    fn new(deserializer: D) -> Self {
        Piece(Cell::new(Some(deserializer)))
    }
}

impl<'de, D: Deserializer<'de>> Serialize for Piece<D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let deserializer = self.0.take().ok_or_else(|| ser::Error::custom("a piece is printed once"))?;
        deserializer.deserialize_any(Print(serializer)).map_err(ser::Error::custom)
    }
}

struct Print<S>(S);

impl<'de, S: Serializer> Visitor<'de> for Print<S> {
    type Value = S::Ok;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E: de::Error>(self, v: bool) -> Result<S::Ok, E> {
        self.0.serialize_bool(v).map_err(E::custom)
    }
    fn visit_i64<E: de::Error>(self, v: i64) -> Result<S::Ok, E> {
        self.0.serialize_i64(v).map_err(E::custom)
    }
    fn visit_u64<E: de::Error>(self, v: u64) -> Result<S::Ok, E> {
        self.0.serialize_u64(v).map_err(E::custom)
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<S::Ok, E> {
        self.0.serialize_f64(v).map_err(E::custom)
    }
    fn visit_str<E: de::Error>(self, v: &str) -> Result<S::Ok, E> {
        self.0.serialize_str(v).map_err(E::custom)
    }
    fn visit_unit<E: de::Error>(self) -> Result<S::Ok, E> {
        self.0.serialize_unit().map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<S::Ok, A::Error> {
        let mut list = self.0.serialize_seq(None).map_err(de::Error::custom)?;
        while seq.next_element_seed(Item(&mut list))?.is_some() {}
        list.end().map_err(de::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Ok, A::Error> {
        let mut next = map.next_key::<String>()?;
        if next.as_deref() == Some(DISGUISE) {
            return Number::unveiled(&mut map)?.visit(self);
        }
        let mut fields = self.0.serialize_map(None).map_err(de::Error::custom)?;
        while let Some(key) = next {
            fields.serialize_key(&key).map_err(de::Error::custom)?;
            map.next_value_seed(Field(&mut fields))?;
            next = map.next_key()?;
        }
        fields.end().map_err(de::Error::custom)
    }
}

struct Item<'a, S>(&'a mut S);

impl<'de, S: SerializeSeq> DeserializeSeed<'de> for Item<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.serialize_element(&Piece::new(deserializer)).map_err(de::Error::custom)
    }
}

struct Field<'a, S>(&'a mut S);

impl<'de, S: SerializeMap> DeserializeSeed<'de> for Field<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.serialize_value(&Piece::new(deserializer)).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_sorted_and_prints_as_it_stands() {
        let value = serde_json::json!({"b": [1, -2, 0.5, {"z": null, "a": "\u{1}\""}], "a": {"d": true, "c": 1e300}});
        let json = Json::from(value.clone());
        assert_eq!(json.as_str(), r#"{"a":{"c":1e+300,"d":true},"b":[1,-2,0.5,{"a":"\u0001\"","z":null}]}"#);
        assert_eq!(json.to_value(), value);
        assert_eq!(serde_json::to_string(&json).unwrap(), json.as_str());
        assert_eq!(serde_json::from_str::<Json>(json.as_str()).unwrap(), json);
        for (text, number) in [("-0", "0.0"), ("7.50", "7.5"), ("1e999", "null"), ("seven", "null")] {
            assert_eq!(Json::from(serde_json::json!({DISGUISE: text, "a": 1})).as_str(), number);
        }
    }
}
