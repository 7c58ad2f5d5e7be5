"""What is asked of the playbook: plays with their versions, and who has read which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, func, select

from salesbot.domain.playbook import Play, PlayDraft, PlayKind, PlayVersion
from salesbot.storage import tables
from salesbot.storage.questions import given, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_PLAY: Any = tables.Play.__table__
_VERSION: Any = tables.PlayVersion.__table__
_NOTICE: Any = tables.PlayNotice.__table__
_CONSENT: Any = tables.WorksConsent.__table__
_NEWEST = (
    select(_VERSION.c.play_id, func.max(_VERSION.c.number).label("number"))
    .where(_VERSION.c.workspace_id == given("workspace_id"))
    .group_by(_VERSION.c.play_id)
    .subquery()
)
_NEWEST_WORDS = question(tables.PlayVersion).join(
    _NEWEST, (_NEWEST.c.play_id == _VERSION.c.play_id) & (_NEWEST.c.number == _VERSION.c.number)
)
_STANDING = question(tables.Play, ~_PLAY.c.retired).order_by(_PLAY.c.id)
_ONE = question(tables.Play, _PLAY.c.id == given("play_id"))


@dataclass(frozen=True, slots=True)
class PlayNotice:
    """Somebody is to know of a version of a play."""

    version_id: int
    person_id: int
    told_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody said to being named in one month's post of what works."""

    names: bool = False
    quotes: bool = False


class Playbook:
    """The plays of one workspace, and who agreed to be named for what works."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- plays --------------------------------------------------------------------------------------------

    def add(self, draft: PlayDraft, *, by: int | None, now: datetime) -> Play:
        """A new play with its first version."""
        number = self.book.add(tables.Play, kind=draft.kind.value, created_at=now, **_situation(draft))
        self._write(number, 1, draft, by, now)
        return self.by_id(number)

    def change(self, play: Play, draft: PlayDraft, *, by: int | None, now: datetime) -> Play:
        """Write a play anew: a new version where its words are others."""
        self.book.change_row(tables.Play, play.id, kind=draft.kind.value, **_situation(draft))
        if (draft.title, draft.text) != (play.version.title, play.version.text):
            self._write(play.id, play.version.number + 1, draft, by, now)
        return self.by_id(play.id)

    def retire(self, play_id: int, *, retired: bool) -> Play:
        """Take a play out of the book, or put it back."""
        self.book.change_row(tables.Play, play_id, retired=retired)
        return self.by_id(play_id)

    def by_id(self, play_id: int) -> Play:
        """The play of that number, also a retired one; LookupError if there is none."""
        found = self._plays(_ONE, play_id=play_id)
        if not found:
            raise LookupError(f"there is no play {play_id}")
        return found[0]

    def all(self) -> list[Play]:
        """Every play that stands, by kind and in the order in which they were made."""
        found = self.book.remembered(tables.Play, "all", lambda: self._plays(_STANDING))
        return sorted(found, key=lambda play: (list(PlayKind).index(play.kind), play.id))

    def versions(self, play_id: int) -> list[PlayVersion]:
        """Every version of a play, the newest first."""
        query = self.book.select(tables.PlayVersion, _VERSION.c.play_id == play_id)
        return [_version(row) for row in self.book.all(query.order_by(_VERSION.c.number.desc()))]

    def version(self, version_id: int) -> PlayVersion:
        """The version of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.PlayVersion, _VERSION.c.id == version_id))
        if row is None:
            raise LookupError(f"there is no version {version_id}")
        return _version(row)

    def _write(self, play_id: int, number: int, draft: PlayDraft, by: int | None, now: datetime) -> None:
        self.book.add(
            tables.PlayVersion, play_id=play_id, number=number, title=draft.title, text=draft.text,
            reason=draft.reason, found=draft.found, recorded_at=now, recorded_by=by,
        )  # fmt: skip
        self.book.forget(tables.Play)

    def _plays(self, asked: Select[Any], **values: int) -> list[Play]:
        rows = self.book.all(asked, **values)
        words = {row.play_id: _version(row) for row in self.book.all(_NEWEST_WORDS)} if rows else {}
        return [_play(row, words[row.id]) for row in rows]

    # -- who has read them --------------------------------------------------------------------------------

    def notice(self, version_id: int, people: Iterable[int], now: datetime) -> None:
        """These people are to know of a version."""
        rows = [
            {"version_id": version_id, "person_id": each, "told_at": now, "read_at": None}
            for each in sorted(set(people))
        ]
        self.book.add_rows(tables.PlayNotice, rows)

    def read(self, version_id: int, person_id: int, now: datetime) -> bool:
        """The person has read the version; False where it was not told to them, or was read already."""
        return (
            self.book.change(
                tables.PlayNotice, _NOTICE.c.version_id == version_id, _NOTICE.c.person_id == person_id,
                _NOTICE.c.read_at.is_(None), read_at=now,
            )
            == 1
        )  # fmt: skip

    def notices(self, version_id: int) -> list[PlayNotice]:
        """Who is to know of a version, and who has read it."""
        query = self.book.select(tables.PlayNotice, _NOTICE.c.version_id == version_id)
        rows = self.book.all(query.order_by(_NOTICE.c.person_id))
        return [PlayNotice(row.version_id, row.person_id, row.told_at, row.read_at) for row in rows]

    def unread_of(self, person_id: int) -> list[int]:
        """The numbers of the versions that the person was told of and has not read, the oldest first."""
        query = self.book.select(
            tables.PlayNotice, _NOTICE.c.person_id == person_id, _NOTICE.c.read_at.is_(None)
        )
        return [row.version_id for row in self.book.all(query.order_by(_NOTICE.c.told_at))]

    # -- who agrees to be named ---------------------------------------------------------------------------

    def answer(
        self, person_id: int, month: date, *, names: bool, quotes: bool, asked_at: datetime, now: datetime
    ) -> None:
        """What the person answers about a month's post, also anew."""
        where = (_CONSENT.c.person_id == person_id, _CONSENT.c.month == month)
        values = {"names": names, "quotes": quotes, "answered_at": now}
        if not self.book.change(tables.WorksConsent, *where, **values):
            row = {"person_id": person_id, "month": month, "asked_at": asked_at, **values}
            self.book.add_rows(tables.WorksConsent, [row])

    def consent(self, person_id: int, month: date) -> Consent:
        """What the person agreed to for a month's post; who did not answer agreed to nothing."""
        where = (_CONSENT.c.person_id == person_id, _CONSENT.c.month == month)
        row = self.book.one(self.book.select(tables.WorksConsent, *where))
        return Consent() if row is None else Consent(row.names, row.quotes)


def _situation(draft: PlayDraft) -> dict[str, Any]:
    return {
        "label_id": draft.label_id, "technique": draft.technique, "segment": draft.segment,
        "stage_id": draft.stage_id, "team_id": draft.team_id,
    }  # fmt: skip


def _play(row: Row[Any], version: PlayVersion) -> Play:
    return Play(
        row.id, PlayKind(row.kind), row.label_id, row.technique, row.segment, row.stage_id, row.team_id,
        row.retired, version,
    )  # fmt: skip


def _version(row: Row[Any]) -> PlayVersion:
    return PlayVersion(
        row.id, row.play_id, row.number, row.title, row.text, row.reason, row.found, row.recorded_at,
        row.recorded_by,
    )  # fmt: skip
