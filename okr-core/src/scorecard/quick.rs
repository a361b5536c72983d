//! The status of a plain row without the questions that only others need: tables made once a pass from the general rules.

use super::terms::Pass;
use crate::date::{Date, Interval};
use crate::model::{Ambition, MeasureKind, State};
use crate::policy::{AsHold, Goal, HoldStatus, NotStarted, Policy, StaleAfter, StaleEffect, StatusSource};
use crate::score::grade::attained;
use crate::score::number::{exceeds, meets};
use crate::score::pace::{Window, binary, curve, held};
use crate::score::progress::Hold;
use crate::score::{BandAt, Evidence, Reason, STATUS_BANDS, Status, StatusRules, Verdict, ratio};
use crate::workspace::{NEVER, NONE};

/// What a cycle says to every plain row in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// What the curve expects; NaN without a window.
    curve: f64,
    elapsed: f64,
    pub(crate) over: bool,
    pub(crate) early: bool,
    /// What an undated binary expects.
    binary: f64,
    /// What a bound to hold expects once it is checked in.
    held: f64,
    /// Last check-ins from the first of these days on and before the second are too old.
    pub(crate) old: (Date, Date),
}

impl Pace {
    pub(crate) fn new(policy: &Policy, window: Window, every: Interval, as_of: Date) -> Pace {
        let fresh_from = fresh_from(policy, as_of, every);
        let elapsed = window.elapsed(as_of, policy.expected.day_count).unwrap_or(f64::NAN);
        Pace {
            curve: curve(&policy.expected, window, as_of).unwrap_or(f64::NAN),
            elapsed,
            over: window.is_over(as_of),
            early: StatusRules(&policy.status).is_early(elapsed),
            binary: binary(&policy.expected, window, None, as_of).unwrap_or(f64::NAN),
            held: held(&policy.expected, window, true).unwrap_or(f64::NAN),
            old: match window.start {
                _ if !window.contains(as_of) || policy.status.stale == StaleEffect::None => (NEVER, NEVER),
                // Who never checked in has waited since the start.
                Some(start) if start < fresh_from => (NEVER, fresh_from),
                Some(_) => (NEVER, NEVER),
                None => (Date::MIN, fresh_from),
            },
        }
    }

    #[inline(always)]
    pub(crate) fn expected(&self, kind: MeasureKind, has_value: bool) -> f64 {
        let held = if has_value { self.held } else { self.held * 0.0 };
        let rest = if kind.is_hold() { held } else { self.curve };
        if kind == MeasureKind::Binary { self.binary } else { rest }
    }

    /// Whether a measure still waits for check-ins, so that it can go stale.
    #[inline(always)]
    pub(crate) fn waits(&self, kind: MeasureKind, progress: f64) -> bool {
        kind != MeasureKind::Binary && !meets(progress, 1.0)
    }

    #[inline(always)]
    pub(crate) fn is_stale(&self, kind: MeasureKind, last: Date, progress: f64) -> bool {
        self.old.0 <= last && last < self.old.1 && self.waits(kind, progress)
    }
}

/// Place of an objective's cycle in the table of paces.
#[inline(always)]
pub(crate) fn pace_at(pass: &Pass<'_>, paces: usize, objective: usize) -> usize {
    let cycle = pass.frame.objectives.cycle[objective];
    if cycle == NONE { paces - 1 } else { cycle as usize }
}

/// Fills the table of cycles, the last entry standing for rows without one.
pub(crate) fn paces(pass: &Pass<'_>, table: &mut Vec<Pace>) {
    table.clear();
    let frame = pass.frame;
    for symbol in 0..frame.cycle_names.len() as u32 {
        let cycle = frame.cycle(symbol);
        let window = Window { start: cycle.map(|cycle| cycle.start), end: cycle.map(|cycle| cycle.end) };
        table.push(Pace::new(&pass.plan.policy, window, frame.interval_of(symbol), pass.as_of));
    }
    table.push(Pace::new(&pass.plan.policy, Window::default(), Interval::WEEK, pass.as_of));
}

/// The first day whose check-in is not too old: staleness grows with age, so halving finds it.
fn fresh_from(policy: &Policy, as_of: Date, every: Interval) -> Date {
    let after = policy.status.stale_after.unwrap_or(StaleAfter::DEFAULT);
    let (mut low, mut high) = (Date::MIN.days(), as_of.days());
    while low < high {
        let middle = low + (high - low) / 2;
        let stale = Date::from_days(middle).is_ok_and(|anchor| as_of > after.last_fresh_day(anchor, every));
        if stale { low = middle + 1 } else { high = middle }
    }
    Date::from_days(low).unwrap_or(as_of)
}

/// The numbers of a plain row. `kind` is given for key results.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) kind: Option<MeasureKind>,
    pub(crate) progress: f64,
    pub(crate) raw: f64,
    pub(crate) expected: f64,
    pub(crate) confidence: f64,
    pub(crate) has_value: bool,
    pub(crate) stale: bool,
}

/// Bands that fit the tables.
const BANDS: usize = 4;
/// Places in the tables after those of the bands.
const UNKNOWN: usize = BANDS;
const MET: usize = BANDS + 1;
const UNMET: usize = BANDS + 2;
const REACHED: usize = BANDS + 3;
const BEYOND: usize = BANDS + 4;
const WAITING: usize = BANDS + 5;
const PLACES: usize = 16;

