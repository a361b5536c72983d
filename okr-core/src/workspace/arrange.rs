//! From the order of the document to the order of computing.
//!
//! Objectives are sorted by level, children before parents, so that one sweep computes all. Within a level children of
//! parents that are near each other stand together, so that a parent finds its children in the cache, and else they keep
//! the order of the document, so that columns are moved from about where they go. In windows they are sorted by length, so
//! that a loop over rows of one length never mispredicts its end. Key results lie with their objective, by id bytes (N4).

use super::draft::Draft;
use super::frame::{Frame, Node};
pub(crate) use super::history::Run;
use super::history::{History, NEVER};
use super::names::NONE;
use crate::cancel::{Brake, Cancelled};
use crate::date::Date;
use crate::graph::{Directed, Edge, Graph, Lists, Source};
use crate::score::number::scale_for;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hint::black_box;

/// Rows that are near each other: what belongs to so many fits into the cache.
const WINDOW: usize = 4096;

/// Check-ins that lie in columns of somebody else, and enter the history without a stop in the draft.
#[derive(Default)]
pub(crate) struct Given<'a> {
    pub(crate) on: &'a [Date],
    pub(crate) value: &'a [f64],
}

/// Marks the start of a run as one of given check-ins. Fewer than that can be in either place.
const GIVEN: u32 = 1 << 31;

impl Run {
    /// A run of given check-ins, which lies in order and has no remarks.
    pub(crate) fn given(start: u32, len: u32) -> Run {
        Run { start: start | GIVEN, len, room: len }
    }
}

/// Arranges a draft without circles.
pub(crate) fn arrange(
    draft: Draft,
    given: &Given<'_>,
    edges: &[Edge],
    brake: Brake<'_>,
) -> Result<(Frame, History), Cancelled> {
    let Draft { mut frame, mut history, .. } = draft;
    frame.settle_intervals();
    frame.objectives.first_key_result.push(frame.key_results.len() as u32);
    let (levels, nested) = levels(&frame, edges);
    brake.check()?;
    let objectives = objective_order(&frame, edges, &levels);
    let key_results = key_result_order(&frame, &objectives);
    let (new_objective, new_key_result) = (inverse(&objectives), inverse(&key_results));
    let renumber = |node: Node| match node {
        Node::Objective(row) => Node::Objective(new_objective[row as usize]),
        Node::KeyResult(row) => Node::KeyResult(new_key_result[row as usize]),
    };
    let level_of: Vec<u32> = objectives.iter().map(|row| levels[*row as usize]).collect();
    brake.check()?;
    permute_frame(&mut frame, &objectives, &key_results, &new_objective);
    brake.check()?;
    frame.nodes.redefine(|code| renumber(Node::from_code(code)).code());
    frame.nodes.settle();
    for link in &mut frame.links {
        link.from = renumber(link.from);
    }
    frame.objective_order = new_objective.clone();
    brake.check()?;
    frame.graph = graph(&frame, edges, &level_of, &nested, renumber);
    let spare = &mut Vec::new();
    if !history.key_result_rules.is_empty() {
        pick(&mut history.key_result_rule, &key_results, spare);
    }
    if !history.objective_rules.is_empty() {
        pick(&mut history.objective_rule, &objectives, spare);
    }
    brake.check()?;
    permute_history(&mut history, given, &key_results);
    shrink(&mut frame);
    Ok((frame, history))
}

/// The level of each objective, and of each key result that reads others.
fn levels(frame: &Frame, edges: &[Edge]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let objectives = frame.objectives.len();
    let nested: Vec<u32> =
        edges.iter().filter_map(|edge| key_result(edge.to)).collect::<BTreeSet<_>>().into_iter().collect();
    let number = |node: Node| match node {
        Node::Objective(row) => Some(row),
        Node::KeyResult(row) => nested.binary_search(&row).ok().map(|at| (objectives + at) as u32),
    };
    let mut pairs: Vec<(u32, u32)> =
        edges.iter().filter_map(|edge| Some((number(edge.from)?, number(edge.to)?))).collect();
    pairs.extend(
        nested
            .iter()
            .enumerate()
            .map(|(at, row)| ((objectives + at) as u32, frame.key_results.objective[*row as usize])),
    );
    let mut levels = Directed::new(objectives + nested.len(), &pairs)
        .levels()
        .unwrap_or_else(|_| vec![0; objectives + nested.len()]);
    let nested_levels = levels.split_off(objectives);
    (levels, nested_levels.into_iter().zip(nested).collect())
}

fn key_result(node: Node) -> Option<u32> {
    match node {
        Node::KeyResult(row) => Some(row),
        Node::Objective(_) => None,
    }
}

