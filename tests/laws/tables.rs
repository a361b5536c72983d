//! Whatever a document says, tables can say.

use crate::config;
use crate::support::engine::{date, text, workspace};
use crate::support::random::{Choices, case, tapes};
use crate::support::tables::tables;
use okr_core::{Limits, Workspace};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(600, "tables"))]

    /// A document and its tables are one workspace: the same text, the same numbers to the bit, the same doubts.
    #[test]
    fn a_document_and_its_tables_are_one_workspace(tape in tapes(), seed in any::<u64>()) {
        let case = case(&mut Choices::Tape(tape.into_iter()));
        let tables = tables(&case.document, &mut Choices::Seed(seed));
        let written = workspace(&case.document).expect("a valid document");
        let tabled = Workspace::from_tables(&tables, &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
        prop_assert_eq!(tabled.to_json(), written.to_json());
        prop_assert_eq!(tabled.findings(), written.findings());
        let day = date(&case.as_of);
        prop_assert_eq!(text(&tabled, &tabled.score(day)), text(&written, &written.score(day)));
    }
}
