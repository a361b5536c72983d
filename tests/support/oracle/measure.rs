//! V1, V2 and P1 to P10: from check-ins to a value and a raw fraction.

use super::facts::Facts;
use super::hold::State;
use super::numbers::weighted_mean;
use super::time::date;
use super::{Node, Oracle, list, number, text};
use serde_json::Value;

/// What a measure says on the date.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub value: Option<f64>,
    /// Whether there is a value of its own, not one that V2 put there.
    pub has_value: bool,
    pub raw: Option<f64>,
    /// Of hold measures.
    pub state: Option<State>,
}

/// The fraction that a measure gives a value.
pub enum Fraction {
    Is(f64),
    /// P3: a zero denominator gives no value, so V2 answers.
    NoValue,
    /// P2: no progress by the rule of zero ranges, or a rule that refuses it.
    Null,
}

pub fn is_hold(measure: &Value) -> bool {
    matches!(text(measure, "kind"), "at_least" | "at_most" | "between")
}

/// A field of the measure, else of the policy's `measure` block.
pub fn choice<'v>(measure: &'v Value, policy: &'v Value, field: &str) -> &'v str {
    measure[field].as_str().unwrap_or_else(|| text(&policy["measure"], field))
}

pub fn switch(measure: &Value, policy: &Value, field: &str) -> bool {
    measure[field].as_bool().or(policy["measure"][field].as_bool()).unwrap_or(false)
}

fn has_baseline(measure: &Value) -> bool {
    matches!(text(measure, "kind"), "move" | "from_children")
}

/// The baseline in force, 0 by default.
pub fn baseline(measure: &Value) -> f64 {
    number(measure, "baseline").unwrap_or(0.0)
}

/// The target in force, a relative one resolved against the baseline in force.
pub fn target(measure: &Value) -> f64 {
    let Some(relative) = measure["target"].as_str() else {
        return number(measure, "target").expect("a target");
    };
    let b = baseline(measure);
    match relative.strip_suffix('%') {
        Some(percent) => b + b.abs() * (percent.parse::<f64>().expect("a number") / 100.0),
        None => b + relative.parse::<f64>().expect("a number"),
    }
}

impl<'a> Oracle<'a> {
    /// The reading of a measure from its facts.
    pub fn read(&self, facts: &Facts<'a>, policy: &Value) -> Reading {
        let measure = &facts.measure;
        match text(measure, "kind") {
            "milestones" => self.share_done(list(measure, "items"), facts, policy),
            "tasks" => {
                let initiatives = list(self.objectives[self.home(facts.node)], "initiatives");
                let named: Vec<Value> = initiatives
                    .iter()
                    .filter(|i| i["key_result"].as_str() == Some(self.id(facts.node)))
                    .map(|i| serde_json::json!({"done_on": i["done_on"]}))
                    .collect();
                self.share_done(&named, facts, policy)
            }
            "from_children" => {
                let apart = self.cannot_add_up(facts, policy);
                let value = if apart { None } else { self.value_from_children(facts, policy) };
                let mut reading = self.reading(value, facts, policy);
                // What loading would refuse has no progress under a policy handed to scoring.
                reading.raw = reading.raw.filter(|_| !apart && !self.has_value_not_taken(facts, policy));
                reading
            }
            "tracked" => {
                let value = self.aggregated(facts, policy);
                Reading { value, has_value: value.is_some(), ..Reading::default() }
            }
            "binary" => {
                let missed = date(measure, "due").is_some_and(|due| due < facts.cutoff);
                let value = self.aggregated(facts, policy).or(missed.then_some(0.0));
                self.reading(value, facts, policy)
            }
            "at_least" | "at_most" | "between" => self.hold_reading(facts, policy),
            _ => {
                let value = self.aggregated(facts, policy);
                self.reading(value, facts, policy)
            }
        }
    }

    /// A value through the measure's own rule, or V2.
    pub fn reading(&self, value: Option<f64>, facts: &Facts<'a>, policy: &Value) -> Reading {
        match value.map(|v| self.fraction(&facts.measure, policy, v)) {
            Some(Fraction::Is(raw)) => Reading { value, has_value: true, raw: Some(raw), state: None },
            Some(Fraction::Null) => Reading { value, has_value: true, raw: None, state: None },
            Some(Fraction::NoValue) => Reading { value, ..self.no_value(facts, policy) },
            None => self.no_value(facts, policy),
        }
    }

