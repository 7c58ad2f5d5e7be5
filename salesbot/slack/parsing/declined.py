"""Names as Slovenian declines them: whether a word may be a form of a name, by its ending alone.

A word is only ever compared with names that are known, and one that fits two names is nobody's, so that a form which
no grammar has does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_FEWEST = 3
"""Shorter words and names stand in one form only."""
_VOWELS = frozenset("aeiou")
_OF_SOMEBODY = ("", "a", "o", "e", "i", "ega", "emu", "em", "im", "ih", "imi")
"""What stands behind Luk-ov and An-in."""


def may_be(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether folded words may be a name, each in some form, and not all as they are called."""
    if len(typed) != len(name) or tuple(typed) == tuple(name):
        return False
    return all(one == other or one in _forms(other) for one, other in zip(typed, name, strict=True))


@lru_cache(maxsize=8192)
def _forms(name: str) -> frozenset[str]:
    """Every form of one folded word of a name but the one it is called by."""
    if len(name) < _FEWEST or not name.isalpha():
        return frozenset()
    return frozenset(
        form for stem, endings in _declined(name) for ending in endings for form in [stem + ending]
    )


def _declined(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Stems with their endings."""
    short, end = name[:-1], name[-1]
    if end == "a":
        stems = [short, f"{short}j"] if short.endswith("i") else [short]
        return [(stem, ("e", "i", "o", *_somebodys("in"), *_somebodys("ov"))) for stem in stems]
    if end == "o":
        return [(short, _masculine("o"))]
    if end == "e":
        return [(name + "t", _masculine("o"))]
    if end in _VOWELS or end == "y":
        return [(name + "j", _masculine("e"))]
    found = [(name, (*_masculine("o"), *_masculine("e")))]
    if end == "r":
        found.append((name + "j", _masculine("e")))
    if len(name) > _FEWEST and name[-2] == "e" and name[-3] not in _VOWELS:
        found.append((name[:-2] + end, (*_masculine("o"), *_masculine("e"))))
    return found


def _masculine(vowel: str) -> tuple[str, ...]:
    return ("a", "u", f"{vowel}m", *_somebodys(f"{vowel}v"))


def _somebodys(suffix: str) -> tuple[str, ...]:
    return tuple(suffix + ending for ending in _OF_SOMEBODY)
