//! Carrying objectives over into the next cycle.

use super::error::{Failure, okr_error};
use super::event::okr_change;
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::text;
use super::workspace::okr_workspace;
use okr_core::{CarryOver, Change, Workspace};
use std::ffi::c_char;

impl okr_workspace {
    /// Carries over in a given way, so that a test can make it fail.
    pub(super) fn carry_over_by(
        &mut self,
        how: impl FnOnce(&mut Workspace) -> okr_core::Result<Change>,
    ) -> Result<okr_change, Failure> {
        // The new workspace is whole before it takes the place of the old one, so that a bug leaves that as it was.
        let change = how(&mut self.live)?;
        // What events are undone by belongs to the old one.
        self.spare = None;
        Ok(okr_change { change })
    }
}

/// Carries objectives over into the next cycle: new ones are added that continue them, all or none. The date of the scorecard
/// is the day of carrying, and the `carry_over` of its policy says where key results start.
///
/// What is stated about the objectives and their key results comes along, and `continues` names what each came from;
/// check-ins, amendments, states, overrides, initiatives, plans and dates of their own stay behind.
///
/// - `workspace`: the workspace. It costs as much as reading the document again, however many are carried over in one call.
/// - `card`: the scorecard, a whole one, of the workspace as it is. It is stale afterwards, unless the list is empty.
/// - `text`, `len`: what is carried over, JSON in UTF-8, and its bytes: a list such as `[{"of": "habit", "id": "habit-q1", "cycle":
///   "Q1", "key_results": {"dau": "dau-q1"}}]`, with the objective, the id that its continuation gets, and the cycle of that.
///   Key results come along that `key_results` names, each with the id it gets; the others are left behind. It is read under
///   the limits that the workspace was made with.
/// - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
/// - `err`: gets the error with all that is wrong, owned by the caller (`okr_error_free`); may be NULL. Nothing has changed then. Its
///   paths are those of the list, such as `/0/cycle`; what is wrong with the new objectives in the document has its path there.
/// - Errors: `OKR_STATUS_UNKNOWN_ID` for an objective, or key result of it, that is not there; `OKR_STATUS_DANGLING_REFERENCE` for a
///   cycle that is not there; `OKR_STATUS_SAME_CYCLE` for the one that it is in; `OKR_STATUS_DUPLICATE_ID`; `OKR_STATUS_ZERO_RANGE`
///   where no way is left to go; `OKR_STATUS_NOT_SCORED`; `OKR_STATUS_STALE_SCORECARD`; `OKR_STATUS_FOREIGN_SCORECARD`;
///   `OKR_STATUS_PARTIAL_SCORECARD`; any other from -100 to -699 for the list and the new document; `OKR_STATUS_BAD_LENGTH`; the
///   common ones.
/// - Threads: no other may use the workspace; several may use the scorecard.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_carry_over(
    workspace: *mut okr_workspace,
    card: *const okr_scorecard,
    text: *const c_char,
    len: usize,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make_if_wanted(change, err, || {
            let workspace = handle::borrow_mut("workspace", workspace)?;
            let card = handle::borrow("card", card)?.scored()?;
            let carries = CarryOver::list_from_json(text::read("text", text, len)?, workspace.live.limits())?;
            workspace.carry_over_by(|live| live.carry_over(card, &carries))
        })
    }
}
