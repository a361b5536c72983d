//! From numbers to a status, in one order (S1–S5), with the reason (S6).

use super::number::{exceeds, meets};
use super::progress::Hold;
use crate::model::{Outcome, State};
use crate::policy::{
    Bands, Final, Goal, GuardrailCap, HoldStatus, NotStarted, StaleEffect, StatusPolicy, StatusSource,
};
use crate::words::words;

words! {
    /// How an objective, a key result, a team, a person or a cycle stands.
    pub enum Status {
        /// Nothing can be said.
        None "none",
        /// No value yet.
        NotStarted "not_started",
        /// As planned or better.
        OnTrack "on_track",
        /// Behind the plan.
        AtRisk "at_risk",
        /// Far behind the plan.
        OffTrack "off_track",
        /// Reached.
        Achieved "achieved",
        /// More than reached.
        Exceeded "exceeded",
        /// Not reached by the end.
        Missed "missed",
        /// Put off.
        Postponed "postponed",
        /// Given up.
        Cancelled "cancelled",
        /// Put away.
        Archived "archived",
    }
}

words! {
    /// Why a status is what it is: the step of S1 that decided.
    pub enum Reason {
        /// The outcome stated when it was closed.
        Closed "closed",
        /// Its state: draft, postponed, cancelled or archived.
        State "state",
        /// Somebody set it by hand.
        Override "override",
        /// There is no progress to judge.
        NoProgress "no_progress",
        /// The window is over, or it was closed without an outcome.
        Final "final",
        /// There is no value yet.
        NotStarted "not_started",
        /// The target is reached.
        Goal "goal",
        /// Nobody has checked in for too long.
        Stale "stale",
        /// It is too early to judge.
        Grace "grace",
        /// Progress over expected.
        Ratio "ratio",
        /// Progress minus expected.
        Gap "gap",
        /// Progress alone.
        Progress "progress",
        /// Stated confidence.
        Confidence "confidence",
        /// The state of a hold measure.
        Hold "hold",
        /// The worst of the members.
        Worst "worst",
        /// What all members say, or that they differ.
        Unanimous "unanimous",
        /// The mean of the members.
        Mean "mean",
        /// An unmet guardrail.
        Guardrail "guardrail",
        /// People state the status, and nobody did.
        Stated "stated",
    }
}

/// Which band decided, so that its label can be shown: a list and an index, in one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BandAt(pub(crate) u8);

impl BandAt {
    pub(crate) const NONE: BandAt = BandAt(0);
    /// Bands that one list may have; a policy with more is refused.
    pub(crate) const MOST: usize = 64;

    pub(crate) fn of(list: u8, index: usize) -> BandAt {
        BandAt(1 + list * Self::MOST as u8 + index.min(Self::MOST - 1) as u8)
    }

    /// The label of the band under a policy.
    pub(crate) fn label(self, rules: &StatusPolicy) -> Option<&str> {
        let code = usize::from(self.0.checked_sub(1)?);
        let bands = match (code / Self::MOST, &rules.last) {
            (0, _) => &rules.bands,
            (1, Final::Bands(bands)) => bands,
            _ => &rules.rollup_bands,
        };
        bands.list.get(code % Self::MOST)?.label.as_deref()
    }
}

/// The list of a policy's `status.bands`, as a code.
pub(crate) const STATUS_BANDS: u8 = 0;
const FINAL_BANDS: u8 = 1;
const ROLLUP_BANDS: u8 = 2;

/// A status before the steps of S1, from the numbers or from the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) status: Status,
    pub(crate) reason: Reason,
    pub(crate) band: BandAt,
}

impl Verdict {
    pub(crate) const fn plain(status: Status, reason: Reason) -> Self {
        Verdict { status, reason, band: BandAt::NONE }
    }
}

