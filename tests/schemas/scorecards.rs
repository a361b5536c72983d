//! The schemas of the scorecard and of comparisons say what is printed: every column, absent ones as null.

use crate::validator::Validator;
use crate::{EVERYTHING, ORGANISATION};
use okr_core::{Policy, Workspace, schema};
use serde_json::Value;

const DAYS: [&str; 4] = ["2026-01-01", "2026-10-03", "2026-11-15", "2027-02-01"];

fn card(text: &str, policy: Option<&Policy>, on: &str) -> Value {
    let workspace = Workspace::from_json(text).unwrap();
    let on = on.parse().unwrap();
    let card = match policy {
        Some(policy) => workspace.score_with(policy, on).unwrap(),
        None => workspace.score(on),
    };
    serde_json::from_str(&card.to_json(&workspace).unwrap()).unwrap()
}

#[test]
fn every_scorecard_is_valid_and_every_column_is_met() {
    let validator = Validator::new(schema::scorecard());
    for text in [ORGANISATION, EVERYTHING, r#"{"okr": 1}"#] {
        for on in DAYS {
            validator.accepts(on, &card(text, None, on));
        }
    }
    for name in Policy::presets() {
        validator.accepts(name, &card(ORGANISATION, Policy::preset(name).ok().as_ref(), DAYS[2]));
    }
    assert_eq!(validator.unmet(), [], "no scorecard has these columns");
}

#[test]
fn every_comparison_is_valid_and_every_member_is_met() {
    let validator = Validator::new(schema::policy_comparison());
    let workspace = Workspace::from_json(ORGANISATION).unwrap();
    for name in Policy::presets() {
        let (preset, on) = (Policy::preset(name).unwrap(), DAYS[3].parse().unwrap());
        let change = workspace.compare_policies(workspace.policy(), &preset, on).unwrap();
        validator.accepts(name, &serde_json::from_str(&change.to_json()).unwrap());
    }
    assert_eq!(validator.unmet(), [], "no comparison has these members");
}

#[test]
fn absent_columns_are_null_and_never_left_out() {
    for schema in [schema::scorecard(), schema::policy_comparison()] {
        every_column_is_required(&schema);
    }
}

fn every_column_is_required(schema: &Value) {
    let definitions = schema["$defs"].as_object().unwrap().iter().map(|(name, definition)| (name.as_str(), definition));
    for (name, definition) in definitions.chain([("the whole", schema)]) {
        let Some(fields) = definition["properties"].as_object() else { continue };
        let required: Vec<&str> = definition["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for field in fields.keys() {
            assert!(required.contains(&field.as_str()), "{field} of {name} is always printed, and not required");
        }
    }
}

/// Columns of the specification's table, by the rows that have them.
#[test]
fn the_columns_are_those_of_the_specification() {
    let specification = include_str!("../../okr-core/docs/semantics.md");
    let section = specification.split("\n## Scorecard JSON").nth(1).expect("a section about the scorecard");
    let schema = schema::scorecard();
    let columns = |definition: &str| -> Vec<String> {
        schema["$defs"][definition]["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let table: Vec<(Vec<&str>, &str)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[1].split(", ").map(|name| name.trim_matches('`')).collect(), cells[2])
        })
        .collect();
    for (definition, word) in [
        ("ObjectiveReport", "objective"),
        ("KeyResultReport", "key result"),
        ("KpiReport", "KPI"),
        ("GroupReport", "team"),
    ] {
        for column in columns(definition) {
            let told = table.iter().any(|(names, rows)| {
                let all = *rows == "all" || *rows == "all but KPI" && word != "KPI";
                names.contains(&column.as_str()) && (all || rows.contains(word))
            });
            let beside = column == "status_reason" && section.contains("`status_reason` (S6) beside it");
            assert!(told || beside, "the specification does not tell of `{column}` of a {word}");
        }
    }
}
