//! What other producers hand over is read, type by type.

use crate::producer::{Piece, stream};
use okr::arrow::{Cell, ReadError, read};
use okr_core::{Date, Limits};
use std::sync::Arc;

/// Reads one column, and looks that everything was freed.
pub(crate) fn column(piece: Piece) -> Result<okr_core::tables::Column, ReadError> {
    let alive = Arc::new(());
    let rows = usize::try_from(piece.length).unwrap_or(0);
    let result = read(stream(vec![Piece::batch(rows, 0, vec![("x", piece)])], &alive), &Limits::default());
    assert_eq!(Arc::strong_count(&alive), 1, "everything is freed");
    result.map(|table| table.columns().next().unwrap().1.clone())
}

fn cells(column: &okr_core::tables::Column) -> Vec<Option<Cell<'_>>> {
    (0..column.len()).map(|row| column.get(row)).collect()
}

fn day(text: &str) -> Option<Cell<'static>> {
    Some(Cell::Date(text.parse::<Date>().unwrap()))
}

#[test]
fn integers_of_every_width() {
    let signed = |piece| {
        let column = column(piece).unwrap();
        assert_eq!(cells(&column), [Some(Cell::Integer(-2)), None, Some(Cell::Integer(5))]);
    };
    signed(Piece::plain("c", &[Some((-2i8).to_ne_bytes()), None, Some(5i8.to_ne_bytes())], 0));
    signed(Piece::plain("s", &[Some((-2i16).to_ne_bytes()), None, Some(5i16.to_ne_bytes())], 0));
    signed(Piece::plain("i", &[Some((-2i32).to_ne_bytes()), None, Some(5i32.to_ne_bytes())], 0));
    signed(Piece::plain("l", &[Some((-2i64).to_ne_bytes()), None, Some(5i64.to_ne_bytes())], 0));
    let unsigned = |piece, most| {
        let column = column(piece).unwrap();
        assert_eq!(cells(&column), [None, Some(Cell::Unsigned(most))]);
    };
    unsigned(Piece::plain("C", &[None, Some(u8::MAX.to_ne_bytes())], 0), u8::MAX.into());
    unsigned(Piece::plain("S", &[None, Some(u16::MAX.to_ne_bytes())], 0), u16::MAX.into());
    unsigned(Piece::plain("I", &[None, Some(u32::MAX.to_ne_bytes())], 0), u32::MAX.into());
    unsigned(Piece::plain("L", &[None, Some(u64::MAX.to_ne_bytes())], 0), u64::MAX);
}

#[test]
fn floats_decimals_and_booleans() {
    let expected = [Some(Cell::Number(-1.5)), None];
    assert_eq!(cells(&column(Piece::plain("e", &[Some(0xbe00u16.to_ne_bytes()), None], 0)).unwrap()), expected);
    assert_eq!(cells(&column(Piece::plain("f", &[Some((-1.5f32).to_ne_bytes()), None], 0)).unwrap()), expected);
    assert_eq!(cells(&column(Piece::plain("g", &[Some((-1.5f64).to_ne_bytes()), None], 0)).unwrap()), expected);
    assert_eq!(cells(&column(Piece::plain("d:9,1", &[Some((-15i128).to_ne_bytes()), None], 0)).unwrap()), expected);
    assert_eq!(cells(&column(Piece::plain("d:9,2,64", &[Some((-150i64).to_ne_bytes()), None], 0)).unwrap()), expected);
    assert_eq!(cells(&column(Piece::plain("d:9,3,32", &[Some((-1500i32).to_ne_bytes()), None], 0)).unwrap()), expected);
    let nan = column(Piece::plain("g", &[Some(f64::NAN.to_ne_bytes())], 0)).unwrap();
    assert!(matches!(nan.get(0), Some(Cell::Number(x)) if x.is_nan()), "a value, and not an absent one");
    let flags = column(Piece::flags(&[None, Some(true), None, Some(false)], 1)).unwrap();
    assert_eq!(cells(&flags), [Some(Cell::Boolean(true)), None, Some(Cell::Boolean(false))]);
}

#[test]
fn texts_of_every_layout() {
    let long = "über den Rand des Eingebetteten";
    let texts = [Some("lost"), Some(""), None, Some("zwölf Bytes!"), Some(long), Some(long)];
    let expected: Vec<_> = texts[1..].iter().map(|text| text.map(Cell::Text)).collect();
    for piece in [Piece::texts("u", &texts, 1), Piece::texts("U", &texts, 1), Piece::views(&texts, 1)] {
        assert_eq!(cells(&column(piece).unwrap()), expected);
    }
}

