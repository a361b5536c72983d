//! The vocabulary: what other products' words mean here. Tables only, one meaning a table, first word found wins.

/// Names of one meaning.
pub(crate) type Keys = &'static [&'static str];

// ---------------------------------------------------------------------------------------------- the metric
pub(crate) const BASELINE: Keys = &["baseline"];
pub(crate) const START: Keys = &[
    "baseline", "start", "start_value", "starting_value", "initial_number_value", "initial_value", "initial",
    "from_value", "base_value", "base", "steps_start", "worst", "worst_value",
];
pub(crate) const TARGET: Keys = &[
    "target", "target_number_value", "target_value", "goal", "goal_value", "end_value", "desired_value", "steps_end",
    "stretch", "threshold", "target70", "limit", "bound",
];
pub(crate) const LOW: Keys = &["target_min", "lower", "low", "min", "range_min", "lower_bound", "floor", "min_value"];
pub(crate) const HIGH: Keys = &["target_max", "upper", "high", "max", "range_max", "upper_bound", "ceiling", "max_value"];
pub(crate) const RISK: Keys = &[
    "risk_threshold", "risk_at", "amber", "amber_threshold", "warning_threshold", "at_risk_threshold",
];
pub(crate) const TOLERANCE: Keys = &["tolerance", "tolerance_abs", "max_deviation"];
pub(crate) const CURRENT: Keys = &[
    "current", "current_number_value", "current_value", "value", "actual", "actual_value", "raw_value", "raw_current",
    "kpi_value", "steps_current", "obtained", "reading", "launched",
];
pub(crate) const DONE: Keys = &[
    "done", "completed", "complete", "launched", "is_done", "achieved", "passed", "threshold_met", "met",
];
pub(crate) const CHECK_INS: Keys = &[
    "checkins", "check_ins", "values", "measurements", "history", "records", "actuals", "readings",
];
pub(crate) const TARGETS: Keys = &["targets", "planned_values", "planned"];
pub(crate) const THRESHOLDS: Keys = &["thresholds", "levels", "level_values", "breakpoints"];
pub(crate) const LEVEL_SCORES: Keys = &["level_scores", "scores", "level_percents"];
pub(crate) const CHECKPOINTS: Keys = &["checkpoints", "breakpoints", "points"];
pub(crate) const SEED: Keys = &["tracking_base", "seed"];
pub(crate) const CONTRIBUTED: Keys = &["contributed", "contributed_value", "child_contribution"];
pub(crate) const PLANNED_CHECK_INS: Keys = &["planned_checkins", "planned_check_ins", "planned_periods", "expected_checkins"];
pub(crate) const PERIOD_GRADES: Keys = &["period_grades_pct", "period_progress_pct", "periods_pct", "grades_pct"];
pub(crate) const TASKS_DONE: Keys = &[
    "tasks_done", "done_count", "done_tasks", "completed_tasks", "closed", "done_items", "issues_done", "done",
    "completed",
];
pub(crate) const TASKS_TOTAL: Keys = &["tasks_total", "total", "total_tasks", "count", "total_items", "issues_total", "all"];
pub(crate) const CAP_MIN: Keys = &["cap_min", "clamp_min", "floor_pct", "min_pct"];
pub(crate) const CAP_MAX: Keys = &["cap_max", "clamp_max", "cap_pct", "max_pct", "cap"];
pub(crate) const CHILD_CAP_MIN: Keys = &["child_clamp_min", "child_cap_min", "contribution_min"];
pub(crate) const CHILD_CAP_MAX: Keys = &[
    "child_clamp_max", "child_cap_max", "child_cap_pct", "contribution_max", "contribution_cap_pct",
];
pub(crate) const OBJECTIVE_CAP_MIN: Keys = &["objective_clamp_min", "objective_cap_min"];
pub(crate) const OBJECTIVE_CAP_MAX: Keys = &["objective_clamp_max", "objective_cap_max", "objective_cap_pct", "objective_cap"];
pub(crate) const OVERACHIEVEMENT: Keys = &[
    "allow_overachievement", "overachievement", "allow_overachievement_of_aligned_items",
];

