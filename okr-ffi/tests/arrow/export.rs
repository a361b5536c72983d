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
    // SAFETY: the column of a scorecard is always the same one.
    let progress = unsafe { Column::lent(&card, Scorecard::objective_progress) };
    let columns = vec![
        (c"progress", progress),
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

#[test]
fn a_single_batch_is_a_stream_whose_type_may_be_asked_for_again() {
    let (card, table) = table();
    // SAFETY: both are of one table.
    let mut raw = unsafe { OwnedStream::of_batch(table.schema(), table.batch()) }.into_raw();
    let mut types = [ArrowSchema::RELEASED, ArrowSchema::RELEASED];
    for out in &mut types {
        // SAFETY: a stream of this crate, and a place to write to.
        assert_eq!(unsafe { raw.get_schema.unwrap()(&mut raw, out) }, 0);
    }
    // SAFETY: schemas and a stream of this crate; one column is moved out of the first answer.
    let (moved, second, mut stream) = unsafe {
        let [mut first, mut second] = types;
        let moved = OwnedSchema::take(*first.children.add(2));
        drop(OwnedSchema::take(&mut first));
        (moved, OwnedSchema::take(&mut second), OwnedStream::take(&mut raw))
    };
    let batch = next(&mut stream);
    assert_eq!((batch.length, batch.n_children), (2, 3));
    assert!(next(&mut stream).is_released());
    drop((stream, table));
    // SAFETY: names and formats of this crate.
    let text = |text| unsafe { CStr::from_ptr(text) };
    // SAFETY: it has three columns, of which the last has a dictionary.
    let (last, words) = unsafe { (&**second.children.add(2), &*moved.dictionary) };
    assert_eq!((text(last.name), text(last.format), last.flags), (c"status", c"i", 2));
    assert_eq!((text(moved.name), text(words.format), second.n_children), (c"status", c"u", 3));
    drop((moved, second, batch));
    assert_eq!(Arc::strong_count(&card), 1);
}

#[test]
fn a_single_batch_nobody_asks_for_is_freed() {
    let (card, table) = table();
    // SAFETY: as above.
    drop(unsafe { OwnedStream::of_batch(table.schema(), table.batch()) });
    drop(table);
    assert_eq!(Arc::strong_count(&card), 1);
}

/// A schema of lists of lists, so many deep.
fn nested(depth: usize) -> OwnedSchema {
    unsafe extern "C" fn release(schema: *mut ArrowSchema) {
        // SAFETY: made below of boxes, and released once.
        unsafe {
            (*schema).release = None;
            if !(*schema).children.is_null() {
                let inner: *mut ArrowSchema = *Box::from_raw((*schema).children);
                drop(OwnedSchema::take(inner));
                drop(Box::from_raw(inner));
            }
        }
    }
    let mut schema = ArrowSchema { format: c"g".as_ptr(), release: Some(release), ..ArrowSchema::RELEASED };
    for _ in 0..depth {
        let children = Box::into_raw(Box::new(Box::into_raw(Box::new(schema))));
        let format = c"+l".as_ptr();
        schema = ArrowSchema { format, n_children: 1, children, release: Some(release), ..ArrowSchema::RELEASED };
    }
    // SAFETY: it was made just above.
    unsafe { OwnedSchema::take(&mut schema) }
}

#[test]
fn a_type_that_is_nested_without_end_is_cut_off() {
    for (depth, kept) in [(3, 3), (64, 64), (65, 64), (1_000, 64)] {
        // SAFETY: nothing reads the batch, which holds nothing.
        let mut raw = unsafe { OwnedStream::of_batch(nested(depth), none_array()) }.into_raw();
        let mut out = ArrowSchema::RELEASED;
        // SAFETY: a stream of this crate, and a place to write to.
        let schema = unsafe {
            assert_eq!(raw.get_schema.unwrap()(&mut raw, &mut out), 0);
            drop(OwnedStream::take(&mut raw));
            OwnedSchema::take(&mut out)
        };
        let (mut at, mut deep): (&ArrowSchema, usize) = (&schema, 0);
        while at.n_children == 1 {
            // SAFETY: a schema of this crate, which has one inside.
            let inner = unsafe { &**at.children };
            if inner.release.is_none() {
                break;
            }
            (at, deep) = (inner, deep + 1);
        }
        assert_eq!(deep, kept);
    }
}

fn none_array() -> OwnedArray {
    let mut raw = ArrowArray::RELEASED;
    // SAFETY: it holds nothing.
    unsafe { OwnedArray::take(&mut raw) }
}

#[test]
fn one_column_is_handed_out_by_itself() {
    let (card, table) = table();
    let lent = card.objective_progress().values().as_ptr();
    let (array, schema) = (table.column_array(0).unwrap(), table.column_schema(0).unwrap());
    let mut stream = table.column_stream(0).unwrap();
    let streamed = next(&mut stream);
    assert!(table.column_array(3).is_none() && table.column_schema(3).is_none() && table.column_stream(3).is_none());
    drop((table, stream));
    assert_eq!([numbers(&array).as_ptr(), numbers(&streamed).as_ptr()], [lent, lent], "not copied");
    // SAFETY: a name of this crate.
    assert_eq!(unsafe { CStr::from_ptr(schema.name) }, c"progress");
    drop((array, streamed));
    assert_eq!(Arc::strong_count(&card), 1);
}

#[test]
fn values_are_read_in_place_as_they_were_put_in() {
    use okr::arrow::{Cell, ColumnType};
    use okr_core::Date;

    let date = Date::new(2026, 11, 21).unwrap();
    for (column, of, first) in [
        (Column::numbers([Some(0.5), None]), ColumnType::Number, Cell::Number(0.5)),
        (Column::integers([Some(-3), None]), ColumnType::Integer, Cell::Integer(-3)),
        (Column::dates([Some(date), None]), ColumnType::Date, Cell::Date(date)),
        (Column::flags([Some(true), None]), ColumnType::Flag, Cell::Boolean(true)),
        (Column::texts([Some("é"), None]), ColumnType::Text, Cell::Text("é")),
        (Column::words(["a", "b"], [Some(1), None]), ColumnType::Word, Cell::Text("b")),
    ] {
        assert_eq!((column.column_type(), column.null_count()), (of, 1));
        assert_eq!([0, 1, 2, usize::MAX].map(|row| column.get(row)), [Some(first), None, None, None]);
        assert_eq!(column.as_numbers().is_some(), of == ColumnType::Number);
        assert_eq!(column.categories().is_some(), of == ColumnType::Word);
        assert!(column.as_integers().is_none(), "there is a null");
    }
    assert_eq!(Column::integers([Some(1), Some(2)]).as_integers(), Some(&[1, 2][..]));
    let card = card();
    // SAFETY: as above.
    let lent = unsafe { Column::lent(&card, Scorecard::objective_progress) };
    assert_eq!(lent.as_numbers().map(<[f64]>::as_ptr), Some(card.objective_progress().values().as_ptr()));
    let row = card.objective("a").unwrap().row();
    assert_eq!((lent.get(row), lent.get(1 - row), lent.get(2)), (Some(Cell::Number(0.25)), None, None));
}

#[test]
fn what_is_empty_has_an_address_of_memory_or_none() {
    let columns = vec![(c"x", Column::numbers([])), (c"id", Column::texts([] as [Option<&str>; 0]))];
    let batch = Arc::new(Table::new(columns)).batch();
    let is_sound = |address: usize| address == 0 || address > 4096;
    for at in 0..batch.n_children as usize {
        // SAFETY: a batch of this crate has so many children, and each of them so many buffers.
        let column = unsafe { &**batch.children.add(at) };
        assert_eq!((column.length, column.children.is_null()), (0, true));
        // SAFETY: as above.
        let buffers = unsafe { std::slice::from_raw_parts(column.buffers, column.n_buffers as usize) };
        assert!(buffers.iter().all(|buffer| is_sound(*buffer as usize)), "{buffers:?}");
    }
}
