//! Where the package has its memory from.

use pyo3::pyfunction;

/// Leaves unused pages for the system to take, in place of giving them back at once.
#[pyfunction]
pub(crate) fn _keep_unused_pages() {
    okr::memory::keep_unused_pages();
}
