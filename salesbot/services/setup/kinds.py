"""The workspace's own list of kinds of activity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.activities import ActivityKind
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.services.people import require_admin
from salesbot.storage.book import Book

_CODE = re.compile(r"[^\W_]+(-[^\W_]+)*")


class ActivityKindUnusable(SalesbotError):
    """A line of the kinds of activity cannot be kept: facts `line` (as typed), `why` (form, word, twice, none)."""

    template = "mistakes/activity_kind_unusable"


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of activity as an admin wrote it: what is typed, and what is shown."""

    code: str
    name: str


def read_kinds(text: str) -> tuple[KindLine, ...]:
    """Kinds of activity in order, one a line: `site-visit · Site visit`; raises ActivityKindUnusable."""
    lines = tuple(_line(line.strip()) for line in text.splitlines() if line.strip())
    codes = [line.code for line in lines]
    if not lines:
        raise ActivityKindUnusable(line="", why="none")
    for code in codes:
        if codes.count(code) > 1:
            raise ActivityKindUnusable(line=code, why="twice")
    return lines


def settle_kinds(
    book: Book, by: Person | None, lines: Sequence[KindLine], *, now: datetime
) -> tuple[ActivityKind, ...]:
    """The kinds are these, in this order; those not named are retired, and what was done of them still counts.

    Raises NotAllowed.
    """
    require_admin(book, by, now)
    before = book.activities.kinds(retired=True)
    known = {kind.code: kind for kind in before}
    for position, line in enumerate(lines, 1):
        kind = known.pop(line.code, None)
        if kind is None:
            book.activities.add_kind(code=line.code, name=line.name, position=position)
        else:
            book.activities.change_kind(kind.id, name=line.name, position=position, retired=False)
    for kind in known.values():
        book.activities.change_kind(kind.id, retired=True)
    after = book.activities.kinds()
    was = [[kind.code, kind.name] for kind in before if not kind.retired]
    are = [[kind.code, kind.name] for kind in after]
    if was != are:
        book.records.audit(
            "settled", "activity_kinds", None, by=by.id if by else None, now=now,
            before={"activity_kinds": was}, after={"activity_kinds": are},
        )  # fmt: skip
    return tuple(after)


def _line(line: str) -> KindLine:
    parts = [" ".join(part.split()) for part in re.split(r"\s*[·|,;\t]\s*", line)]
    if len(parts) == 1:
        parts.insert(0, parts[0].casefold().replace(" ", "-"))
    if len(parts) != 2 or not parts[1]:
        raise ActivityKindUnusable(line=line, why="form")
    code = parts[0].casefold()
    if not _CODE.fullmatch(code):
        raise ActivityKindUnusable(line=line, why="word")
    return KindLine(code, parts[1])
