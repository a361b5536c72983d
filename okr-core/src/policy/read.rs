//! Reading a policy: the stated fields on top of its base, and the check that they fit together.

use super::check::{check_into, check_together, problems};
use super::{
    Absent, AsHold, Band, Bands, BinaryExpected, CarryOverRules, CheckInIntervals, CheckIns, Clamp, Clamps, Confidence,
    Curve, DayCount, Display, Edges, Expected, Final, Goal, GroupStatus, GuardrailCap, HoldExpected, HoldStatus, Holds,
    Initiatives, ManualUntil, Mean, MeasureDefaults, Missing, NotStarted, OverrideEnd, ParentCredit, Policy, Rebase,
    Rollup, RollupOf, Rounding, ScoreRules, StaleAfter, StaleEffect, StatusPolicy, StatusRollup, StatusSource,
    TeamMean, Units, Unmoved, WeightRule, Weights, ZeroRange, presets,
};
use crate::date::Interval;
use crate::document::reader::{
    Blank, Read, Reader, Scalar, Segment, TextOrList, fields, list, scalar, scalars, text_or_list, type_of,
};
use crate::error::{Error, ErrorCode, Finding, Result, Told};
use crate::limits::Limits;
use crate::model::PolicyPatch;
use crate::score::Status;
use crate::words::Word;
use serde::Deserializer;
use serde::de::value::StrDeserializer;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

scalars!(words Missing, ZeroRange, RollupOf, Mean, Initiatives, Holds, Units, ParentCredit, ManualUntil, TeamMean, WeightRule, DayCount, Curve, StatusSource, Goal, StaleEffect, GuardrailCap, StatusRollup, Rounding, Edges, Absent, BinaryExpected, HoldExpected, Rebase, Unmoved, OverrideEnd, NotStarted, GroupStatus);

scalars!(scratch Band = Band::rest());

fields!(MeasureDefaults, "the block `measure`", required [], |this| {
    "missing" => this.missing, "zero_range" => this.zero_range, "aggregate" => this.aggregate, "strict" => this.strict,
    "read" => this.read, "credit" => this.credit, "between" => this.between, "of" => this.of, "with_own" => this.with_own,
});
fields!(Clamp, "a clamp", required [], |this| { "min" => this.min, "max" => this.max });
fields!(Clamps, "the block `clamp`", required [], |this| {
    "shown" => this.shown, "contributed" => this.contributed, "objective" => this.objective,
});
fields!(Rollup, "the block `rollup`", required [], |this| {
    "of" => Choices(&mut this.of), "mean" => this.mean, "initiatives" => this.initiatives,
    "holds" => this.holds, "units" => this.units, "credit" => this.credit, "manual" => this.manual,
    "team_mean" => this.team_mean,
});
fields!(Weights, "the block `weights`", required [], |this| { "rule" => this.rule, "total" => this.total });
fields!(Expected, "the block `expected`", required [], |this| {
    "day_count" => this.day_count, "curve" => this.curve, "step" => this.step, "plan" => this.plan,
    "binary" => this.binary, "holds" => this.holds,
});
fields!(AsHold, "the statuses of hold measures", required [], |this| {
    "met" => this.met, "near" => this.near, "unmet" => this.unmet,
});
fields!(StatusPolicy, "the block `status`", required [], |this| {
    "source" => this.source, "override" => this.override_end, "not_started" => this.not_started, "bands" => this.bands,
    "final" => this.last, "goal" => this.goal, "hold" => this.hold,
    "grace" => this.grace, "stale_after" => this.stale_after, "stale" => this.stale, "guardrail" => this.guardrail,
    "rollup" => this.rollup, "agreed" => this.agreed, "points" => this.points, "ratio_cap" => this.ratio_cap, "rollup_bands" => this.rollup_bands,
    "order" => this.order, "groups" => this.groups, "labels" => this.labels,
});
fields!(CheckIns, "the block `check_ins`", required [], |this| { "grace" => this.grace });
fields!(Confidence, "the block `confidence`", required [], |this| { "bands" => this.bands });
fields!(ScoreRules, "the block `score`", required [], |this| {
    "committed" => this.committed, "aspirational" => this.aspirational, "clamp" => this.clamp, "bands" => this.bands,
});
fields!(Display, "the block `display`", required [], |this| {
    "decimals" => Decimals(&mut this.decimals), "rounding" => this.rounding, "edges" => this.edges, "absent" => this.absent,
});
fields!(CarryOverRules, "the block `carry_over`", required [], |this| {
    "baseline" => this.baseline, "unmoved" => this.unmoved,
});
fields!(Band, "a band", required [], |this| {
    "at_least" => this.at_least, "above" => this.above, "status" => this.status, "label" => this.label,
});

struct BandObject<'a>(&'a mut Bands);

fields!(BandObject<'_>, "a band list", required ["list"], |this| { "round_to" => this.0.round_to, "list" => this.0.list });

/// A policy document with the base it names.
struct PolicyDocument<'a> {
    policy: &'a mut Policy,
    base: String,
}

