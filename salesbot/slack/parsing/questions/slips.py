"""A slip of the keyboard in what names a period or counts: `last moth`, `tis week`, `how mch`. Other words are let be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA

from salesbot.slack.parsing.questions.months import MONTHS
from salesbot.slack.parsing.questions.phrases import BEGUN, WHOLE
from salesbot.slack.parsing.questions.says import Says

_UNITS = frozenset({Says.WEEK, Says.MONTH, Says.QUARTER, Says.YEAR})
_BESIDE = frozenset({Says.LAST, Says.THIS, Says.NEXT})
_BEFORE_MONTH = frozenset({"in", "v", "mwezi"})
_COUNTS = ("much", "many")
_SHORTEST, _SHORT = 4, 3
"""Letters from which on a word is looked at: shorter ones are like too many others."""


def without_slips(words: Sequence[str], unread: Collection[str]) -> list[str]:
    """The words, with those that nobody understood mended where they stand beside what names a period."""
    return [
        _mended(words, at) if word in unread and len(word) >= _SHORT else word
        for at, word in enumerate(words)
    ]


def _mended(words: Sequence[str], at: int) -> str:
    if at and words[at - 1] == "how":
        return _nearest(words[at], _COUNTS, _SHORT)
    before, behind = (words[at - 1] if at else ""), (words[at + 1] if at + 1 < len(words) else "")
    if _says(before) & _BESIDE:
        known = _saying(_UNITS)
    elif _says(behind) & _UNITS:
        known = _saying(_BESIDE)
    else:
        known = list(MONTHS) if before in _BEFORE_MONTH else []
    return _nearest(words[at], known)


def _says(word: str) -> frozenset[Says]:
    begun = next((says for begin, says in BEGUN.items() if word.startswith(begin)), ())
    return frozenset(WHOLE.get((word,), begun))


def _saying(meant: frozenset[Says]) -> list[str]:
    return [phrase[0] for phrase, says in WHOLE.items() if len(phrase) == 1 and meant & frozenset(says)]


def _nearest(word: str, known: Iterable[str], least: int = _SHORTEST) -> str:
    """The one known word that is a letter more, less, another or two in turn away; the word itself where there is none."""
    found = [each for each in known if len(each) >= least and OSA.distance(word, each) == 1]
    return found[0] if found else word


__all__ = ["without_slips"]
