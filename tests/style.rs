//! Formatting, lints and documentation, so that `cargo test` is all there is to run. A toolchain that lacks a component
//! says so and passes, but where the variable `CI` is set: there nobody would read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

use std::io::Write;
use std::process::Command;

/// Cargo with a target folder of its own: the other one may be locked, and its artifacts would push each other out.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/style"));
    command
}

/// Whether the toolchain has a component. Where it lacks one, that is written past the capture of test output.
fn has_component(name: &str) -> bool {
    looked_for(name, std::env::var_os("CI").is_some(), &mut std::io::stderr())
}

fn looked_for(name: &str, must: bool, out: &mut dyn Write) -> bool {
    let found = cargo(&[name, "--version"]).output().is_ok_and(|output| output.status.success());
    if !found {
        let reason = format!("NOT CHECKED: this toolchain has no `cargo {name}`; add it with `rustup component add`");
        assert!(!must, "{reason}");
        let _ = writeln!(out, "\n{reason}\n");
    }
    found
}

#[test]
fn a_component_that_is_missing_is_missed() {
    let mut said = Vec::new();
    assert!(!looked_for("no-such-component", false, &mut said));
    assert!(String::from_utf8_lossy(&said).contains("NOT CHECKED"));
    assert!(std::panic::catch_unwind(|| looked_for("no-such-component", true, &mut Vec::new())).is_err());
}

#[track_caller]
fn assert_passes(mut command: Command, help: &str) {
    let output = command.output().expect("cargo runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}\n{help}");
}

#[test]
fn sources_are_formatted() {
    if has_component("fmt") {
        assert_passes(cargo(&["fmt", "--all", "--check"]), "run `cargo fmt --all`");
    }
}

/// One test, because the two share a target folder.
#[test]
fn lints_and_documentation_have_nothing_to_say() {
    let everything = ["--workspace", "--all-features"];
    if has_component("clippy") {
        let mut clippy = cargo(&["clippy", "--quiet", "--all-targets"]);
        clippy.args(everything).args(["--", "-D", "warnings"]);
        assert_passes(clippy, "run `cargo clippy --workspace --all-targets --all-features`");
    }
    let mut doc = cargo(&["doc", "--quiet", "--no-deps"]);
    doc.args(everything).env("RUSTDOCFLAGS", "-D warnings");
    assert_passes(doc, "run `cargo doc --workspace --no-deps --all-features`");
}
