//! The general way: rows are read one by one, by the document's own reader, in the order of the document.
//!
//! It takes everything, and finds everything that is wrong. The reader is at the places of a document, which [`place`]
//! turns into those of tables.
//!
//! [`place`]: super::place

use super::index::{Index, OF_KEY_RESULTS, OF_OBJECTIVES};
use super::row::Row;
use super::schema::{Sheet, Sheets};
use crate::document::reader::{Blank, Fill, Read, Reader, Segment};
use crate::model::{
    Alignment, CheckIn, Cycle, KeyResult, Kpi, KpiReading, Measure, MeasureKind, Objective, Person, Team, Value,
};
use crate::workspace::definition::{Amendments, Definition};
use crate::workspace::draft::Draft;
use crate::workspace::intake::{Heading, KeyResultIn, ObjectiveIn, blank};
use crate::workspace::stated::{InForce, Takes};
use crate::workspace::values::{check_finite, check_weight};
use serde::de::DeserializeSeed;
use serde_json::Error;

type Result<T = ()> = std::result::Result<T, Error>;

/// What is said about an organisation as a whole.
pub(super) fn heading(sheets: &Sheets<'_>, r: &mut Reader) -> Heading {
    let tables = sheets.tables;
    r.at(Segment::Key("name"), |r| r.takes_text(&tables.name));
    Heading {
        okr: f64::from(crate::model::Document::VERSION),
        name: tables.name.clone(),
        policy: tables.policy.clone(),
        scale: tables.confidence_scale.map(Vec::from),
    }
}

/// Reads all rows. What is wrong with them goes to the reader.
pub(super) fn read(sheets: &Sheets<'_>, index: &Index, r: &mut Reader) -> (Heading, Draft) {
    let heading = heading(sheets, r);
    let mut reading = Reading { sheets, index, draft: Draft::default() };
    if let Err(error) = reading.all(r) {
        r.fail_syntax(&error);
    }
    (heading, reading.draft)
}

/// Reads cycles and KPIs alone; nothing where there is anything to tell.
pub(super) fn records(sheets: &Sheets<'_>, r: &mut Reader) -> Option<Draft> {
    let index = Index::of_readings(sheets, r);
    let mut reading = Reading { sheets, index: &index, draft: Draft::default() };
    let read = reading.cycles(r).and_then(|()| reading.kpis(r));
    read.ok().filter(|()| !r.failed()).map(|()| reading.draft)
}

struct Reading<'a> {
    sheets: &'a Sheets<'a>,
    index: &'a Index,
    draft: Draft,
}

/// Fills a value from a row; the reader is there.
fn fill<T: Read>(value: &mut T, sheet: &Sheet<'_>, row: usize, r: &mut Reader) -> Result {
    let row = Row::new(sheet, row, r);
    Fill(value, r).deserialize(row)
}

/// Runs `f` with each row of a list, the reader being at its place.
fn each(
    key: &'static str,
    rows: impl IntoIterator<Item = u32>,
    r: &mut Reader,
    mut f: impl FnMut(usize, usize, &mut Reader) -> Result,
) -> Result {
    r.enter(Segment::Key(key));
    for (place, row) in rows.into_iter().enumerate() {
        // Where reading ends, the reader stays there.
        r.enter(Segment::Index(place));
        f(place, row as usize, r)?;
        r.go_on::<Error>()?;
        r.leave();
    }
    r.leave();
    Ok(())
}

