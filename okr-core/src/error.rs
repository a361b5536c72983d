//! One opaque error, and the findings it may carry.

mod code;
mod echo;
mod findings;
mod pointer;

pub use code::{ErrorCode, Severity};
pub(crate) use echo::is_bidi_control;
pub use echo::{harmless, quoted};
pub use findings::Findings;
pub(crate) use findings::LISTED;
pub use pointer::pointer_step;

use std::fmt;

/// One thing wrong or doubtful in a document, a policy or a scorecard.
///
/// ```
/// use okr_core::{Severity, Workspace};
///
/// let error = Workspace::from_json(r#"{"okr": 1, "nmae": "Acme"}"#).unwrap_err();
/// let finding = &error.findings()[0];
/// assert_eq!(finding.code.as_str(), "unknown_field");
/// assert_eq!(finding.severity, Severity::Error);
/// assert_eq!(finding.path, "/nmae");
/// assert!(finding.help.contains("`name`"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing it is.
    pub code: ErrorCode,
    /// How much it matters.
    pub severity: Severity,
    /// Where: a JSON pointer into the document, empty for the document itself.
    pub path: String,
    /// What was found and what was expected, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub help: String,
}

impl Finding {
    pub(crate) fn new(
        code: ErrorCode,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Finding { code, severity: code.severity(), path: path.into(), message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] ", self.severity.as_str(), self.code)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", harmless(&self.path, usize::MAX))?;
        }
        f.write_str(&self.message)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, " ({})", self.help) }
    }
}

/// Why a call failed.
///
/// An error has a stable [code](Error::code), the [path](Error::path) of the place, a [message](Error::message) and a
/// [help](Error::help). An unusable document carries all that was found, the errors first in [findings](Error::findings);
/// code, path, message and help are then those of the first error.
///
/// It prints as the first five findings, one a line, and how many more there are.
///
/// ```
/// let error = okr_core::Workspace::from_json(r#"{"okr": 1, "nmae": "Acme", "teams": [{}]}"#).unwrap_err();
/// let printed = error.to_string();
/// let lines: Vec<&str> = printed.lines().collect();
/// assert!(lines[0].starts_with("error[unknown_field] /nmae: found the field `nmae`"));
/// assert!(lines[1].starts_with("error[missing_field] /teams/0: found a team without `id`"));
/// assert_eq!(lines.len(), 2);
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    findings: Vec<Finding>,
    unlisted: usize,
}

/// The result of a call that can fail with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(
        code: ErrorCode,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Finding::new(code, path, message, help).into()
    }

    /// From everything that was found, at least one of it an error; `unlisted` more were counted and not kept.
    pub(crate) fn from_findings(mut findings: Vec<Finding>, unlisted: usize) -> Self {
        findings.sort_by_key(|finding| finding.severity != Severity::Error);
        Error(Box::new(Inner { findings, unlisted }))
    }

    fn first(&self) -> Option<&Finding> {
        self.0.findings.first()
    }

    /// The stable code of the first error.
    pub fn code(&self) -> ErrorCode {
        self.first().map_or(ErrorCode::InvalidJson, |finding| finding.code)
    }

    /// JSON pointer to the place, empty where the whole input is meant.
    pub fn path(&self) -> &str {
        self.first().map_or("", |finding| &finding.path)
    }

    /// What was found and what was expected.
    pub fn message(&self) -> &str {
        self.first().map_or("", |finding| &finding.message)
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        self.first().map_or("", |finding| &finding.help)
    }

    /// Everything found: first the errors, then what is only doubtful, each in the order of reading; at most 1,000 entries.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// How many more were found than [`findings`](Error::findings) lists.
    pub fn unlisted(&self) -> usize {
        self.0.unlisted
    }
}

impl From<Finding> for Error {
    fn from(finding: Finding) -> Self {
        Error::from_findings(vec![finding], 0)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Findings that are printed; a document of many faults would fill a screen with them.
        const SHOWN: usize = 5;
        for (at, finding) in self.0.findings.iter().take(SHOWN).enumerate() {
            f.write_str(if at == 0 { "" } else { "\n" })?;
            write!(f, "{finding}")?;
        }
        match (self.0.findings.len() + self.0.unlisted).saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

/// The same as its display, so that an `unwrap` in a host's test reads well.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// A number echoed in a message: very large and very small ones with an exponent instead of all their digits.
pub(crate) struct Told(pub(crate) f64);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Told(x) = self;
        let is_long = x.is_finite() && *x != 0.0 && !(1e-5..1e16).contains(&x.abs());
        if is_long { write!(f, "{x:e}") } else { write!(f, "{x}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word_wide_and_can_cross_threads() {
        fn shareable<T: Send + Sync>() {}
        shareable::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn long_numbers_are_told_with_an_exponent() {
        let told = |x: f64| Told(x).to_string();
        assert_eq!([0.0, -1.5, 1e15, 0.0001].map(told), ["0", "-1.5", "1000000000000000", "0.0001"]);
        assert_eq!([1e23, -1.7e308, 5e-324, f64::NAN].map(told), ["1e23", "-1.7e308", "5e-324", "NaN"]);
    }
}
