"""Errors that somebody meets on the first day: each says what to do instead."""

from __future__ import annotations

from collections.abc import Callable

import polars
import pyarrow
import pytest

import okr
from conftest import AS_OF

WORKSPACE = okr.Workspace(objectives=[okr.Objective("o", "O")])
EVENT = okr.Event.check_in("o", AS_OF, 1)
LISTS = {"id": ["o"], "title": ["O"], "tags": [["a"]]}
LISTED = "found lists, expected numbers, texts, booleans, dates or timestamps (column `tags` of `objectives`) (write its values as JSON text"


class NoNumber:
    def __float__(self) -> float:
        raise RuntimeError


class OwnWords:
    def __float__(self) -> float:
        raise TypeError("a price is no number")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: okr.loads("data/okr.json"), "found what reads as the name of a file, expected the JSON text of a document (`okr.load` reads a file)"),
        (lambda: okr.loads(b"OKR.JSON "), "`okr.load` reads a file"),
        (lambda: okr.loads('"okr.json"'), "found the text `okr.json`, expected a document"),
        (lambda: okr.load(b"{}"), "found bytes, expected a path as str or os.PathLike; `okr.loads` reads JSON from bytes"),
        (lambda: WORKSPACE.save(b"okr.json"), "found bytes, expected a path as str or os.PathLike"),
        (lambda: WORKSPACE.apply([EVENT]), "found list, expected okr.Event; several are arguments each: `apply(*events)`"),
        (lambda: WORKSPACE.apply(EVENT, (EVENT,)), "found tuple, expected okr.Event; several are arguments each"),
        (lambda: WORKSPACE.apply(3), "found int, expected okr.Event"),
        (lambda: okr.Event.check_in("o", AS_OF, "3"), "/kind/check_in/value: found str, expected bool or a number"),
        (lambda: okr.Event.amendment("o", AS_OF, target=[3]), "/kind/amendment/target: found list, expected a number or text"),
        (lambda: okr.Event.check_in("o", AS_OF, 1, confidence="3"), "found str, expected a number"),
        (lambda: okr.from_tables(objectives=polars.DataFrame(LISTS)), LISTED),
        (lambda: okr.from_tables(objectives=pyarrow.table(LISTS)), LISTED),
        (lambda: okr.from_tables(objectives=polars.LazyFrame({"id": ["o"]})), "objectives: found LazyFrame, expected a table with `__arrow_c_stream__`"),
        (lambda: okr.from_tables(objectives=polars.LazyFrame({"id": ["o"]})), "; `.collect()` makes a table of it"),
        (lambda: okr.from_tables(objectives={"id": ["o"], "weight": [NoNumber()]}), "/objectives/0/weight: found NoNumber, which does not say its number"),
        (lambda: okr.loads({"okr": 1, "objectives": [{"weight": NoNumber()}]}), "/objectives/0/weight: found NoNumber, which does not say its number"),
        (lambda: okr.Event.check_in("o", AS_OF, OwnWords()), "a price is no number"),
        (lambda: okr.Event.check_in("o", AS_OF, NoNumber()), "/kind/check_in/value: found NoNumber, which does not say its number"),
    ],
)
def test_errors_say_what_to_do(call: Callable[[], object], said: str) -> None:
    with pytest.raises((TypeError, okr.OkrError)) as wrong:
        call()
    assert said in str(wrong.value)
