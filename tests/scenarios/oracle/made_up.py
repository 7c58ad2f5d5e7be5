"""A made-up company in files: people who change teams, split and refunded deals in four currencies, goals in versions."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

DAY = timedelta(days=1)
MINOR = {"EUR": 2, "USD": 2, "JPY": 0, "KES": 2, "KWD": 3}
WEEKS = {(0, 1, 2, 3, 4): "mon-fri", (6, 0, 1, 2, 3): "sun-thu", (0, 1, 2, 3, 4, 5): "mon-sat"}
STAGES = {"new": 10, "qualified": 25, "proposal": 50, "negotiation": 75}
_ABOUT = {"EUR": "1.09", "USD": "0.91", "JPY": "0.006", "KWD": "3.0"}
_PERIODS = (
    "2026-01", "2026-02", "2026-03", "2026-05", "2026-Q1", "2026-Q2", "2026-Q4", "2025-Q4", "2026", "2026-W01",
    "2026-W09", "2026-02-10/2026-05-17", "2026-11", "2026-12",
)  # fmt: skip
NEW_YEAR = date(2026, 1, 1)


@dataclass(frozen=True)
class Sold:
    """A deal of the file: amounts in minor units, shares in hundredths of a percent."""

    number: int
    kind: str
    """won, lost, open or refund."""
    account: str
    amount: int
    currency: str
    rep: str
    shares: tuple[tuple[str, int], ...]
    """Everybody's part in the order of the file; the rep's alone without a split."""
    split: bool
    cost: int | None
    product: str | None
    opened: date | None
    expected: date | None
    closed: date | None
    stage: str | None


@dataclass(frozen=True)
class Promised:
    """A version of a goal; `target` in minor units, or a number."""

    scope: str
    name: str
    metric: str
    period: str
    target: Fraction
    currency: str | None
    valid_from: date | None


@dataclass
class Company:
    """Everything that the files say."""

    base: str
    country: str | None
    week: tuple[int, ...]
    year_start: int
    teams: tuple[str, ...]
    people: dict[str, str]
    """E-mail to the first team; empty: none. The position is the order in which they were entered."""
    moves: tuple[tuple[str, str, date], ...]
    rates: dict[tuple[date, str], Decimal]
    periods: tuple[str, ...]
    deals: list[Sold] = field(default_factory=list)
    goals: list[Promised] = field(default_factory=list)

    def days_of(self, key: str) -> tuple[date, date]:
        """The first day of a period, and the first after it."""
        if "/" in key:
            first, last = key.split("/")
            return date.fromisoformat(first), date.fromisoformat(last) + DAY
        if "W" in key:
            monday = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
            return monday, monday + 7 * DAY
        year, begun = int(key[:4]), self.year_start - 1
        if "Q" in key:
            quarter = begun + 3 * (int(key[-1]) - 1)
            return _first_of(year, quarter), _first_of(year, quarter + 3)
        if "-" in key:
            return _first_of(year, int(key[5:]) - 1), _first_of(year, int(key[5:]))
        return _first_of(year, begun), _first_of(year, begun + 12)


def _first_of(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)


def make_up(seed: int) -> Company:
    """The company of a seed, always the same."""
    chance = random.Random(seed)
    base = chance.choice(["EUR", "EUR", "USD"])
    foreign = [each for each in ("EUR", "USD", "JPY", "KWD") if each != base]
    teams = ("Adria", "Nordic", "Zeta")[: chance.randint(1, 3)]
    people = {f"p{place}@x.io": chance.choice([*teams, ""]) for place in range(chance.randint(3, 9))}
    moves = [
        (who, chance.choice(teams), NEW_YEAR + DAY * chance.randint(0, 250))
        for who in people
        for _ in range(chance.choice([0, 1, 1, 2]))
    ]
    company = Company(
        base, chance.choice([None, "SI", "DE"]), chance.choice([*WEEKS, (0, 1, 2, 3, 4)]),
        chance.choice([1, 1, 4, 7, 10]), teams, people, tuple(moves), _rates(chance, foreign),
        tuple(dict.fromkeys([*chance.sample(_PERIODS, 5), "2026-12"])),
    )  # fmt: skip
    company.deals = [_deal(chance, company, foreign, number) for number in range(chance.randint(10, 120))]
    company.deals = [_begun(random.Random(f"begun {seed} {each.number}"), each) for each in company.deals]
    versions = {_key(company, each): each for each in _goals(chance, company, foreign)}
    company.goals = list(versions.values())
    return company


def _rates(chance: random.Random, foreign: Iterable[str]) -> dict[tuple[date, str], Decimal]:
    found = {}
    for currency in foreign:
        for count in range(chance.randint(1, 8)):
            day = date(2024, 1, 1) + DAY * (0 if count == 0 else chance.randint(1, 1000))
            moved = 1 + Decimal(chance.randint(-999, 999)) / 10000
            found[day, currency] = (Decimal(_ABOUT[currency]) * moved).quantize(Decimal("0.000001"))
    return found


def _deal(chance: random.Random, company: Company, foreign: list[str], number: int) -> Sold:
    people, kind = list(company.people), chance.choice(["won", "won", "won", "lost", "open", "refund"])
    amount = chance.choice([1, 7, 333, 1001, 99_999, 1_250_000, chance.randint(1, 10**7)])
    rep, split = chance.choice(people), chance.random() < 0.4
    opened = NEW_YEAR + DAY * chance.randint(0, 300) if kind == "open" else None
    expected = date(2026, 11, 1) + DAY * chance.randint(0, 90) if opened and chance.random() < 0.8 else None
    closed = None if opened else NEW_YEAR + DAY * chance.randint(-40, 315)
    if closed and chance.random() < 0.15:
        closed = date(2026, chance.choice([1, 3, 4, 7]), 1) - DAY * chance.randint(0, 1)
    return Sold(
        number, kind, f"Acc {chance.randint(0, 20)}", -amount if kind == "refund" else amount,
        chance.choice([company.base] * 4 + foreign + ["KES"] * (chance.random() < 0.2)), rep,
        _shares(chance, people) if split else ((rep, 10_000),), split,
        chance.randint(0, amount) if kind == "won" and chance.random() < 0.5 else None,
        chance.choice([None, "Pro", "Basic"]), opened, expected, closed,
        chance.choice(list(STAGES)) if opened else None,
    )  # fmt: skip


def _begun(chance: random.Random, deal: Sold) -> Sold:
    """Of most decided deals it is known when they were opened."""
    if deal.kind not in ("won", "lost") or deal.closed is None or chance.random() < 0.3:
        return deal
    return replace(deal, opened=deal.closed - DAY * chance.randint(0, 120))


def _shares(chance: random.Random, people: list[str]) -> tuple[tuple[str, int], ...]:
    among = chance.sample(people, chance.randint(2, 3))
    count = len(among)
    even = [10_000 * place // count for place in range(1, count)]
    cuts = sorted(chance.sample(range(1, 9999), count - 1)) if chance.random() < 0.6 else even
    return tuple(
        (who, after - before) for who, before, after in zip(among, [0, *cuts], [*cuts, 10_000], strict=True)
    )


def _goals(chance: random.Random, company: Company, foreign: list[str]) -> Iterable[Promised]:
    subjects = [
        *(("rep", who, 0.7) for who in company.people), *(("team", team, 0.4) for team in company.teams),
        ("company", "", 0.4),
    ]  # fmt: skip
    for period in company.periods:
        first, end = company.days_of(period)
        for scope, name, likely in subjects:
            for metric in ("revenue", "deals", "new_accounts", "margin", "product:Pro", "refunds"):
                if chance.random() > (likely if metric == "revenue" else likely / 5):
                    continue
                money = metric not in ("deals", "new_accounts")
                currency = chance.choice([company.base] * 4 + foreign[:2]) if money else None
                for version in range(chance.choice([1, 1, 1, 2, 3])):
                    later = first + DAY * chance.randint(1, max(1, (end - first).days - 1))
                    size = chance.choice([1, 99, 10**6, chance.randint(1, 10**8)])
                    target = (
                        Fraction(size)
                        if money
                        else Fraction(chance.randint(1, 200), chance.choice([1, 2, 4]))
                    )
                    yield Promised(scope, name, metric, period, target, currency, later if version else None)


def _key(company: Company, goal: Promised) -> tuple[str, ...]:
    valid = goal.valid_from or company.days_of(goal.period)[0]
    return goal.scope, goal.name, goal.metric, goal.period, str(valid)
