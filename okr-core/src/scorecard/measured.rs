//! A measure applied to what was checked in: value, fraction of the way, state (V1–V2, P1–P10).

use super::terms::{Pass, Terms};
use crate::date::{Date, Interval};
use crate::model::{Aggregate, Initiative, LevelPoint, MeasureKind, MilestoneItem, PlanPoint, Read};
use crate::policy::{MeasureDefaults, Missing, Policy};
use crate::score::number::{saturated, scale_for};
use crate::score::pace::{self, Window};
use crate::score::progress::{Bounds, Hold, level, linear, zero_range};
use crate::score::value::Visible;
use crate::workspace::Picked;

/// What a measure comes to. Numbers that are absent are NaN.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured<'a> {
    pub(crate) value: f64,
    /// Whether there is a value of its own, as opposed to one that stands in.
    pub(crate) has_value: bool,
    /// The fraction of the way before any clamp.
    pub(crate) raw: f64,
    /// The state of a hold measure by its latest verdict.
    pub(crate) hold: Option<Hold>,
    /// The furthest level reached.
    pub(crate) level: Option<&'a LevelPoint>,
    pub(crate) zero_denominator: bool,
}

impl Measured<'_> {
    const NOTHING: Measured<'static> =
        Measured { value: f64::NAN, has_value: false, raw: f64::NAN, hold: None, level: None, zero_denominator: false };
}

/// What a measure is applied to.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) terms: Terms<'a>,
    pub(crate) visible: Visible<'a>,
    pub(crate) cutoff: Date,
    pub(crate) every: Interval,
    /// Its own parts: the initiatives of a tasks measure, or the ready value of a from_children measure.
    pub(crate) parts: Parts<'a>,
    /// A ready value without a history, instead of what was checked in.
    pub(crate) given: Option<f64>,
}

#[derive(Clone, Copy)]
pub(crate) enum Parts<'a> {
    None,
    Initiatives(Picked<'a>),
    /// The value made of linked sources, and whether any of them has one of its own; NaN where there is no source.
    Value(f64, bool),
}

impl<'a> Asked<'a> {
    pub(crate) fn bounds(&self, rules: &MeasureDefaults) -> Bounds {
        let measure = self.terms.measure;
        let (low, high) = match self.terms.kind {
            MeasureKind::AtLeast => (self.terms.target, f64::INFINITY),
            MeasureKind::AtMost => (f64::NEG_INFINITY, self.terms.target),
            _ => (measure.and_then(|m| m.low).unwrap_or(f64::NAN), measure.and_then(|m| m.high).unwrap_or(f64::NAN)),
        };
        let strict = measure.and_then(|m| m.strict).unwrap_or(rules.strict);
        Bounds { kind: self.terms.kind, low, high, strict, risk_at: measure.and_then(|m| m.risk_at) }
    }

