//! Virtual environments of Python, made under `target/` with what a test or benchmark needs.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The programs of a virtual environment are here.
pub(crate) const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The output of a command that ends well.
#[track_caller]
pub(crate) fn run(command: &mut Command, help: &str) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}\n{help}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} ends with {}\n{out}{err}\n{help}", output.status);
    output
}

/// A virtual environment with what is needed, and the path of its Python.
pub(crate) fn environment(folder: &Path, needs: &[&str]) -> PathBuf {
    let python = folder.join(PROGRAMS).join("python");
    let stamp = folder.join("installed");
    let listed = needs.join(" ");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == listed) {
        return python;
    }
    make(folder, &std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(needs);
    run(&mut pip, "Installing what the Python side needs takes a network, once.");
    fs::write(stamp, listed).expect("target/ can be written to");
    python
}

/// An empty virtual environment.
#[track_caller]
pub(crate) fn make(folder: &Path, python: &OsStr) {
    let mut venv = Command::new(python);
    venv.args(["-m", "venv", "--clear"]).arg(folder);
    run(
        &mut venv,
        "The Python tests need Python 3.11 or later with venv, as `python3` or named by the variable PYTHON. On Debian \
         and Ubuntu: apt-get install python3 python3-venv",
    );
}
