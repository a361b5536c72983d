//! The Python face side by side with Rust, with plain Python, and with the libraries that people would take instead.
//! README.md beside this file says what is measured.
//!
//! `cargo bench --bench python`. It makes the organisations, installs the package into a virtual environment of its own
//! and starts `python/side_by_side.py` there, which starts this program once more, with `--serve`, to ask what the same
//! costs in Rust.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on should stop")]
#![allow(dead_code, reason = "the modules are shared with the other benchmark, which uses more of them")]

mod side_by_side;
#[path = "../tests/support/python.rs"]
mod support;

use okr_core::Date;
use side_by_side::document::{iso, write};
use side_by_side::documents::load;
use side_by_side::measure::timed;
use side_by_side::organisation::{AS_OF, Organisation};
use std::io::{BufRead, stdin};
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{environment, root};

/// What the benchmark needs; the package itself needs nothing.
const NEEDS: [&str; 5] = ["maturin==1.16.0", "numpy==2.4.6", "pandas==3.1.1", "polars==2.1.0", "pyarrow==26.0.1"];
/// How many key results; the first is what the cost of handing over is compared with.
const SIZES: [usize; 3] = [1_000, 100_000, 1_000_000];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [serve, path] if serve == "--serve" => answer(Path::new(path)),
        _ if arguments.iter().any(|argument| argument == "--bench") => compare(),
        _ => println!("Times are measured by `cargo bench --bench python`; that it runs at all is not tested."),
    }
}

/// The engine without Python: what is asked for, and how many seconds of CPU time it took.
fn answer(path: &Path) {
    let workspace = load(&std::fs::read_to_string(path).expect("the document was written"));
    let as_of: Date = iso(AS_OF).parse().expect("a date");
    for line in stdin().lock().lines() {
        match line.expect("text").as_str() {
            "score" => println!("{}", timed(|| workspace.score(as_of)).0 / 1e9),
            asked => panic!("{asked} is not known"),
        }
    }
}

fn compare() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-bench");
    let venv = folder.join("venv");
    let python = environment(&venv, &NEEDS);
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall"]);
    support::run(install.arg(root().join("okr-py")), "The Python package does not build.");

    let mut bench = Command::new(python);
    bench.arg(root().join("benches/python/side_by_side.py")).arg(std::env::current_exe().expect("this program"));
    let status = bench.args(sizes().into_iter().map(|size| document(&folder, size))).status().expect("Python starts");
    assert!(status.success(), "the benchmark ends with {status}");
}

fn sizes() -> Vec<usize> {
    match std::env::var("OKR_BENCH_SIZES") {
        Ok(list) => {
            let asked = list.split([',', ' ']).filter(|size| !size.is_empty());
            let asked = asked.map(|size| size.replace('_', "").parse().expect("OKR_BENCH_SIZES is a list of numbers"));
            [SIZES[0]].into_iter().chain(asked).collect()
        }
        Err(_) => SIZES.to_vec(),
    }
}

/// The document of an organisation of so many key results.
fn document(folder: &Path, size: usize) -> PathBuf {
    let path = folder.join(format!("{size}.json"));
    std::fs::write(&path, write(&Organisation::synthetic(size))).expect("target/ can be written to");
    path
}
