"""Sealing: secrets that the database keeps (tokens, keys that sign) are encrypted with a key that it does not hold.

A sealed text begins with `sealed:`; what does not is as it was typed, and stays readable, so that a key can be given
to a database that had none. Fernet (AES-128-CBC with HMAC-SHA256) by the `cryptography` package.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from salesbot.storage import tables
from salesbot.storage.questions import table_of
from salesbot.storage.walls import Across, across

_MARK = "sealed:"
_OPTION = "salesbot_sealer"
"""The execution option under which every connection of a database carries its sealer."""
SEALED: dict[type[SQLModel], tuple[str, ...]] = {
    tables.Installation: ("token", "refresh_token"),
}
"""The columns that hold sealed texts (or, where no key was given, plain ones)."""


class Unsealable(Exception):
    """A sealed text cannot be opened: no key was given, or none of those given made it."""


class Sealer:
    """Seals with the first key and opens with each; without keys it leaves texts as they are."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._every = MultiFernet([Fernet(key) for key in keys]) if keys else None
        self._newest = Fernet(keys[0]) if keys else None

    def seal(self, text: str) -> str:
        """A text as it is kept."""
        return text if self._every is None else _MARK + self._every.encrypt(text.encode()).decode()

    def open(self, kept: str) -> str:
        """The text that was sealed. Raises Unsealable."""
        if not kept.startswith(_MARK):
            return kept
        if self._every is None:
            raise Unsealable("a sealed text, and no key")
        try:
            return self._every.decrypt(kept.removeprefix(_MARK)).decode()
        except InvalidToken:
            raise Unsealable("none of the keys opens a sealed text") from None

    def newest(self, kept: str) -> bool:
        """Whether nothing is to be done: the text is sealed with the first key (or there is none)."""
        if self._newest is None:
            return True
        try:
            self._newest.decrypt(kept.removeprefix(_MARK))
        except InvalidToken:
            return False
        return kept.startswith(_MARK)


def carrying(sealer: Sealer) -> dict[str, Any]:
    """The execution options of connections that carry a sealer."""
    return {_OPTION: sealer}


def sealer_of(connection: Connection) -> Sealer:
    """The sealer of the database that a connection leads to."""
    found: Sealer = connection.get_execution_options()[_OPTION]
    return found


def seal_anew(connection: Connection) -> int:
    """Seal every secret with the newest key; answers with how many were not.

    Raises Unsealable where one cannot be opened. A secret that somebody else changes meanwhile is left to them.
    """
    across(connection, Across.EVERYTHING)
    sealer, done = sealer_of(connection), 0
    for model, columns in SEALED.items():
        rows, keys = table_of(model), list(table_of(model).primary_key)
        for column in (rows.c[name] for name in columns):
            for *key, kept in connection.execute(select(*keys, column).where(column.is_not(None))).all():
                text = sealer.open(kept)
                if not kept or sealer.newest(kept):
                    continue
                same = [each == value for each, value in zip(keys, key, strict=True)]
                anew = update(rows).where(*same, column == kept).values({column: sealer.seal(text)})
                done += connection.execute(anew).rowcount
    return done
