"""The words of the format, as types. The engine knows them; these are for type checkers and editors."""

from __future__ import annotations

from datetime import date
from typing import Literal, SupportsFloat, SupportsIndex, TypeAlias

__all__ = [
    "Aggregate",
    "Ambition",
    "Between",
    "Combine",
    "Credit",
    "Day",
    "Direction",
    "LinkKind",
    "MeasureKind",
    "Number",
    "Outcome",
    "Read",
    "Role",
    "State",
    "Status",
]

Day: TypeAlias = date | str
"""A date as an argument: a `datetime.date`, or ISO text."""
Number: TypeAlias = SupportsFloat | SupportsIndex
"""A number as an argument, those of numpy and the decimal module included."""

Aggregate = Literal["last", "sum", "mean", "min", "max", "count", "worst"]
Ambition = Literal["committed", "aspirational", "learning"]
Between = Literal["stepped", "linear"]
Combine = Literal["sum", "mean", "progress"]
Credit = Literal["binary", "linear", "distance"]
Direction = Literal["increase", "decrease"]
LinkKind = Literal["contributes", "supports", "depends_on"]
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
Outcome = Literal["achieved", "exceeded", "missed"]
Read = Literal["latest", "share_of_check_ins", "share_of_elapsed", "share_of_window"]
Role = Literal["normal", "guardrail"]
State = Literal["draft", "active", "postponed", "cancelled", "archived", "closed"]
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
