"""What stands in the fields of a deal's form when it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.money import WHOLE, allocate
from salesbot.domain.product_lines import cost_of
from salesbot.services.deals import DealFacts
from salesbot.slack.asking import Ask
from salesbot.slack.deals.form.products import written
from salesbot.slack.parsing import exact_text
from salesbot.storage.book import Book

NEW = "new:"
"""Begins the value of an account that is not one yet; its name follows."""
LONGEST_NAME = 140


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What stands in the fields when the form opens."""

    account_value: str = ""
    account: str = ""
    amount: str = ""
    stage: str = ""
    reason_id: int | None = None
    more_reasons: tuple[int, ...] = ()
    day: str = ""
    products: str = ""
    cost: str = ""
    """What the deal costs, where that does not follow from its products."""
    technique: str = ""
    source: str = ""
    campaign: str = ""
    competitor: str = ""
    rep: str = ""
    people: str = ""
    split: str = ""
    assists: str = ""
    note: str | None = None

    @classmethod
    def of_draft(cls, book: Book, ask: Ask, draft: DealDraft) -> Prefilled:
        """What was understood of a line."""
        known = book.accounts.named(draft.account)
        others = [who for who, _ in draft.sharers if who]
        parts = [part for _, part in draft.sharers]
        return cls(
            account_value=str(known.id) if known else NEW + draft.account[:LONGEST_NAME],
            account=known.name if known else draft.account,
            amount=exact_text(draft.amount) if draft.amount else "",
            stage=_stage_value(draft.outcome, draft.stage_id), reason_id=draft.reason_id, more_reasons=draft.more_reasons,
            day=_iso(draft.closed_on or draft.expected_on), products=written(draft.lines),
            technique=draft.technique or "", source=draft.source or "", rep=draft.rep or "",
            people=" ".join(others), split=_split(parts) if others and not _even(parts) else "",
            assists=" ".join(draft.assists), note=draft.note,
        )  # fmt: skip

    @classmethod
    def of_deal(cls, deal: DealFacts) -> Prefilled:
        """How a deal stands. Who has no Slack account cannot be named in a field, and keeps the part they have."""
        own = [part.millionths for part in deal.shares if part.person.id == deal.rep.id]
        others = [part for part in deal.shares if part.person.id != deal.rep.id]
        parts = [*own, *(part.millionths for part in others)]
        return cls(
            account_value=str(deal.account_id), account=deal.account, amount=exact_text(deal.amount),
            stage=_stage_value(deal.outcome, deal.stage.id if deal.stage else None),
            reason_id=deal.reason.id if deal.reason else None,
            more_reasons=tuple(reason.id for reason in deal.more_reasons), day=_iso(deal.closed_on or deal.expected_on),
            products=written(deal.lines),
            cost=exact_text(deal.cost) if deal.cost and deal.cost != cost_of(deal.lines) else "",
            technique=deal.technique or "", source=deal.source or "", campaign=deal.campaign or "",
            competitor=deal.competitor or "", rep=deal.rep.slack_id or "",
            people=" ".join(part.person.slack_id or "" for part in others).strip(),
            split=_split(parts) if others and (not own or not _even(parts)) else "",
            assists=" ".join(person.slack_id or "" for person in deal.assists).strip(), note=deal.note,
        )  # fmt: skip


def _stage_value(outcome: Outcome, stage_id: int | None) -> str:
    if outcome in (Outcome.WON, Outcome.LOST):
        return outcome.value
    return str(stage_id) if stage_id is not None else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _split(parts: list[int]) -> str:
    """Shares as one types them: 70/30, 33.3334/33.3333/33.3333."""
    return "/".join(f"{Decimal(part) / 10_000:f}" for part in parts)


def _even(parts: list[int]) -> bool:
    return parts == allocate(WHOLE, [1] * len(parts))
