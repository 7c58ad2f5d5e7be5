"""Selling and marketing side by side: what campaigns cost and bring, how customers buy, what wins in which market."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_enter_costs, may_open_cases, may_see_company, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.buying import Buying, Next, Together, bought_next, bought_together, by_month
from salesbot.domain.campaigns import CampaignFigures
from salesbot.domain.cases import DUE_AFTER, NothingToHandOver
from salesbot.domain.diagnosis import Sign, Trouble
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.orders import Department
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, month_of
from salesbot.domain.playbook import PlayKind
from salesbot.domain.viewers import Viewer
from salesbot.domain.works import Aspect
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.cases import FIELD_WORDS, CaseSeen, case_shown, plan_case
from salesbot.services.figures import Subject
from salesbot.services.people import viewer_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.campaigns import campaign_figures
from salesbot.services.works import gathered
from salesbot.storage.book import Book
from salesbot.storage.costs import Cost
from salesbot.storage.people import folded

FEWEST_IN_MARKET = 5
"""A product with fewer decided deals in a segment is not shown there."""


@dataclass(frozen=True, slots=True)
class MarketingShown:
    """What each campaign cost and brought."""

    period: Period
    campaigns: tuple[CampaignFigures, ...]
    """Those with a name, by name; then what names none."""
    may_pass_on: bool
    may_enter_costs: bool


@dataclass(frozen=True, slots=True)
class FieldSays:
    """What the field says about a campaign, to be passed on."""

    campaign_id: int
    name: str
    period: Period
    won: Share
    others: Share
    reasons: tuple[tuple[str, int], ...]
    """(reason, deals) why its deals were lost, the most frequent first."""
    notes: tuple[str, ...]
    """What was noted of its lost deals; whoever passes it on chooses and rewords."""
    deals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BuyingShown:
    """How customers buy, of all that was won."""

    of: str
    """The segment or campaign that is meant; empty for all."""
    bought: Buying
    together: tuple[Together, ...]
    next: tuple[Next, ...]
    months: tuple[int, ...]
    names: dict[int, str]
    segments: tuple[str, ...] = ()
    """The ways in which the segment is written, where one is meant."""
    campaign: int | None = None
    unknown: bool = False
    """Whether what was asked for is no segment or campaign."""

    @property
    def deals(self) -> int:
        """How many deals were won."""
        return self.bought.deals


@dataclass(frozen=True, slots=True)
class Market:
    """One product in one segment."""

    product_id: int
    product: str
    segment: str
    won: Share


@dataclass(frozen=True, slots=True)
class MarketsShown:
    """What wins in which segment, and how the product is positioned."""

    period: Period
    markets: tuple[Market, ...]
    positioning: dict[str, tuple[int, str]]
    """(play, title) by the product's name."""


def marketing_shown(book: Book, person: Person | None, period: Period, *, now: datetime) -> MarketingShown:
    """What campaigns cost and brought: for who sees the company's figures. Raises NotAllowed."""
    viewer = _see_company(book, person, now)
    found = campaign_figures(_asked(book, period, now))
    channel = Department.MARKETING in book.orders.channels()
    leads = may_open_cases(viewer)
    enters = may_enter_costs(viewer)
    return MarketingShown(period, tuple(found), channel and leads, enters)


def enter_cost(
    book: Book, sender: Person, campaign_id: int | None, day: date, amount: Money, *, now: datetime
) -> None:
    """What a campaign (None: selling itself) cost in the month of a day, in place of what stood there.

    For executives and admins. Raises NotAllowed.
    """
    require(may_enter_costs(viewer_of(book, sender, now)), "figures")
    month, kind = month_of(day).starts_on, "sales" if campaign_id is None else "marketing"
    held = {(each.month, each.kind, each.campaign_id): each.amount for each in book.costs.all()}
    before = held.get((month, kind, campaign_id))
    book.costs.add_all([Cost(month, kind, campaign_id, amount)], now=now)
    book.records.audit(
        "entered", "cost", campaign_id, by=sender.id, now=now,
        before=None if before is None else {"amount": str(before.decimal), "currency": before.currency},
        after={"month": month.isoformat(), "amount": str(amount.decimal), "currency": amount.currency},
    )  # fmt: skip


