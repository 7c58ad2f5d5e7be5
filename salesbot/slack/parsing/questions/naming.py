"""Whom and what a question names: by the names as they are called, else as Slovenian declines them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesbot.slack.parsing.declined import may_be

_MOST_NAME = 5


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody or something that a question may name."""

    kind: str
    """person, team, product, source, campaign, competitor, account, reason or activity."""
    number: int
    name: str
    words: tuple[tuple[str, ...], ...]
    """The ways in which it may be named, folded."""


LOST_FOR: Mapping[str, str] = {
    "product": "izdelka izdelek bidhaa",
    "price": "cene ceno cena bei",
    "delivery": "dobave dobavo dostave usambazaji",
    "service": "storitve storitev podpore huduma",
}
"""What a lost reason is called in a question, by its code, beside its name."""

DONE: Mapping[str, str] = {
    "call": "calls klic klicev klice simu",
    "meeting": "meetings sestanek sestankov sestanke mkutano mikutano",
    "demo": "demos predstavitev predstavitve onyesho maonyesho",
    "visit": "visits obisk obiskov obiske ziara",
    "quote": "quotes offers ponudb ponudbe nukuu",
}
"""What a kind of activity is called in a question, by its code, beside its name."""


@dataclass(frozen=True, slots=True)
class Named:
    """What words name: one, or several of which it cannot be told which is meant."""

    count: int
    """How many words."""
    found: tuple[Called, ...]


def named_at(words: Sequence[str], at: int, called: Iterable[Called]) -> Named | None:
    """Those called as the words from there on, by the longest of their names; None: nobody."""
    return _longest(words, at, called, lambda typed, name: tuple(typed) == name)


def declined_at(words: Sequence[str], at: int, called: Iterable[Called]) -> Named | None:
    """Those of whose name the words from there on may be a form."""
    return _longest(words, at, called, may_be)


def _longest(
    words: Sequence[str], at: int, called: Iterable[Called],
    fits: Callable[[Sequence[str], tuple[str, ...]], bool],
) -> Named | None:  # fmt: skip
    best: tuple[int, list[Called]] = (0, [])
    for one in called:
        for name in one.words:
            count = len(name)
            if best[0] <= count <= _MOST_NAME and count and fits(words[at : at + count], name):
                best = (count, [*(best[1] if count == best[0] else []), one])
    count, found = best
    return Named(count, tuple(dict.fromkeys(found))) if found else None
