"""Definitions: every field of the format, kept as it is stated, and read back."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import inspect
import json
import pickle
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

import okr
from conftest import AS_OF, ORGANISATION, ROOT
from okr import _words
from okr._record import Definition

SCHEMA = json.loads((ROOT / "okr-core/schemas/document.schema.json").read_text())
DOCUMENTS = [ORGANISATION, *sorted((ROOT / "tests/golden").glob("*.json")), ROOT / "tests/documents/everything.json"]
DOCUMENTS = [path for path in DOCUMENTS if ".scorecard" not in path.name]

CLASSES: dict[str, type[Definition]] = {
    name: thing
    for name in okr.__all__
    if isinstance(thing := getattr(okr, name), type) and issubclass(thing, Definition) and name != "CarryOver"
}


def properties(name: str) -> dict[str, Any]:
    """The fields of an object of the format."""
    found: dict[str, Any] = (SCHEMA if name == "Document" else SCHEMA["$defs"][name])["properties"]
    return found


def required(name: str) -> set[str]:
    return set((SCHEMA if name == "Document" else SCHEMA["$defs"][name]).get("required", []))


def referred(field: dict[str, Any]) -> str | None:
    """The name of the object or word that a field holds."""
    for part in (field, field.get("items", {}), *field.get("anyOf", [])):
        if "$ref" in part:
            return str(part["$ref"]).removeprefix("#/$defs/")
    return None


def parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint) if get_origin(hint) is not Literal else ():
        yield from parts(part)


def test_there_is_a_class_for_every_object_of_a_document() -> None:
    reached, waiting = set(), ["Document"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        inside = {referred(field) for field in properties(name).values()} - {None}
        found = {part for part in inside if part and SCHEMA["$defs"][part].get("type") == "object"}
        # The list of states is described by alternatives.
        found |= {"StateChange"} if "Lifecycle" in inside else set()
        waiting.extend(found - reached - {"ObjectivePolicy"})
    assert reached == set(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_its_fields_are_those_of_the_format(name: str) -> None:
    cls = CLASSES[name]
    assert set(cls._fields) == set(properties(name)) == {field.name for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
    parameters = dict(inspect.signature(cls).parameters)
    assert set(parameters) == set(cls._fields)
    needed = {field for field, parameter in parameters.items() if parameter.default is inspect.Parameter.empty}
    assert needed == required(name) - {"okr"}


@pytest.mark.parametrize("name", CLASSES)
def test_its_fields_hold_what_those_of_the_format_do(name: str) -> None:
    hints = get_type_hints(CLASSES[name])
    for field, schema in properties(name).items():
        hint = getattr(hints[field], "holds", hints[field])
        inside = referred(schema)
        kinds = schema.get("type", [])
        kinds = {kinds} if isinstance(kinds, str) else set(kinds)
        place = f"{name}.{field}"
        if "array" in kinds:
            assert any(get_origin(part) is tuple for part in parts(hint)), place
        elif kinds & {"number", "integer", "boolean", "string"}:
            plain = {"number": float, "integer": int, "boolean": bool, "string": str}
            assert {plain[kind] for kind in kinds - {"null"}} <= set(parts(hint)), place
        if inside in CLASSES:
            assert CLASSES[inside] in set(parts(hint)), place
        elif inside == "Date":
            assert datetime.date in set(parts(hint)), place
        elif inside and "enum" in SCHEMA["$defs"][inside]:
            words = SCHEMA["$defs"][inside]["enum"]
            assert list(get_args(getattr(_words, inside))) == words, place
            assert getattr(_words, inside) in set(parts(hint)), place
        nullable = "null" in kinds or {"type": "null"} in schema.get("anyOf", []) or field == "extra"
        assert (type(None) in set(parts(hint)) or hint is Any) == nullable, place


def test_there_is_a_constructor_for_every_kind_of_measure() -> None:
    page = (ROOT / "okr-core/docs/document.md").read_text()
    table = page.split("| kind | required | optional | rule |\n|---|---|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    for kind, needed, optional, _ in rows:
        make = getattr(okr.Measure, kind.strip("`"))
        named = [name.strip("` ") for name in f"{needed},{optional}".split(",") if name.strip("` ")]
        assert set(inspect.signature(make).parameters) == set(named), kind
    assert [row[0].strip("`") for row in rows] == list(get_args(_words.MeasureKind))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_comes_back(path: Path) -> None:
    workspace = okr.load(path)
    document = workspace.document()
    assert okr.loads(document) == workspace == okr.loads(workspace.to_dict()) == okr.loads(document.to_dict())
    assert eval(repr(document), {"okr": okr}) == document
    again = pickle.loads(pickle.dumps(document))
    assert again == document == copy.deepcopy(document) and hash(again) == hash(document)
    made = okr.Workspace(**{name: getattr(document, name) for name in document._fields if name != "okr"})
    assert made == workspace
    assert json.loads(json.dumps(workspace.to_dict(), default=str)) == json.loads(workspace.to_json())


def test_a_document_uses_every_field_somewhere() -> None:
    """So that the test above is about all of them."""
    unused = {(name, field) for name, cls in CLASSES.items() for field in cls._fields}

    def see(record: Any) -> None:
        if isinstance(record, Definition):
            for field in record._fields:
                value = getattr(record, field)
                if value is not None and value != ():
                    unused.discard((type(record).__name__, field))
                see(value)
        for item in record if isinstance(record, tuple) else ():
            see(item)

    for path in DOCUMENTS:
        see(okr.load(path).document())
    # Confidences come back from 0 to 1.
    assert unused == {("Document", "confidence_scale")}


def test_definitions_and_dicts_make_the_same(small: dict[str, Any]) -> None:
    a = okr.KeyResult(
        "a",
        "A",
        okr.Measure.move(None, 10, unit="users"),
        check_ins=[okr.CheckIn("2026-10-05", 5, confidence=0.7)],
    )
    b = okr.KeyResult("b", "B", okr.Measure.binary())
    objective = okr.Objective("o", "Grow", start="2026-10-01", due="2026-12-31", key_results=(each for each in (a, b)))
    given = okr.loads(small)
    assert given == okr.Workspace(name="Acme", objectives=[objective])
    assert given == okr.loads(okr.Document(name="Acme", objectives=[objective]))
    assert given == okr.loads({"okr": 1, "name": "Acme", "objectives": [objective]})
    assert given == okr.Workspace(name="Acme", objectives=small["objectives"])
    small["objectives"][0]["key_results"][1] = b
    assert given == okr.loads(small)


def test_policies_and_scales() -> None:
    google = okr.Policy.preset("google")
    for policy in (google, "google", google.to_dict()):
        assert okr.Workspace(policy=policy).policy == google == okr.loads(okr.Document(policy=policy)).policy
    check_in = okr.CheckIn("2026-10-05", 5, confidence=7)
    key_result = okr.KeyResult("k", "K", okr.Measure.ratio(10), check_ins=[check_in])
    workspace = okr.Workspace(confidence_scale=[0, 10], objectives=[okr.Objective("o", "O", key_results=[key_result])])
    assert workspace.score(AS_OF)["k"].confidence == 0.7
    assert okr.Document(confidence_scale=(0, 10)).confidence_scale == (0, 10)


def test_the_engine_says_what_is_wrong_and_where() -> None:
    wrong = okr.Objective("o", "O", cycle="Q4", weight=-1, key_results=[okr.KeyResult("k", "K", okr.Measure("levels"))])
    with pytest.raises(okr.OkrError) as refused:
        okr.Workspace(objectives=[okr.Objective("fine", "Fine"), wrong])
    found = {(finding.code, finding.path) for finding in refused.value.findings}
    assert found == {
        ("dangling_reference", "/objectives/1/cycle"),
        ("negative_weight", "/objectives/1/weight"),
        ("bad_levels", "/objectives/1/key_results/0/measure/points"),
    }


def test_what_is_kept_is_pythons_own() -> None:
    class Text(str):
        pass

    class Whole(int):
        pass

    check_in = okr.CheckIn(datetime.datetime(2026, 10, 5, 23), Decimal("1.5"), note=Text("n"), confidence=Fraction(1, 2))
    assert check_in == okr.CheckIn("2026-10-05", 1.5, note="n", confidence=0.5)
    assert [type(getattr(check_in, name)) for name in ("on", "value", "confidence", "note")] == [datetime.date, float, float, str]
    assert type(okr.PlanPoint("2026-10-05", Whole(3)).value) is int
    assert okr.CheckIn("2026-10-05", True).value is True
    assert type(okr.Objective("o", "O", tags=[Text("t")]).tags) is tuple


def test_what_is_kept_does_not_change() -> None:
    extra: dict[str, Any] = {"a": [1, (2, datetime.date(2026, 1, 1))]}
    objective = okr.Objective("o", "O", extra=extra, policy={"rollup": {"mean": "minimum"}})
    extra["a"].append(3)
    assert objective.extra == {"a": [1, [2, "2026-01-01"]]}
    objective.to_dict()["extra"].clear()
    assert objective.extra == {"a": [1, [2, "2026-01-01"]]}
    with pytest.raises(dataclasses.FrozenInstanceError):
        objective.title = "P"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        okr.Measure.tasks().kind = "move"  # type: ignore[misc]
    assert dataclasses.replace(objective, title="P").title == "P"
    assert hash(objective) == hash(okr.Objective("o", "O", extra=1))


def test_equal_means_equal_fields() -> None:
    one, same, other = okr.Team("t", "T"), okr.Team("t", name="T"), okr.Team("t", "U")
    assert one == same != other and len({one, same, other}) == 2
    assert okr.Team("t") != okr.Person("t")
    assert okr.Measure.between(1, 2) == okr.Measure("between", low=1, high=2)


def test_reprs_read_as_they_are_written() -> None:
    levels = okr.Measure.levels([okr.LevelPoint(1, 0.5), okr.LevelPoint(2, 1, target=True)], between="linear")
    assert repr(levels) == "okr.Measure.levels([okr.LevelPoint(1, 0.5), okr.LevelPoint(2, 1, target=True)], between='linear')"
    assert repr(okr.Measure.between(1, 2, strict=True)) == "okr.Measure.between(1, 2, strict=True)"
    # Fields of another kind are for the engine to refuse.
    assert repr(okr.Measure("tasks", target=1)) == "okr.Measure('tasks', target=1)"
    assert repr(okr.Measure("dune")) == "okr.Measure('dune')"  # type: ignore[arg-type]
    states = ["draft", okr.StateChange("2026-10-05", "active")]
    assert repr(okr.Objective("o", "O", state=states)) == (
        "okr.Objective('o', 'O', state=['draft', okr.StateChange('2026-10-05', 'active')])"
    )
    not_a_number = repr(okr.CheckIn("2026-10-05", float("nan")))
    assert not_a_number == "okr.CheckIn('2026-10-05', float('nan'))"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: okr.Team(3), "Team.id: found int, expected str"),
        (lambda: okr.Team("t", b"T"), "Team.name: found bytes, expected str"),
        (lambda: okr.CheckIn(20261005), "CheckIn.on: found int, expected a date"),
        (lambda: okr.CheckIn(None), "CheckIn.on: found NoneType, expected a date"),
        (lambda: okr.CheckIn("2026-10-05", "5"), "CheckIn.value: found str, expected bool or a number"),
        (lambda: okr.CheckIn("2026-10-05", 1j), "CheckIn.value: found complex"),
        (lambda: okr.CheckIn("2026-10-05", 1, confidence=True), "CheckIn.confidence: found bool, expected a number"),
        (lambda: okr.LevelPoint(1, 1, target=1), "LevelPoint.target: found int, expected bool"),
        (lambda: okr.Objective("o", "O", tags="tag"), "Objective.tags: found str, expected a list of str"),
        (lambda: okr.Objective("o", "O", tags=["a", 3]), "Objective.tags[1]: found int, expected str"),
        (lambda: okr.Objective("o", "O", key_results=[{}]), "Objective.key_results[0]: found dict, expected okr.KeyResult"),
        (lambda: okr.Objective("o", "O", extra={1, 2}), "found set"),
        (lambda: okr.Objective("o", "O", policy="google"), "Objective.policy: found str, expected dict"),
        (lambda: okr.KeyResult("k", "K", {"kind": "tasks"}), "KeyResult.measure: found dict, expected okr.Measure"),
        (lambda: okr.Workspace(objectives=okr.Objective("o", "O")), "found Objective, expected a list"),
        (lambda: okr.Workspace(objectives="o"), "found str, expected a list"),
        (lambda: okr.loads(okr.Objective("o", "O")), "found Objective, expected str, bytes, dict or okr.Document"),
        (lambda: okr.Workspace(limits=3), "Limits"),
    ],
)
def test_wrong_types_are_type_errors(make: Any, said: str) -> None:
    with pytest.raises(TypeError) as wrong:
        make()
    assert said in str(wrong.value)


def test_a_date_that_does_not_exist_is_refused_by_its_field() -> None:
    with pytest.raises(okr.OkrError) as refused:
        okr.Cycle("Q", "2026-10-01", "2026-13-01")
    assert (refused.value.code, refused.value.path) == ("bad_date", "/end")


def test_a_program_of_classes_by_name() -> None:
    """As the page of the format calls them."""
    assert sorted(CLASSES) == sorted(
        "Alignment Amendment CheckIn Cycle Document Initiative KeyResult Kpi KpiReading LevelPoint Measure MilestoneItem "
        "Objective Person PlanPoint StateChange StatusOverride Team".split()
    )
