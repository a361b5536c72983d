//! What a call answers with: one number for every kind of error.
//!
//! The numbers of the engine's own errors are those of [`ErrorCode`], negated, so that Rust, JSON and C speak of the same
//! thing. All are spelt out here because the header is made from this text.

use super::guard;
use super::text::okr_str;
use okr_core::ErrorCode;

/// What a call answers with: 0, or a negative number that is never reused for anything else.
///
/// From -100 on it is the number of a code that the engine also uses in findings, negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_status {
    /// The call did what it says.
    Ok = 0,
    /// A pointer that is needed is NULL.
    NullPointer = -1,
    /// A length is beyond what memory can hold (`PTRDIFF_MAX`).
    BadLength = -2,
    /// A handle is of another kind than the call takes.
    WrongHandle = -3,
    /// A number is none of the choices there are.
    BadChoice = -4,
    /// A scorecard is empty: score the workspace into it first.
    NotScored = -5,
    /// The engine has a bug; see BUGS above for what holds then.
    Panic = -6,
    /// A table cannot be read: its types, its texts, or its producer.
    BadTable = -7,
    /// What went wrong has no number in this header; its name is in the error.
    Other = -8,
    /// The text is not JSON.
    InvalidJson = -100,
    /// The bytes are not UTF-8.
    InvalidUtf8 = -101,
    /// A number is infinite, not a number, or too large for 64 bits.
    NotFinite = -102,
    /// The document has more bytes than the limit.
    TooLarge = -103,
    /// The document is nested deeper than the limit.
    TooDeep = -104,
    /// The document has more of one thing than the limit.
    TooMany = -105,
    /// A text is longer than the limit.
    TextTooLong = -106,
    /// An object has a field that the format does not know.
    UnknownField = -200,
    /// An object states one key twice.
    DuplicateKey = -201,
    /// A value has the wrong JSON type.
    WrongType = -202,
    /// An object lacks a field that it needs.
    MissingField = -203,
    /// A word is not one of the words allowed there.
    UnknownWord = -204,
    /// The document's version is not one this engine reads.
    UnsupportedVersion = -205,
    /// A date does not exist or lies outside 1900 to 2999.
    BadDate = -300,
    /// An interval is not of the form 7d, 2w or 1mo.
    BadInterval = -301,
    /// An id is empty, too long, or has control or bidirectional characters.
    BadId = -302,
    /// A weight is below zero.
    NegativeWeight = -303,
    /// A number lies outside the range allowed there.
    OutOfRange = -304,
    /// A relative target is not of the form +20% or -5, or has nothing to be relative to.
    BadTarget = -305,
    /// Two things of one space have the same id.
    DuplicateId = -400,
    /// A reference names an id that does not exist.
    DanglingReference = -401,
    /// `contributes` links run in a circle.
    AlignmentCycle = -402,
    /// `depends_on` links run in a circle.
    DependencyCycle = -403,
    /// Teams or cycles are nested in a circle.
    ParentCycle = -404,
    /// One pair is linked twice.
    DuplicateLink = -405,
    /// An objective is linked to a key result that sums or averages values.
    SourceNotAllowed = -406,
    /// A measure has a field that its kind does not use.
    FieldNotForKind = -500,
    /// A measure lacks a field that its kind needs.
    MeasureIncomplete = -501,
    /// Baseline and target are equal, so there is no way to go.
    ZeroRange = -502,
    /// The stated direction is not the one from baseline to target.
    DirectionDisagrees = -503,
    /// An aggregate does not suit the kind of measure.
    BadAggregate = -504,
    /// Levels are fewer than two, repeat a value, or have scores that rise and fall.
    BadLevels = -505,
    /// Bounds or zero_at lie on the wrong side.
    BadBounds = -506,
    /// Distance credit needs a bound other than zero.
    ZeroTarget = -507,
    /// A check-in has a value that its measure does not take.
    ValueNotForKind = -508,
    /// A plan belongs to move, ratio, inverse and from_children only, with ascending dates.
    BadPlan = -509,
    /// A period ends before it starts.
    WindowReversed = -510,
    /// A guardrail needs an at_least, at_most or between measure.
    GuardrailNeedsHold = -511,
    /// No preset has that name.
    UnknownPolicy = -600,
    /// A band list is empty, out of order, or its last band has a limit.
    BadBands = -601,
    /// Policy fields do not fit together.
    BadPolicy = -602,
    /// An objective is counted by its own measure and has none.
    OwnMeasureMissing = -603,
    /// Values of different units are added up.
    UnitMismatch = -604,
    /// Nothing has that id.
    UnknownId = -800,
    /// The scorecard was made before the workspace changed.
    StaleScorecard = -801,
    /// The scorecard was made of another workspace.
    ForeignScorecard = -802,
    /// The scorecard holds progress only.
    PartialScorecard = -803,
    /// An amendment names something other than a key result.
    NotAmendable = -804,
    /// An objective is carried over into the cycle that it is in.
    SameCycle = -805,
    /// The call was cancelled before it had come to its end.
    Cancelled = -806,
}

