//! The long calls of a workspace, for who may want to stop them.

use crate::cancel::{Brake, Cancel};
use crate::compare::PolicyComparison;
use crate::date::Date;
use crate::document::print;
use crate::error::{Findings, Result};
use crate::policy::Policy;
use crate::scorecard::{Report, Scorecard, Scoring};
use crate::workspace::{Change, Workspace};

/// A workspace whose long calls can be cancelled: what [`Workspace::cancelled_by`] gives.
///
/// Its methods do what those of the same name of [`Workspace`] and [`Scorecard`] do, to the same bits. Each ends with the
/// error `cancelled` soon after somebody has called [`Cancel::cancel`].
#[derive(Clone, Copy, Debug)]
pub struct Cancellable<'a> {
    workspace: &'a Workspace,
    brake: Brake<'a>,
}

impl Workspace {
    /// The same workspace for calls that can be cancelled from another thread.
    ///
    /// ```
    /// # use okr_core::{Cancel, Date, ErrorCode, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let (cancel, date) = (Cancel::new(), Date::new(2026, 11, 21)?);
    /// let card = workspace.cancelled_by(&cancel).score(date)?;
    /// assert_eq!(card.to_json(&workspace)?, workspace.score(date).to_json(&workspace)?);
    ///
    /// cancel.cancel();
    /// let error = workspace.cancelled_by(&cancel).score(date).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::Cancelled);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cancelled_by<'a>(&'a self, cancel: &'a Cancel) -> Cancellable<'a> {
        Cancellable { workspace: self, brake: Brake::of(cancel) }
    }
}

impl<'a> Cancellable<'a> {
    /// Evaluates everything as of a date, as [`Workspace::score`].
    ///
    /// # Errors
    /// `cancelled`.
    pub fn score(self, as_of: Date) -> Result<Scorecard> {
        let mut card = Scorecard::default();
        self.score_into(&Scoring::as_of(as_of), &mut card)?;
        Ok(card)
    }

    /// Evaluates everything as of a date under another policy, as [`Workspace::score_with`].
    ///
    /// # Errors
    /// `cancelled`; `bad_policy` and the like, where the policy's fields do not fit together.
    pub fn score_with(self, policy: &Policy, as_of: Date) -> Result<Scorecard> {
        self.workspace.score_braked(policy, as_of, self.brake)
    }

    /// Evaluates into a scorecard that exists already, as [`Workspace::score_into`].
    ///
    /// ```
    /// # use okr_core::{Cancel, Date, Scoring, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let date = Date::new(2026, 11, 21)?;
    /// let mut card = workspace.score(date);
    /// let cancel = Cancel::new();
    /// cancel.cancel();
    /// assert!(workspace.cancelled_by(&cancel).score_into(&Scoring::as_of(date), &mut card).is_err());
    /// // Half of a scorecard is none: it is empty, and foreign to every workspace until it is filled again.
    /// assert_eq!(card.objectives().count(), 0);
    /// assert_eq!(card.report(&workspace).unwrap_err().code().as_str(), "foreign_scorecard");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `cancelled`; the scorecard is empty then.
    pub fn score_into(self, scoring: &Scoring, card: &mut Scorecard) -> Result<()> {
        Ok(card.fill(self.workspace, *scoring, None, self.brake)?)
    }

    /// Brings a scorecard up to date after a change, as [`Workspace::refresh`].
    ///
    /// # Errors
    /// `cancelled`; the scorecard is empty then, and is to be filled again.
    pub fn refresh(self, card: &mut Scorecard, change: &Change) -> Result<()> {
        Ok(self.workspace.refresh_braked(card, change, self.brake)?)
    }

    /// What changes when the workspace is counted by another policy, as [`Workspace::compare_policies`].
    ///
    /// # Errors
    /// `cancelled`; `bad_policy`, `bad_bands` or `out_of_range`, where the fields of one of the policies do not fit together.
    pub fn compare_policies(self, before: &Policy, after: &Policy, as_of: Date) -> Result<PolicyComparison<'a>> {
        self.workspace.compare_braked(before, after, as_of, self.brake)
    }

    /// What is doubtful about an evaluation of this workspace, as [`Scorecard::findings`].
    ///
    /// # Errors
    /// `cancelled`; `stale_scorecard`, `foreign_scorecard` and `partial_scorecard`.
    pub fn findings(self, card: &Scorecard) -> Result<Findings> {
        card.findings_braked(self.workspace, self.brake)
    }

    /// A whole scorecard of this workspace with its reasons, as [`Scorecard::report`].
    ///
    /// # Errors
    /// `cancelled`; `stale_scorecard`, `foreign_scorecard` and `partial_scorecard`.
    pub fn report(self, card: &'a Scorecard) -> Result<Report<'a>> {
        card.report_braked(self.workspace, self.brake)
    }

    /// A whole scorecard of this workspace as JSON, as [`Scorecard::to_json`].
    ///
    /// # Errors
    /// `cancelled`; `stale_scorecard`, `foreign_scorecard` and `partial_scorecard`.
    pub fn report_json(self, card: &Scorecard) -> Result<String> {
        let report = card.report_braked(self.workspace, self.brake)?;
        Ok(print::to_json_braked(&report, self.brake)?)
    }

    /// The document as it is now, as [`Workspace::to_json`].
    ///
    /// # Errors
    /// `cancelled`.
    pub fn to_json(self) -> Result<String> {
        Ok(self.workspace.print_braked(self.brake)?)
    }
}
