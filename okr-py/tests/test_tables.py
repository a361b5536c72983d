"""Tables by themselves: what they say, and what they are."""

from __future__ import annotations

import copy
import datetime
import json
import operator
import pickle
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

import okr
from conftest import AS_OF
from test_wrong_input import CARD, anything, many, tried

NAMES = ["objectives", "key_results", "teams", "people", "cycles", "kpis"]
STATUSES = "none not_started on_track at_risk off_track achieved exceeded missed postponed cancelled archived".split()


def bits(value: Any) -> Any:
    """A value that is equal only to the same one, to the last bit."""
    return struct.pack("d", value) if isinstance(value, float) else value


def tables(card: okr.Scorecard) -> list[okr.Table]:
    listed = [getattr(card, name) for name in NAMES]
    return [*listed, card.table("objectives", order="rows"), card.table("key_results", order="rows"), card.workspace.check_ins]


@pytest.mark.parametrize("order", ["document", "rows"])
@pytest.mark.parametrize("name", ["objectives", "key_results"])
def test_a_table_says_what_the_rows_say_to_the_bit(card: okr.Scorecard, name: str, order: str) -> None:
    table = card.table(name, order=order)
    rows = table.to_dicts()
    ids = [row.id for row in (card.objective_rows() if name == "objectives" else card.key_result_rows())]
    assert len(table) == len(rows) == len(ids) and {row["id"] for row in rows} == set(ids)
    assert order == "rows" or [row["id"] for row in rows] == ids
    said = 0
    for row in rows:
        told: Any = card[row["id"]]
        for column, value in row.items():
            # Rows have the rows of what is above and below.
            if column in ("objective", "key_results"):
                continue
            assert bits(value) == bits(getattr(told, column)), (row["id"], column)
            said += 1
        assert row["computed_status"] == (told.override.computed if told.override else None)
        assert json.loads(told.to_json()) == json.loads(json.dumps(told.to_dict(), default=str))
        if name == "objectives":
            assert row["key_results"] == len(told.key_results)
        else:
            above = told.objective
            assert (row["objective"], row["cycle"], row["team"]) == (above.id, above.cycle, above.team)
    assert said == (len(table.column_names) - 1) * len(rows)


def test_the_other_tables_say_what_the_report_says(card: okr.Scorecard) -> None:
    report = card.report()
    for name in ("teams", "people", "cycles", "kpis"):
        rows = getattr(card, name).to_dicts()
        assert len(rows) == len(report[name]) > 0
        for row, told in zip(rows, report[name], strict=True):
            assert {column: bits(row[column]) for column in told} == {column: bits(value) for column, value in told.items()}
    assert [row["end"] for row in card.cycles][:1] == [datetime.date(2026, 12, 31)]
    parents = {row["id"]: row["parent"] for row in card.teams}
    assert None in parents.values() and set(parents.values()) - {None} <= set(parents)


def test_check_ins_are_those_of_the_document(small: dict[str, Any]) -> None:
    small["objectives"][0]["key_results"][0]["check_ins"] += [{"on": "2027-01-05", "note": "<later>", "by": "ana"}]
    workspace = okr.loads(small)
    first, second = workspace.check_ins.to_dicts()
    assert first == {
        "objective": "o", "key_result": "a", "on": datetime.date(2026, 10, 5), "value": 5.0, "confidence": 0.7, "note": None, "by": None,
    }
    assert (second["on"], second["value"], second["note"], second["by"]) == (datetime.date(2027, 1, 5), None, "<later>", "ana")
    # What is dated later is in the table of the workspace, and in none of a scorecard.
    row = workspace.score(AS_OF).key_results.to_dicts()[0]
    assert (row["check_ins"], row["last_check_in"]) == (1, datetime.date(2026, 10, 5))


