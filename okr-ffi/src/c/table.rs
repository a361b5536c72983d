//! Tables: whole scorecards for Arrow readers.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::workspace::okr_workspace;
use crate::arrow::{ArrowArrayStream, Order, Table};
use std::sync::Arc;

/// Which table: what `okr_scorecard_table` and `okr_tables_add` take as `which`. The project's okr-core/docs/document.md lists
/// the columns that come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_table {
    /// Objectives, a row each; coming in: `id`, `title` and more.
    Objectives = 0,
    /// Key results, a row each; coming in: `objective`, `id`, `title`, `kind` and more.
    KeyResults = 1,
    /// Check-ins of key results and objectives: `key_result` or `objective`, `on`, `value` and more. Only coming in; for those of a
    /// workspace see `okr_workspace_check_in_table`.
    CheckIns = 2,
    /// Links from one objective or key result to another. Only coming in.
    Alignments = 3,
    /// Cycles, a row each.
    Cycles = 4,
    /// Teams, a row each.
    Teams = 5,
    /// People, a row each.
    People = 6,
    /// KPIs, a row each.
    Kpis = 7,
    /// Readings of KPIs. Only coming in.
    Readings = 8,
}

impl okr_table {
    pub(super) fn from_c(which: i32) -> Result<okr_table, Failure> {
        use okr_table::*;
        let all = [Objectives, KeyResults, CheckIns, Alignments, Cycles, Teams, People, Kpis, Readings];
        let found = all.into_iter().find(|table| *table as i32 == which);
        found.ok_or_else(|| Failure::bad_choice("which", which, "okr_table"))
    }

    /// What it is called in paths.
    pub(super) fn name(self) -> &'static str {
        match self {
            okr_table::Objectives => "objectives",
            okr_table::KeyResults => "key_results",
            okr_table::CheckIns => "check_ins",
            okr_table::Alignments => "alignments",
            okr_table::Cycles => "cycles",
            okr_table::Teams => "teams",
            okr_table::People => "people",
            okr_table::Kpis => "kpis",
            okr_table::Readings => "readings",
        }
    }
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
/// - `which`: an `okr_table`, of objectives, key results, cycles, teams, people or KPIs.
/// - `order`: an `okr_order`; it says nothing of other tables than objectives and key results.
/// - `out`: gets the stream, which is the caller's to read and to release: memory for a structure, whose old contents do not
///   matter. Its `release` is NULL where there is no stream.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_CHOICE`, also for tables that only come in; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
///   `OKR_STATUS_STALE_SCORECARD`; `OKR_STATUS_FOREIGN_SCORECARD`; `OKR_STATUS_PARTIAL_SCORECARD`; the common ones.
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
            let card = handle::borrow("card", card)?;
            let workspace = handle::borrow("workspace", workspace)?.engine();
            card.scored()?;
            let card = card.shared();
            let order = match order {
                _ if order == okr_order::Document as i32 => Order::Document,
                _ if order == okr_order::Rows as i32 => Order::Rows,
                _ => return Err(Failure::bad_choice("order", order, "okr_order")),
            };
            let table = match okr_table::from_c(which)? {
                okr_table::Objectives => Table::objectives(card, workspace, order)?,
                okr_table::KeyResults => Table::key_results(card, workspace, order)?,
                okr_table::Teams => Table::teams(card, workspace)?,
                okr_table::People => Table::people(card, workspace)?,
                okr_table::Cycles => Table::cycles(card, workspace)?,
                okr_table::Kpis => Table::kpis(card, workspace)?,
                okr_table::CheckIns | okr_table::Alignments | okr_table::Readings => {
                    return Err(Failure::bad_choice("which", which, "the okr_table that scorecards have"));
                }
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
