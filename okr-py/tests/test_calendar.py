"""Fiscal quarters."""

from __future__ import annotations

import datetime
import pickle

import pytest

import okr


def test_quarters_of_a_year() -> None:
    calendar = okr.FiscalCalendar(7)
    assert (calendar.start_month, repr(calendar)) == (7, "okr.FiscalCalendar(7)")
    quarter = calendar.quarter_of(datetime.date(2026, 2, 3))
    assert (quarter.year, quarter.number, quarter.start, quarter.end) == (2025, 3, datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    assert "2026-03-31" in quarter and "2026-04-01" not in quarter
    assert quarter.calendar == calendar and quarter == calendar.quarter(2025, 3)
    after = quarter.next
    assert after is not None and after.previous == quarter and quarter < after and after >= quarter and after != quarter
    assert quarter.label("FY{next_yy} Q{quarter}") == "FY26 Q3"


def test_they_are_values() -> None:
    quarter = okr.FiscalCalendar(7).quarter(2025, 3)
    assert repr(quarter) == "okr.FiscalCalendar(7).quarter(2025, 3)"
    for value in (quarter, quarter.calendar):
        assert pickle.loads(pickle.dumps(value)) == value == eval(repr(value), {"okr": okr})
        assert hash(value) == hash(pickle.loads(pickle.dumps(value))) and value != 3
    with pytest.raises(TypeError):
        quarter < 3  # type: ignore[operator]


def test_a_quarter_is_a_cycle() -> None:
    cycle = okr.FiscalCalendar(10).quarter_of("2026-11-15").cycle("q1", name="Q1")
    assert cycle == okr.Cycle("q1", "2026-10-01", "2026-12-31", name="Q1")
    assert okr.Workspace(cycles=[cycle]).score("2026-11-15").cycle("q1").name == "Q1"


def test_the_ends_of_time() -> None:
    last = okr.FiscalCalendar(1).quarter_of("2999-12-31")
    assert last.next is None and last.end == datetime.date(2999, 12, 31)
    assert okr.FiscalCalendar(1).quarter_of("1900-01-01").previous is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: okr.FiscalCalendar(0),
        lambda: okr.FiscalCalendar(13),
        lambda: okr.FiscalCalendar(-1),
        lambda: okr.FiscalCalendar(2**40),
        lambda: okr.FiscalCalendar(1).quarter(2026, 5),
        lambda: okr.FiscalCalendar(1).quarter(2**40, 1),
        lambda: okr.FiscalCalendar(1).quarter(3000, -1),
    ],
)
def test_what_there_is_not(make: object) -> None:
    with pytest.raises(okr.OkrError) as refused:
        make()  # type: ignore[operator]
    assert refused.value.code == "out_of_range"
