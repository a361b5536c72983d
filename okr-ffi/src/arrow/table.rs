//! A table: named columns of one length.

use super::column::Column;
use super::export;
use super::owned::{OwnedArray, OwnedSchema, OwnedStream};
use std::ffi::CStr;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Named columns: a snapshot that later changes of a workspace do not reach.
///
/// It is shared by every stream and batch made of it, and freed with the last of them.
///
/// ```
/// use okr::arrow::{Column, Table};
/// use std::sync::Arc;
///
/// let names = Column::texts([Some("ana"), Some("ben")]);
/// let table = Arc::new(Table::new(vec![(c"name", names), (c"progress", Column::numbers([Some(0.5), None]))]));
/// assert_eq!((table.rows(), table.names().collect::<Vec<_>>()), (2, vec!["name", "progress"]));
/// let stream = table.stream();
/// drop(table);
/// assert!(!stream.is_released(), "it holds the table itself");
/// ```
#[derive(Debug)]
pub struct Table {
    columns: Vec<(&'static CStr, OnceLock<Column>)>,
    /// Where columns come from that are not made yet.
    source: Box<dyn Source>,
    rows: usize,
}

/// Makes the columns of a table one by one.
pub(super) trait Source: fmt::Debug + Send + Sync {
    /// The column at a place, of as many rows as the table has.
    fn column(&self, at: usize) -> Column;
}

/// That of a table whose columns are all made.
#[derive(Debug)]
struct Nothing;

impl Source for Nothing {
    fn column(&self, _: usize) -> Column {
        Column::numbers([])
    }
}

/// Batches hold their table on whatever thread a reader works and frees them.
const _: () = {
    const fn shareable<T: Send + Sync>() {}
    shareable::<Table>();
};

impl Table {
    /// A table of as many rows as its shortest column has.
    pub fn new(columns: Vec<(&'static CStr, Column)>) -> Table {
        let rows = columns.iter().map(|(_, column)| column.len()).min().unwrap_or(0);
        let columns = columns.into_iter().map(|(name, column)| (name, OnceLock::from(column))).collect();
        Table { columns, source: Box::new(Nothing), rows }
    }

    /// A table whose columns are made when they are first asked for.
    pub(super) fn on_demand(names: Vec<&'static CStr>, rows: usize, source: Box<dyn Source>) -> Table {
        let columns = names.into_iter().map(|name| (name, OnceLock::new())).collect();
        Table { columns, source, rows }
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of its columns, in their order.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        // They are literals of this crate or its host; one that is no UTF-8 has no name here.
        self.columns.iter().map(|(name, _)| name.to_str().unwrap_or_default())
    }

    /// The table as a stream of one batch, for an Arrow reader.
    pub fn stream(self: &Arc<Self>) -> OwnedStream {
        export::stream(Arc::clone(self))
    }

    /// All its rows as one batch: an array of the structs that [`schema`](Table::schema) describes.
    pub fn batch(self: &Arc<Self>) -> OwnedArray {
        export::batch(self)
    }

    /// The types of its columns alone.
    pub fn schema(&self) -> OwnedSchema {
        export::schema(self)
    }

    /// Its columns with their names, in their order.
    ///
    /// ```
    /// use okr::arrow::{Column, Table};
    /// use std::sync::Arc;
    ///
    /// let table = Arc::new(Table::new(vec![(c"x", Column::numbers([Some(1.0), None]))]));
    /// let (at, (name, column)) = table.columns().enumerate().next().unwrap();
    /// assert_eq!((name, column.null_count()), ("x", 1));
    /// assert_eq!(table.column_array(at).unwrap().length, 2);
    /// assert!(table.column_array(1).is_none());
    /// ```
    pub fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &Column)> {
        self.names().zip(self.all().map(|(_, column)| column))
    }

    /// The same with names as C has them.
    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = (&'static CStr, &Column)> {
        let made = |at: usize, slot| OnceLock::get_or_init(slot, || self.source.column(at));
        self.columns.iter().enumerate().map(move |(at, (name, slot))| (*name, made(at, slot)))
    }

    /// Makes whatever columns are not made yet; who holds a lock that others wait for does so without it.
    pub fn complete(&self) {
        self.all().for_each(drop);
    }

    /// A column by its place.
    pub fn column(&self, at: usize) -> Option<&Column> {
        let (_, slot) = self.columns.get(at)?;
        Some(slot.get_or_init(|| self.source.column(at)))
    }

    /// A column by its place, as an array by itself; `None` where there is none.
    pub fn column_array(self: &Arc<Self>, at: usize) -> Option<OwnedArray> {
        self.column(at).map(|column| export::column(self, column))
    }

    /// The type of a column by its place; `None` where there is none.
    pub fn column_schema(&self, at: usize) -> Option<OwnedSchema> {
        let (name, _) = self.columns.get(at)?;
        self.column(at).map(|column| export::column_schema(name, column))
    }

    /// A column by its place, as a stream of one array; `None` where there is none.
    pub fn column_stream(self: &Arc<Self>, at: usize) -> Option<OwnedStream> {
        // SAFETY: both are of the same column.
        Some(unsafe { OwnedStream::of_batch(self.column_schema(at)?, self.column_array(at)?) })
    }
}
