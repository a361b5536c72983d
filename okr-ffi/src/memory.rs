//! Where a library that is loaded into a host without Rust has its memory from: mimalloc.

use libmimalloc_sys::{mi_option_set_enabled_default, mi_option_t};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_decommits` of `mimalloc.h`: whether unused pages are given back at once.
const PURGE_DECOMMITS: mi_option_t = 5;

/// Lets the system take unused pages when it needs them, in place of giving them back at once: whoever loads again and again
/// would have to ask for them again and again, and of loading a large organisation from columns that was a sixth. The
/// environment's `MIMALLOC_PURGE_DECOMMITS` says otherwise.
pub fn keep_unused_pages() {
    // SAFETY: the option exists and takes a truth value; it is one aligned word, which nobody else writes.
    unsafe { mi_option_set_enabled_default(PURGE_DECOMMITS, false) }
}
