"""A line about an account: `Acme fri call about renewal` to be done, `demo Acme yesterday` done.

The account stands first (behind the kind, for what was done): quoted, or the longest known one, or all before the day.
A day stands beside the account, at the end, or behind `on` or `by`. All the rest is what was said of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from salesbot.domain.activities import ActivityKind, KindUnknown
from salesbot.domain.follow_ups import AccountUnnamed, DayMissing
from salesbot.domain.misreadings import (
    AccountMissing,
    AccountNear,
    LineTooLong,
    Misreading,
    PersonUnreadable,
    QuoteOpen,
)
from salesbot.slack.parsing.boundary import account_text
from salesbot.slack.parsing.calendar_days import Looks
from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.days import day_in, day_words_at
from salesbot.slack.parsing.keys import key_of
from salesbot.slack.parsing.names import near_words
from salesbot.slack.parsing.pieces import Kind, Piece, pieces_of
from salesbot.slack.parsing.troubles import Swap, Trouble, mistake_of
from salesbot.slack.parsing.words import clean, each_of, escaped, folded, plain, quoted, vocabulary

MOST_CHARACTERS = 1000
_MOST_NAME = 12
_NEAR_NAME = 4
_BEFORE_DAY = each_of("on by until till ob do v dne hadi mnamo tarehe siku")
_BEFORE_ACCOUNT = each_of("at with for to from pri s z za na kwa katika")
_SPOKEN_KINDS = vocabulary(
    """
    phone=call, phoned=call, called=call, met=meeting, demoed=demo, visited=visit, quoted=quote, offer=quote
    klic=call, telefonski klic=call, sestanek=meeting, predstavitev=demo, obisk=visit, ponudba=quote
    simu=call, mkutano=meeting, onyesho=demo, ziara=visit, nukuu=quote
    """
)


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """What is to be done, about which account, by when; `person` is a Slack id where it is for somebody else."""

    account: str
    day: date
    text: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """What was done with an account; without a day, it was today."""

    kind: ActivityKind
    account: str
    day: date | None
    text: str
    person: str | None = None


@dataclass
class _Line:
    """A line at work: its pieces, and which places of it are understood."""

    source: str
    pieces: list[Piece]
    context: ParsingContext
    example: str
    at: int = 0
    understood: list[tuple[int, int]] = field(default_factory=list)
    person: str | None = None
    new: bool = False

    def rest(self) -> str:
        """What was said besides, as a person sees it."""
        kept, done = "", 0
        for start, end in sorted(self.understood):
            kept, done = kept + self.source[done:start] + " ", max(done, end)
        said = " ".join(plain(kept + self.source[done:]).split()).strip(" ,;:–—-")
        return said[1:-1].strip() if len(said) > 1 and said[0] == said[-1] == '"' else said

    def wrong(self, trouble: Trouble) -> Misreading:
        """The mistake with its place quoted."""
        return mistake_of(self.source, trouble, self.example, self.context.command)


def read_follow_up(text: str, context: ParsingContext) -> FollowUpLine:
    """What is to be done. Raises a Misreading for what cannot be read, a Question for what only the person can say."""
    line = _opened(text, context, "Acme fri call about renewal")
    account = _take_account(line)
    day = _take_day(line, "ahead")
    if day is None:
        raise _day_missing(line, account)
    return FollowUpLine(account, day, line.rest(), line.person)


def read_activity(text: str, context: ParsingContext, kinds: Sequence[ActivityKind]) -> ActivityLine:
    """What was done. Raises a Misreading or a Question, as `read_follow_up` does."""
    example = f"{kinds[0].code if kinds else 'call'} Acme yesterday"
    line = _opened(text, context, example)
    kind = _take_kind(line, kinds)
    if kind is None and not (_head(line) and _known(line, _head(line))[0]):
        raise _kind_unknown(line, kinds)
    account = _take_account(line)
    kind = kind or _take_kind(line, kinds)
    if kind is None:
        raise _kind_unknown(line, kinds)
    day = _take_day(line, "back")
    return ActivityLine(kind, account, day, line.rest(), line.person)


def _opened(text: str, context: ParsingContext, example: str) -> _Line:
    source = clean(text)
    if len(source) > MOST_CHARACTERS:
        raise LineTooLong(
            typed=plain(source[:40]),
            most=MOST_CHARACTERS,
            example=example,
            command=context.command,
            draft=None,
        )
    try:
        pieces = pieces_of(source)
    except QuoteOpen as mistake:
        raise QuoteOpen(**mistake.facts, example=example, command=context.command, draft=None) from None
    line = _Line(source, [], context, example)
    for piece in pieces:
        line.pieces += _loosened(line, piece)
    return line


def _loosened(line: _Line, piece: Piece) -> list[Piece]:
    """A key of this grammar is taken; every other one is words."""
    if piece.kind is not Kind.KEY:
        return [piece]
    key, value = key_of(piece.text, line.context.tongue), piece.value
    if key == "for" and value is not None:
        if value.kind is not Kind.PERSON:
            raise line.wrong(Trouble(PersonUnreadable, value.start, value.end, {}))
        line.person = value.user
    elif key == "account" and value is not None and value.text == "new":
        line.new = True
    elif key != "note":
        word = Piece(Kind.WORD, plain(piece.raw), piece.raw, piece.start, piece.end)
        return [word, value] if value is not None else [word]
    line.understood.append((piece.start, piece.last if key != "note" else piece.end))
    return [value] if key == "note" and value is not None else []


# -- the account ----------------------------------------------------------------------------------------------


def _take_account(line: _Line) -> str:
    head = _head(line)
    if not head:
        place = line.pieces[line.at].start if line.at < len(line.pieces) else len(line.source)
        raise line.wrong(Trouble(AccountMissing, place, place, {}))
    count, name = _known(line, head)
    if not count:
        count, name = _new(line, head)
    line.understood.append((head[0].start, head[count - 1].end))
    line.at += count
    return name


def _head(line: _Line) -> list[Piece]:
    """The words that may belong to the account."""
    head: list[Piece] = []
    for piece in line.pieces[line.at :]:
        if piece.kind not in (Kind.WORD, Kind.QUOTED):
            break
        head.append(piece)
    return head


def _known(line: _Line, head: list[Piece]) -> tuple[int, str]:
    """How many words the longest known account takes, and its own name; 0 where none is known."""
    most = 1 if head[0].kind is Kind.QUOTED else min(len(head), _MOST_NAME)
    texts = {count: account_text(line.source, head[:count]) for count in range(most, 0, -1)}
    known = line.context.accounts.known([text.rstrip(".;!") for text in texts.values()])
    for count, text in texts.items():
        if found := known.get(text.rstrip(".;!")):
            return count, found
    return 0, ""


def _new(line: _Line, head: list[Piece]) -> tuple[int, str]:
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


def _before_day(line: _Line, head: list[Piece]) -> int:
    """How many words stand before the first that name a day; 0 where none does."""
    for count in range(1, len(head)):
        at = line.at + count
        connected = head[count].text.casefold() in _BEFORE_DAY
        if day_words_at(line.pieces, at, line.context, thorough=False) or (
            connected and day_words_at(line.pieces, at + 1, line.context, thorough=False)
        ):
            return count
    return 0


def _ask_which(line: _Line, head: list[Piece]) -> None:
    """Where the first words are nearly an account's name, it is asked."""
    for count in range(min(len(head), _NEAR_NAME), 0, -1):
        name = account_text(line.source, head[:count])
        if near := line.context.accounts.near(name):
            raise _near(line, head[:count], name, near, new=False)


