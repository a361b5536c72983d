//! Which library this is, when a program was compiled and while it runs.

use super::error::okr_error;
use super::guard;
use super::status::okr_status;
use super::text::{okr_buf, okr_str};
use std::env::consts::{ARCH, OS};

/// The version of this header, as numbers.
pub const OKR_VERSION_MAJOR: u32 = 0;
/// The version of this header, as numbers.
pub const OKR_VERSION_MINOR: u32 = 1;
/// The version of this header, as numbers.
pub const OKR_VERSION_PATCH: u32 = 0;
/// The version of this header as one number: major * 10000 + minor * 100 + patch.
pub const OKR_VERSION_NUMBER: u32 = 100;
/// Counts the changes after which programs must be compiled again. `okr_abi_version` of the library must be the same, and its
/// `okr_version_number` not below that of the header.
pub const OKR_ABI_VERSION: u32 = 1;

const _: () = assert!(
    OKR_VERSION_NUMBER == OKR_VERSION_MAJOR * 10_000 + OKR_VERSION_MINOR * 100 + OKR_VERSION_PATCH,
    "the number follows from its parts, which a test compares with the package"
);

/// The version of the library as one number: major * 10000 + minor * 100 + patch.
///
/// - Returns what was `OKR_VERSION_NUMBER` when the library was built; that may be later than the program.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_version_number() -> u32 {
    OKR_VERSION_NUMBER
}

/// The version of the library as text, such as `0.1.0`.
///
/// - Returns text that lives as long as the program.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_version_text() -> okr_str {
    okr_str::of(env!("CARGO_PKG_VERSION"))
}

/// The version of the binary interface.
///
/// - Returns what was `OKR_ABI_VERSION` when the library was built: a program compiled with the same, and with no later
///   `OKR_VERSION_NUMBER`, runs with it.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_abi_version() -> u32 {
    OKR_ABI_VERSION
}

/// How the library was built, as JSON on one line: version, ABI version, processor, system, and whether it is a debug build.
///
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_build_info(out: *mut *mut okr_buf, err: *mut *mut okr_error) -> okr_status {
    let info = || {
        let version = env!("CARGO_PKG_VERSION");
        let debug = cfg!(debug_assertions);
        format!(r#"{{"version":"{version}","abi":{OKR_ABI_VERSION},"arch":"{ARCH}","os":"{OS}","debug":{debug}}}"#)
    };
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(info().into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package() {
        let parts = [OKR_VERSION_MAJOR, OKR_VERSION_MINOR, OKR_VERSION_PATCH];
        let package =
            [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH")];
        assert_eq!(parts.map(|part| part.to_string()), package);
    }

    /// The binary interfaces there have been, the latest last, each with the versions in the file names of its libraries.
    const INTERFACES: [(u32, &str); 1] = [(1, "0.1")];

    #[test]
    fn every_binary_interface_has_a_file_name_of_its_own() {
        // As cargo-c names them: by the minor version below 1.0, by the major one from there on.
        let named = match OKR_VERSION_MAJOR {
            0 => format!("0.{OKR_VERSION_MINOR}"),
            major => major.to_string(),
        };
        let (latest, before) = INTERFACES.split_last().unwrap_or((&(0, ""), &[]));
        assert_eq!(*latest, (OKR_ABI_VERSION, named.as_str()), "both change together; list the new one last");
        assert!(before.iter().all(|(abi, name)| *abi != latest.0 && *name != latest.1));
    }
}
