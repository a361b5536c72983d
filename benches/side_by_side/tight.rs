//! The tightest plain loop for the arithmetic alone: one array a field, objectives numbered parents first, rows as
//! ranges. It knows no dates, no policies, no status and no ids; the values as of the date are given to it ready.

use super::organisation::{Kind, Organisation};

#[derive(Clone, Default)]
pub(crate) struct Tight {
    // By key result, standing together by objective.
    baseline: Vec<f64>,
    target: Vec<f64>,
    value: Vec<f64>,
    weight: Vec<f64>,
    met_or_not: Vec<bool>,
    objective: Vec<u32>,
    progress: Vec<f64>,
    // By objective.
    key_results: Vec<u32>,
    children: Vec<u32>,
    parents: Vec<u32>,
    weights: Vec<f64>,
    score: Vec<f64>,
    // By link.
    child: Vec<u32>,
    child_weight: Vec<f64>,
    parent: Vec<u32>,
    // From the organisation's rows to these.
    new_objective: Vec<u32>,
    new_key_result: Vec<u32>,
    pending: Vec<u32>,
}

/// Both formulas are computed and one is chosen, so that there is nothing to mispredict.
#[inline(always)]
#[expect(clippy::manual_clamp, reason = "as two instructions, without the case of a NaN that cannot come")]
fn progress(met_or_not: bool, baseline: f64, target: f64, value: f64) -> f64 {
    let moved = ((value - baseline) / (target - baseline)).max(0.0).min(1.0);
    let met = if value >= target { 1.0 } else { 0.0 };
    if met_or_not { met } else { moved }
}

/// What a row reads, beside the scores of its children.
#[derive(Clone, Copy)]
struct Rows<'a> {
    key_results: &'a [u32],
    weight: &'a [f64],
    progress: &'a [f64],
    children: &'a [u32],
    child: &'a [u32],
    child_weight: &'a [f64],
    weights: &'a [f64],
}

impl Rows<'_> {
    /// The weighted mean of a row's key results and children. NaN where there are none.
    #[inline(always)]
    fn score(self, scores: &[f64], row: usize) -> f64 {
        // SAFETY: `row` is below the number of objectives in every caller; `Tight::new` makes `key_results` and
        // `children` one longer than that, ascending and ending at the lengths of the columns they point into, and
        // every `child` is the number of an objective. No column changes its length afterwards.
        unsafe {
            let mut sum = 0.0;
            let (first, end) = (*self.key_results.get_unchecked(row), *self.key_results.get_unchecked(row + 1));
            for key_result in first as usize..end as usize {
                sum += self.weight.get_unchecked(key_result) * self.progress.get_unchecked(key_result);
            }
            let (first, end) = (*self.children.get_unchecked(row), *self.children.get_unchecked(row + 1));
            for link in first as usize..end as usize {
                let child = *self.child.get_unchecked(link) as usize;
                sum += self.child_weight.get_unchecked(link) * scores.get_unchecked(child);
            }
            sum / self.weights.get_unchecked(row)
        }
    }
}

/// For every key in 0..count, where its items start in the order of keys, and the items in that order.
fn rows(count: usize, keys: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; count + 1];
    for &key in keys {
        starts[key as usize + 1] += 1;
    }
    for key in 0..count {
        starts[key + 1] += starts[key];
    }
    let mut next = starts.clone();
    let mut items = vec![0u32; keys.len()];
    for (item, &key) in keys.iter().enumerate() {
        items[next[key as usize] as usize] = item as u32;
        next[key as usize] += 1;
    }
    (starts, items)
}

impl Tight {
    pub(crate) fn new(organisation: &Organisation, day: u16) -> Self {
        let count = organisation.objectives.len();
        let (mut above, mut below, mut link_weight) = (Vec::new(), Vec::new(), Vec::new());
        for (row, objective) in organisation.objectives.iter().enumerate() {
            for parent in &objective.parents {
                above.push(parent.objective as u32);
                below.push(row as u32);
                link_weight.push(parent.weight);
            }
        }
        let (starts, links) = rows(count, &above);
        let links_below = |row: usize| &links[starts[row] as usize..starts[row + 1] as usize];

        // Parents before children, siblings side by side.
        let mut waiting: Vec<usize> = organisation.objectives.iter().map(|objective| objective.parents.len()).collect();
        let mut order: Vec<usize> = (0..count).filter(|&row| waiting[row] == 0).collect();
        let mut place = 0;
        while let Some(&row) = order.get(place) {
            place += 1;
            for &link in links_below(row) {
                let child = below[link as usize] as usize;
                waiting[child] -= 1;
                if waiting[child] == 0 {
                    order.push(child);
                }
            }
        }
        assert_eq!(order.len(), count, "a cycle among the objectives");

        // An objective without a number is no member of its parents.
        let mut has_score = vec![false; count];
        for &row in order.iter().rev() {
            has_score[row] = !organisation.objectives[row].key_results.is_empty()
                || links_below(row).iter().any(|&link| has_score[below[link as usize] as usize]);
        }

        let mut tight = Tight { new_objective: vec![0; count], ..Tight::default() };
        for (new, &row) in order.iter().enumerate() {
            tight.new_objective[row] = new as u32;
        }
        tight.new_key_result = vec![0; organisation.key_results.len()];
        for (new, &row) in order.iter().enumerate() {
            tight.key_results.push(tight.value.len() as u32);
            tight.children.push(tight.child.len() as u32);
            let mut weights = 0.0;
            for key_result in organisation.objectives[row].key_results.clone() {
                tight.new_key_result[key_result] = tight.value.len() as u32;
                let given = &organisation.key_results[key_result];
                // Nothing checked in is no progress, and the baseline is that.
                tight.value.push(organisation.value_on(key_result, day).unwrap_or(given.baseline));
                tight.baseline.push(given.baseline);
                tight.target.push(given.target);
                tight.weight.push(given.weight);
                tight.met_or_not.push(given.kind != Kind::Move);
                tight.objective.push(new as u32);
                weights += given.weight;
            }
            for &link in links_below(row).iter().filter(|&&link| has_score[below[link as usize] as usize]) {
                tight.child.push(tight.new_objective[below[link as usize] as usize]);
                tight.child_weight.push(link_weight[link as usize]);
                weights += link_weight[link as usize];
            }
            tight.weights.push(weights);
        }
        tight.key_results.push(tight.value.len() as u32);
        tight.children.push(tight.child.len() as u32);

        let (parents, links) = rows(count, &tight.child);
        let mut owner = vec![0u32; tight.child.len()];
        for row in 0..count {
            owner[tight.children[row] as usize..tight.children[row + 1] as usize].fill(row as u32);
        }
        tight.parents = parents;
        tight.parent = links.iter().map(|&link| owner[link as usize]).collect();
        tight.progress = vec![0.0; tight.value.len()];
        tight.score = vec![0.0; count];
        tight
    }

