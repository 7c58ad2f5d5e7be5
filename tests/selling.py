"""A year of Adria from which it can be told what works."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.deals import Technique
from salesbot.domain.product_lines import Line
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, Cast
from tests.trade import lose, win

TECHNIQUES = (Technique.CONSULTATIVE, Technique.VALUE, Technique.PERSONALISED)


def tell_a_year(cast: Cast) -> None:
    """240 deals from July to May, twenty a rep and technique; of the consultative ones four of five are won, else two.

    Sources, campaigns, products and segments make no difference. Referrals are Kim's alone.
    """
    reps = [cast.adria.people[name] for name in ("kim", "bo", "luka", "ivana")]
    with open_book(cast.engines, cast.workspace_id) as book:
        sources = [book.accounts.ensure_label("source", name) for name in ("Fair", "Website")]
        products = [book.accounts.ensure_label("product", name) for name in ("Pro", "Basic")]
        campaigns = [book.accounts.ensure_label("campaign", name) for name in ("Spring", "Autumn")]
        for number in range(240):
            technique = TECHNIQUES[number // 4 % 3]
            lucky = number // 12 % 5 < (4 if technique is Technique.CONSULTATIVE else 2)
            sell = win if lucky else lose
            sell(
                book, reps[number % 4], f"Account {number // 4 % 30}", str(1000 + number % 7 * 900),
                date(2025, 7, 1) + timedelta(days=number), now=NOW, technique=technique,
                source_id=sources[number // 60 % 2], campaign_id=campaigns[number // 8 % 2],
                lines=(Line(products[number // 24 % 2]),), opened_on=date(2025, 6, 20) + timedelta(days=number),
            )  # fmt: skip
        for number in range(36):
            win(
                book, reps[0], f"Friend {number}", "2000", date(2025, 8, 1) + timedelta(days=number), now=NOW,
                technique=Technique.REFERRAL, source_id=sources[number % 2],
            )  # fmt: skip
        _segments(book)


def _segments(book: Book) -> None:
    for account in book.accounts.all():
        if account.name.startswith("Account"):
            segment = "Hospitals" if int(account.name.split()[1]) % 2 else "Schools"
            book.accounts.change(account.id, segment=segment)
