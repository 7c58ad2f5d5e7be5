"""Who may do what, settled for everybody at once."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime

from salesbot.domain.people import Person, Role
from salesbot.services.people import LastAdmin, change_roles, require_admin
from salesbot.storage.book import Book


def settle_roles(
    book: Book, by: Person | None, wanted: Mapping[Role, Set[int]], among: Set[int], *, now: datetime
) -> tuple[Person, ...]:
    """Of the people `among`, these hold each role from now on; answers with whose roles changed.

    Nobody else is touched. Raises NotAllowed, LastAdmin.
    """
    require_admin(book, by, now)
    people = {person.id: person for person in book.people.all() if person.id in among}
    after = {
        number: frozenset(role for role in Role if number in wanted.get(role, frozenset()))
        for number in people
    }
    keeps = any(Role.ADMIN in roles for roles in after.values())
    others = any(person.active and person.id not in among for person in book.people.having(Role.ADMIN))
    if not (keeps or others):
        raise LastAdmin(name=by.name if by else "")
    # Whoever becomes an admin does so first: at no moment is there none.
    order = sorted(people, key=lambda number: Role.ADMIN not in after[number])
    changed = [number for number in order if after[number] != people[number].roles]
    return tuple(change_roles(book, by, number, after[number], now=now) for number in changed)
