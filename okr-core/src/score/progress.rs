//! One key result's value as a fraction of the way (P1–P8).

use super::number::{at_or_above, same};
use crate::model::{Between, Credit, LevelPoint, MeasureKind};
use crate::policy::ZeroRange;

/// From baseline to target (P1): `(v − b) / (t − b)`, where `b ≠ t`. May be infinite where it is beyond 64 bits.
#[inline(always)]
pub(crate) fn linear(v: f64, b: f64, t: f64) -> f64 {
    const HUGE: f64 = 4.4e307;
    let way_is_huge = b.abs().max(t.abs()) >= HUGE;
    if !way_is_huge && v.abs() < HUGE {
        return (v - b) / (t - b);
    }
    // Of huge numbers a quarter is exact, and no difference of quarters overflows; of tiny ones it may be nothing.
    let done = v * 0.25 - b * 0.25;
    if way_is_huge { done / (t * 0.25 - b * 0.25) } else { done / (t - b) * 4.0 }
}

/// The number that lies so far on the way from one to another.
pub(crate) fn along(from: f64, to: f64, share: f64) -> f64 {
    let way = to - from;
    if way.is_finite() { from + way * share } else { from * (1.0 - share) + to * share }
}

/// From a value to the same value (P2): `None` where there is no progress to speak of.
pub(crate) fn zero_range(rule: ZeroRange, v: f64, t: f64, falling: bool) -> Option<f64> {
    match rule {
        ZeroRange::Reached if falling => Some(f64::from(u8::from(at_or_above(-v, -t)))),
        ZeroRange::Reached => Some(f64::from(u8::from(at_or_above(v, t)))),
        ZeroRange::Zero => Some(0.0),
        ZeroRange::Half => Some(0.5),
        ZeroRange::One => Some(1.0),
        ZeroRange::None | ZeroRange::Error => None,
    }
}

/// How a hold measure stands (P4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Hold {
    Met,
    Near,
    Unmet,
}

/// The bounds of a hold measure: at_least has no upper one, at_most no lower one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) kind: MeasureKind,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) strict: bool,
    pub(crate) risk_at: Option<f64>,
}

impl Bounds {
    /// How far the value lies outside: negative inside, the distance to the nearer bound.
    pub(crate) fn miss(&self, v: f64) -> f64 {
        (self.low - v).max(v - self.high)
    }

    pub(crate) fn met(&self, v: f64) -> bool {
        let (low, high) = (self.low, self.high);
        if self.strict {
            let off = |bound: f64| bound.is_infinite() || !same(v, bound);
            v > low && v < high && off(low) && off(high)
        } else {
            (low.is_infinite() || at_or_above(v, low)) && (high.is_infinite() || at_or_above(-v, -high))
        }
    }

    pub(crate) fn state(&self, v: f64) -> Hold {
        if self.met(v) {
            return Hold::Met;
        }
        let near = match (self.kind, self.risk_at) {
            (_, None) => false,
            (MeasureKind::AtLeast, Some(risk)) => at_or_above(v, risk),
            (MeasureKind::AtMost, Some(risk)) => at_or_above(-v, -risk),
            (_, Some(distance)) => at_or_above(distance, self.miss(v)),
        };
        if near { Hold::Near } else { Hold::Unmet }
    }

    /// What the value is worth. `zero_at` is given for linear credit.
    pub(crate) fn credit(&self, v: f64, credit: Credit, zero_at: Option<f64>) -> f64 {
        let met = self.met(v);
        match (credit, zero_at) {
            (Credit::Linear, Some(zero)) if !met => match self.kind {
                MeasureKind::AtLeast => linear(v, zero, self.low),
                MeasureKind::AtMost => linear(v, zero, self.high),
                _ => 1.0 - self.miss(v).max(0.0) / zero,
            },
            (Credit::Distance, _) => self.distance(v),
            _ => f64::from(u8::from(met)),
        }
    }

    /// By distance from the bound; all or nothing where the bound is zero and no distance is relative to it.
    fn distance(&self, v: f64) -> f64 {
        let (room, bound) = match self.kind {
            MeasureKind::AtLeast => (v - self.low, self.low),
            MeasureKind::AtMost => (self.high - v, self.high),
            _ if v < self.low => (v - self.low, self.low),
            _ if v > self.high => (self.high - v, self.high),
            _ => return 1.0,
        };
        if bound == 0.0 { f64::from(u8::from(self.met(v))) } else { 1.0 + room / bound.abs() }
    }
}

