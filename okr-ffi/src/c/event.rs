//! Events: changes of a workspace, all or nothing.

use super::date::{date, okr_date};
use super::error::{Failure, okr_error};
use super::guard;
use super::handle::{self, Handle};
use super::status::okr_status;
use super::text;
use super::workspace::okr_workspace;
use okr_core::model::{CheckIn, Value};
use okr_core::{Change, Event, Workspace};
use std::ffi::c_char;

/// What an event changed: what a scorecard is brought up to date with.
pub struct okr_change {
    pub(super) change: Change,
}

impl Handle for okr_change {
    const NAME: &'static str = "a change";
    const TAG: u64 = 0x6f6b_725f_6368_6700;
}

/// What a workspace was, and what has happened to it since: so that it can be made again where a bug ends an event half
/// way. Its rows are shared with the workspace; histories are not.
pub(super) struct Spare {
    before: Workspace,
    events: Vec<Event>,
    /// Bytes of these events.
    bytes: usize,
    /// How many bytes of events it takes to make a new one worth its cost.
    most: usize,
}

impl Spare {
    /// The fewest bytes of events between two copies.
    const FEWEST: usize = 1024 * size_of::<Event>();

    fn of(workspace: &Workspace) -> Spare {
        // Copying costs as much as there is, and so is done once for as many bytes of events.
        let most = workspace.heap_bytes().max(Self::FEWEST);
        Spare { before: workspace.clone(), events: Vec::new(), bytes: 0, most }
    }

    /// Keeps an event that was applied; answers whether there is room for more.
    fn keep(&mut self, event: Event) -> bool {
        self.bytes = self.bytes.saturating_add(size_of::<Event>()).saturating_add(event.heap_bytes());
        self.events.push(event);
        self.bytes < self.most
    }

    /// The workspace before the event that failed.
    fn restored(&self) -> Workspace {
        let mut workspace = self.before.clone();
        for event in &self.events {
            // It was applied to the same workspace before, and what it changed nobody asks for.
            let _ = workspace.apply(event);
        }
        workspace
    }
}

impl okr_workspace {
    /// Applies an event: whole, or not at all, also where the engine has a bug.
    pub(super) fn apply(&mut self, event: Event) -> Result<okr_change, Failure> {
        self.apply_by(event, |workspace, event| workspace.apply(event))
    }

    /// The same in a given way, so that a test can make it fail.
    pub(super) fn apply_by(
        &mut self,
        event: Event,
        how: impl FnOnce(&mut Workspace, &Event) -> okr_core::Result<Change>,
    ) -> Result<okr_change, Failure> {
        let spare = self.spare.get_or_insert_with(|| Spare::of(&self.live));
        match guard::caught(|| how(&mut self.live, &event)) {
            Ok(Ok(change)) => {
                if !spare.keep(event) {
                    self.spare = None;
                }
                Ok(okr_change { change })
            }
            Ok(Err(refused)) => Err(refused.into()),
            Err(panic) => {
                self.live = spare.restored();
                Err(Failure::bug(panic.as_ref()))
            }
        }
    }
}

/// Applies a check-in, the most common event: the value of a key result, or of an objective that has a value by hand. That of
/// an objective whose policy reads no such value is kept and printed, and read by nothing.
///
/// For a note, an author, or a confidence without a value, see `okr_workspace_apply`. The first event costs a copy of the
/// histories of the workspace, by which a bug can be undone, and later ones now and then as well.
///
/// - `workspace`: the workspace.
/// - `id`, `id_len`: whose value it is: UTF-8, and its bytes.
/// - `on`: the day that the value holds for.
/// - `value`: the value, in the unit of the measure.
/// - `confidence`: the stated probability of reaching the target, 0 to 1; NaN (`NAN`) where there is none.
/// - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its path is that of the event as JSON, such as
///   `/kind/check_in/value`.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`; `OKR_STATUS_BAD_DATE`; `OKR_STATUS_NOT_FINITE`; `OKR_STATUS_VALUE_NOT_FOR_KIND` where
///   the measure takes no number; `OKR_STATUS_OUT_OF_RANGE`; `OKR_STATUS_TOO_MANY` where the workspace has as many check-ins as
///   its limits allow; `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
/// - Threads: no other may use the workspace.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_check_in(
    workspace: *mut okr_workspace,
    id: *const c_char,
    id_len: usize,
    on: okr_date,
    value: f64,
    confidence: f64,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { check_in(workspace, (id, id_len), on, Value::Number(value), confidence, change, err) }
}

/// Applies a check-in of a yes-or-no key result (measure `binary`).
///
/// - `workspace`: the workspace.
/// - `id`, `id_len`: whose value it is: UTF-8, and its bytes.
/// - `on`: the day that the value holds for.
/// - `done`: 1 for done, 0 for not done.
/// - `confidence`: the stated probability of reaching the target, 0 to 1; NaN (`NAN`) where there is none.
/// - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: as `okr_workspace_check_in`; `OKR_STATUS_BAD_CHOICE` for a `done` that is neither 0 nor 1.
/// - Threads: no other may use the workspace.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_check_in_done(
    workspace: *mut okr_workspace,
    id: *const c_char,
    id_len: usize,
    on: okr_date,
    done: i32,
    confidence: f64,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    if !(0..=1).contains(&done) {
        // SAFETY: the contract.
        return unsafe { guard::make_if_wanted(change, err, || Err(Failure::bad_choice("done", done, "0 and 1"))) };
    }
    // SAFETY: the contract.
    unsafe { check_in(workspace, (id, id_len), on, Value::Done(done == 1), confidence, change, err) }
}

