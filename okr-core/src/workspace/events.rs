//! Events: changes applied all or not at all (J2).

use super::Workspace;
use super::definition::{Amendments, Definition, Place};
use super::fits::{Forms, Misfit, Summing};
use super::frame::Node;
use super::history::{KeyResultRules, ObjectiveRules};
use super::identity::Identity;
use super::names::NONE;
use super::policies::Asked;
use super::spoken::Spoken;
use super::stated::{InForce, Takes, value_not_for};
use super::values::{HUGE, check_finite, check_override, check_own_value, check_state, remark};
use super::windows::check_amended;
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{Error, ErrorCode, Result, Told, quoted};
use crate::model::{Amendment, CheckIn, MeasureKind, StateChange, StatusOverride};
use crate::policy::RollupOf;
use crate::score::pace::Window;
use serde::{Deserialize, Serialize};

/// What an event changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// A check-in of a key result, or of an objective itself.
    CheckIn(CheckIn),
    /// A change of a key result's definition.
    Amendment(Amendment),
    /// A change of state.
    State(StateChange),
    /// A status set by hand.
    Override(StatusOverride),
}

/// One change, by the id of the objective or key result that it concerns.
///
/// ```
/// use okr_core::{Date, Event, model::{State, StateChange}};
///
/// let event = Event::state("grow", StateChange::new(Date::new(2026, 11, 1)?, State::Postponed));
/// assert_eq!(event.of, "grow");
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Event {
    /// Id of what changes.
    pub of: String,
    /// What changes.
    pub kind: EventKind,
    /// When it was recorded: for the journal of a host, which keeps its events. Read by no rule; a workspace does not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Date>,
    /// Id of the person who recorded it; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Event {
    fn new(of: impl Into<String>, kind: EventKind) -> Self {
        Event { of: of.into(), kind, at: None, by: None }
    }

    /// A check-in of a key result, or of an objective itself.
    pub fn check_in(of: impl Into<String>, check_in: CheckIn) -> Self {
        Event::new(of, EventKind::CheckIn(check_in))
    }

    /// An amendment of a key result.
    pub fn amendment(of: impl Into<String>, amendment: Amendment) -> Self {
        Event::new(of, EventKind::Amendment(amendment))
    }

    /// A change of state.
    pub fn state(of: impl Into<String>, change: StateChange) -> Self {
        Event::new(of, EventKind::State(change))
    }

    /// A status set by hand.
    pub fn status(of: impl Into<String>, status: StatusOverride) -> Self {
        Event::new(of, EventKind::Override(status))
    }
}

/// The revision of no workspace: nothing can be brought up to date from there.
const UNKNOWN: u64 = u64::MAX;

/// What an event changed: what a scorecard needs to be brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a scorecard is brought up to date with it"]
pub struct Change {
    /// `None` where nothing changed, or everything may have.
    first: Option<Node>,
    more: Vec<Node>,
    /// Of which workspace: numbers of states mean nothing in another.
    pub(super) of: Identity,
    pub(super) since: u64,
    pub(super) to: u64,
}

impl Change {
    /// This change and the one that came right after it, so that a scorecard is brought up to date once for both. With a
    /// gap between them the scorecard is computed over again.
    ///
    /// ```
    /// use okr_core::model::CheckIn;
    /// use okr_core::{Date, Event, Workspace};
    ///
    /// let mut workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ///     {"id": "a", "title": "A", "measure": {"kind": "move", "target": 10}},
    ///     {"id": "b", "title": "B", "measure": {"kind": "move", "target": 10}}]}]}"#)?;
    /// let today = Date::new(2026, 11, 21)?;
    /// let mut card = workspace.score(today);
    /// let first = workspace.apply(&Event::check_in("a", CheckIn::new(today, 5.0)))?;
    /// let both = first.and_then(workspace.apply(&Event::check_in("b", CheckIn::new(today, 10.0)))?);
    /// workspace.refresh(&mut card, &both);
    /// assert_eq!(card.objective("o").and_then(|row| row.progress()), Some(0.75));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn and_then(mut self, later: Change) -> Change {
        self.more.extend(later.first);
        self.more.extend(later.more);
        let follows = later.of == self.of && later.since == self.to;
        let since = if follows { self.since } else { UNKNOWN };
        Change { since, to: later.to, of: later.of, ..self }
    }

    /// No change at all.
    pub(super) fn nothing(of: Identity, revision: u64) -> Change {
        Change { first: None, more: Vec::new(), of, since: revision, to: revision }
    }

    /// A change after which the rows are others.
    pub(super) fn anew(of: Identity, to: u64) -> Change {
        Change { since: UNKNOWN, ..Change::nothing(of, to) }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Node> {
        self.first.into_iter().chain(self.more.iter().copied())
    }
}

