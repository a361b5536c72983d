//! Text in columns: cleaned, measured, wrapped and filled up.

use okr_core::Severity;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text of a document as it may reach a terminal: control characters and those that reorder the text around them are
/// shown as such.
pub(crate) fn clean(text: &str) -> String {
    let is_harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_harmful(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// A text filled up with spaces behind it.
pub(crate) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// A text filled up with spaces before it.
pub(crate) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// A text in lines of at most `width` columns, broken between words where that is possible.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let needed = columns(word);
        if used > 0 && used + 1 + needed > width {
            lines.push(String::new());
            used = 0;
        }
        let line = match lines.last_mut() {
            Some(line) => line,
            None => break,
        };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if needed <= width {
            line.push_str(word);
            used += needed;
        } else {
            used = broken(word, width, &mut lines);
        }
    }
    lines
}

/// Breaks a word that is longer than a line; how much of the last line it takes.
fn broken(word: &str, width: usize, lines: &mut Vec<String>) -> usize {
    let mut used = lines.last().map_or(0, |line| columns(line));
    for c in word.chars() {
        let needed = c.width().unwrap_or(0);
        if used + needed > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        used += needed;
    }
    used
}

/// A number with commas between thousands, and no more decimals than it has.
pub(crate) fn number(x: f64) -> String {
    // Six significant digits show what a person typed; beyond a billion, as the engine prints it.
    if x != 0.0 && x.abs() < 1e-6 {
        return format!("{x:e}");
    }
    let whole = x.abs() >= 1e6 || x.fract() == 0.0;
    let plain = if whole { format!("{x:.0}") } else { short(x) };
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (units, decimals) = digits.split_once('.').map_or((digits, None), |(units, rest)| (units, Some(rest)));
    if units.len() > 15 || !units.bytes().all(|b| b.is_ascii_digit()) {
        return format!("{x:e}");
    }
    let mut grouped = String::from(sign);
    for (at, digit) in units.chars().enumerate() {
        if at > 0 && (units.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}

/// A number with so many decimals; one that is too small for them is zero, without a sign.
pub(crate) fn fixed(x: f64, decimals: usize) -> String {
    let text = format!("{x:.decimals$}");
    let is_zero = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// Six significant digits at most, zeros at the end dropped.
fn short(x: f64) -> String {
    let magnitude = x.abs().log10().floor() as i32;
    let decimals = (5 - magnitude).clamp(0, 9) as usize;
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A value with its unit: `110.2%`, `4.63/5`, `26.5 hours`.
pub(crate) fn value(x: f64, unit: Option<&str>) -> String {
    match unit {
        None | Some("") => number(x),
        Some(unit) if unit.starts_with(['%', '/']) => format!("{}{}", number(x), clean(unit)),
        Some(unit) => format!("{} {}", number(x), clean(unit)),
    }
}

/// How many of each severity: `2 errors, 1 warning`.
pub(crate) fn counted(findings: impl Iterator<Item = (Severity, usize)>) -> String {
    let mut counts = [("error", 0), ("warning", 0), ("hint", 0)];
    for (severity, count) in findings {
        for (name, sum) in &mut counts {
            *sum += if *name == severity.as_str() { count } else { 0 };
        }
    }
    let parts: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(name, n)| plural(*n, name)).collect();
    parts.join(", ")
}

/// `1 objective`, `2 objectives`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
