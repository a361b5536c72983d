//! The status block of a policy: how numbers become statuses (S1–S5, R6).

use super::{Band, Bands};
use crate::date::Interval;
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

/// How numbers become statuses.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct StatusPolicy {
    /// The number that is read.
    pub source: StatusSource,
    /// Its bands, best first.
    pub bands: Bands,
    /// The status after the end.
    #[serde(rename = "final")]
    pub last: Final,
    /// The status of a reached target before the end.
    pub goal: Goal,
    /// The statuses of hold measures.
    pub hold: AsHold,
    /// Elapsed share under which at_risk and off_track show as on_track (S3).
    pub grace: f64,
    /// How long after its last check-in a key result is stale; two check-in intervals where nothing is said.
    pub stale_after: Option<Interval>,
    /// What staleness does.
    pub stale: StaleEffect,
    /// What an unmet guardrail caps to.
    pub guardrail: GuardrailCap,
    /// Where an objective's status comes from.
    pub rollup: StatusRollup,
    /// The number of each status, for `mean_points`.
    pub points: BTreeMap<Status, f64>,
    /// The cap of a member's ratio, for `mean_ratio`.
    pub ratio_cap: Option<f64>,
    /// The bands on the mean of members.
    pub rollup_bands: Bands,
    /// The statuses that `worst` reads, worst first; others are ignored.
    pub order: Vec<Status>,
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
            bands: Bands::new([
                Band::at_least(0.9).status(OnTrack),
                Band::at_least(0.7).status(AtRisk),
                Band::rest().status(OffTrack),
            ]),
            last: Final::Attained,
            goal: Goal::Achieved,
            hold: AsHold { met: OnTrack, near: AtRisk, unmet: OffTrack },
            grace: 0.1,
            stale_after: None,
            stale: StaleEffect::AtRisk,
            guardrail: GuardrailCap::AtRisk,
            rollup: StatusRollup::Own,
            points: points.into(),
            ratio_cap: Some(1.0),
            rollup_bands: Bands::new([
                Band::at_least(0.9).status(OnTrack),
                Band::at_least(0.5).status(AtRisk),
                Band::rest().status(OffTrack),
            ]),
            order: vec![Missed, OffTrack, AtRisk, NotStarted, OnTrack, Achieved, Exceeded],
            labels: BTreeMap::new(),
        }
    }
}
