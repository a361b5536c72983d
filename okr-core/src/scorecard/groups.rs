//! Rows of cycles, teams and people, computed when read (R7).

use super::Scorecard;
use super::columns::LeftOut;
use super::mix::{Shown, number_of};
use super::said::label;
use super::tally::{Brought, Counted, Means, Tally, Weighed, mean_of};
use super::terms::Pass;
use crate::date::Date;
use crate::error::Result;
use crate::policy::{GroupStatus, StatusRollup, TeamMean};
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
    /// What the policy calls the status; `None` where it has no word of its own.
    pub label: Option<&'a str>,
    /// How many objectives count.
    pub objectives: u32,
    /// Id of what it is part of: the parent of a team, the team of a person, the cycle around a cycle.
    pub within: Option<&'a str>,
    /// First day of a cycle; `None` of teams and people.
    pub start: Option<Date>,
    /// Last day of a cycle; `None` of teams and people.
    pub end: Option<Date>,
}

/// The statuses of a group's objectives on the way to its own (S4).
#[derive(Clone, Copy)]
struct Mix {
    shown: Shown,
    numbers: Weighed,
}

impl Mix {
    fn merge(&mut self, other: &Mix) {
        self.shown.merge(&other.shown);
        self.numbers.merge(&other.numbers);
    }

