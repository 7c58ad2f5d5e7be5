"""How the letters of a file are written: told by its first bytes, or shown to whoever has to say."""

from __future__ import annotations

import codecs

ENCODINGS = {"utf-8": "utf-8-sig", "cp1250": "cp1250", "cp1252": "cp1252"}
"""What may be said of a file: UTF-8, Windows for Central Europe, Windows for Western Europe."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHOWN = 40


def encoding_of(content: bytes) -> str:
    """UTF-8, unless the first bytes say UTF-16, as a spreadsheet's "Unicode text" does."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:400]
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 3:
        return "utf-16-le"
    return "utf-16-be" if len(head) >= 4 and head[0::2].count(0) > len(head) // 3 else "utf-8-sig"


def line_that_fails(content: bytes, encoding: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """The first line that is not written so, and how it would read otherwise: pairs of an encoding and the words.

    Which of two old encodings a file has no program can tell, so whoever knows the names in it is shown both.
    """
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode(encoding)
        except UnicodeError as error:
            place = error.start if isinstance(error, UnicodeDecodeError) else 0
            near = line[max(0, place - _SHOWN // 2) : place + _SHOWN // 2]
            others = [each for each in ("cp1250", "cp1252") if each != encoding]
            return number, tuple((each, near.decode(each, "replace").strip()) for each in others)
    return 0, ()
