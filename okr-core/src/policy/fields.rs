//! Every field of a policy with its rule, in the order in which a number is made.

/// A field, and the id of the rule in which the semantics state it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Its path: block and field, with a point between.
    pub(crate) path: &'static str,
    /// Id of its rule.
    pub(crate) rule: &'static str,
    /// Whether it means nothing without the field before it: bands are limits of the number that `source` names.
    pub(crate) leans: bool,
}

impl Field {
    /// Its JSON pointer in a policy.
    pub(crate) fn pointer(self) -> String {
        format!("/{}", self.path.replace('.', "/"))
    }
}

const fn field(path: &'static str, rule: &'static str) -> Field {
    Field { path, rule, leans: false }
}

/// A field that means nothing without the one before it.
const fn leaning(path: &'static str, rule: &'static str) -> Field {
    Field { path, rule, leans: true }
}

/// All of them but those that describe a policy.
pub(crate) const FIELDS: &[Field] = &[
    field("measure.missing", "V2"),
    field("measure.zero_range", "P2"),
    field("measure.aggregate", "V1"),
    field("measure.strict", "P4"),
    field("measure.credit", "P4"),
    field("measure.read", "P4"),
    field("measure.between", "P7"),
    field("measure.of", "P9"),
    field("measure.with_own", "P9"),
    field("clamp.shown", "P11"),
    field("clamp.contributed", "P11"),
    field("clamp.objective", "P11"),
    field("rollup.of", "R1"),
    field("rollup.manual", "R1"),
    field("rollup.initiatives", "R1"),
    field("rollup.holds", "R1"),
    field("rollup.units", "R1"),
    field("rollup.mean", "R2"),
    field("rollup.credit", "A2"),
    field("rollup.team_mean", "R7"),
    field("weights.rule", "R3"),
    leaning("weights.total", "R3"),
    field("expected.day_count", "E1"),
    field("expected.curve", "E2"),
    leaning("expected.step", "E2"),
    field("expected.plan", "E2"),
    field("expected.binary", "E3"),
    field("expected.holds", "E3"),
    field("check_ins.grace", "V3"),
    field("status.source", "S2"),
    leaning("status.bands", "S2"),
    field("status.override", "S1"),
    field("status.not_started", "S1"),
    field("status.final", "S1"),
    field("status.goal", "S1"),
    field("status.hold", "S2"),
    field("status.grace", "S3"),
    field("status.stale_after", "S5"),
    field("status.stale", "S5"),
    field("status.guardrail", "R6"),
    field("status.rollup", "S4"),
    leaning("status.agreed", "S4"),
    leaning("status.points", "S4"),
    leaning("status.ratio_cap", "S4"),
    leaning("status.rollup_bands", "S4"),
    leaning("status.order", "S4"),
    field("status.groups", "R7"),
    field("status.labels", "S2"),
    field("confidence.bands", "C1"),
    field("score.committed", "G2"),
    field("score.aspirational", "G2"),
    field("score.clamp", "G1"),
    field("score.bands", "G2"),
    field("display.decimals", "N2"),
    field("display.rounding", "N2"),
    field("display.edges", "N2"),
    field("display.absent", "N2"),
    field("carry_over.baseline", "J6"),
    field("carry_over.unmoved", "J6"),
];

#[cfg(test)]
mod tests {
    use super::FIELDS;
    use crate::policy::Policy;
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// A field that is printed and has no line here would be left out of every comparison.
    #[test]
    fn every_field_of_a_policy_is_listed() {
        let policy: Value = serde_json::from_str(&Policy::default().to_json()).unwrap();
        let blocks =
            policy.as_object().unwrap().iter().filter_map(|(block, fields)| Some((block, fields.as_object()?)));
        let printed: BTreeSet<String> =
            blocks.flat_map(|(block, fields)| fields.keys().map(move |field| format!("{block}.{field}"))).collect();
        let listed: BTreeSet<String> = FIELDS.iter().map(|field| field.path.to_owned()).collect();
        assert_eq!(printed, listed);
    }

    /// The table of fields in the semantics names the same rules.
    #[test]
    fn the_semantics_name_the_same_rules() {
        let semantics = include_str!("../../docs/semantics.md");
        for field in FIELDS {
            let named = format!("`{}`", field.path);
            let row = semantics.lines().find(|line| line.starts_with('|') && line.contains(&named));
            let row = row.unwrap_or_else(|| panic!("{} has no row", field.path));
            let rules = row.trim_end_matches('|').rsplit('|').next().unwrap();
            assert!(
                rules.split([',', ' ']).any(|rule| rule == field.rule),
                "{}: {rules}, not {}",
                field.path,
                field.rule
            );
        }
    }
}
