"""Whatever is handed in: an answer, or a TypeError, or a ValueError (which OkrError is)."""

from __future__ import annotations

import datetime
import decimal
import fractions
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import okr
from conftest import AS_OF, ORGANISATION

DOCUMENT = json.loads(ORGANISATION.read_text(encoding="utf-8"))
WORKSPACE = okr.load(ORGANISATION)
CARD = WORKSPACE.score(AS_OF)

texts = some.one_of(
    some.text(alphabet=some.characters(), max_size=20),
    some.sampled_from(["default", "2026-11-21", "emea-sales", "+20%", "closed", "\ud800", "\0"]),
)
leaves = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(),
    texts,
    some.binary(max_size=20),
    some.dates(),
    some.datetimes(),
    some.times(),
    some.complex_numbers(),
    some.decimals(),
    some.fractions(),
    some.sampled_from([object(), int, 10**400, -(10**400), 10**4000, fractions.Fraction(10**400), decimal.Decimal("1e999"), AS_OF, ...]),
)
anything = some.recursive(
    leaves,
    lambda inner: some.one_of(
        some.lists(inner, max_size=4),
        some.tuples(inner, inner),
        some.dictionaries(some.one_of(texts, some.integers(), some.sampled_from(["okr", "objectives", "id", "title", "kind"])), inner, max_size=4),
    ),
    max_leaves=12,
)

many = settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def tried(call: Any, *arguments: Any, **options: Any) -> Any:
    """What a call answers; exceptions that are announced are an answer."""
    try:
        return call(*arguments, **options)
    except okr.OkrError as error:
        assert error.code and error.message and error.findings[0].code == error.code
        assert str(error) and error.path == error.findings[0].path
    except (TypeError, ValueError):
        pass
    return None


@many
@given(anything)
def test_one_argument(value: Any) -> None:
    for call in (okr.loads, okr.Policy.preset, okr.Policy.from_json, okr.Policy.from_dict, okr.Event.from_json, okr.Event.from_dict):
        tried(call, value)
    for ask in ("__getitem__", "__contains__", "get", "objective", "key_result", "progress", "explain", "due_check_ins"):
        tried(getattr(CARD, ask), value)
    tried(WORKSPACE.score, value)
    tried(WORKSPACE.score, AS_OF, value)
    tried(WORKSPACE.apply, value)
    assert (WORKSPACE == value, CARD == value) == (False, False)


@many
@given(anything, anything, anything, anything)
def test_several_arguments(one: Any, two: Any, three: Any, four: Any) -> None:
    made = [
        tried(okr.Event.check_in, "emea-revenue", AS_OF, one, confidence=two, note=three, by=four),
        tried(okr.Event.check_in, one, two, three),
        tried(okr.Event.amendment, "emea-revenue", AS_OF, measure=one),
        tried(okr.Event.amendment, "emea-revenue", AS_OF, baseline=one, target=two, weight=three, due=four),
        tried(okr.Event.state, "emea-sales", one, "closed", outcome=two, score=three, reason=four),
        tried(okr.Event.status, "emea-sales", AS_OF, one, until=two),
        tried(okr.Finding, "bad_date", "error", one, two, three),
    ]
    for event in made:
        if isinstance(event, okr.Event):
            assert okr.Event.from_json(event.to_json()) == event
            tried(WORKSPACE.apply, event, event)
    tried(WORKSPACE.compare_policies, one, two, three)
    assert WORKSPACE.score(AS_OF) == CARD


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key of it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [place for key, below in inner for place in [(value, key), *places(below)]]


@settings(many, max_examples=150)
@given(some.data(), anything)
def test_a_real_document_with_something_else_in_one_place(data: Any, value: Any) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    container, key = data.draw(some.sampled_from(places(document)))
    container[key] = value
    workspace = tried(okr.loads, document)
    if workspace is not None:
        card = workspace.score(AS_OF)
        assert okr.loads(workspace.to_json()) == workspace
        assert card.report()["as_of"] == datetime.date(2026, 11, 21)


@settings(many, max_examples=150)
@given(some.data())
def test_a_real_document_cut_or_damaged(data: Any) -> None:
    text = bytearray(ORGANISATION.read_bytes())
    at = data.draw(some.integers(0, len(text) - 1))
    text[at : at + data.draw(some.integers(0, 3))] = data.draw(some.binary(max_size=3))
    tried(okr.loads, text)
    tried(okr.loads, bytes(text[:at]))


def test_whole_numbers_longer_than_python_prints() -> None:
    assert tried(okr.loads, {"okr": 10**5000}) is None
    assert tried(okr.Event.check_in, "emea-revenue", AS_OF, 10**5000) is None
