//! R1, R3, R4, A2: the members of an objective, their weights, and who is left out.

use super::measure::{baseline, contributed, is_hold, target};
use super::policy::word;
use super::time::date;
use super::{Node, Oracle, list, number, text};
use serde_json::Value;

/// A member and what it brings.
#[derive(Clone, Debug)]
pub struct Member {
    /// None for an initiative.
    pub node: Option<Node>,
    /// The weight of the rules of R3, before R4.
    pub weight: f64,
    pub left_out: Option<&'static str>,
    pub contributed: Option<f64>,
    pub raw: Option<f64>,
    /// As shown.
    pub progress: Option<f64>,
    pub expected: Option<f64>,
    pub value: Option<f64>,
    pub has_value: bool,
    pub status: String,
    pub stale: bool,
    pub confidence: Option<f64>,
}

impl Member {
    pub fn counts(&self) -> bool {
        self.left_out.is_none()
    }

    pub fn is_objective(&self) -> bool {
        matches!(self.node, Some(Node::Objective(_)))
    }
}

/// A member's weight as stated, on the way to R3.
struct Stated {
    node: Node,
    weight: Option<f64>,
    /// A2: what multiplies the weight after the rule.
    credit: f64,
    amended: bool,
    /// Its place in the document: own key results, linked key results, objectives.
    place: (u8, usize),
}

