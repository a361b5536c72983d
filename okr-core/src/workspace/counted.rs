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
    pub(super) fn check(mut self, kind: &EventKind, limits: &Limits) -> Result<()> {
        let (what, most) = match kind {
            EventKind::CheckIn(_) => ("check-ins", limits.check_ins),
            _ => ("list entries", limits.others),
        };
        if *self.slot(kind) < most { Ok(()) } else { Err(full(what, most)) }
    }

    /// Takes note of an event.
    #[inline]
    pub(super) fn add(&mut self, kind: &EventKind) {
        *self.slot(kind) += 1;
    }

    fn slot(&mut self, kind: &EventKind) -> &mut usize {
        match kind {
            EventKind::CheckIn(_) => &mut self.check_ins,
            _ => &mut self.others,
        }
    }
}

#[cold]
fn full(what: &str, most: usize) -> Error {
    let message = format!("found a workspace with {most} {what}, the limit is {most}");
    Error::new(ErrorCode::TooMany, "/kind", message, "make the workspace with a higher limit")
}
