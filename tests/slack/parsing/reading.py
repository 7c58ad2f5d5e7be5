"""A workspace in Ljubljana on Wednesday 18 November 2026, and what it makes of a line, told in one line.

The deals are told as `Acme = 12500.00 EUR, won 2026-11-18`, mistakes by name with the piece they quote, questions
with what each of their answers would mean. Of every mistake the example is read as well, and must be a deal.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from salesbot.domain.accounts import DEFAULT_REASONS, DEFAULT_STAGES, DEFAULT_WON_REASONS
from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.misreadings import Misreading, Question
from salesbot.domain.product_lines import Line
from salesbot.slack.parsing import (
    NamesAtHand,
    ParsingContext,
    ReasonName,
    StageName,
    exact_text,
    plain,
    read_amount,
    read_deal,
)

PEOPLE = {"@KIM": "<@U0KIM|kim>", "@BO": "<@U0BO|bo>", "@ME": "<@U0ME|me>"}
"""How Slack hands over whom a line of a test mentions."""
ACCOUNTS = (
    "Acme",
    "Studio 54",
    "3M",
    "Helios",
    "Nordlys",
    "Safaricom PLC",
    "Mercator d.d.",
    "O'Brien",
    "Müller AG",
)
STAGES = tuple(StageName(place, key, name) for place, (key, name, _) in enumerate(DEFAULT_STAGES, 1))
REASONS = tuple(
    ReasonName(place, *names, won=place > len(DEFAULT_REASONS))
    for place, names in enumerate((*DEFAULT_REASONS, *DEFAULT_WON_REASONS), 1)
)
CONTEXT = ParsingContext(
    today=date(2026, 11, 18),
    workspace_today=date(2026, 11, 18),
    currency="EUR",
    number_locale="en",
    language="en",
    stages=STAGES,
    reasons=REASONS,
    accounts=NamesAtHand(ACCOUNTS),
    sender="U0ME",
)


def told(line: str, **changes: Any) -> str:
    """What a line is read as, or why it is not."""
    context = replace(CONTEXT, **changes)
    for name, person in PEOPLE.items():
        line = line.replace(name, person)
    try:
        return told_deal(read_deal(line, context))
    except Question as question:
        _check_choices(question)
        answers = " | ".join(told(choice.text, **changes) for choice in question.choices)
        return f"{type(question).__name__}({question.facts['typed']}) {answers}"
    except Misreading as mistake:
        _check_example(mistake, context)
        return f"{type(mistake).__name__}({mistake.facts['typed']})"


def example_of(line: str, **changes: Any) -> str:
    """The line that would have worked."""
    try:
        read_deal(line, replace(CONTEXT, **changes))
    except Misreading as mistake:
        return str(mistake.facts["example"])
    raise AssertionError(f"{line} was read")


def mistake_in(line: str, **changes: Any) -> Misreading:
    """The mistake that a line makes."""
    try:
        draft = read_deal(line, replace(CONTEXT, **changes))
    except Misreading as mistake:
        return mistake
    raise AssertionError(f"{line} was read as {draft}")


def amount(text: str, **changes: Any) -> str:
    """What an amount is read as, or why it is not."""
    try:
        return exact_text(read_amount(text, replace(CONTEXT, **changes)))
    except Question as question:
        return f"{type(question).__name__} " + " | ".join(choice.line for choice in question.choices)
    except Misreading as mistake:
        return type(mistake).__name__


def told_deal(draft: DealDraft) -> str:
    """A deal in one line."""
    assert draft.amount is not None
    parts = [f"{draft.account} = {draft.amount.decimal} {draft.amount.currency}"]
    ended = f"{draft.outcome.value} {draft.closed_on}"
    parts += [ended] if draft.outcome is not Outcome.OPEN else []
    parts += [STAGES[draft.stage_id - 1].key] if draft.stage_id else []
    reasons = [REASONS[number - 1].code for number in (draft.reason_id, *draft.more_reasons) if number]
    parts += [f"reason {' '.join(reasons)}"] if reasons else []
    parts += [f"opened {draft.opened_on}"] if draft.opened_on else []
    parts += [f"expected {draft.expected_on}"] if draft.expected_on else []
    parts += [f"for {draft.rep}"] if draft.rep else []
    parts += [f"{who or 'sender'} {millionths / 10_000:g}" for who, millionths in draft.sharers]
    parts += [f"assist {who}" for who in draft.assists]
    parts += [_told_line(line) for line in draft.lines]
    for name in ("technique", "source", "campaign", "competitor", "note"):
        value = getattr(draft, name)
        parts += [f"{name} {value}"] if value else []
    return ", ".join(parts)


def _told_line(line: Line[str]) -> str:
    price = f" @ {line.price.decimal} {line.price.currency}" if line.price else ""
    return f"{line.product} x{line.quantity}{price}" + (
        f" -{line.discount / 10_000:g}%" if line.discount else ""
    )


def _check_choices(question: Question) -> None:
    assert question.choices
    assert [choice.line for choice in question.choices] == [plain(choice.text) for choice in question.choices]
    assert len({choice.text for choice in question.choices}) == len(question.choices)


def _check_example(mistake: Misreading, context: ParsingContext) -> None:
    # An example is shown to a person: the people in it are names, which Slack would turn into people again.
    shown = str(mistake.facts["example"]).replace("&", "&amp;")
    for name, person in PEOPLE.items():
        shown = shown.replace(name.lower(), person)
    read_deal(shown, context)
