"""How a period will end, seen in every way that can be borne out: for a person, a team or the company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from salesbot.domain import figures
from salesbot.domain.access import SMALLEST_GROUP, may_see_deal, may_see_person, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.assumptions import Assumption, AssumptionsChecked, check_against, sum_of
from salesbot.domain.attainment import Attainment
from salesbot.domain.attention import Candidate, amount_of
from salesbot.domain.beliefs import STEADY
from salesbot.domain.chances import StageChance
from salesbot.domain.estimates import Estimates
from salesbot.domain.forecasting import Forecast, counted_in, forecast
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, quantize
from salesbot.domain.odds import Odds, odds_of
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period
from salesbot.domain.track_records import TrackRecord
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Carried, Measured, carried_in
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.reading import people_of
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.figures.own import DueDeal, closing_together, due_deals
from salesbot.services.figures.subjects import row_for
from salesbot.services.forecasts.estimates import Stated, commit_in, may_state
from salesbot.services.forecasts.learning import (
    CountedDeal,
    UsualEnd,
    counted_deals,
    record_of,
    stage_chances,
    usual_end,
    with_chances,
)
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class RepAhead:
    """One rep of a team, with what the rep says and what is put beside it."""

    person: Person
    row: Attainment
    ahead: Forecast
    estimates: Estimates


@dataclass(frozen=True, slots=True)
class ForecastShown:
    """How a period will end; money in the currency of the goal."""

    subject: Subject
    name: str
    own: bool
    """Whether it is the reader's own."""
    as_of: AsOf
    over: bool
    row: Attainment
    ahead: Forecast
    """By the stages' probabilities as set; `commit` is what is said."""
    share_expected: Decimal | None
    odds: Odds | None
    learned: Forecast | None
    """By what the stages' history bears out; None where no stage of these deals has enough."""
    learned_odds: Odds | None
    chances: tuple[StageChance, ...]
    counted: dict[int, CountedDeal]
    """Every open deal that it is made from, by number; whether the reader may know it is still to be asked."""
    record: TrackRecord | None
    """What these shares foretold of past months, by which `learned` is corrected; None without enough of it."""
    usual: UsualEnd | None
    estimates: Estimates
    people: dict[int, str]
    """Names of who said what."""
    reps: tuple[RepAhead, ...]
    """A team's reps whose figures the reader may see."""
    of_all: bool
    """Whether those are all."""
    assumptions: tuple[Assumption, ...]
    assumed: Money
    checked: AssumptionsChecked | None
    due: tuple[DueDeal, ...]
    """Those that are the reader's to see, deal by deal."""
    left_out_of_others: int
    """How many more are left out of it, which are not the reader's to know."""
    together: tuple[Candidate, ...]
    carried: Carried | None
    """What of the won revenue rests on rates carried forward."""
    may_state: bool
    may_assume: bool

    @property
    def period(self) -> Period:
        """The period that is meant."""
        return self.subject.period

    @property
    def counted_in(self) -> tuple[DueDeal, ...]:
        """The open deals that the forecast is made from."""
        return tuple(deal for deal in self.due if deal.left_out is None)

    @property
    def left_out(self) -> tuple[DueDeal, ...]:
        """The open deals that stay out of it, and why."""
        return tuple(deal for deal in self.due if deal.left_out is not None)

    @property
    def together_amount(self) -> Money | None:
        """What those that would close the gap bring."""
        return amount_of(self.together)

    @property
    def committed(self) -> int:
        """How many of the reps somebody has committed for."""
        return sum(rep.estimates.counted is not None for rep in self.reps)

    @property
    def with_assumptions(self) -> Money:
        """Where it points to with what is assumed beside the deals."""
        return self.ahead.expected + self.assumed


