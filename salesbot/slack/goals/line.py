"""A goal set in one line: whom, how much, and optionally for which period and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from salesbot.domain.activities import is_called
from salesbot.domain.figures import Figure
from salesbot.domain.goals import GoalNotAFigure, GoalReason, Scope
from salesbot.domain.metrics import REVENUE, Metric, MetricKind, MetricUnreadable, read_metric
from salesbot.domain.misreadings import AmountNotPositive, Misreading
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Team
from salesbot.domain.periods import Period, following, month_of, previous, read_period
from salesbot.domain.relationships import Territory
from salesbot.domain.seasons import Season, read_season
from salesbot.services.goals import Wanted, repeat_goal, suggest_goal
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.goals.changing import made_or_shown, this_month
from salesbot.slack.goals.figures import read_target
from salesbot.slack.parsing import clean, plain
from salesbot.slack.parsing.questions.phrases import MONTHS
from salesbot.slack.reading import mentioned, parsing_context
from salesbot.slack.subjects import BESIDE, period_in, person_called
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_YEAR = re.compile(r"20\d\d", re.ASCII)


class GoalLineUnreadable(SalesbotError):
    """A line that sets a goal could not be read: facts `typed`, `why`, `known`, `said`.

    `why`: subject, person, territory, metric, product, activity, amount, figure (with `said`, the sentence), word, until.
    """

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
        period, words = _ending_period(ask, book, clean(text).split())
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
    period, words = _ending_period(ask, book, words)
    scope, subject_id, rest = _subject(book, words)
    metric, rest = _metric(book, rest)
    if period is None:
        period, rest = _year(rest, book)
    if not rest:
        raise GoalLineUnreadable(typed=plain(clean(text)), why="amount")
    read = {name: _target(ask, book, typed, metric) for name, typed in tiers.items()}
    wanted = Wanted(
        scope, subject_id, _target(ask, book, " ".join(rest), metric), metric, read.get("floor"),
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


def _target(ask: Ask, book: Book, typed: str, metric: Metric) -> Figure:
    """How much is asked for. Raises GoalLineUnreadable (`figure`), GoalNotAFigure."""
    try:
        return read_target(typed, metric, parsing_context(book, ask))
    except AmountNotPositive:
        raise GoalNotAFigure(metric=metric, target=None, why="zero") from None
    except Misreading as mistake:
        facts = {**mistake.facts, "command": "", "in_form": True, "for_goal": True}
        said = ask.words(mistake.template, **facts)
        raise GoalLineUnreadable(typed=plain(typed), why="figure", said=said) from None


def _metric(book: Book, words: list[str]) -> tuple[Metric, list[str]]:
    """The metric that the first words name, and the words behind; revenue where they name none.

    A product and a kind of activity are those that there are: a goal for a misspelt one would count nothing.
    """
    if len(words) < 2 or not words[0][:1].isalpha() or mentioned(words[0]):
        return REVENUE, words
    named = plain(words[0])
    product = named.casefold().startswith(f"{MetricKind.PRODUCT}:")
    for count in range(len(words) - 1 if product else 1, 0, -1):
        typed = plain(" ".join(words[:count])).replace('"', "")
        try:
            metric = _known(book, read_metric(typed))
        except MetricUnreadable:
            if named.upper()[:3].isalpha() and len(named) > 3:
                raise GoalLineUnreadable(typed=named, why="metric", known=tuple(MetricKind)) from None
            return REVENUE, words
        if metric is not None:
            return metric, words[count:]
    kind, _, of = named.partition(":")
    if kind.casefold() == MetricKind.PRODUCT:
        names = tuple(name for _, name in book.accounts.labels("product"))
        raise GoalLineUnreadable(typed=of, why="product", known=names)
    raise GoalLineUnreadable(
        typed=of, why="activity", known=tuple(each.code for each in book.activities.kinds())
    )


def _known(book: Book, metric: Metric) -> Metric | None:
    """The metric with its product or kind of activity by its own name; None where there is no such one."""
    if metric.of is None:
        return metric
    if metric.kind is MetricKind.PRODUCT:
        names = {folded(name): name for _, name in book.accounts.labels("product")}
        found = names.get(folded(metric.of))
        return None if found is None else Metric(metric.kind, found)
    return metric if any(is_called(each, metric.of) for each in book.activities.kinds()) else None


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
    for count in range(len(words) - 1, 0, -1):
        name = folded(plain(" ".join(words[:count])))
        if name in teams:
            return Scope.TEAM, teams[name].id, words[count:]
        if (person := person_called(book, name)) is not None:
            return Scope.REP, person.id, words[count:]
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


def _ending_period(ask: Ask, book: Book, words: list[str]) -> tuple[Period | None, list[str]]:
    """The period that the last words name (`2026-07`, `next month`, `july`), and the words before; digits are the amount."""
    for count in (2, 1):
        tail = words[-count:]
        if len(words) < count or tail[0].isdigit():
            continue
        if count == 1 or tail[0].casefold() in BESIDE:
            period, rest = period_in(ask, book, tail)
            if not rest:
                return period, words[:-count]
        month = MONTHS.get(tail[0].casefold())
        if month is not None and (count == 1 or _YEAR.fullmatch(tail[1])):
            return _month(month, tail[1:], this_month(book, ask)), words[:-count]
    return None, words


def _month(number: int, year: list[str], now: Period) -> Period:
    """A month by its name: without a year the next that is not over."""
    later = number < now.starts_on.month
    return month_of(date(int(year[0]) if year else now.starts_on.year + later, number, 1))
