"""What went wrong at a place in the line, and what could stand there instead.

A trouble knows its place, so that the answer can quote it, show a line that would have worked, and offer each
possible meaning as a whole line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from salesbot.domain.deals import DealDraft
from salesbot.domain.misreadings import Choice, Misreading, Question
from salesbot.slack.parsing.words import plain


@dataclass(frozen=True, slots=True)
class Swap:
    """What could stand in a place instead, as Slack would hand it over, and what names it on a button."""

    text: str
    label: Mapping[str, Any] = field(default_factory=dict)
    start: int | None = None
    end: int | None = None
    """Where it stands, if not in the trouble's own place."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mistake or a question at a place in the line; the first swap also mends the example."""

    kind: type[Misreading]
    start: int
    end: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    swaps: tuple[Swap, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether it can be asked back."""
        return issubclass(self.kind, Question)

    def place(self, swap: Swap) -> tuple[int, int, str]:
        """Where a swap goes, and its text."""
        start = self.start if swap.start is None else swap.start
        end = self.end if swap.end is None else swap.end
        return start, end, swap.text


def mended(source: str, troubles: Sequence[Trouble]) -> str:
    """The line with every trouble's first swap in its place; the later of two that overlap is left out."""
    places = sorted(trouble.place(trouble.swaps[0]) for trouble in troubles if trouble.swaps)
    result, done = "", 0
    for start, end, text in places:
        if start >= done:
            result += source[done:start] + text
            done = end
    return " ".join((result + source[done:]).split())


def mistake_of(
    source: str, trouble: Trouble, example: str, command: str, draft: DealDraft | None = None
) -> Misreading:
    """The mistake to raise: the trouble with its place quoted, and a choice for each swap of a question."""
    facts = {"typed": plain(source[trouble.start : trouble.end]).strip(), **trouble.facts}
    if trouble.is_question:
        facts["choices"] = choices = _choices(source, trouble)
        facts["lines"] = [choice.line for choice in choices]
    return trouble.kind(**facts, example=example, command=command, draft=draft)


def _choices(source: str, trouble: Trouble) -> tuple[Choice, ...]:
    lines = [(_swapped(source, *trouble.place(swap)), swap.label) for swap in trouble.swaps]
    return tuple(Choice(line, plain(line), label) for line, label in lines)


def _swapped(source: str, start: int, end: int, text: str) -> str:
    return (source[:start] + text + source[end:]).strip()
