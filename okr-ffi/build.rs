//! Where Python's own symbols are found when it loads the library, the linker of macOS wants to be told so.

fn main() {
    #[cfg(feature = "capsule")]
    pyo3_build_config::add_extension_module_link_args();
}
