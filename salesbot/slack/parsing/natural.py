"""Plain words in a direct message: `closed acme for 12k today, split with @kim 60/40`, read into a line of the grammar.

Only where the words stand is worked out here; what they mean is read by the same grammar as every line, and nothing is
stored before a person confirms it. English, Slovenian and Swahili.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from salesbot.domain.activities import ActivityKind
from salesbot.domain.misreadings import QuoteOpen
from salesbot.slack.parsing.account_lines import kind_named
from salesbot.slack.parsing.amounts import amount_at
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.days import day_words_at
from salesbot.slack.parsing.pieces import Kind, Piece, pieces_of
from salesbot.slack.parsing.words import clean, each_of, folded, plain, quoted

_MOST = 60
_MOST_NAME = 6
_LEAD = each_of(
    "i we ive i've weve we've just have has finally please hey yes so"
    " jaz mi sem smo pravkar ravnokar danes prosim mimi sisi tafadhali"
)
_WON = each_of(
    "closed won sold signed landed sklenil sklenila sklenili sklenjen sklenjena sklenjeno dobil dobila dobili dobljen"
    " dobljeno prodal prodala prodali nimefunga tumefunga nimeuza tumeuza nimeshinda tumeshinda"
)
_LOST = each_of(
    "lost izgubil izgubila izgubili izgubljen izgubljena izgubljeno nimepoteza tumepoteza imepotea"
)
_MOVED = each_of("moved move premaknil premaknila")
_PAST = {
    word: kind
    for kind, words in {
        "call": "called phoned rang klical klicala poklical poklicala nimepiga",
        "meeting": "met nimekutana tumekutana",
        "demo": "demoed presented predstavil predstavila nimeonyesha",
        "visit": "visited obiskal obiskala nimetembelea tumetembelea",
        "quote": "quoted",
    }.items()
    for word in words.split()
}
_HAD = each_of(
    "had did made held sent gave imel imela imeli opravil opravila poslal poslala nimefanya tumefanya nimetuma"
)
_DONE = each_of(
    "done finished completed held opravljen opravljena opravljeno koncan koncana imefanyika limefanyika umefanyika"
)
_TO_DO = each_of(
    "call phone ring email mail write send meet visit demo quote ask check prepare remind follow invite"
    " poklici poklicem poklicati obisci obiscem obiskati poslji posljem spomni pripravi vprasaj"
    " piga tembelea tuma nikumbushe kutana andaa uliza"
)
_REMIND = each_of("remind me to need must should spomni naj moram nikumbushe ninahitaji")
_ARTICLES = each_of("a an the our their deal deals account of posel stranko stranka mkataba simu")
_BEFORE_NAME = each_of("with at for to from by pri s z za na kwa katika")
_BEFORE_AMOUNT = each_of("for at worth of about za v vrednosti kwa thamani ya")
_BEFORE_REASON = each_of("on over because of due to zaradi radi kwa sababu ya")
_BEHIND_NAME = each_of("about on by until for because regarding and zaradi glede o kuhusu")
_FILLERS = each_of("and in ter pa na split shared deljeno")
_BEFORE_DAY = each_of("on by until ob do v dne hadi mnamo tarehe siku")


@dataclass(frozen=True, slots=True)
class Meant:
    """What plain words mean: a word of `/sales`, and the line behind it in the grammar's own form."""

    word: str
    """log, deal, follow-up or did."""
    text: str
    """As Slack would hand it over."""


