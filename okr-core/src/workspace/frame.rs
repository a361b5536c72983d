//! What is asked: ids, titles, measures, links and windows, in columns. Fixed once a workspace is built.
//!
//! Rows are in the order of computing (children before parents, rows of one length together); `objective_order` and
//! `key_result_order` give them in the order of the document.

use super::names::{NONE, Names, Span, Texts};
use super::team_tree::TeamTree;
use crate::date::{Date, Interval};
use crate::error::{Error, ErrorCode, quoted};
use crate::graph::Graph;
use crate::model::{Ambition, Initiative, Json, LinkKind, Measure, MeasureKind, PolicyPatch};
use crate::score::pace::Window;
use crate::words::nearest;
use std::sync::OnceLock;

/// An objective or a key result, by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Node {
    Objective(u32),
    KeyResult(u32),
}

impl Node {
    /// One number for both, as names define them: the lowest bit tells them apart.
    pub(crate) fn code(self) -> u32 {
        match self {
            Node::Objective(row) => row << 1,
            Node::KeyResult(row) => row << 1 | 1,
        }
    }

    pub(crate) fn row(self) -> u32 {
        match self {
            Node::Objective(row) | Node::KeyResult(row) => row,
        }
    }

    pub(crate) fn from_code(code: u32) -> Node {
        if code & 1 == 0 { Node::Objective(code >> 1) } else { Node::KeyResult(code >> 1) }
    }
}

/// A link as stated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) from: Node,
    /// Symbol of the other end.
    pub(crate) to: u32,
    /// Place among the links of its source.
    pub(crate) index: u32,
    pub(crate) kind: LinkKind,
    /// NaN where none is stated.
    pub(crate) weight: f64,
}

#[derive(Clone, Debug)]
pub(crate) struct CycleRow {
    pub(crate) name: u32,
    pub(crate) title: Span,
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) within: u32,
    /// As stated.
    pub(crate) every: Option<Interval>,
    /// In force: as stated, or as the nearest cycle around it states it (T3).
    pub(crate) interval: Interval,
}

#[derive(Clone, Debug)]
pub(crate) struct GroupRow {
    pub(crate) name: u32,
    pub(crate) title: Span,
    /// Team of a person, parent of a team.
    pub(crate) parent: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct KpiRow {
    pub(crate) name: u32,
    pub(crate) title: Span,
    pub(crate) unit: Span,
    pub(crate) healthy: Option<Measure>,
    /// In the order given, and by date for reading.
    pub(crate) given: Vec<(Date, f64)>,
    pub(crate) on: Vec<Date>,
    pub(crate) value: Vec<f64>,
}

/// What no rule reads and most rows lack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    pub(crate) description: Option<String>,
    pub(crate) contributors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) silence: Vec<ErrorCode>,
    pub(crate) continues: Option<String>,
    pub(crate) extra: Option<Json>,
}

impl Prose {
    pub(crate) fn is_empty(&self) -> bool {
        self.description.is_none()
            && self.contributors.is_empty()
            && self.tags.is_empty()
            && self.silence.is_empty()
            && self.continues.is_none()
            && self.extra.is_none()
    }
}

/// Objectives, a row each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objectives {
    pub(crate) name: Vec<u32>,
    pub(crate) title: Vec<Span>,
    pub(crate) cycle: Vec<u32>,
    pub(crate) team: Vec<u32>,
    pub(crate) owner: Vec<u32>,
    /// NaN where none is stated.
    pub(crate) weight: Vec<f64>,
    pub(crate) ambition: Vec<Option<Ambition>>,
    /// Place in the document.
    pub(crate) place: Vec<u32>,
    /// First key result; one entry more than there are objectives.
    pub(crate) first_key_result: Vec<u32>,
    pub(crate) prose: Vec<u32>,
    /// Its own start and due, its initiatives, measure and policy; [`NONE`] for most.
    pub(crate) more: Vec<u32>,
}

/// What some objectives state besides.
#[derive(Clone, Debug)]
pub(crate) struct ObjectiveMore {
    pub(crate) start: Option<Date>,
    pub(crate) due: Option<Date>,
    pub(crate) initiatives: Vec<Initiative>,
    /// Indices of initiatives by id.
    pub(crate) initiatives_by_id: Vec<u32>,
    /// Indices of initiatives by the key result they name.
    pub(crate) initiatives_by_key_result: Vec<u32>,
    pub(crate) measure: Option<Measure>,
    /// Its policy fields, in `patches`; [`NONE`] for most.
    pub(crate) patch: u32,
}

