//! The document as the structs that somebody would write first, to be filled by `serde_json`: what loading is held
//! against. They check nothing beyond the types: no dates, no ids, no links.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use serde::{Deserialize as Read, Serialize as Print};
use std::fmt;

#[derive(Read, Print)]
pub(crate) struct Document {
    okr: u32,
    name: String,
    cycles: Vec<Cycle>,
    teams: Vec<Team>,
    people: Vec<Person>,
    pub(crate) objectives: Vec<Objective>,
}

#[derive(Read, Print)]
struct Cycle {
    id: String,
    start: String,
    end: String,
}

#[derive(Read, Print)]
struct Team {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

#[derive(Read, Print)]
struct Person {
    id: String,
    team: String,
}

#[derive(Read, Print)]
pub(crate) struct Objective {
    id: String,
    title: String,
    cycle: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<String>,
    owner: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aligned_to: Vec<Link>,
    #[serde(default)]
    pub(crate) key_results: Vec<KeyResult>,
}

#[derive(Read, Print)]
struct Link {
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
}

#[derive(Read, Print)]
pub(crate) struct KeyResult {
    id: String,
    title: String,
    owner: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
    measure: Measure,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) check_ins: Vec<CheckIn>,
}

#[derive(Read, Print)]
struct Measure {
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

#[derive(Read, Print)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Move,
    AtLeast,
    Binary,
}

#[derive(Read, Print)]
pub(crate) struct CheckIn {
    on: String,
    pub(crate) value: Value,
}

/// A number, or true and false. By hand: an untagged enum would first copy every value into a tree.
#[derive(Clone, Copy)]
pub(crate) enum Value {
    Number(f64),
    Truth(bool),
}

impl Value {
    pub(crate) fn number(self) -> f64 {
        match self {
            Value::Number(number) => number,
            Value::Truth(truth) => f64::from(u8::from(truth)),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl Visitor<'_> for AnyValue {
            type Value = Value;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number, true or false")
            }
            fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
                Ok(Value::Truth(truth))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
                Ok(Value::Number(number))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Number(number) => serializer.serialize_f64(number),
            Value::Truth(truth) => serializer.serialize_bool(truth),
        }
    }
}
