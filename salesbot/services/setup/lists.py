"""The workspace's own lists: stages of the pipeline with their probabilities, reasons for lost and won deals."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.accounts import Reason, Stage
from salesbot.domain.deals import REASON_CLASSES
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.services.people import require_admin
from salesbot.services.setup.reading import nearest
from salesbot.storage.book import Book

_KEY = re.compile(r"[^\W_]+(-[^\W_]+)*")
_TAKEN = frozenset({"won", "lost", "open", "with"})


class StageUnusable(SalesbotError):
    """A line of the stages cannot be kept: facts `line` (as typed), `why` (form, word, percent, twice, none)."""

    template = "mistakes/stage_unusable"


class LostReasonUnusable(SalesbotError):
    """A line of the reasons cannot be kept: facts `line`, `why` (form, word, class, twice, none), `classes`, `near`."""

    template = "mistakes/lost_reason_unusable"


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage as an admin wrote it: what is typed, what is shown, and the chance to win in percent."""

    key: str
    name: str
    probability: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason as an admin wrote it, under one of the fixed classes."""

    klass: str
    code: str
    name: str


def read_stages(text: str) -> tuple[StageLine, ...]:
    """Stages in order, one a line: `proposal · Proposal · 50` (also with commas or |); raises StageUnusable."""
    lines = [_stage_line(line) for line in _lines(text)]
    keys = [line.key for line in lines]
    if not lines:
        raise StageUnusable(line="", why="none")
    for key in keys:
        if keys.count(key) > 1:
            raise StageUnusable(line=key, why="twice")
    return tuple(lines)


def read_reasons(text: str, *, taken: Collection[str] = (), needed: bool = True) -> tuple[ReasonLine, ...]:
    """Reasons, one a line: `price · too-dear · Price too high`; raises LostReasonUnusable.

    `taken` are words that mean something else already. Without one reason no deal could be lost: `needed`.
    """
    lines = [_reason_line(line) for line in _lines(text)]
    codes = [line.code for line in lines]
    if not lines and needed:
        raise _unusable("", "none")
    for code in codes:
        if code in taken:
            raise _unusable(code, "twice")
    for code in codes:
        if codes.count(code) > 1:
            raise _unusable(code, "twice")
    return tuple(lines)


def settle_stages(
    book: Book, by: Person | None, lines: Sequence[StageLine], *, now: datetime
) -> tuple[Stage, ...]:
    """The open stages are these, in this order; those not named are retired, and deals in them stay there.

    Raises NotAllowed, StageUnusable.
    """
    require_admin(book, by, now)
    before = book.accounts.stages_of(None, retired=True)
    known = {stage.key: stage for stage in before}
    others = {stage.key for stage in book.accounts.stages(retired=True)} - set(known)
    for position, line in enumerate(lines, 1):
        stage = known.pop(line.key, None)
        values = {"name": line.name, "position": position, "probability": line.probability}
        if stage is None and line.key in others:
            raise StageUnusable(line=line.key, why="twice")
        if stage is None:
            book.accounts.add_stage(
                key=line.key, name=line.name, position=position, probability=line.probability
            )
        else:
            book.accounts.change_stage(stage.id, retired=False, **values)
    for place, stage in enumerate(known.values(), len(lines) + 1):
        book.accounts.change_stage(stage.id, retired=True, position=place)
    after = book.accounts.stages_of(None)
    was = [[stage.key, stage.name, stage.probability] for stage in before if not stage.retired]
    now_are = [[stage.key, stage.name, stage.probability] for stage in after]
    _audit(book, by, "stages", was, now_are, now)
    return tuple(after)


def settle_reasons(
    book: Book, by: Person | None, lines: Sequence[ReasonLine], *, now: datetime, won: bool = False
) -> tuple[Reason, ...]:
    """The reasons for lost deals (or won ones) are these; those not named are retired, and deals keep them.

    Raises NotAllowed.
    """
    require_admin(book, by, now)
    before = book.accounts.reasons(retired=True, won=won)
    known = {reason.code: reason for reason in before}
    for line in lines:
        reason = known.pop(line.code, None)
        if reason is None:
            book.accounts.add_reason(klass=line.klass, code=line.code, name=line.name, won=won)
        else:
            book.accounts.change_reason(reason.id, klass=line.klass, name=line.name, retired=False)
    for reason in known.values():
        book.accounts.change_reason(reason.id, retired=True)
    after = book.accounts.reasons(won=won)
    was = [[reason.klass, reason.code, reason.name] for reason in before if not reason.retired]
    _audit(
        book,
        by,
        "won_reasons" if won else "reasons",
        was,
        [[each.klass, each.code, each.name] for each in after],
        now,
    )
    return tuple(after)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(line: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\s*[·|,;\t]\s*", line)]


def _stage_line(line: str) -> StageLine:
    parts = _parts(line)
    if len(parts) == 2:
        parts.insert(0, parts[0].casefold().replace(" ", "-"))
    if len(parts) != 3 or not parts[1]:
        raise StageUnusable(line=line, why="form")
    key, name, percent = parts[0].casefold(), parts[1], parts[2].removesuffix("%").strip()
    if not _KEY.fullmatch(key) or key in _TAKEN:
        raise StageUnusable(line=line, why="word")
    if not (percent.isascii() and percent.isdigit() and int(percent) <= 100):
        raise StageUnusable(line=line, why="percent")
    return StageLine(key, name, int(percent))


def _reason_line(line: str) -> ReasonLine:
    parts = _parts(line)
    if len(parts) == 2:
        parts.insert(1, parts[1].casefold().replace(" ", "-"))
    if len(parts) != 3 or not parts[2]:
        raise _unusable(line, "form")
    klass, code = parts[0].casefold(), parts[1].casefold()
    if klass not in REASON_CLASSES:
        raise _unusable(line, "class", nearest(klass, REASON_CLASSES))
    if not _KEY.fullmatch(code):
        raise _unusable(line, "word")
    return ReasonLine(klass, code, parts[2])


def _unusable(line: str, why: str, near: Sequence[str] = ()) -> LostReasonUnusable:
    return LostReasonUnusable(line=line, why=why, classes=REASON_CLASSES, near=tuple(near))


def _audit(
    book: Book,
    by: Person | None,
    subject: str,
    was: object,
    are: object,
    now: datetime,
) -> None:
    if was != are:
        book.records.audit(
            "settled", subject, None, by=by.id if by else None, now=now, before={subject: was},
            after={subject: are},
        )  # fmt: skip
