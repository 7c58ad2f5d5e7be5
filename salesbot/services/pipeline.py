"""The pipeline: open deals by stage, what is stale and what slipped, and how far it covers what is still to win."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from salesbot.analysis.pipeline import (
    OpenInStage,
    PipelineRow,
    StageMove,
    StageNow,
    pipeline,
    stage_medians,
    stage_visits,
    why_stale,
)
from salesbot.domain.access import Viewer, may_see_person, may_touch_deal, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attention import Why
from salesbot.domain.deals import DealState
from salesbot.domain.forecasting import coverage
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, total
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, month_of
from salesbot.domain.pipeline import Looking, Slip, slip_of
from salesbot.services.attainment import Measured
from salesbot.services.attainment.won import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.pipelines import pipeline_of_rep
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

PAGE = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """Whose open deals are looked at and which of them, as a button carries it: `team:1:stale:0:2`."""

    scope: Scope
    subject_id: int
    looking: Looking = Looking.ALL
    stage_id: int = 0
    """Only those in this stage; 0: in any."""
    page: int = 0

    def __str__(self) -> str:
        return f"{self.scope.value}:{self.subject_id}:{self.looking.value}:{self.stage_id}:{self.page}"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open deal in the list."""

    deal_id: int
    account: str
    rep_id: int
    rep: str
    amount: Money
    """In the pipeline's currency, or in its own where no rate is known."""
    stage_id: int
    stage: str
    days: int
    """In this stage."""
    usual_days: int | None
    """The median of won deals in this stage; None without history."""
    why: Why | None
    slip: Slip | None
    expected_on: date | None
    mine: bool
    may_change: bool
    may_nudge: bool


