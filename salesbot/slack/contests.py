"""`/sales contest`: the contests one may read of, their standing, and the form for who leads a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from salesbot.domain.access import may_settle_team
from salesbot.domain.contests import (
    Contest,
    ContestDates,
    ContestFew,
    ContestGone,
    ContestReasonMissing,
    ContestsOff,
    ContestTooShort,
    ContestUnfit,
    ContestUnnamed,
    Form,
    Measure,
    Ties,
)
from salesbot.domain.feats import Game
from salesbot.domain.metrics import read_metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Team
from salesbot.domain.periods import following, week_of
from salesbot.messages import Message
from salesbot.services.attainment import metrics_of_people
from salesbot.services.calendars import workspace_day
from salesbot.services.contests import (
    ContestDraft,
    cancel_contest,
    change_contest,
    contest_shown,
    contest_to_change,
    contests_seen,
    make_contest,
    stop_repeating,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import plain
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import asker, chosen, told_in_fields
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_NEW = frozenset({"new", "nov", "novo", "mpya"})
_MOST_POINTS = 10_000
_FIELDS: dict[type[SalesbotError], str] = {
    ContestsOff: "team", ContestUnnamed: "name", ContestDates: "last", ContestTooShort: "last",
    ContestFew: "form", ContestUnfit: "measure", ContestReasonMissing: "reason",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptOff:
    """A team of one's own that keeps contests off."""

    team: Team
    leads: bool
    """Whether the reader may switch them on."""


def on_contest(ask: Ask, rest: str = "") -> Answer:
    """`/sales contest`: all of them; `new`: the form; a name or number: that one."""
    typed = plain(rest).strip()
    if typed.casefold() in _NEW:
        return on_new(ask)
    if typed:
        return _shown(ask, typed)
    return _listed(ask)


def on_list(ask: Ask) -> Answer:
    """The button that leads to all of them."""
    return Beside(_listed(ask))


def on_show(ask: Ask) -> Answer:
    """*Standing*: for the one who asks alone."""
    return Beside(_shown(ask, str(number_in(ask.value))))


def on_new(ask: Ask) -> Answer:
    """The form of a new contest. Raises ContestsOff where no team of one's own has them on."""
    with ask.reading() as book:
        teams = _makes(ask, book)
        on = [team for team in teams if Game.CONTESTS in book.praise.of_team(team.id).games]
        if teams and not on:
            raise ContestsOff(team=teams[0].name, team_id=teams[0].id)
        if not on:
            return ask.message("mistakes/not_allowed")
        next_week = following(week_of(workspace_day(book, ask.now)))
        view = _form(ask, book, on, next_week.starts_on, next_week.starts_on + timedelta(days=4))
    return Opened(view, "contests.new", "")


def on_change(ask: Ask) -> Answer:
    """*Change It*: the form with what is settled. Raises ContestFrozen once it began."""
    with ask.reading() as book:
        contest = contest_to_change(book, asker(ask), number_in(ask.value), now=ask.now)
        team, period = book.people.team(contest.team_id), contest.period
        view = _form(ask, book, [team], period.starts_on, period.last_day, contest)
    return Opened(view, "contests.change", ask.value)


def on_made(ask: Ask) -> Answer:
    """The form is sent off: of a new contest, or of one that is changed."""
    team_id, points = number_in(ask.field("team")), _points(ask)
    people = chosen(ask, "people")
    with told_in_fields(ask, lambda mistake: _FIELDS.get(type(mistake))):

        def do(book: Book) -> Answer:
            known = (book.people.by_slack_id(one) for one in people)
            draft = ContestDraft(
                name=ask.field("name"), first=_day(ask, "first"), last=_day(ask, "last"),
                form=Form(ask.field("form")), metric=read_metric(ask.field("metric")),
                measure=Measure(ask.field("measure")), ties=Ties(ask.field("ties")), prize=ask.field("prize"),
                points=points, repeats=bool(ask.values.get("repeats")),
                people=tuple(person.id for person in known if person is not None),
            )  # fmt: skip
            if number := ask.metadata.get("contest"):
                made = change_contest(book, ask.sender(book), int(number), draft, now=ask.now)
                return ask.message("contests/made", made=made, changed=True)
            made = make_contest(book, ask.sender(book), team_id, draft, now=ask.now)
            return ask.message("contests/made", made=made, changed=False)

        return ask.change(do)


