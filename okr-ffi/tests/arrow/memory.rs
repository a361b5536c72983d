//! The same tests once more under valgrind, where there is one: nothing is read beyond its end, freed twice or lost.

use std::env;
use std::io::Write;
use std::process::Command;

/// Stands in the environment of the tests that run under valgrind.
const INSIDE: &str = "OKR_UNDER_VALGRIND";

/// Whether this is the second time, under valgrind.
pub(crate) fn is_inside() -> bool {
    env::var_os(INSIDE).is_some()
}

#[test]
fn valgrind_has_nothing_to_say() {
    if is_inside() {
        return;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        // Straight to the console, so that it is seen although the test passes.
        let _ = writeln!(std::io::stderr(), "skipped: valgrind is not installed");
        return;
    }
    let output = Command::new("valgrind")
        .args(["-q", "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect"])
        .args(["--show-leak-kinds=definite,indirect", "--"])
        .arg(env::current_exe().unwrap())
        .args(["--test-threads=1"])
        // Random cases are many times slower there.
        .env("PROPTEST_CASES", "8")
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{told}", String::from_utf8_lossy(&output.stdout));
}