impl Reading<'_> {
    fn all(&mut self, r: &mut Reader) -> Result {
        let Sheets { teams, people, objectives, .. } = self.sheets;
        self.cycles(r)?;
        self.records::<Team>(teams, Draft::team, r)?;
        self.records::<Person>(people, Draft::person, r)?;
        self.kpis(r)?;
        each("objectives", 0..objectives.rows as u32, r, |_, row, r| self.objective(row, r))?;
        self.lost(r)
    }

    fn cycles(&mut self, r: &mut Reader) -> Result {
        self.records::<Cycle>(&self.sheets.cycles, Draft::cycle, r)
    }

    fn kpis(&mut self, r: &mut Reader) -> Result {
        each("kpis", 0..self.sheets.kpis.rows as u32, r, |_, row, r| self.kpi(row, r))
    }

    fn records<T: Read + Blank>(
        &mut self,
        sheet: &Sheet<'_>,
        take: fn(&mut Draft, &T, &mut Reader),
        r: &mut Reader,
    ) -> Result {
        each(sheet.schema.name, 0..sheet.rows as u32, r, |_, row, r| {
            let mut item = T::blank();
            fill(&mut item, sheet, row, r)?;
            take(&mut self.draft, &item, r);
            r.forget_unread();
            Ok(())
        })
    }

    fn kpi(&mut self, row: usize, r: &mut Reader) -> Result {
        let mut kpi = Kpi::blank();
        fill(&mut kpi, &self.sheets.kpis, row, r)?;
        each("readings", self.index.readings.of(row as u32).iter().copied(), r, |_, row, r| {
            let mut reading = KpiReading::blank();
            fill(&mut reading, &self.sheets.readings, row, r)?;
            r.count_check_in::<Error>()?;
            kpi.readings.push(reading);
            Ok(())
        })?;
        self.draft.kpi(&kpi, r);
        r.forget_unread();
        Ok(())
    }

    fn objective(&mut self, row: usize, r: &mut Reader) -> Result {
        let first = self.draft.frame.key_results.len() as u32;
        let mut scratch = KeyResult::blank();
        let (sheets, index) = (self.sheets, self.index);
        each("key_results", index.key_results.of(row as u32).iter().copied(), r, |place, row, r| {
            key_result(&mut self.draft, &mut scratch, sheets, index, (row, place), r)
        })?;
        let mut into = ObjectiveIn { draft: &mut self.draft, objective: Objective::blank() };
        fill(&mut into, &sheets.objectives, row, r)?;
        let mut objective = into.objective;
        objective.aligned_to = links(sheets, index.links[OF_OBJECTIVES].of(row as u32), r)?;
        let takes = taken_by(&objective);
        each("check_ins", index.check_ins[OF_OBJECTIVES].of(row as u32).iter().copied(), r, |_, row, r| {
            objective.check_ins.push(check_in(sheets, row, takes.as_ref(), r)?);
            Ok(())
        })?;
        self.draft.end_objective(&objective, first, r);
        r.go_on::<Error>()?;
        self.draft.check_totals(r);
        r.forget_unread();
        Ok(())
    }

    /// Rows that are part of nothing, each for itself: what is wrong with them is wanted all the same.
    fn lost(&mut self, r: &mut Reader) -> Result {
        let (sheets, lost) = (self.sheets, &self.index.lost);
        let mut scratch = KeyResult::blank();
        at_rows("key_results", &lost.key_results, r, |row, r| {
            key_result(&mut Draft::default(), &mut scratch, sheets, self.index, (row, 0), r)
        })?;
        at_rows("check_ins", &lost.check_ins, r, |row, r| {
            let check_in = check_in(sheets, row, None, r)?;
            check_finite("value", check_in.value.map(Value::number), r);
            check_finite("confidence", check_in.confidence, r);
            Ok(())
        })?;
        at_rows("alignments", &lost.links, r, |row, r| {
            let mut link = Alignment::blank();
            fill(&mut link, &sheets.alignments, row, r)?;
            check_weight(link.weight, r);
            Ok(())
        })?;
        at_rows("readings", &lost.readings, r, |row, r| {
            let mut reading = KpiReading::blank();
            fill(&mut reading, &sheets.readings, row, r)?;
            check_finite("value", Some(reading.value), r);
            Ok(())
        })
    }
}

