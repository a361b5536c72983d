//! Tables of what the engine has rows of: made of its columns at once, or a column at a time when it is asked for.

use super::Order;
use crate::arrow::table::Source;
use crate::arrow::{Column, Table};
use okr_core::{Details, KeyResultDetails, ObjectiveDetails, Place, Result, Scorecard, Share, Workspace};
use std::ffi::CStr;
use std::fmt;
use std::slice;
use std::sync::{Arc, OnceLock};

/// A column of such a table, and how it is made.
pub(super) type Definition = (&'static CStr, fn(&Rows<'_>) -> Column);

/// Which of the engine's rows stands where in a table, and what several of its columns are made of.
#[derive(Debug)]
pub(super) struct Layout {
    /// The engine's rows in the order of the table.
    rows: Vec<u32>,
    /// Whether the engine's columns stand in that order.
    lends: bool,
    shares: OnceLock<Vec<Share>>,
    places: OnceLock<Vec<Place>>,
}

impl Layout {
    /// The rows are given in the order of the document.
    fn new(mut rows: Vec<u32>, order: Order) -> Layout {
        let lends = order == Order::Rows || rows.iter().zip(0..).all(|(row, at)| *row == at);
        if lends {
            rows = (0..rows.len() as u32).collect();
        }
        Layout { rows, lends, shares: OnceLock::new(), places: OnceLock::new() }
    }
}

/// What the columns of a table are made of.
pub(super) struct Rows<'a> {
    card: &'a Arc<Scorecard>,
    details: Details<'a>,
    layout: &'a Layout,
}

impl<'a> Rows<'a> {
    /// What is said of each key result.
    pub(super) fn key_results<T: Copy>(&self, said: impl Fn(KeyResultDetails<'a>) -> T) -> InOrder<'a, T> {
        self.in_order(self.engine_rows().map(|row| said(self.details.key_result(row))).collect())
    }

    /// What is said of each objective.
    pub(super) fn objectives<T: Copy>(&self, said: impl Fn(ObjectiveDetails<'a>) -> T) -> InOrder<'a, T> {
        self.in_order(self.engine_rows().map(|row| said(self.details.objective(row))).collect())
    }

    /// A text of each key result. Texts lie in the order of the document, and are asked for in that of the table.
    pub(super) fn key_result_texts(&self, said: impl Fn(KeyResultDetails<'a>) -> Option<&'a str>) -> Column {
        Column::texts(self.layout.rows.iter().map(|row| said(self.details.key_result(*row))))
    }

    /// A text of each objective.
    pub(super) fn objective_texts(&self, said: impl Fn(ObjectiveDetails<'a>) -> Option<&'a str>) -> Column {
        Column::texts(self.layout.rows.iter().map(|row| said(self.details.objective(*row))))
    }

    /// All rows in the order of the engine's columns, which are then read from start to end.
    fn engine_rows(&self) -> std::ops::Range<u32> {
        0..self.layout.rows.len() as u32
    }

    fn in_order<T: Copy>(&self, said: Vec<T>) -> InOrder<'a, T> {
        InOrder { said, rows: self.layout.rows.iter() }
    }

    /// A column of the engine's numbers.
    pub(super) fn numbers(&self, of: fn(&Scorecard) -> &okr_core::Column) -> Column {
        if self.layout.lends {
            return Column::lent(self.card, of);
        }
        let column = of(self.card);
        Column::numbers(self.layout.rows.iter().map(|row| column.get(*row as usize)))
    }

    /// The part of each row in the one above it, all of which are made once.
    pub(super) fn shares(&self, all: fn(&Details<'_>) -> Vec<Share>) -> impl Iterator<Item = &'a Share> + use<'a> {
        self.kept(self.layout.shares.get_or_init(|| all(&self.details)))
    }

    /// The place of each objective, with the id of what it contributes to.
    pub(super) fn places(&self) -> impl Iterator<Item = (Option<&'a str>, u32)> {
        let places = self.kept(self.layout.places.get_or_init(|| self.details.places()));
        places.map(|place| (self.details.parent(place), place.level))
    }

    /// What is known by the engine's rows, in the order of the table.
    fn kept<T>(&self, kept: &'a [T]) -> impl Iterator<Item = &'a T> + use<'a, T> {
        self.layout.rows.iter().filter_map(|row| kept.get(*row as usize))
    }
}

/// What was said in the order of the engine's rows, in that of the table.
pub(super) struct InOrder<'a, T> {
    said: Vec<T>,
    rows: slice::Iter<'a, u32>,
}

impl<T: Copy> Iterator for InOrder<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.rows.next().and_then(|row| self.said.get(*row as usize)).copied()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

/// A kind of table: which rows it has in the order of the document, and its columns.
pub(super) struct Kind {
    pub(super) rows: fn(&Details<'_>) -> Vec<u32>,
    pub(super) columns: &'static [Definition],
}

impl Kind {
    /// A table with all its columns.
    pub(super) fn made(&self, card: &Arc<Scorecard>, workspace: &Workspace, order: Order) -> Result<Table> {
        let details = card.details(workspace)?;
        let layout = Layout::new((self.rows)(&details), order);
        let rows = Rows { card, details, layout: &layout };
        Ok(Table::new(self.columns.iter().map(|(name, make)| (*name, make(&rows))).collect()))
    }

    /// A table that makes a column when it is asked for.
    pub(super) fn on_demand(&self, card: &Arc<Scorecard>, workspace: &Arc<Workspace>, order: Order) -> Result<Table> {
        let layout = Layout::new((self.rows)(&card.details(workspace)?), order);
        let (names, rows) = (self.columns.iter().map(|(name, _)| *name).collect(), layout.rows.len());
        let (card, workspace) = (Arc::clone(card), Arc::clone(workspace));
        let source = Demanded { columns: self.columns, layout, card, workspace };
        Ok(Table::on_demand(names, rows, Box::new(source)))
    }
}

/// What a table keeps that makes its columns on demand.
struct Demanded {
    columns: &'static [Definition],
    layout: Layout,
    card: Arc<Scorecard>,
    workspace: Arc<Workspace>,
}

impl fmt::Debug for Demanded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Demanded").field("rows", &self.layout.rows.len()).finish_non_exhaustive()
    }
}

impl Source for Demanded {
    fn column(&self, at: usize) -> Column {
        let nothing = || Column::numbers(self.layout.rows.iter().map(|_| None));
        // Both are held as they were when the table was made: neither is missing.
        let (Ok(details), Some((_, make))) = (self.card.details(&self.workspace), self.columns.get(at)) else {
            return nothing();
        };
        make(&Rows { card: &self.card, details, layout: &self.layout })
    }
}
