"""Goals in Slack: read, set in one line or for all in one form, and told to whom they concern."""

from __future__ import annotations

from salesbot.domain.periods import Period, PeriodKind
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.months import SeasonShare
from salesbot.services.goals import goals_seen, subjects_to_set, unread_of
from salesbot.services.goals.month_by_month import goals_within, shares_seen
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.edge import Edge
from salesbot.slack.goals import changing
from salesbot.slack.goals.changing import this_month
from salesbot.slack.goals.form import on_first_day, on_form, on_last_day, on_metric, on_period, on_team
from salesbot.slack.goals.handing_down import on_hand_down, on_hand_down_sent
from salesbot.slack.goals.line import named, set_in_line, suggest_in_line
from salesbot.slack.goals.seasons import on_season
from salesbot.slack.goals.sent import on_form_sent
from salesbot.storage.book import Book


def on_goals(ask: Ask, rest: str = "") -> Answer:
    """`/sales goals`: the goals one may see, behind it of whom or of which period; `set …`, `suggest …`, `season …` act."""
    word, _, behind = rest.strip().partition(" ")
    if not word:
        return _listed(ask)
    if word.casefold() == "suggest":
        return suggest_in_line(ask, behind)
    if word.casefold() == "season":
        return on_season(ask, behind)
    if word.casefold() != "set":
        return _listed(ask, rest)
    return set_in_line(ask, behind) if behind.strip() else on_form(ask)


def _listed(ask: Ask, rest: str = "") -> Message:
    with ask.reading() as book:
        period, whose = named(ask, book, rest) if rest.strip() else (None, None)
        seen = goals_seen(book, ask.person, now=ask.now, of=period)
        within = () if period is None or seen else goals_within(book, ask.person, period, now=ask.now)
        seen, shares = seen or within, _shares(ask, book, period)
        if whose is not None:
            seen = tuple(each for each in seen if (each.scope, each.subject_id) == whose)
            shares = tuple(each for each in shares if any(each.name == one.name for one in seen))
        may_set = bool(subjects_to_set(book, ask.person, this_month(book, ask), now=ask.now))
        unread = unread_of(book, ask.person, now=ask.now) if may_set else ()
        today = workspace_day(book, ask.now)
    periods = list({one.period.key: one.period for one in seen}.values())
    return ask.message(
        "goals/listed",
        seen=seen,
        periods=periods,
        may_set=may_set,
        unread=unread,
        today=today,
        narrowed=bool(rest.strip()),
        asked=period if within else None,
        shares=shares,
    )


def _shares(ask: Ask, book: Book, period: Period | None) -> tuple[SeasonShare, ...]:
    if period is None or period.kind is not PeriodKind.MONTH:
        return ()
    return shares_seen(book, ask.person, period, now=ask.now)


def on_list(ask: Ask) -> Answer:
    """*Goals*, beside the message with the button."""
    return Beside(_listed(ask))


WORDS = (Word("goals", on_goals),)


def register(edge: Edge) -> None:
    """Answer the buttons and the forms of goals."""
    edge.action("goals.list")(on_list)
    edge.action("goals.form")(on_form)
    edge.action("goals.period")(on_period)
    edge.action("goals.first_day")(on_first_day)
    edge.action("goals.last_day")(on_last_day)
    edge.action("goals.metric")(on_metric)
    edge.action("goals.team")(on_team)
    edge.form("goals.set")(on_form_sent)
    edge.action("goals.hand_down")(on_hand_down)
    edge.form("goals.hand_down")(on_hand_down_sent)
    edge.action("goals.replace")(changing.on_replace)
    edge.action("goals.blend")(changing.on_blend)
    edge.action("goals.drop")(changing.on_drop)
    edge.action("goals.ask")(changing.on_ask_first)
    edge.action("goals.agree")(changing.on_agree)
    edge.action("goals.comment")(changing.on_comment)
    edge.form("goals.comment")(changing.on_comment_sent)
    edge.action("goals.read")(changing.on_read)
