//! What cannot be read, or breaks the rules in ways that can be seen, is refused by column and row.

use crate::import::{column, read_in_place};
use crate::producer::{Piece, stream, stream_of};
use okr::arrow::{OwnedStream, read};
use okr_core::{ErrorCode, Limits};
use std::sync::Arc;

fn numbers() -> Piece {
    Piece::plain("g", &[1.0, 2.0, 3.0].map(|x: f64| Some(x.to_ne_bytes())), 0)
}

fn texts() -> Piece {
    Piece::texts("u", &[Some("a"), Some("bc"), Some("d")], 0)
}

fn offsets(ends: [i32; 4]) -> Option<Vec<u8>> {
    Some(ends.into_iter().flat_map(i32::to_ne_bytes).collect())
}

#[test]
fn a_fault_names_column_and_row() {
    let dates = [Some(0i32.to_ne_bytes()), Some(9_999_999i32.to_ne_bytes())];
    let cases: Vec<(Piece, &str)> = vec![
        (
            Piece::plain("tdD", &dates, 0),
            "column `x`, row 1: found the day 9999999 from 1970-01-01, expected one in the years 1900 to 2999",
        ),
        (
            Piece { buffers: vec![None, offsets([0, 1, 3, 4]), Some(b"a\xff\xffd".to_vec())], ..texts() },
            "column `x`, row 1: found text that is not UTF-8",
        ),
        (
            Piece { buffers: vec![None, offsets([0, 2, 1, 3]), Some(b"abc".to_vec())], ..texts() },
            "column `x`, row 1: found a text outside its buffer",
        ),
        (
            Piece { buffers: vec![None, offsets([-1, 1, 2, 3]), Some(b"abc".to_vec())], ..texts() },
            "column `x`, row 0: found a text outside its buffer",
        ),
        (
            Piece { buffers: vec![None, offsets([0, 1, 2, -3]), Some(b"abc".to_vec())], ..texts() },
            "column `x`: found a buffer beyond the address space",
        ),
        (Piece { buffers: vec![None, None], ..numbers() }, "column `x`: found no buffer 1, expected 24 bytes"),
        (Piece { buffers: vec![None], ..numbers() }, "column `x`: found 1 buffers, expected at least 2"),
        (Piece { buffers: vec![], ..numbers() }, "column `x`: found 0 buffers, expected at least 2"),
        (
            Piece { nulls: 2, buffers: vec![None, Some(vec![0; 24])], ..numbers() },
            "column `x`: found 2 nulls but no validity bitmap",
        ),
        (Piece { offset: -1, ..numbers() }, "column `x`: found 3 rows from row -1 on"),
        (Piece { offset: i64::MAX, ..numbers() }, "column `x`: found a buffer beyond the address space"),
        (
            Piece { format: "+l", ..numbers() },
            "column `x`: found lists, expected numbers, texts, booleans, dates or timestamps",
        ),
        (
            Piece { format: "tsu:Europe/Berlin", ..numbers() },
            "column `x`: found timestamps of the zone `Europe/Berlin`, expected dates",
        ),
        (
            Piece { words: Some(Box::new(texts())), ..Piece::plain("c", &[Some([0u8]), Some([3])], 0) },
            "column `x`, row 1: found index 3 into a dictionary of 3",
        ),
        (
            Piece { words: Some(Box::new(texts())), ..Piece::plain("c", &[Some([0xffu8])], 0) },
            "column `x`, row 0: found index -1 into a dictionary of 3",
        ),
        (
            Piece { words: Some(Box::new(texts())), ..numbers() },
            "column `x`: found a dictionary whose indices are no integers",
        ),
        (
            Piece {
                words: Some(Box::new(Piece { format: "n", length: i64::MAX, nulls: i64::MAX, ..Piece::default() })),
                ..Piece::plain("L", &[Some((i64::MAX as u64 - 1).to_ne_bytes())], 0)
            },
            "column `x`: found a dictionary of 9223372036854775807 words without a type",
        ),
        (
            Piece { buffers: vec![None, Some(vec![0; 16])], ..Piece::views(&[Some("a")], 0) },
            "column `x`: found 2 buffers, expected at least 3",
        ),
    ];
    for (piece, message) in cases {
        assert_eq!(column(piece).unwrap_err().to_string(), message);
    }
    // A view into a buffer that is not there.
    let mut views = Piece::views(&[Some("a text that is long enough")], 0);
    views.buffers[1].as_mut().unwrap()[8] = 7;
    assert_eq!(column(views).unwrap_err().to_string(), "column `x`, row 0: found a text outside its buffer");
}

#[test]
fn a_table_that_is_none_is_refused() {
    let alive = Arc::new(());
    let message = |batches| read(stream(batches, &alive), &Limits::default()).unwrap_err().to_string();
    assert_eq!(message(vec![numbers()]), "found a single column, expected a table");
    let short = Piece::batch(4, 0, vec![("x", numbers())]);
    assert_eq!(message(vec![short]), "column `x`: found 3 rows in a column, expected 4 as the table has");
    let row = Piece { buffers: vec![Some(vec![0b101])], ..Piece::batch(3, 0, vec![("x", numbers())]) };
    assert_eq!(message(vec![row]), "found rows that are null as a whole");
    let negative = Piece { length: -3, ..Piece::batch(3, 0, vec![("x", numbers())]) };
    assert_eq!(message(vec![negative]), "found -3 rows from row 0 on");
    let good = Piece::batch(3, 0, vec![("x", numbers())]);
    let more = Piece::batch(3, 0, vec![("x", numbers()), ("y", numbers())]);
    assert_eq!(message(vec![good, more]), "found 2 columns in a batch, expected 1");
    assert_eq!(Arc::strong_count(&alive), 1, "everything is freed");
    // A row counts through all batches.
    let dates = |days: i32| Piece::batch(2, 0, vec![("on", Piece::plain("tdD", &[None, Some(days.to_ne_bytes())], 0))]);
    assert!(message(vec![dates(0), dates(i32::MIN)]).starts_with("column `on`, row 3: found the day -2147483648"));
}

