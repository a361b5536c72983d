//! Back to plain values: the document as it is now.

use super::Workspace;
use super::draft::stated;
use super::frame::{Frame, Node, Prose};
use super::history::check_in;
use crate::date::Date;
use crate::graph::Lists;
use crate::model::{
    Alignment, CheckIn, Cycle, Document, KeyResult, Kpi, KpiReading, Measure, MeasureKind, Objective, Person, Target,
    Team,
};

/// Links by source, in the order given.
pub(super) struct Links {
    objectives: Lists<u32>,
    key_results: Lists<u32>,
}

impl Links {
    pub(super) fn new(frame: &Frame) -> Self {
        let (mut objectives, mut key_results) = (Vec::new(), Vec::new());
        for (at, link) in frame.links.iter().enumerate() {
            match link.from {
                Node::Objective(row) => objectives.push((row, at as u32)),
                Node::KeyResult(row) => key_results.push((row, at as u32)),
            }
        }
        Links {
            objectives: Lists::group_any(frame.objectives.len(), &objectives),
            key_results: Lists::group_any(frame.key_results.len(), &key_results),
        }
    }

    /// Indices of the links of an objective or key result.
    pub(super) fn of(&self, from: Node) -> &[u32] {
        match from {
            Node::Objective(row) => self.objectives.of(row),
            Node::KeyResult(row) => self.key_results.of(row),
        }
    }
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
        let mut document = self.heading();
        document.objectives = self.objective_values().collect();
        document
    }

    /// The objectives, in the order of the document.
    pub(super) fn objective_values(&self) -> impl Iterator<Item = Objective> {
        let links = Links::new(self.frame());
        self.frame().objective_order.iter().map(move |row| self.objective_value(*row, &links))
    }

    /// Everything but the objectives.
    pub(super) fn heading(&self) -> Document {
        let frame = self.frame();
        let texts = &frame.texts;
        let cycle_id = |symbol: u32| frame.cycle_names.stated(texts, symbol).map(str::to_owned);
        let team_id = |symbol: u32| frame.team_names.stated(texts, symbol).map(str::to_owned);
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

    fn links_of(&self, from: Node, links: &Links) -> Vec<Alignment> {
        let frame = self.frame();
        let value = |at: &u32| {
            let link = &frame.links[*at as usize];
            let to = frame.nodes.text(&frame.texts, link.to).to_owned();
            Alignment { to, kind: link.kind, weight: Some(link.weight).filter(|weight| !weight.is_nan()) }
        };
        links.of(from).iter().map(value).collect()
    }

    pub(super) fn objective_value(&self, row: u32, links: &Links) -> Objective {
        let frame = self.frame();
        let texts = &frame.texts;
        let at = row as usize;
        let columns = &frame.objectives;
        let mut objective = Objective::new(frame.objective_id(row), texts.get(columns.title[at]));
        objective.cycle = frame.cycle_names.stated(texts, columns.cycle[at]).map(str::to_owned);
        objective.team = frame.team_names.stated(texts, columns.team[at]).map(str::to_owned);
        objective.owner = frame.person_id(columns.owner[at]).map(str::to_owned);
        objective.weight = Some(columns.weight[at]).filter(|weight| !weight.is_nan());
        objective.ambition = columns.ambition[at];
        objective.aligned_to = self.links_of(Node::Objective(row), links);
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
            objective.state = rules.state.clone();
            objective.overrides.clone_from(&rules.overrides);
            objective.check_ins = self.own_check_ins(row);
        }
        if let Some(prose) = frame.prose_of(columns.prose[at]) {
            let Prose { description, contributors, tags, silence, continues, extra } = prose.clone();
            objective = Objective { description, contributors, tags, silence, continues, extra, ..objective };
        }
        objective
    }

    pub(super) fn key_result_value(&self, row: u32, links: &Links) -> KeyResult {
        let frame = self.frame();
        let at = row as usize;
        let columns = &frame.key_results;
        let title = frame.texts.get(columns.title[at]);
        let mut key_result = KeyResult::new(frame.key_result_id(row), title, self.measure_value(row));
        key_result.owner = frame.person_id(columns.owner[at]).map(str::to_owned);
        key_result.weight = Some(columns.weight[at]).filter(|weight| !weight.is_nan());
        key_result.aligned_to = self.links_of(Node::KeyResult(row), links);
        key_result.check_ins = self.history.check_ins(row, self.is_done_on(row));
        if let Some(rules) = self.history.rules_of_key_result(row) {
            key_result.role = rules.role;
            key_result.ambition = rules.ambition;
            key_result.kpi = frame.kpi_names.stated(&frame.texts, rules.kpi).map(str::to_owned);
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
        let (baseline, target) = self.stated_numbers(row);
        Measure {
            kind: columns.kind[at],
            baseline,
            target: target.map(Target::Value),
            unit: self.frame.unit_text(columns.unit[at]).map(str::to_owned),
            ..Measure::default()
        }
    }

    /// Baseline and target of a measure that the columns hold, as far as they are printed.
    pub(super) fn stated_numbers(&self, row: u32) -> (Option<f64>, Option<f64>) {
        let columns = &self.frame.key_results;
        let at = row as usize;
        let moves = matches!(columns.kind[at], MeasureKind::Move | MeasureKind::FromChildren);
        let baseline = Some(columns.baseline[at]).filter(|baseline| moves && *baseline != 0.0);
        (baseline, Some(columns.target[at]).filter(|target| !target.is_nan()))
    }

    /// Says on which dates the values of a key result are true or false.
    pub(super) fn is_done_on(&self, row: u32) -> impl Fn(Date) -> bool + Clone + use<> {
        let rules = self.history.rules_of_key_result(row).into_iter();
        let by_date = rules.flat_map(|rules| rules.amendments_by_date.iter().map(|at| &rules.amendments[*at as usize]));
        let is_binary = |measure: &Measure| measure.kind == MeasureKind::Binary;
        let changes = by_date.filter_map(|change| change.measure.as_deref().map(|to| (change.on, is_binary(to))));
        let changes: Vec<(Date, bool)> = changes.collect();
        let first = self.frame.key_results.kind[row as usize] == MeasureKind::Binary;
        move |on| {
            let before = changes.partition_point(|(from, _)| *from <= on);
            before.checked_sub(1).and_then(|at| changes.get(at)).map_or(first, |(_, done)| *done)
        }
    }

    /// The check-ins of an objective itself.
    pub(super) fn own_check_ins(&self, row: u32) -> Vec<CheckIn> {
        let Some(rules) = self.history.rules_of_objective(row) else { return Vec::new() };
        let measure = self.frame.more(row).and_then(|more| more.measure.as_ref());
        let done = measure.is_some_and(|measure| measure.kind == MeasureKind::Binary);
        let value = |at: usize| check_in(rules.on[at], rules.value[at], rules.remarks.get(at), done);
        (0..rules.on.len()).map(value).collect()
    }
}
