"""Events as values."""

from __future__ import annotations

import datetime
from typing import Any

import numpy
import pytest

import okr

EVENTS = [
    okr.Event.check_in("k", "2026-11-01", 3, confidence=0.5, note="so", by="ana"),
    okr.Event.check_in("k", "2026-11-01", False),
    okr.Event.check_in("k", "2026-11-01", note="on leave"),
    okr.Event.amendment("k", "2026-11-01", target="+20%", baseline=1.5, weight=2, start="2026-10-01", due="2026-12-31"),
    okr.Event.amendment("k", "2026-11-01", measure={"kind": "at_most", "target": 3}, reason="why", by="ana"),
    okr.Event.state("k", "2026-11-01", "closed", outcome="achieved", score=0.8, reason="done", by="ana"),
    okr.Event.status("k", "2026-11-01", "at_risk", until="2026-11-30", by="ana", reason="why"),
    okr.Event.check_in("k", "2026-11-01", 3).recorded("2026-11-02", by="ben"),
]


def test_events_of_one_key_result_hash_apart() -> None:
    """In a set, many of one hash would be compared with each other."""
    days = [f"2026-10-{day:02}" for day in range(1, 31)]
    made = [okr.Event.check_in("k", day, value) for day in days for value in range(100)]
    assert len(set(map(hash, made))) == len(set(made)) == len(made)
    states = [okr.Event.state("k", day, state) for day in days for state in ("active", "postponed")]  # type: ignore[arg-type]
    forced = [okr.Event.status("k", day, status) for day in days for status in ("at_risk", "on_track")]  # type: ignore[arg-type]
    changed = [okr.Event.amendment("k", day, weight=2) for day in days]
    assert len(set(map(hash, [*states, *forced, *changed]))) == 5 * len(days)


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (0.0, -0.0), (5, numpy.float64(5))])
def test_equal_events_hash_alike(one: Any, other: Any) -> None:
    first, second = (okr.Event.check_in("k", "2026-11-01", value) for value in (one, other))
    assert first == second and hash(first) == hash(second)
    assert first != okr.Event.check_in("k", "2026-11-01", bool(one))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_it_reads_back(event: okr.Event) -> None:
    assert okr.Event.from_json(event.to_json()) == event == okr.Event.from_dict(event.to_dict())
    assert hash(okr.Event.from_json(event.to_json())) == hash(event)
    assert eval(repr(event), {"okr": okr}) == event
    assert event.of == "k" and event.kind in event.to_dict()["kind"]


def test_definitions_make_the_same_events() -> None:
    made = [
        okr.Event("k", okr.CheckIn("2026-11-01", 3, confidence=0.5, note="so", by="ana")),
        okr.Event("k", okr.CheckIn("2026-11-01", False)),
        okr.Event("k", okr.CheckIn("2026-11-01", note="on leave")),
        okr.Event("k", okr.Amendment("2026-11-01", target="+20%", baseline=1.5, weight=2, start="2026-10-01", due="2026-12-31")),
        okr.Event("k", okr.Amendment("2026-11-01", measure=okr.Measure.at_most(3), reason="why", by="ana")),
        okr.Event("k", okr.StateChange("2026-11-01", "closed", outcome="achieved", score=0.8, reason="done", by="ana")),
        okr.Event("k", okr.StatusOverride("2026-11-01", "at_risk", until="2026-11-30", by="ana", reason="why")),
    ]
    assert made == EVENTS[:7]
    assert okr.Event('a "k"', okr.CheckIn("2026-11-01", 3)).of == 'a "k"'


def test_a_refused_event_is_told_by_its_place_and_field(small: dict[str, Any]) -> None:
    workspace = okr.loads(small)
    fine, wrong = okr.Event.check_in("a", "2026-11-01", 3), okr.Event.check_in("a", "2026-11-02", True)
    for events, place in (((wrong,), ""), ((fine, wrong), "/1"), ((fine, fine, wrong), "/2")):
        with pytest.raises(okr.OkrError) as refused:
            workspace.apply(*events)
        assert (refused.value.code, refused.value.path) == ("value_not_for_kind", f"{place}/kind/check_in/value")


