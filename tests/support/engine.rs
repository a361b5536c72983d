//! The engine as a black box: JSON in, JSON out.

use super::random::Case;
use okr_core::{Date, Error, Policy, Scorecard, Workspace};
use serde_json::Value;

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn workspace(document: &Value) -> Result<Workspace, Error> {
    Workspace::from_json(&document.to_string())
}

/// The text of a scorecard of a workspace as it is.
pub fn text(workspace: &Workspace, card: &Scorecard) -> String {
    card.to_json(workspace).expect("a scorecard of the workspace as it is")
}

/// The text of the scorecard.
pub fn score_text(document: &Value, policy: Option<&Value>, as_of: &str) -> Result<String, String> {
    let told = |what: &str, error: &Error| format!("{what}: {error} {:?}", error.findings().first());
    let workspace = workspace(document).map_err(|error| told("the document", &error))?;
    let card = match policy {
        None => workspace.score(date(as_of)),
        Some(policy) => {
            let policy = Policy::from_json(&policy.to_string()).map_err(|error| told("the policy", &error))?;
            workspace.score_with(&policy, date(as_of)).map_err(|error| told("scoring", &error))?
        }
    };
    card.to_json(&workspace).map_err(|error| told("printing", &error))
}

/// The scorecard.
pub fn score(case: &Case) -> Result<Value, String> {
    let text = score_text(&case.document, case.policy.as_ref(), &case.as_of)?;
    serde_json::from_str(&text).map_err(|error| format!("the scorecard is no JSON: {error}"))
}
