//! What a careful programmer writes first: objects by text id in hash maps, and recursion with a memo.

use super::organisation::{AS_OF, Kind, Organisation};
use std::collections::HashMap;

struct KeyResult {
    kind: Kind,
    baseline: f64,
    target: f64,
    value: Option<f64>,
    weight: f64,
}

#[derive(Default)]
struct Objective {
    key_results: Vec<KeyResult>,
    children: Vec<(String, f64)>,
}

pub(crate) struct Naive {
    objectives: HashMap<String, Objective>,
}

impl KeyResult {
    fn progress(&self) -> f64 {
        let Some(value) = self.value else { return 0.0 };
        match self.kind {
            Kind::Move => ((value - self.baseline) / (self.target - self.baseline)).clamp(0.0, 1.0),
            Kind::AtLeast | Kind::Binary if value >= self.target => 1.0,
            Kind::AtLeast | Kind::Binary => 0.0,
        }
    }
}

impl Naive {
    pub(crate) fn new(organisation: &Organisation) -> Self {
        let mut objectives: HashMap<String, Objective> = HashMap::new();
        for (row, objective) in organisation.objectives.iter().enumerate() {
            let id = organisation.objective_id(row);
            for parent in &objective.parents {
                let parent_id = organisation.objective_id(parent.objective);
                objectives.entry(parent_id).or_default().children.push((id.clone(), parent.weight));
            }
            let key_results = objective.key_results.clone().map(|place| {
                let key_result = &organisation.key_results[place];
                KeyResult {
                    kind: key_result.kind,
                    baseline: key_result.baseline,
                    target: key_result.target,
                    value: organisation.value_on(place, AS_OF),
                    weight: key_result.weight,
                }
            });
            objectives.entry(id).or_default().key_results.extend(key_results);
        }
        Naive { objectives }
    }

    fn score<'a>(&'a self, id: &'a str, known: &mut HashMap<&'a str, Option<f64>>) -> Option<f64> {
        if let Some(score) = known.get(id) {
            return *score;
        }
        let objective = self.objectives.get(id)?;
        let (mut sum, mut weights) = (0.0, 0.0);
        for key_result in &objective.key_results {
            sum += key_result.weight * key_result.progress();
            weights += key_result.weight;
        }
        for (child, weight) in &objective.children {
            if let Some(score) = self.score(child, known) {
                sum += weight * score;
                weights += weight;
            }
        }
        let score = if weights > 0.0 { Some(sum / weights) } else { None };
        known.insert(id, score);
        score
    }

    /// The score of every objective that has one, by id.
    pub(crate) fn pass(&self) -> HashMap<&str, Option<f64>> {
        let mut known = HashMap::new();
        for id in self.objectives.keys() {
            self.score(id, &mut known);
        }
        known
    }
}
