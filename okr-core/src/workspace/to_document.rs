//! Back to plain values: the document as it is now.

use super::Workspace;
use super::draft::stated;
use super::frame::{Node, Prose};
use super::history::check_in;
use super::names::NONE;
use crate::model::{
    Alignment, Cycle, Document, KeyResult, Kpi, KpiReading, Measure, MeasureKind, Objective, Person, PolicySource,
    Target, Team,
};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The document as it is now, printed one objective at a time, so that it never stands in memory as a whole.
pub(super) struct Printed<'a>(pub(super) &'a Workspace);

impl Serialize for Printed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Objectives<'a>(&'a Workspace);

        impl Serialize for Objectives<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let links = self.0.links();
                serializer
                    .collect_seq(self.0.frame().objective_order.iter().map(|row| self.0.objective_value(*row, &links)))
            }
        }

        // The fields of `Document`, in its order and with its defaults left out.
        let Document { okr, name, policy, confidence_scale: _, cycles, teams, people, kpis, objectives: _ } =
            self.0.heading();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("okr", &okr)?;
        if !name.is_empty() {
            map.serialize_entry("name", &name)?;
        }
        if policy != PolicySource::default() {
            map.serialize_entry("policy", &policy)?;
        }
        entry(&mut map, "cycles", &cycles)?;
        entry(&mut map, "teams", &teams)?;
        entry(&mut map, "people", &people)?;
        entry(&mut map, "kpis", &kpis)?;
        if !self.0.frame().objective_order.is_empty() {
            map.serialize_entry("objectives", &Objectives(self.0))?;
        }
        map.end()
    }
}

fn entry<M: SerializeMap, T: Serialize>(map: &mut M, key: &str, list: &[T]) -> Result<(), M::Error> {
    if list.is_empty() { Ok(()) } else { map.serialize_entry(key, list) }
}