    /// The score of one objective from the rows below it. NaN where there are none.
    fn row(&self, row: usize) -> f64 {
        self.rows().score(&self.score, row)
    }

    fn rows(&self) -> Rows<'_> {
        Rows {
            key_results: &self.key_results,
            weight: &self.weight,
            progress: &self.progress,
            children: &self.children,
            child: &self.child,
            child_weight: &self.child_weight,
            weights: &self.weights,
        }
    }

    /// Every key result, then every objective from the bottom up.
    #[inline(never)]
    pub(crate) fn pass(&mut self) {
        let inputs = self.met_or_not.iter().zip(&self.baseline).zip(self.target.iter().zip(&self.value));
        for (out, ((&met_or_not, &baseline), (&target, &value))) in self.progress.iter_mut().zip(inputs) {
            *out = progress(met_or_not, baseline, target, value);
        }
        let mut score = std::mem::take(&mut self.score);
        let rows = self.rows();
        for row in (0..score.len()).rev() {
            score[row] = rows.score(&score, row);
        }
        self.score = score;
    }

    /// Drops the results, so that `fresh_pass` starts from nothing.
    pub(crate) fn forget(&mut self) {
        (self.progress, self.score) = (Vec::new(), Vec::new());
    }

    /// A pass into memory that was never touched.
    pub(crate) fn fresh_pass(&mut self) {
        (self.progress, self.score) = (vec![0.0; self.value.len()], vec![0.0; self.weights.len()]);
        self.pass();
    }

    /// A value checked in for a key result, by its number here; recomputes the rows above it, each once and children
    /// before parents, as far as something changes. Returns how many.
    pub(crate) fn check_in(&mut self, key_result: usize, value: f64) -> usize {
        self.value[key_result] = value;
        self.progress[key_result] =
            progress(self.met_or_not[key_result], self.baseline[key_result], self.target[key_result], value);
        let mut row = self.objective[key_result];
        let mut recomputed = 0;
        loop {
            let place = row as usize;
            let score = self.row(place);
            recomputed += 1;
            if score.to_bits() != self.score[place].to_bits() {
                self.score[place] = score;
                let parents = self.parents[place] as usize..self.parents[place + 1] as usize;
                if parents.len() == 1 && self.pending.is_empty() {
                    row = self.parent[parents.start];
                    continue;
                }
                for &parent in &self.parent[parents] {
                    if let Err(position) = self.pending.binary_search(&parent) {
                        self.pending.insert(position, parent);
                    }
                }
            }
            // Children have higher numbers than their parents: the highest is ready.
            match self.pending.pop() {
                Some(next) => row = next,
                None => return recomputed,
            }
        }
    }

    /// The same by the organisation's row: one dependent look-up more, as an external id costs at the least.
    pub(crate) fn check_in_by_row(&mut self, row: usize, value: f64) -> usize {
        self.check_in(self.new_key_result[row] as usize, value)
    }

    /// What check-ins left behind is what a pass over everything gives, to the bit.
    pub(crate) fn assert_as_if_passed_anew(&self) {
        let mut anew = self.clone();
        anew.pass();
        let same = |(one, other): (&f64, &f64)| one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan();
        assert!(self.score.iter().zip(&anew.score).all(same), "rows recomputed differ from a full pass");
    }

    /// The number here of an organisation's key result.
    pub(crate) fn key_result(&self, row: usize) -> usize {
        self.new_key_result[row] as usize
    }

    pub(crate) fn progress_of(&self, row: usize) -> f64 {
        self.progress[self.new_key_result[row] as usize]
    }

    /// NaN where nothing counts.
    pub(crate) fn score_of(&self, row: usize) -> f64 {
        self.score[self.new_objective[row] as usize]
    }
}
