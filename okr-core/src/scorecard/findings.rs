//! What is doubtful about an evaluation, row by row; found when asked for.

use super::members::Members;
use super::objective::{ObjectiveView, Source};
use super::terms::Pass;
use super::{KpiState, Scorecard};
use crate::cancel::{Brake, Meter};
use crate::error::{ErrorCode, Finding, Findings, Result, Told, quoted};
use crate::score::{Reason, Status, Verdict};
use crate::workspace::{KpiRow, Node, Workspace};

/// Values that are looked at for what is doubtful about a row: its work, for who may cancel.
const VALUES: usize = 16;

/// Findings on their way out, apart from those silenced where they belong.
struct Doubts<'a> {
    pass: &'a Pass<'a>,
    found: Findings,
}

impl Doubts<'_> {
    fn push(&mut self, node: Node, code: ErrorCode, message: String, help: &str) {
        if !self.is_silenced(node, code) && !self.found.only_counts(code.severity()) {
            self.found.push(Finding::new(code, self.pass.frame.pointer(node), message, help));
        }
    }

    fn add(&mut self, node: Node, finding: Finding) {
        if !self.is_silenced(node, finding.code) {
            self.found.push(finding);
        }
    }

    fn is_silenced(&self, node: Node, code: ErrorCode) -> bool {
        let frame = self.pass.frame;
        let prose = match node {
            Node::Objective(row) => frame.objectives.prose[row as usize],
            Node::KeyResult(row) => frame.key_results.prose[row as usize],
        };
        frame.prose_of(prose).is_some_and(|prose| prose.silence.contains(&code))
    }
}

impl Scorecard {
    /// What is doubtful about this evaluation, in the order of the document. What is doubtful
    /// about the document itself is in [`Workspace::findings`].
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let findings = card.findings(&workspace)?;
    /// assert_eq!((findings[0].code.as_str(), &*findings[0].path), ("confidence_falling", "/objectives/1/key_results/0"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn findings(&self, workspace: &Workspace) -> Result<Findings> {
        self.findings_braked(workspace, Brake::NONE)
    }

    pub(crate) fn findings_braked(&self, workspace: &Workspace, brake: Brake<'_>) -> Result<Findings> {
        self.check_whole(workspace)?;
        let pass = self.pass(workspace);
        let mut doubts = Doubts { pass: &pass, found: Findings::default() };
        pass.plan.findings.iter().for_each(|finding| doubts.found.push(finding.clone()));
        brake.check()?;
        let mut meter = Meter::new(brake);
        for row in &self.frame().objective_order {
            self.objective_doubts(&pass, *row, &mut doubts);
            meter.spend(VALUES)?;
            for key_result in pass.frame.key_results_as_given(*row) {
                self.key_result_doubts(&pass, key_result, &mut doubts);
                meter.spend(VALUES)?;
            }
        }
        Ok(doubts.found)
    }

    fn objective_doubts(&self, pass: &Pass<'_>, row: u32, doubts: &mut Doubts<'_>) {
        let node = Node::Objective(row);
        let seen = self.seen();
        window_doubts(pass, row, doubts);
        let view = pass.objective_view(row, &seen);
        let counts_members = matches!(view.source, Source::Members | Source::Descendants);
        let needs_members = counts_members || view.source == Source::SumOfValues && view.members.counted == 0;
        if let Some(unfit) = view.unfit {
            doubts.add(node, unfit.finding(pass, pass.frame.pointer(node)));
        } else if view.evidence.progress.is_nan() && needs_members && !view.members.explained {
            doubts.push(
                node,
                ErrorCode::NoMembers,
                "found nothing that counts, expected a key result or a contributing objective".to_owned(),
                "add key results, or look at what is left out and why",
            );
        }
        // Of members no mean goes beyond them, so that one that is cut is told already.
        if !counts_members && self.progress_is_cut(view.evidence.raw) {
            doubts.push(
                node,
                ErrorCode::Saturated,
                "found a fraction beyond 64 bits, shown as the largest number".to_owned(),
                "check baseline and target",
            );
        }
        let (over, unsized_members) = Members::new(pass, row, view.policy, view.of, view.moment.cutoff).doubts();
        if over {
            doubts.push(
                node,
                ErrorCode::WeightsOverTotal,
                format!("found weights above the total of {}, scaled down", view.policy.weights.total),
                "lower the stated weights",
            );
        }
        if unsized_members {
            doubts.push(
                node,
                ErrorCode::SizeNeedsMove,
                "found a member without a distance from baseline to target, expected only move measures; all weigh 1"
                    .to_owned(),
                "use relative weights",
            );
        }
        if view.moment.is_closed() && self.has_open_children(pass, row) {
            doubts.push(
                node,
                ErrorCode::ClosedWithOpenChildren,
                "found a closed objective whose contributors are still open; they count as they stand".to_owned(),
                "close them too, or reopen it",
            );
        }
        self.guardrail_doubts(pass, row, &view, doubts);
    }

    fn guardrail_doubts(&self, pass: &Pass<'_>, row: u32, view: &ObjectiveView<'_>, doubts: &mut Doubts<'_>) {
        pass.guardrails(row, &self.seen(), |key_result, hold| {
            if hold.is_none() {
                doubts.push(
                    Node::KeyResult(key_result),
                    ErrorCode::GuardrailWithoutCheckIn,
                    "found a guardrail without a check-in; it caps nothing".to_owned(),
                    "check it in",
                );
            }
        });
        let Verdict { status, reason, .. } = self.objectives.told[row as usize].verdict;
        let untouched =
            matches!(status, Status::None | Status::NotStarted) || reason == Reason::Closed || view.forced.is_some();
        // Where objectives have no number, there is nothing to cap by design.
        let capless = view.source == Source::Nothing && reason == Reason::NoProgress;
        if view.evidence.broken && untouched && !capless {
            doubts.push(
                Node::Objective(row),
                ErrorCode::GuardrailNotApplied,
                format!(
                    "found an unmet guardrail beside the status {}, which it does not change",
                    quoted(status.as_str())
                ),
                "look at the guardrail",
            );
        }
    }

    fn has_open_children(&self, pass: &Pass<'_>, row: u32) -> bool {
        let children = pass.frame.graph.children.of(row).iter().chain(pass.frame.graph.linked.of(row));
        children.into_iter().any(|source| match source.node {
            Node::Objective(child) => pass.objective_moment(child).state == crate::model::State::Active,
            Node::KeyResult(child) => {
                let owner = pass.frame.key_results.objective[child as usize];
                pass.key_result_moment(child, &pass.objective_moment(owner)).state == crate::model::State::Active
            }
        })
    }

    fn progress_is_cut(&self, raw: f64) -> bool {
        raw.abs() == f64::MAX
    }

    fn key_result_doubts(&self, pass: &Pass<'_>, row: u32, doubts: &mut Doubts<'_>) {
        let node = Node::KeyResult(row);
        let view = pass.key_result_view(row, &self.seen());
        if view.measured.zero_denominator {
            doubts.push(
                node,
                ErrorCode::ZeroDenominator,
                "found a division by zero; the key result has no value".to_owned(),
                "state another target or value, or use a move",
            );
        }
        if self.progress_is_cut(view.measured.raw) {
            doubts.push(
                node,
                ErrorCode::Saturated,
                "found a fraction beyond 64 bits, shown as the largest number".to_owned(),
                "check baseline and target",
            );
        }
        if let Some(unfit) = view.unfit {
            doubts.add(node, unfit.finding(pass, pass.frame.pointer(node)));
        }
        if let Some((before, after)) = self.falling_confidence(pass, row, view.moment.cutoff) {
            doubts.push(
                node,
                ErrorCode::ConfidenceFalling,
                format!("found confidence falling from {} to {}", Told(before), Told(after)),
                "ask what changed",
            );
        }
    }

    /// Two falls in a row, or one of 0.3 or more, at the end of what was stated (C3).
    fn falling_confidence(&self, pass: &Pass<'_>, row: u32, cutoff: crate::date::Date) -> Option<(f64, f64)> {
        const STEEP: f64 = 0.3;
        let history = pass.history;
        let range = history.runs[row as usize].range();
        let stated = range
            .rev()
            .filter(|at| history.on[*at] <= cutoff)
            .filter_map(|at| history.remark_at(at).and_then(|remark| remark.confidence));
        let last: Vec<f64> = stated.take(3).collect();
        match last[..] {
            [now, before, ..] if crate::score::number::meets(before - now, STEEP) => Some((before, now)),
            [now, before, first] if now < before && before < first => Some((first, now)),
            _ => None,
        }
    }
}

