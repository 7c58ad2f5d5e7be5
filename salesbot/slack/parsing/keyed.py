"""Keys and their values: `product:Pro`, `close:next tue`, `note:"two-year plan"`, `lost:no budget`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from salesbot.domain.misreadings import (
    DayUnreadable,
    KeyUnknown,
    TechniqueUnknown,
    ValueMissing,
    ValueTooLong,
)
from salesbot.slack.parsing import people, stages, terms
from salesbot.slack.parsing.days import day_words_at
from salesbot.slack.parsing.keys import KEYS, key_of, near_keys, technique_of, techniques
from salesbot.slack.parsing.names import near_words
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.understanding import Understanding

_NAMES = ("product", "source", "campaign", "competitor", "note")
_LONGEST_NAME = 200
QUANTITY = re.compile(r"[x×]([\d.,+−-].*)", re.IGNORECASE)
"""How many of a product: x3."""


def read_key(line: Understanding, key: Piece) -> None:
    """Take a key with its value, or say what is wrong with either."""
    name = key_of(key.text, line.context.tongue)
    if name is None:
        near = near_keys(key.text)
        swap = Swap(f"{near[0]}:" if near else "", {}, key.start, key.end if near else key.last)
        line.fail(KeyUnknown, key.start, key.end, [swap], near=near, known=list(KEYS[:-3]))
    elif name in _READERS:
        _READERS[name](line, key)
    elif name in _NAMES:
        _read_name(line, key, name)
    else:
        _take_words(line, key, _WORD_READERS[name])


def _read_name(line: Understanding, key: Piece, name: str) -> None:
    key = _with_own_value(line, key)
    if key.value is None or not key.value.text:
        line.fail(ValueMissing, key.start, key.last, [""], key=name)
    elif name != "note" and len(key.value.text) > _LONGEST_NAME:
        line.fail(ValueTooLong, key.start, key.last, [""], key=name, most=_LONGEST_NAME)
    elif line.say(name, key.start, key.last):
        line.names[name] = key.value.text


def _with_own_value(line: Understanding, key: Piece) -> Piece:
    """`product: won` names no product: a stage behind a gap stands for itself."""
    value = key.value
    if value and value.kind is Kind.WORD and value.start > key.end and stages.stage_words_at(line, [value]):
        line.pieces[line.at - 1 : line.at] = [replace(key, value=None), value]
        return line.pieces[line.at - 1]
    return key


def _read_technique(line: Understanding, key: Piece) -> None:
    if key.value is None or not key.value.text:
        line.fail(ValueMissing, key.start, key.last, [""], key="technique")
        return
    found = technique_of(key.value.text)
    if found is None:
        near = near_words(key.value.text, techniques())
        swap = near[0] if near else techniques()[0]
        line.fail(
            TechniqueUnknown, key.value.start, key.value.end, [swap], near=near, known=list(techniques())
        )
    elif line.say("technique", key.start, key.last):
        line.technique = found


def _read_close(line: Understanding, key: Piece) -> None:
    _read_day(line, key, "close")


def _read_opened(line: Understanding, key: Piece) -> None:
    _read_day(line, key, "opened")


def _read_day(line: Understanding, key: Piece, name: str) -> None:
    """Note the words of a day; they are read when the whole line is known, for then it is known which way to look."""
    value = key.value
    if value is None or not value.text:
        line.fail(ValueMissing, key.start, key.last, [""], key=name)
        return
    words = [value, *line.words_from(line.at, 4)]
    if value.kind is not Kind.WORD:
        line.say(name, value.start, value.end, value.text)
        return
    count = day_words_at(words, 0, line.context, thorough=True)
    if not count:
        count = 1 + strange_words(line)
        last = words[min(count, len(words)) - 1]
        sample = "fri" if name == "close" else "yesterday"
        line.fail(DayUnreadable, value.start, last.end, [sample], reason="unknown")
    else:
        line.say(name, value.start, words[count - 1].end, text_of(words[:count]))
    line.at += count - 1


def _read_account_word(line: Understanding, key: Piece) -> None:
    if key.value is not None and key.value.text.casefold() == "new":
        line.say("account", key.start, key.last)
    else:
        line.fail(KeyUnknown, key.start, key.last, [""], near=[], known=list(KEYS[:-3]))


def _take_words(
    line: Understanding, key: Piece, reader: Callable[[Understanding, Piece, list[Piece]], int]
) -> None:
    """Hand a reader the value and the words behind it, which may belong to it (lost:no budget)."""
    words: list[Piece] = []
    if key.value is not None and key.value.text:
        words = [key.value]
        if key.value.kind is Kind.WORD:
            words += line.words_from(line.at, 4)
    taken = reader(line, key, words)
    line.at += max(taken - 1, 0)


def takes_text(line: Understanding, key: Piece) -> bool:
    """Whether a name or a note follows this key."""
    return key_of(key.text, line.context.tongue) in _NAMES


def strange_words(line: Understanding) -> int:
    """How many words from here on mean nothing by themselves."""
    count = 0
    for word in line.words_from(line.at, 20):
        one = [word]
        known = stages.stage_words_at(line, one) or key_of(word.text, line.context.tongue)
        if known or day_words_at(one, 0, line.context, thorough=False) or QUANTITY.fullmatch(word.text):
            break
        count += 1
    return count


def text_of(words: list[Piece]) -> str:
    """The words as one text."""
    return " ".join(word.text for word in words)


_READERS: dict[str, Callable[[Understanding, Piece], None]] = {
    "technique": _read_technique,
    "price": terms.read_price,
    "discount": terms.read_discount,
    "close": _read_close,
    "opened": _read_opened,
    "for": people.read_rep,
    "with": people.read_with,
    "split": people.read_split,
    "assist": people.read_assists,
    "account": _read_account_word,
}
_WORD_READERS: dict[str, Callable[[Understanding, Piece, list[Piece]], int]] = {
    "lost": stages.read_lost_key,
    "stage": stages.read_stage_key,
    "reason": stages.read_reason_key,
}
