"""Reading, applying, comparing."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import okr
from conftest import AS_OF, ORGANISATION


def test_text_bytes_and_dict_are_read_alike(small: dict[str, Any]) -> None:
    text = json.dumps(small)
    read = okr.loads(text)
    assert read == okr.loads(text.encode()) == okr.loads(bytearray(text.encode())) == okr.loads(small)
    assert json.loads(read.to_json())["name"] == "Acme"


def test_a_file_is_read_by_text_and_path(organisation: okr.Workspace) -> None:
    assert okr.load(str(ORGANISATION)) == organisation == okr.loads(ORGANISATION.read_bytes())


def test_a_dict_may_have_dates_tuples_and_numbers_of_other_kinds(small: dict[str, Any]) -> None:
    given = okr.loads(small)
    objective = small["objectives"][0]
    objective["start"] = datetime.date(2026, 10, 1)
    objective["due"] = datetime.datetime(2026, 12, 31, 23, 59)
    objective["key_results"][0]["measure"]["target"] = Decimal("10")
    objective["key_results"] = tuple(objective["key_results"])
    assert okr.loads(small) == given


def test_what_a_host_keeps_comes_back(small: dict[str, Any]) -> None:
    small["objectives"][0]["extra"] = {"n": None, "t": True, "f": False, "x": 0.1, "i": 2**53 + 1, "s": "\u2028\"\\"}
    assert json.loads(okr.loads(small).to_json())["objectives"][0]["extra"] == small["objectives"][0]["extra"]


def test_an_event_makes_a_new_workspace(small: dict[str, Any]) -> None:
    before = okr.loads(small)
    after = before.apply(okr.Event.check_in("b", "2026-11-01", True))
    assert (before.score(AS_OF).progress("o"), after.score(AS_OF).progress("o")) == (0.25, 0.75)
    assert before == okr.loads(small) != after


def test_several_events_apply_whole_or_not_at_all(small: dict[str, Any]) -> None:
    workspace = okr.loads(small)
    good, bad = okr.Event.check_in("b", "2026-11-01", True), okr.Event.check_in("b", "2026-11-01", 3)
    with pytest.raises(okr.OkrError) as refused:
        workspace.apply(good, bad)
    assert (refused.value.code, refused.value.path) == ("value_not_for_kind", "/1/kind/check_in/value")
    with pytest.raises(okr.OkrError) as refused:
        workspace.apply(bad)
    assert refused.value.path == "/kind/check_in/value"
    assert workspace == okr.loads(small)
    assert workspace.apply() == workspace


def test_every_kind_of_event_applies(small: dict[str, Any]) -> None:
    workspace = okr.loads(small)
    row = workspace.apply(okr.Event.amendment("a", "2026-10-06", target="+20", weight=3)).score(AS_OF)["a"]
    assert isinstance(row, okr.KeyResultRow)
    assert (row.target, row.progress, row.weight) == (20.0, 0.25, 0.75)
    measured = okr.Event.amendment("a", "2026-10-05", measure={"kind": "ratio", "target": 5})
    assert workspace.apply(measured).score(AS_OF).progress("a") == 1.0
    closed = workspace.apply(okr.Event.state("o", "2026-11-01", "closed", outcome="missed", score=0.3)).score(AS_OF)["o"]
    assert (closed.status, closed.status_reason, closed.score, closed.manual_score) == ("missed", "closed", 0.25, 0.3)
    by_hand = workspace.apply(okr.Event.status("a", "2026-11-01", "off_track", until="2026-11-30", by="ana", reason="a strike"))
    assert by_hand.score(AS_OF)["a"].override == okr.Override(
        status="off_track", computed="at_risk", by="ana", reason="a strike", until=datetime.date(2026, 11, 30)
    )


def test_policies_compare(organisation: okr.Workspace) -> None:
    change = organisation.compare_policies(organisation.policy, "viva_goals", AS_OF)
    assert (change.before, change.after, change.as_of) == ("default", "viva_goals", datetime.date(2026, 11, 21))
    assert {"measure.strict", "weights.rule"} <= {field.field for field in change.fields}
    assert any(row.id == "emea-sales" for row in change.rows)
    same = organisation.compare_policies("default", okr.Policy.preset("default"), AS_OF)
    assert (same.fields, same.rows, str(same).splitlines()[-1]) == ((), (), "They do not differ.")


def test_it_has_the_name_of_the_organisation(organisation: okr.Workspace, small: dict[str, Any]) -> None:
    assert (organisation.name, okr.loads(small).name) == ("Larkfield", "Acme")
    assert okr.Workspace().name is None and okr.Workspace(name="").name is None


def test_findings_of_the_document(small: dict[str, Any]) -> None:
    small["objectives"].append({"id": "p", "title": "P", "aligned_to": [{"to": "b"}]})
    (finding,) = okr.loads(small).findings
    assert (finding.code, finding.severity, finding.path) == ("link_not_read", "warning", "/objectives/1/aligned_to/0/to")
    assert okr.loads(small).unlisted_findings == 0


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        okr.load(tmp_path / "nothing.json")
    assert missing.value.filename == str(tmp_path / "nothing.json")
    with pytest.raises(IsADirectoryError):
        okr.load(tmp_path)
    with pytest.raises(ValueError):
        okr.load("a\0b")
    empty = tmp_path / "empty.json"
    empty.write_bytes(b"")
    with pytest.raises(okr.OkrError) as refused:
        okr.load(empty)
    assert refused.value.code == "invalid_json"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no file here that never ends")
def test_a_file_that_never_ends_is_too_large() -> None:
    with pytest.raises(okr.OkrError) as refused:
        okr.load("/dev/zero")
    assert refused.value.code == "too_large"


def test_reprs_say_what_it_is(organisation: okr.Workspace, small: dict[str, Any]) -> None:
    assert repr(organisation) == "<okr.Workspace 'Larkfield': 16 objectives, 48 key results>"
    assert repr(okr.loads(small)) == "<okr.Workspace 'Acme': 1 objective, 2 key results>"
