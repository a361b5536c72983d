//! The long calls of a workspace, with what may stop them.

use super::{Change, Workspace, printed};
use crate::cancel::{Brake, Cancelled};
use crate::date::Date;
use crate::document::print;
use crate::error::Result;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::scorecard::{Scorecard, Scoring};
use std::sync::Arc;

impl Workspace {
    pub(crate) fn score_braked(&self, policy: &Policy, as_of: Date, brake: Brake<'_>) -> Result<Scorecard> {
        policy.check()?;
        let plan = Plan::new(&self.frame, &self.history, policy.clone(), brake)?;
        let mut card = Scorecard::default();
        card.fill(self, Scoring::as_of(as_of), Some(Arc::new(plan)), brake)?;
        Ok(card)
    }

    pub(crate) fn refresh_braked(
        &self,
        card: &mut Scorecard,
        change: &Change,
        brake: Brake<'_>,
    ) -> Result<(), Cancelled> {
        if change.of == self.identity && change.to == self.revision && card.can_refresh(self, change.since) {
            return card.bring_up_to_date(self, change.rows(), brake);
        }
        card.fill_again(self, brake)
    }

    pub(crate) fn print_braked(&self, brake: Brake<'_>) -> Result<String, Cancelled> {
        print::to_json_braked(&printed::Printed(self), brake)
    }
}
