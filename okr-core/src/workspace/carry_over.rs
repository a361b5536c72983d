//! Carrying an objective over into the next cycle, all of it or nothing (J6).

use super::frame::Node;
use super::to_document::Links;
use super::{Workspace, cycle_days};
use crate::date::Date;
use crate::error::{Error, ErrorCode, Result, Told, quoted};
use crate::model::{Alignment, KeyResult, Lifecycle, Measure, MeasureKind, Objective, State, Target};
use crate::policy::{Rebase, Unmoved};
use crate::scorecard::{Pass, Scorecard, Terms};
use std::collections::BTreeMap;

/// What is carried over into which cycle, and under which ids.
///
/// ```
/// use okr_core::{CarryOver, Date};
///
/// let carry = CarryOver::new("grow", "grow-q1", "Q1", Date::new(2026, 12, 31)?).key_result("users", "users-q1");
/// assert_eq!(carry.key_results["users"], "users-q1");
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CarryOver {
    /// Id of the objective that is carried over.
    pub of: String,
    /// Id of the objective that is made of it.
    pub id: String,
    /// Id of the cycle that it is made for.
    pub cycle: String,
    /// The date whose values and definitions count.
    pub on: Date,
    /// Its key results that come along, by id, each with the id it gets; the others are left behind.
    pub key_results: BTreeMap<String, String>,
}

impl CarryOver {
    /// An objective by its id, the id that its continuation gets, the cycle of that, and the date whose values count.
    pub fn new(of: impl Into<String>, id: impl Into<String>, cycle: impl Into<String>, on: Date) -> Self {
        CarryOver { of: of.into(), id: id.into(), cycle: cycle.into(), on, key_results: BTreeMap::new() }
    }

    /// The same with one more key result that comes along, and the id it gets.
    #[must_use]
    pub fn key_result(mut self, of: impl Into<String>, id: impl Into<String>) -> Self {
        self.key_results.insert(of.into(), id.into());
        self
    }

    /// What an id is called after the step, where it takes part.
    fn renamed(&self, id: &str) -> Option<&str> {
        if id == self.of { Some(&self.id) } else { self.key_results.get(id).map(String::as_str) }
    }
}

impl Workspace {
    /// The objective that continues another one in the next cycle, as the policy's `carry_over` says; the workspace stays
    /// as it is. What is stated about it and its key results comes along, `continues` names what each came from, and
    /// check-ins, amendments, states, overrides, initiatives, plans, own dates and the host's `extra` stay behind.
    ///
    /// ```
    /// use okr_core::{CarryOver, Date, Workspace};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1,
    ///     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}, {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}],
    ///     "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": [
    ///         {"id": "users", "title": "Users", "measure": {"kind": "move", "target": 10}, "check_ins": [{"on": "2026-11-16", "value": 5}]}]}]}"#)?;
    /// let carry = CarryOver::new("grow", "grow-q1", "Q1", Date::new(2026, 12, 31)?).key_result("users", "users-q1");
    /// let next = workspace.carried_over(&carry)?;
    /// assert_eq!((next.continues.as_deref(), next.key_results[0].measure.baseline), (Some("grow"), Some(5.0)));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id` for an objective, or a key result of it, that is not there; `dangling_reference` for a cycle that is
    /// not there; `zero_range` for a key result whose new start leaves no way to go.
    pub fn carried_over(&self, carry: &CarryOver) -> Result<Objective> {
        let Some(Node::Objective(row)) = self.frame().node(&carry.of) else {
            return Err(at("/of", self.unknown_id(&carry.of)));
        };
        let card = self.score(carry.on);
        let step =
            Step { workspace: self, carry, card: &card, links: Links::new(self.frame()), into: self.days(carry)? };
        step.check_names(row)?;
        step.objective(row)
    }

    /// Carries an objective over and adds it to the workspace, all of it or nothing. The workspace is checked and built
    /// over again, so that scorecards made before belong to another one.
    ///
    /// ```
    /// use okr_core::{CarryOver, Date, Workspace};
    ///
    /// let mut workspace = Workspace::from_json(r#"{"okr": 1,
    ///     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}, {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}],
    ///     "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": []}]}"#)?;
    /// workspace.carry_over(&CarryOver::new("grow", "grow-q1", "Q1", Date::new(2026, 12, 31)?))?;
    /// assert_eq!(workspace.to_document().objectives[1].continues.as_deref(), Some("grow"));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`carried_over`](Workspace::carried_over), and whatever would be wrong with the new objective in the document.
    pub fn carry_over(&mut self, carry: &CarryOver) -> Result<()> {
        let objective = self.carried_over(carry)?;
        let mut document = self.to_document();
        document.objectives.push(objective);
        *self = Workspace::from_document_with(&document, &self.limits)?;
        Ok(())
    }

