//! What few rows state besides their numbers: texts for people, and what objectives decide for themselves.

use super::frame::{ObjectiveMore, Prose};
use super::names::NONE;
use super::windows::stated_date;
use crate::document::print;
use crate::document::reader::{Reader, Segment};
use crate::model::{KeyResult, Objective, PolicyPatch};
use std::collections::HashMap;

/// People named, as far as all of them could be read.
fn contributors(ids: &[String], r: &Reader) -> Vec<String> {
    if r.is_unread("contributors") { Vec::new() } else { ids.to_vec() }
}

pub(super) fn key_result_prose(key_result: &KeyResult, r: &Reader) -> Option<Prose> {
    let prose = Prose {
        description: key_result.description.clone(),
        contributors: contributors(&key_result.contributors, r),
        tags: key_result.tags.clone(),
        silence: key_result.silence.clone(),
        continues: key_result.continues.clone(),
        extra: key_result.extra.clone(),
    };
    (!prose.is_empty()).then_some(prose)
}

pub(super) fn objective_prose(objective: &Objective, r: &Reader) -> Option<Prose> {
    let prose = Prose {
        description: objective.description.clone(),
        contributors: contributors(&objective.contributors, r),
        tags: objective.tags.clone(),
        silence: objective.silence.clone(),
        continues: objective.continues.clone(),
        extra: objective.extra.clone(),
    };
    (!prose.is_empty()).then_some(prose)
}

pub(super) fn objective_more(objective: &Objective, patch: u32, r: &Reader) -> Option<ObjectiveMore> {
    let (start, due) = (stated_date(objective.start, "start", r), stated_date(objective.due, "due", r));
    let plain = start.is_none()
        && due.is_none()
        && objective.initiatives.is_empty()
        && objective.measure.is_none()
        && patch == NONE;
    if plain {
        return None;
    }
    let mut initiatives_by_id: Vec<u32> = (0..objective.initiatives.len() as u32).collect();
    initiatives_by_id.sort_by_key(|index| objective.initiatives[*index as usize].id.as_bytes());
    let mut initiatives_by_key_result = initiatives_by_id.clone();
    initiatives_by_key_result.sort_by_key(|index| objective.initiatives[*index as usize].key_result.as_deref());
    Some(ObjectiveMore {
        start,
        due,
        initiatives: objective.initiatives.clone(),
        initiatives_by_id,
        initiatives_by_key_result,
        measure: objective.measure.clone(),
        patch,
    })
}

/// The place of policy fields among those kept, each of which is kept once.
pub(super) fn intern_patch(
    patches: &mut HashMap<String, u32>,
    kept: &mut Vec<PolicyPatch>,
    patch: &PolicyPatch,
    r: &mut Reader,
) -> u32 {
    let text = print::to_json(patch);
    if let Some(known) = patches.get(&text) {
        return *known;
    }
    let at = kept.len() as u32;
    let limit = r.limits.policies;
    if !r.at(Segment::Key("policy"), |r| r.count("different policies", kept.len(), limit)) {
        return NONE;
    }
    patches.insert(text, at);
    kept.push(patch.clone());
    at
}
