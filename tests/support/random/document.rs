//! Random documents: who and when, the objectives, and the links between them.

use super::measure::{VALUES, kind};
use super::rows::objective;
use super::{Choices, LAST, MIDDLE, any_day, iso, policy};
use serde_json::{Value, json};
use std::collections::HashSet;

/// What a whole document decides, because it decides what else is valid.
pub struct Traits {
    /// Measures may have units, so nothing sums values by the document's own wish.
    pub units: bool,
    /// Objectives without a measure may be counted by hand, which has a unit as well.
    pub by_hand: bool,
    /// Baselines may equal targets, so no policy of the document refuses that.
    pub zero_ranges: bool,
    /// Every hold measure has `zero_at`, so a policy may ask for linear credit.
    pub zero_at: bool,
    /// The policy lets key results from children have values of their own, so they may state some.
    pub own_values: bool,
    /// The policy averages progress, so whatever is linked to a key result from children fits.
    pub averages: bool,
}

/// Ids that sort otherwise by bytes than they stand in the document.
const IDS: [&str; 12] = ["b", "a", "Z", "é", "a-2", "aa", "10", "9", "ß", "m", "zz", "A"];
/// Intervals between check-ins.
pub const EVERY: [&str; 4] = ["1w", "2w", "10d", "1mo"];

/// The parts of a document that objectives refer to.
pub struct World {
    pub cycles: Vec<Value>,
    pub teams: Vec<Value>,
    pub people: Vec<Value>,
    pub kpis: Vec<Value>,
    /// Confidences on the document's scale.
    pub confidences: Vec<f64>,
}

pub fn document(choices: &mut Choices) -> (Value, Traits) {
    let averages = choices.chance(20);
    let traits = Traits {
        // Values in several units can only be linked where progress is averaged.
        units: choices.chance(if averages { 60 } else { 15 }),
        by_hand: choices.chance(40),
        zero_ranges: choices.chance(15),
        zero_at: choices.chance(25),
        own_values: choices.chance(12),
        averages,
    };
    let mut document = json!({"okr": 1, "name": "Random"});
    if traits.zero_ranges || traits.own_values || traits.averages || choices.chance(50) {
        document["policy"] = policy::of_workspace(choices, &traits);
    }
    let scale = [[0.0, 1.0], [0.0, 10.0], [1.0, 5.0]][choices.below(3)];
    if scale[1] > 1.0 {
        document["confidence_scale"] = json!(scale);
    }
    let confidences = [0.5, 0.0, 1.0, 0.3, 0.7].map(|c| scale[0] + c * (scale[1] - scale[0]));
    let teams = teams(choices);
    let world = World {
        cycles: cycles(choices),
        people: people(choices, &teams),
        teams,
        kpis: kpis(choices),
        confidences: confidences.to_vec(),
    };
    let mut ids = Vec::new();
    for id in IDS {
        ids.extend([id.to_owned(), format!("{id}{id}x"), format!("k{id}"), format!("{id}.1"), format!("{id} 1")]);
    }
    choices.shuffle(&mut ids);
    let mut objectives = Vec::new();
    let most = [4, 8, 2][choices.below(3)];
    for _ in 0..1 + choices.below(most) {
        objectives.push(objective(choices, &traits, &world, &mut ids));
    }
    link(choices, &traits, &mut objectives);
    choices.shuffle(&mut objectives);
    let World { cycles, teams, people, kpis, .. } = world;
    for (field, rows) in [("cycles", cycles), ("teams", teams), ("people", people), ("kpis", kpis)] {
        document[field] = json!(rows);
    }
    document["objectives"] = json!(objectives);
    (document, traits)
}

/// Which way a link points: objectives by rank, key results by rank and place. Links that roll up and dependencies
/// lead to what comes earlier, so neither makes a loop.
struct End {
    rank: usize,
    place: Option<usize>,
    id: String,
    measure: Value,
}