fn objective_order(frame: &Frame, edges: &[Edge], levels: &[u32]) -> Vec<u32> {
    let count = frame.objectives.len();
    let pairs: Vec<(u32, u32)> = edges
        .iter()
        .filter_map(|edge| match (edge.from, edge.to) {
            (Node::Objective(from), Node::Objective(to)) => Some((from, to)),
            _ => None,
        })
        .collect();
    let parents: Lists<u32> = Lists::group(count, &pairs);
    let mut has_children = vec![false; count];
    pairs.iter().for_each(|(_, to)| has_children[*to as usize] = true);
    let top = levels.iter().copied().max().unwrap_or(0);
    let by_level: Vec<(u32, u32)> = (0..count as u32).map(|row| (levels[row as usize], row)).collect();
    let by_level: Lists<u32> = Lists::group(top as usize + 1, &by_level);
    let mut rank = vec![u32::MAX; count];
    let mut sorted: Vec<Vec<u32>> = Vec::with_capacity(top as usize + 1);
    for level in (0..=top).rev() {
        let nearest = |row: u32| parents.of(row).iter().map(|parent| rank[*parent as usize]).min().unwrap_or(u32::MAX);
        let mut rows = by_level.of(level).to_vec();
        sort_by_number(&mut rows, |row| nearest(row) / WINDOW as u32);
        for window in rows.chunks_mut(WINDOW) {
            sort_by_number(window, |row| u32::from(has_children[row as usize]) << 31 | length(frame, row));
        }
        for (at, row) in rows.iter().enumerate() {
            rank[*row as usize] = at as u32;
        }
        sorted.push(rows);
    }
    sorted.into_iter().rev().flatten().collect()
}

/// Sorts rows by a number of each, and those of one number by row.
fn sort_by_number(rows: &mut [u32], number: impl Fn(u32) -> u32) {
    // Number and row in one, which sort several times as fast as pairs.
    let mut keys: Vec<u64> = rows.iter().map(|row| u64::from(number(*row)) << 32 | u64::from(*row)).collect();
    keys.sort_unstable();
    rows.iter_mut().zip(keys).for_each(|(row, key)| *row = key as u32);
}

fn length(frame: &Frame, objective: u32) -> u32 {
    frame.objectives.key_results(objective).len() as u32
}

/// Key results by the row of their objective, then by id bytes.
fn key_result_order(frame: &Frame, objectives: &[u32]) -> Vec<u32> {
    let id = |row: &u32| frame.key_result_id(*row).as_bytes();
    let of = Lists::ranges(&frame.objectives.first_key_result);
    let of = of.sorted_by_key(|row| first_bytes(id(row)), |a, b| id(a).cmp(id(b)));
    objectives.iter().flat_map(|row| of.of(*row)).copied().collect()
}

/// The first bytes of an id as a number: of two ids mostly that says already which comes first.
#[inline]
fn first_bytes(id: &[u8]) -> u128 {
    if let Some(first) = id.first_chunk() {
        return u128::from_be_bytes(*first);
    }
    if let (Some(first), Some(last)) = (id.first_chunk(), id.last_chunk()) {
        // Of eight bytes or more the last eight overlap the first, which goes at the upper end.
        let upper = u128::from(u64::from_be_bytes(*first)) << 64;
        return upper | u128::from(u64::from_be_bytes(*last)) << (8 * (16 - id.len())) & u128::from(u64::MAX);
    }
    let mut first = [0; 16];
    first.iter_mut().zip(id).for_each(|(slot, byte)| *slot = *byte);
    u128::from_be_bytes(first)
}

/// Where each old row went.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut new = vec![0; order.len()];
    for (at, old) in order.iter().enumerate() {
        new[*old as usize] = at as u32;
    }
    new
}

/// Puts a column in another order. The memory it had serves the next one: memory that was never touched is slow.
fn pick<T: Copy>(column: &mut Vec<T>, order: &[u32], spare: &mut Vec<T>) {
    spare.clear();
    spare.reserve_exact(order.len());
    spare.extend(order.iter().map(|old| column[*old as usize]));
    std::mem::swap(column, spare);
    column.shrink_to_fit();
}

