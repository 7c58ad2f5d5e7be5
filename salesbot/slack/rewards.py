"""`/sales rewards`: what can be earned, asked for and approved; badges given by hand; the catalogue and its budget."""

from __future__ import annotations

from collections.abc import Callable

from salesbot.domain.access import require
from salesbot.domain.earning_rules import PERIODS, EarningRule, RuleUnfit
from salesbot.domain.figures import Count, Figure, size_of
from salesbot.domain.metrics import Metric, read_metric
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.periods import PeriodKind
from salesbot.domain.rewards import LONGEST_NAME, RewardKind
from salesbot.messages import Message
from salesbot.services.attainment import metrics_of_people
from salesbot.services.earning import give_badge
from salesbot.services.earning_rules import add_rule, retire_rule
from salesbot.services.people import require_admin
from salesbot.services.rewards import (
    Asked,
    add_reward,
    ask_for_reward,
    decide_reward,
    hand_over_reward,
    retire_reward,
    rewards_seen,
    set_budget,
    withdraw_request,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import asker, text, told_in_fields
from salesbot.storage.book import Book

_MOST_POINTS = 1_000_000


def on_rewards(ask: Ask, rest: str = "") -> Answer:
    """The catalogue, one's own requests, and those that wait."""
    if ask.person is None:
        return ask.message("attainment/nobody")
    with ask.reading() as book:
        seen = rewards_seen(book, ask.person, now=ask.now)
        return ask.message("rewards/list", seen=seen, leads=ask.has(Role.MANAGER))


def on_open(ask: Ask) -> Answer:
    """The button that leads here from elsewhere."""
    answer = on_rewards(ask)
    return Beside(answer) if isinstance(answer, Message) else answer


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


def on_new(ask: Ask) -> Answer:
    """The form of a new reward."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
    return Opened(ask.form("rewards/form", kinds=list(RewardKind)), "rewards.new", "")


def on_new_form(ask: Ask) -> Answer:
    """The form is sent off."""
    name, kind = text(ask, "name"), text(ask, "kind")
    if not name or kind not in set(RewardKind):
        raise FieldsRefused({"name": ask.words("rewards/name_missing")})
    points, cost = _points(ask), _amount(ask, "cost")

    def do(book: Book) -> Answer:
        sender = ask.sender(book)
        reward = add_reward(
            book, sender, RewardKind(kind), name[:LONGEST_NAME], points, cost, now=ask.now
        )  # fmt: skip
        return ask.message("rewards/added", reward=reward)

    return ask.change(do)


def on_retire(ask: Ask) -> Answer:
    """*Offer No More*."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        retire_reward(book, ask.sender(book), number, now=ask.now)
        return Beside(ask.message("rewards/retired", reward=book.rewards.by_id(number)))

    return ask.change(do)


def on_budget(ask: Ask) -> Answer:
    """The form of the year's budget."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        seen = rewards_seen(book, asker(ask), now=ask.now)
        amount = f"{seen.budget.decimal:f}" if seen.budget else ""
        view = ask.form("rewards/budget", year=seen.year, amount=amount)
    return Opened(view, "rewards.budget", "")


def on_budget_form(ask: Ask) -> Answer:
    """The form is sent off."""
    amount = _amount(ask, "amount")

    def do(book: Book) -> Answer:
        set_budget(book, ask.sender(book), amount, now=ask.now)
        return ask.message("rewards/budget_set", amount=amount)

    return ask.change(do)


def on_rule(ask: Ask) -> Answer:
    """The form of a new rule."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        view = ask.form(
            "rewards/rule", metrics=metrics_of_people(book), periods=PERIODS,
            rewards=book.rewards.all(), currency=book.workspace.currency or "EUR",
        )  # fmt: skip
    return Opened(view, "rewards.rule", "")


