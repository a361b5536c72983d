"""Values whose own methods mean harm: what is announced is raised, and nothing else."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

import pytest

import okr
from conftest import AS_OF


class Harm(Exception):
    """What a method raises that nobody announced."""


def harm(*_: Any, **__: Any) -> Any:
    raise Harm


METHODS = (
    "__index__ __int__ __float__ __str__ __repr__ __bool__ __len__ __eq__ __iter__ __getitem__ __contains__ keys items encode "
    "__format__ __complex__ __array__ __array_interface__ __arrow_c_stream__"
).split()

HARMFUL = {name: harm for name in METHODS}


def a(base: type, *arguments: Any) -> Any:
    """A value of a class that derives from a type of Python's own, or from none, and harms wherever it can."""
    members = dict(HARMFUL)
    if base.__hash__ is not None:
        members["__hash__"] = base.__hash__
    return type(f"Harmful{base.__name__.title()}", (base,), members)(*arguments)


class LyingKind(type):
    """Its classes say that they are `str`."""

    def __eq__(cls, other: object) -> bool:
        return other is str or other is cls

    def __hash__(cls) -> int:
        return hash(str)


class Unsayable:
    """Not even asking whether it has a method is safe."""

    def __getattr__(self, name: str) -> Any:
        raise Harm


# By name: pytest itself would look at them.
VALUES: dict[str, Any] = {type(value).__name__ + str(at): value for at, value in enumerate([
    a(object),
    LyingKind("Lying", (), {})(),
    a(str, "users"),
    a(str, "\ud800"),
    a(int, 5),
    a(int, 10**400),
    a(float, 0.5),
    a(float, "nan"),
    a(dict, {"okr": 1}),
    a(list, [1]),
    a(tuple, (1,)),
    a(bytes, b"{}"),
    a(bytearray, b"{}"),
    Unsayable(),
])}

CARD = okr.Workspace(objectives=[okr.Objective("o", "O", key_results=[okr.KeyResult("users", "U", okr.Measure.ratio(10))])]).score(AS_OF)

CALLS: dict[str, Callable[[Any], Any]] = {
    "loads": okr.loads,
    "loads_field": lambda value: okr.loads({"okr": value}),
    "loads_extra": lambda value: okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "O", "extra": [value]}]}),
    "loads_key": lambda value: okr.loads({"okr": 1, value: 1}),
    "loads_limits": lambda value: okr.loads({}, limits=value),
    "load": okr.load,
    "Workspace": lambda value: okr.Workspace(name=value),
    "objectives": lambda value: okr.Workspace(objectives=value),
    "objective": lambda value: okr.Workspace(objectives=[value]),
    "document_policy": lambda value: okr.Workspace(policy=value),
    "confidence_scale": lambda value: okr.Workspace(confidence_scale=[0, value]),
    "score": CARD.workspace.score,
    "score_policy": lambda value: CARD.workspace.score(AS_OF, value),
    "apply": CARD.workspace.apply,
    "carry_over": lambda value: CARD.workspace.carry_over(CARD, value),
    "explain": CARD.explain,
    "progress": CARD.progress,
    "row": CARD.__getitem__,
    "team": CARD.team,
    "kpi": CARD.kpi,
    "check_in": lambda value: okr.Event.check_in("users", AS_OF, value),
    "check_in_of": lambda value: okr.Event.check_in(value, AS_OF, 1),
    "amendment": lambda value: okr.Event.amendment("users", AS_OF, target=value),
    "amendment_measure": lambda value: okr.Event.amendment("users", AS_OF, measure=value),
    "event": okr.Event.from_dict,
    "event_text": okr.Event.from_json,
    "policy": okr.Policy.from_dict,
    "preset": okr.Policy.preset,
    "percent": okr.Policy.preset("default").percent,
    "Limits": lambda value: okr.Limits(bytes=value),
    "FiscalCalendar": okr.FiscalCalendar,
    "quarter_of": okr.FiscalCalendar(1).quarter_of,
    "CheckIn_on": okr.CheckIn,
    "CheckIn_value": lambda value: okr.CheckIn(AS_OF, value),
    "CheckIn_note": lambda value: okr.CheckIn(AS_OF, note=value),
    "Measure_kind": lambda value: okr.Measure(value),
    "Measure_target": lambda value: okr.Measure.move(0, value),
    "Measure_strict": lambda value: okr.Measure.at_least(1, strict=value),
    "LevelPoint": lambda value: okr.LevelPoint(value, value),
    "Objective_extra": lambda value: okr.Objective("o", "O", extra=value),
    "Objective_policy": lambda value: okr.Objective("o", "O", policy=value),
    "Objective_state": lambda value: okr.Objective("o", "O", state=value),
    "from_tables": lambda value: okr.from_tables(objectives=value),
    "from_tables_column": lambda value: okr.from_tables(objectives={"id": value, "title": ["O"]}),
    "from_tables_name": lambda value: okr.from_tables(objectives={"id": ["o"], "title": ["O"], value: ["x"]}),
    "from_tables_value": lambda value: okr.from_tables(objectives={"id": ["o"], "title": ["O"], "weight": [value]}),
    "from_tables_row": lambda value: okr.from_tables(objectives=[{"id": "o", "title": "O"}, value]),
    "from_tables_mapping": lambda value: okr.from_tables(objectives=types.MappingProxyType({"id": value})),
    "from_tables_policy": lambda value: okr.from_tables(policy=value),
    "from_tables_scale": lambda value: okr.from_tables(confidence_scale=[0, value]),
    "from_tables_limits": lambda value: okr.from_tables(limits=value),
    "CarryOver": lambda value: okr.CarryOver("o", "p", "c", key_results=value),
}


