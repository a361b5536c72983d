"""An embeddable engine for objectives and key results (OKRs).

It says what an organisation's objectives and key results add up to, as of any date. How to count is data (`Policy`),
every progress explains itself (`Scorecard.explain`), and nothing reads a clock.

>>> import okr
>>> workspace = okr.loads({
...     "okr": 1,
...     "cycles": [{"id": "Q4", "start": "2026-10-01", "end": "2026-12-31"}],
...     "objectives": [{"id": "habit", "title": "Make the product a daily habit", "cycle": "Q4", "key_results": [
...         {"id": "dau", "title": "Daily users +20%", "weight": 2,
...          "measure": {"kind": "move", "baseline": 10000, "target": "+20%"},
...          "check_ins": [{"on": "2026-11-16", "value": 11000}]},
...         {"id": "nps", "title": "NPS of 50", "measure": {"kind": "move", "baseline": 30, "target": 50},
...          "check_ins": [{"on": "2026-11-16", "value": 40}]}]}],
... })
>>> card = workspace.score("2026-11-16")
>>> card["habit"].progress, card["habit"].status
(0.5, 'on_track')
"""

from ._errors import OkrError, UnknownIdError
from ._okr import (
    Column,
    Event,
    Finding,
    KeyResultRow,
    ObjectiveRow,
    Policy,
    Scorecard,
    Table,
    Workspace,
    example,
    load,
    loads,
    presets,
)

__all__ = [
    "Column",
    "Event",
    "Finding",
    "KeyResultRow",
    "ObjectiveRow",
    "OkrError",
    "Policy",
    "Scorecard",
    "Table",
    "UnknownIdError",
    "Workspace",
    "example",
    "load",
    "loads",
    "presets",
]
