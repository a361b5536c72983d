//! The status block of a policy: how numbers become statuses (S1–S5, R6).

use super::{Band, Bands};
use crate::date::{Date, Interval};
use crate::score::Status;
use crate::words::words;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// The number that a status reads (S2).
    pub enum StatusSource {
        /// Progress over expected.
        Ratio "ratio",
        /// Progress minus expected.
        Gap "gap",
        /// Progress alone.
        Progress "progress",
        /// Stated confidence.
        Confidence "confidence",
        /// None: people state the status, as overrides.
        Stated "stated",
    }
}

words! {
    /// How long an override holds that does not say until when (S1).
    pub enum OverrideEnd {
        /// To the end of the window.
        UntilEnd "until_end",
        /// Until a check-in of a later date.
        UntilCheckIn "until_check_in",
        /// Until another override.
        Sticky "sticky",
    }
}

words! {
    /// What counts as not started (S1).
    pub enum NotStarted {
        /// Nothing to judge by: no value, or no confidence where that is the source.
        NoValue "no_value",
        /// That, or a progress of 0 or less.
        NoProgress "no_progress",
        /// Nothing.
        Never "never",
    }
}

words! {
    /// The status of a reached target before the end (S1).
    pub enum Goal {
        /// Achieved.
        Achieved "achieved",
        /// Achieved, and exceeded beyond it.
        Exceeded "exceeded",
        /// No special status.
        None "none",
    }
}

words! {
    /// What staleness does (S5).
    pub enum StaleEffect {
        /// On track falls to at risk.
        AtRisk "at_risk",
        /// The status stays; only the flag shows.
        Flag "flag",
        /// No row is stale.
        None "none",
    }
}

words! {
    /// What an unmet guardrail caps a status to before the end (R6).
    pub enum GuardrailCap {
        /// At risk.
        AtRisk "at_risk",
        /// Off track.
        OffTrack "off_track",
    }
}

words! {
    /// Where an objective's status comes from (S4).
    pub enum StatusRollup {
        /// Its own numbers.
        Own "own",
        /// The worst of its members.
        Worst "worst",
        /// That of its members where they agree.
        Unanimous "unanimous",
        /// Bands on the mean of the points of its members' statuses.
        MeanPoints "mean_points",
        /// Bands on the mean of its members' capped ratios to expected.
        MeanRatio "mean_ratio",
    }
}

words! {
    /// Where the status of a cycle, team or person comes from (R7).
    pub enum GroupStatus {
        /// Its own numbers.
        Own "own",
        /// Its objectives, as that of an objective from its members.
        Rollup "rollup",
    }
}

/// The status after the end (S1): by ambition, as before the end, or by bands on progress.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Final {
    /// Achieved where attained (G2), else missed.
    #[default]
    Attained,
    /// As before the end.
    Computed,
    /// Bands on progress.
    Bands(Bands),
}

impl Serialize for Final {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Final::Attained => serializer.serialize_str("attained"),
            Final::Computed => serializer.serialize_str("computed"),
            Final::Bands(bands) => bands.serialize(serializer),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Final {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Final".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let bands = generator.subschema_for::<Bands>();
        schemars::json_schema!({"oneOf": [{"type": "string", "enum": ["attained", "computed"]}, bands]})
    }
}

/// The statuses of a hold measure's states (S2).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct AsHold {
    /// The bound holds.
    pub met: Status,
    /// It does not, within `risk_at`.
    pub near: Status,
    /// It does not.
    pub unmet: Status,
}

impl Default for AsHold {
    fn default() -> Self {
        AsHold { met: Status::OnTrack, near: Status::AtRisk, unmet: Status::OffTrack }
    }
}

/// Where the status of a hold measure comes from (S2).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum HoldStatus {
    /// From its state.
    ByState(AsHold),
    /// From the bands, like any other.
    Bands,
}

impl HoldStatus {
    pub(super) const WORDS: [&'static str; 1] = ["bands"];
}

impl Serialize for HoldStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            HoldStatus::ByState(statuses) => statuses.serialize(serializer),
            HoldStatus::Bands => serializer.serialize_str("bands"),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for HoldStatus {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HoldStatus".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let statuses = generator.subschema_for::<AsHold>();
        schemars::json_schema!({"oneOf": [{"type": "string", "enum": Self::WORDS}, statuses]})
    }
}

/// A number of a row's own check-in intervals, and perhaps a fixed time on top (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CheckInIntervals {
    /// How many check-in intervals, from 1 to 1000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = CheckInIntervals::MOST)))]
    pub intervals: u16,
    /// What is added to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plus: Option<Interval>,
}

impl CheckInIntervals {
    /// Most check-in intervals.
    pub const MOST: u16 = 1000;

    /// A number of check-in intervals and no more.
    pub const fn new(intervals: u16) -> Self {
        CheckInIntervals { intervals, plus: None }
    }

