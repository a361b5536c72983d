//! What happened: check-ins in runs, and the dated changes of definition, state and status.

use super::names::NONE;
use crate::date::{Date, Interval};
use crate::model::{
    Ambition, Amendment, CheckIn, Lifecycle, Measure, PlanPoint, Role, State, StateChange, StatusOverride, Value,
};

/// The check-ins of one key result: a piece of the columns, with room to grow.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    pub(crate) start: u32,
    pub(crate) len: u32,
    pub(crate) room: u32,
}

impl Run {
    /// Room that a run of so many gets when it is laid out: most get another check-in some day, and then need not move.
    pub(crate) fn room_for(len: u32) -> u32 {
        len + len / 8 + 1
    }

    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// What some check-ins state besides date and value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Remark {
    pub(crate) confidence: Option<f64>,
    pub(crate) note: Option<String>,
    pub(crate) by: Option<String>,
}

/// The dated changes of a key result, and what else its rules need.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyResultRules {
    /// The whole measure, where the columns do not hold all of it.
    pub(crate) measure: Option<Box<Measure>>,
    pub(crate) role: Role,
    pub(crate) ambition: Option<Ambition>,
    /// Symbol of the KPI it reads.
    pub(crate) kpi: u32,
    pub(crate) start: Option<Date>,
    pub(crate) due: Option<Date>,
    pub(crate) every: Option<Interval>,
    /// As given, and by date.
    pub(crate) plan: Vec<PlanPoint>,
    pub(crate) plan_by_date: Vec<PlanPoint>,
    pub(crate) amendments: Vec<Amendment>,
    /// Indices of amendments by date, then as given.
    pub(crate) amendments_by_date: Vec<u32>,
    pub(crate) state: Lifecycle,
    pub(crate) overrides: Vec<StatusOverride>,
}

/// The dated changes of an objective, and its own check-ins by date.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectiveRules {
    pub(crate) state: Lifecycle,
    pub(crate) overrides: Vec<StatusOverride>,
    pub(crate) on: Vec<Date>,
    pub(crate) value: Vec<f64>,
    pub(crate) remarks: Vec<Remark>,
}

/// What happened.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub(crate) runs: Vec<Run>,
    pub(crate) on: Vec<Date>,
    /// NaN where none is stated.
    pub(crate) value: Vec<f64>,
    /// Index into `remarks`; empty while no check-in has one.
    pub(crate) remark: Vec<u32>,
    pub(crate) remarks: Vec<Remark>,
    /// Last check-in of each key result, date and value: what most questions about the present need.
    pub(crate) last_on: Vec<Date>,
    pub(crate) last_value: Vec<f64>,
    /// Index into the rules of each key result and objective, [`NONE`] for most.
    pub(crate) key_result_rule: Vec<u32>,
    pub(crate) objective_rule: Vec<u32>,
    pub(crate) key_result_rules: Vec<KeyResultRules>,
    pub(crate) objective_rules: Vec<ObjectiveRules>,
}

/// Stands for "no check-in" where dates are compared: before all dates.
pub(crate) const NEVER: Date = Date::BEFORE_ALL;

impl History {
    #[inline]
    pub(crate) fn rules_of_key_result(&self, row: u32) -> Option<&KeyResultRules> {
        self.key_result_rules.get(self.key_result_rule[row as usize] as usize)
    }

    #[inline]
    pub(crate) fn rules_of_objective(&self, row: u32) -> Option<&ObjectiveRules> {
        self.objective_rules.get(self.objective_rule[row as usize] as usize)
    }

    /// The rules of a key result for writing, empty ones where it had none.
    pub(crate) fn own_key_result_rules(&mut self, row: u32) -> &mut KeyResultRules {
        let slot = &mut self.key_result_rule[row as usize];
        if *slot == NONE {
            *slot = self.key_result_rules.len() as u32;
            self.key_result_rules.push(KeyResultRules { kpi: NONE, ..KeyResultRules::default() });
        }
        &mut self.key_result_rules[*slot as usize]
    }

    /// The rules of an objective for writing, empty ones where it had none.
    pub(crate) fn own_objective_rules(&mut self, row: u32) -> &mut ObjectiveRules {
        let slot = &mut self.objective_rule[row as usize];
        if *slot == NONE {
            *slot = self.objective_rules.len() as u32;
            self.objective_rules.push(ObjectiveRules::default());
        }
        &mut self.objective_rules[*slot as usize]
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.runs.capacity() * size_of::<Run>()
            + (self.on.capacity() + self.last_on.capacity()) * size_of::<Date>()
            + (self.value.capacity() + self.last_value.capacity()) * size_of::<f64>()
            + (self.remark.capacity() + self.key_result_rule.capacity() + self.objective_rule.capacity())
                * size_of::<u32>()
            + self.sparse_bytes()
    }

    /// How many check-ins there are, of key results and of objectives.
    pub(crate) fn count(&self) -> usize {
        let of_key_results: usize = self.runs.iter().map(|run| run.len as usize).sum();
        of_key_results + self.objective_rules.iter().map(|rules| rules.on.len()).sum::<usize>()
    }

