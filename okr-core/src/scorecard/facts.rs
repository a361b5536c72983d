//! What holds of rows besides their numbers: state, measure, window, last check-in, place in the alignment.

use super::Scorecard;
use super::terms::Pass;
use crate::date::Date;
use crate::error::Result;
use crate::model::{LinkKind, MeasureKind, State};
use crate::workspace::{Frame, Node, Workspace};

/// What holds of an objective as of the date, besides its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ObjectiveFacts<'a> {
    /// Its state.
    pub state: State,
    /// First day of its window (T5); `None` where none is known.
    pub start: Option<Date>,
    /// Last day of its window; `None` where none is known.
    pub due: Option<Date>,
    /// Day of the last check-in that is seen, on it or on one of its key results; `None` where there is none.
    pub last_check_in: Option<Date>,
    /// Id of the objective or key result that it contributes to, the first where it names several; `None` where it names
    /// none.
    pub parent: Option<&'a str>,
    /// How far below it stands: 0 where it contributes to nothing, else one more than the lowest that it contributes to.
    pub level: u32,
    /// How many key results it has.
    pub key_results: u32,
}

/// What holds of a key result as of the date, besides its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyResultFacts {
    /// Its own state; that of its objective is beside it.
    pub state: State,
    /// How it is measured, by the amendments in force.
    pub measure: MeasureKind,
    /// First day of its window (T5), by the amendments in force; `None` where none is known.
    pub start: Option<Date>,
    /// Last day of its window; `None` where none is known.
    pub due: Option<Date>,
    /// Day of the last check-in that is seen, or reading of its KPI where it reads that; `None` where there is none.
    pub last_check_in: Option<Date>,
    /// How many check-ins or readings are seen.
    pub check_ins: u32,
}

impl Scorecard {
    /// State, window, last check-in and place in the alignment of every objective, by [row](super::ObjectiveRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let sales = card.objective_facts(&workspace)?[card.objective("emea-sales").unwrap().row()];
    /// assert_eq!((sales.parent, sales.level, sales.key_results), (Some("grow-in-europe"), 1, 4));
    /// assert_eq!(sales.last_check_in, Some(Date::new(2026, 11, 20)?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, and `foreign_scorecard` where it is another one.
    pub fn objective_facts<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<ObjectiveFacts<'a>>> {
        self.check_current(workspace)?;
        let pass = self.pass(workspace);
        let rows = (0..pass.frame.objectives.len() as u32).zip(places(pass.frame));
        Ok(rows.map(|(row, (parent, level))| pass.objective_facts(row, parent, level)).collect())
    }

    /// State, measure, window and check-ins of every key result, by [row](super::KeyResultRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result_facts(&workspace)?[card.key_result("emea-revenue").unwrap().row()];
    /// assert_eq!((revenue.measure.as_str(), revenue.due), ("move", Some(Date::new(2026, 12, 31)?)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`objective_facts`](Scorecard::objective_facts).
    pub fn key_result_facts(&self, workspace: &Workspace) -> Result<Vec<KeyResultFacts>> {
        self.check_current(workspace)?;
        let pass = self.pass(workspace);
        Ok((0..pass.frame.key_results.len() as u32).map(|row| pass.key_result_facts(row)).collect())
    }
}

impl<'a> Pass<'a> {
    fn objective_facts(&self, row: u32, parent: Option<&'a str>, level: u32) -> ObjectiveFacts<'a> {
        let moment = self.objective_moment(row);
        let window = self.frame.objective_window(row);
        let own = self.objective_rules(row).and_then(|rules| {
            let seen = rules.on.partition_point(|on| *on <= moment.cutoff);
            rules.on.get(..seen)?.last().copied()
        });
        let key_results = self.frame.objectives.key_results(row);
        let last = key_results.clone().filter_map(|row| self.key_result_facts(row).last_check_in).max();
        ObjectiveFacts {
            state: moment.state,
            start: window.start,
            due: window.end,
            last_check_in: own.max(last),
            parent,
            level,
            key_results: key_results.len() as u32,
        }
    }

    fn key_result_facts(&self, row: u32) -> KeyResultFacts {
        let objective = self.frame.key_results.objective[row as usize];
        let moment = self.key_result_moment(row, &self.objective_moment(objective));
        let terms = self.terms(row, moment.cutoff);
        let visible = self.visible(row, &terms, moment.cutoff);
        KeyResultFacts {
            state: moment.state,
            measure: terms.kind,
            start: terms.window.start,
            due: terms.window.end,
            last_check_in: visible.last_on(),
            check_ins: visible.on.len() as u32,
        }
    }
}

/// What each objective contributes to, and how far below it stands.
fn places(frame: &Frame) -> Vec<(Option<&str>, u32)> {
    let mut parents: Vec<(u32, u32, Node)> = Vec::new();
    for link in frame.links.iter().filter(|link| link.kind == LinkKind::Contributes) {
        if let (Node::Objective(row), Some(code)) = (link.from, frame.nodes.definition(link.to)) {
            parents.push((row, link.index, Node::from_code(code)));
        }
    }
    parents.sort_unstable_by_key(|(row, index, _)| (*row, *index));
    let mut places: Vec<(Option<&str>, u32)> = vec![(None, 0); frame.objectives.len()];
    // Whatever an objective contributes to stands behind it, so that from the end every parent is known before its
    // children; the first link of each comes last.
    for (row, _, parent) in parents.iter().rev() {
        let above = match parent {
            Node::Objective(row) => *row,
            Node::KeyResult(row) => frame.key_results.objective[*row as usize],
        };
        let level = places.get(above as usize).map_or(0, |(_, level)| level + 1);
        if let Some(place) = places.get_mut(*row as usize) {
            *place = (Some(frame.node_id(*parent)), level.max(place.1));
        }
    }
    places
}
