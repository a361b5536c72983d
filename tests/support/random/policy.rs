//! Random policies: every field, each often as the default has it.

use super::Choices;
use super::document::Traits;
use serde_json::{Map, Value, json};

/// Where a policy stands, which decides what it may say.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// In the document: nothing that makes the document invalid.
    Workspace,
    /// On an objective, which has a measure of its own or has none.
    Objective { measured: bool },
    /// Beside the document: it may ask for what the document cannot answer.
    Call,
}

pub fn of_workspace(choices: &mut Choices, traits: &Traits) -> Value {
    let mut policy = sections(choices, traits, Place::Workspace);
    policy["base"] = json!("default");
    if traits.zero_ranges {
        policy["measure"]["zero_range"] = json!(choices.pick(&["half", "reached", "zero", "one", "none"]));
    }
    if traits.own_values {
        policy["measure"]["with_own"] = json!(true);
    }
    if traits.averages {
        policy["measure"]["of"] = json!("progress");
    }
    fitting(policy)
}

pub fn to_score_with(choices: &mut Choices, traits: &Traits) -> Value {
    let mut policy = sections(choices, traits, Place::Call);
    policy["base"] = json!("default");
    // What the document lets be linked because it averages does not fit where values are added up.
    if traits.averages && choices.chance(50) {
        policy["measure"]["of"] = json!("sum");
    }
    fitting(policy)
}

/// A whole policy without the fields that say nothing beside its others.
fn fitting(mut policy: Value) -> Value {
    let drop = |policy: &mut Value, section: &str, field: &str| {
        policy.get_mut(section).and_then(Value::as_object_mut).map(|fields| fields.remove(field))
    };
    if policy.pointer("/rollup/of").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        drop(&mut policy, "rollup", "initiatives");
        drop(&mut policy, "status", "rollup");
    }
    let bands = policy.pointer("/status/bands");
    let is_gap = policy.pointer("/status/source").is_some_and(|source| source == "gap");
    let list = bands.map(|bands| bands.get("list").unwrap_or(bands));
    let is_far = |band: &Value| ["at_least", "above"].iter().any(|key| band[key].as_f64().is_some_and(|x| x > 1.0));
    if is_gap && list.is_none_or(|list| list.as_array().is_some_and(|list| list.iter().any(is_far))) {
        // A gap has bands of its own, and none of them far out.
        let gaps = [json!({"at_least": 0.1, "status": "on_track"}), json!({"above": -0.2, "status": "at_risk"})];
        policy["status"]["bands"] = json!([gaps[0], gaps[1], {"status": "off_track"}]);
    }
    if policy.pointer("/status/rollup").is_none_or(|rollup| rollup == "own") {
        drop(&mut policy, "status", "agreed");
    }
    if policy.pointer("/status/stale").is_some_and(|stale| stale == "none") {
        drop(&mut policy, "status", "stale_after");
    }
    policy
}

pub fn of_objective(choices: &mut Choices, traits: &Traits, measured: bool) -> Value {
    let mut policy = sections(choices, traits, Place::Objective { measured });
    for section in ["confidence", "score", "display", "carry_over"] {
        policy.as_object_mut().expect("an object").remove(section);
    }
    // What the workspace's policy lets the document state holds for all its objectives.
    for (field, holds) in [("with_own", traits.own_values), ("of", traits.averages)] {
        if let Some(fields) = policy.get_mut("measure").and_then(Value::as_object_mut).filter(|_| holds) {
            fields.remove(field);
        }
    }
    policy
}

/// A section with some of its fields.
fn section(choices: &mut Choices, fields: Vec<(&str, Value)>) -> Value {
    let rate = [30, 60, 100][choices.below(3)];
    let mut section = Map::new();
    for (field, value) in fields {
        if choices.chance(rate) {
            section.insert(field.to_owned(), value);
        }
    }
    Value::Object(section)
}

/// Makes one section of a policy.
type Section = fn(&mut Choices, &Traits, Place) -> Value;

fn sections(choices: &mut Choices, traits: &Traits, place: Place) -> Value {
    let mut policy = json!({});
    let named: [(&str, Section); 10] = [
        ("measure", measure),
        ("clamp", clamp),
        ("rollup", rollup),
        ("weights", weights),
        ("expected", expected),
        ("status", status),
        ("confidence", |choices, _, _| json!({"bands": labels(choices)})),
        ("score", score),
        ("display", display),
        ("carry_over", |choices, _, _| json!({"baseline": choices.pick(&["value", "keep", "zero"])})),
    ];
    for (name, make) in named {
        if choices.chance(50) {
            policy[name] = make(choices, traits, place);
        }
    }
    policy
}

