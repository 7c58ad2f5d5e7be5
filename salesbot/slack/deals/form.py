"""The form of a deal: what it is filled with, and what it says when it is sent off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from salesbot.domain.access import Grant, may_log_for
from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft, Line, Outcome, Technique
from salesbot.domain.misreadings import Misreading
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import WHOLE, Money, allocate
from salesbot.domain.people import Role
from salesbot.services.deals import DealFacts
from salesbot.services.deals import mistakes as wrong
from salesbot.slack.asking import Ask, FieldsRefused
from salesbot.slack.parsing import ParsingContext, escaped, exact_text, read_amount, read_deal
from salesbot.slack.reading import parsing_context
from salesbot.storage.book import Book

NEW = "new:"
"""Begins the value of an account that is not one yet; its name follows."""
_LONGEST_NAME = 140
_PIECE = re.compile(r"^(?P<product>.+?)(?:\s+[x×]\s?(?P<quantity>[1-9]\d{0,5}))?$", re.IGNORECASE)

_FIELD_OF: dict[type[SalesbotError], str] = {
    wrong.AmountNeeded: "amount",
    wrong.LostReasonNeeded: "reason",
    wrong.CloseDayAhead: "day",
    wrong.OpenedAfterClose: "day",
    wrong.StageGone: "stage",
    wrong.MayNotLogFor: "rep",
    wrong.ChangeReasonNeeded: "change_reason",
    wrong.GuestNamed: "people",
}
"""Under which field a mistake of the service is shown."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What stands in the fields when the form opens."""

    account_value: str = ""
    account: str = ""
    amount: str = ""
    stage: str = ""
    reason_id: int | None = None
    day: str = ""
    products: str = ""
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
            account_value=str(known.id) if known else NEW + draft.account[:_LONGEST_NAME],
            account=known.name if known else draft.account,
            amount=exact_text(draft.amount) if draft.amount else "",
            stage=_stage_value(draft.outcome, draft.stage_id), reason_id=draft.reason_id,
            day=_iso(draft.closed_on or draft.expected_on), products=_products(draft.lines),
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
            reason_id=deal.reason.id if deal.reason else None, day=_iso(deal.closed_on or deal.expected_on),
            products=_products([Line(product, quantity) for product, quantity in deal.lines]),
            technique=deal.technique or "", source=deal.source or "", campaign=deal.campaign or "",
            competitor=deal.competitor or "", rep=deal.rep.slack_id or "",
            people=" ".join(part.person.slack_id or "" for part in others).strip(),
            split=_split(parts) if others and (not own or not _even(parts)) else "",
            assists=" ".join(person.slack_id or "" for person in deal.assists).strip(), note=deal.note,
        )  # fmt: skip


def log_form(ask: Ask, book: Book, prefilled: Prefilled) -> dict[str, Any]:
    """The form that logs a deal."""
    return ask.form(
        "deals/form", filled=prefilled, edits=False, may_log_for=_may_log_for(ask, book), keeps_people=False,
        needs_reason=False, change_reasons=(), **_choices(book, prefilled),
    )  # fmt: skip


def edit_form(
    ask: Ask, book: Book, deal: DealFacts, *, needs_reason: bool, dispute_id: int | None = None
) -> dict[str, Any]:
    """The form that changes a deal: it carries the number of the entry that it shows, and of a dispute it answers."""
    prefilled = Prefilled.of_deal(deal)
    return ask.form(
        "deals/form", about={"deal": deal.deal_id, "number": deal.number, "dispute": dispute_id}, filled=prefilled,
        edits=True,
        may_log_for=_may_log_for(ask, book), keeps_people=keeps_people(deal), needs_reason=needs_reason,
        change_reasons=list(ChangeReason), **_choices(book, prefilled),
    )  # fmt: skip


def keeps_people(deal: DealFacts) -> bool:
    """Whether the form leaves everybody's part as it is: a field can name only who has a Slack account."""
    people = [*(part.person for part in deal.shares), *deal.assists, deal.rep]
    return any(person.slack_id is None for person in people)


