"""Goals as rows of a file: every version that replaced another on a later day."""

from __future__ import annotations

from salesbot.domain import figures
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.money import Money
from salesbot.services.exports.people import person_names
from salesbot.storage.book import Book

TAKEN_BACK = "none"
"""What stands for a target where a goal was taken back from a day on."""


def goal_rows(book: Book) -> list[dict[str, str]]:
    """Every goal in each of its versions: company, teams, territories, reps, each by name."""
    names = person_names(book)
    called = {
        Scope.REP: names,
        Scope.TEAM: {team.id: team.name for team in book.people.teams()},
        Scope.TERRITORY: {each.id: each.name for each in book.relationships.territories()},
    }
    newest: dict[tuple[object, ...], Goal] = {}
    for goal in book.goals.versions():
        key = (goal.scope, goal.subject_id, str(goal.metric), goal.period.key, goal.valid_from)
        newest[key] = goal
    rows = [
        _row(goal, called[goal.scope][goal.subject_id] if goal.subject_id is not None else "")
        for goal in newest.values()
        if _named(goal, names)
    ]
    order = {scope.value: place for place, scope in enumerate(Scope)}
    return sorted(
        rows,
        key=lambda row: (order[row["scope"]], row["name"], row["period"], row["metric"], row["valid_from"]),
    )


def written_target(goal: Goal) -> str:
    """A goal's target as a plain decimal, or `none`."""
    if goal.target is None:
        return TAKEN_BACK
    return f"{goal.target.decimal:f}"


def _named(goal: Goal, names: dict[int, str]) -> bool:
    return goal.scope is not Scope.REP or goal.subject_id in names


def _row(goal: Goal, name: str) -> dict[str, str]:
    return {
        "scope": goal.scope.value,
        "name": name,
        "metric": str(goal.metric),
        "period": goal.period.key,
        "target": written_target(goal),
        "currency": (figures.currency_of(goal.target) or "") if isinstance(goal.target, Money) else "",
        "valid_from": str(goal.valid_from),
        "reason": goal.reason.value if goal.reason else "",
        "season": str(goal.season) if goal.season else "",
    }
