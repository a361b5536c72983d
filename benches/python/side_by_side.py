"""The Python face side by side with Rust, with plain Python and with the libraries that people would take instead.

Started by `cargo bench --bench python`, which makes the document and answers for Rust: in one run and in turns.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from typing import Any

import numpy as np
import okr
import polars as pl
import pyarrow as pa
from rivals import RIVALS, rows

ROUNDS = 7
# Seconds that a sample of short work lasts.
SAMPLE = 0.02
# How often an expression of some tens of nanoseconds is evaluated for a sample.
EVALUATIONS = 300_000
AS_OF = "2025-04-03"


def timed(work: Callable[[], object]) -> float:
    """Seconds of this thread's CPU time, without those of letting go of the result."""
    gc.collect()
    start = time.thread_time()
    result = work()
    took = time.thread_time() - start
    del result
    return took


def race(*contenders: Callable[[], float], rounds: int = ROUNDS) -> list[float]:
    """The median of what each contender says it took; they take turns."""
    samples = [[contender() for contender in contenders] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*samples, strict=True)]


def rounds_for(count: int) -> int:
    """Fewer where a round takes half a minute."""
    return 3 if count > 500_000 else ROUNDS


def each(work: Callable[[], object]) -> Callable[[], float]:
    """Seconds a call of short work, repeated for a while."""
    work()
    once = max(timed(work), 1e-8)
    repeats = max(1, min(1_000_000, int(SAMPLE / once)))
    turns = range(repeats)

    def sample() -> float:
        def loop() -> None:
            for _ in turns:
                work()

        return timed(loop) / repeats

    return sample


def expression(text: str, **names: object) -> Callable[[], float]:
    """Seconds an evaluation, without those of the loop around it and of any function."""
    whole, loop = (timeit.Timer(what, globals=names, timer=time.thread_time) for what in (text, "pass"))
    return lambda: (whole.timeit(EVALUATIONS) - loop.timeit(EVALUATIONS)) / EVALUATIONS


def line(what: str, ours: float, rival: str, theirs: float, unit: str, scale: float) -> None:
    print(f"{what:<44} {ours * scale:>10,.1f} {theirs * scale:>12,.1f} {unit:<16} {rival:<26} {ours / theirs:>8.2f}")


def head(title: str) -> None:
    print(f"\n{title:<44} {'okr':>10} {'rival':>12} {'':<16} {'beside':<26} {'ratio':>8}", flush=True)


