//! What changes when the same workspace is counted by another policy (X4).

mod rows;
mod steps;

use crate::cancel::Brake;
use crate::date::Date;
use crate::document::print;
use crate::error::{Finding, Result};
use crate::model::Json;
use crate::policy::Policy;
use crate::score::Status;
use crate::words::words;
use crate::workspace::Workspace;
use rows::{Counted, has_moved};
use serde::Serialize;
use steps::Step;

words! {
    /// What a row stands for.
    pub enum RowKind {
        /// An objective.
        Objective "objective",
        /// A key result.
        KeyResult "key_result",
        /// A team.
        Team "team",
        /// A person.
        Person "person",
        /// A cycle.
        Cycle "cycle",
    }
}

/// How a row stands under one policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Standing {
    /// Progress as shown, a fraction, 1 = 100 %; null where nothing counts.
    pub progress: Option<f64>,
    /// Progress that the plan asks for, a fraction; null where nothing is expected.
    pub expected: Option<f64>,
    /// How it stands.
    pub status: Status,
    /// What the policy calls that; null where it has no word of its own.
    pub label: Option<String>,
    /// The score, a fraction; null until the row is over, and for teams, people and cycles.
    pub score: Option<f64>,
    /// What the score, or the level reached, is called; null where it has no name.
    pub grade: Option<String>,
}

/// One turn of a row's change: the fields that were exchanged, and how the row stands after that.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cause {
    /// The fields of the policy, mostly one; several where they only fit together.
    pub fields: Vec<&'static str>,
    /// The ids of their rules, as the semantics state them.
    pub rules: Vec<&'static str>,
    /// Progress after the turn, a fraction; null where nothing counts.
    pub progress: Option<f64>,
    /// Status after the turn.
    pub status: Status,
    /// What the policy of the turn calls that; null where it has no word of its own.
    pub label: Option<String>,
}

/// A row that two policies count differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RowChange<'a> {
    /// What it stands for.
    pub kind: RowKind,
    /// Its id.
    pub id: &'a str,
    /// Its title, or the name of a team, person or cycle.
    pub title: &'a str,
    /// How it stands under the first policy.
    pub before: Standing,
    /// How it stands under the second one.
    pub after: Standing,
    /// What led from the one to the other, turn by turn.
    pub causes: Vec<Cause>,
}

/// A field in which two policies differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FieldChange {
    /// Its path, such as `rollup.of`.
    pub field: &'static str,
    /// The id of its rule.
    pub rule: &'static str,
    /// What the first policy says.
    pub before: Json,
    /// What the second one says.
    pub after: Json,
    /// How many of the rows listed it changes, with the fields it only fits together with.
    pub rows: usize,
}

/// What changes when the same workspace is counted by another policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PolicyComparison<'a> {
    /// Version of the format: 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = 1)))]
    pub okr_policy_comparison: u32,
    /// Name of the organisation.
    pub workspace: &'a str,
    /// The date both are evaluated as of.
    pub as_of: Date,
    /// Name of the first policy.
    pub before: String,
    /// Name of the second one.
    pub after: String,
    /// Every field in which they differ, in the order in which a number is made.
    pub fields: Vec<FieldChange>,
    /// Every row that changes: objectives with their key results in the order of the document, then teams, people, cycles.
    pub rows: Vec<RowChange<'a>>,
    /// What is doubtful under the second policy and not under the first, such as rows that it cannot count.
    pub findings: Vec<Finding>,
}

impl PolicyComparison<'_> {
    /// The comparison as JSON, on one line.
    pub fn to_json(&self) -> String {
        print::to_json(self)
    }
}

