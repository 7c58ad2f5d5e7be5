"""The reports of what is still open: the pipeline by stage, and the forecast."""

from __future__ import annotations

from collections.abc import Iterable

from salesbot.analysis.pipeline import (
    OpenInStage,
    StageMove,
    StageNow,
    stage_medians,
    stage_visits,
)
from salesbot.analysis.pipeline import (
    pipeline as by_stage,
)
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.forecasting import Forecast
from salesbot.domain.forecasting import forecast as forecast_of
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.reports.asked import Asked, ReportAskedWrongly
from salesbot.services.reports.tables import Cell, Table, fields

_PIPELINE = fields("stage deals amount weighted oldest_days stale", money="amount weighted")
_FORECAST = fields(
    "scope name won weighted commit best_case p10 p50 p90 chance coverage excluded",
    money="won weighted commit best_case p10 p50 p90",
)


def pipeline(asked: Asked) -> Table:
    """What stands in each open stage; with a period only the deals expected to close in it."""
    if asked.scope not in (None, Scope.COMPANY):
        raise ReportAskedWrongly(
            name=asked.name, option="scope", typed=asked.scope.value if asked.scope else "",
            known=(Scope.COMPANY.value,),
        )  # fmt: skip
    parts = DividedDeals(asked.book, asked.as_of, asked.currency)
    deals = [state for state in parts.states if state.outcome is Outcome.OPEN and _due(state, asked)]
    entries = asked.book.deals.moves(asked.as_of.known_at, asked.as_of.until)
    visits = stage_visits(StageMove(*entry) for entry in entries)
    came = {visit.deal_id: visit.entered_on for visit in visits if visit.left_on is None}
    held = [
        OpenInStage(
            state.deal_id, state.stage_id or 0, _in_currency(parts, state),
            came.get(state.deal_id, state.effective_on), state.opened_on, state.expected_on,
        )
        for state in deals
        if state.stage_id is not None
    ]  # fmt: skip
    used = {deal.stage_id for deal in held}
    stages = [
        StageNow(stage.id, stage.full_name, stage.probability)
        for stage in asked.book.accounts.stages(retired=True)
        if not stage.retired or stage.id in used
    ]
    rows = by_stage(stages, held, stage_medians(visits), asked.as_of.day, asked.currency)
    return Table(
        _PIPELINE,
        tuple((row.stage, row.deals, row.amount, row.weighted, row.oldest_days, row.stale) for row in rows),
    )


def forecast(asked: Asked) -> Table:
    """How the period will end for the company, teams and reps who won something, have a goal or an open deal."""
    parts: dict[str, DividedDeals] = {}
    rows = [
        _forecast_row(asked, scope, number, parts)
        for scope in asked.scopes
        for number in _forecast_subjects(asked, scope, parts)
    ]
    return Table(_FORECAST, tuple(rows))


def forecast_for(asked: Asked, scope: Scope, number: int | None, parts: dict[str, DividedDeals]) -> Forecast:
    """How the period will end for somebody, in the currency of their goal."""
    row = asked.measured.main_row(scope, number)
    assert isinstance(row.won, Money)
    goal = row.goal if isinstance(row.goal, Money) else None
    held = _parts_in(asked, row.won.currency, parts)
    deals = held.open_deals(held.of(scope, number))
    said = asked.stated.of(scope, number)
    commit = asked.commit_of(scope, number, row.won)
    best_case = said.own.best_case if said.own is not None else None
    return forecast_of(
        row.won, goal, deals, asked.period, asked.as_of.day, commit=commit, best_case=best_case
    )


def _forecast_row(
    asked: Asked, scope: Scope, number: int | None, parts: dict[str, DividedDeals]
) -> tuple[Cell, ...]:
    ahead = forecast_for(asked, scope, number, parts)
    return (
        scope.value, asked.measured.name_of(scope, number), ahead.won, ahead.weighted, ahead.commit,
        ahead.best_case, ahead.p10, ahead.p50, ahead.p90, ahead.chance, ahead.coverage,
        len(ahead.excluded),
    )  # fmt: skip


def _forecast_subjects(asked: Asked, scope: Scope, parts: dict[str, DividedDeals]) -> Iterable[int | None]:
    """Who has a row: those of the attainment report, and whoever has an open deal that is due or excluded."""
    measured = asked.measured
    held = _parts_in(asked, asked.currency, parts)
    opened = [
        part for part in held.all if part.state.outcome is Outcome.OPEN and _concerns(part.state, asked)
    ]
    if scope is Scope.COMPANY:
        return [None] if opened or measured.rows_of(scope, None) else []
    if scope is Scope.TEAM:
        with_open = {part.team_id for part in opened}
        return [
            team for team in measured.subjects(scope) if team in with_open or measured.rows_of(scope, team)
        ]
    people = {number for number in measured.subjects(scope) if number is not None}
    people |= {part.person_id for part in opened}
    return sorted(people, key=lambda number: (alphabetical(measured.people[number].name), number))


def _parts_in(asked: Asked, currency: str, parts: dict[str, DividedDeals]) -> DividedDeals:
    if currency not in parts:
        parts[currency] = DividedDeals(asked.book, asked.as_of, currency)
    return parts[currency]


def _concerns(state: DealState, asked: Asked) -> bool:
    """Whether an open deal is due in the period, or left out of every forecast."""
    return (
        state.expected_on is None
        or state.expected_on < asked.as_of.day
        or asked.period.covers(state.expected_on)
    )


def _due(state: DealState, asked: Asked) -> bool:
    if asked.given_period is None:
        return True
    return state.expected_on is not None and asked.given_period.covers(state.expected_on)


def _in_currency(parts: DividedDeals, state: DealState) -> Money | None:
    whole = parts.whole(state)
    return whole if whole.currency == parts.currency else None
