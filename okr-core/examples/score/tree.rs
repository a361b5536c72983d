//! The order in which objectives are shown: what contributes stands below what it contributes to.

use okr_core::model::{Document, LinkKind};
use okr_core::{KeyResultReport, ObjectiveReport, Report};
use std::collections::HashMap;

/// One entry of the tree.
pub(crate) enum Entry<'a> {
    Objective(&'a ObjectiveReport<'a>),
    KeyResult(&'a KeyResultReport<'a>),
    /// Contributes here too, and is shown in full elsewhere.
    Elsewhere {
        title: &'a str,
        progress: Option<f64>,
    },
}

/// All entries with their depth: every objective once in full, below the first that it contributes to, with its key
/// results behind it; an alignment of any shape is walked without recursion.
pub(crate) fn entries<'a>(report: &'a Report<'a>, document: &'a Document) -> Vec<(usize, Entry<'a>)> {
    let below = Below::of(report, document);
    let mut entries = Vec::new();
    let mut shown = vec![false; report.objectives.len()];
    let roots = (0..report.objectives.len()).rev().filter(|at| !below.has_parent[*at]);
    let mut waiting: Vec<(usize, usize)> = roots.map(|at| (at, 0)).collect();
    while let Some((at, depth)) = waiting.pop() {
        let objective = &report.objectives[at];
        if std::mem::replace(&mut shown[at], true) {
            entries.push((depth, Entry::Elsewhere { title: objective.title, progress: objective.progress }));
            continue;
        }
        entries.push((depth, Entry::Objective(objective)));
        entries.extend(objective.key_results.iter().map(|key_result| (depth + 1, Entry::KeyResult(key_result))));
        entries.extend(below.linked[at].iter().map(|key_result| {
            (depth + 1, Entry::Elsewhere { title: key_result.title, progress: key_result.progress })
        }));
        waiting.extend(below.children[at].iter().rev().map(|child| (*child, depth + 1)));
    }
    entries
}

/// What contributes to each objective, or to one of its key results, in the order of the document.
struct Below<'a> {
    children: Vec<Vec<usize>>,
    linked: Vec<Vec<&'a KeyResultReport<'a>>>,
    has_parent: Vec<bool>,
}

impl<'a> Below<'a> {
    fn of(report: &'a Report<'a>, document: &'a Document) -> Self {
        let count = report.objectives.len();
        let place: HashMap<&str, usize> = report
            .objectives
            .iter()
            .enumerate()
            .flat_map(|(at, objective)| {
                let key_results = objective.key_results.iter().map(|key_result| key_result.id);
                std::iter::once(objective.id).chain(key_results).map(move |id| (id, at))
            })
            .collect();
        let mut below = Below {
            children: vec![Vec::new(); count],
            linked: vec![Vec::new(); count],
            has_parent: vec![false; count],
        };
        for (at, (objective, row)) in document.objectives.iter().zip(&report.objectives).enumerate() {
            let upward = |links: &'a [okr_core::model::Alignment]| {
                links.iter().filter(|link| link.kind == LinkKind::Contributes).filter_map(|link| place.get(&*link.to))
            };
            for parent in upward(&objective.aligned_to) {
                if below.children[*parent].last() != Some(&at) {
                    below.children[*parent].push(at);
                }
                below.has_parent[at] = true;
            }
            for (key_result, row) in objective.key_results.iter().zip(&row.key_results) {
                for parent in upward(&key_result.aligned_to) {
                    below.linked[*parent].push(row);
                }
            }
        }
        below
    }
}
