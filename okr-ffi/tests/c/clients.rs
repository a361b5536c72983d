//! Programs of C and other languages that score the bundled organisation: all print the same.

use crate::tools::{Program, expect_success, folder, libraries, root, skipped, tool};
use okr_core::{Date, Workspace};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DATE: &str = "2026-11-21";

pub(crate) fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

fn organisation() -> PathBuf {
    root().join("okr-core/examples/organisation.json")
}

fn library() -> PathBuf {
    libraries().join("libokr.so")
}

/// What each of them prints.
fn expected() -> String {
    let workspace = Workspace::from_json(&fs::read_to_string(organisation()).unwrap()).unwrap();
    let card = workspace.score(DATE.parse::<Date>().unwrap());
    let mut out = String::new();
    for row in card.objectives() {
        let shown = row.progress().map_or("-".to_owned(), |progress| format!("{:.3}", 100.0 * progress));
        writeln!(out, "{} {shown} {}", row.id(), row.status()).unwrap();
    }
    out
}

/// Runs a client on the organisation, with the library where programs look for it, and on one that has nothing yet.
#[track_caller]
pub(crate) fn assert_scores(command: &mut Command) {
    let mut again = Command::new(command.get_program());
    again.args(command.get_args());
    for (name, value) in command.get_envs() {
        again.env(name, value.unwrap_or_default());
    }
    let command = command.env("LD_LIBRARY_PATH", libraries()).arg(organisation()).arg(DATE);
    assert_eq!(expect_success(command), expected());
    let nothing = root().join("okr-ffi/tests/c/programs/nothing.json");
    assert_eq!(expect_success(again.env("LD_LIBRARY_PATH", libraries()).arg(nothing).arg(DATE)), "");
}

#[test]
fn c_scores() {
    let folder = folder("example");
    let program = Program { source: example("c/score.c"), standard: "c99", ..Program::new("") };
    let Some(program) = program.compile(&folder) else { return };
    assert_scores(&mut Command::new(&program));
    let wrong = folder.join("wrong.json");
    fs::write(&wrong, r#"{"okr": 1, "nmae": 1, "teems": 2}"#).unwrap();
    let output = Command::new(program).arg(wrong).arg(DATE).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().map(|line| line.split(':').next().unwrap()).collect::<Vec<_>>(), ["/nmae", "/teems"]);
}

#[test]
fn cpp_scores_by_the_wrapper() {
    let folder = folder("example-cpp");
    let program = Program { source: example("clients/score.cpp"), standard: "c++17", ..Program::new("") };
    let Some(program) = program.compile(&folder) else { return };
    assert_scores(&mut Command::new(&program));
    let wrong = folder.join("wrong.json");
    fs::write(&wrong, r#"{"okr": 1, "nmae": 1}"#).unwrap();
    let output = Command::new(program).arg(wrong).arg(DATE).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("/nmae: "));
}

#[test]
fn python_scores_by_ctypes() {
    let Some(mut python) = tool(&env::var("PYTHON").unwrap_or("python3".to_owned())) else { return };
    assert_scores(python.arg(example("clients/score.py")).arg(library()));
}

#[test]
fn go_scores_by_cgo() {
    if Command::new("go").arg("version").output().is_err() {
        return skipped("go is not installed");
    }
    let folder = folder("go");
    let mut go = Command::new("go");
    go.current_dir(&folder).arg("build").arg("-o").arg(folder.join("score")).arg(example("clients/score.go"));
    go.env("CGO_CFLAGS", format!("-I{}", root().join("include").display()));
    go.env("CGO_LDFLAGS", format!("-L{}", libraries().display())).env("GOFLAGS", "-mod=mod").env("GO111MODULE", "off");
    expect_success(&mut go);
    assert_scores(&mut Command::new(folder.join("score")));
}

#[test]
fn node_scores_by_koffi() {
    let Some(mut node) = tool("node") else { return };
    // Kept between runs: a package that is there is not asked for again.
    let modules = Path::new(env!("CARGO_TARGET_TMPDIR")).join("koffi");
    if !modules.join("node_modules/koffi").exists() {
        fs::create_dir_all(&modules).unwrap();
        let install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "koffi@3"];
        let output = Command::new("npm").current_dir(&modules).args(install).output();
        if !output.is_ok_and(|output| output.status.success()) {
            return skipped("koffi is not installed, and npm could not fetch it");
        }
    }
    node.env("NODE_PATH", modules.join("node_modules"));
    assert_scores(node.arg(example("clients/score.js")).arg(library()));
}

#[test]
fn java_scores_by_jna() {
    let Some(mut java) = tool("java") else { return };
    let jars = ["/usr/share/java/jna.jar".to_owned(), env::var("JNA_JAR").unwrap_or_default()];
    let Some(jar) = jars.iter().find(|jar| Path::new(jar).is_file()) else {
        return skipped("JNA is not installed (libjna-java, or JNA_JAR)");
    };
    assert_scores(java.args(["-cp", jar]).arg(example("clients/Score.java")).arg(library()));
}
