//! The third way in, beside text and plain values: tables.

mod columns;
mod general;
mod index;
mod place;
mod plain;
mod row;
mod runs;
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
        return Err(super::build::stopped(r));
    }
    if let Some(workspace) = fast(&sheets, limits) {
        return Ok(workspace);
    }
    // Where that was cancelled there is nothing to be found again.
    limits.brake().check()?;
    // What belongs to nothing is told behind what is wrong with the definitions: an id that stands twice, say, in place of
    // the one that is named.
    let mut lost = Reader::new(limits);
    let index = Index::new(&sheets, &mut lost);
    let (heading, draft) = general::read(&sheets, &index, &mut r);
    r.take_over(lost);
    Workspace::build(heading, draft, r).map_err(|error| place::in_tables(&error, &sheets, &index))
}

/// The workspace of tables that nothing is wrong with.
fn fast(sheets: &Sheets<'_>, limits: &Limits) -> Option<Workspace> {
    let mut r = Reader::new(limits);
    let (heading, draft, runs) = plain::read(sheets, &mut r)?;
    Workspace::build_beside(heading, draft, &runs.given(), r).ok()
}
