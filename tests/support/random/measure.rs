//! Random measures, with the values that fit them.

use super::document::Traits;
use super::{Choices, any_day, iso};
use serde_json::{Value, json};

pub const VALUES: [f64; 12] = [0.0, 1.0, 2.0, 3.0, 5.0, 6.5, 8.0, 10.0, -4.0, 0.5, 12.0, 100.0];
/// Baselines and targets share no number, so that only who wants a zero range gets one.
const BASELINES: [f64; 4] = [0.0, 2.0, 10.0, -4.0];
const TARGETS: [f64; 5] = [5.0, 1.0, 8.0, 100.0, -20.0];

/// Kinds a key result may have; `from_children` and guardrails are decided by the document.
pub const KINDS: [&str; 10] =
    ["move", "at_least", "milestones", "ratio", "binary", "levels", "inverse", "at_most", "between", "tracked"];
pub const HOLDS: [&str; 3] = ["at_least", "at_most", "between"];

pub fn kind(measure: &Value) -> &str {
    measure["kind"].as_str().unwrap_or_default()
}

/// Whether check-ins may carry a number.
pub fn takes_numbers(measure: &Value) -> bool {
    match kind(measure) {
        "milestones" | "tasks" | "binary" => false,
        "from_children" => measure["with_own"] == json!(true),
        _ => true,
    }
}

pub fn measure(choices: &mut Choices, traits: &Traits, kind: &str) -> Value {
    let mut measure = json!({"kind": kind});
    match kind {
        "move" => span(choices, traits, &mut measure),
        "from_children" => {
            span(choices, traits, &mut measure);
            if measure["baseline"].is_null() {
                measure["baseline"] = json!(0);
            }
            if choices.chance(40) {
                measure["with_own"] = json!(choices.chance(60));
            }
        }
        "ratio" => measure["target"] = json!(choices.number(&[5.0, 10.0, 0.0, -4.0, 3.0])),
        "inverse" => measure["target"] = json!(choices.number(&[2.0, 5.0, 0.5])),
        "at_least" | "at_most" | "between" => hold(choices, traits, &mut measure),
        "milestones" => {
            let items: Vec<Value> = (0..choices.below(5)).map(|i| milestone(choices, i)).collect();
            measure["items"] = json!(items);
        }
        "binary" if choices.chance(50) => measure["due"] = json!(iso(any_day(choices))),
        "levels" => levels(choices, &mut measure),
        _ => {}
    }
    if !matches!(kind, "milestones" | "tasks") {
        if choices.chance(25) {
            measure["aggregate"] = json!(choices.pick(&["last", "sum", "mean", "min", "max", "count"]));
        }
        if super::measure::HOLDS.contains(&kind) && choices.chance(15) {
            measure["aggregate"] = json!("worst");
        }
        if choices.chance(10) && kind != "binary" {
            measure["seed"] = json!(choices.number(&VALUES));
        }
        if traits.units && choices.chance(50) {
            measure["unit"] = json!(choices.pick(&["%", "users"]));
        }
    }
    measure
}

/// A baseline and a target, absolute or relative.
fn span(choices: &mut Choices, traits: &Traits, measure: &mut Value) {
    let baseline = choices.number(&BASELINES);
    if baseline != 0.0 || choices.chance(50) {
        measure["baseline"] = json!(baseline);
    }
    measure["target"] = json!(choices.number(&TARGETS));
    if traits.zero_ranges && choices.chance(40) {
        measure["target"] = json!(baseline);
    } else if choices.chance(15) {
        let relative = if baseline == 0.0 { ["+5", "-4"] } else { ["+20%", "-50%"] };
        measure["target"] = json!(relative[choices.below(2)]);
    }
}

