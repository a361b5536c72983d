//! The fast way: columns enter the workspace wholesale. Rows that state anything unusual are read one by one, as in the
//! general way; what is wrong is not told here, but found again there.

use super::columns::{Known, Written, defined, numbers, spans, symbols, words};
use super::general;
use super::row::Row;
use super::runs::Runs;
use super::schema::{Sheet, Sheets};
use crate::document::reader::{Blank, Fill, Reader, Segment};
use crate::graph::Lists;
use crate::model::{Ambition, KeyResult, LinkKind, MeasureKind, Objective};
use crate::tables::{Cell, Column, Values};
use crate::workspace::arrange::Run;
use crate::workspace::draft::Draft;
use crate::workspace::frame::{GroupRow, Link, Node};
use crate::workspace::intake::{Heading, KeyResultIn, ObjectiveIn, blank};
use crate::workspace::names::{NONE, Names, Texts};
use crate::workspace::stated::Takes;
use serde::de::DeserializeSeed;
use std::borrow::Cow;

/// Reads all rows; nothing where there is anything to tell.
pub(super) fn read<'a>(sheets: &Sheets<'a>, r: &mut Reader) -> Option<(Heading, Draft, Runs<'a>)> {
    let heading = general::heading(sheets, r);
    let mut draft = general::records(sheets, r)?;
    let frame = &mut draft.frame;
    frame.texts.reserve(kept_bytes(sheets));
    groups(&sheets.teams, "parent", None, &mut frame.team_names, &mut frame.texts, &mut frame.teams, r)?;
    let (people, teams) = (&mut frame.person_names, Some(&mut frame.team_names));
    groups(&sheets.people, "team", teams, people, &mut frame.texts, &mut frame.people, r)?;
    let mut places = Places::new(sheets, &mut draft, r)?;
    goes_on(r)?;
    objectives(sheets, &mut places, &mut draft, r)?;
    goes_on(r)?;
    key_results(&sheets.key_results, &mut places, &mut draft, r)?;
    goes_on(r)?;
    let runs = check_ins(sheets, &places, &draft, r)?;
    goes_on(r)?;
    links(&sheets.alignments, &sheets.key_results, &places, &mut draft, r)?;
    let mut singly = Singly { sheets, places: &places, runs: &runs, draft: &mut draft };
    singly.key_results(r)?;
    singly.objectives(r)?;
    Some((heading, draft, runs))
}

/// Nothing where somebody has cancelled.
fn goes_on(r: &Reader) -> Option<()> {
    r.limits.brake().check().ok()
}

/// Bytes of the ids and titles, of which nearly all text consists, and some more for the rest: text that grows beyond its room
/// is copied as a whole.
fn kept_bytes(sheets: &Sheets<'_>) -> usize {
    let of = |sheet: &Sheet<'_>| {
        let columns = ["id", "name", "title"].into_iter().filter_map(|name| sheet.column(name).and_then(Written::of));
        columns.map(|written| written.texts().buffer().len()).sum::<usize>()
    };
    let bytes: usize = sheets.all().into_iter().map(of).sum();
    bytes + bytes / 16
}

/// Teams and people.
fn groups(
    sheet: &Sheet<'_>,
    parent: &str,
    parents: Option<&mut Names>,
    names: &mut Names,
    texts: &mut Texts,
    into: &mut Vec<GroupRow>,
    r: &Reader,
) -> Option<()> {
    let (rows, limit) = (sheet.rows, r.limits.text);
    if rows == 0 {
        return Some(());
    }
    let ids = defined(sheet.column("id")?, r.limits.id, |row| row as u32, names, texts)?;
    let titles = spans(sheet.column("name"), rows, limit, texts)?;
    let parents = symbols(sheet.column(parent), rows, limit, parents.unwrap_or(names), texts)?;
    let each = ids.into_iter().zip(titles).zip(parents);
    into.extend(each.map(|((name, title), parent)| GroupRow { name, title, parent }));
    Some(())
}

/// Where in the order of the document each key result stands, and the ids of all.
struct Places<'a> {
    objective_ids: Option<Written<'a>>,
    key_result_ids: Option<Written<'a>>,
    /// Of each key result, in the order of the document.
    objective: Vec<u32>,
    /// First key result of each objective, and one entry more.
    first: Vec<u32>,
    /// Rows of the table in the order of the document, and the other way round; empty where they are the same.
    rows: Vec<u32>,
    places: Vec<u32>,
    /// Symbols of ids, until the columns take them.
    objective_symbols: Vec<u32>,
    key_result_symbols: Vec<u32>,
}

