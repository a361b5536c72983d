//! What is printed: one line a comparison.

/// `1234567` as `1,234,567`.
pub(crate) fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Three significant digits and no more: the rest is noise.
fn short(value: f64) -> String {
    match value {
        value if value >= 99.95 => format!("{value:.0}"),
        value if value >= 9.995 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

pub(crate) fn head(title: &str) {
    println!("\n{title}\n{:<58}{:>9}{:>9}{:>9}", "", "okr", "rival", "ratio");
}

/// One comparison; `unit` says of what, `rival` beside whom.
pub(crate) fn line(what: &str, unit: &str, okr: f64, rival: &str, other: f64) {
    let what = format!("{what}, {unit}");
    println!("  {what:<56}{:>9}{:>9}{:>9}  {rival}", short(okr), short(other), short(okr / other));
}

/// A figure of the engine that stands alone.
pub(crate) fn figure(what: &str, unit: &str, okr: f64) {
    let what = format!("{what}, {unit}");
    println!("  {what:<56}{:>9}", short(okr));
}
