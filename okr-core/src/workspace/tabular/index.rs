//! Which rows belong to which, by the ids they name.

use super::schema::{Sheet, Sheets};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, quoted};
use crate::graph::Lists;
use std::collections::HashMap;

/// Candidates looked at for a misspelt id; more would make many errors slow.
const SUGGESTED_FROM: usize = 2000;

/// Rows of tables by the row that they are part of, each list in the order of its table.
#[derive(Default)]
pub(super) struct Index {
    pub(super) key_results: Lists<u32>,
    pub(super) readings: Lists<u32>,
    /// Of key results and of objectives.
    pub(super) check_ins: [Lists<u32>; 2],
    pub(super) links: [Lists<u32>; 2],
    /// Rows that are part of nothing, which was reported.
    pub(super) lost: Lost,
}

#[derive(Default)]
pub(super) struct Lost {
    pub(super) key_results: Vec<u32>,
    pub(super) check_ins: Vec<u32>,
    pub(super) links: Vec<u32>,
    pub(super) readings: Vec<u32>,
}

/// Places in the lists by two.
pub(super) const OF_KEY_RESULTS: usize = 0;
pub(super) const OF_OBJECTIVES: usize = 1;

type Ids<'a> = HashMap<&'a str, u32>;

/// The row of each id, the first where there are several.
fn ids<'a>(sheet: &Sheet<'a>) -> Ids<'a> {
    let mut ids = Ids::with_capacity(sheet.rows);
    let Some(column) = sheet.column("id") else { return ids };
    for row in 0..sheet.rows {
        if let Some(id) = column.text(row) {
            ids.entry(id).or_insert(row as u32);
        }
    }
    ids
}

/// What a row of a table names in a column.
struct Named<'a, 'b> {
    sheet: &'b Sheet<'a>,
    row: usize,
    column: &'static str,
}

impl<'a> Named<'a, '_> {
    fn id(&self) -> Option<&'a str> {
        self.sheet.text(self.column, self.row)
    }

    /// Runs `f` at the cell; the reader is at the document.
    fn at<T>(&self, r: &mut Reader, f: impl FnOnce(&mut Reader) -> T) -> T {
        r.at(Segment::Key(self.sheet.schema.name), |r| {
            r.at(Segment::Index(self.row), |r| r.at(Segment::Key(self.column), f))
        })
    }

    /// Reports that what it names does not exist.
    fn dangles(&self, id: &str, what: &str, ids: &[&Ids<'_>], r: &mut Reader) {
        if r.only_counts() {
            return;
        }
        let near = r.nearest(id, ids.iter().flat_map(|ids| ids.keys().copied()).take(SUGGESTED_FROM));
        let help = near
            .map_or_else(|| format!("define {what} with that id"), |near| format!("did you mean {}?", quoted(near)));
        let message = format!("found {}, expected the id of {what}", quoted(id));
        self.at(r, |r| r.find(ErrorCode::DanglingReference, message, help));
    }

    /// Reports that it names nothing.
    fn missing(&self, column: &str, r: &mut Reader) {
        let message = format!("found {} without {column}, expected it to be stated", self.sheet.schema.what);
        r.at(Segment::Key(self.sheet.schema.name), |r| {
            r.at(Segment::Index(self.row), |r| {
                r.find(ErrorCode::MissingField, message, format!("state {column}"));
            });
        });
    }
}

impl Index {
    /// As [`new`](Index::new), for readings alone.
    pub(super) fn of_readings(sheets: &Sheets<'_>, r: &mut Reader) -> Index {
        let mut lost = Lost::default();
        let kpis = ids(&sheets.kpis);
        let readings = group(&sheets.readings, "kpi", &kpis, "a KPI", &mut lost.readings, r);
        Index { readings: Lists::group(sheets.kpis.rows, &readings), lost, ..Index::default() }
    }

    /// Finds out which rows belong to which; what belongs to nothing goes to the reader.
    pub(super) fn new(sheets: &Sheets<'_>, r: &mut Reader) -> Index {
        let (objectives, key_results) = (ids(&sheets.objectives), ids(&sheets.key_results));
        let mut lost = Lost::default();
        let key_results_of =
            group(&sheets.key_results, "objective", &objectives, "an objective", &mut lost.key_results, r);
        let kpis = ids(&sheets.kpis);
        let readings = group(&sheets.readings, "kpi", &kpis, "a KPI", &mut lost.readings, r);
        let owners = Owners { objectives: &objectives, key_results: &key_results, sheets };
        let check_ins = owners.lists(&sheets.check_ins, &mut lost.check_ins, r, Owners::of_check_in);
        let links = owners.lists(&sheets.alignments, &mut lost.links, r, Owners::of_link);
        Index {
            key_results: Lists::group(sheets.objectives.rows, &key_results_of),
            readings: Lists::group(sheets.kpis.rows, &readings),
            check_ins,
            links,
            lost,
        }
    }
}