    pub(crate) fn visible_run(&self, key_result: u32) -> (&[Date], &[f64]) {
        let range = self.runs[key_result as usize].range();
        (&self.on[range.clone()], &self.value[range])
    }

    /// The remark of a check-in by its index in the columns.
    pub(crate) fn remark_at(&self, index: usize) -> Option<&Remark> {
        self.remarks.get(self.remark.get(index).copied().unwrap_or(NONE) as usize)
    }

    /// The check-ins of a key result as values of the model; `done` says on which dates they are true or false.
    pub(crate) fn check_ins(&self, key_result: u32, done: impl Fn(Date) -> bool) -> Vec<CheckIn> {
        self.runs[key_result as usize]
            .range()
            .map(|at| check_in(self.on[at], self.value[at], self.remark_at(at), done(self.on[at])))
            .collect()
    }

    /// Appends a check-in to the columns, outside of any run.
    pub(crate) fn push(&mut self, on: Date, value: f64, remark: Option<Remark>) {
        self.on.push(on);
        self.value.push(value);
        match remark {
            Some(remark) => {
                self.remark.resize(self.on.len() - 1, NONE);
                self.remark.push(self.remarks.len() as u32);
                self.remarks.push(remark);
            }
            None if self.remark.is_empty() => {}
            None => self.remark.push(NONE),
        }
    }

    /// Inserts a check-in into its run, behind all of its date (T3).
    pub(crate) fn insert(&mut self, key_result: u32, on: Date, value: f64, remark: Option<Remark>) {
        let run = self.grown(key_result);
        let range = run.range();
        let is_last = self.last_on[key_result as usize] <= on;
        let at = if is_last { range.end } else { self.place_of(range.clone(), on) };
        if !is_last {
            self.on.copy_within(at..range.end, at + 1);
            self.value.copy_within(at..range.end, at + 1);
        }
        self.on[at] = on;
        self.value[at] = value;
        if remark.is_some() && self.remark.is_empty() {
            self.remark.resize(self.on.len(), NONE);
        }
        if !self.remark.is_empty() {
            self.remark.copy_within(at..range.end, at + 1);
            self.remark[at] = NONE;
        }
        if let Some(remark) = remark {
            self.remark[at] = self.remarks.len() as u32;
            self.remarks.push(remark);
        }
        self.runs[key_result as usize].len += 1;
        if is_last {
            (self.last_on[key_result as usize], self.last_value[key_result as usize]) = (on, value);
        }
    }

    /// Where a check-in belongs among those of a run: behind all of its date (T3).
    fn place_of(&self, run: std::ops::Range<usize>, on: Date) -> usize {
        run.start + self.on[run.clone()].partition_point(|date| *date <= on)
    }

    /// The run, moved to the end of the columns with room for as many again where it was full.
    fn grown(&mut self, key_result: u32) -> Run {
        let run = self.runs[key_result as usize];
        if run.len < run.room {
            return run;
        }
        let room = (run.room * 2).max(4);
        let start = self.on.len();
        self.on.extend_from_within(run.range());
        self.value.extend_from_within(run.range());
        self.on.resize(start + room as usize, NEVER);
        self.value.resize(start + room as usize, f64::NAN);
        if !self.remark.is_empty() {
            self.remark.extend_from_within(run.range());
            self.remark.resize(start + room as usize, NONE);
        }
        let moved = Run { start: start as u32, len: run.len, room };
        self.runs[key_result as usize] = moved;
        moved
    }
}

/// A check-in as a value of the model.
pub(crate) fn check_in(on: Date, value: f64, remark: Option<&Remark>, done: bool) -> CheckIn {
    let mut out = CheckIn::without_value(on);
    if !value.is_nan() {
        out.value = Some(if done { Value::Done(value != 0.0) } else { Value::Number(value) });
    }
    if let Some(remark) = remark {
        out.confidence = remark.confidence;
        out.note.clone_from(&remark.note);
        out.by.clone_from(&remark.by);
    }
    out
}

/// The state in force on a date, with the change that brought it about (T2, T3).
pub(crate) fn state_on(lifecycle: &Lifecycle, as_of: Date) -> (State, Option<&StateChange>) {
    let (first, changes) = lifecycle.parts();
    // `max_by_key` keeps the last of equals, which is the rule.
    let change = changes.iter().filter(|change| change.on <= as_of).max_by_key(|change| change.on);
    (change.map_or(first, |change| change.state), change)
}

/// The override in force on a date; `ended` judges those that do not say until when.
pub(crate) fn override_on(
    overrides: &[StatusOverride],
    as_of: Date,
    ended: impl Fn(&StatusOverride) -> bool,
) -> Option<&StatusOverride> {
    let holds = |entry: &&StatusOverride| entry.until.map_or_else(|| !ended(entry), |until| as_of <= until);
    overrides.iter().filter(|entry| entry.on <= as_of).filter(holds).max_by_key(|entry| entry.on)
}
