"""How the company's deals stand, and whom they are credited to, is followed from what was known before: as if read anew."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from unittest.mock import patch

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, Outcome, Share
from salesbot.domain.money import Money
from salesbot.services.attainment.won import credited
from salesbot.services.deals_as_of.stood import Stood
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.deals import keeping
from salesbot.storage.deals.looking import Looking
from salesbot.storage.keeping import kept_of
from tests.cast import NOW, TODAY, Cast
from tests.trade import open_deal, win

Told = tuple[Sequence[DealState], Mapping[int, Sequence[DealState]], Sequence[str]]
MONTH = date(2026, 6, 1), date(2026, 7, 1)


def told(cast: Cast, at: datetime, ahead: int = 0) -> Told:
    with read_book(cast.engines, cast.workspace_id) as book:
        stood = Stood(book, AsOf(TODAY + timedelta(days=ahead), live=not ahead, known_at=at))
        people = [person.id for person in book.people.all()]
        rows = sorted(map(str, credited(book, *MONTH, at, "EUR")))
        return list(stood.states), {each: stood.states_of(each) for each in people}, rows


def forgotten(cast: Cast) -> None:
    for engine in (cast.engines.read, cast.engines.write):
        kept_of(engine).forget()


class Dealing:
    """Enters what may come to a ledger, one thing a moment."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.dice, self.deals = cast, random.Random(seed), list[DealState]()

    def enter(self, at: datetime) -> None:
        with open_book(self.cast.engines, self.cast.workspace_id) as book:
            if not self.deals or self.dice.random() < 0.4:
                self.deals.append(self._begun(book, at))
            else:
                place = self.dice.randrange(len(self.deals))
                self.deals[place] = self._gone_on(book, self.deals[place], at)

    def _begun(self, book: Book, at: datetime) -> DealState:
        rep, name = self.dice.choice([self.cast.adria.kim, self.cast.adria.luka]), f"Acme {len(self.deals)}"
        if self.dice.random() < 0.5:
            return open_deal(book, rep, name, "1000", now=at)
        ended = TODAY - timedelta(days=self.dice.choice((0, 3, 40, 100)))
        return win(book, rep, name, "2000", ended, now=at)

    def _gone_on(self, book: Book, deal: DealState, at: datetime) -> DealState:
        outcome = self.dice.choice((Outcome.OPEN, Outcome.WON, Outcome.WITHDRAWN))
        ended = TODAY - timedelta(days=self.dice.choice((0, 5, 45, 120)))
        parts = self.dice.choice(((1_000_000,), (400_000, 600_000)))
        people = self.dice.sample([self.cast.adria.kim.id, self.cast.adria.luka.id], len(parts))
        return book.deals.enter(
            replace(
                deal, number=deal.number + 1, outcome=outcome, recorded_at=at,
                amount=Money(self.dice.randrange(1, 10**6), "EUR"),
                closed_on=ended if outcome is Outcome.WON else None,
                shares=tuple(Share(*each) for each in zip(people, parts, strict=True)),
                effective_on=TODAY + timedelta(days=self.dice.choice((0, 0, 0, -3, 2))),
            )
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_what_is_followed_is_what_is_read_anew(cast: Cast, seed: int) -> None:
    dealing, followed = Dealing(cast, seed), list[tuple[datetime, int, Told]]()
    for minute in range(60):
        at = NOW + timedelta(minutes=minute)
        dealing.enter(at)
        for known_at, ahead in ((at, 0), (at, 3), (at - timedelta(minutes=7), 0)):
            followed.append((known_at, ahead, told(cast, known_at, ahead)))
    for known_at, ahead, was in followed:
        forgotten(cast)
        assert was == told(cast, known_at, ahead)


def test_one_more_deal_is_read_alone(cast: Cast) -> None:
    dealing = Dealing(cast, 1)
    for minute in range(20):
        dealing.enter(NOW + timedelta(minutes=minute))
    told(cast, NOW + timedelta(minutes=20))
    with patch.object(Looking, "states_at", autospec=True, side_effect=Looking.states_at) as asked:
        for minute in (21, 22):
            dealing.enter(NOW + timedelta(minutes=minute))
            told(cast, NOW + timedelta(minutes=minute))
    assert [len(each.args[4]) for each in asked.call_args_list] == [1, 1]


def test_a_moment_before_is_made_of_what_is_known_of_now(cast: Cast) -> None:
    dealing, moments = Dealing(cast, 2), [NOW + timedelta(minutes=minute) for minute in range(20)]
    for at in moments:
        dealing.enter(at)
    told(cast, moments[-1])
    with patch.object(Looking, "states_at", autospec=True, side_effect=Looking.states_at) as asked:
        before = [told(cast, at) for at in reversed(moments)]
    assert all(each.args[4] is not None for each in asked.call_args_list)
    for at, was in zip(reversed(moments), before, strict=True):
        forgotten(cast)
        assert was == told(cast, at)


def test_a_kept_deal_takes_less_than_a_kilobyte(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for number in range(300):
            rep, day = (cast.adria.kim, cast.adria.luka)[number % 2], TODAY - timedelta(days=number % 10)
            win(
                book, rep, f"Acme {number % 20}", str(5000 + number), day, now=NOW + timedelta(minutes=number)
            )
    with read_book(cast.engines, cast.workspace_id) as book:
        at = NOW + timedelta(hours=9)
        company, held = (
            list(Stood(book, AsOf(TODAY, live=True, known_at=at)).states),
            credited(book, *MONTH, at, "EUR"),
        )
        assert len(company) == len(held) == 300
        assert _bytes_of(company) + _bytes_of(held) < 300 * 900


def _bytes_of(kept: object) -> int:
    """How much memory the objects take of which something is made; words of the program itself aside."""
    met, found = dict[int, int](), [kept]
    while found:
        each = found.pop()
        if id(each) not in met and not isinstance(each, (type, Enum)):
            met[id(each)] = sys.getsizeof(each)
            found += gc.get_referents(each)
    return sum(met.values())


def test_an_entry_that_came_late_before_the_last_is_not_passed_over(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    later = NOW + timedelta(minutes=5)
    assert len(told(cast, later)[0]) == 1
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, cast.adria.kim, "Globex", "1000", now=NOW - timedelta(minutes=1))
        open_deal(book, cast.adria.kim, "Initech", "1000", now=NOW + timedelta(minutes=1))
    assert len(told(cast, later)[0]) == 3


def test_where_much_came_all_is_asked_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_TOUCHED", 2)
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    told(cast, NOW)
    later = NOW + timedelta(minutes=1)
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in ("Globex", "Initech", "Umbrella"):
            open_deal(book, cast.adria.kim, name, "1000", now=later)
    with patch.object(Looking, "states_at", autospec=True, side_effect=Looking.states_at) as asked:
        assert len(told(cast, later)[0]) == 4
    assert [each.args[4] for each in asked.call_args_list] == [None]
