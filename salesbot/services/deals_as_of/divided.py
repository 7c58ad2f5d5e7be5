"""Everybody's part in every deal as of a moment: what forecasts and the list of changes are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.forecasting import OpenDeal
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Assignment
from salesbot.domain.rates import Rates
from salesbot.once import once
from salesbot.services.attainment import Teams
from salesbot.services.attainment.converting import rates_of
from salesbot.services.attainment.winnings import Dated
from salesbot.services.deals_as_of.stood import Stood
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part of a deal, in the asked currency."""

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


class DividedDeals(Stood):
    """Every deal as it stood as of a moment, divided among those who share it."""

    def __init__(self, book: Book, as_of: AsOf, currency: str) -> None:
        super().__init__(book, as_of)
        self.currency = currency
        self._names: dict[int, str] = {}
        self._people: dict[int, str] = {}
        self._shared_out: dict[int, tuple[Part, ...]] = {}
        self._of_person: dict[int, tuple[Part, ...]] = {}

    @property
    def all(self) -> Iterable[Part]:
        """Every part of every deal."""
        return self.of_deals(self.states)

    def of_deals(self, states: Iterable[DealState]) -> Iterable[Part]:
        """Every part of these deals."""
        return (part for state in states for part in self._parts(state))

    def of(self, scope: Scope, subject_id: int | None) -> Iterable[Part]:
        """The parts that count for a person, a team, a territory or the company."""
        if scope is Scope.COMPANY or subject_id is None:
            return self.all
        if scope is Scope.TEAM:
            return self.of_team(subject_id)
        return self.of_territory(subject_id) if scope is Scope.TERRITORY else self.of_person(subject_id)

    def of_people(self, people: Iterable[int]) -> list[Part]:
        """The parts of these people, by deal."""
        among = frozenset(people)
        theirs = {state.deal_id: state for person_id in among for state in self.states_of(person_id)}
        parts = self.of_deals(theirs[deal_id] for deal_id in sorted(theirs))
        return [part for part in parts if part.person_id in among]

    def of_team(self, team_id: int) -> list[Part]:
        """The parts that count for a team."""
        ever = {edge.person_id for edge in self._edges if edge.team_id == team_id}
        return [part for part in self.of_people(ever) if part.team_id == team_id]

    def of_territory(self, territory_id: int) -> list[Part]:
        """The parts of deals whose account is in a territory: on the close day of a won deal, else on the as-of day."""
        return [
            part
            for part in self.all
            if self._territories.of(part.state.account_id or 0, self._counts_on(part.state)) == territory_id
        ]

    def team_on(self, person_id: int, day: date) -> int | None:
        """The team for which somebody's deals of that day count."""
        return self._teams.of(person_id, day)

    def of_person(self, person_id: int) -> tuple[Part, ...]:
        """The parts of one person."""
        if person_id not in self._of_person:
            self._of_person[person_id] = tuple(self.of_people([person_id]))
        return self._of_person[person_id]

    def of_deal(self, deal_id: int, person_id: int) -> Part | None:
        """Somebody's part of a deal; None where they have none."""
        state = self.state(deal_id)
        parts = self._parts(state) if state is not None else ()
        return next((part for part in parts if part.person_id == person_id), None)

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

    def percent(self, state: DealState) -> int:
        """The probability of the deal's stage, as it is set."""
        return self._percents.get(state.stage_id or 0, 0)

    def whole(self, state: DealState) -> Money:
        """The whole deal in the asked currency, or in its own where there is no rate."""
        if state.amount.currency == self.currency:
            return state.amount
        return self._rates.convert(state.amount, self.currency, self.as_of.day) or state.amount

    def account(self, state: DealState) -> str:
        """The name of the deal's account."""
        if state.account_id not in self._names:
            # Who asks for one deal of somebody asks for the next of theirs as well.
            theirs = {other.account_id for share in state.shares for other in self.states_of(share.person_id)}
            found = self.book.accounts.by_ids({state.account_id, *theirs} - self._names.keys())
            self._names |= {number: account.name for number, account in found.items()}
        return self._names[state.account_id]

    def person(self, person_id: int) -> str:
        """Somebody's name."""
        if person_id not in self._people:
            self._people[person_id] = self.book.people.by_id(person_id).name
        return self._people[person_id]

    def _parts(self, state: DealState) -> tuple[Part, ...]:
        if state.deal_id not in self._shared_out:
            self._shared_out[state.deal_id] = tuple(self._divided(state))
        return self._shared_out[state.deal_id]

    def _divided(self, state: DealState) -> list[Part]:
        sharers = state.sharers
        weights = [share.millionths for share in sharers]
        if not sum(weights):
            return []
        day = self._counts_on(state)
        amounts = self._amounts(state, weights, day)
        return [
            Part(state, share.person_id, self._teams.of(share.person_id, day), amount, share.millionths)
            for share, amount in zip(sharers, amounts, strict=True)
        ]

    def _counts_on(self, state: DealState) -> date:
        """The day whose teams, territories and rates count: the close day of a won deal, else the as-of day."""
        won_on = state.closed_on if state.outcome is Outcome.WON else None
        return won_on or self._day

    def _amounts(self, state: DealState, weights: list[int], day: date) -> list[Money] | list[None]:
        """Each sharer's amount, divided first and converted together, as credit is."""
        own = state.amount.allocate(weights)
        if state.amount.currency == self.currency:
            return own
        whole = self._rates.convert(state.amount, self.currency, day, state.per_base)
        if whole is None:
            return [None] * len(weights)
        if not any(part.minor for part in own):
            return [Money(0, self.currency)] * len(weights)
        if len(own) == 1:
            return [whole]
        # By person, as the credit of the ledger is converted.
        order = sorted(range(len(own)), key=lambda place: state.sharers[place].person_id)
        parts = whole.allocate([abs(own[place].minor) for place in order])
        return [part for _, part in sorted(zip(order, parts, strict=True), key=lambda each: each[0])]

    @property
    def _day(self) -> date:
        return self.as_of.day

    @once
    def _teams(self) -> Teams:
        return Teams(self._edges)

    @once
    def _territories(self) -> Dated:
        return Dated(self.book.relationships.placements(self.as_of.known_at))

    @once
    def _edges(self) -> list[Assignment]:
        return self.book.people.assignments(self.as_of.known_at)

    @once
    def _rates(self) -> Rates:
        return rates_of(self.book, self.as_of.known_at)

    @once
    def _percents(self) -> dict[int, int]:
        return {stage.id: stage.probability for stage in self.book.accounts.stages(retired=True)}

    @once
    def reasons(self) -> dict[int, str]:
        """Why deals are lost: by code, which is what reps type: shorter than the reason's name, and never empty."""
        return {
            reason.id: reason.code.replace("-", " ") for reason in self.book.accounts.reasons(retired=True)
        }
