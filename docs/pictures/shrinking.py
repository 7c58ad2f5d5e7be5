"""Make a screenshot small: at most 256 colours, tightly deflated. For pictures of pages nobody sees a difference."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

COLOURS = 256
Colour = tuple[int, ...]


def smaller(png: bytes) -> bytes:
    """The same picture (8 bits a channel, RGB or RGBA, not interlaced) with a palette of its most frequent colours."""
    chunks = list(_chunks(png))
    width, height, _, kind = struct.unpack(">IIBB", dict(chunks)[b"IHDR"][:10])
    channels = {2: 3, 6: 4}[kind]
    rows = _rows(zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT")), width, channels)
    pixels = [[tuple(row[at : at + 3]) for at in range(0, width * channels, channels)] for row in rows]
    count = Counter(colour for row in pixels for colour in row)
    palette = _palette(count)
    place = {colour: _nearest(colour, palette) for colour in count} | {c: i for i, c in enumerate(palette)}
    packed = b"".join(b"\0" + bytes(place[colour] for colour in row) for row in pixels)
    return png[:8] + b"".join(
        _chunk(name, body)
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", bytes(part for colour in palette for part in colour)),
            (b"IDAT", zlib.compress(packed, 9)),
            (b"IEND", b""),
        )
    )


def _palette(count: Counter[Colour]) -> list[Colour]:
    """The most frequent colours; of those that hardly differ only one, so that shades keep theirs."""
    found: dict[Colour, Colour] = {}
    for colour, _ in count.most_common():
        found.setdefault(tuple(part // 6 for part in colour), colour)
    return list(found.values())[:COLOURS]


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    return min(
        range(len(palette)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True)),
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _rows(data: bytes, width: int, channels: int) -> Iterable[bytearray]:
    """Take the filters off, row by row (PNG specification, section 9)."""
    size, above = width * channels, bytearray(width * channels)
    for start in range(0, len(data), size + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + size])
        for at in range(size if kind else 0):
            left = row[at - channels] if at >= channels else 0
            corner = above[at - channels] if at >= channels else 0
            row[at] = (row[at] + _guess(kind, left, above[at], corner)) & 255
        yield row
        above = row


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 2:
        return up
    if kind == 3:
        return (left + up) // 2
    return min((left, up, corner), key=lambda each: abs(left + up - corner - each))
