//! A workspace in the making: values of the model enter the columns one by one, in the order of the document.

use super::beside::{intern_patch, key_result_prose, objective_more, objective_prose};
use super::definition::{Amendments, Definition};
use super::fits::Forms;
use super::frame::{Frame, Link, Node};
use super::history::{History, KeyResultRules, ObjectiveRules, Run};
use super::measures::check_measure;
use super::names::{NONE, Span, Texts};
use super::stated::{Said, Takes};
use super::values::{
    HUGE, check_finite, check_id, check_key_result, check_objective, check_weight, duplicate_id_at, remark,
};
use super::waiting::Waiting;
use super::windows::stated_date;
use crate::document::reader::{Reader, Segment};
use crate::error::ErrorCode;
use crate::model::{Alignment, CheckIn, KeyResult, Lifecycle, Measure, MeasureKind, Objective, Role, Target};
use std::collections::HashMap;

/// Columns in the order of the document, and what was found on the way.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) frame: Frame,
    pub(crate) history: History,
    /// Rows whose measure could not be read as a whole, or amendments to it, ascending: nothing more is asked of them.
    unread_key_results: Vec<u32>,
    unread_objectives: Vec<u32>,
    /// Values of check-ins, by place, on which the policy's `with_own` decides.
    pub(crate) undecided: Vec<(Node, u32)>,
    /// Places of check-ins that were put in the order of their dates.
    pub(crate) key_result_places: Places,
    pub(crate) objective_places: Places,
    /// Ids of objectives and key results, as definitions and as ends of links, that have no symbols yet.
    nodes: Waiting<Seen>,
    /// Ids of the owners of objectives and key results, likewise.
    owners: Waiting<Node>,
    /// Where the check-ins of the key result being read begin, and what they state.
    run_start: usize,
    said: Said,
    /// Policy fields of objectives as text, and where they are kept.
    patches: HashMap<String, u32>,
}

/// Where the id of an objective or key result was seen.
enum Seen {
    /// At home. One that is not usable was reported already; if another is a second one, that is said behind the errors
    /// that were listed when it was read.
    Defined { node: Node, is_usable: bool, found: u32 },
    /// As the end of a link, by its index.
    Linked(u32),
}

/// Where check-ins stood before they were put in the order of their dates: by row, for those rows that changed.
#[derive(Default)]
pub(crate) struct Places(Vec<(u32, Vec<u32>)>);

impl Places {
    /// The place in the document of the check-in at an index by date.
    pub(crate) fn of(&self, row: u32, index: usize) -> usize {
        let moved = self.0.binary_search_by_key(&row, |(row, _)| *row).ok().and_then(|at| self.0.get(at));
        moved.and_then(|(_, places)| places.get(index)).map_or(index, |place| *place as usize)
    }
}

impl Draft {
    /// Takes note of the id of an objective or key result where it is defined; the reader is there.
    fn define(&mut self, node: Node, id: &str, r: &mut Reader) {
        let is_usable = check_id(id, r);
        self.nodes.push(id, Seen::Defined { node, is_usable, found: r.listed() as u32 });
    }

    /// Takes note of who owns the key result that ends next.
    pub(crate) fn owner(&mut self, owner: &str) {
        self.owners.push(owner, Node::KeyResult(self.frame.key_results.len() as u32));
    }

    fn settle_many(&mut self, r: &mut Reader) {
        if self.nodes.is_full() || self.owners.is_full() {
            self.settle(r);
        }
    }

    /// Gives symbols to the ids that wait for them. What is defined twice is reported as if it had been found at once.
    pub(crate) fn settle(&mut self, r: &mut Reader) {
        let frame = &mut self.frame;
        let owners = frame.person_names.intern_all(&mut frame.texts, self.owners.ids());
        for (node, symbol) in self.owners.items().zip(owners) {
            let column = match node {
                Node::Objective(_) => &mut frame.objectives.owner,
                Node::KeyResult(_) => &mut frame.key_results.owner,
            };
            // Where reading ended early, an owner may have come in without its key result.
            column.get_mut(node.row() as usize).into_iter().for_each(|slot| *slot = symbol);
        }
        let symbols = frame.nodes.intern_all(&mut frame.texts, self.nodes.ids());
        let mut duplicates = Vec::new();
        for ((seen, id), symbol) in self.nodes.items().zip(self.nodes.ids()).zip(symbols) {
            let (node, is_usable, found) = match *seen {
                Seen::Defined { node, is_usable, found } => (node, is_usable, found),
                Seen::Linked(link) => {
                    frame.links[link as usize].to = symbol;
                    continue;
                }
            };
            match node {
                Node::Objective(row) => frame.objectives.name[row as usize] = symbol,
                Node::KeyResult(row) => frame.key_results.name[row as usize] = symbol,
            }
            if !frame.nodes.define(symbol, node.code()) && is_usable {
                duplicates.push((found as usize, duplicate_id_at(format!("{}/id", frame.pointer(node)), id)));
            }
        }
        r.insert_errors(duplicates);
        self.nodes.clear();
        self.owners.clear();
    }