def read_log_form(ask: Ask, book: Book, shown: DealFacts | None = None) -> DealDraft:
    """What the form says. Raises FieldsRefused with an error under each field that will not do."""
    # In a deal of somebody else that person stands in the sender's place.
    rep = ask.values.get("rep") or (shown.rep.slack_id if shown else None) or ask.slack_id
    fields = _Fields(ask, replace(parsing_context(book, ask), sender=rep))
    outcome, stage_id = fields.stage()
    day = fields.day(outcome, shown)
    account = fields.account(book)
    sharers = fields.sharers()
    draft = DealDraft(
        account=account, amount=fields.amount(), outcome=outcome, stage_id=stage_id,
        reason_id=fields.reason(outcome), expected_on=day if outcome is Outcome.OPEN else None,
        closed_on=day if outcome is not Outcome.OPEN else None, rep=ask.values.get("rep") or None,
        sharers=sharers, assists=tuple(ask.values.get("assists") or ()), lines=fields.products(),
        technique=Technique(ask.values["technique"]) if ask.values.get("technique") else None,
        source=fields.name("source"), campaign=fields.name("campaign"), competitor=fields.name("competitor"),
        note=ask.values.get("note") or None,
    )  # fmt: skip
    if fields.errors:
        raise FieldsRefused(fields.errors)
    return draft


def read_shares(
    ask: Ask, book: Book, shown: DealFacts
) -> tuple[tuple[tuple[str | None, int], ...], tuple[str, ...]]:
    """Who shares in a deal and who helped, as a form says it. Raises FieldsRefused."""
    fields = _Fields(ask, replace(parsing_context(book, ask), sender=shown.rep.slack_id or ask.slack_id))
    sharers = fields.sharers()
    if fields.errors:
        raise FieldsRefused(fields.errors)
    return sharers, tuple(ask.values.get("assists") or ())


@contextmanager
def refused_in_fields(ask: Ask, more: Mapping[type[SalesbotError], str] | None = None) -> Iterator[None]:
    """Show what the service refuses under the field that it concerns; `more`: of this form alone."""
    field_of = {**_FIELD_OF, **(more or {})}
    try:
        yield
    except tuple(field_of) as mistake:
        name = mistake.template if "/" in mistake.template else f"mistakes/{mistake.template}"
        words = ask.words(name, in_form=True, **mistake.facts)
        raise FieldsRefused({field_of[type(mistake)]: words}) from None


