"""How chance falls in the made-up company: the season, a deal's size and course, all from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from salesbot.domain.deals import Line, Technique
from salesbot.sample.company import Company, MadeUpPerson, Product

_SEASON = (0.80, 0.90, 1.10, 1.05, 1.00, 0.95, 0.70, 0.65, 1.10, 1.20, 1.25, 1.00)
"""What a month brings beside an average one, January first."""


@dataclass(frozen=True, slots=True)
class Course:
    """One deal of the story, from the day it was opened to the day it was decided, if it was."""

    rep: MadeUpPerson
    account: str
    opened_on: date
    moves: tuple[date, ...]
    """The days on which it came to the next stage."""
    decided_on: date
    won: bool
    reason: str
    amount: int
    """In minor units of `currency`."""
    cost: int
    currency: str
    line: Line
    technique: Technique
    source: str
    campaign: str | None
    competitor: str | None
    helper: MadeUpPerson | None
    shared: bool
    """Whether the helper has a part of the credit, or an assist."""


class Dice:
    """Seeded chance: the same seed tells the same story."""

    def __init__(self, company: Company, start: date, seed: int = 7) -> None:
        self.company = company
        self.start = start
        self.random = random.Random(seed)  # noqa: S311 - a story, no secret

    def season(self, day: date) -> float:
        """What the day's month brings beside an average month."""
        return _SEASON[day.month - 1]

    def opens(self, rep: MadeUpPerson, day: date) -> bool:
        """Whether the rep opens a deal on a working day: about as many as the goal takes."""
        return self.random.random() < 0.92 * self.season(day) * self._ramp(rep, day)

    def course(self, rep: MadeUpPerson, day: date) -> Course:
        """How a deal that is opened on that day goes."""
        dice = self.random
        product = dice.choices(self.company.products, (3, 5, 2, 2))[0]
        quantity = dice.choices((1, 2, 3, 4), (5, 3, 2, 1))[0]
        steps = sorted(dice.sample(range(1, 26), 3))
        decided = day + timedelta(days=steps[-1] + dice.randint(1, 9))
        account = dice.choice(self._free_accounts(rep, decided))
        currency, amount = self._amount(rep, product, quantity)
        won = dice.random() < self._chance(rep, product, day)
        helper = self._helper(rep)
        return Course(
            rep=rep,
            account=account,
            opened_on=day,
            moves=tuple(day + timedelta(days=step) for step in steps),
            decided_on=decided,
            won=won,
            reason=self._reason(rep, day),
            amount=amount,
            cost=amount * dice.randint(52, 68) // 100,
            currency=currency,
            line=Line(product.name, quantity),
            technique=dice.choices(tuple(Technique), (2, 4, 3, 3, 2))[0],
            source=dice.choice(self.company.sources),
            campaign=dice.choice(self.company.campaigns) if dice.random() < 0.3 else None,
            competitor=dice.choice(self.company.competitors) if dice.random() < 0.35 else None,
            helper=helper,
            shared=dice.random() < 0.5,
        )

    def _free_accounts(self, rep: MadeUpPerson, decided: date) -> tuple[str, ...]:
        """The rep's accounts; the first is left without an open deal, for whoever logs a deal to begin with."""
        accounts = self.company.accounts_of(rep)
        return accounts if decided < self.start else accounts[1:]

    def _ramp(self, rep: MadeUpPerson, day: date) -> float:
        """A starter opens little at first: a quarter in the first month, half in the second, then all."""
        if rep.started_months_ago > 18:
            return 1.0
        months = (day - self.start).days / 30 + rep.started_months_ago
        return 0.0 if months < 0 else min(1.0, 0.35 + 0.3 * months)

    def _chance(self, rep: MadeUpPerson, product: Product, day: date) -> float:
        """The rep's own chance; Luka has lost on price for ten weeks; Atlas is delivered late and wins less."""
        dear = 0.5 if rep.handle == "luka" and (self.start - day).days < 70 else 1.0
        late = 0.8 if product.name == "Atlas" else 1.0
        return rep.skill * dear * late

    def _reason(self, rep: MadeUpPerson, day: date) -> str:
        if rep.handle == "luka" and (self.start - day).days < 70:
            return self.random.choices(("price", "no-decision"), (4, 1))[0]
        codes = ("price", "missing-feature", "delivery", "slow-quote", "no-budget", "no-decision", "timing")
        return self.random.choices(codes, (4, 2, 2, 1, 3, 3, 2))[0]

    def _amount(self, rep: MadeUpPerson, product: Product, quantity: int) -> tuple[str, int]:
        euros = product.price * quantity * self.random.randint(85, 135) // 100
        euros = max(round(euros, -2), 600)
        if rep.handle == "mike":
            return "USD", euros * 11 // 10 // 100 * 100 * 100
        if rep.handle == "asha" and self.random.random() < 0.25:
            return "KES", euros * 150 // 1000 * 1000 * 100
        return "EUR", euros * 100

    def _helper(self, rep: MadeUpPerson) -> MadeUpPerson | None:
        if self.random.random() > 0.12:
            return None
        others = [other for other in self.company.team_members(rep.team or "") if other is not rep]
        return self.random.choice(others)
