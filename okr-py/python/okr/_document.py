"""The document: all OKR data of one organisation, and the records at its top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ._goals import Objective
from ._measure import Measure
from ._okr import Policy
from ._record import Definition
from ._words import Day, Number

__all__ = ["Cycle", "Document", "Kpi", "KpiReading", "Person", "Team"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Cycle(Definition):
    """A dated period: year, quarter, month, or any other.

    >>> okr.Cycle("2026-Q4", "2026-10-01", "2026-12-31", within="2026", check_in_every="1w").end
    datetime.date(2026, 12, 31)
    """

    id: str
    """Its id."""
    start: date
    """First day."""
    end: date
    """Last day."""
    name: str | None
    """What it is called; the id where nothing is said."""
    within: str | None
    """Id of the cycle around it."""
    check_in_every: str | None
    """How often key results are checked in: `7d`, `2w`, `1mo`."""

    def __init__(
        self,
        id: str,
        start: Day,
        end: Day,
        *,
        name: str | None = None,
        within: str | None = None,
        check_in_every: str | None = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Team(Definition):
    """A team.

    >>> okr.Team("product", "Product", parent="acme")
    okr.Team('product', 'Product', parent='acme')
    """

    id: str
    """Its id."""
    name: str | None
    """What it is called; the id where nothing is said."""
    parent: str | None
    """Id of the team it is part of."""

    def __init__(self, id: str, name: str | None = None, *, parent: str | None = None) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Person(Definition):
    """A person.

    >>> okr.Person("ana", "Ana", team="product").team
    'product'
    """

    id: str
    """Their id."""
    name: str | None
    """What they are called; the id where nothing is said."""
    team: str | None
    """Id of the team they belong to."""

    def __init__(self, id: str, name: str | None = None, *, team: str | None = None) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class KpiReading(Definition):
    """A dated value of a KPI.

    >>> okr.KpiReading("2026-10-05", 34).value
    34
    """

    on: date
    """The day."""
    value: float
    """The value, in the unit of the KPI."""

    def __init__(self, on: Day, value: Number) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Kpi(Definition):
    """A number that is watched and never counts.

    >>> okr.Kpi("nps", "NPS", unit="points", healthy=okr.Measure.at_least(30),
    ...         readings=[okr.KpiReading("2026-10-05", 34)]).readings[0].value
    34
    """

    id: str
    """Its id."""
    name: str | None
    """What it is called; the id where nothing is said."""
    unit: str | None
    """Unit of its values."""
    healthy: Measure | None
    """When it is healthy: at_least, at_most or between; always where nothing is said."""
    readings: tuple[KpiReading, ...]
    """Its values."""

    def __init__(
        self,
        id: str,
        name: str | None = None,
        *,
        unit: str | None = None,
        healthy: Measure | None = None,
        readings: Iterable[KpiReading] = (),
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Document(Definition):
    """All OKR data of one organisation as a value, not yet checked: `okr.loads` makes a workspace of it, and
    `Workspace.document` gives that of a workspace.

    >>> document = okr.Document(name="Acme", teams=[okr.Team("product")])
    >>> okr.loads(document).document() == document
    True
    """

    name: str
    """Name of the organisation."""
    policy: str | dict[str, Any] = field(hash=False)
    """Rules of counting: the name of a preset, or what differs from one; an `okr.Policy` is kept as the latter."""
    confidence_scale: tuple[float, ...] | None
    """What confidence 0 and 1 are written as; 0 and 1 where nothing is said."""
    cycles: tuple[Cycle, ...]
    """Its cycles."""
    teams: tuple[Team, ...]
    """Its teams."""
    people: tuple[Person, ...]
    """Its people."""
    kpis: tuple[Kpi, ...]
    """Its KPIs."""
    objectives: tuple[Objective, ...]
    """Its objectives."""
    okr: int
    """Version of the format."""

    def __init__(
        self,
        *,
        name: str = "",
        policy: str | dict[str, Any] | Policy = "default",
        confidence_scale: Iterable[Number] | None = None,
        cycles: Iterable[Cycle] = (),
        teams: Iterable[Team] = (),
        people: Iterable[Person] = (),
        kpis: Iterable[Kpi] = (),
        objectives: Iterable[Objective] = (),
        okr: int = 1,
    ) -> None:
        given = locals()
        if isinstance(policy, Policy):
            given["policy"] = policy.to_dict()
        self._keep(given)
