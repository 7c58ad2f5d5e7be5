"""Key figures told apart: by product, source, campaign, segment, technique, rep, team or month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import may_see_person, may_see_share, require
from salesbot.domain.as_of import AsOf
from salesbot.domain.days import years_before
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import acquisition_cost
from salesbot.domain.money import Money, total
from salesbot.domain.people import Person
from salesbot.domain.periods import PeriodKind, custom, month_of, previous
from salesbot.domain.viewers import Viewer
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.key_figures.groups import By, GroupedShown, GroupFigures
from salesbot.services.key_figures.scores import scores_of
from salesbot.services.people import viewer_of
from salesbot.services.reports.accounts_worth import costs_by_campaign, end_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.purchases import Purchases
from salesbot.services.reports.tallied import Tally, closed_deals, tallied
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book
from salesbot.storage.deals import Closed, Moment
from salesbot.storage.deals.selling import Key
from salesbot.storage.people import folded


def grouped_shown(
    book: Book, person: Person | None, subject: Subject, by: By, *, now: datetime
) -> GroupedShown:
    """The subject's key figures told apart, live; by month of the year asked for, else of the twelve months up to today.

    Raises NotAllowed for who may not see the subject's figures. What would give away the figures of people whom the
    reader may not see is left out.
    """
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    as_of = AsOf(day, live=True, known_at=now)
    period, years = subject.period, book.workspace.years
    if by is By.MONTH and period.kind is not PeriodKind.YEAR:
        period = custom(month_of(years_before(day)).ends_on, day)
    asked = Asked(book, "kpis", as_of, period, subject.scope, None, now)
    before = (
        None
        if by is By.MONTH
        else Asked(book, "kpis", as_of, previous(period, years), subject.scope, None, now)
    )
    found = _Grouping(asked, subject, by).groups(before)
    shown = [each for each, tally, rest in found if _may_see(viewer, by, tally, rest)]
    return GroupedShown(
        subject, name_of(book, subject.scope, subject.subject_id), by, tuple(shown), len(found) - len(shown)
    )


def _may_see(viewer: Viewer, by: By, tally: Tally, rest: Mapping[int, int]) -> bool:
    """Whether neither the group nor what is left beside it gives a person's figure away."""
    if by is By.MONTH:
        return True
    if by is By.REP:
        return all(may_see_person(viewer, rep) for rep in tally.by_rep)
    return may_see_share(viewer, tally.by_rep) and may_see_share(viewer, rest)