impl Workspace {
    /// Applies one event: all of it, or nothing where it is refused.
    ///
    /// ```
    /// # use okr_core::{Date, Event, Workspace, model::CheckIn};
    /// # let mut workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let date = Date::new(2026, 11, 21)?;
    /// workspace.apply(&Event::check_in("emea-revenue", CheckIn::new(date, 3e6)))?;
    /// assert_eq!(workspace.score(date).key_result("emea-revenue").unwrap().progress(), Some(1.0));
    /// let refused = workspace.apply(&Event::check_in("emea-revenues", CheckIn::new(date, 3e6))).unwrap_err();
    /// assert_eq!(refused.help(), "did you mean `emea-revenue`?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_id`; `not_amendable`; whatever would be wrong with the same check-in, amendment, state or override in a
    /// document, under the limits that the workspace was made with, `too_many` where it has as many as those allow. Paths are those of the event as JSON, such as
    /// `/kind/check_in/value`.
    pub fn apply(&mut self, event: &Event) -> Result<Change> {
        let Some(node) = self.frame.node(&event.of) else {
            let unknown = self.frame().unknown_id(&event.of);
            return Err(Error::new(unknown.code(), "/of", unknown.message(), unknown.help()));
        };
        self.counted.check(&event.kind, &self.limits)?;
        match (&event.kind, node) {
            (EventKind::CheckIn(check_in), Node::KeyResult(row)) => self.check_in_key_result(row, check_in)?,
            (EventKind::CheckIn(check_in), Node::Objective(row)) => self.check_in_objective(row, check_in)?,
            (EventKind::Amendment(amendment), Node::KeyResult(row)) => self.amend(row, amendment)?,
            (EventKind::Amendment(_), Node::Objective(_)) => return Err(not_amendable(&event.of)),
            (EventKind::State(change), node) => self.change_state(node, change)?,
            (EventKind::Override(status), node) => self.override_status(node, status)?,
        }
        if let Node::Objective(row) = node {
            self.plan.objective_stated(&self.frame, &self.history, row);
        }
        self.counted.add(&event.kind);
        let since = self.revision;
        self.revision += 1;
        Ok(Change { first: Some(node), more: Vec::new(), of: self.identity.clone(), since, to: self.revision })
    }

    fn check_in_key_result(&mut self, row: u32, check_in: &CheckIn) -> Result<()> {
        let in_force = self.in_force(row, check_in.on);
        self.check_check_in(self.frame.key_results.objective[row as usize], check_in, in_force)?;
        let value = check_in.value.map_or(f64::NAN, |value| value.number() + 0.0);
        self.history.insert(row, check_in.on, value, remark(check_in));
        if value.is_nan() || value.abs() >= HUGE {
            // Such check-ins take the careful way from now on.
            self.key_result_rules_mut(row);
        }
        Ok(())
    }

    fn check_in_objective(&mut self, row: u32, check_in: &CheckIn) -> Result<()> {
        let measure = self.frame.more(row).and_then(|more| more.measure.as_ref());
        let (kind, with_own) = measure.map_or((MeasureKind::Move, None), |measure| (measure.kind, measure.with_own));
        self.check_check_in(row, check_in, (kind, Takes::of(kind, with_own)))?;
        let rules = self.objective_rules_mut(row);
        let at = rules.on.partition_point(|on| *on <= check_in.on);
        rules.on.insert(at, check_in.on);
        rules.value.insert(at, check_in.value.map_or(f64::NAN, |value| value.number() + 0.0));
        rules.remarks.insert(at, remark(check_in).unwrap_or_default());
        Ok(())
    }