// ---------------------------------------------------------------------------------------------- stated progress
pub(crate) const PERCENT: Keys = &[
    "progress_pct", "actual_pct", "achievement_pct", "grade_pct", "attainment_pct", "raw_pct", "completion_pct",
    "percent_complete", "percent_done", "score_pct", "kr_progress_pct", "exact_pct", "average_pct", "percent",
];
pub(crate) const FRACTION: Keys = &[
    "progress_ratio", "score_ratio", "score", "grade", "completion", "actual_ratio", "raw_ratio", "progress",
    "expected_score", "average_score", "projected_score", "draft_score", "mean_score",
];

// ---------------------------------------------------------------------------------------------- children
pub(crate) const KEY_RESULTS_PCT: Keys = &[
    "children_progress_pct", "key_results_pct", "kr_progress_pct", "krs_pct", "targets_pct", "milestones_pct",
    "results_pct", "measures_pct", "indicators_pct", "period_grades_pct",
];
pub(crate) const KEY_RESULTS_FRACTION: Keys = &[
    "children_score", "children_scores", "key_results_score", "key_result_scores", "kr_scores", "scores", "grades", "key_results_ratio",
    "children_progress_ratio", "children_ratio",
];
pub(crate) const CHILD_OBJECTIVES_PCT: Keys = &[
    "child_objectives_pct", "children_objectives_pct", "sub_goals_pct", "sub_objectives_pct", "child_goals_pct",
    "alignment_progress_pct", "aligned_objectives_pct", "aligned_pct", "objectives_pct",
];
pub(crate) const DESCENDANTS_PCT: Keys = &[
    "descendants_pct", "descendant_objectives_pct", "descendants_progress_pct", "all_descendants_pct",
];
pub(crate) const INITIATIVES_PCT: Keys = &["initiatives_pct", "projects_pct", "activities_pct", "tasks_pct"];
pub(crate) const OBJECTIVES_PCT: Keys = &[
    "objectives_pct", "goals_pct", "key_results_pct", "children_progress_pct", "teams_pct", "child_objectives_pct",
];
pub(crate) const KEY_RESULTS: Keys = &["key_results", "krs", "targets", "children", "goals", "measures", "indicators"];
pub(crate) const CHILD_OBJECTIVES: Keys = &["child_objectives", "sub_objectives", "sub_goals", "aligned_objectives"];
pub(crate) const OBJECTIVES: Keys = &["objectives", "goals", "children", "key_results"];
pub(crate) const CHILD_VALUES: Keys = &[
    "children_values", "child_values", "children_current", "children_current_values", "key_result_values",
];
pub(crate) const PARENT: Keys = &["parent", "objective", "parent_kr", "parent_key_result", "parent_objective"];
pub(crate) const WEIGHT: Keys = &[
    "weight", "weight_pct", "weightage", "impact", "importance", "contribution_weight", "contribution_pct",
];
pub(crate) const WEIGHTS: Keys = &["weights", "weights_pct", "kr_weights", "weights_relative", "impacts", "importances"];
pub(crate) const CHILD_WEIGHTS: Keys = &["alignment_weights", "child_weights", "children_weights", "objective_weights"];
pub(crate) const EXPECTED_LIST_PCT: Keys = &["expected_pct", "objectives_expected_pct", "children_expected_pct", "ideal_pct"];

