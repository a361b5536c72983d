//! Alignment as deep, as round and as tangled as a document can make it: no recursion, no counting of paths one by one.

use crate::measure::{cpu, least, on_a_stack_of, once};
use crate::refused;
use okr_core::{Date, ErrorCode, Limits, Workspace};
use serde_json::{Value, json};
use std::time::Duration;

fn as_of() -> Date {
    "2026-11-15".parse().unwrap()
}

/// An objective at a progress, contributing to others.
fn objective(id: &str, progress: f64, to: &[String]) -> Value {
    let links: Vec<Value> = to.iter().map(|to| json!({"to": to})).collect();
    json!({"id": id, "title": "O", "aligned_to": links, "key_results": [
        {"id": format!("{id}k"), "title": "K", "measure": {"kind": "ratio", "target": 1}, "check_ins": [{"on": "2026-10-01", "value": progress}]}
    ]})
}

/// A ladder: both objectives of each rung contribute to both of the next, so that 2^rungs paths lead to the top.
fn ladder(rungs: usize, policy: &Value) -> String {
    let mut rows = vec![objective("top", 0.5, &[])];
    for rung in (0..rungs).rev() {
        let next = rung + 1;
        let to = if next == rungs { vec!["top".to_owned()] } else { vec![format!("a{next}"), format!("b{next}")] };
        rows.push(objective(&format!("a{rung}"), 0.25, &to));
        rows.push(objective(&format!("b{rung}"), 0.75, &to));
    }
    json!({"okr": 1, "policy": policy, "objectives": rows}).to_string()
}

/// Whether every number of a scorecard is one, and every fraction of the ladder lies between its members.
fn sound(workspace: &Workspace) {
    let card = workspace.score(as_of());
    let report: Value = serde_json::from_str(&card.to_json(workspace).unwrap()).unwrap();
    for row in report["objectives"].as_array().unwrap() {
        for column in ["progress", "raw"] {
            let x = row[column].as_f64().unwrap_or_else(|| panic!("{column} of {}: {}", row["id"], row[column]));
            assert!((0.25..=0.75).contains(&x), "{column} of {}: {x}", row["id"]);
        }
    }
}

#[test]
fn ladders_of_many_paths_are_quick_and_stay_finite() {
    for of in ["descendants", "pooled", "key_results_as_one"] {
        for (rungs, allowed) in [(60, 100), (1500, 3000)] {
            let text = ladder(rungs, &json!({"rollup": {"of": of}}));
            let workspace = Workspace::from_json(&text).unwrap();
            let time = least(|| drop(workspace.score(as_of())));
            assert!(time < Duration::from_millis(allowed), "{of}, {rungs} rungs: {time:?}");
            sound(&workspace);
        }
    }
}

#[test]
fn r1_descendants_of_a_ladder_count_every_path() {
    // As many paths lead through 0.25 as through 0.75; of the lowest rungs there are 2^1499 each.
    for rungs in [1, 2, 60, 1023, 1024, 1500] {
        let workspace = Workspace::from_json(&ladder(rungs, &json!({"rollup": {"of": "descendants"}}))).unwrap();
        let progress = workspace.score(as_of()).objective("top").unwrap().progress().unwrap();
        assert!((progress - 0.5).abs() < 1e-9, "{rungs} rungs: {progress}");
    }
}

#[test]
fn a3_repeats_of_a_ladder_are_counted_through_the_graph() {
    for (rungs, paths) in [(2, 2.0), (11, 1024.0), (60, 2f64.powi(59)), (1500, f64::MAX)] {
        let workspace = Workspace::from_json(&ladder(rungs, &json!("default"))).unwrap();
        let card = workspace.score(as_of());
        let time = once(|| drop(workspace.explain(&card, "top").unwrap()));
        assert!(time < Duration::from_secs(5), "{rungs} rungs: {time:?}");
        let why = workspace.explain(&card, "top").unwrap();
        let lowest = why.repeats.iter().find(|repeat| repeat.id == "a0").expect("the lowest objective");
        assert_eq!(lowest.paths, paths, "{rungs} rungs");
        assert!(why.repeats.iter().all(|repeat| repeat.paths.is_finite() && (0.0..=1.0).contains(&repeat.weight)));
        assert!(!why.to_json().contains("null,\"weight\""), "every number is one");
    }
}

#[test]
fn a2_split_credit_on_a_ladder() {
    for rungs in [60, 1500] {
        sound(&Workspace::from_json(&ladder(rungs, &json!({"rollup": {"credit": "split"}}))).unwrap());
    }
}

