//! One pass over all rows, children before parents: plain rows in bulk, the others by the general rules.
//!
//! Nothing is allocated and nothing is hashed on the way. Key results lie with their objectives and objectives by level
//! and length, so that both loops run over consecutive memory and rows of one length follow each other.

use super::Scorecard;
use super::columns::Told;
use super::key_result::KeyResultResult;
use super::members::Seen;
use super::objective::ObjectiveResult;
use super::quick::{Quick, paces};
use super::terms::Pass;
use super::{plain_key_results, plain_objectives};
use crate::cancel::{Brake, Cancelled, Meter};
use crate::plan::RowRun;
use crate::workspace::Node;
use std::cmp::Reverse;

/// Objectives whose key results are computed before their rows, so that they are still in the cache.
const BLOCK: u32 = 256;
/// Objectives whose key results are computed at once where rows wait for all of them.
const APART: u32 = 4096;
/// Key results between two looks at the flag, however many of them an objective has.
const LOOK: usize = 4096;

/// Computes every row of a scorecard whose columns have the right length.
pub(crate) fn sweep(pass: &Pass<'_>, card: &mut Scorecard, brake: Brake<'_>) -> Result<(), Cancelled> {
    paces(pass, &mut card.pace);
    card.quick = Quick::new(&pass.plan.policy);
    card.ladders.clear(card.pace.len());
    let apart = !pass.frame.graph.nested.is_empty() || pass.frame.graph.has_linked();
    if apart {
        let end = pass.frame.objectives.len() as u32;
        for first in (0..end).step_by(APART as usize) {
            brake.check()?;
            key_results(pass, card, first, end.min(first + APART), brake)?;
        }
    }
    let mut nested = pass.frame.graph.nested.as_slice();
    let mut runs = pass.plan.runs.as_slice();
    for (level, rows) in pass.frame.graph.levels.windows(2).enumerate() {
        while let Some((first, rest)) = nested.split_first().filter(|(first, _)| first.0 as usize <= level) {
            brake.check()?;
            special_key_result(pass, card, first.1);
            nested = rest;
        }
        while let Some((run, rest)) = runs.split_first().filter(|(run, _)| run.first < rows[1]) {
            sweep_run(pass, card, *run, apart, brake)?;
            runs = rest;
        }
    }
    Ok(())
}

fn sweep_run(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    run: RowRun,
    apart: bool,
    brake: Brake<'_>,
) -> Result<(), Cancelled> {
    let mut first = run.first;
    while first < run.end {
        brake.check()?;
        let end = run.end.min(first + BLOCK);
        if !apart {
            key_results(pass, card, first, end, brake)?;
        }
        rows(pass, card, RowRun { first, end, ..run }, brake)?;
        first = end;
    }
    Ok(())
}

/// Key results of a range of objectives: all in bulk, then the special ones over again.
fn key_results(pass: &Pass<'_>, card: &mut Scorecard, first: u32, end: u32, brake: Brake<'_>) -> Result<(), Cancelled> {
    let starts = &pass.frame.objectives.first_key_result;
    let (from, to) = (starts[first as usize], starts[end as usize]);
    let (mut objective, mut next) = (first, from as usize);
    while next < to as usize {
        let end = (next + LOOK).min(to as usize);
        if next > from as usize {
            brake.check()?;
        }
        objective = plain_key_results::sweep(pass, card, objective, (next, end));
        next = end;
    }
    let special = &pass.plan.special_key_results;
    let (a, b) = (special.partition_point(|row| *row < from), special.partition_point(|row| *row < to));
    let mut meter = Meter::new(brake);
    for row in &special[a..b] {
        if pass.frame.graph.sources.of(*row).is_empty() {
            special_key_result(pass, card, *row);
            meter.spend(work_of(pass, Node::KeyResult(*row)))?;
        }
    }
    Ok(())
}

/// How much there is to read for a row, itself included: check-ins, or members.
fn work_of(pass: &Pass<'_>, node: Node) -> usize {
    let graph = &pass.frame.graph;
    1 + match node {
        Node::KeyResult(row) => pass.history.runs[row as usize].range().len() + graph.sources.of(row).len(),
        Node::Objective(row) => pass.frame.objectives.key_results(row).len() + pass.plan.children(row).len(),
    }
}

