"""The stub: made from the library, and right enough for a strict checker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import typed
from conftest import ROOT

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
    made = (tmp_path / "okr/_okr.pyi").read_bytes()
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
]


def test_a_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("\n".join(["import okr", *WRONG, ""]))
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, tmp_path / "wrong.py"]
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True)
    seen = [wrong for line, wrong in enumerate(WRONG, 2) if f"wrong.py:{line}: error" in done.stdout]
    assert (done.returncode, seen) == (1, WRONG), done.stdout + done.stderr


def test_the_stub_describes_the_library() -> None:
    run(sys.executable, "-m", "mypy.stubtest", "okr._okr")
