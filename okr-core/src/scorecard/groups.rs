//! Rows of cycles, teams and people, computed when read (R7).

use super::Scorecard;
use super::columns::LeftOut;
use super::terms::Pass;
use crate::error::Result;
use crate::graph::Lists;
use crate::policy::TeamMean;
use crate::score::weights::within;
use crate::score::{Status, StatusRules, Verdict};
use crate::workspace::{Frame, NONE, Names, Span, Texts, Workspace};

/// The row of a cycle, team or person.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct GroupRow<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name, the id where it has none.
    pub name: &'a str,
    /// Mean progress of its objectives, a fraction, 1 = 100 %; `None` where no objective counts.
    pub progress: Option<f64>,
    /// Mean progress that their plans ask for, a fraction; `None` where none of them expects anything.
    pub expected: Option<f64>,
    /// How it stands by the policy's source (S2).
    pub status: Status,
    /// How many objectives count.
    pub objectives: u32,
}

/// A mean whose sums carry the rounding of each step along, so that the order of its members changes nothing.
#[derive(Clone, Copy)]
struct Carried {
    sum: [f64; 2],
    weight: [f64; 2],
    low: f64,
    high: f64,
}

impl Carried {
    const EMPTY: Carried = Carried { sum: [0.0; 2], weight: [0.0; 2], low: f64::INFINITY, high: f64::NEG_INFINITY };

    #[inline(always)]
    fn add(&mut self, weight: f64, x: f64) {
        if x.is_nan() {
            return;
        }
        carry(&mut self.sum, weight * x);
        carry(&mut self.weight, weight);
        self.low = if x < self.low { x } else { self.low };
        self.high = if x > self.high { x } else { self.high };
    }

    fn merge(&mut self, other: &Carried) {
        carry(&mut self.sum, other.sum[0]);
        carry(&mut self.weight, other.weight[0]);
        self.sum[1] += other.sum[1];
        self.weight[1] += other.weight[1];
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }

    fn result(&self) -> f64 {
        if self.low > self.high {
            return f64::NAN;
        }
        within((self.sum[0] + self.sum[1]) / self.weight(), self.low, self.high)
    }

    fn weight(&self) -> f64 {
        self.weight[0] + self.weight[1]
    }
}

/// Adds a number to a sum and what rounding took off to the rest (Knuth's exact sum of two).
#[inline(always)]
fn carry(sum: &mut [f64; 2], x: f64) {
    let total = sum[0] + x;
    let part = total - sum[0];
    sum[1] += (sum[0] - (total - part)) + (x - part);
    sum[0] = total;
}

/// Means of a group in the making.
#[derive(Clone, Copy)]
struct Tallied {
    progress: Carried,
    expected: Carried,
    confidence: Carried,
    count: u32,
}

impl Tallied {
    const EMPTY: Tallied =
        Tallied { progress: Carried::EMPTY, expected: Carried::EMPTY, confidence: Carried::EMPTY, count: 0 };

    fn merge(&mut self, other: &Tallied) {
        self.progress.merge(&other.progress);
        self.expected.merge(&other.expected);
        self.confidence.merge(&other.confidence);
        self.count += other.count;
    }

    fn result(&self) -> Means {
        Means {
            progress: self.progress.result(),
            expected: self.expected.result(),
            confidence: self.confidence.result(),
            count: self.count,
        }
    }
}

#[derive(Clone, Copy)]
struct Means {
    progress: f64,
    expected: f64,
    confidence: f64,
    count: u32,
}

/// An objective's part in the row of a group.
pub(crate) struct Part {
    pub(crate) weight: f64,
    pub(crate) contributed: f64,
    pub(crate) left_out: LeftOut,
}

