//! Alignment as a dense acyclic graph (A1): which members an objective or key result has, and in which order to compute.

use crate::workspace::Node;
use std::cmp::Ordering;

/// A contributes link, by row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) from: Node,
    pub(crate) to: Node,
    /// NaN where none is stated.
    pub(crate) weight: f64,
}

/// One member of an objective or source of a key result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) node: Node,
    /// NaN where none is stated.
    pub(crate) weight: f64,
    /// Its share of all contributes links of the member, by weight (A2).
    pub(crate) share: f64,
}

/// Lists by row, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Lists<T> {
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { first: vec![0], items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Groups items by row, keeping their order within a row.
    pub(crate) fn group(rows: usize, items: &[(u32, T)]) -> Lists<T> {
        let mut first = vec![0u32; rows + 1];
        for (row, _) in items {
            first[*row as usize + 1] += 1;
        }
        for row in 0..rows {
            first[row + 1] += first[row];
        }
        let mut order: Vec<u32> = vec![0; items.len()];
        let mut next = first.clone();
        for (index, (row, _)) in items.iter().enumerate() {
            order[next[*row as usize] as usize] = index as u32;
            next[*row as usize] += 1;
        }
        Lists { first, items: order.into_iter().map(|index| items[index as usize].1).collect() }
    }

    /// As [`group`](Lists::group), for items that most organisations have none of.
    pub(crate) fn group_any(rows: usize, items: &[(u32, T)]) -> Lists<T> {
        if items.is_empty() { Lists::default() } else { Lists::group(rows, items) }
    }

    /// The same lists, each in the order of a key, which is made once for each item; where keys are equal `then` decides.
    pub(crate) fn sorted_by_key<K: Ord>(
        mut self,
        key: impl Fn(&T) -> K,
        then: impl Fn(&T, &T) -> Ordering,
    ) -> Lists<T> {
        let mut keyed: Vec<(K, T)> = Vec::new();
        for ends in self.first.windows(2).filter(|ends| ends[1] - ends[0] > 1) {
            let list = &mut self.items[ends[0] as usize..ends[1] as usize];
            keyed.clear();
            keyed.extend(list.iter().map(|item| (key(item), *item)));
            keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| then(&a.1, &b.1)));
            list.iter_mut().zip(&keyed).for_each(|(slot, (_, item))| *slot = *item);
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    #[inline(always)]
    pub(crate) fn of(&self, row: u32) -> &[T] {
        match (self.first.get(row as usize), self.first.get(row as usize + 1)) {
            (Some(start), Some(end)) => &self.items[*start as usize..*end as usize],
            _ => &[],
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.first.capacity() * size_of::<u32>() + self.items.capacity() * size_of::<T>()
    }
}

impl Lists<u32> {
    /// The numbers from 0 on, of which `first` says where each list begins, and where the last ends.
    pub(crate) fn ranges(first: &[u32]) -> Lists<u32> {
        Lists { first: first.to_vec(), items: (0..first.last().copied().unwrap_or(0)).collect() }
    }
}

/// Members below, rows that read a row above, and the levels in which all can be computed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// Contributing objectives of each objective, in canonical order (N4): by id bytes.
    pub(crate) children: Lists<Source>,
    /// Key results linked to an objective that is not their own, by id bytes.
    pub(crate) linked: Lists<Source>,
    /// What is linked to each key result, key results first, by id bytes.
    pub(crate) sources: Lists<Source>,
    /// Who reads an objective.
    pub(crate) readers: Lists<Node>,
    /// Who reads a key result besides its own objective.
    pub(crate) key_result_readers: Lists<Node>,
    /// First objective row of each level, and one entry more.
    pub(crate) levels: Vec<u32>,
    /// Key results with sources, by the level before which they are computed.
    pub(crate) nested: Vec<(u32, u32)>,
    /// The same by row: each with its level.
    pub(crate) nested_rows: Vec<(u32, u32)>,
}

impl Graph {
    /// The level before which a key result with sources is computed.
    pub(crate) fn nested_level(&self, key_result: u32) -> u32 {
        let found = self.nested_rows.binary_search_by_key(&key_result, |(row, _)| *row).ok();
        found.and_then(|at| self.nested_rows.get(at)).map_or(0, |(_, level)| *level)
    }

    /// Whether any key result is linked to an objective other than its own.
    pub(crate) fn has_linked(&self) -> bool {
        !self.linked.is_empty()
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.children.heap_bytes()
            + self.linked.heap_bytes()
            + self.sources.heap_bytes()
            + self.readers.heap_bytes()
            + self.key_result_readers.heap_bytes()
            + self.levels.capacity() * size_of::<u32>()
            + (self.nested.capacity() + self.nested_rows.capacity()) * size_of::<(u32, u32)>()
    }
}

/// A directed graph over `nodes` numbered nodes, for finding an order or a circle in it.
pub(crate) struct Directed {
    out: Lists<u32>,
    nodes: usize,
}

impl Directed {
    pub(crate) fn new(nodes: usize, edges: &[(u32, u32)]) -> Self {
        Directed { out: Lists::group(nodes, edges), nodes }
    }

