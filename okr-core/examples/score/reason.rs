//! Which step decided a status, in words that are true and whole.

use crate::names::Names;
use crate::table::forced;
use crate::text;
use okr_core::model::Document;
use okr_core::policy::{Bands, Display, Final, HoldStatus, NotStarted, RollupOf, StatusRollup, StatusSource};
use okr_core::{Explanation, LineKind, OverrideReport, Policy, Reason, Report, Status};

/// What is known of a row besides its explanation.
pub(crate) struct Facts<'a> {
    pub(crate) report: &'a Report<'a>,
    pub(crate) names: Names<'a>,
    pub(crate) display: &'a Display,
    /// The policy that decides; `None` where the objective states fields of its own.
    policy: Option<&'a Policy>,
}

/// What is read of a row of the scorecard.
struct Row<'a> {
    status: Status,
    progress: Option<f64>,
    expected: Option<f64>,
    confidence: Option<f64>,
    stale_days: Option<i32>,
    forced: Option<&'a OverrideReport<'a>>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(report: &'a Report<'a>, document: &'a Document, policy: &'a Policy, id: &str) -> Self {
        let holds = |row: &&okr_core::model::Objective| row.id == id || row.key_results.iter().any(|row| row.id == id);
        let own = document.objectives.iter().find(holds).and_then(|row| row.policy.as_ref());
        let names = Names::of(document);
        Facts { report, names, display: &policy.display, policy: Some(policy).filter(|_| own.is_none()) }
    }

    fn row(&self, id: &str) -> Option<Row<'_>> {
        self.report.objectives.iter().find_map(|row| {
            if row.id == id {
                return Some(Row {
                    status: row.status,
                    progress: row.progress,
                    expected: row.expected,
                    confidence: row.confidence,
                    stale_days: None,
                    forced: row.forced.as_ref(),
                });
            }
            row.key_results.iter().find(|row| row.id == id).map(|row| Row {
                status: row.status,
                progress: row.progress,
                expected: row.expected,
                confidence: row.confidence,
                stale_days: row.stale_days,
                forced: row.forced.as_ref(),
            })
        })
    }

    /// Which step decided the status.
    pub(crate) fn reason(&self, why: &Explanation<'_>) -> String {
        let words = match why.status_reason {
            Reason::Closed => "the outcome stated when it was closed",
            Reason::State => "its state",
            Reason::Override => return self.by_hand(why).unwrap_or_else(|| "set by hand".to_owned()),
            Reason::NoProgress => "there is no progress to judge",
            Reason::Final => return self.at_the_end(why),
            Reason::NotStarted => self.not_started(why),
            Reason::Goal => "the target is reached",
            Reason::Stale => return self.stale(why),
            Reason::Grace => "too early to judge",
            Reason::Hold => self.bound(why),
            Reason::Worst => "the worst of its members",
            Reason::Unanimous if why.status == Status::None => "its members do not agree on one",
            Reason::Unanimous => "all its members say so",
            Reason::Mean => return self.mean(why),
            Reason::Guardrail => "a guardrail is not met",
            Reason::Stated => "nobody has stated a status",
            number => return self.number(why, number).1,
        };
        words.to_owned()
    }

    fn by_hand(&self, why: &Explanation<'_>) -> Option<String> {
        let row = self.row(why.id)?;
        row.forced.map(|entry| forced(entry, &self.names))
    }

    fn at_the_end(&self, why: &Explanation<'_>) -> String {
        let percent = why.progress.map(|x| self.display.percent(x)).unwrap_or_default();
        match self.policy.map(|policy| &policy.status.last) {
            Some(Final::Bands(bands)) => {
                format!("it is over, with a progress of {percent}%{}", limits(bands, why.progress.unwrap_or_default()))
            }
            _ if why.status == Status::Missed => "it is over, and did not reach what its ambition asks".to_owned(),
            _ if why.status == Status::Achieved => "it is over, and reached what its ambition asks".to_owned(),
            _ => format!("it is over, with a progress of {percent}%"),
        }
    }

    fn not_started(&self, why: &Explanation<'_>) -> &'static str {
        let rules = self.policy.map(|policy| &policy.status);
        let is_unsure = || self.row(why.id).is_some_and(|row| row.confidence.is_none());
        match rules {
            Some(rules) if rules.source == StatusSource::Confidence && is_unsure() => "nobody has stated a confidence",
            Some(rules) if rules.not_started == NotStarted::NoProgress => "there is no progress yet",
            _ => "there is no value yet",
        }
    }

    fn bound(&self, why: &Explanation<'_>) -> &'static str {
        let holds = match self.policy.map(|policy| &policy.status.hold) {
            Some(HoldStatus::ByState(of)) if of.met != of.near && of.met != of.unmet => why.status == of.met,
            _ => why.progress.is_some_and(|p| p >= 1.0),
        };
        if holds { "the bound holds" } else { "the bound does not hold" }
    }

    /// The number first, where silence changed nothing but the reason.
    fn stale(&self, why: &Explanation<'_>) -> String {
        let days = self.row(why.id).and_then(|row| row.stale_days);
        let silence = days.map_or_else(
            || "nobody has checked in for too long".to_owned(),
            |days| format!("no check-in for {}", text::plural(days.unsigned_abs() as usize, "day")),
        );
        let beneath =
            self.policy.filter(|_| why.status == Status::OnTrack).and_then(|policy| self.beneath(why, policy));
        beneath.map_or_else(|| silence.clone(), |beneath| format!("{beneath}; {silence}"))
    }

    /// What made a status on track that is only flagged as stale.
    fn beneath(&self, why: &Explanation<'_>, policy: &Policy) -> Option<String> {
        let rules = &policy.status;
        let is_hold = why.rules.contains(&"P4");
        let reads_members = why.rules.contains(&"R2") && rules.rollup != StatusRollup::Own;
        if reads_members {
            // Whether it is a mean over all below, which reads no statuses, an explanation does not say.
            return (!policy.rollup.of.contains(&RollupOf::Descendants)).then(|| match rules.rollup {
                StatusRollup::Worst => "the worst of its members".to_owned(),
                StatusRollup::Unanimous => "all its members say so".to_owned(),
                _ => self.mean(why),
            });
        }
        let number = match rules.source {
            StatusSource::Ratio => Reason::Ratio,
            StatusSource::Gap => Reason::Gap,
            StatusSource::Progress => Reason::Progress,
            StatusSource::Confidence => Reason::Confidence,
            _ => return self.by_hand(why),
        };
        if is_hold && matches!(rules.hold, HoldStatus::ByState(_)) {
            return Some(self.bound(why).to_owned());
        }
        let (x, words) = self.number(why, number);
        let status = x.and_then(|x| rules.bands.find(x)).and_then(|band| band.status);
        Some(if status == Some(Status::OnTrack) { words } else { "too early to judge".to_owned() })
    }

    /// The number that the policy reads, and what it is.
    fn number(&self, why: &Explanation<'_>, reason: Reason) -> (Option<f64>, String) {
        let (p, e) = (why.progress, why.expected);
        let (x, name) = match reason {
            Reason::Ratio | Reason::Gap if e.is_none() => return (None, "nothing is expected of it".to_owned()),
            Reason::Ratio if e <= Some(0.0) => {
                return (Some(ratio(p.unwrap_or_default(), 0.0)), "nothing is expected yet".to_owned());
            }
            Reason::Ratio => (p.zip(e).map(|(p, e)| ratio(p, e)), "progress over expected"),
            Reason::Gap => (p.zip(e).map(|(p, e)| p - e), "progress minus expected"),
            Reason::Progress => (p, "progress alone"),
            Reason::Confidence => (self.row(why.id).and_then(|row| row.confidence), "the stated confidence"),
            other => return (None, other.as_str().replace('_', " ")),
        };
        let Some(x) = x else { return (None, "nobody has stated a confidence".to_owned()) };
        let limits = self.policy.map_or_else(String::new, |policy| limits(&policy.status.bands, x));
        (Some(x), format!("{name} is {}{limits}", text::fixed(x, 4)))
    }

    /// The mean over the members that have a number.
    fn mean(&self, why: &Explanation<'_>) -> String {
        let Some(rules) = self.policy.map(|policy| &policy.status) else { return "the mean of its members".to_owned() };
        let is_row = |kind| matches!(kind, LineKind::KeyResult | LineKind::Objective);
        let by_points = rules.rollup == StatusRollup::MeanPoints;
        let members = why.lines.iter().filter(|line| is_row(line.kind)).filter_map(|line| {
            let row = self.row(line.id?)?;
            let number = if by_points {
                rules.points.get(&row.status).copied()?
            } else {
                let ratio = ratio(row.progress?, row.expected?);
                rules.ratio_cap.map_or(ratio, |cap| ratio.min(cap))
            };
            Some((line.weight?, number))
        });
        let (weight, sum) = members.fold((0.0, 0.0), |(weight, sum), (w, x)| (weight + w, sum + w * x));
        if weight <= 0.0 {
            return "none of its members has a number".to_owned();
        }
        let what = if by_points { "points" } else { "progress over expected" };
        let mean = sum / weight;
        format!("the mean of its members' {what} is {}{}", text::fixed(mean, 4), limits(&rules.rollup_bands, mean))
    }
}

fn ratio(p: f64, e: f64) -> f64 {
    if e > 0.0 { p / e } else { f64::from(u8::from(p >= 0.0)) }
}

/// Between which limits a number lies: ` (at least 0.7 and below 0.9)`. Nothing where it is rounded before.
fn limits(bands: &Bands, x: f64) -> String {
    let found = bands.find(x).and_then(|found| bands.list.iter().position(|band| std::ptr::eq(band, found)));
    let Some(at) = found.filter(|_| bands.round_to.is_none()) else { return String::new() };
    let said = |limit: Option<f64>, words: &str| limit.map(|limit| format!("{words} {}", text::number(limit)));
    let band = bands.list.get(at);
    let better = at.checked_sub(1).and_then(|at| bands.list.get(at));
    let low = band.and_then(|band| said(band.at_least, "at least").or(said(band.above, "above")));
    let high = better.and_then(|band| said(band.at_least, "below").or(said(band.above, "at most")));
    let both: Vec<String> = low.into_iter().chain(high).collect();
    if both.is_empty() { String::new() } else { format!(" ({})", both.join(" and ")) }
}