    /// Forgets the check-ins of the key result before; those that follow belong to the next one.
    pub(crate) fn begin_check_ins(&mut self) {
        self.run_start = self.history.on.len();
        self.said.clear();
    }

    pub(crate) fn check_in(&mut self, check_in: &CheckIn, r: &mut Reader) {
        let value = match check_in.value {
            Some(value) => {
                self.said.say(self.history.on.len() - self.run_start, Takes::stated(value));
                self.said.careful |= value.number().abs() >= HUGE;
                check_finite("value", Some(value.number()), r)
            }
            None => {
                self.said.careful = true;
                f64::NAN
            }
        };
        self.said.undated |= r.is_unread("on");
        check_finite("confidence", check_in.confidence, r);
        self.history.push(check_in.on, value, remark(check_in));
    }

    /// Takes a key result whose owner and check-ins are in already; its objective is the one that ends next.
    pub(crate) fn end_key_result(&mut self, key_result: &KeyResult, place: usize, r: &mut Reader) {
        let row = self.frame.key_results.len() as u32;
        let node = Node::KeyResult(row);
        self.define(node, &key_result.id, r);
        let (weight, rules) = self.judge_key_result(row, key_result, r);
        let frame = &mut self.frame;
        let columns = &mut frame.key_results;
        columns.name.push(NONE);
        columns.title.push(frame.texts.add(&key_result.title));
        columns.owner.push(NONE);
        columns.objective.push(frame.objectives.len() as u32);
        columns.place.push(place as u32);
        columns.kind.push(key_result.measure.kind);
        columns.unit.push(frame.unit_names.intern_optional(&mut frame.texts, key_result.measure.unit.as_deref()));
        let (baseline, target) = numbers(&key_result.measure);
        columns.baseline.push(baseline);
        columns.target.push(target);
        columns.weight.push(weight);
        self.history.key_result_rule.push(store(&mut self.history.key_result_rules, rules));
        let prose = store(&mut self.frame.prose, key_result_prose(key_result, r));
        self.frame.key_results.prose.push(prose);
        self.links(node, &key_result.aligned_to, r);
        self.end_run(row);
        self.settle_many(r);
    }

    /// Takes what a key result states besides its place, id, title, owner, unit and weight, which are in already.
    pub(crate) fn set_key_result(&mut self, row: u32, key_result: &KeyResult, r: &mut Reader) {
        let (_, rules) = self.judge_key_result(row, key_result, r);
        let at = row as usize;
        self.history.key_result_rule[at] = store(&mut self.history.key_result_rules, rules);
        let columns = &mut self.frame.key_results;
        columns.kind[at] = key_result.measure.kind;
        (columns.baseline[at], columns.target[at]) = numbers(&key_result.measure);
        columns.prose[at] = store(&mut self.frame.prose, key_result_prose(key_result, r));
    }

    /// Reports what is wrong with a key result, and answers its weight and its rules.
    fn judge_key_result(&mut self, row: u32, key_result: &KeyResult, r: &mut Reader) -> (f64, Option<KeyResultRules>) {
        let is_sound = r.at(Segment::Key("measure"), |r| check_measure(&key_result.measure, r));
        let weight = check_weight(key_result.weight, r);
        let is_read = !r.is_unread("measure") && !r.is_unread("amendments");
        let rules = self.key_result_rules(key_result, r);
        let order = rules.as_ref().map_or(&[][..], |rules| &rules.amendments_by_date);
        check_key_result(key_result, order, is_sound, r);
        if is_read {
            self.check_values(row, key_result, order, r);
        } else {
            self.unread_key_results.push(row);
        }
        (weight, rules)
    }