def on_rule_form(ask: Ask) -> Answer:
    """The form is sent off."""
    name, metric = text(ask, "name"), read_metric(text(ask, "metric"))
    if not name:
        raise FieldsRefused({"name": ask.words("rewards/name_missing")})
    with told_in_fields(ask, lambda mistake: "least" if isinstance(mistake, RuleUnfit) else None):
        least, reward = _least(ask, metric), text(ask, "reward")
        rule = EarningRule(
            0, name[:LONGEST_NAME], metric, least, PeriodKind(text(ask, "period")), _points(ask),
            reward_id=number_in(reward) if reward else None,
        )  # fmt: skip

        def do(book: Book) -> Answer:
            made = add_rule(book, ask.sender(book), rule, now=ask.now)
            named = book.rewards.by_id(made.reward_id).name if made.reward_id is not None else None
            return ask.message("rewards/rule_made", rule=made, reward=named)

        return ask.change(do)


def on_end_rule(ask: Ask) -> Answer:
    """*End a Rule*: what was earned stays."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        retire_rule(book, ask.sender(book), number, now=ask.now)
        return _catalogue(ask, book)

    return ask.change(do)


def _catalogue(ask: Ask, book: Book) -> Answer:
    """The catalogue as it is after a change."""
    seen = rewards_seen(book, ask.sender(book), now=ask.now)
    return ask.message("rewards/list", seen=seen, leads=ask.has(Role.MANAGER))


def _least(ask: Ask, metric: Metric) -> Figure:
    typed = text(ask, "least")
    try:
        found = Money.of(typed, ask.workspace.currency or "EUR") if metric.is_money else Count.of(typed)
    except (ValueError, ArithmeticError):
        raise RuleUnfit(metric=metric, typed=typed or "–") from None
    if size_of(found) <= 0:
        raise RuleUnfit(metric=metric, typed=typed)
    return found


def on_badge(ask: Ask) -> Answer:
    """The form that gives a badge by hand."""
    require(ask.has(Role.MANAGER), "badge")
    return Opened(ask.form("rewards/badge"), "rewards.badge", "")


def on_badge_form(ask: Ask) -> Answer:
    """The form is sent off."""
    name, slack_id = text(ask, "name"), str(ask.values.get("person") or "")
    if not name:
        raise FieldsRefused({"name": ask.words("rewards/name_missing")})

    def do(book: Book) -> Answer:
        person = book.people.by_slack_id(slack_id)
        require(person is not None, "badge")
        assert person is not None
        badge = give_badge(book, ask.sender(book), person.id, name, key=ask.key, now=ask.now)
        return ask.message("rewards/badge_given", badge=badge, person=person)

    return ask.change(do)


def _told(ask: Ask, do: Callable[[Book], Asked]) -> Answer:
    return ask.change(lambda book: ask.message("rewards/request", asked=do(book), own=ask.person))


def _points(ask: Ask) -> int:
    typed = text(ask, "points") or "0"
    if not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST_POINTS):
        raise FieldsRefused({"points": ask.words("recognition/number_refused", least=0, most=_MOST_POINTS)})
    return int(typed)


def _amount(ask: Ask, field: str) -> Money:
    typed = text(ask, field) or "0"
    try:
        amount = Money.of(typed, ask.workspace.currency or "EUR")
    except (ValueError, ArithmeticError):
        raise FieldsRefused({field: ask.words("setup/fields/limit", typed=typed)}) from None
    if amount.minor < 0:
        raise FieldsRefused({field: ask.words("setup/fields/limit", typed=typed)})
    return amount


WORDS = (Word("rewards", on_rewards, aliases=("nagrade", "zawadi")),)


def register(edge: Edge) -> None:
    """Answer the buttons and forms."""
    edge.action("rewards.open")(on_open)
    edge.action("rewards.ask")(on_ask)
    edge.action("rewards.approve")(on_approve)
    edge.action("rewards.decline")(on_decline)
    edge.action("rewards.withdraw")(on_withdraw)
    edge.action("rewards.hand_over")(on_hand_over)
    edge.action("rewards.retire")(on_retire)
    edge.action("rewards.new")(on_new)
    edge.form("rewards.new")(on_new_form)
    edge.action("rewards.budget")(on_budget)
    edge.form("rewards.budget")(on_budget_form)
    edge.action("rewards.rule")(on_rule)
    edge.form("rewards.rule")(on_rule_form)
    edge.action("rewards.end_rule")(on_end_rule)
    edge.action("rewards.badge")(on_badge)
    edge.form("rewards.badge")(on_badge_form)
