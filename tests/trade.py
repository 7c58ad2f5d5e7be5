"""What a test's people do: agree on goals, win, lose and open deals, straight into the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.estimates import Estimate
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import read_period
from salesbot.domain.plans import Selling
from salesbot.domain.saved_plans import SavedPlan
from salesbot.storage.book import Book


def set_goal(
    book: Book,
    person: Person | Team | None,
    period: str,
    amount: str,
    *,
    now: datetime,
    currency: str = "EUR",
) -> None:
    """Agree on a revenue goal with somebody: `set_goal(book, cast.adria.kim, "2026-06", "60000", now=now)`."""
    scope = Scope.COMPANY if person is None else Scope.REP if isinstance(person, Person) else Scope.TEAM
    read = read_period(period)
    book.goals.add(
        Goal(
            scope, person.id if person else None, REVENUE, read, Money.of(amount, currency),
            valid_from=read.starts_on, recorded_at=now,
        )
    )  # fmt: skip


def state_estimate(
    book: Book, rep: Person, period: str, commit: str, best_case: str | None = None, *, now: datetime,
    by: Person | None = None,
) -> None:  # fmt: skip
    """A rep's commit (and best case) for a period, or what somebody who leads the rep puts beside it."""
    said = Money.of(best_case, "EUR") if best_case else None
    book.estimates.add(
        Estimate(
            Scope.REP, rep.id, read_period(period), Money.of(commit, "EUR"), said, now, (by or rep).id
        ),
        "EUR",
    )  # fmt: skip


def win(
    book: Book, rep: Person, account: str, amount: str, on: date, *, now: datetime, currency: str = "EUR",
    shares: tuple[Share, ...] = (), **said: Any,
) -> DealState:  # fmt: skip
    """A deal that was won on a day: `win(book, cast.adria.kim, "Acme", "12500", date(2026, 6, 15), now=now)`.

    `said`: what else was said of it, as `DealState` calls it: technique, source_id, lines and so on.
    """
    return _enter(book, rep, account, amount, now, currency, shares, Outcome.WON, on, **said)


def lose(
    book: Book, rep: Person, account: str, amount: str, on: date, *, now: datetime, reason: str = "price",
    currency: str = "EUR", **said: Any,
) -> DealState:  # fmt: skip
    """A deal that was lost on a day, for a reason by its code; `said` as of `win`."""
    reasons = {known.code: known.id for known in book.accounts.reasons()}
    return _enter(
        book, rep, account, amount, now, currency, (), Outcome.LOST, on, reason_id=reasons[reason], **said
    )


def open_deal(
    book: Book, rep: Person, account: str, amount: str, *, now: datetime, stage: str = "new",
    expected_on: date | None = None, currency: str = "EUR", by: Person | None = None,
    shares: tuple[Share, ...] = (),
) -> DealState:  # fmt: skip
    """A deal that is still open, in a stage by its key."""
    stages = {known.key: known.id for known in book.accounts.stages()}
    return _enter(
        book, rep, account, amount, now, currency, shares, Outcome.OPEN, None,
        stage_id=stages[stage], expected_on=expected_on, by=by,
    )  # fmt: skip


def morning_of(day: date) -> datetime:
    """Nine o'clock, as an instant."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def then(
    book: Book, deal: DealState, day: date, outcome: Outcome, expected_on: date | None = None
) -> DealState:
    """What happened next to a deal, on the morning of a day."""
    return book.deals.enter(
        replace(
            deal, number=deal.number + 1, kind=EntryKind.EDITED, outcome=outcome, expected_on=expected_on,
            closed_on=None if outcome is Outcome.OPEN else day, effective_on=day, recorded_at=morning_of(day),
        )
    )  # fmt: skip


def _enter(
    book: Book, rep: Person, account: str, amount: str, now: datetime, currency: str, shares: tuple[Share, ...],
    outcome: Outcome, closed_on: date | None, *, stage_id: int | None = None, reason_id: int | None = None,
    expected_on: date | None = None, by: Person | None = None, **said: Any,
) -> DealState:  # fmt: skip
    return book.deals.enter(
        replace(DealState(
            deal_id=book.deals.new_number(), entry_id=0, number=1, kind=EntryKind.LOGGED,
            account_id=book.accounts.ensure(account, now).id, rep_id=rep.id, outcome=outcome,
            stage_id=stage_id, reason_id=reason_id, amount=Money.of(amount, currency), cost=None,
            opened_on=None, expected_on=expected_on, closed_on=closed_on, technique=None, source_id=None,
            campaign_id=None, competitor_id=None, shares=shares or (Share(rep.id, WHOLE),), lines=(),
            effective_on=closed_on or now.date(), recorded_at=now, recorded_by=(by or rep).id,
        ), **said)
    )  # fmt: skip


def save_plan(book: Book, person: Person | Team | None, period: str, *, now: datetime, **rates: int) -> None:
    """A plan that somebody saved: `won`, `decided`, `average` (and `goal`, already `gained`) in whole euros."""
    scope = Scope.COMPANY if person is None else Scope.REP if isinstance(person, Person) else Scope.TEAM
    book.plans.add(
        SavedPlan(
            scope=scope, subject_id=person.id if person else None, period=read_period(period),
            planned_on=now.date(), goal=Money.of(rates.get("goal", 60_000), "EUR"),
            won=Money.of(rates.get("gained", 0), "EUR"),
            selling=Selling(rates["won"], rates["decided"], Money.of(rates["average"], "EUR"), None),
            of_team=False, what_if=False, open_deals=0, days_left=30, working_days_left=21, days_a_week=5,
            recorded_at=now, recorded_by=None,
        )
    )  # fmt: skip
