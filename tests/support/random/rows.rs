//! Random objectives and key results, with their history.

use super::document::{EVERY, Traits, World};
use super::measure::{HOLDS, KINDS, VALUES, amended_field, kind, kind as kind_of, measure, takes_numbers};
use super::{Choices, LAST, MIDDLE, any_day, iso, policy};
use serde_json::{Value, json};

/// A start and a due date around the middle, each only sometimes.
fn window(choices: &mut Choices, row: &mut Value, percent: usize) {
    if choices.chance(percent) {
        row["start"] = json!(iso(choices.below(MIDDLE as usize + 1) as i64));
    }
    if choices.chance(percent) {
        row["due"] = json!(iso(MIDDLE + choices.below((LAST - MIDDLE) as usize + 1) as i64));
    }
}

fn state(choices: &mut Choices, row: &mut Value) {
    let words = ["closed", "draft", "postponed", "cancelled", "archived", "active"];
    if choices.chance(12) {
        row["state"] = json!(choices.pick(&words));
    } else if choices.chance(18) {
        let entries = (0..1 + choices.below(3)).map(|_| {
            let word = if choices.chance(50) { "closed" } else { choices.pick(&words) };
            let mut entry = json!({"on": iso(any_day(choices)), "state": word});
            if word == "closed" {
                if choices.chance(40) {
                    entry["outcome"] = json!(choices.pick(&["achieved", "exceeded", "missed"]));
                }
                if choices.chance(30) {
                    entry["score"] = json!(choices.number(&[0.7, 0.0, 1.0]));
                }
            }
            if choices.chance(50) {
                entry["reason"] = json!("because");
            }
            entry
        });
        let mut entries: Vec<Value> = entries.collect();
        if choices.chance(20) {
            entries.insert(0, json!(choices.pick(&words)));
        }
        row["state"] = json!(entries);
    }
}

fn overrides(choices: &mut Choices, row: &mut Value) {
    if !choices.chance(12) {
        return;
    }
    let one = |choices: &mut Choices| {
        let on = any_day(choices);
        let status = choices.pick(&["on_track", "at_risk", "off_track", "achieved", "missed", "not_started"]);
        let mut stated = json!({"status": status, "on": iso(on), "by": "p0", "reason": "known better"});
        if choices.chance(50) {
            stated["until"] = json!(iso(on + 10 * choices.below(6) as i64));
        }
        stated
    };
    row["overrides"] = json!((0..1 + choices.below(2)).map(|_| one(choices)).collect::<Vec<_>>());
}

/// Check-ins on a measure that may change its kind: `in_force` gives the measure of a day.
fn check_ins(choices: &mut Choices, world: &World, in_force: &dyn Fn(i64) -> Value, most: usize) -> Vec<Value> {
    let mut made = Vec::new();
    for _ in 0..choices.below(most + 1) {
        let on = any_day(choices);
        let measure = in_force(on);
        let mut check_in = json!({"on": iso(on)});
        if kind(&measure) == "binary" {
            check_in["value"] = json!(choices.chance(60));
        } else if takes_numbers(&measure) && !choices.chance(10) {
            check_in["value"] = json!(choices.number(&VALUES));
        }
        if check_in["value"].is_null() || choices.chance(30) {
            check_in["confidence"] = json!(choices.number(&world.confidences));
        }
        made.push(check_in);
    }
    made
}

pub fn objective(choices: &mut Choices, traits: &Traits, world: &World, ids: &mut Vec<String>) -> Value {
    let mut row = json!({"id": ids.pop(), "title": "Objective"});
    if !choices.chance(10) {
        row["cycle"] = world.cycles[choices.below(world.cycles.len())]["id"].clone();
    }
    if !world.teams.is_empty() && choices.chance(50) {
        row["team"] = world.teams[choices.below(world.teams.len())]["id"].clone();
    }
    if choices.chance(50) {
        row["owner"] = world.people[choices.below(world.people.len())]["id"].clone();
    }
    window(choices, &mut row, 12);
    common(choices, &mut row);
    if choices.chance(25) {
        let kinds = ["move", "ratio", "at_least", "inverse", "levels", "binary", "between", "at_most"];
        let kind = choices.pick(&kinds);
        row["measure"] = measure(choices, traits, kind);
    }
    if choices.chance(30) {
        let own = row["measure"].clone();
        row["check_ins"] = json!(check_ins(choices, world, &|_| own.clone(), 3));
    }
    if choices.chance(20) {
        row["policy"] = policy::of_objective(choices, traits, row["measure"].is_object());
    }
    let mut key_results: Vec<Value> = Vec::new();
    for _ in 0..choices.below(6) {
        key_results.push(key_result(choices, traits, world, &row, ids));
    }
    row["initiatives"] = json!(initiatives(choices, &key_results));
    row["key_results"] = json!(key_results);
    row
}

fn initiatives(choices: &mut Choices, key_results: &[Value]) -> Vec<Value> {
    (0..choices.below(4))
        .map(|i| {
            let mut initiative = json!({"id": format!("i{}", 5 - i), "title": "Work"});
            if !key_results.is_empty() && choices.chance(60) {
                initiative["key_result"] = key_results[choices.below(key_results.len())]["id"].clone();
            }
            if choices.chance(50) {
                initiative["done_on"] = json!(iso(any_day(choices)));
            }
            initiative
        })
        .collect()
}

