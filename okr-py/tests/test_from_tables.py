"""Workspaces from tables: data frames of every library, dicts of lists, lists of dicts, and whatever else is handed in."""

from __future__ import annotations

import datetime
import decimal
import gc
import json
import threading
import weakref
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as some

import okr
from conftest import AS_OF, ORGANISATION
from test_wrong_input import anything, leaves, many, texts, tried

DOCUMENT = json.loads(ORGANISATION.read_text(encoding="utf-8"))
LISTS = {
    "objectives": ["contributors", "initiatives", "measure", "overrides", "policy", "tags", "silence", "extra"],
    "key_results": ["contributors", "items", "points", "plan", "amendments", "overrides", "tags", "silence", "extra"],
    "kpis": ["healthy"],
}


def said() -> dict[str, list[dict[str, Any]]]:
    """The organisation of the examples, row by row."""
    tables: dict[str, list[dict[str, Any]]] = {name: [dict(row) for row in DOCUMENT.get(name, [])] for name in ("cycles", "teams", "people", "kpis", "objectives")}
    tables |= {name: [] for name in ("readings", "key_results", "check_ins", "alignments")}

    def moved(row: dict[str, Any], field: str, table: str, join: str) -> None:
        tables[table] += [{join: row["id"], **entry} for entry in row.pop(field, [])]

    for kpi in tables["kpis"]:
        moved(kpi, "readings", "readings", "kpi")
    for objective in tables["objectives"]:
        moved(objective, "aligned_to", "alignments", "from")
        moved(objective, "check_ins", "check_ins", "objective")
        moved(objective, "key_results", "key_results", "objective")
    for row in tables["key_results"]:
        moved(row, "aligned_to", "alignments", "from")
        moved(row, "check_ins", "check_ins", "key_result")
        measure = row.pop("measure")
        row |= {{"due": "measure_due"}.get(name, name): value for name, value in measure.items()}
    return tables


SAID = said()
OPTIONS: dict[str, Any] = {name: DOCUMENT[name] for name in ("name", "policy", "confidence_scale") if name in DOCUMENT}


def plain() -> dict[str, list[dict[str, Any]]]:
    """The same without lists and objects in cells, which data frames do not take: those are JSON."""

    def cell(table: str, name: str, value: Any) -> Any:
        is_json = name in LISTS.get(table, []) or isinstance(value, (list, dict))
        return json.dumps(value) if is_json else value

    rows = {table: [{name: cell(table, name, value) for name, value in row.items()} for row in rows] for table, rows in SAID.items()}
    for row in rows["key_results"]:
        if isinstance(row.get("target"), str):
            row["relative_target"] = row.pop("target")
    for row in rows["check_ins"]:
        if isinstance(row.get("value"), bool):
            row["value"] = float(row["value"])
    return rows


def arrow(rows: list[dict[str, Any]]) -> pyarrow.Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pyarrow.table({name: [row.get(name) for row in rows] for name in names})


def frames(make: Any) -> dict[str, Any]:
    return {name: make(arrow(rows)) for name, rows in plain().items() if rows}


def connected(table: pyarrow.Table) -> Any:
    return duckdb.connect().from_arrow(table)


def by_code(table: pyarrow.Table) -> pyarrow.Table:
    columns = [column.dictionary_encode() if pyarrow.types.is_string(column.type) else column for column in table.columns]
    return pyarrow.table(columns, names=table.column_names)


