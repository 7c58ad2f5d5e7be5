"""What was sold and how many of it: `sold 3 Pro to acme`, `3 x Pro`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesbot.slack.parsing.natural import words
from salesbot.slack.parsing.natural.places import name_of, word_of
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.words import quoted

_COUNT = re.compile(r"(\d{1,5})([x×]?)", re.IGNORECASE)
_TIMES = frozenset(("x", "×", "times", "krat", "mara"))
_TO = frozenset(("to", "kwa"))
_MOST_OF_NAME = 4


def only_products(pieces: Sequence[Piece]) -> bool:
    """Whether a message says products and nothing else: `3 x Pro`."""
    count, times, name = _counted(pieces)
    return bool(count and times and 0 < len(name) <= _MOST_OF_NAME)


def buyer_first(pieces: list[Piece]) -> tuple[list[Piece], str]:
    """`3 Pro to acme for 9k` as `acme for 9k`, and the product as the grammar has it; else all as it is."""
    count, _, rest = _counted(pieces)
    to = next((at for at, piece in enumerate(rest) if word_of(piece) in _TO), 0)
    if not count or not 0 < to <= _MOST_OF_NAME or to + 1 == len(rest):
        return pieces, ""
    return list(rest[to + 1 :]), f"product:{quoted(name_of(rest[:to]))} x{count}"


def counted(pieces: list[Piece]) -> tuple[list[Piece], str]:
    """`3x Pro for 9k`, behind the account, as `for 9k`, and the product as the grammar has it; else all as it is."""
    count, times, rest = _counted(pieces)
    end = next((at for at, piece in enumerate(rest) if word_of(piece) in words.BEFORE_AMOUNT), 0)
    if not count or not times or not 0 < end <= _MOST_OF_NAME:
        return pieces, ""
    return list(rest[end:]), f"product:{quoted(name_of(rest[:end]))} x{count}"


def _counted(pieces: Sequence[Piece]) -> tuple[int, bool, Sequence[Piece]]:
    """How many (0: no number stands first), whether `x` says so, and what follows."""
    found = _COUNT.fullmatch(pieces[0].text) if pieces and pieces[0].kind is Kind.WORD else None
    if found is None:
        return 0, False, ()
    apart = len(pieces) > 1 and word_of(pieces[1]) in _TIMES
    return int(found[1]), bool(found[2]) or apart, pieces[2 if apart else 1 :]
