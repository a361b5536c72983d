//! The tables of presets by rule: a cell says in words what a few fields of the policy state.

use super::statuses;
use okr_core::Policy;
use okr_core::policy::{Bands, Clamp, StatusSource};
use serde_json::Value;
use std::fmt::Write;

/// A table: its columns, each with what it says of a policy.
pub(crate) struct Table {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    columns: &'static [(&'static str, Cell)],
}

/// What a cell says of a policy, which comes as it is and as JSON.
type Cell = fn(&Policy, &Value) -> String;

pub(crate) const TABLES: &[Table] = &[
    Table {
        title: "What counts",
        about: "What an objective reads, how it weighs, where numbers stop, and what stands in for a missing number (R1, R2, R3, P11, V2, P2); where a key result starts that is carried over (J6).",
        columns: &[
            ("reads", reads),
            ("weights", |_, fields| word(&fields["weights"]["rule"])),
            ("limits", limits),
            ("no value", |_, fields| word(&fields["measure"]["missing"])),
            ("start is target", |_, fields| word(&fields["measure"]["zero_range"])),
            ("measures", measures),
            ("next cycle", carried),
        ],
    },
    Table {
        title: "Expected and status",
        about: "What a status reads and where its words begin, or which words people choose among, with the engine's where it is another (E1, E2, S1 to S5). Progress and ratios are in percent, a gap is in points.",
        columns: &[
            ("expected", expected),
            ("reads", |_, fields| word(&fields["status"]["source"])),
            ("words", status_words),
            ("at 100 %", |_, fields| word(&fields["status"]["goal"])),
            ("after the end", at_the_end),
            ("an objective's", above),
            ("grace, stale", patience),
        ],
    },
    Table {
        title: "Confidence, scores and display",
        about: "Names for a confidence, names for a score and what counts as attained (C1, G2), and how percentages are shown (N2).",
        columns: &[
            ("confidence", |policy, _| bands(&policy.confidence.bands, false)),
            ("grades", |policy, _| bands(&policy.score.bands, false)),
            ("attained from", |policy, _| {
                format!("{} / {}", percent(policy.score.committed), percent(policy.score.aspirational))
            }),
            ("score", |_, fields| ends(&fields["score"]["clamp"])),
            ("shows", display),
        ],
    },
];

/// The table; a cell that says what the default says is empty, and so is a row of nothing else.
pub(crate) fn table(table: &Table, policies: &[Policy]) -> String {
    let heads: Vec<&str> = table.columns.iter().map(|(head, _)| *head).collect();
    let mut text = format!("| preset | {} |\n|---|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    let cells = |policy: &Policy| -> Vec<String> {
        let fields = serde_json::to_value(policy).unwrap_or_default();
        table.columns.iter().map(|(_, cell)| cell(policy, &fields).replace('|', "/")).collect()
    };
    let own = cells(&Policy::default());
    for policy in policies {
        let mut row = cells(policy);
        if policy.name != "default" {
            row.iter_mut().zip(&own).filter(|(cell, own)| cell == own).for_each(|(cell, _)| cell.clear());
        }
        if row.iter().any(|cell| !cell.is_empty()) {
            let _ = writeln!(text, "| {} | {} |", link(&policy.name), row.join(" | "));
        }
    }
    text
}

pub(crate) fn link(name: &str) -> String {
    format!("[`{name}`](#{name})")
}

