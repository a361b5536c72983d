//! Circles of links, small and large: a shortest loop is named (A1).

use okr_core::{Error, ErrorCode, Workspace};
use serde_json::{Value, json};

/// Objectives with the links given by their numbers, all of one kind.
fn linked(count: usize, links: &[(usize, usize)], kind: &str) -> String {
    let objective = |n: usize| -> Value {
        let own = links.iter().filter(|(from, _)| *from == n);
        let aligned: Vec<Value> = own.map(|(_, to)| json!({"to": format!("n{to}"), "kind": kind})).collect();
        json!({"id": format!("n{n}"), "title": "N", "aligned_to": aligned})
    };
    json!({"okr": 1, "objectives": (0..count).map(objective).collect::<Vec<_>>()}).to_string()
}

fn refused(document: &str) -> Error {
    Workspace::from_json(document).expect_err("a circle")
}

/// The ids of the loop in a message: `a` → `b` → `a`.
fn loop_of(error: &Error) -> Vec<String> {
    let parts = error.message().split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

#[test]
fn a1_loops_of_one_two_and_three_are_named_whole() {
    for length in 1..=3 {
        let links: Vec<(usize, usize)> = (0..length).map(|n| (n, (n + 1) % length)).collect();
        for (kind, code) in [("contributes", ErrorCode::AlignmentCycle), ("depends_on", ErrorCode::DependencyCycle)] {
            let error = refused(&linked(length, &links, kind));
            assert_eq!(error.code(), code, "{error}");
            let mut found = loop_of(&error);
            assert_eq!(found.len(), length + 1, "{error}");
            assert_eq!(found.first(), found.last(), "{error}");
            found.pop();
            found.sort();
            assert_eq!(found, (0..length).map(|n| format!("n{n}")).collect::<Vec<_>>(), "{error}");
        }
    }
}

#[test]
fn a1_the_shortest_of_many_loops_is_named_whatever_the_order() {
    // A ring of 60, with chords that close loops of 60, 31, 12 and 4.
    let mut links: Vec<(usize, usize)> = (0..60).map(|n| (n, (n + 1) % 60)).collect();
    links.extend([(30, 0), (41, 30), (53, 50)]);
    for turn in 0..60 {
        let turned: Vec<(usize, usize)> =
            links.iter().map(|(from, to)| ((from + turn) % 60, (to + turn) % 60)).collect();
        let error = refused(&linked(60, &turned, "contributes"));
        let mut found = loop_of(&error);
        found.pop();
        found.sort();
        let mut expected: Vec<String> = (50..=53).map(|n| format!("n{}", (n + turn) % 60)).collect();
        expected.sort();
        assert_eq!(found, expected, "turned by {turn}: {error}");
    }
}

#[test]
fn a1_what_leads_into_a_circle_or_out_of_it_is_not_on_it() {
    let links = [(0, 1), (1, 2), (2, 3), (3, 2), (3, 4), (4, 5)];
    let error = refused(&linked(6, &links, "contributes"));
    let mut found = loop_of(&error);
    found.pop();
    found.sort();
    assert_eq!(found, ["n2", "n3"], "{error}");
}

#[test]
fn a1_the_path_leads_to_a_link_on_the_loop() {
    let document = linked(6, &[(0, 1), (1, 2), (2, 3), (3, 2), (3, 4)], "contributes");
    let error = refused(&document);
    let document: Value = serde_json::from_str(&document).unwrap();
    let link = document.pointer(error.path()).unwrap_or_else(|| panic!("nothing at {}", error.path()));
    assert!(["n2", "n3"].contains(&link.as_str().unwrap_or_default()), "{} leads to {link}", error.path());
}
