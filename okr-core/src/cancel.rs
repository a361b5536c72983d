//! Long calls can be cancelled, by a flag that threads share.

use crate::error::{Error, ErrorCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cancels calls that have begun, from any thread.
///
/// It is handed to calls beforehand: [`Limits::cancelled_by`](crate::Limits::cancelled_by) for those that read a document,
/// [`Workspace::cancelled_by`](crate::Workspace::cancelled_by) for those that score, compare, find and print, and
/// [`Workspace::carry_over_until`](crate::Workspace::carry_over_until). Clones are the same flag. Once cancelled it stays so: take
/// a new one for the next call.
///
/// A call that is cancelled ends soon with the error `cancelled`, and has changed nothing, except that a scorecard that it
/// was filling is empty. It looks at the flag once in some thousand rows, and between phases; work that is done by then is
/// given as if nobody had cancelled. What is done in one go is done to its end: the check-ins of a few thousand key results,
/// the means of a few hundred objectives.
///
/// ```
/// use okr_core::{Cancel, ErrorCode, Limits, Workspace};
///
/// let cancel = Cancel::new();
/// let limits = Limits::default().cancelled_by(&cancel);
/// let reading = std::thread::spawn(move || Workspace::from_json_with(r#"{"okr": 1}"#, &limits).map(|_| "read"));
/// cancel.cancel();
/// // Whichever of the two was first.
/// match reading.join().unwrap() {
///     Ok(done) => assert_eq!(done, "read"),
///     Err(error) => assert_eq!(error.code(), ErrorCode::Cancelled),
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag of its own, not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels the calls that have it, now and later.
    pub fn cancel(&self) {
        // Nothing else is told by it, so that no other memory has to be in step.
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody has cancelled.
    ///
    /// ```
    /// let cancel = okr_core::Cancel::new();
    /// assert!(!cancel.is_cancelled());
    /// cancel.clone().cancel();
    /// assert!(cancel.is_cancelled());
    /// ```
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Two are equal where they are the same flag.
impl PartialEq for Cancel {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Cancel {}

/// That a call was cancelled: an error without the words, for loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cancelled;

impl From<Cancelled> for Error {
    #[cold]
    fn from(_: Cancelled) -> Error {
        Error::new(
            ErrorCode::Cancelled,
            "",
            "found the call cancelled, expected it to run to its end",
            "call again with a flag that is not set, or with none",
        )
    }
}

/// What may stop a call, if anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brake<'a>(Option<&'a Cancel>);

impl<'a> Brake<'a> {
    /// Steps between two looks at the flag: few enough for an answer at once, many enough to cost nothing.
    pub(crate) const STEPS: usize = 1024;

    /// Nothing stops the call.
    pub(crate) const NONE: Brake<'static> = Brake(None);

    pub(crate) fn of(cancel: impl Into<Option<&'a Cancel>>) -> Self {
        Brake(cancel.into())
    }

    /// Whether the call may go on.
    #[inline]
    pub(crate) fn check(self) -> Result<(), Cancelled> {
        if self.0.is_some_and(Cancel::is_cancelled) { Err(Cancelled) } else { Ok(()) }
    }

    /// The same once in so many steps, counted from 0.
    #[inline]
    pub(crate) fn check_at(self, step: usize) -> Result<(), Cancelled> {
        if step.is_multiple_of(Self::STEPS) { self.check() } else { Ok(()) }
    }
}

/// A brake for steps that are not alike: it is looked at once in so much work as [`Brake::STEPS`] steps are.
#[derive(Debug)]
pub(crate) struct Meter<'a> {
    brake: Brake<'a>,
    since: usize,
}

impl<'a> Meter<'a> {
    pub(crate) fn new(brake: Brake<'a>) -> Self {
        Meter { brake, since: 0 }
    }

    /// Whether the call may go on after so much more work.
    #[inline]
    pub(crate) fn spend(&mut self, work: usize) -> Result<(), Cancelled> {
        self.since = self.since.saturating_add(work);
        if self.since < Brake::STEPS {
            return Ok(());
        }
        self.since = 0;
        self.brake.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meter_counts_the_work_since_the_last_look() {
        let cancel = Cancel::new();
        let mut meter = Meter::new(Brake::of(&cancel));
        cancel.cancel();
        let spent = [1, 1000, 22, 1, 1023, 5000, usize::MAX].map(|work| meter.spend(work).is_err());
        assert_eq!(spent, [false, false, false, true, false, true, true]);
    }

    #[test]
    fn a_brake_is_looked_at_once_in_so_many_steps() {
        let cancel = Cancel::new();
        let brake = Brake::of(&cancel);
        assert_eq!((brake.check(), brake.check_at(0)), (Ok(()), Ok(())));
        cancel.cancel();
        let stopped = |step: &usize| brake.check_at(*step).is_err();
        assert_eq!((0..3000).filter(stopped).collect::<Vec<_>>(), [0, 1024, 2048]);
        assert_eq!((brake.check(), Brake::NONE.check()), (Err(Cancelled), Ok(())));
    }

    #[test]
    fn clones_are_the_same_flag_and_others_are_not() {
        let cancel = Cancel::new();
        assert_eq!(cancel, cancel.clone());
        assert_ne!(cancel, Cancel::new());
    }
}
