//! The fields of the document's types, as the reader takes them.

use super::reader::{
    Blank, Elements, Fill, Read, Reader, Scalar, TextOrList, TextOrObject, fields, list, parsed, scalar, scalars,
    text_or_list, text_or_object, type_of, word,
};
use crate::date::{Date, Interval};
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::limits::Limits;
use crate::model::{
    Aggregate, Alignment, Ambition, Amendment, Between, CheckIn, Combine, Credit, Cycle, Direction, Initiative, Json,
    KeyResult, Kpi, KpiReading, LevelPoint, Lifecycle, LinkKind, Measure, MeasureKind, MilestoneItem, Objective,
    Outcome, Person, PlanPoint, PolicyPatch, PolicySource, Read as ReadOf, Role, State, StateChange, StatusOverride,
    Target, Team, Value,
};
use crate::score::Status;
use crate::words::Word;
use serde::Deserializer;
use serde::de::{self, SeqAccess};

scalars!(words Aggregate, Ambition, Between, Combine, Credit, Direction, LinkKind, MeasureKind, Outcome, ReadOf, Role, State, Status);
scalars!(texts Date: "a date such as \"2026-10-12\"");
scalars!(blank String, f64, bool, serde_json::Value, LevelPoint, Measure, PolicyPatch);
scalars!(scratch Date = Date::MIN, Cycle = Cycle::new("", Date::MIN, Date::MIN), Team = Team { name: None, ..Team::new("", "") },
    Person = Person { name: None, ..Person::new("", "") }, Kpi = Kpi { name: None, ..Kpi::new("", "") },
    Objective = Objective::new("", ""), KeyResult = KeyResult::new("", "", Measure::default()), Initiative = Initiative::new("", ""),
    Amendment = Amendment::new(Date::MIN), MilestoneItem = MilestoneItem { title: None, ..MilestoneItem::new("", "") },
    PlanPoint = PlanPoint::new(Date::MIN, 0.0), StateChange = StateChange::new(Date::MIN, State::Active),
    StatusOverride = StatusOverride::new(Date::MIN, Status::None), ErrorCode = ErrorCode::NoOverlap);
scalars!(counted count_check_in CheckIn = CheckIn::without_value(Date::MIN), KpiReading = KpiReading::new(Date::MIN, 0.0));
scalars!(counted count_link Alignment = Alignment::new("", LinkKind::Contributes));

fields!(Cycle, "a cycle", required ["id", "start", "end"], |this| {
    "id" => this.id, "name" => this.name, "start" => this.start, "end" => this.end, "within" => this.within,
    "check_in_every" => this.check_in_every,
});

fields!(Team, "a team", required ["id"], |this| { "id" => this.id, "name" => this.name, "parent" => this.parent });

fields!(Person, "a person", required ["id"], |this| { "id" => this.id, "name" => this.name, "team" => this.team });

fields!(KpiReading, "a KPI reading", required ["on", "value"], |this| { "on" => this.on, "value" => this.value });

fields!(Kpi, "a KPI", required ["id"], |this| {
    "id" => this.id, "name" => this.name, "unit" => this.unit, "healthy" => this.healthy, "readings" => this.readings,
});

fields!(Alignment, "a link", required ["to"], |this| { "to" => this.to, "kind" => this.kind, "weight" => this.weight });

fields!(Initiative, "an initiative", required ["id", "title"], |this| {
    "id" => this.id, "title" => this.title, "key_result" => this.key_result, "done_on" => this.done_on,
});

fields!(CheckIn, "a check-in", required ["on"], |this| {
    "on" => this.on, "value" => this.value, "confidence" => this.confidence, "note" => this.note, "by" => this.by,
});

fields!(StateChange, "a change of state", required ["on", "state"], |this| {
    "on" => this.on, "state" => this.state, "outcome" => this.outcome, "score" => this.score, "reason" => this.reason,
    "by" => this.by,
});

fields!(StatusOverride, "an override", required ["status", "on"], |this| {
    "status" => this.status, "on" => this.on, "until" => this.until, "by" => this.by, "reason" => this.reason,
});

fields!(PlanPoint, "a plan point", required ["on", "value"], |this| { "on" => this.on, "value" => this.value });

fields!(MilestoneItem, "a milestone", required ["id"], |this| {
    "id" => this.id, "title" => this.title, "weight" => this.weight, "due" => this.due, "done_on" => this.done_on,
});

fields!(LevelPoint, "a level", required ["at", "score"], |this| {
    "at" => this.at, "score" => this.score, "label" => this.label, "target" => this.target,
});

fields!(Amendment, "an amendment", required ["on"], |this| {
    "on" => this.on, "reason" => this.reason, "by" => this.by, "measure" => this.measure, "baseline" => this.baseline,
    "target" => this.target, "weight" => this.weight, "start" => this.start, "due" => this.due,
});

fields!(Measure, "a measure", required ["kind"], |this| {
    "kind" => this.kind, "baseline" => this.baseline, "target" => this.target, "direction" => this.direction, "low" => this.low,
    "high" => this.high, "strict" => this.strict, "read" => this.read, "credit" => this.credit, "zero_at" => this.zero_at,
    "risk_at" => this.risk_at, "items" => this.items, "due" => this.due, "points" => this.points, "between" => this.between,
    "of" => this.of, "with_own" => this.with_own, "unit" => this.unit, "aggregate" => this.aggregate, "seed" => this.seed,
});

