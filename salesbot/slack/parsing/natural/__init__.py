"""Plain words in a direct message: `closed acme for 12k today, split with @kim 60/40`, read into a line of the grammar.

Only where the words stand is worked out here; what they mean is read by the same grammar as every line, and nothing is
stored before a person confirms it. English, Slovenian and Swahili.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from salesbot.domain.activities import ActivityKind
from salesbot.domain.misreadings import QuoteOpen
from salesbot.slack.parsing.account_lines import kind_named
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.intents import is_word
from salesbot.slack.parsing.natural import words
from salesbot.slack.parsing.natural.away import days_away
from salesbot.slack.parsing.natural.order import Unsaid, in_order, opens, tidy, unsaid
from salesbot.slack.parsing.natural.places import (
    account_among,
    amount_place,
    dated,
    end_of_name,
    known_at,
    name_of,
    rest_of,
    second_thing,
    trimmed,
    undescribed,
    without,
    word_of,
)
from salesbot.slack.parsing.natural.small_talk import SmallTalk, read_small_talk
from salesbot.slack.parsing.natural.sold import buyer_first, counted, only_products
from salesbot.slack.parsing.pieces import Kind, Piece, pieces_of
from salesbot.slack.parsing.words import clean, quoted

__all__ = ["Meant", "NotMeant", "SmallTalk", "Unsaid", "read_natural", "read_small_talk"]


@dataclass(frozen=True, slots=True)
class Meant:
    """What plain words mean: a word of `/sales`, and the line behind it in the grammar's own form."""

    word: str
    """log, deal, follow-up, did or away."""
    text: str
    """As Slack would hand it over."""
    outcome: str = ""
    """won or lost, where that is said of a deal that stands."""


@dataclass(frozen=True, slots=True)
class NotMeant:
    """Words about a deal that say nothing which could be stored, and why."""

    why: Unsaid
    about: str = ""
    """What else the sentence names."""


def read_natural(
    text: str, context: ParsingContext, kinds: Sequence[ActivityKind]
) -> Meant | NotMeant | None:
    """What a message means in plain words; None where it is not said as one would say it."""
    if (days := days_away(text, context)) is not None:
        return Meant("away", days)
    try:
        pieces = tidy(pieces_of(clean(text))[: words.MOST])
    except QuoteOpen:
        return None
    if len(pieces) < 2 or is_word(pieces[0].text):
        return None
    if only_products(pieces):
        return NotMeant(Unsaid.PRODUCTS)
    why = unsaid(pieces, pieces[-1].raw.endswith("?"))
    if why is not None:
        return NotMeant(why)
    pieces = in_order(pieces, context)
    if len(pieces) < 2:
        return None
    for read in (_closed, _moved, _opened, _stepped, _did, _to_do):
        meant = read(pieces, context, kinds)
        if meant is not None:
            return meant
    return None


def _closed(
    pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]
) -> Meant | NotMeant | None:
    """Closed acme for 12k today, split with @kim 60/40; lost delta on price; sold 3 Pro to acme for 9k."""
    verb = word_of(pieces[0])
    if verb not in words.WON | words.LOST:
        return None
    body, product = buyer_first(undescribed(without(pieces[1:], words.HELPING), context))
    meant = _logged(body, context, "won" if verb in words.WON else "lost")
    return replace(meant, text=_line(meant.text, product)) if isinstance(meant, Meant) else meant


def _opened(
    pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]
) -> Meant | NotMeant | None:
    """New deal with nova for 20k, closing next friday."""
    if not opens(pieces) or amount_place(pieces, 1, context) is None:
        return None
    return _logged(pieces[1:], context, "")