impl<'a> Places<'a> {
    fn new(sheets: &Sheets<'a>, draft: &mut Draft, r: &Reader) -> Option<Places<'a>> {
        let (o, k) = (&sheets.objectives, &sheets.key_results);
        let (frame, limit) = (&mut draft.frame, r.limits.id);
        let column = |sheet: &Sheet<'a>, name: &str| match sheet.rows {
            0 => Some(None),
            _ => sheet.column(name).map(Some),
        };
        let (objective_ids, key_result_ids) = (column(o, "id")?, column(k, "id")?);
        let code = |row: usize| Node::Objective(row as u32).code();
        frame.nodes.expect(o.rows + k.rows);
        let objective_symbols = match objective_ids {
            Some(ids) => defined(ids, limit, code, &mut frame.nodes, &mut frame.texts)?,
            None => Vec::new(),
        };
        let objective_ids = objective_ids.and_then(Written::of);
        let of = match (column(k, "objective")?, objective_ids) {
            (Some(column), Some(ids)) => {
                let row = |code: u32| Node::from_code(code).row() as usize;
                let (names, texts) = (&frame.nodes, &frame.texts);
                let mut of = Known { names, texts, ids, definition: &code, row: &row }.all(column)?;
                // Nothing but objectives is defined yet.
                of.iter_mut().filter(|code| **code != NONE).for_each(|code| *code >>= 1);
                of
            }
            (None, _) => Vec::new(),
            (Some(_), None) => return None,
        };
        if of.contains(&NONE) {
            return None;
        }
        let mut first = vec![0u32; o.rows + 1];
        of.iter().for_each(|objective| first[*objective as usize + 1] += 1);
        (0..o.rows).for_each(|row| first[row + 1] += first[row]);
        let mut places = Places {
            objective_ids,
            key_result_ids: key_result_ids.and_then(Written::of),
            first,
            rows: Vec::new(),
            places: Vec::new(),
            objective_symbols,
            key_result_symbols: Vec::new(),
            objective: of,
        };
        if !places.objective.is_sorted() {
            places.put_in_order();
        }
        if let Some(ids) = key_result_ids {
            let code = |row: usize| Node::KeyResult(places.place(row)).code();
            let symbols = defined(ids, limit, code, &mut frame.nodes, &mut frame.texts)?;
            places.key_result_symbols = places.picked(symbols.into()).into_owned();
        }
        Some(places)
    }

    /// Puts key results in the order of the document: by objective, those of one as their rows come.
    fn put_in_order(&mut self) {
        let mut next = self.first.clone();
        self.rows = vec![0; self.objective.len()];
        self.places = Vec::with_capacity(self.objective.len());
        for (row, objective) in self.objective.iter().enumerate() {
            let place = &mut next[*objective as usize];
            self.rows[*place as usize] = row as u32;
            self.places.push(*place);
            *place += 1;
        }
        self.objective = self.rows.iter().map(|row| self.objective[*row as usize]).collect();
    }

    /// The place of a row.
    #[inline]
    fn place(&self, row: usize) -> u32 {
        self.places.get(row).copied().unwrap_or(row as u32)
    }

    /// The row at a place.
    #[inline]
    fn row(&self, place: usize) -> usize {
        self.rows.get(place).map_or(place, |row| *row as usize)
    }

    /// A column of the table in the order of the document.
    fn picked<'b, T: Copy>(&self, column: Cow<'b, [T]>) -> Cow<'b, [T]> {
        if self.rows.is_empty() {
            return column;
        }
        Cow::Owned(self.rows.iter().filter_map(|row| column.get(*row as usize).copied()).collect())
    }

    /// The place of a key result among those of its objective.
    fn among(&self, place: usize) -> u32 {
        place as u32 - self.first[self.objective[place] as usize]
    }

    /// Ids of objectives and key results, for look-ups; guesses follow the table of key results.
    fn known<'b>(
        &'b self,
        ids: Written<'b>,
        draft: &'b Draft,
        definition: &'b dyn Fn(usize) -> u32,
        row: &'b dyn Fn(u32) -> usize,
    ) -> Known<'b> {
        Known { names: &draft.frame.nodes, texts: &draft.frame.texts, ids, definition, row }
    }
}