impl Workspace {
    /// What changes when this workspace is counted by the policy `after` instead of `before`, and why: every objective,
    /// key result, team, person and cycle whose progress, status, score or grade differs, with the fields that cause it.
    ///
    /// ```
    /// use okr_core::{Date, Policy, Workspace};
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ///     {"id": "a", "title": "A", "measure": {"kind": "move", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    ///     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]}"#)?;
    /// let weakest = Policy::from_json(r#"{"rollup": {"mean": "minimum"}, "display": {"decimals": 1}}"#)?;
    /// let change = workspace.compare_policies(workspace.policy(), &weakest, Date::new(2026, 10, 5)?)?;
    /// assert_eq!(change.fields.len(), 2);
    /// let row = &change.rows[0];
    /// assert_eq!((row.id, row.before.progress, row.after.progress), ("o", Some(0.25), Some(0.0)));
    /// assert_eq!((row.causes[0].fields[0], row.causes[0].rules[0]), ("rollup.mean", "R2"));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `bad_policy`, `bad_bands` or `out_of_range`, where the fields of one of them do not fit together.
    pub fn compare_policies(&self, before: &Policy, after: &Policy, as_of: Date) -> Result<PolicyComparison<'_>> {
        self.compare_braked(before, after, as_of, Brake::NONE)
    }

    pub(crate) fn compare_braked(
        &self,
        before: &Policy,
        after: &Policy,
        as_of: Date,
        brake: Brake<'_>,
    ) -> Result<PolicyComparison<'_>> {
        let scored = |policy| self.score_braked(policy, as_of, brake);
        let (first, last) = (scored(before)?, scored(after)?);
        let known = first.findings_braked(self, brake)?;
        let findings =
            last.findings_braked(self, brake)?.into_iter().filter(|finding| !known.contains(finding)).collect();
        let (first, last) = (Counted::new(self, &first)?, Counted::new(self, &last)?);
        let places = first.changed(&last, brake)?;
        let mut rows: Vec<RowChange<'_>> = places
            .iter()
            .map(|place| {
                let (kind, id, title) = place.named(self);
                RowChange {
                    kind,
                    id,
                    title,
                    before: first.standing(*place),
                    after: last.standing(*place),
                    causes: vec![],
                }
            })
            .collect();
        let steps = steps::between(before, after);
        let mut standing: Vec<Standing> = rows.iter().map(|row| row.before.clone()).collect();
        for step in &steps {
            let card = scored(&step.policy)?;
            let counted = Counted::new(self, &card)?;
            for (at, ((place, row), standing)) in places.iter().zip(&mut rows).zip(&mut standing).enumerate() {
                brake.check_at(at)?;
                let next = counted.standing(*place);
                if has_moved(standing, &next, rows::NOISE) {
                    row.causes.push(step.cause(&next));
                }
                *standing = next;
            }
        }
        let fields = steps.iter().flat_map(|step| step.field_changes(&rows)).collect();
        let workspace = &self.frame().organisation;
        let (before, after) = (before.name.clone(), after.name.clone());
        Ok(PolicyComparison { okr_policy_comparison: 1, workspace, as_of, before, after, fields, rows, findings })
    }
}

impl Step {
    fn cause(&self, next: &Standing) -> Cause {
        let fields = self.exchanged.iter().map(|exchanged| exchanged.field.path).collect();
        let mut rules: Vec<&'static str> = self.exchanged.iter().map(|exchanged| exchanged.field.rule).collect();
        rules.dedup();
        Cause { fields, rules, progress: next.progress, status: next.status, label: next.label.clone() }
    }

    fn field_changes(&self, rows: &[RowChange<'_>]) -> Vec<FieldChange> {
        let first = self.exchanged.first().map(|exchanged| exchanged.field.path);
        let caused = |row: &&RowChange<'_>| row.causes.iter().any(|cause| cause.fields.first().copied() == first);
        let count = rows.iter().filter(caused).count();
        let change = |exchanged: &steps::Exchanged| FieldChange {
            field: exchanged.field.path,
            rule: exchanged.field.rule,
            before: Json::from(exchanged.before.clone()),
            after: Json::from(exchanged.after.clone()),
            rows: count,
        };
        self.exchanged.iter().map(change).collect()
    }
}
