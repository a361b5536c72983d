//! The table of check-ins.

use crate::arrow::{Column, Table};
use okr_core::Workspace;

impl Table {
    /// Every check-in of a workspace, those dated in the future too: `objective`, `key_result` (null for an objective's
    /// own), `on`, `value` (in the measure's unit, 1 or 0 for done or not), `confidence` (0 to 1), `note`, `by`. In the
    /// order of [`Workspace::check_ins`].
    ///
    /// ```
    /// # use okr_core::Workspace;
    /// # use okr::arrow::Table;
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("../okr-core/examples/organisation.json")?)?;
    /// assert_eq!(Table::check_ins(&workspace).rows(), workspace.check_ins().count());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_ins(workspace: &Workspace) -> Table {
        let rows = || workspace.check_ins();
        Table::new(vec![
            (c"objective", Column::texts(rows().map(|row| Some(row.objective)))),
            (c"key_result", Column::texts(rows().map(|row| row.key_result))),
            (c"on", Column::dates(rows().map(|row| Some(row.on)))),
            (c"value", Column::numbers(rows().map(|row| row.value))),
            (c"confidence", Column::numbers(rows().map(|row| row.confidence))),
            (c"note", Column::texts(rows().map(|row| row.note))),
            (c"by", Column::texts(rows().map(|row| row.by))),
        ])
    }
}
