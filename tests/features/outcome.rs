//! What becomes of a text, in words: the same whatever features serde_json was built with.

use okr_core::model::{Document, Json};
use okr_core::{Date, Error, Policy, Workspace};

/// The text read in every way there is, and what was read printed in every way.
pub(crate) fn outcome(text: &str) -> Vec<String> {
    let mut out = vec![
        read("document", Workspace::from_json(text)).map_or_else(|error| error, |workspace| printed(&workspace)),
        read("policy", Policy::from_json(text)).map_or_else(|error| error, |policy| policy.to_json()),
    ];
    // Errors of serde itself name types and columns, which is its own affair.
    if let Ok(document) = serde_json::from_str::<Document>(text) {
        out.push(serde_json::to_string(&document).unwrap_or_else(|error| error.to_string()));
        let built = read("value", Workspace::from_document(&document));
        out.push(built.map_or_else(|error| error, |workspace| printed(&workspace)));
    }
    if let Ok(policy) = serde_json::from_str::<Policy>(text) {
        out.push(policy.to_json());
    }
    if let Ok(json) = serde_json::from_str::<Json>(text) {
        out.extend([json.as_str().to_owned(), serde_json::to_string(&json).unwrap_or_else(|error| error.to_string())]);
    }
    out
}

fn read<T>(what: &str, result: Result<T, Error>) -> Result<T, String> {
    result.map_err(|error| {
        let findings: Vec<String> = error.findings().iter().map(ToString::to_string).collect();
        format!("{what}: {}", findings.join("\n"))
    })
}

fn printed(workspace: &Workspace) -> String {
    let card = Date::new(2026, 11, 15).map(|date| workspace.score(date));
    let card = card.and_then(|card| card.to_json(workspace)).unwrap_or_else(|error| error.to_string());
    format!("{}\n{card}", workspace.to_json())
}
