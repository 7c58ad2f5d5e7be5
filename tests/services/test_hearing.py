"""How a channel will hear of a win is told at once, and that is how it hears of it.

Kim is Adria's. It is Tuesday, 16 June 2026, 10:00 in Ljubljana.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from salesbot.domain.feats import Aside, Feat, TeamPraise
from salesbot.services.planning import Kind
from salesbot.services.recognition import Hearing, hearing, plan_shout_out, told_apart
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import win

IN_FIVE = NOW + timedelta(minutes=5)
HALF_PAST_FOUR = datetime(2026, 6, 16, 14, 30, tzinfo=UTC)


def settle(book: Book, cast: Cast, praise: TeamPraise) -> None:
    book.praise.settle(cast.adria.teams["adria"].id, praise)


def won(
    book: Book, cast: Cast, account: str, amount: str = "900", now: datetime = NOW
) -> tuple[Hearing | None, Announcement | None]:
    """What the receipt tells of a win, and the row of its shout-out."""
    state = win(book, cast.adria.kim, account, amount, TODAY, now=now)
    told = hearing(book, state, plan_shout_out(book, state, now), now)
    rows = book.announcements.about_deal(state.deal_id)
    return told, next((row for row in rows if row.kind == Kind.SHOUT_OUT), None)


def test_a_win_among_the_first_of_the_day_has_a_post_of_its_own(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        assert won(book, cast, "Acme")[0] == Hearing(IN_FIVE)


def test_what_waits_before_it_counts_and_so_does_what_was_told(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        settle(book, cast, TeamPraise(most_a_day=2))
        first, second, third = (won(book, cast, name) for name in ("Acme", "Bled", "Celje"))
        assert first[0] == second[0] == Hearing(IN_FIVE)
        assert third[0] == Hearing(HALF_PAST_FOUR, Aside.ENOUGH)
        for _, row in (first, second):
            assert row is not None
            assert told_apart(book, row, NOW)
            book.announcements.change(row.id, status="sent", sent_at=IN_FIVE)
        assert third[1] is not None
        assert not told_apart(book, third[1], IN_FIVE)
        assert won(book, cast, "Drava", now=IN_FIVE)[0] == Hearing(HALF_PAST_FOUR, Aside.ENOUGH)


def test_the_posts_of_yesterday_count_no_more(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        settle(book, cast, TeamPraise(most_a_day=1))
        _, row = won(book, cast, "Acme")
        assert row is not None
        book.announcements.change(row.id, status="sent", sent_at=NOW - timedelta(days=1))
        assert won(book, cast, "Bled")[0] == Hearing(IN_FIVE)


def test_what_is_too_small_is_told_with_others_and_takes_nobodys_place(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        settle(book, cast, TeamPraise(most_a_day=1, least_amount=50_000))
        small, row = won(book, cast, "Acme", "499.99")
        assert small == Hearing(HALF_PAST_FOUR, Aside.SMALL)
        assert row is not None
        assert not told_apart(book, row, IN_FIVE)
        assert won(book, cast, "Bled", "500")[0] == Hearing(IN_FIVE)


def test_after_half_past_four_it_is_the_next_working_days_post(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        settle(book, cast, TeamPraise(least_amount=500_000))
        late = HALF_PAST_FOUR - timedelta(minutes=4)
        told, _ = won(book, cast, "Acme", now=late)
        assert told == Hearing(HALF_PAST_FOUR + timedelta(days=1), Aside.SMALL)


def test_a_team_that_hears_of_what_is_special_only(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        settle(book, cast, TeamPraise(frozenset({Feat.FIRST})))
        assert won(book, cast, "Acme")[0] == Hearing(IN_FIVE, only_special=True)
        settle(book, cast, TeamPraise(frozenset({Feat.GOAL_100})))
        assert won(book, cast, "Bled")[0] is None


def test_a_channel_that_could_not_be_reached_lately_is_told_of(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        _, row = won(book, cast, "Acme")
        assert row is not None
        book.announcements.change(row.id, status="dead", last_error="not_in_channel")
        later = NOW + timedelta(hours=1)
        told, again = won(book, cast, "Bled", now=later)
        assert told == Hearing(later + timedelta(minutes=5), unreached=True)
        assert again is not None
        book.announcements.change(again.id, status="sent", sent_at=later)
        told, _ = won(book, cast, "Celje", now=later + timedelta(hours=1))
        assert told is not None
        assert not told.unreached, "what was sent since got through"


def test_who_is_named_in_no_channel_is_told_of_none(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change(cast.adria.kim.id, praise="private")
        assert won(book, cast, "Acme")[0] is None


def test_another_companys_posts_count_nowhere(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        _, row = won(book, cast, "Acme")
        assert row is not None
    with open_book(cast.engines, cast.other.workspace.id) as book:
        assert book.announcements.posts_of(row.recipient, [row.kind], after=NOW - timedelta(days=9)) == []
