//! What holds for a row at a moment: its state, its cutoff, and its definition with the amendments in force (T2–T6).

use crate::date::{Date, Interval};
use crate::model::{Ambition, LevelPoint, Measure, MeasureKind, Role, State, StateChange, StatusOverride, Target};
use crate::plan::Plan;
use crate::policy::{OverrideEnd, Policy};
use crate::score::pace::Window;
use crate::score::value::Visible;
use crate::workspace::{Frame, History, KeyResultRules, ObjectiveRules, override_on, state_on};

/// One evaluation: a workspace under a policy as of a date.
#[derive(Clone, Copy)]
pub(crate) struct Pass<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) history: &'a History,
    pub(crate) plan: &'a Plan,
    pub(crate) as_of: Date,
}

/// The state of a row, and the date as of which it is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) cutoff: Date,
    pub(crate) state: State,
    /// The change that brought the state about.
    pub(crate) change: Option<&'a StateChange>,
    /// Whether it, or the objective it belongs to, is closed.
    pub(crate) closed: bool,
}

impl Moment<'_> {
    /// That of a row without rules of its own, and of those in it.
    pub(crate) fn plain(as_of: Date) -> Self {
        Moment { cutoff: as_of, state: State::Active, change: None, closed: false }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether it was closed with a reason (G2).
    pub(crate) fn has_reason(&self) -> bool {
        self.is_closed()
            && self.change.and_then(|change| change.reason.as_deref()).is_some_and(|reason| !reason.trim().is_empty())
    }
}

/// The definition of a key result in force.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) kind: MeasureKind,
    /// The whole measure, where the columns do not hold all of it.
    pub(crate) measure: Option<&'a Measure>,
    /// NaN where the measure has none.
    pub(crate) baseline: f64,
    pub(crate) target: f64,
    /// NaN where none is stated.
    pub(crate) weight: f64,
    /// Whether an amendment stated the weight.
    pub(crate) reweighted: bool,
    pub(crate) window: Window,
    /// Whether the start is its own.
    pub(crate) own_start: Option<Date>,
    /// Check-ins before this date are history (a change of kind or unit).
    pub(crate) since: Option<Date>,
    pub(crate) unit: Option<&'a str>,
}

impl<'a> Pass<'a> {
    pub(crate) fn policy(&self, objective: u32) -> &'a Policy {
        self.plan.policy_of(objective)
    }

    pub(crate) fn objective_rules(&self, row: u32) -> Option<&'a ObjectiveRules> {
        self.history.rules_of_objective(row)
    }

    pub(crate) fn key_result_rules(&self, row: u32) -> Option<&'a KeyResultRules> {
        self.history.rules_of_key_result(row)
    }

    pub(crate) fn objective_moment(&self, row: u32) -> Moment<'a> {
        let Some(rules) = self.objective_rules(row) else { return Moment::plain(self.as_of) };
        let (state, change) = state_on(&rules.state, self.as_of);
        self.moment(state, change)
    }

    fn moment(&self, state: State, change: Option<&'a StateChange>) -> Moment<'a> {
        let closing = change.filter(|_| state == State::Closed).map(|change| change.on);
        Moment { cutoff: closing.unwrap_or(self.as_of), state, change, closed: state == State::Closed }
    }

    /// A key result's own state; closed, and no later than its objective's closing, where that is closed (T6).
    pub(crate) fn key_result_moment(&self, row: u32, objective: &Moment<'a>) -> Moment<'a> {
        let (state, change) =
            self.key_result_rules(row).map_or((State::Active, None), |rules| state_on(&rules.state, self.as_of));
        let own = self.moment(state, change);
        if !objective.is_closed() {
            return own;
        }
        let cutoff = own.cutoff.min(objective.cutoff);
        match own.state {
            State::Active => Moment { cutoff, state: State::Closed, change: None, closed: true },
            _ => Moment { cutoff, closed: true, ..own },
        }
    }

    /// The definition of a key result in force on a date.
    pub(crate) fn terms(&self, row: u32, cutoff: Date) -> Terms<'a> {
        let at = row as usize;
        let columns = &self.frame.key_results;
        let rules = self.key_result_rules(row);
        let mut terms = Terms {
            kind: columns.kind[at],
            measure: rules.and_then(|rules| rules.measure.as_deref()),
            baseline: columns.baseline[at],
            target: columns.target[at],
            weight: columns.weight[at],
            reweighted: false,
            window: self.stated_window(row),
            own_start: rules.and_then(|rules| rules.start),
            since: None,
            unit: self.frame.unit_text(columns.unit[at]),
        };
        if let Some(rules) = rules.filter(|rules| !rules.amendments.is_empty()) {
            terms.amend(rules, cutoff);
        }
        terms
    }

    /// The window of a key result before amendments (T5).
    #[inline]
    pub(crate) fn stated_window(&self, row: u32) -> Window {
        let outer = self.frame.objective_window(self.frame.key_results.objective[row as usize]);
        let rules = self.key_result_rules(row);
        Window {
            start: rules.and_then(|rules| rules.start).or(outer.start),
            end: rules.and_then(|rules| rules.due).or(outer.end),
        }
    }

    pub(crate) fn visible(&self, row: u32, terms: &Terms<'_>, cutoff: Date) -> Visible<'a> {
        let (on, value) = self.history.visible_run(row);
        let none_yet = on.first().is_none_or(|first| *first > cutoff);
        let kpi = self
            .key_result_rules(row)
            .filter(|_| none_yet)
            .and_then(|rules| self.frame.kpi_names.definition(rules.kpi));
        let visible = match kpi.and_then(|kpi| self.frame.kpis.get(kpi as usize)) {
            Some(kpi) => Visible::until(&kpi.on, &kpi.value, cutoff),
            None => Visible::until(on, value, cutoff),
        };
        visible.since(terms.since)
    }

    /// The last stated confidence of a key result; NaN where none is (C2).
    pub(crate) fn stated_confidence(&self, row: u32, cutoff: Date) -> f64 {
        if self.history.remark.is_empty() {
            return f64::NAN;
        }
        let range = self.history.runs[row as usize].range();
        let seen = range.start + self.history.on[range.clone()].partition_point(|on| *on <= cutoff);
        let stated = |at: usize| self.history.remark_at(at).and_then(|remark| remark.confidence);
        (range.start..seen).rev().find_map(stated).unwrap_or(f64::NAN)
    }

    pub(crate) fn interval(&self, row: u32) -> Interval {
        let own = self.key_result_rules(row).and_then(|rules| rules.every);
        own.unwrap_or_else(|| self.frame.interval(self.frame.key_results.objective[row as usize]))
    }

    pub(crate) fn role(&self, row: u32) -> Role {
        self.key_result_rules(row).map_or(Role::Normal, |rules| rules.role)
    }

    pub(crate) fn objective_ambition(&self, row: u32) -> Ambition {
        self.frame.objectives.ambition[row as usize].unwrap_or(Ambition::Committed)
    }

    pub(crate) fn key_result_ambition(&self, row: u32) -> Ambition {
        let own = self.key_result_rules(row).and_then(|rules| rules.ambition);
        own.unwrap_or_else(|| self.objective_ambition(self.frame.key_results.objective[row as usize]))
    }

    /// The override in force of a row that was last checked in on a day.
    pub(crate) fn forced(
        &self,
        overrides: Option<&'a Vec<StatusOverride>>,
        policy: &Policy,
        window: Window,
        checked: Option<Date>,
    ) -> Option<&'a StatusOverride> {
        let ended = |entry: &StatusOverride| match policy.status.override_end {
            OverrideEnd::UntilEnd => window.is_over(self.as_of),
            OverrideEnd::UntilCheckIn => checked.is_some_and(|checked| checked > entry.on),
            OverrideEnd::Sticky => false,
        };
        overrides.and_then(|overrides| override_on(overrides, self.as_of, ended))
    }
}

