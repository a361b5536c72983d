//! Which types are read, and what of them.

use super::error::Fault;
use super::raw::SchemaView;
use okr_core::quoted;

/// A type of values that can be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Signed {
        bytes: usize,
    },
    Unsigned {
        bytes: usize,
    },
    Float {
        bytes: usize,
    },
    Text {
        wide: bool,
    },
    TextViews,
    Days,
    /// Instants in units since 1970-01-01, and the units by which the clock of their zone is ahead.
    Moments {
        per_day: i64,
        ahead: i64,
    },
    Decimal {
        bytes: usize,
        scale: i32,
    },
    Words {
        indices: Box<Kind>,
        words: Box<Kind>,
    },
}

impl Kind {
    pub(super) fn of(schema: SchemaView<'_>) -> Result<Kind, Fault> {
        let kind = Self::of_format(&schema.format()?)?;
        let Some(words) = schema.dictionary() else { return Ok(kind) };
        if !matches!(kind, Kind::Signed { .. } | Kind::Unsigned { .. }) {
            return Err(Fault::broken("found a dictionary whose indices are no integers"));
        }
        if words.dictionary().is_some() {
            return Err(unread("a dictionary of dictionaries"));
        }
        Ok(Kind::Words { indices: Box::new(kind), words: Box::new(Self::of_format(&words.format()?)?) })
    }

    fn of_format(format: &str) -> Result<Kind, Fault> {
        const DAY: i64 = 86_400;
        Ok(match format {
            "n" => Kind::Null,
            "b" => Kind::Boolean,
            "c" => Kind::Signed { bytes: 1 },
            "s" => Kind::Signed { bytes: 2 },
            "i" => Kind::Signed { bytes: 4 },
            "l" => Kind::Signed { bytes: 8 },
            "C" => Kind::Unsigned { bytes: 1 },
            "S" => Kind::Unsigned { bytes: 2 },
            "I" => Kind::Unsigned { bytes: 4 },
            "L" => Kind::Unsigned { bytes: 8 },
            "e" => Kind::Float { bytes: 2 },
            "f" => Kind::Float { bytes: 4 },
            "g" => Kind::Float { bytes: 8 },
            "u" => Kind::Text { wide: false },
            "U" => Kind::Text { wide: true },
            "vu" => Kind::TextViews,
            "tdD" => Kind::Days,
            "tdm" => Kind::Moments { per_day: DAY * 1000, ahead: 0 },
            _ => match (format.strip_prefix("ts"), format.strip_prefix("d:")) {
                (Some(moments), _) => return of_moments(moments, format),
                (_, Some(decimal)) => decimal_of(decimal).ok_or_else(|| unread(name_of(format)))?,
                _ => return Err(unread(name_of(format))),
            },
        })
    }
}

/// Timestamps: unit, colon, zone.
fn of_moments(text: &str, format: &str) -> Result<Kind, Fault> {
    let (unit, zone) = text.split_once(':').ok_or_else(|| unread(name_of(format)))?;
    let per_second: i64 = match unit {
        "s" => 1,
        "m" => 1_000,
        "u" => 1_000_000,
        "n" => 1_000_000_000,
        _ => return Err(unread(name_of(format))),
    };
    let ahead = seconds_ahead(zone).ok_or_else(|| {
        Fault::new(
            format!("found timestamps of the zone {}, expected dates", quoted(zone)),
            "convert the column to dates, or to timestamps without a zone",
        )
    })?;
    Ok(Kind::Moments { per_day: 86_400 * per_second, ahead: ahead * per_second })
}

/// How far the clock of a zone is ahead, in seconds, where its name says so; which zone is how far ahead on which day
/// is for those who have the tables.
fn seconds_ahead(zone: &str) -> Option<i64> {
    if ["", "UTC", "Etc/UTC", "GMT", "Z"].contains(&zone) {
        return Some(0);
    }
    let (sign, clock) =
        zone.strip_prefix('+').map(|rest| (1, rest)).or(zone.strip_prefix('-').map(|rest| (-1, rest)))?;
    let (hours, minutes) = clock.split_once(':')?;
    let part = |text: &str, most: i64| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_number && *number <= most)
    };
    Some(sign * (part(hours, 23)? * 3600 + part(minutes, 59)? * 60))
}

/// Decimals: precision, scale, and bits where those are not 128.
fn decimal_of(text: &str) -> Option<Kind> {
    let mut parts = text.split(',');
    let _precision: u32 = parts.next()?.parse().ok()?;
    let scale: i32 = parts.next()?.parse().ok().filter(|scale: &i32| scale.abs() <= 10_000)?;
    let bits = parts.next().map_or(Some(128), |bits| bits.parse().ok())?;
    let bytes = match bits {
        32 | 64 | 128 if parts.next().is_none() => bits / 8,
        _ => return None,
    };
    Some(Kind::Decimal { bytes, scale })
}

fn unread(found: impl std::fmt::Display) -> Fault {
    let found = found.to_string();
    let help = match found.as_str() {
        "lists" | "structs" | "maps" => "write its values as JSON text, or leave the column out",
        _ => "convert the column, or leave it out",
    };
    Fault::new(format!("found {found}, expected numbers, texts, booleans, dates or timestamps"), help)
}

/// What people call a type that is not read.
fn name_of(format: &str) -> String {
    let name = match format {
        "z" | "Z" | "vz" => "binary values",
        "+s" => "structs",
        "+l" | "+L" | "+vl" | "+vL" => "lists",
        "+m" => "maps",
        "+r" => "run-end encoded values",
        _ if format.starts_with("+w") => "lists",
        _ if format.starts_with("+u") => "unions",
        _ if format.starts_with("w:") => "binary values",
        _ if format.starts_with("tt") => "times of day",
        _ if format.starts_with("tD") => "durations",
        _ if format.starts_with("ti") => "intervals",
        _ if format.starts_with("d:") => "decimals of more than 128 bits",
        _ => return format!("values of the Arrow type {}", quoted(format)),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_say_how_far_ahead_they_are_or_are_refused() {
        assert_eq!(seconds_ahead("+05:30"), Some(19_800));
        assert_eq!(seconds_ahead("-01:00"), Some(-3600));
        assert_eq!(seconds_ahead("Etc/UTC"), Some(0));
        for zone in ["Europe/Berlin", "+5:30", "+24:00", "+-1:00", "+05:60", "+", "é"] {
            assert_eq!(seconds_ahead(zone), None, "{zone}");
        }
        let fault = Kind::of_format("tsu:Europe/Berlin").unwrap_err();
        assert_eq!(fault.message, "found timestamps of the zone `Europe/Berlin`, expected dates");
    }

    #[test]
    fn types_are_read_or_named() {
        assert_eq!(Kind::of_format("d:19,4").unwrap(), Kind::Decimal { bytes: 16, scale: 4 });
        assert_eq!(Kind::of_format("d:9,-2,32").unwrap(), Kind::Decimal { bytes: 4, scale: -2 });
        for (format, name) in [
            ("+l", "lists"),
            ("d:76,2,256", "decimals of more than 128 bits"),
            ("d:", "decimals of more than 128 bits"),
            ("ttu", "times of day"),
            ("tsx:", "values of the Arrow type `tsx:`"),
            ("", "values of the Arrow type ``"),
        ] {
            assert!(Kind::of_format(format).unwrap_err().message.starts_with(&format!("found {name},")), "{format}");
        }
    }
}