impl Read for Interval {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        parsed(self, d, r, "an interval such as \"1w\"")
    }
}

impl Blank for Interval {
    fn blank() -> Self {
        Interval::WEEK
    }
}

impl Read for Value {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(d, r, "a number, true or false", |value, _| match value {
            Scalar::Number(number) => {
                *self = Value::Number(number);
                true
            }
            Scalar::Bool(done) => {
                *self = Value::Done(done);
                true
            }
            Scalar::Text(_) => false,
        })
    }
}

impl Blank for Value {
    fn blank() -> Self {
        Value::Number(0.0)
    }
}

impl Read for Target {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(d, r, "a number or a relative target such as \"+20%\"", |value, r| match value {
            Scalar::Number(number) => {
                *self = Target::Value(number);
                true
            }
            Scalar::Text(text) => {
                match text.parse() {
                    Ok(relative) => *self = Target::Relative(relative),
                    Err(error) => r.refuse(error.code(), error.message(), error.help()),
                }
                true
            }
            Scalar::Bool(_) => false,
        })
    }
}

impl Blank for Target {
    fn blank() -> Self {
        Target::Value(0.0)
    }
}

impl Blank for PolicySource {
    fn blank() -> Self {
        PolicySource::default()
    }
}

impl Blank for Lifecycle {
    fn blank() -> Self {
        Lifecycle::default()
    }
}

/// A code that may be silenced. One of an error is read as well, and refused with the document.
impl Read for ErrorCode {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        scalar(d, r, "the code of a warning or hint", |value, r| match value {
            Scalar::Text(text) => {
                match ErrorCode::from_word(text) {
                    Some(code) => *self = code,
                    None => r.unknown_word(text, ErrorCode::doubts()),
                }
                true
            }
            _ => false,
        })
    }
}

/// A word, or a list of changes that a word may head.
impl Read for Lifecycle {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        text_or_list(self, d, r)
    }
}

impl TextOrList for Lifecycle {
    const EXPECTED: &'static str = "a state or a list of changes of state";

    fn text<E: de::Error>(&mut self, text: &str, r: &mut Reader) -> Result<(), E> {
        let mut state = State::Active;
        word(&mut state, de::value::StrDeserializer::<E>::new(text), r)?;
        *self = Lifecycle::Always(state);
        Ok(())
    }

    fn list<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut entries = StateList::default();
        list(&mut entries, d, r)?;
        *self = match entries.first {
            Some(state) => Lifecycle::Until(state, entries.changes),
            None => Lifecycle::Changes(entries.changes),
        };
        Ok(())
    }
}

/// Changes of state, before which a word may say what held since ever.
#[derive(Default)]
struct StateList {
    first: Option<State>,
    changes: Vec<StateChange>,
}

impl Elements for StateList {
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        index: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error> {
        let mut entry = StateEntry { word: None, change: StateChange::blank(), is_first: index == 0 };
        let read = seq.next_element_seed(Fill(&mut entry, r))?;
        if read.is_some() {
            StateChange::count(r)?;
            match entry.word {
                Some(state) => self.first = Some(state),
                None => self.changes.push(entry.change),
            }
        }
        Ok(read)
    }
}

struct StateEntry {
    word: Option<State>,
    change: StateChange,
    is_first: bool,
}

impl Read for StateEntry {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        text_or_object(self, d, r)
    }
}

impl TextOrObject for StateEntry {
    const EXPECTED: &'static str = "a change of state";

    fn text<E: de::Error>(&mut self, text: &str, r: &mut Reader) -> Result<(), E> {
        if !self.is_first {
            r.wrong_type(&format!("the text {}", quoted(text)), Self::EXPECTED);
            return Ok(());
        }
        let mut state = State::Active;
        word(&mut state, de::value::StrDeserializer::<E>::new(text), r)?;
        self.word = Some(state);
        Ok(())
    }

    fn object<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        self.change.read(d, r)
    }
}

impl Read for PolicyPatch {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = serde_json::Value::Null;
        json.read(d, r)?;
        match json {
            serde_json::Value::Object(fields) => self.0 = fields,
            other => r.wrong_type(type_of(&other), "an object of policy fields"),
        }
        Ok(())
    }
}

impl Read for PolicySource {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        let mut json = serde_json::Value::Null;
        json.read(d, r)?;
        match json {
            serde_json::Value::String(name) => *self = PolicySource::Preset(name),
            serde_json::Value::Object(fields) => *self = PolicySource::Inline(PolicyPatch(fields)),
            other => r.wrong_type(type_of(&other), "the name of a preset or an object of policy fields"),
        }
        Ok(())
    }
}

/// Declares that a type comes out of any self-describing format as the reader takes it from JSON; the first thing wrong
/// with it is the error.
macro_rules! deserialize {
    ($($ty:ty),*) => { $(impl<'de> serde::Deserialize<'de> for $ty {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut limits = Limits::large();
            limits.text = usize::MAX;
            let mut r = Reader::new(&limits);
            let mut value = <$ty>::blank();
            value.read(deserializer, &mut r)?;
            r.finish().map(|_| value).map_err(|error: Error| de::Error::custom(error))
        }
    })* };
}

// Not derived, because serde keeps a copy of what may be one thing or another, and in a copy a number is not one any more
// where serde_json has the feature `arbitrary_precision`.
deserialize!(Value, Target, Lifecycle, PolicyPatch, PolicySource, Json);
