//! Features of serde_json that other crates of a host's build turn on change nothing: a program with two of them, built
//! from `tests/features/host.rs`, says the same of every text as this one without them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "features/outcome.rs"]
mod outcome;

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PACKAGE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/features");

/// A package of its own beside the suite, with the suite's versions of everything.
fn write_package() {
    let manifest = format!(
        r#"[package]
name = "host"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "host"
path = '{ROOT}/tests/features/host.rs'

[dependencies]
okr-core = {{ path = '{ROOT}/okr-core' }}
serde_json = {{ version = "1", features = ["arbitrary_precision", "preserve_order"] }}

[profile.dev]
debug = false

[workspace]
"#
    );
    fs::create_dir_all(PACKAGE).unwrap();
    let file = Path::new(PACKAGE).join("Cargo.toml");
    if fs::read_to_string(&file).is_ok_and(|kept| kept == manifest) {
        return;
    }
    fs::copy(Path::new(ROOT).join("Cargo.lock"), Path::new(PACKAGE).join("Cargo.lock")).unwrap();
    fs::write(file, manifest).unwrap();
}

/// Builds the program, from what has been downloaded already where that is enough.
fn build() {
    write_package();
    let cargo = |arguments: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(PACKAGE).args(["build", "--quiet"]).args(arguments);
        cargo.env("CARGO_TARGET_DIR", Path::new(PACKAGE).join("target")).output().expect("cargo runs")
    };
    if !cargo(&["--offline"]).status.success() {
        let built = cargo(&[]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    }
}

/// What the program says of each text.
fn of_host(texts: &[String]) -> Vec<Vec<String>> {
    build();
    let program = Path::new(PACKAGE).join(format!("target/debug/host{}", std::env::consts::EXE_SUFFIX));
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().unwrap().write_all(json!(texts).to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Documents and policies of the repository, whole and broken, and some that state numbers of every form everywhere.
fn texts() -> Vec<String> {
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let mut texts = Vec::new();
    for folder in ["tests/documents", "okr-core/examples", "okr-core/presets", "tests/errors"] {
        let mut files: Vec<_> =
            fs::read_dir(Path::new(ROOT).join(folder)).unwrap().map(|file| file.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        for file in files {
            let text = read(&file);
            let cases: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
            for case in &cases {
                texts.extend(case["text"].as_str().map(str::to_owned));
                let parts = ["document", "policy", "policy_document"].into_iter().filter_map(|key| case.get(key));
                texts.extend(parts.map(Value::to_string));
            }
            texts.extend(cases.is_empty().then_some(text));
        }
    }
    for number in
        ["0", "-0", "7", "-7", "1.0", "-0.0", "1e2", "0.1", "1E400", "-1e999", "18446744073709551616", "5e-324"]
    {
        texts.push(format!(
            r#"{{"okr": 1, "objectives": [{{"id": "o", "title": "O", "weight": {number},
            "extra": {{"z": {number}, "a": [{number}]}}, "policy": {{"status": {{"grace": {number}}}}},
            "key_results": [{{"id": "k", "title": "K", "measure": {{"kind": "move", "baseline": 3, "target": {number}}},
                "state": [{{"on": "2026-01-01", "state": "closed", "score": {number}}}],
                "check_ins": [{{"on": "2026-11-01", "value": {number}}}]}}]}}]}}"#
        ));
        // A number where something else belongs, and one that nobody reads.
        for field in ["name", "cycles", "teams", "policy", "kpis", "nmae"] {
            texts.push(format!(r#"{{"okr": 1, "{field}": {number}}}"#));
            texts.push(format!(r#"{{"okr": 1, "{field}": [{number}]}}"#));
        }
        texts.push(number.to_owned());
    }
    texts
}

#[test]
fn features_of_serde_json_change_nothing() {
    let texts = texts();
    assert!(texts.len() > 200, "{}", texts.len());
    let hosts = of_host(&texts);
    assert_eq!(hosts.len(), texts.len());
    for (text, host) in texts.iter().zip(hosts) {
        let here = outcome::outcome(text);
        assert_eq!(host.len(), here.len(), "{host:?}\n{here:?}\nof {text}");
        if let Some((host, here)) = host.iter().zip(&here).find(|(host, here)| host != here) {
            let at = host.bytes().zip(here.bytes()).take_while(|(host, here)| host == here).count();
            let from = |text: &str| {
                String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(40)..]).chars().take(120).collect::<String>()
            };
            panic!("with the features …{}…\nwithout …{}…\nof {text}", from(host), from(here));
        }
    }
}
