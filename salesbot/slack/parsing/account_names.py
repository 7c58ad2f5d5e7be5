"""An account's name in a line: the pieces that make it, whether it is known, and what can be none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from salesbot.domain.misreadings import AccountUnreadable
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.stages import outcome_of
from salesbot.slack.parsing.understanding import Place, Understanding
from salesbot.slack.parsing.words import plain

MOST_WORDS = 12
"""So many words are looked at for a name."""
_LONGEST_NAME = 200
_END_OF_NAME = re.compile(r"((?<!\S):[\w+-]+:)?[,:]*$")
"""What stands behind a name and is none of it; an emoji keeps its colon."""


def account_text(source: str, pieces: Sequence[Piece]) -> str:
    """The account's name that pieces make together, without quotes around it and without a comma behind it."""
    if len(pieces) == 1:
        text = pieces[0].text
    else:
        parts = [_inside(pieces[0])]
        for before, piece in pairwise(pieces):
            parts.append(("" if before.end == piece.start else " ") + _inside(piece))
        text = "".join(parts)
    bare = text if pieces[-1].kind is Kind.QUOTED else _END_OF_NAME.sub(r"\1", text)
    return " ".join(bare.split())


def _inside(piece: Piece) -> str:
    """A piece as a part of a name: quotes in the middle of it belong to it, as in Toys "R" Us."""
    return plain(piece.raw) if piece.kind is Kind.QUOTED else piece.text


def known_among(line: Understanding, texts: Iterable[str]) -> dict[str, str]:
    """The known ones of the texts; a phone's apostrophe is as good as a keyboard's."""
    spellings = {text: (text, text.replace("’", "'"), text.replace("'", "’")) for text in texts}
    candidates = dict.fromkeys(each for group in spellings.values() for each in group)
    known = line.context.accounts.known(list(candidates))
    return {
        text: known[each] for text, group in spellings.items() for each in reversed(group) if each in known
    }


def take_account(line: Understanding, pieces: list[Piece]) -> None:
    """Take these pieces for the account, or say why they can be none."""
    text = account_text(line.source, pieces)
    start, end = pieces[0].start, pieces[-1].end
    line.account_place = Place(start, end, text)
    if not text or len(text) > _LONGEST_NAME:
        line.fail(
            AccountUnreadable, start, end, [line.context.sample_account()], reason="long" if text else "empty"
        )
        return
    known = known_among(line, [text])
    if text not in known and (_is_no_company(line, pieces) or not _names(text)):
        line.fail(AccountUnreadable, start, end, [line.context.sample_account()], reason="word")
        return
    line.account, line.account_known = known.get(text, text), text in known


def _names(text: str) -> bool:
    """Whether a text has a letter, a digit or an emoji: `…` and `!!!` name nobody."""
    return any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "So" for sign in text)


def _is_no_company(line: Understanding, pieces: list[Piece]) -> bool:
    """Whether one bare word stands for the account that is `won`, `lost` or somebody's handle; in quotes it may be."""
    if len(pieces) != 1 or pieces[0].kind is not Kind.WORD:
        return False
    return pieces[0].text.startswith("@") or bool(outcome_of(pieces[0], line.context))