def test_dates_of_every_field_are_dates() -> None:
    fields = EVENTS[3].to_dict()["kind"]["amendment"]
    assert (fields["on"], fields["start"]) == (datetime.date(2026, 11, 1), datetime.date(2026, 10, 1))
    assert fields["target"] == "+20%"
    assert EVENTS[7].to_dict()["at"] == datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("code", "path", "make"),
    [
        ("unknown_word", "/kind/state/state", lambda: okr.Event.state("k", "2026-11-01", "clsed")),
        ("unknown_word", "/kind/state/outcome", lambda: okr.Event.state("k", "2026-11-01", "closed", outcome="won")),
        ("unknown_word", "/kind/override/status", lambda: okr.Event.status("k", "2026-11-01", "atrisk")),
        ("bad_target", "/kind/amendment/target", lambda: okr.Event.amendment("k", "2026-11-01", target="20%")),
        ("not_finite", "/kind/amendment/target", lambda: okr.Event.amendment("k", "2026-11-01", target=float("inf"))),
        ("not_finite", "/kind/check_in/value", lambda: okr.Event.check_in("k", "2026-11-01", float("nan"))),
        ("not_finite", "/kind/check_in/value", lambda: okr.Event.check_in("k", "2026-11-01", 10**400)),
        ("unknown_word", "/kind/amendment/measure/kind", lambda: measured({"kind": "mvoe"})),
        ("unknown_field", "/kind/amendment/measure/knd", lambda: measured({"knd": "move"})),
        ("missing_field", "/kind/amendment/measure", lambda: measured({})),
        ("wrong_type", "/kind/amendment/measure/baseline", lambda: measured({"kind": "move", "baseline": "x"})),
        ("bad_target", "/kind/amendment/measure/target", lambda: measured({"kind": "move", "target": "x"})),
        ("missing_field", "", lambda: okr.Event.from_dict({})),
        ("missing_field", "/kind", lambda: okr.Event.from_dict({"of": "k", "kind": {}})),
        ("bad_date", "/kind/check_in/on", lambda: okr.Event.from_dict({"of": "k", "kind": {"check_in": {"on": "2026-13-01"}}})),
        ("unknown_word", "/kind/override/status", lambda: okr.Event("k", okr.StatusOverride("2026-11-01", "atrisk"))),  # type: ignore[arg-type]
        ("invalid_json", "", lambda: okr.Event.from_json("{")),
        ("invalid_utf8", "", lambda: okr.Event.from_json(b"\xff")),
        ("bad_date", "", lambda: okr.Event.check_in("k", "2026-13-01", 1)),
    ],
)
def test_what_is_wrong_with_it(code: str, path: str, make: Any) -> None:
    with pytest.raises(okr.OkrError) as refused:
        make()
    assert (refused.value.code, refused.value.path) == (code, path)
    assert " at line " not in refused.value.message or code == "invalid_json"


def measured(fields: dict[str, Any]) -> okr.Event:
    return okr.Event.amendment("k", "2026-11-01", measure=fields)


@pytest.mark.parametrize(
    "make",
    [
        lambda: okr.Event.check_in("k", "2026-11-01", "3"),  # type: ignore[arg-type]
        lambda: okr.Event.check_in("k", "2026-11-01", 3, confidence=True),
        lambda: okr.Event.check_in(3, "2026-11-01", 3),  # type: ignore[arg-type]
        lambda: okr.Event.amendment("k", "2026-11-01", target=True),
        lambda: okr.Event.amendment("k", "2026-11-01", measure=[]),  # type: ignore[arg-type]
        lambda: okr.Event.from_json({}),  # type: ignore[arg-type]
        lambda: okr.Event("k", {"on": "2026-11-01"}),  # type: ignore[arg-type]
        lambda: okr.Event("k", okr.Team("t")),  # type: ignore[arg-type]
        lambda: okr.loads({"okr": 1}).apply({"of": "k"}),  # type: ignore[arg-type]
    ],
)
def test_wrong_types(make: Any) -> None:
    with pytest.raises(TypeError):
        make()