/// A status policy in tables: by place, and by whether the row is early and stale.
#[derive(Clone, Debug)]
pub(crate) struct Quick {
    /// Lowest number of each band but the last; what meets none of them falls through.
    limits: [f64; BANDS - 1],
    table: [[Verdict; PLACES]; 4],
    source: StatusSource,
    goal: Goal,
    /// Whether the tables hold; otherwise the general rules are asked.
    fits: bool,
}

impl Default for Quick {
    fn default() -> Self {
        let none = Verdict::plain(Status::None, Reason::NoProgress);
        Quick {
            limits: [0.0; BANDS - 1],
            table: [[none; PLACES]; 4],
            source: StatusSource::Ratio,
            goal: Goal::None,
            fits: false,
        }
    }
}

impl Quick {
    pub(crate) fn new(policy: &Policy) -> Quick {
        let rules = StatusRules(&policy.status);
        let bands = &policy.status.bands;
        let simple =
            bands.list.len() <= BANDS && bands.round_to.is_none() && bands.list.iter().all(|band| band.above.is_none());
        let by_numbers = !matches!(policy.status.source, StatusSource::Confidence | StatusSource::Stated);
        let mut quick = Quick { source: policy.status.source, goal: policy.status.goal, ..Quick::default() };
        let HoldStatus::ByState(hold) = &policy.status.hold else { return quick };
        if !simple || !by_numbers || policy.status.not_started != NotStarted::NoValue {
            return quick;
        }
        quick.fits = true;
        // Bands that are not there are never fallen through: their limit is below everything.
        quick.limits = [f64::NEG_INFINITY; BANDS - 1];
        for (limit, band) in quick.limits.iter_mut().zip(&bands.list) {
            *limit = band.at_least.map_or(f64::NEG_INFINITY, crate::score::number::lowest);
        }
        let places: [Verdict; PLACES] = std::array::from_fn(|place| place_verdict(policy, hold, place));
        for early in [false, true] {
            for stale in [false, true] {
                let table = &mut quick.table[usize::from(early) | usize::from(stale) << 1];
                *table = std::array::from_fn(|place| match place {
                    REACHED | BEYOND | WAITING => places[place],
                    _ => rules.softened(places[place], early, stale),
                });
            }
        }
        quick
    }

    /// The verdict of the general rules on a plain row.
    #[inline(always)]
    pub(crate) fn verdict(
        &self,
        policy: &Policy,
        pace: &Pace,
        row: &Standing,
        ambition: impl FnOnce() -> Ambition,
    ) -> Verdict {
        if !self.fits || pace.over {
            return general(policy, pace, row, ambition());
        }
        let x = match self.source {
            StatusSource::Ratio => ratio(row.progress, row.expected),
            StatusSource::Gap => row.progress - row.expected,
            StatusSource::Progress | StatusSource::Confidence | StatusSource::Stated => row.progress,
        };
        let [first, second, third] = self.limits;
        let missed = usize::from(x < first) + usize::from(x < second) + usize::from(x < third);
        let is_hold = row.kind.is_some_and(MeasureKind::is_hold);
        let reached = !is_hold && self.goal != Goal::None && meets(row.progress, 1.0);
        let beyond = self.goal == Goal::Exceeded && exceeds(row.raw, 1.0);
        let place = if x.is_nan() { UNKNOWN } else { missed };
        let place = if is_hold { UNMET - usize::from(row.raw >= 1.0) } else { place };
        let place = if reached { REACHED + usize::from(beyond) } else { place };
        let place = if row.has_value { place } else { WAITING };
        let early = pace.early & (row.raw >= 0.0);
        let verdict = self.table[usize::from(early) | usize::from(row.stale) << 1][place];
        if row.progress.is_nan() { Verdict::plain(Status::None, Reason::NoProgress) } else { verdict }
    }
}

/// What a place in the tables stands for, before grace and staleness.
fn place_verdict(policy: &Policy, hold: &AsHold, place: usize) -> Verdict {
    let rules = &policy.status;
    let (_, reason) = StatusRules(rules).read(f64::NAN, f64::NAN, f64::NAN);
    match place {
        MET => Verdict::plain(hold.met, Reason::Hold),
        UNMET => Verdict::plain(hold.unmet, Reason::Hold),
        REACHED => Verdict::plain(Status::Achieved, Reason::Goal),
        BEYOND => Verdict::plain(Status::Exceeded, Reason::Goal),
        WAITING => Verdict::plain(Status::NotStarted, Reason::NotStarted),
        band => match rules.bands.list.get(band).and_then(|band| band.status) {
            Some(status) => Verdict { status, reason, band: BandAt::of(STATUS_BANDS, band) },
            None => Verdict::plain(Status::None, reason),
        },
    }
}

/// The general rules on a plain row.
pub(crate) fn general(policy: &Policy, pace: &Pace, row: &Standing, ambition: Ambition) -> Verdict {
    let is_hold = row.kind.is_some_and(MeasureKind::is_hold);
    StatusRules(&policy.status).decide(&Evidence {
        state: State::Active,
        outcome: None,
        forced: None,
        progress: row.progress,
        raw: row.raw,
        expected: row.expected,
        confidence: row.confidence,
        elapsed: pace.elapsed,
        null_status: Status::None,
        over: pace.over,
        has_value: row.has_value,
        attained: pace.over && attained(&policy.score, ambition, row.progress, false),
        stale: row.stale,
        hold: (is_hold && row.has_value).then_some(if row.raw >= 1.0 { Hold::Met } else { Hold::Unmet }),
        is_hold,
        rolled: None,
        broken: false,
    })
}
