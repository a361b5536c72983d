//! Scorecards: the result of evaluating a workspace as of a date, in columns.

mod columns;
mod details;
mod facts;
mod findings;
mod groups;
mod key_result;
mod ladder;
mod lent;
mod measured;
mod members;
mod mix;
mod objective;
mod own_scale;
mod plain_key_results;
mod plain_objectives;
mod quick;
mod report;
mod rolling;
mod rows;
mod said;
mod sources;
mod sweep;
mod tally;
mod terms;
mod unfit;
mod weighed;

pub use columns::{Column, LeftOut};
#[doc(hidden)]
pub use details::{Details, KeyResultDetails, ObjectiveDetails, Place, Share};
pub use facts::{KeyResultFacts, ObjectiveFacts};
pub use groups::GroupRow;
pub use report::{
    GroupReport, GuardrailReport, HoldState, KeyResultReport, KpiReport, KpiState, ObjectiveReport, OverrideReport,
    Report,
};
pub use rows::{KeyResultRow, ObjectiveRow, Row};

pub(crate) use key_result::{KeyResultView, state_exclusion};
pub(crate) use members::{MemberNode, Seen};
pub(crate) use objective::{ObjectiveView, Source};
pub(crate) use said::Said;
pub(crate) use sources::{SourcePart, combine};
pub(crate) use sweep::{refresh, sweep};
pub(crate) use terms::{Pass, Terms};
pub(crate) use weighed::{Part, Weighed};

use crate::cancel::{Brake, Cancelled};
use crate::date::Date;
use crate::error::{Error, ErrorCode, Result};
use crate::model::MeasureKind;
use crate::plan::Plan;
use crate::policy::{Policy, RollupOf};
use crate::workspace::{Frame, Identity, Node, Workspace};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// How much of a scorecard to compute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Detail {
    #[default]
    Whole,
    Progress,
}

/// What to compute: a date, and how much.
///
/// ```
/// use okr_core::{Date, Scoring};
///
/// let date = Date::new(2026, 11, 21)?;
/// let everything = Scoring::as_of(date);
/// let numbers = Scoring::as_of(date).progress_only();
/// assert_ne!(everything, numbers);
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Scoring {
    as_of: Date,
    detail: Detail,
}

impl Scoring {
    /// Everything, as of a date.
    pub fn as_of(date: Date) -> Self {
        Scoring { as_of: date, detail: Detail::Whole }
    }

    /// Only progress, and raw progress and what is left out of key results: expected, confidence, status, the numbers of measures
    /// and raw progress of objectives read as absent, and reports, findings, explanations and rows of groups are refused as
    /// `partial_scorecard`.
    pub fn progress_only(mut self) -> Self {
        self.detail = Detail::Progress;
        self
    }
}

impl From<Date> for Scoring {
    fn from(date: Date) -> Self {
        Scoring::as_of(date)
    }
}

/// A definition in force that the frame's columns do not hold.
#[derive(Clone, Copy, Debug)]
struct InForce {
    row: u32,
    baseline: f64,
    target: f64,
}

/// The result of evaluating a workspace as of a date.
///
/// Numbers are kept in columns, in the workspace's own row order; rows are found by id and iterated in the order of the
/// document. A scorecard can be filled again and again with [`Workspace::score_into`] without allocating, and kept up to
/// date with [`Workspace::refresh`].
#[derive(Clone, Debug)]
pub struct Scorecard {
    frame: Arc<Frame>,
    /// That of the workspace it was made from.
    identity: Option<Identity>,
    as_of: Date,
    /// What was asked for; where values are added up all columns are filled nevertheless.
    detail: Detail,
    whole: bool,
    /// What is told in place of a column that was not asked for.
    absent: columns::Column,
    /// State of the workspace it was made from.
    revision: u64,
    /// The plan it was made with, where that is not the workspace's own.
    plan: Option<Arc<Plan>>,
    key_results: columns::KeyResultColumns,
    objectives: columns::ObjectiveColumns,
    /// How many objectives of the plan say when somebody last checked in below them.
    watched: usize,
    in_force: Vec<InForce>,
    pace: Vec<quick::Pace>,
    quick: quick::Quick,
    ladders: ladder::Ladders,
    waiting: BinaryHeap<Reverse<sweep::Order>>,
}

impl Default for Scorecard {
    /// An empty one, to be filled.
    fn default() -> Self {
        Scorecard {
            frame: Arc::default(),
            identity: None,
            as_of: Date::MIN,
            detail: Detail::Whole,
            whole: false,
            absent: columns::Column::default(),
            revision: 0,
            plan: None,
            key_results: columns::KeyResultColumns::default(),
            objectives: columns::ObjectiveColumns::default(),
            watched: 0,
            in_force: Vec::new(),
            pace: Vec::new(),
            quick: quick::Quick::default(),
            ladders: ladder::Ladders::default(),
            waiting: BinaryHeap::new(),
        }
    }
}

