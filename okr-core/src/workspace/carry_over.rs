//! Carrying objectives over into the next cycle, all of them or none (J6).

use super::frame::Node;
use super::to_document::Links;
use super::{Change, Workspace, cycle_days};
use crate::cancel::Cancel;
use crate::date::Date;
use crate::error::{Error, ErrorCode, Finding, LISTED, Result, Told, pointer_step, quoted};
use crate::limits::Limits;
use crate::model::{Alignment, KeyResult, Lifecycle, Measure, MeasureKind, Objective, State, Target};
use crate::policy::{Rebase, Unmoved};
use crate::score::pace::Window;
use crate::scorecard::{Pass, Scorecard, Source, Terms};
use std::collections::{BTreeMap, HashMap};

/// What is carried over into which cycle, and under which ids.
///
/// ```
/// use okr_core::CarryOver;
///
/// let carry = CarryOver::new("grow", "grow-q1", "Q1").key_result("users", "users-q1");
/// assert_eq!(carry.key_results["users"], "users-q1");
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
    /// Its key results that come along, by id, each with the id it gets; the others are left behind.
    pub key_results: BTreeMap<String, String>,
}

impl CarryOver {
    /// An objective by its id, the id that its continuation gets, and the cycle of that.
    pub fn new(of: impl Into<String>, id: impl Into<String>, cycle: impl Into<String>) -> Self {
        CarryOver { of: of.into(), id: id.into(), cycle: cycle.into(), key_results: BTreeMap::new() }
    }

    /// The same with one more key result that comes along, and the id it gets.
    #[must_use]
    pub fn key_result(mut self, of: impl Into<String>, id: impl Into<String>) -> Self {
        self.key_results.insert(of.into(), id.into());
        self
    }
}

impl Workspace {
    /// The objectives that continue others in the next cycle, in the order of `carries`; the workspace stays as it is.
    /// The scorecard's date is the day of carrying, and the `carry_over` of its policy decides. What is stated about the
    /// objectives and their key results comes along, `continues` names what each came from, and check-ins, amendments,
    /// states, overrides, initiatives, plans and dates of their own stay behind.
    ///
    /// ```
    /// use okr_core::{CarryOver, Date, Workspace};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1,
    ///     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}, {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}],
    ///     "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": [
    ///         {"id": "users", "title": "Users", "measure": {"kind": "move", "target": 10}, "check_ins": [{"on": "2026-11-16", "value": 5}]}]}]}"#)?;
    /// let card = workspace.score(Date::new(2026, 12, 31)?);
    /// let next = workspace.continuations(&card, &[CarryOver::new("grow", "grow-q1", "Q1").key_result("users", "users-q1")])?;
    /// assert_eq!((next[0].continues.as_deref(), next[0].key_results[0].measure.baseline), (Some("grow"), Some(5.0)));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with any of them, with paths into `carries` such as `/0/of`: `unknown_id` for an objective,
    /// or a key result of it, that is not there; `duplicate_id` for an objective carried over twice;
    /// `dangling_reference` for a cycle that is not there; `same_cycle` for the one that it is in; `zero_range` where no
    /// way is left to go. Of the scorecard: `stale_scorecard`, `foreign_scorecard`, `partial_scorecard`.
    pub fn continuations(&self, card: &Scorecard, carries: &[CarryOver]) -> Result<Vec<Objective>> {
        card.check_whole(self)?;
        let mut refused = Refused::default();
        let step = Step::new(self, card, carries, &mut refused);
        let all = carries.iter().enumerate();
        let next = all.filter_map(|(index, carry)| step.objective(index, carry, &mut refused)).collect();
        refused.finish().map(|()| next)
    }

