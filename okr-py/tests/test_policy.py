"""Policies as values."""

from __future__ import annotations

import pytest

import okr


def test_presets_are_listed_and_made() -> None:
    names = okr.presets()
    assert names == sorted(names) and {"default", "google", "viva_goals"} <= set(names)
    for name in names:
        policy = okr.Policy.preset(name)
        assert policy.name == name
        assert okr.Policy.from_dict(policy.to_dict()) == policy == okr.Policy.from_json(policy.to_json())


def test_a_preset_has_its_sources() -> None:
    policy = okr.Policy.preset("google")
    assert policy.title and policy.sources and isinstance(policy.notes, list)
    assert repr(policy) == "<okr.Policy 'google'>"


def test_only_what_is_stated_differs() -> None:
    policy = okr.Policy.from_dict({"base": "google", "status": {"grace": 0.2}})
    assert policy.to_dict()["status"]["grace"] == 0.2
    assert policy.to_dict()["score"] == okr.Policy.preset("google").to_dict()["score"]
    assert policy == okr.Policy.from_json(b'{"base": "google", "status": {"grace": 0.2}}') != okr.Policy.preset("google")


def test_what_is_none_is_refused() -> None:
    with pytest.raises(okr.OkrError) as refused:
        okr.Policy.preset("gogle")
    assert (refused.value.code, refused.value.help) == ("unknown_policy", "did you mean `google`?")
    with pytest.raises(okr.OkrError) as refused:
        okr.Policy.from_dict({"clmap": {}})
    assert (refused.value.code, refused.value.path) == ("unknown_field", "/clmap")
    with pytest.raises(okr.OkrError) as refused:
        okr.Policy.from_json(b"\xff")
    assert refused.value.code == "invalid_utf8"
    with pytest.raises(TypeError):
        okr.Policy.from_json({})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        okr.Policy.from_dict("{}")  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", [3, [], object(), b"google"])
def test_what_is_no_policy_is_a_type_error(policy: object) -> None:
    workspace = okr.loads({"okr": 1})
    with pytest.raises(TypeError, match="policy"):
        workspace.score("2026-11-21", policy)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        workspace.compare_policies("default", policy, "2026-11-21")  # type: ignore[arg-type]