/// Some initiatives of an objective.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picked<'a> {
    initiatives: &'a [Initiative],
    indices: &'a [u32],
}

impl<'a> Picked<'a> {
    pub(crate) const NONE: Picked<'static> = Picked { initiatives: &[], indices: &[] };

    pub(crate) fn iter(self) -> impl Iterator<Item = &'a Initiative> {
        self.indices.iter().filter_map(move |index| self.initiatives.get(*index as usize))
    }
}

impl ObjectiveMore {
    pub(crate) fn all_initiatives(&self) -> Picked<'_> {
        Picked { initiatives: &self.initiatives, indices: &self.initiatives_by_id }
    }

    /// Those that name a key result.
    pub(crate) fn initiatives_of(&self, key_result: &str) -> Picked<'_> {
        let named = |index: &u32| self.initiatives.get(*index as usize).and_then(|i| i.key_result.as_deref());
        let indices = &self.initiatives_by_key_result;
        let first = indices.partition_point(|index| named(index) < Some(key_result));
        let end = indices.partition_point(|index| named(index) <= Some(key_result));
        Picked { initiatives: &self.initiatives, indices: &indices[first..end] }
    }
}

/// Key results, a row each.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyResults {
    pub(crate) name: Vec<u32>,
    pub(crate) title: Vec<Span>,
    pub(crate) owner: Vec<u32>,
    pub(crate) objective: Vec<u32>,
    /// Place among the key results of its objective, as given.
    pub(crate) place: Vec<u32>,
    pub(crate) kind: Vec<MeasureKind>,
    /// Symbol of the unit.
    pub(crate) unit: Vec<u32>,
    /// Resolved numbers; NaN where the measure has none.
    pub(crate) baseline: Vec<f64>,
    pub(crate) target: Vec<f64>,
    /// NaN where none is stated.
    pub(crate) weight: Vec<f64>,
    pub(crate) prose: Vec<u32>,
}

impl Objectives {
    pub(crate) fn len(&self) -> usize {
        self.name.len()
    }

    #[inline]
    pub(crate) fn key_results(&self, objective: u32) -> std::ops::Range<u32> {
        let at = objective as usize;
        self.first_key_result[at]..self.first_key_result[at + 1]
    }
}

impl KeyResults {
    pub(crate) fn len(&self) -> usize {
        self.name.len()
    }
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) texts: Texts,
    /// Name of the organisation.
    pub(crate) organisation: String,
    pub(crate) nodes: Names,
    pub(crate) cycle_names: Names,
    pub(crate) team_names: Names,
    pub(crate) person_names: Names,
    pub(crate) kpi_names: Names,
    pub(crate) unit_names: Names,
    pub(crate) cycles: Vec<CycleRow>,
    /// Policy fields that objectives state, each once however many state the same.
    pub(crate) patches: Vec<PolicyPatch>,
    pub(crate) teams: Vec<GroupRow>,
    pub(crate) people: Vec<GroupRow>,
    pub(crate) kpis: Vec<KpiRow>,
    pub(crate) objectives: Objectives,
    pub(crate) key_results: KeyResults,
    pub(crate) prose: Vec<Prose>,
    pub(crate) more: Vec<ObjectiveMore>,
    pub(crate) links: Vec<Link>,
    pub(crate) graph: Graph,
    /// Rows in the order of the document.
    pub(crate) objective_order: Vec<u32>,
    /// Teams of objectives, made when first asked for.
    teams_of: OnceLock<Vec<u32>>,
    /// Teams within teams, made when first asked for.
    team_tree: OnceLock<TeamTree>,
}

/// Ids that are compared with an unknown one, in a tenth of a second.
const COMPARED: usize = 100_000;

impl Frame {
    pub(crate) fn node_id(&self, node: Node) -> &str {
        let symbol = match node {
            Node::Objective(row) => self.objectives.name[row as usize],
            Node::KeyResult(row) => self.key_results.name[row as usize],
        };
        self.nodes.text(&self.texts, symbol)
    }

