//! N1 to N4: comparing, clamping and averaging, and the band lists of S2.

use super::Oracle;
use serde_json::Value;

/// N1: the tolerance of fractions.
const FRACTION: f64 = 5e-10;
/// N1: the relative tolerance of measured values.
const MEASURED: f64 = 1e-12;
/// So close to the edge of a tolerance two right answers may differ in their words.
const KNIFE_EDGE: f64 = 1e-11;

/// A band that matched: its status and its label, as stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    pub status: Option<String>,
    pub label: Option<String>,
}

impl Oracle<'_> {
    /// N1: the fraction `x` meets the limit.
    pub fn meets(&self, x: f64, limit: f64) -> bool {
        self.note_if((x - (limit - FRACTION)).abs() < KNIFE_EDGE);
        x >= limit - FRACTION
    }

    /// N1: the fraction `x` lies strictly above the limit.
    pub fn above(&self, x: f64, limit: f64) -> bool {
        self.note_if((x - (limit + FRACTION)).abs() < KNIFE_EDGE);
        x > limit + FRACTION
    }

    /// N1: measured values that count as equal.
    pub fn same(&self, v: f64, t: f64) -> bool {
        let (gap, scale) = ((v - t).abs(), v.abs().max(t.abs()));
        self.note_if(gap > 0.5 * MEASURED * scale && gap < 2.0 * MEASURED * scale);
        gap <= MEASURED * scale
    }

    pub fn at_least(&self, v: f64, t: f64) -> bool {
        self.same(v, t) || v > t
    }

    pub fn at_most(&self, v: f64, t: f64) -> bool {
        self.same(v, t) || v < t
    }

    /// S2: the first band that matches; none in an empty list.
    pub fn band(&self, bands: &Value, x: f64) -> Option<Band> {
        let round_to = bands["round_to"].as_f64();
        let list = bands.as_array().or_else(|| bands["list"].as_array()).expect("a band list");
        let x = match round_to {
            None => x,
            Some(step) => {
                // In billionths: nine places first, then the nearest multiple, halves away from zero.
                let billionths = |x: f64| (x * 1e9).round() as i128;
                self.note_if(((x * 1e9) - (x * 1e9).floor() - 0.5).abs() < 1e-4);
                let (x, step) = (billionths(x), billionths(step));
                let steps = (2 * x.abs() + step) / (2 * step) * x.signum();
                (steps * step) as f64 / 1e9
            }
        };
        let matches = |band: &&Value| match (band["at_least"].as_f64(), band["above"].as_f64()) {
            (Some(limit), _) => self.meets(x, limit),
            (_, Some(limit)) => self.above(x, limit),
            _ => true,
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        list.iter().find(matches).map(|band| Band { status: text(&band["status"]), label: text(&band["label"]) })
    }

    pub fn note_if(&self, close: bool) {
        if close {
            self.near.set(true);
        }
    }
}

/// P11: a clamp `{min?, max?}`.
pub fn clamp(range: &Value, x: f64) -> f64 {
    let raised = range["min"].as_f64().map_or(x, |min| if x < min { min } else { x });
    range["max"].as_f64().map_or(raised, |max| if raised > max { max } else { raised })
}

/// R2, N4: the weighted mean of what has a weight above 0, inside the range of its members; none of nothing.
pub fn weighted_mean(items: &[(f64, f64)]) -> Option<f64> {
    let items: Vec<(f64, f64)> = items.iter().copied().filter(|(w, _)| *w > 0.0).collect();
    if items.is_empty() {
        return None;
    }
    let top: f64 = items.iter().map(|(w, x)| w * x).sum();
    let total: f64 = items.iter().map(|(w, _)| w).sum();
    let least = items.iter().map(|(_, x)| *x).fold(f64::INFINITY, f64::min);
    let most = items.iter().map(|(_, x)| *x).fold(f64::NEG_INFINITY, f64::max);
    Some((top / total).clamp(least, most))
}

/// R2: the weighted mean or the minimum.
pub fn averaged(rule: &str, items: &[(f64, f64)]) -> Option<f64> {
    match rule {
        "weighted" => weighted_mean(items),
        "minimum" => items.iter().filter(|(w, _)| *w > 0.0).map(|(_, x)| *x).reduce(f64::min),
        other => panic!("unknown mean {other}"),
    }
}