/// Where a value stands among agreed levels (P7).
pub(crate) struct Level<'a> {
    pub(crate) score: f64,
    /// The furthest point reached.
    pub(crate) reached: Option<&'a LevelPoint>,
}

/// The score of a value among levels, in any order.
pub(crate) fn level(points: &[LevelPoint], between: Between, v: f64) -> Level<'_> {
    let by_value = |a: &&LevelPoint, b: &&LevelPoint| a.at.total_cmp(&b.at);
    let (Some(lowest), Some(highest)) = (points.iter().min_by(by_value), points.iter().max_by(by_value)) else {
        return Level { score: 0.0, reached: None };
    };
    let reached = if highest.score < lowest.score {
        points.iter().filter(|point| at_or_above(-v, -point.at)).min_by(by_value)
    } else {
        points.iter().filter(|point| at_or_above(v, point.at)).max_by(by_value)
    };
    let score = match between {
        Between::Stepped => reached.map_or(0.0, |point| point.score),
        Between::Linear => {
            let below = points.iter().filter(|point| point.at <= v).max_by(by_value).unwrap_or(lowest);
            let above = points.iter().filter(|point| point.at >= v).min_by(by_value).unwrap_or(highest);
            on_line(below, above, v)
        }
    };
    Level { score, reached }
}

/// The straight line from one point to another, flat outside.
fn on_line(low: &LevelPoint, high: &LevelPoint, v: f64) -> f64 {
    if low.at >= high.at || v <= low.at {
        return low.score;
    }
    if v >= high.at {
        return high.score;
    }
    let score = along(low.score, high.score, linear(v, low.at, high.at));
    score.clamp(low.score.min(high.score), low.score.max(high.score))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_moves_up_and_down_and_over_huge_spans() {
        assert_eq!(linear(30.0, 10.0, 50.0), 0.5);
        assert_eq!(linear(20.0, 50.0, 10.0), 0.75);
        assert_eq!(linear(0.0, -1.7e308, 1.7e308), 0.5);
        assert_eq!(linear(5.0, 5.0, 9.0), 0.0);
    }

    #[test]
    fn p4_bounds_hold_miss_and_pay() {
        let at_most =
            Bounds { kind: MeasureKind::AtMost, low: f64::NEG_INFINITY, high: 1.0, strict: false, risk_at: Some(1.2) };
        assert_eq!(at_most.state(1.0), Hold::Met);
        assert_eq!(at_most.state(1.1), Hold::Near);
        assert_eq!(at_most.state(1.3), Hold::Unmet);
        assert_eq!(at_most.credit(0.25, Credit::Distance, None), 1.75);
        assert_eq!(at_most.credit(1.5, Credit::Linear, Some(2.0)), 0.5);
        let strict = Bounds { strict: true, ..at_most };
        assert_eq!(strict.credit(1.0, Credit::Binary, None), 0.0);
        let between = Bounds { kind: MeasureKind::Between, low: 4.0, high: 5.0, strict: false, risk_at: Some(0.5) };
        assert_eq!((between.state(5.0), between.state(5.5), between.state(3.0)), (Hold::Met, Hold::Near, Hold::Unmet));
        assert_eq!(between.credit(3.0, Credit::Distance, None), 0.75);
        assert_eq!(between.credit(6.0, Credit::Linear, Some(2.0)), 0.5);
    }

    #[test]
    fn p7_levels_rise_and_fall() {
        let rising = [LevelPoint::new(50.0, 0.0), LevelPoint::new(60.0, 0.3), LevelPoint::new(70.0, 1.0)];
        assert_eq!(level(&rising, Between::Stepped, 65.0).score, 0.3);
        assert!((level(&rising, Between::Linear, 65.0).score - 0.65).abs() < 1e-12);
        assert!(level(&rising, Between::Stepped, 10.0).reached.is_none());
        let falling = [LevelPoint::new(2.0, 1.0), LevelPoint::new(4.0, 0.7), LevelPoint::new(8.0, 0.3)];
        assert_eq!(level(&falling, Between::Stepped, 3.0).score, 0.7);
        assert_eq!(level(&falling, Between::Stepped, 9.0).score, 0.0);
        assert_eq!(level(&falling, Between::Linear, 1.0).score, 1.0);
    }
}
