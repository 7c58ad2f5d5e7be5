"""Whose figures of which period are meant: by words, by a button, or by who asks."""

from __future__ import annotations

import re
from datetime import date

from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import (
    Period,
    PeriodUnreadable,
    Years,
    following,
    month_of,
    previous,
    quarter_of,
    read_period,
    week_of,
    year_of,
)
from salesbot.domain.relationships import Territory
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject, teams_seen
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.slack.asking import Ask
from salesbot.slack.parsing import clean, plain
from salesbot.slack.parsing.declined import may_be
from salesbot.slack.parsing.period_words import QUARTER, put_together
from salesbot.slack.parsing.questions.months import MONTHS
from salesbot.slack.reading import mentioned
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_COMPANY = frozenset({"company", "podjetje", "podjetja", "podjetju", "kampuni"})
_TEAM = re.compile(r"^(?:team|ekipa|ekipe|ekipi|ekipo|timu ya|timu) +")
"""Words before a team's name."""
_YEAR = re.compile(r"20\d\d", re.ASCII)


class SubjectUnreadable(SalesbotError):
    """Whose figures, or of which period, cannot be read: facts `typed`, `why` (subject, person), `word`."""

    template = "mistakes/subject_unreadable"


def meant(
    ask: Ask, book: Book, text: str, *, word: str = "forecast", territories: bool = False
) -> Subject | None:
    """Whose figures a text behind a word of ours means; None where nothing is said and there is nobody's to show.

    `territories`: a territory's may be meant too, as `North` or `territory North`.
    """
    words = clean(text).split()
    period, words = period_in(ask, book, words)
    if not words:
        return _usual(ask, book, period)
    if mentioned(" ".join(words)):
        return Subject(Scope.REP, person_meant(book, " ".join(words), word=word).id, period)
    name = folded(plain(" ".join(words)))
    if name in _COMPANY:
        return Subject(Scope.COMPANY, None, period)
    team = _team_called(book, name)
    if team is not None:
        return Subject(Scope.TEAM, team.id, period)
    if territories and (territory := _territory_called(book, name)) is not None:
        return Subject(Scope.TERRITORY, territory.id, period)
    return _declined(book, name, period) or Subject(
        Scope.REP, person_meant(book, " ".join(words), word=word).id, period
    )


def _team_called(book: Book, name: str) -> Team | None:
    """The team called so (folded), with or without the word before it."""
    names = (name, _TEAM.sub("", name).strip('"'))
    return next((each for each in book.people.teams() if folded(each.name) in names), None)


def _declined(book: Book, name: str, period: Period) -> Subject | None:
    """Of whose name this is a form, as Slovenian declines it, where it fits one of all; behind the word a team's only."""
    words = _TEAM.sub("", name).split()
    teams = [each.id for each in book.people.teams() if may_be(words, folded(each.name).split())]
    if words != name.split() or person_called(book, name) is not None:
        return Subject(Scope.TEAM, teams[0], period) if len(teams) == 1 else None
    people = [
        each.id
        for each in book.people.all()
        if each.active and _may_be_called(words, folded(each.name).split())
    ]
    if len(teams) + len(people) != 1:
        return None
    return Subject(Scope.TEAM, teams[0], period) if teams else Subject(Scope.REP, people[0], period)


def _may_be_called(words: list[str], full: list[str]) -> bool:
    return may_be(words, full) or may_be(words, full[:1])


def _territory_called(book: Book, name: str) -> Territory | None:
    """The territory called so (folded), with or without the word before it, unless a person is called so."""
    if person_called(book, name) is not None:
        return None
    bare = name.removeprefix("territory").lstrip(" :").strip('"')
    return next(
        (each for each in book.relationships.territories() if folded(each.name) in (name, bare)), None
    )


def person_meant(book: Book, text: str, *, word: str) -> Person:
    """The person whom a text mentions or names. Raises SubjectUnreadable."""
    ids = mentioned(text)
    person = book.people.by_slack_id(ids[0]) if ids else person_called(book, folded(plain(clean(text))))
    if person is None:
        raise SubjectUnreadable(typed=plain(clean(text)), why="person" if ids else "subject", word=word)
    return person


def person_called(book: Book, name: str) -> Person | None:
    """Who is called so (folded), in full or by a first name that nobody else has."""
    people = [each for each in book.people.all() if each.active]
    full = [each for each in people if folded(each.name) == name]
    found = full or [each for each in people if folded(each.name).split(" ")[0] == name]
    return found[0] if len(found) == 1 else None