    /// The level of each node: 0 without anything leading into it, else one more than the highest that does.
    ///
    /// # Errors
    /// The shortest circle, as the nodes on it, where there is one.
    pub(crate) fn levels(&self) -> Result<Vec<u32>, Vec<u32>> {
        let mut waiting = vec![0u32; self.nodes];
        self.out.items.iter().for_each(|to| waiting[*to as usize] += 1);
        let mut levels = vec![0u32; self.nodes];
        let mut ready: Vec<u32> = (0..self.nodes as u32).filter(|node| waiting[*node as usize] == 0).collect();
        let mut done = 0;
        while let Some(node) = ready.pop() {
            done += 1;
            for next in self.out.of(node) {
                let at = *next as usize;
                levels[at] = levels[at].max(levels[node as usize] + 1);
                waiting[at] -= 1;
                if waiting[at] == 0 {
                    ready.push(*next);
                }
            }
        }
        if done == self.nodes { Ok(levels) } else { Err(self.shortest_circle(&waiting)) }
    }

    /// The shortest circle among the nodes that still wait, by searches of bounded total length. The first search starts
    /// on a circle and so finds one; the others look for shorter ones.
    fn shortest_circle(&self, waiting: &[u32]) -> Vec<u32> {
        const STEPS: usize = 20_000_000;
        let mut steps = STEPS;
        let mut marks = Marks { from: vec![u32::MAX; self.nodes], seen: vec![u32::MAX; self.nodes] };
        let first = self.on_a_circle(waiting);
        let mut best = self.circle_from(first, waiting, 0, &mut marks, &mut { usize::MAX }).unwrap_or_default();
        for start in (0..self.nodes as u32).filter(|node| waiting[*node as usize] > 0 && *node != first) {
            if best.len() == 1 || steps == 0 {
                break;
            }
            if let Some(circle) = self.circle_from(start, waiting, best.len(), &mut marks, &mut steps) {
                best = circle;
            }
        }
        best
    }

    /// A node on a circle: every waiting node waits for another one, so that walking back must come around.
    fn on_a_circle(&self, waiting: &[u32]) -> u32 {
        let mut visited = vec![false; self.nodes];
        // Only a circle asks for these. By number, so that the order of links does not decide which circle is told.
        let edges = (0..self.nodes as u32).flat_map(|from| self.out.of(from).iter().map(move |to| (*to, from)));
        let into: Lists<u32> = Lists::group(self.nodes, &edges.collect::<Vec<_>>());
        let mut node = (0..self.nodes as u32).find(|node| waiting[*node as usize] > 0).unwrap_or(0);
        while !std::mem::replace(&mut visited[node as usize], true) {
            node = into.of(node).iter().copied().find(|from| waiting[*from as usize] > 0).unwrap_or(node);
        }
        node
    }

    /// A shortest circle through `start`, shorter than `bound` nodes unless that is 0.
    fn circle_from(
        &self,
        start: u32,
        waiting: &[u32],
        bound: usize,
        Marks { from, seen }: &mut Marks,
        steps: &mut usize,
    ) -> Option<Vec<u32>> {
        let mut frontier = vec![start];
        seen[start as usize] = start;
        let mut length = 1;
        while !frontier.is_empty() && (bound == 0 || length < bound) {
            let mut next = Vec::new();
            for node in frontier {
                for to in self.out.of(node) {
                    *steps = steps.saturating_sub(1);
                    if *to == start {
                        return Some(trace(start, node, from));
                    }
                    if waiting[*to as usize] > 0 && seen[*to as usize] != start {
                        seen[*to as usize] = start;
                        from[*to as usize] = node;
                        next.push(*to);
                    }
                }
            }
            if *steps == 0 {
                return None;
            }
            frontier = next;
            length += 1;
        }
        None
    }
}

/// Which search saw a node last, and from where.
struct Marks {
    from: Vec<u32>,
    seen: Vec<u32>,
}

fn trace(start: u32, last: u32, from: &[u32]) -> Vec<u32> {
    let mut circle = vec![last];
    let mut node = last;
    while node != start {
        node = from[node as usize];
        circle.push(node);
    }
    circle.reverse();
    circle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_levels_count_the_longest_way_down() {
        let graph = Directed::new(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]);
        assert_eq!(graph.levels(), Ok(vec![0, 1, 2, 0]));
    }

    #[test]
    fn a1_the_shortest_circle_is_named() {
        let graph = Directed::new(6, &[(0, 1), (1, 2), (2, 3), (3, 0), (3, 4), (4, 3), (5, 0)]);
        assert_eq!(graph.levels(), Err(vec![3, 4]));
        assert_eq!(Directed::new(1, &[(0, 0)]).levels(), Err(vec![0]));
    }

    #[test]
    fn a1_of_circles_of_one_length_the_same_is_named_in_whatever_order_links_come() {
        let mut edges = vec![(1, 2), (2, 1), (3, 4), (4, 3), (1, 0), (3, 0)];
        for _ in 0..edges.len() {
            edges.rotate_left(1);
            let mut circle = Directed::new(5, &edges).levels().unwrap_err();
            circle.sort_unstable();
            assert_eq!(circle, [1, 2], "{edges:?}");
        }
    }

    #[test]
    fn a1_a_circle_of_many_is_found() {
        let edges: Vec<(u32, u32)> = (0..100_000).map(|i| (i, (i + 1) % 100_000)).collect();
        assert_eq!(Directed::new(100_000, &edges).levels().unwrap_err().len(), 100_000);
    }
}
