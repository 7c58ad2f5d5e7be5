"""Which account a line is about: quoted, the longest known one, or all before the day."""

from __future__ import annotations

from salesbot.domain.follow_ups import AccountUnnamed
from salesbot.domain.misreadings import (
    AccountMissing,
    AccountNear,
    Misreading,
)
from salesbot.slack.parsing.account_lines.line import Line, as_typed
from salesbot.slack.parsing.account_names import account_text
from salesbot.slack.parsing.day_words import BEFORE_DAY
from salesbot.slack.parsing.days import day_words_at
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap, Trouble
from salesbot.slack.parsing.words import quoted

_MOST_NAME = 12
_NEAR_NAME = 4


def take_account(line: Line) -> str:
    """The account that the line names, its place being understood. Raises a Misreading or a Question."""
    head = head_of(line)
    if not head:
        place = line.pieces[line.at].start if line.at < len(line.pieces) else len(line.source)
        raise line.wrong(Trouble(AccountMissing, place, place, {}))
    count, name = known_in(line, head)
    if not count:
        count, name = _new(line, head)
    line.understood.append((head[0].start, head[count - 1].end))
    line.at += count
    return name


def head_of(line: Line) -> list[Piece]:
    """The words that may belong to the account."""
    head: list[Piece] = []
    for piece in line.pieces[line.at :]:
        if piece.kind not in (Kind.WORD, Kind.QUOTED):
            break
        head.append(piece)
    return head


def known_in(line: Line, head: list[Piece]) -> tuple[int, str]:
    """How many words the longest known account takes, and its own name; 0 where none is known."""
    most = 1 if head[0].kind is Kind.QUOTED else min(len(head), _MOST_NAME)
    texts = {count: account_text(line.source, head[:count]) for count in range(most, 0, -1)}
    known = line.context.accounts.known([text.rstrip(".;!") for text in texts.values()])
    for count, text in texts.items():
        if found := known.get(text.rstrip(".;!")):
            return count, found
    return 0, ""


def _new(line: Line, head: list[Piece]) -> tuple[int, str]:
    """The name of a new account: in quotes, or all before the day. Raises AccountNear and AccountUnnamed."""
    count = 1 if head[0].kind is Kind.QUOTED else _before_day(line, head)
    if not count:
        _ask_which(line, head)
        raise line.wrong(Trouble(AccountUnnamed, head[0].start, head[min(len(head), 3) - 1].end, {}))
    name = account_text(line.source, head[:count])
    near = [] if line.new else line.context.accounts.near(name)
    if near:
        raise _near(line, head[:count], name, near, new=True)
    return count, name


def _before_day(line: Line, head: list[Piece]) -> int:
    """How many words stand before the first that name a day; 0 where none does."""
    for count in range(1, len(head)):
        at = line.at + count
        connected = head[count].text.casefold() in BEFORE_DAY
        if day_words_at(line.pieces, at, line.context, thorough=False) or (
            connected and day_words_at(line.pieces, at + 1, line.context, thorough=False)
        ):
            return count
    return 0


def _ask_which(line: Line, head: list[Piece]) -> None:
    """Where the first words are nearly an account's name, it is asked."""
    for count in range(min(len(head), _NEAR_NAME), 0, -1):
        name = account_text(line.source, head[:count])
        if near := line.context.accounts.near(name):
            raise _near(line, head[:count], name, near, new=False)


def _near(line: Line, pieces: list[Piece], name: str, near: list[str], *, new: bool) -> Misreading:
    start, end = pieces[0].start, pieces[-1].end
    swaps = [Swap(as_typed(each), {"account": each}) for each in near]
    if new:
        whole = f"{quoted(name)}{line.source[end:]} account:new"
        swaps.append(Swap(whole, {"new": name}, start, len(line.source)))
    return line.wrong(Trouble(AccountNear, start, end, {"account": name, "near": near}, tuple(swaps)))


# -- the day --------------------------------------------------------------------------------------------------
