"""Orders that have not come: the question of the database says what the rule over all steps says."""

from __future__ import annotations

import random
from datetime import timedelta

from salesbot.domain.orders import StepKind
from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import win


def test_undelivered_is_what_the_steps_leave(cast: Cast) -> None:
    """
    order | promised | delivered | taken back
    1     | day 0    | day 1     |
    2     | day 0    | day 1     | day after
    3     | day 0    |           |
    4     |          | day 2     | and delivered again on day 3
    """
    day = timedelta(days=1)
    with open_book(cast.engines, cast.workspace_id) as book:
        kim = cast.adria.kim
        orders = [
            book.orders.add(
                win(book, kim, f"Acme {number}", "900", TODAY, now=NOW).deal_id, TODAY, now=NOW, by=None
            )
            for number in range(4)
        ]
        for order in orders[:3]:
            book.orders.step(order.id, StepKind.PROMISED, TODAY, now=NOW, by=None)
        came = [
            book.orders.step(one.id, StepKind.DELIVERED, TODAY + day * after, now=NOW + day * after, by=None)
            for one, after in ((orders[0], 1), (orders[1], 1), (orders[3], 2))
        ]
        for order, step in ((orders[1], came[1]), (orders[3], came[2])):
            book.orders.step(
                order.id, StepKind.TAKEN_BACK, TODAY, now=NOW + day * 2, by=None, takes_back_id=step
            )
        book.orders.step(orders[3].id, StepKind.DELIVERED, TODAY + day * 3, now=NOW + day * 3, by=None)
        for known in range(5):
            for before in range(6):
                asked = (NOW + day * known, TODAY + day * before)
                rule = [order for order in book.orders.all(*asked) if order.delivered_on is None]
                assert book.orders.undelivered(*asked) == rule
        assert [one.id for one in book.orders.undelivered(NOW + day * 4, TODAY + day * 9)] == [
            orders[1].id, orders[2].id,
        ]  # fmt: skip


def test_at_hand_is_all_that_can_want_something(cast: Cast) -> None:
    """Of orders with any steps, some taken back: none is left out that the rule finds, each with its steps."""
    dice, day = random.Random(7), timedelta(days=1)
    kinds = [kind for kind in StepKind if kind is not StepKind.TAKEN_BACK]
    with open_book(cast.engines, cast.workspace_id) as book:
        for number in range(60):
            deal = win(book, cast.adria.kim, f"Acme {number}", "900", TODAY, now=NOW)
            order = book.orders.add(deal.deal_id, TODAY, now=NOW, by=None)
            steps: list[int] = []
            for _ in range(dice.randrange(6)):
                kind, back = dice.choice(kinds), dice.choice([None, None, None, *steps])
                steps.append(
                    book.orders.step(
                        order.id, kind if back is None else StepKind.TAKEN_BACK, TODAY - day * dice.randrange(40),
                        now=NOW, by=None, score=8 if kind is StepKind.RATED and back is None else None,
                        takes_back_id=back,
                    )
                )  # fmt: skip
        every = {order.id: order for order in book.orders.all()}
        for since in (TODAY - day * 30, TODAY - day * 10, TODAY):
            found = {order.id: order for order in book.orders.at_hand(since)}
            wanting = {
                order.id
                for order in every.values()
                if order.delivered_on is None
                or order.issue == "open"
                or order.delivered_on >= since
                or ((rated := order.last(StepKind.RATED)) is not None and rated.day >= since)
            }
            assert wanting <= found.keys()
            assert found == {number: every[number] for number in found}
            assert len(found) < len(every)
    with open_book(cast.engines, cast.other.workspace.id) as book:
        assert book.orders.at_hand(TODAY) == []
