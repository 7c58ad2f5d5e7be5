"""Key figures beside those of other periods, against a table worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.product_lines import Line
from salesbot.messages import Message
from salesbot.storage.book import open_book
from salesbot.storage.costs import Cost
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import lose, win


@pytest.fixture
def books(sqlite_cast: Cast) -> Cast:
    """By hand.

    2024 Acme 10,000 · 2025 spring: Acme 20,000 and Beta 30,000 won, 2 lost (2 of 4 = 50 %)
    2025-Q3: Gamma 6,000 won · 2026-Q1: 1 won (Beta 9,000), 3 lost (25 %)
    2026-Q2: Acme 12,000 and Delta 18,000 won, 1 lost (67 %, mean and median 15,000), new: Delta
    Bought April 2024 to 16 June 2025: Acme, Beta. In the year to 16 June 2026: Gamma, Beta, Acme, Delta. Churn 0 of 2.
    First bought 17 June 2024 to 16 June 2025: Beta alone, again after 300 days: 1 of 1.
    Historical LTV: (10 + 20 + 30 + 6 + 9 + 12 + 18 = 105 thousand) / 4 accounts = 26,250.
    """
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for account, amount, day in (
            ("Acme", "10000", date(2024, 5, 2)), ("Acme", "20000", date(2025, 4, 10)),
            ("Beta", "30000", date(2025, 5, 12)), ("Gamma", "6000", date(2025, 8, 1)),
            ("Beta", "9000", date(2026, 3, 8)), ("Acme", "12000", date(2026, 4, 20)),
            ("Delta", "18000", date(2026, 6, 1)),
        ):  # fmt: skip
            win(book, kim, account, amount, day, now=NOW)
        for day in (
            date(2025, 4, 1),
            date(2025, 6, 1),
            *[date(2026, 2, 1 + n) for n in range(3)],
            date(2026, 5, 5),
        ):
            lose(book, kim, f"Lost {day}", "5000", day, now=NOW)
        book.people.set_roles(sqlite_cast.adria.ana.id, [Role.ADMIN, Role.EXECUTIVE])
    return sqlite_cast


def test_the_companys_against_the_table(bot: Bot, books: Cast, golden: Golden) -> None:
    said = bot.sales(books.adria.ana, "works kpis")
    golden(Message(said.message["text"], said.message["blocks"]), "works/kpis")
    words = said.words.replace("\xa0", " ")
    lines = {line.split("  ")[0]: line for line in words.splitlines()}
    assert "67 % (21 %–94 %)" in lines["Win rate"]
    assert "25 % (5 %–70 %)" in lines["Win rate"]
    assert "50 % (15 %–85 %)" in lines["Win rate"]
    assert lines["Average deal"].split()[2:] == ["€15,000", "€9,000", "€25,000"]
    assert lines["Historical LTV"].split()[2] == "€26,250"
    assert "0 % (0 of 2)" in lines["Churn"]
    assert "100 % (1 of 1)" in lines["Repeat purchase"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("works kpis team Adria", "Key figures: Adria"), ("works kpis ekipe Adria", "Key figures: Adria"),
        ("works kpis timu ya Adria", "Key figures: Adria"), ("works kpis Adrie", "Key figures: Adria"),
        ("works kpis Luke Q2", "Key figures: Luka Zupan|Q2 2026  Q1 2026"),
        ("works kpis Adria q1 2025", "Key figures: Adria|Q1 2025  Q4 2024"), ("works team Adria", "What works: Adria"),
        ("works kpis Zorana", "/sales works kpis @kim last month"), ("works kpis team Luka", "I know neither"),
    ],
)  # fmt: skip
def test_whose_are_meant_in_other_words(bot: Bot, books: Cast, typed: str, told: str) -> None:
    words = bot.sales(books.adria.maja, typed).words.replace("`", "")
    assert all(part in words for part in told.split("|"))


def test_who_sees_whose(bot: Bot, books: Cast) -> None:
    own = bot.sales(books.adria.kim, "works kpis").words
    assert "Key figures: Kim Novak" in own
    for of_the_company in ("Churn", "LTV", "Repeat purchase"):
        assert of_the_company not in own
        assert of_the_company not in bot.sales(books.adria.kim, "works kpis by month").words
    assert "not yours" in bot.sales(books.adria.bo, "works kpis Kim Novak").words
    assert "not yours" in bot.sales(books.adria.maja, "works kpis company").words
    assert "Key figures: Adria" in bot.sales(books.adria.maja, "works kpis 2026-05").words


@pytest.fixture
def told_apart(books: Cast) -> Cast:
    """By hand, Q2 2026 (the figures above are of other products, sources and segments: none).

    Pro: 3 of 4 won at 10,000, 20,000 and 30,000 after 10, 20 and 60 days, by three reps; lately one source, fair.
    Hospitals: Eta, which bought Pro on 1 May 2025 and again on 28 April 2026: 1 of 1 came again, none of 1 stayed away.
    Fair cost 6,000 in the quarter and brought two new accounts, Zeta and Theta: 3,000 each.
    """
    adria = books.adria
    with open_book(books.engines, books.workspace_id) as book:
        pro, fair = book.accounts.ensure_label("product", "Pro"), book.accounts.ensure_label("source", "Fair")
        spring = book.accounts.ensure_label("campaign", "Spring")
        lines = (Line(pro),)
        win(book, adria.kim, "Eta", "5000", date(2025, 5, 1), now=NOW, lines=lines)
        for rep, account, amount, day, took in (
            (adria.kim, "Zeta", "10000", date(2026, 4, 2), 10), (adria.bo, "Theta", "20000", date(2026, 5, 2), 20),
            (adria.luka, "Eta", "30000", date(2026, 4, 28), 60),
        ):  # fmt: skip
            opened = day - timedelta(days=took)
            win(
                book,
                rep,
                account,
                amount,
                day,
                now=NOW,
                lines=lines,
                opened_on=opened,
                source_id=fair,
                campaign_id=spring,
            )
        lose(book, adria.kim, "Iota", "4000", date(2026, 5, 4), now=NOW, lines=lines)
        book.accounts.change(book.accounts.ensure("Eta", NOW).id, segment="Hospitals")
        cost = Money.of("6000", "EUR")
        book.people.set_roles(adria.maja.id, [Role.MANAGER, Role.EXECUTIVE])
        book.costs.add_all([Cost(date(2026, 5, 1), "marketing", spring, cost)], now=NOW)
    return books


def test_told_apart_by_what_deals_name(bot: Bot, told_apart: Cast, golden: Golden) -> None:
    maja = told_apart.adria.maja
    shown = bot.press(maja, bot.sales(maja, "works kpis company 2026-Q2").button("kpis.grouped"))
    golden(Message(shown.message["text"], shown.message["blocks"]), "works/kpis_by")
    pro = _line(shown.words, "Pro")
    assert (pro[1], pro[2], pro[4], pro[5]) == ("3 of 4", "75 % (30 %–95 %)", "€20,000", "20")
    assert pro[6:9] == ["2", "100 % (1 of 1)", "0 % (0 of 1)"]
    spring = _line(bot.sales(maja, "works kpis by campaign company 2026-Q2").words, "Spring")
    assert (spring[1], spring[6], spring[7]) == ("3 of 3", "2", "€3,000")
    assert _line(bot.sales(maja, "works kpis segments company 2026-Q2").words, "Hospitals")[1] == "1 of 1"
    may = _line(bot.sales(maja, "works kpis by month company").words, "May 2026")
    assert may[1] == "1 of 3"


def test_by_month_the_best_is_named_and_a_year_that_is_asked_for_is_told(bot: Bot, told_apart: Cast) -> None:
    maja = told_apart.adria.maja
    now = bot.sales(maja, "works kpis by month company").words
    assert "the twelve months up to today" in now
    assert "May 2025" not in now
    before = bot.sales(maja, "works kpis by month company 2025").words
    assert "The company, 2025" in before
    assert "May 2026" not in before
    assert "The most was won in April 2026: €52,000" in now
    assert "The most was won in May 2025: €35,000" in before
    assert _line(before, "April 2025")[3] == "€20,000"
    assert "The most was won" not in bot.sales(maja, "works kpis by rep company 2025").words


def test_told_apart_for_whom(bot: Bot, told_apart: Cast) -> None:
    """A manager sees the reps of the own team, a rep nobody else's; what rests on two people is told to who leads them."""
    adria = told_apart.adria
    words = bot.sales(adria.maja, "works kpis by rep 2026-Q2").words
    assert "Kim Novak" in words
    assert "Bo Lindqvist" in words
    assert "not yours" in bot.sales(adria.bo, "works kpis by product Kim Novak").words
    assert "Kim Novak" in bot.sales(adria.kim, "works kpis by rep 2026-Q2").words
    hidden = bot.sales(adria.ana, "works kpis by rep 2026-Q2").words
    assert "too few people" in hidden
    assert "Kim Novak" not in hidden


