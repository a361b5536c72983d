//! Events: changes applied all or not at all (J2).

use super::frame::Node;
use super::history::{KeyResultRules, ObjectiveRules};
use super::measures::check_measure;
use super::names::NONE;
use super::values::{HUGE, check_finite, check_lifecycle, check_order, check_overrides, check_weight, remark};
use super::{Workspace, numbers};
use crate::date::Date;
use crate::document::reader::Reader;
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::model::{Amendment, CheckIn, Lifecycle, MeasureKind, StateChange, StatusOverride, Value};
use crate::policy::ZeroRange;
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
    /// When it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Date>,
    /// Id of the person who recorded it.
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

/// What an event changed: what a scorecard needs to be brought up to date.
#[derive(Clone, Debug)]
#[must_use = "a scorecard is brought up to date with it"]
pub struct Change {
    pub(super) rows: [Node; 1],
    pub(super) since: u64,
    pub(super) to: u64,
}

impl Workspace {
    /// Applies one event: all of it, or nothing where it is refused.
    ///
    /// # Errors
    /// `unknown_id`; whatever would be wrong with the same check-in, amendment, state or override in a document.
    pub fn apply(&mut self, event: &Event) -> Result<Change> {
        let Some(node) = self.frame.node(&event.of) else { return Err(self.unknown_id(&event.of)) };
        match (&event.kind, node) {
            (EventKind::CheckIn(check_in), Node::KeyResult(row)) => self.check_in_key_result(row, check_in)?,
            (EventKind::CheckIn(check_in), Node::Objective(row)) => self.check_in_objective(row, check_in)?,
            (EventKind::Amendment(amendment), Node::KeyResult(row)) => self.amend(row, amendment)?,
            (EventKind::Amendment(_), Node::Objective(_)) => return Err(not_amendable(&event.of)),
            (EventKind::State(change), node) => self.change_state(node, change)?,
            (EventKind::Override(status), node) => self.override_status(node, status)?,
        }
        let since = self.revision;
        self.revision += 1;
        Ok(Change { rows: [node], since, to: self.revision })
    }

    fn check_in_key_result(&mut self, row: u32, check_in: &CheckIn) -> Result<()> {
        let kind = self.kind_on(row, check_in.on);
        check_value(kind, self.takes_own(row, kind), check_in.value)?;
        let confidence = check_in.confidence.filter(|x| !(0.0..=1.0).contains(x));
        if let Some(found) = confidence {
            return Err(off_scale(found));
        }
        let note = if says_more(check_in) { checked(|r| remark(check_in, r))? } else { None };
        let value = check_in.value.map_or(f64::NAN, |value| value.number() + 0.0);
        self.history.insert(row, check_in.on, value, note);
        if value.is_nan() || value.abs() >= HUGE {
            // Such check-ins take the careful way from now on.
            self.key_result_rules_mut(row);
        }
        Ok(())
    }

    fn check_in_objective(&mut self, row: u32, check_in: &CheckIn) -> Result<()> {
        let measure = self.frame.more(row).and_then(|more| more.measure.as_ref());
        check_value(measure.map_or(MeasureKind::Move, |measure| measure.kind), true, check_in.value)?;
        if let Some(found) = check_in.confidence.filter(|x| !(0.0..=1.0).contains(x)) {
            return Err(off_scale(found));
        }
        let note = checked(|r| remark(check_in, r))?;
        let rules = self.objective_rules_mut(row);
        let at = rules.on.partition_point(|on| *on <= check_in.on);
        rules.on.insert(at, check_in.on);
        rules.value.insert(at, check_in.value.map_or(f64::NAN, |value| value.number() + 0.0));
        rules.remarks.insert(at, note.unwrap_or_default());
        Ok(())
    }

    fn amend(&mut self, row: u32, amendment: &Amendment) -> Result<()> {
        checked(|r| {
            if let Some(measure) = &amendment.measure {
                check_measure(measure, r);
            }
            check_finite("baseline", amendment.baseline, r);
            check_weight(amendment.weight, r);
            check_order(amendment.start, amendment.due, "due", r);
        })?;
        let mut amended = self.key_result_rules(row);
        amended.amendments.push(amendment.clone());
        amended.sort_amendments();
        self.check_amended(row, &amended)?;
        *self.key_result_rules_mut(row) = amended;
        Ok(())
    }

