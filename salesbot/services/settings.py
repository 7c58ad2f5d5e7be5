"""What a person settles about themselves: how they type amounts, language, zone, praise, and messages.

Whatever was never said stays None: the team's or the workspace's holds, also when that changes later.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from salesbot.domain.people import Person
from salesbot.services.message_choices import MessageSettings, choose_messages, message_settings
from salesbot.services.planning import replan
from salesbot.storage.book import Book

NUMBER_LOCALES = ("en", "de", "fr", "de_CH")
"""A locale for each way to write an amount: 12,500.00, 12.500,00, 12 500,00 and 12'500.00."""
PRAISE = ("public", "private", "none")
"""In the channel, only to the person, not at all."""


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What a person has settled; None: as the workspace, or for the zone as in Slack."""

    number_locale: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    """The zone that was settled by hand."""
    shows_amounts: bool = True
    praise: str = "public"
    on_leaderboards: bool = True
    announces_given: bool = True
    announces_received: bool = True
    messages: MessageSettings | None = None
    """None for who gets no messages that come round."""


@dataclass(frozen=True, slots=True)
class SettingsChosen:
    """A person's settings as they stand now, and the names of those that changed."""

    person: Person
    settings: OwnSettings
    changed: frozenset[str]


def own_settings(book: Book, person: Person | None, day: date) -> OwnSettings:
    """What somebody has settled; for who is not known yet, what holds for everybody."""
    if person is None:
        return OwnSettings()
    return OwnSettings(
        number_locale=person.number_locale,
        locale=person.locale,
        time_zone=person.time_zone if person.zone_chosen else None,
        shows_amounts=person.shows_amounts,
        praise=person.praise,
        on_leaderboards=person.on_leaderboards,
        announces_given=person.announces_given,
        announces_received=person.announces_received,
        messages=message_settings(book, person, day),
    )


def choose_settings(
    book: Book, person: Person, wanted: OwnSettings, *, day: date, now: datetime,
    slack_zone: str | None = None,
) -> SettingsChosen:  # fmt: skip
    """Settle what a person wants; what is as it was changes nothing and leaves no record.

    `slack_zone`: the zone that holds when an own one is given up. What is planned moves along with hour and zone.
    """
    was = own_settings(book, person, day)
    changed = frozenset(
        each.name for each in fields(OwnSettings) if getattr(was, each.name) != getattr(wanted, each.name)
    )
    _settle(book, person, was, wanted, changed - {"messages"}, slack_zone, now)
    if "messages" in changed and wanted.messages is not None:
        choose_messages(book, person, wanted.messages, day=day, now=now)
    settled = book.people.by_id(person.id)
    return SettingsChosen(settled, own_settings(book, settled, day), changed)


def _settle(
    book: Book, person: Person, was: OwnSettings, wanted: OwnSettings, changed: frozenset[str],
    slack_zone: str | None, now: datetime,
) -> None:  # fmt: skip
    if not changed:
        return
    names = sorted(changed)
    after = {name: getattr(wanted, name) for name in names}
    book.records.audit(
        "settings_chosen", "person", person.id, by=person.id, now=now,
        before={name: getattr(was, name) for name in names}, after=after,
    )  # fmt: skip
    values: dict[str, Any] = dict(after)
    if "time_zone" in changed:
        values |= {
            "time_zone": wanted.time_zone or slack_zone,
            "zone_chosen": wanted.time_zone is not None,
        }
    book.people.change(person.id, **values)
    if "time_zone" in changed:
        replan(book, now, people=[person.id])


def choose_amounts(book: Book, person: Person, shows: bool, *, now: datetime) -> Person:
    """Whether the person's own amounts may stand in channels, as answered under a receipt."""
    if person.shows_amounts != shows:
        book.records.audit(
            "settings_chosen", "person", person.id, by=person.id, now=now,
            before={"shows_amounts": person.shows_amounts}, after={"shows_amounts": shows},
        )  # fmt: skip
    return book.people.change(person.id, shows_amounts=shows, amounts_asked=True)
