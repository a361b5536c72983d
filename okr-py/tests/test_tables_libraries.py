"""Tables in the hands of numpy, pandas, polars, pyarrow and duckdb."""

from __future__ import annotations

import datetime
import importlib
import os
import subprocess
import sys
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest

import okr
from conftest import AS_OF, ORGANISATION
from test_tables import NAMES, STATUSES, bits, tables

FLOATS = ["value", "baseline", "target", "progress", "raw", "expected", "confidence", "score", "manual_score", "weight", "contribution"]


def same(rows: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    assert len(rows) == len(told)
    for row, each in zip(rows, told):
        assert {name: bits(value) for name, value in row.items()} == {name: bits(value) for name, value in each.items()}


def test_pyarrow_and_polars_read_the_same_values_to_the_bit(card: okr.Scorecard) -> None:
    for table in tables(card):
        arrow = pyarrow.table(table)
        arrow.validate(full=True)
        assert arrow.column_names == table.column_names and arrow.num_rows == len(table)
        same(arrow.to_pylist(), table.to_dicts())
        same(polars.DataFrame(table).to_dicts(), table.to_dicts())
        assert table.to_pyarrow().equals(arrow)
        assert table.to_polars().equals(polars.DataFrame(table))
        for column in table.columns:
            assert pyarrow.array(column).null_count == column.null_count == arrow[column.name].null_count
            assert pyarrow.array(column).to_pylist() == column.to_list() == pyarrow.chunked_array(column).to_pylist()
            series = polars.Series(column)
            assert (series.name, series.to_list()) == (column.name, column.to_list())
            assert pyarrow.field(column).name == column.name


def test_types_are_what_they_are_called(card: okr.Scorecard) -> None:
    schema = pyarrow.schema(card.objectives)
    words = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    assert (schema.field("progress").type, schema.field("status").type) == (pyarrow.float64(), words)
    assert (schema.field("due").type, schema.field("level").type) == (pyarrow.date32(), pyarrow.int32())
    assert (schema.field("is_stale").type, schema.field("title").type) == (pyarrow.bool_(), pyarrow.string())
    assert pyarrow.table(card.objectives)["status"].chunk(0).dictionary.to_pylist() == STATUSES
    frame = polars.DataFrame(card.objectives)
    assert frame.schema["due"] == polars.Date and frame.schema["status"] in (polars.Categorical, polars.Enum)
    assert frame.group_by("status").len().sort("len")["len"].sum() == len(card.objectives)


def test_duckdb_reads_tables_by_their_name(card: okr.Scorecard) -> None:
    objectives, key_results, check_ins = card.objectives, card.key_results, card.workspace.check_ins
    found = duckdb.sql("select id, progress, due from objectives where status = 'on_track' order by id").fetchall()
    assert found == sorted((row["id"], row["progress"], row["due"]) for row in objectives if row["status"] == "on_track")
    joined = duckdb.sql("select count(*) from check_ins c join key_results k on c.key_result = k.id").fetchall()
    assert joined == [(sum(row["key_result"] is not None for row in check_ins),)] and len(key_results) > 0


def test_pandas_reads_tables(card: okr.Scorecard) -> None:
    for table in tables(card):
        frame = table.to_pandas()
        assert list(frame.columns) == table.column_names and len(frame) == len(table)
        through_arrow = pandas.DataFrame.from_arrow(table)
        for column in table.columns:
            values = frame[column.name]
            assert list(values.isna()) == [value is None for value in column] == list(through_arrow[column.name].isna())
            expected = [bits(each) for each in column if each is not None]
            assert [bits(each) for each in given(values)] == expected
            # Integers with a null are floats there.
            own = int if column.kind == "integer" else lambda value: value
            assert [bits(own(each)) for each in given(through_arrow[column.name])] == expected
    rows = pandas.DataFrame(card.teams)
    assert list(rows["id"]) == list(card.teams["id"])


def given(values: Any) -> list[Any]:
    """What is not null, as plain values."""
    values = values[~values.isna()]
    return [value.date() for value in values] if values.dtype.kind == "M" else values.tolist()


def test_types_in_pandas(card: okr.Scorecard) -> None:
    frame = card.key_results.to_pandas()
    assert all(frame[name].dtype == "float64" for name in FLOATS)
    assert (frame["check_ins"].dtype, frame["is_stale"].dtype) == ("Int32", "bool")
    assert frame["status"].dtype == pandas.CategoricalDtype(STATUSES)
    assert frame["due"].dtype == "datetime64[s]" and frame["title"].dtype == "str"
    empty = okr.loads({"okr": 1}).score(AS_OF).key_results.to_pandas()
    assert list(empty.dtypes) == list(frame.dtypes), "types do not hang on what there is"
    frame.loc[0, "progress"] = 0.25
    assert card.key_results["progress"][0] != 0.25


OLD = """
import datetime, pandas, okr
assert pandas.__version__.startswith("2.2."), pandas.__version__
card = okr.example().score("2026-11-21")
for table in (card.objectives, card.key_results, card.teams, card.cycles, card.kpis, card.workspace.check_ins):
    frame = table.to_pandas()
    assert list(frame.columns) == table.column_names
    for column in table.columns:
        values = frame[column.name]
        assert list(values.isna()) == [value is None for value in column], column
        values = values[~values.isna()]
        plain = [value.date() for value in values] if values.dtype.kind == "M" else values.tolist()
        assert plain == [value for value in column if value is not None], column
frame = card.key_results.to_pandas()
assert frame["status"].dtype == pandas.CategoricalDtype(card.key_results["status"].categories)
assert frame["due"].dtype == "datetime64[s]" and frame["title"].dtype == object and frame["stale_days"].dtype == "Int32"
assert list(frame["owner"])[0] == card.key_results["owner"][0]
frame.loc[0, "progress"] = 0.25
assert card.key_results["progress"][0] != 0.25
print("fine")
"""


def test_an_older_pandas_reads_tables() -> None:
    old = os.environ.get("OKR_OLD_PANDAS")
    assert old, "`cargo test --test python` installs it and names its folder by OKR_OLD_PANDAS"
    command = [sys.executable, "-W", "error", "-c", OLD]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": old}, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("fine\n", "")


def test_numpy_reads_columns(card: okr.Scorecard) -> None:
    for table in tables(card):
        for column in table.columns:
            array = numpy.asarray(column)
            assert len(array) == len(column)
            assert [None if value != value else value for value in array.tolist()] == column.to_list(), column
    table = card.key_results
    assert numpy.asarray(table["progress"]).dtype == numpy.float64 and numpy.asarray(table["check_ins"]).dtype == numpy.int32
    assert numpy.asarray(table["due"]).dtype == "datetime64[D]" and numpy.asarray(table["is_stale"]).dtype == bool
    assert numpy.asarray(table["title"]).dtype == object == numpy.asarray(table["status"]).dtype
    assert numpy.asarray(table["title"], dtype=str).dtype.kind == "U"
    assert numpy.nanmean(table["progress"]) == pytest.approx(numpy.nanmean([x for x in table["progress"] if x is not None]))
    assert numpy.array(table["due"], dtype="datetime64[s]")[0] == numpy.datetime64(table["due"][0])
    days = [None if value is None else float(value) for value in table["stale_days"]]
    assert [None if x != x else x for x in table["stale_days"].to_numpy().tolist()] == days and None in days
    with pytest.raises(ValueError):
        numpy.asarray(table["title"], copy=False)
    with pytest.raises(ValueError, match="read-only"):
        table["progress"].to_numpy()[0] = 1
    with pytest.raises(AttributeError):
        table["title"].__array_interface__


def place(array: pyarrow.Array) -> int:
    return array.buffers()[1].address


@pytest.mark.parametrize("order", ["document", "rows"])
def test_numbers_are_in_one_place_whoever_reads_them(card: okr.Scorecard, order: str) -> None:
    table = card.table("objectives", order=order)
    again = card.table("objectives", order=order)
    for name in FLOATS:
        column = table[name]
        seen = {
            column.__array_interface__["data"][0],
            again[name].__array_interface__["data"][0],
            numpy.asarray(column).ctypes.data,
            column.to_numpy().ctypes.data,
            place(pyarrow.array(column)),
            place(pyarrow.table(table)[name].chunk(0)),
            place(pyarrow.table(again)[name].chunk(0)),
            # What polars took in, handed on by it.
            place(pyarrow.chunked_array(polars.Series(column)).chunk(0)),
            place(pyarrow.table(polars.DataFrame(again))[name].chunk(0)),
        }
        assert len(seen) == 1, name
    # Texts are not copied either, where the reader keeps this layout.
    assert place(pyarrow.table(table)["title"].chunk(0)) == place(pyarrow.array(again["title"]))


def test_what_was_handed_out_outlives_everything(small: dict[str, Any]) -> None:
    card = okr.loads(small).score(AS_OF)
    readers = [
        pyarrow.table(card.key_results)["progress"],
        pyarrow.array(card.key_results["progress"]),
        polars.DataFrame(card.key_results)["progress"],
        card.key_results["progress"].to_numpy(),
        card.key_results.to_pandas()["progress"],
    ]
    unread = [card.key_results.__arrow_c_stream__(), card.key_results["title"].__arrow_c_array__(), card.objectives.__arrow_c_schema__()]
    del card
    for _ in range(100):
        okr.loads(small).score("2026-10-06").key_results.to_dicts()
    assert [list(reader.to_pylist() if hasattr(reader, "to_pylist") else reader) for reader in readers] == [[0.5, 0.0]] * 5
    del unread


def test_a_stream_is_read_once(card: okr.Scorecard) -> None:
    class Again:
        def __init__(self) -> None:
            self.stream = card.objectives.__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.stream

    again = Again()
    assert pyarrow.table(again).num_rows == 16
    with pytest.raises(ValueError):
        pyarrow.table(again)


def test_a_schema_that_is_asked_for_is_the_readers_to_make(card: okr.Scorecard) -> None:
    wanted = pyarrow.schema([("id", pyarrow.large_string())]).__arrow_c_schema__()
    reader = pyarrow.RecordBatchReader._import_from_c_capsule(card.teams.__arrow_c_stream__(wanted))
    assert reader.schema.field("id").type == pyarrow.string()


WITHOUT = """
import sys, okr
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name.partition(".")[0])
sys.meta_path.insert(0, Blocked())
card = okr.example().score("2026-11-21")
{work}
assert not set({blocked!r}) & set(sys.modules)
"""


@pytest.mark.parametrize(
    ("blocked", "work"),
    [
        (["pyarrow"], "import polars; assert polars.DataFrame(card.objectives)['id'].to_list() == list(card.objectives['id'])"),
        (["pyarrow"], "assert list(card.objectives.to_pandas()['id']) == list(card.objectives['id'])"),
        (["pyarrow"], "import duckdb; t = card.objectives; assert len(duckdb.sql('from t').fetchall()) == 16"),
        (["pyarrow", "numpy", "pandas", "polars", "duckdb"], "card.objectives._repr_html_(); card.objectives.to_dicts()"),
    ],
)
def test_nothing_is_needed_that_a_reader_does_not_need(blocked: list[str], work: str) -> None:
    program = WITHOUT.format(blocked=blocked, work=work)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("name", "ask"), [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_pyarrow"), ("numpy", "to_numpy")])
def test_a_library_that_is_missing_is_named(card: okr.Scorecard, monkeypatch: pytest.MonkeyPatch, name: str, ask: str) -> None:
    def missing(wanted: str) -> Any:
        raise ModuleNotFoundError(f"No module named {wanted!r}", name=wanted)

    monkeypatch.setattr(importlib, "import_module", missing)
    subject: Any = card.objectives["title"] if name == "numpy" else card.objectives
    with pytest.raises(ImportError, match=f"{ask} needs {name}: pip install {name}"):
        getattr(subject, ask)()


def test_a_library_that_is_broken_says_so_itself(card: okr.Scorecard, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(wanted: str) -> Any:
        raise ModuleNotFoundError("No module named 'inner'", name="inner")

    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(ModuleNotFoundError, match="inner"):
        card.objectives.to_polars()


def test_every_table_of_the_organisation_has_dates_and_words(card: okr.Scorecard) -> None:
    frames = {name: polars.DataFrame(getattr(card, name)) for name in NAMES}
    assert frames["cycles"]["start"].max() == max(card.cycles["start"]) and isinstance(card.cycles["start"][0], datetime.date)
    assert frames["kpis"]["state"].to_list() == [row["state"] for row in card.report()["kpis"]]
    assert ORGANISATION.exists()
