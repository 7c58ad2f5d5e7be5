"""All that stands behind the amount, in any order: keys with values, stage words, days, people, `x3`."""

from __future__ import annotations

import re
from collections.abc import Callable

from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import (
    AmountTwice,
    DayLoose,
    DayUnreadable,
    KeyUnknown,
    PersonUnreadable,
    QuantityUnreadable,
    SharesUnreadable,
    TechniqueUnknown,
    ValueMissing,
    ValueTooLong,
    WordUnknown,
)
from salesbot.slack.parsing import people, stages
from salesbot.slack.parsing.amounts import amount_at
from salesbot.slack.parsing.days import day_words_at
from salesbot.slack.parsing.keys import KEYS, key_of, near_keys, technique_of, techniques, word_of
from salesbot.slack.parsing.names import near_words
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.understanding import Understanding
from salesbot.slack.parsing.words import quoted

_NAMES = ("product", "source", "campaign", "competitor", "note")
_LONGEST_NAME = 200
_QUANTITY = re.compile(r"[x×]([\d.,+−-].*)", re.IGNORECASE)
_MOST_PIECES_OF_PRODUCT = 999_999
_LIKE_SHARES = re.compile(r"\d[\d.,%]*(?:[^\w\s]\d[\d.,%]*)+")


def read_rest(line: Understanding) -> None:
    """Read on to the end of the line; each piece is understood or becomes a trouble."""
    while (piece := line.piece()) is not None:
        line.at += 1
        if piece.kind is Kind.KEY:
            _read_key(line, piece)
        elif piece.kind is Kind.PERSON:
            people.ask_about(line, piece)
        else:
            _read_word(line, piece)


def _read_key(line: Understanding, key: Piece) -> None:
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
    if key.value is None or not key.value.text:
        line.fail(ValueMissing, key.start, key.last, [""], key=name)
    elif name != "note" and len(key.value.text) > _LONGEST_NAME:
        line.fail(ValueTooLong, key.start, key.last, [""], key=name, most=_LONGEST_NAME)
    elif line.say(name, key.start, key.last):
        line.names[name] = key.value.text


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
        count = 1 + _strange_words(line)
        last = words[min(count, len(words)) - 1]
        sample = "fri" if name == "close" else "yesterday"
        line.fail(DayUnreadable, value.start, last.end, [sample], reason="unknown")
    else:
        line.say(name, value.start, words[count - 1].end, _text(words[:count]))
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
    if key.value is not None and key.value.kind in (Kind.WORD, Kind.QUOTED):
        words = [key.value]
        if key.value.kind is Kind.WORD:
            words += line.words_from(line.at, 4)
    taken = reader(line, key, words)
    line.at += max(taken - 1, 0)


def _read_word(line: Understanding, piece: Piece) -> None:
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
    found = _QUANTITY.fullmatch(piece.text.rstrip(",;")) if piece.kind is Kind.WORD else None
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
    count = day_words_at(words, 0, line.context, thorough=ended)
    if not count:
        return False
    line.at += count - 1
    start, end = piece.start, words[count - 1].end
    if ended:
        line.say("close", start, end, _text(words[:count]))
    else:
        line.fail(DayLoose, start, end, [f"close:{line.source[start:end]}"])
    return True


def _loose_amount(line: Understanding, piece: Piece) -> bool:
    words = _here(line, piece)
    found = amount_at(words, 0, line.context) if words else None
    if found is None or found.shape.broken:
        return False
    line.fail(AmountTwice, piece.start, found.shape.end, [""], amount=line.amount)
    line.at += found.shape.count - 1
    return True


_READERS: dict[str, Callable[[Understanding, Piece], None]] = {
    "technique": _read_technique,
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
_LOOSE_READERS: tuple[Callable[[Understanding, Piece], bool], ...] = (
    _loose_people,
    _loose_quantity,
    _loose_shares,
    _loose_stage,
    _loose_reason,
    _loose_day,
    _loose_amount,
)


def _refuse_word(line: Understanding, piece: Piece) -> None:
    """Say what was probably meant: more of a name, a reason, a stage."""
    before = line.pieces[line.at - 2]
    if (
        before.kind is Kind.KEY
        and before.value
        and before.value.kind is Kind.WORD
        and _takes_text(line, before)
    ):
        line.at += _strange_words(line)
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


def _takes_text(line: Understanding, key: Piece) -> bool:
    return key_of(key.text, line.context.tongue) in _NAMES


def _strange_words(line: Understanding) -> int:
    """How many words from here on mean nothing by themselves."""
    count = 0
    for word in line.words_from(line.at, 20):
        one = [word]
        known = stages.stage_words_at(line, one) or key_of(word.text, line.context.tongue)
        if known or day_words_at(one, 0, line.context, thorough=False) or _QUANTITY.fullmatch(word.text):
            break
        count += 1
    return count


def _here(line: Understanding, piece: Piece) -> list[Piece]:
    """The piece just taken, with the words behind it where it is a word itself."""
    if piece.kind is Kind.QUOTED:
        return [piece]
    return [piece, *line.words_from(line.at, 4)] if piece.kind is Kind.WORD else []


def _text(words: list[Piece]) -> str:
    return " ".join(word.text for word in words)
