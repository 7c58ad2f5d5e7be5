"""Reading the playbook: all of it, what is found by words, one play with who has not read it, and its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from salesbot.domain.access import may_keep_playbook, may_read_playbook, require
from salesbot.domain.deals import Technique
from salesbot.domain.people import Person
from salesbot.domain.playbook import Play, PlayKind, PlayVersion, found_in
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book
from salesbot.storage.people import folded


@dataclass(frozen=True, slots=True)
class PlayShown:
    """One play by names."""

    play: Play
    about: str
    """The product, competitor, source, campaign or segment; of a technique its fixed name, which a template says."""
    stage: str
    team: str
    """Whom it concerns; empty for everybody who sells."""
    by: str
    """Who wrote its newest version."""
    unread: bool = False
    """Whether the reader was told of it and has not said that they read it."""
    waiting: tuple[str, ...] = ()
    """Who has not read it, for who keeps the playbook."""
    read: int = 0
    """How many of those told have read it."""
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Playbook:
    """The plays that a reader finds."""

    plays: tuple[PlayShown, ...]
    words: str
    """What was asked for; empty for all of it."""
    may_change: bool
    nothing_yet: bool


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version of a play, and who wrote it."""

    version: PlayVersion
    by: str


@dataclass(frozen=True, slots=True)
class PlayChoices:
    """What a play may be about, and whom it may concern, as a form offers it."""

    labels: Mapping[str, list[tuple[int, str]]]
    """(number, name) of products, competitors, campaigns and sources, by kind."""
    segments: tuple[str, ...]
    stages: tuple[tuple[int, str], ...]
    teams: tuple[tuple[int, str], ...]
    kinds: tuple[PlayKind, ...] = tuple(PlayKind)
    techniques: tuple[Technique, ...] = field(default=tuple(Technique))


def playbook_shown(book: Book, person: Person | None, words: str, *, now: datetime) -> Playbook:
    """The plays that stand, or those in which all of the words do. Raises NotAllowed for guests and strangers."""
    viewer = viewer_of(book, person, now)
    require(may_read_playbook(viewer), "playbook")
    plays = book.playbook.all()
    names = book.accounts.label_names()
    found = found_in(plays, folded(words).split(), names) if words else plays
    unread = set(book.playbook.unread_of(person.id)) if person is not None else set()
    shown = tuple(_shown(book, play, names, unread=play.version.id in unread) for play in found)
    return Playbook(shown, words, may_keep_playbook(viewer), not plays)


def play_shown(book: Book, person: Person | None, play_id: int, *, now: datetime) -> PlayShown:
    """One play; to who keeps the playbook with who has not read it. Raises NotAllowed, ButtonExpired."""
    viewer = viewer_of(book, person, now)
    require(may_read_playbook(viewer), "playbook")
    play, keeps = play_of(book, play_id), may_keep_playbook(viewer)
    notices = book.playbook.notices(play.version.id)
    unread = {each.person_id for each in notices if each.read_at is None}
    people = (book.people.by_id(each) for each in sorted(unread)) if keeps else ()
    return _shown(
        book, play, book.accounts.label_names(), unread=person is not None and person.id in unread,
        waiting=tuple(sorted(each.name for each in people if each.active)), read=len(notices) - len(unread),
        may_change=keeps,
    )  # fmt: skip


def play_history(
    book: Book, person: Person | None, play_id: int, *, now: datetime
) -> tuple[VersionShown, ...]:
    """Every version of a play, the newest first. Raises NotAllowed, ButtonExpired."""
    require(may_read_playbook(viewer_of(book, person, now)), "playbook")
    play_of(book, play_id)
    return tuple(
        VersionShown(each, _name(book, each.recorded_by)) for each in book.playbook.versions(play_id)
    )


def choices_for(book: Book) -> PlayChoices:
    """What the form of a play offers."""
    accounts = book.accounts
    kinds = ("product", "competitor", "campaign", "source")
    return PlayChoices(
        {kind: accounts.labels(kind) for kind in kinds},
        tuple(accounts.segments()),
        tuple((stage.id, stage.full_name) for stage in accounts.stages()),
        tuple((team.id, team.name) for team in book.people.teams()),
    )


def play_of(book: Book, play_id: int) -> Play:
    """The play of that number. Raises ButtonExpired."""
    try:
        return book.playbook.by_id(play_id)
    except LookupError:
        raise ButtonExpired() from None


def _shown(
    book: Book, play: Play, labels: Mapping[int, str], *, unread: bool, waiting: tuple[str, ...] = (),
    read: int = 0, may_change: bool = False,
) -> PlayShown:  # fmt: skip
    stages = {stage.id: stage.full_name for stage in book.accounts.stages(retired=True)}
    segments = {folded(name): name for name in book.accounts.segments()} if play.segment else {}
    about = labels.get(play.label_id or 0, "") or play.technique or ""
    team = book.people.team(play.team_id).name if play.team_id is not None else ""
    return PlayShown(
        play, about or segments.get(play.segment or "", play.segment or ""), stages.get(play.stage_id or 0, ""),
        team, _name(book, play.version.recorded_by), unread, waiting, read, may_change,
    )  # fmt: skip


def _name(book: Book, person_id: int | None) -> str:
    return book.people.by_id(person_id).name if person_id is not None else ""
