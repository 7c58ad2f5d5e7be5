"""Each kind of praise in each language that exists: one golden file a language, to be read from top to bottom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from salesbot.blockkit import faults_in_message
from salesbot.domain.feats import Feat, Game, TeamPraise
from salesbot.domain.goals import Scope
from salesbot.domain.leaderboards import By, Mode, Step
from salesbot.domain.money import Money
from salesbot.domain.periods import month_of
from salesbot.domain.trials import Trial, drawn, effect
from salesbot.messages import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.contests import ContestDraft, contest_told, make_contest
from salesbot.services.goals_reached import GoalReached, OwnGoal
from salesbot.services.kudos import give_kudos, kudos_told
from salesbot.services.planning import Kind, plan_team
from salesbot.services.recognition import OwnFeat, plan_shout_out, shout_out
from salesbot.services.top_performers import TopPerformers
from salesbot.services.trials import TrialShown, TrialTold
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import Book, open_book
from tests.golden import Golden
from tests.story import Story, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
TODAY = date(2026, 6, 16)
RESULT = datetime(2026, 6, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "sl", "sw"])
def test_each_kind_of_praise(sqlite_engines: Any, golden: Golden, language: str) -> None:
    story = tell(sqlite_engines)
    with open_book(story.engines, story.workspace.id) as book:
        book.praise.settle(story.team.id, TeamPraise(told=frozenset(Feat), games=frozenset(Game)))
        said = [_said(language, *each) for each in every_kind(book, story)]
    golden("\n\n".join(said), f"languages/praise.{language}")


def _said(language: str, template: str, facts: dict[str, Any]) -> str:
    message = RENDERER.message(template, locale=language, time_zone="Europe/Ljubljana", **facts)
    assert faults_in_message({"text": message.text, "blocks": message.blocks}) == []
    return f"== {template}\n{in_plain(message.blocks)}"


def every_kind(book: Book, story: Story) -> list[tuple[str, dict[str, Any]]]:
    kim, bo, asha = (story.people[name] for name in ("kim", "bo", "asha"))
    plan_shout_out(book, win(book, kim, "Zeta", "12500", TODAY, now=NOON), NOON)
    a_win = shout_out(book, book.announcements.of(kinds=[Kind.SHOUT_OUT.value])[0], NOON)
    assert a_win is not None
    feats = [replace(a_win, feats=(feat,), streak=8) for feat in tuple(Feat)[: list(Feat).index(Feat.ASSIST)]]
    goal, june = Money.of("60000", "EUR"), month_of(TODAY)
    goals = [
        GoalReached(story.team, scope, kim if scope is Scope.REP else None, june, percent, None)
        for scope in (Scope.COMPANY, Scope.TEAM, Scope.REP)
        for percent in (100, 150)
    ]
    steps = (Step("Bo Lindqvist", 2, 2), Step("Kim Novak", 1, 3), Step("Asha Mwangi", 3, 1))
    best = TopPerformers(
        story.team,
        june,
        "month",
        date(2026, 6, 1),
        date(2026, 6, 30),
        By.ATTAINMENT,
        (kim, bo, asha),
        steps,
        bo,
        asha,
    )
    give_kudos(book, bo, kim, "for the Acme demo", now=NOON)
    shown = kudos_told(book, book.announcements.of(kinds=[Kind.KUDOS.value])[0])
    return [
        *(("recognition/shout_out", {"win": each}) for each in (a_win, *feats)),
        ("recognition/gathered", {"wins": (a_win, a_win)}),
        *(("recognition/goal_reached", {"reached": each}) for each in goals),
        *(("recognition/own_goal", {"reached": OwnGoal(kim, june, percent, goal)}) for percent in (100, 150)),
        ("recognition/own_feat", {"own": OwnFeat(kim, story.team, "Zeta", (Feat.FIRST, Feat.STREAK), 8)}),
        *(
            ("recognition/top", {"top": replace(best, span=span)})
            for span in ("day", "week", "month", "quarter")
        ),
        ("kudos/told", {"shown": shown, "public": True}),
        *contests(book, story),
        *trials(story),
    ]


def contests(book: Book, story: Story) -> list[tuple[str, dict[str, Any]]]:
    draft = ContestDraft("Sprint", TODAY, date(2026, 6, 19), prize="Dinner")
    make_contest(book, story.maja, story.team.id, draft, now=NOON)
    for name, amount in (("kim", "30000"), ("bo", "20000"), ("asha", "10000")):
        win(book, story.people[name], f"Sprint {name}", amount, TODAY, now=NOON)
    for now in (NOON, RESULT):
        plan_team(book, story.team.id, now, now)
    told = {
        row.subject["what"]: contest_told(book, row, RESULT)
        for row in book.announcements.of(kinds=["contest"])
    }
    return [("contests/told", {"told": told[what]}) for what in ("starts", "result")]


def trials(story: Story) -> list[tuple[str, dict[str, Any]]]:
    order = drawn(Mode.TOP, Mode.PRIVATE, 6, 7)
    trial = Trial(1, story.team.id, Mode.TOP, Mode.PRIVATE, date(2026, 6, 22), order, 7, NOON)
    shown = TrialShown(story.team, trial, effect(trial, []), True, trial.starts_on - timedelta(days=1), ())
    over = replace(shown, day=trial.ends_on)
    return [
        ("trials/told", {"told": TrialTold(what, each, False)})
        for what, each in (("announced", shown), ("report", over))
    ]
