//! The rules of the house that a compiler does not check: files small enough to hold in mind, and a core that reads
//! no clock, keeps no globals and does no input or output.

#![allow(clippy::expect_used, reason = "a test may stop where it fails")]

use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 500;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

fn core_sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("okr-core/src"), &mut found);
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("readable source"))).collect()
}

#[test]
fn files_stay_small_enough_to_hold_in_mind() {
    let long: Vec<String> = core_sources()
        .iter()
        .filter(|(_, text)| text.lines().count() > LONGEST_FILE)
        .map(|(path, text)| format!("{} has {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "split by subject: {long:#?}");
}

#[test]
fn the_core_reads_no_clock_and_keeps_no_globals() {
    let forbidden = [
        "std::time",
        "SystemTime",
        "Instant::",
        "static mut",
        "thread_local!",
        "std::env",
        "std::fs",
        "println!",
        "eprintln!",
    ];
    for (path, text) in core_sources() {
        for word in forbidden {
            let hit = text.lines().find(|line| line.contains(word) && !line.trim_start().starts_with("//"));
            assert!(hit.is_none(), "{} uses {word}: {hit:?}", path.display());
        }
    }
}
