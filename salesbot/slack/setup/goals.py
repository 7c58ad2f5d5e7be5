"""Goals for all in one form: a line for the company, each team and each rep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from salesbot.domain.goals import GoalReason, Scope
from salesbot.domain.misreadings import Misreading
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, following, month_of, quarter_of, read_period, year_of
from salesbot.services.calendars import workspace_day
from salesbot.services.goals import GoalReasonMissing, Subject, set_goal, subjects_to_set, take_back_goal
from salesbot.services.people import require_admin
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened, Updated
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import ParsingContext, escaped, exact_text, read_amount
from salesbot.slack.reading import parsing_context
from salesbot.slack.setup.fields import asker, field_words, text, told_in_fields
from salesbot.storage.book import Book

_MOST_LINES = 90
"""A form takes a hundred blocks."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A line of the form: whose goal, and what stands."""

    field: str
    scope: Scope
    name: str
    written: str


def on_goals(ask: Ask) -> Answer:
    """The form, for the period of the button, else this month."""
    return Opened(_form(ask, ask.value), "setup.goals", ask.value)


def on_period(ask: Ask) -> Answer:
    """Another period was chosen in the form."""
    return Updated(_form(ask, ask.value))


def on_goals_form(ask: Ask) -> Answer:
    """The form is sent off: what differs is set, what was emptied is taken back."""
    reason = ask.values.get("reason")
    with told_in_fields(ask, _field):

        def do(book: Book) -> Answer:
            by = asker(ask)
            require_admin(book, by, ask.now)
            period = read_period(str(ask.metadata["period"]), book.workspace.year_start)
            subjects = subjects_to_set(book, by, period, now=ask.now)[:_MOST_LINES]
            wanted = _amounts(ask, subjects, parsing_context(book, ask))
            done = []
            for subject, amount in wanted:
                why = GoalReason(reason) if reason else None
                if amount is None:
                    done.append(
                        take_back_goal(
                            book, by, subject.scope, subject.subject_id, period, now=ask.now, reason=why
                        )
                    )
                else:
                    done.append(
                        set_goal(
                            book,
                            by,
                            subject.scope,
                            subject.subject_id,
                            period,
                            amount,
                            now=ask.now,
                            reason=why,
                        )
                    )
            return ask.message("setup/goals_settled", done=done, period=period)

        return ask.change(do)


def _form(ask: Ask, typed: str) -> dict[str, Any]:
    with ask.reading() as book:
        by = asker(ask)
        require_admin(book, by, ask.now)
        periods = _periods(workspace_day(book, ask.now), book.workspace.year_start)
        period = next((each for each in periods if each.key == typed), periods[0])
        subjects = subjects_to_set(book, by, period, now=ask.now)
    lines = [
        GoalLine(_name(each, period.key), each.scope, each.name, _written(each))
        for each in subjects[:_MOST_LINES]
    ]
    return ask.form(
        "setup/goals", about={"period": period.key}, period=period, periods=periods, lines=lines,
        left_out=len(subjects) - len(lines), reasons=list(GoalReason), currency=ask.workspace.currency,
    )  # fmt: skip


def _periods(day: date, year_start: int) -> list[Period]:
    """The present month first; then the next ones, the quarters, and the year."""
    month, quarter = month_of(day), quarter_of(day, year_start)
    following_months = [following(month), following(following(month))]
    return [month, *following_months, quarter, following(quarter), year_of(day, year_start)]


def _amounts(
    ask: Ask, subjects: tuple[Subject, ...], context: ParsingContext
) -> list[tuple[Subject, Money | None]]:
    """Whose goal becomes what; what stands already is left out. Raises FieldsRefused with every bad line."""
    wanted: list[tuple[Subject, Money | None]] = []
    errors: dict[str, str] = {}
    for subject in subjects:
        field = _name(subject, str(ask.metadata["period"]))
        typed = text(ask, field)
        if typed == _written(subject):
            continue
        try:
            wanted.append((subject, read_amount(escaped(typed), context) if typed else None))
        except Misreading as mistake:
            errors[field] = field_words(ask, mistake, for_goal=True)
    if errors:
        raise FieldsRefused(errors)
    return wanted


def _name(subject: Subject, period: str) -> str:
    # Slack keeps what was typed into a field of the same name, so each period has fields of its own.
    return f"goal_{subject.scope.value}_{subject.subject_id or 0}_{period.replace('-', '_').lower()}"


def _written(subject: Subject) -> str:
    return exact_text(subject.goal) if isinstance(subject.goal, Money) else ""


def _field(mistake: SalesbotError) -> str | None:
    return "reason" if isinstance(mistake, GoalReasonMissing) else None


def register(edge: Edge) -> None:
    """Answer the form of goals."""
    edge.action("setup.goals")(on_goals)
    edge.action("setup.goals_period")(on_period)
    edge.form("setup.goals")(on_goals_form)