#[test]
fn dictionaries_of_texts_and_of_numbers() {
    let indices = [Some(1u8.to_ne_bytes()), None, Some(0u8.to_ne_bytes()), Some(2u8.to_ne_bytes())];
    for words in [
        Piece::texts("u", &[Some("on_track"), Some("at_risk"), None], 0),
        Piece::texts("U", &[Some("lost"), Some("on_track"), Some("at_risk"), None], 1),
        Piece::views(&[Some("on_track"), Some("at_risk"), None], 0),
    ] {
        let piece = Piece { words: Some(Box::new(words)), ..Piece::plain("C", &indices, 0) };
        let column = column(piece).unwrap();
        assert_eq!(cells(&column), [Some(Cell::Text("at_risk")), None, Some(Cell::Text("on_track")), None]);
    }
    let words = Piece::plain("g", &[Some(0.5f64.to_ne_bytes()), Some(0.7f64.to_ne_bytes()), None], 0);
    let column = column(Piece { words: Some(Box::new(words)), ..Piece::plain("C", &indices, 0) }).unwrap();
    assert_eq!(cells(&column), [Some(Cell::Number(0.7)), None, Some(Cell::Number(0.5)), None]);
}

#[test]
fn dates_and_timestamps_are_civil_days() {
    let days = [Some(20_738i32.to_ne_bytes()), None, Some((-1i32).to_ne_bytes())];
    let dates = column(Piece::plain("tdD", &days, 0)).unwrap();
    assert_eq!(cells(&dates), [day("2026-10-12"), None, day("1969-12-31")]);
    // Half an hour before midnight, and the second before 1970.
    let seconds = [20_738 * 86_400 + 84_600, -1i64];
    for (format, per_second, first) in [
        ("tdm", 1_000, "2026-10-12"),
        ("tss:", 1, "2026-10-12"),
        ("tsm:", 1_000, "2026-10-12"),
        ("tsu:UTC", 1_000_000, "2026-10-12"),
        ("tsn:+01:00", 1_000_000_000, "2026-10-13"),
        ("tsn:-23:30", 1_000_000_000, "2026-10-12"),
        ("tsn:-23:31", 1_000_000_000, "2026-10-11"),
    ] {
        let values = seconds.map(|second| Some((second * per_second).to_ne_bytes()));
        let read = column(Piece::plain(format, &values, 0)).unwrap();
        assert_eq!(read.get(0), day(first), "{format}");
    }
    let read = column(Piece::plain("tss:", &[Some((-1i64).to_ne_bytes())], 0)).unwrap();
    assert_eq!(read.get(0), day("1969-12-31"));
}

#[test]
fn columns_without_type_and_tables_without_columns() {
    let nothing = Piece { format: "n", length: 3, nulls: 3, ..Piece::default() };
    assert_eq!(cells(&column(nothing).unwrap()), [None, None, None]);
    let alive = Arc::new(());
    let table = read(stream(vec![Piece::batch(4, 0, vec![])], &alive), &Limits::default()).unwrap();
    assert_eq!((table.rows(), table.columns().len()), (4, 0));
    // Empty arrays may lack every buffer.
    let empty = Piece { format: "u", buffers: vec![None, None, None], ..Piece::default() };
    assert!(column(empty).unwrap().is_empty());
}

#[test]
fn batches_stand_one_behind_the_other_and_may_be_cut() {
    let alive = Arc::new(());
    let piece = |numbers: &[i32]| {
        let values: Vec<_> = numbers.iter().map(|x| Some(x.to_ne_bytes())).collect();
        ("x", Piece::plain("i", &values, 1))
    };
    let batches = vec![
        Piece::batch(2, 0, vec![piece(&[0, 1, 2])]),
        Piece::batch(0, 0, vec![piece(&[0])]),
        // The cut of the batch is on top of that of its column.
        Piece::batch(1, 1, vec![piece(&[0, 0, 3, 0])]),
    ];
    let table = read(stream(batches, &alive), &Limits::default()).unwrap();
    assert_eq!(cells(table.columns().next().unwrap().1), [1, 2, 3].map(|x| Some(Cell::Integer(x))));
    assert_eq!((table.rows(), Arc::strong_count(&alive)), (3, 1));
}
