"""A database moves from one engine to the other, whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from salesbot.storage import tables
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from salesbot.storage.failures import BackupFailed
from salesbot.storage.holding import held
from salesbot.storage.moving import move
from tests.cast import NOW, TODAY, Cast
from tests.databases import Databases
from tests.trade import set_goal, win


@pytest.fixture
def target(cast: Cast, databases: Databases, tmp_path: Path) -> Iterator[Engines]:
    """An empty database of the other engine."""
    folder = tmp_path / "target"
    folder.mkdir()
    opened = databases.fresh("postgresql" if cast.engines.sqlite else "sqlite")
    yield opened
    databases.drop(opened)


def told(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        state = win(book, cast.adria.kim, "Acme", "1000.50", TODAY, now=NOW)
        referred = win(book, cast.adria.bo, "Beta", "700", TODAY, now=NOW)
        book.accounts.change(state.account_id, referred_by_id=referred.account_id)
        set_goal(book, cast.adria.kim, "2026-06", "5000", now=NOW)
        book.records.audit("changed", "deal", 1, by=None, now=NOW, after={"said": "Žiga's 5 €"})
    with open_book(cast.engines, cast.other.workspace.id) as book:
        win(book, cast.other.kim, "Acme", "20", TODAY, now=NOW, currency="USD")


def everything(engines: Engines) -> dict[str, list[Any]]:
    with engines.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
        }


def test_every_row_is_there_and_new_ones_follow(cast: Cast, target: Engines) -> None:
    told(cast)
    before = everything(cast.engines)
    steps: list[tuple[int, int]] = []
    moved = move(cast.engines, target, lambda done, of: steps.append((done, of)))
    assert everything(target) == before == everything(cast.engines)
    assert (moved.deals, sorted(moved.credit.values())) == (3, [2_000, 170_050])
    assert steps[-1] == (moved.rows, moved.rows)
    with open_book(target, cast.workspace_id) as book:
        state = win(book, cast.adria.kim, "Gamma", "1", TODAY, now=NOW)
    assert (cast.workspace_id, state.deal_id) not in {row[:2] for row in before["deal"]}


def test_a_target_that_is_not_empty_is_left_alone(cast: Cast, target: Engines) -> None:
    move(cast.engines, target)
    kept = everything(target)
    with pytest.raises(BackupFailed, match="occupied"):
        move(cast.engines, target)
    assert everything(target) == kept


def test_nothing_is_moved_while_a_bot_holds_either(cast: Cast, target: Engines) -> None:
    file = cast.engines if cast.engines.sqlite else target
    with held(file), pytest.raises(BackupFailed, match="held"):
        move(cast.engines, target)
    with read_book(target, 1) as book:
        assert book.all(book.select(tables.Person)) == []


def test_what_fails_half_way_leaves_nothing(cast: Cast, target: Engines) -> None:
    told(cast)

    def breaks(done: int, of: int) -> None:
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(cast.engines, target, breaks)
    assert not any(everything(target).values())
