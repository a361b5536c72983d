"""Dates in and out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import okr

DAY = datetime.date(2026, 11, 21)
EMPTY = okr.loads({"okr": 1})


class Timestamp(datetime.datetime):
    """As pandas derives its own."""


@pytest.mark.parametrize(
    "given",
    [
        DAY,
        "2026-11-21",
        datetime.datetime(2026, 11, 21, 23, 59),
        datetime.datetime(2026, 11, 21, 23, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=-11))),
        Timestamp(2026, 11, 21, 8),
    ],
)
def test_dates_that_are_taken(given: Any) -> None:
    as_of = EMPTY.score(given).as_of
    assert as_of == DAY and type(as_of) is datetime.date


class NotATime(datetime.datetime):
    """As the one of pandas: a date by its class, and none by its parts."""

    year = property(lambda self: float("nan"))  # type: ignore[assignment]


@pytest.mark.parametrize("given", [None, 20261121, 2.5, b"2026-11-21", (2026, 11, 21), object(), datetime.time(), NotATime(2026, 1, 1)])
def test_what_is_no_date(given: Any) -> None:
    with pytest.raises(TypeError, match="datetime.date"):
        EMPTY.score(given)
    with pytest.raises(TypeError):
        okr.Event.check_in("k", given, 1)


@pytest.mark.parametrize("given", ["", "2026-02-30", "21.11.2026", "2026-11-21T00:00", datetime.date(1899, 12, 31), datetime.date.max])
def test_dates_that_do_not_exist_here(given: Any) -> None:
    with pytest.raises(okr.OkrError) as refused:
        EMPTY.score(given)
    assert refused.value.code == "bad_date"


@pytest.mark.parametrize("given", ["1900-01-01", "2000-02-29", "2999-12-31"])
def test_the_edges(given: str) -> None:
    assert EMPTY.score(given).as_of.isoformat() == given
