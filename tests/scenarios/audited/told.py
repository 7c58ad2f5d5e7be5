"""What each report has to say of a made-up company: rows by name, money as `(minor,)`, in the base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from tests.scenarios.audited.made_up import DAY, STAGES, Deal, first_of
from tests.scenarios.audited.reckoned import Asked, Reckoned, mean, median, part_of, wilson, years_before
from tests.scenarios.oracle.filing import name_of
from tests.scenarios.oracle.reckoning import half_even, share_out

Rows = dict[str | None, dict[str, object]]


def money(value: Fraction | int | None) -> tuple[int] | None:
    """An amount, rounded once."""
    return None if value is None else (half_even(value),)


# -- leaderboard ------------------------------------------------------------------------------------------


def leaderboard(said: Reckoned, asked: Asked, by: str) -> Rows:
    """Everybody's place, value and attainment, in their order."""
    values: dict[str, Fraction | None] = {}
    shares: dict[str, Fraction | None] = {}
    for who in said.company.people:
        won, goal = said.won("rep", who, asked.first, asked.until), _asked_of(said, who, asked)
        shares[who] = won / goal if goal else None
        values[who] = {"attainment": shares[who], "amount": Fraction(won)}.get(by)
        if by == "deals":
            values[who] = said.shared(said.wins(asked.first, asked.until), "rep", who)
        if by == "improved":
            values[who] = Fraction(won - said.won("rep", who, *_before(said, asked)))
    order = sorted(values, key=lambda who: (values[who] is None, -(values[who] or 0), name_of(who)))
    known = [value for value in values.values() if value is not None]
    rows: Rows = {}
    for who in order:
        value = values[who]
        place = None if value is None else 1 + sum(other > value for other in known)
        shown = money(value) if by in ("amount", "improved") else value
        rows[name_of(who)] = {"place": place, "value": shown, "attainment": shares[who]}
    return rows


def _asked_of(said: Reckoned, who: str, asked: Asked) -> Fraction | None:
    """The own goal, else the working days' share of the shortest that covers the period."""
    covering = []
    for scope, name, period in said.company.goals:
        first, end = said.company.days_of(period)
        if (scope, name) == ("rep", who) and first <= asked.first and end >= asked.end:
            covering.append((said.working_days(first, end), period))
    if not covering:
        return None
    days, period = min(covering)
    goal = said.goal("rep", who, period) or Fraction(0)
    return goal * said.working_days(asked.first, asked.end) / days


def _before(said: Reckoned, asked: Asked) -> tuple[date, date]:
    """The period before, up to as many working days as are gone of this one; all of it once this one is over."""
    months = 3 if "Q" in asked.period else 1 if "-" in asked.period else 12
    first = first_of(asked.first.year, asked.first.month - months)
    if asked.day >= asked.end:
        return first, asked.first
    gone, end = said.working_days(asked.first, max(asked.first, min(asked.end, asked.day))), first
    while gone and end < asked.first and said.working_days(first, end + DAY) <= gone:
        end += DAY
    return first, end


# -- what is open -----------------------------------------------------------------------------------------


def pipeline(said: Reckoned, asked: Asked, *, within: bool) -> Rows:
    """Every stage with what stands in it; `within`: of what is expected to close in the period."""
    rows: Rows = {}
    won = [deal for deal in said.company.deals if deal.kind == "won" and deal.day < asked.before]
    usual = median((deal.day - (deal.came or deal.day)).days for deal in won)
    for stage, percent in STAGES.items():
        held = [(deal, since) for deal, here, since in said.stood_open(asked.before) if here == stage]
        if within:
            held = [
                (deal, since)
                for deal, since in held
                if deal.expected and asked.first <= deal.expected < asked.end
            ]
        amounts = [said.converted(deal.minor, deal.currency, asked.day) or 0 for deal, _ in held]
        most = 14 if usual is None or stage != "New" else 2 * usual
        stale = [
            deal
            for deal, since in held
            if (asked.day - since).days > most or (deal.expected is not None and deal.expected < asked.day)
        ]
        rows[stage] = {
            "deals": len(held), "amount": money(sum(amounts)), "weighted": money(Fraction(sum(amounts) * percent, 100)),
            "oldest_days": max(((asked.day - since).days for _, since in held), default=None), "stale": len(stale),
        }  # fmt: skip
    return rows


def conversion(said: Reckoned, asked: Asked) -> Rows:
    """Of the deals that came to a stage in the period: how many came further, and how long they stayed."""
    rows: Rows = {}
    for stage in STAGES:
        entered, advanced, days = 0, 0, list[int]()
        for deal in said.company.deals:
            came = deal.came if stage == "New" else said.today if deal.stage == stage else None
            if deal.kind == "refund" or came is None or not asked.first <= came < asked.until:
                continue
            entered += 1
            left = said.today if deal.kind == "open" and deal.stage != "New" else deal.closed
            if stage == "New" and left is not None and left < asked.before:
                days.append((left - came).days)
                advanced += deal.kind != "lost"
        rows[stage] = {
            "entered": entered, "advanced": advanced, "rate": part_of(advanced, entered), "days_median": median(days),
        }  # fmt: skip
    return rows


