"""What the engine answers: typed values that say what its plain values say."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from typing import Any, get_args, get_type_hints

import pytest

import okr
from conftest import AS_OF, ROOT
from okr._record import Result
from okr._words import Status

RESULTS: dict[str, type[Result]] = {
    name: thing
    for name in okr.__all__
    if isinstance(thing := getattr(okr, name), type) and issubclass(thing, Result)
}


def defined(page: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / f"okr-core/schemas/{page}.schema.json").read_text())
    return {**schema["$defs"], "PolicyComparison": schema}


@pytest.mark.parametrize(
    ("page", "name", "cls"),
    [
        ("scorecard", "GroupReport", okr.GroupRow),
        ("scorecard", "KpiReport", okr.KpiRow),
        ("scorecard", "GuardrailReport", okr.Guardrail),
        ("scorecard", "OverrideReport", okr.Override),
        *(("policy_comparison", cls.__name__, cls) for cls in (okr.PolicyComparison, okr.RowChange, okr.FieldChange, okr.Cause, okr.Standing)),
    ],
)
def test_its_fields_are_those_of_the_format(page: str, name: str, cls: type[Result]) -> None:
    schemas = defined(page)
    properties = schemas[name]["properties"]
    assert set(cls._fields) == set(properties)
    hints = get_type_hints(cls)
    for field, schema in properties.items():
        nullable = {"type": "null"} in schema.get("anyOf", []) or "null" in schema.get("type", [])
        assert (type(None) in get_args(hints[field])) == nullable, field
        if schema.get("$ref") == "#/$defs/Status":
            assert list(get_args(hints[field])) == schemas["Status"]["enum"], field
    assert hints["status"] == Status if "status" in properties else True


def answers(workspace: okr.Workspace) -> list[Any]:
    card = workspace.score(AS_OF)
    compared = workspace.compare_policies("default", "viva_goals", AS_OF)
    explained = [card.explain(id) for id in card]
    rows = [card.team_rows(), card.person_rows(), card.cycle_rows(), card.kpi_rows()]
    forced = workspace.apply(okr.Event.status("emea-sales", AS_OF, "at_risk")).score(AS_OF)["emea-sales"].override
    return [compared, *explained, *sum(rows, []), forced, *card.objective("emea-sales").guardrails, *card.due_check_ins("emea-revenue")]


def test_they_are_values(organisation: okr.Workspace) -> None:
    given, again = answers(organisation), answers(organisation)
    assert given == again and list(map(hash, given)) == list(map(hash, again))
    for value in given:
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
        assert value != value.to_dict() and "__dict__" not in dir(value)
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, value._fields[0], "other")
        names = {"datetime": __import__("datetime"), "okr": okr, **{name: getattr(okr, name) for name in okr.__all__}}
        assert eval(repr(value), names) == value
    seen = {type(value).__name__ for value in given}
    inside = {"Line", "Omission", "Repeat", "RowChange", "Standing", "Cause", "FieldChange"}
    assert seen | inside == set(RESULTS)


def test_plain_values_are_those_of_the_report(card: okr.Scorecard) -> None:
    report = card.report()
    assert [row.to_dict() for row in card.team_rows()] == report["teams"]
    assert [row.to_dict() for row in card.person_rows()] == report["people"]
    assert [row.to_dict() for row in card.cycle_rows()] == report["cycles"]
    assert [row.to_dict() for row in card.kpi_rows()] == report["kpis"]
    for team in card.team_rows():
        assert card.team(team.id) is card.team(team.id) == team


def test_an_explanation_as_plain_values_keeps_every_field(card: okr.Scorecard) -> None:
    why = card.explain("emea-sales").to_dict()
    assert set(why) == set(okr.Explanation._fields)
    assert set(why["lines"][0]) == set(okr.Line._fields) and set(why["left_out"][0]) == {"id", "title", "reason"}
    assert json.loads(json.dumps(why, default=str))["as_of"] == AS_OF


@pytest.mark.parametrize("ask", ["team", "person", "cycle", "kpi"])
def test_ids_that_nothing_has(card: okr.Scorecard, ask: str) -> None:
    with pytest.raises(okr.UnknownIdError, match="expected the id of a") as unknown:
        getattr(card, ask)("emea-sales\x1b")
    assert f"{ask}_rows()" in unknown.value.help and "\x1b" not in str(unknown.value)
    with pytest.raises(TypeError):
        getattr(card, ask)(3)


def test_an_explanation_reads_as_a_sum(card: okr.Scorecard) -> None:
    """The same table as that of the program in Rust, in fractions."""
    text = str(card.explain("emea-sales"))
    assert text.splitlines()[:2] == [
        "Improve sales performance in the EMEA region",
        "emea-sales, as of 2026-11-21, counted by the policy 'default'",
    ]
    rows = text.split("what adds up")[1].split("\n\n")[0].splitlines()[1:]
    adds = [float(row.rsplit("  ", 1)[0].split()[-2]) for row in rows[:-1]]
    assert sum(adds) == pytest.approx(float(rows[-1].split()[1]), abs=1e-5)
    assert "left out\nKeep the average discount at 12% or less (discounts): guardrail" in text
    assert "status    at_risk (guardrail)" in text
    assert "value " not in text and "expected" in text
    assert card.explain("emea-sales")._repr_html_().startswith("<pre>Improve sales")


def test_every_kind_of_explanation_reads_well(organisation: okr.Workspace) -> None:
    lists = set()
    for path in ("okr-core/examples/organisation.json", "tests/documents/everything.json"):
        card = okr.load(ROOT / path).score(AS_OF)
        for id in card:
            why = card.explain(id)
            text = str(why)
            assert text.startswith(why.title) and all(line == line.rstrip() for line in text.splitlines())
            lists |= {line.kind for line in why.lines if line.id is None}
            assert all(text.count(f"({line.id})") >= 1 for line in why.lines if line.id)
    assert "measure" in lists


def test_text_from_outside_steers_no_terminal() -> None:
    title = "A\x1b[2J<b>\u202e" + "x" * 100
    key_result = okr.KeyResult("k", title, okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)])
    workspace = okr.Workspace(name=title, objectives=[okr.Objective("o", title, key_results=[key_result])])
    why = workspace.score("2026-10-05").explain("o")
    change = workspace.compare_policies("default", {"clamp": {"shown": {"max": 0.1}}}, "2026-10-05")
    for text in (str(why), str(change)):
        assert "\x1b" not in text and "\u202e" not in text and "\\x1b[2J" in text
    assert "<b>" not in why._repr_html_() and "&lt;b&gt;" in why._repr_html_()


def test_a_comparison_reads_row_by_row(organisation: okr.Workspace) -> None:
    change = organisation.compare_policies("default", "viva_goals", AS_OF)
    text = str(change)
    assert text.startswith("Larkfield, as of 2026-11-21: from the policy 'default' to 'viva_goals'\n")
    assert all(f"({row.id})" in text for row in change.rows) and all(field.field in text for field in change.fields)
    assert change.to_dict()["rows"][0]["causes"][0]["fields"] == list(change.rows[0].causes[0].fields)
    nothing = okr.Workspace().compare_policies("default", {"rollup": {"mean": "minimum"}}, AS_OF)
    assert str(nothing).endswith("No row changes.")


def test_what_another_policy_cannot_count_is_said() -> None:
    key_result = okr.KeyResult("k", "K", okr.Measure.move(10, 10))
    workspace = okr.Workspace(policy={"measure": {"zero_range": "half"}}, objectives=[okr.Objective("o", "O", key_results=[key_result])])
    change = workspace.compare_policies(workspace.policy, "default", AS_OF)
    assert [type(finding) for finding in change.findings] == [okr.Finding] * len(change.findings)
    codes = [finding.code for finding in change.findings]
    assert "not_scorable" in codes and all(code in str(change) for code in codes)
    assert [finding["code"] for finding in change.to_dict()["findings"]] == codes


def test_every_answer_prints_as_json(card: okr.Scorecard) -> None:
    compared = card.workspace.compare_policies("default", "viva_goals", card.as_of)
    why = card.explain("engagement")
    answers = [why, compared, *card.due_check_ins("emea-revenue"), *card.team_rows(), *card.kpi_rows(), *compared.rows, *why.lines]
    for answer in [*answers, card.workspace.document(), okr.CheckIn("2026-10-05", True), okr.Measure.move(0.1, "+20%")]:
        text = answer.to_json()
        assert "\n" not in text and json.loads(text) == json.loads(json.dumps(answer.to_dict(), default=str))
    assert why.to_json().startswith('{"id":"engagement","title":"Increase user engagement","as_of":"2026-11-21",')
    assert okr.loads(card.workspace.document().to_json()) == card.workspace
    with pytest.raises(okr.OkrError) as refused:
        okr.CheckIn("2026-10-05", float("nan")).to_json()
    assert (refused.value.code, refused.value.path) == ("not_finite", "/value")