def _line(words: str, name: str) -> list[str]:
    row = next(line for line in words.replace("\xa0", " ").splitlines() if line.startswith(name))
    return [cell.strip() for cell in row.split("  ") if cell.strip()]


def test_a_cost_in_the_figures_of_its_campaign_on_each_engine(each_bot: Bot, cast: Cast) -> None:
    """Three accounts won by Spring, whose May cost 6,000: 2,000 each."""
    ana, adria = cast.adria.ana, cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.ADMIN, Role.EXECUTIVE])
        spring, pro = (
            book.accounts.ensure_label("campaign", "Spring"),
            book.accounts.ensure_label("product", "Pro"),
        )
        for number, rep in enumerate((adria.kim, adria.bo, adria.luka, adria.ivana)):
            sell = win if number else lose
            sell(
                book,
                rep,
                f"A{number}",
                "100",
                date(2026, 5, 4),
                now=NOW,
                campaign_id=spring,
                lines=(Line(pro),),
            )
    form = each_bot.press(ana, each_bot.sales(ana, "works marketing 2026-Q2").button("marketing.cost"))
    each_bot.submit(ana, form.view, {"campaign": str(spring), "day": "2026-05-20", "amount": "6k"})
    told = _line(each_bot.sales(ana, "works kpis by campaign company 2026-Q2").words, "Spring")
    assert (told[1], told[6], told[7]) == ("3 of 4", "3", "€2,000")
    assert _line(each_bot.sales(ana, "works kpis by product company 2026-Q2").words, "Pro")[1] == "3 of 4"
