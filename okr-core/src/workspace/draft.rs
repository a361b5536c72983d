//! A workspace in the making: values of the model enter the columns one by one, in the order of the document.

use super::frame::{CycleRow, Frame, GroupRow, KpiRow, Link, Node, ObjectiveMore, Prose};
use super::history::{History, KeyResultRules, ObjectiveRules, Remark, Run};
use super::measures::check_measure;
use super::names::{NONE, Names, Span, Texts};
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, is_bidi_control, quoted};
use crate::model::{
    Alignment, CheckIn, Cycle, Initiative, KeyResult, Kpi, Lifecycle, Measure, MeasureKind, Objective, Person, Role,
    StateChange, StatusOverride, Target, Team, Value,
};

/// Columns in the order of the document, and what was found on the way.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) frame: Frame,
    pub(crate) history: History,
    /// Where the check-ins of the key result being read begin.
    run_start: usize,
    /// Whether the values of the check-ins being read are all numbers, all true or false, or mixed.
    said: Said,
}

#[derive(Clone, Copy, Default)]
struct Said {
    numbers: bool,
    done: bool,
    /// Whether a value is so large that differences may overflow.
    huge: bool,
}

/// Values from here on take the careful way.
pub(crate) const HUGE: f64 = 4e307;

/// Names of the space an id belongs to.
fn define(names: &mut Names, texts: &mut Texts, id: &str, definition: u32, r: &mut Reader) -> u32 {
    check_id(id, r);
    let symbol = names.intern(texts, id);
    if !names.define(symbol, definition) {
        r.find_at(
            "id",
            ErrorCode::DuplicateId,
            format!("found {} a second time, expected each id once", quoted(id)),
            "give it an id of its own",
        );
    }
    symbol
}

/// Whether an id can be used at all.
pub(crate) fn check_id(id: &str, r: &mut Reader) {
    let plain = id.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let problem = if id.is_empty() {
        "an empty id"
    } else if id.len() > r.limits.id {
        "an id that is too long"
    } else if !plain && id.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        "an id with control characters"
    } else {
        return;
    };
    let limit = r.limits.id;
    r.find_at(
        "id",
        ErrorCode::BadId,
        format!("found {problem}: {}", quoted(id)),
        format!("use 1 to {limit} bytes of visible text"),
    );
}

/// Reports a number that is not finite; JSON cannot state one, a Rust caller can.
pub(crate) fn check_finite(field: &'static str, x: Option<f64>, r: &mut Reader) -> f64 {
    match x {
        Some(x) if x.is_finite() => x + 0.0,
        Some(x) => {
            r.find_at(
                field,
                ErrorCode::NotFinite,
                format!("found {x}, expected a finite number"),
                "state a finite number or leave it out",
            );
            f64::NAN
        }
        None => f64::NAN,
    }
}

/// Reports a weight that is negative or not finite; NaN stands for none stated.
pub(crate) fn check_weight(weight: Option<f64>, r: &mut Reader) -> f64 {
    let weight = check_finite("weight", weight, r);
    if weight < 0.0 {
        r.find_at(
            "weight",
            ErrorCode::NegativeWeight,
            format!("found {weight}, expected 0 or more"),
            "state 0 to show it without counting it",
        );
    }
    weight
}

fn check_unit_range(field: &'static str, x: Option<f64>, r: &mut Reader) {
    if let Some(x) = x.filter(|x| !(0.0..=1.0).contains(x)) {
        r.find_at(field, ErrorCode::OutOfRange, format!("found {x}, expected 0 to 1"), "state a fraction");
    }
}

/// Reports a period that ends before it starts.
pub(crate) fn check_order(start: Option<Date>, end: Option<Date>, field: &'static str, r: &mut Reader) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        r.find_at(
            field,
            ErrorCode::WindowReversed,
            format!("found {end}, expected {start} or later"),
            "let it end after it starts",
        );
    }
}

