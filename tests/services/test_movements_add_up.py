"""Whatever happens to deals, also to those of a month closed for pay: what moved a forecast adds up to its difference."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbot.domain.as_of import AsOf
from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft, DealState, Outcome
from salesbot.domain.forecasting import forecast
from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import WHOLE, Money, allocate
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, month_of
from salesbot.services import deals
from salesbot.services.attainment import Measured
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.changed import Moments
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines
from tests.cast import NOW, Company, first_company
from tests.trade import open_deal, win

REPS = ("kim", "bo", "luka", "asha")
MAY = date(2026, 5, 20)
START = datetime(2026, 6, 17, 7, tzinfo=UTC)
WHICH = st.integers(0, 8)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.one_of(
            st.tuples(st.just("log"), st.integers(1, 90_000), st.sampled_from(["EUR", "USD", "SEK"])),
            st.tuples(st.just("late"), st.integers(1, 90_000), st.sampled_from(["EUR", "USD"])),
            st.tuples(st.just("win"), WHICH),
            st.tuples(st.just("lose"), WHICH),
            st.tuples(st.just("reopen"), WHICH),
            st.tuples(st.just("undo"), st.sampled_from(["maja", "kim"])),
            st.tuples(st.just("withdraw"), WHICH),
            st.tuples(st.just("amount"), WHICH, st.integers(1, 90_000)),
            st.tuples(st.just("day"), WHICH, st.dates(date(2026, 4, 20), date(2026, 8, 10))),
            st.tuples(st.just("split"), WHICH, st.lists(st.integers(1, 97), min_size=1, max_size=4)),
            st.tuples(st.just("refund"), WHICH, st.integers(1, 40_000)),
            st.tuples(st.just("hand over"), WHICH, st.sampled_from(REPS)),
            st.tuples(st.just("move"), st.sampled_from(REPS), st.sampled_from(["adria", "nordic"])),
            st.tuples(st.just("rate"), st.sampled_from(["USD", "SEK"]), st.integers(50, 150)),
        ),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(closed=st.booleans(), steps=STEPS)
def test_what_moved_adds_up_to_the_forecasts(sqlite_engines: Engines, closed: bool, steps: Any) -> None:
    add_up(sqlite_engines, closed=closed, steps=steps)


def test_a_correction_a_refund_and_a_hand_over_of_a_closed_month_add_up_on_both_engines(
    engines: Engines,
) -> None:
    steps = [
        (0, ("amount", 0, 70_000)),
        (1, ("refund", 1, 12_345)),
        (0, ("split", 2, [33, 67])),
        (1, ("hand over", 0, "asha")),
        (3, ("move", "kim", "nordic")),
        (1, ("withdraw", 1)),
        (9, ("amount", 2, 99)),
    ]
    add_up(engines, closed=True, steps=steps)


def add_up(engines: Engines, *, closed: bool, steps: Any) -> None:
    """Live the steps in a workspace, and compare every morning and evening with the one before and the first."""
    world = _begin(engines, closed)
    moments = [AsOf(START.date(), False, START - timedelta(hours=1))]
    now = START
    for later, (what, *said) in steps:
        now += timedelta(days=later, minutes=7)
        if moments[-1].day < now.date():
            moments.append(AsOf(now.date(), False, now.replace(hour=6, minute=0)))
        with open_book(engines, world.workspace.id) as book, suppress(SalesbotError):
            _do(book, world, what, said, now)
        moments.append(AsOf(now.date(), True, now))
    tomorrow = now + timedelta(days=1)
    moments.append(AsOf(tomorrow.date(), False, tomorrow))
    with read_book(engines, world.workspace.id) as book:
        for before, after in [*pairwise(moments), (moments[0], moments[-1])]:
            for month in {month_of(after.day), month_of(before.day)}:
                for scope, number in _subjects(book):
                    _agrees(Moments(book, after, before), scope, number, month)


_LEADERS = {"adria": "maja", "nordic": "marko"}


def _begin(engines: Engines, closed: bool) -> Company:
    """A company of its own with what it won in April and May and has open; May is closed for pay, or is not."""
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name="Acme Sales", now=NOW, currency="EUR", time_zone="Europe/Ljubljana", country="SI",
            slack_team_id=f"T{uuid4().hex}", live_at=NOW,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        company = first_company(book)
        for day in (date(2026, 4, 1), date(2026, 5, 25)):
            book.rates.add(day=day, currency="USD", per_base=Decimal("0.9171"), now=NOW)
        win(book, company.kim, "Acme", "1000", MAY, now=NOW)
        win(book, company.bo, "Nordlys", "777.77", MAY, now=NOW, currency="USD")
        win(book, company.luka, "Helix", "500", date(2026, 4, 28), now=NOW)
        win(book, company.kim, "Sava", "300", date(2026, 6, 10), now=NOW)
        open_deal(
            book, company.bo, "Kolpa", "333.33", now=NOW, stage="proposal", expected_on=date(2026, 6, 24)
        )
        if closed:
            for month in ("2026-04", "2026-05"):
                book.closings.add(month, closed=True, by=None, at=NOW)
    return company


def _do(book: Book, company: Company, what: str, said: list[Any], now: datetime) -> None:
    """One step: what cannot be done is refused, and nothing has happened."""
    if what in ("log", "late"):
        amount = Money(said[0], said[1])
        won_on = MAY if what == "late" else None
        outcome = Outcome.WON if won_on else Outcome.OPEN
        expected = None if won_on else now.date() + timedelta(days=said[0] % 20)
        draft = DealDraft(
            f"New {said[0]}",
            amount,
            outcome,
            closed_on=won_on,
            expected_on=expected,
            rep=company.luka.slack_id,
        )
        deals.log_deal(book, company.maja, draft, now=now, another=True)
    elif what == "undo":
        deals.undo_latest(book, getattr(company, said[0]), now=now)
    elif what == "move":
        team, leader = company.teams[said[1]], _LEADERS[said[1]]
        book.people.assign(
            getattr(company, said[0]).id, team_id=team.id, manager_id=getattr(company, leader).id,
            valid_from=now.date(), now=now,
        )  # fmt: skip
    elif what == "rate":
        book.rates.add(day=now.date(), currency=said[0], per_base=Decimal(said[1]) / 100, now=now)
    else:
        known = sorted(state.deal_id for state in book.deals.all() if state.refund_of is None)
        deal = book.deals.now(known[said[0] % len(known)])
        edge = book.people.assignment_on(deal.rep_id, now.date())
        assert edge is not None
        assert edge.manager_id is not None
        _change(book, company, deal, what, said[1:], now, book.people.by_id(edge.manager_id))


def _change(
    book: Book, company: Company, deal: DealState, what: str, said: list[Any], now: datetime, by: Person
) -> None:
    at = book, by, deal.deal_id
    into = partial(deals.put_into, *at, now=now, reason=ChangeReason.AGREED_ANEW)
    own = deal.amount.currency
    if what in _ALONE:
        _ALONE[what](*at, now=now)
    elif what == "lose":
        deals.lose_deal(*at, book.accounts.reasons()[0].id, now=now)
    elif what == "withdraw":
        deals.withdraw_deal(*at, deal.number, now=now, reason=ChangeReason.AGREED_ANEW)
    elif what == "amount":
        into(DealDraft("", Money(said[0], own), deal.outcome))
    elif what == "day":
        won = deal.outcome is Outcome.WON
        into(DealDraft("", outcome=deal.outcome, **{"closed_on" if won else "expected_on": said[0]}))
    elif what == "split":
        who = [getattr(company, name).slack_id for name in REPS]
        parts = tuple(zip(who, allocate(WHOLE, said[0]), strict=False))
        into(DealDraft("", outcome=deal.outcome, sharers=parts))
    elif what == "refund":
        deals.refund_deal(*at, deals.RefundDraft(Money(said[0], own)), now=now)
    else:
        deals.hand_over(*at, getattr(company, said[0]).slack_id or "", now=now)


_ALONE = {"win": deals.win_deal, "reopen": deals.reopen_deal}


def _subjects(book: Book) -> list[tuple[Scope, int | None]]:
    people = [(Scope.REP, person.id) for person in book.people.having(Role.REP)]
    return [(Scope.COMPANY, None), *((Scope.TEAM, team.id) for team in book.people.teams()), *people]


def _agrees(moments: Moments, scope: Scope, number: int | None, month: Period) -> None:
    changes = moments.moved("EUR", scope, number, month)
    effects = sum(row.effect.minor for row in changes.rows)
    assert effects == changes.after.minor - changes.before.minor
    assert changes.after == _forecast(moments.book, moments.now, scope, number, month)
    assert changes.before == _forecast(moments.book, moments.before, scope, number, month)
    named = [(row.deal.deal_id, row.deal.person_id) for row in changes.rows]
    assert len(named) == len(set(named))
    assert all(row.deal.account for row in changes.rows)


def _forecast(book: Book, as_of: AsOf, scope: Scope, number: int | None, month: Period) -> Money:
    """What the first sentence says: attainment's sum and the weighted open deals."""
    won = Measured(book, month, as_of).main_row(scope, number).won
    assert isinstance(won, Money)
    parts = DividedDeals(book, as_of, "EUR")
    return forecast(won, None, parts.open_deals(parts.of(scope, number)), month, as_of.day).expected