def on_cancel(ask: Ask) -> Answer:
    """*Cancel Contest*: asks why."""
    with ask.reading() as book:
        shown = contest_shown(book, ask.person, number_in(ask.value), now=ask.now)
        about = {"contest": shown.contest.id}
        return Opened(
            ask.form("contests/cancel", about=about, contest=shown.contest), "contests.cancel", ask.value
        )


def on_cancelled(ask: Ask) -> Answer:
    """The reason is sent off."""
    number = int(ask.metadata["contest"])
    with told_in_fields(ask, lambda mistake: _FIELDS.get(type(mistake))):

        def do(book: Book) -> Answer:
            contest = cancel_contest(book, ask.sender(book), number, ask.field("reason"), now=ask.now)
            return ask.message("contests/changed", contest=contest)

        return ask.change(do)


def on_once(ask: Ask) -> Answer:
    """*No Next Edition*."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        return ask.message(
            "contests/changed", contest=stop_repeating(book, ask.sender(book), number, now=ask.now)
        )

    return ask.change(do)


def _listed(ask: Ask) -> Message:
    with ask.reading() as book:
        seen, teams = contests_seen(book, ask.person, now=ask.now), _makes(ask, book)
        on = [team for team in teams if Game.CONTESTS in book.praise.of_team(team.id).games]
        return ask.message("contests/list", seen=seen, teams=on, off=_off(ask, book, teams), now=ask.now)


def _shown(ask: Ask, typed: str) -> Message:
    with ask.reading() as book:
        if not typed.isdecimal():
            seen = contests_seen(book, ask.person, now=ask.now)
            named = [each for each in seen if folded(each.contest.name) == folded(typed)]
            if not named:
                raise ContestGone(typed=typed)
            return ask.message("contests/shown", shown=named[0], now=ask.now)
        shown = contest_shown(book, ask.person, number_in(typed), now=ask.now)
        return ask.message("contests/shown", shown=shown, now=ask.now)


def _makes(ask: Ask, book: Book) -> list[Team]:
    """The teams for which one may make contests."""
    viewer = ask.viewer(book)
    return [team for team in book.people.teams() if may_settle_team(viewer, team.id)]


def _off(ask: Ask, book: Book, leads: list[Team]) -> KeptOff | None:
    viewer = ask.viewer(book)
    led = {team.id for team in leads}
    for team in book.people.teams():
        if team.id in viewer.teams | led and Game.CONTESTS not in book.praise.of_team(team.id).games:
            return KeptOff(team, team.id in led)
    return None


def _form(
    ask: Ask, book: Book, teams: list[Team], first: date, last: date, contest: Contest | None = None
) -> dict[str, Any]:
    """The form of a new contest, or of one that has not begun."""
    sides = contest.sides if contest is not None and contest.of_people else ()
    metrics = metrics_of_people(book)
    if contest is not None and str(contest.metric) not in metrics:
        metrics.insert(0, str(contest.metric))
    return ask.form(
        "contests/form", about={"contest": contest.id} if contest is not None else None, contest=contest,
        people=[book.people.by_id(side).slack_id or "" for side in sides], teams=teams, forms=list(Form),
        metrics=metrics, measures=list(Measure), ties=list(Ties), first=first.isoformat(),
        last=last.isoformat(),
    )  # fmt: skip


def _points(ask: Ask) -> int:
    typed = ask.field("points")
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST_POINTS):
        raise FieldsRefused({"points": ask.words("recognition/number_refused", least=0, most=_MOST_POINTS)})
    return int(typed)


def _day(ask: Ask, field: str) -> date:
    typed = ask.field(field)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise FieldsRefused({field: ask.words("contests/day_missing")}) from None


CONTEST_WORDS = ("contest", "contests", "tekmovanje", "shindano")
WORDS = (Word("contest", on_contest, hidden=True),)


def register(edge: Edge) -> None:
    """Answer the forms and buttons."""
    edge.action("contests.list")(on_list)
    edge.action("contests.show")(on_show)
    edge.action("contests.new")(on_new)
    edge.action("contests.change")(on_change)
    edge.action("contests.cancel")(on_cancel)
    edge.action("contests.once")(on_once)
    edge.form("contests.make")(on_made)
    edge.form("contests.cancel")(on_cancelled)
