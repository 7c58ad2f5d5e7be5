"""The word `deals`: open deals by stage page by page, for oneself or a team one leads."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.goals import Scope
from salesbot.domain.people import Role
from salesbot.domain.periods import PeriodUnreadable, read_period
from salesbot.domain.pipeline import Looking, PipelineUnreadable
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.services.pipeline import Looked, pipeline_shown
from salesbot.slack.asking import Answer, Ask, Beside
from salesbot.slack.deals import handing
from salesbot.slack.parsing import clean, plain
from salesbot.slack.reading import mentioned
from salesbot.slack.subjects import names_period, period_in, person_called
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_TYPED = {
    "stale": Looking.STALE, "slipped": Looking.SLIPPED, "due": Looking.MONTH, "undated": Looking.NO_DAY,
}  # fmt: skip


def on_deals(ask: Ask, rest: str = "") -> Answer:
    """`/sales deals`: open deals by stage; behind it a stage, `stale`, `slipped`, a period, a person or a team.

    `hand over @kim to @bo` hands over all of somebody's.
    """
    if handing.is_asked(rest):
        return handing.on_hand_over_all_word(ask, rest)
    return list_deals(ask, rest)


def list_deals(ask: Ask, rest: str = "") -> Message:
    """One's own open deals, or those of the team that one leads, by stage."""
    with ask.reading() as book:
        return _shown(ask, book, _looked(ask, book, rest))


def on_list(ask: Ask) -> Answer:
    """*Open Deals*, beside the message with the button."""
    with ask.reading() as book:
        looked = read_looked(ask.value) if ":" in ask.value else _looked(ask, book, "")
        return Beside(_shown(ask, book, looked))


def on_page(ask: Ask) -> Answer:
    """Another page, or other deals are looked at: in place of what stood there."""
    with ask.reading() as book:
        return _shown(ask, book, read_looked(ask.value))


def read_looked(value: str) -> Looked:
    """What a button names: `team:1:stale:0:2`, `rep:7:all:0:0:2026-12`. Raises ButtonExpired."""
    try:
        scope, subject, looking, stage, page, *within = value.split(":")
        if within:
            read_period(within[0])
        return Looked(Scope(scope), int(subject), Looking(looking), int(stage), int(page), "".join(within))
    except (ValueError, PeriodUnreadable):
        raise ButtonExpired() from None


def _shown(ask: Ask, book: Book, looked: Looked | None) -> Message:
    if looked is None:
        return ask.message("deals/none")
    shown = pipeline_shown(book, ask.person, looked, now=ask.now)
    if not shown.deals:
        return ask.message("deals/none", name="" if shown.own else shown.name)
    return ask.message("deals/pipeline", shown=shown, choices=_choices(ask, book, shown.looked), at=_at)


def _at(looked: Looked, page: int) -> str:
    return str(replace(looked, page=page))


def _choices(ask: Ask, book: Book, looked: Looked) -> list[tuple[str, str]]:
    """(name, value) of the reps of the team that is looked at, and of the other teams that one leads."""
    viewer = viewer_of(book, ask.person, ask.now)
    teams = [team for team in book.people.teams() if team.id in viewer.teams_led]
    found = [(team.name, str(Looked(Scope.TEAM, team.id))) for team in teams]
    if looked.scope is Scope.TEAM:
        members = book.people.members_on(looked.subject_id, workspace_day(book, ask.now))
        people = [person for person in book.people.all() if person.id in set(members)]
        found += [(person.name, str(Looked(Scope.REP, person.id))) for person in people]
    return [
        (name, value) for name, value in found if not value.startswith(f"{looked.scope}:{looked.subject_id}:")
    ]


def _looked(ask: Ask, book: Book, rest: str) -> Looked | None:
    """Whose deals are meant, and which; None for somebody who has and leads nobody's."""
    words = clean(rest).split()
    subject, looking, stage_id, unread = _usual(ask, book), Looking.ALL, 0, list[str]()
    every = book.accounts.stages()
    stages = {folded(stage.name): stage.id for stage in reversed(every)}
    stages |= {stage.key.casefold(): stage.id for stage in every}
    for word in words:
        known = plain(word).casefold()
        if known in _TYPED:
            looking = _TYPED[known]
        elif known in stages:
            stage_id = stages[known]
        elif known not in ("open", "all", "my", "mine"):
            unread.append(word)
    within = ""
    if names_period(ask, book, " ".join(unread)):
        period, unread = period_in(ask, book, unread)
        looking, within = Looking.ALL if looking is Looking.MONTH else looking, period.key
    if unread:
        subject = _named(book, " ".join(unread))
    return None if subject is None else Looked(subject[0], subject[1], looking, stage_id, within=within)


def _named(book: Book, text: str) -> tuple[Scope, int]:
    if ids := mentioned(text):
        person = book.people.by_slack_id(ids[0])
        if person is not None:
            return Scope.REP, person.id
    name = folded(plain(text))
    for team in book.people.teams():
        if folded(team.name) == name:
            return Scope.TEAM, team.id
    called = person_called(book, name)
    if called is not None:
        return Scope.REP, called.id
    raise PipelineUnreadable(typed=plain(text), stages=tuple(each.name for each in book.accounts.stages()))


def _usual(ask: Ask, book: Book) -> tuple[Scope, int] | None:
    """One's own; for who leads a team and does not sell, the team's."""
    if ask.person is None:
        return None
    viewer = viewer_of(book, ask.person, ask.now)
    if not viewer.member:
        return None
    if ask.has(Role.REP) or not viewer.teams_led or book.deals.count_open([ask.person.id]):
        return Scope.REP, ask.person.id
    return Scope.TEAM, min(viewer.teams_led)
