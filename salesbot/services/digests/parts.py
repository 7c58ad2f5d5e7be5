"""Everybody's part in every deal as of a moment: what forecasts and the list of changes are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from salesbot.analysis.pipeline import StageMove, StageVisit, stage_visits
from salesbot.domain.as_of import AsOf
from salesbot.domain.changes import DealPart as DealPart
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.forecasting import OpenDeal
from salesbot.domain.money import Money
from salesbot.domain.periods import month_of, previous
from salesbot.domain.rates import Rates
from salesbot.services.attainment import Teams
from salesbot.services.attainment.won import rates_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part of a deal, in the digest's currency."""

    state: DealState
    person_id: int
    team_id: int | None
    """The person's team: on the close day of a won deal, else on the as-of day."""
    amount: Money | None
    """None: there is no rate to convert it by."""
    millionths: int

    @property
    def key(self) -> tuple[int, int]:
        """What tells this part from every other: the deal and the person."""
        return self.state.deal_id, self.person_id


class Parts:
    """Every deal as it stood as of a moment, divided among those who share it."""

    def __init__(self, book: Book, as_of: AsOf, currency: str) -> None:
        self.book = book
        self.as_of = as_of
        self.currency = currency

    @cached_property
    def states(self) -> list[DealState]:
        """Every deal that stood open or ended in this month or the one before.

        Practice deals count as they do in every figure, until they are set aside.
        """
        since = previous(month_of(self.as_of.day)).starts_on
        return self.book.deals.states_at(self.as_of.known_at, self.as_of.until, since)

    @cached_property
    def visits(self) -> list[StageVisit]:
        """The open deals' stays in stages, from their whole history."""
        still_open = {state.deal_id for state in self.states if state.outcome is Outcome.OPEN}
        moves = self.book.deals.moves(self.as_of.known_at, self.as_of.until, still_open)
        return stage_visits(StageMove(*entry) for entry in moves)

    @cached_property
    def won_stays(self) -> tuple[tuple[int, int, int], ...]:
        """(stage, days, deals): how long won deals stayed in each stage, from the whole history."""
        return self.book.deals.won_stays(self.as_of.known_at, self.as_of.until)

    @cached_property
    def all(self) -> tuple[Part, ...]:
        """Every part of every deal."""
        return tuple(part for state in self.states for part in self._divided(state))

    def of_team(self, team_id: int) -> list[Part]:
        """The parts that count for a team."""
        return [part for part in self.all if part.team_id == team_id]

    def of_person(self, person_id: int) -> list[Part]:
        """The parts of one person."""
        return [part for part in self.all if part.person_id == person_id]

    def open_deals(self, parts: Iterable[Part]) -> list[OpenDeal]:
        """Those of the parts that are open, as a forecast sees them."""
        return [
            OpenDeal(
                part.state.deal_id, part.amount, self.percent(part.state), part.state.expected_on,
                rated=part.amount is not None,
            )
            for part in parts
            if part.state.outcome is Outcome.OPEN
        ]  # fmt: skip

    def told(self, parts: Iterable[Part]) -> list[DealPart]:
        """The parts as the list of changes sees them; those without a rate are left out."""
        return [self._told(part, part.amount) for part in parts if part.amount is not None]

    def percent(self, state: DealState) -> int:
        """The probability of the deal's stage, as it is set."""
        return self._percents.get(state.stage_id or 0, 0)

    def whole(self, state: DealState) -> Money:
        """The whole deal in the digest's currency, or in its own where there is no rate."""
        if state.amount.currency == self.currency:
            return state.amount
        return self._rates.convert(state.amount, self.currency, self.as_of.day) or state.amount

    def account(self, state: DealState) -> str:
        """The name of the deal's account."""
        return self._accounts[state.account_id]

    def person(self, person_id: int) -> str:
        """Somebody's name."""
        return self._people[person_id]

    def _told(self, part: Part, amount: Money) -> DealPart:
        state = part.state
        return DealPart(
            deal_id=state.deal_id, person_id=part.person_id, account=self.account(state),
            outcome=state.outcome, amount=amount, percent=self.percent(state), expected_on=state.expected_on,
            closed_on=state.closed_on, millionths=part.millionths, entered=state.amount,
            reason=self._reasons.get(state.reason_id or 0),
        )  # fmt: skip

    def _divided(self, state: DealState) -> list[Part]:
        sharers = state.sharers
        weights = [share.millionths for share in sharers]
        if not sum(weights):
            return []
        won_on = state.closed_on if state.outcome is Outcome.WON else None
        day = won_on or self._day
        amounts = self._amounts(state, weights, day)
        return [
            Part(state, share.person_id, self._teams.of(share.person_id, day), amount, share.millionths)
            for share, amount in zip(sharers, amounts, strict=True)
        ]

    def _amounts(self, state: DealState, weights: list[int], day: date) -> list[Money] | list[None]:
        """Each sharer's amount, divided first and converted together, as credit is."""
        own = state.amount.allocate(weights)
        if state.amount.currency == self.currency:
            return own
        whole = self._rates.convert(state.amount, self.currency, day, state.per_base)
        if whole is None:
            return [None] * len(weights)
        sizes = [abs(part.minor) for part in own]
        return whole.allocate(sizes) if sum(sizes) else [Money(0, self.currency)] * len(weights)

    @property
    def _day(self) -> date:
        return self.as_of.day

    @cached_property
    def _teams(self) -> Teams:
        return Teams(self.book.people.assignments(self.as_of.known_at))

    @cached_property
    def _rates(self) -> Rates:
        return rates_of(self.book, self.as_of.known_at)

    @cached_property
    def _percents(self) -> dict[int, int]:
        return {stage.id: stage.probability for stage in self.book.accounts.stages(retired=True)}

    @cached_property
    def _accounts(self) -> dict[int, str]:
        found = self.book.accounts.by_ids({state.account_id for state in self.states})
        return {number: account.name for number, account in found.items()}

    @cached_property
    def _people(self) -> dict[int, str]:
        return {person.id: person.name for person in self.book.people.all()}

    @cached_property
    def _reasons(self) -> dict[int, str]:
        """By code, which is what reps type: shorter than the reason's name, and never empty."""
        return {
            reason.id: reason.code.replace("-", " ") for reason in self.book.accounts.reasons(retired=True)
        }
