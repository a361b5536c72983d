//! What a cycle says to the plain key results in it, as a ladder of limits and a table.
//!
//! Within a cycle the status of a plain key result depends on its fraction of the way only by which limits that has
//! reached: those of the bands, the goal, zero. So the general rules are asked once for each rung between two limits, and
//! from then on a status is a matter of counting rungs, without a division and without a branch. The limits are found by
//! asking the rules too, so that none is stated here.

use super::columns::{Flags, Told};
use super::quick::{Pace, Standing, general};
use crate::date::Date;
use crate::model::Ambition;
use crate::plan::Way;
use crate::policy::{Goal, Missing, NotStarted, Policy, StatusSource};
use crate::score::StatusRules;
use crate::score::number::{exceeds, meets};

/// Limits that fit; the statuses of a policy of more bands are decided row by row.
const STEPS: usize = 7;
/// Limits that most policies have at the most; for them there is a shorter loop.
const FEW: usize = 4;
/// Places of the table: by way, by whether there is a value, by whether that is old, by rung.
const PLACES: usize = 128;
/// Rows that are worth a ladder.
const WORTH: usize = 32;

/// The ladder of one cycle.
#[derive(Clone, Debug)]
pub(crate) struct Ladder {
    /// Ascending; infinite where there are fewer.
    steps: [f64; STEPS],
    is_short: bool,
    told: [Told; PLACES],
    /// What is expected, by way and by whether there is a value.
    expected: [f64; 8],
    /// Last check-ins from the first of these days on and before the second are old.
    old: (Date, Date),
}

/// A stretch of plain key results of one cycle: what is read, and where the answers go.
pub(crate) struct Stretch<'a> {
    pub(crate) ways: &'a [Way],
    pub(crate) last: &'a [Date],
    pub(crate) value: &'a [f64],
    pub(crate) raw: &'a [f64],
    pub(crate) expected: &'a mut [f64],
    pub(crate) told: &'a mut [Told],
}

/// What is known of a key result besides how far it is.
#[derive(Clone, Copy)]
struct Case {
    way: Way,
    has_value: bool,
    old: bool,
}

impl Ladder {
    /// The ladder of a cycle; `None` where a status depends on more than the fraction of the way.
    fn new(policy: &Policy, pace: &Pace) -> Option<Ladder> {
        let reads_more =
            policy.status.source == StatusSource::Confidence || policy.status.not_started == NotStarted::NoProgress;
        if pace.over || reads_more {
            return None;
        }
        let steps = steps(policy, pace)?;
        let is_short = steps[FEW] == f64::INFINITY;
        let mut ladder =
            Ladder { steps, is_short, told: [Told::NOTHING; PLACES], expected: [f64::NAN; 8], old: pace.old };
        for way in Way::ALL {
            for has_value in [false, true] {
                ladder.expected[expected_at(way, has_value)] = pace.expected(way.kind(), has_value);
                ladder.tabulate(policy, pace, Case { way, has_value, old: false });
                ladder.tabulate(policy, pace, Case { way, has_value, old: true });
            }
        }
        Some(ladder)
    }

    /// Fills the rungs that rows of one case can be on.
    fn tabulate(&mut self, policy: &Policy, pace: &Pace, case: Case) {
        let steps = self.steps;
        let mut ask = |raw: f64| self.told[told_at(case, rung(&steps, raw))] = told(policy, pace, case, raw);
        match case.way {
            _ if !case.has_value => ask(missing(policy)),
            Way::Held | Way::Done => [0.0, 1.0].into_iter().for_each(ask),
            Way::Straight => {
                ask(-f64::MAX);
                steps.into_iter().filter(|step| step.is_finite()).for_each(ask);
            }
        }
    }

    /// Expectations, statuses and flags of a stretch.
    pub(crate) fn tell(&self, stretch: Stretch<'_>) {
        if self.is_short { self.climb::<FEW>(stretch) } else { self.climb::<STEPS>(stretch) }
    }

    #[inline(always)]
    fn climb<const N: usize>(&self, stretch: Stretch<'_>) {
        let Stretch { ways, last, value, raw, expected, told } = stretch;
        let len = told.len();
        let (ways, last, value, raw) = (&ways[..len], &last[..len], &value[..len], &raw[..len]);
        let expected = &mut expected[..len];
        let (first, end) = self.old;
        for row in 0..len {
            let rung = rung(&self.steps[..N], raw[row]);
            let (way, has_value) = (ways[row], !value[row].is_nan());
            let old = (last[row] >= first) & (last[row] < end);
            told[row] = self.told[told_at(Case { way, has_value, old }, rung)];
            expected[row] = self.expected[expected_at(way, has_value)];
        }
    }
}

/// How many limits a fraction has reached.
#[inline(always)]
fn rung(steps: &[f64], raw: f64) -> usize {
    steps.iter().map(|step| usize::from(raw >= *step)).sum()
}

