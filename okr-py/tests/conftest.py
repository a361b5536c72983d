"""What several tests use: the bundled organisation, and a small document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import okr

ROOT = Path(__file__).resolve().parents[2]
ORGANISATION = ROOT / "okr-core/examples/organisation.json"
AS_OF = "2026-11-21"


@pytest.fixture(scope="session")
def organisation() -> okr.Workspace:
    return okr.load(ORGANISATION)


@pytest.fixture(scope="session")
def card(organisation: okr.Workspace) -> okr.Scorecard:
    return organisation.score(AS_OF)


@pytest.fixture
def small() -> dict[str, Any]:
    """One objective of two key results, 50 % and not begun."""
    return {
        "okr": 1,
        "name": "Acme",
        "objectives": [
            {
                "id": "o",
                "title": "Grow",
                "start": "2026-10-01",
                "due": "2026-12-31",
                "key_results": [
                    {
                        "id": "a",
                        "title": "A",
                        "measure": {"kind": "move", "target": 10, "unit": "users"},
                        "check_ins": [{"on": "2026-10-05", "value": 5, "confidence": 0.7}],
                    },
                    {"id": "b", "title": "B", "measure": {"kind": "binary"}},
                ],
            }
        ],
    }
