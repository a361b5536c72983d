//! Values that stand once in a dictionary and are named by index.

use super::error::Fault;
use super::kind::Kind;
use super::raw::ArrayView;
use super::strings::Strings;
use super::values::{Growing, Room, more};
use okr_core::tables::{Validity, Values, Words};
use std::fmt::Display;

/// Appends what the indices of an array mean.
pub(super) fn append(
    column: &mut Growing,
    indices: &Kind,
    words: &Kind,
    view: ArrayView<'_>,
    room: &mut Room,
) -> Result<(), Fault> {
    let dictionary = view.dictionary()?;
    let mut places = Growing::new(indices);
    places.append(indices, view, room)?;
    let places = Places::of(&places, dictionary.len())?;
    match &mut column.values {
        Values::Words(into) => {
            let strings = Strings::of(words, dictionary)?;
            let strings = strings.ok_or_else(|| Fault::broken("found words of another type than before"))?;
            append_words(into, &mut column.valid, &places, dictionary.len(), &strings, room)
        }
        _ => {
            let mut all = Growing::new(words);
            all.append(words, dictionary, room).map_err(|fault| Fault { row: None, ..fault })?;
            gather(column, &all, &places)
        }
    }
}

/// Where in the dictionary the value of each row stands.
struct Places(Vec<Option<usize>>);

impl Places {
    fn of(indices: &Growing, words: usize) -> Result<Places, Fault> {
        match &indices.values {
            Values::Integers(values) => Self::checked(values, &indices.valid, words),
            Values::Unsigned(values) => Self::checked(values, &indices.valid, words),
            _ => Err(Fault::broken("found a dictionary whose indices are no integers")),
        }
    }

    fn checked<T>(indices: &[T], valid: &Validity, words: usize) -> Result<Places, Fault>
    where
        T: Copy + Display + TryInto<usize>,
    {
        let place = |(row, index): (usize, &T)| {
            if !valid.is_valid(row) {
                return Ok(None);
            }
            match (*index).try_into() {
                Ok(place) if place < words => Ok(Some(place)),
                _ => Err(Fault::broken(format!("found index {index} into a dictionary of {words}")).at(row)),
            }
        };
        indices.iter().enumerate().map(place).collect::<Result<_, _>>().map(Places)
    }
}

/// What becomes of a word of a dictionary.
#[derive(Clone, Copy)]
enum Kept {
    NotYet,
    At(u32),
    /// The dictionary has no value there.
    Null,
}

/// Only words that a row names are kept, each once a batch: that may come with the dictionary of a much larger table.
fn append_words(
    into: &mut Words,
    valid: &mut Validity,
    places: &Places,
    words: usize,
    strings: &Strings<'_>,
    room: &mut Room,
) -> Result<(), Fault> {
    let mut kept: Vec<Kept> = Vec::new();
    more(&mut kept, words)?;
    kept.resize(words, Kept::NotYet);
    more(&mut into.codes, places.0.len())?;
    for (row, place) in places.0.iter().enumerate() {
        if let Some(place) = *place
            && let Some(slot @ Kept::NotYet) = kept.get_mut(place)
        {
            *slot = match strings.get(place).map_err(|fault| fault.at(row))? {
                Some(word) => {
                    room.keep(&mut into.words, word).map_err(|fault| fault.at(row))?;
                    Kept::At(into.words.len() as u32 - 1)
                }
                None => Kept::Null,
            };
        }
        let code = match place.and_then(|place| kept.get(place)) {
            Some(Kept::At(code)) => Some(*code),
            _ => None,
        };
        into.codes.push(code.unwrap_or(0));
        valid.push(code.is_some());
    }
    Ok(())
}

/// Appends values by their place among all.
fn gather(column: &mut Growing, all: &Growing, places: &Places) -> Result<(), Fault> {
    fn take<T: Copy>(out: &mut Vec<T>, all: &[T], absent: T, places: &Places) -> Result<(), Fault> {
        more(out, places.0.len())?;
        out.extend(places.0.iter().map(|place| place.and_then(|place| all.get(place)).copied().unwrap_or(absent)));
        Ok(())
    }
    match (&mut column.values, &all.values) {
        (Values::Nulls(rows), Values::Nulls(_)) => *rows += places.0.len(),
        (Values::Booleans(out), Values::Booleans(all)) => take(out, all, false, places)?,
        (Values::Integers(out), Values::Integers(all)) => take(out, all, 0, places)?,
        (Values::Unsigned(out), Values::Unsigned(all)) => take(out, all, 0, places)?,
        (Values::Numbers(out), Values::Numbers(all)) => take(out, all, f64::NAN, places)?,
        (Values::Dates(out), Values::Dates(all)) => take(out, all, okr_core::Date::MIN, places)?,
        _ => return Err(Fault::broken("found words of another type than before")),
    }
    places.0.iter().for_each(|place| column.valid.push(place.is_some_and(|place| all.valid.is_valid(place))));
    Ok(())
}
