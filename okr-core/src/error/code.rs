//! The one table of codes: every error and finding of the engine, with a number and a name that never change.

use crate::words::{Word, words};
use std::fmt;

words! {
    /// How much a finding matters.
    pub enum Severity {
        /// The document cannot be used.
        Error "error",
        /// The document can be used, and somebody should look.
        Warning "warning",
        /// Worth knowing; never changes an exit status.
        Hint "hint",
    }
}

macro_rules! codes {
    ($($number:literal $variant:ident $name:literal $severity:ident $summary:literal;)*) => {
        /// What went wrong, or what is doubtful: a stable code with a number and a name.
        ///
        /// Names and numbers are never reused or renamed. New codes may be added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = $summary] $variant,)*
        }

        impl ErrorCode {
            /// Every code, by number.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            /// The stable name, as in JSON: `unknown_field`.
            pub fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $name,)* }
            }

            /// The stable number. The hundreds group codes by subject.
            pub fn number(self) -> u16 {
                match self { $(ErrorCode::$variant => $number,)* }
            }

            /// How much it matters where nothing else is said.
            pub fn severity(self) -> Severity {
                match self { $(ErrorCode::$variant => Severity::$severity,)* }
            }

            /// One line that says what the code means.
            pub fn summary(self) -> &'static str {
                match self { $(ErrorCode::$variant => $summary,)* }
            }
        }

        impl Word for ErrorCode {
            const WORDS: &'static [(&'static str, Self)] = &[$(($name, ErrorCode::$variant),)*];
        }
    };
}

