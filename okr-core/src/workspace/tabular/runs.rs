//! Check-ins of tables, by what they are check-ins of.

use super::columns::{Alike, Known, dates, numbers};
use super::schema::Sheet;
use crate::date::Date;
use crate::model::{CheckIn, Value};
use crate::tables::{Column, Values};
use crate::workspace::arrange::Given;
use crate::workspace::frame::Node;
use crate::workspace::history::{NEVER, Remark};
use crate::workspace::names::NONE;
use crate::workspace::values::HUGE;
use std::borrow::Cow;
use std::hint::black_box;

/// The check-ins of a table.
pub(super) struct Runs<'a> {
    on: Cow<'a, [Date]>,
    value: Cow<'a, [f64]>,
    /// Whether values are true or false.
    are_done: bool,
    /// The row of each check-in, where others than date and value lie in another order; else empty.
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
        let column = sheet.column("value");
        let on = if rows == 0 { Cow::Borrowed(&[][..]) } else { dates(sheet.column("on")?)? };
        let (value, careful) = values(column, rows)?;
        let text = |name: &str| {
            let column = sheet.column(name);
            let fits =
                column.is_none_or(|column| (0..rows).all(|row| column.text(row).is_none_or(|t| t.len() <= limit)));
            fits.then_some(column)
        };
        let mut runs = Runs {
            careful,
            on,
            value,
            are_done: column.is_some_and(|column| matches!(column.values(), Values::Booleans(_))),
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
        let mut sorting = Sorting { runs: &mut runs, rows, row: 0, of: None, failed: false };
        match (sheet.column("key_result"), sheet.column("objective")) {
            (Some(column), None) => known.each(column, |alike| sorting.take(alike))?,
            _ => {
                let owners = owners(sheet, known, objective_of, objective_id)?;
                owners.chunk_by(|one, next| one == next).for_each(|alike| sorting.take((alike[0], alike.len() as u32)));
            }
        }
        let (failed, of) = (sorting.failed, sorting.of);
        if failed {
            return None;
        }
        runs.own.sort_by_key(|(objective, _)| *objective);
        if let Some(of) = of {
            runs.gather(&of);
        }
        Some(runs)
    }

    /// Puts check-ins that do not lie together in order: by key result, and by date, those of one date as they come; those
    /// of objectives behind all others. `of` says what each is one of.
    fn gather(&mut self, of: &[u32]) {
        let mut total = 0;
        for run in &mut self.runs {
            run.0 = total;
            total += run.1;
        }
        let mut next: Vec<u32> = self.runs.iter().map(|run| run.0).collect();
        let mut on = vec![NEVER; self.on.len()];
        let mut value = vec![f64::NAN; self.on.len()];
        let mut order = vec![0; if self.remarks().next().is_some() { self.on.len() } else { 0 }];
        let mut put = |at: usize, row: usize| {
            (on[at], value[at]) = (self.on[row], self.value[row]);
            order.get_mut(at).into_iter().for_each(|slot| *slot = row as u32);
        };
        for (row, code) in of.iter().enumerate() {
            if let Node::KeyResult(key_result) = Node::from_code(*code) {
                let place = &mut next[key_result as usize];
                put(*place as usize, row);
                *place += 1;
            }
        }
        for (at, (_, row)) in (total..).zip(&mut self.own) {
            put(at as usize, *row as usize);
            *row = at;
        }
        (self.on, self.value, self.order) = (on.into(), value.into(), order);
        self.sort_by_date();
    }

    fn sort_by_date(&mut self) {
        let (on, value, order) = (self.on.to_mut(), self.value.to_mut(), &mut self.order);
        let mut dated: Vec<(Date, u32, f64, u32)> = Vec::new();
        for (start, len) in &self.runs {
            let range = *start as usize..(start + len) as usize;
            if on[range.clone()].is_sorted() {
                continue;
            }
            dated.clear();
            dated.extend(
                range
                    .clone()
                    .zip(0..)
                    .map(|(at, place)| (on[at], place, value[at], order.get(at).copied().unwrap_or(0))),
            );
            dated.sort_unstable_by_key(|(on, place, ..)| (*on, *place));
            for (at, (day, _, number, row)) in range.zip(&dated) {
                (on[at], value[at]) = (*day, *number);
                order.get_mut(at).into_iter().for_each(|slot| *slot = *row);
            }
        }
    }

    /// The check-ins where a workspace takes them from.
    pub(super) fn given(&self) -> Given<'_> {
        Given { on: &self.on, value: &self.value }
    }

    /// Start and length of the run of a key result.
    pub(super) fn run(&self, key_result: usize) -> (u32, u32) {
        self.runs.get(key_result).copied().unwrap_or_default()
    }

    /// The check-ins of a run, in its order.
    pub(super) fn all((start, len): (u32, u32)) -> std::ops::Range<usize> {
        start as usize..(start + len) as usize
    }

    /// Columns of what a check-in may state besides date and value.
    fn remarks(&self) -> impl Iterator<Item = &'a Column> + use<'a> {
        [self.confidence, self.note, self.by].into_iter().flatten()
    }

    /// Whether a run lies in the order of its dates, and its check-ins state nothing but date and value.
    pub(super) fn is_bare(&self, run: (u32, u32)) -> bool {
        let has_remarks = self.remarks().next().is_some() && Self::all(run).any(|at| self.has_remark(at));
        self.on[Self::all(run)].is_sorted() && !has_remarks
    }

    fn row(&self, at: usize) -> usize {
        self.order.get(at).map_or(at, |row| *row as usize)
    }

    fn has_remark(&self, at: usize) -> bool {
        self.remarks().any(|column| column.validity().is_valid(self.row(at)))
    }

    /// Whether one of a run has no value, or one so large that differences may overflow.
    pub(super) fn is_careful(&self, run: (u32, u32)) -> bool {
        self.careful && !self.value[Self::all(run)].iter().all(|value| is_usual(*value))
    }

    /// Asks for the values of a run that [`suits`](Runs::suits) will look at, so that memory is waited for once for many
    /// runs and not for each.
    pub(super) fn ask_for(&self, run: (u32, u32)) {
        if let (false, Some([first, .., last])) = (self.are_done, self.value.get(Self::all(run))) {
            black_box((*first, *last));
        }
    }

    /// Whether all values of a run are what is asked for. Numbers 1 and 0 mean true and false where those are.
    pub(super) fn suits(&self, run: (u32, u32), done: bool) -> bool {
        if run.1 == 0 {
            return true;
        }
        match (done, self.are_done) {
            // All are looked at, which is done many at a time.
            (true, false) => {
                self.value[Self::all(run)].iter().fold(true, |suits, value| suits & ((*value == 0.0) | (*value == 1.0)))
            }
            (done, are_done) => done == are_done,
        }
    }

    /// Date, value and what else a check-in states.
    pub(super) fn check_in(&self, at: usize) -> CheckIn {
        let mut check_in = CheckIn::without_value(self.on[at]);
        let value = self.value[at];
        if !value.is_nan() {
            check_in.value = Some(if self.are_done { Value::Done(value != 0.0) } else { Value::Number(value + 0.0) });
        }
        if let Some(Remark { confidence, note, by }) = self.remark(at) {
            (check_in.confidence, check_in.note, check_in.by) = (confidence, note, by);
        }
        check_in
    }

    /// The same without a value of the model.
    pub(super) fn parts(&self, at: usize) -> (Date, f64, Option<Remark>) {
        (self.on[at], self.value[at] + 0.0, self.remark(at))
    }

    fn remark(&self, at: usize) -> Option<Remark> {
        let row = self.row(at);
        let text = |column: Option<&Column>| column.and_then(|column| column.text(row)).map(str::to_owned);
        self.has_remark(at).then(|| Remark {
            confidence: self.confidence.and_then(|column| number(column, row)),
            note: text(self.note),
            by: text(self.by),
        })
    }
}

