"""The program of the README: a small document, its scorecard and reasons, and a check-in."""

import okr

workspace = okr.Workspace(
    cycles=[okr.Cycle("2026-Q4", "2026-10-01", "2026-12-31")],
    objectives=[
        okr.Objective("habit", "Make the product a daily habit", cycle="2026-Q4", key_results=[
            okr.KeyResult(
                "dau", "Daily active users +20%", okr.Measure.move(10_000, "+20%"), weight=2,
                check_ins=[okr.CheckIn("2026-10-12", 10_300), okr.CheckIn("2026-11-09", 10_900)],
            ),
            okr.KeyResult(
                "nps", "NPS from 30 to 50", okr.Measure.move(30, 50),
                check_ins=[okr.CheckIn("2026-11-09", 36)],
            ),
        ]),
    ],
)


def show(card: okr.Scorecard) -> None:
    for row in card.objective_rows():
        print(f"{row.title}: {row.progress:.0%}, {row.expected:.0%} expected, {row.status}")


card = workspace.score("2026-11-15")
show(card)
for line in card.explain("habit").lines:
    print(f"  {line.id} weighs {line.weight:.4f} and adds {line.contribution:.4f}, by rule {line.rule}")

later = workspace.apply(okr.Event.check_in("nps", "2026-11-15", 44))
show(later.score("2026-11-15"))
