//! Band lists: numbers to statuses, labels, grades and colours. One type for all of them (S2).

#[cfg(feature = "schema")]
use crate::score::BandAt;
use crate::score::{Status, number};
use serde::Serialize;

/// One band: from a limit up, a status and a label.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Band {
    /// The band holds from this number on, within the tolerance of N1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// The band holds above this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// The status it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The word shown for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Band {
    /// A band from a number on, within the tolerance of N1.
    ///
    /// ```
    /// use okr_core::{Status, policy::{Band, Bands}};
    ///
    /// let bands = Bands::new([Band::at_least(0.7).status(Status::OnTrack).label("green"), Band::rest().label("red")]);
    /// assert_eq!(bands.find(0.6).and_then(|band| band.label.as_deref()), Some("red"));
    /// ```
    pub fn at_least(limit: f64) -> Self {
        Band { at_least: Some(limit), ..Band::rest() }
    }

    /// A band above a number.
    pub fn above(limit: f64) -> Self {
        Band { above: Some(limit), ..Band::rest() }
    }

    /// The last band, which takes all that no better one took.
    pub fn rest() -> Self {
        Band { at_least: None, above: None, status: None, label: None }
    }

    /// The same band, standing for a status.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// The same band with the word shown for it.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Whether the number lies in this band or a better one.
    pub(crate) fn holds(&self, x: f64) -> bool {
        self.at_least.is_none_or(|limit| number::meets(x, limit))
            && self.above.is_none_or(|limit| number::exceeds(x, limit))
    }
}

/// An ordered list of at most 64 bands, best first; the first that matches wins, and the last has no limit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, transform = super::schema::or_list_alone)
)]
#[non_exhaustive]
pub struct Bands {
    /// Where stated, the number is rounded to a multiple of this before matching, half away from zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_to: Option<f64>,
    /// The bands, best first.
    #[cfg_attr(feature = "schema", schemars(length(max = BandAt::MOST)))]
    pub list: Vec<Band>,
}

impl Bands {
    /// Bands in that order, best first, without rounding.
    pub fn new(list: impl IntoIterator<Item = Band>) -> Self {
        Bands { round_to: None, list: list.into_iter().collect() }
    }

    /// The same bands, matched after rounding to a multiple of a step.
    #[must_use]
    pub fn round_to(mut self, step: f64) -> Self {
        self.round_to = Some(step);
        self
    }

    /// Whether there is no band at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The band a number falls into; `None` where the list is empty, where the number is below every band because the last
    /// one has a limit (which [`Policy::check`](crate::Policy::check) refuses), and for what is not a number.
    ///
    /// ```
    /// use okr_core::Policy;
    ///
    /// let bands = Policy::default().status.bands;
    /// assert_eq!(bands.find(0.7).and_then(|band| band.status).unwrap().as_str(), "at_risk");
    /// ```
    pub fn find(&self, x: f64) -> Option<&Band> {
        self.position(x).and_then(|at| self.list.get(at))
    }

    pub(crate) fn position(&self, x: f64) -> Option<usize> {
        if x.is_nan() {
            return None;
        }
        let x = self.round_to.map_or(x, |step| number::round_to(x, step));
        self.list.iter().position(|band| band.holds(x))
    }
}