def in_pieces(table: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.concat_tables([table.slice(at, 2) for at in range(0, table.num_rows, 2)])


@pytest.mark.parametrize(
    "make",
    [lambda table: table, polars.from_arrow, lambda table: table.to_pandas(), connected, by_code, in_pieces],
    ids=["pyarrow", "polars", "pandas", "duckdb", "dictionaries", "chunks"],
)
def test_a_data_frame_is_the_document_that_says_the_same(make: Any, organisation: okr.Workspace) -> None:
    workspace = okr.from_tables(**frames(make), **OPTIONS)
    assert workspace.to_json() == organisation.to_json()
    assert workspace.score(AS_OF).to_json() == organisation.score(AS_OF).to_json()
    assert workspace == organisation and workspace.findings == organisation.findings


def test_dicts_and_lists_are_tables_too(organisation: okr.Workspace) -> None:
    assert okr.from_tables(**SAID, **OPTIONS) == organisation
    columns = {}
    for table, rows in SAID.items():
        names = {name: None for row in rows for name in row}
        columns[table] = {name: [row.get(name) for row in rows] for name in names}
    assert okr.from_tables(**columns, **OPTIONS) == organisation
    tuples = {table: tuple(rows) for table, rows in SAID.items()}
    assert okr.from_tables(**tuples, **OPTIONS) == organisation


def test_the_tables_of_a_workspace_are_taken_back(organisation: okr.Workspace) -> None:
    tables = frames(lambda table: table) | {"check_ins": organisation.check_ins}
    again = okr.from_tables(**tables, **{name: value for name, value in OPTIONS.items() if name != "confidence_scale"})
    assert again.score(AS_OF).to_json() == organisation.score(AS_OF).to_json()


O: dict[str, Any] = {"id": ["o"], "title": ["O"]}
K: dict[str, Any] = {"objective": ["o"], "id": ["k"], "title": ["K"], "kind": ["move"], "target": [10]}


def checked(**check_ins: Any) -> okr.Workspace:
    return okr.from_tables(objectives=O, key_results=K, check_ins={"key_result": ["k"], **check_ins})


@pytest.mark.parametrize(
    "on",
    [
        "2026-10-05",
        datetime.date(2026, 10, 5),
        datetime.datetime(2026, 10, 5, 23, 59),
        datetime.datetime(2026, 10, 5, 23, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=-5))),
        numpy.datetime64("2026-10-05"),
        pandas.Timestamp("2026-10-05 12:00"),
    ],
)
def test_days_in_every_form(on: Any) -> None:
    assert checked(on=[on], value=[5]).check_ins.to_dicts()[0]["on"] == datetime.date(2026, 10, 5)


@pytest.mark.parametrize("value", [5, 5.0, numpy.int8(5), numpy.float32(5), numpy.uint64(5)])
def test_numbers_in_every_form(value: Any) -> None:
    for values in ([value], numpy.array([value]), pandas.Series([value])):
        assert checked(on=["2026-10-05"], value=values).score("2026-10-05")["k"].progress == 0.5


def test_true_and_false_may_stand_among_numbers() -> None:
    key_results = {**{name: column * 2 for name, column in K.items()}, "id": ["k", "b"], "kind": ["move", "binary"], "target": [10, None]}
    check_ins = {"key_result": ["k", "b"], "on": ["2026-10-05"] * 2, "value": [5, True]}
    card = okr.from_tables(objectives=O, key_results=key_results, check_ins=check_ins).score("2026-10-05")
    assert (card["k"].progress, card["b"].progress) == (0.5, 1.0)
    check_ins["value"] = [5, 1]
    assert okr.from_tables(objectives=O, key_results=key_results, check_ins=check_ins).score("2026-10-05").to_json() == card.to_json()
    check_ins["value"] = [5, 0.5]
    with pytest.raises(okr.OkrError) as caught:
        okr.from_tables(objectives=O, key_results=key_results, check_ins=check_ins)
    assert (caught.value.code, caught.value.path) == ("value_not_for_kind", "/check_ins/1/value")


def refusal(**tables: Any) -> okr.OkrError:
    with pytest.raises(okr.OkrError) as caught:
        okr.from_tables(**tables)
    return caught.value


def test_what_is_wrong_is_told_by_table_row_and_column() -> None:
    rows = polars.DataFrame({"key_result": ["k"] * 3, "on": ["2026-10-05"] * 3, "value": [1.0, float("nan"), float("inf")]})
    error = refusal(objectives=O, key_results=K, check_ins=rows)
    assert [(finding.code, finding.path) for finding in error.findings] == [("not_finite", "/check_ins/1/value"), ("not_finite", "/check_ins/2/value")]
    assert error.message.endswith("(row 1 of `check_ins`, column `value`)") and "null" in error.help
    error = refusal(objectives={**O, "wieght": [2]})
    assert (error.code, error.path) == ("unknown_field", "/objectives/wieght") and "`weight`" in error.help
    error = refusal(objectives=O, key_results={**K, "objective": ["p"]})
    assert (error.code, error.path) == ("dangling_reference", "/key_results/0/objective")
    error = refusal(objectives={"id": ["o", "o"], "title": ["O", "O"]})
    assert (error.code, error.path) == ("duplicate_id", "/objectives/1/id")
    error = refusal(objectives=O, policy="defualt")
    assert (error.code, error.path) == ("unknown_policy", "/policy") and "`default`" in error.help