fn measure(choices: &mut Choices, traits: &Traits, place: Place) -> Value {
    let credits: &[&str] = if traits.zero_at || place == Place::Call {
        &["binary", "linear", "distance"]
    } else {
        &["binary", "distance"]
    };
    let zero_ranges: &[&str] = match place {
        Place::Call => &["error", "reached", "zero", "half", "one", "none"],
        _ => &["reached", "zero", "half", "one", "none"],
    };
    let fields = vec![
        ("missing", json!(choices.pick(&["zero", "baseline", "skip"]))),
        ("zero_range", json!(choices.pick(zero_ranges))),
        ("aggregate", json!(choices.pick(&["last", "sum", "mean", "min", "max", "count"]))),
        ("strict", json!(choices.chance(50))),
        ("read", json!(choices.pick(&["latest", "share_of_check_ins", "share_of_elapsed", "share_of_window"]))),
        ("credit", json!(choices.pick(credits))),
        ("between", json!(choices.pick(&["stepped", "linear"]))),
        ("of", json!(choices.pick(&["sum", "mean", "progress"]))),
        ("with_own", json!(choices.chance(30))),
    ];
    section(choices, fields)
}

fn range(choices: &mut Choices, least: &[Option<f64>], most: &[Option<f64>]) -> Value {
    let fields =
        vec![("min", json!(least[choices.below(least.len())])), ("max", json!(most[choices.below(most.len())]))];
    section(choices, fields)
}

fn clamp(choices: &mut Choices, _: &Traits, _: Place) -> Value {
    let least = [Some(0.0), None, Some(-0.5), Some(0.1)];
    let most = [Some(1.0), None, Some(1.5), Some(0.8)];
    let fields = vec![
        ("shown", range(choices, &least, &most)),
        ("contributed", range(choices, &least, &most)),
        ("objective", range(choices, &[None, Some(0.0), Some(0.2)], &[None, Some(1.0), Some(0.9)])),
    ];
    section(choices, fields)
}

fn rollup(choices: &mut Choices, traits: &Traits, place: Place) -> Value {
    let mut of = vec!["pooled", "key_results", "children", "key_results_as_one", "descendants"];
    let sums = !traits.units && !traits.by_hand;
    match place {
        Place::Call => of.extend(["manual", "own_measure", "sum_of_values"]),
        Place::Objective { measured: true } if sums => of.extend(["manual", "own_measure", "sum_of_values"]),
        Place::Objective { measured: true } => of.extend(["manual", "own_measure"]),
        _ if traits.by_hand => of.push("manual"),
        _ => {}
    }
    let one = json!(choices.pick(&of));
    let fields = vec![
        ("of", if choices.chance(25) { several(choices, traits, place, &one) } else { one }),
        ("mean", json!(choices.pick(&["weighted", "weighted", "minimum"]))),
        ("initiatives", json!(choices.pick(&["none", "members"]))),
        ("holds", json!(choices.pick(&["members", "none"]))),
        ("units", json!(choices.pick(&["any", "same"]))),
        ("credit", json!(choices.pick(&["full", "split"]))),
        ("manual", json!(choices.pick(&["sticky", "until_check_in"]))),
        ("team_mean", json!(choices.pick(&["flat", "means"]))),
    ];
    section(choices, fields)
}

/// A list of choices, the last of them one that the document can answer wherever it stands.
fn several(choices: &mut Choices, traits: &Traits, place: Place, last: &Value) -> Value {
    let mut before = vec!["key_results", "children", "own_measure", "pooled", "descendants"];
    if traits.by_hand || place != Place::Workspace && place != (Place::Objective { measured: false }) {
        before.push("manual");
    }
    if !traits.units && !traits.by_hand {
        before.push("sum_of_values");
    }
    before.retain(|of| last != of);
    choices.shuffle(&mut before);
    before.truncate(choices.below(4));
    let mut list: Vec<Value> = before.into_iter().map(Value::from).collect();
    if !list.is_empty() {
        list.push(last.clone());
    }
    json!(list)
}

fn weights(choices: &mut Choices, _: &Traits, _: Place) -> Value {
    let fields = vec![
        ("rule", json!(choices.pick(&["relative", "equal", "evenly", "in_ratio", "last", "by_size"]))),
        ("total", json!(choices.number(&[1.0, 100.0]))),
    ];
    section(choices, fields)
}

fn expected(choices: &mut Choices, _: &Traits, _: Place) -> Value {
    let fields = vec![
        ("day_count", json!(choices.pick(&["exclusive", "inclusive"]))),
        ("curve", json!(choices.pick(&["linear", "front_loaded", "back_loaded", "s_curve", "steps"]))),
        ("step", json!(choices.pick(&["1mo", "2w", "9d", "2mo"]))),
        ("plan", json!(choices.pick(&["linear", "stepped"]))),
        ("binary", json!(choices.pick(&["due", "curve", "whole", "none"]))),
        ("holds", json!(choices.pick(&["met", "none"]))),
    ];
    section(choices, fields)
}

const STATUSES: [&str; 6] = ["on_track", "at_risk", "off_track", "achieved", "exceeded", "missed"];

/// Status bands, best first.
fn bands(choices: &mut Choices) -> Value {
    let mut list = Vec::new();
    for limit in [1.2, 1.0, 0.9, 0.7, 0.5, 1.0 / 3.0, 0.0, -0.2] {
        if choices.chance(35) {
            let by = choices.pick(&["at_least", "above"]);
            list.push(json!({by: limit, "status": choices.pick(&STATUSES)}));
        }
    }
    list.push(json!({"status": choices.pick(&["off_track", "missed", "at_risk"])}));
    for band in &mut list {
        if choices.chance(20) {
            band["label"] = json!(choices.pick(&["fine", "so so", "poor"]));
        }
    }
    rounded(choices, list)
}

