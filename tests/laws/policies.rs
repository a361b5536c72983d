//! The laws of comparing policies (X4), on random workspaces.

use crate::config;
use crate::support::engine::{date, workspace};
use crate::support::random::cases;
use okr_core::{Policy, RowKind, Scorecard, Status};
use proptest::prelude::*;

fn stands(card: &Scorecard, id: &str) -> Option<(Option<f64>, Status)> {
    let objective = card.objective(id).map(|row| (row.progress(), row.status()));
    objective.or_else(|| card.key_result(id).map(|row| (row.progress(), row.status())))
}

fn far(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() > 5e-10,
        (a, b) => a.is_some() != b.is_some(),
    }
}

/// The policy of a case, or one of the presets.
fn other(policy: Option<&serde_json::Value>, choice: usize) -> Policy {
    let presets: Vec<&str> = Policy::presets().collect();
    match policy {
        Some(policy) if choice.is_multiple_of(2) => Policy::from_json(&policy.to_string()).expect("a valid policy"),
        _ => Policy::preset(presets[choice % presets.len()]).expect("a preset"),
    }
}

proptest! {
    #![proptest_config(config(300, "policies"))]

    /// X4: exactly the rows that differ are listed, every one has a cause, and the last cause leads to where it stands.
    #[test]
    fn exactly_what_differs_is_listed_with_its_causes(case in cases(), choice in 0usize..1000) {
        let workspace = workspace(&case.document).expect("a valid document");
        let (after, on) = (other(case.policy.as_ref(), choice), date(&case.as_of));
        let change = workspace.compare_policies(workspace.policy(), &after, on).expect("policies that fit");
        let (first, last) = (workspace.score(on), workspace.score_with(&after, on).expect("a policy that fits"));
        for row in &change.rows {
            let cause = row.causes.last().expect("a cause");
            prop_assert_eq!(cause.status, row.after.status, "{}", row.id);
            prop_assert!(!far(cause.progress, row.after.progress), "{}", row.id);
            let moves = row.before.status != row.after.status || row.before.grade != row.after.grade;
            let counts = far(row.before.progress, row.after.progress) || far(row.before.score, row.after.score);
            prop_assert!(moves || counts, "{} is listed and does not change", row.id);
            let is_node = matches!(row.kind, RowKind::Objective | RowKind::KeyResult);
            if let (true, Some(before), Some(after)) = (is_node, stands(&first, row.id), stands(&last, row.id)) {
                prop_assert_eq!((row.before.progress, row.before.status), before);
                prop_assert_eq!((row.after.progress, row.after.status), after);
            }
        }
        let objectives = first.objectives().map(|row| row.id()).collect::<Vec<_>>();
        for id in first.key_results().map(|row| row.id()).chain(objectives) {
            let (before, after) = (stands(&first, id).unwrap(), stands(&last, id).unwrap());
            let differs = before.1 != after.1 || far(before.0, after.0);
            let is_node = |kind| matches!(kind, RowKind::Objective | RowKind::KeyResult);
            let listed = change.rows.iter().any(|row| row.id == id && is_node(row.kind));
            prop_assert!(listed || !differs, "{id} goes from {before:?} to {after:?}");
        }
    }

    /// X4: a policy beside itself changes nothing.
    #[test]
    fn a_policy_beside_itself_changes_nothing(case in cases(), choice in 0usize..1000) {
        let workspace = workspace(&case.document).expect("a valid document");
        let policy = other(case.policy.as_ref(), choice);
        let change = workspace.compare_policies(&policy, &policy, date(&case.as_of)).expect("a policy that fits");
        prop_assert!(change.fields.is_empty() && change.rows.is_empty());
    }
}
