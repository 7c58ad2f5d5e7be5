"""From ids to names: a deal as it can be told, and where its rep stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from salesbot.domain.access import may_see_person
from salesbot.domain.accounts import Account, Reason, Stage
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import DealState, Outcome, credits_of
from salesbot.domain.figures import currency_of, ratio
from salesbot.domain.money import Money, convert, quantize
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of
from salesbot.domain.rates import Rates
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import person_attainment
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.results import DealFacts, SharedPart, Standing
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def facts_of(book: Book, state: DealState) -> DealFacts:
    """Everything that is known of a deal, by names."""
    return all_facts(book, [state])[0]


def facts_of_new(book: Book, state: DealState, note: str | None) -> DealFacts:
    """As `facts_of`, of a deal that was just logged with this note: nobody wrote or refunded anything since."""
    return _Names(book, [state], {state.deal_id: note} if note else {}).told(state)


def all_facts(book: Book, states: Sequence[DealState]) -> list[DealFacts]:
    """As `facts_of`, for many: the names are asked for once."""
    names = _Names(book, states)
    return [names.told(state) for state in states]


def standing_of(
    book: Book, viewer: Viewer, state: DealState, now: datetime, was: DealState | None
) -> Standing | None:
    """Where the deal's rep stands in the deal's month, and stood while the deal was as it `was` (None: not there).

    None where the viewer may not see that.
    """
    if not may_see_person(viewer, state.rep_id):
        return None
    day = workspace_day(book, now)
    dated = state.closed_on or state.awaiting_on or (was.closed_on if was is not None else None) or day
    shut, counts = counted_instead(book, dated, now)
    period = month_of(counts or dated)
    book.credits.soon_count_won(state.rep_id, period.starts_on, period.ends_on)
    row = person_attainment(book, state.rep_id, AsOf(day, True, now), period)
    before, wins = _before(row, period, state, was, counts), wins_of(book, state.rep_id, period)
    return Standing(period, row, before, wins, _unrated(book, row, state, now), shut)


def counted_instead(book: Book, dated: date, now: datetime) -> tuple[Period | None, date | None]:
    """The month of a day where it is closed for pay, and the open day on which a change of it counts; else neither."""
    months = book.closings.read()
    if not months.closed(dated):
        return None, None
    return month_of(dated), months.open_day(workspace_day(book, now))


def own_standing(
    book: Book, sender: Person, state: DealState, now: datetime, was: DealState | None = None
) -> Standing | None:
    """As `standing_of`, for the one who just did something: to themselves their own figures are always told."""
    own = Viewer(sender.id) if sender.id == state.rep_id else viewer_of(book, sender, now)
    return standing_of(book, own, state, now, was)


def _before(
    row: Attainment, period: Period, state: DealState, was: DealState | None, counts: date | None
) -> Decimal | None:
    """The attainment without what this change credits the rep with; None where no credit changed.

    `counts`: the open day on which all of it counts, where the deal's own month is closed for pay.
    """
    came = _credited(state, state.rep_id, None if counts else period)
    went = _credited(was, state.rep_id, None if counts else period) if was is not None else []
    if row.exact is None or row.goal is None or not (came or went):
        return None
    if any(amount.currency != currency_of(row.goal) for amount in (*came, *went)):
        return None
    change = sum(amount.minor for amount in came) - sum(amount.minor for amount in went)
    part = ratio(Money(change, (came or went)[0].currency), row.goal)
    return None if part is None else quantize(row.exact - part)


def _unrated(book: Book, row: Attainment, state: DealState, now: datetime) -> bool:
    """Whether a won deal is missing in what was won, since no rate of its close day tells what it is worth."""
    currency = currency_of(row.won)
    if (
        state.outcome is not Outcome.WON
        or state.closed_on is None
        or currency in (None, state.amount.currency)
    ):
        return False
    rates = rates_of(book, now)
    return rates.between(state.amount.currency, currency or "", state.closed_on, state.per_base) is None


def _credited(state: DealState, person_id: int, period: Period | None) -> list[Money]:
    """What a person is credited with (in the period, where one is given)."""
    return [
        row.amount
        for row in credits_of(state)
        if row.person_id == person_id
        and not row.assist
        and (period is None or period.starts_on <= row.day < period.ends_on)
    ]


def wins_of(book: Book, person_id: int, period: Period) -> int:
    """How many deals won in the period the person has a part in."""
    return book.credits.count_won(person_id, period.starts_on, period.ends_on)


class _Names:
    """The names that some deals need."""

    def __init__(
        self, book: Book, states: Sequence[DealState], notes_of_new: dict[int, str] | None = None
    ) -> None:
        """`notes_of_new`: the notes of deals that are all new, so that nothing else is known of them."""
        self.accounts: dict[int, Account] = book.accounts.by_ids(state.account_id for state in states)
        self.people = people_named(book, _people_in(states))
        self.base = book.workspace.counts_in
        self.rates = Rates(self.base, book.rates.known())
        self.stages: dict[int, Stage] = {stage.id: stage for stage in book.accounts.stages(retired=True)}
        coded = any(state.reason_id for state in states)
        reasons = book.accounts.reasons(retired=True, won=None) if coded else ()
        self.reasons: dict[int, Reason] = {reason.id: reason for reason in reasons}
        labels = {label for state in states for label in _labels_in(state)}
        self.labels = book.accounts.label_names(labels) if labels else {}
        self.refunded: dict[int, Money] = {}
        if notes_of_new is not None:
            self.notes = notes_of_new
            return
        self.notes = book.deals.notes(state.deal_id for state in states)
        for refund in book.deals.refunds_of({s.deal_id for s in states if s.outcome is Outcome.WON}):
            so_far = self.refunded.get(refund.refund_of or 0, Money(0, refund.amount.currency))
            self.refunded[refund.refund_of or 0] = so_far - refund.amount

    def told(self, state: DealState) -> DealFacts:
        sharers = state.sharers
        amounts = state.amount.allocate([share.millionths for share in sharers])
        return DealFacts(
            deal_id=state.deal_id, number=state.number, kind=state.kind, account_id=state.account_id,
            account=self.accounts[state.account_id].name, rep=self.people[state.rep_id],
            outcome=state.outcome, stage=self.stages.get(state.stage_id or 0),
            reason=self.reasons.get(state.reason_id or 0),
            more_reasons=tuple(self.reasons[number] for number in state.more_reasons),
            amount=state.amount, opened_on=state.opened_on,
            expected_on=state.expected_on, closed_on=state.closed_on, technique=state.technique,
            source=self.labels.get(state.source_id or 0), campaign=self.labels.get(state.campaign_id or 0),
            competitor=self.labels.get(state.competitor_id or 0),
            shares=tuple(
                SharedPart(self.people[share.person_id], share.millionths, amount)
                for share, amount in zip(sharers, amounts, strict=True)
            ),
            assists=tuple(self.people[share.person_id] for share in state.shares if share.assist),
            lines=tuple(line.of(self.labels[line.product]) for line in state.lines), cost=state.cost,
            note=self.notes.get(state.deal_id), practice=state.practice, imported=state.imported,
            recorded_at=state.recorded_at, recorded_by=state.recorded_by, awaiting_on=state.awaiting_on,
            refund_of=state.refund_of,
            refunded=self.refunded.get(state.deal_id),
            per_base=state.per_base,
            worth=convert(state.amount, state.per_base, self.base) if state.per_base else None,
            rate_of=self._rate_of(state),
        )  # fmt: skip

    def _rate_of(self, state: DealState) -> date | None:
        if state.per_base is None or state.closed_on is None:
            return None
        return self.rates.carried(state.amount.currency, state.closed_on, state.per_base)


def people_named(book: Book, ids: Iterable[int]) -> dict[int, Person]:
    """The people of those numbers."""
    wanted = set(ids)
    if len(wanted) > 5:
        return {person.id: person for person in book.people.all() if person.id in wanted}
    return {number: book.people.by_id(number) for number in wanted}


def _people_in(states: Iterable[DealState]) -> set[int]:
    return {
        person for state in states for person in (state.rep_id, *(share.person_id for share in state.shares))
    }


def _labels_in(state: DealState) -> list[int]:
    single = (state.source_id, state.campaign_id, state.competitor_id)
    return [label for label in single if label is not None] + [line.product for line in state.lines]


def counts_on(state: DealState, today: date) -> date:
    """The day on which an entry counts: the close day of a won or lost deal, else the day it is recorded."""
    if state.outcome in (Outcome.WON, Outcome.LOST) and state.closed_on is not None:
        return state.closed_on
    if state.outcome is Outcome.WITHDRAWN:
        return state.effective_on
    return today if state.deal_id else min(state.opened_on or today, today)
