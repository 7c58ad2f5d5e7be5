"""What the parser has to know of the workspace and of who types, taken from the book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from salesbot.clock import day_in
from salesbot.domain.accounts import DEFAULT_REASONS, DEFAULT_STAGES, DEFAULT_WON_REASONS, Reason, Stage
from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import SlackPerson
from salesbot.domain.refusals import ButtonExpired, PersonNotFound
from salesbot.runtime import PostFailed
from salesbot.services.calendars import workspace_day
from salesbot.services.deals import stages_at_hand
from salesbot.slack.answers import AnsweredBefore, from_kept
from salesbot.slack.asking import Ask
from salesbot.slack.parsing import ParsingContext, ReasonName, StageName, near_names
from salesbot.storage.book import Book, BooksMoved
from salesbot.storage.people import folded
from salesbot.storage.records import Draft

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,}")
_MOST_MENTIONS = 25
_LONGEST_NUMBER = 15
_STAGES = {key: name for key, name, _ in DEFAULT_STAGES}
_REASONS = {code: name for _, code, name in (*DEFAULT_REASONS, *DEFAULT_WON_REASONS)}


def parsing_context(book: Book, ask: Ask, command: str = "") -> ParsingContext:
    """What a line of this person is read with; `command` is what it was typed after, empty for a form's field."""
    workspace, person = book.workspace, ask.person
    return ParsingContext(
        today=day_in(ask.time_zone, ask.now),
        workspace_today=workspace_day(book, ask.now),
        currency=workspace.counts_in,
        number_locale=(person.number_locale if person else None) or workspace.locale,
        language=ask.locale,
        stages=stage_names(
            ask, stages_at_hand(book, person.id if person else None, workspace_day(book, ask.now))
        ),
        reasons=book.accounts.made_of_reasons(("names", ask.locale), partial(_reason_names, ask)),
        accounts=_AccountsOf(book),
        sender=ask.slack_id,
        command=command,
        years=workspace.years,
    )


def _reason_names(ask: Ask, reasons: Iterable[Reason]) -> tuple[ReasonName, ...]:
    return tuple(
        ReasonName(one.id, one.klass, one.code, one.name, one.won, _spoken(ask, _REASONS.get(one.code)))
        for one in reasons
    )


def stage_names(ask: Ask, stages: Iterable[Stage]) -> tuple[StageName, ...]:
    """Stages by the names that a line of this person may call them."""
    return tuple(StageName(one.id, one.key, one.name, _spoken(ask, _STAGES.get(one.key))) for one in stages)


def _spoken(ask: Ask, shipped: str | None) -> str:
    return ask.runtime.renderer.shipped_name(ask.locale, shipped) if shipped else ""


def is_account(slack_id: str) -> bool:
    """Whether this is how Slack calls an account."""
    return _ACCOUNT.fullmatch(slack_id) is not None


def mentioned(text: str) -> list[str]:
    """The Slack ids of everybody whom a text mentions, each once."""
    return list(dict.fromkeys(_MENTION.findall(text)))[:_MOST_MENTIONS]


def met(ask: Ask, slack_ids: Sequence[str]) -> Mapping[str, SlackPerson]:
    """Those of these people whom the books do not know, as Slack knows them: asked before the book is opened.

    Raises PersonNotFound where Slack knows nobody of that id, PostFailed where it does not answer.
    """
    if not slack_ids:
        return {}
    with ask.reading() as book:
        unknown = [one for one in slack_ids if book.people.by_slack_id(one) is None]
    return {one: _looked_up(ask, one) for one in unknown}


def _looked_up(ask: Ask, slack_id: str) -> SlackPerson:
    try:
        return ask.runtime.messenger.person(ask.workspace.id, slack_id)
    except PostFailed as failed:
        if failed.outcome is SendOutcome.DEAD:
            raise PersonNotFound(slack_id=slack_id) from None
        raise


def number_in(value: str) -> int:
    """The number that a button of ours carries. Raises ButtonExpired for any other value."""
    if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER):
        raise ButtonExpired()
    return int(value)


def day_chosen(value: str) -> date:
    """The day that a field of ours was put to. Raises ButtonExpired for any other value."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ButtonExpired() from None


def numbers_in(value: str) -> tuple[int, int]:
    """The two numbers that a button of ours carries (`12:3`). Raises ButtonExpired for any other value."""
    first, _, second = value.partition(":")
    return number_in(first), number_in(second)


def one_or_two_in(value: str) -> tuple[int, int | None]:
    """The number that a button of ours carries, and the second one where it has one. Raises ButtonExpired."""
    first, _, second = value.partition(":")
    return number_in(first), number_in(second) if second else None


def waiting_draft(ask: Ask, book: Book, number: int, *kinds: str) -> Draft:
    """What waits for the asker's answer, of one of these kinds where any are named.

    Raises ButtonExpired where it expired, was answered, or is not theirs, and AnsweredBefore where it was answered by this
    very delivery.
    """
    waiting = book.records.waiting_draft(number, ask.person.id, ask.now) if ask.person is not None else None
    if waiting is None and (kept := book.records.reply_to(ask.key, ask.content)) is not None:
        raise AnsweredBefore(from_kept(kept))
    if waiting is None or (kinds and waiting.kind not in kinds):
        raise ButtonExpired()
    return waiting


class _AccountsOf:
    """The names of accounts, as the parser asks for them."""

    def __init__(self, book: Book) -> None:
        self._accounts = book.accounts
        self._missing: set[str] = set()

    def known(self, candidates: Sequence[str]) -> Mapping[str, str]:
        found = self._accounts.known_among(candidates)
        self._missing -= set(map(folded, found))
        self._missing |= {folded(typed) for typed in candidates if typed not in found}
        return {typed: account.name for typed, account in found.items()}

    def near(self, name: str, limit: int = 3) -> list[str]:
        """Raises BooksMoved where somebody else made just this account since it was looked for."""
        near = near_names(name, self._accounts.names(), limit)
        if folded(name) in self._missing.intersection(map(folded, near)):
            raise BooksMoved
        return near
