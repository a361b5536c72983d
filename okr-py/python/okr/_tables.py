"""Tables as what other libraries call one, and as HTML. Each library is imported when it is asked for, and only then."""

from __future__ import annotations

import html
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._okr import Column, Table

ROWS_SHOWN = 10


def library(name: str, asked_for: str) -> Any:
    """An installed library, or an ImportError that says what to install."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ImportError(f"{asked_for} needs {name}: pip install {name}", name=name) from None


def to_numpy(column: Column) -> Any:
    numpy = library("numpy", "to_numpy")
    if hasattr(column, "__array_interface__"):
        return numpy.asarray(column)
    if column.kind == "date":
        return packed(column).view("datetime64[D]")
    if column.kind == "word":
        # The last stands for null, which is at −1.
        return numpy.array([*(column.categories or ()), None], dtype="object")[codes(column)]
    types = {"integer": "float64", "flag": "object" if column.null_count else "bool"}
    return numpy.array(column.to_list(), dtype=types.get(column.kind, "object"))


def packed(column: Column) -> Any:
    """Days or places of words, the lowest integer for null; it is also numpy's for a date that is none."""
    numpy = library("numpy", "to_numpy")
    return numpy.frombuffer(column._packed(), dtype="int64").copy()


def codes(column: Column) -> Any:
    """Places of words among the categories, −1 for null."""
    places = packed(column)
    return places.clip(min=-1)


def to_array(column: Column, dtype: Any, copy: bool | None) -> Any:
    """What numpy asks for where it cannot read the values in place."""
    numpy = library("numpy", "__array__")
    if copy is False:
        raise ValueError(f"found a column of kind `{column.kind}`, of which numpy needs a copy")
    made = to_numpy(column)
    return made if dtype is None else made.astype(dtype)


def to_pandas(table: Table) -> Any:
    pandas = library("pandas", "to_pandas")
    return pandas.DataFrame({column.name: pandas_values(pandas, column) for column in table.columns})


def pandas_values(pandas: Any, column: Column) -> Any:
    if column.kind == "number":
        return column.to_numpy()
    if column.kind == "integer":
        return pandas.array(column.to_list(), dtype="Int32")
    if column.kind == "date":
        # Pandas has dates of days as moments; seconds are the coarsest that every version keeps.
        return column.to_numpy().astype("datetime64[s]")
    if column.kind == "flag":
        return pandas.array(column.to_list(), dtype="boolean" if column.null_count else "bool")
    if column.kind == "word":
        return pandas.Categorical.from_codes(codes(column), categories=column.categories)
    # Its own type for texts has been the usual one since version 3.
    is_usual = int(pandas.__version__.partition(".")[0]) >= 3
    return pandas.Series(column.to_list(), dtype="str" if is_usual else "object")


def to_polars(table: Table) -> Any:
    return library("polars", "to_polars").DataFrame(table)


def to_pyarrow(table: Table) -> Any:
    return library("pyarrow", "to_pyarrow").table(table)


def to_html(table: Table) -> str:
    """The first rows, for a notebook."""
    columns = table.columns
    shown = min(len(table), ROWS_SHOWN)
    head = "".join(f"<th>{html.escape(column.name)}</th>" for column in columns)
    values = [column[:shown] for column in columns]
    rows = "".join(f"<tr>{''.join(cell(each[row]) for each in values)}</tr>" for row in range(shown))
    count = f"{len(table)} rows" if shown == len(table) else f"first {shown} of {len(table)} rows"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{count}, {len(columns)} columns</p>"


def cell(value: Any) -> str:
    if isinstance(value, float):
        return f'<td style="text-align: right">{value:.6g}</td>'
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"
