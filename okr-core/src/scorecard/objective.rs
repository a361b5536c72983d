//! One objective by the general rules.

use super::columns::{Below, Flags, LeftOut, Told};
use super::key_result::{anchor, is_stale, state_exclusion};
use super::measured::{Asked, Measured, Parts};
use super::members::Seen;
use super::rolling::{Rolled, descended};
use super::terms::{Moment, Pass, Terms};
use super::unfit::Unfit;
use crate::date::Date;
use crate::model::{MeasureKind, Role, State, StatusOverride};
use crate::policy::{ManualUntil, Policy, RollupOf};
use crate::score::grade::attained;
use crate::score::pace::{self, Window};
use crate::score::progress::Hold;
use crate::score::value::Visible;
use crate::score::{Evidence, Status, StatusRules};
use crate::workspace::{Choice, Picked};

/// All that is computed of an objective. Numbers that are absent are NaN.
#[derive(Clone, Copy)]
pub(crate) struct ObjectiveResult {
    pub(crate) value: f64,
    pub(crate) raw: f64,
    pub(crate) carried: f64,
    pub(crate) progress: f64,
    pub(crate) expected: f64,
    pub(crate) confidence: f64,
    pub(crate) told: Told,
    pub(crate) excluded: LeftOut,
    pub(crate) below: Below,
    pub(crate) latest: i32,
}

/// How an objective's number came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Members,
    Descendants,
    OwnMeasure,
    SumOfValues,
    Manual,
    /// Objectives have no number.
    Nothing,
}

impl Source {
    /// Where no value by hand goes first.
    pub(crate) fn of(of: Option<RollupOf>) -> Source {
        match of {
            None => Source::Nothing,
            Some(RollupOf::OwnMeasure) => Source::OwnMeasure,
            Some(RollupOf::SumOfValues) => Source::SumOfValues,
            Some(RollupOf::Descendants) => Source::Descendants,
            // Only the value by hand is read, even where there is none.
            Some(RollupOf::Manual) => Source::Manual,
            Some(RollupOf::KeyResults | RollupOf::Children | RollupOf::Pooled | RollupOf::KeyResultsAsOne) => {
                Source::Members
            }
        }
    }
}

/// An objective with everything that its result is made of, for explaining.
pub(crate) struct ObjectiveView<'a> {
    pub(crate) moment: Moment<'a>,
    pub(crate) policy: &'a Policy,
    pub(crate) source: Source,
    /// What is read of its members, where no value by hand holds.
    pub(crate) of: Option<RollupOf>,
    /// Why it cannot be scored under the policy.
    pub(crate) unfit: Option<Unfit>,
    pub(crate) evidence: Evidence,
    /// The override in force.
    pub(crate) forced: Option<&'a StatusOverride>,
    pub(crate) members: Rolled,
    /// Before the objective's own clamp.
    pub(crate) rolled: f64,
    pub(crate) carried: f64,
    pub(crate) value: f64,
    pub(crate) excluded: LeftOut,
}

impl<'a> Pass<'a> {
    pub(crate) fn objective(&self, row: u32, seen: &Seen<'_>) -> ObjectiveResult {
        let view = self.objective_view(row, seen);
        let e = &view.evidence;
        ObjectiveResult {
            value: view.value,
            raw: e.raw,
            carried: view.carried,
            progress: e.progress,
            expected: e.expected,
            confidence: e.confidence,
            told: Told { verdict: StatusRules(&view.policy.status).decide(e), flags: Flags::new(e.has_value, e.stale) },
            excluded: view.excluded,
            below: view.members.below,
            latest: latest_below(view.source, &view.members),
        }
    }

