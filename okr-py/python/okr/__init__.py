"""An embeddable engine for objectives and key results (OKRs).

It says what an organisation's objectives and key results add up to, as of any date. How to count is data (`Policy`),
every progress explains itself (`Scorecard.explain`), and nothing reads a clock.

>>> import okr
>>> workspace = okr.Workspace(
...     cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31")],
...     objectives=[
...         okr.Objective("habit", "Make the product a daily habit", cycle="Q4", key_results=[
...             okr.KeyResult("dau", "Daily users +20%", okr.Measure.move(10_000, "+20%"), weight=2,
...                           check_ins=[okr.CheckIn("2026-11-16", 11_000)]),
...             okr.KeyResult("nps", "NPS of 50", okr.Measure.move(30, 50),
...                           check_ins=[okr.CheckIn("2026-11-16", 40)]),
...         ]),
...     ],
... )
>>> card = workspace.score("2026-11-16")
>>> card["habit"].progress, card["habit"].status
(0.5, 'on_track')
"""

from ._document import Cycle, Document, Kpi, KpiReading, Person, Team
from ._errors import OkrError, UnknownIdError
from ._goals import Alignment, CarryOver, Initiative, KeyResult, Objective
from ._history import Amendment, CheckIn, PlanPoint, StateChange, StatusOverride
from ._measure import LevelPoint, Measure, MilestoneItem
from ._okr import (
    Column,
    Event,
    Finding,
    FiscalCalendar,
    FiscalQuarter,
    KeyResultRow,
    Limits,
    ObjectiveRow,
    Policy,
    Scorecard,
    Table,
    Workspace,
    __version__,
    example,
    load,
    loads,
    presets,
)
from ._results import (
    Cause,
    DueCheckIn,
    Explanation,
    FieldChange,
    GroupRow,
    Guardrail,
    KpiRow,
    Line,
    Omission,
    Override,
    PolicyComparison,
    Repeat,
    RowChange,
    Standing,
)

__all__ = [
    "Alignment",
    "Amendment",
    "CarryOver",
    "Cause",
    "CheckIn",
    "Column",
    "Cycle",
    "Document",
    "DueCheckIn",
    "Event",
    "Explanation",
    "FieldChange",
    "Finding",
    "FiscalCalendar",
    "FiscalQuarter",
    "GroupRow",
    "Guardrail",
    "Initiative",
    "KeyResult",
    "KeyResultRow",
    "Kpi",
    "KpiReading",
    "KpiRow",
    "LevelPoint",
    "Limits",
    "Line",
    "Measure",
    "MilestoneItem",
    "Objective",
    "ObjectiveRow",
    "OkrError",
    "Omission",
    "Override",
    "Person",
    "PlanPoint",
    "Policy",
    "PolicyComparison",
    "Repeat",
    "RowChange",
    "Scorecard",
    "Standing",
    "StateChange",
    "StatusOverride",
    "Table",
    "Team",
    "UnknownIdError",
    "Workspace",
    "__version__",
    "example",
    "load",
    "loads",
    "presets",
]