#[inline(always)]
fn told_at(case: Case, rung: usize) -> usize {
    ((case.way as usize) << 5 | usize::from(case.has_value) << 4 | usize::from(case.old) << 3 | rung) % PLACES
}

#[inline(always)]
fn expected_at(way: Way, has_value: bool) -> usize {
    ((way as usize) << 1 | usize::from(has_value)) % 8
}

/// The fraction of a plain key result without a value.
pub(crate) fn missing(policy: &Policy) -> f64 {
    if policy.measure.missing == Missing::Skip { f64::NAN } else { 0.0 }
}

/// The general rules on a key result that is so far.
fn told(policy: &Policy, pace: &Pace, case: Case, raw: f64) -> Told {
    let kind = case.way.kind();
    let progress = policy.clamp.shown.apply(raw) + 0.0;
    let stale = case.old && pace.waits(kind, progress);
    let standing = Standing {
        kind: Some(kind),
        progress,
        raw,
        expected: pace.expected(kind, case.has_value),
        confidence: f64::NAN,
        has_value: case.has_value,
        stale,
    };
    // The ambition matters only when the window is over.
    let verdict = general(policy, pace, &standing, Ambition::Committed);
    Told { verdict, flags: Flags::new(case.has_value, stale) }
}

/// The fractions at which what the rules say may change, ascending; `None` where there are too many of them.
fn steps(policy: &Policy, pace: &Pace) -> Option<[f64; STEPS]> {
    let (rules, bands) = (&policy.status, &policy.status.bands);
    let shown = |raw: f64| policy.clamp.shown.apply(raw) + 0.0;
    let expected = pace.expected(Way::Straight.kind(), true);
    let read = |raw: f64| StatusRules(rules).read(shown(raw), expected, f64::NAN).0;
    let limited = bands.list.len().saturating_sub(1);
    if limited + 4 > STEPS {
        return None;
    }
    let mut steps = [f64::INFINITY; STEPS];
    steps[0] = least(1.0, |raw| meets(shown(raw), 1.0));
    steps[1] = if pace.early { 0.0 } else { f64::INFINITY };
    steps[2] = if rules.goal == Goal::Exceeded { least(1.0, |raw| exceeds(raw, 1.0)) } else { f64::INFINITY };
    // Held and done differ from not, wherever the goal lies.
    steps[3] = if steps[0] > 0.0 && steps[0] <= 1.0 { f64::INFINITY } else { 1.0 };
    if !read(0.0).is_nan() {
        for (at, (step, band)) in steps[4..].iter_mut().zip(&bands.list[..limited]).enumerate() {
            let limit = band.at_least.or(band.above).unwrap_or(0.0);
            // Near enough for a start.
            let near = match rules.source {
                StatusSource::Ratio => limit * expected,
                StatusSource::Gap => limit + expected,
                StatusSource::Progress | StatusSource::Confidence | StatusSource::Stated => limit,
            };
            *step = least(near, |raw| bands.position(read(raw)).is_some_and(|found| found <= at));
        }
    }
    steps.sort_unstable_by(f64::total_cmp);
    Some(steps)
}

/// The least number that reaches a limit, where all that are greater do: infinite where none does. Looks around a number
/// near it first, farther with each step, and halves what is left in between.
fn least(near: f64, reaches: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (ordered(-f64::MAX), ordered(f64::MAX));
    let number = |code: i64| f64::from_bits(ordered(f64::from_bits(code as u64)) as u64);
    if reaches(-f64::MAX) {
        return -f64::MAX;
    }
    if !reaches(f64::MAX) {
        return f64::INFINITY;
    }
    let start = ordered(near).clamp(low + 1, high - 1);
    let mut stride = 1_i64;
    if reaches(number(start)) {
        high = start;
        while high.saturating_sub(stride) > low && reaches(number(high - stride)) {
            (high, stride) = (high - stride, stride.saturating_mul(2));
        }
        low = low.max(high.saturating_sub(stride));
    } else {
        low = start;
        while low.saturating_add(stride) < high && !reaches(number(low + stride)) {
            (low, stride) = (low + stride, stride.saturating_mul(2));
        }
        high = high.min(low.saturating_add(stride));
    }
    while low + 1 < high {
        let middle = low.midpoint(high);
        if reaches(number(middle)) { high = middle } else { low = middle }
    }
    number(high)
}

/// Numbers as integers in the same order; its own inverse on bits.
fn ordered(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

/// The ladders of all cycles, each made when enough rows ask for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ladders {
    /// By place in the table of paces.
    found: Vec<Found>,
    made: Vec<Ladder>,
}

#[derive(Clone, Copy, Debug)]
enum Found {
    NotYet,
    None,
    At(u32),
}

impl Ladders {
    pub(crate) fn clear(&mut self, paces: usize) {
        self.made.clear();
        self.found.clear();
        self.found.resize(paces, Found::NotYet);
    }

