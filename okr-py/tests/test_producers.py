"""Tables that other libraries hand over, or fail to, and tables of classes that are neither dict nor list."""

from __future__ import annotations

import collections
import types
from typing import Any

import pandas
import pyarrow
import pytest

import okr
from test_from_tables import K, O, refusal


def test_a_stream_that_fails_says_why() -> None:
    class Failing:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            def batches() -> Any:
                yield pyarrow.record_batch({"id": ["o"], "title": ["O"]})
                raise RuntimeError("the disk is gone")

            schema = pyarrow.schema([("id", pyarrow.string()), ("title", pyarrow.string())])
            return pyarrow.RecordBatchReader.from_batches(schema, batches()).__arrow_c_stream__()

    error = refusal(objectives=Failing())
    assert error.message.startswith("the producer of the table failed (error ")
    assert "the disk is gone" in error.message and error.message.endswith("(table `objectives`)")
    assert error.path == "/objectives" and error.help == "the library that made the table says why"


def test_a_table_that_cannot_be_handed_over_says_why() -> None:
    class Closed:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise self.error

        def __init__(self, error: BaseException) -> None:
            self.error = error

    for kind in (RuntimeError, ValueError, TypeError, KeyError):
        cause = kind("the connection\nis \u202eclosed")
        error = refusal(key_results=Closed(cause))
        assert error.path == "/key_results" and error.__cause__ is cause
        assert error.message == f"the producer of the table failed: {kind.__name__}: the connection is \\u{{202e}}closed (table `key_results`)"
    for stop in (KeyboardInterrupt, ImportError):
        with pytest.raises(stop):
            okr.from_tables(objectives=Closed(stop("no pyarrow")))


class Failing(collections.UserDict[str, Any]):
    """A mapping that fails in one of its methods."""

    def fail(self, *_: Any) -> Any:
        raise RuntimeError("the disk is gone")


def failing(method: str) -> Any:
    return type("Failing", (Failing,), {method: Failing.fail})(O)


class FailingRows(collections.UserList[Any]):
    def __iter__(self) -> Any:
        yield from self.data
        raise RuntimeError("the disk is gone")


@pytest.mark.parametrize(
    "table",
    [failing("keys"), failing("__getitem__"), FailingRows([{"id": "o", "title": "O"}]), [failing("__getitem__")], {"id": FailingRows(["o"]), "title": ["O"]}],
    ids=["keys", "values", "rows", "a row", "a column"],
)
def test_mappings_and_sequences_that_fail_say_why_as_producers_do(table: Any) -> None:
    error = refusal(objectives=table)
    assert (error.code, error.path) == ("wrong_type", "/objectives")
    assert error.message == "the producer of the table failed: RuntimeError: the disk is gone (table `objectives`)"
    assert isinstance(error.__cause__, RuntimeError)


def test_what_stops_a_program_is_let_through() -> None:
    class Stopping(collections.UserList[Any]):
        def __iter__(self) -> Any:
            raise KeyboardInterrupt
            yield

    for table in (Stopping(), {"id": Stopping(), "title": ["O"]}):
        with pytest.raises(KeyboardInterrupt):
            okr.from_tables(objectives=table)


@pytest.mark.parametrize("values", [[1, "two"], ["one", 2], [1.5, True, "x"], [object(), None]])
def test_columns_of_objects_that_pandas_cannot_hand_over_are_named(values: list[Any]) -> None:
    frame = pandas.DataFrame({"id": [f"o{row}" for row in range(len(values))], "my column, with type": pandas.Series(values, dtype=object)})
    error = refusal(objectives=frame)
    assert (error.code, error.path) == ("wrong_type", "/objectives/my column, with type")
    assert error.message.startswith("found values without one type in common: ")
    assert error.message.endswith("(column `my column, with type` of `objectives`)")
    assert 'to_dict("list")' in error.help
    assert isinstance(error.__cause__, pyarrow.ArrowException)


def test_what_pandas_cannot_hand_over_can_be_read_as_it_is_advised() -> None:
    frame = pandas.DataFrame({**K, "id": ["k", "l"], "objective": ["o", "o"], "title": ["K", "L"], "kind": ["move", "move"]} | {"baseline": [10, 10], "target": [20, "+20%"]})
    assert refusal(objectives=O, key_results=frame).path == "/key_results/target"
    workspace = okr.from_tables(objectives=O, key_results=frame.to_dict("list"))
    assert [each.measure.target for each in workspace.document().objectives[0].key_results] == [20.0, "+20%"]


def test_mappings_and_sequences_of_any_class_are_tables() -> None:
    plain = okr.from_tables(objectives=O, key_results=K)
    row = types.MappingProxyType({name: values[0] for name, values in O.items()})
    for objectives in (types.MappingProxyType(O), collections.UserDict(O), [row], (row,), collections.deque([row]), collections.UserList([row])):
        assert okr.from_tables(objectives=objectives, key_results=K) == plain
    given = [row]
    okr.from_tables(objectives=given, key_results=K)
    assert given == [row] and type(given[0]) is types.MappingProxyType
