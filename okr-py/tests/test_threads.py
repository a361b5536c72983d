"""One workspace, many threads."""

from __future__ import annotations

import struct
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import okr
from conftest import AS_OF, ORGANISATION


def test_threads_score_one_workspace_at_once(organisation: okr.Workspace, card: okr.Scorecard) -> None:
    begin = threading.Barrier(8)

    def work(number: int) -> list[str]:
        begin.wait()
        seen = []
        for turn in range(4):
            again = organisation.score(AS_OF, None if (number + turn) % 2 else "google")
            seen.append(again.to_json())
            assert again["emea-sales"].owner == "giulia"
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = {text for texts in pool.map(work, range(8)) for text in texts}
    assert seen == {card.to_json(), organisation.score(AS_OF, "google").to_json()}


def test_threads_share_a_scorecard_and_make_workspaces(organisation: okr.Workspace) -> None:
    card = organisation.score(AS_OF)
    begin = threading.Barrier(8)

    def work(number: int) -> tuple[str, float | None]:
        begin.wait()
        later = organisation.apply(okr.Event.check_in("emea-revenue", AS_OF, 2_500_000 + number))
        assert later != organisation and okr.load(ORGANISATION) == organisation
        return card["emea-sales"].label or "", later.score(AS_OF).progress("emea-revenue")

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(8)))
    assert len({label for label, _ in seen}) == 1 and len({progress for _, progress in seen}) == 8


def test_threads_answer_every_question_alike(organisation: okr.Workspace) -> None:
    """Nobody has asked this scorecard anything yet: what it makes once, several threads ask for at once."""
    alone = answers(organisation.score(AS_OF))
    for _ in range(5):
        card = organisation.score(AS_OF)
        begin = threading.Barrier(8)

        def work(_: int, card: okr.Scorecard = card, begin: threading.Barrier = begin) -> list[str]:
            begin.wait()
            return answers(card)

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(work, range(8))) == [alone] * 8


def answers(card: okr.Scorecard) -> list[str]:
    rows = [card.team_rows(), card.person_rows(), card.cycle_rows(), card.kpi_rows(), card.values()]
    told = [str(card.explain(id)) for id in card] + [repr(each) for each in sum(rows, [])]
    bits = [struct.pack(">d", row.progress).hex() for row in card.values() if row.progress is not None]
    said = [f"{row.owner} {row.label} {row.grade} {row.weight}" for row in card.values()]
    compared = card.workspace.compare_policies("default", "viva_goals", card.as_of)
    return [*told, *bits, *said, str(compared), card.workspace.document().to_dict().__repr__()]


def many_key_results() -> okr.Workspace:
    key_results = [
        okr.KeyResult(f"k{n}", "K", okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)]) for n in range(20_000)
    ]
    return okr.Workspace(objectives=[okr.Objective("o", "O", key_results=key_results)])


def nearest(card: okr.Scorecard) -> str:
    """What is told of an id that nothing has; all others are looked at for it."""
    try:
        card["k12345x"]
    except okr.UnknownIdError as error:
        return error.help
    return ""


def test_other_threads_run_during_long_calls() -> None:
    """With turns this long, another thread runs only where the interpreter is let go of; the other one does so itself."""
    workspace = many_key_results()
    text = workspace.to_json()
    card = workspace.score(AS_OF)
    calls: dict[str, Callable[[], object]] = {
        "loads": lambda: okr.loads(text),
        "score": lambda: workspace.score(AS_OF, "google"),
        "apply": lambda: workspace.apply(okr.Event.check_in("k1", AS_OF, 7)),
        "compare_policies": lambda: workspace.compare_policies("default", {"rollup": {"mean": "minimum"}}, AS_OF),
        "card.to_json": card.to_json,
        "an id that nothing has": lambda: nearest(card),
        "workspace.to_json": workspace.to_json,
        "==": lambda: workspace == okr.loads(text),
    }
    started, stop = threading.Event(), threading.Event()
    turns = 0

    def count() -> None:
        nonlocal turns
        started.set()
        while not stop.is_set():
            turns += 1
            time.sleep(0)

    interval = sys.getswitchinterval()
    counter = threading.Thread(target=count)
    ran = {}
    try:
        counter.start()
        started.wait()
        sys.setswitchinterval(60)
        for name, call in calls.items():
            before = turns
            # A call may come and go before the other thread is awake.
            for _ in range(50):
                call()
                if turns > before:
                    break
            ran[name] = turns > before
    finally:
        sys.setswitchinterval(interval)
        stop.set()
        counter.join()
    assert ran == dict.fromkeys(calls, True)
