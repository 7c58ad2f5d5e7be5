"""Deals as rows of a file: how each one stands now, by names instead of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbot.domain.deals import DealState, Outcome, Share, Technique
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line
from salesbot.services.exports.amounts import written
from salesbot.services.exports.people import person_names
from salesbot.storage.book import Book

OWN_NUMBER = "deal:"
"""How a deal without an external id is named in files: `deal:17`."""
_ONE_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class DealRow:
    """What a file says of a deal: names of accounts and labels as written, people, stages and reasons by number."""

    external_id: str | None
    account: str
    amount: Money
    outcome: Outcome
    stage_id: int | None
    """Of an open deal."""
    rep_id: int
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    lines: tuple[Line[str], ...]
    technique: Technique | None
    source: str | None
    campaign: str | None
    competitor: str | None
    reason_id: int | None
    """Why it was lost, or won; the main reason."""
    shares: tuple[Share, ...]
    cost: Money | None
    note: str | None
    more_reasons: tuple[int, ...] = ()


@dataclass(frozen=True)
class Names:
    """Everything by which deals are written in names."""

    people: Mapping[int, str]
    accounts: Mapping[int, str]
    labels: Mapping[int, str]
    stages: Mapping[int, str]
    reasons: Mapping[int, str]
    pipelines: Mapping[int, str]
    """By stage, those that are not of the usual pipeline."""


def names_of(book: Book) -> Names:
    """The workspace's names by number."""
    return Names(
        people=person_names(book),
        accounts={account.id: account.name for account in book.accounts.all()},
        labels=book.accounts.label_names(),
        stages={stage.id: stage.key for stage in book.accounts.stages(retired=True)},
        reasons={reason.id: reason.code for reason in book.accounts.reasons(retired=True, won=None)},
        pipelines={
            stage.id: stage.pipeline for stage in book.accounts.stages(retired=True) if stage.pipeline
        },
    )


def deal_rows(book: Book, states: Iterable[DealState] | None = None) -> list[dict[str, str]]:
    """Every deal that was not withdrawn, by number; or these."""
    chosen = list(book.deals.all() if states is None else states)
    names = names_of(book)
    notes = book.deals.notes([state.deal_id for state in chosen])
    credited = _credited(book) if any(len(state.sharers) > 1 for state in chosen) else {}
    return [
        _cells(row_of(state, names, notes.get(state.deal_id)), state, names, credited.get(state.deal_id, {}))
        for state in chosen
    ]


def row_of(state: DealState, names: Names, note: str | None) -> DealRow:
    """What a file says of a deal as it stands."""
    label = names.labels.get
    return DealRow(
        external_id=state.external_id,
        account=names.accounts[state.account_id],
        amount=state.amount,
        outcome=state.outcome,
        stage_id=state.stage_id if state.outcome is Outcome.OPEN else None,
        rep_id=state.rep_id,
        opened_on=state.opened_on,
        expected_on=state.expected_on,
        closed_on=state.closed_on,
        lines=tuple(line.of(names.labels[line.product]) for line in state.lines),
        technique=state.technique,
        source=label(state.source_id) if state.source_id is not None else None,
        campaign=label(state.campaign_id) if state.campaign_id is not None else None,
        competitor=label(state.competitor_id) if state.competitor_id is not None else None,
        reason_id=state.reason_id if _decided(state) else None,
        more_reasons=state.more_reasons if _decided(state) else (),
        shares=state.shares,
        cost=state.cost,
        note=note,
    )


def written_shares(shares: Iterable[Share], people: Mapping[int, str]) -> str:
    """Shares as they stand in a file: `kim@x.io:60;bo@x.io:40`; who assists has 0."""
    return ";".join(
        f"{people.get(share.person_id, '')}:{Decimal(share.millionths) / _ONE_PERCENT:f}" for share in shares
    )


def written_reasons(row: DealRow, names: Names) -> str:
    """Why a deal was lost or won, as it stands in a file: `price;no-demo`, the main reason first."""
    first = [] if row.reason_id is None else [row.reason_id]
    return ";".join(names.reasons.get(number, "") for number in (*first, *row.more_reasons))


def _decided(state: DealState) -> bool:
    return state.outcome in (Outcome.WON, Outcome.LOST) and state.refund_of is None


def _cells(row: DealRow, state: DealState, names: Names, credited: Mapping[int, int]) -> dict[str, str]:
    # The cents left over went to those who were named first, so among equals they are named first again.
    shares = sorted(row.shares, key=lambda s: (s.assist, -s.millionths, -abs(credited.get(s.person_id, 0))))
    alone = len(shares) == 1 and shares[0].person_id == row.rep_id and not shares[0].assist
    return {
        "external_id": row.external_id or f"{OWN_NUMBER}{state.deal_id}",
        "account": row.account,
        "amount": written(row.amount),
        "currency": row.amount.currency,
        "stage": names.stages[row.stage_id] if row.stage_id is not None else row.outcome.value,
        "rep_email": names.people.get(row.rep_id, ""),
        "opened_on": str(row.opened_on or ""),
        "expected_on": str(row.expected_on or ""),
        "closed_on": str(row.closed_on or ""),
        "product": ";".join(line.product for line in row.lines),
        "quantity": ";".join(str(line.quantity) for line in row.lines),
        "technique": row.technique.value if row.technique else "",
        "source": row.source or "",
        "campaign": row.campaign or "",
        "competitor": row.competitor or "",
        "lost_reason": written_reasons(row, names) if row.outcome is Outcome.LOST else "",
        "splits": "" if alone else written_shares(shares, names.people),
        "cost": "" if row.cost is None else written(row.cost),
        "note": row.note or "",
        **_terms(row.lines),
        "won_reason": written_reasons(row, names) if row.outcome is Outcome.WON else "",
        "pipeline": names.pipelines.get(row.stage_id or 0, ""),
    }


def _terms(lines: Sequence[Line[str]]) -> dict[str, str]:
    """Prices, discounts in percent and costs of one, each in the products' order; a column that says nothing is empty."""
    terms = {
        "price": ["" if line.price is None else written(line.price) for line in lines],
        "discount": [f"{Decimal(line.discount) / _ONE_PERCENT:f}" if line.discount else "" for line in lines],
        "unit_cost": ["" if line.cost is None else written(line.cost) for line in lines],
    }
    return {column: ";".join(said) if any(said) else "" for column, said in terms.items()}


def _credited(book: Book) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for credit in book.credits.sums(date.min, date.max, by_deal=True):
        if credit.deal_id is not None and not credit.assist:
            found[credit.deal_id][credit.person_id] += credit.amount.minor
    return found