def test_what_arrow_cannot_say_is_told_at_its_place() -> None:
    for columns, code, path in [
        ({"tags": [["a"]]}, "wrong_type", "/objectives/tags"),
        ({"start": pandas.to_datetime(["2026-10-05"]).tz_localize("Europe/Berlin")}, "wrong_type", "/objectives/start"),
        ({"start": pandas.to_datetime(["3500-10-05"])}, "bad_date", "/objectives/0/start"),
        ({"weight": [True]}, "wrong_type", "/objectives/weight"),
        ({"weight": ["1"]}, "wrong_type", "/objectives/weight"),
        ({"w/o ~": [["a"]]}, "wrong_type", "/objectives/w~1o ~0"),
        ({"w/o ~": ["a"]}, "unknown_field", "/objectives/w~1o ~0"),
    ]:
        error = refusal(objectives=pyarrow.table({**O, **columns}))
        assert (error.code, error.path) == (code, path)
    assert refusal(objectives={"id": ["a"], "title": ["A" * 100]}, limits=okr.Limits(bytes=50)).code == "too_large"


def columns_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.parametrize("make", [columns_of, list, arrow, lambda rows: polars.DataFrame(rows)], ids=["dict", "list", "pyarrow", "polars"])
@pytest.mark.parametrize(
    ("table", "limit"),
    [
        ("objectives", "objectives"),
        ("key_results", "key_results"),
        ("check_ins", "check_ins"),
        ("readings", "check_ins"),
        ("alignments", "links"),
        ("cycles", "records"),
        ("teams", "records"),
        ("people", "records"),
        ("kpis", "records"),
    ],
)
def test_each_table_has_its_own_limit(make: Any, table: str, limit: str) -> None:
    rows = [{"id": f"r{row}", "nonsense": 1} for row in range(3)]
    error = refusal(**{table: make(rows)}, limits=okr.Limits(**{limit: 2}))
    assert (error.code, error.path) == ("too_many", f"/{table}")
    # One that holds for other tables is not looked at, so that the columns are.
    others = {"objectives", "key_results", "check_ins", "links", "records"} - {limit}
    error = refusal(**{table: make(rows)}, limits=okr.Limits(**{limit: 3}, **dict.fromkeys(others, 1)))
    assert error.code in ("missing_field", "unknown_field")


def test_no_more_batches_are_asked_for_than_the_limit_of_the_table_allows() -> None:
    asked = []

    class Endless:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            def batches() -> Any:
                for row in range(100):
                    asked.append(row)
                    yield pyarrow.record_batch({"id": [f"o{row}"]})

            return pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("id", pyarrow.string())]), batches()).__arrow_c_stream__()

    assert refusal(objectives=Endless(), limits=okr.Limits(objectives=2)).code == "too_many"
    assert asked == [0, 1, 2]


@pytest.mark.parametrize(
    "frame",
    [
        pandas.DataFrame({**O, "weight": [2.0]}).sort_values("id"),
        pandas.DataFrame({"id": ["n", "o"], "title": ["N", "O"], "weight": [1.0, 2.0]}).query("id == 'o'"),
        pandas.concat([pandas.DataFrame({**O, "weight": [2.0]})]),
        pandas.DataFrame({**O, "weight": [2.0]}, index=pandas.to_datetime(["2026-10-05"]).tz_localize("Europe/Berlin")),
        pandas.DataFrame({**O, "weight": [2.0]}, index=pandas.MultiIndex.from_tuples([(1, "a")])),
        {**O, "weight": [2.0], "__index_level_0__": [object()]},
        [{"id": "o", "title": "O", "weight": 2.0, "__index_level_12__": object()}],
    ],
)
def test_the_index_of_a_pandas_frame_is_left_out(frame: Any) -> None:
    assert okr.from_tables(objectives=frame).to_dict()["objectives"] == [{"id": "o", "title": "O", "weight": 2.0}]


