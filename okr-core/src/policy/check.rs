//! Whether the fields of a policy fit together.

use super::read::{refuse_decimals, refuse_intervals};
use super::{
    Band, Bands, CheckInIntervals, Clamp, Display, Final, Initiatives, Policy, ScoreRules, StaleAfter, StaleEffect,
    StatusPolicy, StatusRollup, StatusSource,
};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Finding, Result, Told, quoted};
use crate::limits::Limits;
use crate::score::BandAt;
use serde_json::{Map, Value as Json};

/// A clamp so far out cuts nothing that happens: 100 was meant as 100 %.
const MOST_OF_A_CLAMP: f64 = 100.0;

pub(super) fn check(policy: &Policy) -> Result<()> {
    let mut r = Reader::new(&Limits::default());
    check_into(policy, &mut r);
    r.finish().map(|_| ())
}

/// What is wrong with the fields of a policy, each by itself or with what it needs.
pub(crate) fn problems(policy: &Policy) -> Vec<Finding> {
    check(policy).err().map_or_else(Vec::new, |error| error.findings().to_vec())
}

/// Fields that say nothing beside each other. Layers build on each other, so that what one states and another makes void
/// is no mistake; both stated in the same layer are.
pub(super) fn check_together(stated: &Map<String, Json>, before: StatusSource, policy: &Policy, r: &mut Reader) {
    let states = |block: &str, field: &str| stated.get(block).is_some_and(|block| block.get(field).is_some());
    let (rollup, status) = (&policy.rollup, &policy.status);
    let no_number = states("rollup", "of") && rollup.of.is_empty();
    let mut no_members = false;
    r.at(Segment::Key("rollup"), |r| {
        no_members = no_number && !r.is_unread("of");
        if no_members && states("rollup", "initiatives") && rollup.initiatives == Initiatives::Members {
            let message = "found members of objectives that have no number, expected `none`";
            let help = "name in `of` what counts, or let initiatives not count";
            r.find_at("initiatives", ErrorCode::BadPolicy, message, help);
        }
    });
    r.at(Segment::Key("status"), |r| {
        let own = status.rollup == StatusRollup::Own;
        let mut refuse = |field, message: &str, help: &str| {
            if states("status", field) {
                r.find_at(field, ErrorCode::BadPolicy, message, help);
            }
        };
        if no_members && !own {
            let message = "found a status from the members of objectives that have no number, expected `own`";
            refuse("rollup", message, "name in `rollup.of` what counts, or leave `own`");
        }
        if own && states("status", "rollup") && !status.agreed.is_empty() {
            let message = "found statuses to agree on beside `rollup` own, which reads no members, expected none";
            refuse("agreed", message, "choose a `rollup` that reads members, or state an empty list");
        }
        if status.stale == StaleEffect::None && states("status", "stale") && status.stale_after.is_some() {
            let message = "found a time after which rows are stale beside `stale` none, expected null";
            refuse("stale_after", message, "let `stale` be at_risk or flag, or state null");
        }
        if states("status", "points") || states("status", "rollup_bands") {
            check_scale(status, r);
        }
        if states("status", "bands") {
            gap_bands(status, r);
        } else if states("status", "source") {
            check_source(before, status.source, r);
        }
    });
}

/// A gap between fractions is hardly ever beyond 1.
fn gap_bands(status: &StatusPolicy, r: &mut Reader) {
    let far = status.bands.list.iter().filter_map(limit).map(|limit| limit.0).find(|x| x.abs() > 1.0);
    if let Some(far) = far.filter(|_| status.source == StatusSource::Gap && !r.is_unread("bands")) {
        let message = format!("found a band from {}, expected a gap as a fraction, 0.1 for 10 points", Told(far));
        r.find_at("bands", ErrorCode::BadBands, message, "divide points by 100");
    }
}

/// Bands are limits of one number: those of a gap mean nothing for another, and the other way round.
fn check_source(before: StatusSource, now: StatusSource, r: &mut Reader) {
    let crosses = (before == StatusSource::Gap) != (now == StatusSource::Gap);
    if crosses && now != StatusSource::Stated && before != StatusSource::Stated {
        let message = format!(
            "found the source {} beside bands of the source {}, expected bands of its own",
            quoted(now.as_str()),
            quoted(before.as_str())
        );
        r.find_at("source", ErrorCode::BadPolicy, message, "state `status.bands` with it");
    }
}

