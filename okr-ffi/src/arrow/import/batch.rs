//! The rows of one batch, appended to a column.

use super::decimal::{decimal, half};
use super::dictionary;
use super::error::Fault;
use super::kind::Kind;
use super::raw::ArrayView;
use super::strings::Strings;
use super::values::{Texts, Values};
use okr_core::Date;

/// How much text may still be kept.
pub(super) struct Room {
    limit: usize,
    left: usize,
}

impl Room {
    pub(super) fn new(limit: usize) -> Room {
        Room { limit, left: limit }
    }

    /// Keeps a text, as far as there is room.
    pub(super) fn keep(&mut self, texts: &mut Texts, text: &str) -> Result<(usize, usize), Fault> {
        self.left = self.left.checked_sub(text.len()).ok_or_else(|| {
            Fault::new(format!("found more than {} bytes of text", self.limit), "read with higher limits")
        })?;
        Ok(texts.keep(text))
    }
}

impl Values {
    /// No row yet.
    pub(super) fn empty(kind: &Kind) -> Values {
        match kind {
            Kind::Null => Values::Nulls(0),
            Kind::Boolean => Values::Booleans(Vec::new()),
            Kind::Signed { .. } => Values::Integers(Vec::new()),
            Kind::Unsigned { .. } => Values::Unsigned(Vec::new()),
            Kind::Float { .. } | Kind::Decimal { .. } => Values::Numbers(Vec::new()),
            Kind::Text { .. } | Kind::TextViews => Values::Texts(Texts::default()),
            Kind::Days | Kind::Moments { .. } => Values::Dates(Vec::new()),
            Kind::Words { words, .. } => Values::empty(words),
        }
    }

    /// Appends the rows of an array of that kind, which the values were made for.
    pub(super) fn append(&mut self, kind: &Kind, view: ArrayView<'_>, room: &mut Room) -> Result<(), Fault> {
        match (kind, self) {
            (Kind::Words { indices, words }, values) => dictionary::append(values, indices, words, view, room),
            (Kind::Null, Values::Nulls(rows)) => {
                *rows += view.len();
                Ok(())
            }
            (Kind::Boolean, Values::Booleans(values)) => {
                let (bits, valid) = (view.bits(1)?, view.validity()?);
                more(values, view.len())?;
                values
                    .extend((0..view.len()).map(|row| valid.is_none_or(|valid| valid.get(row)).then(|| bits.get(row))));
                Ok(())
            }
            (Kind::Signed { bytes: 1 }, Values::Integers(out)) => each(view, out, |x| Ok(i8::from_ne_bytes(x).into())),
            (Kind::Signed { bytes: 2 }, Values::Integers(out)) => each(view, out, |x| Ok(i16::from_ne_bytes(x).into())),
            (Kind::Signed { bytes: 4 }, Values::Integers(out)) => each(view, out, |x| Ok(i32::from_ne_bytes(x).into())),
            (Kind::Signed { .. }, Values::Integers(out)) => each(view, out, |x| Ok(i64::from_ne_bytes(x))),
            (Kind::Unsigned { bytes: 1 }, Values::Unsigned(out)) => {
                each(view, out, |x| Ok(u8::from_ne_bytes(x).into()))
            }
            (Kind::Unsigned { bytes: 2 }, Values::Unsigned(out)) => {
                each(view, out, |x| Ok(u16::from_ne_bytes(x).into()))
            }
            (Kind::Unsigned { bytes: 4 }, Values::Unsigned(out)) => {
                each(view, out, |x| Ok(u32::from_ne_bytes(x).into()))
            }
            (Kind::Unsigned { .. }, Values::Unsigned(out)) => each(view, out, |x| Ok(u64::from_ne_bytes(x))),
            (Kind::Float { bytes: 2 }, Values::Numbers(out)) => each(view, out, |x| Ok(half(u16::from_ne_bytes(x)))),
            (Kind::Float { bytes: 4 }, Values::Numbers(out)) => each(view, out, |x| Ok(f32::from_ne_bytes(x).into())),
            (Kind::Float { .. }, Values::Numbers(out)) => each(view, out, |x| Ok(f64::from_ne_bytes(x))),
            (Kind::Decimal { bytes: 4, scale }, Values::Numbers(out)) => {
                each(view, out, |x| Ok(decimal(i32::from_ne_bytes(x).into(), *scale)))
            }
            (Kind::Decimal { bytes: 8, scale }, Values::Numbers(out)) => {
                each(view, out, |x| Ok(decimal(i64::from_ne_bytes(x).into(), *scale)))
            }
            (Kind::Decimal { scale, .. }, Values::Numbers(out)) => {
                each(view, out, |x| Ok(decimal(i128::from_ne_bytes(x), *scale)))
            }
            (Kind::Days, Values::Dates(out)) => each(view, out, |x| date(i32::from_ne_bytes(x).into())),
            (Kind::Moments { per_day, ahead }, Values::Dates(out)) => {
                // Wide enough for any moment and zone.
                let (per_day, ahead) = (i128::from(*per_day), i128::from(*ahead));
                each(view, out, |x| date((i128::from(i64::from_ne_bytes(x)) + ahead).div_euclid(per_day)))
            }
            (kind, Values::Texts(texts)) => append_texts(texts, kind, view, room),
            // Values are made for their kind.
            _ => Err(Fault::broken("found values of another type than before")),
        }
    }
}

fn append_texts(texts: &mut Texts, kind: &Kind, view: ArrayView<'_>, room: &mut Room) -> Result<(), Fault> {
    let strings = Strings::of(kind, view)?.ok_or_else(|| Fault::broken("found values of another type than before"))?;
    more(&mut texts.spans, view.len())?;
    for row in 0..view.len() {
        let span = match strings.get(row)? {
            Some(text) => Some(room.keep(texts, text).map_err(|fault| fault.at(row))?),
            None => None,
        };
        texts.spans.push(span);
    }
    Ok(())
}

/// Appends values of `N` bytes each.
fn each<const N: usize, T>(
    view: ArrayView<'_>,
    out: &mut Vec<Option<T>>,
    value: impl Fn([u8; N]) -> Result<T, Fault>,
) -> Result<(), Fault> {
    let (values, valid) = (view.values(1, N)?.as_chunks::<N>().0, view.validity()?);
    more(out, view.len())?;
    for (row, bytes) in values.iter().enumerate().take(view.len()) {
        let is_valid = valid.is_none_or(|valid| valid.get(row));
        out.push(if is_valid { Some(value(*bytes).map_err(|fault| fault.at(row))?) } else { None });
    }
    Ok(())
}

/// Makes room for so many more rows.
pub(super) fn more<T>(out: &mut Vec<T>, rows: usize) -> Result<(), Fault> {
    out.try_reserve(rows)
        .map_err(|_| Fault::new(format!("found {rows} rows, more than there is memory for"), "read fewer rows"))
}

/// The date so many days after 1970-01-01.
fn date(days: i128) -> Result<Date, Fault> {
    let date = i32::try_from(days).ok().and_then(|days| Date::from_days(days).ok());
    date.ok_or_else(|| {
        let message = format!("found the day {days} from 1970-01-01, expected one in the years {}", years());
        Fault::new(message, "leave the value out where there is no date")
    })
}

fn years() -> String {
    format!("{} to {}", Date::MIN.civil().0, Date::MAX.civil().0)
}
