"""Writing the playbook: a play is new, changed with a reason, or taken out; those concerned are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import may_keep_playbook, require
from salesbot.domain.people import Person
from salesbot.domain.playbook import Play, PlayDraft, check_play
from salesbot.services.people import viewer_of
from salesbot.services.playbook.news import concerned, plan_play_news
from salesbot.services.playbook.reading import PlayShown, play_of, play_shown
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class PlaySaved:
    """A play as it was saved, and how many people are told of it."""

    shown: PlayShown
    new: bool
    told: int


def save_play(
    book: Book, sender: Person, draft: PlayDraft, *, now: datetime, play_id: int | None
) -> PlaySaved:
    """Write a new play, or change one: for managers and admins. Those concerned are told, if it says so.

    Raises NotAllowed, ButtonExpired, PlayRefused.
    """
    require(may_keep_playbook(viewer_of(book, sender, now)), "playbook")
    before = play_of(book, play_id) if play_id is not None else None
    check_play(draft, before.version if before else None)
    if before is None:
        play = book.playbook.add(draft, by=sender.id, now=now)
    else:
        play = book.playbook.change(before, draft, by=sender.id, now=now)
    new_words = before is None or play.version.id != before.version.id
    people = concerned(book, play, now) - {sender.id} if draft.tell and new_words else set()
    if book.workspace.live:
        plan_play_news(book, sender, play, people, now)
    _audit(book, sender, "play_saved", play, now)
    shown = play_shown(book, sender, play.id, now=now)
    return PlaySaved(shown, before is None, len(people) if book.workspace.live else 0)


def retire_play(book: Book, sender: Person, play_id: int, *, retired: bool, now: datetime) -> PlayShown:
    """Take a play out of the playbook, or put it back: for managers and admins. Raises NotAllowed, ButtonExpired."""
    require(may_keep_playbook(viewer_of(book, sender, now)), "playbook")
    play = book.playbook.retire(play_of(book, play_id).id, retired=retired)
    _audit(book, sender, "play_retired" if retired else "play_restored", play, now)
    return play_shown(book, sender, play.id, now=now)


def _audit(book: Book, sender: Person, action: str, play: Play, now: datetime) -> None:
    after = {"version": play.version.number}
    book.records.audit(action, "play", play.id, by=sender.id, now=now, after=after)
