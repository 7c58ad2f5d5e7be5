"""A line about an account: `Acme fri call about renewal` to be done, `demo Acme yesterday` done.

The account stands first (behind the kind, for what was done): quoted, or the longest known one, or all before the day.
A day stands beside the account, at the end, or behind `on` or `by`. All the rest is what was said of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.activities import ActivityKind
from salesbot.slack.parsing.account_lines.account import head_of, known_in, take_account
from salesbot.slack.parsing.account_lines.day import day_missing, take_day
from salesbot.slack.parsing.account_lines.kind import kind_named, kind_unknown, take_kind
from salesbot.slack.parsing.account_lines.line import opened
from salesbot.slack.parsing.context import ParsingContext


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


def read_follow_up(text: str, context: ParsingContext) -> FollowUpLine:
    """What is to be done. Raises a Misreading for what cannot be read, a Question for what only the person can say."""
    line = opened(text, context, "Acme Corp fri call about renewal")
    account = take_account(line)
    day = take_day(line, "ahead")
    if day is None:
        raise day_missing(line, account)
    return FollowUpLine(account, day, line.rest(), line.person)


def read_activity(text: str, context: ParsingContext, kinds: Sequence[ActivityKind]) -> ActivityLine:
    """What was done. Raises a Misreading or a Question, as `read_follow_up` does."""
    example = f"{kinds[0].code if kinds else 'call'} Acme Corp yesterday"
    line = opened(text, context, example)
    kind = take_kind(line, kinds)
    if kind is None and not (head_of(line) and known_in(line, head_of(line))[0]):
        raise kind_unknown(line, kinds)
    account = take_account(line)
    kind = kind or take_kind(line, kinds)
    if kind is None:
        raise kind_unknown(line, kinds)
    day = take_day(line, "back")
    return ActivityLine(kind, account, day, line.rest(), line.person)


__all__ = ["ActivityLine", "FollowUpLine", "kind_named", "read_activity", "read_follow_up"]
