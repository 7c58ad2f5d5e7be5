"""The decided deals of a subject with everything that they are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from salesbot.domain.accounts import Account
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.periods import DAY, Period
from salesbot.domain.rates import Rates
from salesbot.domain.works import Aspect, Case, thirds
from salesbot.services.attainment import Measured
from salesbot.services.attainment.winnings import Dated
from salesbot.services.attainment.won import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.storage.book import Book
from salesbot.storage.deals import Moment, Span
from salesbot.storage.people import folded


@dataclass(frozen=True)
class Gathered:
    """A subject's deals that were decided in a period, and what their parts are called."""

    book: Book
    period: Period
    states: dict[int, DealState]
    rates: Rates

    @property
    def currency(self) -> str:
        """The workspace's currency."""
        return self.book.workspace.currency or "EUR"

    @cached_property
    def labels(self) -> dict[int, str]:
        """Products, sources, campaigns and competitors, by number."""
        return self.book.accounts.label_names()

    @cached_property
    def accounts(self) -> dict[int, Account]:
        """The deals' accounts, by number."""
        return self.book.accounts.by_ids({state.account_id for state in self.states.values()})

    @cached_property
    def segments(self) -> dict[str, str]:
        """The accounts' segments as they are written, by the name with case and spaces folded."""
        return {folded(each.segment): each.segment for each in self.accounts.values() if each.segment}

    @cached_property
    def cases(self) -> list[Case]:
        """The deals as they are compared."""
        bands = thirds(
            (amount.minor, number)
            for number, state in self.states.items()
            if state.closed_on is not None
            and (amount := self.rates.convert(state.amount, self.currency, state.closed_on, state.per_base))
        )
        return [self._case(state, bands.get(number, 1)) for number, state in self.states.items()]

    def name_of(self, aspect: Aspect, key: str) -> str:
        """What something is called; a technique by its fixed name, which a template says."""
        if aspect is Aspect.SEGMENT:
            return self.segments.get(key, key)
        return key if aspect is Aspect.TECHNIQUE else self.labels.get(int(key), "")

    def _case(self, state: DealState, band: int) -> Case:
        return Case(
            state.deal_id, state.outcome is Outcome.WON, state.rep_id, band, str(state.source_id or ""),
            {aspect: frozenset(keys) for aspect in Aspect if (keys := self.keys_of(state, aspect))},
        )  # fmt: skip

    def keys_of(self, state: DealState, aspect: Aspect) -> list[str]:
        """What a deal names of a kind."""
        if aspect is Aspect.PRODUCT:
            return [str(line.product) for line in state.lines]
        if aspect is Aspect.TECHNIQUE:
            return [state.technique.value] if state.technique else []
        if aspect is Aspect.SEGMENT:
            account = self.accounts.get(state.account_id)
            return [folded(account.segment)] if account and account.segment else []
        label = state.source_id if aspect is Aspect.SOURCE else state.campaign_id
        return [] if label is None else [str(label)]


def gathered(book: Book, subject: Subject, now: datetime) -> Gathered:
    """The subject's deals decided in its period, up to today; each whole, for its rep and the rep's team then."""
    period, day = subject.period, workspace_day(book, now)
    teams = Measured(book, period, AsOf(day, live=True, known_at=now)).teams
    until = min(period.ends_on, day + DAY)
    span = Span(Moment(now, until), period.starts_on, period.starts_on)
    states = book.deals.kept(
        ("works", period.starts_on, until), now,
        lambda: _decided(book.deals.decided_states(span), period),
    )  # fmt: skip
    mine = {state.deal_id: state for state in states if _is_of(state, subject, teams)}
    return Gathered(book, period, mine, rates_of(book, now))


def _decided(states: Iterable[DealState], period: Period) -> tuple[DealState, ...]:
    """The deals won or lost in the period."""
    return tuple(state for state in states if state.closed_on is not None and period.covers(state.closed_on))


def _is_of(state: DealState, subject: Subject, teams: Dated) -> bool:
    if subject.scope is Scope.COMPANY or subject.subject_id is None:
        return True
    if subject.scope is Scope.REP:
        return state.rep_id == subject.subject_id
    return state.closed_on is not None and teams.of(state.rep_id, state.closed_on) == subject.subject_id