// ---------------------------------------------------------------------------------------------- expectation and time
pub(crate) const EXPECTED_PCT: Keys = &[
    "expected_pct", "ideal_pct", "planned_pct", "projected_pct", "expected_progress_pct", "time_elapsed_pct",
    "elapsed_pct",
];
pub(crate) const EXPECTED_FRACTION: Keys = &[
    "expected_ratio", "expected_progress", "elapsed_ratio", "elapsed_fraction", "elapsed",
];
pub(crate) const EXPECTED_VALUE: Keys = &["expected_value", "prorated_target", "planned_value", "ideal_value", "expected", "plan_value"];
pub(crate) const TIME_LEFT_PCT: Keys = &["time_left_pct", "remaining_pct"];
pub(crate) const GAP_PCT: Keys = &["expected_minus_actual_pct", "gap_pct", "behind_pct"];
pub(crate) const RATIO_PCT: Keys = &["ratio_pct", "pace_pct", "health_pct"];
pub(crate) const RATIO: Keys = &["pace_ratio", "ratio", "pace"];
pub(crate) const START_DATE: Keys = &[
    "start", "start_date", "period_start", "cycle_start", "approved", "approval_date", "from",
];
pub(crate) const END_DATE: Keys = &["end", "end_date", "period_end", "cycle_end", "due", "due_date", "deadline", "to"];
pub(crate) const END_AFTER: Keys = &["period_end_exclusive", "end_exclusive"];
pub(crate) const TODAY: Keys = &["today", "now", "as_of", "date", "on"];
pub(crate) const DAY: Keys = &["day", "day_number"];
pub(crate) const ELAPSED_DAYS: Keys = &["elapsed_days", "days_passed", "days_elapsed"];
pub(crate) const TOTAL_DAYS: Keys = &["total_days", "duration_days", "days_total", "period_days"];
pub(crate) const PERIODS_DONE: Keys = &[
    "completed_periods", "elapsed_periods", "periods_elapsed", "completed_months", "completed_weeks",
];
pub(crate) const PERIODS: Keys = &["periods", "total_periods", "period_count", "months", "weeks", "updates"];
pub(crate) const PERIOD_TARGETS: Keys = &["custom_targets", "period_targets", "custom", "phase_targets", "monthly_targets"];
pub(crate) const PHASES: Keys = &["phases", "plan", "milestones", "planned_values", "breakdowns", "targets"];
pub(crate) const POSITION: Keys = &["position"];

// ---------------------------------------------------------------------------------------------- names of rules
/// Keys whose text names a rule, strongest last.
pub(crate) const RULE_KEYS: Keys = &[
    "count", "day_count", "curve", "clamp_policy", "rollup", "aggregation", "method", "policy",
];
/// Keys whose text names the kind of metric.
pub(crate) const TYPE_KEYS: Keys = &[
    "type", "kr_type", "metric_type", "rule", "comparator", "operator", "control", "indicator", "direction", "mode",
    "polarity", "commitment", "phase",
];
pub(crate) const DIRECTION_KEYS: Keys = &["direction", "polarity", "type", "kr_type"];
pub(crate) const COMMITMENT: Keys = &["commitment", "ambition", "okr_type", "category"];
pub(crate) const STATE: Keys = &["state", "lifecycle", "status"];

/// The kind of a metric, by the words of its type. `move` says nothing against another word of the same entry.
pub(crate) const METRICS: &[(&str, Keys)] = &[
    ("move", &[
        "increase", "decrease", "increasing", "decreasing", "decrease_or_increase", "increase_or_decrease", "reach",
        "achieve", "should_increase_to", "should_decrease_to", "increase_to", "decrease_to", "number", "numeric",
        "numerical", "percent", "percentage", "currency", "metric", "count", "rate", "average", "maximize", "minimize",
        "maximise", "minimise", "reduce", "up", "down", "auto", "linear", "hit", "range_metric", "reduction",
        "cumulative",
    ]),
    ("ratio", &["achievement_ratio", "ratio", "actual_over_target", "target_only", "v_over_t"]),
    ("inverse", &["ratio_inverse", "inverse_ratio", "target_over_actual"]),
    ("at_least", &[
        "stay_above", "should_stay_above", "control_at_least", "at_least", "at_or_above", "above_or_equal",
        "maintain_at_or_above", "keep_above", "min", "greater_or_equal", ">=", "gte", "above", ">", "gt",
        "greater_than",
    ]),
    ("at_most", &[
        "stay_below", "should_stay_below", "control_at_most", "at_most", "at_or_below", "below_or_equal",
        "maintain_at_or_below", "keep_below", "max", "less_or_equal", "<=", "lte", "below", "<", "lt", "less_than",
    ]),
    ("between", &[
        "control_in_between", "in_between", "between", "maintain_between", "range", "maintain_range", "in_range",
        "maintain_or_range",
    ]),
    ("maintain", &["maintain", "hold", "keep", "threshold"]),
    ("binary", &["binary", "boolean", "done_not_done", "yes_no", "completed", "qualitative_done", "flag"]),
    ("percent", &["manual", "typed", "manual_percent"]),
    ("tracked", &["none", "no_progress", "baseline", "qualitative", "tracked", "baseline_discovery"]),
    ("milestones", &["milestones", "milestone_list", "stages", "checklist"]),
    ("tasks", &["tasks", "issues", "task_completion"]),
    ("levels", &["levels", "score_levels", "piecewise", "intervals", "criteria"]),
];

