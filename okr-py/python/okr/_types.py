"""What the package takes from other libraries, as types for annotations: tables and dates."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeAlias

__all__ = ["ArrowArray", "ArrowStream", "NumpyDay", "TableLike"]


class ArrowStream(Protocol):
    """A table or column with Arrow's interface for streams: a data frame of pandas or polars, a pyarrow table, a duckdb
    result, an `okr.Table`.

    >>> def rows(table: okr.ArrowStream) -> int:
    ...     return okr.from_tables(teams=table).score("2026-10-05").teams.to_pyarrow().num_rows
    >>> rows(okr.example().score("2026-10-05").teams.to_polars().select("id"))
    6
    """

    def __arrow_c_stream__(self, requested_schema: Any = None) -> object:
        """The batches, in a capsule `arrow_array_stream`."""


class ArrowArray(Protocol):
    """A batch of rows with Arrow's interface for arrays, such as a pyarrow record batch.

    >>> def named(batch: okr.ArrowArray) -> okr.Workspace:
    ...     return okr.from_tables(teams=batch)
    >>> import pyarrow
    >>> named(pyarrow.RecordBatch.from_pydict({"id": ["product"]})).document().teams
    (okr.Team('product'),)
    """

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[object, object]:
        """Type and values, in capsules `arrow_schema` and `arrow_array`."""


class NumpyDay(Protocol):
    """A `numpy.datetime64`, without numpy: to a checker, what gives a date as its item.

    >>> import numpy
    >>> okr.Cycle("Q4", numpy.datetime64("2026-10-01"), numpy.datetime64("2026-12-31")).end
    datetime.date(2026, 12, 31)
    """

    def item(self) -> date | int | None:
        """The date; a number where it is finer than a microsecond, None where it is no date."""


TableLike: TypeAlias = (
    ArrowStream
    | ArrowArray
    | Mapping[str, Any]
    | Sequence[Mapping[str, Any]]
    # As pandas types its `to_dict`; a name that is no text is refused when it is read.
    | Mapping[Hashable, Any]
    | Sequence[Mapping[Hashable, Any]]
)
"""A table as an argument: one with Arrow's interface, a mapping from names to lists of values, or a list of mappings."""
