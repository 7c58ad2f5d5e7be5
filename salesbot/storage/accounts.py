"""What is asked of accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import SQLModel

from salesbot.domain.accounts import Account
from salesbot.storage import tables
from salesbot.storage.own_lists import OwnLists
from salesbot.storage.people import folded
from salesbot.storage.questions import given_several, question

_ACCOUNT: Any = tables.Account.__table__

_BY_IDS = question(tables.Account, _ACCOUNT.c.id.in_(given_several("ids")))
_BY_NAMES = question(tables.Account, _ACCOUNT.c.name_key.in_(given_several("keys")))


_BESIDE: Mapping[str, type[SQLModel]] = {
    "contact": tables.Contact, "account_word": tables.AccountWord, "follow_up": tables.FollowUp,
    "activity": tables.Activity,
}  # fmt: skip
"""What stands beside an account and moves with it."""


class Accounts(OwnLists):
    """Accounts, and the workspace's own lists."""

    def by_id(self, account_id: int) -> Account:
        """The account of that number; LookupError if there is none."""
        found = self.by_ids([account_id])
        if not found:
            raise LookupError(f"there is no account {account_id}")
        return found[account_id]

    def by_ids(self, ids: Iterable[int]) -> dict[int, Account]:
        """The accounts of those numbers."""
        wanted = set(ids)
        if len(wanted) > 500:
            return {number: account for number, account in self._all().items() if number in wanted}
        known = self._known(wanted, lambda ids: self.book.all(_BY_IDS, ids=ids))
        return {number: account for number in wanted if (account := known[number]) is not None}

    def named(self, name: str) -> Account | None:
        """The account of that name, case and spaces folded."""
        return self.known_among([name]).get(name)

    def known_among(self, names: Iterable[str]) -> dict[str, Account]:
        """Those of the names that are accounts, by the name as it was asked."""
        asked = {name: folded(name) for name in names}
        known = self._known(asked.values(), lambda keys: self.book.all(_BY_NAMES, keys=keys))
        found = {name: account for name, key in asked.items() if (account := known[key]) is not None}
        merged = {account.merged_into_id for account in found.values()} - {None}
        if not merged:
            return found
        into = self.by_ids(number for number in merged if number is not None)
        return {name: into.get(account.merged_into_id or 0, account) for name, account in found.items()}

    def names(self) -> list[str]:
        """Every account's name, for near matches."""
        query = select(_ACCOUNT.c.name).where(
            _ACCOUNT.c.workspace_id == self.book.workspace_id, _ACCOUNT.c.merged_into_id.is_(None)
        )
        return [name for (name,) in self.book.connection.execute(query)]

    def starting_with(self, text: str, limit: int) -> list[Account]:
        """Accounts whose name holds the text, those that begin with it first: for search as one types."""
        key = folded(text)
        query = self.book.select(
            tables.Account,
            _ACCOUNT.c.name_key.contains(key, autoescape=True),
            _ACCOUNT.c.merged_into_id.is_(None),
        )
        begins = _ACCOUNT.c.name_key.startswith(key, autoescape=True)
        rows = self.book.all(query.order_by(begins.desc(), _ACCOUNT.c.name_key).limit(limit))
        return [_account(row) for row in rows]

    def ensure(self, name: str, now: datetime, **values: Any) -> Account:
        """The account of that name, made if it is new."""
        found = self.named(name)
        if found is not None:
            return found
        clean = " ".join(name.split())
        number = self.book.add(tables.Account, name=clean, name_key=folded(clean), created_at=now, **values)
        return self.by_id(number)

    def ensure_all(self, names: Iterable[str], now: datetime) -> dict[str, int]:
        """The numbers of the accounts of those names, new ones made; by the name with case and spaces folded."""
        wanted = {folded(name): " ".join(name.split()) for name in names}
        query = select(_ACCOUNT.c.name_key, func.coalesce(_ACCOUNT.c.merged_into_id, _ACCOUNT.c.id)).where(
            _ACCOUNT.c.workspace_id == self.book.workspace_id
        )
        known = {key: number for key, number in self.book.connection.execute(query) if key in wanted}
        new = [key for key in wanted if key not in known]
        numbers = self.book.numbers(tables.Account, len(new)) if new else []
        rows = [
            {"id": number, "name": wanted[key], "name_key": key, "created_at": now}
            for key, number in zip(new, numbers, strict=True)
        ]
        self.book.add_rows(tables.Account, rows)
        return {**known, **dict(zip(new, numbers, strict=True))}

    def all(self) -> list[Account]:
        """Every account, by name."""
        standing = (account for account in self._all().values() if account.merged_into_id is None)
        return sorted(standing, key=lambda account: (folded(account.name), account.id))

    def change(self, account_id: int, **values: Any) -> Account:
        """Write something anew about an account."""
        self.book.change(tables.Account, _ACCOUNT.c.id == account_id, **values)
        return self.by_id(account_id)

    def settle_segment(self, account_ids: Iterable[int], segment: str) -> None:
        """Put accounts into a segment."""
        self.book.forget(tables.Account)
        self.book.change(tables.Account, _ACCOUNT.c.id.in_(list(account_ids)), segment=segment)

    def move_to(self, account_id: int, into_id: int) -> dict[str, list[int]]:
        """Give people, words, follow-ups and activities of an account to another; answers with which, by table."""
        moved = {}
        for name, model in _BESIDE.items():
            rows: Any = model.__table__  # type: ignore[attr-defined]
            found = self.book.all(self.book.select(model, rows.c.account_id == account_id))
            moved[name] = [row.id for row in found]
            self.book.change(model, rows.c.account_id == account_id, account_id=into_id)
        return moved

    def move_back(self, moved: Mapping[str, Sequence[int]], into_id: int, account_id: int) -> None:
        """Give those rows back, as far as they still belong to the other account."""
        for name, numbers in moved.items():
            model = _BESIDE[name]
            rows: Any = model.__table__  # type: ignore[attr-defined]
            for start in range(0, len(numbers), 500):
                some = rows.c.id.in_(numbers[start : start + 500])
                self.book.change(model, some, rows.c.account_id == into_id, account_id=account_id)

    def _known(
        self, keys: Iterable[int | str], ask: Callable[[list[int | str]], Sequence[Row[Any]]]
    ) -> dict[int | str, Account | None]:
        """Accounts by number and by folded name, asked for where this book has not met them; None: there is none."""
        known: dict[int | str, Account | None] = {}
        known = self.book.remembered(tables.Account, "known", lambda: known)
        unknown = [key for key in keys if key not in known]
        for row in ask(unknown) if unknown else ():
            known[row.id] = known[row.name_key] = _account(row)
        return known | {key: None for key in unknown if key not in known}

    def _all(self) -> dict[int, Account]:
        return {row.id: _account(row) for row in self.book.all(self.book.select(tables.Account))}

    def segments(self) -> list[str]:
        """The segments that accounts stand in, by name; each once, however it is written."""
        return list({folded(name): name for name in self.segments_written()}.values())

    def segments_written(self) -> list[str]:
        """The same in every way in which they are written, in the order of letters."""
        query = (
            select(_ACCOUNT.c.segment)
            .where(_ACCOUNT.c.workspace_id == self.book.workspace_id, _ACCOUNT.c.segment.is_not(None))
            .distinct()
        )
        found = self.book.connection.execute(query.order_by(_ACCOUNT.c.segment))
        return [name for (name,) in found if name.strip()]

    def count(self) -> int:
        """How many accounts there are."""
        query = select(func.count()).where(_ACCOUNT.c.workspace_id == self.book.workspace_id)
        return int(self.book.connection.execute(query).scalar_one())


def _account(row: Row[Any]) -> Account:
    return Account(
        row.id,
        row.name,
        row.owner_id,
        row.segment,
        row.country,
        row.referred_by_id,
        row.renews_on,
        row.merged_into_id,
    )
