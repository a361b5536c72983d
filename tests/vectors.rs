//! Other products' published examples, through the public interface of the engine.
//!
//! `cargo test --test vectors` runs the folder beside this file; `OKR_VECTORS=FOLDER` another one of the same shape.

mod vectors_support;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vectors_support::{Rules, run};

fn main() -> ExitCode {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folder = std::env::var_os("OKR_VECTORS").map_or_else(|| own.clone(), PathBuf::from);
    let rules = match Rules::read(&own) {
        Ok(rules) => rules,
        Err(error) => {
            eprintln!("the ways of counting cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let report = run(&folder, &rules);
    println!("{}", report.text());
    if report.failed == 0 && report.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
