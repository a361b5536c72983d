//! Reading that goes on: what does not fit becomes a finding with its path, and the rest is still read.
//!
//! A [`Read`] fills a value in place, so that one scratch value serves a whole document, and so that a patch can be read
//! on top of a policy. Only a syntax error or a limit ends reading.

mod any;
mod found;
mod kept;
mod nested;
mod scalar;
mod unread;

pub(crate) use any::Skip;
pub(crate) use nested::{
    Elements, Object, TextOrList, TextOrObject, fields, list, object, text_or_list, text_or_object,
};
pub(crate) use scalar::{Blank, Fill, Handed, Read, Scalar, parsed, scalar, scalars, word};

use crate::cancel::{Brake, Cancelled};
use crate::error::{Error, ErrorCode, Finding, Findings, pointer_step};
use crate::limits::Limits;
use crate::words::{nearest, unknown};
use found::Found;
use serde::de;
use unread::Unread;

/// Names compared with misspelt ones while reading a document; after that many nothing is suggested any more.
const COMPARED: usize = 200_000;

#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Key(&'static str),
    Name(String),
    Index(usize),
}

/// What is known while a document is read: where we are, what was found, what is left of the limits.
pub(crate) struct Reader {
    pub(crate) limits: Limits,
    path: Vec<Segment>,
    depth: usize,
    others: usize,
    links: usize,
    check_ins: usize,
    /// Steps taken, to look now and then whether somebody has cancelled.
    steps: usize,
    found: Found,
    fatal: Option<Finding>,
    unread: Unread,
    /// How often something could not be read.
    refusals: usize,
    /// How many more names may be compared with misspelt ones.
    comparisons: usize,
}

impl Reader {
    pub(crate) fn new(limits: &Limits) -> Self {
        let mut reader = Reader {
            limits: limits.bounded(),
            path: Vec::with_capacity(16),
            depth: 0,
            others: 0,
            links: 0,
            check_ins: 0,
            steps: 0,
            found: Found::default(),
            fatal: None,
            unread: Unread::default(),
            refusals: 0,
            comparisons: COMPARED,
        };
        reader.look();
        reader
    }

    /// JSON pointer to where we are.
    pub(crate) fn pointer(&self) -> String {
        let mut out = String::new();
        for segment in &self.path {
            out.push('/');
            match segment {
                Segment::Key(key) => out.push_str(key),
                Segment::Name(name) => out.push_str(&pointer_step(name)),
                Segment::Index(index) => out.push_str(&index.to_string()),
            }
        }
        out
    }

