//! Columns taken wholesale. Nothing is reported here: where a column has a fault, or anything that the general way must
//! look at, the answer is nothing.

use crate::date::Date;
use crate::tables::{Column, Validity, Values, View, Words, are_same};
use crate::words::Word;
use crate::workspace::names::{NONE, Names, Span, Texts};
use crate::workspace::values::problem_of_id;
use std::borrow::Cow;

/// Rows looked at together: as many ids are waited for at a time.
const CHUNK: usize = 2048;

/// A column of texts.
#[derive(Clone, Copy)]
pub(super) enum Written<'a> {
    Own(View<'a>),
    Coded { codes: &'a [u32], words: View<'a> },
}

impl<'a> Written<'a> {
    pub(super) fn of(column: &'a Column) -> Option<Written<'a>> {
        match column.values() {
            Values::Texts(texts) => Some(Written::Own(texts.view())),
            Values::Words(words) => Some(Written::Coded { codes: &words.codes, words: words.words.view() }),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn get(self, row: usize) -> &'a str {
        match self {
            Written::Own(texts) => texts.get(row),
            Written::Coded { codes, words } => codes.get(row).map_or("", |code| words.get(*code as usize)),
        }
    }

    /// The bytes of a text.
    #[inline]
    fn bytes(self, row: usize) -> &'a [u8] {
        match self {
            Written::Own(texts) => texts.bytes(row),
            Written::Coded { codes, words } => codes.get(row).map_or(&[], |code| words.bytes(*code as usize)),
        }
    }

    /// The texts themselves, each once where they are stated by code.
    pub(super) fn texts(self) -> View<'a> {
        match self {
            Written::Own(texts) => texts,
            Written::Coded { words, .. } => words,
        }
    }

