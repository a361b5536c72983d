"""The guide: its blocks run one after the other, as in a notebook, and print what follows them."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import okr
from conftest import ROOT

GUIDE = ROOT / "okr-py/docs/guide.md"
# A block of Python, with what it prints where it prints something.
CELL = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<answer>.*?)^```\n)?", re.DOTALL | re.MULTILINE)


def test_the_guide_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if os.environ.get("OKR_INSTALLED") == "1":
        assert Path(okr.__file__).is_relative_to(sys.prefix), "the package that is installed, and not the sources"
    monkeypatch.setenv("COLUMNS", "100")
    names: dict[str, Any] = {"__name__": "__main__"}
    text = GUIDE.read_text(encoding="utf-8")

    def run(cell: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(cell["code"], str(GUIDE), "exec"), names)
        lines = "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())
        return f"```python\n{cell['code']}```\n" + (f"\n```text\n{lines}```\n" if lines else "")

    fresh = CELL.sub(run, text)
    if os.environ.get("OKR_BLESS") == "1":
        GUIDE.write_text(fresh, encoding="utf-8")
    assert fresh == text or os.environ.get("OKR_BLESS") == "1", "the guide says otherwise; OKR_BLESS=1 writes it anew"
    for picture in ("quarter.png", "weeks.png"):
        assert (tmp_path / picture).stat().st_size > 5_000, picture


def test_the_guide_passes_a_strict_checker(tmp_path: Path) -> None:
    program = tmp_path / "guide.py"
    program.write_text("\n".join(cell["code"] for cell in CELL.finditer(GUIDE.read_text(encoding="utf-8"))), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, program]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
