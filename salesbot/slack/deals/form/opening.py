"""The forms that log a deal and that change one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesbot.domain.access import may_log_for
from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import Technique
from salesbot.services.calendars import workspace_day
from salesbot.services.deals import DealFacts, stages_at_hand, stages_of_deal
from salesbot.slack.asking import Ask
from salesbot.slack.deals.form.prefilled import Prefilled
from salesbot.storage.book import Book


def log_form(ask: Ask, book: Book, prefilled: Prefilled) -> dict[str, Any]:
    """The form that logs a deal."""
    return ask.form(
        "deals/form", filled=prefilled, edits=False, may_log_for=_may_log_for(ask, book), keeps_people=False,
        needs_reason=False, change_reasons=(), **_choices(ask, book, prefilled),
    )  # fmt: skip


def edit_form(
    ask: Ask, book: Book, deal: DealFacts, *, needs_reason: bool, about: Mapping[str, Any]
) -> dict[str, Any]:
    """The form that changes a deal: it carries the number of the entry that it shows, and what else it is about."""
    prefilled = Prefilled.of_deal(deal)
    return ask.form(
        "deals/form", about={"deal": deal.deal_id, "number": deal.number, **about}, filled=prefilled,
        edits=True,
        may_log_for=_may_log_for(ask, book), keeps_people=keeps_people(deal), needs_reason=needs_reason,
        change_reasons=list(ChangeReason), **_choices(ask, book, prefilled, deal.deal_id),
    )  # fmt: skip


def keeps_people(deal: DealFacts) -> bool:
    """Whether the form leaves everybody's part as it is: a field can name only who has a Slack account."""
    people = [*(part.person for part in deal.shares), *deal.assists, deal.rep]
    return any(person.slack_id is None for person in people)


def _choices(ask: Ask, book: Book, prefilled: Prefilled, deal_id: int | None = None) -> dict[str, Any]:
    own = (
        stages_at_hand(book, ask.person.id if ask.person else None, workspace_day(book, ask.now))
        if deal_id is None
        else stages_of_deal(book, deal_id, ask.now)
    )
    stages = [stage for stage in book.accounts.stages(retired=True) if str(stage.id) == prefilled.stage]
    reasons = book.accounts.reasons(retired=True, won=None)
    chosen = (prefilled.reason_id, *prefilled.more_reasons)
    return {
        "stages": [*own, *(stage for stage in stages if stage not in own)],
        "reasons": [r for r in reasons if not r.retired or r.id in chosen],
        "techniques": list(Technique),
        "currency": book.workspace.currency,
    }


def _may_log_for(ask: Ask, book: Book) -> bool:
    """Whether the form offers to log for others: to who leads anybody."""
    viewer = ask.viewer(book)
    return any(may_log_for(viewer, person) for person in viewer.people_below)