    pub(crate) fn objective_id(&self, row: u32) -> &str {
        self.node_id(Node::Objective(row))
    }

    pub(crate) fn key_result_id(&self, row: u32) -> &str {
        self.node_id(Node::KeyResult(row))
    }

    /// The team that each objective counts for, by row.
    pub(crate) fn teams_of_objectives(&self) -> &[u32] {
        self.teams_of.get_or_init(|| (0..self.objectives.len() as u32).map(|row| self.team_of(row)).collect())
    }

    pub(crate) fn team_tree(&self) -> &TeamTree {
        self.team_tree.get_or_init(|| TeamTree::new(self))
    }

    pub(crate) fn node(&self, id: &str) -> Option<Node> {
        self.nodes.find(&self.texts, id).map(Node::from_code)
    }

    /// That nothing has an id, with the nearest one that something has.
    pub(crate) fn unknown_id(&self, id: &str) -> Error {
        let near = nearest(id, self.nodes.defined_ids(&self.texts).take(COMPARED));
        let help = near.map_or_else(
            || "use the id of an objective or key result".to_owned(),
            |near| format!("did you mean {}?", quoted(near)),
        );
        let message = format!("found {}, expected the id of an objective or key result", quoted(id));
        Error::new(ErrorCode::UnknownId, "", message, help)
    }

    /// Key results of an objective in the order of the document.
    pub(crate) fn key_results_as_given(&self, objective: u32) -> Vec<u32> {
        let mut rows: Vec<u32> = self.objectives.key_results(objective).collect();
        rows.sort_unstable_by_key(|row| self.key_results.place[*row as usize]);
        rows
    }

    #[inline]
    pub(crate) fn more(&self, objective: u32) -> Option<&ObjectiveMore> {
        self.more.get(self.objectives.more[objective as usize] as usize)
    }

    /// The policy fields that an objective states.
    pub(crate) fn patch(&self, objective: u32) -> Option<&PolicyPatch> {
        self.more(objective).and_then(|more| self.patches.get(more.patch as usize))
    }

    pub(crate) fn prose_of(&self, index: u32) -> Option<&Prose> {
        self.prose.get(index as usize)
    }

    #[inline]
    pub(crate) fn cycle_of(&self, objective: u32) -> Option<&CycleRow> {
        let symbol = self.objectives.cycle[objective as usize];
        self.cycle(symbol)
    }

    #[inline]
    pub(crate) fn cycle(&self, symbol: u32) -> Option<&CycleRow> {
        self.cycle_names.definition(symbol).and_then(|row| self.cycles.get(row as usize))
    }

    /// The objective's own window (T5).
    #[inline]
    pub(crate) fn objective_window(&self, objective: u32) -> Window {
        let cycle = self.cycle_of(objective);
        let more = self.more(objective);
        Window {
            start: more.and_then(|more| more.start).or(cycle.map(|cycle| cycle.start)),
            end: more.and_then(|more| more.due).or(cycle.map(|cycle| cycle.end)),
        }
    }

    /// The check-in interval of an objective's cycle (T3).
    pub(crate) fn interval(&self, objective: u32) -> Interval {
        self.interval_of(self.objectives.cycle[objective as usize])
    }

    /// The check-in interval of a cycle; weekly without one.
    pub(crate) fn interval_of(&self, symbol: u32) -> Interval {
        self.cycle(symbol).map_or(Interval::WEEK, |cycle| cycle.interval)
    }

    /// Finds the interval in force of every cycle, of which none may lie within itself; weekly where none is stated.
    pub(crate) fn settle_intervals(&mut self) {
        let around = |row: usize| self.cycle_names.definition(self.cycles[row].within).map(|row| row as usize);
        let mut settled: Vec<Option<Interval>> = self.cycles.iter().map(|cycle| cycle.every).collect();
        let mut waiting = Vec::new();
        for row in 0..self.cycles.len() {
            let mut at = row;
            let found = loop {
                if let Some(interval) = settled[at] {
                    break interval;
                }
                waiting.push(at);
                // Were there a circle after all, it would end here.
                settled[at] = Some(Interval::WEEK);
                match around(at) {
                    Some(outer) => at = outer,
                    None => break Interval::WEEK,
                }
            };
            waiting.drain(..).for_each(|row| settled[row] = Some(found));
        }
        for (cycle, interval) in self.cycles.iter_mut().zip(settled) {
            cycle.interval = interval.unwrap_or(Interval::WEEK);
        }
    }