impl Scorecard {
    /// Rows of all cycles, in the order of the document.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let cycles = card.cycles(&workspace)?;
    /// assert_eq!((cycles[0].id, cycles[0].objectives), ("2026", 3));
    /// assert_eq!(cycles[1].progress, None, "no objective counts in the first quarter");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since.
    pub fn cycles<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<GroupRow<'a>>> {
        self.check_current(workspace)?;
        let pass = self.pass(workspace);
        let frame = self.frame();
        let means = self.cycle_tallies(&pass);
        Ok(frame
            .cycles
            .iter()
            .zip(means)
            .map(|(cycle, tally)| row(&pass, &frame.cycle_names, cycle.name, cycle.title, tally.result()))
            .collect())
    }

    /// Rows of all people, in the order of the document: the objectives they own in windows that contain the date.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let tobias = card.people(&workspace)?[1];
    /// assert_eq!((tobias.name, tobias.progress), ("Tobias Lindqvist", card.objective("customers-stay").unwrap().progress()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since.
    pub fn people<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<GroupRow<'a>>> {
        self.check_current(workspace)?;
        let pass = self.pass(workspace);
        let frame = self.frame();
        let owner = |row: u32| frame.person_names.definition(frame.objectives.owner[row as usize]).unwrap_or(NONE);
        let means = self.tallies(&pass, frame.people.len(), owner, true);
        Ok(frame
            .people
            .iter()
            .zip(means)
            .map(|(person, tally)| row(&pass, &frame.person_names, person.name, person.title, tally.result()))
            .collect())
    }

    /// Rows of all teams, in the order of the document: their own and their sub-teams' objectives in windows that
    /// contain the date.
    ///
    /// ```
    /// # use okr_core::{Date, Workspace};
    /// # let workspace = Workspace::from_json(&std::fs::read_to_string("examples/organisation.json")?)?;
    /// let card = workspace.score(Date::new(2026, 11, 21)?);
    /// let teams = card.teams(&workspace)?;
    /// assert_eq!((teams[0].name, teams[0].objectives, teams[0].status.as_str()), ("Larkfield", 13, "on_track"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `stale_scorecard` where the workspace has changed since.
    pub fn teams<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<GroupRow<'a>>> {
        self.check_current(workspace)?;
        let pass = self.pass(workspace);
        let frame = self.frame();
        let teams = frame.teams_of_objectives();
        let own = self.tallies(&pass, frame.teams.len(), |row| teams[row as usize], true);
        let means = match pass.plan.policy.rollup.team_mean {
            TeamMean::Flat => flat_teams(frame, own),
            TeamMean::Means => means_of_teams(frame, own),
        };
        Ok(frame
            .teams
            .iter()
            .zip(means)
            .map(|(team, means)| row(&pass, &frame.team_names, team.name, team.title, means))
            .collect())
    }

    fn cycle_tallies(&self, pass: &Pass<'_>) -> Vec<Tallied> {
        let frame = self.frame();
        let cycle = |row: u32| frame.cycle_names.definition(frame.objectives.cycle[row as usize]).unwrap_or(NONE);
        self.tallies(pass, frame.cycles.len(), cycle, false)
    }

    /// Adds every objective to its group.
    fn tallies(&self, pass: &Pass<'_>, groups: usize, group_of: impl Fn(u32) -> u32, dated: bool) -> Vec<Tallied> {
        let frame = pass.frame;
        let mut tallies = vec![Tallied::EMPTY; groups];
        let current: Vec<bool> = (0..frame.cycle_names.len() as u32)
            .map(|symbol| frame.cycle(symbol).is_none_or(|cycle| cycle.start <= pass.as_of && pass.as_of <= cycle.end))
            .collect();
        let (whole, says) =
            (self.is_whole(), !pass.history.remarks.is_empty() || !pass.history.objective_rules.is_empty());
        for row in 0..frame.objectives.len() as u32 {
            let at = row as usize;
            let group = group_of(row);
            let inside = match current.get(frame.objectives.cycle[at] as usize) {
                Some(current) if frame.objectives.more[at] == NONE => *current,
                _ => frame.objective_window(row).contains(pass.as_of),
            };
            if group == NONE || (dated && !inside) {
                continue;
            }
            let part = self.part(pass, row);
            if part.left_out != LeftOut::Counted {
                continue;
            }
            let expected = if whole { self.objectives.expected.at(row) } else { f64::NAN };
            let confidence = if whole && says { self.objectives.confidence.at(row) } else { f64::NAN };
            if let Some(tally) = tallies.get_mut(group as usize) {
                tally.count += 1;
                tally.progress.add(part.weight, part.contributed);
                tally.expected.add(part.weight, expected);
                tally.confidence.add(part.weight, confidence);
            }
        }
        tallies
    }

    /// What an objective is to the groups it belongs to.
    pub(crate) fn part(&self, pass: &Pass<'_>, row: u32) -> Part {
        let at = row as usize;
        let stated = pass.frame.objectives.weight[at];
        let weight = if stated.is_nan() { 1.0 } else { stated };
        let carried = self.objectives.carried.at(row);
        let left_out = match self.objectives.excluded[at] {
            LeftOut::Counted if weight == 0.0 => LeftOut::ZeroWeight,
            LeftOut::Counted if carried.is_nan() => LeftOut::NoProgress,
            reason => reason,
        };
        Part { weight, contributed: pass.plan.policy.clamp.contributed.apply(carried) + 0.0, left_out }
    }

    /// The sum of the weights that count in each cycle, by cycle.
    pub(crate) fn cycle_weights(&self, pass: &Pass<'_>) -> Vec<f64> {
        self.cycle_tallies(pass).iter().map(|tally| tally.progress.weight()).collect()
    }
}

