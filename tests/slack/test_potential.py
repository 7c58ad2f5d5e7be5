"""Where more could be sold, asked in Slack."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.messages import Message, in_plain
from salesbot.storage.book import open_book
from salesbot.storage.tables import DealLine
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import win


@pytest.fixture
def spring(sqlite_cast: Cast) -> Cast:
    tell_spring(sqlite_cast)
    return sqlite_cast


def tell_spring(cast: Cast) -> None:
    """Ivana owns Alfa (has Basic alone), Beta (silent) and Gama (renews in July); six of Kim's have Basic and Pro."""
    tell_june(cast)
    people = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        basic, pro = (book.accounts.ensure_label("product", name) for name in ("Basic", "Pro"))
        for number in range(6):
            deal = win(book, people.kim, f"Shop {number}", "6000", date(2026, 5, 4), now=NOW)
            lines = [{"entry_id": deal.entry_id, "product_id": each, "quantity": 1} for each in (basic, pro)]
            book.add_rows(DealLine, lines)
        alfa = win(book, people.ivana, "Alfa", "2000", date(2026, 6, 2), now=NOW)
        book.add_rows(DealLine, [{"entry_id": alfa.entry_id, "product_id": basic, "quantity": 1}])
        beta = win(book, people.ivana, "Beta", "9000", date(2025, 10, 1), now=NOW)
        gama = win(book, people.ivana, "Gama", "12000", date(2025, 7, 9), now=NOW)
        for deal in (alfa, beta, gama):
            book.accounts.change(deal.account_id, owner_id=people.ivana.id)
        book.accounts.change(gama.account_id, renews_on=date(2026, 7, 9))


def test_renewals_products_and_silent_accounts_with_the_accounts_behind(
    bot: Bot, spring: Cast, golden: Golden
) -> None:
    said = bot.sales(spring.adria.ivana, "plan more")
    golden(Message(said.message["text"], said.message["blocks"]), "plans/potential")
    assert "6 of 6 accounts like it have it, usually €3,000" in said.words
    assert bot.press(spring.adria.ivana, said.button("accounts.open")).status == 200


def test_the_button_leads_there_and_a_manager_sees_the_teams(bot: Bot, spring: Cast) -> None:
    button = bot.sales(spring.adria.ivana, "plan").button("plans.more")
    assert "Gama" in bot.press(spring.adria.ivana, button).words
    assert "Gama" in bot.sales(spring.adria.maja, "plan more Adria").words


def test_what_is_shown_is_explained_by_its_deals(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    tell_spring(cast)
    ivana, maja, kim = cast.adria.ivana, cast.adria.maja, cast.adria.kim
    button = each_bot.sales(ivana, "plan more").button("attainment.explain")
    own = in_plain(each_bot.press(ivana, button).view["blocks"])
    golden(own, "explained/potential")
    assert "9 July 2025, Gama, €12,000: won (Ivana Kos)" in own
    assert "1 October 2025, Beta, €9,000: won (Ivana Kos)" in own
    assert "Alfa, Pro: 6 of 6 = 100.0" in own
    assert "Shop" not in own
    assert "6 more are of colleagues whose deals you do not see" in own
    assert "Shop 5, €6,000: won (Kim Novak)" in in_plain(each_bot.press(maja, button).view["blocks"])
    refused = each_bot.press(kim, button).words
    assert "not yours" in refused
    assert "Gama" not in refused


def test_another_ones_accounts_stay_theirs(bot: Bot, spring: Cast) -> None:
    assert "Gama" not in bot.sales(spring.adria.kim, "plan more Adria").words
    assert "not yours" in bot.sales(spring.adria.kim, "plan more Ivana Kos").words
    assert "Gama" not in bot.sales(spring.adria.kim, "plan more").words
