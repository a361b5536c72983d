//! A table, and the tables of an organisation.

use super::column::Column;
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::model::PolicySource;

/// Named columns of one length.
///
/// ```
/// use okr_core::tables::{Column, Table};
///
/// let table = Table::new().with("id", Column::texts(["a", "b"])?)?.with("weight", Column::numbers([1.0, 2.0]))?;
/// assert_eq!((table.rows(), table.column("weight").map(Column::len)), (2, Some(2)));
/// assert!(table.with("title", Column::texts(["one"])?).is_err());
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<(String, Column)>,
    rows: usize,
}

impl Table {
    /// A table without columns, to which the first column gives the number of rows.
    pub fn new() -> Table {
        Table::default()
    }

    /// A table of so many rows, without columns yet.
    pub fn of_rows(rows: usize) -> Table {
        Table { columns: Vec::new(), rows }
    }

    /// The same table with one more column. A name may be taken already; a workspace refuses that.
    ///
    /// # Errors
    /// `out_of_range` where the column has another length than the table.
    pub fn with(mut self, name: impl Into<String>, column: Column) -> Result<Table> {
        let name = name.into();
        if self.columns.is_empty() && self.rows == 0 {
            self.rows = column.len();
        }
        if column.len() != self.rows {
            let message =
                format!("found {} rows in the column {}, expected {}", column.len(), quoted(&name), self.rows);
            return Err(Error::new(ErrorCode::OutOfRange, "", message, "give all columns of a table the same length"));
        }
        self.columns.push((name, column));
        Ok(self)
    }

    /// The columns with their names, in their order.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &Column)> + Clone {
        self.columns.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// The first column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns().find(|(found, _)| *found == name).map(|(_, column)| column)
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.rows
    }
}

/// An organisation in tables. One without columns is not stated.
///
/// Which columns each has is listed with the [document](crate::_documentation::document#as-tables).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Tables {
    /// Name of the organisation.
    pub name: String,
    /// Rules of counting.
    pub policy: PolicySource,
    /// What confidence 0 and 1 are written as; 0 and 1 where nothing is said.
    pub confidence_scale: Option<[f64; 2]>,
    /// A row for every cycle.
    pub cycles: Table,
    /// A row for every team.
    pub teams: Table,
    /// A row for every person.
    pub people: Table,
    /// A row for every KPI.
    pub kpis: Table,
    /// A row for every reading of a KPI.
    pub readings: Table,
    /// A row for every objective.
    pub objectives: Table,
    /// A row for every key result.
    pub key_results: Table,
    /// A row for every check-in of a key result or objective.
    pub check_ins: Table,
    /// A row for every link from an objective or key result to another one.
    pub alignments: Table,
}
