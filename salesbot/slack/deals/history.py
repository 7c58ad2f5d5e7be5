"""A deal's history in Slack: each entry with who, when, what, why and what it corrects."""

from __future__ import annotations

from salesbot.services.deals import deal_history
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.reading import one_or_two_in


def on_history(ask: Ask) -> Answer:
    """*History*, or *Earlier* with the number of the oldest entry that is shown."""
    deal_id, before = one_or_two_in(ask.value)
    with ask.reading() as book:
        history = deal_history(book, ask.person, deal_id, now=ask.now, before=before)
        return ask.message("deals/history", history=history, deal=history.deal)
