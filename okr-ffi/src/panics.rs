//! The only `catch_unwind` of the project: at the border that no panic crosses.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a panic left behind.
pub(crate) type Panic = Box<dyn Any + Send>;

/// Runs something and stops a panic of it, which would end the host's process at the border to C.
///
/// That unwinding leaves nothing half done is up to the callers: calls that read change nothing, and those that change
/// something put it in order again or leave it empty.
pub(crate) fn caught<T>(body: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(body))
}

/// The same where nobody can be told: what panics gives what it gives for nothing.
pub(crate) fn quiet<T>(absent: T, body: impl FnOnce() -> T) -> T {
    caught(body).unwrap_or(absent)
}