impl Workspace {
    /// The document as it is now, as plain values. Confidences are from 0 to 1, check-ins are by date.
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let document = workspace.to_document();
    /// assert_eq!(document.objectives[0].id, "customers-stay");
    /// assert_eq!(Workspace::from_document(&document)?.to_json(), workspace.to_json());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_document(&self) -> Document {
        let links = self.links();
        let mut document = self.heading();
        document.objectives =
            self.frame().objective_order.iter().map(|row| self.objective_value(*row, &links)).collect();
        document
    }

    /// Everything but the objectives.
    fn heading(&self) -> Document {
        let frame = self.frame();
        let texts = &frame.texts;
        let cycle_id = |symbol: u32| (symbol != NONE).then(|| frame.cycle_names.text(texts, symbol).to_owned());
        let team_id = |symbol: u32| (symbol != NONE).then(|| frame.team_names.text(texts, symbol).to_owned());
        let mut document = Document::new(frame.organisation.clone());
        document.policy = self.policy.clone();
        document.cycles = frame
            .cycles
            .iter()
            .map(|row| Cycle {
                id: frame.cycle_names.text(texts, row.name).to_owned(),
                name: stated(texts, row.title),
                start: row.start,
                end: row.end,
                within: cycle_id(row.within),
                check_in_every: row.every,
            })
            .collect();
        document.teams = frame
            .teams
            .iter()
            .map(|row| Team {
                id: frame.team_names.text(texts, row.name).to_owned(),
                name: stated(texts, row.title),
                parent: team_id(row.parent),
            })
            .collect();
        document.people = frame
            .people
            .iter()
            .map(|row| Person {
                id: frame.person_names.text(texts, row.name).to_owned(),
                name: stated(texts, row.title),
                team: team_id(row.parent),
            })
            .collect();
        document.kpis = frame
            .kpis
            .iter()
            .map(|row| Kpi {
                id: frame.kpi_names.text(texts, row.name).to_owned(),
                name: stated(texts, row.title),
                unit: stated(texts, row.unit),
                healthy: row.healthy.clone(),
                readings: row.given.iter().map(|(on, value)| KpiReading { on: *on, value: *value }).collect(),
            })
            .collect();
        document
    }

    /// Links by source, in the order given.
    fn links(&self) -> Vec<(Node, Alignment)> {
        let frame = self.frame();
        let mut links: Vec<(Node, Alignment)> = frame
            .links
            .iter()
            .map(|link| {
                let to = frame.nodes.text(&frame.texts, link.to).to_owned();
                let weight = Some(link.weight).filter(|weight| !weight.is_nan());
                (link.from, Alignment { to, kind: link.kind, weight })
            })
            .collect();
        links.sort_by_key(|(from, _)| *from);
        links
    }

    fn objective_value(&self, row: u32, links: &[(Node, Alignment)]) -> Objective {
        let frame = self.frame();
        let texts = &frame.texts;
        let at = row as usize;
        let columns = &frame.objectives;
        let mut objective = Objective::new(frame.objective_id(row), texts.get(columns.title[at]));
        objective.cycle =
            (columns.cycle[at] != NONE).then(|| frame.cycle_names.text(texts, columns.cycle[at]).to_owned());
        objective.team = (columns.team[at] != NONE).then(|| frame.team_names.text(texts, columns.team[at]).to_owned());
        objective.owner = frame.person_id(columns.owner[at]).map(str::to_owned);
        objective.weight = Some(columns.weight[at]).filter(|weight| !weight.is_nan());
        objective.ambition = columns.ambition[at];
        objective.aligned_to = links_of(links, Node::Objective(row));
        objective.key_results =
            frame.key_results_as_given(row).into_iter().map(|row| self.key_result_value(row, links)).collect();
        if let Some(more) = frame.more(row) {
            objective.start = more.start;
            objective.due = more.due;
            objective.initiatives.clone_from(&more.initiatives);
            objective.measure.clone_from(&more.measure);
            objective.policy = frame.patch(row).cloned();
        }
        if let Some(rules) = self.history.rules_of_objective(row) {
            let done = objective.measure.as_ref().is_some_and(|measure| measure.kind == MeasureKind::Binary);
            objective.state = rules.state.clone();
            objective.overrides.clone_from(&rules.overrides);
            objective.check_ins = (0..rules.on.len())
                .map(|at| check_in(rules.on[at], rules.value[at], rules.remarks.get(at), done))
                .collect();
        }
        if let Some(prose) = frame.prose_of(columns.prose[at]) {
            let Prose { description, contributors, tags, silence, continues, extra } = prose.clone();
            objective = Objective { description, contributors, tags, silence, continues, extra, ..objective };
        }
        objective
    }

    fn key_result_value(&self, row: u32, links: &[(Node, Alignment)]) -> KeyResult {
        let frame = self.frame();
        let at = row as usize;
        let columns = &frame.key_results;
        let title = frame.texts.get(columns.title[at]);
        let mut key_result = KeyResult::new(frame.key_result_id(row), title, self.measure_value(row));
        key_result.owner = frame.person_id(columns.owner[at]).map(str::to_owned);
        key_result.weight = Some(columns.weight[at]).filter(|weight| !weight.is_nan());
        key_result.aligned_to = links_of(links, Node::KeyResult(row));
        key_result.check_ins = self.history.check_ins(row, |on| self.kind_on(row, on) == MeasureKind::Binary);
        if let Some(rules) = self.history.rules_of_key_result(row) {
            key_result.role = rules.role;
            key_result.ambition = rules.ambition;
            key_result.kpi = (rules.kpi != NONE).then(|| frame.kpi_names.text(&frame.texts, rules.kpi).to_owned());
            key_result.start = rules.start;
            key_result.due = rules.due;
            key_result.check_in_every = rules.every;
            key_result.plan.clone_from(&rules.plan);
            key_result.amendments.clone_from(&rules.amendments);
            key_result.state = rules.state.clone();
            key_result.overrides.clone_from(&rules.overrides);
        }
        if let Some(prose) = frame.prose_of(columns.prose[at]) {
            let Prose { description, contributors, tags, silence, continues, extra } = prose.clone();
            key_result = KeyResult { description, contributors, tags, silence, continues, extra, ..key_result };
        }
        key_result
    }

    fn measure_value(&self, row: u32) -> Measure {
        let at = row as usize;
        let columns = &self.frame.key_results;
        let rules = self.history.rules_of_key_result(row);
        if let Some(measure) = rules.and_then(|rules| rules.measure.as_deref()) {
            return measure.clone();
        }
        let kind = columns.kind[at];
        let moves = matches!(kind, MeasureKind::Move | MeasureKind::FromChildren);
        Measure {
            kind,
            baseline: Some(columns.baseline[at]).filter(|baseline| moves && *baseline != 0.0),
            target: Some(columns.target[at]).filter(|target| !target.is_nan()).map(Target::Value),
            unit: self.frame.unit_text(columns.unit[at]).map(str::to_owned),
            ..Measure::default()
        }
    }
}

fn links_of(links: &[(Node, Alignment)], from: Node) -> Vec<Alignment> {
    let first = links.partition_point(|(node, _)| *node < from);
    links[first..].iter().take_while(|(node, _)| *node == from).map(|(_, link)| link.clone()).collect()
}
