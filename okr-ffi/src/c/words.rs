//! Closed sets of words, as C enums: they travel out only, and are told apart by number or by name.

use super::guard;
use super::text::okr_str;
use okr_core::{LeftOut, Reason, Severity, Status};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_severity {
    /// No finding.
    None = 0,
    /// The document cannot be used.
    Error = 1,
    /// The document can be used, and somebody should look.
    Warning = 2,
    /// Worth knowing.
    Hint = 3,
}

impl From<Severity> for okr_severity {
    fn from(word: Severity) -> Self {
        match word {
            Severity::Error => okr_severity::Error,
            Severity::Warning => okr_severity::Warning,
            Severity::Hint => okr_severity::Hint,
            // A later engine may have more words; a test sees to it that this one has none.
            _ => okr_severity::None,
        }
    }
}

/// How an objective or key result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_row_status {
    /// Nothing can be said.
    None = 0,
    /// No value yet.
    NotStarted = 1,
    /// As planned or better.
    OnTrack = 2,
    /// Behind the plan.
    AtRisk = 3,
    /// Far behind the plan.
    OffTrack = 4,
    /// Reached.
    Achieved = 5,
    /// More than reached.
    Exceeded = 6,
    /// Not reached by the end.
    Missed = 7,
    /// Put off.
    Postponed = 8,
    /// Given up.
    Cancelled = 9,
    /// Put away.
    Archived = 10,
}

impl From<Status> for okr_row_status {
    fn from(word: Status) -> Self {
        match word {
            Status::None => okr_row_status::None,
            Status::NotStarted => okr_row_status::NotStarted,
            Status::OnTrack => okr_row_status::OnTrack,
            Status::AtRisk => okr_row_status::AtRisk,
            Status::OffTrack => okr_row_status::OffTrack,
            Status::Achieved => okr_row_status::Achieved,
            Status::Exceeded => okr_row_status::Exceeded,
            Status::Missed => okr_row_status::Missed,
            Status::Postponed => okr_row_status::Postponed,
            Status::Cancelled => okr_row_status::Cancelled,
            Status::Archived => okr_row_status::Archived,
            // A later engine may have more words; a test sees to it that this one has none.
            _ => okr_row_status::None,
        }
    }
}

/// Why a status is what it is: the step that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_reason {
    /// Nothing was asked for: the scorecard holds progress only.
    None = 0,
    /// The outcome stated when it was closed.
    Closed = 1,
    /// Its state: draft, postponed, cancelled or archived.
    State = 2,
    /// Somebody set it by hand.
    Override = 3,
    /// There is no progress to judge.
    NoProgress = 4,
    /// The window is over, or it was closed without an outcome.
    Final = 5,
    /// There is no value yet.
    NotStarted = 6,
    /// The target is reached.
    Goal = 7,
    /// Nobody has checked in for too long.
    Stale = 8,
    /// It is too early to judge.
    Grace = 9,
    /// Progress over expected.
    Ratio = 10,
    /// Progress minus expected.
    Gap = 11,
    /// Progress alone.
    Progress = 12,
    /// Stated confidence.
    Confidence = 13,
    /// The state of a hold measure.
    Hold = 14,
    /// The worst of the members.
    Worst = 15,
    /// What all members say, or that they differ.
    Unanimous = 16,
    /// The mean of the members.
    Mean = 17,
    /// An unmet guardrail.
    Guardrail = 18,
    /// People state the status, and nobody did.
    Stated = 19,
}

impl From<Reason> for okr_reason {
    fn from(word: Reason) -> Self {
        match word {
            Reason::Closed => okr_reason::Closed,
            Reason::State => okr_reason::State,
            Reason::Override => okr_reason::Override,
            Reason::NoProgress => okr_reason::NoProgress,
            Reason::Final => okr_reason::Final,
            Reason::NotStarted => okr_reason::NotStarted,
            Reason::Goal => okr_reason::Goal,
            Reason::Stale => okr_reason::Stale,
            Reason::Grace => okr_reason::Grace,
            Reason::Ratio => okr_reason::Ratio,
            Reason::Gap => okr_reason::Gap,
            Reason::Progress => okr_reason::Progress,
            Reason::Confidence => okr_reason::Confidence,
            Reason::Hold => okr_reason::Hold,
            Reason::Worst => okr_reason::Worst,
            Reason::Unanimous => okr_reason::Unanimous,
            Reason::Mean => okr_reason::Mean,
            Reason::Guardrail => okr_reason::Guardrail,
            Reason::Stated => okr_reason::Stated,
            // A later engine may have more words; a test sees to it that this one has none.
            _ => okr_reason::None,
        }
    }
}

