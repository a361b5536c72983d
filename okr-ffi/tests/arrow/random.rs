//! Random tables, cut at random: what goes in comes out.

use crate::import::read_in_place;
use crate::producer::{Piece, stream, stream_of};
use okr::arrow::{ArrowArray, ArrowSchema, Column, OwnedArray, OwnedSchema, Table, read};
use okr_core::{Date, Limits};
use proptest::prelude::*;
use std::sync::Arc;

/// A seed is a value of any type; its second reading is what must come out.
const FORMATS: [&str; 16] = ["c", "s", "i", "l", "C", "S", "I", "L", "f", "g", "b", "tdD", "tsu:", "u", "U", "vu"];

fn long(seed: u16) -> String {
    "aé☃".repeat(usize::from(seed % 9))
}

fn piece(format: &'static str, seeds: &[Option<u16>], offset: usize) -> Piece {
    fn plain<const N: usize>(
        format: &'static str,
        seeds: &[Option<u16>],
        offset: usize,
        bytes: impl Fn(u16) -> [u8; N],
    ) -> Piece {
        let values: Vec<_> = seeds.iter().map(|seed| seed.map(&bytes)).collect();
        Piece::plain(format, &values, offset)
    }
    let texts: Vec<Option<String>> = seeds.iter().map(|seed| seed.map(long)).collect();
    let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
    match format {
        "c" | "C" => plain(format, seeds, offset, |seed| [(seed % 100) as u8]),
        "s" | "S" => plain(format, seeds, offset, |seed| (seed % 100).to_ne_bytes()),
        "i" | "I" => plain(format, seeds, offset, |seed| u32::from(seed % 100).to_ne_bytes()),
        "l" | "L" => plain(format, seeds, offset, |seed| u64::from(seed % 100).to_ne_bytes()),
        "f" => plain(format, seeds, offset, |seed| f32::from(seed).to_ne_bytes()),
        "g" => plain(format, seeds, offset, |seed| f64::from(seed).to_ne_bytes()),
        "tdD" => plain(format, seeds, offset, |seed| i32::from(seed).to_ne_bytes()),
        "tsu:" => plain(format, seeds, offset, |seed| (i64::from(seed) * 86_400_000_000 + 5).to_ne_bytes()),
        "b" => Piece::flags(&seeds.iter().map(|seed| seed.map(|seed| seed % 2 == 1)).collect::<Vec<_>>(), offset),
        "vu" => Piece::views(&texts, offset),
        _ => Piece::texts(format, &texts, offset),
    }
}

fn expected(format: &str, seed: u16) -> String {
    match format {
        "c" | "s" | "i" | "l" => format!("Integer({})", seed % 100),
        "C" | "S" | "I" | "L" => format!("Unsigned({})", seed % 100),
        "f" | "g" => format!("Number({:?})", f64::from(seed)),
        "tdD" | "tsu:" => format!("Date({:?})", Date::from_days(seed.into()).unwrap()),
        "b" => format!("Boolean({})", seed % 2 == 1),
        _ => format!("Text({:?})", long(seed)),
    }
}

fn told(column: &okr_core::tables::Column) -> Vec<Option<String>> {
    (0..column.len()).map(|row| column.get(row).map(|cell| format!("{cell:?}"))).collect()
}

