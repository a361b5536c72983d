//! The definition of a key result as its amendments change it (T3), and whether it holds together at every step.

use super::history::KeyResultRules;
use super::measures::check_measure;
use super::policies::Asked;
use super::values::{check_finite, check_weight};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Told, quoted};
use crate::model::{Amendment, Credit, Direction, Measure, MeasureKind, Read, Role, Target};
use crate::policy::ZeroRange;

/// What of a measure an amendment may change, and what must agree with it. Numbers that are none are left out: they are
/// reported where they stand.
#[derive(Clone, Copy, Default)]
pub(crate) struct Definition {
    pub(crate) kind: MeasureKind,
    pub(crate) with_own: Option<bool>,
    baseline: Option<f64>,
    target: Option<Target>,
    direction: Option<Direction>,
    low: Option<f64>,
    high: Option<f64>,
    read: Option<Read>,
    credit: Option<Credit>,
    zero_at: Option<f64>,
    risk_at: Option<f64>,
}

fn finite(x: Option<f64>) -> Option<f64> {
    x.filter(|x| x.is_finite())
}

fn finite_target(target: Option<Target>) -> Option<Target> {
    target.filter(|target| !matches!(target, Target::Value(x) if !x.is_finite()))
}

impl From<&Measure> for Definition {
    fn from(measure: &Measure) -> Self {
        Definition {
            kind: measure.kind,
            with_own: measure.with_own,
            baseline: finite(measure.baseline),
            target: finite_target(measure.target),
            direction: measure.direction,
            low: finite(measure.low),
            high: finite(measure.high),
            read: measure.read,
            credit: measure.credit,
            zero_at: finite(measure.zero_at),
            risk_at: finite(measure.risk_at),
        }
    }
}

impl Definition {
    /// Of a key result, by its rules, or by its columns where they hold all there is to say; there NaN stands for what is
    /// not stated.
    pub(crate) fn stated(rules: Option<&KeyResultRules>, kind: MeasureKind, baseline: f64, target: f64) -> Self {
        match rules.and_then(|rules| rules.measure.as_deref()) {
            Some(measure) => measure.into(),
            None => Definition {
                kind,
                baseline: finite(Some(baseline)),
                target: finite(Some(target)).map(Target::Value),
                ..Definition::default()
            },
        }
    }

    /// After one more amendment.
    fn amended(self, amendment: &Amendment) -> Self {
        let whole = amendment.measure.as_deref().map_or(self, Definition::from);
        Definition {
            baseline: finite(amendment.baseline).or(whole.baseline),
            target: finite_target(amendment.target).or(whole.target),
            ..whole
        }
    }

    fn is_moving(&self) -> bool {
        matches!(self.kind, MeasureKind::Move | MeasureKind::FromChildren)
    }

    fn start(&self) -> f64 {
        self.baseline.unwrap_or(0.0)
    }

    fn end(&self) -> Option<f64> {
        self.target.and_then(|target| target.resolve(self.start()))
    }

    /// Reports what does not hold together, whatever the policy.
    pub(crate) fn check(&self, faults: &mut Faults<'_>) {
        match self.kind {
            MeasureKind::Move | MeasureKind::FromChildren => self.check_way(faults),
            MeasureKind::Between => self.check_range(faults),
            MeasureKind::AtLeast | MeasureKind::AtMost => self.check_bound(faults),
            MeasureKind::Ratio | MeasureKind::Inverse => self.check_absolute(faults),
            _ => {}
        }
        if self.kind.is_hold() && self.credit == Some(Credit::Distance) {
            self.check_distance(faults);
        }
    }

    fn check_way(&self, faults: &mut Faults<'_>) {
        let (Some(stated), baseline) = (self.target, self.start()) else { return };
        let Some(target) = stated.resolve(baseline) else {
            let message = "found a percentage of the baseline 0, expected a baseline other than 0".to_owned();
            faults.find("target", ErrorCode::BadTarget, message, "state a baseline, or the target as a number");
            return;
        };
        if !target.is_finite() {
            let message = "found a target beyond 64 bits, expected a finite number".to_owned();
            faults.find("target", ErrorCode::NotFinite, message, "state a smaller target");
        }
        let (disagrees, expected) = match self.direction {
            Some(Direction::Increase) => (target < baseline, Direction::Decrease),
            Some(Direction::Decrease) => (target > baseline, Direction::Increase),
            None => return,
        };
        if disagrees {
            let message = format!(
                "found a direction against the way from {} to {}, expected {}",
                Told(baseline),
                Told(target),
                quoted(expected.as_str())
            );
            let help = "leave the direction out, or correct baseline and target";
            faults.find("direction", ErrorCode::DirectionDisagrees, message, help);
        }
    }

