"""The structure of a line: words, quoted words, people, and keys with their values.

The grammar is Lark's (LALR); a piece remembers where it stands, so that an answer can quote it and a question can
put something else in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from lark import Lark, Token, UnexpectedCharacters

from salesbot.domain.misreadings import QuoteOpen
from salesbot.slack.parsing.words import plain

_GRAMMAR = r"""
start: (pair | item)*
pair: KEY item?
item: PERSON | LINK | QUOTED | WORD
KEY.4: /[^\W\d_][\w-]*:(?!\/\/)/
PERSON.3: /<@[UW][A-Z0-9]+(\|[^<>]*)?>/
LINK.3: /<(https?:|mailto:|tel:|[#!])[^<>]*>/
QUOTED.2: /"[^"]*"|“[^”"]*[”"]|„[^“”"]*[“”"]|”[^”]*”|«[^»]*»|»[^«]*«/
        | /'[^']*'(?![^ \n])|‘[^‘’]*(’[^ \n‘’][^‘’]*)*’(?![^ \n])|‚[^‘’]*[‘’](?![^ \n])/
WORD: /[^ \n<"“”„«»][^ \n<]*|</
%ignore /[ \n]+/
"""


class Kind(Enum):
    """What a piece is."""

    WORD = "word"
    QUOTED = "quoted"
    PERSON = "person"
    EVERYONE = "everyone"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a line: `text` as a person sees it (a key without its colon, a quote without its quotes)."""

    kind: Kind
    text: str
    raw: str
    start: int
    end: int
    value: Piece | None = None
    """A key's value, where one stands beside it."""

    @property
    def user(self) -> str:
        """The Slack id of a person's piece."""
        return self.raw[2:-1].split("|")[0]

    @property
    def last(self) -> int:
        """Where the piece ends, its value included."""
        return self.value.end if self.value else self.end


def pieces_of(source: str) -> list[Piece]:
    """The pieces of a cleaned line, in order. Raises QuoteOpen where a quote is never closed."""
    try:
        tree = _grammar().parse(source)
    except UnexpectedCharacters as fault:
        raise QuoteOpen(typed=plain(source[fault.pos_in_stream :])) from None
    return [_piece(branch) for branch in tree.children]


@cache
def _grammar() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=False)


def _piece(branch: Any) -> Piece:
    first = branch.children[0]
    if branch.data == "item":
        return _item(first)
    value = _piece(branch.children[1]) if len(branch.children) > 1 else None
    return Piece(Kind.KEY, first[:-1], str(first), _place(first.start_pos), _place(first.end_pos), value)


def _item(token: Token) -> Piece:
    raw = str(token)
    kind = Kind(token.type.lower()) if token.type != "LINK" else Kind.WORD
    if raw.startswith("<!"):
        kind = Kind.EVERYONE
    text = plain(raw[1:-1].strip() if kind is Kind.QUOTED else raw)
    return Piece(kind, text, raw, _place(token.start_pos), _place(token.end_pos))


def _place(position: int | None) -> int:
    assert position is not None
    return position
