//! What the policy in force asks of a document: errors on reading, because another policy might not mind.

use super::check::link_path;
use super::choice::{Choice, Contributed};
use super::definition::{Amendments, Definition, Faults, Place};
use super::draft::Draft;
use super::fits::{Forms, Summing, wrong_unit};
use super::frame::{Frame, Node};
use super::history::Remark;
use super::policies::{Asked, Policies, at_row};
use super::stated::{Takes, value_not_for};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Finding, Told, quoted};
use crate::model::{Credit, LinkKind, Measure, MeasureKind};
use crate::policy::{RollupOf, ZeroRange};
use std::collections::BTreeSet;

/// Reports everything that cannot be scored under the policies in force.
pub(crate) fn check(draft: &Draft, policies: &Policies, r: &mut Reader) {
    let frame = &draft.frame;
    check_undecided(draft, policies, r);
    let wants_measures = |asked: &Asked| asked.rollup.iter().any(|of| is_measured(*of));
    if policies.is_one() && !policies.workspace().as_ref().is_some_and(wants_measures) {
        if let Some(asked) = policies.workspace() {
            check_definitions(draft, 0..frame.key_results.len() as u32, &asked, r);
        }
        return;
    }
    let forms = draft.forms();
    let choices = Choices { draft, policies, contributed: Contributed::new(frame, &draft.history) };
    for row in 0..frame.objectives.len() as u32 {
        if let Some(asked) = policies.of(row) {
            check_definitions(draft, key_results(frame, row), &asked, r);
            check_objective(&choices, &forms, row, &asked, r);
        }
    }
    check_linked_units(&choices, &forms, r);
}

/// Key results of an objective of a draft, whose table of them has no end yet.
fn key_results(frame: &Frame, objective: u32) -> std::ops::Range<u32> {
    let first = &frame.objectives.first_key_result;
    let end = first.get(objective as usize + 1).copied().unwrap_or(frame.key_results.len() as u32);
    first[objective as usize]..end
}

impl Asked {
    /// What values it lets an objective with this measure add up.
    fn summing<'a>(&self, measure: &'a Measure) -> Summing<'a> {
        Summing { unit: measure.unit.as_deref(), holds: self.holds, units: self.units }
    }
}

/// Whether an objective's own measure may be read.
fn is_measured(rollup: RollupOf) -> bool {
    matches!(rollup, RollupOf::OwnMeasure | RollupOf::SumOfValues | RollupOf::Manual)
}

/// Values of from_children measures that do not say whether their own values count.
fn check_undecided(draft: &Draft, policies: &Policies, r: &mut Reader) {
    for (node, place) in &draft.undecided {
        let objective = match node {
            Node::Objective(row) => *row,
            Node::KeyResult(row) => draft.frame.key_results.objective[*row as usize],
        };
        if policies.of(objective).is_none_or(|asked| asked.with_own) {
            continue;
        }
        at_row(&draft.frame, *node, r, |r| {
            r.at(Segment::Key("check_ins"), |r| {
                r.at(Segment::Index(*place as usize), |r| {
                    value_not_for(MeasureKind::FromChildren, Takes::Nothing, Takes::Number, "value", r);
                });
            });
        });
    }
}

/// Measures of key results, as stated and after each amendment.
fn check_definitions(draft: &Draft, rows: std::ops::Range<u32>, asked: &Asked, r: &mut Reader) {
    let (zero_range, credit) = (asked.zero_range == ZeroRange::Error, asked.credit != Credit::Binary);
    if !zero_range && !credit {
        return;
    }
    let columns = &draft.frame.key_results;
    for row in rows {
        let at = row as usize;
        let rules = draft.history.rules_of_key_result(row);
        let may_fail = match columns.kind[at] {
            MeasureKind::Move | MeasureKind::FromChildren => zero_range && columns.baseline[at] == columns.target[at],
            kind => credit && kind.is_hold(),
        };
        let node = Node::KeyResult(row);
        if !may_fail && rules.is_none_or(|rules| rules.amendments.is_empty()) || !draft.is_read(node) {
            continue;
        }
        let definition = draft.definition(row);
        at_row(&draft.frame, node, r, |r| {
            r.at(Segment::Key("measure"), |r| definition.check_under(asked, &mut Faults::of_measure(r)));
            Amendments::from(rules).check_under(definition, asked, Place::Listed, r);
        });
    }
}

/// What each objective is counted by.
struct Choices<'a> {
    draft: &'a Draft,
    policies: &'a Policies,
    contributed: Contributed,
}

impl Choices<'_> {
    fn by(&self, row: u32, asked: &Asked) -> Choice {
        let (frame, history) = (&self.draft.frame, &self.draft.history);
        let has = || self.contributed.has(frame, history, row, key_results(frame, row));
        Choice::new(&asked.rollup, asked.manual, has)
    }

    /// Nothing where its policy could not be read.
    fn of(&self, row: u32) -> Option<Choice> {
        self.policies.of(row).map(|asked| self.by(row, &asked))
    }
}

