//! One table: what each kind of example asks, and what answers it.

mod alignment;
mod check_ins;
mod confidence;
mod expected;
mod groups;
mod key_results;
mod members;
mod objectives;
mod periods;
mod scores;
mod series;
mod status;
mod status_rollup;
mod weights;

use super::engine::Stop;
use super::facts::Facts;
use super::input::Input;
use super::load::Entry;
use super::profile::{Profile, set};
use super::words::*;
use serde_json::{Value, json};

/// An example with its product's way of counting.
pub(crate) struct Case<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) input: Input<'a>,
    pub(crate) profile: Profile,
}

type Handler = fn(&Case<'_>) -> Result<Facts, Stop>;

/// The kinds the engine's rules answer.
pub(crate) const KINDS: &[(&str, Handler)] = &[
    ("kr_progress", key_results::progress),
    ("kr_progress_legacy", key_results::progress),
    ("kr_from_checkins", key_results::from_check_ins),
    ("aggregation", key_results::progress),
    ("migration_baseline", key_results::progress),
    ("kr_progress_detail", key_results::detail),
    ("kr_zone", key_results::zone),
    ("milestones", key_results::progress),
    ("milestone_stages", key_results::progress),
    ("stages", key_results::progress),
    ("milestone_tasks", key_results::confirmed),
    ("initiative_progress", key_results::progress),
    ("task_progress", key_results::progress),
    ("piecewise_levels", key_results::progress),
    ("piecewise_linear", key_results::progress),
    ("levels", key_results::progress),
    ("threshold_compliance", key_results::progress),
    ("rounding_floor", key_results::progress),
    ("rounding", key_results::progress),
    ("format", key_results::percent_text),
    ("format_percent", key_results::percent_text),
    ("clamp", key_results::progress),
    ("delta_to_target", key_results::delta),
    ("direction", key_results::direction),
    ("trend", key_results::trend),
    ("compare_periods", key_results::periods),
    ("validation", key_results::validation),
    ("kr_cascade", key_results::cascade),
    ("kr_progress_series", series::check_ins),
    ("kr_timeseries", series::key_result),
    ("objective_timeseries", series::objective),
    ("team_timeseries", series::team),
    ("org_timeseries", series::organisation),
    ("daily_series", series::daily),
    ("weekly_series", series::weekly),
    ("objective_rollup", objectives::rollup),
    ("score_rollup", objectives::scores),
    ("objective_metric_value", objectives::metric_value),
    ("zone_threshold_derivation", objectives::zones),
    ("criteria_rollup", objectives::criteria),
    ("weighted_band", objectives::weighted_band),
    ("tree_rollup", objectives::tree),
    ("progress_mode", objectives::manual),
    ("alignment_effect", alignment::effect),
    ("alignment_rule", alignment::rule),
    ("portfolio_rollup", groups::portfolio),
    ("period_rollup", groups::portfolio),
    ("success_rate", groups::portfolio),
    ("team_rollup", groups::portfolio),
    ("weight_distribution", weights::shares),
    ("expected_progress", expected::progress),
    ("expected_value", expected::progress),
    ("quarter_state", expected::quarter),
    ("fiscal_quarter_range", periods::quarter),
    ("fiscal_quarter", periods::quarter),
    ("fiscal_next_quarter_label", periods::next_quarter),
    ("fiscal_quarter_of_month", periods::quarter_of_month),
    ("rollover", periods::rollover),
    ("close_default", periods::proposal),
    ("status", status::status),
    ("status_from_progress", status::status),
    ("status_progress_vs_time", status::status),
    ("pace", status::status),
    ("pace_class", status::status),
    ("pace_ratio", status::pace),
    ("on_track", status::on_track),
    ("rag", status::status),
    ("score_band", status::absolute),
    ("score_grade", scores::grade),
    ("draft_score_verdict", scores::grade),
    ("portfolio_score_verdict", scores::grade),
    ("rating_lookup", status::absolute),
    ("status_rollup", status_rollup::status),
    ("score", scores::score),
    ("score_interpretation", scores::interpretation),
    ("kr_score_typed", scores::typed),
    ("confidence_band", confidence::band),
    ("confidence_rollup", confidence::rollup),
    ("confidence_format", confidence::rollup),
    ("confidence", confidence::rollup),
    ("checkin_overdue", check_ins::overdue),
    ("staleness", check_ins::overdue),
    ("checkin_timeliness", check_ins::timeliness),
];

/// The kinds no rule of the engine answers, and why.
pub(crate) const UNSUPPORTED: &[(&str, &str)] = &[
    ("forecast_linear", "a forecast"),
    ("forecast_milestone_date", "a forecast"),
    ("trajectory", "a forecast"),
    ("forecast", "a forecast"),
    ("derived_confidence", "confidence derived from progress: here it is what people state"),
    ("final_score", "grades of people, blended with a computed one"),
    ("effective_baseline", "how a product fills in a missing start: a document states it"),
    ("next_step", "which item to work on next"),
    ("state_transition", "state machines: which moves between states a product allows"),
    ("lifecycle", "state machines: which moves between states a product allows"),
    ("quality_alert", "advice on habits"),
    ("objective_text_quality", "the quality of texts"),
    ("kr_text_quality", "the quality of texts"),
    ("tree_metric", "counts of a tree's shape"),
    ("format_value", "texts for people: values with their units"),
    ("zone_bar_fill", "pixels: how a bar is drawn"),
    ("zone_colour_class", "pixels: how a bar is drawn"),
    ("confidence_snapshot", "what people state"),
    ("limit", "a product's limits and lists of words"),
    ("enum", "a product's limits and lists of words"),
    ("score_scale", "a product's limits and lists of words"),
];

pub(crate) fn handler(kind: &str) -> Option<Handler> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, handler)| *handler)
}

