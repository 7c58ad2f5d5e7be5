"""A deal in one line: `Acme Corp 12.5k EUR won yesterday product:Pro x3 with @kim 70/30 note:"two-year plan"`.

Account and amount come first, the rest in any order. Nothing is guessed: what cannot be read is a mistake, and what
can be read in two ways a question, each with lines that would have worked.
"""

from __future__ import annotations

from salesbot.domain.deals import DealDraft
from salesbot.domain.misreadings import (
    AccountNear,
    AmountMissing,
    KeyUnknown,
    LineTooLong,
    Misreading,
    QuoteOpen,
)
from salesbot.slack.parsing.amounts import exact_text, sample_figure
from salesbot.slack.parsing.boundary import read_account_and_amount
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.pieces import pieces_of
from salesbot.slack.parsing.rest import read_rest
from salesbot.slack.parsing.settling import settle
from salesbot.slack.parsing.troubles import Swap, mended, mistake_of
from salesbot.slack.parsing.understanding import Understanding
from salesbot.slack.parsing.words import MOST_CHARACTERS, clean, escaped, plain, quoted


def read_deal(text: str, context: ParsingContext) -> DealDraft:
    """The deal that the text of a command means, as Slack hands it over (entities and `<@U…>` unresolved).

    Raises a Misreading for what cannot be read, else a Question for what only the rep can say; both are in
    `domain/misreadings.py`. Pure: no clock, no storage but the names of accounts that the context answers for.
    """
    if len(text) > MOST_CHARACTERS:
        raise LineTooLong(
            typed=clean(text[:40]),
            most=4000,
            example=_plain_sample(context),
            command=context.command,
            draft=None,
        )
    source = clean(text)
    try:
        line = _read(source, context)
    except QuoteOpen as mistake:
        example = _closing_quote(source, context)
        raise QuoteOpen(**mistake.facts, example=example, command=context.command, draft=None) from None
    _ask_about_near_account(line)
    if not line.troubles:
        draft = line.draft()
        assert draft is not None
        return draft
    raise _worst(line)


def _read(source: str, context: ParsingContext, sure: bool = False) -> Understanding:
    """Read a line. `sure`: its account is quoted, so nothing further is tried to tell it from the amount."""
    line = Understanding(source, context, pieces_of(source))
    read_account_and_amount(line, (lambda _: False) if sure else lambda other: _reads(other, context))
    read_rest(line)
    settle(line)
    return line


def _reads(source: str, context: ParsingContext) -> bool:
    """Whether a line can be read without a mistake; questions may be left."""
    try:
        return all(trouble.is_question for trouble in _read(source, context, sure=True).troubles)
    except QuoteOpen:
        return False


def _is_deal(source: str, context: ParsingContext) -> bool:
    """Whether a line is a deal, and nothing is left to be asked."""
    try:
        line = _read(source, context, sure=True)
    except QuoteOpen:
        return False
    if not line.troubles:
        _ask_about_near_account(line)
    return not line.troubles


def _ask_about_near_account(line: Understanding) -> None:
    if line.account is None or line.account_known or "account" in line.said or line.account_place is None:
        return
    near = line.context.accounts.near(line.account)
    swaps = _without_stage_word(line) + [Swap(_as_account(name), {"account": name}) for name in near]
    if swaps:
        end = len(line.source)
        new = Swap(f"{line.source[line.account_place.start :]} account:new", {"new": line.account}, end=end)
        start, stop = line.account_place.start, line.account_place.end
        line.fail(AccountNear, start, stop, [*swaps, new], account=line.account, near=near)


def _without_stage_word(line: Understanding) -> list[Swap]:
    """Acme won 12k: the stage belongs behind the amount, if Acme is an account and `Acme won` is none."""
    assert line.account_place is not None
    words = line.source[line.account_place.start : line.account_place.end].split()
    if len(words) < 2 or "stage" in line.said or words[-1].casefold() not in ("won", "lost"):
        return []
    shorter = escaped(" ".join(words[:-1]))
    known = line.context.accounts.known([shorter])
    if shorter not in known:
        return []
    rest = line.source[line.account_place.end :].strip()
    swap = Swap(
        f"{_as_account(known[shorter])} {rest} {words[-1]}",
        {"account": known[shorter], "stage": words[-1]},
        end=len(line.source),
    )
    return [swap]


def _worst(line: Understanding) -> Misreading:
    """The first mistake, else the first question, with a line that would have worked."""
    mistakes = [trouble for trouble in line.troubles if not trouble.is_question]
    # amount:12k is rather a strange key than a missing amount.
    strange = [trouble for trouble in mistakes if trouble.kind is KeyUnknown]
    missing = mistakes[:1] and mistakes[0].kind is AmountMissing
    trouble = (strange if missing and strange else mistakes or line.troubles)[0]
    return mistake_of(line.source, trouble, _example(line), line.context.command, line.draft())


def _example(line: Understanding) -> str:
    """A line that reads, as near to the one typed as can be."""
    for source in (mended(line.source, line.troubles), _short(line, stage=True), _short(line, stage=False)):
        if _is_deal(source, line.context):
            return plain(source)
    return _plain_sample(line.context)


def _short(line: Understanding, stage: bool) -> str:
    """Account and amount alone, and the stage where it is understood."""
    near = [trouble for trouble in line.troubles if trouble.kind is AccountNear]
    name = str(near[0].swaps[0].label["account"]) if near else line.account or line.context.sample_account()
    amount = exact_text(line.amount) if line.amount else sample_figure(line.context)
    return f"{_as_account(name)} {amount}" + (" won" if stage else "")


def _as_account(name: str) -> str:
    """The name of an account as one types it: in quotes where it is not letters alone."""
    return escaped(name) if name.replace(" ", "").isalpha() else quoted(name)


def _plain_sample(context: ParsingContext) -> str:
    return f"{context.sample_account()} {sample_figure(context)} won"


def _closing_quote(source: str, context: ParsingContext) -> str:
    closed = f'{source}"'
    return plain(closed) if _is_deal(closed, context) else _plain_sample(context)
