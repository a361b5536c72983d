"""Objectives and key results, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ._history import Amendment, CheckIn, PlanPoint, StateChange, StatusOverride
from ._measure import Measure
from ._record import Definition
from ._words import Ambition, Day, LinkKind, Number, Role, State

__all__ = ["Alignment", "CarryOver", "Initiative", "KeyResult", "Objective"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Alignment(Definition):
    """A link from an objective or key result to another one.

    >>> okr.Alignment("company-growth", weight=2)
    okr.Alignment('company-growth', weight=2)
    """

    to: str
    """Id of the objective or key result at the other end."""
    kind: LinkKind
    """`contributes` rolls up, `supports` is shown, `depends_on` runs sideways."""
    weight: float | None
    """Weight among the members of the other end; by the weight rule where nothing is said."""

    def __init__(self, to: str, *, kind: LinkKind = "contributes", weight: Number | None = None) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Initiative(Definition):
    """Work meant to move a key result.

    >>> okr.Initiative("i1", "Launch the new onboarding", key_result="dau", done_on="2026-10-10").key_result
    'dau'
    """

    id: str
    """Unique within the objective."""
    title: str
    """What is done."""
    key_result: str | None
    """Id of the key result it should move."""
    done_on: date | None
    """The day it was finished; not done where nothing is said."""

    def __init__(self, id: str, title: str, *, key_result: str | None = None, done_on: Day | None = None) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class KeyResult(Definition):
    """A measurable outcome of an objective.

    >>> dau = okr.KeyResult("dau", "Daily users", okr.Measure.move(10_000, "+20%"), weight=2,
    ...                     check_ins=[okr.CheckIn("2026-10-12", 10_300)])
    >>> dau.check_ins[0].value
    10300
    """

    id: str
    """Its id; objectives and key results share one space."""
    title: str
    """What is to be reached."""
    measure: Measure
    """How values become progress."""
    description: str | None
    """More about it."""
    owner: str | None
    """Id of the one accountable person."""
    contributors: tuple[str, ...]
    """Ids of people who take part."""
    role: Role
    """`normal`, or `guardrail`: a hold measure that caps the status."""
    ambition: Ambition | None
    """How sure the promise is; that of the objective where nothing is said."""
    weight: float | None
    """Weight among the members of its objective; by the weight rule where nothing is said."""
    kpi: str | None
    """Id of the KPI whose readings stand in where it has no check-in."""
    start: date | None
    """First day; that of the objective where nothing is said."""
    due: date | None
    """Last day; that of the objective where nothing is said."""
    check_in_every: str | None
    """How often it is checked in: `7d`, `2w`, `1mo`."""
    plan: tuple[PlanPoint, ...]
    """The values planned; the curve of the policy where nothing is said."""
    aligned_to: tuple[Alignment, ...]
    """Links to others."""
    check_ins: tuple[CheckIn, ...]
    """Check-ins."""
    amendments: tuple[Amendment, ...]
    """Changes of its definition."""
    state: State | tuple[State | StateChange, ...]
    """Its state, or the changes of it."""
    overrides: tuple[StatusOverride, ...]
    """Statuses set by hand."""
    tags: tuple[str, ...]
    """Free labels."""
    silence: tuple[str, ...]
    """Codes of warnings and hints not to be reported of it."""
    continues: str | None
    """Id of what it was carried over from."""
    extra: Any = field(hash=False)
    """Any JSON of the host's, kept and read by no rule."""

    def __init__(
        self,
        id: str,
        title: str,
        measure: Measure,
        *,
        description: str | None = None,
        owner: str | None = None,
        contributors: Iterable[str] = (),
        role: Role = "normal",
        ambition: Ambition | None = None,
        weight: Number | None = None,
        kpi: str | None = None,
        start: Day | None = None,
        due: Day | None = None,
        check_in_every: str | None = None,
        plan: Iterable[PlanPoint] = (),
        aligned_to: Iterable[Alignment] = (),
        check_ins: Iterable[CheckIn] = (),
        amendments: Iterable[Amendment] = (),
        state: State | Iterable[State | StateChange] = "active",
        overrides: Iterable[StatusOverride] = (),
        tags: Iterable[str] = (),
        silence: Iterable[str] = (),
        continues: str | None = None,
        extra: Any = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Objective(Definition):
    """A qualitative goal of a team or person in a cycle.

    >>> okr.Objective("habit", "Make it a habit", cycle="2026-Q4", key_results=[
    ...     okr.KeyResult("dau", "Daily users", okr.Measure.move(10_000, "+20%")),
    ... ]).key_results
    (okr.KeyResult('dau', 'Daily users', okr.Measure.move(10000, '+20%')),)
    """

    id: str
    """Its id; objectives and key results share one space."""
    title: str
    """What is to be reached."""
    description: str | None
    """More about it."""
    cycle: str | None
    """Id of its cycle."""
    team: str | None
    """Id of its team; that of the owner where nothing is said."""
    owner: str | None
    """Id of the one accountable person."""
    contributors: tuple[str, ...]
    """Ids of people who take part."""
    ambition: Ambition | None
    """How sure the promise is; reads as committed where nothing is said."""
    weight: float | None
    """Weight in the rows of cycle, team and owner; 1 where nothing is said."""
    start: date | None
    """First day; that of the cycle where nothing is said."""
    due: date | None
    """Last day; that of the cycle where nothing is said."""
    aligned_to: tuple[Alignment, ...]
    """Links to others."""
    key_results: tuple[KeyResult, ...]
    """Its key results."""
    initiatives: tuple[Initiative, ...]
    """Its initiatives."""
    measure: Measure | None
    """Its own measure: where the policy counts by it, and the scale on which it is shown."""
    check_ins: tuple[CheckIn, ...]
    """Check-ins of its own: values of its measure or by hand, confidence."""
    state: State | tuple[State | StateChange, ...]
    """Its state, or the changes of it."""
    overrides: tuple[StatusOverride, ...]
    """Statuses set by hand."""
    policy: dict[str, Any] | None = field(hash=False)
    """Policy fields that differ here."""
    tags: tuple[str, ...]
    """Free labels."""
    silence: tuple[str, ...]
    """Codes of warnings and hints not to be reported of it."""
    continues: str | None
    """Id of what it was carried over from."""
    extra: Any = field(hash=False)
    """Any JSON of the host's, kept and read by no rule."""

    def __init__(
        self,
        id: str,
        title: str,
        *,
        description: str | None = None,
        cycle: str | None = None,
        team: str | None = None,
        owner: str | None = None,
        contributors: Iterable[str] = (),
        ambition: Ambition | None = None,
        weight: Number | None = None,
        start: Day | None = None,
        due: Day | None = None,
        aligned_to: Iterable[Alignment] = (),
        key_results: Iterable[KeyResult] = (),
        initiatives: Iterable[Initiative] = (),
        measure: Measure | None = None,
        check_ins: Iterable[CheckIn] = (),
        state: State | Iterable[State | StateChange] = "active",
        overrides: Iterable[StatusOverride] = (),
        policy: dict[str, Any] | None = None,
        tags: Iterable[str] = (),
        silence: Iterable[str] = (),
        continues: str | None = None,
        extra: Any = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class CarryOver(Definition):
    """What is carried over into which cycle, and under which ids; for `Workspace.carry_over`.

    >>> okr.CarryOver("grow", "grow-q1", "Q1", key_results={"users": "users-q1"}).cycle
    'Q1'
    """

    of: str
    """Id of the objective that is carried over."""
    id: str
    """Id of the objective that is made of it."""
    cycle: str
    """Id of the cycle that it is made for."""
    key_results: dict[str, str] = field(hash=False)
    """Its key results that come along, by id, each with the id it gets; the others are left behind."""

    def __init__(self, of: str, id: str, cycle: str, *, key_results: dict[str, str] | None = None) -> None:
        self._keep({**locals(), "key_results": {} if key_results is None else key_results})