fn special_key_result(pass: &Pass<'_>, card: &mut Scorecard, row: u32) {
    let seen = Seen { key_results: &card.key_results, objectives: &card.objectives };
    let result = pass.key_result(row, &seen);
    put_key_result(card, row, &result);
    card.take_terms(pass, row);
}

/// Objectives of one length: all in bulk, then those over again that are special or came to nothing.
fn rows(pass: &Pass<'_>, card: &mut Scorecard, run: RowRun, brake: Brake<'_>) -> Result<(), Cancelled> {
    plain_objectives::rows(pass, card, run);
    let special = &pass.plan.special_objectives;
    let (a, b) = (special.partition_point(|row| *row < run.first), special.partition_point(|row| *row < run.end));
    let mut meter = Meter::new(brake);
    for row in &special[a..b] {
        special_objective(pass, card, *row);
        meter.spend(work_of(pass, Node::Objective(*row)))?;
    }
    if (b - a) as u32 == run.end - run.first {
        return Ok(());
    }
    for row in run.first..run.end {
        if card.objectives.progress.at(row).is_nan() && special[a..b].binary_search(&row).is_err() {
            special_objective(pass, card, row);
            meter.spend(work_of(pass, Node::Objective(row)))?;
        }
    }
    Ok(())
}

fn special_objective(pass: &Pass<'_>, card: &mut Scorecard, row: u32) {
    let seen = Seen { key_results: &card.key_results, objectives: &card.objectives };
    let result = pass.objective(row, &seen);
    put_objective(card, row, &result);
}

fn put_key_result(card: &mut Scorecard, row: u32, result: &KeyResultResult) {
    let at = row as usize;
    let whole = card.is_whole();
    let columns = &mut card.key_results;
    columns.raw.slots()[at] = result.raw;
    columns.progress.slots()[at] = result.progress;
    columns.excluded[at] = result.excluded;
    columns.told[at] = if whole { result.told } else { Told::flagged(result.told.flags) };
    if whole {
        columns.value.slots()[at] = result.value;
        columns.expected.slots()[at] = result.expected;
        columns.confidence.slots()[at] = result.confidence;
    }
}

fn put_objective(card: &mut Scorecard, row: u32, result: &ObjectiveResult) {
    let at = row as usize;
    let whole = card.is_whole();
    let columns = &mut card.objectives;
    columns.value.slots()[at] = result.value;
    columns.raw.slots()[at] = result.raw;
    columns.carried.slots()[at] = result.carried;
    columns.progress.slots()[at] = result.progress;
    columns.excluded[at] = result.excluded;
    columns.told[at] = if whole { result.told } else { Told::flagged(result.told.flags) };
    if let Some(below) = columns.below.get_mut(at) {
        *below = result.below;
    }
    if let Some(latest) = columns.latest.get_mut(at) {
        *latest = result.latest;
    }
    if whole {
        columns.expected.slots()[at] = result.expected;
        columns.confidence.slots()[at] = result.confidence;
    }
}

/// Computes a key result and everything that depends on it over again, in the order of computing.
pub(crate) fn refresh(
    pass: &Pass<'_>,
    card: &mut Scorecard,
    changed: impl Iterator<Item = Node>,
    brake: Brake<'_>,
) -> Result<(), Cancelled> {
    let mut waiting = std::mem::take(&mut card.waiting);
    for node in changed {
        if let Node::Objective(row) = node {
            let own = pass.frame.objectives.key_results(row);
            waiting.extend(own.map(|row| Reverse(order_of(pass, Node::KeyResult(row)))));
        }
        waiting.push(Reverse(order_of(pass, node)));
    }
    let (mut last, mut meter) = (None, Meter::new(brake));
    brake.check()?;
    // The smallest order first; what is reached from there is larger, and the same ones follow each other.
    while let Some(Reverse(Order { node, .. })) = waiting.pop() {
        if last.replace(node) == Some(node) {
            continue;
        }
        // Before the row is computed, so that the memory of those that read it is on its way meanwhile.
        let readers = match node {
            Node::Objective(row) => pass.frame.graph.readers.of(row),
            Node::KeyResult(row) => {
                let objective = pass.frame.key_results.objective[row as usize];
                waiting.push(Reverse(order_of(pass, Node::Objective(objective))));
                pass.frame.graph.key_result_readers.of(row)
            }
        };
        waiting.extend(readers.iter().map(|reader| Reverse(order_of(pass, *reader))));
        one(pass, card, node);
        meter.spend(work_of(pass, node))?;
    }
    card.waiting = waiting;
    Ok(())
}