/// All that a status depends on. Numbers that are absent are NaN.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub(crate) state: State,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) forced: Option<Status>,
    /// Shown progress.
    pub(crate) progress: f64,
    pub(crate) raw: f64,
    pub(crate) expected: f64,
    pub(crate) confidence: f64,
    /// Elapsed share of its own window.
    pub(crate) elapsed: f64,
    /// What null progress shows (R5).
    pub(crate) null_status: Status,
    /// Whether the last day has passed.
    pub(crate) over: bool,
    pub(crate) has_value: bool,
    pub(crate) attained: bool,
    pub(crate) stale: bool,
    /// The state of a hold measure, by its latest verdict.
    pub(crate) hold: Option<Hold>,
    /// Whether it is a hold measure at all: those have no goal.
    pub(crate) is_hold: bool,
    /// The status from the members, where the policy takes it from there (S4).
    pub(crate) rolled: Option<Verdict>,
    /// Whether one of its guardrails is unmet (R6).
    pub(crate) broken: bool,
}

/// What reads the policy's status block.
pub(crate) struct StatusRules<'a>(pub(crate) &'a StatusPolicy);

impl StatusRules<'_> {
    /// The status of a row (S1).
    pub(crate) fn decide(&self, e: &Evidence) -> Verdict {
        let verdict = self.steps(e);
        if e.broken && e.forced.is_none() { self.capped(verdict, e.over) } else { verdict }
    }

    fn steps(&self, e: &Evidence) -> Verdict {
        if let (State::Closed, Some(outcome)) = (e.state, e.outcome) {
            return Verdict::plain(stated(outcome), Reason::Closed);
        }
        match e.state {
            State::Postponed => return Verdict::plain(Status::Postponed, Reason::State),
            State::Cancelled => return Verdict::plain(Status::Cancelled, Reason::State),
            State::Archived => return Verdict::plain(Status::Archived, Reason::State),
            State::Draft => return Verdict::plain(Status::NotStarted, Reason::State),
            State::Active | State::Closed => {}
        }
        let people_state_it = self.0.source == StatusSource::Stated;
        if let Some(status) = e.forced {
            let verdict = Verdict::plain(status, Reason::Override);
            // Where people state the status, an override is the source and no exception from it.
            return if people_state_it { self.softened(verdict, false, e.stale) } else { verdict };
        }
        if e.progress.is_nan() {
            return Verdict::plain(e.null_status, Reason::NoProgress);
        }
        if people_state_it {
            return match e.rolled {
                Some(rolled) => self.softened(rolled, false, e.stale),
                None if self.is_not_started(e) => Verdict::plain(Status::NotStarted, Reason::NotStarted),
                None => Verdict::plain(Status::None, Reason::Stated),
            };
        }
        if e.over || e.state == State::Closed {
            match &self.0.last {
                Final::Attained if e.attained => return Verdict::plain(Status::Achieved, Reason::Final),
                Final::Attained => return Verdict::plain(Status::Missed, Reason::Final),
                Final::Bands(bands) => return in_bands(bands, FINAL_BANDS, e.progress, Reason::Final),
                Final::Computed => {}
            }
        }
        if self.is_not_started(e) {
            return Verdict::plain(Status::NotStarted, Reason::NotStarted);
        }
        if let Some(status) = self.goal(e) {
            return Verdict::plain(status, Reason::Goal);
        }
        self.softened(self.computed(e), self.is_early(e.elapsed) && (e.raw >= 0.0 || e.raw.is_nan()), e.stale)
    }

    /// Whether there is nothing to judge by, or nothing done, as the policy reads it.
    fn is_not_started(&self, e: &Evidence) -> bool {
        let by_confidence = self.0.source == StatusSource::Confidence && !self.by_state(e) && e.rolled.is_none();
        let unknown = if by_confidence { e.confidence.is_nan() } else { !e.has_value };
        match self.0.not_started {
            NotStarted::NoValue => unknown,
            // A bound that does not hold counts 0 and was started all the same.
            NotStarted::NoProgress => unknown || (e.progress <= 0.0 && !e.is_hold),
            NotStarted::Never => false,
        }
    }

    /// Whether a row shows the state of its hold measure.
    fn by_state(&self, e: &Evidence) -> bool {
        e.is_hold && matches!(self.0.hold, HoldStatus::ByState(_))
    }

    fn goal(&self, e: &Evidence) -> Option<Status> {
        if e.is_hold || self.0.goal == Goal::None || !meets(e.progress, 1.0) {
            return None;
        }
        let beyond = self.0.goal == Goal::Exceeded && exceeds(e.raw, 1.0);
        Some(if beyond { Status::Exceeded } else { Status::Achieved })
    }

    fn computed(&self, e: &Evidence) -> Verdict {
        if let Some(rolled) = e.rolled {
            return rolled;
        }
        let status = match (&self.0.hold, e.hold) {
            (HoldStatus::ByState(statuses), Some(Hold::Met)) => statuses.met,
            (HoldStatus::ByState(statuses), Some(Hold::Near)) => statuses.near,
            (HoldStatus::ByState(statuses), _) if e.is_hold => statuses.unmet,
            _ => return self.by_source(e.progress, e.expected, e.confidence),
        };
        Verdict::plain(status, Reason::Hold)
    }

    /// The number that the policy reads, and the reason to give for it (S2, S3).
    pub(crate) fn read(&self, progress: f64, expected: f64, confidence: f64) -> (f64, Reason) {
        match self.0.source {
            StatusSource::Ratio => (ratio(progress, expected), Reason::Ratio),
            StatusSource::Gap => (progress - expected, Reason::Gap),
            StatusSource::Progress => (progress, Reason::Progress),
            StatusSource::Confidence => (confidence, Reason::Confidence),
            StatusSource::Stated => (f64::NAN, Reason::Stated),
        }
    }

    /// The band of that number.
    pub(crate) fn by_source(&self, progress: f64, expected: f64, confidence: f64) -> Verdict {
        let (x, reason) = self.read(progress, expected, confidence);
        in_bands(&self.0.bands, STATUS_BANDS, x, reason)
    }

    /// The band of the mean of the members (S4).
    pub(crate) fn by_mean(&self, mean: f64) -> Verdict {
        in_bands(&self.0.rollup_bands, ROLLUP_BANDS, mean, Reason::Mean)
    }

    /// Whether it is too early to call a row behind.
    pub(crate) fn is_early(&self, elapsed: f64) -> bool {
        elapsed < self.0.grace && !meets(elapsed, self.0.grace)
    }

    /// Grace first, because staleness has the last word of the two.
    pub(crate) fn softened(&self, verdict: Verdict, early: bool, stale: bool) -> Verdict {
        let lifted = early && matches!(verdict.status, Status::AtRisk | Status::OffTrack);
        let verdict = if lifted { Verdict::plain(Status::OnTrack, Reason::Grace) } else { verdict };
        match (stale && verdict.status == Status::OnTrack, self.0.stale) {
            (true, StaleEffect::AtRisk) => Verdict::plain(Status::AtRisk, Reason::Stale),
            // The band that gave the status is still the one that names it.
            (true, StaleEffect::Flag) => Verdict { reason: Reason::Stale, ..verdict },
            (false, _) | (true, StaleEffect::None) => verdict,
        }
    }

    /// What an unmet guardrail leaves of a status (R6).
    fn capped(&self, verdict: Verdict, over: bool) -> Verdict {
        if matches!(verdict.reason, Reason::Closed | Reason::State) {
            return verdict;
        }
        let good = matches!(verdict.status, Status::Achieved | Status::Exceeded);
        let status = match (over, self.0.guardrail) {
            (true, _) if good => Status::Missed,
            (false, GuardrailCap::AtRisk) if good || verdict.status == Status::OnTrack => Status::AtRisk,
            (false, GuardrailCap::OffTrack) if good || verdict.status == Status::OnTrack => Status::OffTrack,
            _ => return verdict,
        };
        Verdict::plain(status, Reason::Guardrail)
    }
}

