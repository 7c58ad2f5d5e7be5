"""What a person settles about themselves, in one form: `/sales settings`, App Home's button, and the digest's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.schedules import written_minute
from salesbot.messages import Message
from salesbot.runtime import PostFailed
from salesbot.services.fairness import noted_about
from salesbot.services.message_choices import ChoiceUnfit
from salesbot.services.nameable import NotNamed
from salesbot.services.planning import own_day
from salesbot.services.seen import who_sees
from salesbot.services.settings import (
    NUMBER_LOCALES,
    PRAISE,
    OwnSettings,
    SettingsChosen,
    choose_amounts,
    choose_settings,
    own_settings,
)
from salesbot.services.setup import SettingUnreadable
from salesbot.services.setup.reading import read_time_zone
from salesbot.slack.asking import Answer, Ask, Beside, Opened, Word, beside
from salesbot.slack.edge import Edge
from salesbot.slack.parsing.figures import number_style
from salesbot.slack.settings.messages import messages_chosen, minute_in
from salesbot.slack.setup.fields import AS_WORKSPACE, told_in_fields
from salesbot.storage.book import Book

OPEN = "settings.open"
_MONDAY_ON = tuple(date(2026, 6, 15) + timedelta(days=place) for place in range(7))
"""Some week's days, for their names."""
SEEN = ("on_leaderboards", "announces_given", "announces_received")


def on_settings(ask: Ask, rest: str = "") -> Answer:
    """The form, filled with what holds; `/sales settings who`: who sees what about the person."""
    if rest.strip():
        return on_who_sees(ask)
    with ask.reading() as book:
        settings = own_settings(book, ask.person, own_day(book, ask.person, ask.now))
    return Opened(_form(ask, settings), OPEN)


def on_settings_form(ask: Ask) -> Answer:
    """The form is sent off."""
    with told_in_fields(ask, _field):
        typed = ask.field("time_zone")
        zone = read_time_zone(typed) if typed else None
        minutes = {each: minute_in(ask, each) for each in ("hour", "quiet_from", "quiet_until")}
    slack_zone = _slack_zone(ask) if zone is None else None

    def do(book: Book) -> Answer:
        person = ask.sender(book)
        day = own_day(book, person, ask.now)
        was = own_settings(book, person, day)
        messages = messages_chosen(ask, was.messages, minutes)
        wanted = replace(_wanted(ask, was), time_zone=zone, messages=messages)
        chosen = choose_settings(book, person, wanted, day=day, now=ask.now, slack_zone=slack_zone)
        return _saved(ask, chosen)

    with told_in_fields(ask, _field):
        return ask.change(do)


def on_amounts(ask: Ask) -> Answer:
    """*Show Them* or *Keep Them Out*, under one's first receipt."""
    shows = ask.value == "show"

    def do(book: Book) -> Answer:
        person = choose_amounts(book, ask.sender(book), shows, now=ask.now)
        return Beside(ask.message("settings/amounts", person=person))

    return ask.change(do)


def on_who_sees(ask: Ask) -> Answer:
    """*Who Sees What About Me*: the managers, the channel, the leaderboard."""
    if ask.person is None:
        return ask.message("attainment/nobody")
    with ask.reading() as book:
        seen, notes = who_sees(book, ask.person, now=ask.now), noted_about(book, ask.person.id, ask.now)
        return ask.message("settings/who_sees", seen=seen, notes=notes)


def _who_sees_beside(ask: Ask) -> Answer:
    return beside(on_who_sees(ask))


def on_language(ask: Ask) -> Answer:
    """One tap in the bot's first message: from now on in this language; the message itself stays."""
    if ask.value not in ask.runtime.renderer.languages():
        raise SettingUnreadable(setting="locale", typed=ask.value, near=(), example="en")

    def do(book: Book) -> Answer:
        person = ask.sender(book)
        day = own_day(book, person, ask.now)
        wanted = replace(own_settings(book, person, day), locale=ask.value)
        return Beside(_saved(ask, choose_settings(book, person, wanted, day=day, now=ask.now)))

    return ask.change(do)


WORDS = (Word("settings", on_settings),)


