//! An objective: which of its roll-ups holds, its numbers, and its row.

use super::expected::curve;
use super::facts::Facts;
use super::hold::State;
use super::measure::{Reading, baseline, choice, is_hold, target};
use super::members::Member;
use super::numbers::{clamp, weighted_mean};
use super::policy::{word, words};
use super::rollup::{CONTRIBUTED, EXPECTED, Pick, RAW, contributions, plain_mean, rolled, shares};
use super::status::{Situation, Status};
use super::time::date;
use super::{Node, Oracle, number, text};
use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct Objective {
    pub value: Option<f64>,
    pub has_value: bool,
    /// After the objective's own clamp: what its parents clamp and take.
    pub carried: Option<f64>,
    pub raw: Option<f64>,
    pub progress: Option<f64>,
    pub expected: Option<f64>,
    pub confidence: Option<f64>,
    pub status: Status,
    pub stale: bool,
    pub members: Vec<Member>,
    pub shares: Vec<Option<f64>>,
    pub contributions: Vec<Option<f64>>,
    pub near: bool,
    row: Map<String, Value>,
}

/// What a roll-up yields.
struct Numbers<'n> {
    reading: Reading,
    rolled: Option<f64>,
    expected: Option<f64>,
    members: Vec<Member>,
    /// The roll-up by which the members are weighed.
    of: &'n str,
}

impl<'a> Oracle<'a> {
    pub fn evaluate_objective(&self, o: usize) -> Objective {
        let node = Node::Objective(o);
        let policy = &self.policies[o];
        let mut facts = Facts::clone(&self.facts(node));
        let of = self.roll_up_in_force(o, &facts);
        if of == "manual" && facts.measure.is_null() {
            facts.measure = json!({"kind": "move", "baseline": 0, "target": 100, "unit": "%"});
        }
        let own = matches!(of, "own_measure" | "manual" | "sum_of_values");
        if !own {
            facts.measure = Value::Null;
        }
        let numbers = match of {
            "own_measure" | "manual" => self.by_own_measure(&facts, policy),
            "nothing" => nothing(),
            "sum_of_values" => self.by_sum(o, &facts, policy),
            "descendants" => self.by_descendants(o, &facts, policy),
            _ => self.by_members(of, self.members(o, of), &facts, policy),
        };
        let carried = numbers.rolled.map(|x| clamp(&policy["clamp"]["objective"], x));
        let progress = carried.map(|x| clamp(&policy["clamp"]["shown"], x));
        let shares = shares(numbers.of, &numbers.members);
        let counted = numbers.members.iter().zip(&shares).filter(|(m, _)| m.counts());
        let stated: Vec<(f64, f64)> =
            counted.filter_map(|(m, share)| Some((share.unwrap_or(m.weight), m.confidence?))).collect();
        let confidence = facts.confidence.or(weighted_mean(&stated));
        let mut counted = numbers.members.iter().filter(|m| m.counts() && m.node.is_some()).peekable();
        let stale = if own && of != "sum_of_values" {
            self.staleness(&facts, progress).0
        } else {
            !self.is_closed(node) && counted.peek().is_some() && counted.all(|m| m.stale)
        };
        let reads_members = !own && of != "descendants";
        let (status, overridden) = self.status(&Situation {
            facts: &facts,
            progress,
            raw: numbers.reading.raw,
            expected: numbers.expected,
            confidence,
            has_value: numbers.reading.has_value,
            hold: numbers.reading.state,
            without_progress: self.word_without_progress(o, of),
            stale,
            members: reads_members.then_some((numbers.members.as_slice(), shares.as_slice())),
            below: &numbers.members,
        });
        let score = self.score(&facts, progress);
        let mut row = self.common(&facts, &status, overridden, score);
        self.insert_scale(o, of, numbers.reading.value, progress, &mut row);
        row.insert("grade".into(), self.grade_of_score(score));
        Objective {
            value: numbers.reading.value,
            has_value: numbers.reading.has_value,
            carried,
            raw: numbers.reading.raw,
            progress,
            expected: numbers.expected,
            confidence,
            status,
            stale,
            contributions: match of {
                "sum_of_values" if numbers.rolled.is_none() => vec![None; numbers.members.len()],
                "sum_of_values" => parts_of_sum(&facts, &numbers.members),
                _ => contributions(policy, numbers.of, &numbers.members),
            },
            members: numbers.members,
            shares,
            near: false,
            row,
        }
    }

    /// R1: the value on the objective's own scale, that of its measure or where its progress lies.
    fn insert_scale(
        &self,
        o: usize,
        of: &str,
        value: Option<f64>,
        progress: Option<f64>,
        row: &mut Map<String, Value>,
    ) {
        let own = matches!(of, "own_measure" | "manual" | "sum_of_values");
        let by_hand = json!({"kind": "move", "baseline": 0, "target": 100, "unit": "%"});
        let measure = match &self.objectives[o]["measure"] {
            Value::Null if of == "manual" => &by_hand,
            measure => measure,
        };
        let kind = text(measure, "kind");
        let from = matches!(kind, "move" | "from_children").then(|| baseline(measure));
        let to = matches!(kind, "move" | "from_children" | "ratio" | "inverse" | "at_least" | "at_most");
        let to = to.then(|| target(measure));
        let scaled = matches!(kind, "move" | "from_children" | "ratio");
        let along = |p: f64| from.unwrap_or(0.0) + (to.unwrap_or(0.0) - from.unwrap_or(0.0)) * p;
        row.insert("value".into(), json!(if own { value } else { progress.filter(|_| scaled).map(along) }));
        row.insert("baseline".into(), json!(from));
        row.insert("target".into(), json!(to));
        row.insert("unit".into(), measure["unit"].clone());
    }

