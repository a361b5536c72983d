//! Runs the example programs of the crate.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What a program printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A program of `okr-core/examples` with an environment of its own: no terminal, no colours asked for, no width.
pub(crate) fn example(name: &str) -> Command {
    let mut command = Command::new(built(name));
    command.current_dir(root());
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(name);
    }
    command
}

/// The path of an example. `cargo test` has built it; where one test was asked for alone, this brings it up to date.
fn built(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let examples = BUILT.get_or_init(|| {
        let test = env::current_exe().expect("the path of this test");
        let folder = test.parent().and_then(Path::parent).expect("the folder of a profile");
        let profile = folder.file_name().and_then(OsStr::to_str).expect("a profile");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(root()).args(["build", "--quiet", "--examples"]);
        cargo.args(["--profile", if profile == "debug" { "dev" } else { profile }]);
        cargo.arg("--target-dir").arg(folder.parent().expect("a target folder"));
        assert!(cargo.status().expect("cargo runs").success(), "the examples do not build");
        folder.join("examples")
    });
    examples.join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Outcome {
    run_with(command, b"")
}

/// Runs a program to its end, with something on standard input.
pub(crate) fn run_with(command: &mut Command, input: &[u8]) -> Outcome {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // A program that does not read its input has closed it by now, which is its own affair.
    let _ = child.stdin.take().expect("its input").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Outcome {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}