codes! {
    100 InvalidJson "invalid_json" Error "the text is not JSON";
    101 InvalidUtf8 "invalid_utf8" Error "the bytes are not UTF-8";
    102 NotFinite "not_finite" Error "a number is infinite, not a number, or too large for 64 bits";
    103 TooLarge "too_large" Error "the document has more bytes than the limit";
    104 TooDeep "too_deep" Error "the document is nested deeper than the limit";
    105 TooMany "too_many" Error "the document has more of one thing than the limit";
    106 TextTooLong "text_too_long" Error "a text is longer than the limit";

    200 UnknownField "unknown_field" Error "an object has a field that the format does not know";
    201 DuplicateKey "duplicate_key" Error "an object states one key twice";
    202 WrongType "wrong_type" Error "a value has the wrong JSON type";
    203 MissingField "missing_field" Error "an object lacks a field that it needs";
    204 UnknownWord "unknown_word" Error "a word is not one of the words allowed there";
    205 UnsupportedVersion "unsupported_version" Error "the document's version is not one this engine reads";

    300 BadDate "bad_date" Error "a date does not exist or lies outside 1900 to 2999";
    301 BadInterval "bad_interval" Error "an interval is not of the form 7d, 2w or 1mo";
    302 BadId "bad_id" Error "an id is empty, too long, or has control or bidirectional characters";
    303 NegativeWeight "negative_weight" Error "a weight is below zero";
    304 OutOfRange "out_of_range" Error "a number lies outside the range allowed there";
    305 BadTarget "bad_target" Error "a relative target is not of the form +20% or -5, or has nothing to be relative to";

    400 DuplicateId "duplicate_id" Error "two things of one space have the same id";
    401 DanglingReference "dangling_reference" Error "a reference names an id that does not exist";
    402 AlignmentCycle "alignment_cycle" Error "contributes links run in a circle";
    403 DependencyCycle "dependency_cycle" Error "depends_on links run in a circle";
    404 ParentCycle "parent_cycle" Error "teams or cycles are nested in a circle";
    405 DuplicateLink "duplicate_link" Error "one pair is linked twice";
    406 SourceNotAllowed "source_not_allowed" Error "an objective is linked to a key result that sums or averages values";

    500 FieldNotForKind "field_not_for_kind" Error "a measure has a field that its kind does not use";
    501 MeasureIncomplete "measure_incomplete" Error "a measure lacks a field that its kind needs";
    502 ZeroRange "zero_range" Error "baseline and target are equal, so there is no way to go";
    503 DirectionDisagrees "direction_disagrees" Error "the stated direction is not the one from baseline to target";
    504 BadAggregate "bad_aggregate" Error "an aggregate does not suit the kind of measure";
    505 BadLevels "bad_levels" Error "levels are fewer than two, repeat a value, or have scores that rise and fall";
    506 BadBounds "bad_bounds" Error "bounds or zero_at lie on the wrong side";
    507 ZeroTarget "zero_target" Error "distance credit needs a bound other than zero";
    508 ValueNotForKind "value_not_for_kind" Error "a check-in has a value that its measure does not take";
    509 BadPlan "bad_plan" Error "a plan belongs to move, ratio, inverse and from_children only, with ascending dates";
    510 WindowReversed "window_reversed" Error "a period ends before it starts";
    511 GuardrailNeedsHold "guardrail_needs_hold" Error "a guardrail needs an at_least, at_most or between measure";

    600 UnknownPolicy "unknown_policy" Error "no preset has that name";
    601 BadBands "bad_bands" Error "a band list is empty, out of order, or its last band has a limit";
    602 BadPolicy "bad_policy" Error "policy fields do not fit together";
    603 OwnMeasureMissing "own_measure_missing" Error "an objective is counted by its own measure and has none";
    604 UnitMismatch "unit_mismatch" Error "values of different units are added up";

    700 NoOverlap "no_overlap" Warning "a link leads into a period that does not overlap";
    701 ClosedWithOpenChildren "closed_with_open_children" Warning "a closed objective has contributors that are still open";
    702 NoMembers "no_members" Warning "nothing counts towards an objective";
    703 GuardrailWithoutCheckIn "guardrail_without_check_in" Warning "a guardrail has no check-in and caps nothing";
    704 GuardrailNotApplied "guardrail_not_applied" Warning "an unmet guardrail stands beside a status that it may not change";
    705 WeightsOverTotal "weights_over_total" Warning "stated weights exceed the total and are scaled down";
    706 SizeNeedsMove "size_needs_move" Warning "weights by size need a move measure on every member";
    707 LinkNotRead "link_not_read" Warning "a contributes link leads to a key result that does not read it";
    708 ZeroDenominator "zero_denominator" Warning "a ratio divides by zero and gives no value";
    709 Saturated "saturated" Warning "a fraction is beyond 64 bits and is shown as the largest number";
    710 NotScorable "not_scorable" Warning "the document does not fit the policy in force here; the number is left out";
    711 NoWindow "no_window" Hint "neither the row nor its cycle says when it starts and ends";
    712 ConfidenceFalling "confidence_falling" Hint "confidence fell twice in a row, or by 0.3 or more";

    800 UnknownId "unknown_id" Error "nothing has that id";
    801 StaleScorecard "stale_scorecard" Error "the scorecard was made before the workspace changed";
    802 ForeignScorecard "foreign_scorecard" Error "the scorecard was made of another workspace";
    803 PartialScorecard "partial_scorecard" Error "the scorecard holds progress only";
    804 NotAmendable "not_amendable" Error "an amendment names something other than a key result";
    805 SameCycle "same_cycle" Error "an objective is carried over into the cycle that it is in";
    806 Cancelled "cancelled" Error "the call was cancelled before it had come to its end";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl serde::Serialize for ErrorCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl std::str::FromStr for ErrorCode {
    type Err = super::Error;

    /// Reads the stable name; any other text is `unknown_word`, with the nearest name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        crate::words::parse(text)
    }
}

impl<'de> serde::Deserialize<'de> for ErrorCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

impl ErrorCode {
    /// The names of warnings and hints: what a document may silence.
    pub(crate) fn doubts() -> impl Iterator<Item = &'static str> + Clone {
        let doubts = Self::ALL.iter().filter(|code| code.severity() != Severity::Error);
        doubts.map(|code| code.as_str())
    }

    /// A list of codes of warnings and hints.
    #[cfg(feature = "schema")]
    pub(crate) fn doubts_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = Self::doubts().collect();
        schemars::json_schema!({"type": "array", "items": {"type": "string", "enum": names}})
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ErrorCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ErrorCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        schemars::json_schema!({"type": "string", "enum": names})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_names_are_unique() {
        let numbers: Vec<u16> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        let mut names: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ErrorCode::ALL.len());
    }
}
