//! The rows of one batch, appended to a column.

use super::decimal::{decimal, half};
use super::dictionary;
use super::error::Fault;
use super::kind::Kind;
use super::raw::ArrayView;
use super::strings::Strings;
use super::values::{Growing, Room, more};
use okr_core::tables::{Texts, Values};
use okr_core::{Date, ErrorCode};

impl Growing {
    /// Appends the rows of an array of that kind, which the column was made for.
    pub(super) fn append(&mut self, kind: &Kind, view: ArrayView<'_>, room: &mut Room) -> Result<(), Fault> {
        let Growing { values, valid } = self;
        match (kind, values) {
            (Kind::Words { indices, words }, _) => return dictionary::append(self, indices, words, view, room),
            (Kind::Null, Values::Nulls(rows)) => {
                *rows += view.len();
                valid.push_bits(std::iter::empty(), view.len());
                return Ok(());
            }
            (Kind::Boolean, Values::Booleans(out)) => {
                let bits = view.bits(1)?;
                more(out, view.len())?;
                out.extend((0..view.len()).map(|row| bits.get(row)));
            }
            (Kind::Signed { bytes: 1 }, Values::Integers(out)) => each(view, out, |x| i8::from_ne_bytes(x).into())?,
            (Kind::Signed { bytes: 2 }, Values::Integers(out)) => each(view, out, |x| i16::from_ne_bytes(x).into())?,
            (Kind::Signed { bytes: 4 }, Values::Integers(out)) => each(view, out, |x| i32::from_ne_bytes(x).into())?,
            (Kind::Signed { .. }, Values::Integers(out)) => each(view, out, i64::from_ne_bytes)?,
            (Kind::Unsigned { bytes: 1 }, Values::Unsigned(out)) => each(view, out, |x| u8::from_ne_bytes(x).into())?,
            (Kind::Unsigned { bytes: 2 }, Values::Unsigned(out)) => each(view, out, |x| u16::from_ne_bytes(x).into())?,
            (Kind::Unsigned { bytes: 4 }, Values::Unsigned(out)) => each(view, out, |x| u32::from_ne_bytes(x).into())?,
            (Kind::Unsigned { .. }, Values::Unsigned(out)) => each(view, out, u64::from_ne_bytes)?,
            (Kind::Float { bytes: 2 }, Values::Numbers(out)) => {
                each(view, out.to_mut(), |x| half(u16::from_ne_bytes(x)))?
            }
            (Kind::Float { bytes: 4 }, Values::Numbers(out)) => {
                each(view, out.to_mut(), |x| f32::from_ne_bytes(x).into())?
            }
            (Kind::Float { .. }, Values::Numbers(out)) => each(view, out.to_mut(), f64::from_ne_bytes)?,
            (Kind::Decimal { bytes: 4, scale }, Values::Numbers(out)) => {
                each(view, out.to_mut(), |x| decimal(i32::from_ne_bytes(x).into(), *scale))?;
            }
            (Kind::Decimal { bytes: 8, scale }, Values::Numbers(out)) => {
                each(view, out.to_mut(), |x| decimal(i64::from_ne_bytes(x).into(), *scale))?;
            }
            (Kind::Decimal { scale, .. }, Values::Numbers(out)) => {
                each(view, out.to_mut(), |x| decimal(i128::from_ne_bytes(x), *scale))?;
            }
            (Kind::Days, Values::Dates(out)) => each_date(view, out.to_mut(), |x| i32::from_ne_bytes(x).into())?,
            (Kind::Moments { per_day, ahead }, Values::Dates(out)) => {
                // Wide enough for any moment and zone.
                let (per_day, ahead) = (i128::from(*per_day), i128::from(*ahead));
                each_date(view, out.to_mut(), |x| (i128::from(i64::from_ne_bytes(x)) + ahead).div_euclid(per_day))?;
            }
            (kind, Values::Texts(texts)) => append_texts(texts, kind, view, room)?,
            // Columns are made for their kind.
            _ => return Err(Fault::broken("found values of another type than before")),
        }
        self.append_validity(view)
    }

    /// Appends which rows of an array have a value.
    pub(super) fn append_validity(&mut self, view: ArrayView<'_>) -> Result<(), Fault> {
        match view.validity()? {
            None => self.valid.push_all(view.len()),
            Some(bits) => self.valid.push_bits(bits.words(), view.len()),
        }
        Ok(())
    }
}

/// All texts at once, as they mostly can be; row by row where not, or where one of them has a fault, whose row is wanted. Room is
/// taken before anything is copied.
fn append_texts(texts: &mut Texts, kind: &Kind, view: ArrayView<'_>, room: &mut Room) -> Result<(), Fault> {
    let strings = Strings::of(kind, view)?.ok_or_else(|| Fault::broken("found values of another type than before"))?;
    let rows = view.len();
    let whole = strings.whole(rows);
    let bytes = whole.as_ref().map(|whole| whole.text.len()).or_else(|| strings.packed_len(rows));
    if let Some(bytes) = bytes
        && room.takes(bytes)
    {
        let appended = match whole {
            Some(whole) => texts.reserve(rows, bytes).is_ok() && whole.append_to(texts).is_ok(),
            None => strings.packed(rows, bytes).is_some_and(|packed| append_packed(texts, packed)),
        };
        if appended {
            return Ok(());
        }
        room.give_back(bytes);
    }
    for row in 0..rows {
        let text = strings.get(row)?.unwrap_or_default();
        room.keep(texts, text).map_err(|fault| fault.at(row))?;
    }
    Ok(())
}

/// Appends texts that are put together already, the first of them as they are; answers whether they fit.
fn append_packed(texts: &mut Texts, (text, ends): (String, Vec<u32>)) -> bool {
    if !texts.is_empty() {
        return texts.push_all(&text, ends.iter().map(|end| *end as usize)).is_ok();
    }
    Texts::new(text.into(), ends.into()).map(|packed| *texts = packed).is_ok()
}

/// Appends values of `N` bytes each; those of rows without a value mean nothing.
fn each<const N: usize, T>(view: ArrayView<'_>, out: &mut Vec<T>, value: impl Fn([u8; N]) -> T) -> Result<(), Fault> {
    let values = view.values(1, N)?.as_chunks::<N>().0;
    more(out, view.len())?;
    out.extend(values.iter().take(view.len()).map(|bytes| value(*bytes)));
    Ok(())
}

/// Appends the dates of values of `N` bytes each, by the days that they come to.
fn each_date<const N: usize>(
    view: ArrayView<'_>,
    out: &mut Vec<Date>,
    days: impl Fn([u8; N]) -> i128,
) -> Result<(), Fault> {
    let (values, valid) = (view.values(1, N)?.as_chunks::<N>().0, view.validity()?);
    more(out, view.len())?;
    for (row, bytes) in values.iter().enumerate().take(view.len()) {
        let is_valid = valid.is_none_or(|valid| valid.get(row));
        out.push(if is_valid { date(days(*bytes)).map_err(|fault| fault.at(row))? } else { Date::MIN });
    }
    Ok(())
}

/// The date so many days after 1970-01-01.
fn date(days: i128) -> Result<Date, Fault> {
    let date = i32::try_from(days).ok().and_then(|days| Date::from_days(days).ok());
    date.ok_or_else(|| {
        let message = format!("found the day {days} from 1970-01-01, expected one in the years {}", years());
        Fault::of_code(ErrorCode::BadDate, message, "leave the value out where there is no date")
    })
}

fn years() -> String {
    format!("{} to {}", Date::MIN.civil().0, Date::MAX.civil().0)
}
