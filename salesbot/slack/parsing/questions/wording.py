"""The words of a question as they are compared, and which of them are phrases that say something."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.slack.parsing.questions.phrases import BEGUN, LONGEST, WHOLE
from salesbot.slack.parsing.questions.says import Says
from salesbot.slack.parsing.words import clean, folded, plain

_MOST = 40


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word for word in (_word(each) for each in clean(text).split()) if word][:_MOST]


def means_something(word: str) -> bool:
    """Whether a word says something in questions by itself, so that it names no account."""
    return bool(phrase_at([word], 0)[1])


def phrase_at(words: Sequence[str], at: int) -> tuple[int, tuple[Says, ...]]:
    """How many words from there on are a phrase, the longest that is known, and what it says."""
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        says = WHOLE.get(tuple(words[at : at + count]))
        if says is not None:
            return count, says
    word = words[at]
    begun = max((begin for begin in BEGUN if word.startswith(begin)), key=len, default="")
    return 1, BEGUN.get(begun, ())


def _word(raw: str) -> str:
    """A word for comparing: without signs around it, and without the English possessive."""
    if raw.startswith("<@"):
        return raw.partition("|")[0].rstrip(">?!.,").casefold() + ">"
    bare = folded(plain(raw)).strip(".,;:!?\"'()„“”’")
    for ending in ("'s", "’s"):
        bare = bare.removesuffix(ending)
    return bare


__all__ = ["means_something", "phrase_at", "words_of"]