fn link(choices: &mut Choices, traits: &Traits, objectives: &mut [Value]) {
    let mut ends: Vec<End> = Vec::new();
    for (rank, row) in objectives.iter().enumerate() {
        let end = |row: &Value, place| End {
            rank,
            place,
            id: row["id"].as_str().expect("an id").to_owned(),
            measure: row["measure"].clone(),
        };
        ends.push(end(row, None));
        let key_results = row["key_results"].as_array().expect("a list").iter().enumerate();
        ends.extend(key_results.map(|(place, key_result)| end(key_result, Some(place))));
    }
    let mut links: Vec<(usize, Value)> = Vec::new();
    for (from, source) in ends.iter().enumerate() {
        let mut linked: HashSet<&str> = HashSet::new();
        for target in &ends {
            let earlier = target.rank < source.rank
                || (target.rank == source.rank
                    && source.place.is_some()
                    && target.place < source.place
                    && target.place.is_some());
            let rate = match (source.place, target.place) {
                (None, None) => 35,
                (Some(_), None) => 8,
                (None, Some(_)) => 4,
                (Some(_), Some(_)) => 8,
            };
            if source.id == target.id || !choices.chance(rate) || !linked.insert(&target.id) {
                continue;
            }
            let mut kind_of_link =
                choices.pick(&["contributes", "contributes", "contributes", "supports", "depends_on"]);
            if !earlier || !fits(source, target, traits) {
                if !choices.chance(20) {
                    continue;
                }
                kind_of_link = "supports";
            }
            let mut link = json!({"to": target.id, "kind": kind_of_link});
            if kind_of_link == "contributes" {
                if choices.chance(50) {
                    link["weight"] = json!(choices.number(&[2.0, 1.0, 0.0, 0.5, 3.0]));
                }
                if choices.chance(50) {
                    link.as_object_mut().expect("an object").remove("kind");
                }
            }
            links.push((from, link));
        }
    }
    for (from, link) in links {
        let End { rank, place, .. } = &ends[from];
        let row = &mut objectives[*rank];
        let row = match place {
            Some(place) => &mut row["key_results"][*place],
            None => row,
        };
        if row["aligned_to"].is_null() {
            row["aligned_to"] = json!([]);
        }
        row["aligned_to"].as_array_mut().expect("a list").push(link);
    }
}

/// A5: what a `from_children` key result may take.
fn fits(source: &End, target: &End, traits: &Traits) -> bool {
    if target.place.is_none() || kind(&target.measure) != "from_children" {
        return true;
    }
    let averages = target.measure["of"] == json!("progress") || (target.measure["of"].is_null() && traits.averages);
    averages || (source.place.is_some() && !traits.units)
}

/// One to four cycles, some inside another one.
fn cycles(choices: &mut Choices) -> Vec<Value> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    let mut cycles = Vec::new();
    for i in 0..1 + choices.below(4) {
        let within = (i > 0 && choices.chance(60)).then(|| choices.below(i));
        let (first, last) = within.map_or((0, LAST), |parent| spans[parent]);
        let start =
            if choices.chance(50) { first + choices.below((MIDDLE - first) as usize + 1) as i64 } else { first };
        let end = if choices.chance(50) { MIDDLE + choices.below((last - MIDDLE) as usize + 1) as i64 } else { last };
        spans.push((start, end));
        let mut cycle = json!({"id": format!("c{i}"), "start": iso(start), "end": iso(end)});
        if let Some(parent) = within {
            cycle["within"] = json!(format!("c{parent}"));
        }
        if choices.chance(30) {
            cycle["check_in_every"] = json!(choices.pick(&EVERY));
        }
        cycles.push(cycle);
    }
    cycles
}

fn teams(choices: &mut Choices) -> Vec<Value> {
    (0..choices.below(5))
        .map(|i| {
            let mut team = json!({"id": format!("t{}", 9 - i)});
            if i > 0 && choices.chance(60) {
                team["parent"] = json!(format!("t{}", 9 - choices.below(i)));
            }
            team
        })
        .collect()
}

fn people(choices: &mut Choices, teams: &[Value]) -> Vec<Value> {
    (0..1 + choices.below(3))
        .map(|i| {
            let mut person = json!({"id": format!("p{i}"), "name": "Person"});
            if !teams.is_empty() && choices.chance(60) {
                person["team"] = teams[choices.below(teams.len())]["id"].clone();
            }
            person
        })
        .collect()
}

fn kpis(choices: &mut Choices) -> Vec<Value> {
    (0..choices.below(3))
        .map(|i| {
            let readings: Vec<Value> = (0..choices.below(4))
                .map(|_| json!({"on": iso(any_day(choices)), "value": choices.number(&VALUES)}))
                .collect();
            let mut kpi = json!({"id": format!("kpi{i}"), "name": "KPI", "readings": readings});
            match choices.below(4) {
                1 => kpi["healthy"] = json!({"kind": "at_least", "target": 5}),
                2 => kpi["healthy"] = json!({"kind": "at_most", "target": 3, "strict": choices.chance(50)}),
                3 => kpi["healthy"] = json!({"kind": "between", "low": 1, "high": 8}),
                _ => {}
            }
            kpi
        })
        .collect()
}