/// Rows to skip, rows to read, rows behind, of one batch.
fn cut() -> impl Strategy<Value = (Vec<Option<u16>>, usize, usize, usize)> {
    (prop::collection::vec(prop::option::weighted(0.8, any::<u16>()), 0..40), any::<[prop::sample::Index; 3]>())
        .prop_map(|(seeds, [array, batch, end])| {
            let array = array.index(seeds.len() + 1);
            let batch = batch.index(seeds.len() - array + 1);
            let length = end.index(seeds.len() - array - batch + 1);
            (seeds, array, batch, length)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_type_cut_anywhere_reads_back(
        types in prop::collection::vec(0..FORMATS.len(), 1..5),
        batches in prop::collection::vec(cut(), 1..4),
    ) {
        let alive = Arc::new(());
        let pieces = batches.iter().map(|(seeds, array, batch, length)| {
            let columns = types.iter().map(|at| ("x", piece(FORMATS[*at], seeds, *array)));
            Piece::batch(*length, *batch, columns.collect())
        });
        let pieces: Vec<Piece> = pieces.collect();
        let table = read(stream(pieces.clone(), &alive), &Limits::default()).unwrap();
        prop_assert_eq!(Arc::strong_count(&alive), 1);
        let in_place = read_in_place(stream(pieces, &alive), &Limits::default()).unwrap();
        for (((_, column), (_, same)), at) in table.columns().zip(in_place.columns()).zip(&types) {
            let rows = batches.iter().flat_map(|(seeds, array, batch, length)| &seeds[array + batch..][..*length]);
            let expected: Vec<_> = rows.map(|seed| seed.map(|seed| expected(FORMATS[*at], seed))).collect();
            prop_assert_eq!(told(column), &expected[..]);
            prop_assert_eq!(told(same), expected);
        }
        drop(in_place);
        prop_assert_eq!(Arc::strong_count(&alive), 1);
    }

    #[test]
    fn dictionaries_cut_anywhere_read_back(
        (seeds, array, batch, length) in cut(),
        (index, word) in (0..8usize, 0..FORMATS.len()),
        words in prop::collection::vec(prop::option::weighted(0.8, any::<u16>()), 101..110),
        skipped in 0..2usize,
    ) {
        let alive = Arc::new(());
        let dictionary = piece(FORMATS[word], &words, skipped);
        let column = Piece { words: Some(Box::new(dictionary)), ..piece(FORMATS[index], &seeds, array) };
        let table = read(stream(vec![Piece::batch(length, batch, vec![("x", column)])], &alive), &Limits::default()).unwrap();
        let rows = &seeds[array + batch..][..length];
        let place = |seed: u16| usize::from(seed % 100) + skipped;
        let expected: Vec<_> =
            rows.iter().map(|seed| seed.and_then(|seed| words[place(seed)]).map(|seed| expected(FORMATS[word], seed))).collect();
        prop_assert_eq!(told(table.columns().next().unwrap().1), expected);
    }

    #[test]
    fn what_is_handed_out_reads_back_also_cut((seeds, first, more, length) in cut()) {
        let all = || seeds.iter().copied();
        let texts: Vec<Option<String>> = all().map(|seed| seed.map(long)).collect();
        let table = Arc::new(Table::new(vec![
            (c"g", Column::numbers(all().map(|seed| seed.map(f64::from)))),
            (c"i", Column::integers(all().map(|seed| seed.map(|seed| i32::from(seed % 100))))),
            (c"tdD", Column::dates(all().map(|seed| seed.map(|seed| Date::from_days(seed.into()).unwrap())))),
            (c"b", Column::flags(all().map(|seed| seed.map(|seed| seed % 2 == 1)))),
            (c"u", Column::texts(texts.iter().map(Option::as_deref))),
            (c"vu", Column::words(["", "aé☃"], all().map(|seed| seed.map(|seed| usize::from(seed % 9))))),
        ]));
        let schema: OwnedSchema = table.schema();
        let mut raw = table.stream().into_raw();
        let mut out = ArrowArray::RELEASED;
        // SAFETY: a stream of this crate and a place to write to.
        let batch = unsafe {
            prop_assert_eq!(raw.get_next.unwrap()(&mut raw, &mut out), 0);
            raw.release.unwrap()(&mut raw);
            (out.offset, out.length) = ((first + more) as i64, length as i64);
            OwnedArray::take(&mut out)
        };
        drop(table);
        let back = read(stream_of(schema, vec![batch], None), &Limits::default()).unwrap();
        for (name, column) in back.columns() {
            let rows = seeds[first + more..][..length].iter();
            let expected: Vec<_> = rows
                .map(|seed| match name {
                    // Only two of nine words are known.
                    "vu" => seed.filter(|seed| seed % 9 < 2).map(|seed| expected("vu", seed % 9)),
                    format => seed.map(|seed| expected(format, seed)),
                })
                .collect();
            prop_assert_eq!(told(column), expected, "{}", name);
        }
    }

    /// Lengths, offsets and indices of a producer that knows no better never make the reader fall: what it believes
    /// (the size of buffers) is kept, what it can check is anything.
    #[test]
    fn small_lies_are_seen(
        (seeds, array, batch, length) in cut(),
        at in 0..FORMATS.len(),
        (nulls, wanted) in (-2..3i64, -2..50i64),
        garbage in prop::collection::vec(any::<u8>(), 8 * 60),
        lies in any::<bool>(),
    ) {
        let alive = Arc::new(());
        let mut column = piece(FORMATS[at], &seeds, array);
        column.nulls = nulls;
        // Views, offsets and values may say anything, but for the last offset, from which the size of the data follows.
        let kept = match FORMATS[at] {
            "u" if wanted >= length as i64 => 4 * (array + length),
            "u" | "U" => 0,
            _ => garbage.len(),
        };
        if let Some(Some(buffer)) = column.buffers.get_mut(1).filter(|_| lies) {
            let kept = kept.min(buffer.len()).min(garbage.len());
            buffer[..kept].copy_from_slice(&garbage[..kept]);
        }
        let piece = Piece { length: wanted, ..Piece::batch(length, batch, vec![("x", column)]) };
        let _ = read(stream(vec![piece], &alive), &Limits::default());
        prop_assert_eq!(Arc::strong_count(&alive), 1);
    }
}

/// Structures keep their layout where a schema is all that is moved.
#[test]
fn a_schema_may_be_moved_on() {
    let table = Table::new(vec![(c"x", Column::integers([Some(1)]))]);
    let mut raw: ArrowSchema = table.schema().into_raw();
    // SAFETY: made by this crate.
    let held = unsafe { OwnedSchema::take(&mut raw) };
    assert!(raw.release.is_none() && held.n_children == 1);
}
