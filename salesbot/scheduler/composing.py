"""What a row says at the moment of sending: who may read it is asked again, then its facts, then its words.

A kind of announcement is one line in `_KINDS`: the service that answers with its facts, and its template.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from salesbot.domain.announcing import MOST_SHOUT_OUTS, SendOutcome
from salesbot.domain.as_of import AsOf, morning_of
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Team
from salesbot.domain.schedules import after_quiet
from salesbot.messages import Message
from salesbot.runtime import ChannelFacts, PostFailed, Runtime
from salesbot.scheduler import filing
from salesbot.services import (
    absences,
    alerting,
    closings,
    deals,
    goals,
    goals_reached,
    leaving,
    mornings,
    nudging,
    praising,
    recognition,
    top_performers,
    troubles,
    unprompted,
)
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.digests.week import week_review
from salesbot.services.planning import Kind, Recipient, plan_gathered, zone_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

NO_SLACK_ACCOUNT = "no_slack_account"
NO_CHANNEL = "no_channel"
OUTSIDERS = "outsiders_in_channel"
"""Guests or another company read the channel: nothing of the team's is told there."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is posted where, as it is now."""

    channel: str
    message: Message
    as_of: datetime | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is said, and why: it is won no more, not wished, or not theirs to read any more."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """It waits until then (by the calendar): the hour is quiet."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class PutAside:
    """It stands in the day's one post for what is too many."""

    gathered: str


Composed: TypeAlias = Said | Nothing | Later | PutAside


@dataclass(frozen=True, slots=True)
class _Facts:
    """A template with its facts, and as of when they hold."""

    template: str
    facts: dict[str, Any]
    as_of: AsOf | None = None


_Told: TypeAlias = _Facts | str
"""Facts, or why there are none."""
_Asks: TypeAlias = Callable[[Book, Announcement, datetime], _Told]


def compose(runtime: Runtime, row: Announcement, now: datetime) -> Composed:
    """What the row says now. Raises PostFailed where the person or channel cannot be reached at all."""
    if row.kind in filing.KINDS:
        return _to_person(runtime, row, now, _Facts(*filing.told(runtime, row, now)))
    if Recipient.read(row.recipient).of == "person":
        return _to_person(runtime, row, now)
    return _to_channel(runtime, row, now)


# -- to a person ------------------------------------------------------------------------------------------


def _to_person(runtime: Runtime, row: Announcement, now: datetime, found: _Facts | None = None) -> Composed:
    with runtime.reading(row.workspace_id) as book:
        person = book.people.by_id(Recipient.read(row.recipient).number)
        if not person.active:
            return Nothing("left")
        if person.slack_id is None:
            raise PostFailed(SendOutcome.DEAD, NO_SLACK_ACCOUNT)
        later = unprompted.waits_until(book, person, row, now)
        if later is not None:
            return Later(later)
        told = found or (_direct(row) if row.kind == Kind.DIRECT else _KINDS[Kind(row.kind)](book, row, now))
        said = _worded(runtime, book, told, person)
        day = told.as_of.day if isinstance(told, _Facts) and told.as_of else None
        as_of = morning_of(day, zone_of(book)) if day else None
    if isinstance(said, str):
        return Nothing(said)
    channel = person.dm_channel or runtime.messenger.direct_channel(row.workspace_id, person.slack_id)
    if person.dm_channel is None:
        # Opening a conversation is limited to 50 a minute, so it is done once for each person.
        with runtime.book(row.workspace_id) as changing:
            changing.people.change(person.id, dm_channel=channel)
    return Said(channel, said, as_of, now if as_of else None)


def _direct(row: Announcement) -> Message:
    payload = row.payload or {}
    return Message(str(payload["text"]), list(payload["blocks"]))


