"""What is asked of contacts, of words about accounts, and of territories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from salesbot.domain.relationships import AccountWord, Contact, Territory, WordKind
from salesbot.storage import tables
from salesbot.storage.deals.rows import newest_of_deal
from salesbot.storage.heard import Heard
from salesbot.storage.people import folded
from salesbot.storage.questions import given, given_several, question

_CONTACT: Any = tables.Contact.__table__
_WORD: Any = tables.AccountWord.__table__
_TERRITORY: Any = tables.Territory.__table__
_PLACED: Any = tables.AccountTerritory.__table__
_DEAL: Any = tables.Deal.__table__
_ENTRY: Any = tables.DealEntry.__table__
_SHARE: Any = tables.DealShare.__table__
_ACCOUNT: Any = tables.Account.__table__
_TERRITORIES = question(tables.Territory).order_by(_TERRITORY.c.name_key)
_OWNED_BY = select(_ACCOUNT.c.id).where(
    _ACCOUNT.c.workspace_id == given("workspace_id"), _ACCOUNT.c.owner_id.in_(given_several("people"))
)


class Relationships(Heard):
    """What is known of one workspace's accounts beyond their deals."""

    # -- people -------------------------------------------------------------------------------------------

    def contacts(self, account_id: int) -> list[Contact]:
        """Who works at the account, in the order in which they were noted."""
        query = self.book.select(tables.Contact, _CONTACT.c.account_id == account_id, ~_CONTACT.c.gone)
        return [_contact(row) for row in self.book.all(query.order_by(_CONTACT.c.id))]

    def all_contacts(self) -> list[Contact]:
        """Everybody who works at any account, in the order in which they were noted."""
        query = self.book.select(tables.Contact, ~_CONTACT.c.gone).order_by(_CONTACT.c.id)
        return [_contact(row) for row in self.book.all(query)]

    def contact(self, contact_id: int) -> Contact:
        """The contact of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Contact, _CONTACT.c.id == contact_id, ~_CONTACT.c.gone))
        if row is None:
            raise LookupError(f"there is no contact {contact_id}")
        return _contact(row)

    def add_contact(self, account_id: int, *, now: datetime, by: int | None, **words: str) -> int:
        """Somebody new; answers with the number."""
        return self.book.add(
            tables.Contact, account_id=account_id, recorded_at=now, recorded_by=by, **words
        )  # fmt: skip

    def change_contact(self, contact_id: int, **words: str) -> None:
        """Write something anew about a contact."""
        self.book.change(tables.Contact, _CONTACT.c.id == contact_id, **words)

    def blank_contact(self, contact_id: int) -> None:
        """Take a contact out, with every word about them."""
        blank = dict.fromkeys(("name", "role", "email", "phone", "note"), "")
        self.book.change(tables.Contact, _CONTACT.c.id == contact_id, gone=True, **blank)

    # -- words --------------------------------------------------------------------------------------------

    def words(self, account_id: int) -> list[AccountWord]:
        """What was typed about the account, in that order."""
        query = self.book.select(tables.AccountWord, _WORD.c.account_id == account_id, ~_WORD.c.gone)
        rows = self.book.all(query.order_by(_WORD.c.id))
        return [AccountWord(row.id, row.account_id, WordKind(row.kind), row.text) for row in rows]

    def add_word(self, account_id: int, kind: WordKind, text: str, *, now: datetime, by: int | None) -> int:
        """Somebody typed something about the account; answers with the number."""
        return self.book.add(
            tables.AccountWord, account_id=account_id, kind=kind.value, text=text, recorded_at=now,
            recorded_by=by,
        )  # fmt: skip

    def blank_word(self, word_id: int) -> None:
        """Take out what was typed."""
        self.book.change(tables.AccountWord, _WORD.c.id == word_id, gone=True, text="")

    # -- territories --------------------------------------------------------------------------------------

    def territories(self) -> list[Territory]:
        """Every territory, by name."""
        rows = self.book.all(_TERRITORIES)
        return [Territory(row.id, row.name, row.owner_id) for row in rows]

    def territory(self, territory_id: int) -> Territory:
        """The territory of that number; LookupError if there is none."""
        found = next((each for each in self.territories() if each.id == territory_id), None)
        if found is None:
            raise LookupError(f"there is no territory {territory_id}")
        return found

    def placements(self, known_at: datetime | None = None) -> list[tuple[int, date, int | None]]:
        """From which day each account is in which territory, as known then: (account, day, territory), by day."""
        known = [] if known_at is None else [_PLACED.c.recorded_at <= known_at]
        query = self.book.select(tables.AccountTerritory, *known)
        rows = self.book.all(query.order_by(_PLACED.c.valid_from, _PLACED.c.id))
        return [(row.account_id, row.valid_from, row.territory_id) for row in rows]

    def ensure_territory(self, name: str) -> Territory:
        """The territory of that name, made if it is new."""
        clean = " ".join(name.split())
        found = [each for each in self.territories() if folded(each.name) == folded(clean)]
        if found:
            return found[0]
        return Territory(
            self.book.add(tables.Territory, name=clean, name_key=folded(clean)), clean, owner_id=None
        )

    def give_territory(self, territory_id: int, owner_id: int | None) -> None:
        """From now on accounts of the territory that nobody owns are this person's."""
        self.book.change(tables.Territory, _TERRITORY.c.id == territory_id, owner_id=owner_id)

    def place(
        self, account_id: int, territory_id: int | None, valid_from: date, *, now: datetime, by: int | None
    ) -> None:
        """From that day on the account is in this territory."""
        self.book.add(
            tables.AccountTerritory, account_id=account_id, territory_id=territory_id, valid_from=valid_from,
            recorded_at=now, recorded_by=by,
        )  # fmt: skip

    def territories_on(self, day: date, account_ids: Collection[int] | None = None) -> dict[int, int]:
        """In which territory each account is on a day (of these accounts); those in none are left out."""
        where = [] if account_ids is None else [_PLACED.c.account_id.in_(list(account_ids))]
        query = self.book.select(tables.AccountTerritory, _PLACED.c.valid_from <= day, *where)
        rows = self.book.all(query.order_by(_PLACED.c.valid_from, _PLACED.c.id))
        placed = {row.account_id: row.territory_id for row in rows}
        return {account_id: territory for account_id, territory in placed.items() if territory is not None}

    # -- who deals with whom, and when something was heard --------------------------------------------------

    def people_at(self, account_id: int) -> frozenset[int]:
        """Who has a part in a deal of the account that stands."""
        return self.people_at_each([account_id]).get(account_id, frozenset())

    def people_at_each(self, account_ids: Collection[int]) -> dict[int, frozenset[int]]:
        """The same of each of these accounts that anybody has deals with."""
        found = defaultdict[int, set[int]](set)
        wanted = sorted(account_ids)
        for start in range(0, len(wanted), 500):
            some = (_DEAL.c.account_id.in_(wanted[start : start + 500]), _DEAL.c.outcome != "withdrawn")
            newest = (_DEAL.c.workspace_id == _SHARE.c.workspace_id) & (
                _DEAL.c.latest_entry_id == _SHARE.c.entry_id
            )
            shares = (
                select(_DEAL.c.account_id, _SHARE.c.person_id)
                .join(_DEAL, newest)
                .where(*some, self._mine(_DEAL))
            )
            reps = (
                select(_DEAL.c.account_id, _ENTRY.c.rep_id)
                .join(_DEAL, newest_of_deal())
                .where(*some, self._mine(_DEAL))
            )
            for account_id, person_id in self.book.connection.execute(shares.union(reps)):
                found[account_id].add(person_id)
        return {account_id: frozenset(people) for account_id, people in found.items()}

    def owned_by(self, person_ids: Collection[int]) -> list[int]:
        """The accounts that these people own."""
        return [row.id for row in self.book.all(_OWNED_BY, people=list(person_ids))]

    def referred_by(self, account_id: int) -> list[str]:
        """The names of the accounts that this one referred."""
        query = select(_ACCOUNT.c.name).where(_ACCOUNT.c.referred_by_id == account_id, self._mine(_ACCOUNT))
        return [name for (name,) in self.book.connection.execute(query.order_by(_ACCOUNT.c.name_key))]

    def _mine(self, rows: Any) -> Any:
        return rows.c.workspace_id == self.book.workspace_id


def _contact(row: Row[Any]) -> Contact:
    return Contact(row.id, row.account_id, row.name, row.role, row.email, row.phone, row.note)
