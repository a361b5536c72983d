//! One key result by the general rules.

use super::columns::{Flags, LeftOut, Told};
use super::measured::{Asked, Measured};
use super::members::Seen;
use super::terms::{Moment, Pass, Terms};
use super::unfit::Unfit;
use crate::date::Date;
use crate::model::{MeasureKind, Role, State, StatusOverride};
use crate::policy::{Missing, Policy, StaleAfter, StaleEffect};
use crate::score::grade::attained;
use crate::score::pace::Window;
use crate::score::{Evidence, Status, StatusRules};
use crate::workspace::state_on;

/// All that is computed of a key result. Numbers that are absent are NaN.
#[derive(Clone, Copy)]
pub(crate) struct KeyResultResult {
    pub(crate) value: f64,
    pub(crate) raw: f64,
    pub(crate) progress: f64,
    pub(crate) expected: f64,
    pub(crate) confidence: f64,
    pub(crate) told: Told,
    pub(crate) excluded: LeftOut,
}

/// A key result with everything that its result is made of, for explaining.
pub(crate) struct KeyResultView<'a> {
    pub(crate) asked: Asked<'a>,
    pub(crate) moment: Moment<'a>,
    pub(crate) measured: Measured<'a>,
    /// Why it cannot be scored under the policy.
    pub(crate) unfit: Option<Unfit>,
    pub(crate) evidence: Evidence,
    /// The override in force.
    pub(crate) forced: Option<&'a StatusOverride>,
    pub(crate) policy: &'a Policy,
    pub(crate) excluded: LeftOut,
}

impl<'a> Pass<'a> {
    /// A key result's result; `seen` has the columns that a from_children measure reads.
    pub(crate) fn key_result(&self, row: u32, seen: &Seen<'_>) -> KeyResultResult {
        let view = self.key_result_view(row, seen);
        let e = &view.evidence;
        KeyResultResult {
            value: view.measured.value,
            raw: view.measured.raw,
            progress: e.progress,
            expected: e.expected,
            confidence: e.confidence,
            told: Told {
                verdict: StatusRules(&view.policy.status).decide(e),
                flags: Flags::new(view.measured.has_value, e.stale),
            },
            excluded: view.excluded,
        }
    }

    pub(crate) fn key_result_view(&self, row: u32, seen: &Seen<'_>) -> KeyResultView<'a> {
        let objective = self.frame.key_results.objective[row as usize];
        let policy = self.policy(objective);
        let moment = self.key_result_moment(row, &self.objective_moment(objective));
        let terms = self.terms(row, moment.cutoff);
        let unfit = self.unfit_children(row, &terms, policy, moment.cutoff);
        let adds_up = terms.kind == MeasureKind::FromChildren && !unfit.is_some_and(Unfit::has_no_value);
        let sources = if adds_up { self.sources(row, &terms, moment.cutoff, seen) } else { (f64::NAN, false) };
        let asked = self.asked(row, terms, moment.cutoff, sources);
        let mut measured = asked.measured(&policy.measure);
        if unfit.is_some() {
            measured.raw = f64::NAN;
        }
        let unfit = unfit.or_else(|| asked.unfit(&policy.measure));
        let rules = self.key_result_rules(row);
        let progress = policy.clamp.shown.apply(measured.raw) + 0.0;
        let expected = asked.expected(policy, rules.map_or(&[], |rules| &rules.plan_by_date));
        let window = terms.window;
        let checked = asked.visible.last_on();
        let anchor = anchor(terms.kind, window, checked, &moment);
        let forced = self.forced(rules.map(|rules| &rules.overrides), policy, window, checked);
        let own_closing = rules.is_some_and(|rules| state_on(&rules.state, self.as_of).0 == State::Closed);
        let reason = if own_closing { moment.has_reason() } else { self.objective_moment(objective).has_reason() };
        let evidence = Evidence {
            state: moment.state,
            outcome: moment.change.and_then(|change| change.outcome),
            forced: forced.map(|entry| entry.status),
            progress,
            raw: measured.raw,
            expected,
            confidence: self.stated_confidence(row, moment.cutoff),
            elapsed: window.elapsed(moment.cutoff, policy.expected.day_count).unwrap_or(f64::NAN),
            null_status: Status::None,
            over: window.is_over(moment.cutoff),
            has_value: measured.has_value,
            attained: attained(&self.plan.policy.score, self.key_result_ambition(row), progress, reason),
            stale: is_stale(&asked, policy, anchor, progress),
            hold: measured.hold,
            is_hold: terms.kind.is_hold(),
            rolled: None,
            broken: false,
        };
        let excluded = self.key_result_exclusion(row, &moment, &terms, &measured, policy);
        KeyResultView { asked, moment, measured, unfit, evidence, forced, policy, excluded }
    }

    /// Why a key result counts for nobody (R4), apart from weights.
    fn key_result_exclusion(
        &self,
        row: u32,
        moment: &Moment<'_>,
        terms: &Terms<'_>,
        measured: &Measured<'_>,
        policy: &Policy,
    ) -> LeftOut {
        if let Some(reason) = state_exclusion(moment.state) {
            return reason;
        }
        if self.role(row) == Role::Guardrail {
            LeftOut::Guardrail
        } else if terms.kind == MeasureKind::Tracked {
            LeftOut::Tracked
        } else if terms.own_start.is_some_and(|start| start > self.as_of) {
            LeftOut::NotStartedYet
        } else if !measured.has_value && policy.measure.missing == Missing::Skip {
            LeftOut::NoValue
        } else if measured.raw.is_nan() {
            LeftOut::NoProgress
        } else {
            LeftOut::Counted
        }
    }
}

/// The states that do not count.
pub(crate) fn state_exclusion(state: State) -> Option<LeftOut> {
    match state {
        State::Draft => Some(LeftOut::Draft),
        State::Postponed => Some(LeftOut::Postponed),
        State::Cancelled => Some(LeftOut::Cancelled),
        State::Archived => Some(LeftOut::Archived),
        State::Active | State::Closed => None,
    }
}

/// Since when a measure that can go stale waits for a check-in (S5); of what is closed nobody waits for one.
pub(crate) fn anchor(kind: MeasureKind, window: Window, last: Option<Date>, moment: &Moment<'_>) -> Option<Date> {
    use MeasureKind::{AtLeast, AtMost, Between, Inverse, Levels, Move, Ratio};
    let waits = matches!(kind, Move | Ratio | Inverse | AtLeast | AtMost | Between | Levels) && !moment.is_closed();
    last.max(window.start).filter(|_| waits && window.contains(moment.cutoff))
}

/// Whether it waits for too long.
pub(crate) fn is_stale(asked: &Asked<'_>, policy: &Policy, anchor: Option<Date>, progress: f64) -> bool {
    let Some(anchor) = anchor else { return false };
    let after = policy.status.stale_after.unwrap_or(StaleAfter::DEFAULT);
    policy.status.stale != StaleEffect::None
        && asked.cutoff > after.last_fresh_day(anchor, asked.every)
        && !crate::score::number::meets(progress, 1.0)
}
