"""Everything is a value: equal, hashable, picklable, and never changed."""

from __future__ import annotations

import copy
import datetime
import gc
import pickle
import time
import weakref
from typing import Any, get_type_hints
from unittest import mock

import pytest

import okr
from conftest import AS_OF
from okr import _okr


def values(document: dict[str, Any]) -> list[Any]:
    workspace = okr.loads(document)
    card = workspace.score(AS_OF)
    other = workspace.score(AS_OF, {"rollup": {"mean": "minimum"}})
    event = okr.Event.check_in("a", AS_OF, 7)
    policy = okr.Policy.preset("google")
    return [workspace, workspace.apply(event), card, other, card["o"], card["a"], other["o"], event, policy]


def test_equal_values_are_equal_and_hash_alike(small: dict[str, Any]) -> None:
    first, second = values(small), values(small)
    for at, one in enumerate(first):
        for place, another in enumerate(second):
            assert (one == another) is (at == place), (one, another)
            assert (one != another) is (at != place)
        assert hash(one) == hash(second[at])
        assert one == mock.ANY and one != 3 and not (one == None)  # noqa: E711


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_values_can_be_pickled(small: dict[str, Any], protocol: int) -> None:
    for value in values(small):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert again == value and type(again) is type(value) and repr(again) == repr(value)
        assert copy.deepcopy(value) == value


def test_pickled_numbers_are_the_same_to_the_bit(card: okr.Scorecard) -> None:
    assert pickle.loads(pickle.dumps(card)).to_json() == card.to_json()


def test_values_do_not_change(small: dict[str, Any]) -> None:
    for value in values(small):
        with pytest.raises(AttributeError):
            value.progress = 1
        with pytest.raises(AttributeError):
            value.more = 1
    row = okr.loads(small).score(AS_OF)["o"]
    row.key_results.clear()
    assert len(row.key_results) == 2


def test_a_copy_is_the_value_itself(organisation: okr.Workspace, card: okr.Scorecard) -> None:
    """They never change, and a copy of a workspace would be all of it once more."""
    quarter = okr.FiscalCalendar(7).quarter(2026, 1)
    frozen: list[Any] = [
        organisation, card, card.objective("engagement"), card.key_result("emea-revenue"), card.objectives, card.objectives["progress"],
        card.policy, card.findings[0], okr.Limits(depth=3), okr.Event.check_in("a", AS_OF, 7), quarter, quarter.calendar,
    ]
    assert {type(value) for value in frozen} == {thing for thing in vars(_okr).values() if isinstance(thing, type)}
    for value in frozen:
        assert copy.copy(value) is value and copy.deepcopy(value) is value
    assert copy.deepcopy({"kept": [organisation]})["kept"][0] is organisation


def test_public_classes_are_of_the_package() -> None:
    classes = [thing for name in okr.__all__ if isinstance(thing := getattr(okr, name), type)]
    assert len(classes) >= 50
    assert {thing.__module__ for thing in classes} == {"okr"}
    dumped = pickle.dumps([okr.KeyResult("k", "K", okr.Measure.ratio(10)), okr.example().score(AS_OF).explain("engagement")], 0)
    assert b"okr._" not in dumped and b"okr" in dumped
    # Their annotations are found as before.
    assert get_type_hints(okr.CheckIn)["on"] is datetime.date and get_type_hints(okr.Explanation)["rules"] == tuple[str, ...]
    assert get_type_hints(okr.CheckIn.__init__)["note"] == str | None


@pytest.mark.parametrize("made", [okr.Scorecard, okr.FiscalQuarter, okr.ObjectiveRow, okr.KeyResultRow, okr.Event, okr.Policy])
def test_classes_are_not_called(made: Any) -> None:
    with pytest.raises(TypeError):
        made()


def test_what_is_pickled_together_writes_the_workspace_once(organisation: okr.Workspace) -> None:
    card = organisation.score(AS_OF)
    once = len(pickle.dumps(card))
    everything = [organisation, card, card.values(), card.objectives, card.key_results["progress"], card.objective_rows()[0].key_results]
    dumped = pickle.dumps(everything)
    assert len(dumped) < once + 200 * len(card)
    workspace, again, rows, *_ = pickle.loads(dumped)
    assert again.workspace is workspace and rows == card.values()
    # Rows alone bring their scorecard along, one for all of them, also where nobody holds it any more.
    rows = card.values()
    del card, again, everything, workspace
    gc.collect()
    assert len(pickle.dumps(rows)) < once + 200 * len(rows)
    assert pickle.loads(pickle.dumps(rows)) == rows


def test_a_scorecard_goes_when_nobody_holds_it(small: dict[str, Any]) -> None:
    card = okr.loads(small).score(AS_OF)
    held = weakref.ref(card)
    pickle.dumps(card.values())
    assert card.workspace is card.workspace
    del card
    gc.collect()
    assert held() is None


def taken(call: Any) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_findings_of_a_scorecard_are_found_once() -> None:
    key_results = [{"id": f"k{n}", "title": "K", "measure": {"kind": "ratio", "target": 10}} for n in range(20_000)]
    objective = {"id": "o", "title": "O", "start": "2026-10-01", "due": "2026-12-31", "key_results": key_results}
    workspace = okr.loads({"okr": 1, "objectives": [objective, {"id": "p", "title": "P"}]})
    cards = [workspace.score(AS_OF) for _ in range(3)]
    first = min(taken(lambda: card.findings) for card in cards)
    again = min(taken(lambda: cards[0].findings) for _ in range(20))
    assert [finding.code for finding in cards[0].findings] == ["no_window", "no_members"] and cards[0].unlisted_findings == 0
    assert again * 5 < first


def test_guardrails_of_one_row_ask_for_no_report() -> None:
    key_results = [
        {"id": "k{}", "title": "K", "measure": {"kind": "ratio", "target": 10}},
        {"id": "g{}", "title": "G", "role": "guardrail", "measure": {"kind": "at_most", "target": 10}},
    ]
    objectives = [
        {"id": f"o{at}", "title": "O", "key_results": [{**row, "id": str(row["id"]).format(at)} for row in key_results]}
        for at in range(3000)
    ]
    card = okr.loads({"okr": 1, "objectives": objectives}).score(AS_OF)

    row = card.objective("o7")
    assert [each.id for each in row.guardrails] == ["g7"]
    assert min(taken(lambda: row.guardrails) for _ in range(5)) * 20 < taken(card.report)