fields!(PolicyDocument<'_>, "a policy", required [], |this| {
    "base" => this.base, "name" => this.policy.name, "title" => this.policy.title, "notes" => this.policy.notes,
    "sources" => this.policy.sources, "measure" => this.policy.measure, "clamp" => this.policy.clamp,
    "rollup" => this.policy.rollup, "weights" => this.policy.weights, "expected" => this.policy.expected,
    "check_ins" => this.policy.check_ins,
    "status" => this.policy.status, "confidence" => this.policy.confidence, "score" => this.policy.score,
    "display" => this.policy.display, "carry_over" => this.policy.carry_over,
});

/// The part of a policy that an objective may state.
pub(super) struct ObjectivePolicy<'a>(&'a mut Policy);

fields!(ObjectivePolicy<'_>, "an objective's policy (measure, clamp, rollup, weights, expected, status)", required [], |this| {
    "measure" => this.0.measure, "clamp" => this.0.clamp, "rollup" => this.0.rollup, "weights" => this.0.weights,
    "expected" => this.0.expected, "status" => this.0.status,
});

/// A list of bands, or an object that also rounds.
impl Read for Bands {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = Json::Null;
        json.read(d, r)?;
        *self = Bands::default();
        let read = if json.is_array() { self.list.read(json, r) } else { BandObject(self).read(json, r) };
        read.map_err(serde::de::Error::custom)
    }
}

/// A word, or bands on progress.
impl Read for Final {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = Json::Null;
        json.read(d, r)?;
        match json {
            Json::String(word) => match word.as_str() {
                "attained" => *self = Final::Attained,
                "computed" => *self = Final::Computed,
                other => r.unknown_word(other, ["attained", "computed"].into_iter()),
            },
            other => {
                let mut bands = Bands::default();
                bands.read(other, r).map_err(serde::de::Error::custom)?;
                *self = Final::Bands(bands);
            }
        }
        Ok(())
    }
}

/// A word, or a list of words.
struct Choices<'a>(&'a mut Vec<RollupOf>);

impl Read for Choices<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        text_or_list(self, d, r)
    }
}

impl TextOrList for Choices<'_> {
    const EXPECTED: &'static str = "a word or a list of words";

    fn text<E: serde::de::Error>(&mut self, text: &str, r: &mut Reader) -> Result<(), E> {
        let mut of = RollupOf::Pooled;
        of.read(StrDeserializer::<E>::new(text), r)?;
        *self.0 = vec![of];
        Ok(())
    }

    fn list<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        self.0.clear();
        list(self.0, d, r)
    }
}

/// A word, or the statuses of the states that differ from those underneath.
impl Read for HoldStatus {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = Json::Null;
        json.read(d, r)?;
        match json {
            Json::String(word) if HoldStatus::WORDS.contains(&word.as_str()) => *self = HoldStatus::Bands,
            Json::String(word) => r.unknown_word(&word, HoldStatus::WORDS.into_iter()),
            other => {
                let mut statuses = match self {
                    HoldStatus::ByState(statuses) => statuses.clone(),
                    HoldStatus::Bands => AsHold::default(),
                };
                statuses.read(other, r).map_err(serde::de::Error::custom)?;
                *self = HoldStatus::ByState(statuses);
            }
        }
        Ok(())
    }
}

struct Intervals<'a>(&'a mut u16);

impl Read for Intervals<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let most = f64::from(CheckInIntervals::MOST);
        scalar(d, r, "a whole number of check-in intervals", |value, r| match value {
            Scalar::Number(number) if number.fract() == 0.0 => {
                if (1.0..=most).contains(&number) {
                    *self.0 = number as u16;
                } else {
                    refuse_intervals(number, r);
                }
                true
            }
            _ => false,
        })
    }
}

pub(super) fn refuse_intervals(found: f64, r: &mut Reader) {
    let message = format!("found {}, expected 1 to {}", Told(found), CheckInIntervals::MOST);
    r.refuse(ErrorCode::OutOfRange, message, "count check-in intervals, and state the rest as `plus`");
}

fields!(CheckInIntervals, "a number of check-in intervals", required ["intervals"], |this| {
    "intervals" => Intervals(&mut this.intervals), "plus" => this.plus,
});

impl Blank for StaleAfter {
    fn blank() -> Self {
        StaleAfter::DEFAULT
    }
}

/// An interval, or a number of check-in intervals and what is added to them.
impl Read for StaleAfter {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = Json::Null;
        json.read(d, r)?;
        let (mut time, mut intervals) = (Interval::WEEK, CheckInIntervals::new(1));
        if json.is_object() {
            intervals.read(json, r).map_err(serde::de::Error::custom)?;
            *self = StaleAfter::Intervals(intervals);
        } else {
            time.read(json, r).map_err(serde::de::Error::custom)?;
            *self = StaleAfter::Time(time);
        }
        Ok(())
    }
}

struct Decimals<'a>(&'a mut u8);

impl Read for Decimals<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(d, r, "a whole number from 0 to 7", |value, r| match value {
            Scalar::Number(number) if number.fract() == 0.0 => {
                if (0.0..=f64::from(Display::MOST_DECIMALS)).contains(&number) {
                    *self.0 = number as u8;
                } else {
                    refuse_decimals(number, r);
                }
                true
            }
            _ => false,
        })
    }
}

