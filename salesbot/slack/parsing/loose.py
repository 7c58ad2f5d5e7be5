"""Words without a key: `won`, `yesterday`, `x3`, `with @kim 70/30`; and what is said of a word that fits nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable

from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import (
    AmountTwice,
    DayLoose,
    PersonUnreadable,
    QuantityUnreadable,
    SharesUnreadable,
    WordUnknown,
)
from salesbot.slack.parsing import people, stages
from salesbot.slack.parsing.amounts import amount_at
from salesbot.slack.parsing.day_words import ON_DAY
from salesbot.slack.parsing.days import day_words_at
from salesbot.slack.parsing.keyed import QUANTITY, strange_words, takes_text, text_of
from salesbot.slack.parsing.keys import word_of
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.understanding import Understanding
from salesbot.slack.parsing.words import folded, quoted

_MOST_PIECES_OF_PRODUCT = 999_999
_LIKE_SHARES = re.compile(r"\d[\d.,%]*(?:[^\w\s]\d[\d.,%]*)+")


def read_word(line: Understanding, piece: Piece) -> None:
    """Take a word for what it means here, or say that it means nothing."""
    if not any(reader(line, piece) for reader in _LOOSE_READERS):
        _refuse_word(line, piece)


def _loose_people(line: Understanding, piece: Piece) -> bool:
    word = word_of(piece.text, line.context.tongue)
    behind = line.piece()
    names_one = behind is not None and behind.kind is Kind.PERSON
    reader = {"for": people.read_rep, "assist": people.read_assists, "split": people.read_split}.get(word)
    if piece.kind is Kind.WORD and word == "with":
        people.read_with(line, piece)
    elif piece.kind is Kind.WORD and reader and (names_one or (word == "split" and behind)):
        reader(line, piece)
    else:
        return False
    return True


def _loose_quantity(line: Understanding, piece: Piece) -> bool:
    found = QUANTITY.fullmatch(piece.text.rstrip(",;")) if piece.kind is Kind.WORD else None
    if not found:
        return False
    count = int(found[1]) if found[1].isdecimal() and len(found[1]) <= 9 else 0
    if not 1 <= count <= _MOST_PIECES_OF_PRODUCT:
        line.fail(QuantityUnreadable, piece.start, piece.end, ["x3"], reason="unknown")
    elif line.say("x3", piece.start, piece.end):
        line.quantity = count
    return True


def _loose_shares(line: Understanding, piece: Piece) -> bool:
    if not line.people or piece.kind is not Kind.WORD:
        return False
    if people.is_shares(piece) and ("/" in piece.text or "shares" not in line.said):
        people.read_shares(line, piece)
        return True
    if "shares" in line.said or not _LIKE_SHARES.fullmatch(piece.text):
        return False
    line.fail(SharesUnreadable, piece.start, piece.end, ["50/50"])
    return True


def _loose_stage(line: Understanding, piece: Piece) -> bool:
    words = _here(line, piece)
    count = stages.stage_words_at(line, words)
    if count:
        stages.take_stage(line, words[:count])
        line.at += count - 1
    return bool(count)


def _loose_reason(line: Understanding, piece: Piece) -> bool:
    if line.outcome is not Outcome.LOST or "reason" in line.said:
        return False
    words = _here(line, piece)
    if not stages.reason_words_at(line, words):
        return False
    line.at += stages.read_reason(line, words) - 1
    return True


def _loose_day(line: Understanding, piece: Piece) -> bool:
    words = _here(line, piece)
    ended = line.outcome is not Outcome.OPEN
    first, count = _day_among(words, line, thorough=ended)
    if not count:
        return False
    line.at += first + count - 1
    said = words[first : first + count]
    start, end = said[0].start, said[-1].end
    if ended:
        line.say("close", start, end, text_of(said))
    else:
        line.fail(DayLoose, piece.start, end, [f"close:{line.source[start:end]}"])
    return True


def _day_among(words: list[Piece], line: Understanding, thorough: bool) -> tuple[int, int]:
    """Where a day begins here and of how many words it is: `fri`, or behind one word `on 3. 11.`; 0 words: none does."""
    count = day_words_at(words, 0, line.context, thorough=thorough)
    if not words or folded(words[0].text) not in ON_DAY:
        return 0, count
    behind = day_words_at(words, 1, line.context, thorough=thorough)
    return (1, behind) if behind and behind + 1 >= count else (0, count)


def _loose_amount(line: Understanding, piece: Piece) -> bool:
    words = _here(line, piece)
    found = amount_at(words, 0, line.context) if words else None
    if found is None or found.shape.broken:
        return False
    line.fail(AmountTwice, piece.start, found.shape.end, [""], amount=line.amount)
    line.at += found.shape.count - 1
    return True


def _refuse_word(line: Understanding, piece: Piece) -> None:
    """Say what was probably meant: more of a name, a reason, a stage."""
    before = line.pieces[line.at - 2]
    if (
        before.kind is Kind.KEY
        and before.value
        and before.value.kind is Kind.WORD
        and takes_text(line, before)
    ):
        line.at += strange_words(line)
        end = line.pieces[line.at - 1].end
        name = quoted(line.source[before.value.start : end])
        line.fail(WordUnknown, piece.start, end, [Swap(name, {}, before.value.start, end)])
        return
    if piece.text.startswith("@") and piece.kind is Kind.WORD:
        line.fail(PersonUnreadable, piece.start, piece.end, [""], key="")
        return
    words = _here(line, piece) if "://" not in piece.text else []
    if line.outcome is Outcome.LOST and "reason" not in line.said and words:
        line.said["reason"] = line.said["stage"]
        line.at += stages.refuse_reason(line, words) - 1
    elif "stage" not in line.said and words:
        line.at += stages.refuse_stage(line, words) - 1
    else:
        line.fail(WordUnknown, piece.start, piece.end, [""])


def _here(line: Understanding, piece: Piece) -> list[Piece]:
    """The piece just taken, with the words behind it where it is a word itself."""
    if piece.kind is Kind.QUOTED:
        return [piece]
    return [piece, *line.words_from(line.at, 4)] if piece.kind is Kind.WORD else []


_LOOSE_READERS: tuple[Callable[[Understanding, Piece], bool], ...] = (
    _loose_people,
    _loose_quantity,
    _loose_shares,
    _loose_stage,
    _loose_reason,
    _loose_day,
    _loose_amount,
)
