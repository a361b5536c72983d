//! An objective taken apart.

use super::repeats::repeats;
use super::{Explanation, Line, LineKind, Omission, finish, number, rules, title};
use crate::model::Role;
use crate::scorecard::{LeftOut, MemberNode, Part, Pass, Scorecard, Source, Weighed};
use crate::workspace::Node;

/// Members, weights, contributions, and what the policy makes of them.
pub(super) fn explain<'a>(pass: &Pass<'a>, card: &'a Scorecard, row: u32) -> Explanation<'a> {
    let weighed = Weighed::of(pass, &card.seen(), row);
    let view = &weighed.view;
    let shown = card.objective_row(row);
    let own = pass.own_scale(row, view.source, (view.value, view.evidence.progress));
    let mut lines = Vec::new();
    let mut left_out = Vec::new();
    for part in &weighed.members {
        if part.member.counts() {
            lines.push(member_line(pass, row, part, rules::of_members(view.policy.rollup.mean)));
        } else {
            left_out.extend(omission(pass, row, part));
        }
    }
    left_out.extend(guardrails_left_out(pass, row));
    let added: f64 = lines.iter().filter_map(|line| line.contribution).sum();
    match view.source {
        Source::Members | Source::Descendants | Source::Nothing => {}
        Source::OwnMeasure => lines = vec![Line::plain(LineKind::Measure, view.rolled, "R1")],
        Source::Manual => lines = vec![Line::plain(LineKind::Manual, view.rolled, "R1")],
        // What the members' values leave is the way from zero to the baseline, or a curve that no member can claim.
        Source::SumOfValues => lines.push(Line::plain(LineKind::Baseline, view.rolled - added, "R1")),
    }
    finish(&mut lines, view.rolled, view.carried, view.evidence.progress);
    Explanation {
        id: shown.id(),
        title: shown.title(),
        as_of: view.moment.cutoff,
        policy: &pass.plan.policy.name,
        progress: shown.progress(),
        expected: shown.expected(),
        status: shown.status(),
        status_reason: shown.reason(),
        label: card.details_of(pass).objective(row).label(),
        value: own.value,
        baseline: own.baseline,
        target: own.target,
        unit: own.unit,
        lines,
        left_out,
        repeats: repeats(pass, card, row),
        rules: rules::of_objective(view, shown.reason()),
    }
}

fn member_line<'a>(pass: &Pass<'a>, objective: u32, part: &Part, rule: &'static str) -> Line<'a> {
    let kind = match part.member.node {
        MemberNode::Row(Node::KeyResult(_)) => LineKind::KeyResult,
        MemberNode::Row(Node::Objective(_)) => LineKind::Objective,
        MemberNode::Initiative(_) => LineKind::Initiative,
    };
    let (id, title) = named(pass, objective, part.member.node);
    Line {
        kind,
        id: Some(id),
        title: Some(title),
        weight: part.weight,
        given: number(part.member.given),
        contributed: number(part.member.contributed),
        expected: number(part.expected),
        contribution: part.contribution,
        rule,
    }
}

fn omission<'a>(pass: &Pass<'a>, objective: u32, part: &Part) -> Option<Omission<'a>> {
    let (id, title) = named(pass, objective, part.member.node);
    (part.member.left_out != LeftOut::Counted).then_some(Omission { id, title, reason: part.member.left_out })
}

fn guardrails_left_out<'a>(pass: &Pass<'a>, objective: u32) -> Vec<Omission<'a>> {
    let rows = pass.frame.objectives.key_results(objective).filter(|row| pass.role(*row) == Role::Guardrail);
    rows.map(Node::KeyResult)
        .map(|node| Omission { id: pass.frame.node_id(node), title: title(pass, node), reason: LeftOut::Guardrail })
        .collect()
}

fn named<'a>(pass: &Pass<'a>, objective: u32, node: MemberNode) -> (&'a str, &'a str) {
    match node {
        MemberNode::Row(node) => (pass.frame.node_id(node), title(pass, node)),
        MemberNode::Initiative(at) => {
            let initiative = pass.frame.more(objective).and_then(|more| more.initiatives.get(at as usize));
            initiative.map_or(("", ""), |initiative| (initiative.id.as_str(), initiative.title.as_str()))
        }
    }
}
