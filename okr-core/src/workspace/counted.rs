//! What a workspace has of the things that events add to, beside its limits.

use super::events::EventKind;
use super::frame::Frame;
use super::history::History;
use crate::error::{Error, ErrorCode, Result};
use crate::limits::Limits;

/// Counts, as the limits count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// Check-ins and KPI readings.
    check_ins: usize,
    /// Amendments, changes of state and overrides, and whatever else was counted with them while reading.
    others: usize,
}

impl Counted {
    pub(super) fn new(frame: &Frame, history: &History, others: usize) -> Counted {
        let readings: usize = frame.kpis.iter().map(|kpi| kpi.given.len()).sum();
        Counted { check_ins: history.count() + readings, others }
    }

    /// Whether the limits let one more event in.
    #[inline]
    pub(super) fn check(self, kind: &EventKind, limits: &Limits) -> Result<()> {
        let (what, there, more, most) = match kind {
            EventKind::CheckIn(_) => ("check-ins", self.check_ins, 1, limits.check_ins),
            _ => ("list entries", self.others, entries(kind), limits.others),
        };
        if there.saturating_add(more) <= most { Ok(()) } else { Err(full(what, there, more, most)) }
    }

    /// Takes note of an event.
    #[inline]
    pub(super) fn add(&mut self, kind: &EventKind) {
        match kind {
            EventKind::CheckIn(_) => self.check_ins += 1,
            _ => self.others += entries(kind),
        }
    }

    /// The counts of a workspace that was made of one with these, whose lists nobody counted while they were read.
    pub(super) fn after(self, before: Counted) -> Counted {
        Counted { others: self.others.max(before.others), ..self }
    }
}

/// How many entries of lists an event brings: itself, and those of the lists in it.
fn entries(kind: &EventKind) -> usize {
    let measure = match kind {
        EventKind::Amendment(amendment) => amendment.measure.as_deref(),
        _ => None,
    };
    1 + measure.map_or(0, |measure| measure.items.len() + measure.points.len())
}

#[cold]
fn full(what: &str, there: usize, more: usize, most: usize) -> Error {
    let message = format!("found a workspace with {there} {what} and {more} more, the limit is {most}");
    Error::new(ErrorCode::TooMany, "/kind", message, "make the workspace with a higher limit")
}
