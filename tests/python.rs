//! The Python face, tested in Python, in virtual environments under `target/`: one has what the tests need and a build
//! with debug assertions, and pytest runs `okr-py/tests` in it; the other is what a user gets, by one command.
//!
//! Both take a network the first time. Without one: `cargo test -- --skip the_python_package --skip a_fresh_environment`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "python/cases.rs"]
mod cases;
mod support;
#[allow(dead_code, reason = "only the documents of the examples are of use here")]
mod vectors_support;
#[path = "support/python.rs"]
mod venv;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use venv::{PROGRAMS, environment, make, root, run};

/// What the tests need; the package itself needs nothing.
const NEEDS: [&str; 11] = [
    "maturin==1.16.0",
    "pytest==9.2.0",
    "hypothesis==6.170.15",
    "mypy==2.4.1",
    // What reads tables.
    "numpy==2.4.6",
    "pandas==3.1.1",
    "polars==2.1.0",
    "pyarrow==26.0.1",
    "duckdb==2.0.0",
    "pandas-stubs==3.1.0.261029",
    // What the guide draws with.
    "matplotlib==3.11.2",
];

/// An older pandas, which one test reads tables with, in a folder of its own; the rest of what it needs is above.
const OLD_PANDAS: [&str; 2] = ["pandas==2.2.3", "pytz==2026.1"];

/// Installs that where it is not yet, beside everything else of the virtual environment.
fn old_pandas(folder: &Path, python: &Path) -> PathBuf {
    let place = folder.join("old-pandas");
    let stamp = place.join("installed");
    let listed = OLD_PANDAS.join(" ");
    if !fs::read_to_string(&stamp).is_ok_and(|installed| installed == listed) {
        let mut pip = Command::new(python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--upgrade",
            "--target",
        ]);
        run(pip.arg(&place).args(OLD_PANDAS), "Installing what the Python side needs takes a network, once.");
        fs::write(stamp, listed).unwrap();
    }
    place
}

/// The Python of a virtual environment with all that the tests need, which more than one of them uses.
fn libraries() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| environment(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("venv"), &NEEDS))
}

#[test]
fn the_python_package_passes_its_tests() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let environment_folder = folder.join("venv");
    let python = libraries();
    // A target folder of its own: the other one may be locked, and its artifacts would push each other out.
    let target = folder.join("maturin");
    let within = |program: &Path| {
        let mut command = Command::new(program);
        command.current_dir(root().join("okr-py")).env("VIRTUAL_ENV", &environment_folder);
        command.env_remove("CARGO_TARGET_DIR").env_remove("PYTHONPATH").env("OKR_PY_TARGET", &target);
        // What tools keep for the next time does not belong among the sources.
        command.env("HYPOTHESIS_STORAGE_DIRECTORY", folder.join("hypothesis"));
        command
    };
    let maturin = environment_folder.join(PROGRAMS).join("maturin");
    let mut develop = within(&maturin);
    run(develop.args(["develop", "--quiet", "--target-dir"]).arg(&target), "The Python package does not build.");

    let scored = folder.join("scored.jsonl");
    fs::write(&scored, cases::scored()).unwrap();
    let mut pytest = within(python);
    pytest.env("OKR_OLD_PANDAS", old_pandas(&environment_folder, python)).env("OKR_SCORED", &scored);
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

/// What somebody does who reads the README of the package and nothing else: a new environment, one command, the program.
#[test]
fn a_fresh_environment_needs_one_command() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fresh");
    make(&folder, &std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    let python = folder.join(PROGRAMS).join("python");
    let within = |arguments: &[&str]| {
        let mut command = Command::new(&python);
        command.current_dir(&folder).env_remove("PYTHONPATH").env("CARGO_TARGET_DIR", folder.with_file_name("wheel"));
        command.args(arguments);
        String::from_utf8(run(&mut command, "The Python package does not install.").stdout).unwrap()
    };
    let package = root().join("okr-py");
    within(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check", package.to_str().unwrap()]);

    let said = within(&["-c", ABOUT]);
    let said: Vec<&str> = said.lines().collect();
    assert!(said[0].starts_with("Tag: cp311-abi3-"), "one wheel for every Python: {said:?}");
    assert_eq!(&said[1..], ["no other package", env!("CARGO_PKG_VERSION"), "typed"]);

    let readme = std::fs::read_to_string(package.join("README.md")).unwrap();
    let block = |language: &str| {
        let (_, rest) = readme.split_once(&format!("```{language}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };
    assert_eq!(within(&["-W", "error", "-c", &block("python")]), block("text"));
    the_guide_runs_with(&python);
}

/// The guide, with the package that this Python has and the libraries of the other environment.
fn the_guide_runs_with(python: &Path) {
    let mut asked = Command::new(libraries());
    let places = run(asked.args(["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]), "It is a Python.");
    let mut guide = Command::new(python);
    // Folders of this variable have no part in which package a Python has: what is editable there is not looked at.
    guide.env("PYTHONPATH", String::from_utf8_lossy(&places.stdout).trim()).env_remove("OKR_BLESS");
    guide.args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-k", "prints_what_it_says"]);
    guide.arg(root().join("okr-py/tests/test_guide.py"));
    guide.current_dir(python.ancestors().nth(2).expect("a folder")).env("OKR_INSTALLED", "1");
    let output = run(&mut guide, "The guide is okr-py/docs/guide.md.");
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("1 passed"), "{out}");
}

const ABOUT: &str = r#"
import importlib.metadata
import importlib.resources

import okr

package = importlib.metadata.distribution("okr")
print(next(line for line in package.read_text("WHEEL").splitlines() if line.startswith("Tag")))
print(package.requires or "no other package")
print(package.version)
print("typed" if importlib.resources.files("okr").joinpath("py.typed").is_file() else "not typed")
"#;
