//! The two ways in: JSON text through the reader, and a [`Document`] of plain values. Both end in the same draft.

use super::draft::Draft;
use super::spoken::Spoken;
use crate::document::reader::{Blank, Elements, Fill, Handed, Read, Reader, Segment, fields, list};
use crate::error::{ErrorCode, Result, Told, quoted};
use crate::limits::Limits;
use crate::model::{CheckIn, Cycle, Document, KeyResult, Kpi, Objective, Person, PolicySource, Team};
use serde::Deserializer;
use serde::de::SeqAccess;

/// All of a document but what entered the draft.
#[derive(Default)]
pub(crate) struct Heading {
    pub(crate) okr: f64,
    pub(crate) name: String,
    pub(crate) policy: PolicySource,
    pub(crate) scale: Option<Vec<f64>>,
}

/// Bytes of a document for each of its objectives and key results, as a guess.
const BYTES_AN_ID: usize = 512;

/// Reads a document. What is wrong with it goes to the reader.
pub(crate) fn from_text(text: &str, r: &mut Reader) -> (Heading, Draft) {
    let mut document = DocumentIn::default();
    if r.is_stopped() {
        return (document.heading, document.draft);
    }
    if text.len() > r.limits.bytes {
        let (found, limit) = (text.len(), r.limits.bytes);
        r.fail(
            ErrorCode::TooLarge,
            format!("found {found} bytes, the limit is {limit}"),
            "raise the limit, or split the document",
        );
        return (document.heading, document.draft);
    }
    if text.starts_with('\u{feff}') {
        let message = "found a byte order mark, expected JSON".to_owned();
        r.fail(ErrorCode::InvalidJson, message, "save the text as UTF-8 without a byte order mark");
        return (document.heading, document.draft);
    }
    // Growing a table of ids later would hash them all over again; this much is little beside the text itself.
    document.draft.frame.nodes.reserve(text.len() / BYTES_AN_ID);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match document.read(&mut deserializer, r).and_then(|()| deserializer.end()) {
        Ok(()) => check_version(document.heading.okr, r),
        Err(error) => r.fail_syntax(&error),
    }
    (document.heading, document.draft)
}

fn check_version(found: f64, r: &mut Reader) {
    if found != f64::from(Document::VERSION) && !r.is_unread("okr") {
        let read = Document::VERSION;
        r.find_at(
            "okr",
            ErrorCode::UnsupportedVersion,
            format!("found version {}, expected {read}", Told(found)),
            "use an engine that reads this version",
        );
    }
}

/// Takes a document of plain values.
pub(crate) fn from_document(document: &Document, r: &mut Reader) -> (Heading, Draft) {
    let mut draft = Draft::default();
    let heading = Heading {
        okr: f64::from(document.okr),
        name: document.name.clone(),
        policy: document.policy.clone(),
        scale: document.confidence_scale.map(Vec::from),
    };
    check_version(heading.okr, r);
    document.check_texts(r);
    let limits = r.limits.clone();
    each("cycles", &document.cycles, limits.records, r, |cycle, r| draft.cycle(cycle, r));
    each("teams", &document.teams, limits.records, r, |team, r| draft.team(team, r));
    each("people", &document.people, limits.records, r, |person, r| draft.person(person, r));
    each("kpis", &document.kpis, limits.records, r, |kpi, r| draft.kpi(kpi, r));
    each("objectives", &document.objectives, limits.objectives, r, |objective, r| {
        let first = draft.frame.key_results.len() as u32;
        let mut place = 0;
        each("key_results", &objective.key_results, limits.key_results, r, |key_result, r| {
            draft.begin_check_ins();
            key_result.owner.iter().for_each(|owner| draft.owner(owner));
            each("check_ins", &key_result.check_ins, limits.check_ins, r, |check_in, r| draft.check_in(check_in, r));
            draft.end_key_result(key_result, place, r);
            place += 1;
        });
        draft.end_objective(objective, first, r);
        draft.check_totals(r);
    });
    (heading, draft)
}

