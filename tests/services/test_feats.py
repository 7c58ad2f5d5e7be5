"""What was special about a win is looked for when it is told, and remembered once for each event.

Kim, Bo, Luka and Ivana are Adria's; Asha and Tom are Nordic's. It is Tuesday, 16 June 2026.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.feats import Feat, TeamPraise
from salesbot.domain.money import WHOLE
from salesbot.domain.people import Person
from salesbot.messages.render import Renderer
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.recognition import (
    ShoutOut,
    own_feat,
    plan_shout_out,
    remember_feats,
    shout_out,
    told_apart,
)
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
EVERYTHING = TeamPraise(frozenset(Feat))


def history(book: Book, rep: Person, *amounts: int, since: date = date(2026, 1, 28)) -> None:
    """One win a month, each opened ten days before."""
    for month, amount in enumerate(amounts):
        day = since.replace(month=since.month + month)
        state = win(book, rep, f"Before {rep.id} {month}", str(amount), day, now=NOW)
        book.deals.enter(
            replace(state, number=2, kind=EntryKind.EDITED, opened_on=day - timedelta(days=10)),
            corrects=state.entry_id,
        )


def planned(book: Book, state: DealState) -> Announcement:
    plan_shout_out(book, state, NOW)
    rows = book.announcements.about_deal(state.deal_id)
    return next(row for row in rows if row.kind == Kind.SHOUT_OUT.value)


def feats(book: Book, state: DealState) -> set[Feat]:
    remember_feats(book, planned(book, state), NOW)
    return {each.kind for each in book.praise.of_deal(state.deal_id)}


def told(book: Book, state: DealState) -> ShoutOut | None:
    row = planned(book, state)
    remember_feats(book, row, NOW)
    return shout_out(book, row, NOW)


def settle(book: Book, cast: Cast, praise: TeamPraise) -> None:
    book.praise.settle(cast.adria.teams["adria"].id, praise)


def test_a_record_is_the_companys_the_teams_or_ones_own(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        history(book, cast.adria.kim, 1000, 1100, 1200, 1300, 1400)
        history(book, cast.adria.bo, 5000)
        history(book, cast.adria.asha, 9000)
        own = win(book, cast.adria.kim, "Own", "2000", TODAY, now=NOW)
        assert feats(book, own) == {Feat.OWN_RECORD}
        team = win(book, cast.adria.kim, "Team", "6000", TODAY, now=NOW)
        assert feats(book, team) == {Feat.TEAM_RECORD, Feat.OWN_RECORD}
        company = win(book, cast.adria.kim, "Company", "9500", TODAY, now=NOW)
        assert feats(book, company) == {Feat.COMPANY_RECORD, Feat.TEAM_RECORD, Feat.OWN_RECORD}
        assert (
            feats(book, win(book, cast.adria.kim, "Dollars", "99000", TODAY, now=NOW, currency="USD"))
            == set()
        )


def test_without_three_months_and_five_deals_nothing_is_a_record(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        history(book, cast.adria.kim, 1000, 1100, 1200, 1300, since=date(2026, 2, 27))
        assert feats(book, win(book, cast.adria.kim, "Large", "90000", TODAY, now=NOW)) == set()


def test_the_other_company_breaks_no_record_here(cast: Cast) -> None:
    with open_book(cast.engines, cast.other.workspace.id) as book:
        history(book, cast.other.zane, 900_000)
    with open_book(cast.engines, cast.workspace_id) as book:
        history(book, cast.adria.kim, 1000, 1100, 1200, 1300, 1400)
        assert Feat.COMPANY_RECORD in feats(book, win(book, cast.adria.kim, "X", "2000", TODAY, now=NOW))


def test_a_streak_a_comeback_and_the_fastest_way(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        settle(book, cast, EVERYTHING)
        for day in (date(2026, 5, 26), date(2026, 6, 2), date(2026, 6, 9)):
            win(book, cast.adria.bo, f"Bo {day}", "100", day, now=NOW)
        streak = win(book, cast.adria.bo, "Fourth", "100", TODAY, now=NOW)
        assert Feat.STREAK in feats(book, streak)
        again = win(book, cast.adria.bo, "Same week", "100", TODAY, now=NOW)
        assert Feat.STREAK not in feats(book, again), "once for each week"
        assert [each.weeks for each in book.praise.of_deal(streak.deal_id)] == [4]
        history(book, cast.adria.kim, 9000, 9000, 9000, 9000, since=date(2026, 1, 12))
        history(book, cast.adria.kim, 9000, since=date(2026, 5, 4))
        back = win(book, cast.adria.kim, "Back", "500", TODAY, now=NOW)
        fast = replace(back, number=2, kind=EntryKind.EDITED, opened_on=TODAY - timedelta(days=3))
        book.deals.enter(fast, corrects=back.entry_id)
        assert feats(book, back) == {Feat.COMEBACK, Feat.FASTEST}


def test_a_feat_is_remembered_once_whatever_is_reopened(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        history(book, cast.adria.kim, 1000, 1100, 1200, 1300, 1400)
        state = win(book, cast.adria.kim, "Large", "2000", TODAY, now=NOW)
        row = planned(book, state)
        assert len(remember_feats(book, row, NOW)) == 3
        assert remember_feats(book, row, NOW) == []
        open_again = replace(state, number=2, kind=EntryKind.REOPENED, outcome=Outcome.OPEN, closed_on=None)
        book.deals.enter(open_again)
        assert remember_feats(book, row, NOW) == []


def test_a_team_hears_only_of_the_kinds_it_wants(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        history(book, cast.adria.kim, 1000, 1100, 1200, 1300, 1400)
        helped = (Share(cast.adria.kim.id, WHOLE), Share(cast.adria.bo.id, 0, assist=True))
        state = win(book, cast.adria.kim, "Large", "2000", TODAY, now=NOW, shares=helped)
        for wanted, expected in (
            ({Feat.WON}, ()),
            ({Feat.OWN_RECORD, Feat.TEAM_RECORD}, (Feat.TEAM_RECORD,)),
            (set(Feat), (Feat.COMPANY_RECORD,)),
        ):
            settle(book, cast, TeamPraise(frozenset(wanted)))
            found = told(book, state)
            assert found is not None
            assert found.feats == expected
            assert bool(found.assists) is (Feat.ASSIST in wanted)
        settle(book, cast, TeamPraise(frozenset({Feat.STREAK})))
        assert told(book, state) is None, "nothing of it is wanted"


def test_a_small_win_stands_in_the_days_one_post(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        small = planned(book, win(book, cast.adria.kim, "Small", "499.99", TODAY, now=NOW))
        large = planned(book, win(book, cast.adria.kim, "Large", "500", TODAY, now=NOW))
        assert told_apart(book, small, NOW)
        settle(book, cast, TeamPraise(least_amount=50_000))
        assert not told_apart(book, small, NOW)
        assert told_apart(book, large, NOW)
        settle(book, cast, TeamPraise(most_a_day=1))
        book.announcements.change(small.id, status="sent", sent_at=NOW)
        assert not told_apart(book, large, NOW)
        assert told_apart(book, large, NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("choice", "in_channel", "to_person"),
    [("public", True, False), ("private", False, True), ("none", False, False)],
)
def test_each_person_decides_where_a_feat_is_told(
    sqlite_cast: Cast, golden: Golden, choice: str, in_channel: bool, to_person: bool
) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change(cast.adria.kim.id, praise=choice)
        history(book, cast.adria.kim, 1000, 1100, 1200, 1300, 1400)
        state = win(book, cast.adria.kim, "Large", "2000", TODAY, now=NOW)
        assert (told(book, state) is not None) is in_channel
        own = book.announcements.of(
            kinds=[Kind.OWN_FEAT.value], recipient=person_recipient(cast.adria.kim.id)
        )
        assert bool(own) is to_person
        if own:
            found = own_feat(book, own[0])
            golden(RENDERER.message("recognition/own_feat", locale="en", own=found), "recognition/own_feat")
            book.people.change(cast.adria.kim.id, praise="none")
            assert own_feat(book, own[0]) is None


def test_every_feat_and_every_wording_reads_well(sqlite_cast: Cast, golden: Golden) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        state = win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
        found = told(book, state)
        assert found is not None
        shown = [
            replace(found, wording=number % 4, feats=(feat,), streak=8, amount=state.amount if number > 3 else None)
            for number, feat in enumerate(Feat)
            if feat in (Feat.FIRST, Feat.COMPANY_RECORD, Feat.TEAM_RECORD, Feat.OWN_RECORD, Feat.STREAK,
                        Feat.COMEBACK, Feat.FASTEST)
        ]  # fmt: skip
    lines = [RENDERER.plain("recognition/shout_out", locale="en", win=each) for each in shown]
    golden("\n\n".join(lines), "recognition/feats")
