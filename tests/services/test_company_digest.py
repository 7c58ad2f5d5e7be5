"""What leadership is told in the morning, what a team's channel is told, and how ended periods are told of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from salesbot.domain.goals import Goal, Scope
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import read_period
from salesbot.messages.render import Message, Renderer
from salesbot.services.digests.channel import TeamDigest, team_digest
from salesbot.services.goals.recording import record_goal
from salesbot.services.mornings import Morning, morning_of_person
from salesbot.services.planning import Kind, plan_team, team_recipient
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.golden import Golden
from tests.story import MONDAY, TUESDAY_8, ZONE, Story, digest_was_sent, tell
from tests.trade import open_deal, set_goal, win

RENDERER = Renderer(templates_dir(), locales_dir())
JULY_1 = datetime(2026, 7, 1, 6, tzinfo=UTC)


@pytest.fixture
def story(engines: Engines) -> Story:
    return tell(engines)


def add_second_team(story: Story) -> None:
    """Nordic: Nika leads, Lars and three others sell; Lars won 30,000 of a goal of 80,000."""
    with open_book(story.engines, story.workspace.id) as book:
        nika = book.people.add(name="Nika Mlakar", slack_id="U0NIKA", now=MONDAY, roles=[Role.MANAGER])
        team = book.people.add_team(name="Nordic", now=MONDAY, manager_id=nika.id)
        lars = book.people.add(name="Lars Berg", slack_id="U0LARS", now=MONDAY, roles=[Role.REP])
        book.people.assign(
            lars.id, team_id=team.id, manager_id=nika.id, valid_from=date(2026, 1, 1), now=MONDAY
        )
        set_goal(book, lars, "2026-06", "80000", now=MONDAY)
        win(book, lars, "Fjord", "30000", date(2026, 6, 15), now=MONDAY)


def add_executive(story: Story) -> Person:
    with open_book(story.engines, story.workspace.id) as book:
        return book.people.add(
            name="Eva Zajc", slack_id="U0EVA", email="eva@adria.example", now=MONDAY, roles=[Role.EXECUTIVE]
        )


def morning(story: Story, person: Person, now: datetime) -> Morning:
    with read_book(story.engines, story.workspace.id) as book:
        found = morning_of_person(book, person.id, now)
    assert not isinstance(found, str), found
    return found


def said(found: Morning) -> Message:
    return RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts)


def test_leadership_is_told_of_company_and_teams_and_of_no_person(story: Story, golden: Golden) -> None:
    add_second_team(story)
    found = morning(story, add_executive(story), TUESDAY_8)
    assert found.company is not None
    part = found.company
    assert sum(line.won.minor for line in part.lines) == part.won.minor == 182_400_00
    assert sum(line.against_pace.minor for line in part.lines if line.against_pace) == (
        part.against_pace.minor if part.against_pace else 0
    )
    message = said(found)
    golden(message, "digests/company")
    for name in ("Kim", "Luka", "Lars", "Acme"):
        assert name not in str(message.blocks)


def test_leadership_is_told_of_each_territory_that_has_a_goal(story: Story) -> None:
    eva = add_executive(story)
    with open_book(story.engines, story.workspace.id) as book:
        for name, amount in (("North", "80000"), ("Coast", "21000")):
            territory = book.relationships.ensure_territory(name).id
            record_goal(book, goal_of(Scope.TERRITORY, territory, amount), None)
            account = book.accounts.ensure(f"{name} Ltd", MONDAY).id
            book.relationships.place(account, territory, date(2026, 1, 1), now=MONDAY, by=None)
        book.relationships.ensure_territory("Idle")
        win(book, story.people["kim"], "North Ltd", "20000", date(2026, 6, 15), now=MONDAY)
    words = str(said(morning(story, eva, TUESDAY_8)).blocks).replace("\\xa0", " ")
    assert "Idle" not in words
    assert words.index("North: €20,000 of €80,000 (25.0 %), €") < words.index(
        "Coast: €0 of €21,000 (0.0 %), €"
    )


def goal_of(scope: Scope, subject_id: int, amount: str) -> Goal:
    return Goal(
        scope, subject_id, REVENUE, read_period("2026-06"), Money.of(amount, "EUR"), date(2026, 6, 1), MONDAY
    )


def test_nothing_new_in_the_company_is_one_line(story: Story, golden: Golden) -> None:
    eva = add_executive(story)
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, eva, TUESDAY_8)
    found = morning(story, eva, TUESDAY_8 + timedelta(days=1))
    golden(said(found), "digests/company_nothing_new")


def test_after_some_days_without_one_it_names_the_days_it_covers(story: Story) -> None:
    add_second_team(story)
    eva = add_executive(story)
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, eva, TUESDAY_8)
    told = str(said(morning(story, eva, TUESDAY_8 + timedelta(days=3))).blocks)
    assert told.count("No digest came on 17 June and 18 June; this one covers those days too.") == 1


def test_who_does_not_want_it_or_is_no_executive_is_not_told_of_the_company(story: Story) -> None:
    eva = add_executive(story)
    assert morning(story, story.maja, TUESDAY_8).company is None
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(eva.id, MessageChoices(unwanted=frozenset({"company"})))
    with read_book(story.engines, story.workspace.id) as book:
        assert morning_of_person(book, eva.id, TUESDAY_8) == "nothing to tell"


def test_who_leads_a_team_and_the_company_gets_one_message(story: Story, golden: Golden) -> None:
    add_second_team(story)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.set_roles(story.maja.id, {Role.MANAGER, Role.EXECUTIVE})
    golden(said(morning(story, story.maja, TUESDAY_8)), "digests/company_and_team")


def test_the_end_of_a_quarter_is_told_to_rep_manager_and_leadership(story: Story, golden: Golden) -> None:
    eva = add_executive(story)
    with open_book(story.engines, story.workspace.id) as book:
        for each in (story.maja, eva, story.people["kim"]):
            digest_was_sent(book, each, datetime(2026, 6, 30, 6, tzinfo=UTC))
        for name in ("kim", "bo", "asha"):
            set_goal(book, story.people[name], "2026-Q2", "100000", now=MONDAY)
            set_goal(book, story.people[name], "2026-07", "50000", now=MONDAY)
        win(book, story.people["kim"], "May One", "41000", date(2026, 5, 12), now=MONDAY)
    for who, name in ((story.maja, "manager"), (eva, "company"), (story.people["kim"], "rep")):
        golden(said(morning(story, who, JULY_1)), f"digests/quarter_over_{name}")
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.maja.id, MessageChoices(unwanted=frozenset({"wrap"})))
    assert "ended at" not in str(said(morning(story, story.maja, JULY_1)).blocks)


def test_a_correction_of_an_ended_month_is_listed_in_the_next_digest(story: Story, golden: Golden) -> None:
    tenth = datetime(2026, 7, 10, 6, tzinfo=UTC)
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, datetime(2026, 7, 9, 6, tzinfo=UTC))
        for account, amount in (("Found Late", "4200"), ("Back", "1800")):
            win(
                book,
                story.people["ivana"],
                account,
                amount,
                date(2026, 6, 26),
                now=tenth - timedelta(hours=3),
            )
    found = morning(story, story.maja, tenth)
    assert found.digest is not None
    (corrected,) = found.digest.teams[0].corrected
    assert (corrected.period.key, corrected.difference) == ("2026-06", Money.of(6_000, "EUR"))
    assert not found.digest.quiet
    golden(said(found), "digests/corrected")
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, tenth)
    following = morning(story, story.maja, tenth + timedelta(days=3))
    assert following.digest is not None
    assert following.digest.teams[0].corrected == ()


def in_channel(story: Story, now: datetime) -> TeamDigest | str:
    with open_book(story.engines, story.workspace.id) as book:
        plan_team(book, story.team.id, now - timedelta(hours=1), now)
        rows = book.announcements.of(kinds=[Kind.TEAM_DIGEST.value], recipient=team_recipient(story.team.id))
        row = min(rows, key=lambda each: each.due_at)
        return team_digest(book, row, now)


def test_a_channel_hears_the_teams_figures_and_never_a_persons(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(
            story.team.id, channel_id="C0SALES", digest_in_channel=True, shows_amounts=True
        )
    found = in_channel(story, TUESDAY_8)
    assert isinstance(found, TeamDigest)
    message = RENDERER.message("digests/team", locale="en", time_zone=ZONE, digest=found)
    golden(message, "digests/team")
    for name in ("Kim", "Luka", "Ivana", "Acme", "Helios"):
        assert name not in str(message.blocks)


def test_where_amounts_are_hidden_the_channel_hears_shares(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, channel_id="C0SALES", digest_in_channel=True)
    found = in_channel(story, TUESDAY_8)
    message = RENDERER.message("digests/team", locale="en", time_zone=ZONE, digest=found)
    golden(message, "digests/team_without_amounts")
    assert "€" not in str(message.blocks)


@pytest.mark.parametrize(("amounts", "told"), [(True, True), (False, False)])
def test_a_channel_that_hears_shares_alone_hears_them_when_something_was_won(
    story: Story, amounts: bool, told: bool
) -> None:
    wednesday = TUESDAY_8 + timedelta(days=1)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(
            story.team.id, channel_id="C0SALES", digest_in_channel=True, shows_amounts=amounts
        )
        open_deal(book, story.people["kim"], "Kolpa", "4000", now=MONDAY, expected_on=TUESDAY_8.date())
    assert isinstance(in_channel(story, wednesday), TeamDigest) is told, (
        "a day that passed by moves the forecast alone"
    )
    with open_book(story.engines, story.workspace.id) as book:
        win(book, story.people["kim"], "Sava", "4000", TUESDAY_8.date(), now=TUESDAY_8 + timedelta(hours=2))
    assert isinstance(in_channel(story, wednesday), TeamDigest)


def test_a_team_of_three_is_too_small_for_its_channel(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(
            story.team.id, channel_id="C0SALES", digest_in_channel=True, shows_amounts=True
        )
        for name in ("tom", "luka", "asha"):
            book.people.assign(
                story.people[name].id, team_id=None, manager_id=None, valid_from=date(2026, 6, 15), now=MONDAY
            )
    assert in_channel(story, TUESDAY_8) == "too small a team"