fn permute_frame(frame: &mut Frame, objectives: &[u32], key_results: &[u32], new_objective: &[u32]) {
    let lengths: Vec<u32> = objectives.iter().map(|row| length(frame, *row)).collect();
    let (words, numbers, spans) = (&mut Vec::new(), &mut Vec::new(), &mut Vec::new());
    let k = &mut frame.key_results;
    for row in &mut k.objective {
        *row = new_objective[*row as usize];
    }
    for column in [&mut k.name, &mut k.owner, &mut k.objective, &mut k.place, &mut k.unit] {
        pick(column, key_results, words);
    }
    pick(&mut k.title, key_results, spans);
    pick(&mut k.kind, key_results, &mut Vec::new());
    for column in [&mut k.baseline, &mut k.target, &mut k.weight] {
        pick(column, key_results, numbers);
    }
    let o = &mut frame.objectives;
    for column in [&mut o.name, &mut o.cycle, &mut o.team, &mut o.owner, &mut o.place, &mut o.more] {
        pick(column, objectives, words);
    }
    // Without any prose there is nothing to put in order.
    if !frame.prose.is_empty() {
        pick(&mut k.prose, key_results, words);
        pick(&mut o.prose, objectives, words);
    }
    pick(&mut o.title, objectives, spans);
    pick(&mut o.weight, objectives, numbers);
    pick(&mut o.ambition, objectives, &mut Vec::new());
    let mut first = 0;
    o.first_key_result = lengths
        .into_iter()
        .map(|len| {
            first += len;
            first - len
        })
        .collect();
    o.first_key_result.push(first);
}

fn permute_history(history: &mut History, given: &Given<'_>, key_results: &[u32]) {
    let stated = history.on.len();
    // In the new order, so that the columns can be gone through one after the other without looking there again.
    let old_runs: Vec<Run> = key_results.iter().map(|old| history.runs[*old as usize]).collect();
    history.runs.clear();
    let mut start = 0;
    for Run { len, .. } in &old_runs {
        let room = Run::room_for(*len);
        history.runs.push(Run { start, len: *len, room });
        start += room;
    }
    let moves = Moves { old: &old_runs, new: &history.runs, len: start as usize };
    // One column after the other: each lets go of its old memory before the next takes new.
    (history.on, history.last_on) = moves.of(&history.on, given.on, NEVER, |on| on);
    // Adding zero turns -0.0 into 0 and changes nothing else (N3).
    (history.value, history.last_value) = moves.of(&history.value, given.value, f64::NAN, |value| value + 0.0);
    if !history.remark.is_empty() {
        // The remarks' column ends at the last remark.
        history.remark.resize(stated, NONE);
        (history.remark, _) = moves.of(&history.remark, &[], NONE, |remark| remark);
    }
}

/// Where runs come from and go to.
struct Moves<'a> {
    old: &'a [Run],
    new: &'a [Run],
    len: usize,
}

impl Moves<'_> {
    /// The runs of a column in their new places, with filler in the room behind each; and the last entry of each run.
    fn of<T: Copy>(&self, column: &[T], given: &[T], filler: T, clean: impl Fn(T) -> T) -> (Vec<T>, Vec<T>) {
        /// Runs whose first and last entries are asked for before the first of them is needed, so that memory is waited for
        /// once and not for each.
        const AHEAD: usize = 64;
        let mut out = Vec::with_capacity(self.len);
        let mut last = Vec::with_capacity(self.new.len());
        for (old, new) in self.old.chunks(AHEAD).zip(self.new.chunks(AHEAD)) {
            for run in old {
                let (range, there) = (ungiven(*run), if run.start & GIVEN != 0 { given } else { column });
                black_box((there.get(range.start).copied(), there.get(range.end.wrapping_sub(1)).copied()));
            }
            for (old, new) in old.iter().zip(new) {
                let range = ungiven(*old);
                if old.start & GIVEN == 0 {
                    out.extend_from_slice(column.get(range).unwrap_or_default());
                } else {
                    out.extend(given.get(range).unwrap_or_default().iter().map(|item| clean(*item)));
                }
                last.push(if new.len == 0 { filler } else { out.last().copied().unwrap_or(filler) });
                out.resize((new.start + new.room) as usize, filler);
            }
        }
        (out, last)
    }
}

/// Where a run lies, there or here.
fn ungiven(run: Run) -> std::ops::Range<usize> {
    Run { start: run.start & !GIVEN, ..run }.range()
}