/// What a word of a policy means, for those that do not say it themselves.
const WORDS: &[(&str, &str)] = &[
    ("pooled", "key results and child objectives"),
    ("key_results_as_one", "key results as one member, and child objectives"),
    ("children", "child objectives"),
    ("descendants", "all objectives below"),
    ("own_measure", "its own measure"),
    ("sum_of_values", "the sum of the values below"),
    ("manual", "a value by hand"),
    ("relative", "as stated, 1 if not"),
    ("evenly", "as stated, the others share the rest"),
    ("in_ratio", "the others keep their ratio"),
    ("last", "the last takes the rest"),
    ("by_size", "by the size of the range"),
    ("ratio", "progress / expected"),
    ("gap", "progress − expected"),
    ("own", "its own numbers"),
    ("worst", "the worst below"),
    ("unanimous", "what all below share"),
    ("mean_points", "mean of points"),
    ("mean_ratio", "mean of ratios"),
    ("attained", "attained or missed"),
    ("computed", "as before"),
    ("skip", "left out"),
    ("baseline", "the start"),
    ("zero", "0 %"),
    ("half", "50 %"),
    ("one", "100 %"),
    ("none", "none"),
    ("error", "refused"),
    ("reached", "reached or not"),
    ("half_away", "halves away from zero"),
    ("truncate", "cut off"),
    ("half_up", "halves up"),
    ("floor", "rounded down"),
    ("equal", "all equal"),
    ("stated", "what people state"),
    ("until_end", "to the end of the window"),
    ("until_check_in", "until a check-in"),
    ("sticky", "until the next"),
];

fn word(value: &Value) -> String {
    match value {
        Value::String(word) => {
            let known = WORDS.iter().find(|(known, _)| known == word);
            known.map_or_else(|| word.replace('_', " "), |(_, meaning)| (*meaning).to_owned())
        }
        Value::Array(list) if list.is_empty() => "nothing: objectives have no number".to_owned(),
        Value::Array(list) => list.iter().map(word).collect::<Vec<_>>().join(", else "),
        other => other.to_string(),
    }
}

fn percent(x: f64) -> String {
    format!("{} %", (x * 1e6).round() / 1e4)
}

fn reads(_: &Policy, fields: &Value) -> String {
    let rollup = &fields["rollup"];
    let mut text = word(&rollup["of"]);
    for (field, value, told) in [
        ("mean", "minimum", ", the smallest"),
        ("initiatives", "members", ", with initiatives"),
        ("holds", "none", ", no bounds to hold"),
        ("units", "same", ", of its own unit"),
        ("credit", "split", ", credit split"),
        ("team_mean", "means", "; teams: mean of means"),
    ] {
        if rollup[field] == value {
            text.push_str(told);
        }
    }
    if rollup["manual"] == "until_check_in" {
        text.push_str("; a value by hand stands until a check-in below");
    }
    text
}

/// The ends of a range in JSON.
fn ends(range: &Value) -> String {
    match (range["min"].as_f64(), range["max"].as_f64()) {
        (Some(min), Some(max)) => format!("{} to {}", (min * 100.0).round(), percent(max)),
        (Some(min), None) => format!("from {}", percent(min)),
        (None, Some(max)) => format!("up to {}", percent(max)),
        (None, None) => "no limit".to_owned(),
    }
}

fn carried(_: &Policy, fields: &Value) -> String {
    let carry = &fields["carry_over"];
    let start = match carry["baseline"].as_str() {
        Some("value") => "starts at the value",
        Some("zero") => "starts at 0",
        _ => "keeps its start",
    };
    format!("{start}{}", if carry["unmoved"] == "postpone" { ", postponed if unmoved" } else { "" })
}

/// An objective's status, and that of a group.
fn above(_: &Policy, fields: &Value) -> String {
    let status = &fields["status"];
    let agreed: Vec<String> = status["agreed"].as_array().into_iter().flatten().map(word).collect();
    let first = if agreed.is_empty() { String::new() } else { format!("; {} if all are", agreed.join(", ")) };
    let groups = if status["groups"] == "rollup" { "; groups too" } else { "" };
    format!("{}{first}{groups}", word(&status["rollup"]))
}

fn limits(policy: &Policy, fields: &Value) -> String {
    let [shown, contributed] = [&fields["clamp"]["shown"], &fields["clamp"]["contributed"]].map(ends);
    let mut text = if shown == contributed { shown } else { format!("shown {shown}; in the mean {contributed}") };
    if policy.clamp.objective != Clamp::default() {
        let _ = write!(text, "; objective {}", ends(&fields["clamp"]["objective"]));
    }
    text
}