class _Grouping:
    """One look at a subject's deals of a period."""

    def __init__(self, asked: Asked, subject: Subject, by: By) -> None:
        self.asked, self.subject, self.by = asked, subject, by
        self.moment = Moment(asked.as_of.known_at, asked.as_of.until)
        self.names = asked.book.accounts.label_names()

    def groups(self, before: Asked | None) -> list[tuple[GroupFigures, Tally, Mapping[int, int]]]:
        """Each with its tally and with whose deals the others are."""
        deals = self._closed(self.asked)
        earlier = {} if before is None else self._tallied(before, self._closed(before))
        tallies = self._tallied(self.asked, deals)
        everybody = (
            Counter(deal.rep_id for deal in deals) if self.by.aspect is None else self._all(self.asked)
        )
        customers, scores = self._customers(), self._scores()
        rows = []
        for key, tally in tallies.items():
            if key is None:
                continue
            given = scores.get(key, [])
            new, cac, churn, again = customers(key)
            amount = total(tally.amounts, self.asked.currency) if tally.amounts else None
            figures = GroupFigures(
                self._name(key), self._month(key), tally.rate, earlier.get(key, Tally()).rate,
                amount, tally.average, tally.days, new, cac, churn, again,
                Fraction(sum(given), len(given)) if given else None, len(given),
            )  # fmt: skip
            rest = {rep: count - tally.by_rep.get(rep, 0) for rep, count in everybody.items()}
            rows.append((figures, tally, {rep: count for rep, count in rest.items() if count > 0}))
        if self.by is By.MONTH:
            return sorted(rows, key=lambda row: row[0].name)
        return sorted(rows, key=lambda row: (-row[0].won.n, row[0].name))

    def _closed(self, asked: Asked) -> list[Closed]:
        return closed_deals(asked, self.subject.scope, self.subject.subject_id, self.by.aspect)

    def _all(self, asked: Asked) -> Counter[int]:
        return Counter(
            deal.rep_id for deal in closed_deals(asked, self.subject.scope, self.subject.subject_id)
        )

    def _tallied(self, asked: Asked, deals: Iterable[Closed]) -> dict[Key, Tally]:
        return tallied(asked, deals, self._key)

    def _key(self, deal: Closed) -> Key:
        if self.by is By.REP:
            return deal.rep_id
        if self.by is By.TEAM:
            return self.asked.measured.teams.of(deal.rep_id, deal.closed_on)
        if self.by is By.MONTH:
            return deal.closed_on.isoformat()[:7]
        return self._as_told(deal.key)

    def _as_told(self, key: Key) -> Key:
        """A segment however it is written; everything else as it is."""
        return folded(key) if self.by is By.SEGMENT and isinstance(key, str) else key

    def _name(self, key: Key) -> str:
        if self.by in (By.PRODUCT, By.SOURCE, By.CAMPAIGN):
            return self.names.get(int(key or 0), "")
        if self.by in (By.REP, By.TEAM):
            return self.asked.measured.name_of(Scope(self.by.value), int(key or 0))
        if self.by is By.SEGMENT:
            written = self.asked.book.accounts.segments()
            return next((each for each in written if folded(each) == key), str(key))
        return str(key)

    def _month(self, key: Key) -> date | None:
        return date.fromisoformat(f"{key}-01") if self.by is By.MONTH else None

    def _customers(self) -> Callable[[Key], tuple[int, Money | None, Share | None, Share | None]]:
        """(new accounts, what one cost, churn, bought again) of a key; of the company's only, as accounts are."""
        if self.subject.scope is not Scope.COMPANY:
            return lambda _: (0, None, None, None)
        end = end_of(self.asked)
        purchases = Purchases(self.asked, [end], self.by.aspect)
        firsts = self._firsts(purchases)
        costs = costs_by_campaign(self.asked) if self.by is By.CAMPAIGN else {}
        keys = defaultdict[Key, set[Key]](set)
        for key in purchases.keys if self.by.aspect is not None else ():
            keys[self._as_told(key)].add(key)

        def told(key: Key) -> tuple[int, Money | None, Share | None, Share | None]:
            mine = firsts.get(key, [])
            new = sum(self.asked.period.starts_on <= purchases.first[each].day < end for each in mine)
            cost = costs.get(key) if isinstance(key, int) else None
            churn = None
            if self.by.aspect is not None:
                churn = purchases.stayed_away(end, keys[key])
            again = None if self.by is By.MONTH else purchases.came_again(end, mine)
            return new, acquisition_cost(cost, Fraction(new)), churn, again

        return told

    def _firsts(self, purchases: Purchases) -> dict[Key, list[int]]:
        """The accounts whose first purchase stands under a key."""
        found = defaultdict[Key, list[int]](list)
        aspect = self.by.aspect
        if aspect is None:
            teams = self.asked.measured.teams
            for account, one in purchases.first.items():
                if self.by is By.MONTH:
                    found[one.day.isoformat()[:7]].append(account)
                else:
                    found[one.rep_id if self.by is By.REP else teams.of(one.rep_id, one.day)].append(account)
            return found
        account_of = {one.deal_id: account for account, one in purchases.first.items()}
        for deal, key in self.asked.book.deals.keys_of(self.moment, aspect, account_of):
            found[self._as_told(key)].append(account_of[deal])
        return found

    def _scores(self) -> dict[Key, list[int]]:
        """The customers' newest scores given in the period, by key, of the subject's deals."""
        scores = scores_of(self.asked)
        found = defaultdict[Key, list[int]](list)
        if not scores:
            return found
        deals = self.asked.book.deals
        reps = deals.reps_of(self.moment, scores)
        mine = {deal for deal, rep in reps.items() if self._is_of(rep)}
        if self.by.aspect is None:
            keys: Iterable[tuple[int, Key]] = [(deal, self._of_rep(reps[deal])) for deal in mine]
        else:
            keys = deals.keys_of(self.moment, self.by.aspect, mine)
        for deal, key in keys:
            found[self._as_told(key)].append(scores[deal])
        return found

    def _is_of(self, rep: int) -> bool:
        scope, number = self.subject.scope, self.subject.subject_id
        team = self.asked.measured.teams.of(rep, self.asked.as_of.day)
        return scope is Scope.COMPANY or number == (rep if scope is Scope.REP else team)

    def _of_rep(self, rep: int) -> Key:
        if self.by is By.MONTH:
            return None
        return rep if self.by is By.REP else self.asked.measured.teams.of(rep, self.asked.as_of.day)