# -- what is decided --------------------------------------------------------------------------------------


def kpis(said: Reckoned, asked: Asked) -> Rows:
    """The key figures of the company, each team and each rep that decided a deal."""
    rows: Rows = {}
    company = said.company
    subjects = [
        ("company", ""),
        *(("team", team) for team in company.teams),
        *(("rep", who) for who in company.people),
    ]
    first_wins = said.first_wins(asked.before)
    for scope, name in subjects:
        counts = said.is_of(scope, name)
        decided = said.decided(asked.first, asked.until)
        own = [deal for deal in decided if counts(deal.rep, deal.day)]
        if not own:
            continue
        won = [deal for deal in own if deal.kind == "won"]
        amounts = [size for deal in won if (size := said.whole(deal)) is not None]
        cycle = [(deal.day - deal.opened).days for deal in won if deal.opened]
        opened = sum(counts(deal.rep, asked.before - DAY) for deal, _, _ in said.stood_open(asked.before))
        average, low_high, took = mean(amounts), wilson(len(won), len(own)), mean(cycle)
        rate, speed = Fraction(len(won), len(own)), None
        if average is not None and took is not None:
            speed = opened * average * rate / max(Fraction(1), took)
        rows[name_of(name) if scope == "rep" else name] = {
            "win_rate": rate, "win_rate_low": low_high[0], "win_rate_high": low_high[1], "won": len(won),
            "lost": len(own) - len(won), "average_deal": money(average), "median_deal": money(median(amounts)),
            "cycle_days_median": median(cycle), "velocity_per_day": money(speed),
            "new_accounts": said.shared([deal for deal in decided if deal.number in first_wins], scope, name),
            "ltv": money(_lifetime(said, asked.until)) if scope == "company" else None, "n": len(own),
        }  # fmt: skip
    return rows


def _lifetime(said: Reckoned, end: date) -> Fraction | None:
    """Yearly revenue of an account × margin / churn."""
    year, before = years_before(end, 1), years_before(end, 2)
    now = {deal.account for deal in said.wins(year, end)}
    earlier = {deal.account for deal in said.wins(before, year)}
    sold = cost = 0
    for deal in said.wins(year, end):
        whole = said.whole(deal)
        if whole is not None and deal.cost is not None:
            sold, cost = sold + whole, cost + (said.converted(deal.cost, deal.currency, deal.day) or 0)
    if not now or not sold or not earlier - now:
        return None
    yearly, margin = Fraction(said.won("company", "", year, end), len(now)), Fraction(sold - cost, sold)
    return yearly * margin / Fraction(len(earlier - now), len(earlier))


def losses(said: Reckoned, asked: Asked, by: str) -> Rows:
    """What was lost under each name."""
    lost = [deal for deal in said.decided(asked.first, asked.until) if deal.kind == "lost"]
    return {
        name: {
            "deals": len(held), "amount": money(sum(size or 0 for _, size in held)), "share": Fraction(len(held), len(lost)),
        }
        for name, held in _under(said, lost, by).items()
    }  # fmt: skip


def winners(said: Reckoned, asked: Asked, by: str) -> Rows:
    """Won and lost under each name, and how much more often than of all others."""
    decided = said.decided(asked.first, asked.until)
    rows: Rows = {}
    for name, held in _under(said, decided, by).items():
        if name is None:
            continue
        won = [size or 0 for deal, size in held if deal.kind == "won"]
        mine = {deal.number for deal, _ in held}
        others = [deal.kind == "won" for deal in decided if deal.number not in mine]
        rate, (low, high) = Fraction(len(won), len(held)), wilson(len(won), len(held))
        rows[name] = {
            "won": len(won), "lost": len(held) - len(won), "win_rate": rate, "low": low, "high": high,
            "amount": money(sum(won)), "uplift": rate - Fraction(sum(others), len(others)) if others else None,
            "n": len(held),
        }  # fmt: skip
    return rows


def _under(
    said: Reckoned, deals: Sequence[Deal], by: str
) -> Mapping[str | None, list[tuple[Deal, int | None]]]:
    """The deals under each name, each with the part of its amount that falls on it."""
    label = {"techniques": "technique", "sources": "source", "reason": "lost_reason"}.get(by, by)
    found: dict[str | None, list[tuple[Deal, int | None]]] = defaultdict(list)
    for deal in deals:
        if by in ("product", "products"):
            for name, part in _by_product(said, deal):
                found[name].append((deal, part))
            continue
        named = {"rep": name_of(deal.rep), "segments": said.company.segments.get(deal.account)}
        found[named.get(by, deal.labels.get(label))].append((deal, said.whole(deal)))
    return found


def _by_product(said: Reckoned, deal: Deal) -> Iterable[tuple[str | None, int | None]]:
    """Each product's part; of equal rests the product that was entered first has the odd cent."""
    order = list(dict.fromkeys(name for each in said.company.deals for name, _ in each.products))
    held = sorted(deal.products, key=lambda each: order.index(each[0]))
    whole = said.whole(deal)
    if not held or whole is None:
        return [(name, whole) for name, _ in held] or [(None, whole)]
    return zip([name for name, _ in held], share_out(whole, [count for _, count in held]), strict=True)