    fn verdict(&self, rules: &StatusRules<'_>) -> Option<Verdict> {
        self.shown.verdict(rules.0, || rules.by_mean(self.numbers.means().progress))
    }
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
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn cycles<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<GroupRow<'a>>> {
        self.check_whole(workspace)?;
        let pass = self.pass(workspace);
        let frame = self.frame();
        let means = self.cycle_means(&pass);
        let mixes = self.mixes(&pass, frame.cycles.len(), |row| self.cycle_of(row), false);
        Ok(frame
            .cycles
            .iter()
            .zip(means)
            .enumerate()
            .map(|(at, (cycle, means))| GroupRow {
                within: frame.cycle_names.stated(&frame.texts, cycle.within),
                start: Some(cycle.start),
                end: Some(cycle.end),
                ..row(&pass, &frame.cycle_names, (cycle.name, cycle.title), means, mixes.get(at))
            })
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
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn people<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<GroupRow<'a>>> {
        self.check_whole(workspace)?;
        let pass = self.pass(workspace);
        let frame = self.frame();
        let owner = |row: u32| frame.person_names.definition(frame.objectives.owner[row as usize]).unwrap_or(NONE);
        let means = self.means(&pass, frame.people.len(), owner, true);
        let mixes = self.mixes(&pass, frame.people.len(), owner, true);
        Ok(frame
            .people
            .iter()
            .zip(means)
            .enumerate()
            .map(|(at, (person, means))| GroupRow {
                within: frame.team_names.stated(&frame.texts, person.parent),
                ..row(&pass, &frame.person_names, (person.name, person.title), means, mixes.get(at))
            })
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
    /// `stale_scorecard` where the workspace has changed since, `foreign_scorecard` where it is another one, and
    /// `partial_scorecard` where only progress was computed.
    pub fn teams<'a>(&'a self, workspace: &'a Workspace) -> Result<Vec<GroupRow<'a>>> {
        self.check_whole(workspace)?;
        let pass = self.pass(workspace);
        let frame = self.frame();
        let teams = frame.teams_of_objectives();
        let team = |row: u32| teams[row as usize];
        let means = match pass.plan.policy.rollup.team_mean {
            TeamMean::Means => means_of_teams(frame, self.means(&pass, frame.teams.len(), team, true)),
            TeamMean::Flat if self.is_even(&pass) => {
                flat_teams(frame, self.tallies::<Counted>(&pass, frame.teams.len(), team, true))
            }
            TeamMean::Flat => flat_teams(frame, self.tallies::<Weighed>(&pass, frame.teams.len(), team, true)),
        };
        let mut mixes = self.mixes(&pass, frame.teams.len(), team, true);
        if !mixes.is_empty() {
            with_teams_below(frame, &mut mixes, Mix::merge);
        }
        Ok(frame
            .teams
            .iter()
            .zip(means)
            .enumerate()
            .map(|(at, (team, means))| GroupRow {
                within: frame.team_names.stated(&frame.texts, team.parent),
                ..row(&pass, &frame.team_names, (team.name, team.title), means, mixes.get(at))
            })
            .collect())
    }

    fn cycle_means(&self, pass: &Pass<'_>) -> Vec<Means> {
        self.means(pass, self.frame().cycles.len(), |row| self.cycle_of(row), false)
    }

    fn cycle_of(&self, row: u32) -> u32 {
        let frame = self.frame();
        frame.cycle_names.definition(frame.objectives.cycle[row as usize]).unwrap_or(NONE)
    }

    /// Whether objectives weigh the same in all their means.
    fn is_even(&self, pass: &Pass<'_>) -> bool {
        let all = |column: &[f64], holds: fn(f64) -> bool| column.iter().fold(true, |all, x| all & holds(*x));
        !self.states_confidence(pass)
            && all(&pass.frame.objectives.weight, f64::is_nan)
            && self.is_whole()
            && all(self.objectives.expected.values(), |x| !x.is_nan())
    }

    fn states_confidence(&self, pass: &Pass<'_>) -> bool {
        self.is_whole() && (!pass.history.remarks.is_empty() || !pass.history.objective_rules.is_empty())
    }

    fn means(&self, pass: &Pass<'_>, groups: usize, group_of: impl Fn(u32) -> u32, dated: bool) -> Vec<Means> {
        self.tallies::<Weighed>(pass, groups, group_of, dated).iter().map(Tally::means).collect()
    }

    /// Adds every objective to its group.
    fn tallies<T: Tally>(&self, pass: &Pass<'_>, groups: usize, group_of: impl Fn(u32) -> u32, dated: bool) -> Vec<T> {
        let mut tallies = vec![T::EMPTY; groups];
        let (whole, says) = (self.is_whole(), self.states_confidence(pass));
        self.each_counted(pass, dated, |row, part| {
            if let Some(tally) = tallies.get_mut(group_of(row) as usize) {
                tally.add(Brought {
                    weight: part.weight,
                    progress: part.contributed,
                    expected: if whole { self.objectives.expected.at(row) } else { f64::NAN },
                    confidence: if says { self.objectives.confidence.at(row) } else { f64::NAN },
                });
            }
        });
        tallies
    }

    /// The statuses of every group's objectives; empty where the policy does not read them.
    fn mixes(&self, pass: &Pass<'_>, groups: usize, group_of: impl Fn(u32) -> u32, dated: bool) -> Vec<Mix> {
        let rules = &pass.plan.policy.status;
        if rules.groups == GroupStatus::Own || rules.rollup == StatusRollup::Own {
            return Vec::new();
        }
        let mut mixes = vec![Mix { shown: Shown::NOTHING, numbers: Weighed::EMPTY }; groups];
        self.each_counted(pass, dated, |row, part| {
            let Some(mix) = mixes.get_mut(group_of(row) as usize) else { return };
            let status = self.objectives.told[row as usize].verdict.status;
            let (progress, expected) = (self.objectives.progress.at(row), self.objectives.expected.at(row));
            mix.shown.add(status, rules);
            mix.numbers.add(Brought {
                weight: part.weight,
                progress: number_of(rules, status, progress, expected),
                expected: f64::NAN,
                confidence: f64::NAN,
            });
        });
        mixes
    }

    /// Every objective that counts in the rows of groups; where `dated`, only those whose window contains the date.
    fn each_counted(&self, pass: &Pass<'_>, dated: bool, mut take: impl FnMut(u32, &Part)) {
        let frame = pass.frame;
        let current: Vec<bool> = (0..frame.cycle_names.len() as u32)
            .map(|symbol| frame.cycle(symbol).is_none_or(|cycle| cycle.start <= pass.as_of && pass.as_of <= cycle.end))
            .collect();
        for row in 0..frame.objectives.len() as u32 {
            let at = row as usize;
            let inside = match current.get(frame.objectives.cycle[at] as usize) {
                Some(current) if frame.objectives.more[at] == NONE => *current,
                _ => frame.objective_window(row).contains(pass.as_of),
            };
            let part = self.part(pass, row);
            if (!dated || inside) && part.left_out == LeftOut::Counted {
                take(row, &part);
            }
        }
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
        self.cycle_means(pass).iter().map(|means| means.weight).collect()
    }
}

/// Each team over all objectives of its own and of the teams below it.
fn flat_teams<T: Tally>(frame: &Frame, mut own: Vec<T>) -> Vec<Means> {
    with_teams_below(frame, &mut own, T::merge);
    own.iter().map(Tally::means).collect()
}

/// Adds to each team what the teams below it have.
fn with_teams_below<T: Copy>(frame: &Frame, teams: &mut [T], merge: impl Fn(&mut T, &T)) {
    let tree = frame.team_tree();
    for team in tree.children_first() {
        for child in tree.below(team) {
            let below = teams[*child as usize];
            merge(&mut teams[team as usize], &below);
        }
    }
}

/// Each team as the mean of its own objectives' mean and each sub-team's.
fn means_of_teams(frame: &Frame, mut means: Vec<Means>) -> Vec<Means> {
    let tree = frame.team_tree();
    for team in tree.children_first() {
        let parts = std::iter::once(team).chain(tree.below(team).iter().copied());
        means[team as usize] = mean_of(parts.map(|part| means[part as usize]));
    }
    means
}

fn row<'a>(
    pass: &Pass<'a>,
    names: &'a Names,
    (symbol, title): (u32, Span),
    means: Means,
    mix: Option<&Mix>,
) -> GroupRow<'a> {
    let texts: &Texts = &pass.frame.texts;
    let id = names.text(texts, symbol);
    let policy = &pass.plan.policy.status;
    let rules = &StatusRules(policy);
    let verdict = if means.progress.is_nan() {
        Verdict::plain(Status::None, crate::score::Reason::NoProgress)
    } else {
        let rolled = mix.and_then(|mix| mix.verdict(rules));
        rolled.unwrap_or_else(|| rules.by_source(means.progress, means.expected, means.confidence))
    };
    GroupRow {
        id,
        name: texts.optional(title).unwrap_or(id),
        progress: Some(means.progress).filter(|x| !x.is_nan()),
        expected: Some(means.expected).filter(|x| !x.is_nan()),
        status: verdict.status,
        label: label(policy, &verdict),
        objectives: means.count,
        within: None,
        start: None,
        end: None,
    }
}