@dataclass(frozen=True, slots=True)
class PipelineShown:
    """A pipeline; the rows are of all its deals, the lines of those that are looked at."""

    looked: Looked
    name: str
    own: bool
    day: date
    period: Period
    rows: tuple[PipelineRow, ...]
    stages: tuple[StageNow, ...]
    deals: int
    amount: Money
    weighted: Money
    unrated: int
    """Deals without a rate: counted, but in no amount."""
    carried: int
    """Deals whose rate had to be carried forward."""
    carried_from: date | None
    """The day of the oldest of those rates."""
    due: Money
    """The open deals expected this month, as far as they count for the subject."""
    gap: Money | None
    coverage: Decimal | None
    stale: int
    stale_amount: Money
    slipped: int
    slipped_amount: Money
    lines: tuple[OpenLine, ...]
    found: int
    """How many deals are looked at; the lines are one page of them."""

    @property
    def about(self) -> str:
        """What is looked at, as a button carries it."""
        return str(self.looked)

    @property
    def first(self) -> int:
        """The place of the page's first line, counted from 1."""
        return self.looked.page * PAGE + 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max((self.found + PAGE - 1) // PAGE, 1)


def may_look(book: Book, viewer: Viewer, scope: Scope, subject_id: int) -> bool:
    """Whether somebody may look at the open deals of a rep or a team one by one: who leads them, and a rep's own."""
    if scope is Scope.REP:
        return may_see_person(viewer, subject_id)
    return viewer.has(Role.MANAGER) and subject_id in viewer.teams_led


def pipeline_shown(book: Book, person: Person | None, looked: Looked, *, now: datetime) -> PipelineShown:
    """A rep's or a team's open deals, live. Raises NotAllowed for who may not see them."""
    viewer = viewer_of(book, person, now)
    require(may_look(book, viewer, looked.scope, looked.subject_id), "pipeline")
    day = workspace_day(book, now)
    as_of, period = AsOf(day, live=True, known_at=now), month_of(day)
    measured = Measured(book, period, as_of)
    row = measured.main_row(looked.scope, looked.subject_id)
    assert isinstance(row.won, Money)
    people = _people(measured, looked)
    states = book.deals.open(people) if people else []
    made = _Making(book, viewer, row.won.currency, states, day, now)
    lines = [made.line(state) for state in states]
    lines.sort(key=_most_pressing)
    own = {pipeline_of_rep(book, person, day) for person in people}
    stages = tuple(
        StageNow(stage.id, stage.name if len(own) == 1 else stage.full_name, stage.probability)
        for stage in book.accounts.stages(retired=True)
        if (not stage.retired and stage.pipeline_id in own)
        or any(line.stage_id == stage.id for line in lines)
    )
    rated = [line for line in lines if line.amount.currency == made.currency]
    rows = pipeline(stages, made.held, made.medians, day, made.currency)
    due = total((made.part(line, people) for line in rated if _due(line, period, day)), made.currency)
    goal = row.goal if isinstance(row.goal, Money) else None
    found = [line for line in lines if _is_looked_at(line, looked, period)]
    page = min(max(looked.page, 0), max((len(found) - 1) // PAGE, 0))
    stale = [line for line in rated if line.why is not None]
    slipped = [line for line in rated if line.slip is not None]
    return PipelineShown(
        looked=Looked(looked.scope, looked.subject_id, looked.looking, looked.stage_id, page),
        name=measured.name_of(looked.scope, looked.subject_id),
        own=looked.scope is Scope.REP and person is not None and person.id == looked.subject_id,
        day=day, period=period, rows=rows, stages=stages, deals=len(lines),
        amount=total((each.amount for each in rows), made.currency),
        weighted=total((each.weighted for each in rows), made.currency), unrated=len(lines) - len(rated),
        carried=len(made.carried), carried_from=min(made.carried, default=None),
        due=due, gap=row.gap if isinstance(row.gap, Money) else None, coverage=coverage(due, goal, row.won),
        stale=sum(line.why is not None for line in lines),
        stale_amount=total((line.amount for line in stale), made.currency),
        slipped=sum(line.slip is not None for line in lines),
        slipped_amount=total((line.amount for line in slipped), made.currency),
        lines=tuple(found[page * PAGE : (page + 1) * PAGE]), found=len(found),
    )  # fmt: skip


def _people(measured: Measured, looked: Looked) -> frozenset[int]:
    if looked.scope is Scope.REP:
        return frozenset({looked.subject_id})
    return measured.members(looked.subject_id)


def _due(line: OpenLine, period: Period, day: date) -> bool:
    return line.expected_on is not None and line.expected_on >= day and period.covers(line.expected_on)


def _is_looked_at(line: OpenLine, looked: Looked, period: Period) -> bool:
    if looked.stage_id and line.stage_id != looked.stage_id:
        return False
    return {
        Looking.ALL: True,
        Looking.STALE: line.why is not None,
        Looking.SLIPPED: line.slip is not None,
        Looking.MONTH: line.expected_on is not None and period.covers(line.expected_on),
        Looking.NO_DAY: line.expected_on is None,
    }[looked.looking]


def _most_pressing(line: OpenLine) -> tuple[bool, bool, date, int]:
    """Past their day first, then stale ones, then by the day they are expected."""
    return line.why is not Why.PAST_DAY, line.why is None, line.expected_on or date.max, line.deal_id


class _Making:
    """What every line is made with, asked for once."""

    def __init__(
        self, book: Book, viewer: Viewer, currency: str, states: Sequence[DealState], day: date, now: datetime
    ) -> None:
        self.viewer = viewer
        self.currency = currency
        self.day = day
        self.rates = rates_of(book, now)
        self.stages = {stage.id: stage.name for stage in book.accounts.stages(retired=True)}
        self.accounts = book.accounts.by_ids(state.account_id for state in states)
        self.names = {each.id: each.name for each in book.people.all()}
        entries = book.deals.moves_at_hand(date(day.year - 1, day.month, 1))
        visits = stage_visits(StageMove(deal, on, stage, outcome) for deal, on, stage, outcome, _ in entries)
        self.medians = stage_medians(visits)
        self.came = {visit.deal_id: visit.entered_on for visit in visits if visit.left_on is None}
        self.expected: dict[int, list[date | None]] = {}
        for deal_id, _, _, _, expected_on in entries:
            self.expected.setdefault(deal_id, []).append(expected_on)
        self.held: list[OpenInStage] = []
        self.states: dict[int, DealState] = {}
        self.carried: list[date] = []

    def line(self, state: DealState) -> OpenLine:
        """One open deal; it is remembered for the rows by stage."""
        converted = self.rates.convert(state.amount, self.currency, self.day)
        deal = OpenInStage(
            state.deal_id, state.stage_id or 0, converted, self.came.get(state.deal_id, state.effective_on),
            state.opened_on, state.expected_on,
        )  # fmt: skip
        self.held.append(deal)
        carried = self.rates.carried(state.amount.currency, self.day)
        self.carried += [carried] if carried is not None and state.amount.currency != self.currency else []
        self.states[state.deal_id] = state
        why = why_stale(deal, self.medians, self.day)
        usual = self.medians.get(deal.stage_id)
        return OpenLine(
            deal_id=state.deal_id, account=self.accounts[state.account_id].name, rep_id=state.rep_id,
            rep=self.names[state.rep_id], amount=converted if converted is not None else state.amount,
            stage_id=deal.stage_id, stage=self.stages.get(deal.stage_id, ""),
            days=(self.day - deal.changed_on).days, usual_days=None if usual is None else round(usual),
            why=why, slip=slip_of(self.expected.get(state.deal_id, ())), expected_on=state.expected_on,
            mine=state.rep_id == self.viewer.person_id, may_change=may_touch_deal(self.viewer, state.rep_id),
            may_nudge=self.viewer.leads(state.rep_id) and why is not None,
        )  # fmt: skip

    def part(self, line: OpenLine, people: Iterable[int]) -> Money:
        """As much of the deal as counts for these people."""
        sharers, among = self.states[line.deal_id].sharers, set(people)
        weights = [share.millionths for share in sharers]
        if not sum(weights):
            return Money(0, self.currency)
        parts = line.amount.allocate(weights)
        mine = (part for part, share in zip(parts, sharers, strict=True) if share.person_id in among)
        return total(mine, self.currency)