def test_an_index_with_a_name_is_a_column() -> None:
    frame = pandas.DataFrame({"id": ["o"], "title": ["O"]}).set_index("id")
    assert okr.from_tables(objectives=frame).to_dict()["objectives"] == [{"id": "o", "title": "O"}]
    for name in ["__index_level__", "__index_level_x__", "__index_level_0"]:
        error = refusal(objectives={**O, name: [1]})
        assert (error.code, error.path) == ("unknown_field", f"/objectives/{name}")


@pytest.mark.parametrize("nothing", [None, float("nan"), numpy.float32("nan"), numpy.float64("nan"), decimal.Decimal("nan"), pandas.NaT, pandas.NA, numpy.datetime64("NaT"), numpy.datetime64("NaT", "ns")])
@pytest.mark.parametrize("column", [[1.0], ["text"], [datetime.date(2026, 10, 5)], []])
def test_what_says_that_there_is_nothing_is_a_null(nothing: Any, column: list[Any]) -> None:
    name = {1.0: "weight", "text": "description"}.get(column[0], "start") if column else "due"
    rows = len(column) + 1
    names = [f"o{row}" for row in range(rows)]
    for objectives in (
        {"id": names, "title": names, name: [*column, nothing]},
        [{"id": at, "title": at, name: value} for at, value in zip(names, [*column, nothing], strict=True)],
    ):
        said = okr.from_tables(objectives=objectives).to_dict()["objectives"]
        assert [name in row for row in said] == [True] * len(column) + [False]


def test_infinity_is_refused_wherever_it_stands() -> None:
    for value in (float("inf"), numpy.float32("inf"), numpy.float64("-inf"), decimal.Decimal("inf")):
        error = refusal(objectives={"id": ["n", "o"], "title": ["N", "O"], "weight": [float("nan"), value]})
        assert (error.code, error.path) == ("not_finite", "/objectives/1/weight")


@pytest.mark.parametrize(
    "value",
    [datetime.date(1800, 1, 1), datetime.datetime(3000, 1, 1), numpy.datetime64("1800-01-01"), pandas.Timestamp("1800-01-01"), "2026-02-30", "5 October"],
)
def test_a_date_that_is_none_is_told_where_it_stands(value: Any) -> None:
    day = "2026-10-05" if isinstance(value, str) else datetime.date(2026, 10, 5)
    rows = [{"id": "n", "title": "N", "start": day}, {"id": "o", "title": "O", "start": value}]
    for objectives in (rows, columns_of(rows)):
        error = refusal(objectives=objectives)
        assert (error.code, error.path) == ("bad_date", "/objectives/1/start")
    if not isinstance(value, str):
        error = refusal(objectives=O, key_results={**K, "plan": [[{"on": day, "value": 1}, {"on": value, "value": 2}]]})
        assert (error.code, error.path) == ("bad_date", "/key_results/0/plan/1/on")


def test_a_date_beyond_those_of_python_is_told_where_it_stands() -> None:
    with pytest.raises(TypeError, match="/objectives/0/start: found datetime64"):
        okr.from_tables(objectives={**O, "start": [numpy.datetime64("10000-01-01")]})


@pytest.mark.parametrize(("table", "name"), [("objectives", "weight"), ("key_results", "baseline"), ("key_results", "target"), ("check_ins", "confidence"), ("readings", "value")])
@pytest.mark.parametrize("truth", [True, numpy.bool_(True)])
def test_true_and_false_are_numbers_in_no_other_column(table: str, name: str, truth: Any) -> None:
    for values in ([2, truth], [2.0, truth], [None, truth, 2]):
        row = values.index(truth)
        for given in ({name: values}, [{name: value} for value in values]):
            error = refusal(**{table: given})
            assert (error.code, error.path) == ("wrong_type", f"/{table}/{row}/{name}")
            assert error.message == f"found true among numbers, expected values of one type (row {row} of `{table}`, column `{name}`)"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (7, "objectives: found int"),
        ("text", "objectives: found str"),
        ({"id": 7}, "/objectives/id: found int"),
        ({"id": "o"}, "/objectives/id: found str"),
        ({7: ["o"]}, "found a column named by int"),
        ([["o"]], "/objectives/0: found list"),
        ({"id": ["o", "p"], "title": ["O", "P"], "weight": [1, "2"]}, "/objectives/weight: found numbers and texts"),
        ({**O, "weight": [object()]}, "/objectives/0/weight: found object"),
        ({"id": ["o", 1], "title": ["O", "P"]}, "/objectives/id: found numbers and texts"),
        ({"id": ["\ud800"], "title": ["O"]}, "surrogates not allowed"),
    ],
)
def test_what_is_no_table_is_a_type_error(given: Any, told: str) -> None:
    with pytest.raises((TypeError, ValueError), match=told):
        okr.from_tables(objectives=given)