    /// What is proposed at the end for an objective or key result: to close it, or to postpone it where it made no
    /// progress and the policy's `carry_over.unmoved` says so. What is not active keeps its state.
    ///
    /// ```
    /// use okr_core::{Date, Workspace, model::State};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "policy": "viva_goals",
    ///     "objectives": [{"id": "grow", "title": "Grow", "key_results": [
    ///         {"id": "users", "title": "Users", "measure": {"kind": "move", "target": 10}}]}]}"#)?;
    /// assert_eq!(workspace.proposed_state("users", Date::new(2026, 12, 31)?)?, State::Postponed);
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id`, with the nearest known one.
    pub fn proposed_state(&self, id: &str, on: Date) -> Result<State> {
        let card = self.score(on);
        let pass = card.pass(self);
        let (moment, progress) = match self.frame().node(id).ok_or_else(|| self.unknown_id(id))? {
            Node::Objective(row) => (pass.objective_moment(row), card.objective(id).and_then(|row| row.progress())),
            Node::KeyResult(row) => {
                let objective = pass.objective_moment(self.frame().key_results.objective[row as usize]);
                (pass.key_result_moment(row, &objective), card.key_result(id).and_then(|row| row.progress()))
            }
        };
        let moved = progress.is_some_and(|progress| progress > 0.0);
        Ok(match (moment.state, self.policy().carry_over.unmoved) {
            (State::Active, Unmoved::Postpone) if !moved => State::Postponed,
            (State::Active, _) => State::Closed,
            (other, _) => other,
        })
    }

    /// First and last day of the cycle that is carried over into.
    fn days(&self, carry: &CarryOver) -> Result<(Date, Date)> {
        let frame = self.frame();
        let found = frame.cycle_names.find(&frame.texts, &carry.cycle).and_then(|symbol| frame.cycle(symbol));
        found.and_then(cycle_days).ok_or_else(|| {
            let message = format!("found {}, expected the id of a cycle", quoted(&carry.cycle));
            Error::new(ErrorCode::DanglingReference, "/cycle", message, "add the cycle first")
        })
    }
}

/// One objective on its way into the next cycle.
struct Step<'a> {
    workspace: &'a Workspace,
    carry: &'a CarryOver,
    card: &'a Scorecard,
    links: Links,
    /// First and last day of the next cycle.
    into: (Date, Date),
}

impl Step<'_> {
    /// Whether all key results that are to come along are there.
    fn check_names(&self, row: u32) -> Result<()> {
        let frame = self.workspace.frame();
        let is_own = |id: &str| frame.objectives.key_results(row).any(|row| frame.key_result_id(row) == id);
        match self.carry.key_results.keys().find(|id| !is_own(id)) {
            Some(id) => {
                let message = format!("found {}, expected a key result of {}", quoted(id), quoted(&self.carry.of));
                let help = "name the key results that come along by their ids";
                Err(Error::new(ErrorCode::UnknownId, "/key_results", message, help))
            }
            None => Ok(()),
        }
    }

    fn objective(&self, row: u32) -> Result<Objective> {
        let workspace = self.workspace;
        let pass = self.card.pass(workspace);
        let cutoff = pass.objective_moment(row).cutoff;
        let given = workspace.objective_value(row, &self.links);
        let mut key_results = Vec::new();
        for key_result in workspace.frame().key_results_as_given(row) {
            if let Some(id) = self.carry.key_results.get(workspace.frame().key_result_id(key_result)) {
                key_results.push(self.key_result(&pass, key_result, id)?);
            }
        }
        let own_value = || workspace.explain(self.card, &self.carry.of).ok().and_then(|why| why.value);
        let measure = match given.measure {
            Some(measure) => {
                let terms = Terms::of_measure(&measure, crate::score::pace::Window::default());
                Some(self.rebased(&given.id, measure.clone(), &terms, own_value(), cutoff)?)
            }
            None => None,
        };
        Ok(Objective {
            id: self.carry.id.clone(),
            cycle: Some(self.carry.cycle.clone()),
            continues: Some(given.id),
            start: None,
            due: None,
            aligned_to: self.links(given.aligned_to),
            key_results,
            initiatives: Vec::new(),
            measure,
            check_ins: Vec::new(),
            state: Lifecycle::default(),
            overrides: Vec::new(),
            extra: None,
            ..given
        })
    }

    fn key_result(&self, pass: &Pass<'_>, row: u32, id: &str) -> Result<KeyResult> {
        let workspace = self.workspace;
        let objective = pass.objective_moment(workspace.frame().key_results.objective[row as usize]);
        let cutoff = pass.key_result_moment(row, &objective).cutoff;
        let terms = pass.terms(row, cutoff);
        let given = workspace.key_result_value(row, &self.links);
        let value = self.card.key_result(&given.id).and_then(|row| row.value());
        let stated = terms.measure.cloned().unwrap_or_else(|| given.measure.clone());
        let measure = self.rebased(&given.id, stated, &terms, value, cutoff)?;
        Ok(KeyResult {
            id: id.to_owned(),
            continues: Some(given.id),
            weight: Some(terms.weight).filter(|weight| !weight.is_nan()),
            measure,
            start: None,
            due: None,
            plan: Vec::new(),
            aligned_to: self.links(given.aligned_to),
            check_ins: Vec::new(),
            amendments: Vec::new(),
            state: Lifecycle::default(),
            overrides: Vec::new(),
            extra: None,
            ..given
        })
    }

    /// The links that still lead somewhere: to what is carried over itself, and to what overlaps the next cycle (A4).
    fn links(&self, links: Vec<Alignment>) -> Vec<Alignment> {
        let frame = self.workspace.frame();
        let overlaps = |to: &str| {
            let objective = match frame.node(to)? {
                Node::Objective(row) => row,
                Node::KeyResult(row) => frame.key_results.objective[row as usize],
            };
            let window = frame.objective_window(objective);
            let (first, last) = self.into;
            Some(window.start.is_none_or(|start| start <= last) && window.end.is_none_or(|end| first <= end))
        };
        links
            .into_iter()
            .filter_map(|link| match self.carry.renamed(&link.to) {
                Some(id) => Some(Alignment { to: id.to_owned(), ..link }),
                None => overlaps(&link.to)?.then_some(link),
            })
            .collect()
    }

    /// A measure as it was in force, from its new start on and without the dates of the old cycle.
    fn rebased(
        &self,
        id: &str,
        mut measure: Measure,
        terms: &Terms<'_>,
        value: Option<f64>,
        cutoff: Date,
    ) -> Result<Measure> {
        let rebase = self.workspace.policy().carry_over.baseline;
        measure.due = None;
        if rebase != Rebase::Keep {
            measure.seed = None;
        }
        if rebase == Rebase::Value {
            measure.items.retain(|item| item.done_on.is_none_or(|on| on > cutoff));
        }
        for item in &mut measure.items {
            item.due = None;
            item.done_on = item.done_on.filter(|_| rebase == Rebase::Keep);
        }
        if !terms.target.is_nan() {
            measure.target = Some(Target::Value(terms.target));
        }
        if matches!(terms.kind, MeasureKind::Move | MeasureKind::FromChildren) {
            let baseline = match rebase {
                Rebase::Value => value.unwrap_or(terms.baseline),
                Rebase::Keep => terms.baseline,
                Rebase::Zero => 0.0,
            };
            check_way(id, terms, baseline)?;
            measure.baseline = Some(baseline).filter(|baseline| *baseline != 0.0);
        }
        Ok(measure)
    }
}

/// Whether a new start leaves some way to go, and in the same direction.
fn check_way(id: &str, terms: &Terms<'_>, baseline: f64) -> Result<()> {
    let (before, after) = (terms.target - terms.baseline, terms.target - baseline);
    if baseline == terms.baseline || (after != 0.0 && (before == 0.0 || after.signum() == before.signum())) {
        return Ok(());
    }
    let message = format!(
        "found the start {} for {} with the target {}, expected some way left to go",
        Told(baseline),
        quoted(id),
        Told(terms.target)
    );
    let help = "leave it behind, keep its baseline, or amend its target first";
    Err(Error::new(ErrorCode::ZeroRange, "/key_results", message, help))
}

fn at(path: &str, error: Error) -> Error {
    Error::new(error.code(), path, error.message(), error.help())
}
