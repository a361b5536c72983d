//! Tables: an organisation said in columns, as data frames and databases hold it.
//!
//! A [`Table`] is named columns of one length, a [`Column`] the values of one field in plain Rust, nulls included. The
//! nine tables of an organisation are [`Tables`]; [`Workspace::from_tables`](crate::Workspace::from_tables) takes them at
//! once, without a document in between. Which columns there are is listed with the
//! [document](crate::_documentation::document#as-tables).
//!
//! ```
//! use okr_core::tables::{Column, Table, Tables};
//! use okr_core::{Date, Limits, Workspace};
//!
//! let (monday, later) = (Date::new(2026, 10, 5)?, Date::new(2026, 11, 16)?);
//! let mut tables = Tables::default();
//! tables.objectives = Table::new()
//!     .with("id", Column::texts(["habit"])?)?
//!     .with("title", Column::texts(["Make the product a daily habit"])?)?;
//! tables.key_results = Table::new()
//!     .with("objective", Column::texts(["habit", "habit"])?)?
//!     .with("id", Column::texts(["dau", "nps"])?)?
//!     .with("title", Column::texts(["Daily users", "NPS of 50"])?)?
//!     .with("kind", Column::texts(["move", "ratio"])?)?
//!     .with("baseline", Column::numbers([Some(100.0), None]))?
//!     .with("target", Column::numbers([200.0, 50.0]))?;
//! tables.check_ins = Table::new()
//!     .with("key_result", Column::texts(["dau", "nps", "dau"])?)?
//!     .with("on", Column::dates([monday, monday, later]))?
//!     .with("value", Column::numbers([120.0, 25.0, 150.0]))?;
//!
//! let workspace = Workspace::from_tables(&tables, &Limits::default())?;
//! let card = workspace.score(later);
//! assert_eq!(card.objective("habit").unwrap().progress(), Some(0.5));
//! # Ok::<(), okr_core::Error>(())
//! ```

mod buffer;
mod column;
mod table;
mod texts;
mod validity;

pub use buffer::Buffer;
pub use column::{Cell, Column, Values, Words};
pub use table::{Table, Tables};
pub use texts::Texts;
pub(crate) use texts::{View, are_same};
pub use validity::Validity;