def register(edge: Edge) -> None:
    """Answer the form and the buttons that open it."""
    edge.action("settings.amounts")(on_amounts)
    edge.action(OPEN)(on_settings)
    # The button of digests.
    edge.action("digests.settings")(on_settings)
    edge.action("settings.language")(on_language)
    edge.action("settings.who_sees")(_who_sees_beside)
    edge.form("settings")(on_settings_form)


def _form(ask: Ask, settings: OwnSettings) -> dict[str, Any]:
    renderer, workspace = ask.runtime.renderer, ask.workspace
    person_zone = ask.person.time_zone if ask.person is not None else None
    return ask.form(
        "settings/form", settings=settings, as_workspace=AS_WORKSPACE,
        styles=[(locale, _written(locale)) for locale in NUMBER_LOCALES], usual=_written(workspace.locale),
        languages=renderer.languages(), usual_language=_usual(ask),
        zone=person_zone or workspace.time_zone, days=_MONDAY_ON, written=written_minute,
        big_from=_big_from(ask, settings),
    )  # fmt: skip


def _big_from(ask: Ask, settings: OwnSettings) -> str:
    """From which amount a deal is big, as the field shows it: in whole units."""
    held = settings.messages.big_from if settings.messages is not None else None
    return "" if held is None else f"{int(Money(held, ask.workspace.counts_in).decimal)}"


def _usual(ask: Ask) -> str:
    """The language in which somebody reads who chose none."""
    return (ask.person.team_locale if ask.person is not None else None) or ask.workspace.locale


def _saved(ask: Ask, chosen: SettingsChosen) -> Message:
    """What changed, in the language that was chosen."""
    settings, workspace = chosen.settings, ask.workspace
    reader = replace(ask, locale=settings.locale or _usual(ask))
    return reader.message(
        "settings/saved", changed=chosen.changed, settings=settings, language=reader.locale,
        example=_written(settings.number_locale or workspace.locale),
        zone=chosen.person.time_zone or workspace.time_zone, days=_MONDAY_ON, written=written_minute,
        company_week=workspace.week,
    )  # fmt: skip


def _wanted(ask: Ask, was: OwnSettings) -> OwnSettings:
    """What stands in the menus; where one holds nothing it can hold, what was."""
    amounts = _among(ask, "amounts", ("shown", "hidden"), "")
    seen = _seen(ask, was)
    return OwnSettings(
        number_locale=_or_workspace(ask, "number_style", NUMBER_LOCALES, was.number_locale),
        locale=_or_workspace(ask, "language", ask.runtime.renderer.languages(), was.locale),
        shows_amounts=amounts == "shown" if amounts else was.shows_amounts,
        praise=_among(ask, "praise", PRAISE, was.praise),
        on_leaderboards=seen["on_leaderboards"],
        announces_given=seen["announces_given"],
        announces_received=seen["announces_received"],
    )


def _seen(ask: Ask, was: OwnSettings) -> dict[str, bool]:
    """What others see of the person besides: each is one tick; a form without the ticks leaves all as it was."""
    ticked = ask.values.get("seen")
    return {name: getattr(was, name) if ticked is None else name in ticked for name in SEEN}


def _among(ask: Ask, field: str, known: Collection[str], otherwise: str) -> str:
    value = ask.field(field)
    return value if value in known else otherwise


def _or_workspace(ask: Ask, field: str, known: Collection[str], was: str | None) -> str | None:
    value = _among(ask, field, {*known, AS_WORKSPACE}, was or AS_WORKSPACE)
    return None if value == AS_WORKSPACE else value


def _slack_zone(ask: Ask) -> str | None:
    """The zone that Slack tells of who gives up an own one; None where nothing changes or Slack does not say."""
    if ask.person is None or not ask.person.zone_chosen:
        return None
    try:
        return ask.who.time_zone
    except PostFailed:
        return None


def _written(locale: str) -> str:
    """An amount as it is written there: 12,500.00."""
    style = number_style(locale)
    return f"12{style.group}500{style.decimal}00"


def _field(mistake: SalesbotError) -> str | None:
    if isinstance(mistake, NotNamed):
        return "only"
    if isinstance(mistake, ChoiceUnfit):
        return str(mistake.facts["setting"])
    if not isinstance(mistake, SettingUnreadable):
        return None
    return "hour" if mistake.facts["setting"] == "digest_hour" else "time_zone"
