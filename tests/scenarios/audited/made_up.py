"""A made-up company for reports: odd amounts, splits and refunds in four currencies, month ends and a leap day."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

DAY = timedelta(days=1)
MINOR = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "KES": 2}
STAGES = {"New": 10, "Qualified": 25, "Proposal": 50, "Negotiation": 75}
MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY = (0, 1, 2, 3, 4), (6, 0, 1, 2, 3)
BEGUN = date(2023, 1, 1)
_ABOUT = {"EUR": Fraction(1), "USD": Fraction(9, 10), "JPY": Fraction(6, 1000), "KWD": Fraction(3)}
_REASONS = ("price", "missing-feature", "delivery", "no-demo", "no-budget", "timing", "other")
_TECHNIQUES = ("personalised", "relationship", "value", "consultative", "referral")
_LEAP_DAY = date(2024, 2, 29)


@dataclass(frozen=True)
class Deal:
    """A row of the file; the amount in minor units, shares in hundredths of a percent."""

    number: int
    kind: str
    """won, lost, open or refund."""
    account: str
    minor: int
    currency: str
    rep: str
    shares: tuple[tuple[str, int], ...]
    split: bool
    stage: str = ""
    """Of an open deal."""
    opened: date | None = None
    expected: date | None = None
    closed: date | None = None
    products: tuple[tuple[str, int], ...] = ()
    cost: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    """technique, source, campaign, competitor, lost_reason."""

    @property
    def day(self) -> date:
        """The close day of a deal that has one."""
        assert self.closed is not None
        return self.closed

    @property
    def came(self) -> date | None:
        """From when on it is known; a refund is no deal that comes."""
        return self.opened or self.closed


@dataclass
class Company:
    """Everything that the files say."""

    base: str
    country: str | None
    week: tuple[int, ...]
    year_start: int
    zone: str
    people: dict[str, tuple[tuple[date, str], ...]]
    """E-mail to the teams in turn, each with its first day; empty: none."""
    rates: dict[tuple[date, str], Decimal]
    segments: dict[str, str]
    deals: list[Deal]
    goals: dict[tuple[str, str, str], int]
    """(scope, name, period) to the revenue to win, in minor units of the base."""

    @property
    def teams(self) -> list[str]:
        """Every team that somebody was in."""
        return sorted({team for edges in self.people.values() for _, team in edges} - {""})

    def days_of(self, period: str) -> tuple[date, date]:
        """The first day of a period, and the first after it."""
        year, months = int(period[:4]), 12
        month = self.year_start
        if "Q" in period:
            month, months = month + 3 * (int(period[-1]) - 1), 3
        elif "-" in period:
            month, months = int(period[5:]), 1
        return first_of(year, month), first_of(year, month + months)


def first_of(year: int, month: int) -> date:
    """The first of the so-maniest month from January of a year on; below 1 in the years before."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def periods_of(today: date) -> list[str]:
    """The periods for which goals are set and that are asked about: the year before first."""
    year, month = today.year, today.month
    months = [f"{first_of(year, month - back):%Y-%m}" for back in (0, 1, 2, 9)]
    return [str(year - 1), str(year), *months, f"{year}-Q1", f"{year}-Q4", f"{year - 1}-Q4"]