/// Comparators that miss on the bound itself; the plain words leave it to the product.
pub(crate) const STRICT: &[(&str, bool)] = &[
    (">", true),
    ("gt", true),
    ("above", true),
    ("greater_than", true),
    ("<", true),
    ("lt", true),
    ("below", true),
    ("less_than", true),
    (">=", false),
    ("gte", false),
    ("above_or_equal", false),
    ("at_or_above", false),
    ("greater_or_equal", false),
    ("at_least", false),
    ("<=", false),
    ("lte", false),
    ("below_or_equal", false),
    ("at_or_below", false),
    ("less_or_equal", false),
    ("at_most", false),
];

pub(crate) const DIRECTIONS: &[(&str, Keys)] = &[
    ("increase", &[
        "increase", "increasing", "up", "maximize", "more_is_better", "higher_is_better", "should_increase_to",
        "upward",
    ]),
    ("decrease", &[
        "decrease", "decreasing", "down", "minimize", "less_is_better", "lower_is_better", "should_decrease_to",
        "reduce", "downward",
    ]),
];

pub(crate) const AMBITIONS: &[(&str, Keys)] = &[
    ("committed", &[
        "committed", "commit", "roofshot", "operational_health", "compliance_or_safety", "compliance", "safety",
    ]),
    ("aspirational", &["aspirational", "stretch", "moonshot", "challenging"]),
    ("learning", &["learning"]),
];

/// States of a member that the engine knows; other words say nothing about counting.
pub(crate) const STATES: &[(&str, Keys)] = &[
    ("draft", &["draft"]),
    ("archived", &["archived", "inactive", "deleted", "removed", "abandoned", "carried_forward"]),
    ("cancelled", &["cancelled", "canceled", "dropped"]),
    ("postponed", &["postponed", "deferred", "paused"]),
];

/// States that stand for "no value yet".
pub(crate) const UNOBSERVED: Keys = &[
    "not_yet_observable", "not_yet_fully_observable", "not_observable", "not_measured", "pending_data",
];

/// Statuses in the engine's words, for products that name none of their own.
pub(crate) const STATUSES: &[(&str, Keys)] = &[
    ("not_started", &["not_started", "new", "pending", "notstarted"]),
    ("on_track", &["on_track", "ontrack", "on_target", "green", "healthy", "in_progress"]),
    ("at_risk", &[
        "at_risk", "atrisk", "behind", "needs_attention", "lagging", "caution", "has_issues", "yellow", "amber",
        "orange", "progressing", "on_pace",
    ]),
    ("off_track", &["off_track", "offtrack", "in_trouble", "red", "critical"]),
    ("achieved", &[
        "achieved", "done", "completed", "complete", "closed", "accomplished", "success", "successful", "finished",
    ]),
    ("exceeded", &["exceeded", "ahead", "overachieved"]),
    ("missed", &["missed", "failed", "not_achieved", "reopened", "unsuccessful"]),
    ("postponed", &["postponed", "deferred"]),
    ("cancelled", &["cancelled", "canceled", "dropped"]),
    ("archived", &["archived"]),
    ("none", &["none", "unknown", "no_status", "unset"]),
];

pub(crate) const COLOURS: Keys = &["red", "yellow", "green", "orange", "amber", "blue", "grey", "gray", "purple"];

