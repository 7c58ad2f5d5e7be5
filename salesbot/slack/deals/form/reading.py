"""What the form of a deal says when it is sent off."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.deals import DealDraft, Outcome, Technique
from salesbot.services.deals import DealFacts
from salesbot.slack.asking import Ask, FieldsRefused
from salesbot.slack.deals.form.fields import Fields
from salesbot.slack.reading import parsing_context, stage_names
from salesbot.storage.book import Book


def read_log_form(ask: Ask, book: Book, shown: DealFacts | None = None) -> DealDraft:
    """What the form says. Raises FieldsRefused with an error under each field that will not do."""
    # In a deal of somebody else that person stands in the sender's place.
    rep = ask.values.get("rep") or (shown.rep.slack_id if shown else None) or ask.slack_id
    context = replace(parsing_context(book, ask), sender=rep, stages=stage_names(ask, book.accounts.stages()))
    fields = Fields(ask, context)
    outcome, stage_id = fields.stage()
    day = fields.day(outcome, shown)
    account = fields.account(book)
    amount = fields.amount()
    currency = amount.currency if amount else book.workspace.counts_in
    lines = fields.products(currency)
    sharers, reasons = fields.sharers(), fields.reasons(outcome)
    worth = fields.amount_or_worth(book, amount, lines, shown.lines if shown else ())
    draft = DealDraft(
        account=account, amount=worth, outcome=outcome, stage_id=stage_id,
        reason_id=next(iter(reasons), None), more_reasons=reasons[1:], expected_on=day if outcome is Outcome.OPEN else None,
        closed_on=day if outcome is not Outcome.OPEN else None, rep=ask.values.get("rep") or None,
        sharers=sharers, assists=tuple(ask.values.get("assists") or ()), lines=lines,
        cost=fields.cost(currency),
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
    fields = Fields(ask, replace(parsing_context(book, ask), sender=shown.rep.slack_id or ask.slack_id))
    sharers = fields.sharers()
    if fields.errors:
        raise FieldsRefused(fields.errors)
    return sharers, tuple(ask.values.get("assists") or ())