    pub(crate) fn objective_view(&self, row: u32, seen: &Seen<'_>) -> ObjectiveView<'a> {
        let policy = self.policy(row);
        let moment = self.objective_moment(row);
        let window = self.frame.objective_window(row);
        let choice = self.plan.choice(self.frame, self.history, row);
        let of = choice.of;
        let members = self.rolled(row, policy, of, &moment, seen);
        let own = self.own_measure(row, policy, choice, &moment, window, &members);
        let (source, rolled, raw) = match &own {
            Some((source, _, measured)) => (*source, measured.raw, measured.raw),
            None => match Source::of(of) {
                Source::Nothing => (Source::Nothing, f64::NAN, f64::NAN),
                Source::Descendants => {
                    let [progress, raw, _] = descended(&members.below);
                    (Source::Descendants, progress, raw)
                }
                _ => (Source::Members, members.progress, members.raw),
            },
        };
        let unfit = own.as_ref().and_then(|(source, asked, _)| match source {
            Source::OwnMeasure | Source::SumOfValues if self.lacks_measure(row) => Some(Unfit::NoMeasure),
            Source::SumOfValues if !members.one_unit => Some(Unfit::Units),
            _ => asked.unfit(&policy.measure),
        });
        let carried = policy.clamp.objective.apply(rolled) + 0.0;
        let progress = policy.clamp.shown.apply(carried) + 0.0;
        let expected = match &own {
            Some((Source::SumOfValues, ..)) if !members.one_unit => f64::NAN,
            Some(_) if unfit == Some(Unfit::NoMeasure) => f64::NAN,
            Some((_, asked, _)) => asked.expected(policy, &[]),
            None if source == Source::Nothing => f64::NAN,
            None if source == Source::Descendants && !rolled.is_nan() => descended(&members.below)[2],
            None if source == Source::Descendants || members.counted == 0 => {
                pace::curve(&policy.expected, window, moment.cutoff).unwrap_or(f64::NAN)
            }
            None => members.expected,
        };
        let rules = self.objective_rules(row);
        let stated = rules.and_then(|rules| {
            let seen = rules.on.partition_point(|on| *on <= moment.cutoff);
            rules.remarks[..seen].iter().rev().find_map(|remark| remark.confidence)
        });
        let (has_value, stale) = match &own {
            Some((Source::SumOfValues, _, measured)) => (measured.has_value, members.stale && !moment.is_closed()),
            Some((_, asked, measured)) => {
                (measured.has_value, is_stale(asked, policy, own_anchor(asked, &moment), progress))
            }
            None => (members.has_value, members.stale && !moment.is_closed()),
        };
        let counts_members = !matches!(source, Source::OwnMeasure | Source::Manual | Source::Nothing);
        let latest = latest_below(source, &members);
        let checked =
            rules.and_then(|rules| rules.on[..rules.on.partition_point(|on| *on <= moment.cutoff)].last().copied());
        let checked = checked.max(Date::from_days(latest).ok());
        let forced = self.forced(rules.map(|rules| &rules.overrides), policy, window, checked);
        let evidence = Evidence {
            state: moment.state,
            outcome: moment.change.and_then(|change| change.outcome),
            forced: forced.map(|entry| entry.status),
            progress,
            raw,
            expected,
            confidence: stated.unwrap_or(if counts_members { members.confidence } else { f64::NAN }),
            elapsed: window.elapsed(moment.cutoff, policy.expected.day_count).unwrap_or(f64::NAN),
            null_status: if counts_members { members.word } else { Status::None },
            over: window.is_over(moment.cutoff),
            has_value,
            attained: attained(&self.plan.policy.score, self.objective_ambition(row), progress, moment.has_reason()),
            stale,
            hold: own.as_ref().and_then(|(_, _, measured)| measured.hold),
            is_hold: own.as_ref().is_some_and(|(_, asked, _)| asked.terms.kind.is_hold()),
            rolled: members.status.filter(|_| own.is_none() && of != Some(RollupOf::Descendants)),
            broken: self.has_broken_guardrail(row, seen),
        };
        let value = own.as_ref().map_or(f64::NAN, |(_, _, measured)| measured.value);
        let excluded = self.objective_exclusion(row, &moment);
        ObjectiveView { moment, policy, source, of, unfit, evidence, forced, members, rolled, carried, value, excluded }
    }

    fn lacks_measure(&self, row: u32) -> bool {
        self.frame.more(row).is_none_or(|more| more.measure.is_none())
    }

    fn objective_exclusion(&self, row: u32, moment: &Moment<'_>) -> LeftOut {
        let ahead = || self.frame.more(row).and_then(|more| more.start).is_some_and(|start| start > self.as_of);
        match state_exclusion(moment.state) {
            Some(reason) => reason,
            None if ahead() => LeftOut::NotStartedYet,
            None => LeftOut::Counted,
        }
    }

    /// The measure that an objective is counted by, where the policy says so (R1).
    fn own_measure(
        &self,
        row: u32,
        policy: &Policy,
        choice: Choice,
        moment: &Moment<'a>,
        window: Window,
        members: &Rolled,
    ) -> Option<(Source, Asked<'a>, Measured<'a>)> {
        let stated = self.frame.more(row).and_then(|more| more.measure.as_ref());
        let asked = || {
            self.own_asked(
                row,
                moment,
                stated.map_or_else(|| Terms::by_hand(window), |measure| Terms::of_measure(measure, window)),
            )
        };
        if choice.by_hand {
            let asked = asked();
            let stated_on = last_value_on(&asked.visible);
            let holds = match policy.rollup.manual {
                ManualUntil::Sticky => choice.of == Some(RollupOf::Manual) || stated_on.is_some(),
                ManualUntil::UntilCheckIn => stated_on.is_some_and(|on| members.latest_named <= on.days()),
            };
            if holds {
                return Some((Source::Manual, asked, asked.measured(&policy.measure)));
            }
        }
        let source = Source::of(choice.of);
        match source {
            Source::OwnMeasure => {
                let asked = asked();
                let measured = if stated.is_some() { asked.measured(&policy.measure) } else { NOTHING };
                Some((source, asked, measured))
            }
            Source::SumOfValues => {
                let asked = asked();
                let fits = stated.is_some() && members.one_unit && members.counted > 0;
                let measured = if fits { summed(&asked, members.sum, policy) } else { NOTHING };
                Some((source, asked, measured))
            }
            _ => None,
        }
    }

    fn own_asked(&self, row: u32, moment: &Moment<'a>, terms: Terms<'a>) -> Asked<'a> {
        let visible = self
            .objective_rules(row)
            .map_or_else(Visible::default, |rules| Visible::until(&rules.on, &rules.value, moment.cutoff));
        let parts = match terms.kind {
            MeasureKind::Tasks => {
                Parts::Initiatives(self.frame.more(row).map_or(Picked::NONE, |more| more.all_initiatives()))
            }
            MeasureKind::FromChildren => Parts::Value(f64::NAN, false),
            _ => Parts::None,
        };
        Asked { terms, visible, cutoff: moment.cutoff, every: self.frame.interval(row), parts, given: None }
    }

