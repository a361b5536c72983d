//! An embeddable engine for objectives and key results (OKRs).
//!
//! One engine says what an organisation's objectives and key results add up to: the same number, with the same reasons,
//! whoever asks. Rules of counting are data ([`Policy`]), every progress explains itself ([`Workspace::explain`]), and time
//! is an argument ([`Workspace::score`]): nothing reads a clock.
//!
//! ```
//! use okr_core::{Date, Workspace};
//!
//! let workspace = Workspace::from_json(r#"{"okr": 1,
//!     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}],
//!     "objectives": [{"id": "habit", "title": "Make the product a daily habit", "cycle": "Q4", "key_results": [
//!         {"id": "dau", "title": "Daily users +20%", "weight": 2, "measure": {"kind": "move", "baseline": 10000, "target": "+20%"},
//!          "check_ins": [{"on": "2026-11-16", "value": 11000}]},
//!         {"id": "nps", "title": "NPS of 50", "measure": {"kind": "move", "baseline": 30, "target": 50},
//!          "check_ins": [{"on": "2026-11-16", "value": 40}]}]}]}"#)?;
//! let card = workspace.score(Date::new(2026, 11, 16)?);
//! let habit = card.objective("habit").unwrap();
//! assert_eq!((habit.progress(), habit.status().as_str()), (Some(0.5), "on_track"));
//! # Ok::<(), okr_core::Error>(())
//! ```
//!
//! # Concepts
//!
//! * A [`Document`](model::Document) is what a host writes or generates: cycles, teams, people, objectives, key results.
//! * A [`Workspace`] is the document checked, interned and put in columns; everything wrong is found in one pass.
//! * A [`Scorecard`] is the workspace evaluated as of a [`Date`]: a row for every key result, objective, cycle, team and
//!   person, with progress, expectation, status and the reason for it.
//! * A [`Policy`] says how to count; [presets](_documentation::presets) are data files with their sources.
//!   [`Workspace::compare_policies`] tells what changes from one to another.
//! * An [`Event`] changes a workspace all or not at all, and a scorecard is brought up to date in place.
//!
//! What a document may state is listed [field by field](_documentation::document). What each number means is stated in the
//! [semantics](_documentation::semantics), by rule and with examples; why the engine is built as it is, in the
//! [design](_documentation::design).
//!
//! # Crate features
//!
//! * `schema`: JSON Schemas of document, policy, scorecard and comparison, made from the types. Adds schemars.

#![forbid(unsafe_code)]
#![deny(unreachable_pub, missing_docs)]

pub mod calendar;
mod cancel;
mod cancellable;
mod compare;
mod date;
mod document;
mod error;
mod explain;
mod graph;
mod limits;
pub mod model;
mod plan;
pub mod policy;
mod rhythm;
mod score;
mod scorecard;
pub mod tables;
mod watched;
mod words;
mod workspace;

pub use cancel::Cancel;
pub use cancellable::Cancellable;
pub use compare::{Cause, FieldChange, PolicyComparison, RowChange, RowKind, Standing};
pub use date::{Date, Interval};
#[cfg(feature = "schema")]
pub use document::schema;
pub use error::{Error, ErrorCode, Finding, Findings, Result, Severity, harmless, pointer_step, quoted};
pub use explain::{Explanation, Line, LineKind, Omission, Repeat};
pub use limits::Limits;
pub use policy::Policy;
pub use rhythm::{DueCheckIn, Timeliness};
pub use score::{Reason, Status};
pub use scorecard::{
    Column, GroupReport, GroupRow, GuardrailReport, HoldState, KeyResultFacts, KeyResultReport, KeyResultRow,
    KpiReport, KpiState, LeftOut, ObjectiveFacts, ObjectiveReport, ObjectiveRow, OverrideReport, Report, Row,
    Scorecard, Scoring,
};
#[doc(hidden)]
pub use scorecard::{Details, KeyResultDetails, ObjectiveDetails, Place, Share};
pub use workspace::{CarryOver, Change, CheckInRow, Event, EventKind, Workspace};

/// Whatever a host holds can cross threads and be shared between them.
const _: () = {
    use model::*;
    use policy::*;
    const fn shareable<T: Send + Sync>() {}
    macro_rules! shareable { ($($ty:ty),* $(,)?) => { $(shareable::<$ty>();)* } }
    shareable! {
        calendar::FiscalCalendar, calendar::FiscalQuarter, Cancel, Cancellable<'_>, CarryOver, Cause, Change, CheckInRow<'_>, Column, Date, DueCheckIn, Error, ErrorCode, Event, EventKind, Explanation<'_>, FieldChange, Finding, Findings, GroupReport<'_>, GroupRow<'_>, GuardrailReport<'_>, HoldState, Interval, KeyResultFacts, KeyResultReport<'_>, KeyResultRow<'_>, KpiReport<'_>, KpiState, LeftOut, Limits, Line<'_>, LineKind, ObjectiveFacts<'_>, ObjectiveReport<'_>, ObjectiveRow<'_>, Omission<'_>, OverrideReport<'_>, Policy, PolicyComparison<'_>, Reason, Repeat<'_>, Report<'_>, Row<'_>, RowChange<'_>, RowKind, Scorecard, Scoring, Severity, Standing, Status, Timeliness, Workspace,
    }
    shareable! {
        Aggregate, Alignment, Ambition, Amendment, model::Between, CheckIn, Combine, Credit, Cycle, Direction,
        Document, Initiative, Json, KeyResult, Kpi, KpiReading, LevelPoint, Lifecycle, LinkKind, Measure, MeasureKind,
        MilestoneItem, Objective, Outcome, Person, PlanPoint, PolicyPatch, PolicySource, Read, Relative, Role, State,
        StateChange, StatusOverride, Target, Team, Value,
    }
    shareable! {
        Absent, AsHold, Band, Bands, BinaryExpected, CarryOverRules, CheckInIntervals, CheckIns, Clamp, Clamps, Confidence, Curve, DayCount, Display, Edges, Expected, Final, Goal, GroupStatus, GuardrailCap, HoldExpected, Holds, HoldStatus, Initiatives, ManualUntil, Mean, MeasureDefaults, Missing, NotStarted, OverrideEnd, ParentCredit, Rebase, Rollup, RollupOf, Rounding, ScoreRules, StaleAfter, StaleEffect, StatusPolicy, StatusRollup, StatusSource, TeamMean, Units, Unmoved, WeightRule, Weights, ZeroRange,
    }
};

/// The longer documents, as they are in the repository.
pub mod _documentation {
    #[doc = include_str!("../docs/semantics.md")]
    pub mod semantics {}

    #[doc = include_str!("../docs/design.md")]
    pub mod design {}

    #[doc = include_str!("../docs/document.md")]
    pub mod document {}

    #[doc = include_str!("../docs/presets.md")]
    pub mod presets {}
}
