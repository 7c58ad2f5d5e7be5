"""Whom and what alerts can be about, by name: teams, people and products."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from salesbot.domain.mistakes import SalesbotError
from salesbot.storage.book import Book


class NotNamed(SalesbotError):
    """News were wanted of a team, person or product that is not known: facts `typed`, `near`."""

    template = "mistakes/not_named"


def read_nameable(book: Book, names: Iterable[str]) -> tuple[str, ...]:
    """The teams, people and products behind these names: `team:1`, `person:5`. Raises NotNamed for any other."""
    nameable = _nameable(book)
    known, wanted = {name.casefold(): one for name, one in nameable.items()}, list(names)
    for name in wanted:
        if name.casefold() not in known:
            raise NotNamed(typed=name, near=tuple(get_close_matches(name, nameable, n=3)))
    return tuple(dict.fromkeys(known[name.casefold()] for name in wanted))


def written_nameable(book: Book, about: Iterable[str]) -> tuple[str, ...]:
    """The names behind `team:1`, `person:5`, `product:7`, of those that there are still."""
    wanted = list(about)
    if not wanted:
        return ()
    named = {one: name for name, one in _nameable(book).items()}
    return tuple(name for one in wanted if (name := named.get(one)) is not None)


def _nameable(book: Book) -> dict[str, str]:
    """By name: products, people, teams; of equal names the last of these."""
    products = {name: f"product:{number}" for number, name in book.accounts.labels("product")}
    people = {person.name: f"person:{person.id}" for person in book.people.all() if person.active}
    return products | people | {team.name: f"team:{team.id}" for team in book.people.teams()}
