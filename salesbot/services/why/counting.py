"""A subject's decided deals counted for a diagnosis: by class, discount, delivery, rep and mix, all in the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.tallies import CUSTOMER, Compared, Mixed, Sign, Tally
from salesbot.services.why.history import History
from salesbot.storage.stays import Stay, Stays

UNHAPPY = 6
"""Up to this score a customer is unhappy."""
_Counted = Iterable[tuple[bool, bool, int]]


class Counting:
    """The decided deals of one subject, lately: since a day. Each counts whole, for its rep and that rep's team then."""

    def __init__(self, history: History, scope: Scope, subject_id: int | None, since: date) -> None:
        self.history = history
        self.since = since
        self.span = history.span(since)
        self.stays = history.stays(scope, subject_id)
        self.peers = self._peers(scope, subject_id)
        book = history.measured.book
        self.classes = {reason.id: reason.klass for reason in book.accounts.reasons(retired=True)}
        self._deals = book.deals

    def tally(self) -> Tally:
        """Everything counted."""
        lost: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        decided, customer, own = [0, 0], 0, set[int]()
        reps: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        rows = [(row, True) for row in self._deals.outcomes(self.span, self.stays)]
        if self.peers is not None:
            rows += [(row, False) for row in self._deals.outcomes(self.span, self.peers)]
        for (lately, rep, won, reason, count), mine in rows:
            klass = None if won else self.classes.get(reason or 0, "")
            if mine:
                own.add(rep)
            if klass == CUSTOMER:
                customer += count if lately and mine else 0
                continue
            place = 0 if lately else 1
            reps[rep][place * 2] += count if won else 0
            reps[rep][place * 2 + 1] += count
            if mine:
                decided[place] += count
                if klass is not None:
                    lost[klass][place] += count
        return Tally(
            (decided[0], decided[1]), {klass: (now, then) for klass, (now, then) in lost.items()}, customer,
            self.signs(), tuple(self._mix()),
            {
                rep: Compared(Share(won, n), Share(won_then, n_then))
                for rep, (won, n, won_then, n_then) in reps.items()
            },
            frozenset(own),
        )  # fmt: skip

    def signs(self) -> dict[Sign, Compared]:
        """Discounts of won deals, and how their orders were served."""
        served = self._deals.served(self.span, self.stays, self.history.ends_on, UNHAPPY)
        counted: dict[Sign, _Counted] = {
            Sign.DISCOUNTED: self._deals.discounted(self.span, self.stays),
            **served,
        }
        return {sign: compared(rows) for sign, rows in counted.items()}

    def behind(self, sign: Sign, klass: str, about: int | None = None) -> list[tuple[int, int]]:
        """(deal, account) of the deals of the period in which the sign shows, by number."""
        span, deals = self.history.within(self.since), self._deals
        if sign is Sign.LOSSES:
            wanted = [number for number, each in self.classes.items() if each == klass]
            return deals.behind(span, self.stays, reasons=wanted)
        if sign is Sign.DISCOUNTED:
            return deals.behind(span, self.stays, off=True)
        apart = [number for number, each in self.classes.items() if each == CUSTOMER]
        if sign is Sign.CAMPAIGN:
            return deals.behind(span, self.stays, campaign=about, without=apart)
        if sign in (Sign.REP, Sign.FELL):
            return deals.behind(span, self.stays, rep=about, without=apart)
        return deals.served_badly(span, self.stays, sign, self.history.ends_on, UNHAPPY)

    def _mix(self) -> Iterable[Mixed]:
        stays = self.stays if self.peers is None or self.stays is None else (*self.stays, *self.peers)
        found: dict[tuple[int, int, int | None, int | None], list[int]] = defaultdict(lambda: [0, 0])
        rows = self._deals.mixed(self.history.within(self.since), stays, self.history.worth)
        for rep, band, source, campaign, won, reason, count in rows:
            if won or self.classes.get(reason or 0) != CUSTOMER:
                counts = found[rep, band, source, campaign]
                counts[0] += count if won else 0
                counts[1] += count
        return (Mixed(*key, Share(won, n)) for key, (won, n) in found.items())

    def _peers(self, scope: Scope, subject_id: int | None) -> Stays:
        """The others of a rep's team, with whom the rep is compared; None: nobody apart from those whose deals these are."""
        if scope is not Scope.REP or subject_id is None:
            return None
        team = self.history.measured.teams.of(subject_id, self.history.last_day)
        if team is None:
            return ()
        stays: tuple[Stay, ...] = self.history.stays(Scope.TEAM, team) or ()
        return tuple(stay for stay in stays if stay.person_id != subject_id)


def compared(rows: _Counted) -> Compared:
    """(lately, whether it holds, how many), in any number of rows, as two shares."""
    counts = Counter[tuple[bool, bool]]()
    for lately, held, count in rows:
        counts[lately, held] += count
    now, before = (
        Share(counts[lately, True], counts[lately, True] + counts[lately, False]) for lately in (True, False)
    )
    return Compared(now, before)
