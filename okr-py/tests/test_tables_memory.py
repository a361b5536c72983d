"""What tables cost: nothing that stays, and handing one out the same whatever its length."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import pytest

import okr
from conftest import AS_OF

CYCLES = """
import sys, okr
try:
    import resource
except ImportError:
    sys.exit("no resource")

small = {"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]}
workspace = okr.loads(small)

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

def turn(at):
    card = workspace.score("2026-10-05")
    table = (card.objectives, card.key_results, card.table("objectives", order="rows"), card.teams)[at % 4]
    column = table["progress"]
    # Unread capsules, in every order of going.
    kept = [table.__arrow_c_stream__(), column.__arrow_c_array__(), column.__arrow_c_stream__(), table.__arrow_c_schema__()]
    kept.reverse()
    del card, table
    assert len(column.to_list()) == len(column)

turns = int(sys.argv[1])
for at in range(turns // 5):
    turn(at)
before = held()
for at in range(turns):
    turn(at)
print(held() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_scorecards_tables_and_streams_leave_nothing_behind() -> None:
    # More turns are for those who look for a leak: this build takes its time.
    turns = int(os.environ.get("OKR_TURNS", "15000"))
    done = subprocess.run([sys.executable, "-c", CYCLES, str(turns)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 1 << 20, "what keeps 70 bytes a turn is noticed"


def with_key_results(count: int) -> okr.Scorecard:
    key_results: list[dict[str, Any]] = [
        {"id": f"k{n}", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": n % 11}]}
        for n in range(count)
    ]
    return okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": key_results}]}).score(AS_OF)


def fastest(work: Any) -> float:
    times = []
    for _ in range(200):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def test_handing_out_costs_the_same_for_few_rows_and_many() -> None:
    few, many = with_key_results(20).key_results, with_key_results(20_000).key_results
    assert (len(few), len(many)) == (20, 20_000)
    column = (few["progress"], many["progress"])
    # Copying would take hundreds of times as long.
    assert fastest(many.__arrow_c_stream__) < 20 * fastest(few.__arrow_c_stream__)
    assert fastest(column[1].__arrow_c_array__) < 20 * fastest(column[0].__arrow_c_array__)
    assert fastest(column[1].to_numpy) < 20 * fastest(column[0].to_numpy)
    assert list(column[1][:20]) == list(column[0])
