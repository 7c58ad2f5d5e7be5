"""How chance falls in the made-up company: what is opened, how large it is, and the course it takes, from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from salesbot.domain.deals import Technique
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.product_lines import Line
from salesbot.sample.company import Campaign, Company, MadeUpPerson, Product
from salesbot.sample.timeline import Timeline

PRICE_TROUBLE_DAYS = 70
"""For how long one rep's deals have been lost on price."""

_DEAR = 5_000
"""From this price on, hardly anybody buys more than one."""
_DAYS_PER_NEW_ACCOUNT = 36
_REASONS = ("price", "missing-feature", "delivery", "slow-quote", "no-budget", "no-decision", "timing")
_POOR_LEAD, _POOR_CAMPAIGN = "poor-lead", "Newsletter"
_BESIDE = {"Basic": "Pro", "Pro": "Service plan", "Atlas": "Service plan"}
"""What is bought together, every third time."""
_USUAL = (4, 2, 1, 1, 3, 3, 2)
_WHEN_LATE = (2, 1, 9, 1, 1, 1, 2)
_WHEN_DEAR = (14, 0, 0, 0, 1, 1, 0)


@dataclass(frozen=True, slots=True)
class Course:
    """One deal of the story, from the day it was opened to the day it was decided, if it was."""

    rep: MadeUpPerson
    account: str
    opened_on: date
    moves: tuple[date, ...]
    """The days on which it came to the next stage."""
    decided_on: date
    reason: str
    amount: int
    """In minor units of `currency`."""
    euros: int
    """About what it is worth."""
    cost: int
    currency: str
    line: Line[str]
    technique: Technique
    source: str
    campaign: str | None
    competitor: str | None
    helper: MadeUpPerson | None
    shared: bool
    """Whether the helper has a part of the credit, or an assist."""
    late: bool
    """Whether its product is delivered late."""
    dear: bool
    """Whether it falls into its rep's stretch of losses on price."""
    note: str | None
    beside: str | None = None
    """Another product that is bought with it."""
    won: bool = False

    @property
    def lines(self) -> tuple[Line[str], ...]:
        """What is bought: the product, and what goes with it; then without prices of their own."""
        if self.beside is None:
            return (self.line,)
        return Line(self.line.product, self.line.quantity), Line(self.beside, 1)

    @property
    def won_reason(self) -> str:
        """Why it is won, if it is: the service plan for its service, a referral by trust, as a rule for the fit."""
        if self.technique is Technique.REFERRAL:
            return "trust"
        return ("fit", "fit", "quick-answers", "good-price", "fast-delivery")[self.amount // 10_000 % 5]

    @property
    def also(self) -> str | None:
        """A second reason for losing: whoever lost on price was often slow to quote."""
        return "slow-quote" if self.reason == "price" and self.competitor else None


class Dice:
    """Seeded chance: the same seed tells the same story."""

    def __init__(self, company: Company, timeline: Timeline, seed: int = 11) -> None:
        self.company = company
        self.timeline = timeline
        self.random = random.Random(seed)  # noqa: S311 - a story, no secret

    def opens(self, rep: MadeUpPerson, day: date) -> bool:
        """Whether the rep opens a deal on a working day: about as many as the goal takes."""
        rate = 0.84 * max(rep.form, 0.8)
        return self.random.random() < rate * self.timeline.season(day) * self._ramp(rep, day)

    def course(self, rep: MadeUpPerson, day: date) -> Course:
        """How a deal that is opened on that day goes; whether it is won shows later."""
        steps = sorted(self.random.sample(range(1, 26), 3))
        decided = self.timeline.calendar.this_or_next_working(
            day + timedelta(days=steps[-1] + self.random.randint(1, 9))
        )
        moves = tuple(day + timedelta(days=step) for step in steps)
        return self._course(rep, day, moves, decided, self._free_account(rep, day, decided))

    def stale(self, rep: MadeUpPerson, place: int) -> Course:
        """A deal of which nothing has been heard for weeks, though it is to be decided in a few days."""
        today = self.timeline.today
        opened = self.timeline.calendar.this_or_next_working(today - timedelta(days=52 + place))
        moves = (opened + timedelta(days=6), opened + timedelta(days=13), today + timedelta(days=3))
        account = self.company.accounts_of(rep)[1]
        return self._course(
            rep, opened, moves, today + timedelta(days=9), account, self.company.products[2], 2
        )

    def _course(
        self, rep: MadeUpPerson, day: date, moves: tuple[date, ...], decided: date, account: str,
        product: Product | None = None, quantity: int | None = None,
    ) -> Course:  # fmt: skip
        dice = self.random
        product = product or dice.choices(self.company.products, (3, 5, 2, 2))[0]
        quantity = (
            quantity or dice.choices((1, 2, 3, 4), (5, 3, 2, 1) if product.price < _DEAR else (4, 1, 0, 0))[0]
        )
        currency, amount, euros = self._amount(rep, product, quantity)
        dear = rep.lost_on_price and (self.timeline.today - day).days < PRICE_TROUBLE_DAYS
        reason = dice.choices(_REASONS, _WHEN_DEAR if dear else _WHEN_LATE if product.late else _USUAL)[0]
        cost = amount * dice.randint(52, 68) // 100
        course = Course(
            rep=rep, account=account, opened_on=day, moves=moves, decided_on=decided, reason=reason,
            amount=amount, euros=euros, cost=cost, currency=currency,
            line=_priced(product.name, quantity, amount, cost, currency),
            technique=dice.choices(tuple(Technique), (2, 4, 3, 3, 2))[0],
            source=dice.choice(self.company.sources), campaign=self._campaign(day),
            competitor=dice.choice(self.company.competitors) if dice.random() < 0.35 else None,
            helper=self._helper(rep), shared=dice.random() < 0.5, late=product.late, dear=dear,
            note=self._note(product, dear), beside=_BESIDE.get(product.name) if euros // 100 % 3 == 0 else None,
        )  # fmt: skip
        # Every fourth lost lead of the newsletter is one of those that it should not have brought.
        poor = course.campaign == _POOR_CAMPAIGN and not dear and euros // 100 % 4 == 0
        return replace(course, reason=_POOR_LEAD) if poor else course

    def _free_account(self, rep: MadeUpPerson, day: date, decided: date) -> str:
        """One of the rep's accounts, of which a new one comes every few weeks.

        The first is left without an open deal, for whoever logs a deal to begin with.
        """
        known = 3 + (day - self.timeline.begin).days // _DAYS_PER_NEW_ACCOUNT
        accounts = self.company.accounts_of(rep)[:known]
        return self.random.choice(accounts if decided < self.timeline.today else accounts[1:])

    def _ramp(self, rep: MadeUpPerson, day: date) -> float:
        """A starter opens little at first, and more each month."""
        started = self.timeline.started(rep)
        if started < self.timeline.begin:
            return 1.0
        days = (day - started).days
        return 0.0 if days < 0 else min(1.0, 0.5 + days / 100)

    def _amount(self, rep: MadeUpPerson, product: Product, quantity: int) -> tuple[str, int, int]:
        euros = max(round(product.price * quantity * self.random.randint(85, 135) // 100, -2), 600)
        if rep.handle == "mike":
            return "USD", euros * 11 // 10 // 100 * 100 * 100, euros
        if rep.handle == "asha" and self.random.random() < 0.25:
            return "KES", euros * 150 // 1000 * 1000 * 100, euros
        return "EUR", euros * 100, euros

    def _campaign(self, day: date) -> str | None:
        running: list[Campaign] = [each for each in self.company.campaigns if day.month in each.months]
        return self.random.choice(running).name if running and self.random.random() < 0.4 else None

    def _helper(self, rep: MadeUpPerson) -> MadeUpPerson | None:
        if self.random.random() > 0.12:
            return None
        others = [other for other in self.company.team_members(rep.team or "") if other is not rep]
        return self.random.choice(others)

    def _note(self, product: Product, dear: bool) -> str | None:
        if self.random.random() > 0.08:
            return None
        notes = self.company.notes
        return self.random.choice(notes.dear if dear else notes.late if product.late else notes.usual)


def _priced(product: str, quantity: int, amount: int, cost: int, currency: str) -> Line[str]:
    """The deal's one line at a price that comes to the amount, every third with a discount of 20 %; else without prices.

    An amount that cannot be divided by the quantity to the cent has none.
    """
    discount = WHOLE // 5 if amount // 10_000 % 3 == 0 else 0
    gross, rest = divmod(amount * 5, 4) if discount else (amount, 0)
    if rest or gross % quantity or cost % quantity:
        return Line(product, quantity)
    price, of_one = Money(gross // quantity, currency), Money(cost // quantity, currency)
    return Line(product, quantity, price, discount, of_one)
