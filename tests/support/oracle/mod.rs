//! The naive oracle: the whole scorecard from the JSON of a document and a policy, by recursion, straight from the rules.
//! It shares no code with the engine and assumes a valid document. Read it in this order: time, policy, numbers, facts,
//! measure, hold, expected, rollup, members, status, key_result, objective, rows.

mod expected;
mod facts;
mod hold;
mod key_result;
mod measure;
mod members;
mod numbers;
mod objective;
pub mod policy;
mod rollup;
mod rows;
mod status;
#[cfg(test)]
mod tests;
pub mod time;

use facts::Facts;
use key_result::KeyResult;
use objective::Objective;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use time::Day;

/// Objectives and key results share one space of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Its place among the document's objectives.
    Objective(usize),
    /// Its place among the document's key results.
    KeyResult(usize),
}

/// A link `contributes` into a node.
#[derive(Clone, Copy, Debug)]
struct Link<'a> {
    from: Node,
    stated: &'a Value,
}

/// One document under one policy on one date.
pub struct Oracle<'a> {
    document: &'a Value,
    policy: Value,
    as_of: Day,
    objectives: Vec<&'a Value>,
    policies: Vec<Value>,
    key_results: Vec<(usize, &'a Value)>,
    /// Every node in canonical order: key results by id bytes, then objectives by id bytes.
    canonical: Vec<Node>,
    /// A5: the links `contributes` into a node, in canonical order of their sources.
    links: HashMap<Node, Vec<Link<'a>>>,
    known_facts: RefCell<HashMap<Node, Rc<Facts<'a>>>>,
    known_key_results: RefCell<HashMap<usize, Rc<KeyResult>>>,
    known_objectives: RefCell<HashMap<usize, Rc<Objective>>>,
    near: Cell<bool>,
}

static NOTHING: Value = Value::Null;

fn list<'a>(object: &'a Value, field: &str) -> &'a [Value] {
    object[field].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object[field].as_str().unwrap_or_default()
}

fn number(object: &Value, field: &str) -> Option<f64> {
    object[field].as_f64()
}

impl<'a> Oracle<'a> {
    /// The document under its own policy, or under another one that replaces the workspace's.
    pub fn new(document: &'a Value, policy: Option<&Value>, as_of: &str) -> Self {
        let policy = policy::resolve(policy.unwrap_or(&document["policy"]));
        let objectives: Vec<&Value> = list(document, "objectives").iter().collect();
        let policies = objectives.iter().map(|o| policy::laid_over(&policy, &o["policy"])).collect();
        let mut key_results = Vec::new();
        let mut ids = HashMap::new();
        for (place, objective) in objectives.iter().enumerate() {
            ids.insert(text(objective, "id"), Node::Objective(place));
            for key_result in list(objective, "key_results") {
                ids.insert(text(key_result, "id"), Node::KeyResult(key_results.len()));
                key_results.push((place, key_result));
            }
        }
        let mut oracle = Self {
            document,
            policy,
            as_of: time::parse(as_of),
            objectives,
            policies,
            key_results,
            canonical: Vec::new(),
            links: HashMap::new(),
            known_facts: RefCell::default(),
            known_key_results: RefCell::default(),
            known_objectives: RefCell::default(),
            near: Cell::new(false),
        };
        let mut nodes: Vec<Node> = ids.values().copied().collect();
        nodes.sort_by_key(|node| (matches!(node, Node::Objective(_)), oracle.id(*node).as_bytes()));
        for from in nodes.iter().copied() {
            for stated in oracle.contributions(from) {
                if let Some(target) = ids.get(text(stated, "to")) {
                    oracle.links.entry(*target).or_default().push(Link { from, stated });
                }
            }
        }
        oracle.canonical = nodes;
        oracle
    }

    /// The scorecard. Every row has `near`: whether a value lies so close to the edge of a tolerance that its words
    /// must not be compared.
    pub fn scorecard(&self) -> Value {
        json!({
            "as_of": time::iso(self.as_of),
            "objectives": (0..self.objectives.len()).map(|o| self.objective_row(o)).collect::<Vec<_>>(),
            "kpis": self.kpi_rows(),
            "teams": self.team_rows(),
            "people": self.people_rows(),
            "cycles": self.cycle_rows(),
        })
    }

    fn stated(&self, node: Node) -> &'a Value {
        match node {
            Node::Objective(o) => self.objectives[o],
            Node::KeyResult(k) => self.key_results[k].1,
        }
    }

    fn id(&self, node: Node) -> &'a str {
        text(self.stated(node), "id")
    }

    /// The objective whose policy holds for the node.
    fn home(&self, node: Node) -> usize {
        match node {
            Node::Objective(o) => o,
            Node::KeyResult(k) => self.key_results[k].0,
        }
    }

    fn policy_of(&self, node: Node) -> &Value {
        &self.policies[self.home(node)]
    }

    /// The links `contributes` that stand on a node.
    fn contributions(&self, node: Node) -> impl Iterator<Item = &'a Value> + use<'a> {
        list(self.stated(node), "aligned_to")
            .iter()
            .filter(|link| matches!(link["kind"].as_str(), None | Some("contributes")))
    }

    fn links_into(&self, target: Node) -> &[Link<'a>] {
        self.links.get(&target).map_or(&[], Vec::as_slice)
    }

    /// A2: what a link's weight is multiplied by under the receiver's policy.
    fn credit(&self, link: Link<'a>, receiver_policy: &Value) -> f64 {
        if policy::word(receiver_policy, "rollup", "credit") == "full" {
            return 1.0;
        }
        let weight = |stated: &Value| number(stated, "weight").unwrap_or(1.0);
        let all: f64 = self.contributions(link.from).map(weight).sum();
        if all > 0.0 { weight(link.stated) / all } else { 0.0 }
    }

    fn facts(&self, node: Node) -> Rc<Facts<'a>> {
        let known = self.known_facts.borrow().get(&node).map(Rc::clone);
        known.unwrap_or_else(|| {
            let facts = Rc::new(match node {
                Node::KeyResult(k) => self.key_result_facts(k),
                Node::Objective(o) => self.objective_facts(o),
            });
            self.known_facts.borrow_mut().insert(node, Rc::clone(&facts));
            facts
        })
    }

    fn key_result(&self, k: usize) -> Rc<KeyResult> {
        if let Some(known) = self.known_key_results.borrow().get(&k) {
            self.note_if(known.near);
            return Rc::clone(known);
        }
        let before = self.near.replace(false);
        let mut row = self.evaluate_key_result(k);
        row.near = self.near.get();
        self.note_if(before);
        let row = Rc::new(row);
        self.known_key_results.borrow_mut().insert(k, Rc::clone(&row));
        row
    }

    fn objective(&self, o: usize) -> Rc<Objective> {
        if let Some(known) = self.known_objectives.borrow().get(&o) {
            self.note_if(known.near);
            return Rc::clone(known);
        }
        let before = self.near.replace(false);
        let mut row = self.evaluate_objective(o);
        row.near = self.near.get();
        self.note_if(before);
        let row = Rc::new(row);
        self.known_objectives.borrow_mut().insert(o, Rc::clone(&row));
        row
    }
}
