"""What holds of every organisation."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import okr

DAYS = some.dates(min_value=okr.Cycle("c", "2026-09-15", "2027-01-15").start, max_value=okr.Cycle("c", "2026-09-15", "2027-01-15").end)
NUMBERS = some.one_of(some.integers(-1000, 1000), some.floats(-1e9, 1e9), some.floats(allow_nan=False, allow_infinity=False))
TEXT = some.text(max_size=8)
many = settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@some.composite
def measures(draw: Any) -> okr.Measure:
    numbers = some.floats(-1e6, 1e6)
    low = draw(numbers)
    high = low + draw(some.floats(0.5, 1e6))
    levels = [okr.LevelPoint(low, 0.3), okr.LevelPoint(high, 1)]
    return draw(  # type: ignore[no-any-return]
        some.sampled_from(
            [
                okr.Measure.move(low, high),
                okr.Measure.move(high, low, unit="days"),
                okr.Measure.ratio(high, aggregate="sum"),
                okr.Measure.at_least(low, risk_at=low - 1),
                okr.Measure.at_most(high, credit="linear", zero_at=high + 1),
                okr.Measure.between(low, high),
                okr.Measure.levels(levels, between="linear"),
                okr.Measure.tracked(),
            ]
        )
    )


@some.composite
def key_results(draw: Any, id: str) -> okr.KeyResult:
    stated = some.builds(okr.CheckIn, DAYS, some.floats(-1e6, 1e6), confidence=some.none() | some.floats(0, 1), note=some.none() | TEXT)
    return okr.KeyResult(
        id,
        draw(TEXT),
        draw(measures()),
        weight=draw(some.none() | some.floats(0, 10)),
        check_ins=draw(some.lists(stated, max_size=4)),
        tags=draw(some.lists(TEXT, max_size=2)),
        state=draw(some.sampled_from(["active", "draft", "postponed"])),
        extra=draw(some.none() | some.dictionaries(TEXT, NUMBERS | TEXT | some.booleans() | some.none(), max_size=3)),
    )


@some.composite
def workspaces(draw: Any) -> okr.Workspace:
    count = draw(some.integers(1, 4))
    objectives = []
    for number in range(count):
        above = draw(some.sets(some.integers(0, number - 1))) if number else set()
        objectives.append(
            okr.Objective(
                f"o{number}",
                draw(TEXT),
                cycle=draw(some.sampled_from(["Q4", None])),
                key_results=[draw(key_results(f"k{number}{at}")) for at in range(draw(some.integers(0, 3)))],
                aligned_to=[okr.Alignment(f"o{to}", weight=draw(some.none() | some.floats(0, 5))) for to in above],
                ambition=draw(some.sampled_from([None, "committed", "aspirational"])),
            )
        )
    return okr.Workspace(
        name=draw(TEXT),
        policy=draw(some.sampled_from(["default", "google", "doerr", "viva_goals"])),
        cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31")],
        objectives=objectives,
    )


@many
@given(workspaces(), DAYS)
def test_progress_is_a_fraction_and_its_lines_add_up(workspace: okr.Workspace, day: Any) -> None:
    card = workspace.score(day)
    for id, row in card.items():
        assert row.progress is None or 0 <= row.progress <= 1
        assert row.expected is None or 0 <= row.expected <= 1
        assert row.progress == card.progress(id)
        why = card.explain(id)
        assert (why.progress, why.expected, why.status) == (row.progress, row.expected, row.status)
        if row.progress is not None and all(line.contribution is not None for line in why.lines):
            # The raw fraction may be large, and what is cut of it as well.
            parts = [line.contribution for line in why.lines if line.contribution is not None]
            largest = max((abs(part) for part in parts), default=0)
            assert abs(math.fsum(parts) - row.progress) <= 1e-12 * max(1, largest)
        assert str(why)


@many
@given(workspaces(), DAYS)
def test_a_document_comes_back(workspace: okr.Workspace, day: Any) -> None:
    document = workspace.document()
    assert okr.loads(workspace.to_json()) == workspace == okr.loads(document)
    assert eval(repr(document), {"okr": okr}) == document
    assert json.loads(json.dumps(workspace.to_dict(), default=str)) == json.loads(workspace.to_json())
    assert okr.loads(document).score(day).to_json() == workspace.score(day).to_json()


@many
@given(workspaces(), DAYS, some.floats(-1e6, 1e6), some.booleans())
def test_an_event_leaves_the_old_workspace_as_it_is(workspace: okr.Workspace, day: Any, value: float, close: bool) -> None:
    before = workspace.to_json()
    card = workspace.score(day).to_json()
    event = okr.Event.state("o0", day, "closed") if close else okr.Event.status("o0", day, "at_risk", by="ana")
    later = workspace.apply(event)
    for key_result in workspace.document().objectives[0].key_results:
        later = later.apply(okr.Event.check_in(key_result.id, day, value))
    assert workspace.to_json() == before and workspace.score(day).to_json() == card
    assert later != workspace and len(later.score(day)) == len(workspace.score(day))


@many
@given(workspaces(), DAYS, some.sampled_from(["default", "google", "doerr"]))
def test_a_comparison_says_what_two_scorecards_do(workspace: okr.Workspace, day: Any, policy: str) -> None:
    change = workspace.compare_policies(workspace.policy, policy, day)
    before, after = workspace.score(day), workspace.score(day, policy)
    for row in change.rows:
        if row.kind in ("objective", "key_result"):
            assert row.before.progress == before.progress(row.id) and row.after.progress == after.progress(row.id)
            assert (row.before.status, row.after.status) == (before[row.id].status, after[row.id].status)
    assert str(change)


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5) | some.binary(max_size=5) | some.dates() | some.just(5000).map(lambda digits: 10**digits) | some.just("\ud800"),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5) | some.integers(), inner, max_size=3),
    max_leaves=8,
)
CLASSES = [getattr(okr, name) for name in okr.__all__ if isinstance(getattr(okr, name), type) and hasattr(getattr(okr, name), "_keep")]


@settings(many, max_examples=600)
@given(some.data())
def test_definitions_of_anything(data: Any) -> None:
    """A definition takes it or raises what is announced, and what it takes prints, compares and is told right or wrong."""
    cls = data.draw(some.sampled_from(CLASSES))
    names = data.draw(some.sets(some.sampled_from(cls._fields)))
    fields = {name: data.draw(anything) for name in names}
    given_ = {"id": "x", "title": "T", "measure": okr.Measure.tasks(), "to": "y", "on": "2026-10-05", "value": 1, "kind": "move"}
    given_ |= {"state": "active", "status": "on_track", "start": "2026-10-01", "end": "2026-12-31", "at": 1, "score": 1, "of": "x", "cycle": "c"}
    try:
        record = cls(**{**{name: given_[name] for name in cls._fields if name in given_}, **fields})
    except (TypeError, ValueError):
        return
    assert isinstance(hash(record), int) and repr(record) and record.to_dict() is not None
    try:
        okr.loads({"okr": 1, "objectives": [record]})
    except (TypeError, ValueError):
        pass
