"""What a channel hears of a won deal, one by one or gathered, as it stands when it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.feats import Feat, TeamPraise, rarest, variant
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import month_of
from salesbot.services.planning import Kind, Recipient
from salesbot.services.recognition.wins import closed_day, wins_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

WORDINGS = 4
"""So many ways to say that a deal was won."""


@dataclass(frozen=True, slots=True)
class ShoutOut:
    """A won deal as a channel hears of it."""

    team: Team
    deal_id: int
    rep: Person
    account: str
    closed_on: date
    amount: Money | None
    """None: not for this channel."""
    sharers: tuple[Person, ...]
    """Who else has a part in it and wants to be named."""
    assists: tuple[Person, ...]
    lines: tuple[tuple[str, int], ...]
    """(product, quantity)."""
    referred_by: str | None
    wins: int
    """Deals in which the rep has a part, won in the month so far, this one included."""
    feats: tuple[Feat, ...]
    """What was special about it, the rarest first."""
    streak: int
    """Of a streak: how many weeks."""
    wording: int
    """Which of the wordings it has: always the same for the same deal."""


def shout_out(book: Book, row: Announcement, now: datetime) -> ShoutOut | None:
    """What a channel hears of a won deal at this moment; None: nothing, since it is won no more or not wished."""
    team = team_told(book, row.recipient)
    state = book.deals.now(int(row.subject["deal"]))
    rep = book.people.by_id(state.rep_id)
    if team is None or not _still_told(state, rep):
        return None
    settled, done = book.praise.of_team(team.id), book.praise.of_deal(state.deal_id)
    feats = rarest(each.kind for each in done if each.person_id == rep.id and settled.tells(each.kind))
    if not (feats or settled.tells(Feat.WON)):
        return None
    streak = next((each.weeks for each in done if each.kind is Feat.STREAK), None)
    wins = {each.deal_id for each in wins_of(book, rep.id, month_of(closed_day(state)))}
    so_far = len(wins - _told_later(book, row))
    return _facts(book, team, settled, state, rep, feats, streak or 0, so_far)


def _facts(
    book: Book, team: Team, settled: TeamPraise, state: DealState, rep: Person, feats: tuple[Feat, ...],
    streak: int, wins: int,
) -> ShoutOut:  # fmt: skip
    people = [book.people.by_id(share.person_id) for share in state.shares if share.person_id != rep.id]
    assisting = {share.person_id for share in state.shares if share.assist}
    named = tuple(person for person in people if person.praise == "public" and person.active)
    account = book.accounts.by_id(state.account_id)
    referrer = account.referred_by_id
    products = book.accounts.label_names([line.product for line in state.lines])
    helped = named if settled.tells(Feat.ASSIST) else ()
    return ShoutOut(
        team=team,
        deal_id=state.deal_id,
        rep=rep,
        account=account.name,
        closed_on=closed_day(state),
        amount=state.amount if _shows_amount(team, [rep, *people]) else None,
        sharers=tuple(person for person in named if person.id not in assisting),
        assists=tuple(person for person in helped if person.id in assisting),
        lines=tuple((products[line.product], line.quantity) for line in state.lines),
        referred_by=book.accounts.by_id(referrer).name if referrer else None,
        wins=wins,
        feats=feats,
        streak=streak,
        wording=variant(f"deal:{state.deal_id}", WORDINGS),
    )


def team_told(book: Book, recipient: str) -> Team | None:
    """The team whose channel a row is for; None if there is no such team any more."""
    try:
        return book.people.team(Recipient.read(recipient).number)
    except LookupError:
        return None


def _told_later(book: Book, row: Announcement) -> set[int]:
    """The deals of which the channel hears after this one: of several that wait, each counts those before it."""
    waiting = book.announcements.of(
        kinds=[Kind.SHOUT_OUT.value],
        recipient=row.recipient,
        statuses=[AnnouncementStatus.PLANNED.value, AnnouncementStatus.CLAIMED.value],
    )
    return {
        int(each.subject["deal"])
        for each in waiting
        if each.id != row.id and (each.due_at, each.created_at) > (row.due_at, row.created_at)
    }


def gathered(book: Book, row: Announcement, now: datetime) -> tuple[ShoutOut, ...]:
    """The shout-outs that were put aside for this one post, as they stand now, the earliest first."""
    mine = book.announcements.put_aside(row.recipient, row.period_key)
    found = (shout_out(book, each, now) for each in mine)
    return tuple(each for each in found if each is not None)


def _still_told(state: DealState, rep: Person) -> bool:
    return state.outcome is Outcome.WON and rep.praise == "public" and rep.active and not state.practice


def _shows_amount(team: Team, people: list[Person]) -> bool:
    return team.shows_amounts and all(person.shows_amounts for person in people)
