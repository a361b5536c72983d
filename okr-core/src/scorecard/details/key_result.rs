//! The details of key results.

use super::super::key_result::{KeyResultView, anchor};
use super::super::rows::KeyResultRow;
use super::super::said::label;
use super::super::terms::{Moment, Terms};
use super::{Details, ObjectiveDetails};
use crate::date::Date;
use crate::model::{Ambition, MeasureKind, Role, State};
use crate::score::pace::Window;
use crate::workspace::{KeyResultRules, NEVER};

/// Reads one key result.
#[derive(Clone, Copy)]
pub struct KeyResultDetails<'a> {
    pub(super) all: Details<'a>,
    pub(super) row: u32,
}

impl<'a> KeyResultDetails<'a> {
    #[inline]
    fn at(self) -> usize {
        self.row as usize
    }

    /// Its row of the scorecard.
    #[inline]
    pub fn shown(self) -> KeyResultRow<'a> {
        self.all.card.key_result_row(self.row)
    }

    /// Its objective.
    #[inline]
    pub fn objective(self) -> ObjectiveDetails<'a> {
        self.all.objective(self.all.pass.frame.key_results.objective[self.at()])
    }

    #[inline]
    pub(super) fn rules(self) -> Option<&'a KeyResultRules> {
        self.all.pass.key_result_rules(self.row)
    }

    #[inline]
    fn is_amended(self) -> bool {
        self.rules().is_some_and(|rules| !rules.amendments.is_empty())
    }

    #[inline]
    pub(super) fn moment(self) -> Moment<'a> {
        let objective = self.objective();
        if self.rules().is_none() && objective.rules().is_none() {
            return Moment::plain(self.all.pass.as_of);
        }
        self.all.pass.key_result_moment(self.row, &objective.moment())
    }

    fn terms(self) -> Terms<'a> {
        self.all.pass.terms(self.row, self.moment().cutoff)
    }

    /// By the general rules: what only few rows need.
    pub(super) fn view(self) -> KeyResultView<'a> {
        self.all.pass.key_result_view(self.row, &self.all.card.seen())
    }

    /// Whether it counts or guards.
    #[inline]
    pub fn role(self) -> Role {
        self.all.pass.role(self.row)
    }

    /// Id of its owner.
    #[inline]
    pub fn owner(self) -> Option<&'a str> {
        let frame = self.all.pass.frame;
        frame.person_id(frame.key_results.owner[self.at()])
    }

    /// How sure the promise is, as stated by it or its objective.
    #[inline]
    pub fn ambition(self) -> Option<Ambition> {
        self.rules().and_then(|rules| rules.ambition).or_else(|| self.objective().ambition())
    }

    /// Its own state.
    #[inline]
    pub fn state(self) -> State {
        self.moment().state
    }

    /// How it is measured, by the amendments in force.
    #[inline]
    pub fn measure(self) -> MeasureKind {
        if self.is_amended() { self.terms().kind } else { self.all.pass.frame.key_results.kind[self.at()] }
    }

    /// The unit of its values, by the amendments in force.
    #[inline]
    pub fn unit(self) -> Option<&'a str> {
        self.all.pass.unit_in_force(self.row)
    }

    #[inline]
    fn window(self) -> Window {
        if self.is_amended() { self.terms().window } else { self.all.pass.stated_window(self.row) }
    }

    /// First day of its window.
    #[inline]
    pub fn start(self) -> Option<Date> {
        self.window().start
    }

    /// Last day of its window.
    #[inline]
    pub fn due(self) -> Option<Date> {
        self.window().end
    }

    /// Day of the last check-in that is seen, and how many are.
    #[inline]
    fn seen(self) -> (Option<Date>, u32) {
        let (history, cutoff) = (self.all.pass.history, self.moment().cutoff);
        let last = history.last_on[self.at()];
        // Where nothing lies ahead and no rule picks among them, all are seen.
        if last <= cutoff && self.rules().is_none() {
            return (Some(last).filter(|last| *last != NEVER), history.runs[self.at()].len);
        }
        let visible = self.all.pass.visible(self.row, &self.terms(), cutoff);
        (visible.last_on(), visible.on.len() as u32)
    }

    /// Day of the last check-in that is seen, or reading of its KPI where it reads that.
    #[inline]
    pub fn last_check_in(self) -> Option<Date> {
        self.seen().0
    }

    /// How many check-ins or readings are seen.
    #[inline]
    pub fn check_ins(self) -> u32 {
        self.seen().1
    }

    /// Whole days since the last check-in, or since the start, where somebody waits for one.
    #[inline]
    pub fn stale_days(self) -> Option<i32> {
        let moment = self.moment();
        let anchor = anchor(self.measure(), self.window(), self.last_check_in(), &moment)?;
        Some(moment.cutoff.days() - anchor.days())
    }

    /// What the policy calls its status.
    #[inline]
    pub fn label(self) -> Option<&'a str> {
        let told = self.all.card.key_results.told.get(self.at())?;
        label(&self.objective().policy().status, &told.verdict)
    }

    /// The computed grade, once it is over.
    #[inline]
    pub fn score(self) -> Option<f64> {
        let pass = self.all.pass;
        let over = self.window().is_over(pass.as_of) || self.moment().is_closed();
        self.all.score(self.all.card.key_results.progress.at(self.row), over)
    }

    /// What the score, or the level reached, is called.
    #[inline]
    pub fn grade(self) -> Option<&'a str> {
        match self.measure() {
            MeasureKind::Levels => self.view().measured.level.and_then(|level| level.label.as_deref()),
            _ => self.all.graded(|| self.score()),
        }
    }
}