def test_a_class_that_says_it_is_another_is_not_believed() -> None:
    with pytest.raises(TypeError, match="^Team.id: found Lying, expected str$"):
        okr.Team(LyingKind("Lying", (), {})())


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", VALUES)
def test_only_what_is_announced_is_raised(call: str, name: str) -> None:
    try:
        CALLS[call](VALUES[name])
    except (TypeError, ValueError, okr.OkrError):
        pass
    except FileNotFoundError:
        assert call == "load"


def test_a_list_that_harms_by_being_gone_through_raises_what_it_raises() -> None:
    """Whoever hands over a generator wants to hear what it raises."""

    def generator(first: Any) -> Any:
        yield first
        raise Harm

    with pytest.raises(Harm):
        okr.Workspace(teams=generator(okr.Team("t")))
    with pytest.raises(Harm):
        okr.Kpi("k", readings=generator(okr.KpiReading("2026-10-05", 1)))


def test_a_number_that_harms_is_named_with_its_reason() -> None:
    with pytest.raises(TypeError) as wrong:
        okr.loads({"okr": a(object)})
    assert isinstance(wrong.value.__cause__, Harm)


def nested(levels: int, inside: Any = 1) -> Any:
    for level in range(levels):
        inside = [inside] if level % 2 else {"a": inside}
    return inside


@pytest.mark.parametrize("levels", [10, 100, 1_000, 100_000])
def test_what_is_nested_deep_is_refused_by_name(levels: int) -> None:
    value = nested(levels)
    ways: list[Callable[[], Any]] = [
        lambda: okr.Workspace(objectives=[okr.Objective("o", "O", extra=value)]),
        lambda: okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "O", "extra": value}]}),
        lambda: okr.Objective("o", "O", policy={"rollup": value}),
        lambda: okr.Event.from_dict({"of": value}),
        lambda: okr.Policy.from_dict({"rollup": value}),
    ]
    for way in ways:
        code = ""
        try:
            way()
        except okr.OkrError as error:
            code = error.code
        if levels != 100:
            assert (code == "too_deep") == (levels > 100)
    # Within what can be kept, and beyond what a document may have by default.
    if levels == 100:
        objective = okr.Objective("o", "O", extra=value)
        with pytest.raises(okr.OkrError) as refused:
            okr.Workspace(objectives=[objective])
        assert refused.value.code == "too_deep"
        assert okr.Workspace(objectives=[objective], limits=okr.Limits(depth=120)).document().objectives == (objective,)
    # Python's own clearing of what is nested so deep takes its own way.
    del value


def test_definitions_work_at_the_end_of_the_stack() -> None:
    """However little of Python's stack is left: what has to go deep goes elsewhere."""
    objective = okr.Objective("o", "O", extra=nested(50))
    depth = 0
    frame: Any = sys._getframe()
    while frame:
        depth, frame = depth + 1, frame.f_back
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(depth + 30)
        workspace = okr.Workspace(objectives=[objective])
        assert workspace.score(AS_OF).progress("o") is None
    finally:
        sys.setrecursionlimit(limit)


def test_a_dict_that_changes_while_it_is_read() -> None:
    class Growing:
        def __float__(self) -> float:
            document.update({str(n): n for n in range(100)})
            return 1.0

    document: dict[str, Any] = {"okr": Growing()}
    assert okr.loads(document) == okr.Workspace()

    class Shrinking:
        def __float__(self) -> float:
            items.clear()
            return 1.0

    items: list[Any] = [Shrinking(), 2, 3]
    assert okr.Objective("o", "O", extra=items).extra == [1.0]


def test_text_that_is_no_text() -> None:
    workspace = okr.Workspace(objectives=[okr.Objective("o", "O")])
    for make in (
        lambda: okr.Workspace(name="\ud800"),
        lambda: okr.Workspace(objectives=[okr.Objective("o", "\ud800")]),
        lambda: okr.Event.check_in("\ud800", AS_OF, 1),
        lambda: workspace.score(AS_OF).progress("\ud800"),
        lambda: workspace.score("\ud800"),
        lambda: okr.CheckIn("\ud800"),
        lambda: okr.Objective("o", "O", extra="\ud800"),
    ):
        with pytest.raises(UnicodeEncodeError):
            make()


def test_numbers_beyond_the_range() -> None:
    for number in (10**400, -(10**400), float("inf"), float("-inf"), float("nan")):
        key_result = okr.KeyResult("k", "K", okr.Measure.ratio(number))
        with pytest.raises(okr.OkrError) as refused:
            okr.Workspace(objectives=[okr.Objective("o", "O", key_results=[key_result])])
        assert (refused.value.code, refused.value.path) == ("not_finite", "/objectives/0/key_results/0/measure/target")
        assert eval(repr(key_result), {"okr": okr}).id == "k"
