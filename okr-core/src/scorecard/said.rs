//! What a row is called: the words of a policy for its status and its score.

use crate::policy::StatusPolicy;
use crate::score::Verdict;

/// The label of a row's status, its score, and what that is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'a> {
    pub(crate) label: Option<&'a str>,
    pub(crate) score: Option<f64>,
    pub(crate) grade: Option<&'a str>,
}

/// What a policy calls a status: by the band that decided, else its word for that status (S2).
pub(super) fn label<'a>(rules: &'a StatusPolicy, verdict: &Verdict) -> Option<&'a str> {
    verdict.band.label(rules).or_else(|| rules.labels.get(&verdict.status).map(String::as_str))
}