/// When a row is computed: by level, key results before objectives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order {
    level: u32,
    rank: u32,
    node: Node,
}

fn order_of(pass: &Pass<'_>, node: Node) -> Order {
    let graph = &pass.frame.graph;
    match node {
        Node::Objective(row) => {
            Order { level: graph.levels.partition_point(|first| *first <= row) as u32, rank: 1, node }
        }
        Node::KeyResult(row) if graph.sources.of(row).is_empty() => Order { level: 0, rank: 0, node },
        Node::KeyResult(row) => Order { level: graph.nested_level(row) + 1, rank: 0, node },
    }
}

fn one(pass: &Pass<'_>, card: &mut Scorecard, node: Node) {
    match node {
        Node::KeyResult(row) => {
            if pass.plan.special_key_results.binary_search(&row).is_ok() {
                special_key_result(pass, card, row);
            } else {
                let objective = pass.frame.key_results.objective[row as usize];
                plain_key_results::one(pass, card, objective, row as usize);
            }
        }
        Node::Objective(row) => {
            if pass.plan.special_objectives.binary_search(&row).is_ok() {
                special_objective(pass, card, row);
                return;
            }
            let length = pass.frame.objectives.key_results(row).len() as u32;
            let children = pass.plan.has_children(row);
            plain_objectives::rows(pass, card, RowRun { first: row, end: row + 1, length, children });
            if card.objectives.progress.at(row).is_nan() {
                special_objective(pass, card, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Date, Scorecard, Workspace};
    use std::fmt::Write;

    /// Objectives of so many key results each, by number, in one of two cycles by turns.
    fn scored(objectives: impl Iterator<Item = (usize, usize)>) -> Scorecard {
        let mut text = String::from(
            r#"{"okr": 1, "cycles": [{"id": "0", "start": "2026-10-01", "end": "2026-12-31"},
                {"id": "1", "start": "2026-07-01", "end": "2027-06-30"}], "objectives": ["#,
        );
        for (place, (number, key_results)) in objectives.enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let cycle = number % 2;
            write!(text, r#"{comma}{{"id": "{number}", "title": "O", "cycle": "{cycle}", "key_results": ["#).unwrap();
            for at in 0..key_results {
                let (comma, value) = (if at == 0 { "" } else { "," }, (at * 7 + number) % 23);
                write!(
                    text,
                    r#"{comma}{{"id": "{number}-{at}", "title": "K", "measure": {{"kind": "move", "target": 20}},
                        "check_ins": [{{"on": "2026-11-20", "value": {value}}}]}}"#
                )
                .unwrap();
            }
            text.push_str("]}");
        }
        text.push_str("]}");
        Workspace::from_json(&text).unwrap().score(Date::new(2026, 11, 21).unwrap())
    }

    fn told(card: &Scorecard, number: usize, at: usize) -> String {
        let row = card.key_result(&format!("{number}-{at}")).unwrap();
        let bits = [row.value(), row.progress(), row.raw(), row.expected()].map(|x| x.map(f64::to_bits));
        format!("{bits:?} {} {:?} {:?}", row.status(), row.status_reason(), row.excluded())
    }

    /// Key results between two looks begin and end wherever that is in an objective, and are computed as if alone.
    #[test]
    fn where_the_flag_is_looked_at_changes_no_number() {
        for lengths in [vec![30; 200], vec![9000, 4096, 1, 4095, 5000]] {
            let card = scored(lengths.iter().copied().enumerate());
            for (number, length) in lengths.into_iter().enumerate() {
                let few = length.min(30);
                let alone = scored([(number, few)].into_iter());
                for at in 0..length {
                    // Values come again after so many.
                    let same = at % 23;
                    if same < few {
                        assert_eq!(told(&card, number, at), told(&alone, number, same), "{number}-{at}");
                    }
                }
            }
        }
    }
}
