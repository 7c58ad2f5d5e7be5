"""*Log a Deal* as a step of a workflow: the same grammar and rules as the line, answered with what was logged or why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import Misreading
from salesbot.messages import Message
from salesbot.services.deals import DealAsked, DealFacts, log_deal
from salesbot.slack.answers import Done
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.deals.answers import by_name, told
from salesbot.slack.parsing import clean, read_deal
from salesbot.slack.reading import mentioned, met, parsing_context
from salesbot.storage.book import Book

_SPACES = re.compile(r"\s+")


def on_step(ask: Ask) -> Answer:
    """A workflow wants a deal logged for the person whom it names."""
    inputs: Mapping[str, Any] = ask.payload["event"].get("inputs") or {}
    line = _line(inputs)
    known = met(ask, mentioned(line))

    def logged(book: Book) -> Answer:
        sender = ask.sender(book)
        try:
            draft = read_deal(line, parsing_context(book, ask, ask.log_command))
        except Misreading as mistake:
            # Nobody is there to be asked, so nothing waits for an answer.
            return ask.message(mistake.template, **{**by_name(book, mistake.facts), "draft_id": ""})
        outcome = log_deal(book, sender, draft, now=ask.now, met=known, another=bool(inputs.get("another")))
        answer: Message = told(ask, book, outcome)
        return answer if isinstance(outcome, DealAsked) else Done(_outputs(outcome.deal, answer.text))

    return ask.change(logged)


def _line(inputs: Mapping[str, Any]) -> str:
    """The fields as somebody would have typed them, the account quoted so that no figure in it is an amount."""
    said = {name: _SPACES.sub(" ", clean(str(inputs.get(name) or ""))).strip() for name in _FIELDS}
    account = said["account"].replace('"', "'")
    return " ".join(part for part in (f'"{account}"' if account else "", *list(said.values())[1:]) if part)


_FIELDS = ("account", "amount", "stage", "details")


def _outputs(deal: DealFacts, receipt: str) -> dict[str, str]:
    stage = deal.stage.name if deal.outcome is Outcome.OPEN and deal.stage else deal.outcome.value
    amount = f"{deal.amount.decimal:f} {deal.amount.currency}"
    return {
        "deal": str(deal.deal_id), "account": deal.account, "amount": amount, "stage": stage, "receipt": receipt,
    }  # fmt: skip
