//! Objectives, and the document that holds everything.

use super::setters::setters;
use super::{
    Alignment, CheckIn, Cycle, Initiative, Json, KeyResult, Kpi, Lifecycle, Measure, Person, StatusOverride, Team,
    is_default,
};
use crate::date::Date;
use crate::error::ErrorCode;
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyPatch(pub Map<String, Value>);

/// With keys in order and numbers in one form, whatever features serde_json has.
impl Serialize for PolicyPatch {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json::from(Value::Object(self.0.clone())).serialize(serializer)
    }
}

/// The workspace's policy: the name of a preset, or a patch on its `base`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
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

impl From<&str> for PolicySource {
    /// The preset of that name.
    fn from(preset: &str) -> Self {
        PolicySource::Preset(preset.to_owned())
    }
}

impl From<PolicyPatch> for PolicySource {
    fn from(patch: PolicyPatch) -> Self {
        PolicySource::Inline(patch)
    }
}

/// A qualitative goal of a team or person in a cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Codes of warnings and hints not to be reported here; errors cannot be silenced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "ErrorCode::doubts_schema"))]
    pub silence: Vec<ErrorCode>,
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
        Objective {
            id: id.into(),
            title: title.into(),
            description: None,
            cycle: None,
            team: None,
            owner: None,
            contributors: Vec::new(),
            ambition: None,
            weight: None,
            start: None,
            due: None,
            aligned_to: Vec::new(),
            key_results: Vec::new(),
            initiatives: Vec::new(),
            measure: None,
            check_ins: Vec::new(),
            state: Lifecycle::default(),
            overrides: Vec::new(),
            policy: None,
            tags: Vec::new(),
            silence: Vec::new(),
            continues: None,
            extra: None,
        }
    }
}

setters!(Objective, |this| {
    /// The same objective with more about it.
    description(impl Into<String>) => this.description = Some(description.into()),
    /// The same objective in a cycle, by id.
    cycle(impl Into<String>) => this.cycle = Some(cycle.into()),
    /// The same objective of a team, by id.
    team(impl Into<String>) => this.team = Some(team.into()),
    /// The same objective with an owner, by id.
    owner(impl Into<String>) => this.owner = Some(owner.into()),
    /// The same objective with one more person who takes part, by id.
    contributor(impl Into<String>) => this.contributors.push(contributor.into()),
    /// The same objective with an ambition.
    ambition(Ambition) => this.ambition = Some(ambition),
    /// The same objective with a weight in the rows of its cycle, team and owner.
    weight(f64) => this.weight = Some(weight),
    /// The same objective with a first day of its own.
    start(Date) => this.start = Some(start),
    /// The same objective with a last day of its own.
    due(Date) => this.due = Some(due),
    /// The same objective with one more link.
    aligned_to(Alignment) => this.aligned_to.push(aligned_to),
    /// The same objective with one more key result.
    key_result(KeyResult) => this.key_results.push(key_result),
    /// The same objective with one more initiative.
    initiative(Initiative) => this.initiatives.push(initiative),
    /// The same objective with a measure of its own.
    measure(Measure) => this.measure = Some(measure),
    /// The same objective with one more check-in of its own.
    check_in(CheckIn) => this.check_ins.push(check_in),
    /// The same objective in another state: one since ever, or dated changes.
    state(impl Into<Lifecycle>) => this.state = state.into(),
    /// The same objective with one more status set by hand.
    status_override(StatusOverride) => this.overrides.push(status_override),
    /// The same objective with policy fields of its own.
    policy(PolicyPatch) => this.policy = Some(policy),
    /// The same objective with one more label.
    tag(impl Into<String>) => this.tags.push(tag.into()),
    /// The same objective with one more warning or hint not to be reported.
    silence(ErrorCode) => this.silence.push(silence),
    /// The same objective, carried over from another, by id.
    continues(impl Into<String>) => this.continues = Some(continues.into()),
    /// The same objective with data of the host.
    extra(impl Into<Json>) => this.extra = Some(extra.into()),
});

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
}

setters!(Document, |this| {
    /// The same document counted by a preset, by name, or by policy fields.
    policy(impl Into<PolicySource>) => this.policy = policy.into(),
    /// The same document with what the confidences 0 and 1 are written as.
    confidence_scale([f64; 2]) => this.confidence_scale = Some(confidence_scale),
    /// The same document with one more cycle.
    cycle(Cycle) => this.cycles.push(cycle),
    /// The same document with one more team.
    team(Team) => this.teams.push(team),
    /// The same document with one more person.
    person(Person) => this.people.push(person),
    /// The same document with one more KPI.
    kpi(Kpi) => this.kpis.push(kpi),
    /// The same document with one more objective.
    objective(Objective) => this.objectives.push(objective),
});
