//! What a row is called: the words of a policy for its status and its score.

use super::terms::Pass;
use super::{KeyResultView, ObjectiveView, Scorecard};
use crate::model::MeasureKind;
use crate::policy::StatusPolicy;
use crate::score::Status;
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
        let score = Some(view.evidence.progress).filter(|x| over && !x.is_nan()).map(score);
        let told = self.objectives.told.get(row as usize);
        let band = told.and_then(|told| told.verdict.band.label(&view.policy.status));
        let status = self.objective_row(row).status();
        Said { label: band.or(named(&view.policy.status, status)), score, grade: graded(pass, score) }
    }

    pub(crate) fn said_of_key_result<'a>(&self, pass: &Pass<'a>, row: u32, view: &KeyResultView<'a>) -> Said<'a> {
        let over = view.moment.is_closed() || view.asked.terms.window.is_over(pass.as_of);
        let score = Some(view.evidence.progress).filter(|x| over && !x.is_nan()).map(score);
        let told = self.key_results.told.get(row as usize);
        let band = told.and_then(|told| told.verdict.band.label(&view.policy.status));
        let status = self.key_result_row(row).status();
        let grade = match view.asked.terms.kind {
            MeasureKind::Levels => view.measured.level.and_then(|level| level.label.as_deref()),
            _ => graded(pass, score),
        };
        Said { label: band.or(named(&view.policy.status, status)), score, grade }
    }
}

/// The policy's word for a status that no band decided.
fn named(rules: &StatusPolicy, status: Status) -> Option<&str> {
    rules.labels.get(&status).map(String::as_str)
}

/// What a score is called.
fn graded<'a>(pass: &Pass<'a>, score: Option<f64>) -> Option<&'a str> {
    pass.plan.policy.score.bands.find(score?)?.label.as_deref()
}
