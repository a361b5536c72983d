//! Rows of a scorecard: typed access by id, and iteration in the order of the document.

use super::Scorecard;
use super::columns::{Column, LeftOut, Told};
use crate::error::Result;
use crate::score::{Reason, Status};
use crate::workspace::Node;

/// One objective of a scorecard. Of a scorecard of progress only, expected, confidence and status are absent.
#[derive(Clone, Copy, Debug)]
pub struct ObjectiveRow<'a> {
    card: &'a Scorecard,
    row: u32,
}

/// One key result of a scorecard. Of a scorecard of progress only, expected, confidence, status and the numbers
/// of its measure are absent.
#[derive(Clone, Copy, Debug)]
pub struct KeyResultRow<'a> {
    card: &'a Scorecard,
    row: u32,
}

/// An objective or a key result of a scorecard.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// An objective.
    Objective(ObjectiveRow<'a>),
    /// A key result.
    KeyResult(KeyResultRow<'a>),
}

impl Row<'_> {
    /// Progress as shown, a fraction, 1 = 100 %; `None` where nothing counts or the measure makes none.
    pub fn progress(self) -> Option<f64> {
        match self {
            Row::Objective(row) => row.progress(),
            Row::KeyResult(row) => row.progress(),
        }
    }
}

impl Scorecard {
    /// An objective or a key result by id; they share one space of ids, so that one look finds either.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.row("emea-revenue").and_then(|row| row.progress()), Some(0.65));
    /// assert!(card.row("emea-sale").is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn row(&self, id: &str) -> Option<Row<'_>> {
        Some(match self.frame.node(id)? {
            Node::Objective(row) => Row::Objective(ObjectiveRow { card: self, row }),
            Node::KeyResult(row) => Row::KeyResult(KeyResultRow { card: self, row }),
        })
    }

    /// As [`row`](Scorecard::row), where an id that nothing has is an error.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.try_row("emea-revenue")?.progress(), Some(0.65));
    /// assert_eq!(card.try_row("emea-revenues").unwrap_err().help(), "did you mean `emea-revenue`?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id`, with the nearest known one.
    pub fn try_row(&self, id: &str) -> Result<Row<'_>> {
        self.row(id).ok_or_else(|| self.frame.unknown_id(id))
    }

    /// The objective of a [row](ObjectiveRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let row = card.objective("emea-sales").unwrap().row();
    /// assert_eq!(card.objective_at(row).unwrap().id(), "emea-sales");
    /// assert!(card.objective_at(16).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objective_at(&self, row: usize) -> Option<ObjectiveRow<'_>> {
        let row = u32::try_from(row).ok().filter(|_| row < self.objective_progress().values().len())?;
        Some(ObjectiveRow { card: self, row })
    }

    /// The key result of a [row](KeyResultRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let row = card.key_result("emea-revenue").unwrap().row();
    /// assert_eq!(card.key_result_at(row).unwrap().id(), "emea-revenue");
    /// assert!(card.key_result_at(48).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result_at(&self, row: usize) -> Option<KeyResultRow<'_>> {
        let row = u32::try_from(row).ok().filter(|_| row < self.key_result_progress().values().len())?;
        Some(KeyResultRow { card: self, row })
    }

    /// An objective by id.
    ///
    /// ```
    /// # use okr_core::{Date, Reason, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.objective("emea-sales").unwrap().status_reason().map(|reason| reason.as_str()), Some("guardrail"));
    /// assert!(card.objective("emea-revenue").is_none(), "a key result");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objective(&self, id: &str) -> Option<ObjectiveRow<'_>> {
        match self.frame.node(id)? {
            Node::Objective(row) => Some(ObjectiveRow { card: self, row }),
            Node::KeyResult(_) => None,
        }
    }

    /// A key result by id.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result("emea-revenue").unwrap();
    /// assert_eq!((revenue.value(), revenue.target(), revenue.progress()), (Some(2_790_000.0), Some(3_000_000.0), Some(0.65)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result(&self, id: &str) -> Option<KeyResultRow<'_>> {
        match self.frame.node(id)? {
            Node::KeyResult(row) => Some(KeyResultRow { card: self, row }),
            Node::Objective(_) => None,
        }
    }

    /// All objectives, in the order of the document.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.objectives().next().unwrap().id(), "customers-stay");
    /// assert_eq!(card.objectives().len(), 16);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objectives(&self) -> impl ExactSizeIterator<Item = ObjectiveRow<'_>> {
        self.frame.objective_order.iter().map(|row| ObjectiveRow { card: self, row: *row })
    }

    /// All key results, in the order of the document.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.key_results().filter(|row| row.status().as_str() == "off_track").count(), 5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_results(&self) -> impl Iterator<Item = KeyResultRow<'_>> {
        self.objectives().flat_map(|objective| objective.key_results())
    }

    pub(crate) fn objective_row(&self, row: u32) -> ObjectiveRow<'_> {
        ObjectiveRow { card: self, row }
    }

    pub(crate) fn key_result_row(&self, row: u32) -> KeyResultRow<'_> {
        KeyResultRow { card: self, row }
    }

    /// Shown progress of all objectives, by [row](ObjectiveRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let sales = card.objective("emea-sales").unwrap();
    /// assert_eq!(card.objective_progress().get(sales.row()), sales.progress());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objective_progress(&self) -> &Column {
        &self.objectives.progress
    }

    /// Shown progress of all key results, by [row](KeyResultRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result("emea-revenue").unwrap();
    /// assert_eq!(card.key_result_progress().values()[revenue.row()], 0.65);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result_progress(&self) -> &Column {
        &self.key_results.progress
    }
}

