//! The scorecard as a document: every row with its reasons, for JSON and for people.

use super::columns::LeftOut;
use super::details::{Details, Share};
use super::terms::Pass;
use super::{GroupRow, Scorecard};
use crate::cancel::Brake;
use crate::date::Date;
use crate::document::print;
use crate::error::{Finding, Result};
use crate::model::{Ambition, Role, StatusOverride};
use crate::policy::StatusPolicy;
use crate::score::progress::Hold;
use crate::score::{Evidence, Reason, Status, StatusRules};
use crate::words::words;
use crate::workspace::Workspace;
use serde::Serialize;

words! {
    /// How a hold measure stands.
    pub enum HoldState {
        /// The bound holds.
        Met "met",
        /// It does not, within `risk_at`.
        Near "near",
        /// It does not.
        Unmet "unmet",
        /// There is no check-in.
        Unmeasured "unmeasured",
    }
}

words! {
    /// How a KPI stands (K1).
    pub enum KpiState {
        /// Its rule holds, or it has none.
        Healthy "healthy",
        /// Its rule does not hold.
        Unhealthy "unhealthy",
        /// There is no value yet.
        NoReading "no_reading",
    }
}

impl HoldState {
    pub(crate) fn of(hold: Option<Hold>) -> Self {
        match hold {
            Some(Hold::Met) => HoldState::Met,
            Some(Hold::Near) => HoldState::Near,
            Some(Hold::Unmet) => HoldState::Unmet,
            None => HoldState::Unmeasured,
        }
    }
}

/// A scorecard as a document; absent numbers are null.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Report<'a> {
    /// Version of the format: 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = 1)))]
    pub okr_scorecard: u32,
    /// Name of the organisation.
    pub workspace: &'a str,
    /// The date it holds for.
    pub as_of: Date,
    /// Name of the policy.
    pub policy: &'a str,
    /// Objectives with their key results, in the order of the document.
    pub objectives: Vec<ObjectiveReport<'a>>,
    /// KPIs, in the order of the document.
    pub kpis: Vec<KpiReport<'a>>,
    /// Teams, in the order of the document.
    pub teams: Vec<GroupReport<'a>>,
    /// People, in the order of the document.
    pub people: Vec<GroupReport<'a>>,
    /// Cycles, in the order of the document.
    pub cycles: Vec<GroupReport<'a>>,
    /// What is doubtful: of the document, and of this evaluation.
    pub findings: Vec<Finding>,
    /// How many more were found than the 1,000 that are listed.
    pub unlisted_findings: usize,
}

/// A status set by hand, and the computed one beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OverrideReport<'a> {
    /// The status it sets.
    pub status: Status,
    /// The status without the override.
    pub computed: Status,
    /// Who set it.
    pub by: Option<&'a str>,
    /// Why.
    pub reason: Option<&'a str>,
    /// Its last day, where it is stated.
    pub until: Option<Date>,
}

impl<'a> OverrideReport<'a> {
    pub(super) fn new(entry: &'a StatusOverride, rules: &StatusPolicy, evidence: Evidence) -> Self {
        OverrideReport {
            status: entry.status,
            computed: StatusRules(rules).decide(&Evidence { forced: None, ..evidence }).status,
            by: entry.by.as_deref(),
            reason: entry.reason.as_deref(),
            until: entry.until,
        }
    }
}

/// A guardrail of an objective.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GuardrailReport<'a> {
    /// Its id.
    pub id: &'a str,
    /// How it stands.
    pub state: HoldState,
}

/// The row of an objective.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ObjectiveReport<'a> {
    /// Its id.
    pub id: &'a str,
    /// What is to be reached.
    pub title: &'a str,
    /// Id of its cycle.
    pub cycle: Option<&'a str>,
    /// Id of the team it counts for: its own, else its owner's.
    pub team: Option<&'a str>,
    /// Id of its owner.
    pub owner: Option<&'a str>,
    /// How sure the promise is, as stated.
    pub ambition: Option<Ambition>,
    /// Present value, in the unit of its own measure: of that measure where it is counted by it, else where its progress
    /// lies from the start value to the target; null where there is none.
    pub value: Option<f64>,
    /// Start value of its own measure, in its unit; null where there is none.
    pub baseline: Option<f64>,
    /// Target of its own measure, resolved, in its unit; null where there is none.
    pub target: Option<f64>,
    /// The unit of its values.
    pub unit: Option<&'a str>,
    /// Progress as shown, a fraction, 1 = 100 %; null where nothing counts or the measure makes none.
    pub progress: Option<f64>,
    /// Progress before any clamp, a fraction that may be negative or above 1; null where progress is.
    pub raw: Option<f64>,
    /// Progress that the plan asks for, a fraction; null where nothing is expected.
    pub expected: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// Which step decided the status.
    pub status_reason: Reason,
    /// What the status is called.
    pub label: Option<&'a str>,
    /// What the score is called.
    pub grade: Option<&'a str>,
    /// Stated confidence, 0 to 1; null where nobody stated any.
    pub confidence: Option<f64>,
    /// The computed grade, a fraction, 0 to 1 unless the policy's `score.clamp` says otherwise; null until it is over.
    pub score: Option<f64>,
    /// The grade given by hand when it was closed, 0 to 1; null where none was.
    pub manual_score: Option<f64>,
    /// The status set by hand, where one is in force.
    #[serde(rename = "override")]
    pub forced: Option<OverrideReport<'a>>,
    /// Whether it counts in its cycle's row.
    pub counted: bool,
    /// Why it does not.
    pub left_out: Option<LeftOut>,
    /// Its share of its cycle's row; the shares of those that count add up to 1. Null where it does not count.
    pub weight: Option<f64>,
    /// What it adds to its cycle's progress, a fraction; null where it does not count.
    pub contribution: Option<f64>,
    /// Its guardrails.
    pub guardrails: Vec<GuardrailReport<'a>>,
    /// Its key results, in the order of the document.
    pub key_results: Vec<KeyResultReport<'a>>,
}

