//! What other producers hand over is read, type by type.

use crate::producer::{Piece, stream};
use okr::arrow::{Cell, OwnedStream, ReadError, read, read_columns};
use okr_core::tables::{Column, Table, Values};
use okr_core::{Date, Limits};
use std::sync::Arc;

/// Reads a table where it lies.
pub(crate) fn read_in_place(stream: OwnedStream, limits: &Limits) -> Result<Table, ReadError> {
    // SAFETY: nobody writes to what the producer of these tests made.
    unsafe { okr::arrow::read_in_place("check_ins", stream, limits, |_| true) }
}

/// Reads one column in both ways, and looks that everything was freed.
pub(crate) fn column(piece: Piece) -> Result<Column, ReadError> {
    let alive = Arc::new(());
    let rows = usize::try_from(piece.length).unwrap_or(0);
    let stream = || stream(vec![Piece::batch(rows, 0, vec![("x", piece.clone())])], &alive);
    let result = read(stream(), &Limits::default());
    assert_eq!(Arc::strong_count(&alive), 1, "everything is freed");
    let same = read_in_place(stream(), &Limits::default());
    assert_eq!(same.as_ref().err(), result.as_ref().err());
    drop(same);
    assert_eq!(Arc::strong_count(&alive), 1, "everything is freed");
    result.map(|table| table.columns().next().unwrap().1.clone())
}

#[test]
fn a_single_batch_is_read_where_it_lies() {
    let alive = Arc::new(());
    let days = Piece::plain("tdD", &[Some(0i32.to_ne_bytes()), Some(20_000i32.to_ne_bytes())], 0);
    let texts = Piece::texts("u", &[Some("é"), Some("b")], 0);
    let wide = Piece::texts("U", &[Some("c"), None], 0);
    let places = [&days, &texts, &wide].map(|piece| piece.buffers.last().unwrap().as_ref().unwrap().as_ptr());
    let columns = vec![("days", days), ("texts", texts), ("wide", wide)];
    let table = read_in_place(stream(vec![Piece::batch(2, 0, columns)], &alive), &Limits::default()).unwrap();
    let columns: Vec<&Column> = table.columns().map(|(_, column)| column).collect();
    let found = columns.iter().map(|column| match column.values() {
        Values::Dates(dates) => dates.as_ptr().cast(),
        Values::Texts(texts) => texts.buffer().as_ptr(),
        values => panic!("{values:?}"),
    });
    assert!(found.eq(places), "nothing was copied");
    assert_eq!(cells(columns[0]), [day("1970-01-01"), day("2024-10-04")]);
    assert_eq!(cells(columns[1]), [Some(Cell::Text("é")), Some(Cell::Text("b"))]);
    assert_eq!(cells(columns[2]), [Some(Cell::Text("c")), None]);
    let last = columns[1].clone();
    drop(table);
    assert!(Arc::strong_count(&alive) > 1, "one column holds the batch");
    assert_eq!(cells(&last), [Some(Cell::Text("é")), Some(Cell::Text("b"))]);
    drop(last);
    assert_eq!(Arc::strong_count(&alive), 1, "everything is freed");
}

#[test]
fn what_cannot_be_read_where_it_lies_is_copied() {
    let read_one = |pieces: Vec<Piece>| {
        let alive = Arc::new(());
        let batches = pieces.into_iter().map(|piece| Piece::batch(2, 0, vec![("x", piece)]));
        let table = read_in_place(stream(batches.collect(), &alive), &Limits::default()).unwrap();
        let column = table.columns().next().unwrap().1.clone();
        drop(table);
        (cells(&column).iter().map(|cell| format!("{cell:?}")).collect::<Vec<_>>().join(" "), Arc::strong_count(&alive))
    };
    let numbers = Piece::plain("g", &[Some(1.5f64.to_ne_bytes()), Some((-2.0f64).to_ne_bytes())], 0);
    let (told, holders) = read_one(vec![numbers]);
    assert_eq!((told.as_str(), holders), ("Some(Number(1.5)) Some(Number(-2.0))", 1), "numbers may be written to");
    let days = |days: [Option<i32>; 2]| Piece::plain("tdD", &days.map(|day| day.map(i32::to_ne_bytes)), 0);
    let (_, holders) = read_one(vec![days([Some(1), None])]);
    assert_eq!(holders, 1, "a row without a date");
    let (_, holders) = read_one(vec![days([Some(1), Some(2)]), days([Some(3), Some(4)])]);
    assert_eq!(holders, 1, "two batches");
    let (told, holders) = read_one(vec![Piece::texts("u", &[Some("skipped"), Some("a"), Some("b")], 1)]);
    assert_eq!((told.as_str(), holders), (r#"Some(Text("a")) Some(Text("b"))"#, 1), "texts that begin later");
}

fn cells(column: &Column) -> Vec<Option<Cell<'_>>> {
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

/// Batch after batch comes with the same dictionary, of which it names little.
#[test]
fn of_a_dictionary_much_larger_than_its_batch_only_the_named_words_are_read() {
    const WORDS: i32 = 10_000;
    let names: Vec<String> = (0..WORDS).map(|word| format!("w{word}")).collect();
    let texts: Vec<Option<&str>> = names.iter().map(|name| Some(name.as_str())).collect();
    let places = [Some(9_999i32.to_ne_bytes()), None, Some(7i32.to_ne_bytes()), Some(9_999i32.to_ne_bytes())];
    // The first day is none that there is; nobody names it.
    let days: Vec<_> = (0..WORDS).map(|day| Some(if day == 0 { i32::MIN } else { day }.to_ne_bytes())).collect();
    let dates = Piece::plain("tdD", &days, 0);
    let batch = |words: &Piece| {
        let indices = Piece { words: Some(Box::new(words.clone())), ..Piece::plain("i", &places, 1) };
        Piece::batch(3, 0, vec![("x", indices)])
    };
    let read = |words: Piece| {
        let alive = Arc::new(());
        let table = read(stream(vec![batch(&words), batch(&words)], &alive), &Limits::default()).unwrap();
        assert_eq!(Arc::strong_count(&alive), 1, "everything is freed");
        table.columns().next().unwrap().1.clone()
    };
    let (low, high) = (Some(Cell::Text("w7")), Some(Cell::Text("w9999")));
    for words in [Piece::texts("u", &texts, 0), Piece::views(&texts, 0)] {
        let column = read(words);
        assert_eq!(cells(&column), [None, low, high, None, low, high]);
    }
    let (low, high) = (day("1970-01-08"), day("1997-05-18"));
    assert_eq!(cells(&read(dates)), [None, low, high, None, low, high]);
}

/// As pandas has it for categories of which none is there.
#[test]
fn a_dictionary_without_words_needs_no_type() {
    let nothing = Piece { format: "n", ..Piece::default() };
    let piece = Piece { words: Some(Box::new(nothing)), ..Piece::plain("c", &[None::<[u8; 1]>, None], 0) };
    assert_eq!(cells(&column(piece).unwrap()), [None, None]);
}

#[test]
fn columns_that_are_not_wanted_may_be_of_any_type() {
    let alive = Arc::new(());
    let numbers = || Piece::plain("i", &[Some(1i32.to_ne_bytes())], 0);
    let batch = Piece::batch(1, 0, vec![("row", Piece { format: "+l", ..numbers() }), ("x", numbers())]);
    let table = read_columns(stream(vec![batch], &alive), &Limits::default(), |name| name != "row").unwrap();
    assert_eq!(
        table.columns().map(|(name, column)| (name, cells(column))).collect::<Vec<_>>(),
        [("x", vec![Some(Cell::Integer(1))])]
    );
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
