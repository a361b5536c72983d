//! From places in a document to places in tables.

use super::index::{Index, OF_KEY_RESULTS, OF_OBJECTIVES};
use super::schema::{Part, Sheet, Sheets};
use crate::error::{Error, ErrorCode, Finding, quoted};
use std::collections::BTreeSet;

/// Says of everything found in which row of which table it is.
pub(super) fn in_tables(error: &Error, sheets: &Sheets<'_>, index: &Index) -> Error {
    let places = Places { sheets, index };
    let lost: BTreeSet<&str> =
        index.lost.key_results.iter().filter_map(|row| sheets.key_results.text("id", *row as usize)).collect();
    let mut unlisted = error.unlisted();
    let mut findings = Vec::with_capacity(error.findings().len());
    for finding in error.findings() {
        let finding = places.told(finding.clone());
        // A link to a key result that itself is part of nothing: one fault, and told there.
        let follows = finding.code == ErrorCode::DanglingReference && places.leads_to(&finding.path, &lost);
        if !follows || error.findings().len() == 1 {
            findings.push(finding);
        }
    }
    if findings.is_empty() {
        findings.extend(error.findings().iter().cloned());
        unlisted = 0;
    }
    Error::from_findings(findings, unlisted)
}

struct Places<'a, 'b> {
    sheets: &'b Sheets<'a>,
    index: &'b Index,
}

/// A place in a table: the sheet, the row, and the steps below it.
struct Place<'a, 'b, 'p> {
    sheet: &'b Sheet<'a>,
    row: usize,
    rest: Vec<&'p str>,
}

impl<'a, 'b> Places<'a, 'b> {
    /// The same finding at its place in the tables.
    fn told(&self, mut finding: Finding) -> Finding {
        let Some(place) = self.of(&finding.path) else { return finding };
        let (path, row) = (place.path(), place.row);
        let table = quoted(place.sheet.schema.name);
        finding.message = match place.column() {
            Some(column) => format!("{} (row {row} of {table}, column {})", finding.message, quoted(column)),
            None => format!("{} (row {row} of {table})", finding.message),
        };
        if finding.code == ErrorCode::NotFinite {
            finding.help = "leave the cell null where there is no number".to_owned();
        }
        finding.path = path;
        finding
    }

    /// The row that a path of the document leads to; nothing where that is no row.
    fn of<'p>(&self, path: &'p str) -> Option<Place<'a, 'b, 'p>> {
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        let (table, row, rest) = match &steps[..] {
            [table, row, rest @ ..] => (*table, number(row)?, rest),
            _ => return None,
        };
        let sheet = self.sheets.all().into_iter().find(|sheet| sheet.schema.name == table)?;
        let inner = match (table, rest) {
            ("objectives", ["key_results", place, rest @ ..]) => {
                let row = *self.index.key_results.of(row as u32).get(number(place)?)?;
                return Some(self.below_key_result(row as usize, rest));
            }
            ("key_results", rest) => return Some(self.below_key_result(row, rest)),
            ("objectives", rest) => self.inner(row, rest, OF_OBJECTIVES),
            ("kpis", ["readings", place, rest @ ..]) => {
                let row = self.index.readings.of(row as u32).get(number(place)?)?;
                Some(Place { sheet: &self.sheets.readings, row: *row as usize, rest: rest.to_vec() })
            }
            _ => None,
        };
        Some(inner.unwrap_or_else(|| Place { sheet, row, rest: rest.to_vec() }))
    }

    fn below_key_result<'p>(&self, row: usize, rest: &[&'p str]) -> Place<'a, 'b, 'p> {
        let place = || Place { sheet: &self.sheets.key_results, row, rest: rest.to_vec() };
        self.inner(row, rest, OF_KEY_RESULTS).unwrap_or_else(place)
    }

    /// What has a table of its own besides.
    fn inner<'p>(&self, row: usize, rest: &[&'p str], list: usize) -> Option<Place<'a, 'b, 'p>> {
        let (sheet, rows, place, rest) = match rest {
            ["check_ins", place, rest @ ..] => (&self.sheets.check_ins, &self.index.check_ins[list], place, rest),
            ["aligned_to", place, rest @ ..] => (&self.sheets.alignments, &self.index.links[list], place, rest),
            _ => return None,
        };
        let row = *rows.of(row as u32).get(number(place)?)? as usize;
        Some(Place { sheet, row, rest: rest.to_vec() })
    }

    /// Whether a path is that of a link which leads to one of some ids.
    fn leads_to(&self, path: &str, ids: &BTreeSet<&str>) -> bool {
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        let ["alignments", row, "to"] = steps[..] else { return false };
        number(row).and_then(|row| self.sheets.alignments.text("to", row)).is_some_and(|id| ids.contains(id))
    }
}

fn number(step: &str) -> Option<usize> {
    step.parse().ok()
}

impl Place<'_, '_, '_> {
    /// The steps below the row: fields of the measure are columns like others.
    fn steps(&self) -> &[&str] {
        match &self.rest[..] {
            ["measure", rest @ ..] if self.has_measure() => rest,
            rest => rest,
        }
    }

    fn has_measure(&self) -> bool {
        self.sheet.schema.fields.iter().any(|field| field.part == Part::Measure)
    }

    /// The column, where the path leads to one.
    fn column(&self) -> Option<&str> {
        let key = *self.steps().first()?;
        let part = if self.rest.len() > self.steps().len() { Part::Measure } else { Part::Row };
        let of_key = |part: Part| {
            let fields = self.sheet.schema.fields.iter().filter(move |field| field.key == key && field.part == part);
            let stated =
                fields.clone().find(|field| self.sheet.column(field.name).is_some_and(|c| c.get(self.row).is_some()));
            stated.or(fields.clone().next()).map(|field| field.name)
        };
        of_key(part).or_else(|| of_key(Part::Join)).or(Some(key))
    }

    fn path(&self) -> String {
        let mut path = format!("/{}/{}", self.sheet.schema.name, self.row);
        let below = self.steps().iter().skip(1).copied();
        for step in self.column().into_iter().chain(below) {
            path.push('/');
            path.push_str(step);
        }
        path
    }
}