/// The row of a key result.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct KeyResultReport<'a> {
    /// Its id.
    pub id: &'a str,
    /// What is to be reached.
    pub title: &'a str,
    /// Whether it counts or guards.
    pub role: Role,
    /// Id of its owner.
    pub owner: Option<&'a str>,
    /// Present value, in its unit; null where there is none yet.
    pub value: Option<f64>,
    /// Start value in force, in its unit; null where the measure has none.
    pub baseline: Option<f64>,
    /// Target in force, resolved, in its unit; null where the measure has none.
    pub target: Option<f64>,
    /// The unit of its values.
    pub unit: Option<&'a str>,
    /// Progress before any clamp, a fraction that may be negative or above 1; null where progress is.
    pub raw: Option<f64>,
    /// Progress as shown, a fraction, 1 = 100 %; null where nothing counts or the measure makes none.
    pub progress: Option<f64>,
    /// Progress that the plan asks for, a fraction; null where nothing is expected.
    pub expected: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// Which step decided the status.
    pub status_reason: Reason,
    /// What the status is called.
    pub label: Option<&'a str>,
    /// What the score, or the level reached, is called.
    pub grade: Option<&'a str>,
    /// Stated confidence, 0 to 1; null where nobody stated any.
    pub confidence: Option<f64>,
    /// The computed grade, a fraction, 0 to 1 unless the policy's `score.clamp` says otherwise; null until it is over.
    pub score: Option<f64>,
    /// The grade given by hand when it was closed, 0 to 1; null where none was.
    pub manual_score: Option<f64>,
    /// Whole days since the last check-in, or since the start; null where neither is known.
    pub stale_days: Option<i32>,
    /// How sure the promise is, as stated by it or its objective.
    pub ambition: Option<Ambition>,
    /// The status set by hand, where one is in force.
    #[serde(rename = "override")]
    pub forced: Option<OverrideReport<'a>>,
    /// Whether it counts in its objective.
    pub counted: bool,
    /// Why it does not.
    pub left_out: Option<LeftOut>,
    /// Its share of its objective; the shares of those that count add up to 1. Null where it does not count.
    pub weight: Option<f64>,
    /// What it adds to its objective's progress before the objective's own clamps, a fraction; null where it does not count.
    pub contribution: Option<f64>,
}

/// The row of a KPI.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct KpiReport<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name, the id where it has none.
    pub name: &'a str,
    /// Latest value, in its unit; null where there is no reading.
    pub value: Option<f64>,
    /// The unit of its values.
    pub unit: Option<&'a str>,
    /// How it stands.
    pub state: KpiState,
}

/// The row of a cycle, team or person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GroupReport<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name, the id where it has none.
    pub name: &'a str,
    /// Mean progress of its objectives, a fraction, 1 = 100 %; null where no objective counts.
    pub progress: Option<f64>,
    /// Mean progress that their plans ask for, a fraction; null where nothing is expected.
    pub expected: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// What the policy calls the status; null where it has no word of its own.
    pub label: Option<&'a str>,
    /// How many objectives count.
    pub objectives: u32,
}

impl<'a> From<GroupRow<'a>> for GroupReport<'a> {
    fn from(row: GroupRow<'a>) -> Self {
        GroupReport {
            id: row.id,
            name: row.name,
            progress: row.progress,
            expected: row.expected,
            status: row.status,
            label: row.label,
            objectives: row.objectives,
        }
    }
}

