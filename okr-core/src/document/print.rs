//! JSON out: one line, defaults omitted by the types, the shortest numbers that read back to the same bits.

use crate::model::number::Number;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io::{self, Write};

/// Whole numbers without a fraction are printed without one; everything else as serde_json does.
struct Canonical(CompactFormatter);

/// Whole numbers up to here are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Formatter for Canonical {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let whole = value as i64;
        if value.abs() < EXACT && whole as f64 == value {
            self.0.write_i64(writer, whole)
        } else {
            self.0.write_f64(writer, value)
        }
    }

    /// Numbers that serde_json keeps as text, as it does with its feature `arbitrary_precision`.
    fn write_number_str<W: ?Sized + Write>(&mut self, writer: &mut W, value: &str) -> io::Result<()> {
        match Number::parse(value) {
            Some(Number::Float(x)) => self.write_f64(writer, x),
            Some(whole) => self.0.write_number_str(writer, &whole.to_string()),
            None => self.0.write_number_str(writer, value),
        }
    }
}

/// A value as canonical JSON. The types of this crate have text keys only, so that printing to memory cannot fail.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Canonical(CompactFormatter));
    let printed = value.serialize(&mut serializer);
    debug_assert!(printed.is_ok(), "printing to memory: {printed:?}");
    String::from_utf8(out).unwrap_or_default()
}
