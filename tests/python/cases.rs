//! What Rust makes of many documents, for Python to come to the same bits: the published examples of other products, and
//! random workspaces.

use crate::support::random::seeded;
use crate::vectors_support::{Rules, engine, run};
use okr_core::{Date, Policy, Scorecard, Workspace};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// How many of the random workspaces.
const RANDOM: u64 = 400;

/// One line of JSON for each document: itself, the date, the policy it is scored with, and either the numbers of every row
/// with the whole scorecard as text, or the codes of why it is refused.
pub(crate) fn scored() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let rules = Rules::read(&folder).expect("the products");
    let asked = engine::overheard(|| drop(run(&folder, &rules)));
    // One example asks about one document often.
    let asked: BTreeSet<(String, Date)> = asked.into_iter().collect();
    assert!(asked.len() > 800, "{} documents of examples", asked.len());
    let examples = asked.into_iter().map(|(text, as_of)| line(&text, as_of, None));
    let random = (0..RANDOM).map(|seed| {
        let case = seeded(seed);
        line(&case.document.to_string(), case.as_of.parse().expect("a date"), case.policy)
    });
    examples.chain(random).collect()
}

fn line(document: &str, as_of: Date, policy: Option<Value>) -> String {
    let stated: Value = serde_json::from_str(document).expect("JSON");
    let mut line = json!({"document": stated, "as_of": as_of.to_string(), "policy": policy});
    match card(document, as_of, policy.as_ref()) {
        Ok((workspace, card)) => {
            line["rows"] = rows(&card);
            line["report"] = json!(card.to_json(&workspace).expect("a scorecard"));
        }
        Err(error) => {
            let findings = error.findings().iter();
            line["refused"] = findings.map(|finding| json!([finding.code, finding.path])).collect();
        }
    }
    format!("{line}\n")
}

fn card(document: &str, as_of: Date, policy: Option<&Value>) -> okr_core::Result<(Workspace, Scorecard)> {
    let workspace = Workspace::from_json(document)?;
    let card = match policy {
        None => workspace.score(as_of),
        Some(policy) => workspace.score_with(&Policy::from_json(&policy.to_string())?, as_of)?,
    };
    Ok((workspace, card))
}

/// Progress, raw, expected and confidence of every row, then value, baseline and target of a key result: as bits in
/// hexadecimal digits, for decimal ones would leave open who rounds.
fn rows(card: &Scorecard) -> Value {
    let bits = |x: Option<f64>| json!(x.map(|x| format!("{:016x}", x.to_bits())));
    let objectives = card.objectives().map(|row| {
        (row.id(), json!([bits(row.progress()), bits(row.raw()), bits(row.expected()), bits(row.confidence())]))
    });
    let key_results = card.key_results().map(|row| {
        let shown = [row.progress(), row.raw(), row.expected(), row.confidence()];
        let measured = [row.value(), row.baseline(), row.target()];
        (row.id(), shown.into_iter().chain(measured).map(bits).collect())
    });
    objectives.chain(key_results).map(|(id, numbers)| json!([id, numbers])).collect()
}
