//! Every check-in of a workspace as a row, without making values of the model.

use super::Workspace;
use super::history::Remark;
use crate::date::Date;

/// One check-in of an objective or key result, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CheckInRow<'a> {
    /// Id of the objective; of a key result's check-in, the objective that has it.
    pub objective: &'a str,
    /// Id of the key result; `None` for an objective's own check-in.
    pub key_result: Option<&'a str>,
    /// The day the value holds for.
    pub on: Date,
    /// The value in its unit, 1 or 0 for done or not; `None` where only confidence or a note is stated.
    pub value: Option<f64>,
    /// Stated probability of reaching the target, 0 to 1; `None` where none is stated.
    pub confidence: Option<f64>,
    /// What happened.
    pub note: Option<&'a str>,
    /// Id of the person who says so.
    pub by: Option<&'a str>,
}

impl<'a> CheckInRow<'a> {
    fn new(of: (&'a str, Option<&'a str>), on: Date, value: f64, remark: Option<&'a Remark>) -> Self {
        CheckInRow {
            objective: of.0,
            key_result: of.1,
            on,
            value: Some(value).filter(|value| !value.is_nan()),
            confidence: remark.and_then(|remark| remark.confidence),
            note: remark.and_then(|remark| remark.note.as_deref()),
            by: remark.and_then(|remark| remark.by.as_deref()),
        }
    }
}

impl Workspace {
    /// Every check-in, those dated in the future too: objectives in the order of the document, each with its own
    /// check-ins and then those of its key results, by date. Readings of KPIs are none.
    ///
    /// ```
    /// use okr_core::Workspace;
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "grow", "title": "Grow", "key_results": [
    ///     {"id": "users", "title": "Users", "measure": {"kind": "ratio", "target": 10},
    ///      "check_ins": [{"on": "2026-10-12", "value": 4, "note": "a start"}, {"on": "2026-10-05", "confidence": 0.5}]}]}]}"#)?;
    /// let rows: Vec<_> = workspace.check_ins().collect();
    /// assert_eq!((rows[0].value, rows[0].confidence), (None, Some(0.5)));
    /// assert_eq!((rows[1].key_result, rows[1].value, rows[1].note), (Some("users"), Some(4.0), Some("a start")));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn check_ins(&self) -> impl Iterator<Item = CheckInRow<'_>> {
        let (frame, history) = (self.frame(), self.history());
        frame.objective_order.iter().flat_map(move |row| {
            let objective = frame.objective_id(*row);
            let own = history.rules_of_objective(*row).into_iter().flat_map(move |rules| {
                let numbers = rules.on.iter().zip(&rules.value).enumerate();
                numbers.map(move |(at, (on, value))| {
                    CheckInRow::new((objective, None), *on, *value, rules.remarks.get(at))
                })
            });
            let of_key_results = frame.key_results_as_given(*row).into_iter().flat_map(move |row| {
                let of = (objective, Some(frame.key_result_id(row)));
                let run = history.runs.get(row as usize).copied().unwrap_or_default();
                run.range().map(move |at| CheckInRow::new(of, history.on[at], history.value[at], history.remark_at(at)))
            });
            own.chain(of_key_results)
        })
    }
}
