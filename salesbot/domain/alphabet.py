"""In which order names stand in a list: as a reader of English, Slovenian or Swahili looks for them."""

from __future__ import annotations

import unicodedata

_OWN_LETTERS = {"c\u030c", "c\u0301", "s\u030c", "z\u030c"}
"""č ć š ž: letters of their own behind c, s and z; other accents (é, ü) only part equal names."""
_BARRED = {"đ": "d\u0335"}


def alphabetical(name: str) -> tuple[tuple[str, ...], str]:
    """What a name is sorted by: letters first, whatever their case; accents and case only between equal letters.

    Cop, Čop, Dular; Müller beside Muller; ng' as it is written.
    """
    letters: list[str] = []
    for sign in unicodedata.normalize("NFD", name.casefold()):
        if not unicodedata.combining(sign):
            letters.append(_BARRED.get(sign, sign))
        elif letters and letters[-1] + sign in _OWN_LETTERS:
            letters[-1] += sign
    return tuple(letters), name