impl Case<'_> {
    /// Whether the example expects something under a name that asks for this fact.
    pub(crate) fn asks(&self, fact: &str) -> bool {
        let stem = |key: &str| key.trim_end_matches("_displayed").trim_end_matches("_exact").to_owned();
        let listed =
            |key: &String| OUTPUTS.iter().any(|(name, keys, _)| *name == fact && keys.contains(&stem(key).as_str()));
        self.entry.expected.keys().any(listed)
    }

    /// Whether its answer is a fraction; bare numbers of its input are in the same unit.
    pub(crate) fn fractions(&self) -> bool {
        self.entry.expected.keys().any(|key| key.contains("ratio") || key.contains("score") && !key.contains("pct"))
    }

    /// Whether it expects one number a check-in.
    pub(crate) fn expected_is_list(&self) -> bool {
        self.entry.expected.values().any(Value::is_array)
    }

    /// The policy: the product's, with what the example itself says about cutting off.
    pub(crate) fn policy(&self) -> Value {
        let mut policy = self.profile.document();
        let range = |low: Keys, high: Keys| {
            let (low, high) = (self.input.number(low), self.input.number(high));
            (low.is_some() || high.is_some())
                .then(|| json!({"min": low.map(|x| x / 100.0), "max": high.map(|x| x / 100.0)}))
        };
        let clamps = [
            ("shown", CAP_MIN, CAP_MAX),
            ("contributed", CHILD_CAP_MIN, CHILD_CAP_MAX),
            ("objective", OBJECTIVE_CAP_MIN, OBJECTIVE_CAP_MAX),
        ];
        for (clamp, low, high) in clamps {
            if let Some(range) = range(low, high) {
                set(&mut policy, &["clamp", clamp], range);
            }
        }
        let unit = |on: bool| if on { json!({"min": 0, "max": 1}) } else { json!({"min": null, "max": null}) };
        if let Some(clamped) = self.input.flag(&["clamp", "clamped"]) {
            set(&mut policy, &["clamp", "shown"], unit(clamped));
        }
        if let Some(beyond) = self.input.flag(OVERACHIEVEMENT) {
            set(
                &mut policy,
                &["clamp", "contributed"],
                json!({"min": 0, "max": if beyond { Value::Null } else { json!(1) }}),
            );
        }
        policy
    }
}
