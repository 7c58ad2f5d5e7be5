"""A line about an account at work: its pieces, and which places of it are understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from salesbot.domain.misreadings import (
    LineTooLong,
    Misreading,
    PersonUnreadable,
    QuoteOpen,
)
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.keys import key_of
from salesbot.slack.parsing.pieces import Kind, Piece, pieces_of
from salesbot.slack.parsing.troubles import Trouble, mistake_of
from salesbot.slack.parsing.words import clean, escaped, plain, quoted

MOST_CHARACTERS = 1000


@dataclass
class Line:
    """A line at work: its pieces, and which places of it are understood."""

    source: str
    pieces: list[Piece]
    context: ParsingContext
    example: str
    at: int = 0
    understood: list[tuple[int, int]] = field(default_factory=list)
    person: str | None = None
    new: bool = False

    def rest(self) -> str:
        """What was said besides, as a person sees it."""
        kept, done = "", 0
        for start, end in sorted(self.understood):
            kept, done = kept + self.source[done:start] + " ", max(done, end)
        said = " ".join(plain(kept + self.source[done:]).split()).strip(" ,;:–—-")
        return said[1:-1].strip() if len(said) > 1 and said[0] == said[-1] == '"' else said

    def wrong(self, trouble: Trouble) -> Misreading:
        """The mistake with its place quoted."""
        return mistake_of(self.source, trouble, self.example, self.context.command)


def opened(text: str, context: ParsingContext, example: str) -> Line:
    """The line, ready to be read. Raises a Misreading for what is no line at all."""
    source = clean(text)
    if len(source) > MOST_CHARACTERS:
        raise LineTooLong(
            typed=plain(source[:40]),
            most=MOST_CHARACTERS,
            example=example,
            command=context.command,
            draft=None,
        )
    try:
        pieces = pieces_of(source)
    except QuoteOpen as mistake:
        raise QuoteOpen(**mistake.facts, example=example, command=context.command, draft=None) from None
    line = Line(source, [], context, example)
    for piece in pieces:
        line.pieces += _loosened(line, piece)
    return line


def _loosened(line: Line, piece: Piece) -> list[Piece]:
    """A key of this grammar is taken; every other one is words."""
    if piece.kind is not Kind.KEY:
        return [piece]
    key, value = key_of(piece.text, line.context.tongue), piece.value
    if key == "for" and value is not None:
        if value.kind is not Kind.PERSON:
            raise line.wrong(Trouble(PersonUnreadable, value.start, value.end, {}))
        line.person = value.user
    elif key == "account" and value is not None and value.text == "new":
        line.new = True
    elif key != "note":
        word = Piece(Kind.WORD, plain(piece.raw), piece.raw, piece.start, piece.end)
        return [word, value] if value is not None else [word]
    line.understood.append((piece.start, piece.last if key != "note" else piece.end))
    return [value] if key == "note" and value is not None else []


# -- the account ----------------------------------------------------------------------------------------------


def as_typed(name: str) -> str:
    """The name of an account as one types it: in quotes where it is not letters alone."""
    return escaped(name) if name.replace(" ", "").isalpha() else quoted(name)
