"""Deals: somebody is asked to decide about one, and who asked is told what was decided."""

from __future__ import annotations

from salesbot.scheduler.composing.answers import Asks, fact
from salesbot.services import deals
from salesbot.services.planning import Kind

ROOM: dict[Kind, Asks] = {
    Kind.APPROVAL: fact(
        deals.approval_asked, "approvals/asked", "approval", "decided, changed, or not theirs"
    ),
    Kind.APPROVAL_ANSWER: fact(
        lambda book, row, _: deals.approval_answered(book, row), "approvals/answer", "approval",
        "changed since",
    ),
    Kind.DISPUTE: fact(deals.dispute_asked, "disputes/asked", "disputed", "answered, or not theirs"),
    Kind.DISPUTE_ANSWER: fact(
        lambda book, row, _: deals.dispute_answered(book, row), "disputes/answer", "disputed",
        "taken back",
    ),
}  # fmt: skip
