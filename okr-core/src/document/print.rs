//! JSON out: one line, defaults omitted by the types, the shortest numbers that read back to the same bits.

use crate::cancel::{Brake, Cancelled};
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
    let printed = print(value, &mut out);
    debug_assert!(printed.is_ok(), "printing to memory: {printed:?}");
    String::from_utf8(out).unwrap_or_default()
}

/// The same, unless it is cancelled.
pub(crate) fn to_json_braked<T: Serialize + ?Sized>(value: &T, brake: Brake<'_>) -> Result<String, Cancelled> {
    brake.check()?;
    let mut out = Braked { text: Vec::new(), checked: 0, brake };
    // Printing to memory fails in no other way.
    print(value, &mut out).map_err(|_| Cancelled)?;
    Ok(String::from_utf8(out.text).unwrap_or_default())
}

fn print<T: Serialize + ?Sized>(value: &T, out: impl Write) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Canonical(CompactFormatter)))
}

/// Text that ends where it is cancelled.
struct Braked<'a> {
    text: Vec<u8>,
    /// How much of it there was when the brake was looked at last.
    checked: usize,
    brake: Brake<'a>,
}

impl Write for Braked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const BYTES: usize = 64 << 10;
        if self.text.len() - self.checked > BYTES {
            self.checked = self.text.len();
            self.brake.check().map_err(|Cancelled| io::Error::from(io::ErrorKind::Other))?;
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
