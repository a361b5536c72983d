//! The validated whole: ids interned, numbers in columns, check-ins in runs. The only way to a score.

mod arrange;
mod beside;
mod braked;
mod build;
mod carry_over;
mod carry_over_text;
mod check;
mod check_in_rows;
mod choice;
mod counted;
mod definition;
mod demands;
mod draft;
mod event_text;
mod events;
mod fits;
mod frame;
mod heap;
mod history;
mod id_hash;
mod identity;
mod intake;
mod measures;
mod names;
mod policies;
mod printed;
mod records;
mod spoken;
mod stated;
mod tabular;
mod team_tree;
mod to_document;
mod values;
mod waiting;
mod windows;

pub use carry_over::CarryOver;
pub use check_in_rows::CheckInRow;
pub use events::{Change, Event, EventKind};

pub(crate) use choice::{Choice, Has};
pub(crate) use draft::numbers;
pub(crate) use frame::{Frame, KpiRow, Node, Picked};
pub(crate) use history::{History, KeyResultRules, NEVER, ObjectiveRules, override_on, state_on};
pub(crate) use identity::Identity;
pub(crate) use names::{NONE, Names, Span, Texts};
pub(crate) use values::HUGE;

use crate::cancel::Brake;
use crate::date::Date;
use crate::document::print;
use crate::document::reader::Reader;
use crate::error::{Findings, Result};
use crate::limits::Limits;
use crate::model::{Document, PolicySource};
use crate::plan::Plan;
use crate::policy::Policy;
use crate::scorecard::{Scorecard, Scoring};
use crate::tables::Tables;
use counted::Counted;
use fits::Forms;
use std::sync::{Arc, OnceLock};
use windows::cycle_days;

/// All OKR data of one organisation, checked and ready to be scored.
///
/// A workspace comes from JSON or from a [`Document`], is scored as of any date, and takes events. It can be shared
/// between threads; scoring needs only a shared reference.
///
/// ```
/// use okr_core::{Date, Event, Workspace, model::CheckIn};
///
/// let mut workspace = Workspace::from_json(r#"{
///     "okr": 1,
///     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}],
///     "objectives": [{"id": "grow", "title": "Grow", "cycle": "Q4", "key_results": [
///         {"id": "users", "title": "Double the users", "measure": {"kind": "move", "baseline": 100, "target": 200}}
///     ]}]
/// }"#)?;
/// let date = Date::new(2026, 11, 15)?;
/// let mut card = workspace.score(date);
/// assert_eq!(card.objective("grow").unwrap().status().as_str(), "not_started");
///
/// let change = workspace.apply(&Event::check_in("users", CheckIn::new(date, 160.0)))?;
/// workspace.refresh(&mut card, &change);
/// assert_eq!(card.objective("grow").unwrap().progress(), Some(0.6));
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Workspace {
    frame: Arc<Frame>,
    history: History,
    plan: Plan,
    policy: PolicySource,
    /// What is doubtful about the document as it is now: found again, when asked for, after an event that may change it.
    findings: OnceLock<Findings>,
    /// Those it was made with: events keep to them.
    limits: Limits,
    /// What they count, events included.
    counted: Counted,
    /// Its own, so that a scorecard knows the workspace that it belongs to from a clone of that.
    identity: Identity,
    revision: u64,
}

impl Clone for Workspace {
    fn clone(&self) -> Self {
        Workspace {
            frame: Arc::clone(&self.frame),
            history: self.history.clone(),
            plan: self.plan.clone(),
            policy: self.policy.clone(),
            findings: self.findings.clone(),
            limits: self.limits.clone(),
            counted: self.counted,
            identity: Identity::default(),
            revision: self.revision,
        }
    }
}

