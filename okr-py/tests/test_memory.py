"""What things cost: nothing that stays, and handing out a table the same whatever its length."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import pytest

import okr
import turns
from conftest import AS_OF

# In all more than 100,000 for what lasts: this build takes its time. More are for those who look for a leak.
TURNS = int(os.environ.get("OKR_TURNS", "8500"))
NOTICED = 200 << 10
"""Bytes. What keeps 50 a turn keeps 250 KiB from the second part to the eighth."""


def grown(kind: str) -> int:
    # Pages of the usual size, because large ones come two million bytes at a time and hide what is less; and what is unused
    # given back.
    environment = {**os.environ, "MIMALLOC_ALLOW_THP": "0", "MIMALLOC_PURGE_DECOMMITS": "1"}
    done = subprocess.run([sys.executable, turns.__file__, kind, str(TURNS)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("kind", [kind.__name__ for kind in turns.KINDS])
def test_what_is_made_leaves_nothing_behind(kind: str) -> None:
    assert grown(kind) < NOTICED


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("kind", ["leaking", "leaking_in_the_engine"])
def test_what_leaves_fifty_bytes_is_noticed(kind: str) -> None:
    assert grown(kind) > NOTICED
    assert TURNS * len(turns.KINDS) >= 100_000


UNUSED = """
import json, okr
key_results = [{"id": f"k{n}", "title": "K", "measure": {"kind": "ratio", "target": 10}} for n in range(20_000)]
text = json.dumps({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": key_results}]})
for _ in range(3):
    okr.loads(text)
print(next(line.split()[1] for line in open("/proc/self/smaps_rollup") if line.startswith("LazyFree")))
"""


def unused_pages(**options: str) -> int:
    """KiB that are the system's for the asking, after a workspace that was let go of."""
    environment = {**os.environ, "MIMALLOC_PURGE_DELAY": "0", **options}
    done = subprocess.run([sys.executable, "-c", UNUSED], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="reads /proc/self/smaps_rollup")
def test_unused_pages_are_left_for_the_system_to_take() -> None:
    assert unused_pages() > 1000
    # Unless the environment wants them given back at once.
    assert unused_pages(MIMALLOC_PURGE_DECOMMITS="1") == 0


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