/// Rows of a table, each with the row that it names in a column.
fn group(
    sheet: &Sheet<'_>,
    column: &'static str,
    ids: &Ids<'_>,
    what: &str,
    lost: &mut Vec<u32>,
    r: &mut Reader,
) -> Vec<(u32, u32)> {
    let mut found = Vec::with_capacity(sheet.rows);
    for row in 0..sheet.rows {
        let named = Named { sheet, row, column };
        match named.id().map(|id| (id, ids.get(id))) {
            Some((_, Some(of))) => found.push((*of, row as u32)),
            Some((id, None)) => {
                lost.push(row as u32);
                named.dangles(id, what, &[ids], r);
            }
            None => {
                lost.push(row as u32);
                named.missing(&quoted(column), r);
            }
        }
    }
    found
}

/// What check-ins and links may be part of.
struct Owners<'a, 'b> {
    objectives: &'b Ids<'a>,
    key_results: &'b Ids<'a>,
    sheets: &'b Sheets<'a>,
}

/// A row of one of the lists by two.
type Owner = (usize, u32);

impl<'a> Owners<'a, '_> {
    fn lists(
        &self,
        sheet: &Sheet<'a>,
        lost: &mut Vec<u32>,
        r: &mut Reader,
        owner: impl Fn(&Self, usize, &mut Reader) -> Option<Owner>,
    ) -> [Lists<u32>; 2] {
        let mut found = [Vec::new(), Vec::new()];
        for row in 0..sheet.rows {
            match owner(self, row, r) {
                Some((list, of)) => found[list].push((of, row as u32)),
                None => lost.push(row as u32),
            }
        }
        let [key_results, objectives] = found;
        let (sheets, empty) = (self.sheets, sheet.rows == 0);
        // Most organisations have no check-ins of objectives, and some no links at all.
        let rows = |sheet: &Sheet<'_>| if empty { 0 } else { sheet.rows };
        [Lists::group(rows(&sheets.key_results), &key_results), Lists::group(rows(&sheets.objectives), &objectives)]
    }

    /// A check-in of a key result may name its objective as well.
    fn of_check_in(&self, row: usize, r: &mut Reader) -> Option<Owner> {
        let sheet = &self.sheets.check_ins;
        let by_key_result = Named { sheet, row, column: "key_result" };
        let by_objective = Named { sheet, row, column: "objective" };
        let Some(id) = by_key_result.id() else {
            let Some(id) = by_objective.id() else {
                by_key_result.missing("`key_result` or `objective`", r);
                return None;
            };
            let found = self.objectives.get(id).map(|row| (OF_OBJECTIVES, *row));
            if found.is_none() {
                by_objective.dangles(id, "an objective", &[self.objectives], r);
            }
            return found;
        };
        let Some(of) = self.key_results.get(id) else {
            by_key_result.dangles(id, "a key result", &[self.key_results], r);
            return None;
        };
        let own = self.sheets.key_results.text("objective", *of as usize);
        if let (Some(stated), Some(own)) = (by_objective.id(), own)
            && stated != own
        {
            let message =
                format!("found {}, expected {}, the objective of the key result", quoted(stated), quoted(own));
            by_objective.at(r, |r| r.find(ErrorCode::DanglingReference, message, "leave it out, or correct it"));
        }
        Some((OF_KEY_RESULTS, *of))
    }

    fn of_link(&self, row: usize, r: &mut Reader) -> Option<Owner> {
        let named = Named { sheet: &self.sheets.alignments, row, column: "from" };
        let Some(id) = named.id() else {
            named.missing("`from`", r);
            return None;
        };
        let key_result = self.key_results.get(id).map(|row| (OF_KEY_RESULTS, *row));
        let found = self.objectives.get(id).map(|row| (OF_OBJECTIVES, *row)).or(key_result);
        if found.is_none() {
            named.dangles(id, "an objective or key result", &[self.objectives, self.key_results], r);
        }
        found
    }
}