fn objectives(sheets: &Sheets<'_>, places: &mut Places<'_>, draft: &mut Draft, r: &Reader) -> Option<()> {
    let (sheet, frame, limit) = (&sheets.objectives, &mut draft.frame, r.limits.text);
    let (rows, texts) = (sheet.rows, &mut frame.texts);
    if rows == 0 {
        return Some(());
    }
    let title = stated(sheet.column("title"))?;
    let columns = &mut frame.objectives;
    columns.title = spans(Some(title), rows, limit, texts)?;
    columns.cycle = symbols(sheet.column("cycle"), rows, limit, &mut frame.cycle_names, texts)?;
    columns.team = symbols(sheet.column("team"), rows, limit, &mut frame.team_names, texts)?;
    columns.owner = symbols(sheet.column("owner"), rows, limit, &mut frame.person_names, texts)?;
    columns.weight = weights(sheet)?.iter().map(|weight| weight + 0.0).collect();
    columns.ambition = ambitions(sheet.column("ambition"), rows)?;
    columns.name = std::mem::take(&mut places.objective_symbols);
    columns.place = (0..rows as u32).collect();
    columns.first_key_result = places.first[..rows].to_vec();
    columns.more = vec![NONE; rows];
    columns.prose = vec![NONE; rows];
    draft.history.objective_rule = vec![NONE; rows];
    Some(())
}

fn ambitions(column: Option<&Column>, rows: usize) -> Option<Vec<Option<Ambition>>> {
    let Some(column) = column else { return Some(vec![None; rows]) };
    let found = words(Some(column), rows, Ambition::Committed)?.into_iter().enumerate();
    Some(found.map(|(row, ambition)| column.validity().is_valid(row).then_some(ambition)).collect())
}

/// A column that has a value in every row.
fn stated(column: Option<&Column>) -> Option<&Column> {
    column.filter(|column| column.validity().nulls() == 0)
}

fn weights<'a>(sheet: &Sheet<'a>) -> Option<Cow<'a, [f64]>> {
    numbers(sheet.column("weight"), sheet.rows).filter(|weights| !weights.iter().any(|weight| *weight < 0.0))
}

/// Columns of key results that every row may fill without being unusual.
const USUAL: [&str; 9] = ["objective", "id", "title", "owner", "weight", "kind", "baseline", "target", "unit"];

fn key_results(sheet: &Sheet<'_>, places: &mut Places<'_>, draft: &mut Draft, r: &Reader) -> Option<()> {
    let (frame, limit, rows) = (&mut draft.frame, r.limits.text, sheet.rows);
    if rows == 0 {
        return Some(());
    }
    let texts = &mut frame.texts;
    let columns = &mut frame.key_results;
    let kinds = words(stated(sheet.column("kind")), rows, MeasureKind::default())?;
    columns.kind = places.picked(kinds.into()).into_owned();
    columns.title = places.picked(spans(Some(stated(sheet.column("title"))?), rows, limit, texts)?.into()).into_owned();
    let owners = symbols(sheet.column("owner"), rows, limit, &mut frame.person_names, texts)?;
    columns.owner = places.picked(owners.into()).into_owned();
    let units = symbols(sheet.column("unit"), rows, limit, &mut frame.unit_names, texts)?;
    columns.unit = places.picked(units.into()).into_owned();
    columns.weight = places.picked(weights(sheet)?).iter().map(|weight| weight + 0.0).collect();
    let moves = |kind: MeasureKind| matches!(kind, MeasureKind::Move | MeasureKind::FromChildren | MeasureKind::Ratio);
    let baselines = places.picked(numbers(sheet.column("baseline"), rows)?);
    let baseline = |(kind, stated): (&MeasureKind, &f64)| match moves(*kind) {
        true if stated.is_nan() => 0.0,
        true => stated + 0.0,
        false => f64::NAN,
    };
    columns.baseline = columns.kind.iter().zip(baselines.iter()).map(baseline).collect();
    let targets = sheet.column("target");
    let targets = if targets.is_some_and(is_text) { vec![f64::NAN; rows].into() } else { numbers(targets, rows)? };
    columns.target = places.picked(targets).iter().map(|target| target + 0.0).collect();
    columns.name = std::mem::take(&mut places.key_result_symbols);
    columns.objective.clone_from(&places.objective);
    columns.place = (0..rows).map(|place| places.among(place)).collect();
    columns.prose = vec![NONE; rows];
    draft.history.key_result_rule = vec![NONE; rows];
    Some(())
}

fn is_text(column: &Column) -> bool {
    matches!(column.values(), Values::Texts(_) | Values::Words(_))
}