def field_says(
    book: Book, person: Person | None, campaign_id: int, period: Period, *, now: datetime
) -> FieldSays:
    """What the field says about a campaign. Raises NotAllowed, NothingToHandOver."""
    _see_company(book, person, now)
    deals = gathered(book, Subject(Scope.COMPANY, None, period), now)
    mine = deals.numbers(Aspect.CAMPAIGN, str(campaign_id))
    if not mine:
        raise NothingToHandOver(why="gone")
    won, decided = Share(sum(won for _, _, won in mine), len(mine)), deals.tallied.won
    names = {reason.id: reason.name for reason in book.accounts.reasons(retired=True)}
    lost = book.deals.by_numbers(deal for deal, _, is_won in mine if not is_won)
    counts: dict[str, int] = defaultdict(int)
    for state in lost:
        counts[names.get(state.reason_id or 0, "")] += 1
    notes = book.deals.notes(state.deal_id for state in lost)
    reasons = sorted(
        ((name, count) for name, count in counts.items() if name), key=lambda one: (-one[1], one[0])
    )
    return FieldSays(
        campaign_id, deals.labels.get(campaign_id, ""), period, won,
        Share(decided.count - won.count, decided.n - won.n), tuple(reasons[:5]),
        tuple(notes[number] for number in sorted(notes, reverse=True)[:5]),
        tuple(sorted(deal for deal, _, _ in mine)),
    )  # fmt: skip


def pass_on(
    book: Book, sender: Person, campaign_id: int, period: Period, words: str, *, now: datetime
) -> CaseSeen:
    """Pass on to marketing what the field says about a campaign, as a case. Raises NotAllowed, NothingToHandOver."""
    require(may_open_cases(viewer_of(book, sender, now)), "case")
    says = field_says(book, sender, campaign_id, period, now=now)
    if Department.MARKETING not in book.orders.channels():
        raise NothingToHandOver(why="channel")
    if not says.others.n:
        raise NothingToHandOver(why="gone")
    day = workspace_day(book, now)
    case = book.cases.add(
        Department.MARKETING, Trouble.MARKETING, Scope.COMPANY, None,
        evidence={
            "sign": Sign.CAMPAIGN.value, "about": campaign_id, "deals": list(says.deals),
            "now": [says.won.count, says.won.n], "before": [says.others.count, says.others.n],
        },
        starts_on=period.starts_on, ends_on=max(min(period.ends_on, day), period.starts_on), now=now,
        by=sender.id, due_on=calendar_of(book).after_working_days(day, DUE_AFTER),
    )  # fmt: skip
    book.records.state(FIELD_WORDS, case.id, words, person_id=sender.id, now=now)
    plan_case(book, case, sender, now)
    return case_shown(book, sender, case.id, now=now, here=None)


def buying_shown(book: Book, person: Person | None, words: str = "", *, now: datetime) -> BuyingShown:
    """How customers buy, of one segment or campaign or of all: for who sees the company's figures. Raises NotAllowed."""
    _see_company(book, person, now)
    names, key = book.accounts.label_names(), folded(words)
    segments = {folded(each): each for each in book.accounts.segments()}
    campaigns = {folded(name): number for number, name in book.accounts.labels("campaign")}
    written = [each for each in book.accounts.segments_written() if folded(each) == key]
    campaign = None if written else campaigns.get(key)
    bought = book.deals.buying(written or None, campaign)
    return BuyingShown(
        segments.get(key) or names.get(campaigns.get(key, 0), ""), bought, bought_together(bought),
        bought_next(bought), by_month(bought), names, tuple(written), campaign,
        bool(key) and key not in segments and key not in campaigns,
    )  # fmt: skip


def markets_shown(book: Book, person: Person | None, period: Period, *, now: datetime) -> MarketsShown:
    """What wins in which segment: for who sees the company's figures. Raises NotAllowed."""
    _see_company(book, person, now)
    deals = gathered(book, Subject(Scope.COMPANY, None, period), now)
    cells: dict[tuple[str, str], Share] = defaultdict(lambda: Share(0, 0))
    for product, segment, won, decided in book.deals.in_segments(deals.span, deals.before):
        held = cells[str(product), folded(segment)]
        cells[str(product), folded(segment)] = Share(held.count + won, held.n + decided)
    found = [
        Market(
            int(product), deals.name_of(Aspect.PRODUCT, product), deals.name_of(Aspect.SEGMENT, segment), won
        )
        for (product, segment), won in cells.items()
        if won.n >= FEWEST_IN_MARKET
    ]
    found.sort(key=lambda one: (folded(one.product), -one.won.interval()[0], folded(one.segment)))
    plays = {
        deals.labels.get(play.label_id or 0, ""): (play.id, play.version.title)
        for play in book.playbook.all()
        if play.kind is PlayKind.POSITIONING and play.label_id is not None
    }
    return MarketsShown(period, tuple(found), plays)


def _see_company(book: Book, person: Person | None, now: datetime) -> Viewer:
    viewer = viewer_of(book, person, now)
    reps = frozenset(each.id for each in book.people.having(Role.REP))
    require(may_see_company(viewer, reps), "figures")
    return viewer


def _asked(book: Book, period: Period, now: datetime) -> Asked:
    as_of = AsOf(workspace_day(book, now), live=True, known_at=now)
    return Asked(book, "campaigns", as_of, period, None, None, now)
