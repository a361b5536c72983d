//! Columns taken wholesale. Nothing is reported here: where a column has a fault, or anything that the general way must
//! look at, the answer is nothing.

use crate::date::Date;
use crate::tables::{Column, Texts as Many, Validity, Values, Words};
use crate::words::Word;
use crate::workspace::names::{NONE, Names, Span, Texts};
use crate::workspace::values::problem_of_id;
use std::borrow::Cow;

/// Rows looked at together: as many ids are waited for at a time.
const CHUNK: usize = 2048;

/// A column of texts.
#[derive(Clone, Copy)]
pub(super) enum Written<'a> {
    Own(&'a Many),
    Coded(&'a Words),
}

impl<'a> Written<'a> {
    pub(super) fn of(column: &'a Column) -> Option<Written<'a>> {
        match column.values() {
            Values::Texts(texts) => Some(Written::Own(texts)),
            Values::Words(words) => Some(Written::Coded(words)),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn get(self, row: usize) -> &'a str {
        match self {
            Written::Own(texts) => texts.get(row),
            Written::Coded(Words { codes, words }) => codes.get(row).map_or("", |code| words.get(*code as usize)),
        }
    }

    /// The texts themselves, each once where they are stated by code.
    pub(super) fn texts(self) -> &'a Many {
        match self {
            Written::Own(texts) => texts,
            Written::Coded(words) => &words.words,
        }
    }

    /// Whether no text is longer than the limit.
    fn fits(self, limit: usize) -> bool {
        let texts = self.texts();
        texts.buffer().len() <= limit || texts.iter().all(|text| text.len() <= limit)
    }
}

/// Numbers as they are computed with, NaN where none is stated. Nothing where one is not finite.
pub(super) fn numbers(column: Option<&Column>, rows: usize) -> Option<Cow<'_, [f64]>> {
    let Some(column) = column else { return Some(vec![f64::NAN; rows].into()) };
    let valid = column.validity();
    let stated = |row: usize, number: f64| if valid.is_valid(row) { number } else { f64::NAN };
    let each = |numbers: &mut dyn Iterator<Item = f64>| {
        numbers.enumerate().map(|(row, number)| stated(row, number)).collect::<Vec<f64>>().into()
    };
    Some(match column.values() {
        Values::Numbers(numbers) => {
            let unstated = numbers.iter().filter(|number| !number.is_finite()).count();
            return (unstated == valid.nulls()).then_some(Cow::Borrowed(numbers));
        }
        Values::Integers(values) => each(&mut values.iter().map(|value| *value as f64)),
        Values::Unsigned(values) => each(&mut values.iter().map(|value| *value as f64)),
        Values::Booleans(values) => each(&mut values.iter().map(|value| f64::from(u8::from(*value)))),
        _ => return None,
    })
}

/// Dates, one in every row.
pub(super) fn dates(column: &Column) -> Option<Cow<'_, [Date]>> {
    if column.validity().nulls() > 0 {
        return None;
    }
    match column.values() {
        Values::Dates(dates) => Some(Cow::Borrowed(dates)),
        Values::Texts(texts) => texts.iter().map(Date::parse).collect::<Option<Vec<_>>>().map(Cow::Owned),
        Values::Words(Words { codes, words }) => {
            let words: Vec<Option<Date>> = words.iter().map(Date::parse).collect();
            let dates = codes.iter().map(|code| words.get(*code as usize).copied().flatten());
            dates.collect::<Option<Vec<_>>>().map(Cow::Owned)
        }
        _ => None,
    }
}

/// Words of a closed set, `absent` where none is stated.
pub(super) fn words<W: Word>(column: Option<&Column>, rows: usize, absent: W) -> Option<Vec<W>> {
    let Some(column) = column else { return Some(vec![absent; rows]) };
    let valid = column.validity();
    let found: Option<Vec<W>> = match Written::of(column)? {
        Written::Own(texts) => {
            let mut last = ("", None);
            let words = texts.iter().enumerate().map(|(row, text)| {
                if !valid.is_valid(row) {
                    return Some(absent);
                }
                if last.0 != text || last.1.is_none() {
                    last = (text, W::from_word(text));
                }
                last.1
            });
            words.collect()
        }
        Written::Coded(Words { codes, words }) => {
            let words: Vec<Option<W>> = words.iter().map(W::from_word).collect();
            let each = codes.iter().enumerate().map(|(row, code)| {
                if valid.is_valid(row) { words.get(*code as usize).copied().flatten() } else { Some(absent) }
            });
            each.collect()
        }
    };
    found
}

