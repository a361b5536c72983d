//! What reaches an objective more than once (A3).

use super::Repeat;
use crate::scorecard::{MemberNode, Pass, Scorecard, Weighed};
use crate::workspace::Node;
use std::collections::BTreeMap;

/// What reaches an objective by more than one path, with its total effective weight: one step down at a time, parents
/// before children, so that ladders of double links take no longer than their links.
pub(super) fn repeats<'a>(pass: &Pass<'a>, card: &Scorecard, row: u32) -> Vec<Repeat<'a>> {
    if pass.frame.graph.children.of(row).is_empty() {
        return Vec::new();
    }
    let mut waiting: BTreeMap<u32, (f64, f64)> = BTreeMap::from([(row, (1.0, 1.0))]);
    let mut found: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    // Rows ascend from children to parents, so that the highest row left has all its paths.
    while let Some((at, (paths, weight))) = waiting.pop_last() {
        if paths > 1.0 {
            found.insert(pass.frame.objective_id(at), (paths, weight));
        }
        for part in Weighed::of(pass, &card.seen(), at).members {
            let Some(share) = part.weight else { continue };
            match part.member.node {
                MemberNode::Row(Node::Objective(child)) => {
                    let entry = waiting.entry(child).or_insert((0.0, 0.0));
                    *entry = ((entry.0 + paths).min(f64::MAX), entry.1 + weight * share);
                }
                MemberNode::Row(Node::KeyResult(linked)) => {
                    let entry = found.entry(pass.frame.key_result_id(linked)).or_insert((0.0, 0.0));
                    *entry = ((entry.0 + paths).min(f64::MAX), entry.1 + weight * share);
                }
                MemberNode::Initiative(_) => {}
            }
        }
    }
    found
        .into_iter()
        .filter(|(_, (paths, _))| *paths > 1.0)
        .map(|(id, (paths, weight))| Repeat { id, paths, weight })
        .collect()
}