pub(super) fn check_into(policy: &Policy, r: &mut Reader) {
    r.at(Segment::Key("clamp"), |r| {
        check_clamp(policy.clamp.shown, "shown", r);
        check_clamp(policy.clamp.contributed, "contributed", r);
        check_clamp(policy.clamp.objective, "objective", r);
    });
    r.at(Segment::Key("rollup"), |r| rollup(policy, r));
    r.at(Segment::Key("weights"), |r| {
        let total = policy.weights.total;
        if total != 1.0 && total != 100.0 {
            out_of_range("total", total, "1 or 100", "share out 1 or 100", r);
        }
    });
    r.at(Segment::Key("status"), |r| {
        status_numbers(&policy.status, r);
        status_bands(&policy.status, r);
        status_words(&policy.status, r);
    });
    r.at(Segment::Key("confidence"), |r| check_bands(&policy.confidence.bands, "bands", BandRule::NAMED, r));
    r.at(Segment::Key("score"), |r| score(&policy.score, r));
    if policy.display.decimals > Display::MOST_DECIMALS {
        let found = f64::from(policy.display.decimals);
        r.at(Segment::Key("display"), |r| r.at(Segment::Key("decimals"), |r| refuse_decimals(found, r)));
    }
}

/// Of two equal choices the second never decides.
fn rollup(policy: &Policy, r: &mut Reader) {
    let of = &policy.rollup.of;
    if r.is_unread("of") {
        return;
    }
    if let Some((_, choice)) = of.iter().enumerate().find(|(at, choice)| of[..*at].contains(choice)) {
        let message = format!("found {} twice, expected each choice once", quoted(choice.as_str()));
        r.find_at("of", ErrorCode::BadPolicy, message, "name a choice once; the first that applies decides");
    }
}

fn status_numbers(status: &StatusPolicy, r: &mut Reader) {
    fraction(status.grace, "grace", r);
    if let Some(StaleAfter::Intervals(CheckInIntervals { intervals, .. })) = status.stale_after
        && !(1..=CheckInIntervals::MOST).contains(&intervals)
    {
        r.at(Segment::Key("stale_after"), |r| {
            r.at(Segment::Key("intervals"), |r| refuse_intervals(f64::from(intervals), r));
        });
    }
    if let Some(found) = status.points.values().find(|points| !points.is_finite()) {
        let message = format!("found {}, expected finite points", Told(*found));
        r.find_at("points", ErrorCode::NotFinite, message, "write finite points");
    }
    if let Some(cap) = status.ratio_cap.filter(|cap| !cap.is_finite() || *cap <= 0.0) {
        out_of_range("ratio_cap", cap, "a finite cap above 0", "state a cap such as 1", r);
    }
}

fn status_bands(status: &StatusPolicy, r: &mut Reader) {
    check_bands(&status.bands, "bands", BandRule::JUDGED, r);
    if let Final::Bands(bands) = &status.last {
        check_bands(bands, "final", BandRule::JUDGED, r);
    }
    match status.rollup {
        StatusRollup::MeanPoints => {
            check_bands(&status.rollup_bands, "rollup_bands", BandRule { most: f64::MAX, ..BandRule::JUDGED }, r);
        }
        StatusRollup::MeanRatio => check_bands(&status.rollup_bands, "rollup_bands", BandRule::JUDGED, r),
        StatusRollup::Own | StatusRollup::Worst | StatusRollup::Unanimous => {}
    }
}

/// Points and the limits of their bands are on one scale, whichever: 80 beside a limit of 0.8 is a slip.
fn check_scale(status: &StatusPolicy, r: &mut Reader) {
    let limits = || status.rollup_bands.list.iter().filter_map(limit).map(|limit| limit.0);
    let (Some(best), Some(lowest)) = (limits().reduce(f64::max), limits().reduce(f64::min)) else { return };
    let Some(most) = status.points.values().copied().reduce(f64::max) else { return };
    if best > 0.0 && most > 0.0 && (most >= 10.0 * best || lowest >= 10.0 * most) {
        let message = format!(
            "found limits from {} to {}, expected some of the scale of `points`, which end at {}",
            Told(lowest),
            Told(best),
            Told(most)
        );
        r.find_at("rollup_bands", ErrorCode::BadBands, message, "state points and limits on one scale");
    }
}

/// Fields that a choice needs.
fn status_words(status: &StatusPolicy, r: &mut Reader) {
    let mut refuse = |field, message: &str, help: &str| r.find_at(field, ErrorCode::BadPolicy, message, help);
    if status.rollup == StatusRollup::MeanPoints && status.points.is_empty() {
        refuse("points", "found no points, expected a number for at least one status", "state `points`");
    }
    if status.rollup == StatusRollup::Worst && status.order.is_empty() {
        refuse("order", "found no order, expected the statuses, worst first", "state `order`");
    }
}

