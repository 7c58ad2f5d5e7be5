"""Each person's choices on every surface that names people: how praise is liked, and whether to stand on leaderboards.

Kim is the one who chooses; six others do as everybody does. A surface is what colleagues or a channel read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from salesbot.domain.feats import Feat, Game, TeamPraise
from salesbot.domain.leaderboards import Mode
from salesbot.messages import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.contests import ContestDraft, contest_shown, contest_told, make_contest
from salesbot.services.goals_reached import goal_reached, own_goal, plan_goals_reached
from salesbot.services.kudos import give_kudos, kudos_told
from salesbot.services.leaderboards import company_board, team_board
from salesbot.services.planning import Kind, plan_gathered, plan_team, team_recipient
from salesbot.services.praising import plan_praise, praise
from salesbot.services.recognition import gathered, plan_shout_out, shout_out
from salesbot.services.top_performers import top_performers
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import Engines
from tests.story import Story, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
TODAY = date(2026, 6, 16)
JULY = datetime(2026, 7, 2, 10, tzinfo=UTC)
PUBLIC, NOT_PUBLIC = ("public",), ("private", "none")


@pytest.fixture
def story(sqlite_engines: Engines) -> Story:
    found = tell(sqlite_engines)
    with open_book(found.engines, found.workspace.id) as book:
        book.praise.settle(found.team.id, TeamPraise(told=frozenset(Feat), games=frozenset(Game)))
        book.people.change_team(found.team.id, shows_amounts=True, leaderboard="named")
        book.change_workspace(leaderboard="named")
    return found


def rows(book: Book, kind: Kind, to: str = "team") -> list[Announcement]:
    return [row for row in book.announcements.of(kinds=[kind.value]) if row.recipient.startswith(to)]


def _said(template: str, **facts: Any) -> str:
    if any(value is None or value == () for value in facts.values()):
        return ""
    message = RENDERER.message(template, locale="en", **facts)
    return f"{message.text}\n{in_plain(message.blocks)}"


def a_win(book: Book, story: Story) -> str:
    plan_shout_out(book, win(book, story.people["kim"], "Zeta", "900", TODAY, now=NOON), NOON)
    return _said("recognition/shout_out", win=shout_out(book, rows(book, Kind.SHOUT_OUT)[0], NOON))


def the_days_one_post(book: Book, story: Story) -> str:
    plan_shout_out(book, win(book, story.people["kim"], "Zeta", "900", TODAY, now=NOON), NOON)
    aside = rows(book, Kind.SHOUT_OUT)[0]
    key = plan_gathered(book, aside.recipient, NOON)
    book.announcements.change(aside.id, status="superseded", last_error=f"gathered:{key}")
    return _said("recognition/gathered", wins=gathered(book, rows(book, Kind.GATHERED)[0], NOON))


def a_goal(book: Book, story: Story) -> str:
    state = win(book, story.people["kim"], "Goal", "30000", TODAY, now=NOON)
    assert plan_goals_reached(book, state.deal_id, NOON) == 1
    assert plan_goals_reached(book, state.deal_id, NOON) == 0, "once for each version of a goal"
    return _said(
        "recognition/goal_reached", reached=goal_reached(book, rows(book, Kind.GOAL_REACHED)[0], NOON)
    )


def a_well_done(book: Book, story: Story) -> str:
    state = win(book, story.people["kim"], "Zeta", "900", TODAY, now=NOON)
    plan_praise(book, story.maja, state.deal_id, now=NOON)
    found = rows(book, Kind.PRAISE)
    return _said("recognition/praise", praise=praise(book, found[0])) if found else ""


def kudos_in_the_channel(book: Book, story: Story) -> str:
    give_kudos(book, story.people["bo"], story.people["kim"], "for the Acme demo", now=NOON)
    found = rows(book, Kind.KUDOS)
    shown = kudos_told(book, found[0]) if found else None
    return _said("kudos/told", shown=shown, public=True)


def the_best(book: Book, story: Story) -> str:
    recipient = team_recipient(story.team.id)
    book.announcements.plan(
        kind=Kind.TOP_MONTH.value, recipient=recipient, period_key="2026-07", due_at=JULY, expires_at=JULY, now=JULY,
        subject={"day": "2026-07-01"},
    )  # fmt: skip
    found = top_performers(book, rows(book, Kind.TOP_MONTH)[0], JULY)
    assert found is not None
    assert found.podium, "the others stand on it"
    return _said("recognition/top", top=found)


def the_leaderboard(book: Book, story: Story) -> str:
    return str(team_board(book, story.people["bo"], now=NOON))


def the_companys_leaderboard(book: Book, story: Story) -> str:
    return str(company_board(book, story.people["bo"], now=NOON))


def a_contest(book: Book, story: Story, now: datetime = NOON) -> int:
    draft = ContestDraft("Sprint", TODAY, date(2026, 6, 19))
    made = make_contest(book, story.maja, story.team.id, draft, now=now)
    win(book, story.people["kim"], "Sprint", "9000", TODAY, now=now)
    win(book, story.people["bo"], "Second", "800", TODAY, now=now)
    return made.contest.id


def a_contests_standing(book: Book, story: Story) -> str:
    shown = contest_shown(book, story.people["bo"], a_contest(book, story), now=NOON)
    return _said("contests/shown", shown=shown, now=NOON)


def a_contests_result(book: Book, story: Story) -> str:
    a_contest(book, story)
    result = datetime(2026, 6, 22, 8, tzinfo=UTC)
    plan_team(book, story.team.id, result, result)
    row = next(row for row in rows(book, Kind.CONTEST) if row.subject["what"] == "result")
    return _said("contests/told", told=contest_told(book, row, result))


Surface = Callable[[Book, Story], str]
PRAISED: tuple[Surface, ...] = (a_win, the_days_one_post, a_goal, a_well_done, kudos_in_the_channel)
"""Named where praise is liked in public."""
RANKED: tuple[Surface, ...] = (the_leaderboard, the_companys_leaderboard, a_contests_standing)
"""Named where the person stands on leaderboards."""
BOTH: tuple[Surface, ...] = (the_best, a_contests_result)


@pytest.mark.parametrize("on_leaderboards", [True, False])
@pytest.mark.parametrize("choice", ["public", "private", "none"])
@pytest.mark.parametrize("surface", [*PRAISED, *RANKED, *BOTH], ids=lambda surface: surface.__name__)
def test_each_choice_holds_on_each_surface(
    story: Story, surface: Surface, choice: str, on_leaderboards: bool
) -> None:
    kim = story.people["kim"]
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(kim.id, praise=choice, on_leaderboards=on_leaderboards)
        words = surface(book, story)
    praised, ranked = choice == "public", on_leaderboards
    named = {PRAISED: praised, RANKED: ranked, BOTH: praised and ranked}
    assert ("Kim" in words) is next(holds for group, holds in named.items() if surface in group)


@pytest.mark.parametrize("shows", [True, False])
@pytest.mark.parametrize(
    "surface", [a_win, the_days_one_post, a_goal, a_contests_result], ids=lambda each: each.__name__
)
def test_no_figure_of_who_keeps_amounts_out_of_channels(story: Story, surface: Surface, shows: bool) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(story.people["kim"].id, shows_amounts=shows)
        words = surface(book, story)
    figures = ("€900", "€60,000", "9,000", "%")
    lines = [line for line in words.splitlines() if "Kim" in line or "goal" in line]
    assert any(each in line for line in lines for each in figures) is shows


@pytest.mark.parametrize("mode", [Mode.NEIGHBOURS, Mode.PRIVATE, Mode.OFF])
def test_a_team_that_shows_no_names_posts_none_of_the_best(story: Story, mode: Mode) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, leaderboard=mode.value)
        with pytest.raises(AssertionError):
            the_best(book, story)
        assert "Kim" not in str(company_board(book, story.people["bo"], now=NOON))


@pytest.mark.parametrize("choice", ["public", "private", "none"])
def test_a_goal_of_ones_own_is_told_alone_to_who_likes_that(story: Story, choice: str) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(story.people["kim"].id, praise=choice)
        state = win(book, story.people["kim"], "Goal", "30000", TODAY, now=NOON)
        for _ in range(2):
            plan_goals_reached(book, state.deal_id, NOON)
        alone = rows(book, Kind.OWN_GOAL, "person")
        assert len(alone) == (choice == "private")
        if alone:
            assert "You reached June" in _said("recognition/own_goal", reached=own_goal(book, alone[0], NOON))
            book.people.change(story.people["kim"].id, praise="none")
            assert own_goal(book, alone[0], NOON) is None
