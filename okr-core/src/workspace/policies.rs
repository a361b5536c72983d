//! The policies in force, as far as they decide what a document must say.

use super::frame::{Frame, Node};
use super::stated::Takes;
use crate::document::reader::{Reader, Segment};
use crate::model::{Combine, Credit, MeasureKind, Read};
use crate::policy::{Holds, ManualUntil, Policy, RollupOf, Units, ZeroRange, patch_into, problems};
use std::sync::Arc;

/// What one policy asks of measures and objectives.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) rollup: Arc<[RollupOf]>,
    pub(crate) manual: ManualUntil,
    pub(crate) holds: Holds,
    pub(crate) units: Units,
    pub(crate) zero_range: ZeroRange,
    pub(crate) credit: Credit,
    pub(crate) read: Read,
    pub(crate) of: Combine,
    pub(crate) with_own: bool,
}

impl From<&Policy> for Asked {
    fn from(policy: &Policy) -> Self {
        let measure = &policy.measure;
        Asked {
            rollup: policy.rollup.of.as_slice().into(),
            manual: policy.rollup.manual,
            holds: policy.rollup.holds,
            units: policy.rollup.units,
            zero_range: measure.zero_range,
            credit: measure.credit,
            read: measure.read,
            of: measure.of,
            with_own: measure.with_own,
        }
    }
}

impl Asked {
    /// What a measure takes, where it leaves that to the policy.
    pub(crate) fn decide(&self, (kind, takes): (MeasureKind, Option<Takes>)) -> (MeasureKind, Takes) {
        let own = if self.with_own { Takes::Number } else { Takes::Nothing };
        (kind, takes.unwrap_or(own))
    }
}

/// What the policies of the workspace and of its objectives ask; nothing where they could not be read.
pub(crate) struct Policies {
    workspace: Option<Asked>,
    /// Of objectives that state fields of their own, by row.
    own: Vec<(u32, Option<Asked>)>,
}

impl Policies {
    /// Reads the objectives' own fields. What is wrong with them goes to the reader.
    pub(crate) fn new(frame: &Frame, policy: &Policy, r: &mut Reader) -> Self {
        let workspace = readable(policy, "policy", r);
        let mut own = Vec::new();
        if !frame.patches.is_empty() {
            let known = problems(policy);
            // What many objectives state is read once, unless each has its faults to be told.
            let mut sound: Vec<Option<Asked>> = vec![None; frame.patches.len()];
            for row in 0..frame.objectives.len() as u32 {
                let (Some(more), Some(patch)) = (frame.more(row), frame.patch(row)) else { continue };
                if let Some(asked) = sound[more.patch as usize].clone() {
                    own.push((row, Some(asked)));
                    continue;
                }
                let errors = r.errors();
                let asked = at_row(frame, Node::Objective(row), r, |r| {
                    let mut patched = policy.clone();
                    r.at(Segment::Key("policy"), |r| patch_into(&mut patched, patch, &known, r));
                    let asked = workspace.as_ref().and(readable(&patched, "policy", r));
                    r.forget_unread();
                    asked
                });
                sound[more.patch as usize] = asked.clone().filter(|_| r.errors() == errors);
                own.push((row, asked));
            }
        }
        Policies { workspace, own }
    }

    /// What is asked of an objective and its key results.
    pub(crate) fn of(&self, objective: u32) -> Option<Asked> {
        match self.own.binary_search_by_key(&objective, |(row, _)| *row) {
            Ok(at) => self.own.get(at).and_then(|(_, asked)| asked.clone()),
            Err(_) => self.workspace.clone(),
        }
    }

    /// Whether all objectives are asked the same.
    pub(crate) fn is_one(&self) -> bool {
        self.own.is_empty()
    }

    pub(crate) fn workspace(&self) -> Option<Asked> {
        self.workspace.clone()
    }
}

fn readable(policy: &Policy, field: &'static str, r: &mut Reader) -> Option<Asked> {
    let unread = r.at(Segment::Key(field), |r| ["base", "measure", "rollup"].into_iter().any(|part| r.is_unread(part)));
    (!unread).then(|| policy.into())
}

/// Runs a check at the place of an objective or key result in the document.
pub(crate) fn at_row<T>(frame: &Frame, node: Node, r: &mut Reader, check: impl FnOnce(&mut Reader) -> T) -> T {
    let (objective, key_result) = match node {
        Node::Objective(row) => (row, None),
        Node::KeyResult(row) => (frame.key_results.objective[row as usize], Some(row)),
    };
    r.at(Segment::Key("objectives"), |r| {
        r.at(Segment::Index(frame.place_of(objective) as usize), |r| match key_result {
            None => check(r),
            Some(row) => {
                let place = frame.key_results.place[row as usize] as usize;
                r.at(Segment::Key("key_results"), |r| r.at(Segment::Index(place), check))
            }
        })
    })
}
