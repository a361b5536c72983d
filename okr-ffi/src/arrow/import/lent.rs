//! Texts and dates that stay in the memory of the library that made them.
//!
//! Numbers do not: pandas lends the very memory of numpy arrays, which programs write to.

use super::error::Fault;
use super::kind::Kind;
use super::raw::ArrayView;
use super::strings::Strings;
use super::values::{Growing, Room};
use crate::arrow::owned::OwnedArray;
use okr_core::Date;
use okr_core::tables::{Buffer, Texts, Values};
use std::slice;
use std::sync::Arc;

/// Values within a batch, which is held for as long as anybody reads them.
struct Lent<T: ?Sized> {
    values: *const T,
    _batch: Arc<OwnedArray>,
}

// SAFETY: the values are only read, and stay where they are until the batch is released, on whatever thread that is.
unsafe impl<T: ?Sized + Sync> Send for Lent<T> {}

// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for Lent<T> {}

impl<T: ?Sized> AsRef<T> for Lent<T> {
    fn as_ref(&self) -> &T {
        // SAFETY: who made it vouched that the values live as long as the batch that is held.
        unsafe { &*self.values }
    }
}

/// # Safety
/// The values lie in memory of the batch, where nobody writes before the batch is released.
unsafe fn lent<T: ?Sized + ToOwned<Owned: Default> + Sync + 'static>(values: &T, batch: &Arc<OwnedArray>) -> Buffer<T> {
    Buffer::shared(Arc::new(Lent { values, _batch: Arc::clone(batch) }))
}

/// Bytes as numbers of the machine, where they are aligned as such; producers should see to that, but need not.
fn aligned<T: AnyBytes>(bytes: &[u8]) -> Option<&[T]> {
    // SAFETY: any bytes are a number of these types.
    let (before, values, behind) = unsafe { bytes.align_to() };
    (before.is_empty() && behind.is_empty()).then_some(values)
}

/// Numbers that any bytes are one of.
///
/// # Safety
/// Every pattern of bits is a value of the type.
unsafe trait AnyBytes {}
// SAFETY: so it is with whole numbers.
unsafe impl AnyBytes for i32 {}
// SAFETY: as above.
unsafe impl AnyBytes for u32 {}

/// Days since 1970-01-01 as dates, where each of them is one.
fn dates(days: &[i32]) -> Option<&[Date]> {
    let range = Date::MIN.days()..=Date::MAX.days();
    // All are looked at, which is done many at a time.
    let fit = days.iter().fold(true, |fit, day| fit & range.contains(day));
    // SAFETY: a date is laid out as the number of its day, and each of these days is one.
    fit.then(|| unsafe { slice::from_raw_parts(days.as_ptr().cast(), days.len()) })
}

impl Growing {
    /// Takes the rows of an array as the first of a column without copying what lies as the engine reads it; answers
    /// whether it did.
    ///
    /// # Safety
    /// The array is one of the batch.
    pub(super) unsafe fn borrow(
        &mut self,
        kind: &Kind,
        view: ArrayView<'_>,
        batch: &Arc<OwnedArray>,
        room: &mut Room,
    ) -> Result<bool, Fault> {
        if !self.valid.is_empty() || view.len() == 0 {
            return Ok(false);
        }
        let values = match kind {
            // Of a row without a date, its number may be that of no date.
            Kind::Days if view.validity()?.is_none() => {
                let days = aligned(view.values(1, 4)?).and_then(dates);
                // SAFETY: they lie in a buffer of the batch, as the caller says.
                days.map(|dates| Values::Dates(unsafe { lent(dates, batch) }))
            }
            // SAFETY: as above.
            Kind::Text { .. } => unsafe { texts(kind, view, batch, room) }?.map(Values::Texts),
            _ => None,
        };
        let Some(values) = values else { return Ok(false) };
        self.values = values;
        self.append_validity(view)?;
        Ok(true)
    }
}

/// Texts where they lie, with their offsets where those have 32 bits.
///
/// # Safety
/// As [`Growing::borrow`].
unsafe fn texts(
    kind: &Kind,
    view: ArrayView<'_>,
    batch: &Arc<OwnedArray>,
    room: &mut Room,
) -> Result<Option<Texts>, Fault> {
    let whole = Strings::of(kind, view)?.and_then(|strings| strings.whole(view.len()));
    let Some(whole) = whole else { return Ok(None) };
    // Texts of the engine begin where their buffer does.
    if whole.start > 0 || !room.takes(whole.text.len()) {
        return Ok(None);
    }
    let ends = match whole.narrow_ends().and_then(aligned::<u32>) {
        // SAFETY: the caller says so.
        Some(ends) => unsafe { lent(ends, batch) },
        None => whole.copied_ends().into(),
    };
    // SAFETY: the caller says so.
    let texts = Texts::new(unsafe { lent(whole.text, batch) }, ends).ok();
    if texts.is_none() {
        room.give_back(whole.text.len());
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_aligned_is_read_in_place() {
        let numbers = [1u32, 2, 3, 4];
        // SAFETY: these are the bytes of the numbers.
        let bytes: &[u8] = unsafe { slice::from_raw_parts(numbers.as_ptr().cast(), 16) };
        assert_eq!(aligned::<u32>(bytes), Some(&numbers[..]));
        assert_eq!(aligned::<u32>(&bytes[2..10]), None);
        assert_eq!(aligned::<u32>(&bytes[4..12]).map(<[u32]>::len), Some(2));
        assert_eq!(aligned::<u32>(&bytes[..7]), None);
    }

    #[test]
    fn days_beyond_the_calendar_are_no_dates() {
        assert_eq!(dates(&[0, 1]).map(|dates| dates[1].to_string()), Some("1970-01-02".to_owned()));
        assert_eq!(dates(&[0, i32::MAX]), None);
        assert_eq!(dates(&[Date::MIN.days() - 1]), None);
    }
}