    /// Whether no text is longer than the limit.
    fn fits(self, limit: usize) -> bool {
        let texts = self.texts();
        texts.buffer().len() <= limit || texts.longest() <= limit
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
            let mut seen: Vec<(&str, W)> = Vec::new();
            let words = texts.iter().enumerate().map(|(row, text)| {
                if !valid.is_valid(row) {
                    return Some(absent);
                }
                if let Some((_, word)) = seen.iter().find(|(seen, _)| are_same(seen.as_bytes(), text.as_bytes())) {
                    return Some(*word);
                }
                let word = W::from_word(text)?;
                seen.push((text, word));
                Some(word)
            });
            words.collect()
        }
        Written::Coded { codes, words } => {
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
        Written::Coded { codes, words } => {
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

fn interned(own: View<'_>, rows: usize, valid: &Validity, names: &mut Names, texts: &mut Texts) -> Vec<u32> {
    let mut symbols = Vec::with_capacity(rows);
    let mut recent = Recent { slots: [None; 64], asked: 0, missed: 0 };
    let mut stated: Vec<&str> = Vec::with_capacity(CHUNK.min(rows));
    for start in (0..rows).step_by(CHUNK) {
        let chunk = start..(start + CHUNK).min(rows);
        if recent.pays() {
            symbols.extend(chunk.map(|row| match valid.is_valid(row) {
                true => recent.symbol(own.get(row), names, texts),
                false => NONE,
            }));
            continue;
        }
        stated.clear();
        stated.extend(chunk.clone().filter(|row| valid.is_valid(*row)).map(|row| own.get(row)));
        let mut found = names.intern_all(texts, stated.iter().copied());
        if found.len() == chunk.len() {
            symbols.append(&mut found);
        } else {
            let mut found = found.into_iter();
            symbols.extend(chunk.map(|row| valid.is_valid(row).then(|| found.next()).flatten().unwrap_or(NONE)));
        }
    }
    symbols
}

/// Ids seen lately. Columns of few words, such as units and cycles, are spared the table.
struct Recent<'a> {
    slots: [Option<(&'a str, u32)>; 64],
    asked: u32,
    missed: u32,
}

impl<'a> Recent<'a> {
    /// Whether most are found here.
    fn pays(&self) -> bool {
        self.missed * 8 <= self.asked
    }

    #[inline]
    fn symbol(&mut self, id: &'a str, names: &mut Names, texts: &mut Texts) -> u32 {
        let bytes = id.as_bytes();
        let mixed = bytes.len()
            ^ usize::from(bytes.last().copied().unwrap_or(0))
            ^ usize::from(bytes.first().copied().unwrap_or(0)) << 2;
        let slot = &mut self.slots[mixed % 64];
        self.asked += 1;
        if let Some((known, symbol)) = slot
            && are_same(known.as_bytes(), id.as_bytes())
        {
            return *symbol;
        }
        self.missed += 1;
        let symbol = names.intern(texts, id);
        *slot = Some((id, symbol));
        symbol
    }
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
    // Every byte is looked at, which is done many at a time.
    let plain = written.texts().buffer().bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte));
    let is_usable = |row: usize| match (plain, written) {
        (true, Written::Own(own)) => (1..=limit).contains(&own.length(row)),
        (true, Written::Coded { .. }) => (1..=limit).contains(&written.get(row).len()),
        (false, _) => problem_of_id(written.get(row), limit).is_none(),
    };
    if column.validity().nulls() > 0 || !(0..rows).all(is_usable) {
        return None;
    }
    names.expect(rows);
    let spans = spans(Some(column), rows, limit, texts)?;
    let mut chunks = spans.chunks(CHUNK).enumerate().map(|(chunk, ids)| {
        let start = chunk * CHUNK;
        names.define_all(texts, ids, |at| definition(start + at))
    });
    let first = chunks.next().unwrap_or(Some(0))?;
    chunks.all(|first| first.is_some()).then(|| (first..first + rows as u32).collect())
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
    let spans = many.places().map(|place| whole.part(place.start, place.len()));
    Some(match written {
        Written::Own(_) if valid.nulls() == 0 => spans.collect(),
        Written::Own(_) => {
            spans.enumerate().map(|(row, span)| if valid.is_valid(row) { span } else { Span::ABSENT }).collect()
        }
        Written::Coded { codes, .. } => {
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

/// Rows that follow each other and name the same: what that was defined as, [`NONE`] where none is stated or known, and how
/// many rows they are.
pub(super) type Alike = (u32, u32);

impl Known<'_> {
    /// What the ids of a column were defined as, [`NONE`] where none is stated or known.
    pub(super) fn all(&self, column: &Column) -> Option<Vec<u32>> {
        let mut found = Vec::with_capacity(column.len());
        self.each(column, |(code, rows)| found.extend(std::iter::repeat_n(code, rows as usize)))?;
        Some(found)
    }

    /// The same piece by piece, so that it need not be kept.
    pub(super) fn each(&self, column: &Column, mut take: impl FnMut(Alike)) -> Option<()> {
        let valid = column.validity();
        match Written::of(column)? {
            Written::Own(texts) => self.look_up(texts, valid, take),
            Written::Coded { codes, words } => {
                let mut known = Vec::with_capacity(words.len());
                self.look_up(words, &Validity::all(words.len()), |(code, rows)| {
                    known.extend(std::iter::repeat_n(code, rows as usize));
                });
                let mut row = 0;
                for codes in codes.chunk_by(|one, next| one == next) {
                    let stated = codes.first().and_then(|code| known.get(*code as usize)).copied().unwrap_or(NONE);
                    let end = row + codes.len();
                    while row < end {
                        let (is_valid, rows) = valid.alike(row);
                        let rows = rows.min(end - row).max(1);
                        take((if is_valid { stated } else { NONE }, rows as u32));
                        row += rows;
                    }
                }
            }
        }
        Some(())
    }

    /// Rows mostly name what the row before names, or what comes next in its table: then no id is looked up. Others are
    /// looked up one by one, so that guesses go on behind them; once too many guesses of a chunk were wrong, the rest of
    /// it is looked up together.
    fn look_up(&self, texts: View<'_>, valid: &Validity, mut take: impl FnMut(Alike)) {
        let mut found: Vec<Alike> = Vec::with_capacity(CHUNK);
        let mut pending: Vec<usize> = Vec::with_capacity(CHUNK);
        let (mut row, mut next, mut last) = (0, 0, (&[][..], NONE));
        while row < texts.len() {
            pending.clear();
            found.clear();
            let mut guessing = Guessing::default();
            while row < texts.len() && found.len() < CHUNK {
                let (is_valid, most) = valid.alike(row);
                let (id, rows) = (texts.bytes(row), texts.alike(row, most).max(1));
                let at = if is_valid && guessing.pays() { self.guess(next, id) } else { None };
                let code = match at {
                    Some(at) => {
                        guessing.right += 1;
                        next = at + 1;
                        (self.definition)(at)
                    }
                    None if !is_valid => NONE,
                    // A null in between, or the end of what is looked at together.
                    None if are_same(last.0, id) => last.1,
                    None if guessing.pays() => {
                        guessing.wrong += 1;
                        let (code, behind) = self.find(texts.get(row), next);
                        next = behind;
                        code
                    }
                    None => {
                        pending.push(row);
                        PENDING | (pending.len() - 1) as u32
                    }
                };
                last = if is_valid { (id, code) } else { last };
                found.push((code, rows as u32));
                row += rows;
            }
            let ids = pending.iter().map(|row| texts.get(*row));
            let definitions: Vec<u32> = self.names.find_all(self.texts, ids).collect();
            let settled = |code: u32| match code & PENDING != 0 && code != NONE {
                true => definitions.get((code & !PENDING) as usize).copied().unwrap_or(NONE),
                false => code,
            };
            found.iter().for_each(|(code, rows)| take((settled(*code), *rows)));
            last.1 = settled(last.1);
            let named = definitions.iter().rev().find(|definition| **definition != NONE);
            next = named.map_or(next, |definition| (self.row)(*definition) + 1);
        }
    }

    /// The row of its table that an id is expected at, where it is there.
    #[inline]
    fn guess(&self, next: usize, id: &[u8]) -> Option<usize> {
        /// How far a guess looks ahead: not all of a table need be named.
        const AHEAD: usize = 3;
        // Behind the last row texts read as empty, and no id is empty.
        (next..next + AHEAD).find(|at| !id.is_empty() && are_same(self.ids.bytes(*at), id))
    }

    /// What an id was defined as, and what comes behind it in its table; where it is not known, what was expected.
    #[inline(never)]
    fn find(&self, id: &str, next: usize) -> (u32, usize) {
        self.names.find(self.texts, id).map_or((NONE, next), |code| (code, (self.row)(code) + 1))
    }
}

/// How guesses fare among rows that are looked at together.
#[derive(Default)]
struct Guessing {
    right: u32,
    wrong: u32,
}

impl Guessing {
    /// Whether it is worth going on. An id alone takes several times as long to look up as among others, so that one
    /// guess in nine may be wrong, and a few at first.
    fn pays(&self) -> bool {
        self.wrong <= 8 + self.right / 8
    }
}