/// Bands of labels alone.
fn labels(choices: &mut Choices) -> Value {
    let mut list = Vec::new();
    for (limit, label) in [(0.7, "A"), (0.4, "B")] {
        if choices.chance(50) {
            list.push(json!({choices.pick(&["at_least", "above"]): limit, "label": label}));
        }
    }
    list.push(json!({"label": "C"}));
    rounded(choices, list)
}

fn rounded(choices: &mut Choices, list: Vec<Value>) -> Value {
    if !choices.chance(20) {
        return json!(list);
    }
    let round_to = choices.number(&[0.1, 0.01, 0.25]);
    json!({"round_to": round_to, "list": list})
}

fn hold(choices: &mut Choices) -> Value {
    if choices.chance(25) {
        return json!("bands");
    }
    let fields = vec![
        ("met", json!(choices.pick(&["on_track", "achieved"]))),
        ("near", json!(choices.pick(&["at_risk", "on_track"]))),
        ("unmet", json!(choices.pick(&["off_track", "missed"]))),
    ];
    section(choices, fields)
}

fn stale_after(choices: &mut Choices) -> Value {
    match choices.below(6) {
        0 => json!("2w"),
        1 => json!(null),
        2 => json!("6d"),
        3 => json!("1mo"),
        4 => json!({"intervals": 1 + choices.below(3)}),
        _ => json!({"intervals": 1, "plus": choices.pick(&["3d", "1mo"])}),
    }
}

fn status(choices: &mut Choices, _: &Traits, _: Place) -> Value {
    let ending = match choices.below(3) {
        0 => json!("attained"),
        1 => json!("computed"),
        _ => bands(choices),
    };
    let mut order = vec!["missed", "off_track", "at_risk", "not_started", "on_track", "achieved", "exceeded"];
    if choices.chance(40) {
        order.push("none");
        choices.shuffle(&mut order);
        order.truncate(3 + choices.below(6));
    }
    let mut points = Map::new();
    for status in ["missed", "off_track", "at_risk", "not_started", "on_track", "achieved", "exceeded", "postponed"] {
        if choices.chance(80) {
            points.insert(status.to_owned(), json!(choices.number(&[1.0, 0.0, 0.5, 2.0, -1.0])));
        }
    }
    if points.is_empty() {
        points.insert("on_track".to_owned(), json!(1.0));
    }
    let agreed: Vec<&str> =
        ["achieved", "at_risk", "not_started", "none"].into_iter().filter(|_| choices.chance(30)).collect();
    let fields = vec![
        ("source", json!(choices.pick(&["ratio", "gap", "progress", "confidence", "stated"]))),
        ("override", json!(choices.pick(&["until_end", "until_check_in", "sticky"]))),
        ("not_started", json!(choices.pick(&["no_value", "no_progress", "never"]))),
        ("bands", bands(choices)),
        ("final", ending),
        ("goal", json!(choices.pick(&["achieved", "exceeded", "none"]))),
        ("hold", hold(choices)),
        ("grace", json!(choices.number(&[0.1, 0.0, 0.5, 0.25]))),
        ("stale_after", stale_after(choices)),
        ("stale", json!(choices.pick(&["at_risk", "flag", "none"]))),
        ("guardrail", json!(choices.pick(&["at_risk", "off_track"]))),
        ("rollup", json!(choices.pick(&["own", "worst", "unanimous", "mean_points", "mean_ratio"]))),
        ("agreed", json!(agreed)),
        ("groups", json!(choices.pick(&["own", "rollup"]))),
        ("points", Value::Object(points)),
        ("ratio_cap", [json!(1), json!(null), json!(1.5)][choices.below(3)].clone()),
        ("rollup_bands", bands(choices)),
        ("order", json!(order)),
        (
            "labels",
            [json!({}), json!({"on_track": "good", "none": "-", "missed": "no", "not_started": "new"})]
                [choices.below(2)]
            .clone(),
        ),
    ];
    section(choices, fields)
}

fn display(choices: &mut Choices, _: &Traits, _: Place) -> Value {
    let fields = vec![
        ("decimals", json!(choices.below(3))),
        ("rounding", json!(choices.pick(&["half_away", "half_up", "floor", "truncate"]))),
        ("edges", json!(choices.pick(&["exact", "rounded"]))),
        ("absent", json!(choices.pick(&["dash", "zero"]))),
    ];
    section(choices, fields)
}

fn score(choices: &mut Choices, _: &Traits, _: Place) -> Value {
    let fields = vec![
        ("committed", json!(choices.number(&[1.0, 0.9]))),
        ("aspirational", json!(choices.number(&[0.7, 0.5]))),
        ("clamp", range(choices, &[Some(0.0), None, Some(0.2)], &[Some(1.0), None, Some(1.3)])),
        ("bands", labels(choices)),
    ];
    section(choices, fields)
}
