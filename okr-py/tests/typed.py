"""A program with types: checked with `mypy --strict`, and run."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypedDict

import numpy
import pandas
import polars

import okr


def behind(card: okr.Scorecard) -> list[str]:
    """Ids of what is behind its plan."""
    found: list[str] = []
    for row in card.values():
        progress: float | None = row.progress
        expected: float | None = row.expected
        if progress is not None and expected is not None and progress < expected:
            found.append(row.id)
    return found


def defined() -> okr.Workspace:
    """A workspace of definitions, their fields read back in their own types."""
    measures: list[okr.Measure] = [
        okr.Measure.move(10_000, "+20%", unit="users", direction="increase"),
        okr.Measure.ratio(Decimal("12.5"), aggregate="sum"),
        okr.Measure.between(4, 7, credit="linear", zero_at=2),
        okr.Measure.milestones([okr.MilestoneItem("beta", due=datetime.date(2026, 10, 20))]),
        okr.Measure.levels([okr.LevelPoint(1, 0.3), okr.LevelPoint(2, 1, target=True)], between="stepped"),
        okr.Measure.binary(due="2026-11-30"),
    ]
    key_results = (okr.KeyResult(f"k{at}", "K", measure) for at, measure in enumerate(measures))
    state: list[okr.StateChange] = [okr.StateChange("2026-10-05", "active", reason="agreed")]
    objective = okr.Objective("p", "P", cycle="Q4", key_results=key_results, state=["draft", *state], extra={"n": 1})
    kinds: list[str] = [key_result.measure.kind for key_result in objective.key_results]
    start: datetime.date | None = objective.start
    target: float | str | None = objective.key_results[0].measure.target
    between: str | None = objective.key_results[4].measure.between
    due: datetime.date = okr.PlanPoint("2026-11-01", 3).on
    assert (kinds[2], start, target, between, due.year) == ("between", None, "+20%", "stepped", 2026)
    return okr.Workspace(
        name="Acme",
        policy=okr.Policy.preset("google"),
        cycles=[okr.Cycle("Q4", "2026-10-01", datetime.date(2026, 12, 31)), {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}],
        teams=[okr.Team("t")],
        objectives=[objective],
        limits=okr.Limits(objectives=10),
    )


def answered(workspace: okr.Workspace) -> list[str]:
    """What the engine answers, in its types."""
    card: okr.Scorecard = workspace.score("2026-11-21")
    why: okr.Explanation = card.explain("p")
    adds: list[float | None] = [line.contribution for line in why.lines]
    team: okr.GroupRow = card.team("t")
    change: okr.PolicyComparison = workspace.compare_policies("default", "google", "2026-11-21")
    fields: list[str] = [field.field for field in change.fields]
    due: list[okr.DueCheckIn] = card.due_check_ins("k0")
    days: list[datetime.date] = [each.on for each in due]
    later: okr.Workspace = workspace.carry_over(card, [okr.CarryOver("p", "q", "Q1", key_results={"k0": "q0"})])
    continued: list[okr.Objective] = workspace.continuations(card, [okr.CarryOver("p", "q", "Q1")])
    document: okr.Document = later.document()
    again: okr.Workspace = okr.loads({"okr": 1, "objectives": [continued[0]]} if not document.objectives else document)
    assert len(adds) == 6 and fields and days and team.objectives == 0 and again == later
    return [objective.id for objective in document.objectives]


def found(card: okr.Scorecard) -> list[okr.Code]:
    """What is wrong or doubtful, by code."""
    codes: list[okr.Code] = [finding.code for finding in card.findings]
    helps: dict[okr.Code, str] = {"no_window": "state when it starts"}
    return [code for code in codes if code in helps]


def mapped(rows: Mapping[str, okr.ObjectiveRow | okr.KeyResultRow]) -> list[str]:
    """A scorecard is a mapping to a checker too."""
    return [id for id, row in rows.items() if row.state == "active"]


def looked_up(card: okr.Scorecard) -> tuple[float | None, str]:
    """Rows that may not be there, and what they say."""
    row = card.get("o")
    start: datetime.date | None = None if row is None else row.start
    other: okr.ObjectiveRow | okr.KeyResultRow | str = card.get("nothing", "none")
    kinds: list[okr.MeasureKind] = [each.measure for each in card.key_result_rows()]
    name: str | None = card.workspace.name
    text: str = card.explain("o").to_json()
    column = card.objectives["progress"]
    slice_of: list[float | None] = column[:1]
    assert start is None and other == "none" and not kinds and name is None and text.startswith("{")
    return column[0], f"{len(slice_of)} of {len(dict(card))}"


def dated() -> list[okr.Scorecard]:
    """Days as whatever has them."""
    days: list[okr.Day] = [datetime.date(2026, 11, 21), "2026-11-21", numpy.datetime64("2026-11-21"), pandas.Timestamp("2026-11-21")]
    return [okr.Workspace().score(day) for day in days]


class Row(TypedDict):
    """A row of a table of teams."""

    id: str


def joined(objectives: okr.TableLike, teams: okr.TableLike | None = None) -> okr.Workspace:
    """A workspace of tables, of whichever library."""
    return okr.from_tables(objectives=objectives, teams=teams)


def tabled() -> list[okr.Workspace]:
    """The same organisation by every kind of table."""
    columns: dict[str, list[str]] = {"id": ["o"], "title": ["Grow"], "team": ["t"]}
    rows: list[Row] = [{"id": "t"}]
    frame = polars.DataFrame(columns)
    stream: okr.ArrowStream = frame
    older = pandas.DataFrame(columns)
    return [
        joined(older, older[["team"]].rename(columns={"team": "id"})),
        joined(older.to_dict("list"), rows),
        joined(older.to_dict("records"), rows),
        joined(columns, rows),
        joined(MappingProxyType(columns), ({"id": "t"},)),
        joined(stream, polars.DataFrame(rows)),
        joined([{"id": "o", "title": "Grow", "team": "t"}], joined(columns, rows).score("2026-11-21").teams.to_polars().select("id")),
    ]


def worded(row: okr.ObjectiveRow | okr.KeyResultRow) -> tuple[okr.Status, okr.Reason | None, okr.LeftOut | None]:
    """Words of closed sets, as themselves."""
    colours: dict[okr.Status, str] = {"on_track": "green", "at_risk": "amber", "off_track": "red"}
    ambition: okr.Ambition | None = row.ambition
    role: okr.Role = row.role if isinstance(row, okr.KeyResultRow) else "normal"
    assert role == "normal" and ambition is None and colours.get(row.status, "grey") == "grey"
    return row.status, row.status_reason, row.left_out


def main() -> tuple[datetime.date, list[str], str]:
    workspace: okr.Workspace = okr.loads('{"okr": 1, "objectives": [{"id": "o", "title": "O"}]}')
    event: okr.Event = okr.Event.check_in("o", datetime.date(2026, 11, 1), 3, confidence=0.5)
    policy: okr.Policy = okr.Policy.from_dict({"rollup": {"of": "manual"}})
    card: okr.Scorecard = workspace.apply(event, event).score(datetime.datetime(2026, 11, 21), policy)
    row: okr.ObjectiveRow = card.objective("o")
    ids: list[str] = [id for id in card]
    key_results: list[okr.KeyResultRow] = row.key_results
    table: okr.Table = card.objectives
    column: okr.Column = table["progress"]
    values: list[float | None] = column.to_list()
    rows: list[dict[str, object]] = [each for each in table]
    names: list[str] = table.column_names
    assert len(values) == len(rows) == len(table) == 1 and "progress" in names
    try:
        card["p"]
    except okr.OkrError as error:
        code: str = error.code
        findings: list[okr.Finding] = error.findings
        assert findings[0].code == code
    assert ids == ["o"] and not key_results
    assert found(card) == ["no_window"] and mapped(card) == ["o"] and looked_up(card) == (0.03, "1 of 1")
    assert len(set(dated())) == 1
    assert worded(row) == ("none", "ratio", None)
    assert all(workspace == tabled()[0] for workspace in tabled())
    assert okr.from_tables(check_ins=workspace.check_ins, objectives={"id": ["o"], "title": ["O"]}) == workspace
    severity: okr.Severity = findings[0].severity
    kind: okr.EventKind = event.kind
    shape: okr.ColumnKind = column.kind
    state: okr.State = card.proposed_state("o")
    assert (severity, kind, shape, state) == ("error", "check_in", "number", "closed")
    assert answered(defined()) == ["p", "q"]
    return card.as_of, behind(card), code


if __name__ == "__main__":
    print(main())
