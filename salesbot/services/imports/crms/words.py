"""What another system calls its stages and people, in our words: guessed where that is plain, asked once, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Role
from salesbot.services.exports.people import person_names
from salesbot.services.imports.cells import person_key
from salesbot.storage.book import Book
from salesbot.storage.import_words import ImportWord
from salesbot.storage.people import folded

LEFT_OUT = "skip"
"""Said of a stage or an owner: deals with it are left out."""
SLASHED_DAY = "3/4/2026"
"""The one word of which figure comes first in a day."""
_WON = frozenset({"won", "closed won", "closed-won", "closedwon"})
_LOST = frozenset({"lost", "closed lost", "closed-lost", "closedlost"})


class What(StrEnum):
    """What a word of another system is the name of."""

    STAGE = "stage"
    OWNER = "owner"
    DAYS = "days"
    """Which of a day's figures comes first; there is one word, `3/4/2026`."""


class WordsMissing(SalesbotError):
    """Another system's words that nobody has said in ours yet.

    Facts `file`, `crm` (its name), `key`, `missing` (what, word), `stages` and `people` (what they may be), `example`.
    """

    template = "mistakes/words_missing"


class WordUnusable(SalesbotError):
    """What was said of another system's word is no word of ours: facts `theirs`, `ours`, `known`."""

    template = "mistakes/word_unusable"


@dataclass(frozen=True, slots=True)
class Known:
    """Our lists by the names that another system may use for them."""

    stages: Mapping[str, str]
    """By folded name and key: the key."""
    people: Mapping[str, str]
    """By folded name and e-mail: how files name the person."""

    def guess(self, what: What, theirs: str) -> str | None:
        """What a word plainly means."""
        if what is What.OWNER:
            return self.people.get(folded(theirs))
        # HubSpot writes the pipeline behind the stage: "Closed won (Sales Pipeline)".
        for name in (folded(theirs), folded(theirs.partition(" (")[0])):
            if name in _WON or name in _LOST:
                return "won" if name in _WON else "lost"
            if name in self.stages:
                return self.stages[name]
        return None


def known_in(book: Book) -> Known:
    """The workspace's lists; a name that two people have is nobody's."""
    names = person_names(book)
    by_name: dict[str, list[str]] = {}
    for person in book.people.all():
        if person.id in names:
            by_name.setdefault(folded(person.name), []).append(names[person.id])
    people = {name: found[0] for name, found in by_name.items() if len(found) == 1}
    stages = {key: stage.key for stage in book.accounts.stages() for key in (stage.key, folded(stage.name))}
    return Known(stages, people | {folded(name): name for name in names.values()})


def choices_for(book: Book) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """What stages and owners may be said to be: pairs of our word and how it is shown; the reps, by name."""
    stages = [(stage.key, stage.name) for stage in book.accounts.stages()]
    names = person_names(book)
    reps = [(names[one.id], one.name) for one in book.people.having(Role.REP) if one.id in names]
    return stages, sorted(reps, key=lambda each: each[1].casefold())


def words_asked(book: Book, crm: str) -> list[ImportWord]:
    """Every word of a system that was met, with what was said of it; those first of which nothing was."""
    return sorted(book.import_words.of(crm), key=lambda each: (each.ours is not None, each.what, each.theirs))


def say_words(
    book: Book, crm: str, said: Mapping[tuple[What, str], str], *, now: datetime, by: int | None
) -> None:
    """Keep what another system's words mean, for this file and the next. Raises WordUnusable."""
    known = known_in(book)
    kept = {(what, theirs): _ours(known, what, theirs, ours) for (what, theirs), ours in said.items()}
    for (what, theirs), ours in kept.items():
        book.import_words.say(crm, what.value, theirs, ours)
    book.records.audit("mapped", "import", None, by=by, now=now, after={"crm": crm, "words": len(kept)})


def _ours(known: Known, what: What, theirs: str, ours: str) -> str:
    typed = " ".join(ours.split())
    if folded(typed) == LEFT_OUT and what is not What.DAYS:
        return LEFT_OUT
    if what is What.DAYS:
        found: str | None = folded(typed) if folded(typed) in ("day", "month") else None
        right: Iterable[str] = ("day", "month")
    elif what is What.OWNER:
        found, right = known.people.get(person_key(typed)) or known.guess(what, typed), known.people.values()
    else:
        found, right = known.guess(what, typed), [*known.stages.values(), "won", "lost"]
    if found is None:
        raise WordUnusable(theirs=theirs, ours=ours, known=tuple(dict.fromkeys([*right, LEFT_OUT]))[:20])
    return found
