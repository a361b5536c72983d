"""One workspace, many threads."""

from __future__ import annotations

import sys
import threading
import time
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


def test_other_threads_run_while_one_reads() -> None:
    """With turns this long, another thread runs only when the interpreter is let go of; the other one does so itself."""
    key_results = [
        {"id": f"k{n}", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}
        for n in range(5_000)
    ]
    text = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": key_results}]}).to_json()
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
    try:
        counter.start()
        started.wait()
        sys.setswitchinterval(20)
        before = turns
        workspace = okr.loads(text)
        read = turns
        workspace.score(AS_OF)
        stop.set()
    finally:
        sys.setswitchinterval(interval)
        stop.set()
        counter.join()
    assert read > before