impl Draft {
    pub(crate) fn cycle(&mut self, cycle: &Cycle, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.cycle_names, &mut frame.texts, &cycle.id, frame.cycles.len() as u32, r);
        check_order(Some(cycle.start), Some(cycle.end), "end", r);
        let title = frame.texts.add_optional(cycle.name.as_deref());
        let within = frame.cycle_names.intern_optional(&mut frame.texts, cycle.within.as_deref());
        frame.cycles.push(CycleRow {
            name,
            title,
            start: cycle.start,
            end: cycle.end,
            within,
            every: cycle.check_in_every,
        });
    }

    pub(crate) fn team(&mut self, team: &Team, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.team_names, &mut frame.texts, &team.id, frame.teams.len() as u32, r);
        let title = frame.texts.add_optional(team.name.as_deref());
        let parent = frame.team_names.intern_optional(&mut frame.texts, team.parent.as_deref());
        frame.teams.push(GroupRow { name, title, parent });
    }

    pub(crate) fn person(&mut self, person: &Person, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.person_names, &mut frame.texts, &person.id, frame.people.len() as u32, r);
        let title = frame.texts.add_optional(person.name.as_deref());
        let parent = frame.team_names.intern_optional(&mut frame.texts, person.team.as_deref());
        frame.people.push(GroupRow { name, title, parent });
    }

    pub(crate) fn kpi(&mut self, kpi: &Kpi, r: &mut Reader) {
        let frame = &mut self.frame;
        let name = define(&mut frame.kpi_names, &mut frame.texts, &kpi.id, frame.kpis.len() as u32, r);
        if let Some(healthy) = &kpi.healthy {
            r.at(Segment::Key("healthy"), |r| {
                check_measure(healthy, r);
                if !healthy.kind.is_hold() {
                    r.find_at(
                        "kind",
                        ErrorCode::FieldNotForKind,
                        format!("found {}, expected at_least, at_most or between", quoted(healthy.kind.as_str())),
                        "say how the KPI is healthy with a bound",
                    );
                }
            });
        }
        r.enter(Segment::Key("readings"));
        for (index, reading) in kpi.readings.iter().enumerate() {
            r.at(Segment::Index(index), |r| check_finite("value", Some(reading.value), r));
        }
        r.leave();
        let given: Vec<(Date, f64)> = kpi.readings.iter().map(|reading| (reading.on, reading.value + 0.0)).collect();
        let mut sorted = given.clone();
        sorted.sort_by_key(|reading| reading.0);
        frame.kpis.push(KpiRow {
            name,
            title: frame.texts.add_optional(kpi.name.as_deref()),
            unit: frame.texts.add_optional(kpi.unit.as_deref()),
            healthy: kpi.healthy.clone(),
            given,
            on: sorted.iter().map(|reading| reading.0).collect(),
            value: sorted.iter().map(|reading| reading.1).collect(),
        });
    }

    /// Forgets the check-ins of the key result before; those that follow belong to the next one.
    pub(crate) fn begin_check_ins(&mut self) {
        self.run_start = self.history.on.len();
        self.said = Said::default();
    }

    pub(crate) fn check_in(&mut self, check_in: &CheckIn, r: &mut Reader) {
        let value = match check_in.value {
            Some(Value::Number(number)) => {
                self.said.numbers = true;
                self.said.huge |= number.abs() >= HUGE;
                check_finite("value", Some(number), r)
            }
            Some(Value::Done(done)) => {
                self.said.done = true;
                f64::from(u8::from(done))
            }
            None => f64::NAN,
        };
        self.history.push(check_in.on, value, remark(check_in, r));
    }

    /// Takes a key result whose check-ins are in already; its objective is the one that ends next.
    pub(crate) fn end_key_result(&mut self, key_result: &KeyResult, place: usize, r: &mut Reader) {
        let row = self.frame.key_results.len() as u32;
        let node = Node::KeyResult(row);
        let frame = &mut self.frame;
        let name = define(&mut frame.nodes, &mut frame.texts, &key_result.id, node.code(), r);
        r.at(Segment::Key("measure"), |r| check_measure(&key_result.measure, r));
        let weight = check_weight(key_result.weight, r);
        self.check_key_result(key_result, r);
        let frame = &mut self.frame;
        let columns = &mut frame.key_results;
        columns.name.push(name);
        columns.title.push(frame.texts.add(&key_result.title));
        columns.owner.push(frame.person_names.intern_optional(&mut frame.texts, key_result.owner.as_deref()));
        columns.objective.push(frame.objectives.len() as u32);
        columns.place.push(place as u32);
        columns.kind.push(key_result.measure.kind);
        columns.unit.push(frame.unit_names.intern_optional(&mut frame.texts, key_result.measure.unit.as_deref()));
        let (baseline, target) = numbers(&key_result.measure);
        columns.baseline.push(baseline);
        columns.target.push(target);
        columns.weight.push(weight);
        let rules = self.key_result_rules(key_result);
        self.history.key_result_rule.push(store(&mut self.history.key_result_rules, rules));
        let prose = store(&mut self.frame.prose, key_result_prose(key_result));
        self.frame.key_results.prose.push(prose);
        self.links(node, &key_result.aligned_to, r);
        self.end_run();
    }

    /// Sorts the check-ins just read by date, keeping the order of one date, and makes them a run.
    fn end_run(&mut self) {
        let history = &mut self.history;
        let range = self.run_start..history.on.len();
        if !history.on[range.clone()].is_sorted() {
            let mut order: Vec<usize> = range.clone().collect();
            order.sort_by_key(|at| history.on[*at]);
            let pick = |at: &usize| (history.on[*at], history.value[*at], history.remark.get(*at).copied());
            let sorted: Vec<_> = order.iter().map(pick).collect();
            for (at, (on, value, remark)) in range.clone().zip(sorted) {
                history.on[at] = on;
                history.value[at] = value;
                if let (Some(slot), Some(remark)) = (history.remark.get_mut(at), remark) {
                    *slot = remark;
                }
            }
        }
        let len = range.len() as u32;
        history.runs.push(Run { start: range.start as u32, len, room: len });
    }

    fn check_key_result(&mut self, key_result: &KeyResult, r: &mut Reader) {
        let kind = key_result.measure.kind;
        let own_values =
            kind.takes_values() || (kind == MeasureKind::FromChildren && key_result.measure.with_own != Some(false));
        if key_result.amendments.is_empty() {
            let problem = match (self.said.numbers, self.said.done) {
                (true, _) if kind == MeasureKind::Binary => Some("a number"),
                (_, true) if kind != MeasureKind::Binary => Some("true or false"),
                (true, _) | (_, true) if !own_values => Some("a value"),
                _ => None,
            };
            if let Some(found) = problem {
                value_not_for(kind, found, r);
            }
        }
        if key_result.role == Role::Guardrail && !kind.is_hold() {
            r.find_at(
                "role",
                ErrorCode::GuardrailNeedsHold,
                format!(
                    "found a guardrail with the measure {}, expected at_least, at_most or between",
                    quoted(kind.as_str())
                ),
                "give the guardrail a bound to hold",
            );
        }
        let planned =
            matches!(kind, MeasureKind::Move | MeasureKind::Ratio | MeasureKind::Inverse | MeasureKind::FromChildren);
        if !key_result.plan.is_empty() && !planned {
            r.find_at(
                "plan",
                ErrorCode::BadPlan,
                format!("found a plan beside {}, expected none", quoted(kind.as_str())),
                "plan only move, ratio, inverse and from_children",
            );
        }
        for (index, point) in key_result.plan.iter().enumerate() {
            r.at(Segment::Key("plan"), |r| {
                r.at(Segment::Index(index), |r| check_finite("value", Some(point.value), r))
            });
            if key_result.plan[..index].iter().any(|earlier| earlier.on == point.on) && index < 4096 {
                r.find_at(
                    "plan",
                    ErrorCode::BadPlan,
                    format!("found two points on {}, expected one a date", point.on),
                    "keep one of them",
                );
            }
        }
        check_order(key_result.start, key_result.due, "due", r);
        self.check_amendments(key_result, r);
        check_lifecycle(&key_result.state, r);
        check_overrides(&key_result.overrides, r);
    }

    fn check_amendments(&self, key_result: &KeyResult, r: &mut Reader) {
        r.enter(Segment::Key("amendments"));
        for (index, amendment) in key_result.amendments.iter().enumerate() {
            r.at(Segment::Index(index), |r| {
                if let Some(measure) = &amendment.measure {
                    r.at(Segment::Key("measure"), |r| check_measure(measure, r));
                }
                check_finite("baseline", amendment.baseline, r);
                check_weight(amendment.weight, r);
                check_order(amendment.start, amendment.due, "due", r);
            });
        }
        r.leave();
    }

    fn key_result_rules(&mut self, key_result: &KeyResult) -> Option<KeyResultRules> {
        let measure = (!is_columnar(&key_result.measure)).then(|| Box::new(key_result.measure.clone()));
        let plain = measure.is_none()
            && !self.said.huge
            && key_result.role == Role::Normal
            && key_result.ambition.is_none()
            && key_result.kpi.is_none()
            && key_result.start.is_none()
            && key_result.due.is_none()
            && key_result.check_in_every.is_none()
            && key_result.plan.is_empty()
            && key_result.amendments.is_empty()
            && key_result.state == Lifecycle::default()
            && key_result.overrides.is_empty();
        if plain {
            return None;
        }
        let mut plan_by_date = key_result.plan.clone();
        plan_by_date.sort_by_key(|point| point.on);
        let mut rules = KeyResultRules {
            measure,
            role: key_result.role,
            ambition: key_result.ambition,
            kpi: self.frame.kpi_names.intern_optional(&mut self.frame.texts, key_result.kpi.as_deref()),
            start: key_result.start,
            due: key_result.due,
            every: key_result.check_in_every,
            plan: key_result.plan.clone(),
            plan_by_date,
            amendments: key_result.amendments.clone(),
            amendments_by_date: Vec::new(),
            state: key_result.state.clone(),
            overrides: key_result.overrides.clone(),
        };
        rules.sort_amendments();
        Some(rules)
    }

    /// Takes an objective whose key results are in already.
    pub(crate) fn end_objective(&mut self, objective: &Objective, first_key_result: u32, r: &mut Reader) {
        let frame = &mut self.frame;
        let row = frame.objectives.len() as u32;
        let node = Node::Objective(row);
        let name = define(&mut frame.nodes, &mut frame.texts, &objective.id, node.code(), r);
        let weight = check_weight(objective.weight, r);
        self.check_objective(objective, r);
        let frame = &mut self.frame;
        let columns = &mut frame.objectives;
        columns.name.push(name);
        columns.title.push(frame.texts.add(&objective.title));
        columns.cycle.push(frame.cycle_names.intern_optional(&mut frame.texts, objective.cycle.as_deref()));
        columns.team.push(frame.team_names.intern_optional(&mut frame.texts, objective.team.as_deref()));
        columns.owner.push(frame.person_names.intern_optional(&mut frame.texts, objective.owner.as_deref()));
        columns.weight.push(weight);
        columns.ambition.push(objective.ambition);
        columns.place.push(row);
        columns.first_key_result.push(first_key_result);
        columns.more.push(store(&mut frame.more, objective_more(objective)));
        columns.prose.push(store(&mut frame.prose, objective_prose(objective)));
        self.history.objective_rule.push(store(&mut self.history.objective_rules, objective_rules(objective, r)));
        self.links(node, &objective.aligned_to, r);
    }

    fn check_objective(&mut self, objective: &Objective, r: &mut Reader) {
        check_order(objective.start, objective.due, "due", r);
        check_lifecycle(&objective.state, r);
        check_overrides(&objective.overrides, r);
        if let Some(measure) = &objective.measure {
            r.at(Segment::Key("measure"), |r| check_measure(measure, r));
        }
        check_initiatives(&objective.initiatives, r);
        let kind = objective.measure.as_ref().map_or(MeasureKind::Move, |measure| measure.kind);
        r.enter(Segment::Key("check_ins"));
        for (index, check_in) in objective.check_ins.iter().enumerate() {
            r.at(Segment::Index(index), |r| match check_in.value {
                Some(Value::Done(_)) if kind != MeasureKind::Binary => value_not_for(kind, "true or false", r),
                Some(Value::Number(_)) if kind == MeasureKind::Binary => value_not_for(kind, "a number", r),
                Some(Value::Number(number)) => {
                    check_finite("value", Some(number), r);
                }
                _ => {}
            });
        }
        r.leave();
    }

    fn links(&mut self, from: Node, links: &[Alignment], r: &mut Reader) {
        r.enter(Segment::Key("aligned_to"));
        for (index, link) in links.iter().enumerate() {
            r.enter(Segment::Index(index));
            let weight = check_weight(link.weight, r);
            if r.count("links", self.frame.links.len(), r.limits.links) {
                let to = self.frame.nodes.intern(&mut self.frame.texts, &link.to);
                self.frame.links.push(Link { from, to, index: index as u32, kind: link.kind, weight });
            }
            r.leave();
        }
        r.leave();
    }
}

