"""The words of the format and of its answers, as types. The engine knows them; these are for type checkers and editors.

A word is a plain `str` when the program runs; `typing.get_args(okr.Status)` lists those of a set.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, SupportsFloat, SupportsIndex, TypeAlias

from ._types import NumpyDay

__all__ = [
    "Aggregate",
    "Ambition",
    "Between",
    "Code",
    "ColumnKind",
    "Combine",
    "Credit",
    "Day",
    "Direction",
    "EventKind",
    "HoldState",
    "KpiState",
    "LeftOut",
    "LineKind",
    "LinkKind",
    "MeasureKind",
    "Number",
    "Outcome",
    "Read",
    "Reason",
    "Role",
    "RowKind",
    "Severity",
    "State",
    "Status",
    "TableName",
    "TableOrder",
    "Timeliness",
]

Day: TypeAlias = date | str | NumpyDay
"""A date as an argument: a `datetime.date`, a `numpy.datetime64`, or ISO text."""
Number: TypeAlias = SupportsFloat | SupportsIndex
"""A number as an argument, those of numpy and the decimal module included."""

Aggregate = Literal["last", "sum", "mean", "min", "max", "count", "worst"]
"""Which of several check-ins counts."""
Ambition = Literal["committed", "aspirational", "learning"]
"""How sure a promise is."""
Between = Literal["stepped", "linear"]
"""What lies between two agreed points."""
Code = Literal[
    "invalid_json",
    "invalid_utf8",
    "not_finite",
    "too_large",
    "too_deep",
    "too_many",
    "text_too_long",
    "unknown_field",
    "duplicate_key",
    "wrong_type",
    "missing_field",
    "unknown_word",
    "unsupported_version",
    "bad_date",
    "bad_interval",
    "bad_id",
    "negative_weight",
    "out_of_range",
    "bad_target",
    "duplicate_id",
    "dangling_reference",
    "alignment_cycle",
    "dependency_cycle",
    "parent_cycle",
    "duplicate_link",
    "source_not_allowed",
    "field_not_for_kind",
    "measure_incomplete",
    "zero_range",
    "direction_disagrees",
    "bad_aggregate",
    "bad_levels",
    "bad_bounds",
    "zero_target",
    "value_not_for_kind",
    "bad_plan",
    "window_reversed",
    "guardrail_needs_hold",
    "unknown_policy",
    "bad_bands",
    "bad_policy",
    "own_measure_missing",
    "unit_mismatch",
    "no_overlap",
    "closed_with_open_children",
    "no_members",
    "guardrail_without_check_in",
    "guardrail_not_applied",
    "weights_over_total",
    "size_needs_move",
    "link_not_read",
    "zero_denominator",
    "saturated",
    "not_scorable",
    "no_window",
    "confidence_falling",
    "unknown_id",
    "stale_scorecard",
    "foreign_scorecard",
    "partial_scorecard",
    "not_amendable",
    "same_cycle",
    "cancelled",
]
"""The stable name of what kind of thing an error or a finding is."""
ColumnKind = Literal["number", "integer", "date", "flag", "text", "word"]
"""What the values of a column are; `word` is one of a closed set."""
Combine = Literal["sum", "mean", "progress"]
"""What a `from_children` measure makes of its sources."""
Credit = Literal["binary", "linear", "distance"]
"""How much a missed bound is worth."""
Direction = Literal["increase", "decrease"]
"""Which way a `move` should go."""
EventKind = Literal["check_in", "amendment", "state", "override"]
"""What an event changes."""
HoldState = Literal["met", "near", "unmet", "unmeasured"]
"""How a guardrail stands."""
KpiState = Literal["healthy", "unhealthy", "no_reading"]
"""How a KPI stands."""
LeftOut = Literal[
    "draft",
    "postponed",
    "cancelled",
    "archived",
    "guardrail",
    "tracked",
    "not_started_yet",
    "hold",
    "other_unit",
    "zero_weight",
    "no_value",
    "no_progress",
    "not_selected",
]
"""Why a member does not count."""
LineKind = Literal[
    "key_result",
    "objective",
    "initiative",
    "measure",
    "own_value",
    "baseline",
    "manual",
    "objective_clamp",
    "shown_clamp",
]
"""What a line of an explanation stands for."""
LinkKind = Literal["contributes", "supports", "depends_on"]
"""What a link means."""
MeasureKind = Literal[
    "move",
    "ratio",
    "inverse",
    "at_least",
    "at_most",
    "between",
    "milestones",
    "binary",
    "levels",
    "tasks",
    "from_children",
    "tracked",
]
"""The kind of a measure."""
Outcome = Literal["achieved", "exceeded", "missed"]
"""How something came out that was closed."""
Read = Literal["latest", "share_of_check_ins", "share_of_elapsed", "share_of_window"]
"""What of the check-ins a hold measure reads."""
Reason = Literal[
    "closed",
    "state",
    "override",
    "no_progress",
    "final",
    "not_started",
    "goal",
    "stale",
    "grace",
    "ratio",
    "gap",
    "progress",
    "confidence",
    "hold",
    "worst",
    "unanimous",
    "mean",
    "guardrail",
    "stated",
]
"""Which step decided a status."""
Role = Literal["normal", "guardrail"]
"""Whether a key result counts or guards."""
RowKind = Literal["objective", "key_result", "team", "person", "cycle"]
"""What a row stands for."""
Severity = Literal["error", "warning", "hint"]
"""How much a finding matters."""
State = Literal["draft", "active", "postponed", "cancelled", "archived", "closed"]
"""The state of an objective or key result."""
Status = Literal[
    "none",
    "not_started",
    "on_track",
    "at_risk",
    "off_track",
    "achieved",
    "exceeded",
    "missed",
    "postponed",
    "cancelled",
    "archived",
]
"""How something stands."""
TableName = Literal["objectives", "key_results", "teams", "people", "cycles", "kpis"]
"""The tables of a scorecard."""
TableOrder = Literal["document", "rows"]
"""The order of the rows of a table."""
Timeliness = Literal["on_time", "late", "missed", "pending", "future"]
"""Whether a check-in that was due came."""
