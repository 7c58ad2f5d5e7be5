"""Who stands in for a manager changes no deal in which they have a part, and gives themselves none.

Maja is away, Bo stands in. Kim won Acme (10,000) with Bo (40 %), Bled alone, Sava with Bo's help; Nordlys is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import month_of
from salesbot.services import deals
from salesbot.services.closings import close_month
from salesbot.services.deals import DealLogged, mistakes
from salesbot.services.deals.refunding import RefundDraft
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast

WHY = ChangeReason.AGREED_ANEW


@dataclass
class Away:
    """The story, and the numbers of its deals."""

    book: Book
    cast: Cast
    acme: int
    bled: int
    sava: int
    nordlys: int

    @property
    def bo(self) -> Person:
        return self.cast.adria.bo

    @property
    def maja(self) -> Person:
        return self.cast.adria.maja


@pytest.fixture
def away(cast: Cast) -> Iterator[Away]:
    adria, won = cast.adria, Money.of("10000", "EUR")
    bo = str(adria.bo.slack_id)

    def logged(draft: DealDraft) -> int:
        told = deals.log_deal(book, adria.kim, draft, now=NOW)
        assert isinstance(told, DealLogged)
        return told.deal.deal_id

    with open_book(cast.engines, cast.workspace_id) as book:
        shared = ((None, 600_000), (bo, 400_000))
        numbers = [
            logged(DealDraft("Acme", won, Outcome.WON, sharers=shared)),
            logged(DealDraft("Bled", won, Outcome.WON)),
            logged(DealDraft("Sava", won, Outcome.WON, assists=(bo,))),
            logged(DealDraft("Nordlys", won)),
        ]
        book.absences.add(adria.maja.id, TODAY, TODAY, deputy_id=adria.bo.id, now=NOW, by=adria.maja.id)
        yield Away(book, cast, *numbers)


def edited(away: Away, deal_id: int, person: Person, draft: DealDraft, keep: bool = True) -> DealLogged:
    return deals.edit_deal(
        away.book, person, deal_id, 1, draft, now=NOW, reason=WHY, keep_shares=keep
    )  # fmt: skip


SMALL = DealDraft("Acme", Money.of("1000", "EUR"), Outcome.WON, closed_on=TODAY)
HALF = Money.of("5000", "EUR")


def test_who_stands_in_changes_no_deal_with_a_part_of_their_own(away: Away) -> None:
    book, bo = away.book, away.bo
    ways: list[Callable[[], object]] = [
        lambda: edited(away, away.acme, bo, SMALL),
        lambda: deals.reopen_deal(book, bo, away.acme, now=NOW),
        lambda: deals.withdraw_deal(book, bo, away.acme, 1, now=NOW, reason=WHY),
        lambda: deals.refund_deal(book, bo, away.acme, RefundDraft(HALF), now=NOW),
        lambda: deals.put_into(
            book, bo, away.acme, DealDraft("", sharers=((str(bo.slack_id), 1_000_000),)), now=NOW, reason=WHY
        ),
        lambda: deals.deal_to_change(book, bo, away.acme, now=NOW),
        lambda: deals.announce_deal(book, bo, away.acme, now=NOW),
    ]
    for way in ways:
        with pytest.raises(mistakes.OwnPart) as refused:
            way()
        assert refused.value.facts == {
            "account": "Acme",
            "by": ("Kim Novak", "Maja Kranjc"),
            "has_part": True,
        }
    with pytest.raises(NotAllowed):
        deals.rate_deal(book, bo, away.acme, Decimal("0.9"), now=NOW)
    assert not deals.deal_shown(book, bo, away.acme, now=NOW)[1]
    assert "Acme" not in {deal.account for deal in deals.won_to_refund(book, bo, "acme", now=NOW)}
    assert book.deals.now(away.acme).number == 1


def test_who_stands_in_changes_what_others_won_alone_and_where_they_helped(away: Away) -> None:
    for deal_id, account in ((away.bled, "Bled"), (away.sava, "Sava")):
        assert deals.deal_shown(away.book, away.bo, deal_id, now=NOW)[1]
        assert edited(away, deal_id, away.bo, replace(SMALL, account=account)).deal.amount == SMALL.amount


def test_the_rep_and_the_manager_change_it_also_while_somebody_stands_in(away: Away) -> None:
    assert edited(away, away.acme, away.maja, SMALL).deal.number == 2
    half = DealDraft("", amount=HALF)
    assert deals.put_into(away.book, away.cast.adria.kim, away.acme, half, now=NOW).deal.amount == HALF


def test_who_stands_in_gives_themselves_no_part(away: Away) -> None:
    book, bo = away.book, away.bo
    mine = ((str(away.cast.adria.kim.slack_id), 500_000), (str(bo.slack_id), 500_000))
    bled = replace(SMALL, account="Bled")
    ways: dict[str, Callable[[], object]] = {
        "Bled": lambda: deals.put_into(book, bo, away.bled, DealDraft("", sharers=mine), now=NOW, reason=WHY),
        "Bled as rep": lambda: edited(away, away.bled, bo, replace(bled, rep=bo.slack_id), keep=False),
        "Nordlys": lambda: deals.hand_over(book, bo, away.nordlys, str(bo.slack_id), now=NOW),
        "Nordlys with all": lambda: deals.hand_over_all(
            book, bo, away.cast.adria.kim.id, str(bo.slack_id), now=NOW, met=None
        ),
    }
    for account, way in ways.items():
        with pytest.raises(mistakes.OwnPart) as refused:
            way()
        assert refused.value.facts["account"] == account.split()[0]
        assert not refused.value.facts["has_part"]
    assert book.deals.now(away.bled).number == book.deals.now(away.nordlys).number == 1


def test_who_stands_in_hands_over_to_others_what_is_not_theirs(away: Away) -> None:
    book, adria = away.book, away.cast.adria
    luka = str(adria.luka.slack_id)
    assert deals.hand_over(book, away.bo, away.nordlys, luka, now=NOW).deal.rep.id == adria.luka.id
    done = deals.hand_over_all(book, away.bo, adria.luka.id, str(adria.kim.slack_id), now=NOW, met=None)
    assert done.accounts == ("Nordlys",)
    shared = DealDraft("Drava", HALF, sharers=((None, 500_000), (str(away.bo.slack_id), 500_000)))
    deals.log_deal(book, adria.kim, shared, now=NOW)
    with pytest.raises(mistakes.OwnPart):
        deals.hand_over_all(book, away.bo, adria.kim.id, luka, now=NOW, met=None)


def test_in_a_month_closed_for_pay_the_managers_and_admins_may(away: Away) -> None:
    book, later = away.book, NOW + timedelta(days=30)
    book.absences.add(
        away.maja.id, later.date(), later.date(), deputy_id=away.bo.id, now=NOW, by=away.maja.id
    )
    close_month(book, away.cast.adria.ana, month_of(TODAY), now=later)
    with pytest.raises(mistakes.OwnPart) as refused:
        deals.edit_deal(book, away.bo, away.acme, 1, SMALL, now=later, reason=WHY, keep_shares=True)
    assert refused.value.facts["by"] == ("Maja Kranjc", "Ana Horvat")


def test_what_was_logged_for_another_with_an_own_part_offers_no_change(away: Away) -> None:
    book, adria = away.book, away.cast.adria
    parts = ((str(adria.kim.slack_id), 500_000), (str(away.bo.slack_id), 500_000))
    draft = DealDraft("Mura", HALF, rep=adria.kim.slack_id)
    told = deals.log_deal(book, away.bo, replace(draft, sharers=parts), now=NOW)
    assert isinstance(told, DealLogged)
    assert not told.may_change
    other = deals.log_deal(book, away.bo, replace(draft, account="Krka"), now=NOW)
    assert isinstance(other, DealLogged)
    assert other.may_change
