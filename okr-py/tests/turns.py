"""Makes things of one kind and lets them go, many times, and prints by how many bytes the process grew meanwhile.

The library's allocator keeps pages for a while before it gives them back, and Python's never gives back some: what a single turn
leaves says nothing. So the turns are done in ten parts, and the least held in the last three is compared with the least held
in the second to fourth, when everything has been touched once.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Callable
from typing import Any

import okr

PARTS = 10
DAY = "2026-10-05"
DOCUMENT: dict[str, Any] = {
    "okr": 1,
    "people": [{"id": "ana"}],
    "objectives": [{"id": "o", "title": "Grow", "owner": "ana", "key_results": [
        {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    ]}],
}
WORKSPACE = okr.loads(DOCUMENT)
TEXT = WORKSPACE.to_json()
CARD = WORKSPACE.score(DAY)
EVENT = okr.Event.check_in("a", DAY, 7)
OBJECTIVES = {"id": ["o"], "title": ["Grow"]}
KEY_RESULTS = [{"objective": "o", "id": "a", "title": "A", "kind": "ratio", "target": 10}]
CHECK_INS = {"key_result": ["a"], "on": ["2026-10-01"], "value": [5]}


def loads(turn: int) -> None:
    okr.loads((DOCUMENT, TEXT)[turn % 2])


def apply(turn: int) -> None:
    WORKSPACE.apply(EVENT, EVENT)


def events(turn: int) -> None:
    event = okr.Event.check_in("a", DAY, turn, note="so").recorded(DAY, by="ana")
    hash(okr.Event.from_json(event.to_json())), event.to_dict(), okr.Event("a", okr.CheckIn(DAY, turn))


def definitions(turn: int) -> None:
    key_result = okr.KeyResult("k", "K", okr.Measure.move(0, 10), check_ins=[okr.CheckIn(DAY, turn)])
    okr.Workspace(objectives=[okr.Objective("o", "O", extra={"n": [turn]}, key_results=[key_result])]).document().to_json()


def from_tables(turn: int) -> None:
    check_ins: okr.TableLike = (CHECK_INS, WORKSPACE.check_ins)[turn % 2]
    okr.from_tables(objectives=OBJECTIVES, key_results=KEY_RESULTS, check_ins=check_ins)


def errors(turn: int) -> None:
    calls: list[Callable[[], object]] = [
        lambda: okr.loads({"okr": 1, "nmae": "A"}), lambda: CARD["b"], lambda: okr.from_tables(objectives=[{"id": "o"}]),
        lambda: WORKSPACE.score("2026-13-01"), lambda: okr.Team(3),  # type: ignore[arg-type]
    ]
    for call in calls:
        try:
            call()
        except (okr.OkrError, TypeError) as error:
            str(error)
        else:
            raise AssertionError(turn)


def pickles(turn: int) -> None:
    value = (WORKSPACE, CARD, CARD["a"], CARD.objectives, EVENT, CARD.policy)[turn % 6]
    assert pickle.loads(pickle.dumps(value)) == value


def explain(turn: int) -> None:
    card = WORKSPACE.score(DAY)
    str(card.explain("o")), card.report(), card.due_check_ins("a")


def compared(turn: int) -> None:
    str(WORKSPACE.compare_policies("default", {"rollup": {"mean": "minimum"}}, DAY))


def scorecards(turn: int) -> None:
    card = WORKSPACE.score(DAY, (None, "google")[turn % 2])
    assert card.person("ana").name == "ana" and len(card.values()) == len(card)
    card.to_json(), card.findings, card["a"].to_dict(), card["o"].contribution


def tables(turn: int) -> None:
    card = WORKSPACE.score(DAY)
    table = (card.objectives, card.key_results, card.table("objectives", order="rows"), card.teams)[turn % 4]
    column = table["progress"]
    del card
    assert len(list(table)) == len(column.to_list())


def capsules(turn: int) -> None:
    card = WORKSPACE.score(DAY)
    table = (card.objectives, card.key_results, card.table("objectives", order="rows"), card.teams)[turn % 4]
    column = table["progress"]
    # Unread capsules, in every order of going.
    kept = [table.__arrow_c_stream__(), column.__arrow_c_array__(), column.__arrow_c_stream__(), table.__arrow_c_schema__()]
    kept.reverse()
    del card, table
    assert len(column.to_list()) == len(column)


LEFT: list[bytes] = []


def leaking(turn: int) -> None:
    """What the measure is measured by: 50 bytes stay."""
    LEFT.append(bytes(17))


KEPT: list[okr.Workspace] = []
LARGER = okr.loads({"okr": 1, "objectives": [{"id": f"o{at}", "title": "Grow"} for at in range(20)]}).to_json()


def leaking_in_the_engine(turn: int) -> None:
    """The same with memory of the engine: a workspace of some thousand bytes stays now and then."""
    workspace = okr.loads(LARGER)
    if turn % 45 == 0:
        KEPT.append(workspace)


KINDS = [loads, apply, events, definitions, from_tables, errors, pickles, explain, compared, scorecards, tables, capsules]


def held() -> int:
    import resource

    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def grown(turn: Callable[[int], None], turns: int) -> int:
    parts = []
    for part in range(PARTS):
        for at in range(turns // PARTS):
            turn(at)
        parts.append(held())
    return min(parts[-3:]) - min(parts[1:4])


if __name__ == "__main__":
    print(grown(globals()[sys.argv[1]], int(sys.argv[2])))
