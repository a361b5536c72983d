//! The laws that every preset keeps (R8, X1, N4), on random workspaces and on random objectives.

use crate::support::engine::{date, text, workspace};
use crate::support::leaves::{difference, leaves, objective};
use crate::support::random::{Case, Choices, seeded};
use crate::support::reorder::shuffled;
use okr_core::policy::WeightRule;
use okr_core::{Policy, Workspace};
use serde_json::{Value, json};

/// Random workspaces for each preset: enough to meet every kind of row, few enough for so many presets.
const CASES: u64 = 6;

/// The document without policies of its own, so that a preset holds everywhere.
fn bare(mut document: Value) -> Value {
    document["policy"] = json!({"measure": {"zero_range": "zero"}});
    for objective in document["objectives"].as_array_mut().into_iter().flatten() {
        objective.as_object_mut().expect("an objective").remove("policy");
    }
    document
}

/// Every preset with some random cases of its own.
fn each(mut law: impl FnMut(&Policy, &Case, u64)) {
    for (at, name) in Policy::presets().enumerate() {
        let policy = Policy::preset(name).expect("a preset");
        let first = 7_000_000 + 1_000 * at as u64;
        let cases = (first..first + 10 * CASES).map(|seed| (seed, seeded(seed)));
        let cases = cases.map(|(seed, case)| (seed, Case { document: bare(case.document), ..case }));
        // What fits no policy but the objective's own is left out.
        let valid = cases.filter(|(_, case)| workspace(&case.document).is_ok()).take(CASES as usize);
        let met = valid.map(|(seed, case)| law(&policy, &case, seed)).count();
        assert_eq!(met, CASES as usize, "{name}");
    }
}

fn scored(workspace: &Workspace, policy: &Policy, as_of: &str) -> (okr_core::Scorecard, Value) {
    let card = workspace.score_with(policy, date(as_of)).expect("a policy that fits itself");
    let told = serde_json::from_str(&text(workspace, &card)).expect("JSON");
    (card, told)
}

/// X1 and R8, bounded: the lines of every row add up to its progress, and where they have weights, the members' sum
/// lies between the smallest and the largest of what they contribute.
#[test]
fn explanations_add_up_and_means_are_bounded() {
    each(|policy, case, seed| {
        let workspace = workspace(&case.document).expect("a valid document");
        let (card, rows) = scored(&workspace, policy, &case.as_of);
        let all = rows["objectives"].as_array().unwrap().iter();
        for row in all.flat_map(|row| row["key_results"].as_array().unwrap().iter().chain([row])) {
            let id = row["id"].as_str().unwrap();
            let why: Value = serde_json::from_str(&workspace.explain(&card, id).unwrap().to_json()).unwrap();
            let Some(progress) = why["progress"].as_f64() else { continue };
            let told = || format!("{} seed {seed}: {why}", policy.name);
            let lines = why["lines"].as_array().unwrap();
            let parts = || lines.iter().filter_map(|line| line["contribution"].as_f64());
            let largest = parts().fold(1.0, |a: f64, b| a.max(b.abs()));
            assert!((parts().sum::<f64>() - progress).abs() <= 1e-12 * largest, "{}", told());
            let members = || lines.iter().filter(|line| line["weight"].is_number() && line["contributed"].is_number());
            let given = || members().filter_map(|line| line["contributed"].as_f64());
            let rolled: f64 = members().filter_map(|line| line["contribution"].as_f64()).sum();
            let (least, most) = given().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
            if members().next().is_some() && row["key_results"].is_array() {
                let slack = 1e-12 * largest;
                assert!(least - slack <= rolled && rolled <= most + slack, "{}", told());
            }
        }
    });
}

/// N4 and R8, symmetric: the order of the document changes no bit, unless the last of a list is special (R3).
#[test]
fn the_order_of_a_document_changes_nothing() {
    each(|policy, case, seed| {
        if policy.weights.rule == WeightRule::Last {
            return;
        }
        let turned = shuffled(&case.document, &mut Choices::Seed(seed));
        let card = |document: &Value| leaves(&scored(&workspace(document).unwrap(), policy, &case.as_of).1);
        let (straight, turned) = (card(&case.document), card(&turned));
        assert!(straight == turned, "{} seed {seed}: {:?}", policy.name, difference(&straight, &turned));
    });
}

/// The progress of an objective of key results with these weights and progresses, by a preset.
fn of(policy: &Policy, members: &[(f64, f64)]) -> Option<f64> {
    let row = |(at, (weight, progress)): (usize, &(f64, f64))| {
        json!({"id": format!("k{at}"), "title": "K", "weight": weight, "measure": {"kind": "move", "target": 1},
               "check_ins": [{"on": "2026-02-01", "value": progress}]})
    };
    let rows: Vec<Value> = members.iter().enumerate().map(row).collect();
    let document = json!({"okr": 1, "name": "W", "objectives": [{"id": "o", "title": "O", "key_results": rows}]});
    let (_, card) = scored(&workspace(&document).expect("a valid document"), policy, "2026-03-01");
    objective(&card, "o")["progress"].as_f64()
}

fn random_members(choices: &mut Choices) -> Vec<(f64, f64)> {
    let count = 1 + choices.below(5);
    (0..count).map(|_| ((1 + choices.below(40)) as f64 / 100.0, choices.below(101) as f64 / 100.0)).collect()
}

/// Only where the policy says that objectives have no number is there none.
fn none(policy: &Policy) {
    assert!(policy.rollup.of.is_empty(), "{} gives no number", policy.name);
}

/// R8: equal members give their own number, and raising a member never lowers the objective.
#[test]
fn objectives_are_idempotent_and_monotone() {
    each(|policy, _, seed| {
        let mut choices = Choices::Seed(seed);
        let members = random_members(&mut choices);
        let told = || format!("{} seed {seed}: {members:?}", policy.name);
        let Some(before) = of(policy, &members) else { return none(policy) };
        let same: Vec<(f64, f64)> = members.iter().map(|(weight, _)| (*weight, 0.25)).collect();
        assert_eq!(of(policy, &same), Some(0.25), "{}", told());
        let mut raised = members.clone();
        let which = choices.below(raised.len());
        raised[which].1 = 1.0;
        assert!(of(policy, &raised).expect("a number") >= before, "{}", told());
    });
}

/// R8, homogeneous: all weights times a number change nothing but rounding, under every rule that reads them as shares.
#[test]
fn weights_are_shares() {
    each(|policy, _, seed| {
        // The last one takes what the others leave of a fixed total.
        if policy.weights.rule == WeightRule::Last {
            return;
        }
        let members = random_members(&mut Choices::Seed(seed));
        let times: Vec<(f64, f64)> = members.iter().map(|(weight, progress)| (weight * 3.0, *progress)).collect();
        let (Some(once), Some(thrice)) = (of(policy, &members), of(policy, &times)) else { return none(policy) };
        assert!((once - thrice).abs() <= 1e-12, "{} seed {seed}: {members:?} {once} {thrice}", policy.name);
    });
}
