"""No message holds a figure that its reader may not see when it is sent: every amount is a prime that tells whose it is.

Everybody has won, expects and is to reach amounts that are primes of their own, in both companies. Whatever is posted
is searched for the primes, and the sums of primes, of people whom the reader does not lead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any

import pytest

from salesbot.domain.people import Role
from salesbot.services import digests
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast, Company
from tests.scheduler.conftest import Stage
from tests.trade import open_deal, set_goal, win

WEDNESDAY = datetime(2026, 6, 17, 8, 0, tzinfo=UTC)
"""Every morning message of the day is due by then."""
YESTERDAY = date(2026, 6, 16)
_NUMBER = re.compile(r"\d[\d.,'’ \u00a0\u202f]*\d|\d")


def primes(first: int) -> Iterator[int]:
    """Primes, from a number on."""
    candidate = first
    while True:
        if all(candidate % divisor for divisor in range(2, int(candidate**0.5) + 1)):
            yield candidate
        candidate += 1


class Canaries:
    """Whose prime is which."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.of: dict[str, tuple[int, ...]] = {}
        won, expected, goal = primes(101_000), primes(307_000), primes(1_009_000)
        for company in (cast.adria, cast.other):
            with open_book(cast.engines, company.workspace.id) as book:
                for person in self.reps(company):
                    mine = next(won), next(expected), next(goal)
                    # The next ones stand apart, so that no sum of two is a third.
                    for _ in range(40):
                        next(won), next(expected), next(goal)
                    currency = book.workspace.currency or "EUR"
                    win(
                        book,
                        person,
                        f"{person.name} one",
                        str(mine[0]),
                        YESTERDAY,
                        now=NOW,
                        currency=currency,
                    )
                    open_deal(
                        book, person, f"{person.name} two", str(mine[1]), now=NOW, currency=currency,
                        stage="negotiation", expected_on=date(2026, 6, 26),
                    )  # fmt: skip
                    set_goal(book, person, "2026-06", str(mine[2]), now=NOW, currency=currency)
                    self.of[person.slack_id or ""] = mine

    @staticmethod
    def reps(company: Company) -> list[Any]:
        """Who sells in a company."""
        return [person for person in company.people.values() if Role.REP in person.roles]

    def leaks(self, text: str, sees: set[str]) -> set[int]:
        """The primes, and sums of a kind of up to three of them, of somebody whom the reader may not see."""
        told = {int(re.sub(r"\D", "", found)) for found in _NUMBER.findall(text)}
        hidden = [mine for slack_id, mine in self.of.items() if slack_id not in sees]
        secret = {
            sum(some)
            for kind in range(3)
            for count in (1, 2, 3)
            for some in combinations([mine[kind] for mine in hidden], count)
        }
        return told & (secret | {amount * 100 for amount in secret})


def mornings(stage: Stage, cast: Cast) -> dict[str, str]:
    """What was posted to whom, the whole payload, by the direct-message channel."""
    stage.bot().settle(WEDNESDAY)
    return {
        post.channel: json.dumps([post.text, post.blocks], ensure_ascii=False) for post in stage.slack.posts
    }


def may_see(cast: Cast) -> dict[str, set[str]]:
    """By channel: whose figures the reader may see (a rep their own, a manager their people's)."""
    found = {}
    for company in (cast.adria, cast.other):
        with read_book(cast.engines, company.workspace.id) as book:
            for person in book.people.all():
                led = {
                    one.slack_id or ""
                    for one in book.people.all()
                    if (edge := book.people.assignment_on(one.id, WEDNESDAY.date())) is not None
                    and edge.manager_id == person.id
                }
                found[f"D{(person.slack_id or '')[1:]}"] = {*led, person.slack_id or ""}
    return found


def test_nobody_is_told_a_figure_that_is_not_theirs_to_see(sqlite_stage: Stage, sqlite_cast: Cast) -> None:
    canaries = Canaries(sqlite_cast)
    told, sees = mornings(sqlite_stage, sqlite_cast), may_see(sqlite_cast)
    assert {"D0MAJA", "D0MARKO", "D0KIM", "D1JURIS", "D1ZANE"} <= told.keys()
    leaks = {
        channel: found for channel, text in told.items() if (found := canaries.leaks(text, sees[channel]))
    }
    assert leaks == {}
    # What they may see is there: the search finds what is to be found.
    assert canaries.leaks(told["D0MAJA"], set()) >= {canaries.of["U0KIM"][0], canaries.of["U0BO"][0]}


def test_who_leads_a_team_no_more_when_it_is_sent_is_told_nothing_of_it(
    sqlite_stage: Stage, sqlite_cast: Cast
) -> None:
    canaries, cast = Canaries(sqlite_cast), sqlite_cast
    sqlite_stage.bot().announcer.routines.plan(NOW)
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change_team(cast.adria.teams["nordic"].id, manager_id=cast.adria.maja.id)
        for rep in (cast.adria.asha, cast.adria.tom):
            book.people.assign(
                rep.id, team_id=cast.adria.teams["nordic"].id, manager_id=cast.adria.maja.id,
                valid_from=YESTERDAY, now=NOW,
            )  # fmt: skip
    told = mornings(sqlite_stage, cast)
    assert canaries.leaks(told.get("D0MARKO", ""), set()) == set()
    assert canaries.of["U0ASHA"][0] in canaries.leaks(told["D0MAJA"], set())


def test_a_channel_is_told_no_persons_figure_and_what_the_team_may_know(
    sqlite_stage: Stage, sqlite_cast: Cast
) -> None:
    canaries, cast = Canaries(sqlite_cast), sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        for each in cast.adria.teams.values():
            book.people.change_team(
                each.id, channel_id=f"C{each.id}", digest_in_channel=True, shows_amounts=True
            )
    sqlite_stage.bot().settle(WEDNESDAY)
    posts = [post for post in sqlite_stage.slack.posts if post.channel.startswith("C")]
    told = {post.channel: json.dumps([post.text, post.blocks], ensure_ascii=False) for post in posts}
    adria = told[f"C{cast.adria.teams['adria'].id}"]
    assert {post.channel for post in posts if canaries.leaks(told[post.channel], set())} == set()
    team = sum(
        canaries.of[rep.slack_id or ""][0] for rep in Canaries.reps(cast.adria) if _in_adria(cast, rep)
    )
    assert f"{team:,}" in adria


def _in_adria(cast: Cast, rep: Any) -> bool:
    with read_book(cast.engines, cast.workspace_id) as book:
        edge = book.people.assignment_on(rep.id, WEDNESDAY.date())
        return edge is not None and edge.team_id == cast.adria.teams["adria"].id


def test_the_search_catches_a_planted_leak(
    sqlite_stage: Stage, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = Canaries(sqlite_cast)
    monkeypatch.setattr(digests.morning, "may_see_person", lambda viewer, person_id: True)
    monkeypatch.setattr(
        digests.morning, "teams_of_digest", lambda book, person, viewer, day: book.people.teams()
    )
    told, sees = mornings(sqlite_stage, sqlite_cast), may_see(sqlite_cast)
    assert canaries.leaks(told["D0MARKO"], sees["D0MARKO"])