fn check_ins<'a>(sheets: &Sheets<'a>, places: &Places<'a>, draft: &Draft, r: &Reader) -> Option<Runs<'a>> {
    // Guesses follow the table of key results; without one, that of objectives.
    let by_key_result = places.key_result_ids.is_some();
    let definition = |row: usize| match by_key_result {
        true => Node::KeyResult(places.place(row)).code(),
        false => Node::Objective(row as u32).code(),
    };
    let row = |code: u32| match Node::from_code(code) {
        Node::KeyResult(place) => places.row(place as usize),
        Node::Objective(row) if !by_key_result => row as usize,
        Node::Objective(_) => 0,
    };
    let Some(ids) = places.key_result_ids.or(places.objective_ids) else {
        return (sheets.check_ins.rows == 0).then(Runs::none);
    };
    let known = places.known(ids, draft, &definition, &row);
    let objective_id = |row: u32| places.objective_ids.map_or("", |ids| ids.get(row as usize));
    Runs::new(&sheets.check_ins, &known, &places.objective, objective_id, r.limits.text)
}

/// Links, in the order of the document.
fn links(sheet: &Sheet<'_>, key_results: &Sheet<'_>, places: &Places<'_>, draft: &mut Draft, r: &Reader) -> Option<()> {
    let rows = sheet.rows;
    if rows == 0 {
        return Some(());
    }
    let definition = |row: usize| Node::Objective(row as u32).code();
    let row = |code: u32| match Node::from_code(code) {
        Node::Objective(row) => row as usize,
        Node::KeyResult(_) => key_results.rows,
    };
    let from = places.known(places.objective_ids?, draft, &definition, &row).all(sheet.column("from")?)?;
    if from.contains(&NONE) {
        return None;
    }
    let frame = &mut draft.frame;
    let to = symbols(Some(stated(sheet.column("to"))?), rows, r.limits.text, &mut frame.nodes, &mut frame.texts)?;
    let kinds = words(sheet.column("kind"), rows, LinkKind::Contributes)?;
    let weights = weights(sheet)?;
    // Those of a key result come where it ends, those of an objective behind all of its key results.
    let place = |code: u32| match Node::from_code(code) {
        Node::KeyResult(row) => u64::from(row) << 33 | 1 << 32,
        Node::Objective(row) => u64::from(places.first[row as usize + 1]) << 33 | u64::from(row),
    };
    let mut order: Vec<u32> = (0..rows as u32).collect();
    if !from.is_sorted_by_key(|code| place(*code)) {
        order.sort_by_key(|row| place(from[*row as usize]));
    }
    frame.links.reserve_exact(rows);
    let (mut last, mut index) = (NONE, 0);
    for row in order.into_iter().map(|row| row as usize) {
        index = if from[row] == last { index + 1 } else { 0 };
        last = from[row];
        let weight = weights[row] + 0.0;
        frame.links.push(Link { from: Node::from_code(last), to: to[row], index, kind: kinds[row], weight });
    }
    Some(())
}

/// Rows that state anything unusual, read one by one.
struct Singly<'a, 'b> {
    sheets: &'b Sheets<'a>,
    places: &'b Places<'a>,
    runs: &'b Runs<'a>,
    draft: &'b mut Draft,
}

/// Rows, in the order of the table, that have a value in a column other than the usual ones.
fn unusual(sheet: &Sheet<'_>, usual: &[&str]) -> Vec<bool> {
    let mut unusual = vec![false; sheet.rows];
    for (field, column) in &sheet.columns {
        let default = match field.name {
            "role" => "normal",
            "state" => "active",
            _ => "",
        };
        let text = field.name == "target" && is_text(column);
        if usual.contains(&field.name) && !text {
            continue;
        }
        for (row, slot) in unusual.iter_mut().enumerate() {
            *slot |= match column.get(row) {
                Some(Cell::Text(text)) => default.is_empty() || text != default,
                stated => stated.is_some(),
            };
        }
    }
    unusual
}

/// Key results that are asked ahead for together.
const AHEAD: usize = 128;

