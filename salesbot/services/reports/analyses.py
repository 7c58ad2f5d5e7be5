"""The reports of how deals are decided: conversion by stage, losses, and what wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from salesbot.analysis.pipeline import StageMove, StageVisit, stage_visits
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.kpis import median, uplift
from salesbot.domain.money import Money, total
from salesbot.domain.product_lines import weights_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.decided import DecidedDeal, decided_in, every_state, rate_of
from salesbot.services.reports.tables import Cell, Table, fields

_CONVERSION = fields("stage entered advanced rate days_median")
_LOSSES = fields("reason deals amount share", money="amount")
_WINNERS = fields("name won lost win_rate low high amount uplift n", money="amount")

Labels = Callable[[DealState], list[tuple[str | None, int]]]
"""Under which names a deal stands, each with its weight: by these the deal's amount is divided, to the cent."""


# -- conversion -------------------------------------------------------------------------------------------


def conversion(asked: Asked) -> Table:
    """Of the deals that first came to a stage in the period: how many came further, and how long they stayed."""
    entries = asked.book.deals.moves(asked.as_of.known_at, asked.as_of.until)
    visits = stage_visits(StageMove(*entry) for entry in entries)
    stages = asked.book.accounts.stages()
    places = {stage.id: (stage.pipeline_id, place) for place, stage in enumerate(stages)}
    by_deal: dict[int, list[StageVisit]] = defaultdict(list)
    for visit in visits:
        by_deal[visit.deal_id].append(visit)
    rows = []
    for stage in stages:
        cohort = [each for each in by_deal.values() if _came_in(each, stage.id, asked)]
        further = sum(_went_further(each, stage.id, places) for each in cohort)
        days = [_days_in(each, stage.id) for each in cohort]
        rows.append(
            (
                stage.full_name, len(cohort), further, Fraction(further, len(cohort)) if cohort else None,
                median([Fraction(stay) for stay in days if stay is not None]),
            )
        )  # fmt: skip
    return Table(_CONVERSION, tuple(rows))


def _came_in(visits: list[StageVisit], stage_id: int, asked: Asked) -> bool:
    first = next((visit for visit in visits if visit.stage_id == stage_id), None)
    return first is not None and asked.period.covers(first.entered_on)


def _went_further(
    visits: list[StageVisit], stage_id: int, places: Mapping[int, tuple[int | None, int]]
) -> bool:
    """Whether the deal came to a later stage of the same pipeline after this one, or was won."""
    first = next(place for place, visit in enumerate(visits) if visit.stage_id == stage_id)
    pipeline, here = places[stage_id]
    later = (
        visit.stage_id in places and places[visit.stage_id][0] == pipeline and places[visit.stage_id][1] > here
        for visit in visits[first + 1 :]
    )  # fmt: skip
    return visits[-1].outcome is Outcome.WON or any(later)


def _days_in(visits: list[StageVisit], stage_id: int) -> int | None:
    """All days in the stage; None while the deal is still there."""
    stays = [visit for visit in visits if visit.stage_id == stage_id]
    if any(stay.left_on is None for stay in stays):
        return None
    return sum((stay.left_on - stay.entered_on).days for stay in stays if stay.left_on is not None)


# -- losses -----------------------------------------------------------------------------------------------


def losses(asked: Asked) -> Table:
    """What deals of the period were lost on: how many, their amounts, and their part of all lost deals."""
    named = _ways_to_lose(asked)
    by = named[asked.chosen_by(named)]
    lost = [deal for deal in decided_in(asked, every_state(asked)) if not deal.won]
    groups = _grouped(lost, by, asked.currency)
    rows = [
        (name, len(group.deals), group.amount, Fraction(len(group.deals), len(lost)))
        for name, group in groups.items()
    ]
    rows.sort(key=lambda row: (-row[1], -row[2].minor, row[0] is None, alphabetical(row[0] or "")))
    return Table(_LOSSES, tuple(rows))