/// The symbols of ids in a space, [`NONE`] where none is stated.
pub(super) fn symbols(
    column: Option<&Column>,
    rows: usize,
    limit: usize,
    names: &mut Names,
    texts: &mut Texts,
) -> Option<Vec<u32>> {
    let Some(column) = column else { return Some(vec![NONE; rows]) };
    let (valid, written) = (column.validity(), Written::of(column)?);
    if !written.fits(limit) {
        return None;
    }
    Some(match written {
        Written::Own(own) => interned(own, rows, valid, names, texts),
        Written::Coded(Words { codes, words }) => {
            // Only words that a row names: what nobody refers to need not exist.
            let mut known = vec![NONE; words.len()];
            let mut symbol = |row: usize, code: u32| {
                if !valid.is_valid(row) {
                    return NONE;
                }
                let Some(known) = known.get_mut(code as usize) else { return NONE };
                if *known == NONE {
                    *known = names.intern(texts, words.get(code as usize));
                }
                *known
            };
            codes.iter().enumerate().map(|(row, code)| symbol(row, *code)).collect()
        }
    })
}

fn interned(own: &Many, rows: usize, valid: &Validity, names: &mut Names, texts: &mut Texts) -> Vec<u32> {
    let mut symbols = Vec::with_capacity(rows);
    for start in (0..rows).step_by(CHUNK) {
        let chunk = start..(start + CHUNK).min(rows);
        if valid.nulls() == 0 {
            symbols.append(&mut names.intern_all(texts, chunk.map(|row| own.get(row))));
        } else {
            let stated = chunk.clone().filter(|row| valid.is_valid(*row)).map(|row| own.get(row));
            let mut found = names.intern_all(texts, stated).into_iter();
            symbols.extend(chunk.map(|row| valid.is_valid(row).then(|| found.next()).flatten().unwrap_or(NONE)));
        }
    }
    symbols
}

/// Gives the ids of a table their meaning in a space, and answers their symbols. Nothing where one cannot be used, or
/// where one comes twice.
pub(super) fn defined(
    column: &Column,
    limit: usize,
    definition: impl Fn(usize) -> u32,
    names: &mut Names,
    texts: &mut Texts,
) -> Option<Vec<u32>> {
    let (rows, written) = (column.len(), Written::of(column)?);
    let plain = written.texts().buffer().bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let is_usable = |id: &str| if plain { (1..=limit).contains(&id.len()) } else { problem_of_id(id, limit).is_none() };
    if column.validity().nulls() > 0 || !(0..rows).all(|row| is_usable(written.get(row))) {
        return None;
    }
    names.reserve(rows);
    let mut symbols = Vec::with_capacity(rows);
    for start in (0..rows).step_by(CHUNK) {
        let chunk = start..(start + CHUNK).min(rows);
        let found = names.intern_all(texts, chunk.clone().map(|row| written.get(row)));
        if !found.iter().zip(chunk).all(|(symbol, row)| names.define(*symbol, definition(row))) {
            return None;
        }
        symbols.extend(found);
    }
    Some(symbols)
}

/// Texts kept as they are, [`Span::ABSENT`] where none is stated.
pub(super) fn spans(column: Option<&Column>, rows: usize, limit: usize, texts: &mut Texts) -> Option<Vec<Span>> {
    let Some(column) = column else { return Some(vec![Span::ABSENT; rows]) };
    let (valid, written) = (column.validity(), Written::of(column)?);
    if !written.fits(limit) {
        return None;
    }
    let many = written.texts();
    let whole = texts.add(many.buffer());
    let mut start = 0;
    let spans = many.iter().map(|text| {
        start += text.len();
        whole.part(start - text.len(), text.len())
    });
    Some(match written {
        Written::Own(_) if valid.nulls() == 0 => spans.collect(),
        Written::Own(_) => {
            spans.enumerate().map(|(row, span)| if valid.is_valid(row) { span } else { Span::ABSENT }).collect()
        }
        Written::Coded(Words { codes, .. }) => {
            let spans: Vec<Span> = spans.collect();
            let span = |code: &u32| spans.get(*code as usize).copied().unwrap_or(Span::ABSENT);
            let each = codes.iter().enumerate();
            each.map(|(row, code)| if valid.is_valid(row) { span(code) } else { Span::ABSENT }).collect()
        }
    })
}

