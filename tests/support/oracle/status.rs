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
    /// R1: members whose check-ins count below.
    pub below: &'s [Member],
}

/// What a roll-up of statuses reads of a member: its share, what it shows, its progress and expected.
pub type Shown<'m> = (f64, &'m str, Option<f64>, Option<f64>);

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
        let Some(set) = self.override_in_force(situation) else { return (without, Value::Null) };
        let row = json!({"status": set["status"], "by": set["by"], "reason": set["reason"], "computed": without.word});
        if is_stated {
            return (without, row);
        }
        let policy = self.policy_of(node);
        let status = Status::new(text(set, "status"), "override");
        let stale = situation.stale && word(policy, "status", "source") == "stated";
        (if stale { staled(policy, status) } else { status }, row)
    }

    /// The latest override that begins by as_of and has not ended.
    fn override_in_force(&self, situation: &Situation<'_, 'a>) -> Option<&'a Value> {
        let facts = situation.facts;
        let begun = |o: &&Value| date(o, "on").expect("a date") <= self.as_of;
        let checked_after =
            |day: Day| facts.check_ins.iter().any(|c| c.on > day) || self.checked_after(situation.below, day);
        let ended = |o: &Value| match (date(o, "until"), word(self.policy_of(facts.node), "status", "override")) {
            (Some(until), _) => self.as_of > until,
            (None, "until_end") => facts.window.is_over(self.as_of),
            (None, "until_check_in") => checked_after(date(o, "on").expect("a date")),
            (None, _) => false,
        };
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
        if word(policy, "status", "source") == "stated" {
            let Some(status) = rolled_of(situation).and_then(|members| self.rolled_status(policy, &members)) else {
                let waits = self.is_not_started(situation, policy, progress);
                return if waits { Status::new("not_started", "not_started") } else { Status::new("none", "stated") };
            };
            return if situation.stale { staled(policy, status) } else { status };
        }
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
        if self.is_not_started(situation, policy, progress) {
            return Status::new("not_started", "not_started");
        }
        let goal = word(policy, "status", "goal");
        let hold = is_hold(&facts.measure);
        if goal != "none" && !hold && self.meets(progress, 1.0) {
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
        if situation.stale { staled(policy, status) } else { status }
    }

    /// S1: what counts as not started.
    fn is_not_started(&self, situation: &Situation<'_, 'a>, policy: &Value, progress: f64) -> bool {
        let by_state = is_hold(&situation.facts.measure) && policy["status"]["hold"].is_object();
        let by_members = situation.members.is_some() && word(policy, "status", "rollup") != "own";
        let known = match word(policy, "status", "source") {
            "confidence" if !by_state && !by_members => situation.confidence.is_some(),
            _ => situation.has_value,
        };
        match word(policy, "status", "not_started") {
            "no_value" => !known,
            "no_progress" => !known || (!is_hold(&situation.facts.measure) && progress <= 0.0),
            _ => false,
        }
    }

    /// S2 to S4.
    fn computed(&self, situation: &Situation<'_, 'a>, policy: &Value, progress: f64) -> Status {
        if is_hold(&situation.facts.measure) && policy["status"]["hold"].is_object() {
            let state = situation.hold.unwrap_or(State::Unmet).word();
            return Status::new(text(&policy["status"]["hold"], state), "hold");
        }
        let rolled = rolled_of(situation).and_then(|members| self.rolled_status(policy, &members));
        rolled.unwrap_or_else(|| self.by_source(policy, progress, situation.expected, situation.confidence))
    }

    /// S4: the status from those of members; `None` for a row that reads its own numbers.
    pub fn rolled_status(&self, policy: &Value, members: &[Shown<'_>]) -> Option<Status> {
        let rule = word(policy, "status", "rollup");
        if rule == "own" {
            return None;
        }
        let first = members.first().map(|(_, status, ..)| *status);
        let shared = first.filter(|first| members.iter().all(|(_, status, ..)| status == first));
        if let Some(shared) = shared.filter(|shared| list(&policy["status"], "agreed").iter().any(|s| s == shared)) {
            return Some(Status::new(shared, "unanimous"));
        }
        if rule == "worst" {
            return Some(Status::new(worst(policy, members), "worst"));
        }
        if rule == "unanimous" {
            return Some(Status::new(shared.unwrap_or("none"), "unanimous"));
        }
        let numbers: Vec<(f64, f64)> =
            members.iter().filter_map(|m| Some((m.0, number_of_member(policy, rule, m)?))).collect();
        let bands = &policy["status"]["rollup_bands"];
        Some(match weighted_mean(&numbers) {
            Some(mean) => Status::of_band(self.band(bands, mean).expect("a last band"), "mean"),
            None => Status::new("none", "mean"),
        })
    }

    /// S2, S3: the bands on the policy's source.
    pub fn by_source(&self, policy: &Value, p: f64, expected: Option<f64>, confidence: Option<f64>) -> Status {
        let (reason, x) = match word(policy, "status", "source") {
            "ratio" => ("ratio", expected.map(|e| ratio(p, e))),
            "gap" => ("gap", expected.map(|e| p - e)),
            "progress" => ("progress", Some(p)),
            "confidence" => ("confidence", confidence),
            "stated" => ("stated", None),
            other => panic!("unknown source {other}"),
        };
        match x {
            Some(x) => Status::of_band(self.band(&policy["status"]["bands"], x).expect("a last band"), reason),
            None => Status::new("none", reason),
        }
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
        let waits = kinds.contains(&text(&facts.measure, "kind")) && !self.is_closed(facts.node);
        if !waits || !facts.window.contains(facts.cutoff) {
            return (false, None);
        }
        let policy = self.policy_of(facts.node);
        let stated = &policy["status"]["stale_after"];
        let due = |times: i64| self.interval(facts.node).after(anchor, times);
        let limit = match stated {
            Value::Null => due(2),
            Value::String(time) => Interval::parse(time).after(anchor, 1),
            _ => {
                let due = due(stated["intervals"].as_i64().expect("intervals"));
                stated["plus"].as_str().map_or(due, |plus| Interval::parse(plus).after(due, 1))
            }
        };
        let unfinished = progress.is_none_or(|p| !self.meets(p, 1.0));
        let heeded = word(policy, "status", "stale") != "none";
        (heeded && facts.cutoff > limit && unfinished, Some(facts.cutoff - anchor))
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

/// S4: the number of a member under a mean.
fn number_of_member(policy: &Value, rule: &str, (_, status, progress, expected): &Shown<'_>) -> Option<f64> {
    if rule == "mean_points" {
        return number(&policy["status"]["points"], status);
    }
    let x = ratio((*progress)?, (*expected)?);
    Some(number(&policy["status"], "ratio_cap").map_or(x, |cap| x.min(cap)))
}

/// S4: the worst status in the order.
fn worst<'p>(policy: &'p Value, members: &[Shown<'_>]) -> &'p str {
    list(&policy["status"], "order")
        .iter()
        .filter_map(Value::as_str)
        .find(|word| members.iter().any(|(_, status, ..)| status == word))
        .unwrap_or("none")
}

/// S4: what counts among the members; initiatives show no status.
fn rolled_of<'m>(situation: &Situation<'m, '_>) -> Option<Vec<Shown<'m>>> {
    let (members, shares) = situation.members?;
    let shown = |(m, share): (&'m Member, &Option<f64>)| {
        m.node.and(*share).map(|share| (share, m.status.as_str(), m.progress, m.expected))
    };
    Some(members.iter().zip(shares).filter_map(shown).collect())
}

/// S5: what staleness leaves of a status.
fn staled(policy: &Value, status: Status) -> Status {
    match (status.word.as_str(), word(policy, "status", "stale")) {
        ("on_track", "at_risk") => Status::new("at_risk", "stale"),
        ("on_track", "flag") => Status { reason: "stale", ..status },
        _ => status,
    }
}
