//! The details of objectives.

use super::super::objective::{ObjectiveView, Source};
use super::super::own_scale::OwnScale;
use super::super::report::{GuardrailReport, HoldState};
use super::super::rows::ObjectiveRow;
use super::super::said::label;
use super::super::terms::Moment;
use super::Details;
use crate::date::Date;
use crate::model::{Ambition, State};
use crate::policy::Policy;
use crate::workspace::ObjectiveRules;

/// Reads one objective.
#[derive(Clone, Copy)]
pub struct ObjectiveDetails<'a> {
    pub(super) all: Details<'a>,
    pub(super) row: u32,
}

impl<'a> ObjectiveDetails<'a> {
    #[inline]
    fn at(self) -> usize {
        self.row as usize
    }

    #[inline]
    pub(super) fn policy(self) -> &'a Policy {
        self.all.pass.policy(self.row)
    }

    #[inline]
    pub(super) fn moment(self) -> Moment<'a> {
        if self.rules().is_none() {
            Moment::plain(self.all.pass.as_of)
        } else {
            self.all.pass.objective_moment(self.row)
        }
    }

    #[inline]
    pub(super) fn rules(self) -> Option<&'a ObjectiveRules> {
        self.all.pass.objective_rules(self.row)
    }

    /// By the general rules: what only few rows need.
    pub(super) fn view(self) -> ObjectiveView<'a> {
        self.all.pass.objective_view(self.row, &self.all.card.seen())
    }

    /// Its row of the scorecard.
    #[inline]
    pub fn shown(self) -> ObjectiveRow<'a> {
        self.all.card.objective_row(self.row)
    }

    /// Id of its cycle.
    #[inline]
    pub fn cycle(self) -> Option<&'a str> {
        let frame = self.all.pass.frame;
        let cycle = frame.cycle_of(self.row)?;
        Some(frame.cycle_names.text(&frame.texts, cycle.name))
    }

    /// Id of the team it counts for: its own, else its owner's.
    #[inline]
    pub fn team(self) -> Option<&'a str> {
        let frame = self.all.pass.frame;
        let team = frame.teams.get(frame.team_of(self.row) as usize)?;
        Some(frame.team_names.text(&frame.texts, team.name))
    }

    /// Id of its owner.
    #[inline]
    pub fn owner(self) -> Option<&'a str> {
        let frame = self.all.pass.frame;
        frame.person_id(frame.objectives.owner[self.at()])
    }

    /// How sure the promise is, as stated.
    #[inline]
    pub fn ambition(self) -> Option<Ambition> {
        self.all.pass.frame.objectives.ambition[self.at()]
    }

    /// Its state.
    #[inline]
    pub fn state(self) -> State {
        self.moment().state
    }

    /// First day of its window.
    #[inline]
    pub fn start(self) -> Option<Date> {
        self.all.pass.frame.objective_window(self.row).start
    }

    /// Last day of its window.
    #[inline]
    pub fn due(self) -> Option<Date> {
        self.all.pass.frame.objective_window(self.row).end
    }

    /// Day of the last check-in that is seen, on it or on one of its key results.
    #[inline]
    pub fn last_check_in(self) -> Option<Date> {
        let own = self.rules().and_then(|rules| {
            let seen = rules.on.partition_point(|on| *on <= self.moment().cutoff);
            rules.on.get(..seen)?.last().copied()
        });
        let key_results = self.all.pass.frame.objectives.key_results(self.row);
        own.max(key_results.filter_map(|row| self.all.key_result(row).last_check_in()).max())
    }

    /// How many key results it has.
    #[inline]
    pub fn key_results(self) -> u32 {
        self.all.pass.frame.objectives.key_results(self.row).len() as u32
    }

    /// Its guardrails, in the order of the document.
    pub fn guardrails(self) -> Vec<GuardrailReport<'a>> {
        let frame = self.all.pass.frame;
        let mut guardrails: Vec<(u32, GuardrailReport<'a>)> = Vec::new();
        self.all.pass.guardrails(self.row, &self.all.card.seen(), |key_result, hold| {
            let report = GuardrailReport { id: frame.key_result_id(key_result), state: HoldState::of(hold) };
            guardrails.push((frame.key_results.place[key_result as usize], report));
        });
        guardrails.sort_unstable_by_key(|(place, _)| *place);
        guardrails.into_iter().map(|(_, report)| report).collect()
    }

    /// How its number came about.
    #[inline]
    pub(super) fn source(self) -> Source {
        let pass = &self.all.pass;
        let choice = pass.plan.choice(pass.frame, pass.history, self.row);
        // A value by hand is among its rules; whether it holds is for the general rules to say.
        if choice.by_hand && self.rules().is_some() { self.view().source } else { Source::of(choice.of) }
    }

    #[inline]
    pub(crate) fn own_scale(self) -> OwnScale<'a> {
        let columns = &self.all.card.objectives;
        let numbers = (columns.value.at(self.row), columns.progress.at(self.row));
        self.all.pass.own_scale(self.row, self.source(), numbers)
    }

    /// Present value on the scale of its own measure.
    #[inline]
    pub fn value(self) -> Option<f64> {
        self.own_scale().value
    }

    /// Start value of its own measure.
    #[inline]
    pub fn baseline(self) -> Option<f64> {
        self.own_scale().baseline
    }

    /// Target of its own measure.
    #[inline]
    pub fn target(self) -> Option<f64> {
        self.own_scale().target
    }

    /// The unit of its own measure.
    #[inline]
    pub fn unit(self) -> Option<&'a str> {
        self.own_scale().unit
    }

    /// What the policy calls its status.
    #[inline]
    pub fn label(self) -> Option<&'a str> {
        let told = self.all.card.objectives.told.get(self.at())?;
        label(&self.policy().status, &told.verdict)
    }

    /// The computed grade, once it is over.
    #[inline]
    pub fn score(self) -> Option<f64> {
        let pass = &self.all.pass;
        let over = pass.frame.objective_window(self.row).is_over(pass.as_of) || self.moment().is_closed();
        self.all.score(self.all.card.objectives.progress.at(self.row), over)
    }

    /// What the score is called.
    #[inline]
    pub fn grade(self) -> Option<&'a str> {
        self.all.graded(|| self.score())
    }
}
