//! What cargo-c installs: a program finds it by pkg-config, and asks for the library by the right name.

use crate::tools::{STRICT, compiler, expect_success, folder, libraries, root, skipped, tool};
use std::path::Path;
use std::process::Command;

/// Installs into a folder; `None` where cargo-c is missing.
fn installed(folder: &Path) -> Option<std::path::PathBuf> {
    if !Command::new(env!("CARGO")).args(["cinstall", "--version"]).output().is_ok_and(|output| output.status.success())
    {
        skipped("cargo-c is not installed");
        return None;
    }
    let prefix = folder.join("usr");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["cinstall", "--debug", "-p", "okr-ffi"]);
    cargo.arg("--prefix").arg(&prefix).arg("--libdir").arg(prefix.join("lib"));
    expect_success(cargo.arg("--target-dir").arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-c")));
    Some(prefix)
}

#[test]
fn what_is_installed_is_found_and_named_by_its_version() {
    let folder = folder("installed");
    let (Some(mut pkg_config), Some(_)) = (tool("pkg-config"), compiler(false)) else { return };
    let Some(prefix) = installed(&folder) else { return };
    for header in ["okr.h", "okr.hpp"] {
        let [kept, there] = [root().join("include").join(header), prefix.join("include").join(header)];
        assert!(std::fs::read(kept).unwrap() == std::fs::read(there).unwrap(), "{header}");
    }
    let flags = pkg_config.args(["--cflags", "--libs", "okr >= 0.1"]);
    let flags = expect_success(flags.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")));
    let program = folder.join("score");
    let mut compiler = compiler(false).unwrap();
    compiler.args(STRICT).arg(root().join("okr-ffi/examples/c/score.c")).args(flags.split_whitespace());
    expect_success(compiler.arg("-o").arg(&program));
    let mut command = Command::new(&program);
    command.env("LD_LIBRARY_PATH", prefix.join("lib")).arg(root().join("okr-core/examples/organisation.json"));
    assert!(expect_success(command.arg("2026-11-21")).starts_with("customers-stay "));
    let Some(mut readelf) = tool("readelf") else { return };
    let asked = expect_success(readelf.arg("-d").arg(program));
    assert!(asked.contains("[libokr.so.0.1]"), "{asked}");
    assert!(libraries().join("libokr.so").exists(), "the one of the tests stays as it is");
}
