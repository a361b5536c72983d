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

/// R1: the mean of numbers that weigh the same.
pub fn plain_mean(numbers: &[f64]) -> Option<f64> {
    averaged("weighted", &numbers.iter().map(|x| (1.0, *x)).collect::<Vec<_>>())
}

impl<'a> Oracle<'a> {
    /// R1 `descendants`: the contributing objectives with a number at or below them; each weighs as many numbers as it
    /// carries, once a path.
    pub fn carriers(&self, o: usize) -> Vec<Member> {
        let mut carriers = self.members(o, "children");
        carriers.retain(Member::is_objective);
        for member in &mut carriers {
            let Some(Node::Objective(child)) = member.node else { continue };
            let numbers = if self.hides(o, member) { Vec::new() } else { self.at_or_below(child, CONTRIBUTED) };
            member.weight = numbers.len() as f64;
            member.contributed = plain_mean(&numbers);
            member.left_out = numbers.is_empty().then_some("not_selected");
        }
        carriers
    }

    /// R4: what is left out by its state, or by a link of weight 0, hides what is below it.
    fn hides(&self, o: usize, member: &Member) -> bool {
        let Some(node) = member.node else { return true };
        let links = self.links_into(Node::Objective(o));
        let equal = word(&self.policies[o], "weights", "rule") == "equal";
        let weightless =
            !equal && links.iter().any(|link| link.from == node && link.stated["weight"].as_f64() == Some(0.0));
        weightless || self.kept_out(node).is_some()
    }

    /// The numbers of the key results of every objective below.
    pub fn below(&self, o: usize, pick: Pick) -> Vec<f64> {
        let mut found = Vec::new();
        let mut children = self.members(o, "children");
        children.retain(|m| m.is_objective() && !self.hides(o, m));
        for member in children {
            if let Some(Node::Objective(child)) = member.node {
                found.extend(self.at_or_below(child, pick));
            }
        }
        found
    }

    fn at_or_below(&self, o: usize, pick: Pick) -> Vec<f64> {
        let policy = &self.policies[o];
        let members = self.key_results_alone(o);
        let counts = rolled(policy, "key_results", &members, CONTRIBUTED).is_some();
        let own = rolled(policy, "key_results", &members, pick).filter(|_| counts);
        let mut found = self.below(o, pick);
        found.extend(own);
        found
    }

    /// The key results of an objective that is read by itself: without initiatives.
    pub fn key_results_alone(&self, o: usize) -> Vec<Member> {
        let mut members = self.members(o, "key_results");
        members.retain(|m| m.node.is_some());
        members
    }

    /// Whether a counted key result of an objective below has a value.
    pub fn value_below(&self, o: usize) -> bool {
        let mut children = self.members(o, "children");
        children.retain(|m| m.is_objective() && !self.hides(o, m));
        children.into_iter().any(|member| {
            let Some(Node::Objective(child)) = member.node else { return false };
            self.key_results_alone(child).iter().any(|m| m.counts() && m.has_value) || self.value_below(child)
        })
    }
}
