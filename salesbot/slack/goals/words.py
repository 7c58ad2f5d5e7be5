"""The words of a line about goals: whose, in what, and of which period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import takewhile

from salesbot.domain.activities import is_called
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE, Metric, MetricKind, MetricUnreadable, read_metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Team
from salesbot.domain.periods import Period, month_of, read_period
from salesbot.domain.relationships import Territory
from salesbot.slack.asking import Ask
from salesbot.slack.goals.changing import this_month
from salesbot.slack.parsing import plain
from salesbot.slack.parsing.period_words import put_together
from salesbot.slack.parsing.questions.months import MONTHS
from salesbot.slack.reading import mentioned
from salesbot.slack.subjects import BESIDE, nearest, period_in, person_called
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_YEAR = re.compile(r"20\d\d", re.ASCII)


class GoalLineUnreadable(SalesbotError):
    """A line that sets a goal could not be read: facts `typed`, `why`, `known`, `said`.

    `why`: subject, person, territory, metric, product, activity, amount, figure (with `said`, the sentence), word, until.
    """

    template = "mistakes/goal_line_unreadable"


def metric_named(book: Book, words: list[str]) -> tuple[Metric, list[str]]:
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


def subject_named(book: Book, words: list[str]) -> tuple[Scope, int | None, list[str]]:
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
    # The amount behind it is not the name's: everything up to the first word with a digit is.
    named = list(takewhile(lambda each: not any(sign.isdigit() for sign in each), rest)) or rest
    raise GoalLineUnreadable(typed=plain(" ".join(named)).strip('"'), why="territory", known=names)


def ending_year(words: list[str], book: Book) -> tuple[Period | None, list[str]]:
    """A year behind the amount (`1m 2026`), and the words before it: four digits are no group of thousands."""
    if len(words) < 2 or not _YEAR.fullmatch(words[-1]):
        return None, words
    return read_period(words[-1], book.workspace.years), words[:-1]


def ending_period(
    ask: Ask, book: Book, words: list[str], *, looks_back: bool = False
) -> tuple[Period | None, list[str]]:
    """The period that the last words name (`2026-07`, `next month`, `july`), and the words before; digits are the amount.

    A month without a year is the next that is not over, or where it `looks_back` the nearest.
    """
    for count in (3, 2, 1):
        tail = words[-count:]
        whole = len(put_together(tail)) == 1
        if len(words) < count or (tail[0].isdigit() and not (whole and count > 1)):
            continue
        month = MONTHS.get(tail[0].casefold())
        if month is not None and (count == 1 or (count == 2 and _YEAR.fullmatch(tail[1]))):
            now = this_month(book, ask)
            year = int(tail[1]) if count == 2 else nearest(month, now.starts_on) if looks_back else None
            return _month(month, year, now), words[:-count]
        if whole or (count == 2 and tail[0].casefold() in BESIDE):
            period, rest = period_in(ask, book, tail)
            if not rest:
                return period, words[:-count]
    return None, words


def period_behind(
    ask: Ask, book: Book, words: list[str], *, looks_back: bool = False
) -> tuple[Period | None, list[str]]:
    """The period that the last words name where no amount stands: four digits are a year; and the words before."""
    period, rest = ending_period(ask, book, words, looks_back=looks_back)
    if period is None and rest and _YEAR.fullmatch(rest[-1]):
        return read_period(rest[-1], book.workspace.years), rest[:-1]
    return period, rest


def _month(number: int, year: int | None, now: Period) -> Period:
    """A month by its name: without a year the next that is not over."""
    later = number < now.starts_on.month
    return month_of(date(now.starts_on.year + later if year is None else year, number, 1))
