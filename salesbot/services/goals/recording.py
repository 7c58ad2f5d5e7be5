"""Recording a version of a goal, by whatever way it came: the row, and the audit row of what it replaces."""

from __future__ import annotations

from salesbot.domain.figures import Figure, currency_of
from salesbot.domain.goals import Goal
from salesbot.storage.book import Book


def record_goal(book: Book, goal: Goal, was: Goal | None, *, import_id: int | None = None) -> int:
    """Record a version; answers with its number. `was`: the version that it replaces."""
    number = book.goals.add(goal, by=goal.recorded_by, import_id=import_id)
    about = {
        "scope": goal.scope.value, "subject": goal.subject_id, "metric": str(goal.metric),
        "period": goal.period.key,
    }  # fmt: skip
    after: dict[str, object] = {
        **about, **_written(goal.target), "valid_from": str(goal.valid_from),
        "reason": goal.reason.value if goal.reason else None,
    }  # fmt: skip
    if goal.agreed is not None:
        after["agreed"] = _written(goal.agreed)["target"]
    if goal.season:
        after["season"] = str(goal.season)
    if import_id is not None:
        after["import"] = import_id
    action = "imported" if import_id is not None else "set" if goal.target is not None else "took_back"
    book.records.audit(
        action, "goal", number, by=goal.recorded_by, now=goal.recorded_at,
        before={**about, **_written(was.target)} if was is not None else None, after=after,
    )  # fmt: skip
    return number


def _written(target: Figure | None) -> dict[str, str | None]:
    if target is None:
        return {"target": None, "currency": None}
    return {"target": f"{target.decimal:f}", "currency": currency_of(target)}
