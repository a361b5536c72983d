//! Which roll-up counts for an objective: the first of its policy's list that applies (R1).

use super::frame::{Frame, Node};
use super::history::History;
use crate::model::{LinkKind, Role};
use crate::policy::{ManualUntil, RollupOf};

/// What an objective is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Whether a value by hand goes first, on dates on which one is in force.
    pub(crate) by_hand: bool,
    /// What counts otherwise; `None` where objectives have no number.
    pub(crate) of: Option<RollupOf>,
}

/// What an objective has, which decides what applies to it on any date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Has {
    pub(crate) measure: bool,
    pub(crate) key_results: bool,
    pub(crate) children: bool,
}

impl Has {
    /// Of an objective with its links worked out.
    pub(crate) fn of(frame: &Frame, history: &History, row: u32) -> Has {
        let counts = |key_result: u32| !is_guardrail(history, key_result);
        let linked = frame.graph.linked.of(row).iter();
        Has {
            measure: has_measure(frame, row),
            key_results: frame.objectives.key_results(row).any(counts)
                || linked.into_iter().any(|source| counts(source.node.row())),
            children: !frame.graph.children.of(row).is_empty(),
        }
    }

    fn applies(self, of: RollupOf) -> bool {
        let members = self.key_results || self.children;
        match of {
            RollupOf::KeyResults => self.key_results,
            RollupOf::Children => self.children,
            RollupOf::Pooled | RollupOf::KeyResultsAsOne | RollupOf::Descendants => members,
            RollupOf::OwnMeasure => self.measure,
            RollupOf::SumOfValues => self.measure && members,
            // That depends on the date.
            RollupOf::Manual => false,
        }
    }
}

impl Choice {
    /// The first of a list that applies, else its last.
    pub(crate) fn new(list: &[RollupOf], manual: ManualUntil, has: impl FnOnce() -> Has) -> Choice {
        let found = match list {
            [] => return Choice { by_hand: false, of: None },
            // Nobody needs to look what the objective has.
            [_] => None,
            _ => {
                let has = has();
                list.iter().position(|of| has.applies(*of))
            }
        };
        let last = list.len() - 1;
        let at = found.unwrap_or(last);
        let of = match list[at] {
            RollupOf::Manual if manual == ManualUntil::UntilCheckIn => RollupOf::Pooled,
            of => of,
        };
        Choice { by_hand: list[..=at].contains(&RollupOf::Manual), of: Some(of) }
    }

    /// Whether the objective's own measure may be read.
    pub(crate) fn is_measured(self) -> bool {
        self.by_hand || matches!(self.of, Some(RollupOf::OwnMeasure | RollupOf::SumOfValues))
    }

    /// Whether it cannot be counted without a measure of its own.
    pub(crate) fn needs_measure(self) -> Option<RollupOf> {
        self.of.filter(|of| matches!(of, RollupOf::OwnMeasure | RollupOf::SumOfValues))
    }
}

fn is_guardrail(history: &History, key_result: u32) -> bool {
    history.rules_of_key_result(key_result).is_some_and(|rules| rules.role == Role::Guardrail)
}

fn has_measure(frame: &Frame, row: u32) -> bool {
    frame.more(row).is_some_and(|more| more.measure.is_some())
}

/// What objectives have before their links are sorted.
pub(crate) struct Contributed {
    key_results: Vec<bool>,
    children: Vec<bool>,
}

impl Contributed {
    pub(crate) fn new(frame: &Frame, history: &History) -> Contributed {
        let rows = frame.objectives.len();
        let mut out = Contributed { key_results: vec![false; rows], children: vec![false; rows] };
        for link in frame.links.iter().filter(|link| link.kind == LinkKind::Contributes) {
            let Some(Node::Objective(to)) = frame.nodes.definition(link.to).map(Node::from_code) else { continue };
            match link.from {
                Node::Objective(_) => out.children[to as usize] = true,
                Node::KeyResult(from) => out.key_results[to as usize] |= !is_guardrail(history, from),
            }
        }
        out
    }

    /// Of an objective with these key results of its own.
    pub(crate) fn has(&self, frame: &Frame, history: &History, row: u32, mut own: std::ops::Range<u32>) -> Has {
        let at = row as usize;
        Has {
            measure: has_measure(frame, row),
            key_results: self.key_results[at] || own.any(|key_result| !is_guardrail(history, key_result)),
            children: self.children[at],
        }
    }
}
