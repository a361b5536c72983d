//! Check-ins of tables, by what they are check-ins of.

use super::columns::{Known, dates, numbers};
use super::schema::Sheet;
use crate::date::Date;
use crate::model::{CheckIn, Value};
use crate::tables::{Column, Values};
use crate::workspace::arrange::Given;
use crate::workspace::frame::Node;
use crate::workspace::history::Remark;
use crate::workspace::names::NONE;
use crate::workspace::values::HUGE;
use std::borrow::Cow;

/// The check-ins of a table.
pub(super) struct Runs<'a> {
    on: Cow<'a, [Date]>,
    value: Cow<'a, [f64]>,
    /// Whether values are true or false.
    are_done: bool,
    /// Rows run by run; empty where they lie so.
    order: Vec<u32>,
    /// First check-in and number of them, by key result.
    runs: Vec<(u32, u32)>,
    /// Check-ins of objectives, by objective.
    pub(super) own: Vec<(u32, u32)>,
    /// Whether a value is missing, or so large that it takes the careful way.
    careful: bool,
    confidence: Option<&'a Column>,
    note: Option<&'a Column>,
    by: Option<&'a Column>,
}

impl<'a> Runs<'a> {
    /// No check-ins at all.
    pub(super) fn none() -> Runs<'a> {
        Runs {
            on: Cow::Borrowed(&[]),
            value: Cow::Borrowed(&[]),
            are_done: false,
            order: Vec::new(),
            runs: Vec::new(),
            own: Vec::new(),
            careful: false,
            confidence: None,
            note: None,
            by: None,
        }
    }

    /// Sorts out the check-ins of a table; `key_results` says how many there are, `owner` of which objective each is.
    pub(super) fn new(
        sheet: &Sheet<'a>,
        known: &Known<'_>,
        objective_of: &[u32],
        objective_id: impl Fn(u32) -> &'a str,
        limit: usize,
    ) -> Option<Runs<'a>> {
        let rows = sheet.rows;
        let value = sheet.column("value");
        let on = if rows == 0 { Cow::Borrowed(&[][..]) } else { dates(sheet.column("on")?)? };
        let values = numbers(value, rows)?;
        let text = |name: &str| {
            let column = sheet.column(name);
            let fits =
                column.is_none_or(|column| (0..rows).all(|row| column.text(row).is_none_or(|t| t.len() <= limit)));
            fits.then_some(column)
        };
        let mut runs = Runs {
            careful: values.iter().any(|value| !(value.abs() < HUGE)),
            on,
            value: values,
            are_done: value.is_some_and(|column| matches!(column.values(), Values::Booleans(_))),
            order: Vec::new(),
            runs: vec![(0, 0); objective_of.len()],
            own: Vec::new(),
            confidence: sheet.column("confidence"),
            note: text("note")?,
            by: text("by")?,
        };
        numbers(runs.confidence, rows)?;
        if rows == 0 {
            return Some(runs);
        }
        let of = owners(sheet, known, objective_of, objective_id)?;
        runs.sort_out(&of)?;
        Some(runs)
    }

    /// Finds the run of each key result.
    fn sort_out(&mut self, of: &[u32]) -> Option<()> {
        let (mut last, mut apart) = (NONE, false);
        for (row, code) in of.iter().enumerate() {
            match Node::from_code(*code) {
                Node::Objective(objective) => self.own.push((objective, row as u32)),
                Node::KeyResult(key_result) => {
                    let run = self.runs.get_mut(key_result as usize)?;
                    if *code != last {
                        apart |= run.1 > 0;
                        run.0 = row as u32;
                    }
                    run.1 += 1;
                }
            }
            last = *code;
        }
        self.own.sort_by_key(|(objective, _)| *objective);
        if apart {
            self.gather(of);
        }
        Some(())
    }

    /// Puts rows that do not lie together in order: by date, then by key result, each time keeping the order there was.
    fn gather(&mut self, of: &[u32]) {
        let first = self.on.iter().map(|on| on.days()).min().unwrap_or(0);
        let by_date = counted(0..of.len() as u32, |row| (self.on[row as usize].days() - first) as usize);
        let total: u32 = self.runs.iter().map(|(_, len)| len).sum();
        let mut start = 0;
        for run in &mut self.runs {
            run.0 = start;
            start += run.1;
        }
        let mut next: Vec<u32> = self.runs.iter().map(|run| run.0).collect();
        self.order = vec![0; total as usize];
        for row in by_date {
            if let Node::KeyResult(key_result) = Node::from_code(of[row as usize]) {
                let place = &mut next[key_result as usize];
                self.order[*place as usize] = row;
                *place += 1;
            }
        }
    }

    /// The check-ins where a workspace takes them from.
    pub(super) fn given(&self) -> Given<'_> {
        Given { on: &self.on, value: &self.value, order: &self.order }
    }

    /// Start and length of the run of a key result.
    pub(super) fn run(&self, key_result: usize) -> (u32, u32) {
        self.runs.get(key_result).copied().unwrap_or_default()
    }

    /// The rows of a run, in its order.
    pub(super) fn rows(&self, (start, len): (u32, u32)) -> impl Iterator<Item = usize> + Clone {
        (start as usize..(start + len) as usize)
            .map(|at| if self.order.is_empty() { at } else { self.order.get(at).map_or(0, |row| *row as usize) })
    }

    /// Whether a run lies in the order of its dates, and its check-ins state nothing but date and value.
    pub(super) fn is_bare(&self, run: (u32, u32)) -> bool {
        // What was gathered was sorted.
        let range = run.0 as usize..(run.0 + run.1) as usize;
        let is_sorted = !self.order.is_empty() || self.on[range].is_sorted();
        let remarks = [self.confidence, self.note, self.by];
        let has_remarks = remarks.iter().any(Option::is_some) && self.rows(run).any(|row| self.has_remark(row));
        is_sorted && !has_remarks
    }

    fn has_remark(&self, row: usize) -> bool {
        [self.confidence, self.note, self.by].into_iter().flatten().any(|column| column.validity().is_valid(row))
    }

    /// Whether one of a run has no value, or one so large that differences may overflow.
    pub(super) fn is_careful(&self, run: (u32, u32)) -> bool {
        self.careful && self.rows(run).any(|row| !(self.value[row].abs() < HUGE))
    }

    /// Whether all values of a run are what is asked for. Numbers 1 and 0 mean true and false where those are.
    pub(super) fn suits(&self, run: (u32, u32), done: bool) -> bool {
        if run.1 == 0 {
            return true;
        }
        match (done, self.are_done) {
            (true, false) => self.rows(run).all(|row| self.value[row] == 0.0 || self.value[row] == 1.0),
            (done, are_done) => done == are_done,
        }
    }

    /// Date, value and what else a check-in states.
    pub(super) fn check_in(&self, row: usize) -> CheckIn {
        let mut check_in = CheckIn::without_value(self.on[row]);
        let value = self.value[row];
        if !value.is_nan() {
            check_in.value = Some(if self.are_done { Value::Done(value != 0.0) } else { Value::Number(value + 0.0) });
        }
        if let Some(Remark { confidence, note, by }) = self.remark(row) {
            (check_in.confidence, check_in.note, check_in.by) = (confidence, note, by);
        }
        check_in
    }

    /// The same without a value of the model.
    pub(super) fn parts(&self, row: usize) -> (Date, f64, Option<Remark>) {
        (self.on[row], self.value[row] + 0.0, self.remark(row))
    }

    fn remark(&self, row: usize) -> Option<Remark> {
        let text = |column: Option<&Column>| column.and_then(|column| column.text(row)).map(str::to_owned);
        self.has_remark(row).then(|| Remark {
            confidence: self.confidence.and_then(|column| number(column, row)),
            note: text(self.note),
            by: text(self.by),
        })
    }
}

