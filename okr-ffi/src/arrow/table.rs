//! A table: named columns of one length.

use super::column::Column;
use super::export;
use super::owned::{OwnedArray, OwnedSchema, OwnedStream};
use std::ffi::CStr;
use std::sync::Arc;

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
    pub(super) columns: Vec<(&'static CStr, Column)>,
    rows: usize,
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
        Table { columns, rows }
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
        self.names().zip(self.columns.iter().map(|(_, column)| column))
    }

    /// A column by its place.
    pub fn column(&self, at: usize) -> Option<&Column> {
        self.columns.get(at).map(|(_, column)| column)
    }

    /// A column by its place, as an array by itself; `None` where there is none.
    pub fn column_array(self: &Arc<Self>, at: usize) -> Option<OwnedArray> {
        self.column(at).map(|column| export::column(self, column))
    }

    /// The type of a column by its place; `None` where there is none.
    pub fn column_schema(&self, at: usize) -> Option<OwnedSchema> {
        self.columns.get(at).map(|(name, column)| export::column_schema(name, column))
    }

    /// A column by its place, as a stream of one array; `None` where there is none.
    pub fn column_stream(self: &Arc<Self>, at: usize) -> Option<OwnedStream> {
        Some(OwnedStream::of_batch(self.column_schema(at)?, self.column_array(at)?))
    }
}
