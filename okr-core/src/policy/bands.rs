//! Band lists: numbers to statuses, labels, grades and colours. One type for all of them (S2).

use crate::score::{Status, number};
use serde::Serialize;

/// One band: from a limit up, a status and a label.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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
    pub(crate) fn of(at_least: Option<f64>, status: Status) -> Self {
        Band { at_least, above: None, status: Some(status), label: None }
    }

    /// Whether the number lies in this band or a better one.
    pub(crate) fn holds(&self, x: f64) -> bool {
        self.at_least.is_none_or(|limit| number::meets(x, limit))
            && self.above.is_none_or(|limit| number::exceeds(x, limit))
    }
}

/// An ordered list of bands, best first; the first that matches wins, and the last has no limit.
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
    pub list: Vec<Band>,
}

impl Bands {
    pub(crate) fn new(list: Vec<Band>) -> Self {
        Bands { round_to: None, list }
    }

    /// Whether there is no band at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The band a number falls into; `None` only where the list is empty.
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
        let x = self.round_to.map_or(x, |step| number::round_to(x, step));
        self.list.iter().position(|band| band.holds(x))
    }
}
