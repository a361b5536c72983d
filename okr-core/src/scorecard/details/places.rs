//! The place of every objective in the alignment.

use super::Details;
use crate::model::LinkKind;
use crate::workspace::{Frame, Node};

/// Where an objective stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    parent: Option<Node>,
    /// How far below what it contributes to: 0 where that is nothing, else one more than the lowest of it.
    pub level: u32,
}

impl<'a> Details<'a> {
    /// The place of every objective, by row.
    pub fn places(&self) -> Vec<Place> {
        places(self.pass.frame)
    }

    /// Id of what an objective contributes to, the first where it names several.
    pub fn parent(&self, place: &Place) -> Option<&'a str> {
        let frame = self.pass.frame;
        place.parent.map(|parent| frame.node_id(parent))
    }
}

/// What each objective contributes to, and how far below it stands.
fn places(frame: &Frame) -> Vec<Place> {
    let mut parents: Vec<(u32, u32, Node)> = Vec::new();
    for link in frame.links.iter().filter(|link| link.kind == LinkKind::Contributes) {
        if let (Node::Objective(row), Some(code)) = (link.from, frame.nodes.definition(link.to)) {
            parents.push((row, link.index, Node::from_code(code)));
        }
    }
    parents.sort_unstable_by_key(|(row, index, _)| (*row, *index));
    let mut places: Vec<Place> = vec![Place { parent: None, level: 0 }; frame.objectives.len()];
    // Whatever an objective contributes to stands behind it, so that from the end every parent is known before its
    // children; the first link of each comes last.
    for (row, _, parent) in parents.iter().rev() {
        let above = match parent {
            Node::Objective(row) => *row,
            Node::KeyResult(row) => frame.key_results.objective[*row as usize],
        };
        let level = places.get(above as usize).map_or(0, |above| above.level + 1);
        if let Some(place) = places.get_mut(*row as usize) {
            *place = Place { parent: Some(*parent), level: level.max(place.level) };
        }
    }
    places
}
