//! Every rule of the specification is named by at least one test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A rule id at the start of a text: one capital letter and a number.
fn id_at(text: &str) -> Option<&str> {
    let letter = text.starts_with(|c: char| c.is_ascii_uppercase());
    let digits = text.get(1..)?.bytes().take_while(u8::is_ascii_digit).count();
    let end = 1 + digits;
    let ends = !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (letter && (1..=2).contains(&digits) && ends).then(|| &text[..end])
}

/// Ids with a heading of their own: `### T3 — …`.
fn headings(specification: &str) -> BTreeSet<String> {
    specification.lines().filter_map(|line| line.strip_prefix("### ")).filter_map(id_at).map(str::to_owned).collect()
}

/// Ids that a text names between other characters.
fn named(text: &str) -> BTreeSet<String> {
    let starts = text.char_indices().filter(|(at, c)| {
        c.is_ascii_uppercase() && !text[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    });
    starts.filter_map(|(at, _)| id_at(&text[at..])).map(str::to_owned).collect()
}

/// Tests of a source: the name, and the comments and attributes before it. `t3_and_s5_` names T3 and S5.
fn tests(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(rest) = line.trim_start().strip_prefix("fn ") else { continue };
        let before = lines[..at].iter().rev().take_while(|line| {
            let line = line.trim_start();
            line.starts_with("///") || line.starts_with("#[")
        });
        let above: Vec<&str> = before.copied().collect();
        if !above.iter().any(|line| line.contains("#[test]")) {
            continue;
        }
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let mut ids = named(&above.join("\n"));
        ids.extend(name.split('_').map(str::to_uppercase).filter(|word| id_at(word) == Some(word)));
        found.push((name, ids));
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_rule_is_named_by_a_test() {
    let specification = fs::read_to_string(root().join("okr-core/docs/semantics.md")).unwrap();
    let rules = headings(&specification);
    assert!(rules.len() >= 45, "only {} rules have a heading", rules.len());
    let mut files = Vec::new();
    sources(&root().join("tests"), &mut files);
    sources(&root().join("okr-core/src"), &mut files);
    let mut tested: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        for (_, ids) in tests(&fs::read_to_string(&file).unwrap()) {
            ids.into_iter().for_each(|id| *tested.entry(id).or_default() += 1);
        }
    }
    let missing: Vec<&String> = rules.iter().filter(|id| !tested.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no test names {missing:?}: name a test like `t3_months_are_clamped`");
    let unknown: Vec<&String> = tested.keys().filter(|id| !rules.contains(*id)).collect();
    assert!(unknown.is_empty(), "tests name {unknown:?}, which the specification does not have");
}

#[test]
fn every_rule_of_the_table_at_a_glance_has_a_heading_and_an_example() {
    let specification = fs::read_to_string(root().join("okr-core/docs/semantics.md")).unwrap();
    let rules = headings(&specification);
    let table: BTreeSet<String> = specification
        .lines()
        .skip_while(|line| !line.starts_with("## The rules at a glance"))
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .flat_map(|line| line.split('|').filter_map(|cell| id_at(cell.trim())).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert_eq!(table, rules);
    for section in specification.split("\n### ").skip(1) {
        let Some(id) = id_at(section) else { continue };
        assert!(section.contains("Example"), "{id} has no example");
    }
}

#[test]
fn names_are_read_as_they_are_meant() {
    let source = "/// R8 and N4, not XR3 or T123.\n#[test]\nfn t3_and_s5_hold() {}\n\nfn helper_a1() {}\n";
    let ids: Vec<String> = tests(source).into_iter().flat_map(|(_, ids)| ids).collect();
    assert_eq!(ids, ["N4", "R8", "S5", "T3"]);
    assert_eq!(headings("### P10 — Tracked\n### Words\n#### A1"), BTreeSet::from(["P10".to_owned()]));
}