fn score(rules: &ScoreRules, r: &mut Reader) {
    check_clamp(rules.clamp, "clamp", r);
    check_bands(&rules.bands, "bands", BandRule::NAMED, r);
    fraction(rules.committed, "committed", r);
    fraction(rules.aspirational, "aspirational", r);
}

fn out_of_range(field: &'static str, found: f64, expected: &str, help: &str, r: &mut Reader) {
    r.find_at(field, ErrorCode::OutOfRange, format!("found {}, expected {expected}", Told(found)), help);
}

fn fraction(x: f64, field: &'static str, r: &mut Reader) {
    if !(0.0..=1.0).contains(&x) {
        out_of_range(field, x, "a fraction from 0 to 1", "write a fraction", r);
    }
}

fn check_clamp(clamp: Clamp, field: &'static str, r: &mut Reader) {
    let (low, high) = clamp.ends();
    if low.is_nan() || high.is_nan() || low > high || low == f64::INFINITY || high == f64::NEG_INFINITY {
        let message = format!("found min {} and max {}, expected min ≤ max", Told(low), Told(high));
        r.find_at(field, ErrorCode::OutOfRange, message, "swap or drop an end");
    } else if let Some(end) = [clamp.min, clamp.max].into_iter().flatten().find(|end| end.abs() >= MOST_OF_A_CLAMP) {
        out_of_range(field, end, "fractions, 1 for 100 %", "divide percentages by 100, or state null for no limit", r);
    }
}

/// What a band list is for.
#[derive(Clone, Copy)]
struct BandRule {
    /// Every band stands for a status, and there is one at least.
    needs_status: bool,
    /// The farthest from 0 that a limit can mean something.
    most: f64,
}

impl BandRule {
    /// Fractions that become statuses. Three times the whole is beyond any of them: 70 was meant as 70 %, and 8 of 10.
    const JUDGED: BandRule = BandRule { needs_status: true, most: 3.0 };
    /// Fractions that only get a name.
    const NAMED: BandRule = BandRule { needs_status: false, ..BandRule::JUDGED };
}

fn check_bands(bands: &Bands, field: &'static str, rule: BandRule, r: &mut Reader) {
    if r.is_unread(field) {
        return;
    }
    if let Some(problem) = disorder(bands, rule.needs_status) {
        r.find_at(
            field,
            ErrorCode::BadBands,
            format!("{problem}, expected bands best first, each with one limit but the last"),
            format!("order {} by falling limits and leave the last without one", quoted(field)),
        );
    } else if let Some(limit) = bands.list.iter().filter_map(limit).map(|limit| limit.0).find(|x| x.abs() > rule.most) {
        let message = format!("found a band from {}, expected fractions, 1 for 100 %", Told(limit));
        r.find_at(field, ErrorCode::BadBands, message, "divide percentages by 100");
    }
}

fn disorder(bands: &Bands, needs_status: bool) -> Option<String> {
    let (list, most) = (&bands.list, BandAt::MOST);
    if list.len() > most {
        Some(format!("found {} bands, the most are {most}", list.len()))
    } else if bands.round_to.is_some_and(|step| !step.is_finite() || step <= 0.0) {
        Some("found a round_to that is not above 0".to_owned())
    } else if needs_status && list.is_empty() {
        Some("found an empty list".to_owned())
    } else if let Some(at) = list.iter().position(|band| needs_status && band.status.is_none()) {
        Some(format!("found no status in band {at}"))
    } else if let Some(at) = list.iter().position(|band| band.at_least.is_some() && band.above.is_some()) {
        Some(format!("found both at_least and above in band {at}"))
    } else if let Some(at) = list.windows(2).position(|pair| !descends(&pair[0], &pair[1])) {
        Some(format!("found bands {at} and {} out of order", at + 1))
    } else if list.last().is_some_and(|band| limit(band).is_some()) {
        Some("found a limit on the last band".to_owned())
    } else {
        None
    }
}

/// The limit of a band, `above` being just over `at_least` of the same number.
fn limit(band: &Band) -> Option<(f64, bool)> {
    band.at_least.map(|x| (x, false)).or(band.above.map(|x| (x, true)))
}

fn descends(better: &Band, worse: &Band) -> bool {
    match (limit(better), limit(worse)) {
        (Some((high, above)), Some((low, also))) => {
            high.is_finite() && low.is_finite() && (high > low || (high == low && above && !also))
        }
        (Some((high, _)), None) => high.is_finite(),
        (None, _) => false,
    }
}