def _ways_to_lose(asked: Asked) -> dict[str, Labels]:
    accounts = asked.book.accounts
    reasons = {reason.id: reason for reason in accounts.reasons(retired=True)}
    labels, people = accounts.label_names(), asked.measured.people
    codes = {number: reason.code for number, reason in reasons.items()}
    classes = {number: reason.klass for number, reason in reasons.items()}
    return {
        "reason": lambda state: _one(codes.get(state.reason_id or 0)),
        "class": lambda state: _one(classes.get(state.reason_id or 0)),
        "competitor": lambda state: _one(labels.get(state.competitor_id or 0)),
        "product": _by_product(labels),
        "source": lambda state: _one(labels.get(state.source_id or 0)),
        "rep": lambda state: _one(people[state.rep_id].name),
    }


# -- what wins --------------------------------------------------------------------------------------------


def techniques(asked: Asked) -> Table:
    """How often each selling technique won."""
    return _winners(asked, lambda state: _one(state.technique.value if state.technique else None))


def products(asked: Asked) -> Table:
    """How often deals with each product were won."""
    return _winners(asked, _by_product(asked.book.accounts.label_names()))


def sources(asked: Asked) -> Table:
    """How often deals from each source were won."""
    labels = asked.book.accounts.label_names()
    return _winners(asked, lambda state: _one(labels.get(state.source_id or 0)))


def segments(asked: Asked) -> Table:
    """How often deals with accounts of each segment were won."""
    deals = decided_in(asked, every_state(asked))
    accounts = asked.book.accounts.by_ids({deal.state.account_id for deal in deals})

    def segment(state: DealState) -> str | None:
        found = accounts.get(state.account_id)
        return found.segment if found is not None else None

    return _winners(asked, lambda state: _one(segment(state)))


def _winners(asked: Asked, by: Labels) -> Table:
    deals = decided_in(asked, every_state(asked))
    groups = _grouped(deals, by, asked.currency, only_won=True)
    rows: list[tuple[Cell, ...]] = []
    for name, group in sorted(groups.items(), key=lambda pair: alphabetical(pair[0] or "")):
        if name is None:
            continue
        rate = rate_of(group.deals)
        mine = {deal.deal_id for deal in group.deals}
        others = rate_of([deal for deal in deals if deal.deal_id not in mine])
        low, high = rate.interval or (None, None)
        rows.append(
            (name, rate.won, rate.lost, rate.rate, low, high, group.amount, uplift(rate, others), rate.n)
        )
    return Table(_WINNERS, tuple(rows))


# -- groups -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    deals: list[DecidedDeal]
    amount: Money


def _grouped(
    deals: Iterable[DecidedDeal], by: Labels, currency: str, *, only_won: bool = False
) -> dict[str | None, _Group]:
    """Deals by name, with the amounts that fall on it; of won deals only, where asked."""
    found: dict[str | None, list[DecidedDeal]] = defaultdict(list)
    sums: dict[str | None, list[Money]] = defaultdict(list)
    for deal in deals:
        names, weights = zip(*by(deal.state), strict=True)
        for name in names:
            found[name].append(deal)
        if deal.amount is not None and (deal.won or not only_won):
            for name, part in zip(names, deal.amount.allocate(weights), strict=True):
                sums[name].append(part)
    return {name: _Group(mine, total(sums[name], currency)) for name, mine in found.items()}


def _one(name: str | None) -> list[tuple[str | None, int]]:
    return [(name, 1)]


def _by_product(labels: Mapping[int, str]) -> Labels:
    """A deal stands under each of its products, its amount divided by their prices, else by quantities."""

    def names(state: DealState) -> list[tuple[str | None, int]]:
        weights = weights_of(state.lines)
        if not sum(weights):
            return _one(None)
        return [(labels.get(line.product), weight) for line, weight in zip(state.lines, weights, strict=True)]

    return names
