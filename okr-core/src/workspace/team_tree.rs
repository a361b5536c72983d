//! Which teams are part of which.

use super::frame::Frame;
use crate::graph::Lists;

/// The teams directly below each, and an order from below.
#[derive(Clone, Debug)]
pub(crate) struct TeamTree {
    below: Lists<u32>,
    from_above: Vec<u32>,
}

impl TeamTree {
    pub(super) fn new(frame: &Frame) -> Self {
        let teams = frame.teams.len();
        let parent = |team: u32| frame.team_names.definition(frame.teams[team as usize].parent);
        let mut links: Vec<(u32, u32)> =
            (0..teams as u32).filter_map(|team| parent(team).map(|parent| (parent, team))).collect();
        let id = |team: u32| frame.team_names.text(&frame.texts, frame.teams[team as usize].name).as_bytes();
        links.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| id(a.1).cmp(id(b.1))));
        let below = Lists::group(teams, &links);
        let mut from_above = Vec::with_capacity(teams);
        for top in (0..teams as u32).filter(|team| parent(*team).is_none()) {
            let mut at = from_above.len();
            from_above.push(top);
            while let Some(next) = from_above.get(at).copied() {
                from_above.extend_from_slice(below.of(next));
                at += 1;
            }
        }
        TeamTree { below, from_above }
    }

    /// The teams directly below one, by id bytes.
    pub(crate) fn below(&self, team: u32) -> &[u32] {
        self.below.of(team)
    }

    /// All teams, each after those below it.
    pub(crate) fn children_first(&self) -> impl Iterator<Item = u32> {
        self.from_above.iter().rev().copied()
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.below.heap_bytes() + self.from_above.capacity() * size_of::<u32>()
    }
}