def choices(ask: Ask, book: Book, shown: Subject) -> tuple[tuple[str, Subject], ...]:
    """The teams, and the company (without a name), that the reader may look at, other than the one that is shown."""
    viewer = viewer_of(book, ask.person, ask.now)
    if not viewer.has(Role.MANAGER, Role.EXECUTIVE):
        return ()
    company = Subject(Scope.COMPANY, None, shown.period)
    seen = [("", company)] if may_see_subject(book, viewer, company, workspace_day(book, ask.now)) else []
    seen += [
        (team.name, Subject(Scope.TEAM, team.id, shown.period)) for team in teams_seen(book, viewer, ask.now)
    ]
    return tuple(
        (name, each)
        for name, each in seen
        if (each.scope, each.subject_id) != (shown.scope, shown.subject_id)
    )


def periods_to_choose(ask: Ask, book: Book) -> tuple[Period, ...]:
    """The month and the quarter at hand, and the next of each."""
    day, start = workspace_day(book, ask.now), book.workspace.years
    month, quarter = month_of(day), quarter_of(day, start)
    return (month, following(month), quarter, following(quarter, start))


def _usual(ask: Ask, book: Book, period: Period) -> Subject | None:
    """A rep's own; else the first team of who leads some, and the company of who leads none but reads it."""
    if ask.person is None:
        return None
    if ask.has(Role.REP) or not ask.has(Role.MANAGER, Role.EXECUTIVE):
        return Subject(Scope.REP, ask.person.id, period)
    viewer = viewer_of(book, ask.person, ask.now)
    teams = teams_seen(book, viewer, ask.now)
    led = [team for team in teams if team.id in viewer.teams_led]
    if not led and ask.has(Role.EXECUTIVE):
        return Subject(Scope.COMPANY, None, period)
    return Subject(Scope.TEAM, (led or teams)[0].id, period) if teams else None


def names_period(ask: Ask, book: Book, text: str) -> bool:
    """Whether a text says of which period it is."""
    words = clean(text).split()
    return len(period_in(ask, book, words)[1]) < len(words)


def _itself(period: Period, years: Years) -> Period:
    return period


BESIDE = {"next": following, "this": _itself, "last": previous}


def period_in(ask: Ask, book: Book, words: list[str]) -> tuple[Period, list[str]]:
    """The period that the words name (`2026-07`, `july`, `next month`, `quarter`), else this month; and the other words."""
    day, start = workspace_day(book, ask.now), book.workspace.years
    words = put_together(words)
    named = {
        "week": week_of(day),
        "month": month_of(day),
        "quarter": quarter_of(day, start),
        "year": year_of(day, start),
    }
    called = _month_called(book, words, named["month"]) or _quarter_called(
        book, words, named["year"].starts_on.year
    )
    if called is not None:
        return called
    for place, word in enumerate(words):
        found = named.get(word.casefold())
        if found is not None:
            before = words[place - 1].casefold() if place else ""
            begin = place - 1 if before in BESIDE else place
            return BESIDE.get(before, _itself)(found, start), [*words[:begin], *words[place + 1 :]]
        try:
            return read_period(plain(word), start), [*words[:place], *words[place + 1 :]]
        except PeriodUnreadable:
            continue
    return named["month"], words


def _month_called(book: Book, words: list[str], now: Period) -> tuple[Period, list[str]] | None:
    """The month called so (`july`, `may 2025`), the nearest one without a year, unless somebody or a team is called so."""
    for place, word in enumerate(words):
        month = MONTHS.get(word.casefold())
        if month is not None and word.casefold() not in _taken(book):
            year = next((each for each in words[place + 1 : place + 2] if _YEAR.fullmatch(each)), None)
            rest = [*words[:place], *words[place + (1 if year is None else 2) :]]
            return month_of(date(int(year) if year else nearest(month, now.starts_on), month, 1)), rest
    return None


def _quarter_called(book: Book, words: list[str], now: int) -> tuple[Period, list[str]] | None:
    """The quarter called so (`Q2`) of this year of the books, unless somebody or a team is called so."""
    for place, word in enumerate(words):
        if QUARTER.fullmatch(word) and word.casefold() not in _taken(book):
            rest = [*words[:place], *words[place + 1 :]]
            return read_period(f"{now}-{word.upper()}", book.workspace.years), rest
    return None


def nearest(month: int, now: date) -> int:
    """The year in which a month lies nearest to now, the coming one where both are equally far."""
    ahead = (month - now.month) % 12
    return now.year + (now.month + ahead > 12) - (ahead > 6)


def _taken(book: Book) -> set[str]:
    """Every word of the names of people, teams and territories."""
    names = [each.name for each in book.people.all()]
    names += [each.name for each in book.people.teams()]
    names += [each.name for each in book.relationships.territories()]
    return {word for name in names for word in folded(name).split()}