    /// Whether a check-in states what the measure in force takes, and nothing beyond its range.
    fn check_check_in(&self, objective: u32, check_in: &CheckIn, in_force: (MeasureKind, Option<Takes>)) -> Result<()> {
        let (kind, takes) = Asked::from(self.plan.policy_of(objective)).decide(in_force);
        let is_short = |text: &Option<String>| text.as_ref().is_none_or(|text| text.len() <= self.limits.text);
        let fits = check_in.value.is_none_or(|value| Takes::stated(value) == takes && value.number().is_finite())
            && is_short(&check_in.note)
            && is_short(&check_in.by);
        if fits && check_in.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)) {
            return Ok(());
        }
        self.checked("check_in", |r| {
            check_in.check_texts(r);
            check_own_value(check_in, kind, Some(takes), r);
            check_stated_confidence(check_in.confidence, r);
        })
    }

    fn amend(&mut self, row: u32, amendment: &Amendment) -> Result<()> {
        let mut amended = self.key_result_rules(row);
        amended.amendments.push(amendment.clone());
        amended.sort_amendments();
        self.checked("amendment", |r| self.check_amended(row, amendment, &amended, r))?;
        *self.key_result_rules_mut(row) = amended;
        if amendment.measure.is_some() && !self.frame.graph.sources.of(row).is_empty() {
            // What is linked to it may be read from now on, or not any more.
            self.findings.take();
        }
        Ok(())
    }

    /// Whether a key result still holds together with one more amendment, the last of its rules.
    fn check_amended(&self, row: u32, amendment: &Amendment, rules: &KeyResultRules, r: &mut Reader) {
        amendment.check_texts(r);
        let first = self.definition(row);
        let objective = self.frame.key_results.objective[row as usize];
        let amendments = Amendments::from(Some(rules));
        let place = Place::Event(amendment, rules.amendments.len() as u32 - 1);
        amendments.check(first, true, rules.role, place, r);
        if r.failed() {
            return;
        }
        amendments.check_under(first, &self.plan.policy_of(objective).into(), place, r);
        let own = Window { start: rules.start, end: rules.due };
        check_amended(own, self.frame.objective_window(objective), amendments, place, r);
        if amendment.measure.is_some() {
            self.check_values_again(row, first, rules, r);
            if let Some(misfit) = self.misfit(row, rules) {
                misfit.report_here(r);
            }
        }
    }

    /// Whether a key result still fits what reads it and what it reads (A5, R1).
    fn misfit(&self, row: u32, rules: &KeyResultRules) -> Option<Misfit> {
        let graph = &self.frame.graph;
        let forms = Forms::new(&self.frame, &self.history, Some((row, rules)));
        let of = |row: u32| Some(self.plan.policy_of(self.frame.key_results.objective[row as usize]).measure.of);
        let sums = |objective: u32| {
            let rollup = &self.plan.policy_of(objective).rollup;
            let measured = self.frame.more(objective).is_some_and(|more| more.measure.is_some());
            let sums = self.plan.choice(&self.frame, &self.history, objective).of == Some(RollupOf::SumOfValues);
            let summing = || Summing { unit: self.frame.own_unit(objective), holds: rollup.holds, units: rollup.units };
            (measured && sums).then(summing)
        };
        let as_source = |reader: &Node| match reader {
            Node::KeyResult(to) => forms.misfit_of_source(Node::KeyResult(row), *to, of(*to)),
            Node::Objective(to) => sums(*to).and_then(|summing| forms.misfit_of_member(row, summing)),
        };
        let own = Node::Objective(self.frame.key_results.objective[row as usize]);
        let mut sources = graph.sources.of(row).iter();
        as_source(&own)
            .or_else(|| graph.key_result_readers.of(row).iter().find_map(as_source))
            .or_else(|| sources.find_map(|source| forms.misfit_of_source(source.node, row, of(row))))
    }

    /// Whether the check-ins there are say what the measures now in force on their dates take.
    fn check_values_again(&self, row: u32, first: Definition, rules: &KeyResultRules, r: &mut Reader) {
        let before = InForce::new(first, self.history.rules_of_key_result(row).into());
        let after = InForce::new(first, Some(rules).into());
        let asked = Asked::from(self.plan.policy_of(self.frame.key_results.objective[row as usize]));
        let (on, value) = self.history.visible_run(row);
        for (date, _) in on.iter().zip(value).filter(|(_, value)| !value.is_nan()) {
            let (_, stated) = asked.decide(before.on(*date));
            let (kind, takes) = asked.decide(after.on(*date));
            if takes != stated {
                value_not_for(kind, takes, stated, "measure", r);
                return;
            }
        }
    }

    /// The kind of measure in force on a date and what it takes.
    fn in_force(&self, row: u32, on: Date) -> (MeasureKind, Option<Takes>) {
        match self.history.rules_of_key_result(row) {
            None => {
                let kind = self.frame.key_results.kind[row as usize];
                (kind, Takes::of(kind, None))
            }
            rules => InForce::new(self.definition(row), rules.into()).on(on),
        }
    }

    /// The definition of a key result as stated.
    fn definition(&self, row: u32) -> Definition {
        let at = row as usize;
        let columns = &self.frame.key_results;
        let rules = self.history.rules_of_key_result(row);
        Definition::stated(rules, columns.kind[at], columns.baseline[at], columns.target[at])
    }

    fn change_state(&mut self, node: Node, change: &StateChange) -> Result<()> {
        self.checked("state", |r| {
            change.check_texts(r);
            check_state(change, r);
        })?;
        match node {
            Node::KeyResult(row) => {
                let rules = self.key_result_rules_mut(row);
                rules.state.push(change.clone());
            }
            Node::Objective(row) => {
                let rules = self.objective_rules_mut(row);
                rules.state.push(change.clone());
            }
        }
        Ok(())
    }

    fn override_status(&mut self, node: Node, status: &StatusOverride) -> Result<()> {
        self.checked("override", |r| {
            status.check_texts(r);
            check_override(status, r);
        })?;
        match node {
            Node::KeyResult(row) => self.key_result_rules_mut(row).overrides.push(status.clone()),
            Node::Objective(row) => self.objective_rules_mut(row).overrides.push(status.clone()),
        }
        Ok(())
    }

    /// Runs checks of an event of a kind, which report to a reader, and turns what they found into an error.
    fn checked(&self, kind: &'static str, check: impl FnOnce(&mut Reader)) -> Result<()> {
        let mut r = Reader::new(&self.limits);
        r.at(Segment::Key("kind"), |r| r.at(Segment::Key(kind), check));
        r.finish().map(drop)
    }

    fn key_result_rules(&self, row: u32) -> KeyResultRules {
        let found = self.history.rules_of_key_result(row);
        found.cloned().unwrap_or_else(|| KeyResultRules { kpi: NONE, ..KeyResultRules::default() })
    }

    fn key_result_rules_mut(&mut self, row: u32) -> &mut KeyResultRules {
        self.plan.key_result_changed(&self.frame, row);
        self.history.own_key_result_rules(row)
    }

    fn objective_rules_mut(&mut self, row: u32) -> &mut ObjectiveRules {
        self.plan.objective_changed(&self.frame, row);
        self.history.own_objective_rules(row)
    }
}

/// Events state confidence from 0 to 1, whatever the scale of the document was.
fn check_stated_confidence(confidence: Option<f64>, r: &mut Reader) {
    let confidence = check_finite("confidence", confidence, r);
    if !confidence.is_nan() && !(0.0..=1.0).contains(&confidence) {
        r.find_at(
            "confidence",
            ErrorCode::OutOfRange,
            format!("found {}, expected a confidence from 0 to 1", Told(confidence)),
            "events state confidence from 0 to 1",
        );
    }
}

fn not_amendable(id: &str) -> Error {
    Error::new(
        ErrorCode::NotAmendable,
        "/of",
        format!("found the objective {}, expected a key result", quoted(id)),
        "amend one of its key results",
    )
}
