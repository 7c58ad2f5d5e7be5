"""The fairness audit and the note on who deserves a word: to whom, with which figures, and who can read of it.

June 2026 in Adria: Kim 130 % with two shout-outs and kudos, Bo 90 % with one win gathered, Luka 125 % and Ivana none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.goals import Scope
from salesbot.domain.periods import read_period
from salesbot.messages import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.explaining import Figure, Wanted, explain
from salesbot.services.explaining.praise import PraiseExplained
from salesbot.services.fairness import fairness_told, keeping_told, noted_about
from salesbot.services.figures import Subject
from salesbot.services.planning import Kind, person_recipient, team_recipient
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.trade import set_goal, win

RENDERER = Renderer(templates_dir(), locales_dir())
JULY_1 = datetime(2026, 7, 1, 8, tzinfo=UTC)
A_FOURTH_MONDAY = datetime(2026, 7, 6, 9, tzinfo=UTC)
"""Week 28."""


def sent(
    book: Book,
    kind: Kind,
    recipient: str,
    key: str,
    at: datetime,
    subject: dict[str, object],
    **values: object,
) -> Announcement:
    book.announcements.plan(
        kind=kind.value,
        recipient=recipient,
        period_key=key,
        due_at=at,
        expires_at=at,
        now=at,
        subject=subject,
    )
    row = next(each for each in book.announcements.of(kinds=[kind.value]) if each.period_key == key)
    book.announcements.change(row.id, **{"status": "sent", "sent_at": at, **values})
    found = book.announcements.find(row.id)
    assert found is not None
    return found


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    cast, at = sqlite_cast, NOW + timedelta(hours=1)
    adria = team_recipient(cast.adria.teams["adria"].id)
    with open_book(cast.engines, cast.workspace_id) as book:
        for name, won in (("kim", 13000), ("bo", 9000), ("luka", 12500), ("ivana", 0)):
            rep = cast.adria.people[name]
            set_goal(book, rep, "2026-06", "10000", now=NOW)
            if won:
                state = win(book, rep, f"Account of {name}", str(won), date(2026, 6, 10), now=NOW)
                deal: dict[str, object] = {"deal": state.deal_id}
                if name == "kim":
                    sent(book, Kind.SHOUT_OUT, adria, "deal:1", at, deal)
                    sent(book, Kind.PRAISE, adria, "praise:1", at, deal)
                if name == "bo":
                    sent(book, Kind.SHOUT_OUT, adria, "deal:2", at, deal, status="superseded",
                         last_error="gathered:2026-06-16", sent_at=None)  # fmt: skip
                    sent(book, Kind.GATHERED, adria, "2026-06-16", at, {})
        kudos: dict[str, object] = {"kudos": 1}
        sent(book, Kind.KUDOS, person_recipient(cast.adria.kim.id), "kudos:1", at, kudos)
        sent(book, Kind.KUDOS, adria, "kudos:1b", at, kudos)
    return cast


def audit_row(book: Book, cast: Cast, manager: str = "maja") -> Announcement:
    recipient = person_recipient(cast.adria.people[manager].id)
    return sent(book, Kind.FAIRNESS, recipient, f"2026-07 {manager}", JULY_1, {"day": "2026-07-01"})


def keeping_row(book: Book, cast: Cast, at: datetime = A_FOURTH_MONDAY) -> Announcement:
    recipient = person_recipient(cast.adria.maja.id)
    return sent(book, Kind.KEEPING, recipient, f"{at.date()}", at, {"day": at.date().isoformat()})


def in_each_language(template: str, **facts: Any) -> str:
    """How a message reads in the languages beside English."""
    said = (RENDERER.message(template, locale=tag, **facts) for tag in ("sl", "sw"))
    return "\n\n".join(in_plain(message.blocks) for message in said)


def test_a_manager_reads_on_whom_praise_fell(june: Cast, golden: Golden) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        told = fairness_told(book, audit_row(book, june), JULY_1)
        assert told is not None
        (adria,) = told.teams
        assert [one.name for one in adria.fairness.never] == ["Luka Zupan", "Ivana Kos"]
        # Kim 3 (win, well done, kudos once, though the channel read them too), Bo 1: 2·(3+3+2+2)=20 over 2·16·1
        assert adria.fairness.praises == 4
        assert adria.fairness.gini == Fraction(20, 32)
        assert adria.fairness.suggestion is not None
        assert adria.fairness.suggestion.attainment == Fraction(5, 4)
    golden(RENDERER.message("recognition/fairness", locale="en", told=told), "recognition/fairness")
    golden(in_each_language("recognition/fairness", told=told), "languages/fairness")


def test_who_wants_no_praise_is_not_held_against_the_manager(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change(june.adria.ivana.id, praise="none")
        told = fairness_told(book, audit_row(book, june), JULY_1)
        assert told is not None
        assert "Ivana Kos" not in [one.name for one in told.teams[0].fairness.never]
        assert told.teams[0].left_out == 1


def test_nobody_hears_of_another_managers_people(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        told = fairness_told(book, audit_row(book, june, "marko"), JULY_1)
        assert told is not None
        assert [each.team.name for each in told.teams] == ["Nordic"]
        assert fairness_told(book, audit_row(book, june, "kim"), JULY_1) is None


def test_well_above_the_goal_and_unpraised_for_weeks_is_worth_a_word(june: Cast, golden: Golden) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        told = keeping_told(book, keeping_row(book, june), A_FOURTH_MONDAY)
        assert told is not None
        assert [(one.person.name, one.attainment) for one in told.people] == [("Luka Zupan", Fraction(5, 4))]
        golden(RENDERER.message("recognition/keeping", locale="en", told=told), "recognition/keeping")
        golden(in_each_language("recognition/keeping", told=told), "languages/keeping")
        later = A_FOURTH_MONDAY + timedelta(weeks=1)
        assert keeping_told(book, keeping_row(book, june, later), later) is None, "every fourth week"
        book.people.change(june.adria.luka.id, praise="none")
        assert keeping_told(book, keeping_row(book, june), A_FOURTH_MONDAY) is None


def test_what_a_manager_was_told_about_a_person_that_person_can_read(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        audit_row(book, june)
        keeping_row(book, june)
        now = A_FOURTH_MONDAY + timedelta(days=3)
        assert [(one.what, one.manager.name) for one in noted_about(book, june.adria.luka.id, now)] == [
            ("unpraised", "Maja Kranjc"), ("never", "Maja Kranjc"),
        ]  # fmt: skip
        assert noted_about(book, june.adria.bo.id, now) == []
    with open_book(june.engines, june.other.workspace.id) as book:
        assert noted_about(book, june.adria.luka.id, now) == []


def test_the_evenness_of_praise_is_explained_to_who_leads_the_team(june: Cast, golden: Golden) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        team = june.adria.teams["adria"].id
        subject = Subject(Scope.TEAM, team, read_period("2026-06"))
        told = explain(Figure.PRAISE, Wanted(book, june.adria.maja, subject, JULY_1))
        assert isinstance(told, PraiseExplained)
        assert [(one.name, one.praises) for one in told.each.counted] == [
            ("Kim Novak", 3), ("Bo Lindqvist", 1), ("Ivana Kos", 0), ("Luka Zupan", 0)
        ]  # fmt: skip
        assert Fraction(told.weighted, 4 * 4) == told.each.fairness.gini
        assert {deal.account for deal in told.deals.deals} == {"Account of kim", "Account of bo"}
        for who in ("kim", "marko"):
            with pytest.raises(NotAllowed):
                explain(Figure.PRAISE, Wanted(book, june.adria.people[who], subject, JULY_1))
        alone = Subject(Scope.REP, june.adria.kim.id, read_period("2026-06"))
        with pytest.raises(NotAllowed):
            explain(Figure.PRAISE, Wanted(book, june.adria.maja, alone, JULY_1))
    view = RENDERER.view("explained/praise", told=told, now=JULY_1)
    golden(in_plain(view["blocks"]), "explained/praise")