    /// R1: the first of the list `rollup.of` that applies, else the last.
    fn roll_up_in_force(&self, o: usize, facts: &Facts<'a>) -> &str {
        let policy = &self.policies[o];
        let list = words(policy, "rollup", "of");
        let sticky = word(policy, "rollup", "manual") == "sticky";
        if list.is_empty() {
            return "nothing";
        }
        let at = list.iter().position(|of| self.applies(o, of)).unwrap_or(list.len() - 1);
        let otherwise = if list[at] == "manual" && !sticky { "pooled" } else { list[at] };
        let own = facts.check_ins.iter().rev().find(|c| c.value().is_some()).map(|c| c.on);
        let stands = own.is_some_and(|own| sticky || !self.checked_after(&self.members(o, otherwise), own));
        if stands && list[..=at].contains(&"manual") { "manual" } else { otherwise }
    }

    /// R1: whether a choice applies, whatever the date.
    fn applies(&self, o: usize, of: &str) -> bool {
        let measured = !self.objectives[o]["measure"].is_null();
        match of {
            "manual" => false,
            "own_measure" => measured,
            "sum_of_values" => measured && !self.selected(o, "pooled").is_empty(),
            _ => !self.selected(o, of).is_empty(),
        }
    }

    /// Whether a counted key result among these members, or below one of them, has a check-in after the day.
    pub fn checked_after(&self, members: &[Member], day: i64) -> bool {
        members.iter().filter(|m| m.counts()).any(|m| match m.node {
            Some(node @ Node::KeyResult(_)) => self.facts(node).check_ins.iter().any(|c| c.on > day),
            Some(Node::Objective(c)) => self.checked_after(&self.objective(c).members, day),
            None => false,
        })
    }