def _logged(pieces: Sequence[Piece], context: ParsingContext, outcome: str) -> Meant | NotMeant | None:
    """The account, the amount, how it stands, and the rest."""
    body = _account_first(without(pieces, words.ARTICLES | words.BEFORE_NAME | words.SOMETHING), context)
    if body and body[0].kind in (Kind.PERSON, Kind.EVERYONE):
        return NotMeant(Unsaid.NO_ACCOUNT)
    count, name = known_at(body, 0, context)
    other = second_thing(body[count:], context) or (second_thing(body, context) if count else None)
    if other is not None:
        return NotMeant(Unsaid.TWO, other)
    behind, product = counted(body[count:]) if count else (body, "")
    body = [*body[:count], *behind] if count else body
    place = amount_place(body, max(count, 1), context)
    if place is None:
        if not count:
            return Meant("log", f"{quoted(name_of(body))} {outcome}") if body else None
        behind = without(body[count:], words.SOMETHING) if body[count:] else []
        return Meant("deal", _line(quoted(name), outcome, rest_of(behind, context, outcome)), outcome)
    at, width = place
    front = body[count:at] if count else []
    if not count:
        whole = trimmed(body[:at], words.BEFORE_AMOUNT)
        end = end_of_name(whole, context)
        name, front = name_of(whole[:end]), whole[end:]
    amount = " ".join(piece.raw for piece in body[at : at + width]).rstrip(",;!")
    rest = rest_of([*trimmed(front, words.BEFORE_AMOUNT), *body[at + width :]], context, outcome)
    return Meant("log", _line(quoted(name), amount, outcome, product, rest)) if name else None


def _account_first(body: list[Piece], context: ParsingContext) -> list[Piece]:
    """`12k deal with acme today` as `acme 12k today`."""
    place = amount_place(body, 0, context)
    if place is None or place[0] or known_at(body, 0, context)[0]:
        return body
    rest = without(body[place[1] :], words.SOMETHING | words.BEFORE_NAME | words.ARTICLES)
    if len(rest) == len(body) - place[1]:
        return body
    count = known_at(rest, 0, context)[0] or end_of_name(rest, context)
    return [*rest[:count], *body[: place[1]], *rest[count:]]


def _moved(
    pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]
) -> Meant | NotMeant | None:
    """Moved acme to negotiation."""
    if word_of(pieces[0]) not in words.MOVED:
        return None
    body = without(pieces[1:], words.ARTICLES)
    count, name = known_at(body, 0, context)
    behind = trimmed(without(body[count:], words.BEFORE_NAME | words.INTO), words.THANKS)
    stage = " ".join(piece.raw for piece in behind)
    return Meant("deal", f"{quoted(name)} move {stage.rstrip('.!')}") if count and stage else None


def _stepped(
    pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]
) -> Meant | NotMeant | None:
    """Refund acme 2k; reopen gamma."""
    step = words.STEPS.get(word_of(pieces[0]))
    body = without(pieces[1:], words.ARTICLES | words.BEFORE_NAME)
    count, name = known_at(body, 0, context) if step else (0, "")
    if step is None or not count:
        return None
    rest = without([*body[count:]], words.BEFORE_AMOUNT) if body[count:] else []
    return Meant("deal", _line(quoted(name), step, " ".join(piece.raw for piece in rest)))


def _did(pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """Visited helios yesterday; had a call with acme; demo at acme done."""
    first, rest = word_of(pieces[0]), pieces[1:]
    kind = kind_named(words.PAST.get(first, ""), kinds)
    if kind is None and first in words.HAD:
        rest = without(rest, words.ARTICLES)
        kind, rest = (kind_named(word_of(rest[0]), kinds), rest[1:]) if rest else (None, rest)
    elif kind is None and word_of(pieces[-1]) in words.DONE:
        kind, rest = kind_named(first, kinds), rest[:-1]
    if kind is None or not rest:
        return None
    name, others = account_among(rest, context)
    return Meant("did", dated(f"{kind.code} {quoted(name)}", others, context)) if name else None


def _to_do(pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """Call acme on friday about renewal; remind me to send acme a quote by 30 June."""
    if word_of(pieces[0]) not in words.TO_DO | words.REMIND:
        return None
    while len(pieces) > 1 and word_of(pieces[0]) in words.REMIND:
        pieces = pieces[1:]
    follows = [word_of(piece) for piece in pieces[:2]] == ["follow", "up"]
    name, others = account_among(pieces[2:] if follows else pieces[1:], context)
    verb = [] if follows else pieces[:1]
    return Meant("follow-up", dated(quoted(name), [*verb, *others], context)) if name else None


def _line(*parts: str) -> str:
    return " ".join(" ".join(parts).split())
