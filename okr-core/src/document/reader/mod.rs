//! Reading that goes on: what does not fit becomes a finding with its path, and the rest is still read.
//!
//! A [`Read`] fills a value in place, so that one scratch value serves a whole document, and so that a patch can be read
//! on top of a policy. Only a syntax error or a limit ends reading.

mod any;
mod nested;
mod scalar;

pub(crate) use any::Skip;
pub(crate) use nested::{Elements, Object, fields, list, object};
pub(crate) use scalar::{Blank, Fill, Read, Scalar, parsed, scalar, scalars, word};

use crate::error::{Error, ErrorCode, Finding, Severity, quoted};
use crate::limits::Limits;
use crate::words::nearest;
use serde::de;

/// Findings kept; more are only counted.
const LISTED: usize = 1000;

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
    findings: Vec<Finding>,
    unlisted: usize,
    unlisted_errors: usize,
    fatal: Option<Finding>,
}

impl Reader {
    pub(crate) fn new(limits: &Limits) -> Self {
        Reader {
            limits: limits.bounded(),
            path: Vec::with_capacity(16),
            depth: 0,
            others: 0,
            findings: Vec::new(),
            unlisted: 0,
            unlisted_errors: 0,
            fatal: None,
        }
    }

    /// JSON pointer to where we are.
    pub(crate) fn pointer(&self) -> String {
        let mut out = String::new();
        for segment in &self.path {
            out.push('/');
            match segment {
                Segment::Key(key) => out.push_str(key),
                Segment::Name(name) => out.push_str(&escaped(name)),
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
        if self.findings.len() < LISTED {
            self.findings.push(finding);
        } else {
            self.unlisted += 1;
            self.unlisted_errors += usize::from(finding.severity == Severity::Error);
        }
    }

    /// Whether anything makes the document unusable so far.
    pub(crate) fn failed(&self) -> bool {
        self.fatal.is_some()
            || self.unlisted_errors > 0
            || self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Whether reading ended early.
    pub(crate) fn is_stopped(&self) -> bool {
        self.fatal.is_some()
    }

    /// What was found: an error with all of it where the document cannot be used, else the warnings and hints.
    pub(crate) fn finish(self) -> Result<Vec<Finding>, Error> {
        let failed = self.failed();
        let mut findings = self.findings;
        findings.extend(self.fatal);
        if failed { Err(Error::from_findings(findings, self.unlisted)) } else { Ok(findings) }
    }

    /// Ends reading: a limit, or a fault of the input as a whole.
    pub(crate) fn fail(&mut self, code: ErrorCode, message: String, help: &str) {
        if self.fatal.is_none() {
            self.fatal = Some(Finding::new(code, self.pointer(), message, help));
        }
    }

    fn stop<E: de::Error>(&mut self, code: ErrorCode, message: String, help: &str) -> E {
        self.fail(code, message, help);
        E::custom("stopped")
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
            self.fail(ErrorCode::TooDeep, text, "nest less");
        } else {
            self.fail(ErrorCode::InvalidJson, text, "correct the JSON at that line and column");
        }
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

    fn wrong_type(&mut self, found: &str, expected: &str) {
        self.find(
            ErrorCode::WrongType,
            format!("found {found}, expected {expected}"),
            format!("write {expected} here"),
        );
    }

    /// Reports a word that is none of those allowed.
    pub(crate) fn unknown_word<'a>(&mut self, found: &str, words: impl Iterator<Item = &'a str> + Clone) {
        let list = words.clone().map(quoted).collect::<Vec<_>>().join(", ");
        let help = nearest(found, words)
            .map_or_else(|| "use one of these words".to_owned(), |near| format!("did you mean {}?", quoted(near)));
        self.find(ErrorCode::UnknownWord, format!("found {}, expected one of {list}", quoted(found)), help);
    }
}

/// A key as it stands in a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// One level further down, where the limit allows it.
fn deeper<E: de::Error>(r: &mut Reader) -> Result<(), E> {
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
