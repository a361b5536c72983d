//! The terminal: its width, and the few styles in use. Which of them reach it, anstream decides.

use anstyle::{AnsiColor, Style};
use okr_core::Status;
use std::io::IsTerminal;

/// Columns where there is no terminal to ask.
const PLAIN: usize = 100;
/// Below this nothing fits; above it the eye loses the line.
const NARROWEST: usize = 40;
const WIDEST: usize = 160;

pub(crate) const PLAINLY: Style = Style::new();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const DOUBTFUL: Style = AnsiColor::Yellow.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default();

/// Columns to fill: COLUMNS, else those of the terminal, else 100.
pub(crate) fn width() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = stated.or_else(of_terminal).unwrap_or(PLAIN);
    width.clamp(NARROWEST, WIDEST)
}

fn of_terminal() -> Option<usize> {
    let out = std::io::stdout();
    let size = if out.is_terminal() { terminal_size::terminal_size_of(out) } else { None };
    size.map(|(width, _)| usize::from(width.0))
}

/// A text in a style.
pub(crate) fn paint(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// The style of a status.
pub(crate) fn style_of(status: Status) -> Style {
    match status {
        Status::OnTrack => GOOD,
        Status::Achieved | Status::Exceeded => GOOD.bold(),
        Status::AtRisk => DOUBTFUL,
        Status::OffTrack | Status::Missed => BAD,
        _ => DIM,
    }
}
