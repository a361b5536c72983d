//! The laws of comparing policies (X2), on random workspaces.

use crate::config;
use crate::support::engine::{date, workspace};
use crate::support::random::cases;
use okr_core::{Policy, Scorecard, Status};
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

    /// X2: exactly the rows that differ are listed, every one has a cause, and the last cause leads to where it stands.
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
            if let (Some(before), Some(after)) = (stands(&first, row.id), stands(&last, row.id)) {
                prop_assert_eq!((row.before.progress, row.before.status), before);
                prop_assert_eq!((row.after.progress, row.after.status), after);
            }
        }
        let objectives = first.objectives().map(|row| row.id()).collect::<Vec<_>>();
        for id in first.key_results().map(|row| row.id()).chain(objectives) {
            let (before, after) = (stands(&first, id).unwrap(), stands(&last, id).unwrap());
            let differs = before.1 != after.1 || far(before.0, after.0);
            let listed = change.rows.iter().any(|row| row.id == id && row.kind.as_str().len() >= 9);
            prop_assert!(listed || !differs, "{id} goes from {before:?} to {after:?}");
        }
    }

    /// X2: a policy beside itself changes nothing.
    #[test]
    fn a_policy_beside_itself_changes_nothing(case in cases(), choice in 0usize..1000) {
        let workspace = workspace(&case.document).expect("a valid document");
        let policy = other(case.policy.as_ref(), choice);
        let change = workspace.compare_policies(&policy, &policy, date(&case.as_of)).expect("a policy that fits");
        prop_assert!(change.fields.is_empty() && change.rows.is_empty());
    }
}