    /// The same and a fixed time on top.
    ///
    /// ```
    /// use okr_core::{Policy, policy::{CheckInIntervals, StaleAfter}};
    ///
    /// let mut policy = Policy::default();
    /// policy.status.stale_after = Some(StaleAfter::Intervals(CheckInIntervals::new(1).plus("3d".parse()?)));
    /// assert!(policy.to_json().contains(r#""stale_after":{"intervals":1,"plus":"3d"}"#));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    #[must_use]
    pub const fn plus(mut self, time: Interval) -> Self {
        self.plus = Some(time);
        self
    }
}

/// The time from a check-in after which a row is stale (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum StaleAfter {
    /// A fixed time.
    Time(Interval),
    /// A number of the row's own check-in intervals.
    Intervals(CheckInIntervals),
}

impl StaleAfter {
    /// What holds where nothing is said.
    pub(crate) const DEFAULT: StaleAfter = StaleAfter::Intervals(CheckInIntervals::new(2));

    /// The last day that is not stale after a check-in on a day, where check-ins are due every so often.
    pub(crate) fn last_fresh_day(self, anchor: Date, every: Interval) -> Date {
        match self {
            StaleAfter::Time(time) => anchor.plus(time, 1),
            StaleAfter::Intervals(CheckInIntervals { intervals, plus }) => {
                let due = anchor.plus(every, i32::from(intervals));
                plus.map_or(due, |plus| due.plus(plus, 1))
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for StaleAfter {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StaleAfter".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (time, intervals) = (generator.subschema_for::<Interval>(), generator.subschema_for::<CheckInIntervals>());
        schemars::json_schema!({"oneOf": [time, intervals]})
    }
}

/// How numbers become statuses.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct StatusPolicy {
    /// The number that is read.
    pub source: StatusSource,
    /// How long an override holds that does not say until when.
    #[serde(rename = "override")]
    pub override_end: OverrideEnd,
    /// What counts as not started.
    pub not_started: NotStarted,
    /// Its bands, best first.
    pub bands: Bands,
    /// The status after the end.
    #[serde(rename = "final")]
    pub last: Final,
    /// The status of a reached target before the end.
    pub goal: Goal,
    /// The statuses of hold measures.
    pub hold: HoldStatus,
    /// Elapsed share under which at_risk and off_track show as on_track (S3).
    pub grace: f64,
    /// How long after its last check-in a key result is stale; two check-in intervals where nothing is said.
    pub stale_after: Option<StaleAfter>,
    /// What staleness does.
    pub stale: StaleEffect,
    /// What an unmet guardrail caps to.
    pub guardrail: GuardrailCap,
    /// Where an objective's status comes from.
    pub rollup: StatusRollup,
    /// Statuses that an objective takes over where all its members share them, before any other roll-up but `own`.
    pub agreed: Vec<Status>,
    /// The number of each status, for `mean_points`.
    pub points: BTreeMap<Status, f64>,
    /// The cap of a member's ratio, for `mean_ratio`.
    pub ratio_cap: Option<f64>,
    /// The bands on the mean of members.
    pub rollup_bands: Bands,
    /// The statuses that `worst` reads, worst first; others are ignored.
    pub order: Vec<Status>,
    /// Where the status of a cycle, team or person comes from.
    pub groups: GroupStatus,
    /// What statuses are called.
    pub labels: BTreeMap<Status, String>,
}

impl Default for StatusPolicy {
    fn default() -> Self {
        use Status::{Achieved, AtRisk, Exceeded, Missed, NotStarted, OffTrack, OnTrack};
        let points = [
            (Missed, 0.0),
            (OffTrack, 0.0),
            (AtRisk, 0.5),
            (NotStarted, 0.5),
            (OnTrack, 1.0),
            (Achieved, 1.0),
            (Exceeded, 1.0),
        ];
        StatusPolicy {
            source: StatusSource::Ratio,
            override_end: OverrideEnd::UntilEnd,
            not_started: self::NotStarted::NoValue,
            bands: Bands::new([
                Band::at_least(0.9).status(OnTrack),
                Band::at_least(0.7).status(AtRisk),
                Band::rest().status(OffTrack),
            ]),
            last: Final::Attained,
            goal: Goal::Achieved,
            hold: HoldStatus::ByState(AsHold::default()),
            grace: 0.1,
            stale_after: None,
            stale: StaleEffect::AtRisk,
            guardrail: GuardrailCap::AtRisk,
            rollup: StatusRollup::Own,
            agreed: Vec::new(),
            points: points.into(),
            ratio_cap: Some(1.0),
            rollup_bands: Bands::new([
                Band::at_least(0.9).status(OnTrack),
                Band::at_least(0.5).status(AtRisk),
                Band::rest().status(OffTrack),
            ]),
            order: vec![Missed, OffTrack, AtRisk, NotStarted, OnTrack, Achieved, Exceeded],
            groups: GroupStatus::Own,
            labels: BTreeMap::new(),
        }
    }
}
