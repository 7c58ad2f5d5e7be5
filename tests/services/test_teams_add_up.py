"""A team is its members' shares, of the days on which they were in it; the company is each deal once. Whatever is split.

Made up at random: deals of June with two or three sharers and an assist, splits that are changed later, refunds,
and people who change teams, leave one or come to one in the middle of the month.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, EntryKind, Share
from salesbot.domain.money import WHOLE, Money, allocate
from salesbot.domain.periods import month_of
from salesbot.domain.scopes import Scope
from salesbot.services.attainment import attainment_rows
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, SINCE, Cast
from tests.trade import win

REPS = ("kim", "bo", "luka", "ivana", "asha", "tom")
TEAMS = ("adria", "nordic", None)
JUNE = month_of(date(2026, 6, 1))
MADE = NOW.replace(day=29)

Who: TypeAlias = str
days = st.integers(1, 28)
splits = st.lists(
    st.tuples(st.sampled_from(REPS), st.integers(1, 97)), min_size=1, max_size=3, unique_by=lambda one: one[0]
)
deals = st.lists(
    st.tuples(days, st.integers(-(10**6), 10**7).filter(bool), splits, st.one_of(st.none(), splits)),
    min_size=1,
    max_size=6,
)
moves = st.lists(st.tuples(st.sampled_from(REPS), days, st.sampled_from(TEAMS)), max_size=6)


class Gone(Exception):
    """Every example begins with the same books."""


@settings(
    max_examples=10, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(sold=deals, moved=moves)
def test_a_team_is_its_members_and_the_company_each_deal_once(
    cast: Cast,
    sold: list[tuple[int, int, list[tuple[Who, int]], list[tuple[Who, int]] | None]],
    moved: list[tuple[Who, int, str | None]],
) -> None:
    with suppress(Gone), open_book(cast.engines, cast.workspace_id) as book:
        for who, day, team in moved:
            _move(book, cast, who, date(2026, 6, day), team)
        states = [_sold(book, cast, *each) for each in sold]
        _adds_up(book, cast, states, moved)
        raise Gone


def _adds_up(
    book: Book, cast: Cast, states: list[DealState], moved: list[tuple[Who, int, str | None]]
) -> None:
    rows = attainment_rows(book, JUNE, AsOf(date(2026, 7, 1), live=False, known_at=MADE))
    told = {(row.scope, row.name): _minor(row.won) for row in rows}
    names = {person.id: name for name, person in cast.adria.people.items()}
    people: Counter[str] = Counter()
    teams: Counter[str | None] = Counter()
    for state in states:
        sharers = [share for share in state.shares if not share.assist]
        parts = allocate(state.amount.minor, [share.millionths for share in sharers])
        assert sum(parts) == state.amount.minor
        for share, part in zip(sharers, parts, strict=True):
            who = names[share.person_id]
            people[cast.adria.people[who].name] += part
            teams[_team_on(who, state.closed_on or SINCE, moved)] += part
    # Who came to nothing has no row.
    assert (
        told.get((Scope.COMPANY, ""), 0)
        == sum(state.amount.minor for state in states)
        == sum(people.values())
    )
    assert {name: told.get((Scope.REP, name), 0) for name in people} == people
    for key, team in cast.adria.teams.items():
        assert told.get((Scope.TEAM, team.name), 0) == teams[key]


def _sold(
    book: Book, cast: Cast, day: int, minor: int, split: list[tuple[Who, int]],
    later: list[tuple[Who, int]] | None,
) -> DealState:  # fmt: skip
    who = cast.adria.people
    amount = f"{Money(minor, 'EUR').decimal}"
    helped = Share(who["tom"].id, 0, assist=True)
    state = win(
        book, who[split[0][0]], "Acme", amount, date(2026, 6, day), now=NOW,
        shares=(*_shares(cast, split), helped),
    )  # fmt: skip
    if later is None:
        return state
    return book.deals.enter(
        replace(state, number=2, kind=EntryKind.EDITED, shares=_shares(cast, later), recorded_at=MADE)
    )


def _shares(cast: Cast, split: list[tuple[Who, int]]) -> tuple[Share, ...]:
    parts = allocate(WHOLE, [weight for _, weight in split])
    return tuple(
        Share(cast.adria.people[name].id, part) for (name, _), part in zip(split, parts, strict=True)
    )


def _move(book: Book, cast: Cast, who: Who, since: date, team: str | None) -> None:
    number = None if team is None else cast.adria.teams[team].id
    book.people.assign(cast.adria.people[who].id, team_id=number, manager_id=None, valid_from=since, now=NOW)


def _team_on(who: Who, day: date, moved: list[tuple[Who, int, str | None]]) -> str | None:
    """The last that was said of the newest day up to it."""
    said = {since: team for name, since, team in moved if name == who}
    before = [since for since in said if since <= day.day]
    return said[max(before)] if before else ("nordic" if who in ("asha", "tom") else "adria")


def _minor(won: object) -> int:
    assert isinstance(won, Money)
    return won.minor
