"""Everybody's part in every deal as of a moment: what forecasts and the list of changes are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from salesbot.analysis.pipeline import StageMove, stage_visits
from salesbot.domain.as_of import AsOf
from salesbot.domain.changes import DealPart as DealPart
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.forecasting import OpenDeal
from salesbot.domain.money import Money
from salesbot.domain.people import Assignment
from salesbot.domain.periods import month_of, previous
from salesbot.domain.rates import Rates
from salesbot.once import once
from salesbot.services.attainment import Teams
from salesbot.services.attainment.winnings import Dated
from salesbot.services.attainment.won import rates_of
from salesbot.storage.book import Book
from salesbot.storage.keeping import Told


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


@dataclass(frozen=True)
class _Company:
    """The ledger of the whole company as of a moment: the same for everybody who is told of that moment."""

    by_deal: Mapping[int, DealState]
    """Every deal that stood open or ended in this month or the one before, by number, in their order."""
    of_person: Mapping[int, tuple[DealState, ...]]
    """Those in which somebody has a share or an assist."""

    def __len__(self) -> int:
        return len(self.by_deal)


class Parts:
    """Every deal as it stood as of a moment, divided among those who share it."""

    def __init__(self, book: Book, as_of: AsOf, currency: str) -> None:
        self.book = book
        self.as_of = as_of
        self.currency = currency
        self._names: dict[int, str] = {}
        self._people: dict[int, str] = {}
        self._shared_out: dict[int, tuple[Part, ...]] = {}
        self._of_person: dict[int, tuple[Part, ...]] = {}

    @property
    def states(self) -> Iterable[DealState]:
        """Every deal that stood open or ended in this month or the one before.

        Practice deals count as they do in every figure, until they are set aside.
        """
        return self._company.by_deal.values()

    def states_of(self, person_id: int) -> tuple[DealState, ...]:
        """Those of the deals in which somebody has a share or an assist."""
        return self._company.of_person.get(person_id, ())

    def state(self, deal_id: int) -> DealState | None:
        """How one of the deals stood; None if it is none of them."""
        return self._company.by_deal.get(deal_id)

    @once
    def came(self) -> Mapping[int, date]:
        """The day on which each open deal came to the stage in which it stands, from its whole history."""
        return self._kept("came", self._came)

    @once
    def won_stays(self) -> tuple[tuple[int, int, int], ...]:
        """(stage, days, deals): how long won deals stayed in each stage, from the whole history."""
        return self.book.deals.won_stays(self.as_of.known_at, self.as_of.until)

    @property
    def all(self) -> Iterable[Part]:
        """Every part of every deal."""
        return self.of_deals(self.states)

    def of_deals(self, states: Iterable[DealState]) -> Iterable[Part]:
        """Every part of these deals."""
        return (part for state in states for part in self._parts(state))

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

    def elsewhere(self, key: tuple[int, int], team_id: int) -> bool:
        """Whether the part of that key counts for another team, or for none."""
        state = self.state(key[0])
        parts = self._parts(state) if state is not None else ()
        return any(part.key == key and part.team_id != team_id for part in parts)

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

    def _told(self, part: Part, amount: Money) -> DealPart:
        state = part.state
        return DealPart(
            deal_id=state.deal_id, person_id=part.person_id, account=self.account(state),
            outcome=state.outcome, amount=amount, percent=self.percent(state), expected_on=state.expected_on,
            closed_on=state.closed_on, millionths=part.millionths, entered=state.amount,
            reason=self._reasons.get(state.reason_id or 0),
        )  # fmt: skip

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
        # By person, as the credit of the ledger is converted.
        order = sorted(range(len(own)), key=lambda place: state.sharers[place].person_id)
        parts = whole.allocate([abs(own[place].minor) for place in order])
        return [part for _, part in sorted(zip(order, parts, strict=True), key=lambda each: each[0])]

    @once
    def _company(self) -> _Company:
        return self._kept("company", self._read)

    def _kept(self, what: str, ask: Callable[[], Told]) -> Told:
        """What the ledger alone tells as of this moment: read once for everybody who is told of it."""
        return self.book.deals.kept((what, self._since), self.as_of.known_at, ask, self.as_of.until)

    def _read(self) -> _Company:
        states = self.book.deals.states_at(self.as_of.known_at, self.as_of.until, self._since)
        of_person: dict[int, list[DealState]] = defaultdict(list)
        for state in states:
            for person_id in {share.person_id for share in state.shares}:
                of_person[person_id].append(state)
        return _Company(
            {state.deal_id: state for state in states},
            {person_id: tuple(theirs) for person_id, theirs in of_person.items()},
        )

    def _came(self) -> dict[int, date]:
        still_open = {state.deal_id for state in self.states if state.outcome is Outcome.OPEN}
        moves = self.book.deals.moves(self.as_of.known_at, self.as_of.until, still_open)
        visits = stage_visits(StageMove(*entry) for entry in moves)
        return {visit.deal_id: visit.entered_on for visit in visits if visit.left_on is None}

    @property
    def _since(self) -> date:
        return previous(month_of(self.as_of.day)).starts_on

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
    def _reasons(self) -> dict[int, str]:
        """By code, which is what reps type: shorter than the reason's name, and never empty."""
        return {
            reason.id: reason.code.replace("-", " ") for reason in self.book.accounts.reasons(retired=True)
        }