impl KeyResultRules {
    /// Puts the indices of amendments in the order in which they apply (T3).
    pub(crate) fn sort_amendments(&mut self) {
        self.amendments_by_date = (0..self.amendments.len() as u32).collect();
        self.amendments_by_date.sort_by_key(|index| self.amendments[*index as usize].on);
    }
}

/// Keeps a value that is there, and answers its index.
fn store<T>(list: &mut Vec<T>, item: Option<T>) -> u32 {
    match item {
        Some(item) => {
            list.push(item);
            list.len() as u32 - 1
        }
        None => NONE,
    }
}

fn value_not_for(kind: MeasureKind, found: &str, r: &mut Reader) {
    let expected = match kind {
        MeasureKind::Binary => "true or false",
        kind if kind.takes_values() => "a number",
        _ => "no value, only confidence or a note",
    };
    r.find_at(
        "check_ins",
        ErrorCode::ValueNotForKind,
        format!("found {found} beside the measure {}, expected {expected}", quoted(kind.as_str())),
        format!("write {expected}"),
    );
}

pub(crate) fn remark(check_in: &CheckIn, r: &mut Reader) -> Option<Remark> {
    if check_in.confidence.is_none() && check_in.note.is_none() && check_in.by.is_none() {
        return None;
    }
    check_finite("confidence", check_in.confidence, r);
    Some(Remark { confidence: check_in.confidence, note: check_in.note.clone(), by: check_in.by.clone() })
}