fn hold(choices: &mut Choices, traits: &Traits, measure: &mut Value) {
    let below = [1.0, 0.5, -4.0];
    let (low, high) = (choices.number(&[5.0, 3.0, 2.0]), choices.number(&[8.0, 10.0, 12.0]));
    let (risk, zero) = match kind(measure) {
        "at_least" => {
            measure["target"] = json!(low);
            (choices.number(&below), choices.number(&below))
        }
        "at_most" => {
            measure["target"] = json!(high);
            (choices.number(&[15.0, 100.0]), choices.number(&[100.0, 20.0]))
        }
        _ => {
            measure["low"] = json!(low);
            measure["high"] = json!(high);
            (choices.number(&[1.0, 0.5]), choices.number(&[2.0, 5.0]))
        }
    };
    if choices.chance(30) {
        measure["risk_at"] = json!(risk);
    }
    if traits.zero_at || choices.chance(20) {
        measure["zero_at"] = json!(zero);
        if choices.chance(50) {
            measure["credit"] = json!("linear");
        }
    } else if choices.chance(30) {
        measure["credit"] = json!(choices.pick(&["distance", "binary"]));
    }
    if choices.chance(25) {
        measure["read"] = json!(choices.pick(&["latest", "share_of_check_ins", "share_of_elapsed", "share_of_window"]));
    }
    if choices.chance(20) {
        measure["strict"] = json!(choices.chance(70));
    }
}

fn milestone(choices: &mut Choices, place: usize) -> Value {
    let mut item = json!({"id": format!("m{place}"), "title": "Step"});
    if choices.chance(50) {
        item["done_on"] = json!(iso(any_day(choices)));
    }
    if choices.chance(40) {
        item["due"] = json!(iso(any_day(choices)));
    }
    if choices.chance(40) {
        item["weight"] = json!(choices.number(&[2.0, 0.0, 0.5, 3.0]));
    }
    item
}

fn levels(choices: &mut Choices, measure: &mut Value) {
    let mut scores: Vec<f64> = (0..2 + choices.below(3)).map(|_| choices.number(&[0.0, 1.0, 0.3, 0.7, 0.5])).collect();
    scores.sort_by(f64::total_cmp);
    if choices.chance(40) {
        scores.reverse();
    }
    let mut at = choices.number(&[0.0, 2.0, -4.0]);
    let mut points = Vec::new();
    for score in scores {
        points.push(json!({"at": at, "score": score}));
        at += choices.number(&[1.0, 3.0, 0.5]);
    }
    if choices.chance(30) {
        let aim = choices.below(points.len());
        points[aim]["target"] = json!(true);
    }
    for (place, point) in points.iter_mut().enumerate() {
        if choices.chance(40) {
            point["label"] = json!(format!("level {place}"));
        }
    }
    choices.shuffle(&mut points);
    measure["points"] = json!(points);
    if choices.chance(40) {
        measure["between"] = json!(choices.pick(&["stepped", "linear"]));
    }
}

/// Amended fields that fit a measure and leave it valid.
pub fn amended_field(choices: &mut Choices, traits: &Traits, measure: &Value, amendment: &mut Value) {
    let relative = measure["target"].is_string();
    match kind(measure) {
        "move" | "from_children" if relative => amendment["target"] = json!(choices.number(&TARGETS)),
        "move" | "from_children" => {
            let numbers: &[f64] = if traits.zero_ranges { &TARGETS } else { &BASELINES };
            if choices.chance(50) {
                amendment["baseline"] = json!(choices.number(numbers));
            }
            if choices.chance(70) {
                amendment["target"] = json!(choices.number(&TARGETS));
            }
        }
        "ratio" | "inverse" => amendment["target"] = json!(choices.number(&[4.0, 2.0, 20.0])),
        // Bounds stay on the far side of `zero_at` and `risk_at`.
        "at_least" => amendment["target"] = json!(choices.number(&[4.0, 6.0, 2.5])),
        "at_most" => amendment["target"] = json!(choices.number(&[11.0, 9.0, 7.0])),
        _ => {}
    }
}
