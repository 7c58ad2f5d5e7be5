"""The word `works`: what wins more often than like deals, and the deals behind it."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.works import Aspect
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.works import answer_works, finding_behind, twelve_months, works_shown
from salesbot.slack import kpis, marketing
from salesbot.slack.asking import Answer, Ask, Opened, Word, beside
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.kpis import ASPECTS
from salesbot.slack.parsing import plain
from salesbot.slack.patience import announced
from salesbot.slack.subjects import meant, names_period
from salesbot.storage.book import Book

_SELL = frozenset({Role.REP, Role.MANAGER, Role.EXECUTIVE})
_LEAD = frozenset({Role.MANAGER, Role.EXECUTIVE})
_BESIDE = {
    **dict.fromkeys(kpis.NAMES, kpis.on_kpis),
    **dict.fromkeys(("marketing", "trzenje", "trženje", "masoko"), marketing.on_marketing),
    **dict.fromkeys(("buying", "nakupi", "manunuzi"), marketing.on_buying),
    **dict.fromkeys(("markets", "market", "trgi", "soko"), marketing.on_markets),
}
"""What stands beside it: campaigns with their costs, how customers buy, products by market."""


def on_works(ask: Ask, rest: str = "") -> Answer:
    """`/sales works`: of one's own team; behind it a kind (`techniques`), a period, a team or a person."""
    first, _, behind = rest.strip().partition(" ")
    if (show := _BESIDE.get(plain(first).casefold())) is not None:
        return show(ask, behind)
    aspect, text = _aspect(rest)
    with ask.reading() as book:
        subject = works_subject(ask, book, text)
        if subject is None:
            return ask.message("attainment/nobody")
        return _told(ask, book, subject, aspect)


def on_kind(ask: Ask) -> Answer:
    """A button with one kind, or all of them."""
    about, _, named = ask.value.rpartition("|")
    aspect = Aspect(named) if named in set(Aspect) else None
    with ask.reading() as book:
        return _told(ask, book, read_subject(about, book.workspace.years), aspect)


def on_show(ask: Ask) -> Answer:
    """*What Works*, beside the message with the button."""
    return beside(on_works(ask))


def on_deals(ask: Ask) -> Answer:
    """*Deals*: those behind a finding."""
    about, aspect, key = read_finding(ask.value)
    with ask.reading() as book:
        subject = read_subject(about, book.workspace.years)
        behind = finding_behind(book, ask.person, subject, aspect, key, now=ask.now)
        view = ask.view("deals/behind", listed=behind.listed, behind=behind, period=None)
        return Opened(view, "works.deals", ask.value)


def on_consent(ask: Ask) -> Answer:
    """*Name Me*, *Quote, Too* or *Leave Me Out*, before the month's post."""
    announcement, _, said = ask.value.partition("|")

    def answered(book: Book) -> Answer:
        answer_works(
            book, ask.sender(book), announcement, names=said in ("name", "both"),
            quotes=said in ("quote", "both"), now=ask.now,
        )  # fmt: skip
        return ask.message("works/answered", said=said)

    return ask.change(answered)


def read_finding(value: str) -> tuple[str, Aspect, str]:
    """Whose finding a button names: (subject, kind, key). Raises ButtonExpired."""
    about, _, rest = value.partition("|")
    aspect, _, key = rest.partition("|")
    if aspect not in set(Aspect) or not key:
        raise ButtonExpired()
    if aspect not in (Aspect.TECHNIQUE, Aspect.SEGMENT) and not key.isdecimal():
        raise ButtonExpired()
    return about, Aspect(aspect), key


def works_subject(ask: Ask, book: Book, text: str) -> Subject | None:
    """Whose deals are meant, and of which period: without one, of the twelve months up to today.

    A rep who names nobody asks for the own team, or for the own deals where the team is too small to be told.
    """
    subject = meant(ask, book, text, word="works")
    if subject is None or ask.person is None:
        return subject
    day = workspace_day(book, ask.now)
    if not names_period(ask, book, text):
        subject = replace(subject, period=twelve_months(day))
    if not text.strip() and ask.has(Role.EXECUTIVE):
        return replace(subject, scope=Scope.COMPANY, subject_id=None)
    if (subject.scope, subject.subject_id) != (Scope.REP, ask.person.id) or ask.has(Role.MANAGER):
        return _led(ask, book, subject) if not text.strip() else subject
    viewer = viewer_of(book, ask.person, ask.now)
    teams = (replace(subject, scope=Scope.TEAM, subject_id=team) for team in viewer.teams)
    return next((team for team in teams if may_see_subject(book, viewer, team, day)), subject)


def _led(ask: Ask, book: Book, subject: Subject) -> Subject:
    """A manager who sells too asks for the team, where nobody is named."""
    viewer = viewer_of(book, ask.person, ask.now)
    if subject.scope is not Scope.REP or not viewer.teams_led:
        return subject
    return replace(subject, scope=Scope.TEAM, subject_id=min(viewer.teams_led))


def _aspect(rest: str) -> tuple[Aspect | None, str]:
    first, _, behind = rest.strip().partition(" ")
    aspect = ASPECTS.get(plain(first).casefold())
    return (None, rest) if aspect is None else (aspect, behind)


def _told(ask: Ask, book: Book, subject: Subject, aspect: Aspect | None) -> Message:
    shown = works_shown(book, ask.person, subject, aspect, now=ask.now)
    return ask.message("works/shown", shown=shown, about=str(shown.subject))


WORDS = (Word("works", announced(on_works), roles=_SELL, group="managers", shown_to=_LEAD),)


def register(edge: Edge) -> None:
    """Answer the buttons that lead here."""
    edge.action("works.show")(announced(on_show))
    edge.action("kpis.grouped")(announced(kpis.on_grouped))
    edge.action("kpis.show")(announced(kpis.on_show))
    edge.action("works.kind")(announced(on_kind))
    edge.action("works.deals")(on_deals)
    edge.action("works.consent")(on_consent)
