"""Limits on documents from outside."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import okr
from conftest import ROOT

FIELDS = ("bytes", "depth", "text", "id", "records", "objectives", "key_results", "links", "fan_in", "check_ins", "policies", "others")


def test_the_defaults_are_those_of_the_page() -> None:
    page = (ROOT / "okr-core/docs/document.md").read_text()
    rows = page.split("| limit | default | of what |\n|---|---|---|\n")[1].split("\n\n")[0].splitlines()
    stated = {row.split("|")[1].strip(" `"): int(row.split("|")[2].replace(",", "")) for row in rows}
    assert {name: getattr(okr.Limits(), name) for name in FIELDS} == stated


@pytest.mark.parametrize("name", FIELDS)
def test_each_can_be_set(name: str) -> None:
    limits = okr.Limits(**{name: 7})
    assert getattr(limits, name) == 7 and repr(limits) == f"okr.Limits({name}=7)"
    assert limits == eval(repr(limits), {"okr": okr}) == pickle.loads(pickle.dumps(limits)) != okr.Limits()
    assert hash(limits) == hash(okr.Limits(**{name: 7})) and len({limits, okr.Limits()}) == 2


def test_they_hold_however_a_document_comes(small: dict[str, Any], tmp_path: Path) -> None:
    few = okr.Limits(key_results=1)
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small))
    document = okr.loads(small).document()
    ways: list[Any] = [
        lambda limits: okr.loads(small, limits=limits),
        lambda limits: okr.loads(json.dumps(small), limits=limits),
        lambda limits: okr.loads(document, limits=limits),
        lambda limits: okr.load(path, limits=limits),
        lambda limits: okr.Workspace(name="Acme", objectives=document.objectives, limits=limits),
    ]
    for way in ways:
        assert way(okr.Limits.large()) == way(None) == okr.loads(small)
        for limits, code in ((few, "too_many"), (okr.Limits(bytes=10), "too_large")):
            with pytest.raises(okr.OkrError) as refused:
                way(limits)
            assert refused.value.code == code


def test_too_large_a_limit_is_the_largest() -> None:
    assert okr.Limits(bytes=2**70).bytes == okr.Limits(bytes=10**400).bytes == 2**63 - 1
    assert okr.loads({"okr": 1}, limits=okr.Limits(depth=2**80)) == okr.Workspace()


@pytest.mark.parametrize("wrong", [-1, -(2**70), -(10**400)])
def test_a_limit_below_zero_is_refused(wrong: int) -> None:
    with pytest.raises(okr.OkrError) as refused:
        okr.Limits(bytes=wrong)
    assert refused.value.code == "out_of_range"


@pytest.mark.parametrize("wrong", [True, 1.5, "7", 1.0])
def test_a_limit_is_a_whole_number(wrong: Any) -> None:
    with pytest.raises(TypeError):
        okr.Limits(bytes=wrong)
