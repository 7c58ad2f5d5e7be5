"""A deal's history in Slack: each entry with who, when, what, why and what it corrects."""

from __future__ import annotations

from salesbot.services.deals import deal_history
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.reading import number_in


def on_history(ask: Ask) -> Answer:
    """*History*, or *Earlier* with the number of the oldest entry that is shown."""
    first, _, second = ask.value.partition(":")
    before = number_in(second) if second else None
    with ask.reading() as book:
        history = deal_history(book, ask.person, number_in(first), now=ask.now, before=before)
        return ask.message("deals/history", history=history, deal=history.deal)