def _worded(
    runtime: Runtime,
    book: Book,
    told: _Told | Message,
    person: Person | None = None,
    team: Team | None = None,
) -> Message | str:
    """In the person's language, or in a channel in its team's."""
    if isinstance(told, str | Message):
        return told
    usual = (team.locale if team is not None else None) or book.workspace.locale
    return runtime.renderer.message(
        told.template,
        locale=person.language(usual) if person is not None else usual,
        time_zone=zone_of(book, person),
        **told.facts,
    )


# -- to a team's channel ----------------------------------------------------------------------------------


def _to_channel(runtime: Runtime, row: Announcement, now: datetime) -> Composed:
    with runtime.reading(row.workspace_id) as book:
        team = recognition.team_told(book, row.recipient)
        quiet_until = after_quiet(now, zone_of(book), calendar_of(book))
    if team is None or team.channel_id is None:
        return Nothing(NO_CHANNEL)
    if quiet_until > now:
        return Later(quiet_until)
    if row.kind == Kind.SHOUT_OUT:
        aside = _before_a_shout_out(runtime, row, now)
        if aside is not None:
            return aside
    _reachable(runtime.messenger.channel(row.workspace_id, team.channel_id))
    with runtime.reading(row.workspace_id) as book:
        said = _worded(runtime, book, _KINDS[Kind(row.kind)](book, row, now), team=team)
    return Nothing(said) if isinstance(said, str) else Said(team.channel_id, said)


def _before_a_shout_out(runtime: Runtime, row: Announcement, now: datetime) -> PutAside | None:
    """Look whether the win reached a goal, and whether the channel has heard enough for one day."""
    with runtime.book(row.workspace_id) as book:
        goals_reached.plan_goals_reached(book, int(row.subject["deal"]), now)
        if recognition.told_today(book, row.recipient, row.id, now) < MOST_SHOUT_OUTS:
            return None
        return PutAside(plan_gathered(book, row.recipient, now))


def _reachable(facts: ChannelFacts) -> None:
    if facts.archived:
        raise PostFailed(SendOutcome.DEAD, "is_archived")
    if not facts.member:
        raise PostFailed(SendOutcome.DEAD, "not_in_channel")
    if facts.guests or facts.shared:
        raise PostFailed(SendOutcome.DEAD, OUTSIDERS)


# -- each kind --------------------------------------------------------------------------------------------


def _morning(book: Book, row: Announcement, now: datetime) -> _Told:
    morning = mornings.morning_of_person(book, Recipient.read(row.recipient).number, now)
    if isinstance(morning, str):
        return morning
    return _Facts(morning.template, {"digest": morning.digest, "own": morning.own}, morning.as_of)


def _alert(book: Book, row: Announcement, now: datetime) -> _Told:
    found = alerting.alerts_of(book, Recipient.read(row.recipient).number, now)
    if isinstance(found, str):
        return found
    return _Facts("digests/alerts", {"alerts": found}, AsOf(workspace_day(book, now), True, now))


def _week(book: Book, row: Announcement, now: datetime) -> _Told:
    review = week_review(book, Recipient.read(row.recipient).number, now)
    return review if isinstance(review, str) else _Facts("digests/week", {"review": review}, review.as_of)


def _shout_out(book: Book, row: Announcement, now: datetime) -> _Told:
    told = recognition.shout_out(book, row, now)
    return _Facts("recognition/shout_out", {"win": told}) if told else "not told"


def _gathered(book: Book, row: Announcement, now: datetime) -> _Told:
    wins = recognition.gathered(book, row, now)
    return _Facts("recognition/gathered", {"wins": wins}) if wins else "nothing left to tell"


def _goal_reached(book: Book, row: Announcement, now: datetime) -> _Told:
    told = goals_reached.goal_reached(book, row, now)
    return _Facts("recognition/goal_reached", {"reached": told}) if told else "not told"


def _top(book: Book, row: Announcement, now: datetime) -> _Told:
    told = top_performers.top_performers(book, row, now)
    return _Facts("recognition/top", {"top": told}) if told else "nobody to name"


def _praise(book: Book, row: Announcement, now: datetime) -> _Told:
    told = praising.praise(book, row)
    return _Facts("recognition/praise", {"praise": told}) if told else "not wished"


