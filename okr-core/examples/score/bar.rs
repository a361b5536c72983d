//! Progress as a bar, with a mark where it is expected to be.

use crate::terminal::{self, paint};
use anstyle::Style;

/// Eighths of a column, from one to seven.
const PARTS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const FULL: char = '█';
const EMPTY: char = '·';
/// Where progress is expected to be, in front of the bar and inside it.
const MARK_AHEAD: char = '│';
const MARK_PASSED: char = '┃';

/// A bar of `width` columns: full only at 1, empty only at 0, and nothing but spaces where there is no progress.
pub(crate) fn bar(progress: Option<f64>, expected: Option<f64>, width: usize, style: Style) -> String {
    let Some(progress) = progress else { return " ".repeat(width) };
    let eighths = width * 8;
    let filled = match progress {
        p if p <= 0.0 => 0,
        p if p >= 1.0 => eighths,
        p => ((p * eighths as f64).round() as usize).clamp(1, eighths - 1),
    };
    let mark = expected.map(|e| ((e.clamp(0.0, 1.0) * width as f64) as usize).min(width - 1));
    let cells: Vec<(Style, char)> =
        (0..width).map(|column| cell(column, filled.saturating_sub(column * 8), mark, style)).collect();
    cells.chunk_by(|a, b| a.0 == b.0).map(painted).collect()
}

/// Neighbours of one style, painted together.
fn painted(cells: &[(Style, char)]) -> String {
    let text: String = cells.iter().map(|(_, cell)| cell).collect();
    cells.first().map_or_else(String::new, |(style, _)| paint(*style, &text))
}

fn cell(column: usize, filled: usize, mark: Option<usize>, style: Style) -> (Style, char) {
    if mark == Some(column) {
        return (terminal::STRONG, if filled >= 4 { MARK_PASSED } else { MARK_AHEAD });
    }
    match filled {
        0 => (terminal::DIM, EMPTY),
        8.. => (style, FULL),
        part => (style, PARTS.get(part - 1).copied().unwrap_or(FULL)),
    }
}
