//! Data of the host: any JSON, kept and printed back.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
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

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Json {
        Json(value.to_string().into_boxed_str())
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
        serde_transcode::transcode(&mut serde_json::Deserializer::from_str(&self.0), serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        serde_json::Value::deserialize(deserializer).map(Json::from)
    }
}