impl Workspace {
    /// Reads a document with the default limits.
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "name": "Acme"}"#)?;
    /// assert_eq!(workspace.to_document().name, "Acme");
    /// assert_eq!(Workspace::from_json("{").unwrap_err().code().as_str(), "invalid_json");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with it, as [`Error::findings`](crate::Error::findings); nothing is kept then.
    pub fn from_json(text: &str) -> Result<Workspace> {
        Self::from_json_with(text, &Limits::default())
    }

    /// Reads a document.
    ///
    /// ```
    /// # use okr_core::{Limits, Workspace};
    /// let mut limits = Limits::default();
    /// limits.text = 3;
    /// let error = Workspace::from_json_with(r#"{"okr": 1, "name": "Acme"}"#, &limits).unwrap_err();
    /// assert_eq!(error.code().as_str(), "text_too_long");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_json`](Workspace::from_json).
    pub fn from_json_with(text: &str, limits: &Limits) -> Result<Workspace> {
        let mut r = Reader::new(limits);
        let (heading, draft) = intake::from_text(text, &mut r);
        Self::build(heading, draft, r)
    }

    /// Reads a document from bytes.
    ///
    /// ```
    /// # use okr_core::{Limits, Workspace};
    /// let error = Workspace::from_slice(b"{\"okr\": 1, \"name\": \"\xff\"}", &Limits::default()).unwrap_err();
    /// assert_eq!(error.code().as_str(), "invalid_utf8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_json`](Workspace::from_json), and `invalid_utf8`.
    pub fn from_slice(bytes: &[u8], limits: &Limits) -> Result<Workspace> {
        Self::from_json_with(intake::text_of(bytes, &limits.bounded())?, limits)
    }

    /// Takes a document of plain values, with the highest limits of [`Limits::large`].
    ///
    /// ```
    /// # use okr_core::{Workspace, model::{Document, KeyResult, Measure, Objective}};
    /// let objective = Objective::new("grow", "Grow").key_result(KeyResult::new("users", "Users", Measure::ratio(10.0)));
    /// let workspace = Workspace::from_document(&Document::new("Acme").objective(objective.clone()))?;
    /// assert_eq!(workspace.to_document().objectives, [objective]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_json`](Workspace::from_json).
    pub fn from_document(document: &Document) -> Result<Workspace> {
        Self::from_document_with(document, &Limits::large())
    }

    /// Takes a document of plain values.
    ///
    /// # Errors
    /// As [`from_json`](Workspace::from_json).
    pub fn from_document_with(document: &Document, limits: &Limits) -> Result<Workspace> {
        let mut r = Reader::new(limits);
        let (heading, draft) = intake::from_document(document, &mut r);
        Self::build(heading, draft, r)
    }

    /// Takes an organisation in tables, the way of data frames and databases, at the speed of columns.
    ///
    /// It is the workspace of the document that says the same: key results of an objective, and check-ins, links and
    /// readings, are in the order of their rows, which may come in any order. The findings of
    /// [`findings`](Workspace::findings) have the paths of that document.
    ///
    /// ```
    /// use okr_core::tables::{Column, Table, Tables};
    /// use okr_core::{Limits, Workspace};
    ///
    /// let mut tables = Tables::default();
    /// tables.objectives = Table::new()
    ///     .with("id", Column::texts(["grow", "grow"])?)?
    ///     .with("title", Column::texts(["Grow", "Grow faster"])?)?
    ///     .with("weight", Column::numbers([1.0, -1.0]))?;
    /// let error = Workspace::from_tables(&tables, &Limits::default()).unwrap_err();
    /// let paths: Vec<_> = error.findings().iter().map(|finding| finding.path.as_str()).collect();
    /// assert_eq!(paths, ["/objectives/1/id", "/objectives/1/weight"]);
    /// assert!(error.message().ends_with("(row 1 of `objectives`, column `id`)"));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with it, as [`from_json`](Workspace::from_json); paths are those of tables, as
    /// `/check_ins/17/value`, and messages name table, row (from 0) and column. With a column that is unknown, missing or
    /// of another type no row is read.
    pub fn from_tables(tables: &Tables, limits: &Limits) -> Result<Workspace> {
        tabular::build(tables, limits)
    }

    /// The document as it is now, as canonical JSON on one line: keys in the order of the format, check-ins by date,
    /// defaults left out, the shortest numbers that read back to the same bits.
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// let workspace = Workspace::from_json(r#"{"name": "Acme", "policy": "default", "okr": 1.0}"#)?;
    /// assert_eq!(workspace.to_json(), r#"{"okr":1,"name":"Acme"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_json(&self) -> String {
        print::to_json(&printed::Printed(self))
    }

    /// Warnings and hints about the document as it is now, as far as its rows do not silence them.
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [
    ///     {"id": "a", "title": "A", "key_results": [{"id": "k", "title": "K", "measure": {"kind": "binary"}}]},
    ///     {"id": "b", "title": "B", "aligned_to": [{"to": "k"}]}]}"#)?;
    /// assert_eq!(workspace.findings()[0].code.as_str(), "link_not_read");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn findings(&self) -> &Findings {
        let doubts = || check::doubts(&Forms::new(&self.frame, &self.history, None));
        self.findings.get_or_init(|| build::unsilenced(&self.frame, doubts()))
    }

    /// The limits that it was made with, which events keep to. A workspace with many events may print a longer document than
    /// their bytes let in again.
    ///
    /// ```
    /// # use okr_core::{Limits, Workspace};
    /// assert_eq!(Workspace::from_json(r#"{"okr": 1}"#)?.limits(), &Limits::default());
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The name of the organisation, empty where the document has none.
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// assert_eq!(Workspace::from_json(r#"{"okr": 1, "name": "Acme"}"#)?.name(), "Acme");
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.frame.organisation
    }

    /// The policy in force.
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "policy": "google"}"#)?;
    /// assert_eq!(workspace.policy().name, "google");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn policy(&self) -> &Policy {
        &self.plan.policy
    }

    /// Evaluates everything as of a date.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// assert_eq!(card.objective("customers-stay").unwrap().status().as_str(), "on_track");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn score(&self, as_of: Date) -> Scorecard {
        let mut card = Scorecard::default();
        self.score_into(&Scoring::as_of(as_of), &mut card);
        card
    }

    /// Evaluates everything as of a date under another policy. Objectives that state fields of their own keep them.
    ///
    /// ```
    /// # use okr_core::{Date, Policy, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let weakest = Policy::from_json(r#"{"rollup": {"mean": "minimum"}}"#)?;
    /// let card = workspace.score_with(&weakest, Date::new(2026, 11, 21)?)?;
    /// assert!(card.objective("customers-stay").unwrap().progress() < Some(0.75));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `bad_policy` and the like, where the policy's fields do not fit together.
    pub fn score_with(&self, policy: &Policy, as_of: Date) -> Result<Scorecard> {
        self.score_braked(policy, as_of, Brake::NONE)
    }

    /// Evaluates into a scorecard that exists already, reusing its memory.
    ///
    /// ```
    /// # use okr_core::{Date, Scorecard, Scoring, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let mut card = Scorecard::default();
    /// for day in 1..=30 {
    ///     workspace.score_into(&Scoring::as_of(Date::new(2026, 11, day)?), &mut card);
    /// }
    /// assert_eq!(card.as_of(), Date::new(2026, 11, 30)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn score_into(&self, scoring: &Scoring, card: &mut Scorecard) {
        // Nothing stops it.
        let _ = card.fill(self, *scoring, None, Brake::NONE);
    }

    /// Brings a scorecard up to date after a change: only the rows that the change reaches are computed, to the same
    /// bits as a fresh evaluation. A scorecard of another policy, or one that missed a change, is computed over again.
    ///
    /// ```
    /// # use okr_core::{Date, Event, Workspace, model::CheckIn};
    /// # let mut workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let date = Date::new(2026, 11, 21)?;
    /// let mut card = workspace.score(date);
    /// let change = workspace.apply(&Event::check_in("emea-revenue", CheckIn::new(date, 3e6)))?;
    /// workspace.refresh(&mut card, &change);
    /// assert_eq!(card.to_json(&workspace)?, workspace.score(date).to_json(&workspace)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refresh(&self, card: &mut Scorecard, change: &Change) {
        // Nothing stops it.
        let _ = self.refresh_braked(card, change, Brake::NONE);
    }

    /// Bytes of memory held: ids, texts, columns, links and whatever rows state besides, and the plan made from the policy.
    /// Policy fields of objectives count by the length of their text; what the allocator adds, the workspace's policy and
    /// the findings do not count.
    ///
    /// ```
    /// use okr_core::{Workspace, model::{Document, Objective}};
    ///
    /// let held = |text: &str| {
    ///     let objective = Objective::new("o", "Grow").description(text);
    ///     Workspace::from_document(&Document::new("Acme").objective(objective)).map(|workspace| workspace.heap_bytes())
    /// };
    /// assert!(held(&"why ".repeat(1000))? >= held("why")? + 3000);
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn heap_bytes(&self) -> usize {
        self.frame.heap_bytes() + self.history.heap_bytes() + self.plan.heap_bytes()
    }

    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    pub(crate) fn shared_frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }
}