pub(super) fn refuse_decimals(found: f64, r: &mut Reader) {
    let message = format!("found {}, expected 0 to {}", Told(found), Display::MOST_DECIMALS);
    r.refuse(ErrorCode::OutOfRange, message, "show at most 7 decimals");
}

/// A map by status: replaced whole.
impl<T: Read + Blank> Read for BTreeMap<Status, T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = Json::Null;
        json.read(d, r)?;
        let entries = match json {
            Json::Object(entries) => entries,
            other => {
                r.wrong_type(type_of(&other), "an object by status");
                return Ok(());
            }
        };
        self.clear();
        for (word, entry) in entries {
            let Some(status) = Status::from_word(&word) else {
                r.at(Segment::Name(word.clone()), |r| {
                    r.unknown_word(&word, Status::WORDS.iter().map(|(word, _)| *word))
                });
                continue;
            };
            let mut value = T::blank();
            r.at(Segment::Name(word), |r| value.read(entry, r)).map_err(serde::de::Error::custom)?;
            self.insert(status, value);
        }
        Ok(())
    }
}

/// Bytes of a policy, whose fields all together take a few thousand.
const MOST: usize = 1 << 20;

pub(super) fn from_json(text: &str) -> Result<Policy> {
    if text.len() > MOST {
        let message = format!("found a policy of {} bytes, the limit is {MOST}", text.len());
        return Err(Error::new(ErrorCode::TooLarge, "", message, "state fields of policies only"));
    }
    let mut r = Reader::new(&Limits::default());
    let mut json = Json::Null;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if let Err(error) = json.read(&mut deserializer, &mut r).and_then(|()| deserializer.end()) {
        r.fail_syntax(&error);
    }
    let policy = match json {
        Json::Object(fields) => from_fields(fields, &mut r),
        _ if r.failed() => Policy::default(),
        other => {
            r.wrong_type(type_of(&other), "an object of policy fields");
            Policy::default()
        }
    };
    r.finish().map(|_| policy)
}

/// A policy from its fields; what is wrong with them goes to the reader.
pub(crate) fn from_fields(fields: Map<String, Json>, r: &mut Reader) -> Policy {
    let base = fields.get("base").and_then(Json::as_str).unwrap_or("default");
    let mut policy = match presets::load(base) {
        Ok(policy) => policy,
        Err(error) => {
            r.at(Segment::Key("base"), |r| r.refuse(error.code(), error.message(), error.help()));
            Policy::default()
        }
    };
    if fields.keys().any(|key| !matches!(key.as_str(), "base" | "name")) && !fields.contains_key("name") {
        policy.name = "custom".to_owned();
    }
    let source = policy.status.source;
    let stated = fields.clone();
    lay_over(&mut policy, fields, r);
    check_together(&stated, source, &policy, r);
    policy
}

/// Fields on top of a policy; what is wrong with them goes to the reader.
fn lay_over(policy: &mut Policy, fields: Map<String, Json>, r: &mut Reader) {
    if let Err(error) = (PolicyDocument { policy, base: String::new() }).read(Json::Object(fields), r) {
        r.fail_syntax(&error);
    }
    check_into(policy, r);
}

/// The policy of all these fields, where they fit together.
pub(crate) fn of_all_fields(fields: Map<String, Json>) -> Option<Policy> {
    let (mut policy, mut r) = (Policy::default(), Reader::new(&Limits::large()));
    lay_over(&mut policy, fields, &mut r);
    (!r.failed()).then_some(policy)
}

/// An objective's own fields on top of a policy; what is wrong with them goes to the reader, but for what is wrong with
/// the policy underneath already.
pub(crate) fn patch_into(policy: &mut Policy, patch: &PolicyPatch, known: &[Finding], r: &mut Reader) {
    if let Err(error) = ObjectivePolicy(policy).read(Json::Object(patch.0.clone()), r) {
        r.fail_syntax(&error);
    }
    if known.is_empty() {
        check_into(policy, r);
        return;
    }
    let stated = Json::Object(patch.0.clone());
    let is_new = |finding: &Finding| {
        stated.pointer(&finding.path).is_some()
            || known.iter().all(|known| (known.code, &known.path) != (finding.code, &finding.path))
    };
    let above = r.pointer();
    for finding in problems(policy).into_iter().filter(is_new) {
        r.push(Finding { path: format!("{above}{}", finding.path), ..finding });
    }
}

pub(super) fn patched(policy: &Policy, patch: &PolicyPatch) -> Result<Policy> {
    let mut r = Reader::new(&Limits::default());
    let mut policy = policy.clone();
    patch_into(&mut policy, patch, &[], &mut r);
    r.finish().map(|_| policy)
}

/// Reads a policy document of any self-describing format; the first thing wrong with it is the error.
impl<'de> serde::Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        let mut r = Reader::new(&Limits::default());
        let policy = from_fields(fields, &mut r);
        r.finish().map(|_| policy).map_err(|error: Error| serde::de::Error::custom(error))
    }
}
