//! What reports and tables say of rows besides the columns of numbers, one value at a time: who asks for one value of
//! every row pays for that alone.

mod key_result;
mod objective;
mod places;
mod shares;

pub use key_result::KeyResultDetails;
pub use objective::ObjectiveDetails;
pub use places::Place;
pub use shares::Share;

use super::Scorecard;
use super::report::OverrideReport;
use super::said::Said;
use super::terms::Pass;
use crate::error::Result;
use crate::score::Status;
use crate::score::grade::score;
use crate::workspace::Workspace;

/// Reads a scorecard together with its workspace.
#[derive(Clone, Copy)]
pub struct Details<'a> {
    card: &'a Scorecard,
    pass: Pass<'a>,
}

impl Scorecard {
    /// All that a report says of rows, for hosts that take whole columns; the report itself says it in these words.
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    #[doc(hidden)]
    pub fn details<'a>(&'a self, workspace: &'a Workspace) -> Result<Details<'a>> {
        self.check_whole(workspace)?;
        Ok(self.details_of(&self.pass(workspace)))
    }

    pub(crate) fn details_of<'a>(&'a self, pass: &Pass<'a>) -> Details<'a> {
        Details { card: self, pass: *pass }
    }
}

impl<'a> Details<'a> {
    /// Those of an objective by its row.
    #[inline]
    pub fn objective(&self, row: u32) -> ObjectiveDetails<'a> {
        ObjectiveDetails { all: *self, row }
    }

    /// Those of a key result by its row.
    #[inline]
    pub fn key_result(&self, row: u32) -> KeyResultDetails<'a> {
        KeyResultDetails { all: *self, row }
    }

    /// The rows of all key results in the order of the document.
    pub fn key_results_as_given(&self) -> Vec<u32> {
        let frame = self.pass.frame;
        let mut rows = Vec::with_capacity(frame.key_results.len());
        for objective in &frame.objective_order {
            let first = rows.len();
            rows.extend(frame.objectives.key_results(*objective));
            rows[first..].sort_unstable_by_key(|row| frame.key_results.place[*row as usize]);
        }
        rows
    }

    /// The rows of all objectives in the order of the document.
    pub fn objectives_as_given(&self) -> Vec<u32> {
        self.pass.frame.objective_order.clone()
    }

    /// The score of a row that is over.
    fn score(&self, progress: f64, over: bool) -> Option<f64> {
        (over && !progress.is_nan()).then(|| score(&self.pass.plan.policy.score, progress))
    }

    /// What a score is called.
    fn graded(&self, score: impl FnOnce() -> Option<f64>) -> Option<&'a str> {
        let bands = &self.pass.plan.policy.score.bands;
        // Most policies have no words for scores.
        if bands.list.is_empty() { None } else { bands.find(score()?)?.label.as_deref() }
    }
}

/// What is said of objectives and key results in the same words.
macro_rules! said_alike {
    ($($details:ident),*) => { $(
        impl<'a> $details<'a> {
            pub(crate) fn said(self) -> Said<'a> {
                Said { label: self.label(), score: self.score(), grade: self.grade() }
            }

            /// The grade given by hand when it was closed.
            #[inline]
            pub fn manual_score(self) -> Option<f64> {
                self.moment().change.and_then(|change| change.score)
            }

            /// The status set by hand, where one is in force.
            pub fn forced(self) -> Option<OverrideReport<'a>> {
                self.rules().filter(|rules| !rules.overrides.is_empty())?;
                let view = self.view();
                view.forced.map(|entry| OverrideReport::new(entry, &view.policy.status, view.evidence))
            }

            /// The status without the one set by hand, where one is.
            #[inline]
            pub fn computed_status(self) -> Option<Status> {
                self.forced().map(|forced| forced.computed)
            }
        }
    )* };
}

said_alike!(ObjectiveDetails, KeyResultDetails);