/// Rule names nobody listed: the first part found decides.
pub(crate) const RULE_PARTS: &[(&str, &str)] = &[
    ("unanimous", "unanimous_else_unknown"),
    ("severity", "mean_of_severity_rounded"),
    ("ratio_capped", "mean_of_ratio_capped_100"),
    ("capped_ratio", "mean_of_ratio_capped_100"),
    ("status_confidence", "mean_status_confidence"),
    ("weakest", "worst_of"),
    ("riskiest", "worst_of"),
    ("worst", "worst_of"),
    ("descendant", "flat_descendants"),
    ("as_one", "kr_block_plus_children"),
    ("kr_block", "kr_block_plus_children"),
    ("own_metric", "own_metric"),
    ("same_unit", "same_unit_only"),
    ("magnitude", "proportional_to_target"),
    ("proportional", "proportional_to_target"),
    ("residual", "fixed_plus_equal_residual"),
    ("rebalance", "fixed_plus_equal_residual"),
    ("keep_ratio", "keep_ratio"),
    ("previous_ratio", "keep_ratio"),
    ("to_last", "remainder_to_last"),
    ("success", "successful_checkins_over_planned_checkins"),
    ("distance", "distance_from_target"),
    ("sticky", "sticky"),
    ("split", "split_by_weight"),
    ("pooled", "pooled"),
    ("cap_120", "cap_120"),
    ("gap", "gap"),
    ("ratio", "ratio_of_expected"),
    ("sum", "sum_values"),
    ("inclusive", "linear_inclusive"),
    ("exclusive", "linear_exclusive"),
    ("weighted", "weighted_average"),
    ("average", "average"),
    ("mean", "average"),
];

/// What an expected key asks for: key, fact, factor. Handlers answer further keys by their own name.
pub(crate) const OUTPUTS: &[(&str, Keys, f64)] = &[
    ("progress", &[
        "progress_pct", "parent_progress_pct", "objective_progress_pct", "objective_pct", "team_progress_pct",
        "portfolio_progress_pct", "score_pct", "grade_pct", "achievement_pct", "attainment_pct", "completion_pct",
        "rate", "kr_progress_pct", "current_pct",
    ], 100.0),
    ("progress", &["progress_ratio", "completion", "progress_fraction", "progress"], 1.0),
    ("score", &["score", "objective_score", "grade_value", "score_ratio", "average_score", "suggested_score"], 1.0),
    ("expected", &["expected_pct", "ideal_pct", "expected_progress_pct", "planned_pct", "elapsed_pct"], 100.0),
    ("expected", &["expected_ratio", "expected_progress", "expected"], 1.0),
    ("expected_value", &["expected_value", "prorated_target", "planned_value", "ideal_value"], 1.0),
    ("ratio", &["ratio_pct", "pace_pct", "health_pct"], 100.0),
    ("ratio", &["pace_ratio"], 1.0),
    ("value", &[
        "current", "current_value", "value", "qtd_value", "parent_value", "parent_current", "objective_value", "metric_value",
        "parent_current_value", "actual_value", "sum_value", "total_value", "parent_metric_value",
    ], 1.0),
    ("status", &["status", "objective_status", "result_status", "parent_status", "team_status"], 1.0),
    ("label", &["band", "color", "colour", "zone", "grade", "verdict", "label", "level", "confidence_status"], 1.0),
    ("rating", &["rating"], 1.0),
    ("confidence", &["confidence"], 1.0),
    ("confidence_ratio", &["display_pct", "confidence_pct"], 100.0),
    ("contributions", &["contributions_pct", "contribution_pct", "shares_pct"], 100.0),
    ("contributions", &["contributions", "shares"], 1.0),
    ("weights", &["weights_pct", "effective_weights_pct"], 100.0),
    ("weights", &["weights", "effective_weights"], 1.0),
    ("series", &["series_pct"], 100.0),
    ("series", &["series"], 1.0),
    ("member_progress", &["child_progress_pct", "children_progress_pct", "children_pct", "children"], 100.0),
];

/// Expected keys that state nothing about a result: records of the page, or the tolerance of another key.
pub(crate) const RECORDS: Keys = &["tolerance", "status_printed_in_doc", "printed_in_doc", "must_not_report", "note"];

/// The engine's word for a product's word, by table.
pub(crate) fn meaning(table: &'static [(&'static str, Keys)], word: &str) -> Option<&'static str> {
    let word = plain(word);
    table.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(meaning, _)| *meaning)
}

/// A word without case, spaces and hyphens.
pub(crate) fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '-'], "_")
}
