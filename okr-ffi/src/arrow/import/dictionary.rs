//! Values that stand once in a dictionary and are named by index.

use super::error::Fault;
use super::kind::Kind;
use super::raw::ArrayView;
use super::strings::Strings;
use super::values::{Growing, Room, more};
use okr_core::tables::{Validity, Values, Words};
use std::collections::HashMap;

/// Appends what the indices of an array mean.
pub(super) fn append(
    column: &mut Growing,
    indices: &Kind,
    words: &Kind,
    view: ArrayView<'_>,
    room: &mut Room,
) -> Result<(), Fault> {
    let dictionary = view.dictionary()?;
    if *words == Kind::Null && dictionary.len() > 0 {
        // No memory bounds how many those are. Pandas has empty ones, for categories of which none is there.
        return Err(Fault::broken(format!("found a dictionary of {} words without a type", dictionary.len())));
    }
    let places = Places::of(indices, view, dictionary.len())?;
    let slots = Slots::new(dictionary.len(), places.0.len())?;
    match &mut column.values {
        Values::Words(into) => {
            let strings = Strings::of(words, dictionary)?;
            let strings = strings.ok_or_else(|| Fault::broken("found words of another type than before"))?;
            append_words(into, &mut column.valid, &places, slots, &strings, room)
        }
        _ => {
            let mut named = Growing::new(words);
            let places = places.among_named(slots, |place| {
                let word = dictionary.slice(place, 1)?;
                named.append(words, word, room)
            })?;
            gather(column, &named, &places)
        }
    }
}

/// Where in the dictionary the value of each row stands; [`NOWHERE`] where it has none.
struct Places(Vec<u32>);

/// Beyond any dictionary.
const NOWHERE: u32 = u32::MAX;

impl Places {
    fn of(indices: &Kind, view: ArrayView<'_>, words: usize) -> Result<Places, Fault> {
        match indices {
            Kind::Signed { bytes: 1 } => Self::checked(view, words, |x| i8::from_ne_bytes(x).into()),
            Kind::Signed { bytes: 2 } => Self::checked(view, words, |x| i16::from_ne_bytes(x).into()),
            Kind::Signed { bytes: 4 } => Self::checked(view, words, |x| i32::from_ne_bytes(x).into()),
            Kind::Signed { .. } => Self::checked(view, words, |x| i64::from_ne_bytes(x).into()),
            Kind::Unsigned { bytes: 1 } => Self::checked(view, words, |x| u8::from_ne_bytes(x).into()),
            Kind::Unsigned { bytes: 2 } => Self::checked(view, words, |x| u16::from_ne_bytes(x).into()),
            Kind::Unsigned { bytes: 4 } => Self::checked(view, words, |x| u32::from_ne_bytes(x).into()),
            Kind::Unsigned { .. } => Self::checked(view, words, |x| u64::from_ne_bytes(x).into()),
            _ => Err(Fault::broken("found a dictionary whose indices are no integers")),
        }
    }

    /// Indices of `N` bytes each, all of which lead to one of so many words.
    fn checked<const N: usize>(
        view: ArrayView<'_>,
        words: usize,
        number: impl Fn([u8; N]) -> i128,
    ) -> Result<Places, Fault> {
        let (indices, valid) = (view.values(1, N)?.as_chunks::<N>().0, view.validity()?);
        let mut places = Vec::new();
        more(&mut places, view.len())?;
        for (row, bytes) in indices.iter().enumerate().take(view.len()) {
            let index = number(*bytes);
            places.push(match u32::try_from(index) {
                _ if valid.is_some_and(|valid| !valid.get(row)) => NOWHERE,
                Ok(place) if (place as usize) < words && place != NOWHERE => place,
                _ => return Err(Fault::broken(format!("found index {index} into a dictionary of {words}")).at(row)),
            });
        }
        Ok(Places(places))
    }

