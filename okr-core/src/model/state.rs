//! States, closing, and overrides of status.

use super::setters::setters;
use crate::date::Date;
use crate::score::Status;
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// The state of an objective or key result.
    #[derive(Default)]
    pub enum State {
        /// Not agreed yet: shown, not counted.
        Draft "draft",
        /// In force; the state where nothing is said.
        #[default]
        Active "active",
        /// Put off: not counted.
        Postponed "postponed",
        /// Given up: not counted.
        Cancelled "cancelled",
        /// Put away: not counted.
        Archived "archived",
        /// Finished: evaluated as of its closing, and counted.
        Closed "closed",
    }
}

words! {
    /// How something that was closed came out, as its owner says.
    pub enum Outcome {
        /// Reached.
        Achieved "achieved",
        /// More than reached.
        Exceeded "exceeded",
        /// Not reached.
        Missed "missed",
    }
}

/// A dated change of state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StateChange {
    /// The day from which it holds.
    pub on: Date,
    /// The new state.
    pub state: State,
    /// How it came out, for `closed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The manual grade, 0 to 1, for `closed` (G3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Id of the person who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl StateChange {
    /// A state from a day on.
    pub fn new(on: Date, state: State) -> Self {
        StateChange { on, state, outcome: None, score: None, reason: None, by: None }
    }
}

setters!(StateChange, |this| {
    /// The same closing with how it came out.
    outcome(Outcome) => this.outcome = Some(outcome),
    /// The same closing with a manual grade, 0 to 1 (G3).
    score(f64) => this.score = Some(score),
    /// The same change with its reason.
    reason(impl Into<String>) => this.reason = Some(reason.into()),
    /// The same change with the id of the person who says so.
    by(impl Into<String>) => this.by = Some(by.into()),
});

/// The state over time: one word since ever, or dated changes, before which the row is active unless a word at the head
/// of the list says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(into = "Stated")]
#[non_exhaustive]
pub enum Lifecycle {
    /// One state since ever.
    Always(State),
    /// Changes; of several on one date the last holds (T3).
    Changes(Vec<StateChange>),
    /// One state since ever, up to the first of the changes.
    Until(State, Vec<StateChange>),
}

impl Lifecycle {
    /// The state before all changes, and the changes.
    pub(crate) fn parts(&self) -> (State, &[StateChange]) {
        match self {
            Lifecycle::Always(state) => (*state, &[]),
            Lifecycle::Changes(changes) => (State::Active, changes),
            Lifecycle::Until(state, changes) => (*state, changes),
        }
    }

    /// Takes one more change.
    pub(crate) fn push(&mut self, change: StateChange) {
        match self {
            Lifecycle::Always(State::Active) => *self = Lifecycle::Changes(vec![change]),
            Lifecycle::Always(first) => *self = Lifecycle::Until(*first, vec![change]),
            Lifecycle::Changes(changes) | Lifecycle::Until(_, changes) => changes.push(change),
        }
    }
}

/// A lifecycle as it is written.
#[derive(Serialize)]
#[serde(untagged)]
enum Stated {
    Word(State),
    List(Vec<Entry>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Word(State),
    Change(StateChange),
}

impl From<Lifecycle> for Stated {
    fn from(lifecycle: Lifecycle) -> Self {
        let list = |first: Option<State>, changes: Vec<StateChange>| {
            Stated::List(first.map(Entry::Word).into_iter().chain(changes.into_iter().map(Entry::Change)).collect())
        };
        match lifecycle {
            Lifecycle::Always(state) => Stated::Word(state),
            Lifecycle::Changes(changes) => list(None, changes),
            Lifecycle::Until(state, changes) => list(Some(state), changes),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Lifecycle {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lifecycle".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (state, change) = (generator.subschema_for::<State>(), generator.subschema_for::<StateChange>());
        schemars::json_schema!({
            "description": "The state over time: one word since ever, or dated changes, before which the row is active \
                unless a word at the head of the list says otherwise.",
            "anyOf": [
                {"description": "One state since ever.", "$ref": state.get("$ref")},
                {
                    "description": "Changes; of several on one date the last holds (T3). A word at their head holds before the first.",
                    "type": "array",
                    "prefixItems": [{"anyOf": [state, change]}],
                    "items": change,
                },
            ],
        })
    }
}

impl Default for Lifecycle {
    fn default() -> Self {
        Lifecycle::Always(State::Active)
    }
}

impl From<State> for Lifecycle {
    fn from(state: State) -> Self {
        Lifecycle::Always(state)
    }
}

impl From<StateChange> for Lifecycle {
    fn from(change: StateChange) -> Self {
        Lifecycle::Changes(vec![change])
    }
}

impl From<Vec<StateChange>> for Lifecycle {
    fn from(changes: Vec<StateChange>) -> Self {
        Lifecycle::Changes(changes)
    }
}

/// A status that somebody sets by hand for a time; the computed one stays visible beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatusOverride {
    /// The status shown instead of the computed one.
    pub status: Status,
    /// First day.
    pub on: Date,
    /// Last day; where nothing is said the policy decides, by default the end of the window (S1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Id of the person who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl StatusOverride {
    /// A status from a day on.
    pub fn new(on: Date, status: Status) -> Self {
        StatusOverride { status, on, until: None, by: None, reason: None }
    }
}

setters!(StatusOverride, |this| {
    /// The same override up to and including a day.
    until(Date) => this.until = Some(until),
    /// The same override with the id of the person who says so.
    by(impl Into<String>) => this.by = Some(by.into()),
    /// The same override with its reason.
    reason(impl Into<String>) => this.reason = Some(reason.into()),
});