pub(crate) fn check_lifecycle(state: &Lifecycle, r: &mut Reader) {
    let Lifecycle::Changes(changes) = state else { return };
    r.enter(Segment::Key("state"));
    for (index, change) in changes.iter().enumerate() {
        r.at(Segment::Index(index), |r| check_state(change, r));
    }
    r.leave();
}

pub(crate) fn check_state(change: &StateChange, r: &mut Reader) {
    check_finite("score", change.score, r);
    check_unit_range("score", change.score.filter(|score| score.is_finite()), r);
    if change.state != crate::model::State::Closed && (change.outcome.is_some() || change.score.is_some()) {
        r.find_at(
            "state",
            ErrorCode::FieldNotForKind,
            format!(
                "found an outcome or score beside {}, expected them beside `closed` only",
                quoted(change.state.as_str())
            ),
            "state the outcome when closing",
        );
    }
}

pub(crate) fn check_overrides(overrides: &[StatusOverride], r: &mut Reader) {
    r.enter(Segment::Key("overrides"));
    for (index, entry) in overrides.iter().enumerate() {
        r.at(Segment::Index(index), |r| check_order(Some(entry.on), entry.until, "until", r));
    }
    r.leave();
}

fn check_initiatives(initiatives: &[Initiative], r: &mut Reader) {
    r.enter(Segment::Key("initiatives"));
    let mut seen = std::collections::BTreeSet::new();
    for (index, initiative) in initiatives.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_id(&initiative.id, r);
            if !seen.insert(initiative.id.as_str()) {
                r.find_at(
                    "id",
                    ErrorCode::DuplicateId,
                    format!("found {} a second time, expected each id once", quoted(&initiative.id)),
                    "give it an id of its own",
                );
            }
        });
    }
    r.leave();
}