impl<'a> ObjectiveRow<'a> {
    /// Its id.
    pub fn id(self) -> &'a str {
        self.card.frame.objective_id(self.row)
    }

    /// What is to be reached.
    pub fn title(self) -> &'a str {
        self.card.frame.texts.get(self.card.frame.objectives.title[self.row as usize])
    }

    /// Where its numbers are in the columns.
    pub fn row(self) -> usize {
        self.row as usize
    }

    /// Progress as shown, a fraction, 1 = 100 % (P11); `None` where nothing counts towards it (R5).
    pub fn progress(self) -> Option<f64> {
        self.card.objectives.progress.get(self.row())
    }

    /// Progress before any clamp, a fraction that may be negative or above 1; `None` where progress is, and in a scorecard of
    /// progress only.
    pub fn raw(self) -> Option<f64> {
        self.card.asked_for(&self.card.objectives.raw).get(self.row())
    }

    /// Progress that the plan asks for by the date, a fraction (E4); `None` without a window, or where no member expects any.
    pub fn expected(self) -> Option<f64> {
        self.card.asked_for(&self.card.objectives.expected).get(self.row())
    }

    /// Stated confidence, 0 to 1 (C2); `None` where nobody stated any.
    pub fn confidence(self) -> Option<f64> {
        self.card.asked_for(&self.card.objectives.confidence).get(self.row())
    }

    /// How it stands (S1); none in a scorecard of progress only.
    pub fn status(self) -> Status {
        self.told().map_or(Status::None, |told| told.verdict.status)
    }

    /// Which step decided the status (S6); absent in a scorecard of progress only.
    pub fn status_reason(self) -> Option<Reason> {
        self.told().map(|told| told.verdict.reason)
    }

    /// The same in a whole scorecard.
    pub(crate) fn reason(self) -> Reason {
        self.status_reason().unwrap_or(Reason::NoProgress)
    }

    /// Whether nobody has checked in for too long on anything that counts (S5).
    pub fn is_stale(self) -> bool {
        self.told().is_some_and(|told| told.flags.is_stale())
    }

    fn told(self) -> Option<&'a Told> {
        self.card.objectives.told.get(self.row()).filter(|_| self.card.tells_all())
    }

    /// Its key results, in the order of the document.
    pub fn key_results(self) -> impl Iterator<Item = KeyResultRow<'a>> {
        let card = self.card;
        card.frame.key_results_as_given(self.row).into_iter().map(move |row| KeyResultRow { card, row })
    }
}

