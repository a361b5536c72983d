//! Paths of errors.

/// A name as one step of a JSON pointer, as the paths of errors have it: `~` is written `~0`, and `/` is written `~1`.
///
/// For hosts that say where something is wrong in what they read themselves, in the way of this library.
///
/// ```
/// use okr_core::pointer_step;
///
/// assert_eq!(format!("/check_ins/17/{}", pointer_step("w/o ~")), "/check_ins/17/w~1o ~0");
/// ```
pub fn pointer_step(name: &str) -> String {
    // In this order: the `~` that stands for a slash is none of the name.
    name.replace('~', "~0").replace('/', "~1")
}
