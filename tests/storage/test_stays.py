"""How long won deals stayed in each stage: what the database adds up is what the whole history says."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from salesbot.analysis.pipeline import StageMove, medians_of_stays, stage_medians, stage_visits
from salesbot.domain.deals import EntryKind, Outcome
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import open_deal


def histories(book: Book, cast: Cast) -> None:
    """Thirty deals that go back and forth between stages, some of them twice through the same."""
    dice = random.Random(7)
    stages = book.accounts.stages()
    for number in range(30):
        state = open_deal(
            book, cast.adria.kim, f"Account {number}", "1000", now=NOW, stage=dice.choice(stages).key
        )
        for step in range(dice.randrange(6)):
            day = TODAY + timedelta(days=2 * step + 1)
            outcome = dice.choice([Outcome.OPEN, Outcome.OPEN, Outcome.WON, Outcome.LOST])
            still_open = outcome is Outcome.OPEN
            state = book.deals.enter(
                replace(
                    state, number=state.number + 1, kind=EntryKind.MOVED, outcome=outcome, effective_on=day,
                    stage_id=dice.choice(stages).id if still_open else state.stage_id,
                    closed_on=None if still_open else day, recorded_at=NOW + timedelta(days=2 * step + 1),
                )
            )  # fmt: skip


def test_won_stays_are_those_of_the_whole_history(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        histories(book, cast)
    with read_book(cast.engines, cast.workspace_id) as book:
        for day in (TODAY + timedelta(days=2), TODAY + timedelta(days=9)):
            check(book, day)


def check(book: Book, before: date) -> None:
    known_at = NOW + timedelta(days=90)
    visits = stage_visits(StageMove(*each) for each in book.deals.moves(known_at, before))
    stayed: Counter[tuple[int, int]] = Counter()
    for visit in visits:
        if visit.outcome is Outcome.WON and visit.left_on is not None:
            stayed[visit.stage_id, visit.deal_id] += (visit.left_on - visit.entered_on).days
    expected = Counter((stage, days) for (stage, _), days in stayed.items())
    told = book.deals.won_stays(known_at, before)
    assert {(stage, days): deals for stage, days, deals in told} == dict(expected)
    assert medians_of_stays(told) == stage_medians(visits)
    some = {visit.deal_id for visit in visits if visit.deal_id % 3 == 0}
    own = [move for move in book.deals.moves(known_at, before) if move[0] in some]
    assert book.deals.moves(known_at, before, some) == own