    /// The team an objective counts for: its own, else its owner's; [`NONE`] without one.
    #[inline]
    pub(crate) fn team_of(&self, objective: u32) -> u32 {
        let at = objective as usize;
        let own = self.objectives.team[at];
        if own != NONE {
            return self.team_names.definition(own).unwrap_or(NONE);
        }
        let owner = self.person_names.definition(self.objectives.owner[at]);
        let symbol = owner.and_then(|row| self.people.get(row as usize)).map_or(NONE, |person| person.parent);
        self.team_names.definition(symbol).unwrap_or(NONE)
    }

    #[inline]
    pub(crate) fn person_id(&self, symbol: u32) -> Option<&str> {
        (symbol != NONE).then(|| self.person_names.text(&self.texts, symbol))
    }

    /// Whether the row that a path leads to silences a code.
    pub(crate) fn silences(&self, path: &str, code: ErrorCode) -> bool {
        let mut steps = path.split('/').skip(1);
        let (Some("objectives"), Some(place)) =
            (steps.next(), steps.next().and_then(|step| step.parse::<usize>().ok()))
        else {
            return false;
        };
        let Some(row) = self.objective_order.get(place).copied() else { return false };
        let key_result = match (steps.next(), steps.next().and_then(|step| step.parse::<u32>().ok())) {
            (Some("key_results"), Some(place)) => self
                .objectives
                .key_results(row)
                .find(|key_result| self.key_results.place[*key_result as usize] == place),
            _ => None,
        };
        let prose = key_result.map_or(self.objectives.prose[row as usize], |row| self.key_results.prose[row as usize]);
        self.prose_of(prose).is_some_and(|prose| prose.silence.contains(&code))
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let o = &self.objectives;
        let k = &self.key_results;
        let words = [
            &o.name,
            &o.cycle,
            &o.team,
            &o.owner,
            &o.place,
            &o.first_key_result,
            &o.prose,
            &o.more,
            &k.name,
            &k.owner,
            &k.objective,
            &k.place,
            &k.unit,
            &k.prose,
            &self.objective_order,
        ];
        let numbers = [&o.weight, &k.baseline, &k.target, &k.weight];
        let names =
            [&self.nodes, &self.cycle_names, &self.team_names, &self.person_names, &self.kpi_names, &self.unit_names];
        self.texts.heap_bytes()
            + names.iter().map(|names| names.heap_bytes()).sum::<usize>()
            + words.iter().map(|column| column.capacity() * size_of::<u32>()).sum::<usize>()
            + numbers.iter().map(|column| column.capacity() * size_of::<f64>()).sum::<usize>()
            + (o.title.capacity() + k.title.capacity()) * size_of::<Span>()
            + k.kind.capacity()
            + o.ambition.capacity()
            + self.links.capacity() * size_of::<Link>()
            + self.graph.heap_bytes()
            + self.team_tree.get().map_or(0, TeamTree::heap_bytes)
            + self.sparse_bytes()
    }

    #[inline]
    pub(crate) fn unit_text(&self, symbol: u32) -> Option<&str> {
        (symbol != NONE).then(|| self.unit_names.text(&self.texts, symbol))
    }

    /// JSON pointer to an objective or key result of the document.
    /// The unit of an objective's own measure.
    pub(crate) fn own_unit(&self, objective: u32) -> Option<&str> {
        self.more(objective).and_then(|more| more.measure.as_ref()).and_then(|measure| measure.unit.as_deref())
    }

    pub(crate) fn pointer(&self, node: Node) -> String {
        match node {
            Node::Objective(row) => format!("/objectives/{}", self.place_of(row)),
            Node::KeyResult(row) => {
                let objective = self.key_results.objective[row as usize];
                format!("/objectives/{}/key_results/{}", self.place_of(objective), self.key_results.place[row as usize])
            }
        }
    }

    /// Place of an objective in the document. One that is still being read comes after all others, as its row will.
    pub(crate) fn place_of(&self, objective: u32) -> u32 {
        self.objectives.place.get(objective as usize).copied().unwrap_or(objective)
    }
}
