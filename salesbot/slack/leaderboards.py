"""`/sales top`: a leaderboard of a team or the company, of a day, week, month or quarter, by one of four measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from salesbot.domain.feats import Game
from salesbot.domain.goals import Scope
from salesbot.domain.leaderboards import By
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import Period, Years, custom, month_of, quarter_of, week_of
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.explaining import Figure
from salesbot.services.figures.subjects import Subject
from salesbot.services.leaderboards import Board, company_board, team_board
from salesbot.slack.asking import Answer, Ask, Word, beside
from salesbot.slack.contests import CONTEST_WORDS, on_contest
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import plain
from salesbot.slack.trials import TRIAL_WORDS, on_trial
from salesbot.storage.book import Book
from salesbot.storage.people import folded

SPANS = ("day", "week", "month", "quarter")
COMPANY = "company"
_SAID = {
    "today": "day", "day": "day", "danes": "day", "leo": "day",
    "week": "week", "teden": "week", "wiki": "week",
    "month": "month", "mesec": "month", "mwezi": "month",
    "quarter": "quarter", "četrtletje": "quarter", "robo": "quarter",
}  # fmt: skip


class LeaderboardUnreadable(SalesbotError):
    """What follows `top` names neither a span, a measure nor a team: facts `typed`, `command`."""

    template = "mistakes/leaderboard_unreadable"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which leaderboard: of what, over which span, by what. As a button's value: `team:3:week:amount`."""

    team: int | None = None
    company: bool = False
    span: str = "month"
    by: By = By.ATTAINMENT

    def __str__(self) -> str:
        return f"{COMPANY if self.company else self.team or ''}:{self.span}:{self.by}"

    @classmethod
    def read(cls, value: str) -> Choice:
        """What a button of ours carries. Raises ButtonExpired."""
        of, _, rest = value.partition(":")
        span, _, by = rest.partition(":")
        if span not in SPANS or by not in set(By) or not (of in ("", COMPANY) or of.isdecimal()):
            raise ButtonExpired()
        return cls(int(of) if of.isdecimal() else None, of == COMPANY, span, By(by))

    def period(self, day: date, years: Years) -> Period:
        """The days it is about, as they have gone so far."""
        if self.span == "day":
            return custom(day, day)
        if self.span == "quarter":
            return quarter_of(day, years)
        return week_of(day) if self.span == "week" else month_of(day)


def on_top(ask: Ask, rest: str = "") -> Answer:
    """`/sales top`, `/sales top week amount`, `/sales top company`: as far as it was agreed to show it.

    `/sales top contest …` is `/sales contest …`; `/sales top trial` shows the trial of two ways to show it.
    """
    first, _, behind = rest.strip().partition(" ")
    if first.casefold() in CONTEST_WORDS:
        return on_contest(ask, behind)
    if first.casefold() in TRIAL_WORDS:
        return on_trial(ask)
    with ask.reading() as book:
        return _shown(ask, book, _read(ask, book, plain(rest)))


def on_show(ask: Ask) -> Answer:
    """Another span or measure is chosen."""
    with ask.reading() as book:
        return _shown(ask, book, Choice.read(ask.value))


def on_open(ask: Ask) -> Answer:
    """The button that leads here from elsewhere."""
    return beside(on_top(ask))


def _shown(ask: Ask, book: Book, choice: Choice) -> Message:
    period = choice.period(workspace_day(book, ask.now), book.workspace.years)
    if choice.company:
        board = company_board(book, ask.person, now=ask.now, period=period, by=choice.by)
    else:
        board = team_board(book, ask.person, choice.team, now=ask.now, period=period, by=choice.by)
    spans = [(span, str(replace(choice, span=span)), span == choice.span) for span in SPANS]
    measures = [(by.value, str(replace(choice, by=by)), by is choice.by) for by in By]
    return ask.message(
        "leaderboards/top", board=board, span=choice.span, spans=spans, measures=measures,
        company=choice.company, contests=_plays(book, board), explained=_explained(board, choice),
    )  # fmt: skip


def _explained(board: Board | None, choice: Choice) -> str | None:
    """The places as a button names them to be explained; None where the reader sees nobody's figures."""
    if board is None or board.too_small:
        return None
    if not any(one is not None and one.value is not None for one in (*board.standings, board.own)):
        return None
    scope, number = (Scope.COMPANY, None) if board.team is None else (Scope.TEAM, board.team.id)
    return f"{Figure.STANDING}.{choice.by}@{Subject(scope, number, board.period)}"


def _plays(book: Book, board: Board | None) -> bool:
    team = board.team if board is not None else None
    return team is not None and Game.CONTESTS in book.praise.of_team(team.id).games


def _read(ask: Ask, book: Book, typed: str) -> Choice:
    """What was typed behind the word, in any order; what is left over names a team."""
    choice, left = Choice(), []
    for word in typed.split():
        key = word.casefold()
        if key in _SAID:
            choice = replace(choice, span=_SAID[key])
        elif key in set(By):
            choice = replace(choice, by=By(key))
        elif key in (COMPANY, "podjetje", "kampuni"):
            choice = replace(choice, company=True)
        else:
            left.append(word)
    if not left:
        return choice
    named = folded(" ".join(left))
    team = next((team for team in book.people.teams() if folded(team.name) == named), None)
    if team is None:
        raise LeaderboardUnreadable(typed=" ".join(left), command=ask.sales_command)
    return replace(choice, team=team.id)


WORDS = (Word("top", on_top),)


def register(edge: Edge) -> None:
    """Answer the menus and the buttons that lead here."""
    edge.action("attainment.top")(on_open)
    edge.action("leaderboards.show")(on_show)
