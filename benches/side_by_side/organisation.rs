//! Synthetic organisations: the same numbers for the engine, as a document, and for its rivals, as rows.

use super::random::Random;
use std::ops::Range;

/// Day 0 of every organisation is 2025-01-06, the start of its one cycle; day 111, 2025-04-27, is its end.
pub(crate) const LAST_DAY: u16 = 111;
/// Today, 2025-04-03: late in the cycle, after the last check-in, as in an organisation that is being lived in. This is
/// the date at which the tight loop's ready column of current values is a fair match.
pub(crate) const AS_OF: u16 = 87;
/// A day of the past, 2025-03-16: two or three check-ins of most key results lie ahead of it and must not be seen. The
/// tight loop still gets its column of values ready-made.
pub(crate) const PAST: u16 = 69;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// From the baseline to the target, up, down or counted; clamped to 0..1.
    Move,
    /// Done when the value reaches the target.
    AtLeast,
    /// Done or not: the value is 1 or 0.
    Binary,
}

#[derive(Clone, Copy)]
pub(crate) struct CheckIn {
    pub(crate) day: u16,
    pub(crate) value: f64,
}

pub(crate) struct KeyResult {
    /// The public number, from which the id is made; says nothing about the row.
    pub(crate) number: usize,
    pub(crate) objective: usize,
    pub(crate) kind: Kind,
    pub(crate) baseline: f64,
    pub(crate) target: f64,
    pub(crate) weight: f64,
    pub(crate) check_ins: Range<usize>,
}

#[derive(Clone, Copy)]
pub(crate) struct Parent {
    pub(crate) objective: usize,
    pub(crate) weight: f64,
}

pub(crate) struct Objective {
    pub(crate) number: usize,
    pub(crate) parents: Vec<Parent>,
    pub(crate) key_results: Range<usize>,
}

/// Objectives and key results by row, in document order; key results stand together by objective.
pub(crate) struct Organisation {
    pub(crate) name: String,
    pub(crate) objectives: Vec<Objective>,
    pub(crate) key_results: Vec<KeyResult>,
    pub(crate) check_ins: Vec<CheckIn>,
}

impl Organisation {
    /// `count` key results under `count / 3.5` objectives in six levels.
    pub(crate) fn synthetic(count: usize) -> Self {
        let mut random = Random::new(42);
        let mut draft = Draft::default();
        levels((count as f64 / 3.5).round() as usize, &mut draft, &mut random);
        let objectives = draft.parents.len();
        let mut wanted: Vec<usize> = (0..objectives).map(|_| 2 + random.below(4)).collect();
        let mut total: usize = wanted.iter().sum();
        for &objective in random.permutation(objectives).iter().cycle() {
            match total.cmp(&count) {
                std::cmp::Ordering::Less => (wanted[objective], total) = (wanted[objective] + 1, total + 1),
                std::cmp::Ordering::Greater if wanted[objective] > 1 => {
                    (wanted[objective], total) = (wanted[objective] - 1, total - 1);
                }
                std::cmp::Ordering::Greater => {}
                std::cmp::Ordering::Equal => break,
            }
        }
        for (objective, wanted) in wanted.into_iter().enumerate() {
            for _ in 0..wanted {
                // Some have not been checked in yet.
                let weeks = if random.below(64) == 0 { 0 } else { 12 };
                draft.key_result(objective, weeks, &mut random);
            }
        }
        draft.finish(format!("{count} key results"), &mut random)
    }

    pub(crate) fn objective_id(&self, row: usize) -> String {
        format!("O-{:07}", self.objectives[row].number)
    }

    pub(crate) fn key_result_id(&self, row: usize) -> String {
        format!("K-{:08}", self.key_results[row].number)
    }

    /// The last value checked in by the end of `day`.
    pub(crate) fn value_on(&self, key_result: usize, day: u16) -> Option<f64> {
        let history = &self.check_ins[self.key_results[key_result].check_ins.clone()];
        history.iter().rfind(|check_in| check_in.day <= day).map(|check_in| check_in.value)
    }

    pub(crate) fn links(&self) -> usize {
        self.objectives.iter().map(|objective| objective.parents.len()).sum()
    }

    pub(crate) fn people(&self) -> usize {
        (self.key_results.len() / 8).max(10)
    }

    pub(crate) fn teams(&self) -> usize {
        (self.people() / 8).max(3)
    }
}

const WEIGHTS: [f64; 6] = [0.5, 1.0, 1.0, 1.0, 2.0, 3.0];

