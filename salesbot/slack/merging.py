"""Merging two accounts in Slack: asked first, and taken back by a button."""

from __future__ import annotations

import re

from salesbot.services.merging import merge_accounts, merging, part_accounts
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.parsing import clean, plain
from salesbot.slack.reading import number_in, numbers_in
from salesbot.storage.book import Book

_ASKED = re.compile(r"^(?P<was>.+?)\s+merge\s+(?:into|with)\s+(?P<into>.+)$", re.IGNORECASE)


def merge_asked(ask: Ask, rest: str) -> Answer | None:
    """`/sales account Acme Corp merge into Acme` asks first; None where no merging is meant."""
    found = _ASKED.match(" ".join(plain(clean(rest)).split()))
    if found is None:
        return None
    with ask.reading() as book:
        names = [found[part].strip('"“”„«»') for part in ("was", "into")]
        accounts = [book.accounts.named(name) for name in names]
        if None in accounts:
            missing = names[accounts.index(None)]
            return ask.message("accounts/merge_unknown", name=missing)
        was, into = (account.id for account in accounts if account is not None)
        planned = merging(book, ask.person, was, into, now=ask.now)
        return ask.message("accounts/merge_asked", planned=planned)


def on_merge(ask: Ask) -> Answer:
    """*Merge*."""
    was, into = numbers_in(ask.value)

    def merged(book: Book) -> Answer:
        done = merge_accounts(book, ask.sender(book), was, into, now=ask.now)
        return ask.message("accounts/merged", done=done)

    return ask.change(merged)


def on_part(ask: Ask) -> Answer:
    """*Undo*: the two stand by themselves again."""
    number = number_in(ask.value)

    def parted(book: Book) -> Answer:
        return ask.message("accounts/parted", done=part_accounts(book, ask.sender(book), number, now=ask.now))

    return ask.change(parted)
