//! Which workspace something was made of.

use std::sync::Arc;

/// Tells one workspace from every other, its copies too, for as long as anybody remembers it. Two are equal where they are
/// of the same workspace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity(Arc<()>);

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Identity {}
