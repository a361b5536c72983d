//! Events as JSON text.

use super::events::Event;
use crate::document::print;
use crate::error::{Error, ErrorCode, Result};
use crate::limits::Limits;

impl Event {
    /// Reads an event from JSON; whether it fits a workspace shows when it is applied.
    ///
    /// ```
    /// use okr_core::Event;
    ///
    /// let event = Event::from_json(r#"{"of": "users", "kind": {"check_in": {"on": "2026-11-16", "value": 160}}}"#)?;
    /// assert_eq!(event.of, "users");
    /// let refused = Event::from_json(r#"{"of": "users", "kind": {"check_in": {"no": "2026-11-16"}}}"#).unwrap_err();
    /// assert_eq!(refused.code().as_str(), "unknown_field");
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `too_large` beyond the default limit of a document, `invalid_json`, and what is wrong with the fields.
    pub fn from_json(text: &str) -> Result<Event> {
        let most = Limits::default().bytes;
        if text.len() > most {
            let message = format!("found an event of {} bytes, expected at most {most}", text.len());
            return Err(Error::new(ErrorCode::TooLarge, "", message, "state less in one event"));
        }
        serde_json::from_str(text).map_err(|error| told(&error))
    }

    /// The event as JSON, on one line.
    ///
    /// ```
    /// use okr_core::{Date, Event, model::CheckIn};
    ///
    /// let event = Event::check_in("users", CheckIn::new(Date::new(2026, 11, 16)?, 160.0));
    /// assert_eq!(Event::from_json(&event.to_json())?, event);
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        print::to_json(self)
    }
}

/// What a reader of plain types said, under the codes of this crate. Types of the model that read themselves have told
/// the code in their message.
fn told(error: &serde_json::Error) -> Error {
    let message = error.to_string();
    let stated = message.strip_prefix("error[").and_then(|rest| rest.split_once("] "));
    let (code, message) = match stated {
        Some((code, message)) => (code.parse().ok(), message),
        None => (None, message.as_str()),
    };
    let by_words = || match message {
        _ if !error.is_data() => ErrorCode::InvalidJson,
        text if text.starts_with("unknown field") => ErrorCode::UnknownField,
        text if text.starts_with("missing field") => ErrorCode::MissingField,
        text if text.starts_with("duplicate field") => ErrorCode::DuplicateKey,
        text if text.starts_with("unknown variant") => ErrorCode::UnknownWord,
        _ => ErrorCode::WrongType,
    };
    Error::new(code.unwrap_or_else(by_words), "", message, "the fields are listed in docs/document.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_event_has_a_code() {
        let code = |text: &str| Event::from_json(text).unwrap_err().code();
        assert_eq!(code("{"), ErrorCode::InvalidJson);
        assert_eq!(code("[]"), ErrorCode::WrongType);
        assert_eq!(code(r#"{"of": "a"}"#), ErrorCode::MissingField);
        assert_eq!(code(r#"{"of": "a", "of": "b"}"#), ErrorCode::DuplicateKey);
        assert_eq!(code(r#"{"of": "a", "kind": {"check-in": {}}}"#), ErrorCode::UnknownWord);
        assert_eq!(code(r#"{"of": "a", "kind": {"check_in": {"on": "2026-02-30"}}}"#), ErrorCode::BadDate);
        assert_eq!(
            code(r#"{"of": "a", "kind": {"check_in": {"on": "2026-02-03", "value": "x"}}}"#),
            ErrorCode::WrongType
        );
    }
}