def test_columns(card: okr.Scorecard) -> None:
    table = card.objectives
    assert [column.name for column in table.columns] == table.column_names == list(table.to_dicts()[0])
    kinds = {"progress": "number", "level": "integer", "due": "date", "is_stale": "flag", "title": "text", "status": "word"}
    assert {name: table[name].kind for name in kinds} == kinds
    assert table["status"].categories == STATUSES
    assert table["left_out"].categories and "counted" not in table["left_out"].categories
    assert table["title"].categories is None
    for column in table.columns:
        values = column.to_list()
        assert values == list(column) == column[:] == [row[column.name] for row in table]
        assert column.null_count == values.count(None) and len(column) == len(values) == len(table)
        assert column[::-2] == values[::-2] and column[3:1] == [] and column[-2:100] == values[-2:]
        assert column[0] == values[0] == column[-len(values)] and column[-1] == values[-1]
        assert all(value is None or type(value) in (float, int, datetime.date, bool, str) for value in values)
    assert "emea-sales" in table["id"] and "progress" in table and "nothing" not in table
    assert table.columns[0] == table["id"] != table["title"]


def test_a_table_of_nothing_has_columns() -> None:
    workspace = okr.loads({"okr": 1})
    card = workspace.score(AS_OF)
    for table in tables(card):
        assert len(table) == 0 and table.to_dicts() == list(table) == [] and table.column_names
        assert all(column.to_list() == [] and column.null_count == 0 for column in table.columns)
        assert "0 rows" in repr(table) and "0 rows" in table._repr_html_()


def test_a_table_is_made_once_and_kept(organisation: okr.Workspace) -> None:
    card = organisation.score(AS_OF)
    for name in NAMES:
        table = getattr(card, name)
        assert table == getattr(card, name) == card.table(name)
    place = card.objectives["weight"].__array_interface__["data"]
    assert place == card.objectives["weight"].__array_interface__["data"] == card.table("objectives")["weight"].__array_interface__["data"]


def test_numbers_are_the_engines_own_wherever_the_order_allows(small: dict[str, Any], card: okr.Scorecard) -> None:
    def place(table: okr.Table) -> int:
        return int(table["progress"].__array_interface__["data"][0])

    # Two tables of one scorecard have numbers in one place only where neither has its own.
    one = okr.loads(small).score(AS_OF)
    assert place(one.objectives) == place(one.table("objectives", order="rows"))
    assert list(card.objectives["id"]) != list(card.table("objectives", order="rows")["id"])
    assert place(card.objectives) != place(card.table("objectives", order="rows"))


def test_a_table_is_a_snapshot_and_outlives_its_scorecard(small: dict[str, Any]) -> None:
    workspace = okr.loads(small)
    card = workspace.score(AS_OF)
    table, progress, check_ins = card.key_results, card.key_results["progress"], workspace.check_ins
    before = (table.to_dicts(), check_ins.to_dicts())
    later = workspace.apply(okr.Event.check_in("a", AS_OF, 9))
    assert later.score(AS_OF).key_results["progress"][0] == 0.9
    assert (len(later.check_ins), len(check_ins)) == (2, 1)
    del card, workspace
    assert (table.to_dicts(), check_ins.to_dicts()) == before and list(progress) == [0.5, 0.0]


def test_tables_are_values(small: dict[str, Any]) -> None:
    one, other = (tables(okr.loads(small).score(AS_OF)) for _ in range(2))
    another = tables(okr.loads(small).score("2026-10-06"))
    for at, table in enumerate(one):
        for place, each in enumerate(other):
            assert (table == each) is (at == place)
        assert hash(table) == hash(other[at])
        # The check-ins are the workspace's, whatever the date.
        assert (table == another[at]) is (at == len(one) - 1)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(table, protocol))
            assert again == table and again.to_dicts() == table.to_dicts() and repr(again) == repr(table)
        assert copy.deepcopy(table) == copy.copy(table) == table
        for column in table.columns:
            again = pickle.loads(pickle.dumps(column))
            assert again == column and hash(again) == hash(column) and again.to_list() == column.to_list()
        assert table != 3 and table.columns[0] != table
        with pytest.raises(AttributeError):
            table.more = 1  # type: ignore[attr-defined]


