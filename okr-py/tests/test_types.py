"""The stub: made from the library, and right enough for a strict checker."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import okr
import typed
from conftest import ROOT
from okr import _words
from stub import finished

PACKAGE = ROOT / "okr-py"
STUB = PACKAGE / "python/okr/_okr.pyi"


def tool(name: str) -> str:
    """A program of this virtual environment, else of the path."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"{name} is not installed: pip install {name}"
    return found


def run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_stub_is_fresh(tmp_path: Path) -> None:
    target = os.environ.get("OKR_PY_TARGET", str(ROOT / "target/maturin"))
    run(tool("maturin"), "generate-stubs", "--quiet", "--out", tmp_path, "--target-dir", target)
    made = finished((tmp_path / "okr/_okr.pyi").read_text(encoding="utf-8")).encode()
    if os.environ.get("OKR_BLESS") == "1":
        STUB.write_bytes(made)
    assert STUB.read_bytes() == made, "okr-py/python/okr/_okr.pyi is stale: OKR_BLESS=1 cargo test --test python"


def test_a_typed_program_passes_a_strict_checker_and_runs(tmp_path: Path) -> None:
    run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, "tests/typed.py")
    # The stub says of some tuples no more than that they are tuples.
    run(sys.executable, "-m", "mypy", "--strict", "--allow-any-generics", "--cache-dir", tmp_path, "python/okr")
    assert [str(typed.main()[0]), *typed.main()[1:]] == ["2026-11-21", [], "unknown_id"]


WRONG = [
    "okr.loads(3)", "okr.loads('').score(3)", "okr.loads('').apply(3)", "okr.Event.state('o', '', 3)", "okr.nothing",
    "okr.Objective('o', 'O', cycle=3)",
    "okr.Objective('o', 'O', titel='P')",
    "okr.Objective('o', 'O', ambition='high')",
    "okr.KeyResult('k', 'K')",
    "okr.KeyResult('k', 'K', okr.Team('t'))",
    "okr.Measure.between(1)",
    "okr.Measure.at_least('+20%')",
    "okr.CheckIn(20261012, 3)",
    "okr.Workspace(objectives=[okr.Team('t')])",
    "okr.loads(okr.Team('t'))",
    "okr.Workspace().carry_over(okr.Workspace().score(''), [okr.Team('t')])",
    "okr.Workspace().score('').explain('o')['lines']",
    "okr.Workspace().score('').team('t').name = 'T'",
    "okr.Team('t').name = 'T'",
    "okr.from_tables(objectives=7)",
    "okr.from_tables(objectives=[['o']])",
    "okr.from_tables(objectives='o')",
    "okr.Event.state('o', '', 'clsed')",
    "okr.Event.status('o', '', 'green')",
    "okr.Finding('bad_date', 'fatal', '', '', '')",
    "okr.Workspace().score('')['o'].status == 'atrisk'",
    "okr.Workspace().score('').key_result('k').role == 'guard'",
    "okr.Workspace().score('').table('objective')",
    "okr.Workspace().score('').get('k').progress",
    "okr.Workspace().score('')['k'].measure == 'moved'",
    "okr.Finding('no_such_code', 'hint', '', '', '')",
    "okr.OkrError('', 'no_such_code')",
    "okr.Cycle('c', 3.5, '2026-12-31')",
    "okr.Workspace().check_ins['on']['first']",
]


def test_a_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("\n".join(["import okr", *WRONG, ""]))
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, tmp_path / "wrong.py"]
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True)
    seen = [wrong for line, wrong in enumerate(WRONG, 2) if f"wrong.py:{line}: error" in done.stdout]
    assert (done.returncode, seen) == (1, WRONG), done.stdout + done.stderr


def test_every_word_says_what_it_is_for() -> None:
    """Aliases have no docstring of their own: a text follows each, as editors show it."""
    tree = ast.parse(Path(_words.__file__).read_text(encoding="utf-8"))
    documented = set()
    for alias, text in zip(tree.body, tree.body[1:]):
        target = alias.target if isinstance(alias, ast.AnnAssign) else alias.targets[0] if isinstance(alias, ast.Assign) else None
        if isinstance(target, ast.Name) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            documented.add(target.id)
    assert documented == set(_words.__all__)
    assert all(getattr(okr, name) is getattr(_words, name) for name in documented)


def test_words_are_those_of_the_engine(card: okr.Scorecard) -> None:
    columns = {"status": okr.Status, "state": okr.State, "measure": okr.MeasureKind, "status_reason": okr.Reason, "left_out": okr.LeftOut, "role": okr.Role, "ambition": okr.Ambition}
    for name, words in columns.items():
        assert card.key_results[name].categories == list(get_args(words)), name
    assert card.kpis["state"].categories == list(get_args(okr.KpiState))
    assert {column.kind for name in get_args(okr.TableName) for column in card.table(name).columns} == set(get_args(okr.ColumnKind))
    for order in get_args(okr.TableOrder):
        assert len(card.table("objectives", order=order)) == len(card.objectives)
    for severity in get_args(okr.Severity):
        assert okr.Finding("bad_date", severity, "", "", "").severity == severity
    with pytest.raises(okr.OkrError) as refused:
        okr.Finding("no_such_code", "hint", "", "", "")  # type: ignore[arg-type]
    assert re.findall("`(.*?)`", refused.value.message)[1:] == list(get_args(okr.Code))
    with pytest.raises(okr.OkrError) as refused:
        okr.Finding("bad_date", "fatal", "", "", "")  # type: ignore[arg-type]
    assert re.findall("`(.*?)`", refused.value.message)[1:] == list(get_args(okr.Severity))
    rows = json.loads((ROOT / "okr-core/schemas/policy_comparison.schema.json").read_text())["$defs"]["RowKind"]["enum"]
    assert rows == list(get_args(okr.RowKind))
    holds = json.loads((ROOT / "okr-core/schemas/scorecard.schema.json").read_text())["$defs"]["HoldState"]["enum"]
    assert holds == list(get_args(okr.HoldState))
    cards = [card, *(card.workspace.score(card.as_of, policy) for policy in okr.presets()[::10])]
    lines = {line.kind for card in cards for id in card for line in card.explain(id).lines}
    assert {"key_result", "objective"} < lines <= set(get_args(okr.LineKind))
    came = {due.state for row in card.key_result_rows() for due in card.due_check_ins(row.id)}
    assert len(came) > 1 and came <= set(get_args(okr.Timeliness))


def test_the_stub_describes_the_library(tmp_path: Path) -> None:
    # It takes no other word for where to keep what it finds out.
    config = tmp_path / "mypy.ini"
    config.write_text(f"[mypy]\ncache_dir = {tmp_path.as_posix()}\n", encoding="utf-8")
    run(sys.executable, "-m", "mypy.stubtest", "--mypy-config-file", config, "okr._okr")
