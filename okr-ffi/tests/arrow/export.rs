//! What is handed out is freed exactly once, whatever its reader does with it.

use okr::arrow::{ArrowArray, ArrowSchema, Column, OwnedArray, OwnedSchema, OwnedStream, Table};
use okr_core::{Date, Scorecard, Workspace};
use std::ffi::CStr;
use std::sync::Arc;

const ACME: &str = r#"{"okr": 1, "objectives": [
    {"id": "a", "title": "A", "key_results": [{"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 4},
        "check_ins": [{"on": "2026-10-05", "value": 1}]}]},
    {"id": "b", "title": "B"}]}"#;

fn card() -> Arc<Scorecard> {
    let workspace = Workspace::from_json(ACME).unwrap();
    Arc::new(workspace.score(Date::new(2026, 10, 10).unwrap()))
}

fn table() -> (Arc<Scorecard>, Arc<Table>) {
    let card = card();
    let columns = vec![
        (c"progress", Column::lent(&card, Scorecard::objective_progress)),
        (c"id", Column::texts([Some("a"), Some("b")])),
        (c"status", Column::words(["on", "off"], [Some(1), None])),
    ];
    (card, Arc::new(Table::new(columns)))
}

/// Asks a stream as C does.
fn next(stream: &mut OwnedStream) -> OwnedArray {
    let (mut raw, mut out) = (std::mem::replace(stream, none()).into_raw(), ArrowArray::RELEASED);
    // SAFETY: a stream of this crate, and places to write to.
    unsafe {
        assert_eq!(raw.get_next.unwrap()(&mut raw, &mut out), 0);
        *stream = OwnedStream::take(&mut raw);
        OwnedArray::take(&mut out)
    }
}

fn none() -> OwnedStream {
    let mut raw = okr::arrow::ArrowArrayStream::RELEASED;
    // SAFETY: it holds nothing.
    unsafe { OwnedStream::take(&mut raw) }
}

fn numbers(array: &ArrowArray) -> &[f64] {
    // SAFETY: a column of 64-bit floats of this crate, which is not released.
    unsafe { std::slice::from_raw_parts((*array.buffers.add(1)).cast(), array.length as usize) }
}

#[test]
fn a_stream_nobody_reads_frees_its_table() {
    let (card, table) = table();
    assert_eq!(Arc::strong_count(&card), 2);
    let stream = table.stream();
    drop(table);
    assert_eq!(Arc::strong_count(&card), 2);
    drop(stream);
    assert_eq!(Arc::strong_count(&card), 1);
}

#[test]
fn numbers_are_lent_and_outlive_everything_else() {
    let (card, table) = table();
    let lent = card.objective_progress().values().as_ptr();
    let mut stream = table.stream();
    let batch = next(&mut stream);
    drop((stream, table));
    // SAFETY: a batch of this crate with three columns.
    let column = unsafe { OwnedArray::take(*batch.children) };
    drop(batch);
    assert_eq!(numbers(&column).as_ptr(), lent, "not copied");
    let (weak, row) = (Arc::downgrade(&card), card.objective("a").unwrap().row());
    drop(card);
    assert_eq!(numbers(&column)[row], 0.25);
    assert_eq!((column.null_count, weak.strong_count()), (1, 1));
    drop(column);
    assert_eq!(weak.strong_count(), 0);
}

#[test]
fn every_column_may_be_moved_out_and_freed_in_any_order() {
    let (card, table) = table();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let batch = next(&mut table.stream());
        // SAFETY: a batch of this crate with three columns.
        let take = |at: usize| unsafe { OwnedArray::take(*batch.children.add(at)) };
        let mut columns: Vec<_> = order.into_iter().map(|at| Some(take(at))).collect();
        drop(batch);
        columns.iter_mut().for_each(|column| drop(column.take()));
    }
    // A dictionary may be moved out as well.
    let batch = next(&mut table.stream());
    // SAFETY: the third column has a dictionary.
    let words = unsafe { OwnedArray::take((**batch.children.add(2)).dictionary) };
    drop((batch, table));
    assert_eq!((words.length, words.n_buffers), (2, 3));
    assert_eq!(Arc::strong_count(&card), 2);
    drop(words);
    assert_eq!(Arc::strong_count(&card), 1);
}

#[test]
fn a_stream_ends_and_stays_at_its_end() {
    let (_, table) = table();
    let (mut first, mut second) = (table.stream(), table.stream());
    let batches = (next(&mut first), next(&mut second));
    assert_eq!((batches.0.length, batches.1.length), (2, 2));
    for _ in 0..3 {
        assert!(next(&mut first).is_released());
    }
}

#[test]
fn a_missing_place_is_an_error_that_says_so() {
    let (_, table) = table();
    let mut raw = table.stream().into_raw();
    // SAFETY: a stream of this crate; that places are missing is what it looks for.
    unsafe {
        let last_error = raw.get_last_error.unwrap();
        assert!(last_error(&mut raw).is_null());
        assert_eq!(raw.get_next.unwrap()(&mut raw, std::ptr::null_mut()), 22);
        assert_eq!(CStr::from_ptr(last_error(&mut raw)), c"found no place to write to, expected a pointer");
        let mut out = ArrowArray::RELEASED;
        assert_eq!(raw.get_next.unwrap()(&mut raw, &mut out), 0, "nothing was lost");
        drop(OwnedArray::take(&mut out));
        assert!(last_error(&mut raw).is_null());
        // Freed twice, and asked after that.
        let (get_next, release) = (raw.get_next.unwrap(), raw.release.unwrap());
        release(&mut raw);
        release(&mut raw);
        release(std::ptr::null_mut());
        assert_eq!((get_next(&mut raw, &mut out), get_next(std::ptr::null_mut(), &mut out)), (22, 22));
    }
}

#[test]
fn a_schema_says_names_types_and_that_all_may_be_null() {
    let (_, table) = table();
    let schema = table.schema();
    // SAFETY: a schema of this crate with three columns.
    let column = |at: usize| unsafe { &**schema.children.add(at) };
    // SAFETY: formats and names of this crate.
    let text = |text| unsafe { CStr::from_ptr(text) }.to_str().unwrap();
    assert_eq!(text(schema.format), "+s");
    let told: Vec<_> = (0..3).map(|at| (text(column(at).name), text(column(at).format), column(at).flags)).collect();
    assert_eq!(told, [("progress", "g", 2), ("id", "u", 2), ("status", "i", 2)]);
    // SAFETY: the third column has a dictionary.
    assert_eq!(text(unsafe { &*column(2).dictionary }.format), "u");
    // SAFETY: moving a column out and freeing the rest first.
    let moved = unsafe { OwnedSchema::take(*schema.children.add(2)) };
    drop(schema);
    assert_eq!(text(moved.name), "status");
    // SAFETY: a pointer that is not there.
    unsafe { moved.release.unwrap()(std::ptr::null_mut::<ArrowSchema>()) };
}
