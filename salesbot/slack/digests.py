"""The morning message in Slack: asked for again, explained, muted for a day, and a well done said from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf, read_stamp
from salesbot.domain.deals import DealState
from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.digests import DigestForNobody, explain
from salesbot.services.digests.filing import require_table
from salesbot.services.message_choices import message_settings, mute_until
from salesbot.services.mornings import morning_message
from salesbot.services.nudging import plan_nudge
from salesbot.services.planning import Kind, own_day, person_recipient, plan_once
from salesbot.services.praising import plan_praise
from salesbot.slack.asking import Answer, Ask, Beside, Opened, Word, beside
from salesbot.slack.deals.changing import show_deal
from salesbot.slack.deals.listing import list_deals
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book

SNOOZED_FOR = timedelta(days=6)
"""With today a week."""


def on_digest(ask: Ask, rest: str) -> Answer:
    """`/sales digest`: the morning message again, as things stand now."""
    with ask.reading() as book:
        return _digest(ask, book, AsOf(workspace_day(book, ask.now), live=True, known_at=ask.now))


def on_send_now(ask: Ask) -> Answer:
    """*Send Me Tomorrow's Digest Now*: the next working day's message, as far as today has gone."""
    with ask.reading() as book:
        tomorrow = calendar_of(book).next_working(workspace_day(book, ask.now))
        return Beside(_digest(ask, book, AsOf(tomorrow, live=False, known_at=ask.now)))


def on_explain(ask: Ask) -> Answer:
    """*How Was This Computed?*: the goal, the working days, and the deals behind the figures."""
    with ask.reading() as book:
        require(ask.viewer(book).has(Role.MANAGER), "digest")
        explained = explain(book, ask.sender(book).id, _as_of(ask, ask.value, book), ask.now)
    return Opened(ask.view("digests/explain", explained=explained), "digests.explain", ask.value)


def on_mute_today(ask: Ask) -> Answer:
    """*Mute Today*: nothing that nobody asked for comes for the rest of the day; what came already stays to be read."""

    def do(book: Book) -> Answer:
        person = ask.sender(book)
        day = own_day(book, person, ask.now)
        mute_until(book, person, day, ask.now)
        settings = message_settings(book, person, day)
        return Beside(
            ask.message("digests/chosen", choices=settings) if settings else ask.message("digests/none")
        )

    return ask.change(do)


def on_deal(ask: Ask) -> Answer:
    """*Move Stage*: the deal with what may be done with it, beside the morning message."""
    return beside(show_deal(ask, number_in(ask.value)))


def on_deals(ask: Ask) -> Answer:
    """*My Deals*, beside the morning message."""
    return Beside(list_deals(ask))


def on_nudge(ask: Ask) -> Answer:
    """*Nudge*: the rep is asked about a deal that stands still."""

    def do(book: Book) -> Answer:
        rep = plan_nudge(book, ask.sender(book), _deal(book, ask.value).deal_id, ask.now)
        return Beside(ask.message("digests/nudged", rep=rep))

    return ask.change(do)


def on_snooze(ask: Ask) -> Answer:
    """*Snooze*: what needs the manager is not told for a week."""

    def do(book: Book) -> Answer:
        until = workspace_day(book, ask.now) + SNOOZED_FOR
        book.choices.snooze(ask.sender(book).id, ask.value[:100], until)
        return Beside(ask.message("digests/snoozed", until=until))

    return ask.change(do)


def on_table(ask: Ask) -> Answer:
    """*All as a File*: the digest's whole table, as of the same moment, for who asked."""
    team, _, stamp = ask.value.partition(":")
    require((team.isdecimal() or team == "company") and read_stamp(stamp) is not None, "export")
    team_id = int(team) if team.isdecimal() else None

    def do(book: Book) -> Answer:
        person = ask.sender(book)
        require_table(book, person, team_id, _as_of(ask, stamp, book), ask.now)
        subject: dict[str, object] = {"kind": "digest", "form": "csv", "team": team_id, "stamp": stamp}
        plan_once(book, Kind.FILE_MADE, person_recipient(person.id), ask.key, now=ask.now, subject=subject)
        return Beside(ask.message("exports/planned", kind="digest"))

    return ask.change(do)


def on_praise(ask: Ask) -> Answer:
    """*Say Well Done*: in the rep's channel, or to the rep alone, as the rep likes it."""

    def do(book: Book) -> Answer:
        state = _deal(book, ask.value)
        require(ask.viewer(book).leads(state.rep_id), "praise")
        public = plan_praise(book, ask.sender(book), state.deal_id, ask.now)
        return Beside(ask.message("digests/praised", public=public))

    return ask.change(do)


WORDS = (Word("digest", on_digest),)


def register(edge: Edge) -> None:
    """Answer the digest's buttons; its Settings are everybody's form."""
    edge.action("digests.send_now")(on_send_now)
    edge.action("digests.explain")(on_explain)
    edge.action("digests.mute_today")(on_mute_today)
    edge.action("digests.deal")(on_deal)
    edge.action("digests.deals")(on_deals)
    edge.action("digests.praise")(on_praise)
    edge.action("digests.table")(on_table)
    edge.action("digests.nudge")(on_nudge)
    edge.action("digests.snooze")(on_snooze)


def _digest(ask: Ask, book: Book, as_of: AsOf) -> Message:
    if ask.person is None:
        raise DigestForNobody(name=ask.who.name)
    morning = morning_message(book, ask.person.id, as_of, ask.now)
    return ask.message(morning.template, **morning.facts)


def _as_of(ask: Ask, stamp: str, book: Book) -> AsOf:
    """The moment that the button's message told of; without a readable one, now."""
    if (moment := read_stamp(stamp)) is not None:
        return replace(moment, known_at=min(moment.known_at, ask.now))
    try:
        return AsOf(date.fromisoformat(stamp), live=False, known_at=ask.now)
    except ValueError:
        return AsOf(workspace_day(book, ask.now), live=True, known_at=ask.now)


def _deal(book: Book, value: str) -> DealState:
    """The deal that a button names; NotAllowed where there is none, so that nothing is given away."""
    try:
        return book.deals.now(number_in(value))
    except LookupError:
        require(False, "praise")
        raise
