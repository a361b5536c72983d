//! The columns of a scorecard besides progress, by row, for hosts that take whole columns.

use super::Scorecard;
use super::columns::Column;

impl Scorecard {
    /// Progress of all objectives before any clamp, a fraction, by [row](crate::ObjectiveRow::row); empty in a scorecard of
    /// progress only.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let sales = card.objective("emea-sales").unwrap();
    /// assert_eq!(card.objective_raw().get(sales.row()), sales.raw());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objective_raw(&self) -> &Column {
        self.asked_for(&self.objectives.raw)
    }

    /// Progress that the plans of all objectives ask for, a fraction, by [row](crate::ObjectiveRow::row); empty in a
    /// scorecard of progress only.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let sales = card.objective("emea-sales").unwrap();
    /// assert_eq!(card.objective_expected().get(sales.row()), sales.expected());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objective_expected(&self) -> &Column {
        self.asked_for(&self.objectives.expected)
    }

    /// Confidence of all objectives, 0 to 1, by [row](crate::ObjectiveRow::row); empty in a scorecard of progress only.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let sales = card.objective("emea-sales").unwrap();
    /// assert_eq!(card.objective_confidence().get(sales.row()), sales.confidence());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn objective_confidence(&self) -> &Column {
        self.asked_for(&self.objectives.confidence)
    }

    /// Present values of all key results, each in its unit, by [row](crate::KeyResultRow::row); empty in a scorecard of
    /// progress only.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result("emea-revenue").unwrap();
    /// assert_eq!(card.key_result_values().get(revenue.row()), Some(2_790_000.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result_values(&self) -> &Column {
        self.asked_for(&self.key_results.value)
    }

    /// Progress of all key results before any clamp, a fraction, by [row](crate::KeyResultRow::row).
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result("emea-revenue").unwrap();
    /// assert_eq!(card.key_result_raw().get(revenue.row()), revenue.raw());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result_raw(&self) -> &Column {
        &self.key_results.raw
    }

    /// Progress that the plans of all key results ask for, a fraction, by [row](crate::KeyResultRow::row); empty in a
    /// scorecard of progress only.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result("emea-revenue").unwrap();
    /// assert_eq!(card.key_result_expected().get(revenue.row()), revenue.expected());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result_expected(&self) -> &Column {
        self.asked_for(&self.key_results.expected)
    }

    /// Stated confidence of all key results, 0 to 1, by [row](crate::KeyResultRow::row); empty in a scorecard of progress
    /// only.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let revenue = card.key_result("emea-revenue").unwrap();
    /// assert_eq!(card.key_result_confidence().get(revenue.row()), revenue.confidence());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_result_confidence(&self) -> &Column {
        self.asked_for(&self.key_results.confidence)
    }

    pub(super) fn asked_for<'a>(&'a self, column: &'a Column) -> &'a Column {
        if self.tells_all() { column } else { &self.absent }
    }
}
