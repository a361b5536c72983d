//! S1 to S6, R6, G2: one word for a row, and why.

use super::facts::Facts;
use super::hold::State;
use super::measure::is_hold;
use super::members::Member;
use super::numbers::{Band, weighted_mean};
use super::policy::word;
use super::time::{Day, Interval, date};
use super::{Node, Oracle, list, number, text};
use serde_json::{Value, json};

/// A status on its way to the row.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    pub word: String,
    pub reason: &'static str,
    /// The label of the band it came from.
    pub label: Option<String>,
}

impl Status {
    pub fn new(word: &str, reason: &'static str) -> Self {
        Self { word: word.to_owned(), reason, label: None }
    }

    fn of_band(band: Band, reason: &'static str) -> Self {
        Self { word: band.status.expect("a status band"), reason, label: band.label }
    }
}

/// The numbers of a row that its status reads.
pub struct Situation<'s, 'a> {
    pub facts: &'s Facts<'a>,
    pub progress: Option<f64>,
    pub raw: Option<f64>,
    pub expected: Option<f64>,
    pub confidence: Option<f64>,
    pub has_value: bool,
    /// The state of a hold measure.
    pub hold: Option<State>,
    /// What a row without progress shows (R5).
    pub without_progress: &'s str,
    pub stale: bool,
    /// Counted members, where the status reads theirs: the members and their shares.
    pub members: Option<(&'s [Member], &'s [Option<f64>])>,
}

impl<'a> Oracle<'a> {
    /// S1: the status shown, and the override that made it, if one did.
    pub fn status(&self, situation: &Situation<'_, 'a>) -> (Status, Value) {
        let node = situation.facts.node;
        let stated = match (self.closing(node)["outcome"].as_str(), self.state(node)) {
            (Some(outcome), _) => Some(Status::new(outcome, "closed")),
            (None, "draft") => Some(Status::new("not_started", "state")),
            (None, word @ ("postponed" | "cancelled" | "archived")) => Some(Status::new(word, "state")),
            _ => None,
        };
        let is_stated = stated.is_some();
        let without = stated.unwrap_or_else(|| self.capped(situation, self.uncapped(situation)));
        let Some(set) = self.override_in_force(situation.facts) else { return (without, Value::Null) };
        let row = json!({"status": set["status"], "by": set["by"], "reason": set["reason"], "computed": without.word});
        (if is_stated { without } else { Status::new(text(set, "status"), "override") }, row)
    }

    /// The latest override that begins by as_of and has not ended.
    fn override_in_force(&self, facts: &Facts<'a>) -> Option<&'a Value> {
        let begun = |o: &&Value| date(o, "on").expect("a date") <= self.as_of;
        let ended = |o: &Value| date(o, "until").or(facts.window.end).is_some_and(|until| self.as_of > until);
        let in_force = list(self.stated(facts.node), "overrides").iter().filter(begun).filter(|o| !ended(o));
        in_force.max_by_key(|o| date(o, "on"))
    }

    /// S1 from `progress null` on, without the guardrails.
    fn uncapped(&self, situation: &Situation<'_, 'a>) -> Status {
        let facts = situation.facts;
        let policy = self.policy_of(facts.node);
        let Some(progress) = situation.progress else {
            return Status::new(situation.without_progress, "no_progress");
        };
        let over = facts.window.is_over(facts.cutoff) || self.is_closed(facts.node);
        match &policy["status"]["final"] {
            _ if !over => {}
            Value::String(word) if word == "computed" => {}
            Value::String(_) => {
                let word = if self.attained(facts.node, progress) { "achieved" } else { "missed" };
                return Status::new(word, "final");
            }
            bands => return Status::of_band(self.band(bands, progress).expect("a last band"), "final"),
        }
        if !situation.has_value {
            return Status::new("not_started", "not_started");
        }
        let goal = word(policy, "status", "goal");
        let hold = is_hold(&facts.measure);
        if goal != "none" && !hold && !facts.window.is_over(facts.cutoff) && self.meets(progress, 1.0) {
            let exceeded = goal == "exceeded" && situation.raw.is_some_and(|raw| self.above(raw, 1.0));
            return Status::new(if exceeded { "exceeded" } else { "achieved" }, "goal");
        }
        let mut status = self.computed(situation, policy, progress);
        let elapsed = facts.window.elapsed(facts.cutoff, word(policy, "expected", "day_count"));
        let grace = number(&policy["status"], "grace").expect("a grace");
        let early = elapsed.is_some_and(|elapsed| !self.meets(elapsed, grace));
        if early && matches!(status.word.as_str(), "at_risk" | "off_track") {
            let raw = situation.raw.unwrap_or(0.0);
            self.note_if(raw != 0.0 && raw.abs() < 1e-12);
            if raw >= 0.0 {
                status = Status::new("on_track", "grace");
            }
        }
        if situation.stale && status.word == "on_track" {
            status = match word(policy, "status", "stale") {
                "at_risk" => Status::new("at_risk", "stale"),
                _ => Status { reason: "stale", ..status },
            };
        }
        status
    }

    /// S2 to S4.
    fn computed(&self, situation: &Situation<'_, 'a>, policy: &Value, progress: f64) -> Status {
        if is_hold(&situation.facts.measure) {
            let state = situation.hold.unwrap_or(State::Unmet).word();
            return Status::new(text(&policy["status"]["hold"], state), "hold");
        }
        if let Some((members, shares)) = situation.members {
            let counted: Vec<(&Member, f64)> = members
                .iter()
                .zip(shares)
                .filter_map(|(m, share)| Some((m, (*share)?)))
                .filter(|(m, _)| m.node.is_some())
                .collect();
            match word(policy, "status", "rollup") {
                "own" => {}
                "worst" => return Status::new(worst(policy, &counted), "worst"),
                "unanimous" => {
                    let first = counted.first().map(|(m, _)| m.status.as_str());
                    let all = first.filter(|first| counted.iter().all(|(m, _)| m.status == *first));
                    return Status::new(all.unwrap_or("none"), "unanimous");
                }
                rule => {
                    let numbers: Vec<(f64, f64)> = counted
                        .iter()
                        .filter_map(|(m, share)| Some((*share, self.number_of_member(policy, rule, m)?)))
                        .collect();
                    let bands = &policy["status"]["rollup_bands"];
                    return match weighted_mean(&numbers) {
                        Some(mean) => Status::of_band(self.band(bands, mean).expect("a last band"), "mean"),
                        None => Status::new("none", "mean"),
                    };
                }
            }
        }
        self.by_source(policy, progress, situation.expected, situation.confidence)
    }

    /// S2, S3: the bands on the policy's source.
    pub fn by_source(&self, policy: &Value, p: f64, expected: Option<f64>, confidence: Option<f64>) -> Status {
        let (reason, x) = match word(policy, "status", "source") {
            "ratio" => ("ratio", expected.map(|e| ratio(p, e))),
            "gap" => ("gap", expected.map(|e| p - e)),
            "progress" => ("progress", Some(p)),
            "confidence" => ("confidence", confidence),
            other => panic!("unknown source {other}"),
        };
        match x {
            Some(x) => Status::of_band(self.band(&policy["status"]["bands"], x).expect("a last band"), reason),
            None => Status::new("none", reason),
        }
    }

    /// S4: the number of a member under a mean.
    fn number_of_member(&self, policy: &Value, rule: &str, member: &Member) -> Option<f64> {
        if rule == "mean_points" {
            return number(&policy["status"]["points"], &member.status);
        }
        let x = ratio(member.progress?, member.expected?);
        Some(number(&policy["status"], "ratio_cap").map_or(x, |cap| x.min(cap)))
    }

    /// G2.
    fn attained(&self, node: Node, progress: f64) -> bool {
        match self.stated_ambition(node).unwrap_or("committed") {
            "learning" => !self.closing_reason(node).is_empty(),
            "aspirational" => self.meets(progress, number(&self.policy["score"], "aspirational").expect("a limit")),
            _ => self.meets(progress, number(&self.policy["score"], "committed").expect("a limit")),
        }
    }

    /// G2: a key result takes its objective's.
    pub fn stated_ambition(&self, node: Node) -> Option<&'a str> {
        let own = self.stated(node)["ambition"].as_str();
        own.or(self.objectives[self.home(node)]["ambition"].as_str())
    }

