"""The same roll-up as other tools do it: the progress of every objective, and nothing else.

Each rival gets its data ready-made in its own form, with row numbers in place of ids and the values of the date picked
already, and what a program would keep between two dates is made before the clock starts. The engine has to look up
dates, and gives expected progress, status and reasons as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa


@dataclass(frozen=True)
class Rows:
    """Key results and links by the row numbers of their objectives; objectives by how far they are below a root."""

    objective: np.ndarray
    is_move: np.ndarray
    baseline: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    value: np.ndarray
    child: np.ndarray
    parent: np.ndarray
    link_weight: np.ndarray
    level: np.ndarray


def rows(tables: dict[str, pa.Table]) -> Rows:
    """The tables that `okr.from_tables` takes, as rows."""
    frames = {name: pl.DataFrame(table) for name, table in tables.items()}
    ids = frames["objectives"].select(id="id", row=pl.int_range(pl.len()))

    def numbers(frame: pl.DataFrame, column: str) -> np.ndarray:
        """The rows of the objectives that a column names."""
        joined = frame.select(id=column).join(ids, on="id", how="left", maintain_order="left")
        return joined["row"].to_numpy()

    last = frames["check_ins"].group_by("key_result", maintain_order=True).last()
    key_results = frames["key_results"].join(
        last.select(id="key_result", value="value"), on="id", how="left", maintain_order="left"
    )
    # What has no check-in yet is at its baseline; what must reach a value, or be done, starts from nothing.
    filled = key_results.with_columns(
        pl.col("weight").fill_null(1.0),
        pl.col("baseline").fill_null(0.0),
        pl.col("target").fill_null(1.0),
    ).with_columns(pl.col("value").fill_null(pl.col("baseline")))
    links = frames["alignments"]
    child, parent = numbers(links, "from"), numbers(links, "to")
    return Rows(
        objective=numbers(key_results, "objective"),
        is_move=(filled["kind"] == "move").to_numpy(),
        baseline=filled["baseline"].to_numpy(),
        target=filled["target"].to_numpy(),
        weight=filled["weight"].to_numpy(),
        value=filled["value"].to_numpy(),
        child=child,
        parent=parent,
        link_weight=links["weight"].fill_null(1.0).to_numpy(),
        level=_levels(len(ids), child, parent),
    )


def _levels(objectives: int, child: np.ndarray, parent: np.ndarray) -> np.ndarray:
    """How far each objective is below a root, along its longest way up."""
    level = np.zeros(objectives, dtype=np.int64)
    while True:
        deeper = level.copy()
        np.maximum.at(deeper, child, level[parent] + 1)
        if np.array_equal(deeper, level):
            return level
        level = deeper


def in_numpy(rows: Rows) -> Callable[[], np.ndarray]:
    """Arrays, level by level from the lowest."""
    objectives = len(rows.level)
    of_link = rows.level[rows.child]
    order = [np.flatnonzero(of_link == level) for level in range(int(rows.level.max()), -1, -1)]
    by_level = [np.flatnonzero(rows.level == level) for level in range(int(rows.level.max()), -1, -1)]
    weights = np.bincount(rows.objective, rows.weight, objectives)
    weights += np.bincount(rows.parent, rows.link_weight, objectives)

    def roll_up() -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = np.clip((rows.value - rows.baseline) / (rows.target - rows.baseline), 0.0, 1.0)
        progress = np.where(rows.is_move, moved, rows.value >= rows.target)
        sums = np.bincount(rows.objective, progress * rows.weight, objectives)
        for here, links in zip(by_level, order, strict=True):
            sums[here] /= weights[here]
            if len(links):
                np.add.at(sums, rows.parent[links], rows.link_weight[links] * sums[rows.child[links]])
        return sums

    return roll_up


def in_pandas(rows: Rows) -> Callable[[], np.ndarray]:
    """A frame of key results and one of links, with a group-by for each level."""
    key_results = pd.DataFrame({
        "objective": rows.objective,
        "is_move": rows.is_move,
        "baseline": rows.baseline,
        "target": rows.target,
        "weight": rows.weight,
        "value": rows.value,
    })
    links = pd.DataFrame({"child": rows.child, "parent": rows.parent, "weight": rows.link_weight})
    levels = range(int(rows.level.max()), -1, -1)
    of_level = [links[rows.level[rows.child] == level] for level in levels]
    here = [np.flatnonzero(rows.level == level) for level in levels]
    everything = pd.RangeIndex(len(rows.level))

    def roll_up() -> np.ndarray:
        way = (key_results["value"] - key_results["baseline"]) / (key_results["target"] - key_results["baseline"])
        met = (key_results["value"] >= key_results["target"]).astype(float)
        progress = way.clip(0.0, 1.0).where(key_results["is_move"], met)
        own = pd.DataFrame({"sum": progress * key_results["weight"], "weight": key_results["weight"]})
        own = own.groupby(key_results["objective"]).sum().reindex(everything, fill_value=0.0)
        weights = own["weight"].add(links.groupby("parent")["weight"].sum(), fill_value=0.0)
        sums = own["sum"].to_numpy(copy=True)
        for at, level in zip(here, of_level, strict=True):
            sums[at] /= weights.to_numpy()[at]
            if len(level):
                up = (level["weight"] * sums[level["child"]]).groupby(level["parent"]).sum()
                sums[up.index] += up.to_numpy()
        return sums

    return roll_up


def in_polars(rows: Rows) -> Callable[[], np.ndarray]:
    """A frame of key results and one of links, with a group-by and a join for each level."""
    key_results = pl.DataFrame({
        "objective": rows.objective,
        "is_move": rows.is_move,
        "baseline": rows.baseline,
        "target": rows.target,
        "weight": rows.weight,
        "value": rows.value,
    })
    links = pl.DataFrame({"child": rows.child, "parent": rows.parent, "share": rows.link_weight})
    level_of = pl.DataFrame({"objective": np.arange(len(rows.level)), "level": rows.level})
    depth = int(rows.level.max())

    def roll_up() -> np.ndarray:
        way = (pl.col("value") - pl.col("baseline")) / (pl.col("target") - pl.col("baseline"))
        met = (pl.col("value") >= pl.col("target")).cast(pl.Float64)
        progress = pl.when("is_move").then(way.clip(0.0, 1.0)).otherwise(met)
        own = key_results.group_by("objective").agg(
            sum=(progress * pl.col("weight")).sum(), weight=pl.col("weight").sum()
        )
        links_up = links.group_by("parent").agg(links=pl.col("share").sum())
        table = (
            level_of.join(own, on="objective", how="left")
            .join(links_up, left_on="objective", right_on="parent", how="left")
            .with_columns(pl.col("sum", "weight", "links").fill_null(0.0))
        )
        done = []
        carried = pl.DataFrame(schema={"parent": pl.Int64, "carried": pl.Float64})
        for level in range(depth, -1, -1):
            here = table.filter(pl.col("level") == level).join(
                carried.group_by("parent").agg(pl.col("carried").sum()),
                left_on="objective", right_on="parent", how="left",
            )
            total = pl.col("sum") + pl.col("carried").fill_null(0.0)
            scored = here.select("objective", progress=total / (pl.col("weight") + pl.col("links")))
            done.append(scored)
            up = links.join(scored, left_on="child", right_on="objective")
            carried = pl.concat([carried, up.select("parent", carried=pl.col("share") * pl.col("progress"))])
        return pl.concat(done).sort("objective")["progress"].to_numpy()

    return roll_up


class _KeyResult:
    __slots__ = ("baseline", "is_move", "target", "value", "weight")

    def __init__(self, is_move: bool, baseline: float, target: float, weight: float, value: float) -> None:
        self.is_move, self.baseline, self.target, self.weight, self.value = is_move, baseline, target, weight, value


class _Objective:
    __slots__ = ("children", "key_results", "progress")

    def __init__(self) -> None:
        self.key_results: list[_KeyResult] = []
        self.children: list[tuple[_Objective, float]] = []
        self.progress = float("nan")


def in_python(rows: Rows) -> Callable[[], np.ndarray]:
    """Objects with slots, from the lowest level up."""
    objectives = [_Objective() for _ in rows.level]
    stated = (rows.is_move, rows.baseline, rows.target, rows.weight, rows.value)
    for objective, *fields in zip(rows.objective.tolist(), *(field.tolist() for field in stated), strict=True):
        objectives[objective].key_results.append(_KeyResult(*fields))
    for child, parent, weight in zip(rows.child.tolist(), rows.parent.tolist(), rows.link_weight.tolist(), strict=True):
        objectives[parent].children.append((objectives[child], weight))
    order = [objectives[row] for row in np.argsort(-rows.level, kind="stable")]

    def roll_up() -> np.ndarray:
        for objective in order:
            total = weights = 0.0
            for key_result in objective.key_results:
                if key_result.is_move:
                    way = (key_result.value - key_result.baseline) / (key_result.target - key_result.baseline)
                    progress = 0.0 if way < 0.0 else min(way, 1.0)
                else:
                    progress = 1.0 if key_result.value >= key_result.target else 0.0
                total += progress * key_result.weight
                weights += key_result.weight
            for child, weight in objective.children:
                total += child.progress * weight
                weights += weight
            objective.progress = total / weights
        return np.array([objective.progress for objective in objectives])

    return roll_up


RIVALS = {"numpy": in_numpy, "polars": in_polars, "pandas": in_pandas, "plain Python": in_python}