    /// The places among those that a row names, in the order in which they come; `read` is told each of them once.
    fn among_named(&self, mut slots: Slots, mut read: impl FnMut(usize) -> Result<(), Fault>) -> Result<Places, Fault> {
        let mut named = 0u32;
        let mut place_of = |(row, place): (usize, &u32)| {
            if *place == NOWHERE {
                return Ok(NOWHERE);
            }
            let kept = slots.at(*place as usize, || {
                read(*place as usize)?;
                named += 1;
                Ok(Some(named - 1))
            });
            kept.map(|code| code.unwrap_or(NOWHERE)).map_err(|fault| fault.at(row))
        };
        self.0.iter().enumerate().map(&mut place_of).collect::<Result<_, _>>().map(Places)
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

/// What becomes of each word that a row names. Only those are read, each once a batch: a batch may come with the
/// dictionary of a much larger table, and every other batch with the same, so that nothing here may cost as much as
/// there are words.
enum Slots {
    /// One for each word, where there are not many more than rows.
    Near(Vec<Kept>),
    /// By place in the dictionary.
    Far(HashMap<usize, Kept>),
}

impl Slots {
    fn new(words: usize, rows: usize) -> Result<Slots, Fault> {
        if words / 4 > rows {
            return Ok(Slots::Far(HashMap::new()));
        }
        let mut near: Vec<Kept> = Vec::new();
        more(&mut near, words)?;
        near.resize(words, Kept::NotYet);
        Ok(Slots::Near(near))
    }

    /// What became of the word at a place, which `keep` decides where no row named it before.
    fn at(&mut self, place: usize, keep: impl FnOnce() -> Result<Option<u32>, Fault>) -> Result<Option<u32>, Fault> {
        let slot = match self {
            Slots::Near(near) => near.get_mut(place),
            Slots::Far(far) => Some(far.entry(place).or_insert(Kept::NotYet)),
        };
        let slot = slot.ok_or_else(|| Fault::broken("found an index beyond its dictionary"))?;
        if let Kept::NotYet = slot {
            *slot = keep()?.map_or(Kept::Null, Kept::At);
        }
        Ok(if let Kept::At(code) = slot { Some(*code) } else { None })
    }
}

/// Appends texts by their codes; the words are kept.
fn append_words(
    into: &mut Words,
    valid: &mut Validity,
    places: &Places,
    mut slots: Slots,
    strings: &Strings<'_>,
    room: &mut Room,
) -> Result<(), Fault> {
    let Words { codes, words } = into;
    more(codes, places.0.len())?;
    for (row, place) in places.0.iter().enumerate() {
        let mut keep = |place| {
            let Some(word) = strings.get(place)? else { return Ok(None) };
            room.keep(words, word)?;
            Ok(Some(words.len() as u32 - 1))
        };
        let code = match *place {
            NOWHERE => None,
            place => slots.at(place as usize, || keep(place as usize)).map_err(|fault| fault.at(row))?,
        };
        codes.push(code.unwrap_or(0));
        valid.push(code.is_some());
    }
    Ok(())
}

/// Appends values by their place among all.
fn gather(column: &mut Growing, all: &Growing, places: &Places) -> Result<(), Fault> {
    fn take<T: Copy>(out: &mut Vec<T>, all: &[T], absent: T, places: &Places) -> Result<(), Fault> {
        more(out, places.0.len())?;
        out.extend(places.0.iter().map(|place| all.get(*place as usize).copied().unwrap_or(absent)));
        Ok(())
    }
    match (&mut column.values, &all.values) {
        (Values::Nulls(rows), Values::Nulls(_)) => *rows += places.0.len(),
        (Values::Booleans(out), Values::Booleans(all)) => take(out, all, false, places)?,
        (Values::Integers(out), Values::Integers(all)) => take(out, all, 0, places)?,
        (Values::Unsigned(out), Values::Unsigned(all)) => take(out, all, 0, places)?,
        (Values::Numbers(out), Values::Numbers(all)) => take(out.to_mut(), all, f64::NAN, places)?,
        (Values::Dates(out), Values::Dates(all)) => take(out.to_mut(), all, okr_core::Date::MIN, places)?,
        _ => return Err(Fault::broken("found words of another type than before")),
    }
    places.0.iter().for_each(|place| column.valid.push(all.valid.is_valid(*place as usize)));
    Ok(())
}