/// The defaults of measures that are not the engine's own.
fn measures(policy: &Policy, fields: &Value) -> String {
    let own = serde_json::to_value(Policy::default()).unwrap_or_default();
    let stated = fields["measure"].as_object().into_iter().flatten();
    let told = stated.filter(|(name, value)| {
        !["missing", "zero_range"].contains(&name.as_str()) && own["measure"][*name] != **value
    });
    let told: Vec<String> = told
        .map(|(name, value)| {
            format!(
                "{name}: {}",
                value.as_str().map_or_else(|| value.to_string(), |word| word.replace('_', " ")).replace("true", "yes")
            )
        })
        .collect();
    let total =
        if policy.weights.total == 1.0 { None } else { Some(format!("weights total {}", policy.weights.total)) };
    told.into_iter().chain(total).collect::<Vec<_>>().join(", ")
}

fn expected(_: &Policy, fields: &Value) -> String {
    let expected = &fields["expected"];
    let day = if expected["day_count"] == "inclusive" { ", the first day counts" } else { "" };
    let plan = if expected["plan"] == "stepped" { ", plans in steps" } else { "" };
    let curve = if expected["curve"] == "linear" { "straight".to_owned() } else { word(&expected["curve"]) };
    let binary = match expected["binary"].as_str() {
        Some("curve") => ", of a yes or no too",
        Some("whole") => ", 100 % of a yes or no",
        Some("none") => ", none of a yes or no",
        _ => "",
    };
    format!("{curve}{day}{plan}{binary}")
}

/// What a computed status is called from where on, or what people choose among.
fn status_words(policy: &Policy, fields: &Value) -> String {
    match policy.status.source {
        StatusSource::Stated => statuses::stated(policy),
        _ => bands(&policy.status.bands, fields["status"]["source"] == "gap"),
    }
}

/// Bands in words: from where, what it is called.
fn bands(bands: &Bands, points: bool) -> String {
    let number = |x: f64| if points { format!("{}", (x * 1e4).round() / 1e2) } else { percent(x) };
    let told = |band: &okr_core::policy::Band| {
        let called = band.label.clone().or_else(|| band.status.map(|status| status.as_str().replace('_', " ")));
        let called = called.unwrap_or_default();
        match (band.at_least, band.above) {
            (Some(limit), _) => format!("≥ {} {called}", number(limit)),
            (_, Some(limit)) => format!("> {} {called}", number(limit)),
            _ => format!("else {called}"),
        }
    };
    let list: Vec<String> = bands.list.iter().map(told).collect();
    match bands.round_to {
        Some(step) => format!("{} (rounded to {step})", list.join(", ")),
        None => list.join(", "),
    }
}

fn at_the_end(policy: &Policy, fields: &Value) -> String {
    match &policy.status.last {
        okr_core::policy::Final::Bands(list) => bands(list, false),
        _ => word(&fields["status"]["final"]),
    }
}

fn patience(policy: &Policy, fields: &Value) -> String {
    let status = &fields["status"];
    let after = match &status["stale_after"] {
        Value::String(after) => format!(" after {after}"),
        Value::Object(parts) => {
            let plus = parts.get("plus").and_then(Value::as_str).map_or(String::new(), |plus| format!(" and {plus}"));
            format!(" after {} interval{plus}", parts.get("intervals").unwrap_or(&Value::Null))
        }
        _ => String::new(),
    };
    let stale = match status["stale"].as_str() {
        Some("flag") => "flagged".to_owned(),
        Some("none") => return format!("{}, never stale", percent(policy.status.grace)),
        _ => word(&status["stale"]),
    };
    format!("{}, {stale}{after}", percent(policy.status.grace))
}

fn display(policy: &Policy, fields: &Value) -> String {
    let decimals = match policy.display.decimals {
        0 => "whole percents".to_owned(),
        1 => "1 decimal".to_owned(),
        more => format!("{more} decimals"),
    };
    let display = &fields["display"];
    let edges = if display["edges"] == "rounded" { ", ends too" } else { "" };
    let absent = if display["absent"] == "zero" { ", nothing as 0" } else { "" };
    format!("{decimals}, {}{edges}{absent}", word(&display["rounding"]))
}