/// A check-in of either kind.
///
/// # Safety
/// As the contract says.
unsafe fn check_in(
    workspace: *mut okr_workspace,
    (id, len): (*const c_char, usize),
    on: okr_date,
    value: Value,
    confidence: f64,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: as the caller vouches.
    unsafe {
        guard::make_if_wanted(change, err, || {
            let workspace = handle::borrow_mut("workspace", workspace)?;
            let id = text::read("id", id, len)?;
            let on = date(on).map_err(|failure| failure.at("/kind/check_in/on"))?;
            let mut check_in = CheckIn::without_value(on);
            check_in.value = Some(value);
            check_in.confidence = Some(confidence).filter(|stated| !stated.is_nan());
            workspace.apply(Event::check_in(id, check_in))
        })
    }
}

/// Applies an event stated as JSON, of any kind. An event has four fields: `of`, the id of the objective or key result;
/// `kind`, one of the four below with its fields as in a document; and, for the journal of a host, which keeps events as it
/// wrote them, `at`, the day on which it was recorded, and `by`, the id of who did. These two are read, as a date and a text, and
/// not kept: no document has a place for them.
///
/// - A check-in: `{"of": "dau", "kind": {"check_in": {"on": "2026-11-16", "value": 11000, "confidence": 0.7, "note": "a new
///   onboarding", "by": "ana"}}}`. Confidence is 0 to 1, whatever `confidence_scale` the document has.
/// - An amendment of a key result: `{"of": "dau", "kind": {"amendment": {"on": "2026-11-16", "target": 13000, "reason": "a new
///   market", "by": "ana"}}, "at": "2026-11-17", "by": "ben"}`.
/// - A change of state: `{"of": "habit", "kind": {"state": {"on": "2026-11-16", "state": "postponed"}}}`.
/// - A status set by hand: `{"of": "habit", "kind": {"override": {"on": "2026-11-16", "status": "at_risk", "by": "ana", "reason":
///   "two of us are leaving"}}}`.
///
/// It is read under the limits that the workspace was made with.
///
/// - `workspace`: the workspace.
/// - `text`, `len`: the event, JSON in UTF-8, and its bytes.
/// - `change`: gets what it changed, for `okr_scorecard_refresh`, owned by the caller (`okr_change_free`); may be NULL.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Nothing has changed then.
/// - Errors: what may be wrong with an event is what may be wrong with the same in a document, any status from -100 to -699, with
///   paths such as `/kind/check_in/value`;
///   `OKR_STATUS_UNKNOWN_ID`; `OKR_STATUS_NOT_AMENDABLE`; `OKR_STATUS_BAD_LENGTH`; the common ones.
/// - Threads: no other may use the workspace.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_apply(
    workspace: *mut okr_workspace,
    text: *const c_char,
    len: usize,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make_if_wanted(change, err, || {
            let workspace = handle::borrow_mut("workspace", workspace)?;
            let event = Event::from_json_with(text::read("text", text, len)?, workspace.live.limits())?;
            workspace.apply(event)
        })
    }
}

/// One change and the one that came right after it, so that a scorecard is brought up to date once for both.
///
/// With others in between, a refresh computes everything over again, to the same result.
///
/// - `first`, `later`: the two changes, which stay as they are.
/// - `out`: gets both in one, owned by the caller (`okr_change_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_change_join(
    first: *const okr_change,
    later: *const okr_change,
    out: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (first, later) = (handle::borrow("first", first)?, handle::borrow("later", later)?);
            Ok(okr_change { change: first.change.clone().and_then(later.change.clone()) })
        })
    }
}

/// Frees a change.
///
/// - `change`: the change; NULL is harmless.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_change_free(change: *mut okr_change) {
    // SAFETY: the contract.
    unsafe { handle::free(change) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use okr_core::Date;

    /// Bytes that the spare of a workspace holds in events.
    fn kept(workspace: &okr_workspace) -> usize {
        let events = workspace.spare.iter().flat_map(|spare| &spare.events);
        events.map(|event| size_of::<Event>() + event.heap_bytes()).sum()
    }

    #[test]
    fn what_is_kept_for_a_bug_is_measured_by_what_it_holds() -> okr_core::Result<()> {
        let text = r#"{"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [
            {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}}]}]}"#;
        let mut workspace = okr_workspace::from(Workspace::from_json(text)?);
        let mut renewed = 0;
        for day in 0..200 {
            let mut check_in = CheckIn::new(Date::from_days(20_000 + day)?, 1.0);
            check_in.note = Some("why ".repeat(10_000));
            let before = kept(&workspace);
            assert!(workspace.apply(Event::check_in("k", check_in)).is_ok());
            renewed += usize::from(kept(&workspace) < before);
            // One event more than there is room for, at most.
            assert!(kept(&workspace) <= workspace.live.heap_bytes().max(Spare::FEWEST) + 50_000);
        }
        assert!(renewed > 3, "{renewed}");
        Ok(())
    }
}
