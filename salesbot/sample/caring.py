"""How the made-up company looks after its accounts: people there, what they need, what was done and what is next."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from salesbot.domain.deals import DealState
from salesbot.sample.company import Company, MadeUpPerson
from salesbot.sample.timeline import Timeline
from salesbot.storage import tables
from salesbot.storage.book import Book

_FIRST = (
    "Anja",
    "Marek",
    "Lucia",
    "Peter",
    "Wanjiru",
    "Elin",
    "Sofia",
    "Jonas",
    "Grace",
    "Nils",
    "Petra",
    "Omar",
)
_LAST = (
    "Berg",
    "Kralj",
    "Odhiambo",
    "Rossi",
    "Novotny",
    "Hansen",
    "Weber",
    "Lund",
    "Marin",
    "Costa",
    "Pohl",
    "Juma",
)
_ROLES = ("Head of purchasing", "Owner", "Operations", "Finance", "Office manager")
_NEEDS = (
    ("need", "Wants one supplier for all sites"),
    ("need", "Needs delivery before the season begins"),
    ("need", "Looks for a service contract with fixed prices"),
    ("pain", "Had two breakdowns last winter"),
    ("pain", "Their present supplier answers late"),
    ("preference", "Prefers a short call to a long mail"),
    ("preference", "Wants quotes with the delivery day on them"),
    ("note", "Decides with the board, once a month"),
)  # fmt: skip
_NEXT = (
    "Call about the quote", "Send the reference", "Ask for the board's decision", "Agree on the delivery day",
    "Talk about a second site", "Renewal",
)  # fmt: skip
_KINDS = (("call", 6), ("meeting", 3), ("quote", 3), ("demo", 2), ("visit", 1))
_LOOKED_BACK = timedelta(days=120)
_DUE = (-4, -1, -1, 0, 0, 0, 1, 2, 3, 5, 8, 13)
"""In how many days a follow-up is due; what lies behind is overdue."""
_FOLLOWED_UP = 3
"""So many open deals of each rep have a next step."""
_RENEW = ("Acme Corp", "Helios", "Delta Hotels")


@dataclass(frozen=True)
class Caring:
    """Writes contacts, words, activities and follow-ups beside the deals; the same seed writes the same."""

    book: Book
    company: Company
    timeline: Timeline
    people: Mapping[str, int]
    accounts: Mapping[str, int]
    now: datetime

    def write(self, open_deals: Sequence[DealState]) -> None:
        """Everything; `open_deals` are those that have a next step."""
        dice = random.Random(23)  # noqa: S311 - a story, no secret
        known = self.company.accounts[:60]
        self._add(tables.Contact, [row for name in known for row in self._contacts(dice, name)])
        self._add(tables.AccountWord, [row for name in known for row in self._words(dice, name)])
        self._add(tables.Activity, [row for rep in self.company.reps for row in self._done(dice, rep)])
        self._add(tables.FollowUp, list(self._next_steps(dice, open_deals)))
        for place, name in enumerate(_RENEW):
            day = self.timeline.today + timedelta(days=12 + 20 * place)
            self.book.accounts.change(self.accounts[name], renews_on=day)

    def _add(self, model: Any, rows: list[dict[str, Any]]) -> None:
        numbers = self.book.numbers(model, len(rows))
        self.book.add_rows(model, [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)])

    def _contacts(self, dice: random.Random, account: str) -> Iterator[dict[str, Any]]:
        for role in dice.sample(_ROLES, dice.choice((1, 1, 2))):
            first, last = dice.choice(_FIRST), dice.choice(_LAST)
            yield {
                "account_id": self.accounts[account], "name": f"{first} {last}", "role": role,
                "email": f"{first}.{last}@customer.example".casefold(), "recorded_at": self.now,
            }  # fmt: skip

    def _words(self, dice: random.Random, account: str) -> Iterator[dict[str, Any]]:
        for kind, text in dice.sample(_NEEDS, dice.choice((0, 1, 2, 2))):
            number = self.accounts[account]
            yield {"account_id": number, "kind": kind, "text": text, "recorded_at": self.now}

    def _done(self, dice: random.Random, rep: MadeUpPerson) -> Iterator[dict[str, Any]]:
        """What a rep did on the working days of the last months."""
        kinds = {kind.code: kind.id for kind in self.book.activities.kinds()}
        codes, weights = [code for code, _ in _KINDS], [weight for _, weight in _KINDS]
        day = max(self.timeline.today - _LOOKED_BACK, self.timeline.started(rep))
        while day < self.timeline.today:
            if self.timeline.calendar.is_working(day) and dice.random() < 0.7:
                account = dice.choice(self.company.accounts_of(rep)[:8])
                yield {
                    "person_id": self.people[rep.handle], "account_id": self.accounts[account],
                    "kind_id": kinds[dice.choices(codes, weights)[0]], "day": day, "recorded_at": _at(day),
                }  # fmt: skip
            day += timedelta(days=1)

    def _next_steps(self, dice: random.Random, open_deals: Sequence[DealState]) -> Iterator[dict[str, Any]]:
        """The next steps of some open deals of each rep: some overdue, some today, most to come."""
        for rep in self.company.reps:
            number = self.people[rep.handle]
            mine = [deal for deal in open_deals if deal.rep_id == number]
            for deal in mine[-_FOLLOWED_UP:]:
                due = self.timeline.today + timedelta(days=dice.choice(_DUE))
                yield {
                    "person_id": number, "account_id": deal.account_id, "deal_id": deal.deal_id,
                    "due_on": self.timeline.calendar.this_or_next_working(due), "text": dice.choice(_NEXT),
                    "recorded_at": _at(self.timeline.today - timedelta(days=6)), "recorded_by": number,
                }  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(14, 45), UTC)