def read_natural(text: str, context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """What a message means in plain words; None where it does not begin as one would say it."""
    try:
        pieces = pieces_of(clean(text))[:_MOST]
    except QuoteOpen:
        return None
    while pieces and _word(pieces[0]) in _LEAD:
        pieces = pieces[1:]
    if len(pieces) < 2:
        return None
    for read in (_closed, _moved, _did, _to_do):
        meant = read(pieces, context, kinds)
        if meant is not None:
            return meant
    return None


def _closed(pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """Closed acme for 12k today, split with @kim 60/40; lost delta on price."""
    verb = _word(pieces[0])
    if verb not in _WON | _LOST:
        return None
    outcome = "won" if verb in _WON else "lost"
    body = _without(pieces[1:], _ARTICLES | _BEFORE_NAME)
    count, name = _known_at(body, 0, context)
    place = _amount_place(body, count, context)
    if place is None:
        if not count:
            return Meant("log", f"{quoted(_text(body))} {outcome}") if body else None
        said = _said(body[count:], context, outcome)
        return Meant("deal", " ".join(f"{quoted(name)} {outcome} {said}".split()))
    at, width = place
    front = body[count:at] if count else []
    if not count:
        name = _text(_trimmed(body[:at], _BEFORE_AMOUNT))
    amount = " ".join(piece.raw for piece in body[at : at + width])
    said = _said([*_trimmed(front, _BEFORE_AMOUNT), *body[at + width :]], context, outcome)
    return (
        Meant("log", " ".join(f"{quoted(name)} {amount.rstrip(',;!')} {outcome} {said}".split()))
        if name
        else None
    )


def _moved(pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """Moved acme to negotiation."""
    if _word(pieces[0]) not in _MOVED:
        return None
    body = _without(pieces[1:], _ARTICLES)
    count, name = _known_at(body, 0, context)
    stage = " ".join(piece.raw for piece in _without(body[count:], _BEFORE_NAME | each_of("in into v")))
    return Meant("deal", f"{quoted(name)} move {stage.rstrip('.!')}") if count and stage else None


def _did(pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """Visited helios yesterday; had a call with acme; demo at acme done."""
    first, rest = _word(pieces[0]), pieces[1:]
    kind = kind_named(_PAST.get(first, ""), kinds)
    if kind is None and first in _HAD:
        rest = _without(rest, _ARTICLES)
        kind, rest = (kind_named(_word(rest[0]), kinds), rest[1:]) if rest else (None, rest)
    elif kind is None and _word(pieces[-1]) in _DONE:
        kind, rest = kind_named(first, kinds), rest[:-1]
    if kind is None or not rest:
        return None
    name, others = _account_among(rest, context)
    return Meant("did", _line(f"{kind.code} {quoted(name)}", others, context)) if name else None


def _to_do(pieces: list[Piece], context: ParsingContext, kinds: Sequence[ActivityKind]) -> Meant | None:
    """Call acme on friday about renewal; remind me to send acme a quote by 30 June."""
    if _word(pieces[0]) not in _TO_DO | _REMIND:
        return None
    while len(pieces) > 1 and _word(pieces[0]) in _REMIND:
        pieces = pieces[1:]
    follows = [_word(piece) for piece in pieces[:2]] == ["follow", "up"]
    name, others = _account_among(pieces[2:] if follows else pieces[1:], context)
    verb = [] if follows else pieces[:1]
    return Meant("follow-up", _line(quoted(name), [*verb, *others], context)) if name else None


# -- places ---------------------------------------------------------------------------------------------------


def _known_at(pieces: Sequence[Piece], at: int, context: ParsingContext) -> tuple[int, str]:
    """How many words from there on the longest known account takes, and its name; 0 where none is known."""
    spans = {
        count: _text(pieces[at : at + count]) for count in range(1, min(_MOST_NAME, len(pieces) - at) + 1)
    }
    known = context.accounts.known(list(spans.values()))
    return max(((count, known[text]) for count, text in spans.items() if text in known), default=(0, ""))


def _account_among(pieces: list[Piece], context: ParsingContext) -> tuple[str, list[Piece]]:
    """The account that is named anywhere, and all other words; a new one is what stands first, up to the day."""
    found = [(*_known_at(pieces, at, context), at) for at in range(len(pieces))]
    count, name, at = max(found, key=lambda each: (each[0], -each[2]), default=(0, "", 0))
    if not count:
        pieces = _without(pieces, _BEFORE_NAME | _ARTICLES)
        at, count = 0, _end_of_name(pieces, context)
        name = _text(pieces[:count])
    front = _trimmed(pieces[:at], _BEFORE_NAME) if at else []
    return name, [*front, *pieces[at + count :]]


def _end_of_name(pieces: Sequence[Piece], context: ParsingContext) -> int:
    for at, piece in enumerate(pieces):
        if at and (_word(piece) in _BEHIND_NAME or day_words_at(pieces, at, context, thorough=False)):
            return at
    return len(pieces)


def _line(front: str, others: list[Piece], context: ParsingContext) -> str:
    """The account, the day beside it, and the rest as it was said."""
    for at in range(len(others)):
        count = day_words_at(others, at, context, thorough=False)
        if count:
            start = at - 1 if at and _word(others[at - 1]) in _BEFORE_DAY else at
            day = _raw(others[at : at + count]).rstrip(",;.!")
            rest = _raw([*others[:start], *others[at + count :]])
            return f"{front} {day} {rest}".strip(" ,;.!")
    return f"{front} {_raw(others)}".strip(" ,;.!")


def _amount_place(pieces: list[Piece], start: int, context: ParsingContext) -> tuple[int, int] | None:
    for at in range(max(start, 1), len(pieces)):
        found = amount_at(pieces, at, context)
        if found is not None and not day_words_at(pieces, at, context, thorough=False):
            return at, found.shape.count
    return None


def _said(pieces: list[Piece], context: ParsingContext, outcome: str) -> str:
    """What stands behind account and amount, without the words that the grammar does not need."""
    said: list[str] = []
    drop = _FILLERS | (_BEFORE_REASON if outcome == "lost" else frozenset())
    for piece, follows in pairwise([*pieces, None]):
        assert piece is not None
        word = _word(piece)
        if (
            outcome == "lost"
            and word == "to"
            and follows is not None
            and _word(follows) not in _BEFORE_REASON
        ):
            said.append("competitor:")
        elif word in drop or (word in _BEFORE_DAY and follows is not None):
            continue
        else:
            said.append(piece.raw.rstrip(",;.!") if piece.kind is Kind.WORD else _whole(piece))
    return " ".join(word for word in said if word).replace("competitor: ", "competitor:")


def _without(pieces: Sequence[Piece], words: frozenset[str]) -> list[Piece]:
    """The pieces without such words at their beginning."""
    at = 0
    while at < len(pieces) - 1 and pieces[at].kind is Kind.WORD and _word(pieces[at]) in words:
        at += 1
    return list(pieces[at:])


def _trimmed(pieces: Sequence[Piece], words: frozenset[str]) -> list[Piece]:
    """The pieces without such words at their end."""
    end = len(pieces)
    while end and _word(pieces[end - 1]) in words:
        end -= 1
    return list(pieces[:end])


def _word(piece: Piece) -> str:
    return folded(piece.text).strip(".,;:!?") if piece.kind in (Kind.WORD, Kind.KEY) else ""


def _text(pieces: Sequence[Piece]) -> str:
    return " ".join(plain(piece.text) for piece in pieces).rstrip(".,;:!?")


def _raw(pieces: Sequence[Piece]) -> str:
    return " ".join(_whole(piece) for piece in pieces)


def _whole(piece: Piece) -> str:
    return piece.raw if piece.value is None else f"{piece.raw}{piece.value.raw}"
