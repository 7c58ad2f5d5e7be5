"""Who takes part in a deal: its rep, those who share the credit and those who helped, as a draft names them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from salesbot.domain.deals import DealDraft, DealState, Share
from salesbot.domain.money import WHOLE
from salesbot.domain.people import Person, SlackPerson
from salesbot.services.deals.mistakes import GuestNamed
from salesbot.services.people import GuestRefused, acquaint
from salesbot.storage.book import Book

Met = Mapping[str, SlackPerson]
"""People of Slack whom a draft names and the books may not know yet, as Slack knows them."""


class People:
    """Who is in a deal, found by Slack id; who is new is made one of the workspace's people."""

    def __init__(self, book: Book, sender: Person, met: Met, now: datetime) -> None:
        self.book, self.sender, self.met, self.now = book, sender, met, now

    def rep(self, draft: DealDraft) -> Person:
        """Whose deal it is: who is named, else the sender if there is a share in it, else the first who has one."""
        if draft.rep is not None:
            return self.find(draft.rep)
        ids = [who for who, _ in draft.sharers]
        return self.sender if not ids or None in ids else self.find(str(ids[0]))

    def shares(self, draft: DealDraft, rep: Person) -> tuple[Share, ...]:
        """Who has which part, and who helped; whoever is named twice has both parts."""
        parts: dict[int, int] = {}
        for who, part in draft.sharers or ((None, WHOLE),):
            person = rep if who is None else self.find(who)
            parts[person.id] = parts.get(person.id, 0) + part
        shares = [Share(person_id, part) for person_id, part in parts.items()]
        helpers = dict.fromkeys(self.find(who).id for who in draft.assists)
        return (*shares, *(Share(person_id, 0, assist=True) for person_id in helpers))

    def shares_in(self, draft: DealDraft, state: DealState, rep: Person) -> tuple[Share, ...]:
        """Who has which part of a deal that stands: what the draft leaves unsaid of shares or assists stays."""
        said = self.shares(draft, rep)
        kept = state.sharers if not draft.sharers else tuple(share for share in said if not share.assist)
        parts = {share.person_id for share in kept}
        helping = said if draft.assists else state.shares
        return (*kept, *(share for share in helping if share.assist and share.person_id not in parts))

    def find(self, slack_id: str) -> Person:
        """The person behind a Slack account. Raises GuestNamed for who can have no part in a deal."""
        if slack_id == self.sender.slack_id:
            return self.sender
        known = self.book.people.by_slack_id(slack_id)
        if known is not None:
            return known
        try:
            return acquaint(self.book, self.met[slack_id], self.now)
        except GuestRefused as refused:
            raise GuestNamed(**refused.facts) from None
