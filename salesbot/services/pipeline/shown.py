"""The pipeline: open deals by stage, what is stale and what slipped, and how far it covers what is still to win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from salesbot.analysis.pipeline import PipelineRow, StageNow, pipeline
from salesbot.domain.access import may_see_open_deals, may_see_person, may_touch_deal, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attention import Why
from salesbot.domain.figures import as_money
from salesbot.domain.forecasting import coverage
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, total
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of, read_period
from salesbot.domain.pipeline import Looking, Slip
from salesbot.domain.rounding import in_whole_units
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.pipelines import pipeline_of_rep
from salesbot.services.people import viewer_of
from salesbot.services.pipeline.open_deals import OpenDeal, OpenDeals
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
    within: str = ""
    """Only those expected to close in the period of this key; empty: at any time."""

    def __str__(self) -> str:
        parts = (self.scope.value, self.subject_id, self.looking.value, self.stage_id, self.page)
        return ":".join(map(str, (*parts, self.within) if self.within else parts))


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
    due_deals: tuple[tuple[OpenDeal, Money], ...]
    """These deals, each with as much of it as counts."""
    goal: Money | None
    won: Money
    medians: Mapping[int, Fraction]
    """How many days won deals stayed in each stage; stages that no won deal went through are left out."""
    gap: Money | None
    coverage: Decimal | None
    stale: int
    stale_amount: Money
    slipped: int
    slipped_amount: Money
    lines: tuple[OpenLine, ...]
    found: int
    """How many deals are looked at; the lines are one page of them."""
    found_amount: Money
    within: Period | None
    """In which these are expected to close, where one is named."""

    @property
    def table(self) -> tuple[PipelineRow, ...]:
        """The rows in whole units, so that each column adds up to the sum as it is shown."""
        columns = (
            in_whole_units([getattr(row, name) for row in self.rows]) for name in ("amount", "weighted")
        )
        return tuple(
            replace(row, amount=as_money(amount), weighted=as_money(part))
            for row, amount, part in zip(self.rows, *columns, strict=True)
        )

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
    return may_see_open_deals(viewer, subject_id)


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
    made = OpenDeals(book, row.won.currency, people, day, now)
    deals = sorted((made.deal(each) for each in made.rows), key=_most_pressing)
    own = {pipeline_of_rep(book, person, day) for person in people}
    used = {deal.held.stage_id for deal in deals}
    stages = tuple(
        StageNow(stage.id, stage.name if len(own) == 1 else stage.full_name, stage.probability)
        for stage in book.accounts.stages(retired=True)
        if (not stage.retired and stage.pipeline_id in own) or stage.id in used
    )
    rated = [deal for deal in deals if deal.held.amount is not None]
    rows = pipeline(stages, (deal.held for deal in deals), made.medians, day, made.currency)
    due_deals = tuple(made.parts([deal for deal in rated if _due(deal.row.expected_on, period, day)], people))
    due = total((part for _, part in due_deals), made.currency)
    goal = row.goal if isinstance(row.goal, Money) else None
    within = read_period(looked.within, book.workspace.years) if looked.within else None
    found = [deal for deal in deals if _is_looked_at(deal, looked, period) and _expected_in(deal, within)]
    page = min(max(looked.page, 0), max((len(found) - 1) // PAGE, 0))
    stale = [deal for deal in deals if deal.why is not None]
    slipped = [deal for deal in deals if deal.slip is not None]
    return PipelineShown(
        looked=replace(looked, page=page),
        name=measured.name_of(looked.scope, looked.subject_id),
        own=looked.scope is Scope.REP and person is not None and person.id == looked.subject_id,
        day=day, period=period, rows=rows, stages=stages, deals=len(deals),
        amount=total((each.amount for each in rows), made.currency),
        weighted=total((each.weighted for each in rows), made.currency), unrated=len(deals) - len(rated),
        carried=made.carried, carried_from=made.carried_from,
        due=due, due_deals=due_deals, goal=goal, won=row.won, medians=made.medians,
        gap=row.gap if isinstance(row.gap, Money) else None, coverage=coverage(due, goal, row.won),
        stale=len(stale), stale_amount=made.total(stale), slipped=len(slipped), slipped_amount=made.total(slipped),
        lines=_lines(book, viewer, made, found[page * PAGE : (page + 1) * PAGE]), found=len(found),
        found_amount=made.total(found), within=within,
    )  # fmt: skip


def _people(measured: Measured, looked: Looked) -> frozenset[int]:
    if looked.scope is Scope.REP:
        return frozenset({looked.subject_id})
    return measured.members(looked.subject_id)


def _due(expected_on: date | None, period: Period, day: date) -> bool:
    return expected_on is not None and expected_on >= day and period.covers(expected_on)


def _expected_in(deal: OpenDeal, period: Period | None) -> bool:
    expected_on = deal.row.expected_on
    return period is None or (expected_on is not None and period.covers(expected_on))


def _is_looked_at(deal: OpenDeal, looked: Looked, period: Period) -> bool:
    if looked.stage_id and deal.held.stage_id != looked.stage_id:
        return False
    expected_on = deal.row.expected_on
    match looked.looking:
        case Looking.STALE:
            return deal.why is not None
        case Looking.SLIPPED:
            return deal.slip is not None
        case Looking.MONTH:
            return expected_on is not None and period.covers(expected_on)
        case Looking.NO_DAY:
            return expected_on is None
    return True


def _most_pressing(deal: OpenDeal) -> tuple[bool, bool, date, int]:
    """Past their day first, then stale ones, then by the day they are expected."""
    return deal.why is not Why.PAST_DAY, deal.why is None, deal.row.expected_on or date.max, deal.row.deal_id


def _lines(book: Book, viewer: Viewer, made: OpenDeals, deals: Sequence[OpenDeal]) -> tuple[OpenLine, ...]:
    """One page of the list."""
    stages = {stage.id: stage.name for stage in book.accounts.stages(retired=True)}
    accounts = book.accounts.by_ids(deal.row.account_id for deal in deals)
    names = {each.id: each.name for each in book.people.all()}
    sharers = book.deals.sharers_of([deal.row.entry_id for deal in deals]) if viewer.as_deputy else {}
    earners = {entry: {each.person_id for each in some if each.millionths} for entry, some in sharers.items()}
    return tuple(
        OpenLine(
            deal_id=deal.row.deal_id, account=accounts[deal.row.account_id].name, rep_id=deal.row.rep_id,
            rep=names[deal.row.rep_id],
            amount=deal.held.amount or Money(deal.row.minor, deal.row.currency),
            stage_id=deal.held.stage_id, stage=stages.get(deal.held.stage_id, ""),
            days=(made.day - deal.held.changed_on).days,
            usual_days=None if (usual := made.medians.get(deal.held.stage_id)) is None else round(usual),
            why=deal.why, slip=deal.slip, expected_on=deal.row.expected_on,
            mine=deal.row.rep_id == viewer.person_id,
            may_change=may_touch_deal(viewer, deal.row.rep_id, earners.get(deal.row.entry_id, set())),
            may_nudge=viewer.leads(deal.row.rep_id) and deal.why is not None,
        )
        for deal in deals
    )  # fmt: skip
