"""When something was heard of an account is kept from one morning to the next, and never wrong: on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from salesbot.domain.deals import DealState, Outcome
from salesbot.storage import tables
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import open_deal, win

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def heard(cast: Cast, *account_ids: int | None) -> dict[int, set[date]]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.relationships.days_heard([number for number in account_ids if number])


def again(book: Book, state: DealState, number: int, day: date, outcome: Outcome | None = None) -> None:
    """Another entry of the deal."""
    book.deals.enter(
        replace(state, number=number, effective_on=day, recorded_at=NOW, outcome=outcome or state.outcome)
    )


def test_another_entry_of_a_deal_is_heard(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        acme = open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
        globex = open_deal(book, cast.adria.kim, "Globex", "2000", now=NOW)
    assert heard(cast, acme.account_id, globex.account_id) == {
        acme.account_id: {TODAY}, globex.account_id: {TODAY},
    }  # fmt: skip
    with open_book(cast.engines, cast.workspace_id) as book:
        again(book, acme, 2, TOMORROW)
    assert heard(cast, acme.account_id, globex.account_id) == {
        acme.account_id: {TODAY, TOMORROW}, globex.account_id: {TODAY},
    }  # fmt: skip


def test_a_deal_that_goes_to_another_account_is_heard_there(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        acme = win(book, cast.adria.kim, "Acme", "1000", YESTERDAY, now=NOW)
        globex = open_deal(book, cast.adria.kim, "Globex", "2000", now=NOW)
    both = acme.account_id, globex.account_id
    before = heard(cast, *both)
    assert set(before) == set(both)
    with open_book(cast.engines, cast.workspace_id) as book:
        book.change_row(tables.Deal, acme.deal_id, account_id=globex.account_id)
    assert heard(cast, *both) == {globex.account_id: before[both[0]] | before[both[1]]}


def test_a_withdrawn_deal_is_heard_no_more(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        acme = open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    assert heard(cast, acme.account_id) == {acme.account_id: {TODAY}}
    with open_book(cast.engines, cast.workspace_id) as book:
        again(book, acme, 2, TODAY, Outcome.WITHDRAWN)
    assert heard(cast, acme.account_id) == {}


def test_what_is_not_committed_yet_is_kept_by_nobody(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        acme = open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    try:
        with open_book(cast.engines, cast.workspace_id) as book:
            again(book, acme, 2, TOMORROW)
            assert book.relationships.days_heard([acme.account_id or 0]) == {
                acme.account_id: {TODAY, TOMORROW}
            }
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    with open_book(cast.engines, cast.workspace_id) as book:
        again(book, acme, 2, YESTERDAY)
    assert heard(cast, acme.account_id) == {acme.account_id: {YESTERDAY, TODAY}}


def test_each_workspace_hears_of_its_own(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        mine = open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    with open_book(cast.engines, cast.other.workspace.id) as book:
        theirs = open_deal(book, cast.other.zane, "Acme", "7", now=NOW)
        again(book, theirs, 2, TOMORROW)
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert book.relationships.days_heard([theirs.account_id or 0]) == {
            theirs.account_id: {TODAY, TOMORROW}
        }
    assert heard(cast, mine.account_id) == {mine.account_id: {TODAY}}


def test_what_nobody_looks_after(cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        free = win(book, kim, "Free", "1", TODAY, now=NOW).account_id
        of_kim = win(book, kim, "Of Kim", "1", TODAY, now=NOW).account_id
        of_bo = win(book, kim, "Of Bo", "1", TODAY, now=NOW).account_id
        open_deal(book, kim, "Only open", "1", now=NOW)
        for account_id, owner_id in ((free, None), (of_kim, kim.id), (of_bo, bo.id)):
            book.change_row(tables.Account, account_id or 0, owner_id=owner_id)
    with read_book(cast.engines, cast.workspace_id) as book:
        asked = book.relationships
        for _ in range(3):
            assert asked.owned_by_nobody([kim.id], []) == [free]
            assert sorted(asked.owned_by_nobody([kim.id], [bo.id])) == sorted([free or 0, of_bo or 0])
            assert asked.owned_by_nobody([bo.id], [bo.id]) == []
            assert asked.owned_by_nobody([], [bo.id]) == []