def forecast_shown(book: Book, person: Person | None, subject: Subject, *, now: datetime) -> ForecastShown:
    """How the subject's period will end, live. Raises NotAllowed for who may not see it."""
    viewer = viewer_of(book, person, now)
    day = workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    as_of = AsOf(day, live=True, known_at=now)
    measured = Measured(book, subject.period, as_of)
    row = row_for(measured, viewer, subject)
    won, goal = figures.as_money(row.won), row.goal if isinstance(row.goal, Money) else None
    parts = DividedDeals(book, as_of, won.currency)
    mine = list(parts.of(subject.scope, subject.subject_id))
    stated = Stated(book.estimates.versions(subject.period, now))
    said = stated.of(subject.scope, subject.subject_id)
    reps = _reps(measured, parts, subject, stated, viewer)
    opened = parts.open_deals(mine)
    commit = commit_in(measured, stated, subject.scope, subject.subject_id, won)
    if said.own is None and not _may_know_sum(measured, stated, subject, viewer):
        commit = None
    best_case = said.own.best_case if said.own is not None else None
    ahead = forecast(won, goal, opened, subject.period, day, commit=commit, best_case=best_case)
    chances = stage_chances(book, measured, subject)
    bears = bool(ahead.deals) and any(each.learned for each in chances)
    record = record_of(book, measured, subject, chances) if bears else None
    stages = {part.state.deal_id: part.state.stage_id for part in mine}
    borne_out = with_chances(opened, stages, chances, record)
    sway = STEADY if record is None else record.sway
    learned = forecast(won, goal, borne_out, subject.period, day, sway=sway) if bears else None
    assumptions = _assumptions(book, subject, now)
    named = [part for part in mine if may_see_deal(viewer, people_of(part.state))]
    due = _one_a_deal(due_deals(parts, named, subject.period, ahead))
    left_out = {number for number, _ in ahead.excluded}
    share = figures.ratio(ahead.expected, goal) if goal is not None else None
    states = may_state(book, person, subject, now=now)
    return ForecastShown(
        subject=subject, name=measured.name_of(subject.scope, subject.subject_id),
        own=subject.scope is Scope.REP and person is not None and person.id == subject.subject_id,
        as_of=as_of, over=subject.period.over(day), row=row, ahead=ahead,
        share_expected=None if share is None else quantize(share), odds=_odds(ahead), learned=learned,
        learned_odds=None if learned is None else _odds(learned), chances=chances, record=record,
        counted=counted_deals(counted_in(opened, subject.period, day), borne_out),
        usual=usual_end(book, measured, subject, won), estimates=said,
        people={number: each.name for number, each in measured.people.items()}, reps=reps,
        of_all=subject.scope is Scope.TEAM and len(reps) == len(measured.members(subject.subject_id or 0)),
        assumptions=assumptions, assumed=sum_of(assumptions, won.currency),
        checked=check_against(assumptions, won) if subject.period.over(day) else None, due=due,
        left_out_of_others=len(left_out - {deal.deal_id for deal in due}),
        together=closing_together(row, due),
        carried=carried_in(measured, subject.scope, subject.subject_id, row),
        may_state=states and not subject.period.over(day),
        may_assume=states and subject.scope is Scope.TEAM and not subject.period.over(day),
    )  # fmt: skip


def _may_know_sum(measured: Measured, stated: Stated, subject: Subject, viewer: Viewer) -> bool:
    """Whether a team's commit, made up of what its reps said, tells the reader nothing that is not theirs to read."""
    if subject.scope is Scope.REP or viewer.has(Role.EXECUTIVE):
        return True
    people = measured.members(subject.subject_id or 0) if subject.scope is Scope.TEAM else measured.people
    said = [each for each in people if stated.of(Scope.REP, each).counted is not None]
    return len(said) >= SMALLEST_GROUP or all(may_see_person(viewer, each) for each in said)


def _reps(
    measured: Measured, parts: DividedDeals, subject: Subject, stated: Stated, viewer: Viewer
) -> tuple[RepAhead, ...]:
    """The team's reps whose figures the reader may see, by name."""
    if subject.scope is not Scope.TEAM or subject.subject_id is None:
        return ()
    members = [measured.people[number] for number in measured.members(subject.subject_id)]
    found = []
    for person in sorted(members, key=lambda each: each.name.casefold()):
        row = measured.main_row(Scope.REP, person.id)
        if not may_see_person(viewer, person.id) or figures.as_money(row.won).currency != parts.currency:
            continue
        goal = row.goal if isinstance(row.goal, Money) else None
        deals = parts.open_deals(parts.of_person(person.id))
        ahead = forecast(figures.as_money(row.won), goal, deals, subject.period, measured.as_of.day)
        found.append(RepAhead(person, row, ahead, stated.of(Scope.REP, person.id)))
    return tuple(found)


def _assumptions(book: Book, subject: Subject, now: datetime) -> tuple[Assumption, ...]:
    """What is assumed of exactly this team's or the company's period; of the company also what its teams assume."""
    if subject.scope is Scope.REP:
        return ()
    return tuple(
        each
        for each in book.estimates.assumptions(subject.period, now)
        if subject.scope is Scope.COMPANY
        or (each.scope, each.subject_id) == (subject.scope, subject.subject_id)
    )


def _one_a_deal(due: tuple[DueDeal, ...]) -> tuple[DueDeal, ...]:
    """Several people's parts of a deal as one."""
    found: dict[int, DueDeal] = {}
    for deal in due:
        before = found.get(deal.deal_id)
        if before is None or before.amount.currency != deal.amount.currency:
            found[deal.deal_id] = deal
        else:
            found[deal.deal_id] = deal.with_more(before.amount)
    return tuple(found.values())


def _odds(ahead: Forecast) -> Odds | None:
    return odds_of(ahead.chance) if ahead.chance is not None else None
