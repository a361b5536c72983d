//! The third way in, beside text and plain values: tables.

mod general;
mod index;
mod place;
mod row;
mod schema;

use super::Workspace;
use crate::document::reader::Reader;
use crate::error::Result;
use crate::limits::Limits;
use crate::tables::Tables;
use index::Index;
use schema::Sheets;

/// Builds a workspace from tables.
pub(super) fn build(tables: &Tables, limits: &Limits) -> Result<Workspace> {
    let mut r = Reader::new(limits);
    let sheets = Sheets::new(tables, &mut r);
    if r.failed() {
        // Without its columns nothing can be said of a row.
        return Err(super::stopped(r));
    }
    let index = Index::new(&sheets, &mut r);
    let (heading, draft) = general::read(&sheets, &index, &mut r);
    Workspace::build(heading, draft, r).map_err(|error| place::in_tables(&error, &sheets, &index))
}
