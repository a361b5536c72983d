//! An installed okr as CMake finds it: of its version, and no other.

use crate::clients::{assert_scores, example};
use crate::tools::{compiler, expect_success, folder, header, libraries, root, tool};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// CMake and what it compiles with; else that is told on the console.
fn cmake() -> Option<Command> {
    compiler(false).and(tool("cmake"))
}

/// The files by which CMake finds it.
fn module(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cmake").join(name)
}

/// A folder laid out as an installation with some of the libraries.
fn installed(folder: &Path, named: &[&str]) -> PathBuf {
    let prefix = folder.join("installed");
    for part in ["include", "lib", "share/cmake/okr"] {
        fs::create_dir_all(prefix.join(part)).unwrap();
    }
    fs::copy(header(), prefix.join("include/okr.h")).unwrap();
    for library in named {
        // They are large.
        std::os::unix::fs::symlink(libraries().join(library), prefix.join("lib").join(library)).unwrap();
    }
    for name in ["okrConfig.cmake", "okrConfigVersion.cmake"] {
        fs::copy(module(name), prefix.join("share/cmake/okr").join(name)).unwrap();
    }
    prefix
}

/// Builds the example with what is installed, which it is told by a variable, and runs it.
#[track_caller]
fn assert_builds(source: &Path, prefix: &Path, variable: &str) {
    let Some(mut cmake) = cmake() else { return };
    let build = prefix.parent().unwrap().join("build");
    cmake.arg("-S").arg(source).arg("-B").arg(&build).arg(format!("-D{variable}={}", prefix.display()));
    expect_success(&mut cmake);
    expect_success(Command::new("cmake").arg("--build").arg(&build));
    assert_scores(&mut Command::new(build.join("score")));
}

#[test]
fn the_example_is_built_with_whatever_library_is_installed() {
    for (name, installs) in [("shared", "libokr.so"), ("static", "libokr.a")] {
        let prefix = installed(&folder(&format!("cmake-{name}")), &[installs]);
        assert_builds(&example("c"), &prefix, "okr_ROOT");
    }
}

#[test]
fn where_both_are_installed_each_has_its_target() {
    let folder = folder("cmake-both");
    let prefix = installed(&folder, &["libokr.so", "libokr.a"]);
    let project = fs::read_to_string(example("c/CMakeLists.txt")).unwrap();
    fs::copy(example("c/score.c"), folder.join("score.c")).unwrap();
    fs::write(folder.join("CMakeLists.txt"), project.replace("okr::okr", "okr::okr_static")).unwrap();
    assert_builds(&folder, &prefix, "CMAKE_PREFIX_PATH");
    if cmake().is_none() {
        return;
    }
    // Without the shared library it still runs.
    fs::remove_file(prefix.join("lib/libokr.so")).unwrap();
    let mut program = Command::new(folder.join("build/score"));
    expect_success(program.arg(root().join("okr-core/examples/organisation.json")).arg("2026-11-21"));
}

/// Whether an installed version is found by each of some requests.
fn found(name: &str, version: &str, requests: &[&str]) -> Option<Vec<bool>> {
    let mut cmake = cmake()?;
    let folder = folder(&format!("cmake-{name}"));
    let prefix = installed(&folder, &["libokr.so"]);
    let file = prefix.join("share/cmake/okr/okrConfigVersion.cmake");
    let stated = format!("set(PACKAGE_VERSION {})", env!("CARGO_PKG_VERSION"));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(&stated), "okr-ffi/cmake/okrConfigVersion.cmake states another version than the crate");
    fs::write(file, text.replace(&stated, &format!("set(PACKAGE_VERSION {version})"))).unwrap();
    let asks: String = requests
        .iter()
        .map(|request| format!("find_package(okr {request} QUIET)\nmessage(STATUS \"found: ${{okr_FOUND}}\")\n"))
        .collect();
    let project = format!("cmake_minimum_required(VERSION 3.12)\nproject(asks C)\n{asks}");
    fs::write(folder.join("CMakeLists.txt"), project).unwrap();
    cmake.arg("-S").arg(&folder).arg("-B").arg(folder.join("build"));
    let printed = expect_success(cmake.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())));
    Some(printed.lines().filter_map(|line| line.strip_prefix("-- found: ")).map(|word| word == "1").collect())
}

#[test]
fn a_version_answers_for_those_that_it_can_stand_for() {
    for (name, version, yes, no) in [
        ("0", "0.2.3", &["", "0.2", "0.2.3", "0.2.3 EXACT"][..], &["0.1", "0.2.4", "0.3", "1", "0.2.2 EXACT"][..]),
        ("1", "1.4.0", &["1", "1.0", "1.4", "1.4.0"], &["0.4", "1.5", "1.4.1", "2", "2.0", "10"]),
    ] {
        for (requests, expected) in [(yes, true), (no, false)] {
            let Some(found) = found(name, version, requests) else { return };
            assert_eq!(found, vec![expected; requests.len()], "{version} for {requests:?}");
        }
    }
}

#[test]
fn a_version_answers_for_ranges_that_it_lies_in() {
    // Older ones take a range for its lower end.
    let Some(mut cmake) = cmake() else { return };
    let told = expect_success(cmake.arg("--version"));
    let numbers: Vec<u32> = told.split([' ', '.', '\n']).filter_map(|part| part.parse().ok()).take(2).collect();
    if numbers < vec![3, 19] {
        return crate::tools::skipped("this CMake knows no ranges");
    }
    for (request, expected) in
        [("0.1...0.3", true), ("0.1...<1", true), ("0.1...0.2.3", true), ("0.1...<0.2.3", false), ("0.3...1", false)]
    {
        assert_eq!(found("ranges", "0.2.3", &[request]), Some(vec![expected]), "{request}");
    }
}

#[test]
fn half_an_installation_says_what_is_missing() {
    let Some(mut cmake) = cmake() else { return };
    let folder = folder("cmake-half");
    let prefix = installed(&folder, &[]);
    cmake.arg("-S").arg(example("c")).arg("-B").arg(folder.join("build"));
    let output = cmake.arg(format!("-Dokr_ROOT={}", prefix.display())).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!output.status.success() && said.contains("okr.h and libokr are not both in include and lib of"), "{said}");
}