#[test]
fn limits_hold_before_the_memory_is_spent() {
    let alive = Arc::new(());
    let mut limits = Limits::default();
    let huge = || Piece { format: "n", length: i64::MAX, nulls: i64::MAX, ..Piece::default() };
    let batch = Piece { length: i64::MAX, ..Piece::batch(0, 0, vec![("x", huge())]) };
    let error = read(stream(vec![batch], &alive), &limits).unwrap_err();
    assert_eq!(error.to_string(), "found more than 10000000 rows");
    limits.check_ins = 2;
    let batch = || Piece::batch(1, 0, vec![("x", numbers())]);
    assert_eq!(read(stream(vec![batch(), batch()], &alive), &limits).unwrap().rows(), 2);
    let error = read(stream(vec![batch(), batch(), batch()], &alive), &limits).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.column()), ("found more than 2 rows", None));
    let empty = || Piece::batch(0, 0, vec![("x", numbers())]);
    let batches = |empties: usize| (0..empties).map(|_| empty()).chain([batch()]).collect();
    assert_eq!(read(stream(batches(999), &alive), &limits).unwrap().rows(), 1);
    let error = read(stream(batches(1001), &alive), &limits).unwrap_err();
    assert_eq!(error.to_string(), "found more than 1000 batches");
    limits.check_ins = 10;
    limits.bytes = 3;
    let batch = Piece::batch(3, 0, vec![("x", texts())]);
    let error = read(stream(vec![batch], &alive), &limits).unwrap_err();
    assert_eq!(error.to_string(), "column `x`, row 2: found more than 3 bytes of text");
    // Words of a dictionary count once, and only those that a row names.
    let words = Piece { words: Some(Box::new(texts())), ..Piece::plain("C", &[Some([1u8]), Some([1]), Some([2])], 0) };
    let table = read(stream(vec![Piece::batch(3, 0, vec![("x", words)])], &alive), &limits).unwrap();
    assert_eq!(table.rows(), 3);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn what_the_producer_says_is_passed_on() {
    let alive = Arc::new(());
    let schema = || {
        let mut raw = Piece::batch(0, 0, vec![]).schema("", &alive);
        // SAFETY: just made, by the rules.
        unsafe { okr::arrow::OwnedSchema::take(&mut raw) }
    };
    let error = read(stream_of(schema(), vec![], Some("disk\nfull")), &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "the producer of the table failed (error 5): disk full");
    // And nothing in it that reorders what stands around it, or steers a terminal.
    let error = read(stream_of(schema(), vec![], Some("llu\u{202e}f \u{1b}[2J")), &Limits::default()).unwrap_err();
    assert_eq!(error.message(), "the producer of the table failed (error 5): llu\\u{202e}f \\u{1b}[2J");
    let mut raw = okr::arrow::ArrowArrayStream::RELEASED;
    // SAFETY: it holds nothing.
    let empty = unsafe { OwnedStream::take(&mut raw) };
    let error = read(empty, &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "found a stream that was read or freed before");
    assert_eq!(error.help(), "ask for a new stream of the table");
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn columns_without_end_are_refused_before_their_rows_are_read() {
    // Every piece of a text without repetitions is another name.
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    let names = (0..26).flat_map(|from| (from + 1..=26).map(move |to| &LETTERS[from..to]));
    let names: Vec<&str> = names.take(257).collect();
    let named = |at: usize| (names[at], numbers());
    let read_all = |count: usize| {
        let batch = Piece::batch(3, 0, (0..count).map(named).collect());
        read(stream(vec![batch], &Arc::new(())), &Limits::default())
    };
    assert_eq!(read_all(256).unwrap().columns().len(), 256);
    let refused = read_all(257).unwrap_err();
    assert_eq!((refused.code(), refused.column()), (ErrorCode::TooMany, None));
}

#[test]
fn texts_that_are_read_again_for_their_fault_count_once() {
    let view = |text: &[u8]| {
        let mut view = [0; 16];
        view[..4].copy_from_slice(&(text.len() as u32).to_ne_bytes());
        view[4..4 + text.len()].copy_from_slice(text);
        Some(view)
    };
    let mut limits = Limits::default();
    limits.bytes = 6;
    for read in [read_in_place, read] {
        let mut views = Piece::plain("vu", &[view(b"aaaa"), view(b"\xC3"), view(b"\xA9")], 0);
        views.buffers.push(None);
        let batch = Piece::batch(3, 0, vec![("x", views)]);
        let error = read(stream(vec![batch], &Arc::new(())), &limits).unwrap_err();
        assert_eq!(error.to_string(), "column `x`, row 1: found text that is not UTF-8");
    }
}