def make_up(seed: int, today: date) -> Company:
    """The company of a seed, always the same on a day."""
    chance = random.Random(f"audited {seed}")
    base = chance.choice(["EUR", "JPY", "KWD", "USD"])
    foreign = [each for each in _ABOUT if each != base]
    teams = ["Alfa", "Beta", "Gama", ""][-chance.randint(2, 4) :]
    people = {
        f"p{number}@x.io": tuple(_edges(chance, teams, today)) for number in range(chance.randint(3, 8))
    }
    accounts = [f"Firm {number}" for number in range(chance.randint(4, 25))]
    company = Company(
        base, chance.choice([None, "SI", "KE", "US", "DE"]),
        chance.choice([MONDAY_TO_FRIDAY, MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY]), chance.choice([1, 4, 11]),
        chance.choice(["Europe/Ljubljana", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"]), people,
        dict(_rates(chance, base, foreign)),
        {name: chance.choice(["Hospitals", "Schools"]) for name in accounts if chance.random() < 0.6}, [], {},
    )  # fmt: skip
    company.deals = [
        _deal(chance, company, number, accounts, foreign, today) for number in range(chance.randint(20, 150))
    ]
    subjects = [
        ("company", ""),
        *(("team", team) for team in company.teams),
        *(("rep", who) for who in people),
    ]
    company.goals = {
        (scope, name, period): chance.choice([1, 10_000 * 10 ** MINOR[base], chance.randint(1, 10**8)])
        for scope, name in subjects
        for period in periods_of(today)
        if chance.random() < 0.5
    }
    return company


def _edges(chance: random.Random, teams: list[str], today: date) -> Iterable[tuple[date, str]]:
    yield BEGUN, chance.choice(teams)
    moves = {today - DAY * chance.randint(20, 330) for _ in range(chance.choice([0, 0, 1, 2]))}
    for day in sorted(moves):
        yield day, chance.choice([team for team in teams if team])


def _rates(
    chance: random.Random, base: str, foreign: Iterable[str]
) -> Iterable[tuple[tuple[date, str], Decimal]]:
    for currency in foreign:
        usual = _ABOUT[currency] / _ABOUT[base]
        for place in range(chance.randint(2, 8)):
            day = date(2023, 1, 2) + DAY * (chance.randint(1, 1400) if place else 0)
            moved = usual * (1 + Fraction(chance.randint(-900, 900), 10_000))
            yield (day, currency), Decimal(round(moved * 10**8)).scaleb(-8)


def _deal(
    chance: random.Random, company: Company, number: int, accounts: list[str], foreign: list[str], today: date
) -> Deal:
    kind = chance.choice(["won", "won", "won", "lost", "lost", "open", "refund"])
    currency = chance.choice([company.base] * 4 + foreign + ["KES"] * (chance.random() < 0.15))
    minor = chance.choice([1, 7, 333, 1001, 12_500 * 10 ** MINOR[currency], chance.randint(1, 10**7)])
    people, opened, expected, closed = list(company.people), None, None, None
    if kind == "open":
        opened = today - DAY * chance.randint(0, 400)
        expected = max(opened, today + DAY * chance.randint(-30, 80)) if chance.random() < 0.85 else None
    else:
        usual = today - DAY * chance.randint(2, 700)
        ends = (_LEAP_DAY, first_of(usual.year, usual.month) - DAY, first_of(usual.year, usual.month))
        closed = usual if chance.random() < 0.7 else chance.choice(ends)
        if kind != "refund" and chance.random() < 0.7:
            opened = closed - DAY * chance.choice([0, 1, chance.randint(0, 150)])
    rep, split = chance.choice(people), chance.random() < 0.4
    products = [
        (name, chance.choice([1, 1, 2, 3]))
        for name in chance.sample(["Pro", "Basic", "Care"], chance.randint(0, 3))
    ]
    return Deal(
        number, kind, chance.choice(accounts), -minor * chance.choice([1, 5]) if kind == "refund" else minor, currency,
        rep, _shares(chance, people) if split else ((rep, 10_000),), split,
        chance.choice(list(STAGES)) if kind == "open" else "", opened, expected, closed, tuple(products),
        chance.randint(0, minor) if kind == "won" and chance.random() < 0.5 else None, dict(_labels(chance, kind)),
    )  # fmt: skip


def _shares(chance: random.Random, people: list[str]) -> tuple[tuple[str, int], ...]:
    shares = chance.choice([(3333, 3333, 3334), (5000, 5000), (1, 9999), (9000, 500, 500)])
    return tuple(zip(chance.sample(people, len(shares)), shares, strict=True))


def _labels(chance: random.Random, kind: str) -> Iterable[tuple[str, str]]:
    for name, known in (
        ("technique", _TECHNIQUES), ("source", ("Fair", "Web")), ("campaign", ("Spring", "Autumn")),
        ("competitor", ("Rivalo", "Konkur")),
    ):  # fmt: skip
        if chance.random() < 0.6:
            yield name, chance.choice(known)
    if kind == "lost":
        yield "lost_reason", chance.choice(_REASONS)