impl okr_status {
    /// The statuses that are no code of the engine, with name and summary.
    const OWN: &[(okr_status, &str, &str)] = &[
        (okr_status::Ok, "ok", "the call did what it says"),
        (okr_status::NullPointer, "null_pointer", "a pointer that is needed is NULL"),
        (okr_status::BadLength, "bad_length", "a length is beyond what memory can hold (PTRDIFF_MAX)"),
        (okr_status::WrongHandle, "wrong_handle", "a handle is of another kind than the call takes"),
        (okr_status::BadChoice, "bad_choice", "a number is none of the choices there are"),
        (okr_status::NotScored, "not_scored", "a scorecard is empty"),
        (okr_status::Panic, "panic", "the engine has a bug; the header says what holds then"),
        (okr_status::BadTable, "bad_table", "a table cannot be read"),
        (okr_status::Other, "other", "what went wrong has no number in this header; its name is in the error"),
    ];

    /// The status of an error code. Warnings and hints fail no call; they and codes of a later engine have none.
    pub(super) fn of(code: ErrorCode) -> okr_status {
        match code {
            ErrorCode::InvalidJson => okr_status::InvalidJson,
            ErrorCode::InvalidUtf8 => okr_status::InvalidUtf8,
            ErrorCode::NotFinite => okr_status::NotFinite,
            ErrorCode::TooLarge => okr_status::TooLarge,
            ErrorCode::TooDeep => okr_status::TooDeep,
            ErrorCode::TooMany => okr_status::TooMany,
            ErrorCode::TextTooLong => okr_status::TextTooLong,
            ErrorCode::UnknownField => okr_status::UnknownField,
            ErrorCode::DuplicateKey => okr_status::DuplicateKey,
            ErrorCode::WrongType => okr_status::WrongType,
            ErrorCode::MissingField => okr_status::MissingField,
            ErrorCode::UnknownWord => okr_status::UnknownWord,
            ErrorCode::UnsupportedVersion => okr_status::UnsupportedVersion,
            ErrorCode::BadDate => okr_status::BadDate,
            ErrorCode::BadInterval => okr_status::BadInterval,
            ErrorCode::BadId => okr_status::BadId,
            ErrorCode::NegativeWeight => okr_status::NegativeWeight,
            ErrorCode::OutOfRange => okr_status::OutOfRange,
            ErrorCode::BadTarget => okr_status::BadTarget,
            ErrorCode::DuplicateId => okr_status::DuplicateId,
            ErrorCode::DanglingReference => okr_status::DanglingReference,
            ErrorCode::AlignmentCycle => okr_status::AlignmentCycle,
            ErrorCode::DependencyCycle => okr_status::DependencyCycle,
            ErrorCode::ParentCycle => okr_status::ParentCycle,
            ErrorCode::DuplicateLink => okr_status::DuplicateLink,
            ErrorCode::SourceNotAllowed => okr_status::SourceNotAllowed,
            ErrorCode::FieldNotForKind => okr_status::FieldNotForKind,
            ErrorCode::MeasureIncomplete => okr_status::MeasureIncomplete,
            ErrorCode::ZeroRange => okr_status::ZeroRange,
            ErrorCode::DirectionDisagrees => okr_status::DirectionDisagrees,
            ErrorCode::BadAggregate => okr_status::BadAggregate,
            ErrorCode::BadLevels => okr_status::BadLevels,
            ErrorCode::BadBounds => okr_status::BadBounds,
            ErrorCode::ZeroTarget => okr_status::ZeroTarget,
            ErrorCode::ValueNotForKind => okr_status::ValueNotForKind,
            ErrorCode::BadPlan => okr_status::BadPlan,
            ErrorCode::WindowReversed => okr_status::WindowReversed,
            ErrorCode::GuardrailNeedsHold => okr_status::GuardrailNeedsHold,
            ErrorCode::UnknownPolicy => okr_status::UnknownPolicy,
            ErrorCode::BadBands => okr_status::BadBands,
            ErrorCode::BadPolicy => okr_status::BadPolicy,
            ErrorCode::OwnMeasureMissing => okr_status::OwnMeasureMissing,
            ErrorCode::UnitMismatch => okr_status::UnitMismatch,
            ErrorCode::UnknownId => okr_status::UnknownId,
            ErrorCode::StaleScorecard => okr_status::StaleScorecard,
            ErrorCode::ForeignScorecard => okr_status::ForeignScorecard,
            ErrorCode::PartialScorecard => okr_status::PartialScorecard,
            ErrorCode::NotAmendable => okr_status::NotAmendable,
            ErrorCode::SameCycle => okr_status::SameCycle,
            ErrorCode::Cancelled => okr_status::Cancelled,
            _ => okr_status::Other,
        }
    }

