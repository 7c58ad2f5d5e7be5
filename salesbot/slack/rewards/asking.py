"""Rewards in Slack: what is offered, asked for, approved and handed over; badges given by hand."""

from __future__ import annotations

from collections.abc import Callable

from salesbot.domain.access import require
from salesbot.domain.people import Role
from salesbot.services.earning import give_badge
from salesbot.services.rewards import (
    Asked,
    ask_for_reward,
    decide_reward,
    hand_over_reward,
    rewards_seen,
    withdraw_request,
)
from salesbot.slack.asking import Answer, Ask, Opened, beside
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book


def on_rewards(ask: Ask, rest: str = "") -> Answer:
    """The catalogue, one's own requests, and those that wait."""
    if ask.person is None:
        return ask.message("attainment/nobody")
    with ask.reading() as book:
        seen = rewards_seen(book, ask.person, now=ask.now)
        return ask.message("rewards/list", seen=seen, leads=ask.has(Role.MANAGER))


def on_open(ask: Ask) -> Answer:
    """The button that leads here from elsewhere."""
    return beside(on_rewards(ask))


def on_ask(ask: Ask) -> Answer:
    """*Ask for It*."""
    number = number_in(ask.value)
    return _told(ask, lambda book: ask_for_reward(book, ask.sender(book), number, now=ask.now))


def on_approve(ask: Ask) -> Answer:
    """*Approve*, as far as the budget bears it."""
    number = number_in(ask.value)
    return _told(ask, lambda book: decide_reward(book, ask.sender(book), number, True, now=ask.now))


def on_decline(ask: Ask) -> Answer:
    """*Decline*: the points come back."""
    number = number_in(ask.value)
    return _told(ask, lambda book: decide_reward(book, ask.sender(book), number, False, now=ask.now))


def on_withdraw(ask: Ask) -> Answer:
    """*Take Back*, by who asked."""
    number = number_in(ask.value)
    return _told(ask, lambda book: withdraw_request(book, ask.sender(book), number, now=ask.now))


def on_hand_over(ask: Ask) -> Answer:
    """*Handed Over*."""
    number = number_in(ask.value)
    return _told(ask, lambda book: hand_over_reward(book, ask.sender(book), number, now=ask.now))


def on_badge(ask: Ask) -> Answer:
    """The form that gives a badge by hand."""
    require(ask.has(Role.MANAGER), "badge")
    return Opened(ask.form("rewards/badge"), "rewards.badge", "")


def on_badge_form(ask: Ask) -> Answer:
    """The form is sent off."""
    name, slack_id = ask.needed("name", "rewards/name_missing"), ask.field("person")

    def do(book: Book) -> Answer:
        person = book.people.by_slack_id(slack_id)
        require(person is not None, "badge")
        assert person is not None
        badge = give_badge(book, ask.sender(book), person.id, name, key=ask.key, now=ask.now)
        return ask.message("rewards/badge_given", badge=badge, person=person)

    return ask.change(do)


def _told(ask: Ask, do: Callable[[Book], Asked]) -> Answer:
    return ask.change(lambda book: ask.message("rewards/request", asked=do(book), own=ask.person))