    /// R6: the cap by an objective's guardrails.
    fn capped(&self, situation: &Situation<'_, 'a>, status: Status) -> Status {
        let Node::Objective(o) = situation.facts.node else { return status };
        let unmet = self.guardrails(o).into_iter().any(|(_, state)| matches!(state, "near" | "unmet"));
        if !unmet {
            return status;
        }
        let over = situation.facts.window.is_over(situation.facts.cutoff);
        match (over, status.word.as_str()) {
            (true, "achieved" | "exceeded") => Status::new("missed", "guardrail"),
            (false, "on_track" | "achieved" | "exceeded") => {
                Status::new(word(&self.policies[o], "status", "guardrail"), "guardrail")
            }
            _ => status,
        }
    }

    /// S5: whether a measured row is stale, and the days since its last check-in or its start.
    pub fn staleness(&self, facts: &Facts<'a>, progress: Option<f64>) -> (bool, Option<Day>) {
        let kinds = ["move", "ratio", "inverse", "at_least", "at_most", "between", "levels"];
        let last = facts.check_ins.last().map(|c| c.on);
        let Some(anchor) = last.max(facts.window.start) else { return (false, None) };
        if !kinds.contains(&text(&facts.measure, "kind")) || !facts.window.contains(facts.cutoff) {
            return (false, None);
        }
        let policy = self.policy_of(facts.node);
        let limit = match policy["status"]["stale_after"].as_str() {
            Some(stated) => Interval::parse(stated).after(anchor, 1),
            None => self.interval(facts.node).after(anchor, 2),
        };
        let unfinished = progress.is_none_or(|p| !self.meets(p, 1.0));
        (facts.cutoff > limit && unfinished, Some(facts.cutoff - anchor))
    }

    /// S2: the label of a row.
    pub fn label(&self, node: Node, status: &Status) -> Value {
        let of_policy = || self.policy_of(node)["status"]["labels"][&status.word].clone();
        status.label.clone().map_or_else(of_policy, Value::from)
    }
}

/// S3.
fn ratio(p: f64, e: f64) -> f64 {
    match (e <= 0.0, p >= 0.0) {
        (false, _) => p / e,
        (true, true) => 1.0,
        (true, false) => 0.0,
    }
}

/// S4: the worst status in the order.
fn worst<'p>(policy: &'p Value, members: &[(&Member, f64)]) -> &'p str {
    list(&policy["status"], "order")
        .iter()
        .filter_map(Value::as_str)
        .find(|word| members.iter().any(|(m, _)| m.status == *word))
        .unwrap_or("none")
}