def _absence(book: Book, row: Announcement, now: datetime) -> _Told:
    told = absences.absence_news(book, row, now)
    return _Facts("absences/told", {"role": told[0], "seen": told[1]}) if told else "undone"


def _left(book: Book, row: Announcement, now: datetime) -> _Told:
    leaver = leaving.leaving_question(book, row)
    return _Facts("leaving/asked", {"leaver": leaver}) if leaver else "back, or settled"


def _goal_news(book: Book, row: Announcement, now: datetime) -> _Told:
    news = goals.goal_news(book, row, now)
    return _Facts("goals/changed", {"news": news}) if news else "read, or another goal stands"


def _goal_asked(book: Book, row: Announcement, now: datetime) -> _Told:
    person = book.people.by_id(Recipient.read(row.recipient).number)
    preview = goals.asked_of(book, person, int(row.subject["proposal"]), now=now)
    return _Facts("goals/asked", {"preview": preview}) if preview else "settled"


def _goal_answered(book: Book, row: Announcement, now: datetime) -> _Told:
    person = book.people.by_id(Recipient.read(row.recipient).number)
    try:
        preview = goals.preview_goals(book, person, int(row.subject["proposal"]), now=now)
    except SalesbotError:
        return "settled, or not theirs any more"
    return _Facts("goals/proposed", {"preview": preview, "answered": True})


def _approval(book: Book, row: Announcement, now: datetime) -> _Told:
    asked = deals.approval_asked(book, row, now)
    return _Facts("approvals/asked", {"approval": asked}) if asked else "decided, changed, or not theirs"


def _approval_answer(book: Book, row: Announcement, now: datetime) -> _Told:
    told = deals.approval_answered(book, row)
    return _Facts("approvals/answer", {"approval": told}) if told else "changed since"


def _dispute(book: Book, row: Announcement, now: datetime) -> _Told:
    asked = deals.dispute_asked(book, row, now)
    return _Facts("disputes/asked", {"disputed": asked}) if asked else "answered, or not theirs"


def _dispute_answer(book: Book, row: Announcement, now: datetime) -> _Told:
    return _Facts("disputes/answer", {"disputed": deals.dispute_answered(book, row)})


def _closing(book: Book, row: Announcement, now: datetime) -> _Told:
    seen = closings.closing_due(book, row, now)
    return _Facts("closings/month", {"seen": seen}) if seen else "closed, or nothing counts in it"


def _nudge(book: Book, row: Announcement, now: datetime) -> _Told:
    told = nudging.nudge(book, row, now)
    return _Facts("digests/nudge", {"nudge": told}) if told else "nothing to ask"


def _trouble(book: Book, row: Announcement, now: datetime) -> _Told:
    return _Facts("digests/trouble", {"trouble": troubles.trouble(book, row)})


_KINDS: dict[Kind, _Asks] = {
    Kind.MORNING: _morning,
    Kind.SHOUT_OUT: _shout_out,
    Kind.GATHERED: _gathered,
    Kind.GOAL_REACHED: _goal_reached,
    Kind.TOP_WEEK: _top,
    Kind.TOP_MONTH: _top,
    Kind.PRAISE: _praise,
    Kind.ALERT: _alert,
    Kind.WEEK: _week,
    Kind.NUDGE: _nudge,
    Kind.TROUBLE: _trouble,
    Kind.ABSENCE: _absence,
    Kind.LEFT: _left,
    Kind.GOAL_NEWS: _goal_news,
    Kind.GOAL_REMINDER: _goal_news,
    Kind.GOAL_ASKED: _goal_asked,
    Kind.GOAL_ANSWERED: _goal_answered,
    Kind.CLOSING: _closing,
    Kind.DISPUTE: _dispute,
    Kind.DISPUTE_ANSWER: _dispute_answer,
    Kind.APPROVAL: _approval,
    Kind.APPROVAL_ANSWER: _approval_answer,
}