fn stated(outcome: Outcome) -> Status {
    match outcome {
        Outcome::Achieved => Status::Achieved,
        Outcome::Exceeded => Status::Exceeded,
        Outcome::Missed => Status::Missed,
    }
}

/// Progress over expected; where nothing is expected yet, progress at or above zero is all that was asked (S3).
#[inline(always)]
pub(crate) fn ratio(progress: f64, expected: f64) -> f64 {
    if expected > 0.0 {
        progress / expected
    } else if expected.is_nan() || progress.is_nan() {
        f64::NAN
    } else {
        f64::from(u8::from(progress >= 0.0))
    }
}

fn in_bands(bands: &Bands, list: u8, x: f64, reason: Reason) -> Verdict {
    let position = if x.is_nan() { None } else { bands.position(x) };
    let Some((index, status)) =
        position.and_then(|at| bands.list.get(at).and_then(|band| band.status.map(|s| (at, s))))
    else {
        return Verdict::plain(Status::None, reason);
    };
    Verdict { status, reason, band: BandAt::of(list, index) }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) const PLAIN: Evidence = Evidence {
        state: State::Active,
        outcome: None,
        forced: None,
        progress: 0.5,
        raw: 0.5,
        expected: 0.5,
        confidence: f64::NAN,
        elapsed: 0.5,
        null_status: Status::None,
        over: false,
        has_value: true,
        attained: false,
        stale: false,
        hold: None,
        is_hold: false,
        rolled: None,
        broken: false,
    };

    fn decide(e: Evidence) -> (Status, Reason) {
        let policy = StatusPolicy::default();
        let verdict = StatusRules(&policy).decide(&e);
        (verdict.status, verdict.reason)
    }

    #[test]
    fn s1_each_step_decides_in_its_turn() {
        assert_eq!(decide(PLAIN), (Status::OnTrack, Reason::Ratio));
        let closed =
            Evidence { state: State::Closed, outcome: Some(Outcome::Missed), forced: Some(Status::OnTrack), ..PLAIN };
        assert_eq!(decide(closed), (Status::Missed, Reason::Closed));
        assert_eq!(decide(Evidence { state: State::Draft, ..PLAIN }), (Status::NotStarted, Reason::State));
        assert_eq!(
            decide(Evidence { forced: Some(Status::AtRisk), over: true, ..PLAIN }),
            (Status::AtRisk, Reason::Override)
        );
        assert_eq!(decide(Evidence { progress: f64::NAN, over: true, ..PLAIN }), (Status::None, Reason::NoProgress));
        assert_eq!(decide(Evidence { over: true, has_value: false, ..PLAIN }), (Status::Missed, Reason::Final));
        assert_eq!(decide(Evidence { has_value: false, ..PLAIN }), (Status::NotStarted, Reason::NotStarted));
        assert_eq!(decide(Evidence { progress: 1.0, raw: 1.2, ..PLAIN }), (Status::Achieved, Reason::Goal));
    }

    #[test]
    fn s3_grace_and_nothing_expected() {
        let late = Evidence { progress: 0.0, raw: 0.0, expected: 0.05, elapsed: 0.05, ..PLAIN };
        assert_eq!(decide(late), (Status::OnTrack, Reason::Grace));
        assert_eq!(decide(Evidence { raw: -0.1, ..late }), (Status::OffTrack, Reason::Ratio));
        assert_eq!(decide(Evidence { progress: 0.0, expected: 0.0, ..PLAIN }), (Status::OnTrack, Reason::Ratio));
        assert_eq!(decide(Evidence { expected: f64::NAN, ..PLAIN }), (Status::None, Reason::Ratio));
    }

    #[test]
    fn s5_and_r6_stale_rows_and_unmet_guardrails_fall() {
        assert_eq!(decide(Evidence { stale: true, ..PLAIN }), (Status::AtRisk, Reason::Stale));
        assert_eq!(decide(Evidence { broken: true, ..PLAIN }), (Status::AtRisk, Reason::Guardrail));
        assert_eq!(decide(Evidence { broken: true, expected: 1.0, ..PLAIN }), (Status::OffTrack, Reason::Ratio));
        assert_eq!(
            decide(Evidence { broken: true, over: true, attained: true, ..PLAIN }),
            (Status::Missed, Reason::Guardrail)
        );
    }
}
