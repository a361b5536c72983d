//! The README says what is so: its commands, programs and outputs are the real ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod programs;

use programs::{example, root, run};
use std::fs;

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The fenced blocks of a language, in order.
fn blocks(readme: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let mut found = Vec::new();
    let mut rest = readme;
    while let Some((_, from)) = rest.split_once(&fence) {
        let (block, after) = from.split_once("```\n").expect("a closed block");
        found.push(block.to_owned());
        rest = after;
    }
    found
}

/// Whether a printed text is the real one, but for gaps between lines of `…`.
fn assert_printed(shown: &str, real: &str) {
    let mut rest: Vec<&str> = real.lines().map(str::trim_end).collect();
    for part in shown.trim_end().split("\n…\n") {
        let lines: Vec<&str> = part.lines().map(str::trim_end).collect();
        let at = rest.windows(lines.len()).position(|window| window == lines.as_slice());
        let at = at.unwrap_or_else(|| panic!("the README shows\n{part}\nwhich is not what is printed:\n{real}"));
        rest = rest.split_off(at + lines.len());
    }
}

/// What a program prints that ends well.
fn printed(command: &mut std::process::Command) -> String {
    let outcome = run(command);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""));
    outcome.out
}

#[test]
fn its_outputs_are_those_of_its_commands() {
    let outputs = blocks(&readme(), "text");
    let [scorecard, answer, comparison, explanation] = outputs.as_slice() else { panic!("{} outputs", outputs.len()) };
    // The long ones have gaps.
    assert_printed(scorecard, &printed(&mut example("score")));
    assert_printed(comparison, &printed(example("score").args(["--compare-policy", "viva_goals"])));
    assert_eq!(*answer, printed(&mut example("habit")));
    assert_eq!(*explanation, printed(example("score").args(["--explain", "emea-sales"])));
}

#[test]
fn its_program_is_the_example_that_is_built() {
    let source = fs::read_to_string(root().join("okr-core/examples/habit.rs")).unwrap();
    let program: Vec<&str> = source.lines().skip_while(|line| line.starts_with("//!") || line.is_empty()).collect();
    assert_eq!(blocks(&readme(), "rust"), [program.join("\n") + "\n"]);
}

/// That it prints the same as the one in Rust is tested beside the Python package.
#[test]
fn its_program_in_python_is_the_one_that_is_run() {
    let source = fs::read_to_string(root().join("okr-py/examples/habit.py")).unwrap();
    let (_, program) = source.split_once("\n\n").unwrap();
    assert_eq!(blocks(&readme(), "python"), [program]);
}

#[test]
fn its_policy_is_one() {
    for block in blocks(&readme(), "json") {
        okr_core::Policy::from_json(&block).unwrap();
    }
}

#[test]
fn its_presets_are_all_there_are() {
    let readme = readme();
    for preset in okr_core::Policy::presets() {
        assert!(readme.contains(&format!("`{preset}`")), "no {preset}");
    }
}

#[test]
fn its_links_lead_to_files_and_headings() {
    let readme = readme();
    let targets: Vec<&str> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(targets.len() > 5);
    for target in targets {
        let (path, heading) = target.split_once('#').unwrap_or((target, ""));
        assert!(root().join(path).exists(), "{path} does not exist");
        if !heading.is_empty() {
            let text = fs::read_to_string(root().join(path)).unwrap();
            let slug = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            assert!(text.lines().any(|line| line.starts_with('#') && slug(line) == heading), "no heading for {target}");
        }
    }
}

#[test]
fn the_test_command_is_the_one_that_is_run_elsewhere() {
    assert!(readme().contains("\n    cargo test\n"));
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert_eq!(script.lines().last(), Some("exec cargo test"));
}
