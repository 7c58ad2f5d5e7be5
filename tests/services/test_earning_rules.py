"""Badges, points and rewards by an admin's rule: once for each period, when it is reached or, for a mean, over."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.earning_rules import EarningRule, RuleUnfit, is_earned
from salesbot.domain.feats import Game, TeamPraise
from salesbot.domain.figures import Count
from salesbot.domain.metrics import read_metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.periods import PeriodKind
from salesbot.domain.rewards import RequestStatus, RewardKind
from salesbot.messages.render import Renderer
from salesbot.services.earning import earn_for_kudos
from salesbot.services.earning_rules import add_rule, grant_by_rules, retire_rule, rule_earned
from salesbot.services.kudos import give_kudos, undo_kudos
from salesbot.services.planning import Kind
from salesbot.services.rewards import add_reward, ask_for_reward, decide_reward, withdraw_request
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
LATER = NOW + timedelta(minutes=16)


def a_rule(metric: str = "revenue", least: str = "5000", **values: object) -> EarningRule:
    read = read_metric(metric)
    figure = Money.of(least, "EUR") if read.is_money else Count.of(least)
    return EarningRule(0, "Five in a month", read, figure, PeriodKind.MONTH, **values)  # type: ignore[arg-type]


def play(book: Book, cast: Cast, *games: Game) -> None:
    book.praise.settle(cast.adria.teams["adria"].id, TeamPraise(games=frozenset(games)))


def grant(book: Book, cast: Cast, now: datetime = LATER) -> int:
    return grant_by_rules(book, cast.adria.teams["adria"].id, now)


@pytest.mark.parametrize(
    ("metric", "least", "value", "values", "over", "earned"),
    [
        ("deals", "5", "5", 5, False, True),
        ("deals", "5", "4.999999", 5, True, False),
        ("satisfaction", "9", "9", 3, False, False),
        ("satisfaction", "9", "9", 3, True, True),
        ("satisfaction", "9", "10", 2, True, False),
        ("cycle_days", "30", "30", 3, True, True),
        ("cycle_days", "30", "31", 3, True, False),
        ("cycle_days", "30", "10", 3, False, False),
    ],
)
def test_when_a_rule_is_met(
    metric: str, least: str, value: str, values: int, over: bool, earned: bool
) -> None:
    assert is_earned(a_rule(metric, least), Count.of(value), values, over=over) is earned


def test_it_is_earned_once_for_each_period_and_told(cast: Cast, golden: Golden) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        reward = add_reward(
            book, cast.adria.ana, RewardKind.TIME_OFF, "A day off", 500, Money.of("0", "EUR"), now=NOW
        )
        add_rule(book, cast.adria.ana, a_rule(points=50, reward_id=reward.id), now=NOW)
        win(book, kim, "Acme", "6000", TODAY, now=NOW)
        assert grant(book, cast) == 0, "off until the team plays"
        play(book, cast, Game.BADGES, Game.POINTS)
        assert grant(book, cast, NOW + timedelta(minutes=5)) == 0, "what may still be undone earns nothing"
        assert grant(book, cast) == 1
        assert grant(book, cast) == 0
        assert book.rewards.balance(kim.id) == 50
        assert [badge.name for badge in book.rewards.badges(kim.id)] == ["Five in a month"]
        (request,) = book.rewards.requests(of=[kim.id])
        assert (request.status, request.points) == (RequestStatus.REQUESTED, 0), "it is approved as any other"
        (row,) = book.announcements.of(kinds=[Kind.EARNED.value])
        for tag, name in (
            ("en", "rewards/earned"),
            ("sl", "languages/earned.sl"),
            ("sw", "languages/earned.sw"),
        ):
            golden(RENDERER.message("rewards/earned", locale=tag, earned=rule_earned(book, row)), name)
        book.people.change(kim.id, praise="none")
        assert rule_earned(book, row) is None
        win(book, kim, "Nordlys", "6000", date(2026, 7, 1), now=datetime(2026, 7, 1, 8, tzinfo=UTC))
        assert grant(book, cast, datetime(2026, 7, 1, 9, tzinfo=UTC)) == 1, "anew in the next month"


def test_what_was_over_before_the_rule_was_made_earns_nothing(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    july = datetime(2026, 7, 1, 8, tzinfo=UTC)
    with open_book(cast.engines, cast.workspace_id) as book:
        play(book, cast, Game.BADGES)
        win(book, cast.adria.kim, "Acme", "6000", TODAY, now=NOW)
        add_rule(book, cast.adria.ana, a_rule(), now=july)
        assert grant(book, cast, july + timedelta(hours=1)) == 0


def test_rules_are_an_admins_and_end(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        play(book, cast, Game.BADGES)
        with pytest.raises(NotAllowed):
            add_rule(book, cast.adria.maja, a_rule(), now=NOW)
        with pytest.raises(RuleUnfit):
            add_rule(book, cast.adria.ana, a_rule("costs"), now=NOW)
        made = add_rule(book, cast.adria.ana, a_rule(), now=NOW)
        win(book, cast.adria.kim, "Acme", "6000", TODAY, now=NOW)
        with pytest.raises(NotAllowed):
            retire_rule(book, cast.adria.kim, made.id, now=NOW)
        retire_rule(book, cast.adria.ana, made.id, now=NOW)
        assert grant(book, cast) == 0


def test_kudos_bring_points_once_they_can_be_taken_back_no_more(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        play(book, cast, Game.POINTS)
        kept = give_kudos(book, cast.adria.bo, cast.adria.kim, "for the Acme demo", now=NOW)
        gone = give_kudos(book, cast.adria.bo, cast.adria.luka, "for the other demo", now=NOW)
        undo_kudos(book, cast.adria.bo, gone.kudos.id, now=NOW)
        rows = book.announcements.of(kinds=[Kind.KUDOS.value])
        assert sum(earn_for_kudos(book, row, LATER) for row in rows) == 1
        assert sum(earn_for_kudos(book, row, LATER) for row in rows) == 0
        assert (book.rewards.balance(cast.adria.kim.id), book.rewards.balance(cast.adria.luka.id)) == (5, 0)
        assert kept.kudos.person_id == cast.adria.kim.id


@pytest.mark.parametrize("seed", range(6))
def test_however_points_are_earned_and_spent_the_ledger_is_never_negative(
    sqlite_cast: Cast, seed: int
) -> None:
    cast, chance = sqlite_cast, random.Random(seed)
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        rewards = [
            add_reward(
                book,
                cast.adria.ana,
                RewardKind.OWN,
                f"Number {points}",
                points,
                Money.of("0", "EUR"),
                now=NOW,
            )
            for points in (5, 20, 45)
        ]
        for step in range(60):
            what, requests = chance.randrange(5), book.rewards.requests(of=[kim.id])
            try:
                if what == 0:
                    book.rewards.enter_points(kim.id, f"gift {chance.randrange(20)}", 10, day=TODAY, now=NOW)
                elif what < 3:
                    ask_for_reward(book, kim, chance.choice(rewards).id, now=NOW)
                elif what == 3 and requests:
                    withdraw_request(book, kim, chance.choice(requests).id, now=NOW)
                elif requests:
                    decide_reward(book, maja, chance.choice(requests).id, bool(step % 2), now=NOW)
            except SalesbotError:
                pass
            assert book.rewards.balance(kim.id) >= 0
            waiting = [each for each in book.rewards.requests(of=[kim.id]) if each.status in _BINDING]
            gained = book.rewards.earned(kim.id)
            assert book.rewards.balance(kim.id) == gained - sum(each.points for each in waiting)


_BINDING = (RequestStatus.REQUESTED, RequestStatus.APPROVED)