impl Scorecard {
    /// The date it holds for.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.as_of().to_string(), "2026-11-21");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether everything was asked for. A scorecard of progress only tells nothing else, whatever was computed on the way.
    fn tells_all(&self) -> bool {
        self.detail == Detail::Whole
    }

    pub(crate) fn seen(&self) -> Seen<'_> {
        Seen { key_results: &self.key_results, objectives: &self.objectives }
    }

    /// The pass that this scorecard is the result of.
    pub(crate) fn pass<'a>(&'a self, workspace: &'a Workspace) -> Pass<'a> {
        let plan = self.plan.as_deref().unwrap_or_else(|| workspace.plan());
        Pass { frame: workspace.frame(), history: workspace.history(), plan, as_of: self.as_of }
    }

    /// The policy it was made with.
    ///
    /// ```
    /// # use okr_core::{Date, Policy, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.policy(&workspace)?, workspace.policy());
    /// let google = workspace.score_with(&Policy::preset("google")?, card.as_of())?;
    /// assert_eq!(google.policy(&workspace)?.name, "google");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `foreign_scorecard` where it was made of another workspace, `stale_scorecard` where that has changed since.
    pub fn policy<'a>(&'a self, workspace: &'a Workspace) -> Result<&'a Policy> {
        self.check_current(workspace)?;
        Ok(self.plan.as_ref().map_or_else(|| workspace.policy(), |plan| &plan.policy))
    }

    /// Whether it was made of this workspace, in whatever state that was then. A copy of a workspace is another one.
    ///
    /// ```
    /// # use okr_core::{Date, Scorecard, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert!(card.is_of(&workspace) && !card.is_of(&workspace.clone()) && !Scorecard::default().is_of(&workspace));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_of(&self, workspace: &Workspace) -> bool {
        self.identity.as_ref() == Some(workspace.identity())
    }

    /// Whether it was made of this workspace, or brought up to date with it, as it is now.
    ///
    /// ```
    /// # use okr_core::{Date, Event, Workspace, model::CheckIn};
    /// # let mut workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let mut card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert!(card.is_current(&workspace));
    /// let change = workspace.apply(&Event::check_in("emea-revenue", CheckIn::new(card.as_of(), 3e6)))?;
    /// assert!(!card.is_current(&workspace) && card.is_of(&workspace));
    /// workspace.refresh(&mut card, &change);
    /// assert!(card.is_current(&workspace));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_current(&self, workspace: &Workspace) -> bool {
        self.is_of(workspace) && self.revision == workspace.revision()
    }

    /// Whether it belongs to a workspace as that is now.
    pub(crate) fn check_current(&self, workspace: &Workspace) -> Result<()> {
        if self.is_current(workspace) {
            return Ok(());
        }
        let (code, found, help) = match self.is_of(workspace) {
            true => (
                ErrorCode::StaleScorecard,
                "an earlier state",
                "score the workspace again, or refresh the scorecard with the change",
            ),
            false => (ErrorCode::ForeignScorecard, "another workspace", "score this workspace"),
        };
        Err(Error::new(code, "", format!("found a scorecard of {found}, expected one of the workspace as it is"), help))
    }

    /// Whether it belongs to a workspace as that is now, and holds everything.
    pub(crate) fn check_whole(&self, workspace: &Workspace) -> Result<()> {
        self.check_current(workspace)?;
        if self.tells_all() {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::PartialScorecard,
            "",
            "found a scorecard of progress only, expected a whole one",
            "score whole rows, not progress alone",
        ))
    }

    /// Bytes of memory held by its columns of numbers, statuses and flags. What it shares with its workspace (ids, titles),
    /// the plan of a policy that is not the workspace's, and validity bitmaps do not count.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert!(card.heap_bytes() >= card.key_results().count() * size_of::<f64>());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn heap_bytes(&self) -> usize {
        self.key_results.heap_bytes() + self.objectives.heap_bytes() + self.in_force.capacity() * size_of::<InForce>()
    }

    /// Computes everything over again. Where that is cancelled it is empty afterwards.
    pub(crate) fn fill(
        &mut self,
        workspace: &Workspace,
        scoring: Scoring,
        plan: Option<Arc<Plan>>,
        brake: Brake<'_>,
    ) -> Result<(), Cancelled> {
        let filled = brake.check().and_then(|()| self.try_fill(workspace, scoring, plan, brake));
        self.whole_or_empty(filled)
    }

    /// Computes everything over again, as it was computed before.
    pub(crate) fn fill_again(&mut self, workspace: &Workspace, brake: Brake<'_>) -> Result<(), Cancelled> {
        let scoring = Scoring { as_of: self.as_of, detail: self.detail };
        let (frame, history) = (workspace.frame(), workspace.history());
        let policy = self.plan.as_ref().map(|plan| plan.policy.clone());
        match policy.map(|policy| Plan::new(frame, history, policy, brake)).transpose() {
            Ok(plan) => self.fill(workspace, scoring, plan.map(Arc::new), brake),
            Err(cancelled) => self.whole_or_empty(Err(cancelled)),
        }
    }

    /// Empties what was not computed to its end, so that nobody takes it for a whole one.
    fn whole_or_empty(&mut self, computed: Result<(), Cancelled>) -> Result<(), Cancelled> {
        if computed.is_err() {
            *self = Scorecard::default();
        }
        computed
    }

    fn try_fill(
        &mut self,
        workspace: &Workspace,
        scoring: Scoring,
        plan: Option<Arc<Plan>>,
        brake: Brake<'_>,
    ) -> Result<(), Cancelled> {
        let same_rows = self.is_of(workspace) && Arc::ptr_eq(&self.frame, workspace.shared_frame());
        if !same_rows || self.plan.is_some() || plan.is_some() {
            // Other rows or another policy: what plain rows never write must not shine through.
            *self = Scorecard::default();
        }
        self.frame = Arc::clone(workspace.shared_frame());
        self.identity = Some(workspace.identity().clone());
        self.as_of = scoring.as_of;
        self.revision = workspace.revision();
        self.plan = plan.clone();
        let plan = plan.as_deref().unwrap_or_else(|| workspace.plan());
        let needs_values = !self.frame.graph.nested.is_empty() || plan.sums_values();
        self.detail = scoring.detail;
        self.whole = scoring.detail == Detail::Whole || needs_values;
        self.key_results.resize(self.frame.key_results.len(), self.whole);
        self.objectives.resize(self.frame.objectives.len(), self.whole, plan.descends, plan.watched.len() > 0);
        self.watched = plan.watched.len();
        self.in_force.clear();
        // A place for each, ascending: those that read others are computed after rows behind them.
        let places = plan.special_key_results.iter().filter(|_| self.whole);
        self.in_force.extend(places.map(|row| InForce { row: *row, baseline: f64::NAN, target: f64::NAN }));
        let pass = Pass { frame: workspace.frame(), history: workspace.history(), plan, as_of: scoring.as_of };
        sweep(&pass, self, brake)
    }

    /// Brings it up to date after a change of the rows given.
    pub(crate) fn bring_up_to_date(
        &mut self,
        workspace: &Workspace,
        changed: impl Iterator<Item = Node>,
        brake: Brake<'_>,
    ) -> Result<(), Cancelled> {
        self.revision = workspace.revision();
        let plan = workspace.plan();
        let pass = Pass { frame: workspace.frame(), history: workspace.history(), plan, as_of: self.as_of };
        // Rows that somebody asks for their dates since: they had none to tell before.
        let more = plan.watched.since(std::mem::replace(&mut self.watched, plan.watched.len()));
        if !more.is_empty() {
            self.objectives.watch(self.frame.objectives.len());
        }
        let changed = changed.chain(more.iter().map(|row| Node::Objective(*row)));
        let refreshed = refresh(&pass, self, changed, brake);
        self.whole_or_empty(refreshed)
    }

    /// Whether a refresh can do with the rows that changed.
    pub(crate) fn can_refresh(&self, workspace: &Workspace, since: u64) -> bool {
        self.is_of(workspace) && self.plan.is_none() && self.revision == since
    }

    /// Keeps the baseline and target in force of a special key result.
    fn take_terms(&mut self, pass: &Pass<'_>, row: u32) {
        if !self.whole {
            return;
        }
        let objective = pass.frame.key_results.objective[row as usize];
        let moment = pass.key_result_moment(row, &pass.objective_moment(objective));
        let terms = pass.terms(row, moment.cutoff);
        let baseline = if terms.kind == MeasureKind::Ratio { f64::NAN } else { terms.baseline };
        let entry = InForce { row, baseline, target: terms.target };
        match self.in_force.binary_search_by_key(&row, |entry| entry.row) {
            Ok(at) => self.in_force[at] = entry,
            // One that has become special since.
            Err(at) => self.in_force.insert(at, entry),
        }
    }

    /// Baseline and target in force of a key result.
    fn in_force(&self, row: u32) -> (f64, f64) {
        let (columns, at) = (&self.frame.key_results, row as usize);
        match self.in_force.binary_search_by_key(&row, |entry| entry.row) {
            Ok(at) => (self.in_force[at].baseline, self.in_force[at].target),
            Err(_) if columns.kind[at] == MeasureKind::Ratio => (f64::NAN, columns.target[at]),
            Err(_) => (columns.baseline[at], columns.target[at]),
        }
    }
}

impl Plan {
    fn sums_values(&self) -> bool {
        self.policies().any(|policy| policy.rollup.of.contains(&RollupOf::SumOfValues))
    }
}
