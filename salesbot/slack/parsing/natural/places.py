"""Where in a sentence the account, the amount, the day and the reason stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from salesbot.slack.parsing.amounts import amount_at
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.day_words import BEFORE_DAY
from salesbot.slack.parsing.days import day_words_at
from salesbot.slack.parsing.natural import words
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.words import folded, plain, quoted

_MOST_OF_REASON = 4


def known_at(pieces: Sequence[Piece], at: int, context: ParsingContext) -> tuple[int, str]:
    """How many words from there on the longest known account takes, and its name; 0 where none is known."""
    spans = {
        count: name_of(pieces[at : at + count])
        for count in range(1, min(words.MOST_NAME, len(pieces) - at) + 1)
    }
    known = context.accounts.known(list(spans.values()))
    return max(((count, known[text]) for count, text in spans.items() if text in known), default=(0, ""))


def account_among(pieces: list[Piece], context: ParsingContext) -> tuple[str, list[Piece]]:
    """The account that is named anywhere, and all other words; a new one is what stands first, up to the day."""
    found = [(*known_at(pieces, at, context), at) for at in range(len(pieces))]
    count, name, at = max(found, key=lambda each: (each[0], -each[2]), default=(0, "", 0))
    if not count:
        pieces = without(pieces, words.BEFORE_NAME | words.ARTICLES)
        at, count = 0, end_of_name(pieces, context)
        name = name_of(pieces[:count])
    front = trimmed(pieces[:at], words.BEFORE_NAME) if at else []
    return name, [*front, *pieces[at + count :]]


def end_of_name(pieces: Sequence[Piece], context: ParsingContext) -> int:
    """How many words a name may take that nobody knows: up to a day, a person, or a word that goes on."""
    for at, piece in enumerate(pieces):
        goes_on = word_of(piece) in words.BEHIND_NAME or piece.kind in (Kind.PERSON, Kind.KEY)
        if at and (goes_on or day_words_at(pieces, at, context, thorough=False)):
            return at
    return len(pieces)


def amount_place(pieces: list[Piece], start: int, context: ParsingContext) -> tuple[int, int] | None:
    """Where the amount stands and how many words it takes; what could be a day is none, unless it has a unit."""
    for at in range(start, len(pieces)):
        found = amount_at(pieces, at, context)
        if found is None:
            continue
        sure = found.shape.units or found.shape.signs
        if sure or not day_words_at(pieces, at, context, thorough=False):
            return at, found.shape.count
    return None


def dated(front: str, others: list[Piece], context: ParsingContext) -> str:
    """A line of what stands in front, the day beside it, and the rest as it was said."""
    for at in range(len(others)):
        count = day_words_at(others, at, context, thorough=False)
        if count:
            start = at - 1 if at and word_of(others[at - 1]) in BEFORE_DAY else at
            day = raw_of(others[at : at + count]).rstrip(",;.!")
            rest = raw_of([*others[:start], *others[at + count :]])
            return f"{front} {day} {rest}".strip(" ,;.!")
    return f"{front} {raw_of(others)}".strip(" ,;.!")


def rest_of(pieces: list[Piece], context: ParsingContext, outcome: str) -> str:
    """What stands behind account and amount, without the words that the grammar does not need."""
    pieces = trimmed(_shares_last(pieces), words.THANKS)
    lost = outcome == "lost"
    reason = _reason_in(pieces, context) if lost else None
    if reason is not None:
        return reason
    pieces = _beaten_by(pieces) if lost else pieces
    meant = {word: code for word, code in words.REASONS.items() if lost and code in _reasons(context)}
    drop = words.FILLERS | (words.BEFORE_REASON | words.SMALL if lost else frozenset())
    said: list[str] = []
    for piece, follows in pairwise([*pieces, None]):
        assert piece is not None
        word = word_of(piece)
        if lost and word == "to" and follows is not None and word_of(follows) not in words.BEFORE_REASON:
            said.append("competitor:")
        elif not outcome and word in words.DUE and follows is not None:
            said.append("close:")
        elif word in drop or (word in BEFORE_DAY and follows is not None):
            continue
        elif word in meant:
            said.append(meant[word])
        else:
            said.append(piece.raw.rstrip(",;.!") if piece.kind is Kind.WORD else whole(piece))
    line = " ".join(word for word in said if word)
    return line.replace("competitor: ", "competitor:").replace("close: ", "close:")


def _beaten_by(pieces: list[Piece]) -> list[Piece]:
    """`to Best Western, too expensive` with the competitor's words as one name."""
    for at, piece in enumerate(pieces):
        if word_of(piece) == "to":
            comma = next((end for end in range(at, len(pieces)) if pieces[end].raw.endswith(",")), 0)
            name = pieces[at + 1 : comma + 1]
            if 1 < len(name) <= words.MOST_NAME and all(each.kind is Kind.WORD for each in name):
                one = quoted(name_of(name))
                return [
                    *pieces[: at + 1],
                    replace(name[0], raw=one, text=name_of(name)),
                    *pieces[comma + 1 :],
                ]
    return pieces


