"""The end of a cycle: what is proposed, and what comes along into the next one."""

from __future__ import annotations

import pytest

import okr

END = "2026-12-31"
GROW = okr.CarryOver("grow", "grow-q1", "Q1", key_results={"users": "users-q1"})


def workspace(policy: str = "default") -> okr.Workspace:
    return okr.Workspace(
        policy=policy,
        cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31"), okr.Cycle("Q1", "2027-01-01", "2027-03-31")],
        objectives=[
            okr.Objective(
                "grow",
                "Grow",
                cycle="Q4",
                key_results=[
                    okr.KeyResult("users", "Users", okr.Measure.move(0, 10), check_ins=[okr.CheckIn("2026-11-16", 5)]),
                    okr.KeyResult("idle", "Idle", okr.Measure.move(0, 10)),
                ],
            )
        ],
    )


def test_what_comes_along() -> None:
    given = workspace()
    card = given.score(END)
    (grow,) = given.continuations(card, [GROW])
    assert isinstance(grow, okr.Objective)
    assert (grow.id, grow.cycle, grow.continues, grow.title) == ("grow-q1", "Q1", "grow", "Grow")
    (users,) = grow.key_results
    assert (users.id, users.continues, users.measure, users.check_ins) == ("users-q1", "users", okr.Measure.move(5, 10), ())
    assert given == workspace()


def test_a_new_workspace_has_both() -> None:
    given = workspace()
    later = given.carry_over(given.score(END), [GROW])
    assert given == workspace() != later
    assert later.document().objectives == (*given.document().objectives, *given.continuations(given.score(END), [GROW]))
    assert later.score("2027-01-02").progress("users-q1") == 0.0
    assert given.carry_over(given.score(END), []) == given


def test_a_scorecard_of_an_equal_workspace_will_do() -> None:
    assert workspace().carry_over(workspace().score(END), iter([GROW])) == workspace().carry_over(workspace().score(END), (GROW,))
    by_hand = workspace().score(END, {"carry_over": {"baseline": "keep"}})
    (grow,) = workspace().continuations(by_hand, [GROW])
    assert grow.key_results[0].measure == okr.Measure.move(None, 10)


def test_a_scorecard_of_another_one_will_not() -> None:
    other = workspace().apply(okr.Event.check_in("users", "2026-11-17", 6))
    for ask in (workspace().carry_over, workspace().continuations):
        with pytest.raises(okr.OkrError) as refused:
            ask(other.score(END), [GROW])
        assert refused.value.code == "foreign_scorecard"


def test_all_of_them_or_none() -> None:
    given = workspace()
    with pytest.raises(okr.OkrError) as refused:
        given.carry_over(given.score(END), [GROW, okr.CarryOver("shrink", "s", "Q1"), okr.CarryOver("grow", "g", "Q1")])
    assert {(finding.code, finding.path) for finding in refused.value.findings} == {
        ("unknown_id", "/1/of"),
        ("duplicate_id", "/2/of"),
    }
    with pytest.raises(TypeError, match="expected okr.CarryOver"):
        given.carry_over(given.score(END), [okr.Team("t")])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="expected a list"):
        given.carry_over(given.score(END), GROW)  # type: ignore[arg-type]


def test_what_is_proposed() -> None:
    assert [workspace().score(END).proposed_state(id) for id in ("grow", "users", "idle")] == ["closed"] * 3
    assert workspace("viva_goals").score(END).proposed_state("idle") == "postponed"
    with pytest.raises(okr.UnknownIdError):
        workspace().score(END).proposed_state("idl")