/// Runs `f` with each of some rows of a table, the reader being there.
fn at_rows(key: &'static str, rows: &[u32], r: &mut Reader, mut f: impl FnMut(usize, &mut Reader) -> Result) -> Result {
    r.enter(Segment::Key(key));
    for row in rows {
        r.enter(Segment::Index(*row as usize));
        f(*row as usize, r)?;
        r.forget_unread();
        r.go_on::<Error>()?;
        r.leave();
    }
    r.leave();
    Ok(())
}

/// Reads a key result with its check-ins and links; the reader is there.
fn key_result(
    draft: &mut Draft,
    scratch: &mut KeyResult,
    sheets: &Sheets<'_>,
    index: &Index,
    (row, place): (usize, usize),
    r: &mut Reader,
) -> Result {
    blank(scratch);
    draft.begin_check_ins();
    fill(&mut KeyResultIn { draft, key_result: scratch }, &sheets.key_results, row, r)?;
    let takes = in_force(scratch);
    each("check_ins", index.check_ins[OF_KEY_RESULTS].of(row as u32).iter().copied(), r, |_, row, r| {
        let check_in = check_in(sheets, row, takes.as_ref(), r)?;
        draft.check_in(&check_in, r);
        r.forget_unread();
        Ok(())
    })?;
    scratch.aligned_to = links(sheets, index.links[OF_KEY_RESULTS].of(row as u32), r)?;
    draft.end_key_result(scratch, place, r);
    r.forget_unread();
    Ok(())
}

/// What the measures of a key result take, each from its date on; nothing where all take numbers.
pub(super) fn in_force(key_result: &KeyResult) -> Option<InForce> {
    let mut order: Vec<u32> = (0..key_result.amendments.len() as u32).collect();
    order.sort_by_key(|index| key_result.amendments[*index as usize].on);
    taken(Some(&key_result.measure), Amendments { list: &key_result.amendments, order: &order })
}

/// The same of an objective.
pub(super) fn taken_by(objective: &Objective) -> Option<InForce> {
    taken(objective.measure.as_ref(), Amendments { list: &[], order: &[] })
}

fn taken(measure: Option<&Measure>, amendments: Amendments<'_>) -> Option<InForce> {
    let amended = amendments.list.iter().filter_map(|amendment| amendment.measure.as_deref());
    let may_be_done = measure.into_iter().chain(amended).any(|measure| measure.kind == MeasureKind::Binary);
    measure.filter(|_| may_be_done).map(|measure| InForce::new(Definition::from(measure), amendments))
}

/// Reads a check-in; the reader is there.
fn check_in(sheets: &Sheets<'_>, row: usize, takes: Option<&InForce>, r: &mut Reader) -> Result<CheckIn> {
    let mut check_in = CheckIn::blank();
    fill(&mut check_in, &sheets.check_ins, row, r)?;
    r.count_check_in::<Error>()?;
    Ok(as_taken(check_in, takes))
}

/// Where true or false is asked for, 1 and 0 mean them: a column has one type.
pub(super) fn as_taken(mut check_in: CheckIn, takes: Option<&InForce>) -> CheckIn {
    if let (Some(Value::Number(number @ (0.0 | 1.0))), Some(takes)) = (check_in.value, takes)
        && takes.on(check_in.on).1 == Some(Takes::Done)
    {
        check_in.value = Some(Value::Done(number == 1.0));
    }
    check_in
}

fn links(sheets: &Sheets<'_>, rows: &[u32], r: &mut Reader) -> Result<Vec<Alignment>> {
    let mut links = Vec::with_capacity(rows.len());
    if !rows.is_empty() {
        each("aligned_to", rows.iter().copied(), r, |_, row, r| {
            let mut link = Alignment::blank();
            fill(&mut link, &sheets.alignments, row, r)?;
            r.count_link::<Error>()?;
            links.push(link);
            Ok(())
        })?;
    }
    Ok(links)
}
