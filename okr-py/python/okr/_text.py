"""Explanations and comparisons as text to be read."""

from __future__ import annotations

import html as _html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ._errors import _harmless

if TYPE_CHECKING:
    from ._results import Cause, Explanation, Line, PolicyComparison, Standing

__all__ = ["comparison", "explanation", "html"]

WIDEST = 60
"""Columns of a title, after which it is cut."""

# What a line stands for that is no member.
LINES = {
    "measure": "the measure's own",
    "own_value": "its own value",
    "baseline": "from zero to the baseline",
    "manual": "set by hand",
    "objective_clamp": "cut by the objective's clamp",
    "shown_clamp": "cut to what is shown",
}


def explanation(why: Explanation) -> str:
    """An explanation as text."""
    return "\n".join(_explained(why))


def _explained(why: Explanation) -> Iterator[str]:
    yield _harmless(why.title)
    yield f"{_harmless(why.id)}, as of {why.as_of}, counted by the policy {why.policy!r}"
    yield ""
    yield f"progress  {_number(why.progress)}"
    if why.expected is not None:
        yield f"expected  {_number(why.expected)}"
    called = "" if why.label is None else f", called {_harmless(why.label)}"
    yield f"status    {why.status}{called} ({why.status_reason})"
    if why.value is not None:
        yield f"value     {_value(why)}"
    if why.lines:
        yield ""
        yield from _added(why)
    if why.left_out:
        yield ""
        yield "left out"
        yield from (f"{_named(each.title, each.id)}: {each.reason}" for each in why.left_out)
    if why.repeats:
        yield ""
        yield "reaches it by more than one path"
        yield from (f"{_harmless(each.id)}: {each.paths:.0f} paths, weight {each.weight:.6f}" for each in why.repeats)
    yield ""
    yield f"rules used: {', '.join(why.rules)}"


def _value(why: Explanation) -> str:
    unit = "" if why.unit is None else f" {_harmless(why.unit)}"
    start = "" if why.baseline is None else f", from {why.baseline:.15g}"
    end = "" if why.target is None else f", to {why.target:.15g}"
    return f"{why.value:.15g}{unit}{start}{end}"


def _added(why: Explanation) -> Iterator[str]:
    """The lines as a table whose last row is the progress."""
    names = [_line_name(line) for line in why.lines]
    wide = max(map(len, [*names, "what adds up"]))
    expected = any(line.expected is not None for line in why.lines)

    def row(name: str, cells: Iterable[str], rule: str) -> str:
        return f"{name:<{wide}}{''.join(f'{cell:>11}' for cell in cells)}  {rule}".rstrip()

    yield row("what adds up", ["weight", "gives", "adds", *(["expected"] if expected else [])], "rule")
    for name, line in zip(names, why.lines):
        more = [_cell(line.expected)] if expected else []
        yield row(name, [_cell(line.weight), _cell(line.given), _cell(line.contribution), *more], line.rule)
    yield row("progress", ["", "", _number(why.progress), *([_cell(why.expected)] if expected else [])], "")


def _line_name(line: Line) -> str:
    return LINES.get(line.kind, line.kind) if line.id is None else _named(line.title or "", line.id)


def comparison(change: PolicyComparison) -> str:
    """A comparison as text."""
    return "\n".join(_compared(change))


def _compared(change: PolicyComparison) -> Iterator[str]:
    name = _harmless(change.workspace) or "a workspace"
    yield f"{name}, as of {change.as_of}: from the policy {change.before!r} to {change.after!r}"
    yield ""
    if not change.fields:
        yield "They do not differ."
        return
    wide = max(len("fields that differ"), *(len(each.field) for each in change.fields))
    yield f"{'fields that differ':<{wide}}  rule  rows"
    for each in change.fields:
        yield f"{each.field:<{wide}}  {each.rule:<4}  {each.rows:>4}  {each.before!r} -> {each.after!r}"
    yield ""
    if not change.rows:
        yield "No row changes."
    else:
        yield from _changed(change)
    yield from (_harmless(str(finding)) for finding in change.findings)


def _changed(change: PolicyComparison) -> Iterator[str]:
    names = ["what changes", *(_named(row.title, row.id) for row in change.rows)]
    befores = [change.before, *(_stands(row.before) for row in change.rows)]
    afters = [change.after, *(_stands(row.after) for row in change.rows)]
    wide, broad = max(map(len, names)), max(map(len, befores))
    causes = [(), *(row.causes for row in change.rows)]
    for name, before, after, turns in zip(names, befores, afters, causes):
        yield f"{name:<{wide}}  {before:<{broad}}  {after}"
        yield from (f"  {', '.join(turn.fields)} ({', '.join(turn.rules)}): {_stands(turn)}" for turn in turns)


def _stands(row: Standing | Cause) -> str:
    return f"{_number(row.progress)} {_harmless(row.label or row.status)}"


def _named(title: str, id: str) -> str:
    title, id = _harmless(title), _harmless(id)
    return f"{title if len(title) <= WIDEST else title[: WIDEST - 1] + '…'} ({id})"


def _number(x: float | None) -> str:
    return "nothing" if x is None else f"{x:.6f}"


def _cell(x: float | None) -> str:
    return "" if x is None else f"{x:.6f}"


def html(text: str) -> str:
    """The text for a notebook."""
    return f"<pre>{_html.escape(text)}</pre>"
