"""Python comes to the same bits as Rust, on every published example that can be computed and on random workspaces.

`cargo test --test python` writes what Rust makes of them, one line of JSON a document."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import okr
from conftest import ROOT

SCORED = Path(os.environ.get("OKR_SCORED", ROOT / "target/tmp/scored.jsonl"))
NUMBERS = ("progress", "raw", "expected", "confidence", "value", "baseline", "target")


def lines() -> Iterator[dict[str, Any]]:
    assert SCORED.exists(), f"{SCORED} is not there: `cargo test --test python` writes it"
    with SCORED.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def bits(number: float | None) -> str | None:
    return None if number is None else struct.pack(">d", number).hex()


def test_every_number_of_every_document() -> None:
    computed = refused = 0
    for line in lines():
        if "refused" in line:
            refused += 1
            assert tried(line) == line["refused"]
            continue
        computed += 1
        workspace = okr.loads(line["document"])
        card = workspace.score(line["as_of"], line["policy"])
        assert card.to_json() == line["report"]
        assert len(card) == len(line["rows"])
        for id, numbers in line["rows"]:
            row = card[id]
            assert [bits(getattr(row, name)) for name in NUMBERS[: len(numbers)]] == numbers, (id, line)
            assert bits(card.progress(id)) == numbers[0]
    assert computed > 1_000 and refused > 0


def tried(line: dict[str, Any]) -> list[list[str]]:
    try:
        okr.loads(line["document"]).score(line["as_of"], line["policy"])
    except okr.OkrError as error:
        return [[finding.code, finding.path] for finding in error.findings]
    return []


def test_every_number_again_by_way_of_definitions() -> None:
    for line in lines():
        if "refused" not in line:
            workspace = okr.loads(line["document"])
            document = workspace.document()
            again = okr.Workspace(**{name: getattr(document, name) for name in document._fields if name != "okr"})
            assert again.score(line["as_of"], line["policy"]).to_json() == line["report"]
            assert again == workspace
