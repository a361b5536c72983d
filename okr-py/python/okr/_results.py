"""What the engine answers, as values: frozen, comparable, hashable, picklable, and `to_dict()` for plain ones."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import _text
from ._okr import Finding
from ._record import Result
from ._words import HoldState, KpiState, LeftOut, LineKind, Reason, RowKind, Status, Timeliness

__all__ = [
    "Cause",
    "DueCheckIn",
    "Explanation",
    "FieldChange",
    "GroupRow",
    "Guardrail",
    "KpiRow",
    "Line",
    "Omission",
    "Override",
    "PolicyComparison",
    "Repeat",
    "RowChange",
    "Standing",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Result):
    """One line of an explanation: the contributions of all lines add up to the progress within 1e-12.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("k", "K", okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)])])])
    >>> line = workspace.score("2026-10-05").explain("o").lines[0]
    >>> line.kind, line.id, line.weight, line.contribution
    ('key_result', 'k', 1.0, 0.5)
    """

    kind: LineKind
    """What it stands for: `key_result`, `objective`, `initiative`, `measure`, `own_value`, `baseline`, `manual`, or the cut
    of a clamp: `objective_clamp`, `shown_clamp`."""
    id: str | None
    """Id of the member, where it is one."""
    title: str | None
    """Its title."""
    weight: float | None
    """Its effective weight, a share of 1; None where it is no member, and where members are added up."""
    given: float | None
    """What it gives before the receiver's clamp, a fraction, or a value where values are made one; None where it is no member."""
    contributed: float | None
    """What it gives after the receiver's clamp, a fraction; None for no member, and for what feeds a key result."""
    expected: float | None
    """What its plan asks for, a fraction; None where it brings nothing to what is expected."""
    contribution: float | None
    """What it adds to the progress, a fraction, negative where it takes away; None where it has no part of its own."""
    rule: str
    """Id of the rule that it follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission(Result):
    """A member that does not count, and why.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("k", "K", okr.Measure.tracked())])])
    >>> workspace.score("2026-10-05").explain("o").left_out
    (Omission(id='k', title='K', reason='tracked'),)
    """

    id: str
    """Its id."""
    title: str
    """Its title."""
    reason: LeftOut
    """Why, such as `guardrail` or `postponed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Result):
    """Something that reaches a row by more than one path.

    >>> link = [okr.Alignment("top")]
    >>> workspace = okr.Workspace(objectives=[
    ...     okr.Objective("top", "Top"), okr.Objective("a", "A", aligned_to=link), okr.Objective("b", "B", aligned_to=link),
    ...     okr.Objective("c", "C", aligned_to=[okr.Alignment("a"), okr.Alignment("b")], key_results=[
    ...         okr.KeyResult("k", "K", okr.Measure.binary())])])
    >>> workspace.score("2026-10-05").explain("top").repeats[0]
    Repeat(id='c', paths=2.0, weight=1.0)
    """

    id: str
    """Its id."""
    paths: float
    """How many paths."""
    weight: float
    """Its effective weight over all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Result):
    """Why an objective or key result stands where it does. Printed, it shows how the lines add up.

    >>> workspace = okr.Workspace(name="Acme", objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("a", "A", okr.Measure.ratio(10), weight=3, check_ins=[okr.CheckIn("2026-10-01", 5)]),
    ...     okr.KeyResult("b", "B", okr.Measure.binary())])])
    >>> print(workspace.score("2026-10-05").explain("o"))
    Grow
    o, as of 2026-10-05, counted by the policy 'default'
    <BLANKLINE>
    progress  0.375000
    status    none (ratio)
    <BLANKLINE>
    what adds up     weight      gives       adds  rule
    A (a)          0.750000   0.500000   0.375000  R3
    B (b)          0.250000   0.000000   0.000000  R3
    progress                             0.375000
    <BLANKLINE>
    rules used: R1, R2, R3, R4, P11, E4, S1, S2
    """

    id: str
    """Id of the objective or key result."""
    title: str
    """What is to be reached."""
    as_of: date
    """The date it is evaluated as of: that of its closing, where it is closed."""
    policy: str
    """Name of the policy."""
    progress: float | None
    """Progress as shown, a fraction, 1 = 100 %; None where nothing counts or the measure makes none."""
    expected: float | None
    """Progress that the plan asks for, a fraction; None where nothing is expected."""
    status: Status
    """How it stands."""
    status_reason: Reason
    """Which step decided the status."""
    label: str | None
    """What the policy calls the status; None where it has no word of its own."""
    value: float | None
    """Present value, in its unit; None where there is none."""
    baseline: float | None
    """Start value in force, in its unit; None where there is none."""
    target: float | None
    """Target in force, resolved, in its unit; None where there is none."""
    unit: str | None
    """The unit of its values."""
    lines: tuple[Line, ...]
    """What adds up to the progress."""
    left_out: tuple[Omission, ...]
    """What does not count, and why."""
    repeats: tuple[Repeat, ...]
    """What reaches it by more than one path."""
    rules: tuple[str, ...]
    """The rules used, by id, as the semantics state them."""

    def __str__(self) -> str:
        return _text.explanation(self)

    def _repr_html_(self) -> str:
        return _text.html(str(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCheckIn(Result):
    """A check-in that is due by a date.

    >>> key_result = okr.KeyResult("k", "K", okr.Measure.ratio(10), check_in_every="1w")
    >>> objective = okr.Objective("o", "Grow", start="2026-10-01", due="2026-12-31", key_results=[key_result])
    >>> due = okr.Workspace(objectives=[objective]).score("2026-10-05").due_check_ins("k")[0]
    >>> due.on, due.state
    (datetime.date(2026, 10, 7), 'pending')
    """

    from_: date
    """First day of its period; `from` in plain values."""
    on: date
    """The day it is due, the last of its period."""
    state: Timeliness
    """Whether it came."""
    check_in: date | None
    """The day of the check-in that answers it; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow(Result):
    """The row of a team, a person or a cycle.

    >>> workspace = okr.Workspace(teams=[okr.Team("t", "Product")], objectives=[
    ...     okr.Objective("o", "Grow", team="t", start="2026-10-01", due="2026-12-31", key_results=[
    ...         okr.KeyResult("k", "K", okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)])])])
    >>> row = workspace.score("2026-11-16").team("t")
    >>> row.name, row.progress, row.objectives
    ('Product', 0.5, 1)
    """

    id: str
    """Its id."""
    name: str
    """Its name, the id where it has none."""
    progress: float | None
    """Mean progress of its objectives, a fraction, 1 = 100 %; None where no objective counts."""
    expected: float | None
    """Mean progress that their plans ask for, a fraction; None where nothing is expected."""
    status: Status
    """How it stands."""
    label: str | None
    """What the policy calls the status; None where it has no word of its own."""
    objectives: int
    """How many objectives count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow(Result):
    """The row of a KPI.

    >>> nps = okr.Kpi("nps", unit="points", healthy=okr.Measure.at_least(30), readings=[okr.KpiReading("2026-10-05", 34)])
    >>> okr.Workspace(kpis=[nps]).score("2026-11-16").kpi("nps").state
    'healthy'
    """

    id: str
    """Its id."""
    name: str
    """Its name, the id where it has none."""
    value: float | None
    """Latest value, in its unit; None where there is no reading."""
    unit: str | None
    """The unit of its values."""
    state: KpiState
    """How it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrail(Result):
    """A guardrail of an objective.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("g", "G", okr.Measure.at_most(12), role="guardrail", check_ins=[okr.CheckIn("2026-10-01", 15)])])])
    >>> workspace.score("2026-10-05").objective("o").guardrails
    [Guardrail(id='g', state='unmet')]
    """

    id: str
    """Its id."""
    state: HoldState
    """How it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Result):
    """A status set by hand that is in force, and the computed one beside it.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", due="2026-12-31", start="2026-10-01", overrides=[
    ...     okr.StatusOverride("2026-10-02", "at_risk", by="ana")])])
    >>> forced = workspace.score("2026-10-05")["o"].override
    >>> forced.status, forced.by
    ('at_risk', 'ana')
    """

    status: Status
    """The status it sets."""
    computed: Status
    """The status without it."""
    by: str | None
    """Who set it."""
    reason: str | None
    """Why."""
    until: date | None
    """Its last day, where it is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Result):
    """How a row stands under one of two policies; see `okr.PolicyComparison`.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("k", "K", okr.Measure.ratio(10, aggregate="sum"), check_ins=[okr.CheckIn("2026-10-01", 15)])])])
    >>> change = workspace.compare_policies("default", {"clamp": {"shown": {"max": 2}}}, "2026-10-05")
    >>> change.rows[0].before.progress
    1.0
    """

    progress: float | None
    """Progress as shown, a fraction, 1 = 100 %; None where nothing counts."""
    expected: float | None
    """Progress that the plan asks for, a fraction; None where nothing is expected."""
    status: Status
    """How it stands."""
    label: str | None
    """What the policy calls that; None where it has no word of its own."""
    score: float | None
    """The score, a fraction; None until the row is over, and for teams, people and cycles."""
    grade: str | None
    """What the score, or the level reached, is called; None where it has no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause(Result):
    """One turn of a row's change: the fields that were exchanged, and how the row stands after that.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("a", "A", okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)]),
    ...     okr.KeyResult("b", "B", okr.Measure.binary())])])
    >>> change = workspace.compare_policies("default", {"rollup": {"mean": "minimum"}}, "2026-10-05")
    >>> change.rows[0].causes[0].fields
    ('rollup.mean',)
    """

    fields: tuple[str, ...]
    """The fields of the policy, mostly one; several where they only fit together."""
    rules: tuple[str, ...]
    """The ids of their rules, as the semantics state them."""
    progress: float | None
    """Progress after the turn, a fraction; None where nothing counts."""
    status: Status
    """Status after the turn."""
    label: str | None
    """What the policy of the turn calls that; None where it has no word of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange(Result):
    """A row that two policies count differently.

    >>> workspace = okr.Workspace(objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("a", "A", okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)]),
    ...     okr.KeyResult("b", "B", okr.Measure.binary())])])
    >>> row = workspace.compare_policies("default", {"rollup": {"mean": "minimum"}}, "2026-10-05").rows[0]
    >>> row.id, row.before.progress, row.after.progress
    ('o', 0.25, 0.0)
    """

    kind: RowKind
    """What it stands for."""
    id: str
    """Its id."""
    title: str
    """Its title, or the name of a team, person or cycle."""
    before: Standing
    """How it stands under the first policy."""
    after: Standing
    """How it stands under the second one."""
    causes: tuple[Cause, ...]
    """What led from the one to the other, turn by turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange(Result):
    """A field in which two policies differ.

    >>> change = okr.Workspace().compare_policies("default", {"rollup": {"mean": "minimum"}}, "2026-10-05")
    >>> change.fields[0]
    FieldChange(field='rollup.mean', rule='R2', before='weighted', after='minimum', rows=0)
    """

    field: str
    """Its path, such as `rollup.of`."""
    rule: str
    """The id of its rule."""
    before: Any = dataclasses.field(hash=False)
    """What the first policy says."""
    after: Any = dataclasses.field(hash=False)
    """What the second one says."""
    rows: int
    """How many of the rows listed it changes, with the fields it only fits together with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyComparison(Result):
    """What changes when the same workspace is counted by another policy, and why. Printed, it lists both.

    >>> workspace = okr.Workspace(name="Acme", objectives=[okr.Objective("o", "Grow", key_results=[
    ...     okr.KeyResult("a", "A", okr.Measure.ratio(10), check_ins=[okr.CheckIn("2026-10-01", 5)]),
    ...     okr.KeyResult("b", "B", okr.Measure.binary())])])
    >>> print(workspace.compare_policies("default", {"rollup": {"mean": "minimum"}}, "2026-10-05"))
    Acme, as of 2026-10-05: from the policy 'default' to 'custom'
    <BLANKLINE>
    fields that differ  rule  rows
    rollup.mean         R2       1  'weighted' -> 'minimum'
    <BLANKLINE>
    what changes  default        custom
    Grow (o)      0.250000 none  0.000000 none
      rollup.mean (R2): 0.000000 none
    """

    okr_policy_comparison: int
    """Version of the format: 1."""
    workspace: str
    """Name of the organisation."""
    as_of: date
    """The date both are evaluated as of."""
    before: str
    """Name of the first policy."""
    after: str
    """Name of the second one."""
    fields: tuple[FieldChange, ...]
    """Every field in which they differ, in the order in which a number is made."""
    rows: tuple[RowChange, ...]
    """Every row that changes: objectives with their key results in the order of the document, then teams, people, cycles."""
    findings: tuple[Finding, ...]
    """What is doubtful under the second policy and not under the first, such as rows that it cannot count."""

    def __str__(self) -> str:
        return _text.comparison(self)

    def _repr_html_(self) -> str:
        return _text.html(str(self))
