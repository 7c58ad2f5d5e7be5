"""A desk to type at: the real app in process, with books that are as they were before every line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import sqlite_path
from tests.cast import NOW, Cast
from tests.databases import overwrite
from tests.slack.asked import Bot, Said, bot_for

ACTIONS = (
    "undo",
    "edit",
    "announce",
    "win",
    "lose",
    "reopen",
    "show",
    "same",
    "another",
    "answer",
    "withdraw",
)
"""The buttons of a deal."""

KNOWN = ("Acme", "Studio 54", "3M", "O'Brien")
_LIVE = ("broadcast", "usergroup", "user", "link", "channel", "team")


@dataclass(frozen=True)
class Desk:
    """Kim's desk."""

    bot: Bot
    cast: Cast
    seed: Path

    def clear(self) -> None:
        """Put the books back as they were."""
        overwrite(self.bot.runtime.engines, self.seed)

    def type(self, line: str, command: str = "/log-deal") -> Said:
        """Kim types a line after a command."""
        return self.bot.command(self.cast.adria.kim, line, command=command)

    def deals(self) -> list[str]:
        """What stands in the ledger: `Acme = 12500.00 EUR open`."""
        with read_book(self.bot.runtime.engines, self.cast.workspace_id) as book:
            accounts = [book.accounts.named(name) for name in book.accounts.names()]
            states = [state for known in accounts if known for state in book.deals.of_account(known.id)]
            return [
                f"{book.accounts.by_id(state.account_id).name} = {state.amount.decimal} "
                f"{state.amount.currency} {state.outcome.value}"
                for state in states
            ]

    def accounts(self) -> list[str]:
        """The accounts that the books know."""
        with read_book(self.bot.runtime.engines, self.cast.workspace_id) as book:
            return sorted(book.accounts.names())


@contextmanager
def desk(cast: Cast, *, signed: bool = False) -> Iterator[Desk]:
    """The desk, with accounts that the books know; `signed`: what comes over HTTP has to be signed."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in KNOWN:
            book.accounts.ensure(name, NOW)
    file = sqlite_path(cast.engines.url)
    assert file is not None
    cast.engines.close()
    seed = file.with_name("seed.db")
    shutil.copy(file, seed)
    with bot_for(cast.engines, signed=signed) as bot:
        yield Desk(bot, cast, seed)


def is_asked(said: Said) -> bool:
    """Whether the answer is a question with its possible answers as buttons."""
    return said.has("deals.answer")


def check_nothing_is_live(said: Said, *, ours: str = "") -> None:
    """Nothing that was typed may ping, link or mark up: whatever is sent is text and nothing else (but `ours`)."""
    for sent in (said.body, *(call for _, call in said.calls)):
        if isinstance(sent, Mapping):
            assert "<" not in str(sent.get("text", "")), sent["text"]
            _check(sent, ours)


def _check(node: Any, ours: str) -> None:
    if isinstance(node, Mapping):
        assert node.get("type") not in _LIVE or node["type"] == ours, node
        assert node.get("type") != "mrkdwn" or "<" not in node["text"], node
        for value in node.values():
            _check(value, ours)
    elif isinstance(node, list):
        for each in node:
            _check(each, ours)
