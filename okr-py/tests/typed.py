"""A program with types: checked with `mypy --strict`, and run."""

from __future__ import annotations

import datetime

import okr


def behind(card: okr.Scorecard) -> list[str]:
    """Ids of what is behind its plan."""
    found: list[str] = []
    for row in card.values():
        progress: float | None = row.progress
        expected: float | None = row.expected
        if progress is not None and expected is not None and progress < expected:
            found.append(row.id)
    return found


def main() -> tuple[datetime.date, list[str], str]:
    workspace: okr.Workspace = okr.loads('{"okr": 1, "objectives": [{"id": "o", "title": "O"}]}')
    event: okr.Event = okr.Event.check_in("o", datetime.date(2026, 11, 1), 3, confidence=0.5)
    policy: okr.Policy = okr.Policy.from_dict({"rollup": {"of": "manual"}})
    card: okr.Scorecard = workspace.apply(event, event).score(datetime.datetime(2026, 11, 21), policy)
    row: okr.ObjectiveRow = card.objective("o")
    ids: list[str] = [id for id in card]
    key_results: list[okr.KeyResultRow] = row.key_results
    table: okr.Table = card.objectives
    column: okr.Column = table["progress"]
    values: list[float | None] = column.to_list()
    rows: list[dict[str, object]] = [each for each in table]
    names: list[str] = table.column_names
    assert len(values) == len(rows) == len(table) == 1 and "progress" in names
    try:
        card["p"]
    except okr.OkrError as error:
        code: str = error.code
        findings: list[okr.Finding] = error.findings
        assert findings[0].code == code
    assert ids == ["o"] and not key_results
    return card.as_of, behind(card), code


if __name__ == "__main__":
    print(main())