class _Fields:
    """The fields of a form, read one by one; what will not do is gathered."""

    def __init__(self, ask: Ask, context: ParsingContext) -> None:
        self.ask, self.context, self.errors = ask, context, dict[str, str]()

    def account(self, book: Book) -> str:
        """The name of the account that was chosen or typed anew."""
        value = str(self.ask.values.get("account") or "")
        if value.startswith(NEW) and value != NEW:
            return value[len(NEW) :]
        try:
            return book.accounts.by_id(int(value)).name
        except (ValueError, LookupError):
            self.errors["account"] = self.ask.words("deals/fields/account")
            return ""

    def amount(self) -> Money | None:
        """The amount, read as in a line."""
        typed = str(self.ask.values.get("amount") or "")
        if not typed.strip():
            self.errors["amount"] = self.ask.words("deals/fields/amount")
            return None
        try:
            return read_amount(escaped(typed), self.context)
        except Misreading as mistake:
            self._refuse("amount", mistake)
            return None

    def stage(self) -> tuple[Outcome, int | None]:
        """Won, lost, or open in a stage."""
        value = str(self.ask.values.get("stage") or "")
        if value in (Outcome.WON, Outcome.LOST):
            return Outcome(value), None
        stage_id = int(value) if value.isdigit() else None
        if stage_id not in {stage.id for stage in self.context.stages}:
            self.errors["stage"] = self.ask.words("mistakes/stage_gone", in_form=True)
        return Outcome.OPEN, stage_id

    def reason(self, outcome: Outcome) -> int | None:
        """Why it was lost."""
        value = str(self.ask.values.get("reason") or "")
        if outcome is Outcome.LOST and not value.isdigit():
            self.errors["reason"] = self.ask.words("deals/fields/reason")
        return int(value) if value.isdigit() and outcome is Outcome.LOST else None

    def day(self, outcome: Outcome, shown: DealFacts | None) -> date | None:
        """The day it closed, or is expected to: the one looks back, the other ahead."""
        value = self.ask.values.get("day")
        day = date.fromisoformat(value) if value else None
        if day is None or (shown is not None and day in (shown.expected_on, shown.closed_on)):
            return day
        if outcome is Outcome.OPEN and day < self.context.today:
            self.errors["day"] = self.ask.words("deals/fields/day_gone")
        if outcome is not Outcome.OPEN and day > self.context.workspace_today:
            self.errors["day"] = self.ask.words("mistakes/close_day_ahead", in_form=True, day=day)
        return day

    def products(self) -> tuple[Line, ...]:
        """`Pro x3, Basic`: so many of each product."""
        lines = []
        for piece in re.split(r"[,;\n]", str(self.ask.values.get("products") or "")):
            if found := _PIECE.match(piece.strip()):
                lines.append(Line(found["product"][:_LONGEST_NAME], int(found["quantity"] or 1)))
        return tuple(lines)

    def sharers(self) -> tuple[tuple[str | None, int], ...]:
        """Who shares the credit: the rep first, then the people in order, evenly unless shares are named."""
        people = list(self.ask.values.get("people") or ())
        typed = "".join(str(self.ask.values.get("split") or "").split())
        if not people and not typed:
            return ()
        how = f"split:{escaped(typed)}" if typed else "with"
        line = " ".join(["Acme", "1", how, *(f"<@{person}>" for person in people)])
        try:
            return read_deal(line, self.context).sharers
        except Misreading as mistake:
            self._refuse("split" if typed else "people", mistake)
            return ()

    def name(self, field: str) -> str | None:
        """A name as typed; None where nothing stands."""
        return " ".join(str(self.ask.values.get(field) or "").split())[:_LONGEST_NAME] or None

    def _refuse(self, field: str, mistake: Misreading) -> None:
        facts = {**mistake.facts, "command": ""}
        self.errors[field] = self.ask.words(mistake.template, **facts)


def _choices(book: Book, prefilled: Prefilled) -> dict[str, Any]:
    stages = book.accounts.stages(retired=True)
    reasons = book.accounts.reasons(retired=True)
    return {
        "stages": [s for s in stages if not s.retired or str(s.id) == prefilled.stage],
        "reasons": [r for r in reasons if not r.retired or r.id == prefilled.reason_id],
        "techniques": list(Technique),
        "currency": book.workspace.currency,
    }


def _may_log_for(ask: Ask, book: Book) -> bool:
    """Whether the form offers to log for others: to who leads anybody, or was given leave."""
    viewer = ask.viewer(book)
    return viewer.granted(Grant.LOG_FOR) or (
        ask.has(Role.MANAGER) and any(may_log_for(viewer, person) for person in viewer.people_below)
    )


def _stage_value(outcome: Outcome, stage_id: int | None) -> str:
    if outcome in (Outcome.WON, Outcome.LOST):
        return outcome.value
    return str(stage_id) if stage_id is not None else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _products(lines: Any) -> str:
    return ", ".join(
        line.product if line.quantity == 1 else f"{line.product} x{line.quantity}" for line in lines
    )


def _split(parts: list[int]) -> str:
    """Shares as one types them: 70/30, 33.3334/33.3333/33.3333."""
    return "/".join(f"{Decimal(part) / 10_000:f}" for part in parts)


def _even(parts: list[int]) -> bool:
    return parts == allocate(WHOLE, [1] * len(parts))
