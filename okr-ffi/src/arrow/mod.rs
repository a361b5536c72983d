//! Tables through the Arrow C data interface and C stream interface.
//!
//! A [`Table`] is a snapshot of a scorecard or workspace in columns; [`Table::stream`] hands it to any Arrow reader. The
//! engine's own columns of numbers are lent, not copied: the scorecard lives as long as anybody still reads them. The
//! other way, [`read`] takes what another library hands over and gives the plain columns that a workspace is made of. Every
//! column that comes out, with type and meaning, and every type that is read stand in `okr-ffi/docs/tables.md`.
//!
//! ```
//! use okr::arrow::{Cell, Order, Table, read};
//! use okr_core::{Date, Limits, Workspace};
//! use std::sync::Arc;
//!
//! let workspace = Workspace::from_json(r#"{"okr": 1,
//!     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}],
//!     "objectives": [{"id": "habit", "title": "Make the product a daily habit", "cycle": "Q4", "key_results": [
//!         {"id": "dau", "title": "Daily users", "measure": {"kind": "move", "baseline": 100, "target": 200},
//!          "check_ins": [{"on": "2026-11-16", "value": 150}]}]}]}"#)?;
//! let card = Arc::new(workspace.score(Date::new(2026, 11, 16)?));
//! let table = Arc::new(Table::key_results(&card, &workspace, Order::Document)?);
//!
//! let back = read(table.stream(), &Limits::default())?;
//! let progress = back.column("progress").unwrap();
//! assert_eq!(progress.get(0), Some(Cell::Number(0.5)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod abi;
#[cfg(feature = "capsule")]
pub mod capsule;
mod column;
mod export;
mod import;
mod owned;
mod table;
mod tables;
mod text;

pub use abi::{ArrowArray, ArrowArrayStream, ArrowSchema};
pub use column::{Column, ColumnType};
pub use import::{MOST_COLUMNS, ReadError, most_rows, one_line, read, read_as, read_columns, read_in_place};
pub use okr_core::tables::Cell;
pub use owned::{Abi, Owned, OwnedArray, OwnedSchema, OwnedStream};
pub use table::Table;
pub use tables::Order;
