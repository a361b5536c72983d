//! R7 and K1: the rows of cycles, teams, people and KPIs.

use super::facts::CheckIn;
use super::measure::contributed;
use super::numbers::weighted_mean;
use super::policy::word;
use super::status::Status;
use super::time::date;
use super::{Node, Oracle, list, text};
use serde_json::{Value, json};

/// The mean of some objectives.
#[derive(Clone, Copy, Default)]
struct Mean {
    progress: Option<f64>,
    expected: Option<f64>,
    confidence: Option<f64>,
    objectives: usize,
}

/// Which objectives belong to a row.
type Belongs<'b> = &'b dyn Fn(usize) -> bool;

impl<'a> Oracle<'a> {
    pub fn cycle_rows(&self) -> Vec<Value> {
        let row = |cycle: &Value| {
            let id = text(cycle, "id");
            let belongs = |o| text(self.objectives[o], "cycle") == id;
            self.row(id, self.mean(&belongs), &belongs)
        };
        list(self.document, "cycles").iter().map(row).collect()
    }

    pub fn people_rows(&self) -> Vec<Value> {
        let row = |person: &Value| {
            let id = text(person, "id");
            let belongs = |o| text(self.objectives[o], "owner") == id && self.is_current(o);
            self.row(id, self.mean(&belongs), &belongs)
        };
        list(self.document, "people").iter().map(row).collect()
    }

    pub fn team_rows(&self) -> Vec<Value> {
        let row = |team: &Value| {
            let id = text(team, "id");
            self.row(id, self.team_mean(id), &|o| self.is_current(o) && self.is_below(o, id))
        };
        list(self.document, "teams").iter().map(row).collect()
    }

    /// The window contains as_of.
    fn is_current(&self, o: usize) -> bool {
        self.objective_window(o).contains(self.as_of)
    }

    /// The objective's team, else its owner's.
    fn team_of(&self, o: usize) -> Option<&'a str> {
        let owner = text(self.objectives[o], "owner");
        let owner = list(self.document, "people").iter().find(|person| text(person, "id") == owner);
        self.objectives[o]["team"].as_str().or(owner.and_then(|person| person["team"].as_str()))
    }

    fn team_mean(&self, team: &str) -> Mean {
        let teams = list(self.document, "teams");
        if word(&self.policy, "rollup", "team_mean") == "flat" {
            return self.mean(&|o| self.is_current(o) && self.is_below(o, team));
        }
        let mut parts = vec![self.mean(&|o| self.is_current(o) && self.team_of(o) == Some(team))];
        let mut subteams: Vec<&str> =
            teams.iter().filter(|t| t["parent"].as_str() == Some(team)).map(|t| text(t, "id")).collect();
        subteams.sort();
        parts.extend(subteams.into_iter().map(|id| self.team_mean(id)));
        let mean = |pick: &dyn Fn(&Mean) -> Option<f64>| {
            weighted_mean(&parts.iter().filter_map(pick).map(|x| (1.0, x)).collect::<Vec<_>>())
        };
        Mean {
            progress: mean(&|part| part.progress),
            expected: mean(&|part| part.expected),
            confidence: mean(&|part| part.confidence),
            objectives: parts.iter().map(|part| part.objectives).sum(),
        }
    }

    /// Whether the objective is a team's own or one of a team below it.
    fn is_below(&self, o: usize, team: &str) -> bool {
        let teams = list(self.document, "teams");
        let mut at = self.team_of(o);
        while let Some(id) = at {
            if id == team {
                return true;
            }
            at = teams.iter().find(|t| text(t, "id") == id).and_then(|t| t["parent"].as_str());
        }
        false
    }

    /// The objectives that belong and count, by id.
    fn counted(&self, belongs: Belongs<'_>) -> Vec<usize> {
        let mut counted: Vec<usize> =
            (0..self.objectives.len()).filter(|o| belongs(*o) && self.left_out_of_rows(*o).is_none()).collect();
        counted.sort_by_key(|o| self.id(Node::Objective(*o)).as_bytes());
        counted
    }

    /// The weighted mean of the objectives that belong and count.
    fn mean(&self, belongs: Belongs<'_>) -> Mean {
        let counted = self.counted(belongs);
        let mean = |pick: &dyn Fn(usize) -> Option<f64>| {
            weighted_mean(&counted.iter().filter_map(|o| Some((self.row_weight(*o), pick(*o)?))).collect::<Vec<_>>())
        };
        Mean {
            progress: mean(&|o| self.objective(o).carried.map(|x| contributed(&self.policy, x))),
            expected: mean(&|o| self.objective(o).expected),
            confidence: mean(&|o| self.objective(o).confidence),
            objectives: counted.len(),
        }
    }

    /// The status from those of the objectives, where the policy reads them.
    fn status_of_objectives(&self, belongs: Belongs<'_>) -> Option<Status> {
        if word(&self.policy, "status", "groups") == "own" {
            return None;
        }
        let objectives: Vec<_> =
            self.counted(belongs).into_iter().map(|o| (self.row_weight(o), self.objective(o))).collect();
        let shown: Vec<_> =
            objectives.iter().map(|(weight, o)| (*weight, o.status.word.as_str(), o.progress, o.expected)).collect();
        self.rolled_status(&self.policy, &shown)
    }

    fn row(&self, id: &str, mean: Mean, belongs: Belongs<'_>) -> Value {
        let before = self.near.replace(false);
        let status = match (mean.progress, self.status_of_objectives(belongs)) {
            (Some(_), Some(status)) => status,
            (Some(p), None) => self.by_source(&self.policy, p, mean.expected, mean.confidence),
            (None, _) => Status::new("none", "no_progress"),
        };
        let near = self.near.replace(before);
        // S2: the word of the band, else that of the policy.
        let label = status.label.map_or_else(|| self.policy["status"]["labels"][&status.word].clone(), Value::from);
        json!({"id": id, "progress": mean.progress, "expected": mean.expected, "status": status.word, "label": label,
               "objectives": mean.objectives, "near": near})
    }

    /// K1.
    pub fn kpi_rows(&self) -> Vec<Value> {
        let row = |kpi: &Value| {
            let on = |stated: &Value| date(stated, "on").expect("a date");
            let readings = list(kpi, "readings").iter().map(|stated| CheckIn { on: on(stated), stated });
            let latest = readings.filter(|r| r.on <= self.as_of).max_by_key(|r| r.on);
            let value = latest.and_then(|r| r.value());
            let healthy = |v: f64| {
                let rule = &kpi["healthy"];
                rule.is_null() || self.hold_state(rule, &self.policy, v) == super::hold::State::Met
            };
            let state = match value.map(healthy) {
                None => "no_reading",
                Some(true) => "healthy",
                Some(false) => "unhealthy",
            };
            json!({"id": kpi["id"], "value": value, "state": state, "near": false})
        };
        list(self.document, "kpis").iter().map(row).collect()
    }
}
