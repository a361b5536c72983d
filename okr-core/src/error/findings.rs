//! A list of findings that stays short.

use super::{Finding, Severity};
use std::ops::Deref;

/// Findings that are listed; a document of millions of faults would otherwise fill memory with them.
pub(crate) const LISTED: usize = 1000;

/// What is doubtful, at most 1,000 entries, and how many more there are.
///
/// ```
/// use okr_core::Workspace;
///
/// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}"#)?;
/// let card = workspace.score("2026-11-21".parse()?);
/// let findings = card.findings(&workspace)?;
/// assert_eq!(findings[0].code.as_str(), "no_window");
/// assert_eq!(findings.unlisted(), 0);
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    listed: Vec<Finding>,
    unlisted: usize,
}

impl Findings {
    pub(crate) fn new(listed: Vec<Finding>, unlisted: usize) -> Findings {
        Findings { listed, unlisted }
    }

    /// How many more were found than are listed.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Lists one more. Hints make room for warnings.
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.listed.len() == LISTED {
            self.unlisted += 1;
            let last_hint = self.listed.iter().rposition(|listed| listed.severity == Severity::Hint);
            match last_hint.filter(|_| finding.severity != Severity::Hint) {
                Some(at) => drop(self.listed.remove(at)),
                None => return,
            }
        }
        self.listed.push(finding);
    }

    /// Whether a further finding of a severity would only be counted.
    pub(crate) fn only_counts(&mut self, severity: Severity) -> bool {
        let full = self.listed.len() == LISTED && severity == Severity::Hint;
        self.unlisted += usize::from(full);
        full
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.listed.retain(keep);
    }

    /// Both lists one after the other.
    pub(crate) fn and(mut self, more: Findings) -> Findings {
        self.unlisted += more.unlisted;
        more.listed.into_iter().for_each(|finding| self.push(finding));
        self
    }
}

impl Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.listed
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.listed.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.listed.iter()
    }
}