    /// Name and summary of a number.
    fn told(number: i32) -> (&'static str, &'static str) {
        let own = Self::OWN.iter().find(|(status, ..)| *status as i32 == number);
        let code = || ErrorCode::ALL.iter().find(|code| -i32::from(code.number()) == number);
        match own {
            Some((_, name, summary)) => (name, summary),
            None => code().map_or(("", ""), |code| (code.as_str(), code.summary())),
        }
    }

    /// The stable name, as in findings.
    pub(super) fn name(self) -> &'static str {
        Self::told(self as i32).0
    }
}

/// The name of a status, such as `unknown_id`: the same word as in findings and in JSON.
///
/// - `status`: what a call returned, or the code of a finding (`okr_findings_code`), negated: warnings and hints, which no call
///   returns, have names too.
/// - Returns text that lives as long as the program; empty for a number that is neither.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_status_name(status: i32) -> okr_str {
    guard::quiet(okr_str::NONE, || okr_str::of(okr_status::told(status).0))
}

/// What a status means, in one line of English.
///
/// - `status`: what a call returned, or the code of a finding, negated, as in `okr_status_name`.
/// - Returns text that lives as long as the program; empty for a number that is neither.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_status_summary(status: i32) -> okr_str {
    guard::quiet(okr_str::NONE, || okr_str::of(okr_status::told(status).1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use okr_core::Severity;

    #[test]
    fn every_error_of_the_engine_has_a_status_of_its_number_and_name() {
        for code in ErrorCode::ALL.iter().filter(|code| code.severity() == Severity::Error) {
            let status = okr_status::of(*code);
            assert_eq!(status as i32, -i32::from(code.number()), "{code}");
            assert_eq!(status.name(), code.as_str());
        }
    }

    #[test]
    fn numbers_and_names_of_this_face_are_its_own() {
        for (status, name, _) in okr_status::OWN {
            assert_eq!(status.name(), *name);
            assert!(ErrorCode::ALL.iter().all(|code| code.as_str() != *name && code.number() >= 100));
        }
        assert_eq!(okr_status::told(-12345), ("", ""));
    }
}