    pub(crate) fn enter(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    /// Goes on to the next element of the list we are in.
    fn next_index(&mut self) {
        if let Some(Segment::Index(at)) = self.path.last_mut() {
            *at += 1;
        }
    }

    /// Runs `f` one step further down the path.
    pub(crate) fn at<T>(&mut self, segment: Segment, f: impl FnOnce(&mut Self) -> T) -> T {
        self.enter(segment);
        let result = f(self);
        self.leave();
        result
    }

    /// Reports a finding where we are.
    pub(crate) fn find(&mut self, code: ErrorCode, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(code, self.pointer(), message, help);
        self.push(finding);
    }

    /// Reports a finding at a field of where we are.
    pub(crate) fn find_at(
        &mut self,
        field: &'static str,
        code: ErrorCode,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.at(Segment::Key(field), |r| r.find(code, message, help));
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.found.push(finding);
        self.give_up();
    }

    /// Ends reading where there are so many errors that nobody will read on.
    fn give_up(&mut self) {
        const ENOUGH: usize = 100_000;
        if self.found.errors() == ENOUGH + 1 {
            self.fail(
                ErrorCode::TooMany,
                format!("found more than {ENOUGH} errors, the limit is {ENOUGH}"),
                "mend the first ones",
            );
        }
    }

    /// Reports that what stands here could not be read: nothing that follows from it is reported later.
    pub(crate) fn refuse(&mut self, code: ErrorCode, message: impl Into<String>, help: impl Into<String>) {
        self.find(code, message, help);
        self.note_unread();
    }

    /// Reports here that a field is missing which must be stated: what follows from that is not reported later.
    fn miss(&mut self, field: &'static str, code: ErrorCode, message: String, help: String) {
        self.find(code, message, help);
        self.at(Segment::Key(field), Self::note_unread);
    }

    fn note_unread(&mut self) {
        self.unread.note(self.pointer());
        self.refusals += 1;
    }

    /// Whether a field of where we are could not be read, as a whole or in part.
    #[inline]
    pub(crate) fn is_unread(&self, field: &'static str) -> bool {
        !self.unread.is_empty() && self.unread.touches(&format!("{}/{field}", self.pointer()))
    }

    /// Whether what stands here could not be read, as a whole or in part.
    #[inline]
    pub(crate) fn is_unread_here(&self) -> bool {
        !self.unread.is_empty() && self.unread.touches(&self.pointer())
    }

    /// Forgets what could not be read here, once all that follows from it has been looked at.
    #[inline]
    pub(crate) fn forget_unread(&mut self) {
        if !self.unread.is_empty() {
            self.unread.forget(&self.pointer());
        }
    }

    /// How many entries of lists were counted that have no limit of their own.
    pub(crate) fn others(&self) -> usize {
        self.others
    }

    /// How many errors were found.
    pub(crate) fn errors(&self) -> usize {
        self.found.errors()
    }

    /// How many errors are listed.
    pub(crate) fn listed(&self) -> usize {
        self.found.listed()
    }

    /// Reports errors of earlier places, ascending, each behind as many as were listed when its place was read.
    pub(crate) fn insert_errors(&mut self, errors: Vec<(usize, Finding)>) {
        for (before, (listed, finding)) in errors.into_iter().enumerate() {
            self.found.insert_error(listed + before, finding);
        }
    }

    /// Lists what another reader has found behind what this one has.
    pub(crate) fn take_over(&mut self, other: Reader) {
        self.found.take_over(other.found);
        self.fatal = self.fatal.take().or(other.fatal);
    }

    /// Counts one more error instead of putting it into words, where it would not be listed anyway.
    pub(crate) fn only_counts(&mut self) -> bool {
        let full = self.found.is_full();
        if full {
            self.found.count_error();
            self.give_up();
        }
        full
    }

    /// The name that a misspelt one may stand for; nothing once a document has had enough suggestions.
    pub(crate) fn nearest<'a>(&mut self, found: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let comparisons = &mut self.comparisons;
        nearest(
            found,
            names.take_while(|_| {
                *comparisons = comparisons.saturating_sub(1);
                *comparisons > 0
            }),
        )
    }

    /// Whether anything makes the document unusable so far.
    pub(crate) fn failed(&self) -> bool {
        self.fatal.is_some() || self.found.errors() > 0
    }

    /// Whether reading ended early.
    pub(crate) fn is_stopped(&self) -> bool {
        self.fatal.is_some()
    }

    /// What was found: an error with all of it where the document cannot be used, else the warnings and hints.
    pub(crate) fn finish(mut self) -> Result<Findings, Error> {
        if let Some(cancelled) = self.fatal.take_if(|fatal| fatal.code == ErrorCode::Cancelled) {
            // What was found so far is not all there is, and nobody waits for it.
            return Err(cancelled.into());
        }
        self.found.finish(self.fatal)
    }

    /// Ends reading: a limit, or a fault of the input as a whole.
    pub(crate) fn fail(&mut self, code: ErrorCode, message: String, help: &str) {
        if self.fatal.is_none() {
            let pointer = self.pointer();
            if code == ErrorCode::TooDeep {
                // Of nesting without end where another type belongs, the end of reading says it all.
                self.found.withdraw(ErrorCode::WrongType, &pointer);
            }
            self.fatal = Some(Finding::new(code, pointer, message, help));
        }
    }

    fn stop<E: de::Error>(&mut self, code: ErrorCode, message: String, help: &str) -> E {
        self.fail(code, message, help);
        E::custom("stopped")
    }

    /// Ends reading where somebody has cancelled it.
    pub(crate) fn look(&mut self) {
        if self.limits.brake().check().is_err() && self.fatal.is_none() {
            self.fatal = Error::from(Cancelled).findings().first().cloned();
        }
    }