/// Values as they are computed with, and whether one is missing or not usual.
fn values(column: Option<&Column>, rows: usize) -> Option<(Cow<'_, [f64]>, bool)> {
    if let Some(Values::Numbers(numbers)) = column.map(Column::values)
        && are_usual(numbers)
    {
        // A row without a value reads as NaN: here is none, and one look at each has said all.
        return Some((Cow::Borrowed(numbers), false));
    }
    let values = numbers(column, rows)?;
    let careful = !are_usual(&values);
    Some((values, careful))
}

/// Whether all values are usual. None is skipped, so that many can be looked at in one step.
fn are_usual(values: &[f64]) -> bool {
    values.iter().fold(true, |usual, value| usual & is_usual(*value))
}

/// Whether it is a number, and none so large that differences may overflow.
fn is_usual(value: f64) -> bool {
    value.abs() < HUGE
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

/// Finds the run of each key result.
struct Sorting<'a, 'b> {
    runs: &'b mut Runs<'a>,
    rows: usize,
    row: u32,
    /// What each row is of, kept from where on a run is found not to lie together.
    of: Option<Vec<u32>>,
    failed: bool,
}

impl Sorting<'_, '_> {
    /// Takes rows of one.
    #[inline]
    fn take(&mut self, (code, rows): Alike) {
        let from = self.row;
        self.row += rows;
        if code == NONE {
            self.failed = true;
            return;
        }
        match Node::from_code(code) {
            Node::Objective(objective) => self.runs.own.extend((from..self.row).map(|row| (objective, row))),
            Node::KeyResult(key_result) => match self.runs.runs.get_mut(key_result as usize) {
                None => self.failed = true,
                Some(run) if run.1 == 0 => *run = (from, rows),
                Some(run) => {
                    let is_apart = run.0 + run.1 != from;
                    if is_apart && self.of.is_none() {
                        self.of = Some(self.so_far(from));
                    }
                    self.runs.runs[key_result as usize].1 += rows;
                }
            },
        }
        if let Some(of) = &mut self.of {
            of.extend(std::iter::repeat_n(code, rows as usize));
        }
    }

    /// What each row before one is of; so far all runs lie together.
    fn so_far(&self, row: u32) -> Vec<u32> {
        let mut of = Vec::with_capacity(self.rows);
        of.resize(row as usize, NONE);
        for (row, (start, len)) in self.runs.runs.iter().enumerate() {
            of[*start as usize..(start + len) as usize].fill(Node::KeyResult(row as u32).code());
        }
        for (objective, row) in &self.runs.own {
            of[*row as usize] = Node::Objective(*objective).code();
        }
        of
    }
}
