"""The morning digest: Adria's, as it should read, and what it does where something is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.messages.render import Renderer
from salesbot.services.digests import Digest, morning_digest
from salesbot.services.digests.lines import whole
from salesbot.services.mornings import morning_of_person
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.golden import Golden
from tests.story import TUESDAY_8, Story, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())


@pytest.fixture
def story(engines: Engines) -> Story:
    return tell(engines)


def digest_of(story: Story) -> Digest:
    with read_book(story.engines, story.workspace.id) as book:
        found = morning_of_person(book, story.maja.id, TUESDAY_8)
    assert not isinstance(found, str)
    assert found.digest is not None
    return found.digest


def eur(amount: int) -> Money:
    return Money.of(amount, "EUR")


def test_the_table_adds_up_to_the_team(story: Story) -> None:
    part = digest_of(story).teams[0]
    assert [(line.name, line.won, line.against_pace) for line in part.lines] == [
        ("Luka Zupan", eur(21_000), eur(-10_429)),
        ("Tom Becker", eur(6_500), eur(-3_976)),
        ("Ivana Kos", eur(24_300), eur(-1_890)),
        ("Asha Mwangi", eur(25_900), eur(-290)),
        ("Bo Lindqvist", eur(33_500), eur(2_071)),
        ("Kim Novak", eur(41_200), eur(9_771)),
    ]
    assert (part.won, part.goal, part.against_pace) == (eur(152_400), eur(300_000), eur(-4_743))
    assert [line.new for line in part.lines] == [False, True, False, False, False, False]


def test_who_has_no_goal_is_held_against_none_and_leaves_nothing_to_others(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        nina = book.people.add(name="Nina Vidmar", roles=[Role.REP], now=TUESDAY_8)
        book.people.assign(
            nina.id, team_id=story.team.id, manager_id=story.maja.id, valid_from=date(2026, 6, 1),
            now=TUESDAY_8 - timedelta(days=9),
        )  # fmt: skip
        win(book, nina, "Fjord", "5000", date(2026, 6, 10), now=TUESDAY_8 - timedelta(days=6))
    part = digest_of(story).teams[0]
    assert [line.name for line in part.lines][-1] == "Nina Vidmar"
    assert (part.lines[-1].won, part.lines[-1].goal, part.lines[-1].against_pace) == (eur(5_000), None, None)
    assert part.against_pace == eur(257)
    assert sum(line.against_pace.minor for line in part.lines if line.against_pace) == eur(-4_743).minor


def test_the_forecast_points_where_the_working_says(story: Story) -> None:
    part = digest_of(story).teams[0]
    assert part.forecast.deals == 20
    assert part.forecast.expected == eur(275_900)
    assert (part.forecast.p10, part.forecast.p50, part.forecast.p90) == (
        eur(237_400),
        eur(275_400),
        eur(314_400),
    )
    assert part.odds is not None
    assert (part.odds.times, part.odds.of) == (1, 5)


def test_what_changed_adds_up(story: Story) -> None:
    changes = digest_of(story).teams[0].changes
    assert (changes.before, changes.after) == (eur(281_675), eur(275_900))
    assert [(told.cause.value, told.effect) for told in changes.causes] == [
        ("won", eur(5_225)),
        ("new", eur(5_500)),
        ("later", eur(-7_500)),
        ("lost", eur(-9_000)),
    ]


@pytest.mark.parametrize("day", [16, 26, 29, 30])
@pytest.mark.parametrize("live", [True, False])
def test_the_forecast_of_the_changes_is_the_one_above_also_on_the_day_a_deal_is_expected(
    story: Story, day: int, live: bool
) -> None:
    now = TUESDAY_8.replace(day=day)
    with read_book(story.engines, story.workspace.id) as book:
        digest = morning_digest(book, story.maja.id, AsOf(now.date(), live, now), now)
    (part,) = digest.teams
    assert part.changes.after == whole(part.forecast.expected)
    effects = [told.effect.minor for told in part.changes.causes]
    assert part.changes.before.minor + sum(effects) == part.changes.after.minor


def test_the_companys_own_day_off_is_named_beside_the_holidays(story: Story) -> None:
    before = digest_of(story).holidays
    with open_book(story.engines, story.workspace.id) as book:
        for day in (date(2026, 6, 29), date(2026, 6, 28), date(2026, 7, 1)):
            book.absences.add_day_off(day, "Moving", now=TUESDAY_8 - timedelta(days=1), by=None)
    assert digest_of(story).holidays == (*before, date(2026, 6, 29))


def test_the_digest_reads_as_it_should(story: Story, golden: Golden) -> None:
    message = RENDERER.message(
        "digests/manager",
        locale="en",
        time_zone="Europe/Ljubljana",
        digest=digest_of(story),
        own=None,
        company=None,
    )
    golden(message, "digests/adria")