def _near(line: _Line, pieces: list[Piece], name: str, near: list[str], *, new: bool) -> Misreading:
    start, end = pieces[0].start, pieces[-1].end
    swaps = [Swap(_as_typed(each), {"account": each}) for each in near]
    if new:
        whole = f"{quoted(name)}{line.source[end:]} account:new"
        swaps.append(Swap(whole, {"new": name}, start, len(line.source)))
    return line.wrong(Trouble(AccountNear, start, end, {"account": name, "near": near}, tuple(swaps)))


# -- the day --------------------------------------------------------------------------------------------------


def _take_day(line: _Line, looks: Looks) -> date | None:
    found = _day_place(line)
    if found is None:
        return None
    connector, first, count = found
    start, end = line.pieces[first].start, line.pieces[first + count - 1].end
    text = line.source[start:end]
    day = day_in(line.source, start, end, text, line.context, looks)
    if isinstance(day, Trouble):
        raise line.wrong(day)
    line.understood.append((line.pieces[connector].start, end))
    return day


def _day_place(line: _Line) -> tuple[int, int, int] | None:
    """Where the day stands: (first piece of all, first piece of the day, how many); beside the account first."""
    pieces, last = line.pieces, len(line.pieces)
    for at in range(line.at, last):
        beside = at == line.at
        connected = pieces[at].text.casefold() in _BEFORE_DAY and pieces[at].kind is Kind.WORD
        count = day_words_at(pieces, at, line.context, thorough=beside)
        if count and (beside or at + count == last):
            return at, at, count
        behind = day_words_at(pieces, at + 1, line.context, thorough=False) if connected else 0
        if behind:
            return at, at + 1, behind
    return None


