"""What is said about goals over time: check-ins, plans, amendments, states, statuses by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ._measure import Measure
from ._record import Definition
from ._words import Day, Number, Outcome, State, Status

__all__ = ["Amendment", "CheckIn", "PlanPoint", "StateChange", "StatusOverride"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class CheckIn(Definition):
    """A dated value, confidence or note.

    >>> okr.CheckIn("2026-10-12", 10_300, confidence=0.7, note="new onboarding", by="ana")
    okr.CheckIn('2026-10-12', 10300, confidence=0.7, note='new onboarding', by='ana')
    """

    on: date
    """The day it holds for; may lie before that of earlier entries."""
    value: bool | float | None
    """In the unit of the measure; True or False for a binary one."""
    confidence: float | None
    """Probability of reaching the target, on the document's `confidence_scale`."""
    note: str | None
    """What happened."""
    by: str | None
    """Id of the person who says so."""

    def __init__(
        self,
        on: Day,
        value: bool | Number | None = None,
        *,
        confidence: Number | None = None,
        note: str | None = None,
        by: str | None = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class PlanPoint(Definition):
    """The value planned for a day, in the unit of the measure.

    >>> okr.PlanPoint("2026-11-01", 10_500).value
    10500
    """

    on: date
    """The day."""
    value: float
    """The planned value."""

    def __init__(self, on: Day, value: Number) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Amendment(Definition):
    """A change of a key result's definition from a day on. What is not stated stays.

    >>> okr.Amendment("2026-11-01", target=13_000, reason="a new market").target
    13000
    """

    on: date
    """The day from which it holds."""
    reason: str | None
    """Why."""
    by: str | None
    """Id of the person who decided."""
    measure: Measure | None
    """A whole new measure, before the other fields apply."""
    baseline: float | None
    """A new start value."""
    target: float | str | None
    """A new target."""
    weight: float | None
    """A new weight."""
    start: date | None
    """A new first day."""
    due: date | None
    """A new last day."""

    def __init__(
        self,
        on: Day,
        *,
        reason: str | None = None,
        by: str | None = None,
        measure: Measure | None = None,
        baseline: Number | None = None,
        target: Number | str | None = None,
        weight: Number | None = None,
        start: Day | None = None,
        due: Day | None = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class StateChange(Definition):
    """A change of state from a day on.

    >>> okr.StateChange("2026-12-31", "closed", outcome="achieved", score=0.8).state
    'closed'
    """

    on: date
    """The day from which it holds."""
    state: State
    """The new state."""
    outcome: Outcome | None
    """How it came out, with `closed`; computed where nothing is said."""
    score: float | None
    """A grade by hand, 0 to 1, with `closed`."""
    reason: str | None
    """Why."""
    by: str | None
    """Id of the person who says so."""

    def __init__(
        self,
        on: Day,
        state: State,
        *,
        outcome: Outcome | None = None,
        score: Number | None = None,
        reason: str | None = None,
        by: str | None = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class StatusOverride(Definition):
    """A status set by hand; the computed one stays visible beside it.

    >>> okr.StatusOverride("2026-11-01", "at_risk", until="2026-11-30", by="ana", reason="a strike").until
    datetime.date(2026, 11, 30)
    """

    on: date
    """First day."""
    status: Status
    """The status shown instead."""
    until: date | None
    """Last day; as the policy says where nothing is said."""
    by: str | None
    """Id of the person who says so."""
    reason: str | None
    """Why."""

    def __init__(
        self,
        on: Day,
        status: Status,
        *,
        until: Day | None = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> None:
        self._keep(locals())