    /// Carries objectives over and adds them to the workspace, all of them or none. It is checked and built once however
    /// many there are, and stays the same workspace one change later: scorecards made before are stale, and
    /// [`refresh`](Workspace::refresh) with the change computes them over again.
    ///
    /// ```
    /// use okr_core::{CarryOver, Date, Workspace};
    ///
    /// let mut workspace = Workspace::from_json(r#"{"okr": 1,
    ///     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}, {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}],
    ///     "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": []}]}"#)?;
    /// let mut card = workspace.score(Date::new(2026, 12, 31)?);
    /// let change = workspace.carry_over(&card, &[CarryOver::new("grow", "grow-q1", "Q1")])?;
    /// assert_eq!(workspace.to_document().objectives[1].continues.as_deref(), Some("grow"));
    /// workspace.refresh(&mut card, &change);
    /// assert!(card.objective("grow-q1").is_some());
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`continuations`](Workspace::continuations), and whatever would be wrong with the new objectives in the
    /// document, with its path there.
    pub fn carry_over(&mut self, card: &Scorecard, carries: &[CarryOver]) -> Result<Change> {
        let limits = self.limits.clone();
        self.carry_over_under(card, carries, &limits)
    }

    /// As [`carry_over`](Workspace::carry_over), until somebody cancels: it takes about as long as reading the document
    /// again.
    ///
    /// ```
    /// # use okr_core::{Cancel, CarryOver, Date, Workspace};
    /// # let mut workspace = Workspace::from_json(r#"{"okr": 1,
    /// #     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}, {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}],
    /// #     "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": []}]}"#)?;
    /// let (card, cancel) = (workspace.score(Date::new(2026, 12, 31)?), Cancel::new());
    /// cancel.cancel();
    /// let carries = [CarryOver::new("grow", "grow-q1", "Q1")];
    /// let error = workspace.carry_over_until(&card, &carries, &cancel).unwrap_err();
    /// assert_eq!(error.code().as_str(), "cancelled");
    /// // It is as it was.
    /// assert!(workspace.carry_over(&card, &carries).is_ok());
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `cancelled`, and those of [`carry_over`](Workspace::carry_over).
    pub fn carry_over_until(&mut self, card: &Scorecard, carries: &[CarryOver], cancel: &Cancel) -> Result<Change> {
        let limits = self.limits.clone().cancelled_by(cancel);
        self.carry_over_under(card, carries, &limits)
    }

    fn carry_over_under(&mut self, card: &Scorecard, carries: &[CarryOver], limits: &Limits) -> Result<Change> {
        let brake = limits.brake();
        brake.check()?;
        let next = self.continuations(card, carries)?;
        if next.is_empty() {
            return Ok(Change::nothing(self.identity.clone(), self.revision));
        }
        let mut document = self.heading();
        for (at, objective) in self.objective_values().enumerate() {
            brake.check_at(at)?;
            document.objectives.push(objective);
        }
        document.objectives.extend(next);
        let built = Workspace::from_document_with(&document, limits)?;
        let revision = self.revision + 1;
        let counted = built.counted.after(self.counted);
        *self = Workspace { identity: self.identity.clone(), revision, counted, ..built };
        Ok(Change::anew(self.identity.clone(), revision))
    }

    /// What is proposed at the end for an objective or key result, by its id: to close it, or to postpone it where it made
    /// no progress and the `carry_over.unmoved` of the scorecard's policy says so. What is not active keeps its state.
    ///
    /// ```
    /// use okr_core::{Date, Workspace, model::State};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "policy": "viva_goals",
    ///     "objectives": [{"id": "grow", "title": "Grow", "key_results": [
    ///         {"id": "users", "title": "Users", "measure": {"kind": "move", "target": 10}}]}]}"#)?;
    /// let card = workspace.score(Date::new(2026, 12, 31)?);
    /// assert_eq!(workspace.proposed_state(&card, "users")?, State::Postponed);
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id`, with the nearest known one; `stale_scorecard`, `foreign_scorecard`.
    pub fn proposed_state(&self, card: &Scorecard, id: &str) -> Result<State> {
        card.check_current(self)?;
        let pass = card.pass(self);
        let (moment, progress) = match self.frame().node(id).ok_or_else(|| self.frame().unknown_id(id))? {
            Node::Objective(row) => (pass.objective_moment(row), card.objective(id).and_then(|row| row.progress())),
            Node::KeyResult(row) => {
                let objective = pass.objective_moment(self.frame().key_results.objective[row as usize]);
                (pass.key_result_moment(row, &objective), card.key_result(id).and_then(|row| row.progress()))
            }
        };
        let moved = progress.is_some_and(|progress| progress > 0.0);
        Ok(match (moment.state, pass.plan.policy.carry_over.unmoved) {
            (State::Active, Unmoved::Postpone) if !moved => State::Postponed,
            (State::Active, _) => State::Closed,
            (other, _) => other,
        })
    }
}

/// Everything that is wrong with what is to be carried over.
#[derive(Default)]
struct Refused {
    findings: Vec<Finding>,
    unlisted: usize,
}

impl Refused {
    fn find(&mut self, code: ErrorCode, path: String, message: String, help: &str) {
        if self.findings.len() < LISTED {
            self.findings.push(Finding::new(code, path, message, help));
        } else {
            self.unlisted += 1;
        }
    }

    fn finish(self) -> Result<()> {
        if self.findings.is_empty() { Ok(()) } else { Err(Error::from_findings(self.findings, self.unlisted)) }
    }

    /// A measure that has some way left to go; why another one has none is kept in mind.
    fn keep(&mut self, path: String, measure: Result<Measure, String>, help: &str) -> Option<Measure> {
        measure.map_err(|message| self.find(ErrorCode::ZeroRange, path, message, help)).ok()
    }
}

/// The first and last day of something.
type Days = (Date, Date);

/// All that is carried over at once.
struct Step<'a> {
    workspace: &'a Workspace,
    card: &'a Scorecard,
    pass: Pass<'a>,
    rebase: Rebase,
    links: Links,
    /// What each row that comes along is called in the next cycle, and the days of that cycle.
    successors: HashMap<&'a str, (&'a str, Days)>,
    /// The row of each objective and the days it gets, where it can be carried over.
    into: Vec<Option<(u32, Days)>>,
}

impl<'a> Step<'a> {
    /// Looks up what is named, for links lead to any of it.
    fn new(workspace: &'a Workspace, card: &'a Scorecard, carries: &'a [CarryOver], refused: &mut Refused) -> Self {
        let pass = card.pass(workspace);
        let rebase = pass.plan.policy.carry_over.baseline;
        let links = Links::new(workspace.frame());
        let (successors, into) = (HashMap::new(), Vec::new());
        let mut step = Step { workspace, card, pass, rebase, links, successors, into };
        for (index, carry) in carries.iter().enumerate() {
            let found = step.find(index, carry, refused);
            if let Some((_, days)) = found {
                step.successors.insert(&carry.of, (&carry.id, days));
                let key_results = carry.key_results.iter();
                step.successors.extend(key_results.map(|(of, id)| (of.as_str(), (id.as_str(), days))));
            }
            step.into.push(found);
        }
        step
    }

    /// The row of the objective and the days of its next cycle.
    fn find(&self, index: usize, carry: &CarryOver, refused: &mut Refused) -> Option<(u32, Days)> {
        let frame = self.workspace.frame();
        let Some(Node::Objective(row)) = frame.node(&carry.of) else {
            let message = format!("found {}, expected the id of an objective", quoted(&carry.of));
            refused.find(ErrorCode::UnknownId, format!("/{index}/of"), message, &self.meant(&carry.of, refused));
            return None;
        };
        if self.successors.contains_key(carry.of.as_str()) {
            let message = format!("found {} a second time, expected each objective once", quoted(&carry.of));
            let help = "carry it over once more in a call of its own";
            refused.find(ErrorCode::DuplicateId, format!("/{index}/of"), message, help);
            return None;
        }
        self.check_key_results(index, carry, row, refused);
        let Some(cycle) = frame.cycle_names.find(&frame.texts, &carry.cycle) else {
            let message = format!("found {}, expected the id of a cycle", quoted(&carry.cycle));
            refused.find(ErrorCode::DanglingReference, format!("/{index}/cycle"), message, "add the cycle first");
            return None;
        };
        if frame.cycle_names.definition(frame.objectives.cycle[row as usize]) == Some(cycle) {
            let message = format!(
                "found {}, the cycle that {} is in, expected another one",
                quoted(&carry.cycle),
                quoted(&carry.of)
            );
            refused.find(ErrorCode::SameCycle, format!("/{index}/cycle"), message, "name the cycle that comes next");
            return None;
        }
        frame.cycles.get(cycle as usize).and_then(cycle_days).map(|days| (row, days))
    }

    /// What may be meant by an id that no objective has. Only the first is compared with all others.
    fn meant(&self, id: &str, refused: &Refused) -> String {
        match self.workspace.frame().node(id) {
            None if refused.findings.is_empty() => self.workspace.frame().unknown_id(id).help().to_owned(),
            None => "use the id of an objective".to_owned(),
            Some(_) => "name its objective, and the key result beside that".to_owned(),
        }
    }

    /// Whether all key results that are to come along are there.
    fn check_key_results(&self, index: usize, carry: &CarryOver, objective: u32, refused: &mut Refused) {
        let frame = self.workspace.frame();
        for id in carry.key_results.keys() {
            let own = |row: u32| frame.key_results.objective[row as usize] == objective;
            if !matches!(frame.node(id), Some(Node::KeyResult(row)) if own(row)) {
                let message = format!("found {}, expected a key result of {}", quoted(id), quoted(&carry.of));
                let help = "name the key results that come along by their ids";
                refused.find(ErrorCode::UnknownId, key_result_path(index, id), message, help);
            }
        }
    }

    fn objective(&self, index: usize, carry: &CarryOver, refused: &mut Refused) -> Option<Objective> {
        let (row, days) = (*self.into.get(index)?)?;
        let mut given = self.workspace.objective_value(row, &self.links);
        let rows = self.workspace.frame().key_results_as_given(row).into_iter();
        let mut key_results = Vec::new();
        for (row, key_result) in rows.zip(std::mem::take(&mut given.key_results)) {
            if let Some(id) = carry.key_results.get(&key_result.id) {
                let path = key_result_path(index, &key_result.id);
                key_results.extend(self.key_result(row, key_result, id, days, path, refused));
            }
        }
        let measure = given.measure.take().map(|measure| self.own_measure(row, &given.id, measure));
        let help = "leave it behind, or score with a policy whose carry_over.baseline is keep";
        let measure = measure.and_then(|measure| refused.keep(format!("/{index}/measure"), measure, help));
        Some(Objective {
            id: carry.id.clone(),
            cycle: Some(carry.cycle.clone()),
            continues: Some(given.id),
            start: None,
            due: None,
            aligned_to: self.links(given.aligned_to, days),
            key_results,
            initiatives: Vec::new(),
            measure,
            check_ins: Vec::new(),
            state: Lifecycle::default(),
            overrides: Vec::new(),
            ..given
        })
    }

    fn key_result(
        &self,
        row: u32,
        mut given: KeyResult,
        id: &str,
        days: Days,
        path: String,
        refused: &mut Refused,
    ) -> Option<KeyResult> {
        let objective = self.pass.objective_moment(self.pass.frame.key_results.objective[row as usize]);
        let cutoff = self.pass.key_result_moment(row, &objective).cutoff;
        let terms = self.pass.terms(row, cutoff);
        let stated = terms.measure.cloned().unwrap_or_else(|| std::mem::take(&mut given.measure));
        let value = self.card.seen().key_results.value.get(row as usize);
        let measure = rebased(self.rebase, &given.id, stated, &terms, value, cutoff);
        let help = "leave it behind, amend its target first, or score with a policy whose carry_over.baseline is keep";
        Some(KeyResult {
            id: id.to_owned(),
            measure: refused.keep(path, measure, help)?,
            continues: Some(given.id),
            weight: Some(terms.weight).filter(|weight| !weight.is_nan()),
            start: None,
            due: None,
            plan: Vec::new(),
            aligned_to: self.links(given.aligned_to, days),
            check_ins: Vec::new(),
            amendments: Vec::new(),
            state: Lifecycle::default(),
            overrides: Vec::new(),
            ..given
        })
    }

    /// The measure of an objective: from its value on where the objective is counted by it; else it is shown only, and
    /// stays as it is.
    fn own_measure(&self, row: u32, id: &str, measure: Measure) -> Result<Measure, String> {
        let view = self.pass.objective_view(row, &self.card.seen());
        let counts = matches!(view.source, Source::OwnMeasure | Source::SumOfValues | Source::Manual);
        let rebase = if counts { self.rebase } else { Rebase::Keep };
        let value = Some(view.value).filter(|value| !value.is_nan());
        let terms = Terms::of_measure(&measure, Window::default());
        rebased(rebase, id, measure.clone(), &terms, value, view.moment.cutoff)
    }

    /// The links that still lead somewhere: to what comes along as well, else to what overlaps the next cycle (A4).
    fn links(&self, links: Vec<Alignment>, into: Days) -> Vec<Alignment> {
        let overlaps = |window: Window| {
            window.start.is_none_or(|start| start <= into.1) && window.end.is_none_or(|end| into.0 <= end)
        };
        let follow = |link: Alignment| match self.successors.get(link.to.as_str()) {
            Some((id, (start, end))) if overlaps(Window { start: Some(*start), end: Some(*end) }) => {
                Some(Alignment { to: (*id).to_owned(), ..link })
            }
            _ => self.window(&link.to).is_some_and(overlaps).then_some(link),
        };
        links.into_iter().filter_map(follow).collect()
    }

    /// The window of the objective at the other end of a link.
    fn window(&self, to: &str) -> Option<Window> {
        let frame = self.workspace.frame();
        let objective = match frame.node(to)? {
            Node::Objective(row) => row,
            Node::KeyResult(row) => frame.key_results.objective[row as usize],
        };
        Some(frame.objective_window(objective))
    }
}

/// JSON pointer to a key result that is to come along.
fn key_result_path(index: usize, id: &str) -> String {
    format!("/{index}/key_results/{}", pointer_step(id))
}

/// A measure as it was in force, from its new start on and without the dates of the old cycle; or what leaves no way.
fn rebased(
    rebase: Rebase,
    id: &str,
    mut measure: Measure,
    terms: &Terms<'_>,
    value: Option<f64>,
    cutoff: Date,
) -> Result<Measure, String> {
    measure.due = None;
    if rebase != Rebase::Keep {
        measure.seed = None;
    }
    if rebase == Rebase::Value && !measure.items.is_empty() {
        measure.items.retain(|item| item.done_on.is_none_or(|on| on > cutoff));
        if measure.items.is_empty() {
            return Err(format!("found all milestones of {} done, expected some way left to go", quoted(id)));
        }
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

/// Whether a new start leaves some way to go, and in the same direction.
fn check_way(id: &str, terms: &Terms<'_>, baseline: f64) -> Result<(), String> {
    let (before, after) = (terms.target - terms.baseline, terms.target - baseline);
    if baseline == terms.baseline || (after != 0.0 && (before == 0.0 || after.signum() == before.signum())) {
        return Ok(());
    }
    Err(format!(
        "found the start {} for {} with the target {}, expected some way left to go",
        Told(baseline),
        quoted(id),
        Told(terms.target)
    ))
}