impl<'a> KeyResultRow<'a> {
    /// Its id.
    pub fn id(self) -> &'a str {
        self.card.frame.key_result_id(self.row)
    }

    /// What is to be reached.
    pub fn title(self) -> &'a str {
        self.card.frame.texts.get(self.card.frame.key_results.title[self.row as usize])
    }

    /// Where its numbers are in the columns.
    pub fn row(self) -> usize {
        self.row as usize
    }

    /// Its objective.
    pub fn objective(self) -> ObjectiveRow<'a> {
        ObjectiveRow { card: self.card, row: self.card.frame.key_results.objective[self.row()] }
    }

    /// Present value, in the measure's unit (V1, V2); `None` where there is none yet.
    pub fn value(self) -> Option<f64> {
        self.card.asked_for(&self.card.key_results.value).get(self.row())
    }

    /// Start value in force, in the measure's unit; `None` where the measure has none.
    pub fn baseline(self) -> Option<f64> {
        self.in_force().map(|(baseline, _)| baseline).filter(|x| !x.is_nan())
    }

    /// Target in force, resolved, in the measure's unit; `None` where the measure has none.
    pub fn target(self) -> Option<f64> {
        self.in_force().map(|(_, target)| target).filter(|x| !x.is_nan())
    }

    /// Baseline and target in force: amendments are looked at where everything was asked for.
    fn in_force(self) -> Option<(f64, f64)> {
        self.card.tells_all().then(|| self.card.in_force(self.row))
    }

    /// The unit of its values.
    pub fn unit(self) -> Option<&'a str> {
        self.card.frame.unit_text(self.card.frame.key_results.unit[self.row()])
    }

    /// Progress as shown, a fraction, 1 = 100 % (P11); `None` where the measure makes none.
    pub fn progress(self) -> Option<f64> {
        self.card.key_results.progress.get(self.row())
    }

    /// Progress before any clamp, a fraction that may be negative or above 1; `None` where progress is.
    pub fn raw(self) -> Option<f64> {
        self.card.key_results.raw.get(self.row())
    }

    /// Progress that the plan asks for by the date, a fraction (E2, E3); `None` without a window, and for a tracked measure.
    pub fn expected(self) -> Option<f64> {
        self.card.asked_for(&self.card.key_results.expected).get(self.row())
    }

    /// Stated confidence, 0 to 1 (C2); `None` where nobody stated any.
    pub fn confidence(self) -> Option<f64> {
        self.card.asked_for(&self.card.key_results.confidence).get(self.row())
    }

    /// How it stands (S1); none in a scorecard of progress only.
    pub fn status(self) -> Status {
        self.told().map_or(Status::None, |told| told.verdict.status)
    }

    /// Which step decided the status (S6); absent in a scorecard of progress only.
    pub fn status_reason(self) -> Option<Reason> {
        self.told().map(|told| told.verdict.reason)
    }

    /// The same in a whole scorecard.
    pub(crate) fn reason(self) -> Reason {
        self.status_reason().unwrap_or(Reason::NoProgress)
    }

    /// Whether nobody has checked in for too long (S5).
    pub fn is_stale(self) -> bool {
        self.told().is_some_and(|told| told.flags.is_stale())
    }

    fn told(self) -> Option<&'a Told> {
        self.card.key_results.told.get(self.row()).filter(|_| self.card.tells_all())
    }

    /// Why it counts for nobody, apart from weights and selection; `None` where it may count (R4).
    pub fn excluded(self) -> Option<LeftOut> {
        self.card.key_results.excluded.get(self.row()).copied().filter(|reason| *reason != LeftOut::Counted)
    }
}