/// Whether kind, baseline, target and unit say all there is to say.
fn is_columnar(measure: &Measure) -> bool {
    let columnar = Measure {
        kind: measure.kind,
        baseline: measure.baseline,
        target: measure.target.filter(|target| matches!(target, Target::Value(_))),
        unit: measure.unit.clone(),
        ..Measure::default()
    };
    *measure == columnar
}

/// Baseline and target as numbers; NaN where the kind has none.
pub(crate) fn numbers(measure: &Measure) -> (f64, f64) {
    // A ratio is a move from zero, to the bit.
    let moves = matches!(measure.kind, MeasureKind::Move | MeasureKind::FromChildren | MeasureKind::Ratio);
    let baseline = if moves { measure.baseline.unwrap_or(0.0) } else { f64::NAN };
    let target = measure.target.and_then(|target| target.resolve(if moves { baseline } else { 0.0 }));
    (baseline + 0.0, target.unwrap_or(f64::NAN) + 0.0)
}

fn key_result_prose(key_result: &KeyResult) -> Option<Prose> {
    let prose = Prose {
        description: key_result.description.clone(),
        contributors: key_result.contributors.clone(),
        tags: key_result.tags.clone(),
        silence: key_result.silence.clone(),
        continues: key_result.continues.clone(),
        extra: key_result.extra.clone(),
    };
    (!prose.is_empty()).then_some(prose)
}