    /// Reports values of the check-ins just read that the measure in force on their date does not take.
    fn check_values(&mut self, row: u32, key_result: &KeyResult, order: &[u32], r: &mut Reader) {
        let measure = &key_result.measure;
        let remeasured = key_result.amendments.iter().any(|amendment| amendment.measure.is_some());
        if !remeasured && self.said.suits(Takes::of(measure.kind, measure.with_own)) {
            return;
        }
        // Without its date it is not known which measure a check-in is for.
        if remeasured && self.said.undated {
            return;
        }
        let run = (&self.history.on[self.run_start..], &self.history.value[self.run_start..]);
        let amendments = Amendments { list: &key_result.amendments, order };
        let undecided = self.said.check(run, measure.into(), amendments, r);
        self.undecided.extend(undecided.into_iter().map(|place| (Node::KeyResult(row), place)));
    }

    /// Whether the measure of a row could be read as a whole, and the amendments to it.
    pub(crate) fn is_read(&self, node: Node) -> bool {
        let unread = match node {
            Node::Objective(_) => &self.unread_objectives,
            Node::KeyResult(_) => &self.unread_key_results,
        };
        unread.binary_search(&node.row()).is_err()
    }

    /// Key results as others read them.
    pub(crate) fn forms(&self) -> Forms<'_> {
        Forms::new(&self.frame, &self.history, None)
    }

    /// The definition of a key result as stated.
    pub(crate) fn definition(&self, row: u32) -> Definition {
        let columns = &self.frame.key_results;
        let at = row as usize;
        let rules = self.history.rules_of_key_result(row);
        Definition::stated(rules, columns.kind[at], columns.baseline[at], columns.target[at])
    }

    /// Sorts the check-ins just read by date, keeping the order of one date, and makes them a run.
    pub(crate) fn end_run(&mut self, row: u32) {
        let history = &mut self.history;
        let range = self.run_start..history.on.len();
        if !history.on[range.clone()].is_sorted() {
            let mut order: Vec<u32> = (0..range.len() as u32).collect();
            order.sort_by_key(|place| history.on[range.start + *place as usize]);
            let pick = |place: &u32| {
                let at = range.start + *place as usize;
                (history.on[at], history.value[at], history.remark.get(at).copied())
            };
            let sorted: Vec<_> = order.iter().map(pick).collect();
            for (at, (on, value, remark)) in range.clone().zip(sorted) {
                history.on[at] = on;
                history.value[at] = value;
                if let (Some(slot), Some(remark)) = (history.remark.get_mut(at), remark) {
                    *slot = remark;
                }
            }
            self.key_result_places.0.push((row, order));
        }
        let len = range.len() as u32;
        history.runs.push(Run { start: range.start as u32, len, room: len });
    }

    fn key_result_rules(&mut self, key_result: &KeyResult, r: &Reader) -> Option<KeyResultRules> {
        let (start, due) = (stated_date(key_result.start, "start", r), stated_date(key_result.due, "due", r));
        let measure = (!is_columnar(&key_result.measure)).then(|| Box::new(key_result.measure.clone()));
        let plain = measure.is_none()
            && !self.said.careful
            && key_result.role == Role::Normal
            && key_result.ambition.is_none()
            && key_result.kpi.is_none()
            && start.is_none()
            && due.is_none()
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
            start,
            due,
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
        let row = self.frame.objectives.len() as u32;
        let node = Node::Objective(row);
        self.define(node, &objective.id, r);
        let weight = check_weight(objective.weight, r);
        let frame = &mut self.frame;
        let columns = &mut frame.objectives;
        columns.name.push(NONE);
        columns.title.push(frame.texts.add(&objective.title));
        columns.cycle.push(frame.cycle_names.intern_optional(&mut frame.texts, objective.cycle.as_deref()));
        columns.team.push(frame.team_names.intern_optional(&mut frame.texts, objective.team.as_deref()));
        columns.owner.push(NONE);
        columns.weight.push(weight);
        columns.ambition.push(objective.ambition);
        columns.place.push(row);
        columns.first_key_result.push(first_key_result);
        columns.more.push(NONE);
        columns.prose.push(NONE);
        self.history.objective_rule.push(NONE);
        self.set_objective(row, objective, r);
        objective.owner.iter().for_each(|owner| self.owners.push(owner, node));
        self.links(node, &objective.aligned_to, r);
        self.settle_many(r);
    }

    /// Takes what an objective states besides its key results, id, title, cycle, team, owner, weight and ambition, which
    /// are in already.
    pub(crate) fn set_objective(&mut self, row: u32, objective: &Objective, r: &mut Reader) {
        check_objective(objective, r);
        let (frame, at) = (&mut self.frame, row as usize);
        let patch = objective.policy.as_ref();
        let patch = patch.map_or(NONE, |patch| intern_patch(&mut self.patches, &mut frame.patches, patch, r));
        frame.objectives.more[at] = store(&mut frame.more, objective_more(objective, patch, r));
        frame.objectives.prose[at] = store(&mut frame.prose, objective_prose(objective, r));
        let rules = self.objective_rules(row, objective);
        self.history.objective_rule[at] = store(&mut self.history.objective_rules, rules);
        if r.is_unread("measure") {
            self.unread_objectives.push(row);
        }
    }

    /// Dense indices and places of texts have 32 bits, whatever the parts of an organisation add up to.
    pub(crate) fn check_totals(&self, r: &mut Reader) {
        let limits = r.limits.clone();
        let mut within = |what, count: usize, most| count == 0 || r.count(what, count - 1, most);
        let enough = within("key results", self.frame.key_results.len(), limits.key_results)
            && within("check-ins", self.history.on.len(), limits.check_ins);
        if enough && self.frame.texts.len() > limits.bytes {
            let message = format!("found more than {} bytes of text, the limit is {}", limits.bytes, limits.bytes);
            r.fail(ErrorCode::TooLarge, message, "split the document");
        }
    }

    fn objective_rules(&mut self, row: u32, objective: &Objective) -> Option<ObjectiveRules> {
        let check_ins = &objective.check_ins;
        if objective.state == Lifecycle::default() && objective.overrides.is_empty() && check_ins.is_empty() {
            return None;
        }
        let mut order: Vec<u32> = (0..check_ins.len() as u32).collect();
        order.sort_by_key(|place| check_ins[*place as usize].on);
        let sorted = || order.iter().map(|place| &check_ins[*place as usize]);
        let rules = ObjectiveRules {
            state: objective.state.clone(),
            overrides: objective.overrides.clone(),
            on: sorted().map(|check_in| check_in.on).collect(),
            value: sorted().map(|check_in| check_in.value.map_or(f64::NAN, |value| value.number() + 0.0)).collect(),
            remarks: sorted().map(|check_in| remark(check_in).unwrap_or_default()).collect(),
        };
        if !order.is_sorted() {
            self.objective_places.0.push((row, order));
        }
        Some(rules)
    }

    fn links(&mut self, from: Node, links: &[Alignment], r: &mut Reader) {
        if links.is_empty() {
            return;
        }
        r.enter(Segment::Key("aligned_to"));
        for (index, link) in links.iter().enumerate() {
            r.enter(Segment::Index(index));
            let weight = check_weight(link.weight, r);
            let is_read = !r.is_unread("to") && !r.is_unread("kind");
            if is_read && r.count("links", self.frame.links.len(), r.limits.links) {
                self.nodes.push(&link.to, Seen::Linked(self.frame.links.len() as u32));
                self.frame.links.push(Link { from, to: NONE, index: index as u32, kind: link.kind, weight });
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

/// Whether kind, baseline, target and unit say all there is to say.
pub(crate) fn is_columnar(m: &Measure) -> bool {
    let stated = m.direction.is_some()
        || m.low.is_some()
        || m.high.is_some()
        || m.strict.is_some()
        || m.read.is_some()
        || m.credit.is_some()
        || m.zero_at.is_some()
        || m.risk_at.is_some()
        || m.due.is_some()
        || m.between.is_some()
        || m.of.is_some()
        || m.with_own.is_some()
        || m.aggregate.is_some()
        || m.seed.is_some();
    !stated && m.items.is_empty() && m.points.is_empty() && !matches!(m.target, Some(Target::Relative(_)))
}

/// Baseline and target as numbers; NaN where the kind has none.
pub(crate) fn numbers(measure: &Measure) -> (f64, f64) {
    // A ratio is a move from zero, to the bit.
    let moves = matches!(measure.kind, MeasureKind::Move | MeasureKind::FromChildren | MeasureKind::Ratio);
    let baseline = if moves { measure.baseline.unwrap_or(0.0) } else { f64::NAN };
    let target = measure.target.and_then(|target| target.resolve(if moves { baseline } else { 0.0 }));
    (baseline + 0.0, target.unwrap_or(f64::NAN) + 0.0)
}

/// A text that may be absent, as stated.
pub(crate) fn stated(texts: &Texts, span: Span) -> Option<String> {
    texts.optional(span).map(str::to_owned)
}
