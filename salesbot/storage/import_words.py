"""What is asked of other systems' words: what their stages and people are called here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesbot.storage import tables
from salesbot.storage.people import folded

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_WORD: Any = tables.ImportWord.__table__


@dataclass(frozen=True, slots=True)
class ImportWord:
    """A word of another system, and ours for it."""

    crm: str
    what: str
    theirs: str
    ours: str | None
    """None: it was met in a file, and nobody has said yet."""


class ImportWords:
    """The words of other systems as one workspace understands them."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def of(self, crm: str) -> list[ImportWord]:
        """Every word of a system that was met."""
        rows = self.book.all(self.book.select(tables.ImportWord, _WORD.c.crm == crm))
        return [ImportWord(row.crm, row.what, row.theirs, row.ours) for row in rows]

    def meet(self, crm: str, words: Iterable[tuple[str, str]]) -> None:
        """Note words (what, theirs) that nobody has said yet, so that a form can ask for them."""
        known = {(word.what, folded(word.theirs)) for word in self.of(crm)}
        for what, theirs in words:
            if (what, folded(theirs)) not in known:
                self._add(crm, what, theirs, None)

    def say(self, crm: str, what: str, theirs: str, ours: str) -> None:
        """Keep what a word means; said again, the newest holds."""
        is_it = (_WORD.c.crm == crm) & (_WORD.c.what == what) & (_WORD.c.theirs_key == folded(theirs))
        if self.book.one(self.book.select(tables.ImportWord, is_it)) is None:
            self._add(crm, what, theirs, ours)
        else:
            self.book.change(tables.ImportWord, is_it, ours=ours)

    def forget_owners(self, known_as: re.Pattern[str]) -> None:
        """Take the words out that name somebody: a later file asks anew."""
        owners = _WORD.c.what == "owner"
        for row in self.book.all(self.book.select(tables.ImportWord, owners)):
            if known_as.search(row.theirs) or known_as.search(row.ours or ""):
                self.book.remove(
                    tables.ImportWord, owners, _WORD.c.crm == row.crm, _WORD.c.theirs_key == row.theirs_key
                )

    def _add(self, crm: str, what: str, theirs: str, ours: str | None) -> None:
        row = {"crm": crm, "what": what, "theirs_key": folded(theirs), "theirs": theirs, "ours": ours}
        self.book.add_rows(tables.ImportWord, [row])
