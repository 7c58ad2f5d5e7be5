"""`/sales top trial`: two ways to show a leaderboard tried week by week, for who leads the team."""

from __future__ import annotations

import secrets

from salesbot.domain.access import may_settle_team
from salesbot.domain.leaderboards import Mode
from salesbot.domain.people import Team
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.trials import PAIRS, TrialUnfit
from salesbot.messages import Message
from salesbot.services.trials import start_trial, stop_trial, trial_seen
from salesbot.slack.asking import Answer, Ask, Beside, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import told_in_fields
from salesbot.storage.book import Book

TRIAL_WORDS = ("trial", "poskus", "jaribio")
WORDS: tuple[Word, ...] = ()


def on_trial(ask: Ask) -> Answer:
    """`/sales top trial`: that of the team one leads or is in."""
    team_id = _team_of(ask)
    if team_id is None:
        return ask.message(
            "leaderboards/top", board=None, span="month", spans=[], measures=[], company=False, contests=False
        )
    return _shown(ask, team_id)


def on_show(ask: Ask) -> Answer:
    """The button that leads here from elsewhere."""
    with ask.reading() as book:
        team = _of_button(ask, book)
    return Beside(_shown(ask, team.id))


def on_new(ask: Ask) -> Answer:
    """The form of a new trial."""
    with ask.reading() as book:
        team = _of_button(ask, book)
        other = Mode.PRIVATE if team.leaderboard != Mode.PRIVATE else Mode.TOP
        view = ask.form(
            "trials/form", about={"team": team.id}, team=team, one=team.leaderboard, other=other, pairs=PAIRS
        )
    return Opened(view, "trials.new", ask.value)


def on_started(ask: Ask) -> Answer:
    """The form is sent off: the order is drawn, and the team is told."""
    team_id, seed = int(ask.metadata["team"]), secrets.randbelow(2**31)
    pairs = number_in(ask.field("pairs"))
    if pairs not in PAIRS:
        raise ButtonExpired()
    with told_in_fields(ask, lambda mistake: "other" if isinstance(mistake, TrialUnfit) else None):

        def do(book: Book) -> Answer:
            one, other = Mode(ask.field("one")), Mode(ask.field("other"))
            shown = start_trial(book, ask.sender(book), team_id, one, other, pairs, seed, now=ask.now)
            return ask.message("trials/shown", shown=shown, team=shown.team, leads=True)

        return ask.change(do)


def on_stop(ask: Ask) -> Answer:
    """*Stop Trial*."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        shown = stop_trial(book, ask.sender(book), number, now=ask.now)
        return ask.message("trials/shown", shown=shown, team=shown.team, leads=True)

    return ask.change(do)


def _of_button(ask: Ask, book: Book) -> Team:
    try:
        return book.people.team(number_in(ask.value))
    except LookupError:
        raise ButtonExpired() from None


def _shown(ask: Ask, team_id: int) -> Message:
    with ask.reading() as book:
        shown = trial_seen(book, ask.person, team_id, now=ask.now)
        leads = may_settle_team(ask.viewer(book), team_id)
        return ask.message("trials/shown", shown=shown, team=book.people.team(team_id), leads=leads)


def _team_of(ask: Ask) -> int | None:
    with ask.reading() as book:
        viewer = ask.viewer(book)
    return min([*viewer.teams_led, *viewer.teams], default=None)


def register(edge: Edge) -> None:
    """Answer the form and the buttons."""
    edge.action("trials.show")(on_show)
    edge.action("trials.new")(on_new)
    edge.action("trials.stop")(on_stop)
    edge.form("trials.start")(on_started)