    fn check_range(&self, faults: &mut Faults<'_>) {
        if let (Some(low), Some(high)) = (self.low, self.high)
            && low > high
        {
            let message = format!("found {}, expected {} or more", Told(high), Told(low));
            faults.find("high", ErrorCode::BadBounds, message, "swap low and high");
        }
        for (field, distance) in self.limits() {
            if let Some(distance) = distance.filter(|distance| *distance <= 0.0) {
                let message = format!("found {}, expected a distance above 0", Told(distance));
                faults.find(field, ErrorCode::BadBounds, message, "state how far beyond the nearer bound");
            }
        }
    }

    fn check_absolute(&self, faults: &mut Faults<'_>) {
        if let Some(Target::Relative(_)) = self.target {
            let message = format!("found a relative target beside {}, expected a number", quoted(self.kind.as_str()));
            faults.find("target", ErrorCode::BadTarget, message, "state the number");
        }
    }

    fn check_bound(&self, faults: &mut Faults<'_>) {
        self.check_absolute(faults);
        let Some(bound) = self.bound() else { return };
        let is_unmet = |x: f64| if self.kind == MeasureKind::AtLeast { x < bound } else { x > bound };
        for (field, limit) in self.limits() {
            if let Some(limit) = limit.filter(|limit| !is_unmet(*limit)) {
                let message = format!("found {}, expected it on the unmet side of {}", Told(limit), Told(bound));
                faults.find(field, ErrorCode::BadBounds, message, "move it beyond the bound");
            }
        }
    }

    fn limits(&self) -> [(&'static str, Option<f64>); 2] {
        [("zero_at", self.zero_at), ("risk_at", self.risk_at)]
    }

    /// The one bound of at_least and at_most.
    fn bound(&self) -> Option<f64> {
        match self.target {
            Some(Target::Value(bound)) => Some(bound),
            _ => None,
        }
    }

    fn check_distance(&self, faults: &mut Faults<'_>) {
        let bounds: &[(&'static str, Option<f64>)] = match self.kind {
            MeasureKind::Between => &[("low", self.low), ("high", self.high)],
            _ => &[("target", self.bound())],
        };
        for (field, bound) in bounds {
            if *bound == Some(0.0) {
                let message = "found distance credit for a bound of 0, expected a bound other than 0".to_owned();
                faults.find(field, ErrorCode::ZeroTarget, message, "use linear credit with zero_at");
            }
        }
    }

    /// Reports what cannot be scored under a policy.
    pub(crate) fn check_under(&self, asked: &Asked, faults: &mut Faults<'_>) {
        if asked.zero_range == ZeroRange::Error && self.is_moving() && self.end() == Some(self.start()) {
            let message = format!("found baseline and target {}, expected two different numbers", Told(self.start()));
            let help =
                "change one of them, use at_least or at_most, or let the policy's zero_range say what it comes to";
            faults.find("target", ErrorCode::ZeroRange, message, help);
        }
        // A share of verdicts gives no credit for what was missed.
        if !self.kind.is_hold() || self.credit.is_some() || self.read.unwrap_or(asked.read) != Read::Latest {
            return;
        }
        match asked.credit {
            Credit::Linear if self.zero_at.is_none() && faults.states_measure() => {
                let message =
                    "found a measure without `zero_at`, expected it: the policy's credit is linear".to_owned();
                faults.find("zero_at", ErrorCode::MeasureIncomplete, message, "state `zero_at`, or another `credit`");
            }
            Credit::Distance if self.kind != MeasureKind::Between || faults.states_measure() => {
                self.check_distance(faults)
            }
            Credit::Linear | Credit::Distance | Credit::Binary => {}
        }
    }
}

/// Where the faults of a definition are reported: at the fields of a measure, or at what an amendment states.
pub(crate) struct Faults<'a> {
    r: &'a mut Reader,
    amendment: Option<&'a Amendment>,
}

impl<'a> Faults<'a> {
    /// At the fields of a measure, which is where the reader is.
    pub(crate) fn of_measure(r: &'a mut Reader) -> Self {
        Faults { r, amendment: None }
    }

    /// Whether a whole measure is stated here, and not only an end of it.
    fn states_measure(&self) -> bool {
        self.amendment.is_none_or(|amendment| amendment.measure.is_some())
    }