    /// The same once in so many steps of reading a text, of which this is one.
    #[inline]
    pub(crate) fn step<E: de::Error>(&mut self) -> Result<(), E> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(Brake::STEPS) && self.limits.brake().check().is_err() {
            self.look();
            return Err(E::custom("stopped"));
        }
        Ok(())
    }

    /// Takes note of an error of the deserializer itself.
    pub(crate) fn fail_syntax(&mut self, error: &serde_json::Error) {
        if self.fatal.is_some() {
            return;
        }
        let text = error.to_string();
        if text.starts_with("number out of range") {
            self.fail(
                ErrorCode::NotFinite,
                format!("found {text}, expected a number that fits 64 bits"),
                "write a smaller number",
            );
        } else if text.starts_with("recursion limit") {
            self.fail(ErrorCode::TooDeep, format!("found {text}, expected fewer nested levels"), "nest less");
        } else {
            let message = format!("found broken JSON: {text}, expected valid JSON");
            self.fail(ErrorCode::InvalidJson, message, "correct the JSON at that line and column");
        }
    }

    /// Takes note of one more entry of a list.
    fn count_other<E: de::Error>(&mut self) -> Result<(), E> {
        self.others += 1;
        self.within("list entries", self.others - 1, self.limits.others)
    }

    /// Takes note of one more link.
    pub(crate) fn count_link<E: de::Error>(&mut self) -> Result<(), E> {
        self.links += 1;
        self.within("links", self.links - 1, self.limits.links)
    }

    /// Takes note of one more check-in or KPI reading.
    pub(crate) fn count_check_in<E: de::Error>(&mut self) -> Result<(), E> {
        self.check_ins += 1;
        self.within("check-ins", self.check_ins - 1, self.limits.check_ins)
    }

    /// Ends reading where one more would cross a limit.
    pub(crate) fn within<E: de::Error>(&mut self, what: &str, count: usize, limit: usize) -> Result<(), E> {
        self.step()?;
        self.count(what, count, limit);
        self.go_on()
    }

    /// Ends reading where a limit was crossed on the way.
    pub(crate) fn go_on<E: de::Error>(&self) -> Result<(), E> {
        if self.is_stopped() { Err(E::custom("stopped")) } else { Ok(()) }
    }

    /// Checks a count against its limit before one more is kept.
    pub(crate) fn count(&mut self, what: &str, count: usize, limit: usize) -> bool {
        if count < limit {
            return true;
        }
        self.fail(
            ErrorCode::TooMany,
            format!("found more than {limit} {what}, the limit is {limit}"),
            "raise the limit, or split the document",
        );
        false
    }

    /// Checks the length of a text before it is kept.
    fn text_fits<E: de::Error>(&mut self, text: &str) -> Result<(), E> {
        if self.takes_text(text) { Ok(()) } else { Err(E::custom("stopped")) }
    }

    /// Whether a text is within the limit; one that is not ends reading.
    #[inline]
    pub(crate) fn takes_text(&mut self, text: &str) -> bool {
        let (found, limit) = (text.len(), self.limits.text);
        if found > limit {
            let message = format!("found a text of {found} bytes, the limit is {limit}");
            self.fail(ErrorCode::TextTooLong, message, "shorten the text, or raise the limit");
        }
        found <= limit
    }

    /// Reports a value of a JSON type that does not belong here.
    pub(crate) fn wrong_type(&mut self, found: &str, expected: &str) {
        self.refuse(
            ErrorCode::WrongType,
            format!("found {found}, expected {expected}"),
            format!("write {expected} here"),
        );
    }

    /// Reports a word that is none of those allowed.
    pub(crate) fn unknown_word<'a>(&mut self, found: &str, words: impl Iterator<Item = &'a str> + Clone) {
        self.note_unread();
        if self.only_counts() {
            return;
        }
        let (message, help) = unknown(found, words);
        self.find(ErrorCode::UnknownWord, message, help);
    }
}

/// Reads a whole text that is no document: `what` it is called where it is too long.
pub(crate) fn whole<T: Read>(mut target: T, text: &str, limits: &Limits, what: &str) -> Result<T, Error> {
    let mut r = Reader::new(limits);
    if text.len() > r.limits.bytes {
        let message = format!("found {what} of {} bytes, the limit is {}", text.len(), r.limits.bytes);
        return Err(Error::new(ErrorCode::TooLarge, "", message, "state less at once, or raise the limit"));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if let Err(error) = target.read(&mut deserializer, &mut r).and_then(|()| deserializer.end()) {
        r.fail_syntax(&error);
    }
    r.finish().map(|_| target)
}

/// What a JSON value is called in messages.
pub(crate) fn type_of(json: &serde_json::Value) -> &'static str {
    match json {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "true or false",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "text",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "an object",
    }
}

/// One level further down, where the limit allows it.
fn deeper<E: de::Error>(r: &mut Reader) -> Result<(), E> {
    r.step()?;
    r.depth += 1;
    if r.depth <= r.limits.depth {
        return Ok(());
    }
    let limit = r.limits.depth;
    Err(r.stop(
        ErrorCode::TooDeep,
        format!("found more than {limit} nested levels, the limit is {limit}"),
        "nest less, or raise the limit",
    ))
}
