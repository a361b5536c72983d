//! The Python face, tested in Python: this makes a virtual environment under `target/`, installs what the tests need,
//! builds the package into it and runs pytest on `okr-py/tests`. Without a network, once it has not been installed:
//! `cargo test -- --skip the_python_package_passes_its_tests`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "python/cases.rs"]
mod cases;
mod support;
#[allow(dead_code, reason = "only the documents of the examples are of use here")]
mod vectors_support;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the tests need; the package itself needs nothing.
const NEEDS: [&str; 4] = ["maturin==1.16.0", "pytest==9.2.0", "hypothesis==6.170.15", "mypy==2.4.1"];

/// The programs of a virtual environment are here.
const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The output of a command that ends well.
#[track_caller]
fn run(command: &mut Command, help: &str) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}\n{help}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} ends with {}\n{out}{err}\n{help}", output.status);
    output
}

/// A virtual environment with what the tests need, and the path of its Python.
fn environment(folder: &Path) -> PathBuf {
    let python = folder.join(PROGRAMS).join("python");
    let stamp = folder.join("installed");
    let needs = NEEDS.join(" ");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == needs) {
        return python;
    }
    make(folder, &std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(NEEDS);
    run(&mut pip, "Installing the needs of the Python tests takes a network, once.");
    fs::write(stamp, needs).unwrap();
    python
}

#[track_caller]
fn make(folder: &Path, python: &OsStr) {
    let mut venv = Command::new(python);
    venv.args(["-m", "venv", "--clear"]).arg(folder);
    run(
        &mut venv,
        "The Python tests need Python 3.11 or later with venv, as `python3` or named by the variable PYTHON. On Debian \
         and Ubuntu: apt-get install python3 python3-venv",
    );
}

#[test]
fn the_python_package_passes_its_tests() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let environment_folder = folder.join("venv");
    let python = environment(&environment_folder);
    // A target folder of its own: the other one may be locked, and its artifacts would push each other out.
    let target = folder.join("maturin");
    let within = |program: &Path| {
        let mut command = Command::new(program);
        command.current_dir(root().join("okr-py")).env("VIRTUAL_ENV", &environment_folder);
        command.env_remove("CARGO_TARGET_DIR").env_remove("PYTHONPATH").env("OKR_PY_TARGET", &target);
        command
    };
    let maturin = environment_folder.join(PROGRAMS).join("maturin");
    let mut develop = within(&maturin);
    run(develop.args(["develop", "--quiet", "--target-dir"]).arg(&target), "The Python package does not build.");

    let scored = folder.join("scored.jsonl");
    fs::write(&scored, cases::scored()).unwrap();
    let mut pytest = within(&python);
    pytest.env("OKR_SCORED", &scored);
    pytest.args(["-m", "pytest", "--quiet", "--color=no", "-p", "no:cacheprovider"]);
    let output = run(&mut pytest, "The tests are in okr-py/tests.");
    let out = String::from_utf8_lossy(&output.stdout);
    let closing = out.lines().last().expect("pytest says how it went");
    assert!(closing.contains(" passed"), "{out}");
    // Past the capture of test output, so that a reader sees how many there were.
    let _ = writeln!(std::io::stderr(), "\npytest, okr-py/tests: {closing}\n");
}

#[test]
fn a_python_without_venv_is_told_what_to_do() {
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-venv");
    let refused = std::panic::catch_unwind(|| make(&nowhere, OsStr::new("no-such-python"))).unwrap_err();
    let told = refused.downcast_ref::<String>().expect("a message");
    assert!(told.contains("apt-get install python3 python3-venv"), "{told}");
}
