"""What people say of how a period will end: a commit and a best case, every version kept.

A rep's own and what the manager puts beside it stand side by side: neither replaces the other. A team's commit is
the one that was stated for the team, else what is won and what its reps' commits add, of each the manager's where
there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.periods import Period


class EstimateRefused(SalesbotError):
    """A commit that cannot be one: facts `why` (nothing, negative, reversed, currency, over), `commit`, `best_case`."""

    template = "mistakes/estimate_refused"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One version of a commit and best case: what the whole period will bring, with what is won already."""

    scope: Scope
    subject_id: int | None
    """The person's or team's number; None for the company."""
    period: Period
    commit: Money | None
    best_case: Money | None
    recorded_at: datetime
    recorded_by: int | None
    id: int | None = None

    @property
    def own(self) -> bool:
        """Whether it is about who stated it."""
        return self.scope is Scope.REP and self.recorded_by == self.subject_id


@dataclass(frozen=True, slots=True)
class Estimates:
    """What is said of one person's, team's or the company's period."""

    own: Estimate | None
    """The rep's own; for a team or the company, what was last stated for it."""
    beside: Estimate | None
    """What somebody who leads the rep thinks instead."""
    history: tuple[Estimate, ...]
    """Every version, the newest first."""

    @property
    def counted(self) -> Estimate | None:
        """What a team's sum is made from: the manager's where there is one, else the own."""
        return self.beside or self.own


def estimates_of(versions: Iterable[Estimate]) -> Estimates:
    """What stands now, of every version of one subject and period in the order of recording."""
    every = tuple(versions)
    own = [each for each in every if each.own or each.scope is not Scope.REP]
    beside = [each for each in every if each.scope is Scope.REP and not each.own]
    return Estimates(_standing(own), _standing(beside), tuple(reversed(every)))


def commit_of_team(own: Estimate | None, won: Money, reps: Iterable[tuple[Estimates, Money]]) -> Money | None:
    """A team's commit: its own, else what it has won and what its reps' commits still add to that.

    `reps`: what is said of each, with what each has won. So a rep who said nothing counts with what is won.
    None while nobody said anything.
    """
    if own is not None:
        return own.commit
    adding = [
        said.counted.commit.minor - theirs.minor
        for said, theirs in reps
        if said.counted is not None
        and said.counted.commit is not None
        and said.counted.commit.currency == theirs.currency == won.currency
    ]
    return Money(won.minor + sum(adding), won.currency) if adding else None


def check_estimate(commit: Money | None, best_case: Money | None, currency: str) -> None:
    """Let pass what can be a commit and a best case. Raises EstimateRefused."""
    said = [money for money in (commit, best_case) if money is not None]
    why = None
    if not said:
        why = "nothing"
    elif any(money.currency != currency for money in said):
        why = "currency"
    elif any(money.minor < 0 for money in said):
        why = "negative"
    elif commit is not None and best_case is not None and best_case.minor < commit.minor:
        why = "reversed"
    if why:
        raise EstimateRefused(why=why, commit=commit, best_case=best_case, currency=currency)


def _standing(versions: list[Estimate]) -> Estimate | None:
    """The newest, unless it takes back what was said before."""
    newest = versions[-1] if versions else None
    return None if newest is None or (newest.commit is None and newest.best_case is None) else newest
