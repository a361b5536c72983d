//! Installing as the README says, line by line: with cargo alone, and with cargo-c, by whose okr.pc a program finds the
//! library, and asks for it by the right name.

use crate::header::program_of;
use crate::tools::{compiler, expect_success, folder, header, libraries, root, skipped, tool};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The lines of the README's block that has a command.
fn block(command: &str) -> String {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let section = readme.split_once("### Installing the library\n").expect("a section").1;
    let section = section.split_once("\n## ").expect("a section after it").0;
    let mut blocks = section.split("\n\n").filter(|part| part.lines().all(|line| line.starts_with("    ")));
    let lines = blocks.find(|block| block.contains(command)).unwrap_or_else(|| panic!("no block has {command}"));
    lines.lines().map(|line| format!("{}\n", line.trim())).collect()
}

/// Another text in place of a part that must be there.
fn replaced(lines: &str, part: &str, by: &str) -> String {
    assert!(lines.contains(part), "{lines} lacks {part}");
    lines.replace(part, by)
}

/// A folder like that of the repository after a build, with the README's program in it.
fn checkout(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::create_dir_all(folder.join("target")).unwrap();
    for (there, here) in
        [(root().join("include"), "include"), (root().join("okr-ffi"), "okr-ffi"), (libraries(), "target/release")]
    {
        std::os::unix::fs::symlink(there, folder.join(here)).unwrap();
    }
    fs::write(folder.join("program.c"), program_of(&fs::read_to_string(header()).unwrap())).unwrap();
    folder
}

/// Runs lines in a folder; the prefix is below it.
fn run(folder: &Path, lines: &str) {
    let prefix = format!("PREFIX='{}'\n", folder.join("okr").display());
    let lines = lines.replace("PREFIX=$HOME/okr\n", "");
    expect_success(Command::new("sh").current_dir(folder).args(["-eu", "-c", &format!("{prefix}{lines}")]));
}

/// Runs the program that lines have made.
#[track_caller]
fn assert_runs(folder: &Path) {
    assert_eq!(expect_success(&mut Command::new(folder.join("program"))), "habit: 50%, on_track\n");
}

/// Whether programs without any shared library can be made here.
fn links_statically(folder: &Path) -> bool {
    let source = folder.join("empty.c");
    fs::write(&source, "int main(void) { return 0; }\n").unwrap();
    let mut compiler = compiler(false).unwrap();
    let works = compiler.arg("-static").arg(&source).arg("-o").arg(folder.join("empty")).output().unwrap();
    if !works.status.success() {
        skipped("the system has no static libraries");
    }
    works.status.success()
}

#[test]
fn cargo_alone_is_enough() {
    if compiler(false).is_none() {
        return;
    }
    let folder = checkout("copied");
    // What these tests were built with stands for what that line builds.
    run(&folder, &replaced(&block("cp include/okr.h"), "cargo build --release -p okr-ffi\n", ""));
    assert_runs(&folder);
    for file in ["include/okr.hpp", "share/cmake/okr/okrConfig.cmake", "share/cmake/okr/okrConfigVersion.cmake"] {
        assert!(folder.join("okr").join(file).is_file(), "{file}");
    }
    fs::remove_file(folder.join("program")).unwrap();
    if links_statically(&folder) {
        run(&folder, &block("cc -static"));
        assert_runs(&folder);
    }
    // What was copied is large.
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn cargo_c_installs_the_rest() {
    let (Some(_), Some(_)) = (compiler(false), tool("pkg-config")) else { return };
    let cargo = || Command::new(env!("CARGO"));
    if !cargo().args(["cinstall", "--version"]).output().is_ok_and(|output| output.status.success()) {
        return skipped("cargo-c is not installed (`cargo install cargo-c --locked`)");
    }
    let folder = checkout("installed");
    // Without optimization, from the folder where the program is.
    let (manifest, target) = (root().join("Cargo.toml"), Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-c"));
    let real = format!("cinstall --debug --manifest-path '{}' --target-dir '{}'", manifest.display(), target.display());
    run(&folder, &replaced(&block("cargo cinstall"), "cinstall --release", &real));
    assert_runs(&folder);
    let prefix = folder.join("okr");
    for (kept, installed) in [
        ("include/okr.h", "include/okr.h"),
        ("include/okr.hpp", "include/okr.hpp"),
        ("okr-ffi/cmake/okrConfig.cmake", "share/cmake/okr/okrConfig.cmake"),
        ("okr-ffi/cmake/okrConfigVersion.cmake", "share/cmake/okr/okrConfigVersion.cmake"),
    ] {
        assert!(fs::read(root().join(kept)).unwrap() == fs::read(prefix.join(installed)).unwrap(), "{installed}");
    }
    let mut pkg_config = Command::new("pkg-config");
    pkg_config.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
    assert_eq!(expect_success(pkg_config.args(["--modversion", "okr >= 0.1"])).trim(), env!("CARGO_PKG_VERSION"));
    if links_statically(&folder) {
        run(&folder, &replaced(&block("cc -static"), "-o program", "-o alone"));
        expect_success(&mut Command::new(folder.join("alone")));
    }
    let Some(mut readelf) = tool("readelf") else { return };
    let asked = expect_success(readelf.arg("-d").arg(folder.join("program")));
    assert!(asked.contains("[libokr.so.0.1]"), "{asked}");
    fs::remove_dir_all(folder).unwrap();
}
