//! What the engine says about an example: facts by name, in fractions and in the engine's own columns.

use super::profile::Profile;
use super::words::{COLOURS, plain};
use serde_json::{Map, Value, json};

/// Facts by name. A missing fact is not known; null is known to be nothing.
#[derive(Default)]
pub(crate) struct Facts(pub(crate) Map<String, Value>);

impl Facts {
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The facts of a row of the scorecard.
    pub(crate) fn of_row(row: &Value, profile: &Profile) -> Facts {
        let mut facts = Facts::default();
        for column in [
            "progress",
            "raw",
            "expected",
            "value",
            "score",
            "confidence",
            "grade",
            "counted",
            "baseline",
            "target",
            "weight",
            "contribution",
        ] {
            if let Some(value) = row.get(column) {
                facts.0.insert(column.to_owned(), value.clone());
            }
        }
        let progress = number(row, "progress");
        let status = row.get("status").and_then(Value::as_str);
        let label = row.get("label").and_then(Value::as_str).map(str::to_owned);
        let label = label.or_else(|| profile.name(status?));
        facts.0.insert("label".to_owned(), json!(label));
        facts.0.insert("rating".to_owned(), json!(label.as_ref().and_then(|label| label.parse::<f64>().ok())));
        let coloured = label.as_ref().is_none_or(|label| COLOURS.contains(&plain(label).as_str()));
        facts.0.insert("status".to_owned(), if coloured { json!(status) } else { json!(label) });
        facts.0.insert("engine_status".to_owned(), json!(status));
        facts.0.insert("ratio".to_owned(), json!(ratio(row)));
        facts.0.insert("complete".to_owned(), json!(number(row, "raw").is_some_and(|raw| raw >= 1.0 - 5e-10)));
        facts.0.insert("below_baseline_warning".to_owned(), json!(number(row, "raw").is_some_and(|raw| raw < 0.0)));
        facts.0.insert("is_nan".to_owned(), json!(progress.is_some_and(f64::is_nan)));
        facts.0.insert("overridden".to_owned(), json!(row.get("override").is_some_and(|stated| !stated.is_null())));
        let gap = progress.zip(number(row, "expected")).map(|(progress, expected)| progress - expected);
        facts.0.insert("delta_positive".to_owned(), json!(gap.is_some_and(|gap| gap > 0.0)));
        facts.0.insert("delta_pct".to_owned(), json!(gap.map(|gap| gap * 100.0)));
        let scale = number(row, "expected").zip(number(row, "baseline")).zip(number(row, "target"));
        if let Some(((expected, baseline), target)) = scale {
            facts.0.insert("expected_value".to_owned(), json!(baseline + (target - baseline) * expected));
        }
        facts
    }
}

/// A number of a row.
pub(crate) fn number(row: &Value, column: &str) -> Option<f64> {
    row.get(column)?.as_f64()
}

/// Progress over expected, of a row.
pub(crate) fn ratio(row: &Value) -> Option<f64> {
    let (progress, expected) = number(row, "progress").zip(number(row, "expected"))?;
    (expected > 0.0).then(|| progress / expected)
}