/// Six levels, each five times as wide as the one above; one objective in twenty has a second parent, one or two
/// levels up.
fn levels(count: usize, draft: &mut Draft, random: &mut Random) {
    let roots = ((count as f64 / 3906.0).round() as usize).max(1);
    let mut starts = vec![0];
    for level in 0..6 {
        let start = starts[level];
        let width = if level == 5 { count - start } else { (roots * 5usize.pow(level as u32)).min(count - start) };
        starts.push(start + width);
        for _ in 0..width {
            let mut parents = Vec::new();
            if level > 0 {
                let above = starts[level - 1];
                let first = above + random.below(start - above);
                parents.push(Parent { objective: first, weight: random.pick(&WEIGHTS) });
                let from = starts[level.saturating_sub(2)];
                let second = from + random.below(start - from);
                if random.below(20) == 0 && second != first {
                    parents.push(Parent { objective: second, weight: random.pick(&WEIGHTS) });
                }
            }
            draft.objective(parents);
        }
    }
}

/// An organisation in the order of its making; `finish` takes that order away.
#[derive(Default)]
pub(crate) struct Draft {
    parents: Vec<Vec<Parent>>,
    key_results: Vec<KeyResult>,
    check_ins: Vec<CheckIn>,
}

impl Draft {
    pub(crate) fn objective(&mut self, parents: Vec<Parent>) -> usize {
        self.parents.push(parents);
        self.parents.len() - 1
    }

    /// A key result of a random kind with `count` check-ins, a week apart or, where there are more, evenly spread.
    pub(crate) fn key_result(&mut self, objective: usize, count: usize, random: &mut Random) {
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        let (kind, baseline, target, counted) = match random.below(20) {
            0..=9 => {
                let baseline = tenth(random.between(0.0, 100.0));
                (Kind::Move, baseline, tenth(baseline + random.between(5.0, 200.0)), false)
            }
            10..=13 => {
                let baseline = tenth(random.between(50.0, 300.0));
                (Kind::Move, baseline, tenth(baseline * random.between(0.2, 0.9)), false)
            }
            14..=15 => (Kind::Move, 0.0, 3.0 + random.below(8) as f64, true),
            16..=17 => (Kind::AtLeast, 0.0, tenth(random.between(90.0, 100.0)), false),
            _ => (Kind::Binary, 0.0, 1.0, false),
        };
        let first = self.check_ins.len();
        let reach = random.normal(0.65, 0.3).clamp(-0.1, 1.2);
        let done_after = random.below(20);
        // Most numbers have two decimals, as people type them; some have all that a measuring system prints.
        let exact = random.below(16) == 0;
        let mut earliest = 0;
        for step in 0..count {
            let day = if count <= 12 { 7 * step + random.below(10) } else { step * 90 / count };
            let day = if count <= 12 { day.max(earliest) } else { day };
            earliest = day + 1;
            let share = reach * (step + 1) as f64 / count as f64 + random.normal(0.0, 0.03);
            let value = match kind {
                Kind::Move if counted => (share * target).floor().clamp(0.0, target),
                Kind::Move => baseline + share * (target - baseline),
                Kind::AtLeast => target * random.between(0.9, 1.1),
                Kind::Binary => f64::from(u8::from(step >= done_after)),
            };
            let value = if exact { value } else { (value * 100.0).round() / 100.0 };
            // Adding zero turns -0 into 0.
            self.check_ins.push(CheckIn { day: day as u16, value: value + 0.0 });
        }
        let weight = random.pick(&WEIGHTS);
        let check_ins = first..self.check_ins.len();
        self.key_results.push(KeyResult { number: 0, objective, kind, baseline, target, weight, check_ins });
    }

    /// Shuffles rows and, separately, public numbers: neither level order nor locality comes for free.
    pub(crate) fn finish(mut self, name: String, random: &mut Random) -> Organisation {
        let row_of = random.permutation(self.parents.len());
        let mut numbers = random.permutation(self.key_results.len());
        for key_result in &mut self.key_results {
            key_result.objective = row_of[key_result.objective];
            key_result.number = numbers.pop().unwrap_or_default();
        }
        self.key_results.sort_by_key(|key_result| (key_result.objective, key_result.number));
        let mut objectives: Vec<Objective> = random
            .permutation(self.parents.len())
            .into_iter()
            .map(|number| Objective { number, parents: Vec::new(), key_results: 0..0 })
            .collect();
        for (made, mut parents) in self.parents.into_iter().enumerate() {
            parents.iter_mut().for_each(|parent| parent.objective = row_of[parent.objective]);
            objectives[row_of[made]].parents = parents;
        }
        let mut next = 0;
        for (row, objective) in objectives.iter_mut().enumerate() {
            let first = next;
            next += self.key_results[first..].iter().take_while(|key_result| key_result.objective == row).count();
            objective.key_results = first..next;
        }
        Organisation { name, objectives, key_results: self.key_results, check_ins: self.check_ins }
    }
}