/// What ids were defined as, and where in its table each is, for guesses.
pub(super) struct Known<'a> {
    pub(super) names: &'a Names,
    pub(super) texts: &'a Texts,
    /// The ids of a table, what each of its rows was defined as, and the other way round.
    pub(super) ids: Written<'a>,
    pub(super) definition: &'a dyn Fn(usize) -> u32,
    pub(super) row: &'a dyn Fn(u32) -> usize,
}

/// Marks the place of an id among those that wait to be looked up. No definition has this bit.
const PENDING: u32 = 1 << 31;

/// Whether two texts are one; ids of usual lengths are compared without a call.
#[inline]
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<8>(), a.last_chunk::<8>(), b.first_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) if a.len() <= 16 => {
            // Ids of one table differ at their end.
            u64::from_le_bytes(*a_last) == u64::from_le_bytes(*b_last)
                && u64::from_le_bytes(*a_first) == u64::from_le_bytes(*b_first)
        }
        _ => a == b,
    }
}

impl Known<'_> {
    /// What the ids of a column were defined as, [`NONE`] where none is stated or known.
    pub(super) fn all(&self, column: &Column) -> Option<Vec<u32>> {
        let valid = column.validity();
        Some(match Written::of(column)? {
            Written::Own(texts) => self.each(texts, valid),
            Written::Coded(Words { codes, words }) => {
                let known = self.each(words, &Validity::all(words.len()));
                let definition = |(row, code): (usize, &u32)| {
                    if valid.is_valid(row) { known.get(*code as usize).copied().unwrap_or(NONE) } else { NONE }
                };
                codes.iter().enumerate().map(definition).collect()
            }
        })
    }

    /// Rows mostly name what the row before names, or what comes next in its table: then no id is looked up.
    fn each(&self, texts: &Many, valid: &Validity) -> Vec<u32> {
        /// How far a guess looks ahead: not all of a table need be named.
        const AHEAD: usize = 3;
        let rows = texts.len();
        let mut found: Vec<u32> = Vec::with_capacity(rows);
        let (mut next, mut guessed, mut last) = (0, CHUNK, ("", NONE));
        let mut pending: Vec<usize> = Vec::with_capacity(CHUNK);
        for start in (0..rows).step_by(CHUNK) {
            // Where guesses do not come true there is no order to follow.
            let guesses = guessed * 8 > pending.len();
            pending.clear();
            guessed = 0;
            for row in start..(start + CHUNK).min(rows) {
                if !valid.is_valid(row) {
                    found.push(NONE);
                    continue;
                }
                let text = texts.get(row);
                if same(last.0, text) {
                    found.push(last.1);
                    continue;
                }
                let ahead = (next..next + AHEAD).find(|row| guesses && same(self.ids.get(*row), text));
                match ahead {
                    // Beyond the last id there is only the empty one, which none is.
                    Some(at) if !text.is_empty() => {
                        last = (text, (self.definition)(at));
                        next = at + 1;
                        guessed += 1;
                    }
                    _ => {
                        last = (text, PENDING | pending.len() as u32);
                        pending.push(row);
                    }
                }
                found.push(last.1);
            }
            if pending.is_empty() {
                continue;
            }
            let ids = pending.iter().map(|row| texts.get(*row));
            let definitions: Vec<u32> = self.names.find_all(self.texts, ids).collect();
            let settle = |slot: &mut u32| {
                if *slot & PENDING != 0 && *slot != NONE {
                    *slot = definitions.get((*slot & !PENDING) as usize).copied().unwrap_or(NONE);
                }
            };
            found[start..].iter_mut().for_each(settle);
            settle(&mut last.1);
            let named = definitions.iter().rev().find(|definition| **definition != NONE);
            next = named.map_or(next, |definition| (self.row)(*definition) + 1);
        }
        found
    }
}