/// An objective without a first or last day has no expected progress (E1).
fn window_doubts(pass: &Pass<'_>, row: u32, doubts: &mut Doubts<'_>) {
    let window = pass.frame.objective_window(row);
    let found = match (window.start, window.end) {
        (Some(_), Some(_)) => return,
        (None, None) => "no first or last day",
        (None, Some(_)) => "no first day",
        (Some(_), None) => "no last day",
    };
    doubts.push(
        Node::Objective(row),
        ErrorCode::NoWindow,
        format!("found {found}, neither of the objective nor of a cycle; there is no expected progress"),
        "name a cycle, or state `start` and `due`",
    );
}

impl Pass<'_> {
    /// Latest value and state of a KPI (K1).
    pub(crate) fn kpi(&self, kpi: &KpiRow) -> (Option<f64>, KpiState) {
        use super::measured::{Asked, Parts};
        use crate::score::pace::Window;
        let visible = crate::score::value::Visible::until(&kpi.on, &kpi.value, self.as_of);
        let Some(value) = visible.latest() else { return (None, KpiState::NoReading) };
        let Some(healthy) = &kpi.healthy else { return (Some(value), KpiState::Healthy) };
        let terms = super::terms::Terms::of_measure(healthy, Window::default());
        let asked = Asked {
            terms,
            visible,
            cutoff: self.as_of,
            every: crate::date::Interval::WEEK,
            parts: Parts::None,
            given: None,
        };
        let met = asked.bounds(&self.plan.policy.measure).met(value);
        (Some(value), if met { KpiState::Healthy } else { KpiState::Unhealthy })
    }
}