def second_thing(pieces: Sequence[Piece], context: ParsingContext) -> str | None:
    """What a sentence says besides one deal: another account, or another thing to do; None where nothing."""
    for at, (before, piece) in enumerate(pairwise(pieces), 1):
        if word_of(before) in words.ALSO or before.raw.endswith(","):
            if word_of(piece) in words.WON | words.LOST | words.TO_DO | words.MOVED:
                return raw_of(pieces[at:])
            count, name = known_at(pieces, at, context)
            if count:
                return name
    return None


def _shares_last(pieces: list[Piece]) -> list[Piece]:
    """Shares stand behind the people that they are of: `60/40 with @kim` is `with @kim 60/40`."""
    shares = [piece for piece in pieces if _is_shares(piece)]
    people = [at for at, piece in enumerate(pieces) if piece.kind is Kind.PERSON]
    if len(shares) != 1 or not people or pieces.index(shares[0]) > people[-1]:
        return pieces
    others = [piece for piece in pieces[: people[-1] + 1] if piece is not shares[0]]
    return [*others, *shares, *pieces[people[-1] + 1 :]]


def _is_shares(piece: Piece) -> bool:
    parts = piece.text.strip(",;.").split("/")
    return (
        piece.kind is Kind.WORD
        and len(parts) > 1
        and all(part.isdigit() for part in parts)
        and sum(map(int, parts)) == 100
    )


def _reason_in(pieces: Sequence[Piece], context: ParsingContext) -> str | None:
    """The reason that a sentence names beside words that say nothing more: `because they had no budget`."""
    known = _reasons(context)
    said = [word_of(piece) or "?" for piece in pieces]
    for count in range(min(_MOST_OF_REASON, len(said)), 0, -1):
        for at in range(len(said) - count + 1):
            others = {*said[:at], *said[at + count :]}
            if (
                folded(" ".join(said[at : at + count])) in known
                and others <= words.SMALL | words.BEFORE_REASON
            ):
                return " ".join(piece.raw.rstrip(",;.!") for piece in pieces[at : at + count])
    return _reason_meant(said, known)


def _reasons(context: ParsingContext) -> set[str]:
    """Every code and name of a reason."""
    named = (name for reason in context.reasons for name in (reason.code, reason.name, reason.spoken))
    return {folded(name) for name in named if name}


def _reason_meant(said: Sequence[str], known: set[str]) -> str | None:
    """The reason that one word means: `they found it too expensive`."""
    meant = {words.REASONS[word] for word in said if words.REASONS.get(word) in known}
    others = {word for word in said if word not in words.REASONS}
    return meant.pop() if len(meant) == 1 and others <= words.SMALL | words.BEFORE_REASON else None


def without(pieces: Sequence[Piece], some: frozenset[str]) -> list[Piece]:
    """The pieces without such words at their beginning."""
    at = 0
    while at < len(pieces) - 1 and pieces[at].kind is Kind.WORD and word_of(pieces[at]) in some:
        at += 1
    return list(pieces[at:])


def undescribed(pieces: list[Piece], context: ParsingContext) -> list[Piece]:
    """`my biggest deal ever with acme` as `with acme`; an account that begins with such words stays as it is."""
    front = without(pieces, (words.ARTICLES - words.SOMETHING) | words.OF_DEAL)
    named = bool(known_at(pieces, 0, context)[0])
    if named or len(front) < 3 or word_of(front[0]) not in words.SOMETHING:
        return pieces
    behind = without(front[1:], words.EVER)
    return behind if word_of(behind[0]) in words.BEFORE_NAME else pieces


def trimmed(pieces: Sequence[Piece], some: frozenset[str]) -> list[Piece]:
    """The pieces without such words at their end."""
    end = len(pieces)
    while end and word_of(pieces[end - 1]) in some:
        end -= 1
    return list(pieces[:end])


def word_of(piece: Piece) -> str:
    """The word for comparing; empty where the piece is none."""
    return folded(piece.text).strip(".,;:!?") if piece.kind in (Kind.WORD, Kind.KEY) else ""


def name_of(pieces: Sequence[Piece]) -> str:
    """The words as a name."""
    return " ".join(plain(piece.text) for piece in pieces).rstrip(".,;:!?")


def raw_of(pieces: Sequence[Piece]) -> str:
    """The words as they came."""
    return " ".join(whole(piece) for piece in pieces)


def whole(piece: Piece) -> str:
    """A piece as it came, a key with its value."""
    return piece.raw if piece.value is None else f"{piece.raw}{piece.value.raw}"