    /// V2.
    pub fn no_value(&self, facts: &Facts<'a>, policy: &Value) -> Reading {
        let measure = &facts.measure;
        match choice(&Value::Null, policy, "missing") {
            "skip" => Reading::default(),
            _ if refused(measure, policy) && !has_baseline(measure) => Reading::default(),
            "baseline" if has_baseline(measure) => {
                let seed = number(measure, "seed").filter(|_| choice(measure, policy, "aggregate") == "sum");
                let value = seed.unwrap_or(baseline(measure));
                let raw = match self.fraction(measure, policy, value) {
                    Fraction::Is(raw) => Some(raw),
                    _ => None,
                };
                Reading { value: Some(value), has_value: false, raw, state: None }
            }
            _ if refused(measure, policy) => Reading::default(),
            _ => Reading { value: None, has_value: false, raw: Some(0.0), state: None },
        }
    }

    /// V1: the aggregated value; true counts as 1.
    pub fn aggregated(&self, facts: &Facts<'a>, policy: &Value) -> Option<f64> {
        let measure = &facts.measure;
        let rule = choice(measure, policy, "aggregate");
        if rule == "last" {
            return facts.check_ins.iter().rev().find_map(|c| c.value());
        }
        let inside = |c: &&super::facts::CheckIn<'_>| facts.window.contains(c.on);
        let values: Vec<f64> = facts.check_ins.iter().filter(inside).filter_map(|c| c.value()).collect();
        let first = *values.first()?;
        let start = if has_baseline(measure) { baseline(measure) } else { 0.0 };
        Some(match rule {
            "sum" => values.iter().fold(number(measure, "seed").unwrap_or(start), |sum, v| sum + v),
            "mean" => weighted_mean(&values.iter().map(|v| (1.0, *v)).collect::<Vec<_>>())?,
            "min" => values.iter().copied().fold(first, f64::min),
            "max" => values.iter().copied().fold(first, f64::max),
            "count" => values.len() as f64,
            "worst" => self.worst(measure, &values),
            other => panic!("unknown aggregate {other}"),
        })
    }

    /// P1 to P3, P6, P7, P9 for one value.
    pub fn fraction(&self, measure: &Value, policy: &Value, v: f64) -> Fraction {
        if refused(measure, policy) {
            return Fraction::Null;
        }
        match text(measure, "kind") {
            "move" | "from_children" => {
                let (b, t) = (baseline(measure), target(measure));
                if b == t { self.zero_range(measure, policy, v, t) } else { Fraction::Is((v - b) / (t - b)) }
            }
            "ratio" => divided(v, target(measure)),
            "inverse" => divided(target(measure), v),
            "levels" => Fraction::Is(self.level(measure, policy, v)),
            "binary" => Fraction::Is(if self.at_least(v, 1.0) { 1.0 } else { 0.0 }),
            "at_least" | "at_most" | "between" => Fraction::Is(self.hold_fraction(measure, policy, v)),
            other => panic!("{other} has no fraction of a value"),
        }
    }

    /// P2.
    fn zero_range(&self, measure: &Value, policy: &Value, v: f64, t: f64) -> Fraction {
        let down = text(measure, "direction") == "decrease";
        match choice(&Value::Null, policy, "zero_range") {
            "reached" => {
                let reached = if down { self.at_most(v, t) } else { self.at_least(v, t) };
                Fraction::Is(if reached { 1.0 } else { 0.0 })
            }
            "zero" => Fraction::Is(0.0),
            "half" => Fraction::Is(0.5),
            "one" => Fraction::Is(1.0),
            _ => Fraction::Null,
        }
    }

    /// P5, P8: the weighted share done by the cut-off.
    fn share_done(&self, items: &[Value], facts: &Facts<'a>, policy: &Value) -> Reading {
        let mut items: Vec<&Value> = items.iter().collect();
        items.sort_by_key(|item| text(item, "id").as_bytes());
        let weight = |item: &&Value| number(item, "weight").unwrap_or(1.0);
        let done = |item: &&&Value| date(item, "done_on").is_some_and(|on| on <= facts.cutoff);
        let total: f64 = items.iter().map(weight).sum();
        if total == 0.0 {
            return self.no_value(facts, policy);
        }
        let share = items.iter().filter(done).map(weight).sum::<f64>() / total;
        Reading { value: Some(share), has_value: true, raw: Some(share), state: None }
    }