fn objective_prose(objective: &Objective) -> Option<Prose> {
    let prose = Prose {
        description: objective.description.clone(),
        contributors: objective.contributors.clone(),
        tags: objective.tags.clone(),
        silence: objective.silence.clone(),
        continues: objective.continues.clone(),
        extra: objective.extra.clone(),
    };
    (!prose.is_empty()).then_some(prose)
}

fn objective_more(objective: &Objective) -> Option<ObjectiveMore> {
    let plain = objective.start.is_none()
        && objective.due.is_none()
        && objective.initiatives.is_empty()
        && objective.measure.is_none()
        && objective.policy.is_none();
    if plain {
        return None;
    }
    let mut initiatives_by_id: Vec<u32> = (0..objective.initiatives.len() as u32).collect();
    initiatives_by_id.sort_by_key(|index| objective.initiatives[*index as usize].id.as_bytes());
    Some(ObjectiveMore {
        start: objective.start,
        due: objective.due,
        initiatives: objective.initiatives.clone(),
        initiatives_by_id,
        measure: objective.measure.clone(),
        policy: objective.policy.clone(),
    })
}

fn objective_rules(objective: &Objective, r: &mut Reader) -> Option<ObjectiveRules> {
    if objective.state == Lifecycle::default() && objective.overrides.is_empty() && objective.check_ins.is_empty() {
        return None;
    }
    let mut check_ins: Vec<&CheckIn> = objective.check_ins.iter().collect();
    check_ins.sort_by_key(|check_in| check_in.on);
    Some(ObjectiveRules {
        state: objective.state.clone(),
        overrides: objective.overrides.clone(),
        on: check_ins.iter().map(|check_in| check_in.on).collect(),
        value: check_ins.iter().map(|check_in| check_in.value.map_or(f64::NAN, |value| value.number() + 0.0)).collect(),
        remarks: check_ins.iter().map(|check_in| remark(check_in, r).unwrap_or_default()).collect(),
    })
}

/// A text that may be absent, as stated.
pub(crate) fn stated(texts: &Texts, span: Span) -> Option<String> {
    texts.optional(span).map(str::to_owned)
}
