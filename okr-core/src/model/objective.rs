//! Objectives, and the document that holds everything.

use super::{
    Alignment, CheckIn, Cycle, Initiative, Json, KeyResult, Kpi, Lifecycle, Measure, Person, StatusOverride, Team,
    is_default,
};
use crate::date::Date;
use crate::words::words;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

words! {
    /// How sure a promise is (G2).
    pub enum Ambition {
        /// Promised: reached at 1.0. The ambition where nothing is said.
        Committed "committed",
        /// A stretch: reached at 0.7.
        Aspirational "aspirational",
        /// To find something out: reached when closed with a reason.
        Learning "learning",
    }
}

/// Part of a policy: the stated fields only, as in a policy document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyPatch(pub Map<String, Value>);

/// The workspace's policy: the name of a preset, or a patch on its `base`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PolicySource {
    /// A preset by name.
    Preset(String),
    /// The fields that differ from `base` (the preset `default` where nothing is said).
    Inline(PolicyPatch),
}

impl Default for PolicySource {
    fn default() -> Self {
        PolicySource::Preset("default".to_owned())
    }
}

/// A qualitative goal of a team or person in a cycle.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Objective {
    /// Unique among objectives and key results.
    pub id: String,
    /// What is to be reached.
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Id of its cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<String>,
    /// Id of its team; the owner's where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Id of the one accountable person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Ids of others who take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<String>,
    /// How sure the promise is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambition: Option<Ambition>,
    /// Weight in the rows of its cycle, team and owner (R7), finite and ≥ 0; 1 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// First day, where it differs from the cycle's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Last day, where it differs from the cycle's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Links to other objectives and key results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aligned_to: Vec<Alignment>,
    /// Its key results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_results: Vec<KeyResult>,
    /// Work that should move its key results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub initiatives: Vec<Initiative>,
    /// Its own measure, where the policy counts by it (R1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// Its own check-ins: values of its measure, manual progress, or confidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check_ins: Vec<CheckIn>,
    /// Its state over time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: Lifecycle,
    /// Statuses set by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<StatusOverride>,
    /// Policy fields that differ for this objective and its key results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyPatch>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Codes of findings not to be reported here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silence: Vec<String>,
    /// Id of what it was carried over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// Any JSON of the host: kept and printed back, read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Json>,
}

impl Objective {
    /// An objective with the default of everything else.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Objective { id: id.into(), title: title.into(), ..Objective::default() }
    }

    /// The same objective in a cycle.
    #[must_use]
    pub fn cycle(mut self, cycle: impl Into<String>) -> Self {
        self.cycle = Some(cycle.into());
        self
    }

    /// The same objective of a team.
    #[must_use]
    pub fn team(mut self, team: impl Into<String>) -> Self {
        self.team = Some(team.into());
        self
    }

    /// The same objective with an owner.
    #[must_use]
    pub fn owner(mut self, person: impl Into<String>) -> Self {
        self.owner = Some(person.into());
        self
    }

    /// The same objective with an ambition.
    #[must_use]
    pub fn ambition(mut self, ambition: Ambition) -> Self {
        self.ambition = Some(ambition);
        self
    }

    /// The same objective with one more key result.
    #[must_use]
    pub fn key_result(mut self, key_result: KeyResult) -> Self {
        self.key_results.push(key_result);
        self
    }

    /// The same objective with one more link.
    #[must_use]
    pub fn aligned_to(mut self, link: Alignment) -> Self {
        self.aligned_to.push(link);
        self
    }
}

/// All OKR data of one organisation.
///
/// ```
/// use okr_core::{Date, Workspace, model::{CheckIn, Cycle, Document, KeyResult, Measure, Objective}};
///
/// let date = |month, day| Date::new(2026, month, day);
/// let document = Document::new("Acme")
///     .cycle(Cycle::new("Q4", date(10, 1)?, date(12, 31)?))
///     .objective(Objective::new("engagement", "Make the product a daily habit").cycle("Q4").key_result(
///         KeyResult::new("dau", "Increase daily active users", Measure::moving(10_000.0, 12_000.0))
///             .check_in(CheckIn::new(date(10, 12)?, 10_500.0)),
///     ));
/// let workspace = Workspace::from_document(&document)?;
/// assert_eq!(workspace.score(date(10, 12)?).objective("engagement").unwrap().progress(), Some(0.25));
/// assert_eq!(workspace.to_document(), document);
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Document {
    /// Version of the format: 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = Document::VERSION)))]
    pub okr: u32,
    /// Name of the organisation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The rules of counting.
    #[serde(default, skip_serializing_if = "is_default")]
    pub policy: PolicySource,
    /// What the stated confidences 0 and 1 are written as; `[0, 1]` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence_scale: Option<[f64; 2]>,
    /// Periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<Cycle>,
    /// Teams.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
    /// People.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Numbers that are watched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kpis: Vec<Kpi>,
    /// Goals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Objective>,
}

impl Default for Document {
    fn default() -> Self {
        Document::new("")
    }
}

impl Document {
    /// The version of the format that this engine reads and prints.
    pub const VERSION: u32 = 1;

    /// An empty document of an organisation.
    pub fn new(name: impl Into<String>) -> Self {
        Document {
            okr: Self::VERSION,
            name: name.into(),
            policy: PolicySource::default(),
            confidence_scale: None,
            cycles: Vec::new(),
            teams: Vec::new(),
            people: Vec::new(),
            kpis: Vec::new(),
            objectives: Vec::new(),
        }
    }

    /// The same document with one more cycle.
    #[must_use]
    pub fn cycle(mut self, cycle: Cycle) -> Self {
        self.cycles.push(cycle);
        self
    }

    /// The same document with one more objective.
    #[must_use]
    pub fn objective(mut self, objective: Objective) -> Self {
        self.objectives.push(objective);
        self
    }
}
