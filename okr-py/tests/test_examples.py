"""Documentation that runs: docstrings and the README."""

from __future__ import annotations

import datetime
import doctest
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import okr
from conftest import ROOT
from okr import _words

ALIASES = {*_words.__all__, "TableLike"}
README = (ROOT / "okr-py/README.md").read_text(encoding="utf-8")


def documented() -> Iterator[tuple[str, Any]]:
    yield "okr", okr
    for name in okr.__all__:
        thing = getattr(okr, name)
        yield name, thing
        if inspect.isclass(thing):
            for member, value in vars(thing).items():
                if not member.startswith("_") and not isinstance(value, str):
                    yield f"{name}.{member}", value


# Aliases have no docstring of their own; `test_types` looks at theirs.
THINGS = {name: thing for name, thing in documented() if name not in ALIASES}


@pytest.mark.parametrize("name", THINGS)
def test_everything_public_is_documented_and_its_examples_run(name: str) -> None:
    thing = THINGS[name]
    text = inspect.getdoc(thing)
    if isinstance(thing, (int, list, tuple)) or inspect.ismemberdescriptor(thing):
        return
    assert text, f"{name} says nothing"
    assert all(len(line) <= 140 for line in text.splitlines()), name
    names = {"okr": okr, "datetime": datetime}
    test = doctest.DocTestParser().get_doctest(text, names, name, None, 0)
    runner = doctest.DocTestRunner()
    out: list[str] = []
    runner.run(test, out=out.append)
    assert runner.failures == 0, "".join(out)


def test_every_class_and_function_has_an_example() -> None:
    named = [name for name in okr.__all__ if name not in ALIASES]
    without = [name for name in named if ">>>" not in (inspect.getdoc(getattr(okr, name)) or "")]
    assert without == ["UnknownIdError", "__version__"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


PROGRAMS = list(zip(blocks("python"), blocks("text"), strict=True))


@pytest.mark.parametrize(("program", "answer"), PROGRAMS)
def test_the_programs_of_the_readme_print_what_it_says(tmp_path: Path, program: str, answer: str) -> None:
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-W", "error", "program.py"]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (printed.stderr, printed.stdout) == ("", answer)


def test_the_program_beside_the_one_in_rust_prints_the_same() -> None:
    program = ROOT / "okr-py/examples/habit.py"
    printed = subprocess.run([sys.executable, "-W", "error", program], capture_output=True, text=True, encoding="utf-8")
    beside = (ROOT / "README.md").read_text(encoding="utf-8")
    assert printed.stderr == ""
    assert f"It prints:\n\n```text\n{printed.stdout}```\n" in beside


def test_the_readme_leads_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / "okr-py" / target).exists(), target