    /// The measure's value and fraction under a policy.
    pub(crate) fn measured(&self, rules: &MeasureDefaults) -> Measured<'a> {
        let found = match self.terms.kind {
            MeasureKind::Milestones | MeasureKind::Tasks => self.listed(),
            MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between => self.held(rules),
            _ => self.valued(rules),
        };
        let stands = found.has_value || self.terms.kind == MeasureKind::Tracked;
        let found = if stands { found } else { self.missing(found, rules) };
        let raw = if self.unfit(rules).is_none() { saturated_or_nan(found.raw) } else { f64::NAN };
        Measured { raw, ..found }
    }

    /// The value that stands in where there is none (V2).
    fn missing(&self, found: Measured<'a>, rules: &MeasureDefaults) -> Measured<'a> {
        let baseline = match self.terms.kind {
            MeasureKind::Move | MeasureKind::FromChildren => self.terms.baseline,
            _ => f64::NAN,
        };
        match rules.missing {
            Missing::Skip => Measured { raw: f64::NAN, ..found },
            Missing::Baseline if !baseline.is_nan() && !found.zero_denominator => {
                let value = if self.aggregate(rules) == Aggregate::Sum { self.seed() } else { baseline };
                let moved = self.moved(value, rules);
                Measured { has_value: false, ..moved }
            }
            Missing::Zero | Missing::Baseline => Measured { raw: 0.0, ..found },
        }
    }

    fn aggregate(&self, rules: &MeasureDefaults) -> Aggregate {
        self.terms.measure.and_then(|m| m.aggregate).unwrap_or(rules.aggregate)
    }

    fn seed(&self) -> f64 {
        let baseline = if self.terms.baseline.is_nan() { 0.0 } else { self.terms.baseline };
        self.terms.measure.and_then(|m| m.seed).unwrap_or(baseline)
    }

    fn read_value(&self, rules: &MeasureDefaults, bounds: Option<&Bounds>) -> Option<f64> {
        if self.given.is_some() {
            return self.given;
        }
        self.visible.aggregate(self.aggregate(rules), self.terms.window, self.seed(), bounds)
    }

    fn valued(&self, rules: &MeasureDefaults) -> Measured<'a> {
        let value = match (self.terms.kind, self.parts) {
            (MeasureKind::FromChildren, Parts::Value(value, true)) => Some(value).filter(|value| !value.is_nan()),
            (MeasureKind::FromChildren, Parts::Value(_, false)) => None,
            (MeasureKind::Binary, _) => self.read_value(rules, None).or(self.undone()),
            _ => self.read_value(rules, None),
        };
        let Some(value) = value else { return Measured::NOTHING };
        match self.terms.kind {
            MeasureKind::Move | MeasureKind::FromChildren => self.moved(value, rules),
            MeasureKind::Ratio => divided(value, value, self.terms.target),
            MeasureKind::Inverse => divided(value, self.terms.target, value),
            MeasureKind::Binary => {
                let raw = f64::from(u8::from(value >= 1.0));
                Measured { value, has_value: true, raw, ..Measured::NOTHING }
            }
            MeasureKind::Levels => {
                let between = self.terms.measure.and_then(|m| m.between).unwrap_or(rules.between);
                let level = level(self.terms.points(), between, value);
                Measured { value, has_value: true, raw: level.score + 0.0, level: level.reached, ..Measured::NOTHING }
            }
            _ => Measured { value, has_value: true, ..Measured::NOTHING },
        }
    }

    /// A binary is false once its due date has passed (V2).
    fn undone(&self) -> Option<f64> {
        let due = self.terms.measure.and_then(|m| m.due)?;
        (due < self.cutoff).then_some(0.0)
    }

    fn moved(&self, value: f64, rules: &MeasureDefaults) -> Measured<'a> {
        let (b, t) = (self.terms.baseline, self.terms.target);
        let falling = self.terms.measure.and_then(|m| m.direction) == Some(crate::model::Direction::Decrease);
        let raw = if b == t {
            zero_range(rules.zero_range, value, t, falling).unwrap_or(f64::NAN)
        } else {
            linear(value, b, t)
        };
        Measured { value, has_value: true, raw, ..Measured::NOTHING }
    }

    fn held(&self, rules: &MeasureDefaults) -> Measured<'a> {
        let bounds = self.bounds(rules);
        let measure = self.terms.measure;
        let read = measure.and_then(|m| m.read).unwrap_or(rules.read);
        let value = self.read_value(rules, Some(&bounds));
        if let (Some(value), true) = (self.given, read != Read::Latest) {
            // One verdict stands for all of them.
            let raw = f64::from(u8::from(bounds.met(value)));
            return Measured { value, has_value: true, raw, hold: Some(bounds.state(value)), ..Measured::NOTHING };
        }
        if read != Read::Latest {
            let share = self.visible.share(read, &bounds, self.terms.window, self.every, self.cutoff);
            return share.map_or(Measured::NOTHING, |raw| Measured {
                value: value.unwrap_or(f64::NAN),
                raw,
                has_value: true,
                hold: self.visible.hold(&bounds),
                ..Measured::NOTHING
            });
        }
        let Some(value) = value else { return Measured::NOTHING };
        let credit = measure.and_then(|m| m.credit).unwrap_or(rules.credit);
        let raw = bounds.credit(value, credit, measure.and_then(|m| m.zero_at));
        Measured { value, has_value: true, raw, hold: Some(bounds.state(value)), ..Measured::NOTHING }
    }

    /// Milestones and tasks: the share done.
    fn listed(&self) -> Measured<'a> {
        let (done, all) = match self.parts {
            Parts::Initiatives(initiatives) => {
                let done = |initiative: &&Initiative| initiative.done_on.is_some_and(|on| on <= self.cutoff);
                (initiatives.iter().filter(done).count() as f64, initiatives.iter().count() as f64)
            }
            _ => {
                let done = |item: &&MilestoneItem| item.done_on.is_some_and(|on| on <= self.cutoff);
                let scale = scale_of(self.items());
                (weights(self.items().iter().filter(done), scale), weights(self.items().iter(), scale))
            }
        };
        if all <= 0.0 {
            return Measured::NOTHING;
        }
        let share = (done / all).clamp(0.0, 1.0);
        Measured { value: share, has_value: true, raw: share, ..Measured::NOTHING }
    }

    fn items(&self) -> &'a [MilestoneItem] {
        self.terms.measure.map_or(&[], |measure| &measure.items)
    }

    /// What is expected by the cutoff, 0 to 1; NaN where nothing can be said (E2, E3).
    pub(crate) fn expected(&self, policy: &Policy, plan: &[PlanPoint]) -> f64 {
        let window = self.terms.window;
        let curve = || pace::curve(&policy.expected, window, self.cutoff).unwrap_or(f64::NAN);
        if window.start.is_none() || window.end.is_none() {
            return f64::NAN;
        }
        if !plan.is_empty() {
            return self.planned(policy, plan);
        }
        match self.terms.kind {
            MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between => {
                let has_value = self.visible.latest().is_some();
                pace::held(&policy.expected, window, has_value).unwrap_or(f64::NAN)
            }
            MeasureKind::Binary => {
                let due = self.terms.measure.and_then(|measure| measure.due);
                pace::binary(&policy.expected, window, due, self.cutoff).unwrap_or(f64::NAN)
            }
            MeasureKind::Milestones => self.milestones_due().unwrap_or_else(curve),
            MeasureKind::Levels => curve() * self.planned_level(),
            MeasureKind::Tracked => f64::NAN,
            _ => curve(),
        }
    }

    fn planned_level(&self) -> f64 {
        let points = self.terms.points();
        let best = points.iter().map(|point| point.score).fold(f64::NEG_INFINITY, f64::max);
        points.iter().find(|point| point.target == Some(true)).map_or(best, |point| point.score)
    }

    /// The weight due by the cutoff, where any item is dated.
    fn milestones_due(&self) -> Option<f64> {
        let items = self.items();
        let scale = scale_of(items);
        let all = weights(items.iter(), scale);
        if all <= 0.0 || items.iter().all(|item| item.due.is_none()) {
            return None;
        }
        let is_due = |item: &&MilestoneItem| item.due.or(self.terms.window.end).is_some_and(|due| due <= self.cutoff);
        Some((weights(items.iter().filter(is_due), scale) / all).clamp(0.0, 1.0))
    }

    fn planned(&self, policy: &Policy, plan: &[PlanPoint]) -> f64 {
        let Window { start: Some(start), end: Some(end) } = self.terms.window else { return f64::NAN };
        if self.cutoff < start {
            return 0.0;
        }
        let (b, t) = (self.terms.baseline, self.terms.target);
        let first = (!b.is_nan()).then(|| PlanPoint::new(start, b));
        let last = Some(PlanPoint::new(end, t));
        let date = self.cutoff.min(end);
        let Some(value) = pace::planned(plan, policy.expected.plan, [first, last], date) else { return f64::NAN };
        match self.terms.kind {
            MeasureKind::Inverse if value == 0.0 => f64::NAN,
            MeasureKind::Inverse => (t / value).clamp(0.0, 1.0) + 0.0,
            _ => {
                let raw = self.moved(value, &policy.measure).raw;
                if raw.is_nan() { raw } else { raw.clamp(0.0, 1.0) + 0.0 }
            }
        }
    }
}