    fn by_own_measure(&self, facts: &Facts<'a>, policy: &Value) -> Numbers<'static> {
        if facts.measure.is_null() {
            return nothing();
        }
        let reading = self.read(facts, policy);
        Numbers {
            rolled: reading.raw,
            reading,
            expected: self.expected(facts, policy),
            members: Vec::new(),
            of: "own_measure",
        }
    }

    /// R1: the plain sum of the members' values through the objective's measure.
    fn by_sum(&self, o: usize, facts: &Facts<'a>, policy: &Value) -> Numbers<'static> {
        let members = self.members(o, "pooled");
        if facts.measure.is_null() || self.units_differ(o, facts) {
            return Numbers { members, of: "sum_of_values", ..nothing() };
        }
        if !members.iter().any(|member| member.counts() && member.node.is_some()) {
            return Numbers { expected: self.expected(facts, policy), members, of: "sum_of_values", ..nothing() };
        }
        let values: Vec<f64> = members.iter().filter(|m| m.counts()).filter_map(|m| m.value).collect();
        let missed = date(&facts.measure, "due").is_some_and(|due| due < facts.cutoff);
        let value = (!values.is_empty()).then(|| values.iter().sum()).or(missed.then_some(0.0));
        let held = value.filter(|_| is_hold(&facts.measure));
        let state = held.map(|v| self.hold_state(&facts.measure, policy, v));
        let reading = match state.filter(|_| choice(&facts.measure, policy, "read") != "latest") {
            // A sum has no history: a share reads its one verdict.
            Some(verdict) => {
                let raw = Some(f64::from(u8::from(verdict == State::Met)));
                Reading { value, has_value: true, raw, state }
            }
            None => Reading { state, ..self.reading(value, facts, policy) },
        };
        Numbers { rolled: reading.raw, reading, expected: self.expected(facts, policy), members, of: "sum_of_values" }
    }

    fn units_differ(&self, o: usize, facts: &Facts<'a>) -> bool {
        let counts = |node: &Node| self.refused(o, *node).is_none();
        self.selected(o, "pooled").into_iter().filter(counts).any(|node| match node {
            Node::KeyResult(_) => {
                let measure = &self.facts(node).measure;
                measure["kind"] != "tracked" && measure["unit"] != facts.measure["unit"]
            }
            Node::Objective(c) => {
                let measure = &self.objectives[c]["measure"];
                let unit = if measure.is_null() { &json!("%") } else { &measure["unit"] };
                self.objective(c).value.is_some() && *unit != facts.measure["unit"]
            }
        })
    }

    fn by_members<'n>(&self, of: &'n str, members: Vec<Member>, facts: &Facts<'a>, policy: &Value) -> Numbers<'n> {
        let any = members.iter().any(|m| m.counts());
        let own_window = || curve(facts.window, facts.cutoff, policy);
        Numbers {
            rolled: rolled(policy, of, &members, CONTRIBUTED),
            expected: if any { rolled(policy, of, &members, EXPECTED) } else { own_window() },
            reading: Reading {
                value: None,
                has_value: members.iter().any(|m| m.counts() && m.has_value),
                raw: rolled(policy, of, &members, RAW),
                state: None,
            },
            members,
            of,
        }
    }

    /// R1: the mean over the objectives below; without one with a number, the own key results.
    fn by_descendants(&self, o: usize, facts: &Facts<'a>, policy: &Value) -> Numbers<'static> {
        let mean = |pick: Pick| plain_mean(&self.below(o, pick));
        let Some(progress) = mean(CONTRIBUTED) else {
            return self.by_members("key_results", self.key_results_alone(o), facts, policy);
        };
        Numbers {
            rolled: Some(progress),
            expected: mean(EXPECTED),
            reading: Reading { value: None, has_value: self.value_below(o), raw: mean(RAW), state: None },
            members: self.carriers(o),
            of: "descendants",
        }
    }

    /// R5: what an objective without progress shows.
    fn word_without_progress(&self, o: usize, of: &str) -> &'static str {
        if matches!(of, "own_measure" | "manual" | "nothing") {
            return "none";
        }
        let of = if of == "descendants" { "pooled" } else { of };
        let states: Vec<&str> = self.selected(o, of).into_iter().map(|node| self.state(node)).collect();
        let all = |word: &str| !states.is_empty() && states.iter().all(|state| *state == word);
        match () {
            () if all("postponed") => "postponed",
            () if all("cancelled") => "cancelled",
            () if all("draft") => "not_started",
            () => "none",
        }
    }

    /// The row, with what its cycle's row makes of it.
    pub fn objective_row(&self, o: usize) -> Value {
        let objective = self.objective(o);
        let mut row = objective.row.clone();
        row.insert("raw".into(), json!(objective.raw));
        row.insert("progress".into(), json!(objective.progress));
        row.insert("expected".into(), json!(objective.expected));
        row.insert("confidence".into(), json!(objective.confidence));
        row.insert("near".into(), json!(objective.near));
        let guardrails = self.guardrails(o);
        let guardrails: Vec<Value> = guardrails.iter().map(|(id, state)| json!({"id": id, "state": state})).collect();
        row.insert("guardrails".into(), json!(guardrails));
        let (left_out, weight) = self.place_in_cycle(o);
        let contributed = objective.carried.map(|x| super::measure::contributed(&self.policy, x));
        row.insert("counted".into(), json!(weight.is_some()));
        row.insert("left_out".into(), json!(left_out));
        row.insert("weight".into(), json!(weight));
        row.insert("contribution".into(), json!(weight.zip(contributed).map(|(w, x)| w * x)));
        let own = |k: &usize| self.key_results[*k].0 == o;
        let rows: Vec<Value> = (0..self.key_results.len()).filter(own).map(|k| self.key_result_row(k)).collect();
        row.insert("key_results".into(), json!(rows));
        Value::Object(row)
    }

    /// R7: the share in the row of the own cycle.
    fn place_in_cycle(&self, o: usize) -> (Option<&'static str>, Option<f64>) {
        let cycle = text(self.objectives[o], "cycle");
        if cycle.is_empty() {
            return (None, None);
        }
        let left_out = self.left_out_of_rows(o);
        let in_cycle = |other: &usize| text(self.objectives[*other], "cycle") == cycle;
        let counted =
            (0..self.objectives.len()).filter(in_cycle).filter(|other| self.left_out_of_rows(*other).is_none());
        let total: f64 = counted.map(|other| self.row_weight(other)).sum();
        (left_out, left_out.is_none().then(|| self.row_weight(o) / total))
    }

    /// R7, R4: why an objective does not count in the rows of cycles, teams and people.
    pub fn left_out_of_rows(&self, o: usize) -> Option<&'static str> {
        let weightless = (self.row_weight(o) == 0.0).then_some("zero_weight");
        let null = self.objective(o).carried.is_none().then_some("no_progress");
        self.kept_out(Node::Objective(o)).or(weightless).or(null)
    }

    pub fn row_weight(&self, o: usize) -> f64 {
        number(self.objectives[o], "weight").unwrap_or(1.0)
    }
}

/// X1: what each value adds to a sum on a straight line.
fn parts_of_sum(facts: &Facts<'_>, members: &[Member]) -> Vec<Option<f64>> {
    let measure = &facts.measure;
    let length = match text(measure, "kind") {
        "move" => Some(target(measure) - baseline(measure)),
        "ratio" => Some(target(measure)),
        _ => None,
    };
    let part = |m: &Member| Some(m.value.filter(|_| m.counts())? / length.filter(|l| *l != 0.0)?);
    members.iter().map(part).collect()
}

/// A roll-up that the policy asks for and the document cannot answer.
fn nothing() -> Numbers<'static> {
    Numbers { reading: Reading::default(), rolled: None, expected: None, members: Vec::new(), of: "own_measure" }
}