fn each<T: Spoken>(
    key: &'static str,
    items: &[T],
    limit: usize,
    r: &mut Reader,
    mut take: impl FnMut(&T, &mut Reader),
) {
    r.enter(Segment::Key(key));
    for (index, item) in items.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            r.look();
            if r.count(key, index, limit) {
                item.check_texts(r);
            }
            if !r.is_stopped() {
                take(item, r);
            }
        });
        if r.is_stopped() {
            break;
        }
    }
    r.leave();
}

/// The document as the reader fills it: the draft takes what comes in lists.
#[derive(Default)]
struct DocumentIn {
    heading: Heading,
    draft: Draft,
}

fields!(DocumentIn, "a document", required ["okr"], |this| {
    "okr" => this.heading.okr, "name" => this.heading.name, "policy" => this.heading.policy,
    "confidence_scale" => this.heading.scale, "cycles" => Listed(&mut this.draft, Draft::cycle),
    "teams" => Listed(&mut this.draft, Draft::team), "people" => Listed(&mut this.draft, Draft::person),
    "kpis" => Listed(&mut this.draft, Draft::kpi), "objectives" => ObjectiveList(&mut this.draft),
});

/// A list of records, each taken as soon as it is read.
struct Listed<'a, T>(&'a mut Draft, fn(&mut Draft, &T, &mut Reader));

/// Names of what the records are, for messages.
trait Record: Read + Blank {
    const MANY: &'static str;
}

impl Record for Cycle {
    const MANY: &'static str = "cycles";
}
impl Record for Team {
    const MANY: &'static str = "teams";
}
impl Record for Person {
    const MANY: &'static str = "people";
}
impl Record for Kpi {
    const MANY: &'static str = "KPIs";
}

impl<T: Record> Elements for Listed<'_, T> {
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        index: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error> {
        let mut item = T::blank();
        let read = seq.next_element_seed(Fill(&mut item, r))?;
        if read.is_some() {
            r.within(T::MANY, index, r.limits.records)?;
            (self.1)(self.0, &item, r);
            r.forget_unread();
        }
        Ok(read)
    }
}

impl<T: Record> Read for Listed<'_, T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        list(self, d, r)
    }
}

struct ObjectiveList<'a>(&'a mut Draft);

impl Elements for ObjectiveList<'_> {
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        index: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error> {
        let first = self.0.frame.key_results.len() as u32;
        let mut objective = ObjectiveIn { draft: self.0, objective: Objective::blank() };
        let read = seq.next_element_seed(Fill(&mut objective, r))?;
        if read.is_some() {
            let objective = objective.objective;
            r.within("objectives", index, r.limits.objectives)?;
            self.0.end_objective(&objective, first, r);
            r.go_on()?;
            r.forget_unread();
        }
        Ok(read)
    }
}

impl Read for ObjectiveList<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        list(self, d, r)
    }
}

pub(super) struct ObjectiveIn<'a> {
    pub(super) draft: &'a mut Draft,
    pub(super) objective: Objective,
}

fields!(ObjectiveIn<'_>, "an objective", required ["id", "title"], |this| {
    "id" => this.objective.id, "title" => this.objective.title, "description" => this.objective.description,
    "cycle" => this.objective.cycle, "team" => this.objective.team, "owner" => this.objective.owner,
    "contributors" => this.objective.contributors, "ambition" => this.objective.ambition, "weight" => this.objective.weight,
    "start" => this.objective.start, "due" => this.objective.due, "aligned_to" => this.objective.aligned_to,
    "key_results" => KeyResultList { draft: &mut *this.draft, key_result: KeyResult::blank() },
    "initiatives" => this.objective.initiatives, "measure" => this.objective.measure, "check_ins" => this.objective.check_ins,
    "state" => this.objective.state, "overrides" => this.objective.overrides, "policy" => this.objective.policy,
    "tags" => this.objective.tags, "silence" => this.objective.silence, "continues" => this.objective.continues,
    "extra" => this.objective.extra,
});

