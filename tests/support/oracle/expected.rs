//! E1 to E3: what the plan asks for by the date.

use super::facts::Facts;
use super::measure::{Fraction, baseline, is_hold, target};
use super::policy::word;
use super::time::{Day, Interval, Window, date};
use super::{Oracle, list, number, text};
use serde_json::Value;

/// E2: the curve over the window.
pub fn curve(window: Window, day: Day, policy: &Value) -> Option<f64> {
    let x = window.elapsed(day, word(policy, "expected", "day_count"))?;
    Some(match word(policy, "expected", "curve") {
        "linear" => x,
        "front_loaded" => 1.0 - (1.0 - x) * (1.0 - x),
        "back_loaded" => x * x,
        "s_curve" => 3.0 * x * x - 2.0 * x * x * x,
        "steps" => steps(window.start?, window.end?, day, Interval::parse(word(policy, "expected", "step"))),
        other => panic!("unknown curve {other}"),
    })
}

fn steps(start: Day, end: Day, day: Day, step: Interval) -> f64 {
    if day < start {
        return 0.0;
    }
    if day >= end {
        return 1.0;
    }
    let begun = (0..).take_while(|k| step.after(start, *k) <= end).count();
    let completed = (1..).take_while(|k| step.after(start, *k) <= day).count();
    completed as f64 / begun as f64
}

impl<'a> Oracle<'a> {
    /// What a measure expects by its cut-off, in its window.
    pub fn expected(&self, facts: &Facts<'a>, policy: &Value) -> Option<f64> {
        let (measure, window, day) = (&facts.measure, facts.window, facts.cutoff);
        let (start, end) = (window.start?, window.end?);
        let curve = curve(window, day, policy)?;
        match text(measure, "kind") {
            "tracked" => None,
            _ if is_hold(measure) && word(policy, "expected", "holds") == "none" => None,
            _ if is_hold(measure) => {
                let seen = facts.check_ins.iter().any(|c| c.value().is_some());
                Some(if seen { 1.0 } else { 0.0 })
            }
            "binary" => match word(policy, "expected", "binary") {
                "due" => Some(if day >= date(measure, "due").unwrap_or(end) { 1.0 } else { 0.0 }),
                "curve" => Some(curve),
                "whole" => Some(if day >= start { 1.0 } else { 0.0 }),
                _ => None,
            },
            "milestones" => {
                let items = list(measure, "items");
                let weight = |item: &Value| number(item, "weight").unwrap_or(1.0);
                let total: f64 = items.iter().map(weight).sum();
                if total == 0.0 || items.iter().all(|item| item["due"].is_null()) {
                    return Some(curve);
                }
                let due = |item: &&Value| day >= date(item, "due").unwrap_or(end);
                Some(items.iter().filter(due).map(weight).sum::<f64>() / total)
            }
            "levels" => {
                let points = list(measure, "points");
                let score = |point: &Value| number(point, "score").expect("a score");
                let aim = points.iter().find(|p| p["target"] == Value::Bool(true)).map(score);
                Some(curve * aim.unwrap_or(points.iter().map(score).fold(f64::NEG_INFINITY, f64::max)))
            }
            "move" | "ratio" | "inverse" | "from_children" if !self.plan(facts).is_empty() => {
                self.planned(facts, policy, start, end)
            }
            _ => Some(curve),
        }
    }

    fn plan(&self, facts: &Facts<'a>) -> &'a [Value] {
        list(self.stated(facts.node), "plan")
    }

    /// E2: a plan in the measure's own unit.
    fn planned(&self, facts: &Facts<'a>, policy: &Value, start: Day, end: Day) -> Option<f64> {
        let measure = &facts.measure;
        if facts.cutoff < start {
            return Some(0.0);
        }
        let day = facts.cutoff.min(end);
        let point = |p: &Value| (date(p, "on").expect("a date"), number(p, "value").expect("a value"));
        let mut points: Vec<(Day, f64)> = self.plan(facts).iter().map(point).collect();
        let first = match text(measure, "kind") {
            "inverse" => None,
            "ratio" => Some(0.0),
            _ => Some(baseline(measure)),
        };
        for (on, value) in [(end, Some(target(measure))), (start, first)] {
            if let Some(value) = value
                && points.iter().all(|p| p.0 != on)
            {
                points.push((on, value));
            }
        }
        points.sort_by_key(|p| p.0);
        let before = points.iter().rev().find(|p| p.0 <= day);
        let after = points.iter().find(|p| p.0 > day);
        let value = match (before, after) {
            (Some(before), Some(after)) if word(policy, "expected", "plan") == "linear" => {
                let share = (day - before.0) as f64 / (after.0 - before.0) as f64;
                before.1 + (after.1 - before.1) * share
            }
            (Some(point), _) | (None, Some(point)) => point.1,
            (None, None) => return None,
        };
        match self.fraction(measure, policy, value) {
            Fraction::Is(fraction) => Some(fraction.clamp(0.0, 1.0)),
            _ => None,
        }
    }
}