impl<'a> Oracle<'a> {
    /// R4 by state and start alone.
    pub fn out_of_play(&self, node: Node) -> Option<&'static str> {
        match self.state(node) {
            "draft" => Some("draft"),
            "postponed" => Some("postponed"),
            "cancelled" => Some("cancelled"),
            "archived" => Some("archived"),
            _ => None,
        }
        .or_else(|| self.not_started_yet(node))
    }

    fn not_started_yet(&self, node: Node) -> Option<&'static str> {
        let start = self.facts(node).own_start?;
        (start > self.as_of).then_some("not_started_yet")
    }

    /// V2: whether a row without a value is left out.
    pub fn skips(&self, node: Node) -> bool {
        word(self.policy_of(node), "measure", "missing") == "skip"
    }

    /// R4, but for weights, values and progress.
    pub fn kept_out(&self, node: Node) -> Option<&'static str> {
        let out = self.out_of_play(node);
        if matches!(out, Some("draft" | "postponed" | "cancelled" | "archived")) {
            return out;
        }
        if text(self.stated(node), "role") == "guardrail" {
            return Some("guardrail");
        }
        let tracked = matches!(node, Node::KeyResult(_)) && text(&self.facts(node).measure, "kind") == "tracked";
        if tracked { Some("tracked") } else { out }
    }

    /// R1: what `rollup.of` selects, in canonical order; guardrails are never members.
    pub fn selected(&self, o: usize, of: &str) -> Vec<Node> {
        let links = self.links_into(Node::Objective(o));
        let own = |k: usize| self.key_results[k].0 == o;
        let belongs = |node: &Node| match node {
            Node::KeyResult(k) => {
                of != "children"
                    && text(self.stated(*node), "role") != "guardrail"
                    && (own(*k) || links.iter().any(|link| link.from == *node))
            }
            Node::Objective(_) => of != "key_results" && links.iter().any(|link| link.from == *node),
        };
        self.canonical.iter().copied().filter(belongs).collect()
    }

    /// The members in canonical order, initiatives last, each with its weight and what it brings.
    pub fn members(&self, o: usize, of: &str) -> Vec<Member> {
        let policy = &self.policies[o];
        let links = self.links_into(Node::Objective(o));
        let stated = |node: Node| {
            let link = links.iter().find(|link| link.from == node);
            match (node, link) {
                (_, Some(link)) => {
                    let place = match node {
                        Node::KeyResult(k) => (1, k),
                        Node::Objective(c) => (2, c),
                    };
                    let (weight, credit) = (number(link.stated, "weight"), self.credit(*link, policy));
                    Stated { node, weight, credit, amended: false, place }
                }
                (Node::KeyResult(k), None) => {
                    let facts = self.facts(node);
                    Stated { node, weight: facts.weight, credit: 1.0, amended: facts.weight_amended, place: (0, k) }
                }
                (Node::Objective(_), None) => panic!("objectives are members by a link"),
            }
        };
        let stated: Vec<Stated> = self.selected(o, of).into_iter().map(stated).collect();
        let weights: Vec<f64> = if of == "key_results_as_one" {
            let (block, children): (Vec<_>, Vec<_>) = stated.iter().partition(|s| matches!(s.node, Node::KeyResult(_)));
            let mut weights = self.ruled_weights(&block, policy);
            let equal = word(policy, "weights", "rule") == "equal";
            weights.extend(children.iter().map(|s: &&Stated| s.weight.filter(|_| !equal).unwrap_or(1.0)));
            weights
        } else {
            self.ruled_weights(&stated.iter().collect::<Vec<_>>(), policy)
        };
        let mut members: Vec<Member> =
            stated.iter().zip(weights).map(|(s, weight)| self.member(o, s.node, weight * s.credit)).collect();
        if word(policy, "rollup", "initiatives") == "members" {
            members.extend(self.initiatives(o));
        }
        members
    }

    fn member(&self, o: usize, node: Node, weight: f64) -> Member {
        let policy = &self.policies[o];
        let mut member = match node {
            Node::KeyResult(k) => {
                let row = self.key_result(k);
                Member {
                    node: Some(node),
                    weight,
                    left_out: None,
                    contributed: row.raw.map(|raw| contributed(policy, raw)),
                    raw: row.raw,
                    progress: row.progress,
                    expected: row.expected,
                    value: row.own_value(),
                    has_value: row.has_value,
                    status: row.status.word.clone(),
                    stale: row.stale,
                    confidence: row.confidence,
                }
            }
            Node::Objective(c) => {
                let row = self.objective(c);
                Member {
                    node: Some(node),
                    weight,
                    left_out: None,
                    contributed: row.carried.map(|carried| contributed(policy, carried)),
                    raw: row.raw,
                    progress: row.progress,
                    expected: row.expected,
                    value: row.value.filter(|_| row.has_value),
                    has_value: row.has_value,
                    status: row.status.word.clone(),
                    stale: row.stale,
                    confidence: row.confidence,
                }
            }
        };
        let skipped = !member.has_value && !member.is_objective() && self.skips(node);
        let without = if skipped { "no_value" } else { "no_progress" };
        member.left_out = self
            .kept_out(node)
            .or(self.refused(o, node))
            .or((weight == 0.0).then_some("zero_weight"))
            .or(member.contributed.is_none().then_some(without));
        member
    }

    /// R1: what the policy does not count of what it selects: hold measures, other units.
    pub fn refused(&self, o: usize, node: Node) -> Option<&'static str> {
        let policy = &self.policies[o];
        let null = Value::Null;
        let facts = self.facts(node);
        let (measure, own) = match node {
            Node::KeyResult(_) => (&facts.measure, &self.objectives[o]["measure"]),
            Node::Objective(c) => (&self.objectives[c]["measure"], &self.objectives[o]["measure"]),
        };
        let unit = if measure.is_null() { &null } else { &measure["unit"] };
        let holds = matches!(node, Node::KeyResult(_)) && is_hold(measure);
        let hold = (word(policy, "rollup", "holds") == "none" && holds).then_some("hold");
        let same = word(policy, "rollup", "units") == "same" && !own.is_null();
        // What has no unit has none to compare.
        let differ = !unit.is_null() && !own["unit"].is_null() && *unit != own["unit"];
        hold.or((same && differ).then_some("other_unit"))
    }

    /// R1: initiatives as members, 1 when done.
    fn initiatives(&self, o: usize) -> Vec<Member> {
        let mut initiatives: Vec<&Value> = list(self.objectives[o], "initiatives").iter().collect();
        initiatives.sort_by_key(|i| text(i, "id").as_bytes());
        let cutoff = self.cutoff(Node::Objective(o));
        let member = |initiative: &Value| {
            let done = date(initiative, "done_on").is_some_and(|on| on <= cutoff);
            let fraction = Some(if done { 1.0 } else { 0.0 });
            Member {
                node: None,
                weight: 1.0,
                left_out: None,
                contributed: fraction,
                raw: fraction,
                progress: fraction,
                expected: None,
                value: None,
                has_value: true,
                status: String::new(),
                stale: false,
                confidence: None,
            }
        };
        initiatives.into_iter().map(member).collect()
    }

    /// R3: one weight a member, before R4.
    fn ruled_weights(&self, members: &[&Stated], policy: &Value) -> Vec<f64> {
        let total = number(&policy["weights"], "total").unwrap_or(1.0);
        let stated = |m: &Stated| m.weight.unwrap_or(1.0);
        match word(policy, "weights", "rule") {
            "relative" => members.iter().map(|m| stated(m)).collect(),
            "equal" => vec![1.0; members.len()],
            "last" if members.iter().all(|m| m.weight.is_some()) => {
                let Some(last) = members.iter().map(|m| m.place).max() else { return Vec::new() };
                let sum: f64 = members.iter().filter(|m| m.place != last).map(|m| stated(m)).sum();
                let scale = if sum > total { total / sum } else { 1.0 };
                let rest = (total - sum).max(0.0);
                members.iter().map(|m| if m.place == last { rest } else { stated(m) * scale }).collect()
            }
            "evenly" | "last" => {
                let sum: f64 = members.iter().filter_map(|m| m.weight).sum();
                let unset = members.iter().filter(|m| m.weight.is_none()).count() as f64;
                let scale = if sum > total { total / sum } else { 1.0 };
                let rest = if sum > total { 0.0 } else { (total - sum) / unset };
                members.iter().map(|m| m.weight.map_or(rest, |w| w * scale)).collect()
            }
            "in_ratio" => {
                let stay: f64 = members.iter().filter(|m| m.amended).map(|m| stated(m)).sum();
                let ratio: f64 = members.iter().filter(|m| !m.amended).map(|m| stated(m)).sum();
                let scale = if stay > total { total / stay } else { 1.0 };
                let rest = (total - stay).max(0.0);
                let share = |m: &Stated| if ratio > 0.0 { rest * (stated(m) / ratio) } else { 0.0 };
                members.iter().map(|m| if m.amended { stated(m) * scale } else { share(m) }).collect()
            }
            "by_size" => {
                let size = |m: &&Stated| {
                    let facts = self.facts(m.node);
                    let measure = &facts.measure;
                    let moves = matches!(m.node, Node::KeyResult(_)) && text(measure, "kind") == "move";
                    moves.then(|| (target(measure) - baseline(measure)).abs())
                };
                let sizes: Option<Vec<f64>> = members.iter().map(size).collect();
                sizes.unwrap_or(vec![1.0; members.len()])
            }
            other => panic!("unknown weight rule {other}"),
        }
    }
}
