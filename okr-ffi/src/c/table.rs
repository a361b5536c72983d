//! Tables: whole scorecards for Arrow readers.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::workspace::okr_workspace;
use crate::arrow::{ArrowArrayStream, Order, Table};
use std::sync::Arc;

/// Which table: what `okr_scorecard_table` takes as `which`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_table {
    /// Objectives, a row each.
    Objectives = 0,
    /// Key results, a row each.
    KeyResults = 1,
    /// Teams, a row each.
    Teams = 2,
    /// People, a row each.
    People = 3,
    /// Cycles, a row each.
    Cycles = 4,
    /// KPIs, a row each.
    Kpis = 5,
}

/// In which order the rows of a table of objectives or key results stand: what `okr_scorecard_table` takes as `order`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_order {
    /// That of the document.
    Document = 0,
    /// That of the rows, as the functions by row count them: numbers are lent and never copied.
    Rows = 1,
}

/// A table of a scorecard, for any reader of the Arrow C stream interface.
///
/// What it holds stays as it is when the scorecard is refreshed or freed.
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `which`: an `okr_table`.
/// - `order`: an `okr_order`; it says nothing of other tables than objectives and key results.
/// - `out`: gets the stream, which is the caller's to read and to release: memory for a structure, whose old contents do not
///   matter. Its `release` is NULL where there is no stream.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_CHOICE`, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once; the stream belongs to one at a time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_table(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    which: i32,
    order: i32,
    out: *mut ArrowArrayStream,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::write(out, ArrowArrayStream::RELEASED, err, || {
            let card = handle::borrow("card", card)?.shared();
            let workspace = handle::borrow("workspace", workspace)?.engine();
            let order = match order {
                _ if order == okr_order::Document as i32 => Order::Document,
                _ if order == okr_order::Rows as i32 => Order::Rows,
                _ => return Err(Failure::bad_choice("order", order, "okr_order")),
            };
            let table = match which {
                _ if which == okr_table::Objectives as i32 => Table::objectives(card, workspace, order)?,
                _ if which == okr_table::KeyResults as i32 => Table::key_results(card, workspace, order)?,
                _ if which == okr_table::Teams as i32 => Table::teams(card, workspace)?,
                _ if which == okr_table::People as i32 => Table::people(card, workspace)?,
                _ if which == okr_table::Cycles as i32 => Table::cycles(card, workspace)?,
                _ if which == okr_table::Kpis as i32 => Table::kpis(card, workspace)?,
                _ => return Err(Failure::bad_choice("which", which, "okr_table")),
            };
            Ok(Arc::new(table).stream().into_raw())
        })
    }
}

/// Every check-in of a workspace as a table, for any reader of the Arrow C stream interface.
///
/// - `workspace`: the workspace. What the table holds stays as it is when that changes or is freed.
/// - `out`: gets the stream, which is the caller's to read and to release: memory for a structure, whose old contents do not
///   matter. Its `release` is NULL where there is no stream.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once; the stream belongs to one at a time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_check_in_table(
    workspace: *const okr_workspace,
    out: *mut ArrowArrayStream,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::write(out, ArrowArrayStream::RELEASED, err, || {
            let workspace = handle::borrow("workspace", workspace)?.engine();
            Ok(Arc::new(Table::check_ins(workspace)).stream().into_raw())
        })
    }
}
