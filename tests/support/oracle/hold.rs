//! P4: hold measures, their states, credits and shares; K1 uses the same states.

use super::facts::Facts;
use super::measure::{Reading, choice, switch};
use super::{Node, Oracle, number, text};
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Met,
    Near,
    Unmet,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Near => "near",
            Self::Unmet => "unmet",
        }
    }
}

fn bound(measure: &Value, field: &str) -> f64 {
    number(measure, field).expect("a bound")
}

/// How far a value lies beyond the range of a `between`; negative inside.
fn miss(measure: &Value, v: f64) -> f64 {
    (bound(measure, "low") - v).max(v - bound(measure, "high"))
}

impl<'a> Oracle<'a> {
    fn met(&self, measure: &Value, policy: &Value, v: f64) -> bool {
        let strict = switch(measure, policy, "strict");
        let above = |limit: f64| if strict { !self.same(v, limit) && v > limit } else { self.at_least(v, limit) };
        let below = |limit: f64| if strict { !self.same(v, limit) && v < limit } else { self.at_most(v, limit) };
        match text(measure, "kind") {
            "at_least" => above(bound(measure, "target")),
            "at_most" => below(bound(measure, "target")),
            _ => above(bound(measure, "low")) && below(bound(measure, "high")),
        }
    }

    pub fn hold_state(&self, measure: &Value, policy: &Value, v: f64) -> State {
        if self.met(measure, policy, v) {
            return State::Met;
        }
        let near = number(measure, "risk_at").is_some_and(|risk| match text(measure, "kind") {
            "at_least" => self.at_least(v, risk),
            "at_most" => self.at_most(v, risk),
            _ => self.at_most(miss(measure, v), risk),
        });
        if near { State::Near } else { State::Unmet }
    }

    /// The credit of one value.
    pub fn hold_fraction(&self, measure: &Value, policy: &Value, v: f64) -> f64 {
        let kind = text(measure, "kind");
        let met = self.met(measure, policy, v);
        match (choice(measure, policy, "credit"), kind) {
            ("binary", _) => f64::from(u8::from(met)),
            ("linear", _) if met => 1.0,
            ("linear", "between") => 1.0 - miss(measure, v) / bound(measure, "zero_at"),
            ("linear", _) => {
                let (t, z) = (bound(measure, "target"), bound(measure, "zero_at"));
                (v - z) / (t - z)
            }
            ("distance", "at_least") => 1.0 + (v - bound(measure, "target")) / bound(measure, "target").abs(),
            ("distance", "at_most") => 1.0 + (bound(measure, "target") - v) / bound(measure, "target").abs(),
            ("distance", _) => {
                let (low, high) = (bound(measure, "low"), bound(measure, "high"));
                if v < low {
                    1.0 - (low - v) / low.abs()
                } else if v > high {
                    1.0 - (v - high) / high.abs()
                } else {
                    1.0
                }
            }
            (other, _) => panic!("unknown credit {other}"),
        }
    }

    /// V1: the worst value; of the largest misses the earliest.
    pub fn worst(&self, measure: &Value, values: &[f64]) -> f64 {
        let first = values[0];
        match text(measure, "kind") {
            "at_least" => values.iter().copied().fold(first, f64::min),
            "at_most" => values.iter().copied().fold(first, f64::max),
            "between" => {
                let worse = |a: f64, b: f64| if miss(measure, b) > miss(measure, a) { b } else { a };
                values.iter().copied().fold(first, worse)
            }
            other => panic!("{other} has no worst value"),
        }
    }

    pub fn hold_reading(&self, facts: &Facts<'a>, policy: &Value) -> Reading {
        let measure = &facts.measure;
        let value = self.aggregated(facts, policy);
        let read = choice(measure, policy, "read");
        if read == "latest" {
            let state = value.map(|v| self.hold_state(measure, policy, v));
            return Reading { state, ..self.reading(value, facts, policy) };
        }
        let values: Vec<(super::time::Day, f64)> =
            facts.check_ins.iter().filter_map(|c| Some((c.on, c.value()?))).collect();
        let verdicts: Vec<State> = if read == "share_of_check_ins" || facts.window.start.is_none() {
            values.iter().map(|(_, v)| self.hold_state(measure, policy, *v)).collect()
        } else {
            let verdict = |(from, to)| {
                let last = values.iter().rev().find(|(on, _)| (from..to).contains(on));
                last.map_or(State::Unmet, |(_, v)| self.hold_state(measure, policy, *v))
            };
            self.periods(facts, read == "share_of_window").into_iter().map(verdict).collect()
        };
        if values.is_empty() || verdicts.is_empty() {
            return self.no_value(facts, policy);
        }
        let met = verdicts.iter().filter(|state| **state == State::Met).count();
        // The latest check-in decides, so that a period that has just begun does not turn the state.
        let latest = values.last().map(|(_, v)| self.hold_state(measure, policy, *v));
        Reading { value, has_value: true, raw: Some(met as f64 / verdicts.len() as f64), state: latest }
    }

    /// The periods `[from, to)` begun by the cut-off and in the window, or begun in the whole window.
    fn periods(&self, facts: &Facts<'a>, whole: bool) -> Vec<(i64, i64)> {
        let start = facts.window.start.expect("a start");
        let limit = match facts.window.end {
            Some(end) if whole => end,
            Some(end) => end.min(facts.cutoff),
            None => facts.cutoff,
        };
        let interval = self.interval(facts.node);
        (0..)
            .map(|k| (interval.after(start, k), interval.after(start, k + 1)))
            .take_while(|(from, _)| *from <= limit)
            .collect()
    }

    /// R6: the state of each guardrail of an objective that is in play; `unmeasured` without a value.
    pub fn guardrails(&self, o: usize) -> Vec<(&'a str, &'static str)> {
        let of_objective = |k: &usize| self.key_results[*k].0 == o;
        let is_guardrail = |k: &usize| text(self.key_results[*k].1, "role") == "guardrail";
        (0..self.key_results.len())
            .filter(of_objective)
            .filter(is_guardrail)
            .filter(|k| self.out_of_play(Node::KeyResult(*k)).is_none())
            .map(|k| {
                let state = self.key_result(k).state.map_or("unmeasured", State::word);
                (self.id(Node::KeyResult(k)), state)
            })
            .collect()
    }
}