/// Key results, read one after the other into one scratch value.
struct KeyResultList<'a> {
    draft: &'a mut Draft,
    key_result: KeyResult,
}

impl Elements for KeyResultList<'_> {
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        index: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error> {
        blank(&mut self.key_result);
        self.draft.begin_check_ins();
        let mut key_result = KeyResultIn { draft: self.draft, key_result: &mut self.key_result };
        let read = seq.next_element_seed(Fill(&mut key_result, r))?;
        if read.is_some() {
            r.within("key results", self.draft.frame.key_results.len(), r.limits.key_results)?;
            self.draft.end_key_result(&self.key_result, index, r);
            r.forget_unread();
        }
        Ok(read)
    }
}

/// An empty key result again, with the memory of its texts.
pub(super) fn blank(key_result: &mut KeyResult) {
    let (mut id, mut title) = (std::mem::take(&mut key_result.id), std::mem::take(&mut key_result.title));
    id.clear();
    title.clear();
    *key_result = KeyResult { id, title, ..KeyResult::blank() };
}

impl Read for KeyResultList<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        list(self, d, r)
    }
}

pub(super) struct KeyResultIn<'a> {
    pub(super) draft: &'a mut Draft,
    pub(super) key_result: &'a mut KeyResult,
}

fields!(KeyResultIn<'_>, "a key result", required ["id", "title", "measure"], |this| {
    "id" => this.key_result.id, "title" => this.key_result.title, "description" => this.key_result.description,
    "owner" => Handed(|owner: &str| this.draft.owner(owner)), "contributors" => this.key_result.contributors, "role" => this.key_result.role,
    "ambition" => this.key_result.ambition, "weight" => this.key_result.weight, "measure" => this.key_result.measure,
    "kpi" => this.key_result.kpi, "start" => this.key_result.start, "due" => this.key_result.due,
    "check_in_every" => this.key_result.check_in_every, "plan" => this.key_result.plan,
    "aligned_to" => this.key_result.aligned_to, "check_ins" => CheckInList(&mut *this.draft),
    "amendments" => this.key_result.amendments, "state" => this.key_result.state, "overrides" => this.key_result.overrides,
    "tags" => this.key_result.tags, "silence" => this.key_result.silence, "continues" => this.key_result.continues,
    "extra" => this.key_result.extra,
});

struct CheckInList<'a>(&'a mut Draft);

impl Elements for CheckInList<'_> {
    #[inline]
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        _: usize,
        seq: &mut A,
        r: &mut Reader,
    ) -> Result<Option<()>, A::Error> {
        let mut check_in = CheckIn::blank();
        let read = seq.next_element_seed(Fill(&mut check_in, r))?;
        if read.is_some() {
            r.count_check_in()?;
            self.0.check_in(&check_in, r);
            r.forget_unread();
        }
        Ok(read)
    }
}

impl Read for CheckInList<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, d: D, r: &mut Reader) -> Result<(), D::Error> {
        list(self, d, r)
    }
}

/// Checks bytes for UTF-8 before anything else is read.
pub(crate) fn text_of<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str> {
    if bytes.len() > limits.bytes {
        let (found, limit) = (bytes.len(), limits.bytes);
        let message = format!("found {found} bytes, the limit is {limit}");
        return Err(crate::error::Error::new(
            ErrorCode::TooLarge,
            "",
            message,
            "raise the limit, or split the document",
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let near = String::from_utf8_lossy(bytes.get(at..(at + 8).min(bytes.len())).unwrap_or_default()).into_owned();
        let message = format!("found {} at byte {at}, expected UTF-8", quoted(&near));
        crate::error::Error::new(ErrorCode::InvalidUtf8, "", message, "encode the document as UTF-8")
    })
}
