"""All that stands behind the amount, in any order: keys with values, stage words, days, people, `x3`."""

from __future__ import annotations

from salesbot.slack.parsing.keyed import read_key
from salesbot.slack.parsing.loose import read_word
from salesbot.slack.parsing.people import note_loose_people
from salesbot.slack.parsing.pieces import Kind
from salesbot.slack.parsing.understanding import Understanding

_ENOUGH_TROUBLES = 8


def read_rest(line: Understanding) -> None:
    """Read on to the end of the line, or until there is trouble enough; each piece is understood or a trouble."""
    while (piece := line.piece()) is not None and len(line.troubles) < _ENOUGH_TROUBLES:
        line.at += 1
        if piece.kind is Kind.KEY:
            read_key(line, piece)
        elif piece.kind is Kind.PERSON:
            note_loose_people(line, piece)
        else:
            read_word(line, piece)
