//! Reading an example's fields by meaning: the first name present wins, of the kind that is asked for.

use super::words::plain;
use okr_core::Date;
use serde_json::{Map, Value};

/// The fields of an example, or of one of its members.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Input<'a> {
    /// The fields of a value that is an object.
    pub(crate) fn of(value: &'a Value) -> Option<Input<'a>> {
        value.as_object().map(Input)
    }

    /// The first of the names that is present, whatever it holds.
    pub(crate) fn any(self, keys: &[&str]) -> Option<&'a Value> {
        keys.iter().find_map(|key| self.0.get(*key))
    }

    fn first<T>(self, keys: &[&str], read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        keys.iter().filter_map(|key| self.0.get(*key)).find_map(read)
    }

    pub(crate) fn has(self, keys: &[&str]) -> bool {
        self.any(keys).is_some()
    }

    pub(crate) fn number(self, keys: &[&str]) -> Option<f64> {
        self.first(keys, Value::as_f64)
    }

    pub(crate) fn whole(self, keys: &[&str]) -> Option<i32> {
        self.number(keys).filter(|x| x.fract() == 0.0 && x.abs() < 1e6).map(|x| x as i32)
    }

    pub(crate) fn text(self, keys: &[&str]) -> Option<&'a str> {
        self.first(keys, Value::as_str)
    }

    pub(crate) fn flag(self, keys: &[&str]) -> Option<bool> {
        self.first(keys, Value::as_bool)
    }

    pub(crate) fn list(self, keys: &[&str]) -> Option<&'a [Value]> {
        self.first(keys, Value::as_array).map(Vec::as_slice)
    }

    pub(crate) fn numbers(self, keys: &[&str]) -> Option<Vec<Option<f64>>> {
        self.first(keys, numbers)
    }

    pub(crate) fn object(self, keys: &[&str]) -> Option<Input<'a>> {
        self.first(keys, Input::of)
    }

    pub(crate) fn date(self, keys: &[&str]) -> Option<Date> {
        self.first(keys, date)
    }

    /// Every text under these names, in its plain form.
    pub(crate) fn words(self, keys: &[&str]) -> Vec<String> {
        keys.iter().filter_map(|key| self.0.get(*key)).filter_map(Value::as_str).map(plain).collect()
    }

    /// The texts of a list, in their plain form.
    pub(crate) fn words_of(self, keys: &[&str]) -> Vec<String> {
        self.list(keys).unwrap_or_default().iter().filter_map(Value::as_str).map(plain).collect()
    }
}

/// A list of numbers and nulls; `None` where it holds anything else.
pub(crate) fn numbers(value: &Value) -> Option<Vec<Option<f64>>> {
    value.as_array()?.iter().map(|item| if item.is_null() { Some(None) } else { item.as_f64().map(Some) }).collect()
}

/// A date, or the day of a moment: `2026-02-15`, `2026-02-15T12:00:00Z`.
pub(crate) fn date(value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    text.get(..10)?.parse().ok()
}