    fn find(&mut self, field: &'static str, code: ErrorCode, message: String, help: &'static str) {
        // An amendment is told at what it states: the field itself, or what it sets that field against.
        let field = match self.amendment {
            None => field,
            Some(amendment) => match (amendment.baseline.is_some(), amendment.target.is_some()) {
                (true, true) if field == "baseline" => "baseline",
                (_, true) => "target",
                (true, false) => "baseline",
                (false, false) => "measure",
            },
        };
        self.r.find_at(field, code, message, help);
    }
}

/// Where amendments are looked at.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// In their list; the reader is at the key result.
    Listed,
    /// In an event that brings this one, by its index among all; the reader is at the event.
    Event(&'a Amendment, u32),
}

impl<'a> Place<'a> {
    /// Runs a check where an amendment, or the one that is the reason for its faults, is stated.
    pub(crate) fn at(
        self,
        index: u32,
        amendment: &'a Amendment,
        r: &mut Reader,
        check: impl FnOnce(&'a Amendment, &mut Reader),
    ) {
        match self {
            Place::Listed => {
                r.at(Segment::Key("amendments"), |r| r.at(Segment::Index(index as usize), |r| check(amendment, r)));
            }
            Place::Event(brought, _) => check(brought, r),
        }
    }

    /// Whether an event has its fault: what follows from that at later amendments is not told as well.
    fn is_told(self, r: &Reader) -> bool {
        matches!(self, Place::Event(..)) && r.failed()
    }

    fn is_new(self, index: u32) -> bool {
        match self {
            Place::Listed => true,
            Place::Event(_, new) => index == new,
        }
    }
}

/// The amendments of a key result, in the order in which they apply.
#[derive(Clone, Copy)]
pub(crate) struct Amendments<'a> {
    pub(crate) list: &'a [Amendment],
    pub(crate) order: &'a [u32],
}

impl<'a> From<Option<&'a KeyResultRules>> for Amendments<'a> {
    fn from(rules: Option<&'a KeyResultRules>) -> Self {
        match rules {
            Some(rules) => Amendments { list: &rules.amendments, order: &rules.amendments_by_date },
            None => Amendments { list: &[], order: &[] },
        }
    }
}

impl<'a> Amendments<'a> {
    pub(crate) fn in_order(self) -> impl Iterator<Item = (u32, &'a Amendment)> {
        self.order.iter().filter_map(move |index| self.list.get(*index as usize).map(|amendment| (*index, amendment)))
    }

    /// The definition after each amendment.
    pub(crate) fn definitions(self, first: Definition) -> impl Iterator<Item = (u32, &'a Amendment, Definition)> {
        self.in_order().scan(first, |held, (index, amendment)| {
            *held = held.amended(amendment);
            Some((index, amendment, *held))
        })
    }

    /// Reports what does not hold together after each amendment, whatever the policy. Without a sound measure to start
    /// from, only what an amendment states by itself is judged.
    pub(crate) fn check(self, first: Definition, is_sound: bool, role: Role, place: Place<'a>, r: &mut Reader) {
        let mut is_sound = is_sound;
        for (index, amendment, definition) in self.definitions(first) {
            if place.is_told(r) {
                return;
            }
            place.at(index, amendment, r, |stated, r| {
                let before = r.errors();
                if place.is_new(index) {
                    check_amendment(amendment, role, r);
                }
                let alone = r.errors() == before && !r.is_unread_here();
                is_sound = alone && (is_sound || amendment.measure.is_some());
                if place.is_new(index) {
                    check_weight(amendment.weight, r);
                }
                if is_sound && (amendment.baseline.is_some() || amendment.target.is_some()) {
                    definition.check(&mut Faults { r, amendment: Some(stated) });
                }
            });
        }
    }

    /// Reports what cannot be scored under a policy after each amendment that changes it.
    pub(crate) fn check_under(self, first: Definition, asked: &Asked, place: Place<'a>, r: &mut Reader) {
        for (index, amendment, definition) in self.definitions(first) {
            if place.is_told(r) {
                return;
            }
            let changes_ends = amendment.baseline.is_some() || amendment.target.is_some();
            if changes_ends || amendment.measure.is_some() {
                place.at(index, amendment, r, |stated, r| {
                    if changes_ends || !place.is_new(index) {
                        definition.check_under(asked, &mut Faults { r, amendment: Some(stated) });
                    } else {
                        r.at(Segment::Key("measure"), |r| {
                            definition.check_under(asked, &mut Faults::of_measure(r));
                        });
                    }
                });
            }
        }
    }
}

/// Reports what is wrong with what an amendment says of the measure, by itself.
fn check_amendment(amendment: &Amendment, role: Role, r: &mut Reader) {
    if let Some(measure) = &amendment.measure {
        r.at(Segment::Key("measure"), |r| check_measure(measure, r));
        if role == Role::Guardrail && !measure.kind.is_hold() && !r.is_unread("measure") {
            r.find_at(
                "measure",
                ErrorCode::GuardrailNeedsHold,
                format!(
                    "found a guardrail amended to the measure {}, expected at_least, at_most or between",
                    quoted(measure.kind.as_str())
                ),
                "give the guardrail a bound to hold",
            );
        }
    }
    check_finite("baseline", amendment.baseline, r);
    if let Some(Target::Value(target)) = amendment.target {
        check_finite("target", Some(target), r);
    }
}
