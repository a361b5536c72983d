//! Events as JSON text.

use super::events::{Event, EventKind};
use crate::date::Date;
use crate::document::print;
use crate::document::reader::{fields, whole};
use crate::error::{Error, ErrorCode, Result};
use crate::limits::Limits;
use crate::model::{Amendment, CheckIn, StateChange, StatusOverride};

/// An event as it is read: all that may be stated, as far as it is.
#[derive(Default)]
struct Stated {
    of: String,
    kind: StatedKind,
    at: Option<Date>,
    by: Option<String>,
}

/// What an event changes: one of these.
#[derive(Default)]
struct StatedKind {
    check_in: Option<CheckIn>,
    amendment: Option<Amendment>,
    state: Option<StateChange>,
    forced: Option<StatusOverride>,
}

fields!(Stated, "an event", required ["of", "kind"], |this| {
    "of" => this.of, "kind" => this.kind, "at" => this.at, "by" => this.by,
});

fields!(StatedKind, "the kind of an event", required [], |this| {
    "check_in" => this.check_in, "amendment" => this.amendment, "state" => this.state, "override" => this.forced,
});

impl StatedKind {
    /// The one kind that is stated.
    fn one(self) -> Result<EventKind> {
        let kinds = [
            self.check_in.map(EventKind::CheckIn),
            self.amendment.map(EventKind::Amendment),
            self.state.map(EventKind::State),
            self.forced.map(EventKind::Override),
        ];
        let mut stated = kinds.into_iter().flatten();
        let (code, found) = match (stated.next(), stated.count()) {
            (Some(kind), 0) => return Ok(kind),
            (None, _) => (ErrorCode::MissingField, "an event of no kind".to_owned()),
            (Some(_), more) => (ErrorCode::WrongType, format!("an event of {} kinds", more + 1)),
        };
        let kinds = "one of `check_in`, `amendment`, `state` and `override`";
        Err(Error::new(code, "/kind", format!("found {found}, expected {kinds}"), format!("state {kinds}")))
    }
}

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
    /// `too_large` beyond the default limit of documents, `invalid_json`, and everything that is wrong with the fields, as
    /// in a document, with paths such as `/kind/check_in/value`.
    pub fn from_json(text: &str) -> Result<Event> {
        Self::from_json_with(text, &Limits::default())
    }

    /// Reads an event from JSON as it comes from outside, such as under the [limits](crate::Workspace::limits) of the
    /// workspace that it is for.
    ///
    /// ```
    /// use okr_core::{Event, Limits};
    ///
    /// let mut limits = Limits::default();
    /// limits.bytes = 10;
    /// let refused = Event::from_json_with(r#"{"of": "users"}"#, &limits).unwrap_err();
    /// assert_eq!(refused.code().as_str(), "too_large");
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_json`](Event::from_json).
    pub fn from_json_with(text: &str, limits: &Limits) -> Result<Event> {
        let stated = whole(Stated::default(), text, limits, "an event")?;
        Ok(Event { of: stated.of, kind: stated.kind.one()?, at: stated.at, by: stated.by })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_event_has_a_code_and_a_place() {
        let told = |text: &str| {
            let error = Event::from_json(text).unwrap_err();
            (error.code(), error.path().to_owned())
        };
        let check_in = |fields: &str| told(&format!(r#"{{"of": "a", "kind": {{"check_in": {{{fields}}}}}}}"#));
        let measure = |fields: &str| {
            told(&format!(r#"{{"of": "a", "kind": {{"amendment": {{"on": "2026-02-03", "measure": {{{fields}}}}}}}}}"#))
        };
        let at = |code: ErrorCode, path: &str| (code, path.to_owned());
        assert_eq!(told("{"), at(ErrorCode::InvalidJson, ""));
        let event = r#"{"of": "a", "kind": {"check_in": {"on": "2026-02-03"}}}"#;
        assert_eq!(told(&format!("{event} {event}")), at(ErrorCode::InvalidJson, ""));
        assert_eq!(told("[]"), at(ErrorCode::WrongType, ""));
        assert_eq!(told(r#"{"of": "a"}"#), at(ErrorCode::MissingField, ""));
        assert_eq!(told(r#"{"of": "a", "of": "b"}"#), at(ErrorCode::DuplicateKey, "/of"));
        assert_eq!(told(r#"{"of": "a", "kind": {}}"#), at(ErrorCode::MissingField, "/kind"));
        assert_eq!(told(r#"{"of": "a", "kind": {"check-in": {}}}"#), at(ErrorCode::UnknownField, "/kind/check-in"));
        let both = r#"{"check_in": {"on": "2026-02-03"}, "state": {"on": "2026-02-03", "state": "draft"}}"#;
        assert_eq!(told(&format!(r#"{{"of": "a", "kind": {both}}}"#)), at(ErrorCode::WrongType, "/kind"));
        assert_eq!(check_in(r#""on": "2026-02-30""#), at(ErrorCode::BadDate, "/kind/check_in/on"));
        assert_eq!(check_in(r#""on": "2026-02-03", "value": "x""#), at(ErrorCode::WrongType, "/kind/check_in/value"));
        assert_eq!(measure(r#""kind": "mvoe""#), at(ErrorCode::UnknownWord, "/kind/amendment/measure/kind"));
        assert_eq!(
            measure(r#""kind": "move", "target": "x""#),
            at(ErrorCode::BadTarget, "/kind/amendment/measure/target")
        );
    }

    #[test]
    fn everything_wrong_with_an_event_is_told_at_once() {
        let error = Event::from_json(r#"{"off": "a", "kind": {"state": {"on": "2026-02-03", "state": "clsed"}}}"#);
        let codes: Vec<ErrorCode> = error.unwrap_err().findings().iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [ErrorCode::UnknownField, ErrorCode::UnknownWord, ErrorCode::MissingField]);
    }

    #[test]
    fn what_is_not_stated_may_be_null() {
        let stated =
            r#"{"of": "a", "kind": {"check_in": {"on": "2026-02-03", "value": null}}, "at": null, "by": null}"#;
        let event = Event::from_json(stated).unwrap();
        assert_eq!(event.to_json(), r#"{"of":"a","kind":{"check_in":{"on":"2026-02-03"}}}"#);
    }
}
