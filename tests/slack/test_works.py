"""What works, asked in Slack: by who leads, who sells, and who may not know."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.domain.deals import Technique
from salesbot.domain.orders import StepKind
from salesbot.domain.relationships import WordKind
from salesbot.messages import Message
from salesbot.storage import tables
from salesbot.storage.book import open_book
from salesbot.storage.orders import WORDS
from tests.cast import GUEST, NEWCOMER, NOW, STRANGER, Cast
from tests.golden import Golden
from tests.selling import tell_a_year
from tests.slack.asked import Bot
from tests.trade import win


@pytest.fixture
def year(sqlite_cast: Cast) -> Cast:
    tell_a_year(sqlite_cast)
    return sqlite_cast


def test_a_manager_sees_what_wins_and_whose_deals_it_may_be(bot: Bot, year: Cast, golden: Golden) -> None:
    said = bot.sales(year.adria.maja, "works")
    golden(Message(said.message["text"], said.message["blocks"]), "works/team")
    assert "Consultative" in said.words
    assert "More than half of these deals are of Kim Novak" in said.words


def test_things_of_different_kinds_with_one_name_say_of_what_kind_they_are(bot: Bot, year: Cast) -> None:
    with open_book(year.engines, year.workspace_id) as book:
        fair = book.accounts.ensure_label("campaign", "Autumn")
        book.change(tables.Label, tables.Label.__table__.c.id == fair, name="Fair")
    words = bot.sales(year.adria.maja, "works").words
    assert "Website, Source Fair, Pro" in words
    assert "Campaign Fair" in words


def test_one_kind_with_every_figure(bot: Bot, year: Cast, golden: Golden) -> None:
    said = bot.sales(year.adria.maja, "works techniques")
    golden(Message(said.message["text"], said.message["blocks"]), "works/techniques")


def test_a_rep_reads_what_works_but_nothing_that_is_one_colleagues(
    bot: Bot, year: Cast, golden: Golden
) -> None:
    said = bot.sales(year.adria.luka, "works")
    golden(Message(said.message["text"], said.message["blocks"]), "works/rep")
    assert "Referral" not in said.words
    assert "Kim" not in said.words
    # One cannot be subtracted from another: the period is not the rep's to choose.
    assert bot.sales(year.adria.luka, "works 2026-Q1").words == said.words


def test_the_customers_own_words_stand_beside_it_for_who_may_know_the_customer(
    bot: Bot, year: Cast, golden: Golden
) -> None:
    luka = year.adria.luka
    with open_book(year.engines, year.workspace_id) as book:
        won = win(
            book, luka, "Kolpa", "1000", date(2026, 5, 4), now=NOW, technique=Technique.CONSULTATIVE,
            source_id=book.accounts.ensure_label("source", "Fair"),
        )  # fmt: skip
        order = book.orders.add(won.deal_id, date(2026, 5, 4), now=NOW, by=luka.id)
        step = book.orders.step(order.id, StepKind.RATED, NOW.date(), now=NOW, by=luka.id, score=10)
        book.records.state(WORDS, step, "You asked *before* you offered <!here>", person_id=luka.id, now=NOW)
        for kind, text in ((WordKind.NEED, "Parts overnight"), (WordKind.PAIN, "Two breakdowns")):
            book.relationships.add_word(won.account_id, kind, text, now=NOW, by=luka.id)
        book.deals.remark(won.deal_id, won.entry_id, "The guarantee decided it", person_id=luka.id, now=NOW)
    said = bot.sales(year.adria.maja, "works techniques")
    golden(Message(said.message["text"], said.message["blocks"]), "works/words")
    assert "You asked *before* you offered <!here>" in said.words
    assert "Kolpa" in bot.sales(luka, "works").words
    assert "Kolpa" not in bot.sales(year.adria.kim, "works").words
    assert "Kolpa, satisfied with 10 of 10" in bot.sales(year.adria.maja, "works sources").words


def test_how_it_was_found_out_goes_through_like_deals_for_who_leads(
    bot: Bot, year: Cast, golden: Golden
) -> None:
    maja, luka = year.adria.maja, year.adria.luka
    told = bot.press(maja, bot.sales(maja, "works").button("attainment.explain"))
    golden(Message("", told.message["blocks"]), "explained/works")
    assert "against" in told.words
    one_kind = bot.press(maja, bot.sales(maja, "works techniques").button("attainment.explain")).words
    assert "Consultative" in one_kind
    assert "Fair" not in one_kind.split("like deals")[0]
    own = bot.press(luka, bot.sales(luka, "works").button("attainment.explain")).words
    assert "against" not in own
    assert "gone through for who leads everybody concerned" in own


def test_the_deals_behind_it_are_shown_to_who_may_see_each(bot: Bot, year: Cast) -> None:
    said = bot.sales(year.adria.maja, "works")
    deals = bot.press(year.adria.maja, said.button("works.deals", 1))
    assert "won 64 of 80" in deals.words
    assert "and 40 more" in deals.words
    own = bot.press(year.adria.luka, bot.sales(year.adria.luka, "works").button("works.deals"))
    assert "60 more are of colleagues" in own.words
    assert "Kim Novak" not in own.words


def test_a_button_of_somebody_else_opens_nothing(bot: Bot, year: Cast) -> None:
    said = bot.sales(year.adria.maja, "works")
    referral, consultative = said.button("works.deals", 0), said.button("works.deals", 1)
    assert "not yours" in bot.press(year.adria.luka, referral).words
    for stranger in (year.adria.asha, year.adria.marko, year.adria.ana):
        assert "not yours" in bot.press(stranger, consultative).words
    assert "not yours" in bot.sales(year.adria.marko, "works Adria").words


def test_who_does_not_sell_has_no_such_word(bot: Bot, year: Cast) -> None:
    for nobody in (GUEST, STRANGER, NEWCOMER):
        assert "Consultative" not in bot.sales(nobody, "works").words
    assert "Consultative" not in bot.sales(year.adria.ana, "works").words


def test_nothing_decided_is_said_so(bot: Bot, sqlite_cast: Cast) -> None:
    assert "No deal was decided" in bot.sales(sqlite_cast.adria.maja, "works").words
    assert "No deal was decided" in bot.sales(sqlite_cast.adria.maja, "works products 2026-01").words
