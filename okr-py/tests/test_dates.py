"""Dates in and out."""

from __future__ import annotations

import datetime
from typing import Any

import numpy
import pandas
import pytest

import okr

DAY = datetime.date(2026, 11, 21)
WORKSPACE = okr.loads({"okr": 1})


@pytest.mark.parametrize(
    "given",
    [
        DAY,
        "2026-11-21",
        datetime.datetime(2026, 11, 21, 23, 59),
        datetime.datetime(2026, 11, 21, 23, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=-11))),
        pandas.Timestamp("2026-11-21 08:00", tz="Asia/Tokyo"),
        *(numpy.datetime64("2026-11-21", unit) for unit in ("D", "h", "s", "us", "ns")),
    ],
)
def test_dates_that_are_taken(given: Any) -> None:
    as_of = WORKSPACE.score(given).as_of
    assert as_of == DAY and type(as_of) is datetime.date
    on = okr.CheckIn(given).on
    assert on == DAY and type(on) is datetime.date
    assert okr.Event.check_in("k", given, 1) == okr.Event.check_in("k", DAY, 1)
    assert given in okr.FiscalCalendar(10).quarter_of(given)
    assert okr.loads({"okr": 1, "cycles": [{"id": "c", "start": given, "end": given}]}).document().cycles[0].end == DAY


class Hostile(datetime.datetime):
    """A date by its class, and none by its parts."""

    year = property(lambda self: 1 / 0)  # type: ignore[assignment]


@pytest.mark.parametrize("given", [None, 20261121, 2.5, b"2026-11-21", (2026, 11, 21), True, object(), datetime.time(), pandas.NaT, numpy.datetime64("NaT"), numpy.timedelta64(1, "D"), Hostile(2026, 1, 1)])
def test_what_is_no_date(given: Any) -> None:
    with pytest.raises(TypeError, match="datetime.date"):
        WORKSPACE.score(given)
    with pytest.raises(TypeError):
        okr.Event.check_in("k", given, 1)
    for make in (lambda: okr.CheckIn(given), lambda: okr.FiscalCalendar(1).quarter_of(given), lambda: WORKSPACE.compare_policies("default", "google", given)):
        with pytest.raises(TypeError, match="date"):
            make()


@pytest.mark.parametrize("given", ["", "2026-02-30", "21.11.2026", "2026-11-21T00:00", datetime.date(1899, 12, 31), datetime.date.max])
def test_dates_that_do_not_exist_here(given: Any) -> None:
    with pytest.raises(okr.OkrError) as refused:
        WORKSPACE.score(given)
    assert refused.value.code == "bad_date"


@pytest.mark.parametrize("given", ["1900-01-01", "2000-02-29", "2999-12-31"])
def test_the_edges(given: str) -> None:
    assert WORKSPACE.score(given).as_of.isoformat() == given