fn graph(
    frame: &Frame,
    edges: &[Edge],
    level_of: &[u32],
    nested: &[(u32, u32)],
    renumber: impl Fn(Node) -> Node,
) -> Graph {
    let (objectives, key_results) = (frame.objectives.len(), frame.key_results.len());
    let edges: Vec<Edge> = edges
        .iter()
        .map(|edge| Edge { from: renumber(edge.from), to: renumber(edge.to), weight: edge.weight })
        .collect();
    let (mut children, mut linked, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    let (mut readers, mut key_result_readers) = (Vec::new(), Vec::new());
    for (edge, share) in edges.iter().zip(shares(frame, &edges)) {
        let source = Source { node: edge.from, weight: edge.weight, share };
        match (edge.from, edge.to) {
            (Node::Objective(_), Node::Objective(to)) => children.push((to, source)),
            (Node::KeyResult(_), Node::Objective(to)) => linked.push((to, source)),
            (_, Node::KeyResult(to)) => sources.push((to, source)),
        }
        match edge.from {
            Node::Objective(from) => readers.push((from, edge.to)),
            Node::KeyResult(from) => key_result_readers.push((from, edge.to)),
        }
    }
    let mut level_starts: Vec<u32> = Vec::new();
    for (row, level) in level_of.iter().enumerate() {
        while level_starts.len() <= *level as usize {
            level_starts.push(row as u32);
        }
    }
    let highest_nested = nested.iter().map(|(level, _)| *level as usize + 1).max().unwrap_or(0);
    while level_starts.len() < highest_nested {
        level_starts.push(objectives as u32);
    }
    level_starts.push(objectives as u32);
    let mut nested: Vec<(u32, u32)> = nested
        .iter()
        .map(|(level, row)| match renumber(Node::KeyResult(*row)) {
            Node::KeyResult(row) | Node::Objective(row) => (*level, row),
        })
        .collect();
    nested.sort_unstable();
    let mut nested_rows: Vec<(u32, u32)> = nested.iter().map(|(level, row)| (*row, *level)).collect();
    nested_rows.sort_unstable();
    let is_objective = |source: &Source| matches!(source.node, Node::Objective(_));
    let id = |source: &Source| frame.node_id(source.node).as_bytes();
    // In the order of rows: those that a list names are scattered in memory. Without edges there are no lists.
    let rows = if edges.is_empty() { 0..0 } else { 0..objectives as u32 };
    let firsts: Vec<u128> = rows.map(|row| first_bytes(frame.node_id(Node::Objective(row)).as_bytes())).collect();
    let first = |node| match node {
        Node::Objective(row) => firsts[row as usize],
        Node::KeyResult(_) => first_bytes(frame.node_id(node).as_bytes()),
    };
    let key = |source: &Source| (is_objective(source), first(source.node));
    let canonical = |lists: Lists<Source>| lists.sorted_by_key(key, |a, b| id(a).cmp(id(b)));
    let by_code = |lists: Lists<Node>| lists.sorted_by_key(|node| node.code(), |_, _| Ordering::Equal);
    Graph {
        children: canonical(Lists::group(objectives, &children)),
        linked: canonical(Lists::group_any(objectives, &linked)),
        sources: canonical(Lists::group_any(key_results, &sources)),
        readers: by_code(Lists::group(objectives, &readers)),
        key_result_readers: by_code(Lists::group_any(key_results, &key_result_readers)),
        levels: level_starts,
        nested,
        nested_rows,
    }
}

/// Each link's share of all contributes links of its source (A2). The links of one source follow each other.
fn shares(frame: &Frame, edges: &[Edge]) -> Vec<f64> {
    let mut shares = Vec::with_capacity(edges.len());
    for links in edges.chunk_by(|a, b| a.from == b.from) {
        let stated = |edge: &Edge| if edge.weight.is_nan() { 1.0 } else { edge.weight };
        if let [only] = links {
            shares.push(if stated(only) > 0.0 { 1.0 } else { 0.0 });
            continue;
        }
        let scale = scale_for(links.iter().map(stated).fold(0.0, f64::max));
        // Sums run by id bytes, so that the order of links in the document changes no bit (N4).
        let mut order: Vec<&Edge> = links.iter().collect();
        order.sort_unstable_by_key(|edge| frame.node_id(edge.to).as_bytes());
        let total: f64 = order.into_iter().map(|edge| stated(edge) * scale).sum();
        shares.extend(links.iter().map(|edge| if total > 0.0 { stated(edge) * scale / total } else { 0.0 }));
    }
    shares
}

fn shrink(frame: &mut Frame) {
    frame.texts.shrink();
    frame.nodes.shrink();
    frame.person_names.shrink();
    frame.links.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_of_an_id_are_those_that_count_first() {
        let id = b"abcdefghijklmnopqrst";
        for length in 0..=id.len() {
            let mut padded = [0; 16];
            padded.iter_mut().zip(&id[..length]).for_each(|(slot, byte)| *slot = *byte);
            assert_eq!(first_bytes(&id[..length]).to_be_bytes(), padded, "{length}");
        }
    }
}