impl<'a> Terms<'a> {
    fn amend(&mut self, rules: &'a KeyResultRules, cutoff: Date) {
        let mut target: Option<Target> =
            self.measure.map_or(Some(Target::Value(self.target)), |measure| measure.target);
        for index in &rules.amendments_by_date {
            let Some(amendment) = rules.amendments.get(*index as usize).filter(|amendment| amendment.on <= cutoff)
            else {
                continue;
            };
            if let Some(measure) = &amendment.measure {
                if measure.kind != self.kind || measure.unit.as_deref() != self.unit {
                    self.since = Some(amendment.on);
                }
                self.kind = measure.kind;
                self.measure = Some(measure);
                self.baseline = crate::workspace::numbers(measure).0;
                target = measure.target;
                self.unit = measure.unit.as_deref();
            }
            self.baseline = amendment.baseline.map_or(self.baseline, |baseline| baseline + 0.0);
            target = amendment.target.or(target);
            self.reweighted |= amendment.weight.is_some();
            self.weight = amendment.weight.unwrap_or(self.weight);
            self.own_start = amendment.start.or(self.own_start);
            self.window.start = amendment.start.or(self.window.start);
            self.window.end = amendment.due.or(self.window.end);
        }
        let base = if self.baseline.is_nan() { 0.0 } else { self.baseline };
        self.target = target.and_then(|target| target.resolve(base)).map_or(f64::NAN, |target| target + 0.0);
    }

    /// The definition of a measure that stands alone: an objective's own, or a KPI's.
    pub(crate) fn of_measure(measure: &'a Measure, window: Window) -> Self {
        let (baseline, target) = crate::workspace::numbers(measure);
        Terms {
            kind: measure.kind,
            measure: Some(measure),
            baseline,
            target,
            weight: f64::NAN,
            reweighted: false,
            window,
            own_start: None,
            since: None,
            unit: measure.unit.as_deref(),
        }
    }

    /// Progress set by hand: 0 to 100 percent.
    pub(crate) fn by_hand(window: Window) -> Self {
        Terms {
            kind: MeasureKind::Move,
            measure: None,
            baseline: 0.0,
            target: 100.0,
            weight: f64::NAN,
            reweighted: false,
            window,
            own_start: None,
            since: None,
            unit: Some("%"),
        }
    }

    pub(crate) fn points(&self) -> &'a [LevelPoint] {
        self.measure.map_or(&[], |measure| &measure.points)
    }

    /// Distance from baseline to target, for weights by size.
    pub(crate) fn size(&self) -> f64 {
        if self.kind == MeasureKind::Move { (self.target - self.baseline).abs().min(f64::MAX) } else { f64::NAN }
    }
}
