//! A scorecard as one flat table, so that two can be compared to the bit whatever the order of their rows.

use serde_json::Value;
use std::collections::BTreeMap;

/// From a path of names and ids to a text: words as they are, numbers with their bits.
pub type Leaves = BTreeMap<String, String>;

pub fn leaves(card: &Value) -> Leaves {
    let mut found = Leaves::new();
    for (field, rows) in card.as_object().expect("a scorecard") {
        if field != "findings" {
            visit(field, rows, &mut found);
        }
    }
    found
}

fn visit(path: &str, value: &Value, found: &mut Leaves) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| visit(&format!("{path}/{name}"), inner, found)),
        Value::Array(rows) => rows.iter().enumerate().for_each(|(place, row)| {
            let id = row["id"].as_str().map_or(place.to_string(), str::to_owned);
            visit(&format!("{path}/{id}"), row, found);
        }),
        Value::Number(number) => {
            let x = number.as_f64().expect("a 64-bit number");
            found.insert(path.to_owned(), format!("{x:?} {:016x}", x.to_bits()));
        }
        other => {
            found.insert(path.to_owned(), other.to_string());
        }
    }
}

/// What differs, for a message.
pub fn difference(a: &Leaves, b: &Leaves) -> Vec<String> {
    let missing = || "missing".to_owned();
    a.keys()
        .chain(b.keys().filter(|key| !a.contains_key(*key)))
        .filter(|key| a.get(*key) != b.get(*key))
        .map(|key| {
            format!(
                "{key}: {} / {}",
                a.get(key).cloned().unwrap_or_else(missing),
                b.get(key).cloned().unwrap_or_else(missing)
            )
        })
        .collect()
}

/// The row of an objective.
pub fn objective<'c>(card: &'c Value, id: &str) -> &'c Value {
    card["objectives"].as_array().expect("rows").iter().find(|row| row["id"] == id).expect("the objective")
}

/// All rows of key results.
pub fn key_results(card: &Value) -> impl Iterator<Item = &Value> {
    let objectives = card["objectives"].as_array().expect("rows");
    objectives.iter().flat_map(|row| row["key_results"].as_array().expect("rows"))
}
