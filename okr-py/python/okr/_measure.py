"""Measures: how a key result turns values into progress."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args, overload

from ._record import Definition, _arguments
from ._words import Aggregate, Between, Combine, Credit, Day, Direction, MeasureKind, Number, Read

__all__ = ["LevelPoint", "Measure", "MilestoneItem"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class MilestoneItem(Definition):
    """One item of a milestones measure.

    >>> okr.MilestoneItem("beta", "Open the beta", weight=2, done_on="2026-10-20")
    okr.MilestoneItem('beta', 'Open the beta', weight=2, done_on='2026-10-20')
    """

    id: str
    """Unique within the measure."""
    title: str | None
    """What is to be done."""
    weight: float | None
    """Its share, 0 or more; 1 where nothing is said."""
    due: date | None
    """When it should be done."""
    done_on: date | None
    """When it was done."""

    def __init__(
        self,
        id: str,
        title: str | None = None,
        *,
        weight: Number | None = None,
        due: Day | None = None,
        done_on: Day | None = None,
    ) -> None:
        self._keep(locals())


@dataclass(frozen=True, slots=True, init=False, repr=False)
class LevelPoint(Definition):
    """One agreed point of a levels measure: a value, and what reaching it is worth.

    >>> okr.LevelPoint(120, 0.7, label="target", target=True).score
    0.7
    """

    at: float
    """The value."""
    score: float
    """What reaching it is worth, 1 being all."""
    label: str | None
    """What it is called: commit, target, stretch."""
    target: bool | None
    """Whether this point is the one planned for."""

    def __init__(self, at: Number, score: Number, *, label: str | None = None, target: bool | None = None) -> None:
        self._keep(locals())


class _Between:
    """Hold between two bounds.

    >>> okr.Measure.between(4, 7, unit="days").high
    7
    """

    # `between` is a kind of measure, and a field of another kind: of the class it makes one, of a measure it is the word.
    holds = Between | None

    @overload
    def __get__(self, measure: None, owner: type) -> _Between: ...
    @overload
    def __get__(self, measure: Measure, owner: type) -> Between | None: ...
    def __get__(self, measure: Measure | None, owner: type) -> Any:
        return self if measure is None else vars(measure)["between"]

    def __set__(self, measure: Measure, word: Between | None) -> None:
        vars(measure)["between"] = word

    def __call__(
        self,
        low: Number,
        high: Number,
        *,
        strict: bool | None = None,
        read: Read | None = None,
        credit: Credit | None = None,
        zero_at: Number | None = None,
        risk_at: Number | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        given = locals()
        del given["self"]
        return Measure("between", **given)


@dataclass(frozen=True, init=False, repr=False)
class Measure(Definition):
    """How a key result turns values into progress. There is a constructor for each kind, which takes the fields of that
    kind; a field that is left out takes what the policy's `measure` block says.

    >>> users = okr.Measure.move(10_000, "+20%", unit="users")
    >>> users.kind, users.baseline, users.target
    ('move', 10000, '+20%')
    >>> users
    okr.Measure.move(10000, '+20%', unit='users')
    """

    kind: MeasureKind
    """Its kind."""
    baseline: float | None
    """Start value; 0 where nothing is said."""
    target: float | str | None
    """Desired value, or the bound to hold; text for one relative to the baseline, `"+20%"` or `"-5"`."""
    direction: Direction | None
    """Which way it should go; from baseline to target where nothing is said."""
    low: float | None
    """Lower bound."""
    high: float | None
    """Upper bound."""
    strict: bool | None
    """Whether a value exactly on the bound misses it."""
    read: Read | None
    """What of the check-ins is read."""
    credit: Credit | None
    """How much a missed bound is worth."""
    zero_at: float | None
    """Where linear credit ends; for between a distance beyond the nearer bound."""
    risk_at: float | None
    """How far off still counts as near; for between a distance beyond the nearer bound."""
    items: tuple[MilestoneItem, ...]
    """What is to be done."""
    due: date | None
    """When it should be done."""
    points: tuple[LevelPoint, ...]
    """Agreed values and scores."""
    of: Combine | None
    """What is made of the sources."""
    with_own: bool | None
    """Whether its own check-ins count as one more source."""
    unit: str | None
    """The unit of its values."""
    aggregate: Aggregate | None
    """Which of several check-ins counts."""
    seed: float | None
    """Where a sum starts; the baseline where nothing is said."""
    between: _Between = _Between()
    """What lies between two points: `stepped` or `linear`."""

    def __init__(
        self,
        kind: MeasureKind,
        *,
        baseline: Number | None = None,
        target: Number | str | None = None,
        direction: Direction | None = None,
        low: Number | None = None,
        high: Number | None = None,
        strict: bool | None = None,
        read: Read | None = None,
        credit: Credit | None = None,
        zero_at: Number | None = None,
        risk_at: Number | None = None,
        items: Iterable[MilestoneItem] = (),
        due: Day | None = None,
        points: Iterable[LevelPoint] = (),
        between: Between | None = None,
        of: Combine | None = None,
        with_own: bool | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> None:
        self._keep(locals())

    @staticmethod
    def move(
        baseline: Number | None,
        target: Number | str,
        *,
        direction: Direction | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        """From a baseline to a target, up or down: a number, or relative to the baseline, `"+20%"` or `"-5"`.

        >>> okr.Measure.move(30, 50, unit="points").to_dict()
        {'kind': 'move', 'baseline': 30, 'target': 50, 'unit': 'points'}
        """
        return Measure("move", **locals())

    @staticmethod
    def ratio(
        target: Number, *, unit: str | None = None, aggregate: Aggregate | None = None, seed: Number | None = None
    ) -> Measure:
        """Value over target.

        >>> okr.Measure.ratio(12, unit="customers", aggregate="sum", seed=0).target
        12
        """
        return Measure("ratio", **locals())

    @staticmethod
    def inverse(
        target: Number, *, unit: str | None = None, aggregate: Aggregate | None = None, seed: Number | None = None
    ) -> Measure:
        """Target over value, where less is better.

        >>> okr.Measure.inverse(200, unit="ms").kind
        'inverse'
        """
        return Measure("inverse", **locals())

    @staticmethod
    def at_least(
        target: Number,
        *,
        strict: bool | None = None,
        read: Read | None = None,
        credit: Credit | None = None,
        zero_at: Number | None = None,
        risk_at: Number | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        """Hold at or above a bound.

        >>> okr.Measure.at_least(99.5, risk_at=99, unit="%").risk_at
        99
        """
        return Measure("at_least", **locals())

    @staticmethod
    def at_most(
        target: Number,
        *,
        strict: bool | None = None,
        read: Read | None = None,
        credit: Credit | None = None,
        zero_at: Number | None = None,
        risk_at: Number | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        """Hold at or below a bound.

        >>> okr.Measure.at_most(12, credit="linear", zero_at=20, unit="%").credit
        'linear'
        """
        return Measure("at_most", **locals())

    @staticmethod
    def milestones(items: Iterable[MilestoneItem] = ()) -> Measure:
        """A list to be done.

        >>> okr.Measure.milestones([okr.MilestoneItem("beta"), okr.MilestoneItem("launch", weight=3)]).items[1].weight
        3
        """
        return Measure("milestones", items=items)

    @staticmethod
    def binary(
        *,
        due: Day | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        """Done or not.

        >>> okr.Measure.binary(due="2026-11-30").due
        datetime.date(2026, 11, 30)
        """
        return Measure("binary", **locals())

    @staticmethod
    def levels(
        points: Iterable[LevelPoint],
        *,
        between: Between | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        """Scores agreed for values, two or more.

        >>> okr.Measure.levels([okr.LevelPoint(100, 0.3), okr.LevelPoint(150, 1)], between="linear").between
        'linear'
        """
        return Measure("levels", **locals())

    @staticmethod
    def tasks() -> Measure:
        """The share of the key result's initiatives that is done.

        >>> okr.Measure.tasks()
        okr.Measure.tasks()
        """
        return Measure("tasks")

    @staticmethod
    def from_children(
        of: Combine | None,
        baseline: Number | None,
        target: Number | str,
        *,
        with_own: bool | None = None,
        unit: str | None = None,
        aggregate: Aggregate | None = None,
        seed: Number | None = None,
    ) -> Measure:
        """From what is linked to the key result: the sum or mean of their values, or the mean of their progress.

        >>> okr.Measure.from_children("sum", 0, 300, unit="deals").of
        'sum'
        """
        return Measure("from_children", **locals())

    @staticmethod
    def tracked(
        *, unit: str | None = None, aggregate: Aggregate | None = None, seed: Number | None = None
    ) -> Measure:
        """Shown, never counted.

        >>> okr.Measure.tracked(unit="visits").unit
        'visits'
        """
        return Measure("tracked", **locals())

    def __repr__(self) -> str:
        make = getattr(Measure, self.kind, None) if self.kind in _KINDS else None
        if make and {"kind", *inspect.signature(make).parameters}.issuperset(self.to_dict()):
            return f"okr.Measure.{self.kind}({', '.join(_arguments(self, make))})"
        return super(Measure, self).__repr__()


_KINDS = get_args(MeasureKind)