/// An objective that is counted by its own measure.
fn check_objective(choices: &Choices<'_>, forms: &Forms<'_>, row: u32, asked: &Asked, r: &mut Reader) {
    let draft = choices.draft;
    let frame = &draft.frame;
    let node = Node::Objective(row);
    let choice = choices.by(row, asked);
    if !choice.is_measured() || !draft.is_read(node) {
        return;
    }
    match frame.more(row).and_then(|more| more.measure.as_ref()) {
        Some(measure) => {
            at_row(frame, node, r, |r| {
                r.at(Segment::Key("measure"), |r| {
                    Definition::from(measure).check_under(asked, &mut Faults::of_measure(r));
                });
            });
            if choice.of == Some(RollupOf::SumOfValues) {
                check_units(draft, forms, row, asked.summing(measure), r);
            }
        }
        None => {
            // By hand, an objective without a measure is a number from 0 to 100 %.
            let Some(rollup) = choice.needs_measure().map(|of| quoted(of.as_str())) else { return };
            r.push(Finding::new(
                ErrorCode::OwnMeasureMissing,
                frame.pointer(node),
                format!("found no measure, expected one: the policy counts objectives by {rollup}"),
                "give the objective a measure, or count it by its members",
            ));
        }
    }
}

/// Units of the key results whose values are added up, at every date.
fn check_units(draft: &Draft, forms: &Forms<'_>, row: u32, summing: Summing<'_>, r: &mut Reader) {
    for key_result in key_results(&draft.frame, row) {
        let path = || format!("{}/measure/unit", draft.frame.pointer(Node::KeyResult(key_result)));
        check_member(draft, forms, key_result, summing, path, r);
    }
}

fn check_member(
    draft: &Draft,
    forms: &Forms<'_>,
    row: u32,
    summing: Summing<'_>,
    path: impl FnOnce() -> String,
    r: &mut Reader,
) {
    if draft.is_read(Node::KeyResult(row))
        && let Some(misfit) = forms.misfit_of_member(row, summing)
    {
        misfit.report(&draft.frame, path(), &mut BTreeSet::new(), r);
    }
}

/// Units of what is linked to objectives that add up values.
fn check_linked_units(choices: &Choices<'_>, forms: &Forms<'_>, r: &mut Reader) {
    let draft = choices.draft;
    let frame = &draft.frame;
    for link in frame.links.iter().filter(|link| link.kind == LinkKind::Contributes) {
        let Some(Node::Objective(to)) = frame.nodes.definition(link.to).map(Node::from_code) else { continue };
        let Some(asked) = choices.policies.of(to) else { continue };
        let sums = choices.by(to, &asked).of == Some(RollupOf::SumOfValues);
        let measure = frame.more(to).and_then(|more| more.measure.as_ref());
        let Some(measure) = measure.filter(|_| sums && draft.is_read(Node::Objective(to))) else { continue };
        let summing = asked.summing(measure);
        let expected = summing.unit;
        let path = || link_path(frame, link, "to");
        match link.from {
            Node::KeyResult(from) => check_member(draft, forms, from, summing, path, r),
            Node::Objective(from) => {
                let counts = !asked.units.leaves_out(frame.own_unit(from), expected);
                let choice = choices.of(from).filter(|_| counts && draft.is_read(link.from));
                let found = choice.and_then(|choice| unit_of_objective(frame, from, choice));
                if let Some(found) = found.filter(|found| *found != expected) {
                    wrong_unit(found, expected, "").report(frame, path(), &mut BTreeSet::new(), r);
                }
            }
        }
    }
}

/// The unit of an objective's own value; `None` where it has none.
fn unit_of_objective(frame: &Frame, row: u32, choice: Choice) -> Option<Option<&str>> {
    if !choice.is_measured() {
        return None;
    }
    match frame.more(row).and_then(|more| more.measure.as_ref()) {
        Some(measure) => Some(measure.unit.as_deref()),
        None => choice.by_hand.then_some(Some("%")),
    }
}

/// Whether a confidence lies off the scale; one that is no number is reported where it stands.
pub(crate) fn is_off(confidence: Option<f64>, (low, high): (f64, f64)) -> bool {
    confidence.is_some_and(|x| x.is_finite() && !(low..=high).contains(&x))
}

/// Names the check-ins whose confidence lies off the scale.
pub(crate) fn report_confidences(draft: &Draft, scale: (f64, f64), r: &mut Reader) {
    let frame = &draft.frame;
    let mut report = |node: Node, place: usize, found: f64| {
        r.push(Finding::new(
            ErrorCode::OutOfRange,
            format!("{}/check_ins/{place}/confidence", frame.pointer(node)),
            format!("found {}, expected a confidence from {} to {}", Told(found), Told(scale.0), Told(scale.1)),
            "state it on the document's confidence_scale",
        ));
    };
    let off = |remark: &Remark| remark.confidence.filter(|_| is_off(remark.confidence, scale));
    for (row, run) in draft.history.runs.iter().enumerate() {
        for (index, at) in run.range().enumerate() {
            if let Some(found) = draft.history.remark_at(at).and_then(off) {
                let place = draft.key_result_places.of(row as u32, index);
                report(Node::KeyResult(row as u32), place, found);
            }
        }
    }
    for row in 0..frame.objectives.len() as u32 {
        let Some(rules) = draft.history.rules_of_objective(row) else { continue };
        for (index, found) in rules.remarks.iter().enumerate().filter_map(|(at, remark)| Some((at, off(remark)?))) {
            report(Node::Objective(row), draft.objective_places.of(row, index), found);
        }
    }
}