/// What objectives and key results have alike.
fn common(choices: &mut Choices, row: &mut Value) {
    if choices.chance(40) {
        row["ambition"] = json!(choices.pick(&["committed", "aspirational", "learning"]));
    }
    if choices.chance(45) {
        row["weight"] = json!(choices.number(&[2.0, 1.0, 0.0, 0.5, 3.0, 0.25]));
    }
    state(choices, row);
    overrides(choices, row);
}

fn key_result(
    choices: &mut Choices,
    traits: &Traits,
    world: &World,
    objective: &Value,
    ids: &mut Vec<String>,
) -> Value {
    let mut row = json!({"id": ids.pop(), "title": "Key result"});
    window(choices, &mut row, 15);
    common(choices, &mut row);
    let mut kind = choices.pick(&KINDS);
    if choices.chance(25) {
        kind = choices.pick(&["move", "from_children", "from_children", "tasks"]);
    }
    if choices.chance(12) {
        kind = choices.pick(&HOLDS);
        row["role"] = json!("guardrail");
    }
    row["measure"] = measure(choices, traits, kind);
    if kind == "from_children" && choices.chance(70) {
        row["measure"]["of"] = json!(choices.pick(&["progress", "sum", "mean"]));
    }
    if choices.chance(15) {
        row["check_in_every"] = json!(choices.pick(&EVERY));
    }
    let first = row["measure"].clone();
    let planned = matches!(kind, "move" | "ratio" | "inverse" | "from_children") && first["target"] != json!(0.0);
    let history = if planned && choices.chance(20) {
        plan(choices, world, objective, &mut row);
        Vec::new()
    } else {
        amendments(choices, traits, &mut row)
    };
    let in_force = |day: i64| {
        let amended = history.iter().rev().find(|(on, _)| *on <= day);
        amended.map_or(first.clone(), |(_, measure)| measure.clone())
    };
    if history.is_empty() && kind == "move" && first["target"].is_number() && choices.chance(15) {
        let down = first["target"].as_f64() < first["baseline"].as_f64().or(Some(0.0));
        row["measure"]["direction"] = json!(if down { "decrease" } else { "increase" });
    }
    let numeric = takes_numbers(&first) && kind != "from_children" && history.is_empty();
    if numeric && !world.kpis.is_empty() && choices.chance(12) {
        row["kpi"] = world.kpis[choices.below(world.kpis.len())]["id"].clone();
    }
    let stated = |day: i64| {
        let mut measure = in_force(day);
        if traits.own_values && kind_of(&measure) == "from_children" && measure["with_own"].is_null() {
            measure["with_own"] = json!(true);
        }
        measure
    };
    let made = check_ins(choices, world, &stated, 4);
    if row["kpi"].is_null() || choices.chance(30) {
        row["check_ins"] = json!(made);
    }
    row
}

/// Planned values on days inside the key result's window, if it has one, and sometimes outside.
fn plan(choices: &mut Choices, world: &World, objective: &Value, row: &mut Value) {
    let cycle = world.cycles.iter().find(|cycle| cycle["id"] == objective["cycle"]).unwrap_or(&Value::Null);
    let stated = |own: &str, of_cycle: &str| {
        [&row[own], &objective[own], &cycle[of_cycle]].into_iter().find_map(|date| date.as_str())
    };
    let (Some(start), Some(end)) = (stated("start", "start"), stated("due", "end")) else { return };
    let outside = choices.chance(20);
    let is_near = |day: &String| outside || (start <= day.as_str() && day.as_str() <= end);
    let days: Vec<String> = (0..=LAST).map(iso).filter(is_near).collect();
    let mut points: Vec<&String> = (0..1 + choices.below(3)).map(|_| &days[choices.below(days.len())]).collect();
    points.sort();
    points.dedup();
    let points: Vec<Value> =
        points.into_iter().map(|on| json!({"on": on, "value": choices.number(&[1.0, 3.0, 6.5, 8.0, 50.0])})).collect();
    row["plan"] = json!(points);
}

/// Amendments in the order of their dates, and the measures in force from each day on.
fn amendments(choices: &mut Choices, traits: &Traits, row: &mut Value) -> Vec<(i64, Value)> {
    if !choices.chance(25) {
        return Vec::new();
    }
    let guardrail = row["role"] == json!("guardrail");
    let mut days: Vec<i64> = (0..1 + choices.below(3)).map(|_| any_day(choices)).collect();
    days.sort();
    let mut current = row["measure"].clone();
    let mut history = Vec::new();
    let mut made = Vec::new();
    for day in days {
        let mut amendment = json!({"on": iso(day)});
        if kind(&current) != "from_children" && choices.chance(35) {
            let kind = if guardrail { choices.pick(&HOLDS) } else { choices.pick(&KINDS) };
            current = measure(choices, traits, kind);
            amendment["measure"] = current.clone();
        }
        if choices.chance(60) {
            amended_field(choices, traits, &current, &mut amendment);
        }
        for field in ["baseline", "target"] {
            if !amendment[field].is_null() {
                current[field] = amendment[field].clone();
            }
        }
        if choices.chance(30) {
            amendment["weight"] = json!(choices.number(&[2.0, 0.0, 0.5]));
        }
        window(choices, &mut amendment, 15);
        history.push((day, current.clone()));
        made.push(amendment);
    }
    row["amendments"] = json!(made);
    history
}
