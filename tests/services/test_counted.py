"""What the database counts is what counting deals one by one gives: what works, and how customers buy."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.buying import counted
from salesbot.domain.deals import Outcome, Technique
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.periods import custom
from salesbot.domain.product_lines import Line
from salesbot.domain.tallies import Compared
from salesbot.domain.works import Aspect, Case, tallied
from salesbot.services.figures import Subject
from salesbot.services.reports.campaigns import purchases_of
from salesbot.services.why.counting import compared
from salesbot.services.works import gathered
from salesbot.storage.book import Book, open_book
from salesbot.storage.people import folded
from tests.cast import NOW, Cast
from tests.trade import lose, win

YEAR = custom(date(2025, 7, 1), date(2026, 5, 31))


def test_the_database_counts_what_the_deals_say(cast: Cast) -> None:
    kim, reps = cast.adria.kim, [cast.adria.people[name] for name in ("kim", "bo", "luka", "ivana")]
    with open_book(cast.engines, cast.workspace_id) as book:
        pro, basic = (book.accounts.ensure_label("product", name) for name in ("Pro", "Basic"))
        fair, spring = (
            book.accounts.ensure_label("source", "Fair"),
            book.accounts.ensure_label("campaign", "Spring"),
        )
        for number in range(44):
            sell = win if number % 3 else lose
            sell(
                book, reps[number % 4], f"Account {number % 11}", str(1000 + number % 7 * 900),
                date(2025, 7, 1) + timedelta(days=number * 7), now=NOW,
                technique=(Technique.VALUE, None)[number % 2], source_id=(fair, None, None)[number % 3],
                campaign_id=(None, spring)[number % 2],
                lines=((Line(pro, 3), Line(basic)), (Line(pro),), ())[number // 2 % 3],
            )  # fmt: skip
        for number, segment in enumerate(("Hospitals", " hospitals ", "Schools", "Schools")):
            book.accounts.change(book.accounts.ensure(f"Account {number}", NOW).id, segment=segment)
        win(book, kim, "Far Away", "90", date(2026, 5, 3), now=NOW, currency="USD")
        subjects: tuple[tuple[Scope, int | None], ...] = (
            (Scope.COMPANY, None), (Scope.REP, kim.id), (Scope.TEAM, cast.adria.teams["adria"].id),
        )  # fmt: skip
        for scope, whose in subjects:
            deals = gathered(book, Subject(scope, whose, YEAR), NOW)
            own = _cases(book, whose if scope is Scope.REP else None)
            assert _plain(deals.tallied) == _plain(tallied(own))
            hospitals = [each.deal_id for each in own if "hospitals" in each.named.get(Aspect.SEGMENT, ())]
            assert sorted(deal for deal, _, _ in deals.numbers(Aspect.SEGMENT, "hospitals")) == hospitals
        assert book.deals.buying() == counted(purchases_of(book.deals.all()))
        written = [each for each in book.accounts.segments_written() if folded(each) == "hospitals"]
        of_segment = [each for each in book.deals.all() if _segment(book, each.account_id) == "hospitals"]
        assert book.deals.buying(segments=written) == counted(purchases_of(of_segment))


def _cases(book: Book, rep_id: int | None) -> list[Case]:
    """The decided deals one by one; those in another currency without a rate stand in the middle."""
    states = [each for each in book.deals.all() if each.closed_on is not None and YEAR.covers(each.closed_on)]
    states = [each for each in states if rep_id in (None, each.rep_id)]
    sizes = sorted((each.amount.minor, each.deal_id) for each in states if each.amount.currency == "EUR")
    bands = {deal: place * 3 // len(sizes) for place, (_, deal) in enumerate(sizes)}
    return [
        Case(
            each.deal_id, each.outcome is Outcome.WON, each.rep_id, bands.get(each.deal_id, 1),
            str(each.source_id or ""),
            {
                Aspect.PRODUCT: frozenset(str(line.product) for line in each.lines),
                Aspect.TECHNIQUE: frozenset([each.technique.value] if each.technique else []),
                Aspect.SOURCE: frozenset([str(each.source_id)] if each.source_id else []),
                Aspect.CAMPAIGN: frozenset([str(each.campaign_id)] if each.campaign_id else []),
                Aspect.SEGMENT: frozenset(filter(None, [_segment(book, each.account_id)])),
            },
        )
        for each in states
    ]  # fmt: skip


def _segment(book: Book, account_id: int) -> str:
    return folded(book.accounts.by_id(account_id).segment or "")


def _plain(found: object) -> object:
    return {
        "named": {key: dict(cells) for key, cells in found.named.items()},  # type: ignore[attr-defined]
        "known": {key: dict(cells) for key, cells in found.known.items() if cells},  # type: ignore[attr-defined]
        "decided": dict(found.decided),  # type: ignore[attr-defined]
    }


def test_a_sign_that_stands_in_several_rows_is_added_up() -> None:
    """Orders that are late stand in a row with an issue and in one without: both count."""
    rows = [
        (True, True, 2),
        (True, False, 5),
        (True, True, 3),
        (False, True, 1),
        (False, False, 8),
        (False, False, 1),
    ]
    assert compared(rows) == Compared(Share(5, 10), Share(1, 10))
