"""A goal set in one line: whom, how much, and optionally for which period and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salesbot.domain.goals import GoalReason, Scope
from salesbot.domain.metrics import REVENUE, Metric, MetricUnreadable, read_metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Team
from salesbot.domain.periods import Period, PeriodUnreadable, following, previous, read_period
from salesbot.domain.relationships import Territory
from salesbot.domain.seasons import Season, read_season
from salesbot.services.goals import Wanted, repeat_goal, suggest_goal
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.goals.changing import made_or_shown, this_month
from salesbot.slack.goals.figures import read_target
from salesbot.slack.parsing import clean, plain
from salesbot.slack.reading import mentioned, parsing_context
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_YEAR = re.compile(r"20\d\d", re.ASCII)


class GoalLineUnreadable(SalesbotError):
    """A line that sets a goal could not be read: facts `typed`, `why` (subject, territory, amount, word, until), `known`."""

    template = "mistakes/goal_line_unreadable"


@dataclass(frozen=True, slots=True)
class _Line:
    wanted: Wanted
    period: Period
    reason: GoalReason | None
    until: Period | None
    """Up to which period the goal repeats; None: it does not."""


def set_in_line(ask: Ask, text: str) -> Answer:
    """`set @kim deals 12 2026-06 floor:8 territory`: whom, in what, how much, for which period, and why."""

    def done(book: Book) -> Answer:
        line = _read_line(ask, book, text)
        if line.until is None:
            return made_or_shown(ask, book, line.period, [line.wanted], line.reason)
        later = repeat_goal(
            book,
            ask.sender(book),
            previous(line.period, book.workspace.years),
            line.until,
            line.wanted,
            now=ask.now,
        )
        return ask.message("goals/repeated", results=later, until=line.until)

    return ask.change(done)


def suggest_in_line(ask: Ask, text: str) -> Answer:
    """`suggest @kim 2026-07`: a goal with its reasoning; nothing is set."""
    with ask.reading() as book:
        words = clean(text).split()
        period = _period_of(words[-1], book) if words else None
        if period is not None:
            words.pop()
        scope, subject_id, _ = _subject(book, [*words, "?"] if words else words)
        if scope is not Scope.REP or subject_id is None or ask.person is None:
            raise GoalLineUnreadable(typed=plain(clean(text)), why="subject")
        wanted = period or following(this_month(book, ask))
        found = suggest_goal(book, ask.person, subject_id, wanted, now=ask.now)
        return ask.message("goals/suggested", found=found)


def _read_line(ask: Ask, book: Book, text: str) -> _Line:
    words = clean(text).split()
    reason = GoalReason(words.pop().casefold()) if words and words[-1].casefold() in set(GoalReason) else None
    until = next((each for word in words if (each := _until(word, book)) is not None), None)
    words = [word for word in words if not word.casefold().startswith("until:")]
    season = next((found for word in words if (found := _season(word)) is not None), None)
    words = [word for word in words if not word.casefold().startswith("season:")]
    tiers = {name: typed for word in words for name, typed in _tier(word)}
    words = [word for word in words if not any(_tier(word))]
    period = _period_of(words[-1], book) if words else None
    if period is not None:
        words.pop()
    scope, subject_id, rest = _subject(book, words)
    metric, rest = _metric(rest)
    if period is None:
        period, rest = _year(rest, book)
    if not rest:
        raise GoalLineUnreadable(typed=plain(clean(text)), why="amount")
    context = parsing_context(book, ask, f"{ask.sales_command} goals set")
    read = {name: read_target(typed, metric, context) for name, typed in tiers.items()}
    wanted = Wanted(
        scope, subject_id, read_target(" ".join(rest), metric, context), metric, read.get("floor"),
        read.get("stretch"), season,
    )  # fmt: skip
    period = period or this_month(book, ask)
    if until is not None and (until.kind is not period.kind or until.starts_on < period.starts_on):
        raise GoalLineUnreadable(typed=until.key, why="until")
    return _Line(wanted, period, reason, until)


def _until(word: str, book: Book) -> Period | None:
    """`until:2026-12`: up to which period the goal repeats. Raises PeriodUnreadable."""
    name, colon, typed = word.partition(":")
    if name.casefold() != "until" or not colon:
        return None
    return read_period(plain(typed), book.workspace.years)


def _season(word: str) -> Season | None:
    """`season:8,7,9,9,9,8,5,4,9,10,11,11` or `season:even`: what each month carries. Raises SeasonUnreadable."""
    name, colon, typed = word.partition(":")
    return read_season(plain(typed)) if colon and name.casefold() == "season" else None


def _tier(word: str) -> Iterable[tuple[str, str]]:
    """`floor:50k` and `stretch:80k`."""
    name, colon, typed = word.partition(":")
    if colon and typed and name.casefold() in ("floor", "stretch"):
        yield name.casefold(), typed


def _metric(words: list[str]) -> tuple[Metric, list[str]]:
    """The metric that the first word names, and the words behind; revenue where it names none."""
    if len(words) > 1:
        try:
            return read_metric(plain(words[0])), words[1:]
        except MetricUnreadable:
            pass
    return REVENUE, words


def _subject(book: Book, words: list[str]) -> tuple[Scope, int | None, list[str]]:
    """Whose goal it is, and the words behind: a mention, `company`, `territory NAME`, or a name."""
    if not words:
        raise GoalLineUnreadable(typed="", why="subject")
    if ids := mentioned(words[0]):
        person = book.people.by_slack_id(ids[0])
        if person is None:
            raise GoalLineUnreadable(typed=words[0], why="person")
        return Scope.REP, person.id, words[1:]
    if words[0].casefold() == "company":
        return Scope.COMPANY, None, words[1:]
    called = plain(words[0]).casefold()
    territories = {folded(each.name): each for each in book.relationships.territories()}
    if called == Scope.TERRITORY.value or called.startswith(f"{Scope.TERRITORY}:"):
        return _territory(words, territories)
    teams: Mapping[str, Team] = {folded(team.name): team for team in book.people.teams()}
    people = {folded(person.name): person for person in book.people.all() if person.active}
    for count in range(len(words) - 1, 0, -1):
        name = folded(plain(" ".join(words[:count])))
        if name in teams:
            return Scope.TEAM, teams[name].id, words[count:]
        if name in people:
            return Scope.REP, people[name].id, words[count:]
        if name in territories:
            return Scope.TERRITORY, territories[name].id, words[count:]
    raise GoalLineUnreadable(typed=plain(" ".join(words)), why="subject")


def _territory(words: list[str], known: Mapping[str, Territory]) -> tuple[Scope, int | None, list[str]]:
    """`territory North 500k` and `territory:North 500k`: which one, and the words behind."""
    _, _, begun = plain(words[0]).partition(":")
    rest = [begun, *words[1:]] if begun else words[1:]
    for count in range(len(rest) - 1, 0, -1):
        found = known.get(folded(plain(" ".join(rest[:count])).strip('"')))
        if found is not None:
            return Scope.TERRITORY, found.id, rest[count:]
    names = tuple(each.name for each in known.values())
    raise GoalLineUnreadable(typed=plain(" ".join(rest)), why="territory", known=names)


def _year(words: list[str], book: Book) -> tuple[Period | None, list[str]]:
    """A year behind the amount (`1m 2026`), and the words before it: four digits are no group of thousands."""
    if len(words) < 2 or not _YEAR.fullmatch(words[-1]):
        return None, words
    return read_period(words[-1], book.workspace.years), words[:-1]


def _period_of(word: str, book: Book) -> Period | None:
    """The period that the last word names; four digits may be the amount."""
    if word.isdigit():
        return None
    try:
        return read_period(plain(word), book.workspace.years)
    except PeriodUnreadable:
        return None
