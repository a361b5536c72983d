//! What is carried over, as JSON text.

use super::carry_over::CarryOver;
use crate::document::reader::{Read, Reader, Segment, fields, scalars, type_of, whole};
use crate::error::Result;
use crate::limits::Limits;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Key results that come along: an object of new ids by old ones.
struct Along<'a>(&'a mut BTreeMap<String, String>);

fields!(CarryOver, "what is carried over", required ["of", "id", "cycle"], |this| {
    "of" => this.of, "id" => this.id, "cycle" => this.cycle, "key_results" => Along(&mut this.key_results),
});

scalars! { scratch CarryOver = CarryOver::new("", "", "") }

impl Read for Along<'_> {
    fn read<'de, D: serde::Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = Json::Null;
        json.read(d, r)?;
        let Json::Object(entries) = json else {
            r.wrong_type(type_of(&json), "an object of new ids by old ones");
            return Ok(());
        };
        for (of, id) in entries {
            match id {
                Json::String(id) => {
                    self.0.insert(of, id);
                }
                other => r.at(Segment::Name(of), |r| r.wrong_type(type_of(&other), "text")),
            }
        }
        Ok(())
    }
}

impl CarryOver {
    /// Reads a list of what is carried over from JSON; whether it fits a workspace shows when it is
    /// [carried over](crate::Workspace::carry_over).
    ///
    /// ```
    /// use okr_core::{CarryOver, Limits};
    ///
    /// let text = r#"[{"of": "grow", "id": "grow-q1", "cycle": "Q1", "key_results": {"users": "users-q1"}}]"#;
    /// let carries = CarryOver::list_from_json(text, &Limits::default())?;
    /// assert_eq!(carries, [CarryOver::new("grow", "grow-q1", "Q1").key_result("users", "users-q1")]);
    /// let refused = CarryOver::list_from_json(r#"[{"of": "grow", "id": 7, "cycle": "Q1"}]"#, &Limits::default()).unwrap_err();
    /// assert_eq!((refused.code().as_str(), refused.path()), ("wrong_type", "/0/id"));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `too_large`, `too_deep`, `too_many` and `text_too_long` beyond the limits, `invalid_json`, and everything that is
    /// wrong with the fields, with paths such as `/0/cycle`.
    pub fn list_from_json(text: &str, limits: &Limits) -> Result<Vec<CarryOver>> {
        whole(Vec::new(), text, limits, "a list")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn refused(text: &str, limits: &Limits) -> (ErrorCode, String) {
        let error = CarryOver::list_from_json(text, limits).unwrap_err();
        (error.code(), error.path().to_owned())
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let limits = Limits::default();
        let refused = |text: &str| refused(text, &limits);
        assert_eq!(refused("[{").0, ErrorCode::InvalidJson);
        assert_eq!(refused("{}"), (ErrorCode::WrongType, String::new()));
        assert_eq!(refused("[] []"), (ErrorCode::InvalidJson, String::new()));
        assert_eq!(refused(r#"[{"of": "a", "id": "b"}]"#), (ErrorCode::MissingField, "/0".to_owned()));
        assert_eq!(refused(r#"[{"off": "a"}]"#), (ErrorCode::UnknownField, "/0/off".to_owned()));
        let along =
            |along: &str| refused(&format!(r#"[{{"of": "a", "id": "b", "cycle": "c", "key_results": {along}}}]"#));
        assert_eq!(along("[]"), (ErrorCode::WrongType, "/0/key_results".to_owned()));
        assert_eq!(along(r#"{"k/1": 2}"#), (ErrorCode::WrongType, "/0/key_results/k~11".to_owned()));
        assert_eq!(along(r#"{"k": "l", "k": "m"}"#).0, ErrorCode::DuplicateKey);
    }

    #[test]
    fn limits_hold() {
        let one = r#"{"of": "a", "id": "b", "cycle": "c"}"#;
        let two = format!("[{one}, {one}]");
        let mut limits = Limits::default();
        limits.others = 1;
        assert_eq!(refused(&two, &limits), (ErrorCode::TooMany, "/1".to_owned()));
        limits.bytes = 10;
        assert_eq!(refused(&two, &limits), (ErrorCode::TooLarge, String::new()));
    }
}
