//! R1, R2, E4: how the members of an objective become one number, whatever number it is.

use super::members::Member;
use super::numbers::averaged;
use super::policy::word;
use super::{Node, Oracle};
use serde_json::Value;

/// Which number of a member is rolled up.
pub type Pick = fn(&Member) -> Option<f64>;

pub const CONTRIBUTED: Pick = |m| m.contributed;
pub const RAW: Pick = |m| m.raw;
pub const EXPECTED: Pick = |m| m.expected;

/// The counted members' numbers as one; whoever has none drops out.
pub fn rolled(policy: &Value, of: &str, members: &[Member], pick: Pick) -> Option<f64> {
    let mean = word(policy, "rollup", "mean");
    let numbers = |part: &dyn Fn(&Member) -> bool| -> Vec<(f64, f64)> {
        let counted = members.iter().filter(|m| m.counts() && part(m));
        counted.filter_map(|m| Some((m.weight, pick(m)?))).collect()
    };
    if of != "key_results_as_one" {
        return averaged(mean, &numbers(&|_| true));
    }
    let mut parts = numbers(&|m| m.is_objective());
    let block = averaged(mean, &numbers(&|m| !m.is_objective()));
    parts.extend(block.map(|block| (1.0, block)));
    averaged(mean, &parts)
}

/// R3: the share of each member in the counted weight, in the order of the members.
pub fn shares(of: &str, members: &[Member]) -> Vec<Option<f64>> {
    if of == "sum_of_values" {
        return vec![None; members.len()];
    }
    let sum = |part: &dyn Fn(&Member) -> bool| -> f64 {
        members.iter().filter(|m| m.counts() && part(m)).map(|m| m.weight).sum()
    };
    let all = sum(&|_| true);
    let (block, children) = (sum(&|m| !m.is_objective()), sum(&|m| m.is_objective()));
    let beside = children + if block > 0.0 { 1.0 } else { 0.0 };
    let share = |m: &Member| match of {
        "key_results_as_one" if m.is_objective() => m.weight / beside,
        "key_results_as_one" => m.weight / block / beside,
        _ => m.weight / all,
    };
    members.iter().map(|m| m.counts().then(|| share(m))).collect()
}

/// X1: share × what is contributed; of a minimum, all to the first member that sets it.
pub fn contributions(policy: &Value, of: &str, members: &[Member]) -> Vec<Option<f64>> {
    let shares = shares(of, members);
    if word(policy, "rollup", "mean") != "minimum" {
        return members.iter().zip(shares).map(|(m, share)| Some(share? * m.contributed?)).collect();
    }
    let least = rolled(policy, of, members, CONTRIBUTED);
    let first = members.iter().position(|m| m.counts() && m.contributed == least);
    let contribution = |(place, m): (usize, &Member)| {
        m.counts().then(|| if Some(place) == first { least.unwrap_or(0.0) } else { 0.0 })
    };
    members.iter().enumerate().map(contribution).collect()
}

impl<'a> Oracle<'a> {
    /// R1 `descendants`: the mean of a number of the key results of every objective below, once a path; None where
    /// there is none below.
    pub fn descendants(&self, o: usize, pick: Pick) -> Option<f64> {
        let mut found = Vec::new();
        self.gather(o, pick, &mut found);
        averaged("weighted", &found.into_iter().map(|x| (1.0, x)).collect::<Vec<_>>())
    }

    fn gather(&self, o: usize, pick: Pick, found: &mut Vec<f64>) {
        for link in self.links_into(Node::Objective(o)) {
            let Node::Objective(child) = link.from else { continue };
            let weightless = link.stated["weight"].as_f64() == Some(0.0);
            if weightless || self.kept_out(link.from).is_some() {
                continue;
            }
            let members = self.key_results_alone(child);
            let policy = &self.policies[child];
            if rolled(policy, "key_results", &members, CONTRIBUTED).is_some() {
                found.extend(rolled(policy, "key_results", &members, pick));
            }
            self.gather(child, pick, found);
        }
    }

    /// The key results of an objective that is read by itself: without initiatives.
    pub fn key_results_alone(&self, o: usize) -> Vec<Member> {
        let mut members = self.members(o, "key_results");
        members.retain(|m| m.node.is_some());
        members
    }

    /// Whether a counted key result of an objective below has a value.
    pub fn value_below(&self, o: usize) -> bool {
        self.links_into(Node::Objective(o)).iter().any(|link| {
            let Node::Objective(child) = link.from else { return false };
            let weightless = link.stated["weight"].as_f64() == Some(0.0);
            let own = || self.key_results_alone(child).iter().any(|m| m.counts() && m.has_value);
            !weightless && self.kept_out(link.from).is_none() && (own() || self.value_below(child))
        })
    }
}
