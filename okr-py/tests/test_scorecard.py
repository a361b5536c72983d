"""Scorecards and their rows."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

import okr
from conftest import AS_OF


def test_it_is_a_mapping_in_the_order_of_the_document(small: dict[str, Any]) -> None:
    card = okr.loads(small).score(AS_OF)
    assert list(card) == card.keys() == ["o", "a", "b"]
    assert (len(card), "a" in card, "c" in card) == (3, True, False)
    assert card.items() == list(zip(card.keys(), card.values()))
    assert dict(card) == dict(card.items())
    assert (card.get("a"), card.get("c")) == (card["a"], None)
    assert [row.id for row in card.objective_rows()] == ["o"]
    assert [row.id for row in card.key_result_rows()] == ["a", "b"]


def test_rows_know_each_other(small: dict[str, Any]) -> None:
    card = okr.loads(small).score(AS_OF)
    objective, key_result = card.objective("o"), card.key_result("a")
    assert objective.key_results == [key_result, card["b"]]
    assert key_result.objective == objective == card["o"]


def plain(value: Any) -> Any:
    return value.to_dict() if isinstance(value, okr.Override) else value


def test_rows_say_what_the_report_says(card: okr.Scorecard) -> None:
    """Every field of every row, so that none has another name or another meaning here."""
    for told in card.report()["objectives"]:
        row = card.objective(told["id"])
        assert [each.id for each in row.key_results] == [each["id"] for each in told["key_results"]]
        assert [each.to_dict() for each in row.guardrails] == told["guardrails"]
        for name in set(told) - {"key_results", "guardrails"}:
            assert plain(getattr(row, name)) == told[name], (row, name)
        for below in told["key_results"]:
            key_result = card.key_result(below["id"])
            for name in below:
                assert plain(getattr(key_result, name)) == below[name], (key_result, name)
        assert card.progress(told["id"]) == told["progress"] == row.progress


def test_a_report_is_its_json_with_dates(card: okr.Scorecard) -> None:
    report = card.report()
    assert report["as_of"] == datetime.date(2026, 11, 21) == card.as_of
    assert json.loads(json.dumps(report, default=str)) == json.loads(card.to_json())
    assert list(report)[:4] == ["okr_scorecard", "workspace", "as_of", "policy"]
    assert isinstance(report["objectives"][0]["progress"], float)
    assert isinstance(report["teams"][0]["objectives"], int)


def test_absent_is_none(small: dict[str, Any]) -> None:
    row = okr.loads(small).score("2026-09-01")["b"]
    assert isinstance(row, okr.KeyResultRow)
    assert (row.value, row.baseline, row.confidence, row.owner, row.score) == (None, None, None, None, None)


def test_numbers_of_a_row(small: dict[str, Any]) -> None:
    row = okr.loads(small).score("2026-10-05").key_result("a")
    assert (row.value, row.target, row.unit, row.progress, row.raw, row.confidence) == (5.0, 10.0, "users", 0.5, 0.5, 0.7)
    assert (row.status, row.status_reason, row.is_stale, row.stale_days) == ("on_track", "ratio", False, 0)
    assert row.expected == pytest.approx(4 / 91)
    assert (row.counted, row.left_out, row.weight, row.contribution) == (True, None, 0.5, 0.25)


def test_explanations_add_up(card: okr.Scorecard) -> None:
    for row in card.values():
        why = card.explain(row.id)
        parts = [line.contribution for line in why.lines]
        if row.progress is not None and None not in parts:
            assert sum(part for part in parts if part) == pytest.approx(row.progress, abs=1e-12)
    assert card.explain("emea-sales").left_out[0].reason == "guardrail"


def test_due_check_ins(small: dict[str, Any]) -> None:
    due = okr.loads(small).score("2026-10-22").due_check_ins("a")
    assert due[0].to_dict() == {
        "from": datetime.date(2026, 10, 1),
        "on": datetime.date(2026, 10, 7),
        "state": "on_time",
        "check_in": datetime.date(2026, 10, 5),
    }
    assert (due[0].from_, due[1].state, due[1].check_in) == (datetime.date(2026, 10, 1), "missed", None)


@pytest.mark.parametrize("ask", ["__getitem__", "progress", "explain", "objective", "key_result", "due_check_ins"])
def test_ids_that_nothing_has(card: okr.Scorecard, ask: str) -> None:
    with pytest.raises(okr.UnknownIdError) as unknown:
        getattr(card, ask)("emea-sale")
    assert isinstance(unknown.value, (KeyError, okr.OkrError))
    assert (unknown.value.code, unknown.value.help) == ("unknown_id", "did you mean `emea-sales`?")
    with pytest.raises(TypeError):
        getattr(card, ask)(3)


def test_ids_of_the_other_kind(card: okr.Scorecard) -> None:
    with pytest.raises(okr.UnknownIdError, match="the id of a key result, expected that of an objective"):
        card.objective("emea-revenue")
    with pytest.raises(okr.UnknownIdError, match="the id of an objective, expected that of a key result"):
        card.key_result("emea-sales")


def test_it_keeps_what_it_was_made_of(organisation: okr.Workspace, card: okr.Scorecard) -> None:
    assert (card.workspace, card.policy) == (organisation, organisation.policy)
    google = organisation.score(AS_OF, "google")
    assert google.policy == okr.Policy.preset("google")
    assert google == organisation.score(AS_OF, okr.Policy.preset("google")) == organisation.score(AS_OF, {"base": "google", **named("google")})
    assert google != card


def named(preset: str) -> dict[str, Any]:
    """What a patch does not take over from its base."""
    policy = okr.Policy.preset(preset)
    return {"name": policy.name, "title": policy.title, "notes": policy.notes, "sources": policy.sources}


def test_findings_of_an_evaluation(card: okr.Scorecard) -> None:
    assert (card.findings[0].code, card.findings[0].path) == ("confidence_falling", "/objectives/1/key_results/0")
    assert card.unlisted_findings == 0
    assert str(card.findings[0]).startswith("hint[confidence_falling] /objectives/1/key_results/0: ")


def test_reprs_say_what_it_is(card: okr.Scorecard) -> None:
    of = "16 objectives, 48 key results"
    assert repr(card) == f"<okr.Scorecard of 'Larkfield' as of 2026-11-21, by the policy 'default': {of}>"
    assert repr(card["emea-sales"]) == "<okr.ObjectiveRow 'emea-sales': progress 0.5689, expected 0.5604, at_risk>"
    assert repr(card["emea-revenue"]).startswith("<okr.KeyResultRow 'emea-revenue': progress 0.6500, ")
