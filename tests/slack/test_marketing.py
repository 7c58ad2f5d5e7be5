"""Marketing beside selling: campaigns with costs, how customers buy, markets, and what the field says passed on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from salesbot.domain.money import Money
from salesbot.domain.orders import Department
from salesbot.domain.people import Role
from salesbot.domain.playbook import PlayDraft, PlayKind
from salesbot.domain.product_lines import Line
from salesbot.messages import Message, in_plain
from salesbot.services.cases import case_looked_at
from salesbot.services.planning import Kind
from salesbot.storage.book import open_book
from salesbot.storage.costs import Cost
from tests.cast import GUEST, NEWCOMER, NOW, STRANGER, Cast
from tests.golden import Golden
from tests.selling import tell_a_year
from tests.slack.asked import Bot
from tests.trade import lose, win


@pytest.fixture
def year(sqlite_cast: Cast) -> Cast:
    """Maja leads everybody; Spring cost 3,000 in April, and four of its deals were lost on marketing."""
    tell_a_year(sqlite_cast)
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.assign(
            people.marko.id, team_id=None, manager_id=people.maja.id, valid_from=date(2025, 1, 1), now=NOW
        )
        spring = book.accounts.ensure_label("campaign", "Spring")
        pro = book.accounts.ensure_label("product", "Pro")
        book.costs.add_all([Cost(date(2026, 4, 1), "marketing", spring, Money.of("3000", "EUR"))], now=NOW)
        codes = {reason.klass: reason.code for reason in book.accounts.reasons()}
        for number in range(4):
            lose(
                book, people.kim, f"Fair {number}", "900", date(2026, 5, 2 + number), now=NOW,
                reason=codes["marketing"], campaign_id=spring,
            )  # fmt: skip
        book.orders.settle_channel(Department.MARKETING, "C0MARKET")
        draft = PlayDraft(PlayKind.POSITIONING, "The safe choice", "Words", label_id=pro)
        book.playbook.add(draft, by=people.maja.id, now=NOW)
    return sqlite_cast


def shown(bot: Bot, cast: Cast, text: str) -> Message:
    said = bot.sales(cast.adria.maja, text).message
    return Message(said["text"], said["blocks"])


def test_campaigns_with_costs(bot: Bot, year: Cast, golden: Golden) -> None:
    golden(shown(bot, year, "works marketing 2026-Q2"), "marketing/campaigns")


def test_a_cost_of_selling_is_entered_where_there_is_no_campaign(bot: Bot, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.ADMIN, Role.EXECUTIVE])
    form = bot.press(ana, bot.sales(ana, "works marketing").button("marketing.cost")).view
    assert [block["block_id"] for block in form["blocks"]] == ["day", "amount"]
    said = bot.submit(ana, form, {"day": "2026-06-10", "amount": "5k"})
    assert said.status == 200
    assert "went wrong" not in str(said.body)


def test_a_cost_is_entered_by_hand(bot: Bot, year: Cast) -> None:
    """5,000 in May beside the 3,000 of April; entered again, 4,000 takes its place. Who keeps no costs has no button."""
    maja, ana = year.adria.maja, year.adria.ana
    assert not bot.sales(maja, "works marketing 2026-Q2").has("marketing.cost")
    with open_book(year.engines, year.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.ADMIN, Role.EXECUTIVE])
        (spring,) = [number for number, name in book.accounts.labels("campaign") if name == "Spring"]
    form = bot.press(ana, bot.sales(ana, "works marketing 2026-Q2").button("marketing.cost"))
    said = {"campaign": str(spring), "day": "2026-05-20"}
    assert "8,000" in bot.submit(ana, form.view, {**said, "amount": "5k"}).words
    again = bot.press(ana, bot.sales(ana, "works marketing 2026-Q2").button("marketing.cost"))
    assert "7,000" in bot.submit(ana, again.view, {**said, "amount": "4k"}).words
    third = bot.press(ana, bot.sales(ana, "works marketing 2026-Q2").button("marketing.cost"))
    assert list(bot.submit(ana, third.view, {**said, "amount": "much"}).errors) == ["amount"]
    refused = bot.submit(maja, third.view, {**said, "amount": "1k"})
    assert "not yours" in refused.words


def test_how_customers_buy(bot: Bot, year: Cast, golden: Golden) -> None:
    golden(shown(bot, year, "works buying"), "marketing/buying")
    assert "How customers buy: Hospitals" in bot.sales(year.adria.maja, "works buying hospitals").words
    assert "How customers buy: Spring" in bot.sales(year.adria.maja, "works buying Spring").words
    assert "is no segment or campaign" in bot.sales(year.adria.maja, "works buying <b>x</b>").words


def test_products_by_market_beside_their_positioning(bot: Bot, year: Cast, golden: Golden) -> None:
    golden(shown(bot, year, "works markets"), "marketing/markets")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EXECUTIVE])
def test_what_the_field_says_is_passed_on_as_a_case(bot: Bot, year: Cast, role: Role) -> None:
    maja = year.adria.maja
    with open_book(year.engines, year.workspace_id) as book:
        book.people.set_roles(maja.id, [role])
    form = bot.press(maja, bot.sales(maja, "works marketing 2026").button("marketing.pass_on"))
    assert bot.submit(maja, form.view, {"words": "  "}).errors
    form = bot.press(maja, bot.sales(maja, "works marketing 2026").button("marketing.pass_on"))
    done = bot.submit(maja, form.view, {"words": "They wanted a demo, not a leaflet."})
    assert "Opened" in done.words
    with open_book(year.engines, year.workspace_id) as book:
        (case,) = book.cases.all()
        assert (case.department, case.now.n) == (Department.MARKETING, case.now.n)
        assert [row.recipient for row in book.announcements.of(kinds=[Kind.CASE.value])] == ["department:2"]
        assert book.records.stated("case_words", [case.id]) == {case.id: "They wanted a demo, not a leaflet."}


@pytest.mark.parametrize(("lost_before", "by_itself"), [(40, True), (0, False)])
def test_that_a_part_comes_by_itself_is_said_only_where_it_stood_out_badly(
    bot: Bot, year: Cast, lost_before: int, by_itself: bool
) -> None:
    """A campaign that won more often than the others stood out well: from there on it would go down by itself."""
    people, later = year.adria, NOW + timedelta(days=61)
    with open_book(year.engines, year.workspace_id) as book:
        spring = book.accounts.ensure_label("campaign", "Spring")
        for number in range(lost_before or 4):
            write = lose if lost_before else win
            write(book, people.kim, f"Sooner {number}", "900", date(2026, 5, 20), now=NOW, campaign_id=spring)
        for number in range(0 if lost_before else 40):
            lose(book, people.bo, f"Others {number}", "900", date(2026, 5, 20), now=NOW)
    form = bot.press(people.maja, bot.sales(people.maja, "works marketing 2026").button("marketing.pass_on"))
    bot.submit(people.maja, form.view, {"words": "They wanted a demo."})
    with open_book(year.engines, year.workspace_id) as book:
        for number in range(60):
            win(
                book, people.kim, f"After {number}", "900", date(2026, 7, 1 + number % 28), now=later,
                campaign_id=spring,
            )  # fmt: skip
        (row,) = book.announcements.of(kinds=[Kind.CASE_LOOKED_AT.value])
        seen = case_looked_at(book, row, later)
    assert seen.moved is not None
    assert seen.moved.lower is False
    told = bot.runtime.renderer.message("cases/moved", locale="en", time_zone="UTC", seen=seen)
    assert "60 of 60" in in_plain(told.blocks)
    assert "It is better, by more than chance." in in_plain(told.blocks)
    assert ("would have come by itself" in in_plain(told.blocks)) is by_itself


def test_who_may_not_know(bot: Bot, year: Cast) -> None:
    with open_book(year.engines, year.workspace_id) as book:
        book.people.set_roles(year.adria.tom.id, [Role.COLLEAGUE])
    button = bot.sales(year.adria.maja, "works marketing 2026").button("marketing.pass_on")
    for word in ("works marketing", "works buying", "works markets"):
        for person in (year.adria.kim, year.adria.marko):
            assert "not yours" in bot.sales(person, word).words
        for nobody in (GUEST, STRANGER, NEWCOMER, year.adria.ana, year.adria.tom):
            words = bot.sales(nobody, word).words
            assert "Spring" not in words
            assert "Pro" not in words.replace("Products", "")
    assert "not yours" in bot.press(year.adria.kim, button).words


EXPLAINED = {
    "campaigns": ("works marketing 2026-Q2", "Spring"),
    "buying": ("works buying", "Pro + Basic"),
    "markets": ("works markets", "Basic"),
}
"""Each figure: by which words it is asked for, and whose deals are chosen."""


@pytest.fixture
def pairs(year: Cast) -> Cast:
    """Five accounts bought Pro and Basic in one deal."""
    with open_book(year.engines, year.workspace_id) as book:
        products = {name: number for number, name in book.accounts.labels("product")}
        for number in range(5):
            win(
                book, year.adria.kim, f"Both {number}", "3000", date(2026, 6, 1 + number), now=NOW,
                lines=(Line(products["Pro"]), Line(products["Basic"])),
            )  # fmt: skip
    return year


def choice(message: Message, name: str) -> tuple[dict[str, Any], int]:
    (menu,) = [
        each
        for block in message.blocks
        for each in block.get("elements", ())
        if each["type"] == "static_select"
    ]
    return menu, [each["text"]["text"] for each in menu["options"]].index(name)


@pytest.mark.parametrize("figure", EXPLAINED)
def test_a_figure_of_marketing_is_explained(bot: Bot, pairs: Cast, golden: Golden, figure: str) -> None:
    maja, (words, name) = pairs.adria.maja, EXPLAINED[figure]
    button = bot.sales(maja, words).button("attainment.explain")
    told = bot.press(maja, button)
    message = Message(told.message["text"], told.message["blocks"])
    golden(message, f"explained/{figure}")
    menu, place = choice(message, name)
    chosen = bot.press(maja, menu, choose=place)
    golden(Message(chosen.message["text"], chosen.message["blocks"]), f"explained/{figure}_chosen")
    for nosy in (pairs.adria.kim, pairs.adria.marko):
        for refused in (bot.press(nosy, button), bot.press(nosy, menu, choose=place)):
            assert "not yours" in refused.words
            assert not any(secret in refused.words for secret in ("Pro", "Spring", "Account", "€"))


@pytest.mark.parametrize("figure", EXPLAINED)
def test_who_sees_the_company_sees_the_arithmetic_and_no_single_deal(
    bot: Bot, pairs: Cast, figure: str
) -> None:
    """The same words to an executive: sums of the company are theirs to see, its people's deals are not."""
    ana, (words, name) = pairs.adria.ana, EXPLAINED[figure]
    with open_book(pairs.engines, pairs.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.EXECUTIVE])
    told = bot.press(ana, bot.sales(ana, words).button("attainment.explain"))
    menu, place = choice(Message("", told.message["blocks"]), name)
    chosen = bot.press(ana, menu, choose=place).words
    assert "of colleagues whose deals you do not see" in chosen
    assert not any(secret in chosen for secret in ("Account", "Fair", "Both", "Kim"))


def test_what_is_bought_next_is_explained_by_the_first_deals_of_both(bot: Bot, pairs: Cast) -> None:
    maja = pairs.adria.maja
    told = bot.press(maja, bot.sales(maja, "works buying hospitals").button("attainment.explain"))
    assert "Hospitals: " in told.words
    menu, place = choice(Message("", told.message["blocks"]), "After Pro, Basic")
    chosen = bot.press(maja, menu, choose=place).words
    assert "Basic after Pro" in chosen
    assert "Account 1," in chosen
    assert "Account 2," not in chosen, "Account 2 is a school"


@pytest.mark.parametrize(
    "value",
    ["campaigns.9999@company::2026-Q2", "campaigns@team:1:2026-Q2", "buying.together-1@company::2026-06",
     "buying.%7Cnone%20such@company::2026-06", "markets.x@company::2026"],
)  # fmt: skip
def test_a_button_that_names_no_figure_of_marketing_is_expired(bot: Bot, pairs: Cast, value: str) -> None:
    button = bot.sales(pairs.adria.maja, "works marketing 2026-Q2").button("attainment.explain")
    said = bot.press(pairs.adria.maja, {**button, "value": value})
    assert said.status == 200
    assert "€" not in said.words