class Rust:
    """The engine without Python: a process that does a thing when asked and says how many seconds of CPU it took."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def take(self, what: str) -> float:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def end(self) -> None:
        self.process.communicate()


def tables_of(text: str) -> dict[str, pa.Table]:
    """The document of a benchmark as the tables that `okr.from_tables` takes."""
    document = json.loads(text)
    objectives: dict[str, list[Any]] = {name: [] for name in ("id", "title", "cycle", "team", "owner")}
    key_results: dict[str, list[Any]] = {
        name: [] for name in ("objective", "id", "title", "owner", "weight", "kind", "baseline", "target", "unit")
    }
    check_ins: dict[str, list[Any]] = {name: [] for name in ("key_result", "on", "value")}
    alignments: dict[str, list[Any]] = {name: [] for name in ("from", "to", "weight")}
    for objective in document["objectives"]:
        for name, column in objectives.items():
            column.append(objective.get(name))
        for link in objective.get("aligned_to", ()):
            for name, value in (("from", objective["id"]), ("to", link["to"]), ("weight", link.get("weight"))):
                alignments[name].append(value)
        for key_result in objective.get("key_results", ()):
            measure = key_result["measure"]
            for name, column in key_results.items():
                column.append(objective["id"] if name == "objective" else key_result.get(name, measure.get(name)))
            for check_in in key_result.get("check_ins", ()):
                check_ins["key_result"].append(key_result["id"])
                check_ins["on"].append(check_in["on"])
                check_ins["value"].append(float(check_in["value"]))
    made = {
        "objectives": pa.table(objectives),
        "key_results": pa.table(key_results),
        "alignments": pa.table(alignments),
        "check_ins": pa.table({**check_ins, "on": pa.array(check_ins["on"]).cast(pa.date32())}),
    }
    for name in ("cycles", "teams", "people"):
        if document.get(name):
            made[name] = pa.Table.from_pylist(document[name])
    return made


def scoring(workspace: okr.Workspace, rust: Rust, count: int) -> None:
    head("scoring")
    ours, theirs = race(lambda: timed(lambda: workspace.score(AS_OF)), lambda: rust.take("score"))
    line("a whole scorecard", ours, "Rust, a whole scorecard", theirs, "ns a key result", 1e9 / count)


class Plain:
    """What a number costs in plain Python, by a method."""

    __slots__ = ("progress", "rows", "values")

    def __init__(self, rows: dict[str, float]) -> None:
        self.rows, self.values, self.progress = rows, list(rows.values()), 0.5

    def at(self, row: int) -> float:
        return self.values[row]

    def of(self, key: str) -> float:
        return self.rows[key]

    def plain(self) -> float:
        return self.progress


def by_id(card: okr.Scorecard) -> None:
    head("one number")
    ids = card.key_results["id"].to_list()
    progress = card.key_results["progress"].to_list()
    plain, key = Plain(dict(zip(ids, progress, strict=True))), ids[len(ids) // 2]
    names = {"card": card, "plain": plain, "key": key, "row": card[key]}
    rivals = {
        "a method, index to float": "plain.at(5)",
        "a method, id to float, dict": "plain.of(key)",
        "a method without arguments": "plain.plain()",
    }
    texts = ("card.progress(key)", "row.progress", *rivals.values())
    ours, of_row, *theirs = race(*(expression(text, **names) for text in texts))
    for rival, took in zip(rivals, theirs, strict=True):
        line("card.progress(id), one id", ours, rival, took, "ns", 1e9)
    line("row.progress", of_row, rival, took, "ns", 1e9)
    shuffled = [ids[at] for at in np.random.default_rng(7).permutation(len(ids))[:20_000]]

    def over(method: Callable[[str], object]) -> Callable[[], object]:
        def run() -> None:
            for key in shuffled:
                method(key)

        return run

    ours, mapped = race(each(over(card.progress)), each(over(plain.of)))
    line("card.progress(id), ids in random order", ours, "a method, id to float, dict", mapped, "ns", 1e9 / len(shuffled))


def handing_over(card: okr.Scorecard, small: okr.Scorecard) -> None:
    head("handing over")
    for library, take in (
        ("polars.Series", pl.Series), ("pyarrow.array", pa.array),
        ("polars.DataFrame", None), ("pyarrow.table", None),
    ):
        if take is None:
            take = pl.DataFrame if library.startswith("polars") else pa.table
            many, few = card.key_results, small.key_results
        else:
            many, few = card.key_results["progress"], small.key_results["progress"]
        ours, theirs = race(each(lambda: take(many)), each(lambda: take(few)))
        rows = f"{len(few):,} rows"
        line(f"{library}, {len(many):,} rows", ours, f"the same, {rows}", theirs, "µs", 1e6)
    column = card.key_results["progress"]
    in_arrow = pa.array(column).buffers()[1].address
    in_polars = pl.Series(column).to_arrow().buffers()[1].address
    in_numpy = np.asarray(column).__array_interface__["data"][0]
    print(f"the numbers are at {in_arrow:#x} in pyarrow, {in_polars:#x} in polars, {in_numpy:#x} in numpy")
    assert in_arrow == in_polars == in_numpy, "the numbers were copied"


def first_tables(workspace: okr.Workspace, count: int) -> None:
    head("first tables")
    for name in ("key_results", "objectives"):
        ours, theirs = race(
            lambda: timed_of(lambda: workspace.score(AS_OF), lambda card: pa.table(getattr(card, name))),
            lambda: timed(lambda: workspace.score(AS_OF)),
            rounds=rounds_for(count),
        )
        line(f"card.{name}, for the first time", ours, "scoring", theirs, "ns a key result", 1e9 / count)


def timed_of(make: Callable[[], Any], work: Callable[[Any], object]) -> float:
    """Seconds of CPU time of what is done with a new value, without its making."""
    made = make()
    return timed(lambda: work(made))


def loading(text: str, tables: dict[str, pa.Table], count: int) -> None:
    head("loading")
    limits = okr.Limits.large()
    coded = {name: _coded(table) for name, table in tables.items()}
    check_ins = tables["check_ins"]
    order = np.random.default_rng(7).permutation(check_ins.num_rows)
    shuffled = {**tables, "check_ins": check_ins.take(pa.array(order))}

    def load() -> float:
        return timed(lambda: okr.loads(text, limits=limits))

    first, json_alone = race(load, lambda: timed(lambda: json.loads(text)), rounds=rounds_for(count))
    parsed, plain, by_code, mixed = race(
        load,
        lambda: timed(lambda: okr.from_tables(**tables, limits=limits)),
        lambda: timed(lambda: okr.from_tables(**coded, limits=limits)),
        lambda: timed(lambda: okr.from_tables(**shuffled, limits=limits)),
    )
    unit, scale = "ns a key result", 1e9 / count
    line("okr.loads", first, "json.loads, values only", json_alone, unit, scale)
    line("okr.from_tables, ids as text", plain, "okr.loads", parsed, unit, scale)
    line("okr.from_tables, ids as dictionaries", by_code, "okr.loads", parsed, unit, scale)
    line("okr.from_tables, check-ins in any order", mixed, "okr.loads", parsed, unit, scale)


def _coded(table: pa.Table) -> pa.Table:
    """References as dictionaries, as a library for data frames keeps its categories."""
    for name in ("key_result", "objective", "owner", "team", "cycle", "kind"):
        if name in table.column_names:
            at = table.column_names.index(name)
            table = table.set_column(at, name, table[name].combine_chunks().dictionary_encode())
    return table


def peers(workspace: okr.Workspace, card: okr.Scorecard, tables: dict[str, pa.Table], count: int) -> None:
    head("the same roll-up elsewhere")
    given = rows(tables)
    place = {name: at for at, name in enumerate(tables["objectives"]["id"].to_pylist())}
    expected = np.empty(len(place))
    for row in card.objectives.to_dicts():
        expected[place[row["id"]]] = row["progress"]
    for name, rival in RIVALS.items():
        roll_up = rival(given)
        assert np.abs(roll_up() - expected).max() < 1e-9, f"{name} comes to other numbers"
        ours, theirs = race(
            lambda: timed(lambda: workspace.score(AS_OF)),
            lambda: timed_process(roll_up),
            rounds=rounds_for(count),
        )
        line("a whole scorecard", ours, f"progress alone, {name}", theirs, "ns a key result", 1e9 / count)


def timed_process(work: Callable[[], object]) -> float:
    """Seconds of CPU time of all threads: some libraries have their own."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    server, *documents = sys.argv[1:]
    small = okr.loads(open(documents[0], encoding="utf-8").read()).score(AS_OF)
    for path in documents[1:]:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        tables = tables_of(text)
        count = tables["key_results"].num_rows
        print(f"\n{count:,} key results, {tables['objectives'].num_rows:,} objectives, "
              f"{tables['check_ins'].num_rows:,} check-ins, {len(text) / 1e6:.0f} MB of JSON")
        workspace = okr.loads(text, limits=okr.Limits.large())
        card = workspace.score(AS_OF)
        again = okr.from_tables(**tables, limits=okr.Limits.large()).score(AS_OF)
        assert again.key_results["progress"].to_list() == card.key_results["progress"].to_list()
        rust = Rust([server, "--serve", path])
        scoring(workspace, rust, count)
        rust.end()
        by_id(card)
        handing_over(card, small)
        first_tables(workspace, count)
        peers(workspace, card, tables, count)
        del card, again, workspace
        loading(text, tables, count)


main()
