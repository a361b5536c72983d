//! Limits on documents from outside. They hold before the memory is spent.

use crate::cancel::{Brake, Cancel};

/// How much of everything a document may have.
///
/// The defaults suit untrusted input; [`Limits::large`] has the highest counts there are. Counts are checked while
/// reading, so that a document over a limit is refused as soon as it crosses it. A limit above its maximum holds as the
/// maximum.
///
/// ```
/// use okr_core::{Limits, Workspace};
///
/// let mut limits = Limits::default();
/// limits.objectives = 1;
/// let text = r#"{"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}"#;
/// let error = Workspace::from_json_with(text, &limits).unwrap_err();
/// assert_eq!((error.code().as_str(), error.path()), ("too_many", "/objectives/1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the document. Default 64 MiB, at most 4 GiB − 1.
    pub bytes: usize,
    /// Levels of nested arrays and objects. Default 64, at most 120.
    pub depth: usize,
    /// Bytes of one text. Default 64 KiB, at most those of a document.
    pub text: usize,
    /// Bytes of one id. Default 255, at most those of a document.
    pub id: usize,
    /// Cycles, teams, people and KPIs, each. Default 1 million, at most 100 million.
    pub records: usize,
    /// Objectives. Default 1 million, at most 100 million.
    pub objectives: usize,
    /// Key results. Default 1 million, at most 100 million.
    pub key_results: usize,
    /// Links. Default 4 million, at most 100 million.
    pub links: usize,
    /// Links into one objective or key result. Default 100,000, at most 100 million.
    pub fan_in: usize,
    /// Check-ins and KPI readings, and once more the readings that key results read of KPIs. Default 10 million, at most
    /// 100 million.
    pub check_ins: usize,
    /// Different policies that objectives state for themselves. Default 10,000, at most 1 million.
    pub policies: usize,
    /// Everything else that comes in lists (items, levels, amendments, tags …), together. Default 4 million, at
    /// most 100 million.
    pub others: usize,
    /// Who may stop the reading.
    cancel: Option<Cancel>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 64 << 20,
            depth: 64,
            text: 64 << 10,
            id: 255,
            records: 1_000_000,
            objectives: 1_000_000,
            key_results: 1_000_000,
            links: 4_000_000,
            fan_in: 100_000,
            check_ins: 10_000_000,
            policies: 10_000,
            others: 4_000_000,
            cancel: None,
        }
    }
}

impl Limits {
    /// The highest counts: 100 million of each, a million policies, and just under 4 GiB of text. Depth and the lengths of
    /// ids and single texts stay at their defaults.
    pub fn large() -> Self {
        const MANY: usize = 100_000_000;
        Limits {
            bytes: u32::MAX as usize,
            records: MANY,
            objectives: MANY,
            key_results: MANY,
            links: MANY,
            fan_in: MANY,
            check_ins: MANY,
            policies: 1_000_000,
            others: MANY,
            ..Limits::default()
        }
    }

    /// The same limits for calls that can be cancelled: those that read a document end with the error `cancelled` once
    /// somebody has called [`Cancel::cancel`]. The workspace that they make keeps the counts alone.
    ///
    /// ```
    /// use okr_core::{Cancel, Limits, Workspace};
    ///
    /// let cancel = Cancel::new();
    /// let limits = Limits::default().cancelled_by(&cancel);
    /// assert!(Workspace::from_json_with(r#"{"okr": 1}"#, &limits).is_ok());
    /// cancel.cancel();
    /// let error = Workspace::from_json_with(r#"{"okr": 1}"#, &limits).unwrap_err();
    /// assert_eq!(error.code().as_str(), "cancelled");
    /// ```
    #[must_use]
    pub fn cancelled_by(mut self, cancel: &Cancel) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// Whether somebody has cancelled the calls that have these limits: for those who do part of the reading themselves.
    ///
    /// ```
    /// use okr_core::{Cancel, Limits};
    ///
    /// let cancel = Cancel::new();
    /// let limits = Limits::default().cancelled_by(&cancel);
    /// assert!(!limits.is_cancelled() && !Limits::default().is_cancelled());
    /// cancel.cancel();
    /// assert!(limits.is_cancelled());
    /// ```
    pub fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(Cancel::is_cancelled)
    }

    /// The same limits for calls that nobody cancels.
    ///
    /// ```
    /// use okr_core::{Cancel, Limits};
    ///
    /// let limits = Limits::default().cancelled_by(&Cancel::new());
    /// assert_eq!(limits.without_cancel(), Limits::default());
    /// ```
    #[must_use]
    pub fn without_cancel(mut self) -> Self {
        self.cancel = None;
        self
    }

    /// The brake that goes with them.
    pub(crate) fn brake(&self) -> Brake<'_> {
        Brake::of(self.cancel.as_ref())
    }

    /// The same limits as they hold: none above the maximum that dense 32-bit indices and the call stack allow.
    ///
    /// ```
    /// use okr_core::Limits;
    ///
    /// let mut limits = Limits::default();
    /// (limits.depth, limits.objectives) = (1000, 5);
    /// assert_eq!((limits.bounded().depth, limits.bounded().objectives), (120, 5));
    /// ```
    #[must_use]
    pub fn bounded(&self) -> Limits {
        let large = Limits::large();
        Limits {
            bytes: self.bytes.min(large.bytes),
            depth: self.depth.min(120),
            text: self.text.min(large.bytes),
            id: self.id.min(large.bytes),
            records: self.records.min(large.records),
            objectives: self.objectives.min(large.objectives),
            key_results: self.key_results.min(large.key_results),
            links: self.links.min(large.links),
            fan_in: self.fan_in.min(large.fan_in),
            check_ins: self.check_ins.min(large.check_ins),
            policies: self.policies.min(large.policies),
            others: self.others.min(large.others),
            cancel: self.cancel.clone(),
        }
    }
}
