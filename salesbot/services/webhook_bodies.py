"""What an address hears of a deal or a goal, as it holds when it is told."""

from __future__ import annotations

import json
from typing import Any

from salesbot.domain.deals import Outcome
from salesbot.domain.webhooks import Event
from salesbot.services.deals.telling import facts_of
from salesbot.storage.book import Book
from salesbot.storage.webhooks import Call

_OUTCOMES = {Event.WON: Outcome.WON, Event.LOST: Outcome.LOST}


def body_of(book: Book, call: Call) -> dict[str, Any] | None:
    """What an address hears, as it holds now; None where it holds no more."""
    about = {"id": call.id, "event": call.event.value, "recorded_at": call.created_at.isoformat()}
    if call.event is Event.GOAL:
        scope, subject, period = call.subject.split(":")
        name = book.people.team(int(subject)).name if subject else ""
        return {**about, "goal": {"scope": scope, "name": name, "period": period}}
    state = book.deals.now(int(call.subject))
    if state.outcome is not _OUTCOMES[call.event]:
        return None
    deal = facts_of(book, state)
    return {
        **about,
        "deal": {
            "id": deal.deal_id, "account": deal.account,
            "amount": {"amount": f"{deal.amount.decimal:f}", "currency": deal.amount.currency},
            "rep": deal.rep.name, "rep_email": deal.rep.email, "closed_on": str(deal.closed_on),
            "source": deal.source, "lost_reason": deal.reason.code if deal.reason and not deal.reason.won else None,
        },
    }  # fmt: skip


def written(body: dict[str, Any]) -> str:
    """The body as it is sent and signed."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