    /// The ladder for so many rows of a cycle; `None` where their statuses are decided one by one.
    pub(crate) fn of(&mut self, at: usize, policy: &Policy, pace: &Pace, rows: usize) -> Option<&Ladder> {
        if rows < WORTH {
            return None;
        }
        let found = self.found.get_mut(at)?;
        if let Found::NotYet = found {
            *found = match Ladder::new(policy, pace) {
                Some(ladder) => {
                    self.made.push(ladder);
                    Found::At(self.made.len() as u32 - 1)
                }
                None => Found::None,
            };
        }
        match found {
            Found::At(made) => self.made.get(*made as usize),
            Found::NotYet | Found::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Interval;
    use crate::score::pace::Window;
    use crate::workspace::NEVER;

    /// Policies whose statuses change at different places, and at too many.
    fn policies() -> Vec<Policy> {
        let texts = [
            "{}",
            r#"{"status": {"source": "gap", "bands": {"list": [{"at_least": -0.1, "status": "on_track"}, {"status": "at_risk"}]}}}"#,
            r#"{"status": {"source": "progress", "goal": "exceeded", "bands": {"round_to": 0.1, "list": [
                {"above": 0.7, "status": "on_track"}, {"at_least": 0.4, "status": "at_risk"}, {"status": "off_track"}]}}}"#,
            r#"{"clamp": {"shown": {"min": -0.5, "max": 2.0}}, "measure": {"missing": "skip"}, "status": {"goal": "exceeded"}}"#,
            r#"{"clamp": {"shown": {"min": 0.2, "max": 0.8}}, "status": {"goal": "none", "stale": "flag"}}"#,
            r#"{"status": {"source": "stated", "rollup": "worst"}}"#,
            r#"{"status": {"not_started": "never", "stale": "none"}}"#,
            r#"{"clamp": {"shown": {"min": -0.5}}, "status": {"hold": "bands", "stale_after": {"intervals": 1, "plus": "3d"}}}"#,
        ];
        texts.iter().map(|text| Policy::from_json(text).unwrap()).collect()
    }

    fn paces(policy: &Policy) -> Vec<Pace> {
        let date = |text: &str| text.parse::<Date>().ok();
        let window = Window { start: date("2026-01-01"), end: date("2026-03-31") };
        let days = ["2025-12-01", "2026-01-01", "2026-01-05", "2026-02-15", "2026-03-31"];
        days.iter()
            .filter_map(|day| date(day))
            .flat_map(|day| [window, Window::default()].map(|window| Pace::new(policy, window, Interval::WEEK, day)))
            .collect()
    }

    #[test]
    fn s1_a_ladder_says_what_the_rules_say() {
        for policy in policies() {
            for pace in paces(&policy) {
                let ladder = Ladder::new(&policy, &pace).unwrap();
                for step in
                    ladder.steps.into_iter().chain([0.0, 0.5, 1.0, -1.0, 1.5, f64::MAX]).filter(|x| x.is_finite())
                {
                    for raw in [step.next_down().max(-f64::MAX), step, step.next_up().min(f64::MAX)] {
                        agrees(&policy, &pace, &ladder, raw + 0.0);
                    }
                }
            }
        }
    }

    fn agrees(policy: &Policy, pace: &Pace, ladder: &Ladder, raw: f64) {
        for way in Way::ALL {
            for (last, value) in [(NEVER, f64::NAN), (Date::MIN, 1.0), (pace.old.1, 1.0)] {
                let has_value = !value.is_nan();
                let raw = match way {
                    _ if !has_value => missing(policy),
                    Way::Straight => raw,
                    Way::Held | Way::Done => f64::from(u8::from(raw >= 0.5)),
                };
                let old = pace.old.0 <= last && last < pace.old.1;
                let (mut expected, mut found) = ([0.0], [Told::NOTHING]);
                let stretch = Stretch {
                    ways: &[way],
                    last: &[last],
                    value: &[value],
                    raw: &[raw],
                    expected: &mut expected,
                    told: &mut found,
                };
                ladder.tell(stretch);
                assert_eq!(found[0], told(policy, pace, Case { way, has_value, old }, raw), "{way:?} {raw} {policy:?}");
                assert_eq!(expected[0].to_bits(), pace.expected(way.kind(), has_value).to_bits());
            }
        }
    }

    #[test]
    fn the_least_number_is_found_from_anywhere() {
        for limit in [0.63, -2.5, 1e-300, -f64::MAX / 2.0, 1e308, 5e-324] {
            for near in [limit, 0.0, -1.0, 1e300, f64::NAN] {
                assert_eq!(least(near, |x| x >= limit), limit, "{limit} from {near}");
            }
        }
        assert_eq!(least(0.5, |_| true), -f64::MAX);
        assert_eq!(least(0.5, |_| false), f64::INFINITY);
    }
}
