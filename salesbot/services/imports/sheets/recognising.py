"""What a file really is, told by its first bytes: its name may say anything."""

from __future__ import annotations

from salesbot.services.imports.problems import SheetUnreadable

_PACKED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_HEAD = 4096
_FEW = 20
"""A text may have one control character in so many; bytes that are no text have more."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))


def is_spreadsheet(file: str, content: bytes, encoding: str) -> bool:
    """Whether the file is a spreadsheet; else it is a table in text.

    Raises SheetUnreadable where it is neither: one behind a password, of an old program, a picture, a PDF.
    """
    why = _no_table(content, encoding)
    if why is None and file.casefold().endswith(".xlsx") and not content.startswith(_PACKED):
        why = "damaged"
    if why is not None:
        raise SheetUnreadable(file=file, why=why, line=0)
    return content.startswith(_PACKED)


def _no_table(content: bytes, encoding: str) -> str | None:
    if content.startswith(_OLD_OFFICE):
        return "password" if _ENCRYPTED in content else "old"
    if content.startswith(_OTHERS):
        return "no_table"
    head = content[:_HEAD]
    packed = content.startswith(_PACKED) or encoding.startswith("utf-16")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "no_table" if not packed and controls * _FEW > len(head) else None