def _day_missing(line: _Line, account: str) -> Misreading:
    today = line.context.today
    monday = today + timedelta(days=7 - today.weekday())
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    days = sorted({today + timedelta(days=1), friday, monday, today + timedelta(days=14)} - {today})
    end = len(line.source)
    swaps = tuple(Swap(f" {day.isoformat()}", {"day": day}, end, end) for day in days)
    return line.wrong(Trouble(DayMissing, end, end, {"account": account}, swaps))


# -- the kind of activity -------------------------------------------------------------------------------------


def _take_kind(line: _Line, kinds: Sequence[ActivityKind]) -> ActivityKind | None:
    """The kind that the next words name, and a word such as `at` behind it."""
    for count in (3, 2, 1):
        words = line.pieces[line.at : line.at + count]
        if len(words) < count or any(word.kind is not Kind.WORD for word in words):
            continue
        kind = kind_named(" ".join(word.text for word in words), kinds)
        if kind is not None:
            line.understood.append((words[0].start, words[-1].end))
            line.at += count
            _skip_connector(line)
            return kind
    return None


def kind_named(text: str, kinds: Sequence[ActivityKind]) -> ActivityKind | None:
    """The kind of this name or word, in English, Slovenian or Swahili; None for any other word."""
    by_name = {folded(name): kind for kind in kinds for name in (kind.name, kind.code)}
    said = folded(text).rstrip(".,;:")
    return by_name.get(said) or by_name.get(_SPOKEN_KINDS.get(said, ""))


def _skip_connector(line: _Line) -> None:
    """`demo at Acme`; but an account that begins with such a word is not cut."""
    head = _head(line)
    if len(head) < 2 or head[0].text.casefold() not in _BEFORE_ACCOUNT or _known(line, head)[0]:
        return
    line.understood.append((head[0].start, head[0].end))
    line.at += 1


def _kind_unknown(line: _Line, kinds: Sequence[ActivityKind]) -> Misreading:
    known = [kind.code for kind in kinds]
    words = [piece for piece in line.pieces if piece.kind is Kind.WORD]
    first = words[0] if words else None
    near = near_words(first.text, known) if first is not None else []
    start, end = (first.start, first.end) if first is not None else (0, 0)
    return line.wrong(Trouble(KindUnknown, start, end, {"near": near, "known": known}))


def _as_typed(name: str) -> str:
    """The name of an account as one types it: in quotes where it is not letters alone."""
    return escaped(name) if name.replace(" ", "").isalpha() else quoted(name)
