//! What holds of rows besides their numbers: state, measure, window, last check-in, place in the alignment.

use super::Scorecard;
use super::details::{KeyResultDetails, ObjectiveDetails};
use crate::date::Date;
use crate::error::Result;
use crate::model::{MeasureKind, State};
use crate::workspace::Workspace;

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
        let details = self.details_of(&self.pass(workspace));
        let rows = (0..self.frame.objectives.len() as u32).zip(details.places());
        Ok(rows.map(|(row, place)| details.objective(row).facts(details.parent(&place), place.level)).collect())
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
        let details = self.details_of(&self.pass(workspace));
        Ok((0..self.frame.key_results.len() as u32).map(|row| details.key_result(row).facts()).collect())
    }
}

impl<'a> ObjectiveDetails<'a> {
    fn facts(self, parent: Option<&'a str>, level: u32) -> ObjectiveFacts<'a> {
        ObjectiveFacts {
            state: self.state(),
            start: self.start(),
            due: self.due(),
            last_check_in: self.last_check_in(),
            parent,
            level,
            key_results: self.key_results(),
        }
    }
}

impl KeyResultDetails<'_> {
    fn facts(self) -> KeyResultFacts {
        KeyResultFacts {
            state: self.state(),
            measure: self.measure(),
            start: self.start(),
            due: self.due(),
            last_check_in: self.last_check_in(),
            check_ins: self.check_ins(),
        }
    }
}
