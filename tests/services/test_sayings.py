"""The customers' own words beside what works: whose they are, to whom they are told, and which are told no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from salesbot.domain.deals import DealState
from salesbot.domain.goals import Scope
from salesbot.domain.orders import StepKind
from salesbot.domain.people import Person, Role
from salesbot.domain.product_lines import Line
from salesbot.domain.relationships import WordKind
from salesbot.domain.works import Aspect, SayingKind
from salesbot.services.erasing import erase
from salesbot.services.figures import Subject
from salesbot.services.works import Saying, twelve_months, works_shown
from salesbot.storage.book import Book, open_book
from salesbot.storage.orders import WORDS
from tests.cast import NOW, TODAY, Cast
from tests.trade import lose, win

OVERNIGHT = timedelta(days=1)


class Market:
    """Kim and Luka sell Pro; what their customers say is written down, each a minute after the last."""

    def __init__(self, book: Book, cast: Cast) -> None:
        self.book, self.cast, self.now = book, cast, NOW - OVERNIGHT
        ensure = book.accounts.ensure_label
        self.pro, self.basic, self.fair = (
            ensure("product", "Pro"),
            ensure("product", "Basic"),
            ensure("source", "Fair"),
        )

    def won(self, rep: Person, account: str, product: int | None = None, **said: Any) -> DealState:
        lines = (Line(product or self.pro),)
        return win(
            self.book, rep, account, "1000", date(2026, 5, 4), now=NOW - OVERNIGHT, lines=lines, **said
        )

    def rated(self, deal: DealState, score: int, words: str) -> tuple[int, int]:
        order = self.book.orders.of_deal(deal.deal_id) or self.book.orders.add(
            deal.deal_id, date(2026, 5, 4), now=self._later(), by=deal.rep_id
        )
        day = date(2026, 6, 10)
        step = self.book.orders.step(order.id, StepKind.RATED, day, now=self.now, by=deal.rep_id, score=score)
        self.book.records.state(WORDS, step, words, person_id=deal.rep_id, now=self.now)
        return order.id, step

    def known(self, deal: DealState, kind: WordKind, words: str) -> int:
        add = self.book.relationships.add_word
        return add(deal.account_id, kind, words, now=self._later(), by=deal.rep_id)

    def noted(self, deal: DealState, words: str) -> None:
        self.book.deals.remark(deal.deal_id, deal.entry_id, words, person_id=deal.rep_id, now=self._later())

    def _later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def said(book: Book, person: Person, subject: Subject, aspect: Aspect) -> Mapping[str, tuple[Saying, ...]]:
    """What is told beside each of a kind, by its name."""
    shown = works_shown(book, person, subject, aspect, now=NOW)
    return {each.name: each.said for each in shown.found if each.said}


def words(
    book: Book, person: Person, cast: Cast, name: str = "Pro", aspect: Aspect = Aspect.PRODUCT
) -> list[str]:
    team = Subject(Scope.TEAM, cast.adria.teams["adria"].id, twelve_months(TODAY))
    own = Subject(Scope.REP, person.id, twelve_months(TODAY))
    leads = person.id == cast.adria.maja.id
    return [each.words for each in said(book, person, team if leads else own, aspect).get(name, ())]


def test_the_newest_stand_beside_what_they_belong_to(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        market = Market(book, cast)
        deal = market.won(cast.adria.kim, "Kolpa", source_id=market.fair)
        basic = market.won(cast.adria.luka, "Sora", market.basic)
        others = [market.won(cast.adria.bo, name) for name in ("Idrijca", "Soca", "Drava")]
        market.noted(deal, "Took it for the guarantee")
        market.rated(deal, 9, "Friendly fitters")
        market.noted(others[0], "Liked the trial")
        market.known(others[1], WordKind.PAIN, "Two breakdowns last winter")
        market.known(others[2], WordKind.NEED, "two breakdowns  last winter")
        market.known(deal, WordKind.NOTE, "Plays golf")
        market.rated(basic, 3, "Came late")
        told = said(book, cast.adria.maja, team_of(cast), Aspect.PRODUCT)
        assert [(each.kind, each.words, each.account, each.score) for each in told["Pro"]] == [
            (SayingKind.NOTE, "Liked the trial", "Idrijca", None),
            (SayingKind.RATED, "Friendly fitters", "Kolpa", 9),
            (SayingKind.NEED, "two breakdowns  last winter", "Drava", None),
        ]
        assert told["Pro"][0].said_on == date(2026, 6, 15)
        assert [each.words for each in told["Basic"]] == ["Came late"]
        assert list(said(book, cast.adria.maja, team_of(cast), Aspect.SOURCE)) == ["Fair"]


def team_of(cast: Cast) -> Subject:
    return Subject(Scope.TEAM, cast.adria.teams["adria"].id, twelve_months(TODAY))


def test_only_to_who_may_see_the_account(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        market = Market(book, cast)
        vera = book.people.add(
            name="Vera", email="vera@acme.example", slack_id="U0VERA", roles=(Role.EXECUTIVE,), now=NOW
        )
        kims, lukas = market.won(cast.adria.kim, "Kolpa"), market.won(cast.adria.luka, "Sora")
        for rep in (cast.adria.bo, cast.adria.ivana):
            market.won(rep, f"Friend of {rep.name}")
        for deal, owner in ((kims, "Kim"), (lukas, "Luka")):
            market.rated(deal, 9, f"{owner}'s customer is glad")
            market.known(deal, WordKind.NEED, f"{owner}'s customer needs more")
        assert words(book, cast.adria.maja, cast) == [
            "Luka's customer is glad", "Kim's customer is glad", "Luka's customer needs more",
        ]  # fmt: skip
        assert words(book, cast.adria.kim, cast) == ["Kim's customer is glad", "Kim's customer needs more"]
        assert words(book, cast.adria.luka, cast) == ["Luka's customer is glad", "Luka's customer needs more"]
        company = Subject(Scope.COMPANY, None, twelve_months(TODAY))
        assert works_shown(book, vera, company, Aspect.PRODUCT, now=NOW).found
        assert said(book, vera, company, Aspect.PRODUCT) == {}
        # Who came to own the account reads what it needs, and nothing of a deal that is another's.
        book.accounts.change(kims.account_id, owner_id=cast.adria.luka.id)
        market.won(cast.adria.luka, "Kolpa")
        assert "Kim's customer needs more" in words(book, cast.adria.luka, cast)
        assert "Kim's customer is glad" not in words(book, cast.adria.luka, cast)


def test_what_is_known_of_an_account_belongs_to_its_newest_deal(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        market = Market(book, sqlite_cast)
        market.known(market.won(sqlite_cast.adria.kim, "Kolpa"), WordKind.NEED, "One supplier")
        market.won(sqlite_cast.adria.kim, "Kolpa", market.basic)
        told = said(book, sqlite_cast.adria.maja, team_of(sqlite_cast), Aspect.PRODUCT)
        assert list(told) == ["Basic"]


@pytest.mark.parametrize(
    "kind", ["gone", "taken back", "rated again", "erased", "lost", "moved away", "too old"]
)
def test_what_stands_no_more_is_not_told(sqlite_cast: Cast, kind: str) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        market = Market(book, cast)
        deal = market.won(cast.adria.kim, "Kolpa")
        if kind == "gone":
            book.relationships.blank_word(market.known(deal, WordKind.NEED, "Secret words"))
        elif kind == "taken back":
            order, step = market.rated(deal, 9, "Secret words")
            book.orders.step(
                order, StepKind.TAKEN_BACK, TODAY, now=NOW, by=cast.adria.kim.id, takes_back_id=step
            )
        elif kind == "rated again":
            market.rated(deal, 9, "Secret words")
            market.rated(deal, 2, "It broke")
        elif kind == "lost":
            lost = lose(book, cast.adria.kim, "Sora", "900", TODAY, now=NOW, lines=(Line(market.pro),))
            market.noted(lost, "Secret words")
        elif kind == "moved away":
            market.known(market.won(cast.adria.asha, "Else"), WordKind.NEED, "Secret words")
        elif kind == "too old":
            old = win(
                book, cast.adria.kim, "Old", "900", date(2025, 2, 3), now=NOW, lines=(Line(market.pro),)
            )
            market.known(old, WordKind.NEED, "Secret words")
        else:
            market.noted(deal, "Secret words")
            market.known(deal, WordKind.PAIN, "Secret words")
            market.rated(deal, 9, "Secret words")
            erase(book, "kim@acme.example", now=NOW)
        assert "Secret words" not in words(book, cast.adria.maja, cast)
        assert (words(book, cast.adria.maja, cast) == ["It broke"]) is (kind == "rated again")


def test_nothing_of_another_workspace(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.other.workspace.id) as book:
        pro = book.accounts.ensure_label("product", "Pro")
        deal = win(
            book,
            cast.other.kim,
            "Kolpa",
            "1000",
            date(2026, 5, 4),
            now=NOW,
            currency="USD",
            lines=(Line(pro),),
        )
        book.relationships.add_word(deal.account_id, WordKind.NEED, "Theirs", now=NOW, by=None)
    with open_book(cast.engines, cast.workspace_id) as book:
        Market(book, cast).won(cast.adria.kim, "Kolpa")
        assert words(book, cast.adria.maja, cast) == []
