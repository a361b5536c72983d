//! Values that stand once in a dictionary and are named by index.

use super::batch::{Room, more};
use super::error::Fault;
use super::kind::Kind;
use super::raw::ArrayView;
use super::strings::Strings;
use super::values::{Texts, Values};
use std::fmt::Display;

/// Appends what the indices of an array mean.
pub(super) fn append(
    values: &mut Values,
    indices: &Kind,
    words: &Kind,
    view: ArrayView<'_>,
    room: &mut Room,
) -> Result<(), Fault> {
    let dictionary = view.dictionary()?;
    let mut places = Values::empty(indices);
    places.append(indices, view, room)?;
    let places = Places::of(&places, dictionary.len())?;
    match values {
        // Only words that a row names are kept, each once: a batch may come with the dictionary of a much larger table.
        Values::Texts(texts) => {
            let strings = Strings::of(words, dictionary)?;
            let strings = strings.ok_or_else(|| Fault::broken("found words of another type than before"))?;
            append_words(texts, &places, dictionary.len(), &strings, room)
        }
        _ => {
            let mut all = Values::empty(words);
            all.append(words, dictionary, room).map_err(|fault| Fault { row: None, ..fault })?;
            gather(values, &all, &places)
        }
    }
}

/// Where in the dictionary the value of each row stands.
struct Places(Vec<Option<usize>>);

impl Places {
    fn of(indices: &Values, words: usize) -> Result<Places, Fault> {
        match indices {
            Values::Integers(indices) => Self::checked(indices, words),
            Values::Unsigned(indices) => Self::checked(indices, words),
            _ => Err(Fault::broken("found a dictionary whose indices are no integers")),
        }
    }

    fn checked<T: Copy + Display + TryInto<usize>>(indices: &[Option<T>], words: usize) -> Result<Places, Fault> {
        let place = |(row, index): (usize, &Option<T>)| {
            let Some(index) = *index else { return Ok(None) };
            match index.try_into() {
                Ok(place) if place < words => Ok(Some(place)),
                _ => Err(Fault::broken(format!("found index {index} into a dictionary of {words}")).at(row)),
            }
        };
        indices.iter().enumerate().map(place).collect::<Result<_, _>>().map(Places)
    }
}

fn append_words(
    texts: &mut Texts,
    places: &Places,
    words: usize,
    strings: &Strings<'_>,
    room: &mut Room,
) -> Result<(), Fault> {
    let mut kept: Vec<Option<(usize, usize)>> = Vec::new();
    more(&mut kept, words)?;
    kept.resize(words, None);
    more(&mut texts.spans, places.0.len())?;
    for (row, place) in places.0.iter().enumerate() {
        let Some(slot) = place.and_then(|place| kept.get_mut(place)) else {
            texts.spans.push(None);
            continue;
        };
        if slot.is_none()
            && let Some(text) = strings.get(place.unwrap_or_default()).map_err(|fault| fault.at(row))?
        {
            *slot = Some(room.keep(texts, text).map_err(|fault| fault.at(row))?);
        }
        texts.spans.push(*slot);
    }
    Ok(())
}

/// Appends values by their place among all.
fn gather(values: &mut Values, all: &Values, places: &Places) -> Result<(), Fault> {
    fn take<T: Copy>(out: &mut Vec<Option<T>>, all: &[Option<T>], places: &Places) -> Result<(), Fault> {
        more(out, places.0.len())?;
        out.extend(places.0.iter().map(|place| all.get((*place)?).copied().flatten()));
        Ok(())
    }
    match (values, all) {
        (Values::Nulls(rows), Values::Nulls(_)) => {
            *rows += places.0.len();
            Ok(())
        }
        (Values::Booleans(out), Values::Booleans(all)) => take(out, all, places),
        (Values::Integers(out), Values::Integers(all)) => take(out, all, places),
        (Values::Unsigned(out), Values::Unsigned(all)) => take(out, all, places),
        (Values::Numbers(out), Values::Numbers(all)) => take(out, all, places),
        (Values::Dates(out), Values::Dates(all)) => take(out, all, places),
        _ => Err(Fault::broken("found words of another type than before")),
    }
}
