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
    sources_of("okr-core/src")
}

fn sources_of(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("readable source"))).collect()
}

#[test]
fn files_stay_small_enough_to_hold_in_mind() {
    let all = [core_sources(), sources_of("okr-ffi/src"), sources_of("okr-ffi/tests")].concat();
    let long: Vec<String> = all
        .iter()
        .filter(|(_, text)| text.lines().count() > LONGEST_FILE)
        .map(|(path, text)| format!("{} has {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "split by subject: {long:#?}");
}

/// Lines of code, and not of comments, with a word.
fn lines_with<'a>(sources: &'a [(PathBuf, String)], word: &str) -> Vec<(&'a Path, &'a str)> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && line.contains(word);
    sources.iter().flat_map(|(path, text)| text.lines().filter(is_code).map(|line| (path.as_path(), line))).collect()
}

#[test]
fn unsafe_code_and_caught_panics_stay_at_the_border_to_c() {
    for folder in ["okr-core/src", "okr-py/src"] {
        let sources = sources_of(folder);
        let found = lines_with(&sources, "unsafe");
        let lines: Vec<&str> = found.iter().map(|(_, line)| *line).collect();
        assert_eq!(lines, ["#![forbid(unsafe_code)]"], "{folder}");
        assert!(lines_with(&sources, "catch_unwind").is_empty(), "{folder}");
    }
    let border = sources_of("okr-ffi/src");
    let caught = lines_with(&border, "catch_unwind");
    assert_eq!(caught.len(), 2, "an import and a call: {caught:?}");
    assert!(caught.iter().all(|(path, _)| path.ends_with("src/panics.rs")), "{caught:?}");
}

/// What in a source reads a clock, keeps a global, starts a thread, or does input or output; comments may speak of it.
fn impurities(text: &str) -> Vec<&str> {
    let forbidden = [
        "std::time",
        "SystemTime",
        "Instant::",
        "std::env",
        "std::fs",
        "std::net",
        "std::thread",
        "std::process",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "static mut",
        "thread_local!",
        "println!",
        "eprintln!",
        "dbg!",
    ];
    let modules = ["time", "env", "fs", "net", "thread", "process"];
    let cells = ["OnceLock", "LazyLock", "OnceCell", "Mutex", "RwLock", "Atomic", "Cell"];
    let words =
        |line: &str| line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect::<Vec<_>>();
    let impure = |line: &&str| {
        let line = line.trim_start();
        let is_global = line.split_once("static ").is_some_and(|(before, rest)| {
            // Not a lifetime and not a word inside another.
            !before.ends_with(|c: char| c.is_alphanumeric() || "'_".contains(c))
                && cells.iter().any(|cell| rest.contains(cell))
        });
        let imports = line.starts_with("use std::") && words(line).iter().any(|word| modules.contains(&word.as_str()));
        !line.starts_with("//") && (is_global || imports || forbidden.iter().any(|word| line.contains(word)))
    };
    text.lines().filter(impure).collect()
}

#[test]
fn the_core_reads_no_clock_and_keeps_no_globals() {
    let sources = core_sources();
    assert!(sources.len() > 50, "{} sources", sources.len());
    for (path, text) in sources {
        assert!(impurities(&text).is_empty(), "{} has {:#?}", path.display(), impurities(&text));
    }
}

/// What the header promises: no globals, nothing that belongs to a thread, nothing to start or to end.
#[test]
fn the_faces_keep_no_globals_either() {
    let sources = sources_of("okr-ffi/src");
    assert!(sources.len() > 40, "{} sources", sources.len());
    for (path, text) in sources {
        // Names of the machine that it was built for: constants.
        let found: Vec<&str> =
            impurities(&text).into_iter().filter(|line| !line.starts_with("use std::env::consts::")).collect();
        assert!(found.is_empty(), "{} has {found:#?}", path.display());
    }
}

#[test]
fn what_is_impure_is_found() {
    for line in [
        "static SEEN: OnceLock<u8> = OnceLock::new();",
        "    pub(crate) static COUNT: std::sync::atomic::AtomicU64 = AtomicU64::new(0);",
        "static TABLE: Mutex<Vec<u8>> = Mutex::new(Vec::new());",
        "use std::{fs, env};",
        "use std::thread;",
        "let socket = std::net::TcpStream::connect(address);",
        "std::thread::spawn(work);",
        "let now = Instant::now();",
        "static mut COUNT: u8 = 0;",
    ] {
        assert_eq!(impurities(line), [line]);
    }
    for line in
        ["// a static COUNT: Mutex would do", "fn f(x: &'static str)", "const ALL: &[u8] = &[];", "use std::fmt;"]
    {
        assert!(impurities(line).is_empty(), "{line}");
    }
}

/// A package is published without the folders around it, so that it carries the licences itself.
#[test]
fn the_package_has_the_licences_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let [ours, packaged] =
            [root.join(name), root.join("okr-core").join(name)].map(|path| fs::read(path).expect("a licence"));
        assert!(ours == packaged, "copy {name} to okr-core");
    }
}
