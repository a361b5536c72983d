//! Below whom dates of check-ins matter: a value or a status by hand may hold only until somebody checks in below (R1,
//! S1).

use crate::graph::Graph;

/// Objectives that say when somebody last checked in at or below them, for an objective that asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    /// By row; empty where nobody asks.
    is: Vec<bool>,
    /// In the order in which they came to be watched, so that a scorecard knows which of them it lacks.
    rows: Vec<u32>,
}

impl Watched {
    #[inline]
    pub(crate) fn contains(&self, row: u32) -> bool {
        self.is.get(row as usize).is_some_and(|is| *is)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Those that came after the first so many.
    pub(crate) fn since(&self, known: usize) -> &[u32] {
        self.rows.get(known..).unwrap_or_default()
    }

    /// Watches an objective and all below it.
    pub(crate) fn add(&mut self, graph: &Graph, objectives: usize, row: u32) {
        self.is.resize(objectives, false);
        let mut next = self.rows.len();
        self.take(row);
        while let Some(row) = self.rows.get(next).copied() {
            graph.children.of(row).iter().for_each(|source| self.take(source.node.row()));
            next += 1;
        }
    }

    fn take(&mut self, row: u32) {
        if let Some(is) = self.is.get_mut(row as usize).filter(|is| !**is) {
            *is = true;
            self.rows.push(row);
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.is.capacity() + self.rows.capacity() * size_of::<u32>()
    }
}
