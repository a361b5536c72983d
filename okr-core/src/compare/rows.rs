//! The rows of a scorecard, and whether two scorecards say the same of one.

use super::{RowKind, Standing};
use crate::cancel::{Brake, Cancelled};
use crate::error::Result;
use crate::model::MeasureKind;
use crate::score::Status;
use crate::scorecard::{GroupRow, Pass, Said, Scorecard};
use crate::workspace::{Node, Workspace};

/// What progress may differ by and still be the same number (N1).
const SAME: f64 = 5e-10;
/// What a turn may change by no more than the arithmetic's last bits; all turns together stay below what is the same.
pub(super) const NOISE: f64 = 1e-12;

/// A row, by its place in the workspace.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Node(Node),
    Team(usize),
    Person(usize),
    Cycle(usize),
}

impl Place {
    /// Kind, id and title.
    pub(super) fn named(self, workspace: &Workspace) -> (RowKind, &str, &str) {
        let frame = workspace.frame();
        let texts = &frame.texts;
        let group = |kind, id, title| (kind, id, texts.optional(title).unwrap_or(id));
        match self {
            Place::Node(Node::Objective(row)) => {
                (RowKind::Objective, frame.objective_id(row), texts.get(frame.objectives.title[row as usize]))
            }
            Place::Node(Node::KeyResult(row)) => {
                (RowKind::KeyResult, frame.key_result_id(row), texts.get(frame.key_results.title[row as usize]))
            }
            Place::Team(at) => {
                let team = &frame.teams[at];
                group(RowKind::Team, frame.team_names.text(texts, team.name), team.title)
            }
            Place::Person(at) => {
                let person = &frame.people[at];
                group(RowKind::Person, frame.person_names.text(texts, person.name), person.title)
            }
            Place::Cycle(at) => {
                let cycle = &frame.cycles[at];
                group(RowKind::Cycle, frame.cycle_names.text(texts, cycle.name), cycle.title)
            }
        }
    }
}

/// A scorecard that is read row by row.
pub(super) struct Counted<'a> {
    card: &'a Scorecard,
    pass: Pass<'a>,
    teams: Vec<GroupRow<'a>>,
    people: Vec<GroupRow<'a>>,
    cycles: Vec<GroupRow<'a>>,
}

impl<'a> Counted<'a> {
    pub(super) fn new(workspace: &'a Workspace, card: &'a Scorecard) -> Result<Self> {
        Ok(Counted {
            card,
            pass: card.pass(workspace),
            teams: card.teams(workspace)?,
            people: card.people(workspace)?,
            cycles: card.cycles(workspace)?,
        })
    }

    /// Every row: objectives with their key results in the order of the document, then teams, people and cycles.
    fn places(&self) -> Vec<Place> {
        let frame = self.pass.frame;
        let rows = frame.objective_order.iter().flat_map(|row| {
            let own = frame.key_results_as_given(*row).into_iter().map(Node::KeyResult);
            std::iter::once(Node::Objective(*row)).chain(own).map(Place::Node)
        });
        let teams = (0..self.teams.len()).map(Place::Team);
        let people = (0..self.people.len()).map(Place::Person);
        rows.chain(teams).chain(people).chain((0..self.cycles.len()).map(Place::Cycle)).collect()
    }

    /// The rows of which the other one says something else.
    pub(super) fn changed(&self, other: &Self, brake: Brake<'_>) -> Result<Vec<Place>, Cancelled> {
        let mut changed = Vec::new();
        for (at, place) in self.places().into_iter().enumerate() {
            brake.check_at(at)?;
            if self.differs(other, place) {
                changed.push(place);
            }
        }
        Ok(changed)
    }

    /// Whether the other one says something else of a row.
    fn differs(&self, other: &Self, place: Place) -> bool {
        let (mine, its) = (self.numbers(place), other.numbers(place));
        if mine.1 != its.1 || apart(mine.0, its.0, SAME) {
            return true;
        }
        // Scores follow progress, unless the policies name or cut them differently; a level reached has a name of its own.
        let is_said_otherwise = self.pass.plan.policy.score != other.pass.plan.policy.score || self.has_levels(place);
        is_said_otherwise && has_moved(&self.standing(place), &other.standing(place), SAME)
    }

    /// Whether a row may have levels: by its measure, or by an amendment of that.
    fn has_levels(&self, place: Place) -> bool {
        let Place::Node(Node::KeyResult(row)) = place else { return false };
        let columns = &self.pass.frame.key_results;
        columns.kind[row as usize] == MeasureKind::Levels || self.pass.key_result_rules(row).is_some()
    }

    /// Progress and status of a row.
    fn numbers(&self, place: Place) -> (Option<f64>, Status) {
        match place {
            Place::Node(Node::Objective(row)) => {
                let row = self.card.objective_row(row);
                (row.progress(), row.status())
            }
            Place::Node(Node::KeyResult(row)) => {
                let row = self.card.key_result_row(row);
                (row.progress(), row.status())
            }
            Place::Team(at) => group(&self.teams[at]),
            Place::Person(at) => group(&self.people[at]),
            Place::Cycle(at) => group(&self.cycles[at]),
        }
    }

    /// All that is said of a row.
    pub(super) fn standing(&self, place: Place) -> Standing {
        let (progress, status) = self.numbers(place);
        let group = |row: &GroupRow<'a>| (row.expected, Said { label: row.label, score: None, grade: None });
        let details = self.card.details_of(&self.pass);
        let (expected, said) = match place {
            Place::Node(Node::Objective(row)) => {
                (self.card.objective_row(row).expected(), details.objective(row).said())
            }
            Place::Node(Node::KeyResult(row)) => {
                (self.card.key_result_row(row).expected(), details.key_result(row).said())
            }
            Place::Team(at) => group(&self.teams[at]),
            Place::Person(at) => group(&self.people[at]),
            Place::Cycle(at) => group(&self.cycles[at]),
        };
        Standing {
            progress,
            expected,
            status,
            label: said.label.map(str::to_owned),
            score: said.score,
            grade: said.grade.map(str::to_owned),
        }
    }
}

fn group(row: &GroupRow<'_>) -> (Option<f64>, Status) {
    (row.progress, row.status)
}

/// Whether a row stands elsewhere: by its progress, status, score or grade. What is expected and how a status is called
/// are no change by themselves.
pub(super) fn has_moved(from: &Standing, to: &Standing, tolerance: f64) -> bool {
    from.status != to.status
        || apart(from.progress, to.progress, tolerance)
        || apart(from.score, to.score, tolerance)
        || from.grade != to.grade
}

fn apart(a: Option<f64>, b: Option<f64>, tolerance: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() > tolerance,
        (a, b) => a.is_some() != b.is_some(),
    }
}