fn divided<'a>(value: f64, over: f64, under: f64) -> Measured<'a> {
    if under == 0.0 || under.is_nan() {
        return Measured { value, zero_denominator: true, ..Measured::NOTHING };
    }
    Measured { value, has_value: true, raw: linear(over, 0.0, under), ..Measured::NOTHING }
}

/// The sum of items' weights, with the rounding of each step carried along, so that their order changes nothing.
fn weights<'a>(items: impl Iterator<Item = &'a MilestoneItem>, scale: f64) -> f64 {
    let (mut sum, mut rest) = (0.0_f64, 0.0_f64);
    for weight in items.map(|item| item.weight.unwrap_or(1.0) * scale) {
        let next = sum + weight;
        rest += if sum >= weight { (sum - next) + weight } else { (weight - next) + sum };
        sum = next;
    }
    sum + rest
}

/// The power of two that keeps sums of items' weights small (N4).
fn scale_of(items: &[MilestoneItem]) -> f64 {
    scale_for(items.iter().map(|item| item.weight.unwrap_or(1.0)).fold(0.0, f64::max))
}

fn saturated_or_nan(raw: f64) -> f64 {
    if raw.is_nan() { raw } else { saturated(raw).0 }
}

impl<'a> Pass<'a> {
    /// A key result's measure and what it is applied to; `sources` is the ready value of a from_children measure.
    pub(crate) fn asked(&self, row: u32, terms: Terms<'a>, cutoff: Date, sources: (f64, bool)) -> Asked<'a> {
        let objective = self.frame.key_results.objective[row as usize];
        let parts = match terms.kind {
            MeasureKind::Tasks => {
                let more = self.frame.more(objective);
                Parts::Initiatives(more.map_or(Picked::NONE, |more| more.initiatives_of(self.frame.key_result_id(row))))
            }
            MeasureKind::FromChildren => Parts::Value(sources.0, sources.1),
            _ => Parts::None,
        };
        Asked {
            terms,
            visible: self.visible(row, &terms, cutoff),
            cutoff,
            every: self.interval(row),
            parts,
            given: None,
        }
    }
}