/// Why a key result counts towards nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_left_out {
    /// It counts.
    Counted = 0,
    /// Not agreed yet.
    Draft = 1,
    /// Put off.
    Postponed = 2,
    /// Given up.
    Cancelled = 3,
    /// Put away.
    Archived = 4,
    /// Guards, and is never averaged.
    Guardrail = 5,
    /// Shown, never progress.
    Tracked = 6,
    /// Its own start lies ahead.
    NotStartedYet = 7,
    /// It holds a bound, and the policy counts none of those.
    Hold = 8,
    /// Its unit is not that of the objective, and the policy counts no other.
    OtherUnit = 9,
    /// Its weight is zero.
    ZeroWeight = 10,
    /// It has no value, and the policy skips those.
    NoValue = 11,
    /// It has no progress.
    NoProgress = 12,
    /// The policy counts other members.
    NotSelected = 13,
}

impl From<LeftOut> for okr_left_out {
    fn from(word: LeftOut) -> Self {
        match word {
            LeftOut::Counted => okr_left_out::Counted,
            LeftOut::Draft => okr_left_out::Draft,
            LeftOut::Postponed => okr_left_out::Postponed,
            LeftOut::Cancelled => okr_left_out::Cancelled,
            LeftOut::Archived => okr_left_out::Archived,
            LeftOut::Guardrail => okr_left_out::Guardrail,
            LeftOut::Tracked => okr_left_out::Tracked,
            LeftOut::NotStartedYet => okr_left_out::NotStartedYet,
            LeftOut::Hold => okr_left_out::Hold,
            LeftOut::OtherUnit => okr_left_out::OtherUnit,
            LeftOut::ZeroWeight => okr_left_out::ZeroWeight,
            LeftOut::NoValue => okr_left_out::NoValue,
            LeftOut::NoProgress => okr_left_out::NoProgress,
            LeftOut::NotSelected => okr_left_out::NotSelected,
            // A later engine may have more words; a test sees to it that this one has none.
            _ => okr_left_out::Counted,
        }
    }
}

/// The word of a position in a list of words.
fn word<W: Copy>(all: &[W], at: i32, of: fn(W) -> &'static str) -> okr_str {
    let found = usize::try_from(at).ok().and_then(|at| all.get(at));
    guard::quiet(okr_str::NONE, || found.map_or(okr_str::NONE, |word| okr_str::of(of(*word))))
}

/// The word of a severity, as in JSON: `warning`.
///
/// - `severity`: an `okr_severity`.
/// - Returns text that lives as long as the program; empty for a number that is none, and for `OKR_SEVERITY_NONE`.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_severity_name(severity: i32) -> okr_str {
    word(Severity::ALL, severity.saturating_sub(1), Severity::as_str)
}

/// The word of a status, as in JSON: `on_track`.
///
/// - `status`: an `okr_row_status`.
/// - Returns text that lives as long as the program; empty for a number that is none.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_row_status_name(status: i32) -> okr_str {
    word(Status::ALL, status, Status::as_str)
}

/// The word of a reason, as in JSON: `guardrail`.
///
/// - `reason`: an `okr_reason`.
/// - Returns text that lives as long as the program; empty for a number that is none, and for `OKR_REASON_NONE`.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_reason_name(reason: i32) -> okr_str {
    word(Reason::ALL, reason.saturating_sub(1), Reason::as_str)
}

/// The word for why a key result is left out, as in JSON: `zero_weight`.
///
/// - `left_out`: an `okr_left_out`.
/// - Returns text that lives as long as the program; empty for a number that is none.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_left_out_name(left_out: i32) -> okr_str {
    word(LeftOut::ALL, left_out, LeftOut::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_engine_has_its_number() {
        for (at, status) in Status::ALL.iter().enumerate() {
            assert_eq!(okr_row_status::from(*status) as usize, at, "{status}");
        }
        for (at, reason) in Reason::ALL.iter().enumerate() {
            assert_eq!(okr_reason::from(*reason) as usize, at + 1, "{reason}");
        }
        for (at, left_out) in LeftOut::ALL.iter().enumerate() {
            assert_eq!(okr_left_out::from(*left_out) as usize, at, "{left_out}");
        }
        for (at, severity) in Severity::ALL.iter().enumerate() {
            assert_eq!(okr_severity::from(*severity) as usize, at + 1, "{severity}");
        }
    }
}
