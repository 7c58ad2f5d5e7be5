"""Rewards: earned by rule, asked for once, approved within the budget, handed over; points are a ledger."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.deals import Share
from salesbot.domain.feats import Game, TeamPraise
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.rewards import BudgetShort, PointsShort, RequestStatus, Reward, RewardGone, RewardKind
from salesbot.services.earning import earn_for_win, earned_by, give_badge
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.rewards import (
    add_reward,
    ask_for_reward,
    decide_reward,
    hand_over_reward,
    retire_reward,
    reward_asked,
    rewards_seen,
    set_budget,
    withdraw_request,
)
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import win

EUROS = {each: Money.of(each, "EUR") for each in ("0", "60", "100")}


def offer(book: Book, cast: Cast, points: int = 0, cost: str = "0", name: str = "A day off") -> Reward:
    return add_reward(book, cast.adria.ana, RewardKind.TIME_OFF, name, points, EUROS[cost], now=NOW)


def play(book: Book, cast: Cast, *games: Game) -> None:
    book.praise.settle(cast.adria.teams["adria"].id, TeamPraise(games=frozenset(games)))


def credit(book: Book, cast: Cast, points: int) -> None:
    book.rewards.enter_points(cast.adria.kim.id, f"gift {points}", points, day=TODAY, now=NOW)


def test_points_and_badges_come_only_where_the_team_plays_and_once_for_each_event(cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        shares = (Share(kim.id, WHOLE), Share(bo.id, 0, assist=True))
        state = win(book, kim, "Acme", "1000", TODAY, now=NOW, shares=shares)
        team = cast.adria.teams["adria"]
        earn_for_win(book, state, team, NOW)
        assert earned_by(book, kim, now=NOW) is None
        assert book.rewards.balance(kim.id) == 0
        play(book, cast, Game.POINTS, Game.BADGES)
        for _ in range(2):
            earn_for_win(book, state, team, NOW)
        assert book.rewards.balance(kim.id) == 10
        earned = earned_by(book, kim, now=NOW)
        assert earned is not None
        assert [badge.code for badge in earned.badges] == ["wins_1"]


def test_a_reward_is_asked_for_approved_and_handed_over(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        reward = offer(book, cast, points=50, cost="60")
        with pytest.raises(PointsShort):
            ask_for_reward(book, kim, reward.id, now=NOW)
        credit(book, cast, 80)
        asked = ask_for_reward(book, kim, reward.id, now=NOW)
        assert book.rewards.balance(kim.id) == 30
        (row,) = book.announcements.of(kinds=[Kind.REWARD_ASKED.value])
        assert row.recipient == person_recipient(maja.id)
        assert reward_asked(book, row, NOW) is not None
        for somebody in (kim, cast.adria.marko, cast.adria.ana, cast.adria.bo):
            with pytest.raises(NotAllowed):
                decide_reward(book, somebody, asked.request.id, True, now=NOW)
        with pytest.raises(BudgetShort):
            decide_reward(book, maja, asked.request.id, True, now=NOW)
        set_budget(book, cast.adria.ana, EUROS["60"], now=NOW)
        approved = decide_reward(book, maja, asked.request.id, True, now=NOW)
        assert approved.request.status is RequestStatus.APPROVED
        assert reward_asked(book, row, NOW) is None
        with pytest.raises(RewardGone):
            decide_reward(book, maja, asked.request.id, False, now=NOW)
        handed = hand_over_reward(book, maja, asked.request.id, now=NOW)
        assert handed.request.status is RequestStatus.HANDED_OVER
        assert book.rewards.spent(2026, "EUR") == EUROS["60"]


def test_declined_and_taken_back_give_the_points_back_and_earn_none(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        reward = offer(book, cast, points=50)
        credit(book, cast, 60)
        first = ask_for_reward(book, kim, reward.id, now=NOW)
        decide_reward(book, maja, first.request.id, False, now=NOW)
        second = ask_for_reward(book, kim, reward.id, now=NOW)
        with pytest.raises(NotAllowed):
            withdraw_request(book, cast.adria.bo, second.request.id, now=NOW)
        withdraw_request(book, kim, second.request.id, now=NOW)
        assert book.rewards.balance(kim.id) == 60
        assert book.rewards.earned(kim.id) == 60
        with pytest.raises(RewardGone):
            withdraw_request(book, kim, second.request.id, now=NOW)


def together(*work: threading.Thread) -> None:
    for each in work:
        each.start()
    for each in work:
        each.join()


def test_two_approvals_at_once_do_not_overdraw_the_budget(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        reward = offer(book, cast, cost="60")
        set_budget(book, cast.adria.ana, EUROS["100"], now=NOW)
        requests = [
            ask_for_reward(book, person, reward.id, now=NOW).request.id
            for person in (cast.adria.kim, cast.adria.bo)
        ]
    refused: list[SalesbotError] = []
    start = threading.Barrier(2)

    def approve(request_id: int) -> None:
        start.wait()
        try:
            with open_book(cast.engines, cast.workspace_id) as book:
                decide_reward(book, cast.adria.maja, request_id, True, now=NOW)
        except SalesbotError as mistake:
            refused.append(mistake)

    together(*(threading.Thread(target=approve, args=(each,)) for each in requests))
    assert [type(each) for each in refused] == [BudgetShort]
    with open_book(cast.engines, cast.workspace_id) as book:
        assert book.rewards.spent(2026, "EUR") == EUROS["60"]


def test_two_requests_at_once_do_not_spend_a_point_twice(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        reward = offer(book, cast, points=50)
        credit(book, cast, 70)
    refused: list[SalesbotError] = []
    start = threading.Barrier(2)

    def ask() -> None:
        start.wait()
        try:
            with open_book(cast.engines, cast.workspace_id) as book:
                ask_for_reward(book, cast.adria.kim, reward.id, now=NOW)
        except SalesbotError as mistake:
            refused.append(mistake)

    together(threading.Thread(target=ask), threading.Thread(target=ask))
    assert [type(each) for each in refused] == [PointsShort]
    with open_book(cast.engines, cast.workspace_id) as book:
        assert book.rewards.balance(cast.adria.kim.id) == 20


def test_the_catalogue_and_the_budget_are_an_admins(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        for change in (
            lambda: add_reward(book, cast.adria.maja, RewardKind.OWN, "x", 0, EUROS["0"], now=NOW),
            lambda: set_budget(book, cast.adria.maja, EUROS["100"], now=NOW),
            lambda: retire_reward(book, cast.adria.kim, 1, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                change()
        reward = offer(book, cast)
        retire_reward(book, cast.adria.ana, reward.id, now=NOW)
        with pytest.raises(RewardGone):
            ask_for_reward(book, cast.adria.kim, reward.id, now=NOW)
        assert rewards_seen(book, cast.adria.kim, now=NOW).budget is None
    with open_book(cast.engines, cast.other.workspace.id) as book:
        assert rewards_seen(book, cast.other.zane, now=NOW).rewards == ()


def test_nobody_sees_anothers_requests_but_who_decides(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        reward = offer(book, cast)
        ask_for_reward(book, cast.adria.kim, reward.id, now=NOW)
        assert len(rewards_seen(book, cast.adria.kim, now=NOW).own) == 1
        assert len(rewards_seen(book, cast.adria.maja, now=NOW).waiting) == 1
        for somebody in (cast.adria.bo, cast.adria.marko, cast.adria.ana):
            seen = rewards_seen(book, somebody, now=NOW)
            assert (seen.own, seen.waiting) == ((), ())


def test_a_badge_by_hand_is_for_who_leads_and_where_badges_are_on(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        with pytest.raises(NotAllowed):
            give_badge(book, cast.adria.maja, cast.adria.kim.id, "Calm", key="1", now=NOW)
        play(book, cast, Game.BADGES)
        give_badge(book, cast.adria.maja, cast.adria.kim.id, "Calm", key="1", now=NOW)
        with pytest.raises(NotAllowed):
            give_badge(book, cast.adria.marko, cast.adria.kim.id, "Calm", key="2", now=NOW)
        earned = earned_by(book, cast.adria.kim, now=NOW + timedelta(days=1))
        assert earned is not None
        assert [badge.name for badge in earned.badges] == ["Calm"]
        assert earned.badges[0].on_day == date(2026, 6, 16)
