"""Who is in a deal: `for:@kim`, `with @kim 70/30`, `split:50/30/20 @kim @bo`, `assist:@bo`.

The sender has the first share, then come the people in order; as many shares as people: the sender has none. In a
deal logged for somebody else that person stands in the sender's place.
"""

from __future__ import annotations

import re
from decimal import Decimal

from salesbot.domain.misreadings import (
    PersonMissing,
    PersonTwice,
    PersonUnclear,
    PersonUnreadable,
    SharesMiscounted,
    SharesNotWhole,
    SharesUnreadable,
    WordUnknown,
)
from salesbot.domain.money import WHOLE, allocate
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap
from salesbot.slack.parsing.understanding import Place, Understanding

_PERCENT = r"\d{1,3}(?:[.,]\d{1,4})?%?"
_SHARES = re.compile(rf"{_PERCENT}(?:/{_PERCENT}){{0,19}}", re.ASCII)
_JOINERS = frozenset((",", "and", "&", "in", "na", "+"))


def read_rep(line: Understanding, key: Piece) -> None:
    """`for:@kim`: whose deal it is."""
    person = _value_or_next(line, key)
    if person is None or person.kind is not Kind.PERSON:
        _no_person(line, key, person, "for")
    elif line.say("for", key.start, person.end):
        line.rep = person.user


def read_assists(line: Understanding, key: Piece) -> None:
    """`assist:@bo @lu`: who helped and has no share."""
    first = _value_or_next(line, key)
    if first is None or first.kind is not Kind.PERSON:
        _no_person(line, key, first, "assist")
        return
    people = [first, *_more_people(line)]
    if line.say("assist", key.start, people[-1].end):
        line.assists = [person.user for person in people]


def read_with(line: Understanding, key: Piece) -> None:
    """`with @kim @bo`, and the shares where they follow."""
    first = _value_or_next(line, key)
    if first is not None and is_shares(first):
        read_shares(line, first)
        first = _next_person(line)
    if first is None or first.kind is not Kind.PERSON:
        _no_person(line, key, first, "with")
        return
    people = [first, *_more_people(line)]
    if line.say("with", key.start, people[-1].end):
        line.people = [person.user for person in people]
    behind = line.piece()
    if behind is not None and is_shares(behind):
        line.at += 1
        read_shares(line, behind)


def read_split(line: Understanding, key: Piece) -> None:
    """`split:70/30 @kim`, also `split 70 30 @kim`."""
    value = _value_or_next(line, key)
    if value is None or not is_shares(value):
        place = value or key
        line.fail(SharesUnreadable, place.start, place.end, ["50/50"])
    else:
        pieces = [value, *_shares_apart(line, value)]
        read_shares(line, *pieces)
        line.said.setdefault("split", Place(key.start, pieces[-1].end))
    people = _more_people(line)
    if people and line.say("with", people[0].start, people[-1].end):
        line.people = [person.user for person in people]


def is_shares(piece: Piece) -> bool:
    """Whether a word has the form of shares."""
    return piece.kind is Kind.WORD and bool(_SHARES.fullmatch(piece.text.rstrip(",;")))


def read_shares(line: Understanding, *pieces: Piece) -> None:
    """70/30, in one piece or in several."""
    if line.say("shares", pieces[0].start, pieces[-1].end):
        line.shares = [share for piece in pieces for share in _shares_in(piece)]