    /// How each guardrail of an objective stands; `None` where it has no check-in (R6).
    pub(crate) fn guardrails(&self, row: u32, seen: &Seen<'_>, mut take: impl FnMut(u32, Option<Hold>)) {
        for key_result in self.frame.objectives.key_results(row) {
            if self.role(key_result) != Role::Guardrail {
                continue;
            }
            let view = self.key_result_view(key_result, seen);
            let asleep = !matches!(view.moment.state, State::Active | State::Closed)
                || view.asked.terms.own_start.is_some_and(|start| start > self.as_of);
            if !asleep {
                take(key_result, view.measured.hold);
            }
        }
    }

    fn has_broken_guardrail(&self, row: u32, seen: &Seen<'_>) -> bool {
        if self.history.key_result_rules.is_empty() {
            return false;
        }
        let mut broken = false;
        self.guardrails(row, seen, |_, hold| broken |= matches!(hold, Some(Hold::Near | Hold::Unmet)));
        broken
    }
}

/// Since when its own measure waits for a check-in.
fn own_anchor(asked: &Asked<'_>, moment: &Moment<'_>) -> Option<Date> {
    anchor(asked.terms.kind, asked.terms.window, asked.visible.last_on(), moment)
}

/// Date of the last check-in below an objective that counts there and for those above, in days.
fn latest_below(source: Source, members: &Rolled) -> i32 {
    // By hand or by a measure of its own nothing below counts, and so nothing below is later for those above either.
    if matches!(source, Source::Manual | Source::OwnMeasure) { i32::MIN } else { members.latest }
}

/// The date of the last check-in with a value.
fn last_value_on(visible: &Visible<'_>) -> Option<Date> {
    let at = visible.value.iter().rposition(|value| !value.is_nan())?;
    visible.on.get(at).copied()
}

/// What an objective comes to that lacks the measure its policy counts by.
const NOTHING: Measured<'static> =
    Measured { value: f64::NAN, has_value: false, raw: f64::NAN, hold: None, level: None, zero_denominator: false };

/// The members' values added up, as a value of the objective's own measure.
fn summed<'a>(asked: &Asked<'a>, sum: f64, policy: &Policy) -> Measured<'a> {
    let given = (!sum.is_nan()).then(|| sum.clamp(-f64::MAX, f64::MAX));
    Asked { visible: Visible::default(), given, ..*asked }.measured(&policy.measure)
}
