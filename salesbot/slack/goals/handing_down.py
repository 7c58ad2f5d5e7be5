"""*Hand Down*: one form that divides a team's goal among its reps, or the company's among its teams."""

from __future__ import annotations

from salesbot.domain.goals import GoalReason, Scope
from salesbot.domain.handing_down import Split
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.goals import HandingDown, hand_down, handing_down
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.attainment import read_subject
from salesbot.storage.book import Book

MOST_WEIGHTS = 40
"""So many weights fit into one form; beyond, a file of goals says them."""


def on_hand_down(ask: Ask) -> Answer:
    """The form: by what, and a weight for each."""
    with ask.reading() as book:
        told = _told(ask, book, ask.value)
        view = ask.form(
            "goals/hand_down", about={"subject": ask.value}, told=told, most=MOST_WEIGHTS,
            reasons=list(GoalReason),
        )  # fmt: skip
    return Opened(view, "goals.hand_down", ask.value)


def on_hand_down_sent(ask: Ask) -> Answer:
    """The form is sent off: the parts are shown like every change of goals before they are set."""

    def done(book: Book) -> Answer:
        told = _told(ask, book, str(ask.metadata.get("subject", "")))
        split = Split(ask.field("split") or Split.EQUALLY)
        weights = _weights(ask, told) if split is Split.WEIGHTS else {}
        reason = GoalReason(ask.field("reason") or GoalReason.PLAN)
        preview = hand_down(book, ask.sender(book), told, split, weights, now=ask.now, reason=reason)
        return ask.message("goals/proposed", preview=preview, answered=False)

    return ask.change(done)


def _told(ask: Ask, book: Book, value: str) -> HandingDown:
    subject = read_subject(value, book.workspace.years)
    if subject.scope is Scope.REP:
        raise ButtonExpired()
    by = ask.sender(book) if ask.person is None else ask.person
    return handing_down(
        book, by, subject.scope, subject.subject_id, subject.period, subject.metric, now=ask.now
    )


def _weights(ask: Ask, told: HandingDown) -> dict[int, int]:
    weights, errors = dict[int, int](), dict[str, str]()
    for each in told.receivers:
        field = f"weight:{each.subject_id}"
        typed = ask.field(field)
        if typed.isascii() and typed.isdigit() and int(typed) <= 10_000:
            weights[each.subject_id] = int(typed)
        elif typed:
            errors[field] = ask.words("goals/fields/weight")
    if errors:
        raise FieldsRefused(errors)
    if not any(weights.values()):
        first = told.receivers[0].subject_id if told.receivers else 0
        raise FieldsRefused({f"weight:{first}": ask.words("goals/fields/weight")})
    return weights