def test_a_table_says_what_it_is(card: okr.Scorecard) -> None:
    assert repr(card.objectives) == "<okr.Table objectives: 16 rows, 33 columns>"
    assert repr(card.teams["progress"]).startswith("<okr.Column 'progress' of teams: ")
    assert repr(card.workspace.check_ins).startswith("<okr.Table check_ins: ")


def test_a_table_draws_itself(card: okr.Scorecard) -> None:
    shown = card.objectives._repr_html_()
    assert shown.startswith("<table><thead><tr><th>id</th>") and shown.endswith("<p>first 10 of 16 rows, 33 columns</p>")
    assert shown.count("<tr>") == 11 and "0.7606" in shown and "on_track" in shown and "None" not in shown
    # Whatever somebody calls an objective, it stays a text.
    evil = "<script>alert('&')</script>"
    drawn = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": evil}]}).score(AS_OF).objectives._repr_html_()
    assert "<script" not in drawn and "&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;" in drawn


def test_threads_make_and_read_tables_at_once(organisation: okr.Workspace, card: okr.Scorecard) -> None:
    shared = organisation.score(AS_OF)
    begin = threading.Barrier(8)
    expected = card.key_results.to_dicts()

    def work(number: int) -> int:
        begin.wait()
        name = NAMES[number % len(NAMES)]
        table = getattr(shared, name)
        assert shared.key_results.to_dicts() == expected
        assert table == getattr(shared, name)
        return table["id"].__arrow_c_array__() is not None and len(table)

    with ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(work, range(8)))
    assert sizes[0] == len(shared.objectives) and all(sizes)


def test_one_iterator_may_be_shared_by_threads(card: okr.Scorecard) -> None:
    rows = iter(card.key_results)
    with ThreadPoolExecutor(4) as pool:
        seen = [row["id"] for part in pool.map(lambda _: list(rows), range(4)) for row in part]
    assert sorted(seen) == sorted(card.key_results["id"])


@many
@given(anything, anything)
def test_whatever_is_asked_of_a_table(one: Any, two: Any) -> None:
    table, column = CARD.objectives, CARD.objectives["progress"]
    for call in (table.__getitem__, column.__getitem__):
        try:
            tried(call, one)
        except (KeyError, IndexError):
            pass
    for call in (table.__contains__, table.__arrow_c_stream__, column.__arrow_c_array__, column.__arrow_c_stream__):
        tried(call, one)
    tried(CARD.table, one, two)
    tried(CARD.table, "objectives", order=one)
    tried(column.__array__, None, one)
    assert (table == one, column == one) == (False, False)


def test_wrong_names_and_types(card: okr.Scorecard) -> None:
    with pytest.raises(KeyError, match="found `progres`, expected one of id, title"):
        card.objectives["progres"]
    with pytest.raises(ValueError, match="found the table `objective`, expected one of objectives, key_results"):
        card.table("objective")
    with pytest.raises(ValueError, match="found the order `row`, expected `document` or `rows`"):
        card.table("objectives", order="row")
    with pytest.raises(IndexError, match="found no such row, expected one of 16"):
        card.objectives["id"][16]
    with pytest.raises(IndexError):
        card.objectives["id"][-17]
    with pytest.raises(IndexError):
        card.objectives["id"][10**30]
    for wrong in (lambda: card.objectives[0], lambda: card.objectives["id"]["id"], lambda: card.objectives["id"][1.0]):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError, match="found int, expected a capsule or None"):
        card.objectives.__arrow_c_stream__(3)
    for made in (okr.Table, okr.Column):
        with pytest.raises(TypeError):
            made()
    assert operator.length_hint(card.objectives) == 16
