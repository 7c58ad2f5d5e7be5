"""The catalogue of rewards in Slack: put in, taken out, its budget, and the rules that earn points."""

from __future__ import annotations

from salesbot.domain.earning_rules import PERIODS, EarningRule, RuleUnfit
from salesbot.domain.figures import Count, Figure, size_of
from salesbot.domain.metrics import Metric, read_metric
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.periods import PeriodKind
from salesbot.domain.rewards import LONGEST_NAME, RewardKind
from salesbot.services.attainment import metrics_of_people
from salesbot.services.earning_rules import add_rule, retire_rule
from salesbot.services.people import require_admin
from salesbot.services.rewards import (
    add_reward,
    retire_reward,
    rewards_seen,
    set_budget,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import asker, told_in_fields
from salesbot.storage.book import Book

_MOST_POINTS = 1_000_000


def on_new(ask: Ask) -> Answer:
    """The form of a new reward."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
    return Opened(ask.form("rewards/form", kinds=list(RewardKind)), "rewards.new", "")


def on_new_form(ask: Ask) -> Answer:
    """The form is sent off."""
    name, kind = ask.field("name"), ask.field("kind")
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
            rewards=book.rewards.all(), currency=book.workspace.counts_in,
        )  # fmt: skip
    return Opened(view, "rewards.rule", "")


def on_rule_form(ask: Ask) -> Answer:
    """The form is sent off."""
    name, metric = ask.needed("name", "rewards/name_missing"), read_metric(ask.field("metric"))
    with told_in_fields(ask, lambda mistake: "least" if isinstance(mistake, RuleUnfit) else None):
        least, reward = _least(ask, metric), ask.field("reward")
        rule = EarningRule(
            0, name[:LONGEST_NAME], metric, least, PeriodKind(ask.field("period")), _points(ask),
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
    typed = ask.field("least")
    try:
        found = Money.of(typed, ask.workspace.counts_in) if metric.is_money else Count.of(typed)
    except (ValueError, ArithmeticError):
        raise RuleUnfit(metric=metric, typed=typed or "–") from None
    if size_of(found) <= 0:
        raise RuleUnfit(metric=metric, typed=typed)
    return found


def _points(ask: Ask) -> int:
    typed = ask.field("points") or "0"
    if not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST_POINTS):
        raise FieldsRefused({"points": ask.words("recognition/number_refused", least=0, most=_MOST_POINTS)})
    return int(typed)


def _amount(ask: Ask, field: str) -> Money:
    typed = ask.field(field) or "0"
    try:
        amount = Money.of(typed, ask.workspace.counts_in)
    except (ValueError, ArithmeticError):
        raise FieldsRefused({field: ask.words("setup/fields/limit", typed=typed)}) from None
    if amount.minor < 0:
        raise FieldsRefused({field: ask.words("setup/fields/limit", typed=typed)})
    return amount
