"""Numbers in words, in English, Slovenian and Swahili: `twelve thousand`, `dva tisoč`, `elfu kumi`.

They are no amounts, since a word too many changes what they come to. What they seem to say is proposed in figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SL_ONES = ("en", "dva", "tri", "stiri", "pet", "sest", "sedem", "osem", "devet")
_SL_TENS = (
    "deset", "dvajset", "trideset", "stirideset", "petdeset", "sestdeset", "sedemdeset", "osemdeset", "devetdeset",
)  # fmt: skip
_ONES: dict[str, int] = {
    **{word: at for at, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)},
    **{word: at for at, word in enumerate(_TEENS.split(), 10)},
    **{word: at * 10 for at, word in enumerate(_TENS.split(), 2)},
    **{word: at for at, word in enumerate(_SL_ONES, 1)},
    **dict.fromkeys(("ena", "eno", "a"), 1), "dve": 2,
    **{word: at * 10 for at, word in enumerate(_SL_TENS, 1)},
    **{f"{word}najst": at for at, word in enumerate(("dva", *_SL_ONES[2:]), 12)}, "enajst": 11, "trinajst": 13,
    **{f"{one}in{ten}": at + tens * 10
       for at, one in enumerate(("ena", "dva", *_SL_ONES[2:]), 1) for tens, ten in enumerate(_SL_TENS, 1) if tens > 1},
    "sto": 100, "dvesto": 200, "tristo": 300, "stiristo": 400,
    **{f"{word}sto": at * 100 for at, word in enumerate(_SL_ONES[4:], 5)},
}  # fmt: skip
_SCALES = {
    "hundred": 100, **dict.fromkeys(("thousand", "tisoc", "tis"), 1000),
    **dict.fromkeys(("million", "milijon", "milijona", "milijone", "milijonov"), 10**6),
}  # fmt: skip
_SW_ONES = {
    **{word: at for at, word in enumerate([
        "moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa", "kumi"], 1)},
    **{word: at * 10 for at, word in enumerate(
        ["ishirini", "thelathini", "arobaini", "hamsini", "sitini", "sabini", "themanini", "tisini"], 2)},
}  # fmt: skip
_SW_SCALES = {"mia": 100, "elfu": 1000, "laki": 10**5, "milioni": 10**6}
PARTS = {"half": 2, "pol": 2, "nusu": 2, "quarter": 4, "cetrt": 4, "robo": 4}
"""Words for a part of a unit: `dva tisoč in pol`, `two and a half thousand`."""
_BETWEEN = frozenset(("and", "in"))


def number_at(words: Sequence[str]) -> tuple[int, int] | None:
    """(the number, how many words it takes) of a number of a hundred or more with which words begin; None: no such."""
    said = [_bare(word) for word in words]
    return _swahili(said) if said and said[0] in _SW_SCALES else _before_scales(said)


def _before_scales(said: Sequence[str]) -> tuple[int, int] | None:
    whole, part, taken, last = Fraction(0), Fraction(0), 0, 1
    scaled = False
    for at, word in enumerate(said):
        parts = word.split("-")
        if word == "a" and at:
            continue
        if word in PARTS:
            part += Fraction(1 if part else last, PARTS[word])
        elif all(each in _ONES for each in parts):
            part += sum(_ONES[each] for each in parts)
        elif word in _SCALES and (part or not at):
            part, scaled = (part or Fraction(1)) * _SCALES[word], True
            if _SCALES[word] > 100:
                whole, part, last = whole + part, Fraction(0), _SCALES[word]
        elif word in _BETWEEN and at:
            continue
        else:
            break
        taken = at + 1
    number = whole + part
    return (int(number), taken) if number.denominator == 1 and taken and (scaled or number >= 100) else None


def _swahili(said: Sequence[str]) -> tuple[int, int] | None:
    """A unit, and how many of it: `elfu kumi na mbili` is twelve thousand, `laki tatu na nusu` half a unit more."""
    number = taken = 0
    scale = 1
    for at, word in enumerate(said):
        if word in _SW_SCALES:
            scale = _SW_SCALES[word]
        elif word in _SW_ONES:
            number += scale * _SW_ONES[word]
        elif word in PARTS and number:
            number += scale // PARTS[word]
        elif word != "na":
            break
        taken = at + 1 if word != "na" else taken
    return (number, taken) if number else None


def _bare(word: str) -> str:
    return word.casefold().strip(".,").translate(str.maketrans("čšž", "csz"))