def test_numbers_beyond_64_bits_are_refused_where_they_stand() -> None:
    error = refusal(objectives={**O, "weight": [10**400]})
    assert (error.code, error.path) == ("not_finite", "/objectives/0/weight")
    assert okr.from_tables(objectives={**O, "weight": [2**70]}).to_dict()["objectives"][0]["weight"] == float(2**70)


def test_nothing_is_held_on_to() -> None:
    class Held(dict[str, Any]):
        pass

    table = Held(O)
    held = weakref.ref(table)
    workspace = okr.from_tables(objectives=table)
    del table
    gc.collect()
    assert held() is None and workspace.score(AS_OF)["o"].title == "O"


def test_other_threads_go_on_meanwhile() -> None:
    rows = 200_000
    ids = [f"k{row}" for row in range(rows)]
    key_results = polars.DataFrame({"objective": ["o"] * rows, "id": ids, "title": ids, "kind": ["ratio"] * rows, "target": [1.0] * rows})
    ticks, done = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            done.wait(0.0005)

    other = threading.Thread(target=tick)
    other.start()
    before = ticks
    okr.from_tables(objectives=O, key_results=key_results)
    during = ticks - before
    done.set()
    other.join()
    assert during > 2


columns = some.dictionaries(
    some.one_of(
        texts,
        some.sampled_from(["id", "title", "objective", "key_result", "kind", "target", "value", "on", "weight", "state", "tags", "start", "from", "to", "kpi"]),
    ),
    some.one_of(some.lists(leaves, max_size=4), anything),
    max_size=6,
)
tables = some.one_of(anything, columns, some.lists(some.dictionaries(some.sampled_from(["id", "title", "objective", "kind", "target", "on", "value", "key_result"]), anything), max_size=4))
NAMES = ["objectives", "key_results", "check_ins", "alignments", "cycles", "teams", "people", "kpis", "readings", "policy", "confidence_scale", "name", "limits"]


@many
@given(some.dictionaries(some.sampled_from(NAMES), tables, max_size=4))
def test_whatever_is_handed_in(arguments: dict[str, Any]) -> None:
    tried(okr.from_tables, **arguments)


@many
@given(some.dictionaries(some.sampled_from([*K, "weight", "start", "state", "role", "tags", "extra"]), some.lists(leaves, min_size=1, max_size=1), max_size=4))
def test_whatever_stands_in_a_cell(cells: dict[str, Any]) -> None:
    tried(okr.from_tables, objectives=O, key_results={**K, **cells})


arrays = some.sampled_from(
    [
        pyarrow.array([1]),
        pyarrow.array([None]),
        pyarrow.array([True]),
        pyarrow.array(["o"]),
        pyarrow.array([float("nan")]),
        pyarrow.array([b"\xff"]),
        pyarrow.array([[1]]),
        pyarrow.array([{"a": 1}]),
        pyarrow.array([datetime.date(2026, 1, 1)]),
        pyarrow.array([datetime.timedelta(1)]),
        pyarrow.array(["o"]).dictionary_encode(),
        pyarrow.array([1.5]).dictionary_encode(),
        pyarrow.array([2**63], pyarrow.uint64()),
        pyarrow.array(["x"], pyarrow.large_string()),
        pyarrow.array(["x"], pyarrow.string_view()),
        pyarrow.array(["[1]"]),
        pyarrow.array(["+20%"]),
    ]
)


@many
@given(some.dictionaries(some.sampled_from([*K, "weight", "start", "state", "role", "tags", "extra", "relative_target"]), arrays, max_size=5))
def test_whatever_type_a_column_has(columns: dict[str, Any]) -> None:
    key_results = pyarrow.table({**{name: pyarrow.array(column) for name, column in K.items()}, **columns})
    tried(okr.from_tables, objectives=O, key_results=key_results)
