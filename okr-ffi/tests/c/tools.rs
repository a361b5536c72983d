//! Compiling and running programs in C.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Warnings are errors.
pub(crate) const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// What a static library of Rust needs of the system.
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// The committed header.
pub(crate) fn header() -> PathBuf {
    root().join("include/okr.h")
}

/// A program of this test.
pub(crate) fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c/programs").join(name)
}

/// A folder for what a test makes, empty at first.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for this test");
    folder
}

/// Where cargo has put `libokr.a` and `libokr.so`: beside the programs of the tests.
pub(crate) fn libraries() -> PathBuf {
    env::current_exe().unwrap().parent().unwrap().to_owned()
}

/// The folder of the profile that these tests were built with, such as `debug`.
fn profile_folder() -> PathBuf {
    libraries().parent().unwrap().to_owned()
}

/// The static library with the functions that meet a bug on purpose, built when first asked for.
pub(crate) fn provoking_library() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        let profile = profile_folder().file_name().and_then(OsStr::to_str).unwrap().to_owned();
        // A folder of its own: libraries have no feature in their name.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("provoking");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(root()).args(["build", "--quiet", "-p", "okr-ffi", "--lib", "--features", "provoke-panic"]);
        cargo.args(["--profile", if profile == "debug" { "dev" } else { &profile }]).arg("--target-dir").arg(&target);
        expect_success(&mut cargo);
        target.join(profile).join("libokr.a")
    };
    BUILT.get_or_init(build).clone()
}

/// The compiler, where there is one.
pub(crate) fn compiler(is_cpp: bool) -> Option<Command> {
    let (variable, usual) = if is_cpp { ("CXX", "c++") } else { ("CC", "cc") };
    tool(&env::var(variable).unwrap_or(usual.to_owned()))
}

/// A tool, where it is installed; else that is told on the console, past the capture of test output.
pub(crate) fn tool(name: &str) -> Option<Command> {
    if Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some(Command::new(name));
    }
    skipped(&format!("{name} is not installed"));
    None
}

/// Tells that something was not tested.
pub(crate) fn skipped(reason: &str) {
    let _ = writeln!(std::io::stderr(), "\nskipped: {reason}\n");
}

/// A program to be compiled with the library: which standard, from what, with which flags.
pub(crate) struct Program<'a> {
    pub(crate) standard: &'a str,
    pub(crate) source: PathBuf,
    pub(crate) flags: &'a [&'a str],
    pub(crate) library: PathBuf,
}

impl<'a> Program<'a> {
    /// A program of this test in C11, with the static library that cargo has built beside it.
    pub(crate) fn new(name: &str) -> Program<'a> {
        Program { standard: "c11", source: source(name), flags: &[], library: libraries().join("libokr.a") }
    }

    /// Compiles it into a folder; `None` without a compiler.
    pub(crate) fn compile(&self, folder: &Path) -> Option<PathBuf> {
        let is_cpp = self.source.extension() == Some(OsStr::new("cpp"));
        let program = folder.join(self.source.file_stem().unwrap());
        let mut compiler = compiler(is_cpp)?;
        compiler.arg(format!("-std={}", self.standard)).args(STRICT).arg("-O1").args(self.flags);
        compiler.arg("-I").arg(root().join("include")).arg(&self.source).arg(&self.library);
        // The library's debug information would be most of the program, and most of the time of whoever loads it.
        compiler.args(SYSTEM).arg("-Wl,--strip-debug").arg("-o").arg(&program);
        expect_success(&mut compiler);
        Some(program)
    }
}

/// Runs a command, which must end well, and gives what it printed.
#[track_caller]
pub(crate) fn expect_success(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}\n{}", told(&output), output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// What a command printed, for a message.
pub(crate) fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