/// Objectives in one long chain, each contributing to the next.
fn chain(count: usize) -> String {
    let rows = (0..count).map(|n| {
        let to = if n + 1 == count { String::new() } else { format!(r#","aligned_to":[{{"to":"o{}"}}]"#, n + 1) };
        format!(
            r#"{{"id":"o{n}","title":"O"{to},"key_results":[{{"id":"k{n}","title":"K","measure":{{"kind":"ratio","target":1}},"check_ins":[{{"on":"2026-10-01","value":0.5}}]}}]}}"#
        )
    });
    format!(r#"{{"okr":1,"objectives":[{}]}}"#, rows.collect::<Vec<_>>().join(","))
}

#[test]
fn a_chain_of_a_hundred_thousand_needs_no_stack() {
    // Ten times as many where the engine is optimised.
    const COUNT: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
    on_a_stack_of(256, || {
        let start = cpu();
        let mut workspace = Workspace::from_json_with(&chain(COUNT), &Limits::large()).unwrap();
        let mut card = workspace.score(as_of());
        let top = format!("o{}", COUNT - 1);
        assert_eq!(card.objective(&top).unwrap().progress(), Some(0.5));
        assert_eq!(workspace.explain(&card, &top).unwrap().progress, Some(0.5));
        assert_eq!(workspace.explain(&card, "o0").unwrap().lines.len(), 1);
        assert!(card.to_json(&workspace).unwrap().len() > COUNT * 100);
        let change =
            workspace.apply(&okr_core::Event::check_in("k0", okr_core::model::CheckIn::new(as_of(), 1.0))).unwrap();
        workspace.refresh(&mut card, &change);
        assert_eq!(card.objective("o0").unwrap().progress(), Some(1.0));
        let again = Workspace::from_json_with(&workspace.to_json(), &Limits::large()).unwrap();
        assert_eq!(again.to_json(), workspace.to_json());
        assert!((cpu() - start) < Duration::from_secs(120), "{:?}", (cpu() - start));
    });
}

#[test]
fn a_chain_under_every_way_of_rolling_up_needs_no_stack() {
    for of in ["descendants", "pooled", "key_results_as_one", "manual", "sum_of_values"] {
        on_a_stack_of(256, move || {
            let measure = r#""measure":{"kind":"move","target":10},"check_ins":[{"on":"2026-09-01","value":5}],"#;
            let text = chain(10_000).replace(r#""title":"O","#, &format!(r#""title":"O",{measure}"#));
            let policy = format!(r#"{{"okr":1,"policy":{{"rollup":{{"of":"{of}","manual":"until_check_in"}}}},"#);
            let workspace = Workspace::from_json(&text.replacen(r#"{"okr":1,"#, &policy, 1)).unwrap();
            let card = workspace.score(as_of());
            assert!(card.objective("o9999").unwrap().progress().is_some(), "{of}");
            assert!(workspace.explain(&card, "o9999").is_ok());
            assert!(card.to_json(&workspace).is_ok());
        });
    }
}

#[test]
fn a_circle_of_a_hundred_thousand_is_refused_quickly() {
    let ring = |count: usize| {
        let row = |n: usize| format!(r#"{{"id":"o{n}","title":"O","aligned_to":[{{"to":"o{}"}}]}}"#, (n + 1) % count);
        format!(r#"{{"okr":1,"objectives":[{}]}}"#, (0..count).map(row).collect::<Vec<_>>().join(","))
    };
    for count in [1, 2, 3, 100_000] {
        let text = ring(count);
        let error = on_a_stack_of(256, move || {
            let start = cpu();
            let error = refused(&text, &Limits::default());
            assert!((cpu() - start) < Duration::from_secs(30), "{count}: {:?}", (cpu() - start));
            error
        });
        assert_eq!(error.code(), ErrorCode::AlignmentCycle, "{error}");
        assert!(error.message().chars().count() < 400, "a long loop is cut: {}", error.message());
    }
}

#[test]
fn circles_hung_on_a_long_chain_are_found_quickly() {
    // Every objective leads into the next and back to the one before: a hundred thousand loops of two.
    let count = 50_000;
    let row = |n: usize| {
        let back = if n > 0 { format!(r#",{{"to":"o{}"}}"#, n - 1) } else { String::new() };
        format!(r#"{{"id":"o{n}","title":"O","aligned_to":[{{"to":"o{}"}}{back}]}}"#, (n + 1) % count)
    };
    let text = format!(r#"{{"okr":1,"objectives":[{}]}}"#, (0..count).map(row).collect::<Vec<_>>().join(","));
    let start = cpu();
    let error = refused(&text, &Limits::default());
    assert!((cpu() - start) < Duration::from_secs(30), "{:?}", (cpu() - start));
    assert_eq!(error.code(), ErrorCode::AlignmentCycle);
    assert_eq!(error.message().matches('`').count(), 6, "a loop of two is named: {}", error.message());
}