def _shares_in(piece: Piece) -> list[int]:
    parts = piece.text.rstrip(",;").replace(",", ".").replace("%", "").split("/")
    return [int(Decimal(part) * (WHOLE // 100)) for part in parts]


def _shares_apart(line: Understanding, first: Piece) -> list[Piece]:
    """Shares that stand apart behind the first, as in `70 30`: where they make 100, or a person or nothing follows."""
    pieces: list[Piece] = []
    while (piece := line.piece(len(pieces))) is not None and is_shares(piece):
        pieces.append(piece)
    whole = sum(share for each in (first, *pieces) for share in _shares_in(each)) == WHOLE
    if not whole and piece is not None and piece.kind is not Kind.PERSON:
        return []
    line.at += len(pieces)
    return pieces


def note_loose_people(line: Understanding, first: Piece) -> None:
    """People who stand alone are asked about at the end, when it is known what is said elsewhere."""
    line.loose_people.append([first, *_more_people(line)])


def _ask_about(line: Understanding, people: list[Piece]) -> None:
    start, end = people[0].start, people[-1].end
    raw = line.source[start:end]
    texts = {"with": f"with {raw}", "for": f"for:{raw}", "assist": f"assist:{raw}"}
    fair = [role for role in texts if role not in line.said and (role != "for" or len(people) == 1)]
    if fair:
        swaps = [Swap(texts[role], {"role": role}) for role in fair]
        line.fail(PersonUnclear, start, end, swaps, people=[person.user for person in people])
    else:
        line.fail(WordUnknown, start, end, [""])


def settle_people(line: Understanding) -> None:
    """Work out who has which share, once the whole line is read."""
    for people in line.loose_people:
        _ask_about(line, people)
    if line.shares and not line.people and not line.failed(PersonMissing, PersonUnreadable, PersonUnclear):
        place = line.said.get("split") or line.said["shares"]
        line.fail(PersonMissing, place.start, place.end, [""], key="split")
    if _named_twice(line):
        place = line.said.get("with") or line.said.get("assist") or line.said["for"]
        line.fail(PersonTwice, place.start, place.end, [""])
    elif line.people and not line.failed(SharesUnreadable):
        _settle_shares(line)


def _settle_shares(line: Understanding) -> None:
    holder = line.rep or line.context.sender
    people, shares = line.people, line.shares
    everyone = people if len(shares) == len(people) else [holder, *people]
    if not shares:
        shares = allocate(WHOLE, [1] * len(everyone))
    place = line.said.get("shares") or line.said["with"]
    fair = "/".join(str(share) for share in allocate(100, [1] * len(everyone)))
    if len(shares) != len(everyone):
        line.fail(SharesMiscounted, place.start, place.end, [fair], shares=len(shares), people=len(people))
    elif not all(shares):
        line.fail(SharesUnreadable, place.start, place.end, [fair])
    elif sum(shares) != WHOLE:
        line.fail(SharesNotWhole, place.start, place.end, [fair], sum=Decimal(sum(shares)) / (WHOLE // 100))
    else:
        # "None" stands for the rep, and only in a deal of their own is that the sender.
        sender = None if line.rep else line.context.sender
        ids = (None if person == sender else person for person in everyone)
        line.sharers = tuple(zip(ids, shares, strict=True))


def _named_twice(line: Understanding) -> bool:
    named = line.people + line.assists
    # Where each person has a share of their own, the rep may be among them.
    if not (line.people and len(line.shares) == len(line.people)):
        named = [*named, line.rep or line.context.sender]
    return len(set(named)) < len(named)


def _value_or_next(line: Understanding, key: Piece) -> Piece | None:
    """What stands behind a key, or behind the same word without its colon."""
    if key.kind is Kind.KEY:
        return key.value
    found = line.piece()
    line.at += 1 if found is not None and found.kind is not Kind.KEY else 0
    return found if found is not None and found.kind is not Kind.KEY else None


def _next_person(line: Understanding) -> Piece | None:
    found = line.piece()
    if found is None or found.kind is not Kind.PERSON:
        return None
    line.at += 1
    return found


def _more_people(line: Understanding) -> list[Piece]:
    people: list[Piece] = []
    while True:
        joiner = line.piece()
        joined = line.piece(1)
        joins = joiner is not None and joined is not None and joined.kind is Kind.PERSON
        if joins and joiner is not None and joiner.kind is Kind.WORD and joiner.text.casefold() in _JOINERS:
            line.at += 1
        person = _next_person(line)
        if person is None:
            return people
        people.append(person)


def _no_person(line: Understanding, key: Piece, found: Piece | None, role: str) -> None:
    if found is None:
        line.fail(PersonMissing, key.start, key.end, [""], key=role)
    else:
        line.fail(PersonUnreadable, found.start, found.end, [Swap("", {}, key.start, found.end)], key=role)
