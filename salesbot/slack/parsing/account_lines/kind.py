"""Which kind of activity a line says was done."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.domain.activities import ActivityKind, KindUnknown
from salesbot.domain.misreadings import (
    Misreading,
)
from salesbot.slack.parsing.account_lines.account import head_of, known_in
from salesbot.slack.parsing.account_lines.line import Line
from salesbot.slack.parsing.names import near_words
from salesbot.slack.parsing.pieces import Kind
from salesbot.slack.parsing.troubles import Trouble
from salesbot.slack.parsing.words import each_of, folded, vocabulary

_BEFORE_ACCOUNT = each_of("at with for to from pri s z za na kwa katika")
_SPOKEN_KINDS = vocabulary(
    """
    phone=call, phoned=call, called=call, met=meeting, demoed=demo, visited=visit, quoted=quote, offer=quote
    klic=call, telefonski klic=call, sestanek=meeting, predstavitev=demo, obisk=visit, ponudba=quote
    simu=call, mkutano=meeting, onyesho=demo, ziara=visit, nukuu=quote
    """
)


def take_kind(line: Line, kinds: Sequence[ActivityKind]) -> ActivityKind | None:
    """The kind that the next words name, and a word such as `at` behind it."""
    for count in (3, 2, 1):
        words = line.pieces[line.at : line.at + count]
        if len(words) < count or any(word.kind is not Kind.WORD for word in words):
            continue
        kind = kind_named(" ".join(word.text for word in words), kinds)
        if kind is not None:
            line.understood.append((words[0].start, words[-1].end))
            line.at += count
            _skip_connector(line)
            return kind
    return None


def kind_named(text: str, kinds: Sequence[ActivityKind]) -> ActivityKind | None:
    """The kind of this name or word, in English, Slovenian or Swahili; None for any other word."""
    by_name = {folded(name): kind for kind in kinds for name in (kind.name, kind.code)}
    said = folded(text).rstrip(".,;:")
    return by_name.get(said) or by_name.get(_SPOKEN_KINDS.get(said, ""))


def _skip_connector(line: Line) -> None:
    """`demo at Acme`; but an account that begins with such a word is not cut."""
    head = head_of(line)
    if len(head) < 2 or head[0].text.casefold() not in _BEFORE_ACCOUNT or known_in(line, head)[0]:
        return
    line.understood.append((head[0].start, head[0].end))
    line.at += 1


def kind_unknown(line: Line, kinds: Sequence[ActivityKind]) -> Misreading:
    """The mistake where no kind of activity was named that there is."""
    known = [kind.code for kind in kinds]
    words = [piece for piece in line.pieces if piece.kind is Kind.WORD]
    first = words[0] if words else None
    near = near_words(first.text, known) if first is not None else []
    start, end = (first.start, first.end) if first is not None else (0, 0)
    return line.wrong(Trouble(KindUnknown, start, end, {"near": near, "known": known}))