    /// P7: the furthest point reached.
    pub fn furthest<'m>(&self, measure: &'m Value, v: f64) -> Option<&'m Value> {
        let mut points = by_value(measure);
        let rising = points.windows(2).all(|pair| score(pair[0]) <= score(pair[1]));
        if !rising {
            points.reverse();
        }
        points.into_iter().rfind(|p| if rising { self.at_least(v, at(p)) } else { self.at_most(v, at(p)) })
    }

    fn level(&self, measure: &Value, policy: &Value, v: f64) -> f64 {
        if choice(measure, policy, "between") == "stepped" {
            return self.furthest(measure, v).map_or(0.0, score);
        }
        let points = by_value(measure);
        let (first, last) = (points[0], points[points.len() - 1]);
        if v <= at(first) {
            return score(first);
        }
        if v >= at(last) {
            return score(last);
        }
        let right = points.iter().position(|p| v < at(p)).expect("a point to the right");
        let (left, right) = (points[right - 1], points[right]);
        score(left) + (score(right) - score(left)) * ((v - at(left)) / (at(right) - at(left)))
    }

    /// A5: whether values are to be added up that cannot be: an objective's, or some in another unit.
    fn cannot_add_up(&self, facts: &Facts<'a>, policy: &Value) -> bool {
        let other_unit = |node: Node| self.facts(node).measure["unit"] != facts.measure["unit"];
        let apart = |node: Node| matches!(node, Node::Objective(_)) || other_unit(node);
        choice(&facts.measure, policy, "of") != "progress" && self.links_into(facts.node).iter().any(|l| apart(l.from))
    }

    /// P9: whether a check-in of its own states a value although only the children count.
    fn has_value_not_taken(&self, facts: &Facts<'a>, policy: &Value) -> bool {
        let own = list(self.stated(facts.node), "check_ins");
        let by_itself = own.iter().any(|c| date(c, "on").is_some_and(|on| on <= facts.cutoff));
        by_itself && !switch(&facts.measure, policy, "with_own") && facts.check_ins.iter().any(|c| c.value().is_some())
    }

    /// P9: the value from what is linked to the key result, if anything that takes part has one of its own.
    fn value_from_children(&self, facts: &Facts<'a>, policy: &Value) -> Option<f64> {
        let measure = &facts.measure;
        let of = choice(measure, policy, "of");
        let (mut sources, mut any) = (Vec::new(), false);
        for link in self.links_into(facts.node) {
            let weight = number(link.stated, "weight").unwrap_or(1.0) * self.credit(*link, policy);
            if weight == 0.0 || self.kept_out(link.from).is_some() {
                continue;
            }
            let (source, has_value) = match link.from {
                Node::KeyResult(k) => {
                    let row = self.key_result(k);
                    let value =
                        if of == "progress" { row.raw.map(|x| contributed(policy, x)) } else { row.own_value() };
                    (value, row.has_value)
                }
                Node::Objective(o) => {
                    let row = self.objective(o);
                    (row.carried.map(|x| contributed(policy, x)), row.has_value)
                }
            };
            any |= source.is_some() && has_value;
            sources.extend(source.map(|x| (weight, x)));
        }
        if switch(measure, policy, "with_own")
            && let Some(own) = self.aggregated(facts, policy)
        {
            let own = match (of, self.fraction(measure, policy, own)) {
                ("progress", Fraction::Is(raw)) => Some(raw),
                ("progress", _) => None,
                _ => Some(own),
            };
            any |= own.is_some();
            sources.extend(own.map(|x| (1.0, x)));
        }
        let (b, t) = (baseline(measure), target(measure));
        let value = match of {
            _ if sources.is_empty() => None,
            "sum" => Some(sources.iter().map(|(w, v)| w * v).sum()),
            "mean" => weighted_mean(&sources),
            "progress" => weighted_mean(&sources).map(|p| b + (t - b) * p),
            other => panic!("unknown source {other}"),
        };
        value.filter(|_| any)
    }
}

/// P2, P4: what loading refuses under the policy in force, and what has no progress under one handed to scoring.
fn refused(measure: &Value, policy: &Value) -> bool {
    let zero = |field: &str| number(measure, field) == Some(0.0);
    match text(measure, "kind") {
        "move" | "from_children" => {
            baseline(measure) == target(measure) && choice(&Value::Null, policy, "zero_range") == "error"
        }
        "at_least" | "at_most" | "between" if choice(measure, policy, "read") == "latest" => {
            match choice(measure, policy, "credit") {
                "linear" => number(measure, "zero_at").is_none(),
                "distance" => ["target", "low", "high"].into_iter().any(zero),
                _ => false,
            }
        }
        _ => false,
    }
}

fn at(point: &Value) -> f64 {
    number(point, "at").expect("at")
}

fn score(point: &Value) -> f64 {
    number(point, "score").expect("a score")
}

/// The points of a levels measure by ascending value.
fn by_value(measure: &Value) -> Vec<&Value> {
    let mut points: Vec<&Value> = list(measure, "points").iter().collect();
    points.sort_by(|a, b| at(a).total_cmp(&at(b)));
    points
}

fn divided(top: f64, bottom: f64) -> Fraction {
    if bottom == 0.0 { Fraction::NoValue } else { Fraction::Is(top / bottom) }
}

/// P11: what arrives at a receiver with this policy.
pub fn contributed(policy: &Value, x: f64) -> f64 {
    super::numbers::clamp(&policy["clamp"]["contributed"], x)
}
