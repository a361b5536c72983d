//! What was found so far. Errors and what is only doubtful are kept apart, so that neither crowds out the other.

use crate::error::{Error, ErrorCode, Finding, Findings, LISTED, Severity};

#[derive(Default)]
pub(super) struct Found {
    errors: Vec<Finding>,
    doubts: Vec<Finding>,
    unlisted_errors: usize,
    unlisted_doubts: usize,
}

impl Found {
    pub(super) fn push(&mut self, finding: Finding) {
        let (list, unlisted) = match finding.severity {
            Severity::Error => (&mut self.errors, &mut self.unlisted_errors),
            Severity::Warning | Severity::Hint => (&mut self.doubts, &mut self.unlisted_doubts),
        };
        if list.len() < LISTED {
            list.push(finding);
        } else {
            *unlisted += 1;
        }
    }

    /// Lists an error as if it had been found when that many were listed.
    pub(super) fn insert_error(&mut self, listed: usize, finding: Finding) {
        self.errors.insert(listed.min(self.errors.len()), finding);
        if self.errors.len() > LISTED {
            self.errors.pop();
            self.unlisted_errors += 1;
        }
    }

    /// All that was found elsewhere, behind what was found here.
    pub(super) fn take_over(&mut self, other: Found) {
        other.errors.into_iter().chain(other.doubts).for_each(|finding| self.push(finding));
        self.unlisted_errors += other.unlisted_errors;
        self.unlisted_doubts += other.unlisted_doubts;
    }

    /// How many errors are listed.
    pub(super) fn listed(&self) -> usize {
        self.errors.len()
    }

    /// Takes back the last error, where it is one of a code at a place.
    pub(super) fn withdraw(&mut self, code: ErrorCode, path: &str) {
        if self.unlisted_errors == 0 && self.errors.last().is_some_and(|last| last.code == code && last.path == path) {
            self.errors.pop();
        }
    }

    /// Counts an error without its words.
    pub(super) fn count_error(&mut self) {
        self.unlisted_errors += 1;
    }

    /// Whether a further error would only be counted.
    pub(super) fn is_full(&self) -> bool {
        self.errors.len() == LISTED
    }

    /// How many errors there are.
    pub(super) fn errors(&self) -> usize {
        self.errors.len() + self.unlisted_errors
    }

    /// An error with all that was found where the document cannot be used, else what is doubtful. What ended reading is
    /// always listed.
    pub(super) fn finish(mut self, fatal: Option<Finding>) -> Result<Findings, Error> {
        if self.errors() == 0 && fatal.is_none() {
            return Ok(Findings::new(self.doubts, self.unlisted_doubts));
        }
        let found = self.errors() + self.doubts.len() + self.unlisted_doubts + usize::from(fatal.is_some());
        let mut listed = self.errors;
        listed.truncate(LISTED - usize::from(fatal.is_some()));
        listed.extend(fatal);
        self.doubts.truncate(LISTED - listed.len());
        listed.append(&mut self.doubts);
        let unlisted = found - listed.len();
        Err(Error::from_findings(listed, unlisted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(code: ErrorCode, at: usize) -> Finding {
        Finding::new(code, at.to_string(), "found", "help")
    }

    fn found(errors: usize, doubts: usize) -> Found {
        let mut found = Found::default();
        (0..doubts).for_each(|at| found.push(finding(ErrorCode::NoOverlap, at)));
        (0..errors).for_each(|at| found.push(finding(ErrorCode::NegativeWeight, at)));
        found
    }

    #[test]
    fn a_thousand_are_listed_errors_first_and_the_rest_counted() {
        for (errors, doubts) in [(1, 0), (1, 1200), (999, 2), (1000, 0), (1200, 1300)] {
            let error = found(errors, doubts).finish(None).unwrap_err();
            assert_eq!(error.code(), ErrorCode::NegativeWeight);
            assert_eq!(error.findings().len(), (errors + doubts).min(1000));
            assert_eq!(error.findings().len() + error.unlisted(), errors + doubts);
        }
        let doubts = found(0, 1200).finish(None).unwrap();
        assert_eq!((doubts.len(), doubts.unlisted()), (1000, 200));
    }

    #[test]
    fn an_error_found_late_is_listed_where_it_belongs() {
        let mut found = found(999, 0);
        for late in [1, 1000] {
            found.insert_error(late, finding(ErrorCode::DuplicateId, late));
        }
        found.insert_error(3, finding(ErrorCode::DuplicateId, 3));
        let error = found.finish(None).unwrap_err();
        let late = |at: usize| error.findings()[at].code == ErrorCode::DuplicateId;
        assert!(late(1) && late(3) && !late(2) && !late(999));
        assert_eq!((error.findings().len(), error.unlisted()), (1000, 2));
    }

    #[test]
    fn what_ended_reading_is_always_listed() {
        for (errors, doubts) in [(0, 0), (0, 1200), (1200, 0), (1000, 1000)] {
            let fatal = finding(ErrorCode::TooDeep, 0);
            let error = found(errors, doubts).finish(Some(fatal.clone())).unwrap_err();
            assert!(error.findings().contains(&fatal) && error.findings().len() <= 1000);
            assert_eq!(error.findings().len() + error.unlisted(), errors + doubts + 1);
        }
    }
}
