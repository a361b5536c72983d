//! What a row is called: the words of a policy for its status and its score.

use super::terms::Pass;
use super::{KeyResultView, ObjectiveView, Scorecard};
use crate::model::MeasureKind;
use crate::policy::StatusPolicy;
use crate::score::Verdict;
use crate::score::grade::score;

/// The label of a row's status, its score, and what that is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'a> {
    pub(crate) label: Option<&'a str>,
    pub(crate) score: Option<f64>,
    pub(crate) grade: Option<&'a str>,
}

impl Scorecard {
    pub(crate) fn said_of_objective<'a>(&self, pass: &Pass<'a>, row: u32, view: &ObjectiveView<'a>) -> Said<'a> {
        let over = view.moment.is_closed() || pass.frame.objective_window(row).is_over(pass.as_of);
        let score =
            Some(view.evidence.progress).filter(|x| over && !x.is_nan()).map(|x| score(&pass.plan.policy.score, x));
        let told = self.objectives.told.get(row as usize);
        let label = told.and_then(|told| label(&view.policy.status, &told.verdict));
        Said { label, score, grade: graded(pass, score) }
    }

    pub(crate) fn said_of_key_result<'a>(&self, pass: &Pass<'a>, row: u32, view: &KeyResultView<'a>) -> Said<'a> {
        let over = view.moment.is_closed() || view.asked.terms.window.is_over(pass.as_of);
        let score =
            Some(view.evidence.progress).filter(|x| over && !x.is_nan()).map(|x| score(&pass.plan.policy.score, x));
        let told = self.key_results.told.get(row as usize);
        let label = told.and_then(|told| label(&view.policy.status, &told.verdict));
        let grade = match view.asked.terms.kind {
            MeasureKind::Levels => view.measured.level.and_then(|level| level.label.as_deref()),
            _ => graded(pass, score),
        };
        Said { label, score, grade }
    }
}

/// What a policy calls a status: by the band that decided, else its word for that status (S2).
pub(super) fn label<'a>(rules: &'a StatusPolicy, verdict: &Verdict) -> Option<&'a str> {
    verdict.band.label(rules).or_else(|| rules.labels.get(&verdict.status).map(String::as_str))
}

/// What a score is called.
fn graded<'a>(pass: &Pass<'a>, score: Option<f64>) -> Option<&'a str> {
    pass.plan.policy.score.bands.find(score?)?.label.as_deref()
}
