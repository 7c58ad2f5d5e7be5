"""What customers said of what they bought, to who may know the customer: the newest beside each finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from salesbot.domain.access import may_see_account, may_see_deal
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.viewers import Viewer
from salesbot.domain.works import Aspect, Finding, SayingKind
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.reading import people_of
from salesbot.services.works.gathering import Gathered
from salesbot.storage.book import Book
from salesbot.storage.deals import SaidRow
from salesbot.storage.people import folded

MOST_SAID = 3
"""So many words are shown beside one finding."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What one customer said."""

    kind: SayingKind
    words: str
    account: str
    said_on: date
    score: int | None
    """From 0 to 10, where the words stood beside one."""


def sayings_beside(
    book: Book, viewer: Viewer, deals: Gathered, findings: Iterable[Finding]
) -> Mapping[tuple[Aspect, str], tuple[Saying, ...]]:
    """The newest words of the customers whose deals each finding counts; of accounts that the viewer may see.

    What was said of a deal stands before what is known of its account, which belongs to the account's newest deal; a
    customer's second words stand behind the first of others. A score's words and the note of a win are told only to who may
    see that deal. Findings of which nothing was said are left out.
    """
    wanted, found = list(findings), dict[tuple[Aspect, str], tuple[Saying, ...]]()
    said = sorted(book.deals.said(), key=lambda row: row.deal_id is None) if wanted else []
    known = _Known(book, viewer, deals, said)
    for finding in wanted:
        newest = _of_each_customer_first(known.saying(row) for row in said if known.of(row, finding))
        if newest:
            found[finding.aspect, finding.key] = newest
    return found


def _of_each_customer_first(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """The first of each customer before a customer's second, and no words twice."""
    once, first = dict[str, Saying](), dict[str, Saying]()
    for each in sayings:
        once.setdefault(folded(each.words), each)
    for each in once.values():
        first.setdefault(each.account, each)
    return tuple(sorted(once.values(), key=lambda each: each is not first[each.account])[:MOST_SAID])


class _Known:
    """Which deals stand behind the words, and whose accounts these are."""

    def __init__(self, book: Book, viewer: Viewer, deals: Gathered, said: Collection[SaidRow]) -> None:
        self.book, self.deals = book, deals
        states = book.deals.decided_among(
            deals.span, deals.before, deals.stays,
            deals={row.deal_id for row in said if row.deal_id is not None},
            accounts={row.account_id for row in said if row.account_id is not None},
        ) if said else []  # fmt: skip
        self.accounts = book.accounts.by_ids({state.account_id for state in states})
        people = book.relationships.people_at_each(self.accounts)
        open_to_viewer = {
            number
            for number, account in self.accounts.items()
            if may_see_account(viewer, account.owner_id, people.get(number, frozenset()))
        }
        self.by_deal, self.by_account = dict[int, DealState](), dict[int, DealState]()
        for state in sorted(states, key=lambda state: (state.closed_on or date.min, state.deal_id)):
            if state.account_id in open_to_viewer:
                self.by_account[state.account_id] = state
                if may_see_deal(viewer, people_of(state)):
                    self.by_deal[state.deal_id] = state

    def of(self, row: SaidRow, finding: Finding) -> bool:
        """Whether the deal of which this was said names what was found."""
        state = self._behind(row)
        return state is not None and self._names(state, finding)

    def saying(self, row: SaidRow) -> Saying:
        """The words with whose they are."""
        state = self._behind(row)
        assert state is not None
        day = workspace_day(self.book, row.recorded_at)
        return Saying(row.kind, row.text.strip(), self.accounts[state.account_id].name, day, row.score)

    def _behind(self, row: SaidRow) -> DealState | None:
        if row.account_id is not None:
            return self.by_account.get(row.account_id)
        state = self.by_deal.get(row.deal_id or 0)
        noted_of_a_win = row.kind is not SayingKind.NOTE or (
            state is not None and state.outcome is Outcome.WON
        )
        return state if noted_of_a_win else None

    def _names(self, state: DealState, finding: Finding) -> bool:
        key = finding.key
        if finding.aspect is Aspect.PRODUCT:
            return any(str(line.product) == key for line in state.lines)
        if finding.aspect is Aspect.SEGMENT:
            return folded(self.accounts[state.account_id].segment or "") == key
        named = {
            Aspect.TECHNIQUE: state.technique, Aspect.SOURCE: state.source_id, Aspect.CAMPAIGN: state.campaign_id,
        }  # fmt: skip
        return named[finding.aspect] is not None and str(named[finding.aspect]) == key