impl Singly<'_, '_> {
    fn key_results(&mut self, r: &mut Reader) -> Option<()> {
        let sheet = &self.sheets.key_results;
        let unusual = unusual(sheet, &USUAL);
        let baseline = sheet.column("baseline");
        let mut scratch = KeyResult::blank();
        self.draft.history.runs.reserve_exact(sheet.rows);
        for place in 0..sheet.rows {
            r.limits.brake().check_at(place).ok()?;
            if place % AHEAD == 0 {
                self.ask_ahead(place);
            }
            let row = self.places.row(place);
            let run = self.runs.run(place);
            let columns = &self.draft.frame.key_results;
            let has_baseline = || baseline.is_some_and(|column| column.validity().is_valid(row));
            let plain = match columns.kind[place] {
                MeasureKind::Move => !columns.target[place].is_nan(),
                MeasureKind::Ratio | MeasureKind::Inverse | MeasureKind::AtLeast | MeasureKind::AtMost => {
                    !columns.target[place].is_nan() && !has_baseline()
                }
                MeasureKind::Binary | MeasureKind::Tracked => columns.target[place].is_nan() && !has_baseline(),
                _ => false,
            };
            let done = columns.kind[place] == MeasureKind::Binary;
            if unusual[row] || !plain || !self.runs.suits(run, done) || self.runs.is_careful(run) {
                self.key_result(row, place, &mut scratch, r)?;
            } else if self.runs.is_bare(run) {
                self.draft.history.runs.push(Run::given(run.0, run.1));
            } else {
                self.draft.begin_check_ins();
                for at in Runs::all(run) {
                    let (on, value, remark) = self.runs.parts(at);
                    self.draft.history.push(on, value, remark);
                }
                self.draft.end_run(place as u32);
            }
        }
        Some(())
    }

    /// Asks for the values of the yes-or-no key results among the next ones, because every one of them is looked at.
    fn ask_ahead(&self, place: usize) {
        let kinds = self.draft.frame.key_results.kind[place..].iter().take(AHEAD).zip(place..);
        let done = kinds.filter(|(kind, _)| **kind == MeasureKind::Binary);
        done.for_each(|(_, place)| self.runs.ask_for(self.runs.run(place)));
    }

    fn key_result(&mut self, row: usize, place: usize, scratch: &mut KeyResult, r: &mut Reader) -> Option<()> {
        blank(scratch);
        let path = [
            Segment::Key("objectives"),
            Segment::Index(self.places.objective[place] as usize),
            Segment::Key("key_results"),
            Segment::Index(self.places.among(place) as usize),
        ];
        let steps = path.len();
        path.into_iter().for_each(|segment| r.enter(segment));
        let read = Row::new(&self.sheets.key_results, row, r).without("owner");
        Fill(&mut KeyResultIn { draft: self.draft, key_result: scratch }, r).deserialize(read).ok()?;
        self.draft.begin_check_ins();
        let run = self.runs.run(place);
        let takes = general::in_force(scratch);
        let is_amended = scratch.amendments.iter().any(|amendment| amendment.measure.is_some());
        let (kind, with_own) = (scratch.measure.kind, scratch.measure.with_own);
        let suits = match Takes::of(kind, with_own) {
            Some(Takes::Nothing) | None => run.1 == 0,
            Some(takes) => self.runs.suits(run, takes == Takes::Done),
        };
        let is_given = suits && !is_amended && !self.runs.is_careful(run) && self.runs.is_bare(run);
        if !is_given {
            for at in Runs::all(run) {
                let check_in = general::as_taken(self.runs.check_in(at), takes.as_ref());
                self.draft.check_in(&check_in, r);
            }
        }
        self.draft.set_key_result(place as u32, scratch, r);
        if is_given {
            self.draft.history.runs.push(Run::given(run.0, run.1));
        } else {
            self.draft.end_run(place as u32);
        }
        (0..steps).for_each(|_| r.leave());
        (!r.failed()).then_some(())
    }

    fn objectives(&mut self, r: &mut Reader) -> Option<()> {
        const USUAL: [&str; 7] = ["id", "title", "cycle", "team", "owner", "weight", "ambition"];
        let sheet = &self.sheets.objectives;
        let own = Lists::group(sheet.rows, &self.runs.own);
        for (row, _) in unusual(sheet, &USUAL)
            .into_iter()
            .enumerate()
            .filter(|(row, unusual)| *unusual || !own.of(*row as u32).is_empty())
        {
            r.enter(Segment::Key("objectives"));
            r.enter(Segment::Index(row));
            let mut into = ObjectiveIn { draft: self.draft, objective: Objective::blank() };
            let read = Row::new(sheet, row, r);
            Fill(&mut into, r).deserialize(read).ok()?;
            let mut objective = into.objective;
            let takes = general::taken_by(&objective);
            let check_ins = own.of(row as u32).iter().map(|at| self.runs.check_in(*at as usize));
            objective.check_ins = check_ins.map(|check_in| general::as_taken(check_in, takes.as_ref())).collect();
            self.draft.set_objective(row as u32, &objective, r);
            r.leave();
            r.leave();
            if r.failed() {
                return None;
            }
        }
        Some(())
    }
}