fn number(column: &Column, row: usize) -> Option<f64> {
    use crate::tables::Cell;
    match column.get(row)? {
        Cell::Number(number) => Some(number + 0.0),
        Cell::Integer(number) => Some(number as f64),
        Cell::Unsigned(number) => Some(number as f64),
        _ => None,
    }
}

/// What each check-in is one of; nothing where one is of nothing.
fn owners<'a>(
    sheet: &Sheet<'a>,
    known: &Known<'_>,
    objective_of: &[u32],
    objective_id: impl Fn(u32) -> &'a str,
) -> Option<Vec<u32>> {
    let key_results = sheet.column("key_result");
    let objectives = sheet.column("objective");
    let mut of = match key_results {
        Some(column) => known.all(column)?,
        None => vec![NONE; sheet.rows],
    };
    let is_key_result = |code: u32| code != NONE && matches!(Node::from_code(code), Node::KeyResult(_));
    let Some(column) = objectives else { return of.iter().all(|code| is_key_result(*code)).then_some(of) };
    let mut last = (NONE, "");
    let mut found = None;
    for (row, code) in of.iter_mut().enumerate() {
        match (key_results.and_then(|column| column.text(row)), column.text(row)) {
            (Some(_), stated) if is_key_result(*code) => {
                let Some(stated) = stated else { continue };
                if last != (*code, stated) {
                    let objective = *objective_of.get(Node::from_code(*code).row() as usize)?;
                    if objective_id(objective) != stated {
                        return None;
                    }
                    last = (*code, stated);
                }
            }
            (None, Some(_)) => {
                let found = found.get_or_insert_with(|| known.all(column)).as_ref()?;
                *code = *found.get(row)?;
                if *code == NONE || is_key_result(*code) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    Some(of)
}

/// Items by key, each list of one key in the order there was.
fn counted(items: impl Iterator<Item = u32> + Clone, key: impl Fn(u32) -> usize) -> Vec<u32> {
    let mut starts: Vec<u32> = Vec::new();
    let mut total = 0usize;
    for item in items.clone() {
        let key = key(item);
        if key >= starts.len() {
            starts.resize(key + 1, 0);
        }
        starts[key] += 1;
        total += 1;
    }
    let mut start = 0;
    for slot in &mut starts {
        (*slot, start) = (start, start + *slot);
    }
    let mut sorted = vec![0; total];
    for item in items {
        let place = &mut starts[key(item)];
        sorted[*place as usize] = item;
        *place += 1;
    }
    sorted
}
