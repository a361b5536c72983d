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
    assert [str(typed.main()[0]), *typed.main()[1:]] == ["2026-11-21", [], "unknown_id"]


@pytest.mark.parametrize(
    "wrong",
    ["okr.loads(3)", "okr.loads('').score(3)", "okr.loads('').apply(3)", "okr.Event.state('o', '', 3)", "okr.nothing"],
)
def test_a_checker_sees_what_is_wrong(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "wrong.py").write_text(f"import okr\n{wrong}\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, tmp_path / "wrong.py"]
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True)
    assert done.returncode == 1 and "wrong.py:2: error" in done.stdout, done.stdout + done.stderr


def test_the_stub_describes_the_library() -> None:
    run(sys.executable, "-m", "mypy.stubtest", "okr._okr")