    /// Whether a key result still makes sense with one more amendment.
    fn check_amended(&self, row: u32, rules: &KeyResultRules) -> Result<()> {
        let at = row as usize;
        let columns = &self.frame.key_results;
        let (mut kind, mut baseline) = (columns.kind[at], columns.baseline[at]);
        let mut target = rules.measure.as_ref().map_or(Some(columns.target[at].into()), |measure| measure.target);
        let zero_is_wrong = self.plan.policy_of(columns.objective[at]).measure.zero_range == ZeroRange::Error;
        for index in &rules.amendments_by_date {
            let amendment = &rules.amendments[*index as usize];
            if let Some(measure) = &amendment.measure {
                (kind, baseline, target) = (measure.kind, numbers(measure).0, measure.target);
            }
            baseline = amendment.baseline.unwrap_or(baseline);
            target = amendment.target.or(target);
            let resolved = target.and_then(|target| target.resolve(baseline));
            if matches!(kind, MeasureKind::Move | MeasureKind::FromChildren) {
                match resolved {
                    None => {
                        return Err(Error::new(
                            ErrorCode::BadTarget,
                            "/target",
                            "found a percentage of the baseline 0",
                            "state a baseline, or the target as a number",
                        ));
                    }
                    Some(target) if target == baseline && zero_is_wrong => {
                        return Err(Error::new(
                            ErrorCode::ZeroRange,
                            "/target",
                            format!("found baseline and target {target}, expected two different numbers"),
                            "change one of them",
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    fn change_state(&mut self, node: Node, change: &StateChange) -> Result<()> {
        let added = |state: &Lifecycle| match state {
            Lifecycle::Changes(changes) => {
                Lifecycle::Changes(changes.iter().cloned().chain([change.clone()]).collect())
            }
            Lifecycle::Always(before) => {
                // What held since ever holds up to the change.
                let since_ever = StateChange::new(Date::MIN, *before);
                let kept = (*before != crate::model::State::Active).then_some(since_ever);
                Lifecycle::Changes(kept.into_iter().chain([change.clone()]).collect())
            }
        };
        checked(|r| check_lifecycle(&Lifecycle::Changes(vec![change.clone()]), r))?;
        match node {
            Node::KeyResult(row) => {
                let rules = self.key_result_rules_mut(row);
                rules.state = added(&rules.state);
            }
            Node::Objective(row) => {
                let rules = self.objective_rules_mut(row);
                rules.state = added(&rules.state);
            }
        }
        Ok(())
    }

    fn override_status(&mut self, node: Node, status: &StatusOverride) -> Result<()> {
        checked(|r| check_overrides(std::slice::from_ref(status), r))?;
        match node {
            Node::KeyResult(row) => self.key_result_rules_mut(row).overrides.push(status.clone()),
            Node::Objective(row) => self.objective_rules_mut(row).overrides.push(status.clone()),
        }
        Ok(())
    }

    /// The kind of measure in force on a date.
    pub(super) fn kind_on(&self, row: u32, on: Date) -> MeasureKind {
        let columns = &self.frame.key_results;
        let own = columns.kind[row as usize];
        let Some(rules) = self.history.rules_of_key_result(row) else { return own };
        let amended = rules.amendments_by_date.iter().rev().filter_map(|index| rules.amendments.get(*index as usize));
        amended
            .filter(|amendment| amendment.on <= on)
            .find_map(|amendment| amendment.measure.as_ref())
            .map_or(own, |measure| measure.kind)
    }

    fn takes_own(&self, row: u32, kind: MeasureKind) -> bool {
        let rules = self.history.rules_of_key_result(row);
        let stated = rules.and_then(|rules| rules.measure.as_ref()).and_then(|measure| measure.with_own);
        // As on loading: only a measure that says so refuses check-ins of its own.
        kind != MeasureKind::FromChildren || stated != Some(false)
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

/// Whether a check-in states more than a date and a value.
fn says_more(check_in: &CheckIn) -> bool {
    check_in.confidence.is_some() || check_in.note.is_some() || check_in.by.is_some()
}

/// Runs checks that report to a reader, and turns what they found into an error.
fn checked<T>(check: impl FnOnce(&mut Reader) -> T) -> Result<T> {
    let mut r = Reader::new(&crate::limits::Limits::large());
    let result = check(&mut r);
    r.finish().map(|_| result)
}

fn check_value(kind: MeasureKind, takes_own: bool, value: Option<Value>) -> Result<()> {
    let (found, expected) = match value {
        None => return Ok(()),
        Some(Value::Number(number)) if !number.is_finite() => {
            return Err(Error::new(
                ErrorCode::NotFinite,
                "/value",
                format!("found {number}, expected a finite number"),
                "state a finite number",
            ));
        }
        Some(_) if !kind.takes_values() && (kind != MeasureKind::FromChildren || !takes_own) => {
            ("a value", "no value, only confidence or a note")
        }
        Some(Value::Number(_)) if kind == MeasureKind::Binary => ("a number", "true or false"),
        Some(Value::Done(_)) if kind != MeasureKind::Binary => ("true or false", "a number"),
        Some(_) => return Ok(()),
    };
    let message = format!("found {found} for the measure {}, expected {expected}", quoted(kind.as_str()));
    Err(Error::new(ErrorCode::ValueNotForKind, "/value", message, format!("state {expected}")))
}

fn off_scale(found: f64) -> Error {
    Error::new(
        ErrorCode::OutOfRange,
        "/confidence",
        format!("found {found}, expected a confidence from 0 to 1"),
        "events state confidence from 0 to 1",
    )
}

fn not_amendable(id: &str) -> Error {
    Error::new(
        ErrorCode::UnknownId,
        "/of",
        format!("found the objective {}, expected a key result", quoted(id)),
        "amend one of its key results",
    )
}