impl Scorecard {
    /// The whole scorecard with its reasons.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let report = card.report(&workspace)?;
    /// let sales = report.objectives.iter().find(|row| row.id == "emea-sales").unwrap();
    /// assert_eq!((sales.guardrails[0].id, sales.guardrails[0].state.as_str()), ("discounts", "near"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn report<'a>(&'a self, workspace: &'a Workspace) -> Result<Report<'a>> {
        self.report_braked(workspace, Brake::NONE)
    }

    pub(crate) fn report_braked<'a>(&'a self, workspace: &'a Workspace, brake: Brake<'_>) -> Result<Report<'a>> {
        brake.check()?;
        self.check_whole(workspace)?;
        let pass = self.pass(workspace);
        let cycle_weights = self.cycle_weights(&pass);
        let frame = self.frame();
        let findings = workspace.findings().clone().and(self.findings_braked(workspace, brake)?);
        let mut objectives = Vec::with_capacity(frame.objective_order.len());
        for (at, row) in frame.objective_order.iter().enumerate() {
            brake.check_at(at)?;
            objectives.push(self.objective_report(&pass, *row, &cycle_weights));
        }
        Ok(Report {
            okr_scorecard: 1,
            workspace: &frame.organisation,
            as_of: self.as_of,
            policy: &pass.plan.policy.name,
            objectives,
            kpis: self.kpis(workspace)?,
            teams: self.teams(workspace)?.into_iter().map(GroupReport::from).collect(),
            people: self.people(workspace)?.into_iter().map(GroupReport::from).collect(),
            cycles: self.cycles(workspace)?.into_iter().map(GroupReport::from).collect(),
            unlisted_findings: findings.unlisted(),
            findings: findings.into_iter().collect(),
        })
    }

    /// The whole scorecard as JSON, on one line.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert!(card.to_json(&workspace)?.starts_with(r#"{"okr_scorecard":1,"workspace":"Larkfield","as_of":"2026-11-21""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn to_json(&self, workspace: &Workspace) -> Result<String> {
        Ok(print::to_json(&self.report(workspace)?))
    }

    fn objective_report<'a>(&'a self, pass: &Pass<'a>, row: u32, cycle_weights: &[f64]) -> ObjectiveReport<'a> {
        let shown = self.objective_row(row);
        let details = self.details_of(pass);
        let told = details.objective(row);
        let own = told.own_scale();
        let share = details.share_in(row, cycle_weights);
        ObjectiveReport {
            id: shown.id(),
            title: shown.title(),
            cycle: told.cycle(),
            team: told.team(),
            owner: told.owner(),
            ambition: told.ambition(),
            value: own.value,
            baseline: own.baseline,
            target: own.target,
            unit: own.unit,
            progress: shown.progress(),
            raw: shown.raw(),
            expected: shown.expected(),
            status: shown.status(),
            status_reason: shown.reason(),
            label: told.label(),
            grade: told.grade(),
            confidence: shown.confidence(),
            score: told.score(),
            manual_score: told.manual_score(),
            forced: told.forced(),
            counted: share.counted,
            left_out: share.left_out,
            weight: share.weight(),
            contribution: share.contribution(),
            guardrails: told.guardrails(),
            key_results: self.key_result_reports(&details, row),
        }
    }

    fn key_result_reports<'a>(&'a self, details: &Details<'a>, objective: u32) -> Vec<KeyResultReport<'a>> {
        let first = self.frame.objectives.key_results(objective).start;
        let shares = details.shares_of(objective);
        let rows = self.frame.key_results_as_given(objective).into_iter();
        rows.map(|row| self.key_result_report(details, row, &shares[(row - first) as usize])).collect()
    }

    fn key_result_report<'a>(&'a self, details: &Details<'a>, row: u32, share: &Share) -> KeyResultReport<'a> {
        let shown = self.key_result_row(row);
        let told = details.key_result(row);
        KeyResultReport {
            id: shown.id(),
            title: shown.title(),
            role: told.role(),
            owner: told.owner(),
            value: shown.value(),
            baseline: shown.baseline(),
            target: shown.target(),
            unit: told.unit(),
            raw: shown.raw(),
            progress: shown.progress(),
            expected: shown.expected(),
            status: shown.status(),
            status_reason: shown.reason(),
            label: told.label(),
            grade: told.grade(),
            confidence: shown.confidence(),
            score: told.score(),
            manual_score: told.manual_score(),
            stale_days: told.stale_days(),
            ambition: told.ambition(),
            forced: told.forced(),
            counted: share.counted,
            left_out: share.left_out,
            weight: share.weight(),
            contribution: share.contribution(),
        }
    }

    /// Rows of all KPIs, in the order of the document.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.kpis(&workspace)?.len(), workspace.to_document().kpis.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`report`](Scorecard::report).
    pub fn kpis<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<KpiReport<'a>>> {
        self.check_whole(workspace)?;
        let pass = self.pass(workspace);
        let texts = &pass.frame.texts;
        let id = |name| pass.frame.kpi_names.text(texts, name);
        let rows = pass.frame.kpis.iter().map(|kpi| {
            let (value, state) = pass.kpi(kpi);
            let name = texts.optional(kpi.title).unwrap_or_else(|| id(kpi.name));
            KpiReport { id: id(kpi.name), name, value, unit: texts.optional(kpi.unit), state }
        });
        Ok(rows.collect())
    }
}
