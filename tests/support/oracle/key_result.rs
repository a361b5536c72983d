//! A key result's row.

use super::facts::Facts;
use super::hold::State;
use super::measure::{baseline, target};
use super::numbers::clamp;
use super::status::{Situation, Status};
use super::{Node, Oracle, number, text};
use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct KeyResult {
    pub value: Option<f64>,
    pub has_value: bool,
    pub raw: Option<f64>,
    pub progress: Option<f64>,
    pub expected: Option<f64>,
    pub confidence: Option<f64>,
    pub state: Option<State>,
    pub status: Status,
    pub stale: bool,
    pub near: bool,
    row: Map<String, Value>,
}

impl KeyResult {
    /// Its value, unless V2 put it there.
    pub fn own_value(&self) -> Option<f64> {
        self.value.filter(|_| self.has_value)
    }
}

impl<'a> Oracle<'a> {
    pub fn evaluate_key_result(&self, k: usize) -> KeyResult {
        let node = Node::KeyResult(k);
        let policy = self.policy_of(node);
        let facts = self.facts(node);
        let reading = self.read(&facts, policy);
        let progress = reading.raw.map(|raw| clamp(&policy["clamp"]["shown"], raw));
        let expected = self.expected(&facts, policy);
        let (stale, stale_days) = self.staleness(&facts, progress);
        let situation = Situation {
            facts: &facts,
            progress,
            raw: reading.raw,
            expected,
            confidence: facts.confidence,
            has_value: reading.has_value,
            hold: reading.state,
            without_progress: "none",
            stale,
            members: None,
            below: &[],
        };
        let (status, overridden) = self.status(&situation);
        let score = self.score(&facts, progress);
        let mut row = self.common(&facts, &status, overridden, score);
        row.insert("role".into(), json!(self.stated(node)["role"].as_str().unwrap_or("normal")));
        row.insert("value".into(), json!(reading.value));
        row.insert("stale_days".into(), json!(stale_days));
        row.insert("grade".into(), self.grade(&facts, reading.value, score));
        let kind = text(&facts.measure, "kind");
        if matches!(kind, "move" | "from_children") {
            row.insert("baseline".into(), json!(baseline(&facts.measure)));
        }
        if matches!(kind, "move" | "from_children" | "ratio" | "inverse" | "at_least" | "at_most") {
            row.insert("target".into(), json!(target(&facts.measure)));
        }
        KeyResult {
            value: reading.value,
            has_value: reading.has_value,
            raw: reading.raw,
            progress,
            expected,
            confidence: facts.confidence,
            state: reading.state,
            status,
            stale,
            near: false,
            row,
        }
    }

    /// R4 for a key result that its objective does not read.
    fn left_out_of_nothing(&self, node: Node, row: &KeyResult) -> Option<&'static str> {
        let without = if row.has_value || !self.skips(node) { "no_progress" } else { "no_value" };
        self.kept_out(node).or(row.raw.is_none().then_some(without)).or(Some("not_selected"))
    }

    /// G1.
    pub fn score(&self, facts: &Facts<'a>, progress: Option<f64>) -> Option<f64> {
        let graded = self.is_closed(facts.node) || facts.window.is_over(self.as_of);
        progress.filter(|_| graded).map(|p| clamp(&self.policy["score"]["clamp"], p))
    }

    /// S2: the label of the level reached, else of the score's band.
    fn grade(&self, facts: &Facts<'a>, value: Option<f64>, score: Option<f64>) -> Value {
        if text(&facts.measure, "kind") == "levels" {
            let point = value.and_then(|v| self.furthest(&facts.measure, v));
            return point.map_or(Value::Null, |point| point["label"].clone());
        }
        self.grade_of_score(score)
    }

    pub fn grade_of_score(&self, score: Option<f64>) -> Value {
        let band = score.and_then(|score| self.band(&self.policy["score"]["bands"], score));
        json!(band.and_then(|band| band.label))
    }

    /// The columns that key results and objectives share and that come from facts alone.
    pub fn common(
        &self,
        facts: &Facts<'a>,
        status: &Status,
        overridden: Value,
        score: Option<f64>,
    ) -> Map<String, Value> {
        let mut row = Map::new();
        row.insert("id".into(), json!(self.id(facts.node)));
        row.insert("status".into(), json!(status.word));
        row.insert("status_reason".into(), json!(status.reason));
        row.insert("label".into(), self.label(facts.node, status));
        row.insert("ambition".into(), json!(self.stated_ambition(facts.node)));
        row.insert("override".into(), overridden);
        row.insert("score".into(), json!(score));
        row.insert("manual_score".into(), json!(number(self.closing(facts.node), "score")));
        row
    }

    /// The row, with what its objective makes of it.
    pub fn key_result_row(&self, k: usize) -> Value {
        let node = Node::KeyResult(k);
        let key_result = self.key_result(k);
        let mut row = key_result.row.clone();
        row.insert("raw".into(), json!(key_result.raw));
        row.insert("progress".into(), json!(key_result.progress));
        row.insert("expected".into(), json!(key_result.expected));
        row.insert("confidence".into(), json!(key_result.confidence));
        row.insert("near".into(), json!(key_result.near));
        let objective = self.objective(self.key_results[k].0);
        let place = objective.members.iter().position(|m| m.node == Some(node));
        let member = place.map(|place| &objective.members[place]);
        let left_out = match member {
            Some(member) => member.left_out,
            None => self.left_out_of_nothing(node, &key_result),
        };
        row.insert("counted".into(), json!(member.is_some_and(|m| m.counts())));
        row.insert("left_out".into(), json!(left_out));
        row.insert("weight".into(), json!(place.and_then(|place| objective.shares[place])));
        row.insert("contribution".into(), json!(place.and_then(|place| objective.contributions[place])));
        Value::Object(row)
    }
}