/// Each team over all objectives of its own and of the teams below it.
fn flat_teams(frame: &Frame, mut own: Vec<Tallied>) -> Vec<Means> {
    let children = sub_teams(frame);
    for team in children_first(&children, own.len()) {
        for child in children.of(team) {
            let below = own[*child as usize];
            own[team as usize].merge(&below);
        }
    }
    own.iter().map(Tallied::result).collect()
}

/// Each team as the mean of its own objectives' mean and each sub-team's.
fn means_of_teams(frame: &Frame, own: Vec<Tallied>) -> Vec<Means> {
    let children = sub_teams(frame);
    let mut means: Vec<Means> = own.iter().map(Tallied::result).collect();
    for team in children_first(&children, own.len()) {
        let mut tally = Tallied::EMPTY;
        for part in std::iter::once(team).chain(children.of(team).iter().copied()).map(|part| means[part as usize]) {
            tally.progress.add(1.0, part.progress);
            tally.expected.add(1.0, part.expected);
            tally.confidence.add(1.0, part.confidence);
            tally.count += part.count;
        }
        means[team as usize] = tally.result();
    }
    means
}

/// The teams directly below each team, by id bytes.
fn sub_teams(frame: &Frame) -> Lists<u32> {
    let mut links: Vec<(u32, u32)> = (0..frame.teams.len() as u32)
        .filter_map(|team| frame.team_names.definition(frame.teams[team as usize].parent).map(|parent| (parent, team)))
        .collect();
    let id = |team: u32| frame.team_names.text(&frame.texts, frame.teams[team as usize].name).as_bytes();
    links.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| id(a.1).cmp(id(b.1))));
    Lists::group(frame.teams.len(), &links)
}

fn subtree(team: u32, children: &Lists<u32>) -> Vec<u32> {
    let mut found = vec![team];
    let mut at = 0;
    while let Some(next) = found.get(at).copied() {
        found.extend_from_slice(children.of(next));
        at += 1;
    }
    found
}

/// All teams, each after those below it.
fn children_first(children: &Lists<u32>, count: usize) -> Vec<u32> {
    let mut is_child = vec![false; count];
    (0..count as u32).flat_map(|team| children.of(team)).for_each(|child| is_child[*child as usize] = true);
    let mut order: Vec<u32> =
        (0..count as u32).filter(|team| !is_child[*team as usize]).flat_map(|team| subtree(team, children)).collect();
    order.reverse();
    order
}

fn row<'a>(pass: &Pass<'a>, names: &'a Names, symbol: u32, title: Span, means: Means) -> GroupRow<'a> {
    let texts: &Texts = &pass.frame.texts;
    let id = names.text(texts, symbol);
    let rules = StatusRules(&pass.plan.policy.status);
    let verdict = if means.progress.is_nan() {
        Verdict::plain(Status::None, crate::score::Reason::NoProgress)
    } else {
        rules.by_source(means.progress, means.expected, means.confidence)
    };
    GroupRow {
        id,
        name: texts.optional(title).unwrap_or(id),
        progress: Some(means.progress).filter(|x| !x.is_nan()),
        expected: Some(means.expected).filter(|x| !x.is_nan()),
        status: verdict.status,
        objectives: means.count,
    }
}
