"""Exceptions: what they carry, and how they read."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import okr


def refused(document: Any) -> okr.OkrError:
    with pytest.raises(okr.OkrError) as caught:
        okr.loads(document)
    return caught.value


def test_everything_wrong_comes_at_once() -> None:
    error = refused({"okr": 1, "nmae": "Acme", "objectives": [{"id": "o"}]})
    assert (error.code, error.path, error.unlisted) == ("unknown_field", "/nmae", 0)
    assert error.message == "found the field `nmae`, expected a field of a document"
    assert error.help.startswith("did you mean `name`?")
    assert [finding.code for finding in error.findings] == ["unknown_field", "missing_field"]
    assert (error.findings[0].path, error.findings[0].message) == (error.path, error.message)
    assert str(error) == "\n".join(str(finding) for finding in error.findings)
    assert str(error).startswith("error[unknown_field] /nmae: found the field")


def test_more_than_a_thousand_are_counted() -> None:
    error = refused({"okr": 1, "objectives": [{"id": str(n)} for n in range(1500)]})
    assert (len(error.findings), error.unlisted) == (1000, 500)
    assert str(error).splitlines() == [*map(str, error.findings[:5]), "and 1495 more"]


def test_it_is_a_value_error_and_its_repr_says_all() -> None:
    error = refused("{")
    assert isinstance(error, ValueError) and not isinstance(error, KeyError)
    assert repr(error).startswith("OkrError('error[invalid_json] ")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_it_can_be_copied_and_pickled(copied: Any) -> None:
    error = refused({"okr": 1, "nmae": "Acme", "objectives": [{"id": "o"}]})
    again = copied(error)
    assert type(again) is okr.OkrError and str(again) == str(error)
    for name in ("code", "path", "message", "help", "findings", "unlisted"):
        assert getattr(again, name) == getattr(error, name)


def test_unknown_ids_are_key_errors_too() -> None:
    with pytest.raises(KeyError) as caught:
        okr.loads({"okr": 1}).score("2026-11-21")["x"]
    assert isinstance(caught.value, okr.UnknownIdError)
    assert str(caught.value).startswith("error[unknown_id] found `x`")
    assert type(pickle.loads(pickle.dumps(caught.value))) is okr.UnknownIdError


def test_text_from_outside_steers_no_terminal() -> None:
    error = okr.OkrError("found it", "bad_id", "/a\x1b[2J\u202eb", "help")
    assert str(error) == "error[bad_id] /a\\x1b[2J\\u202eb: found it (help)"


def test_findings_are_values() -> None:
    finding = refused({"okr": 1, "nmae": "Acme"}).findings[0]
    again = pickle.loads(pickle.dumps(finding))
    assert again == finding and hash(again) == hash(finding) and {finding: 1}[again] == 1
    assert eval(repr(finding), {"okr": okr}) == finding
    assert finding != okr.Finding(finding.code, "warning", finding.path, finding.message, finding.help)
    with pytest.raises(okr.OkrError) as caught:
        okr.Finding("no_such_code", "error", "", "", "")
    assert caught.value.code == "unknown_word"


@pytest.mark.parametrize(
    ("code", "path", "document"),
    [
        ("invalid_json", "", "{"),
        ("invalid_json", "", ""),
        ("invalid_utf8", "", b'{"okr": 1, "name": "\xff"}'),
        ("not_finite", "/objectives/0/weight", {"okr": 1, "objectives": [{"id": "o", "title": "O", "weight": float("nan")}]}),
        ("wrong_type", "/name", {"okr": 1, "name": 3}),
        ("missing_field", "", {}),
        ("unknown_policy", "/policy", {"okr": 1, "policy": "gogle"}),
    ],
)
def test_documents_that_are_refused(code: str, path: str, document: Any) -> None:
    error = refused(document)
    assert (error.code, error.path) == (code, path)


def test_a_dict_that_contains_itself_or_grows_without_end() -> None:
    itself: dict[str, Any] = {"okr": 1}
    itself["extra"] = itself
    assert refused(itself).code == "too_deep"
    grown: Any = ["x" * 1000]
    for _ in range(30):
        grown = [grown, grown]
    assert refused({"okr": 1, "objectives": grown}).code == "too_large"


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (None, "NoneType"),
        (3, "int"),
        ([], "list"),
        ({"objectives": [{"tags": {1, 2}}]}, "/objectives/0/tags: found set"),
        ({"objectives": {3: 1}}, "/objectives: found a key of int"),
        ({"a/b": {"c~": object()}}, "/a~1b/c~0: found object"),
        ({1: 2}, "the dict: found a key of int"),
    ],
)
def test_wrong_types_are_type_errors(document: Any, place: str) -> None:
    with pytest.raises(TypeError) as wrong:
        okr.loads(document)
    assert place in str(wrong.value)


def test_text_that_is_no_text() -> None:
    for document in ("\ud800", {"okr": 1, "name": "\ud800"}, {"\ud800": 1}):
        with pytest.raises(UnicodeEncodeError):
            okr.loads(document)
