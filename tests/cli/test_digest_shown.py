"""`salesbot digest show`: what was sent stands, whatever became of the books, the team's name or the language since."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from salesbot.messages.render import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.services.planning import Kind, person_recipient
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import open_engines
from tests.cli.terminal import Desk
from tests.scheduler.conftest import Turning
from tests.scheduler.fake_slack import FakeSlack
from tests.story import TUESDAY_8, Story, tell
from tests.trade import win


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def told(bare: Desk, slack: FakeSlack) -> tuple[Desk, Story, str]:
    """The story's company after its Tuesday morning, and the id of the manager's digest."""
    address = f"sqlite:///{bare.folder}/salesbot.db"
    bare.does("migrate")
    engines = open_engines(address)
    story = tell(engines)
    runtime = Runtime(engines, Turning(TUESDAY_8), Renderer(templates_dir(), locales_dir()), slack)
    announcer = Announcer(runtime, buckets=Buckets(a_channel=0.0, a_workspace=0.0))
    announcer.settle(TUESDAY_8 + timedelta(minutes=1), patience=5)
    announcer.stop()
    with read_book(engines, story.workspace.id) as book:
        recipient = person_recipient(story.maja.id)
        row = book.announcements.of(
            kinds=[Kind.MORNING.value], recipient=recipient, statuses=["sent"], limit=1
        )[0]
    return bare, story, row.id


def test_what_was_sent_is_shown_byte_for_byte(told: tuple[Desk, Story, str], slack: FakeSlack) -> None:
    desk, story, number = told
    (post,) = [each for each in slack.posts if each.delivery == number]
    sent = json.dumps({"text": post.text, "blocks": post.blocks}, indent=2, ensure_ascii=False) + "\n"
    in_words = desk.does(f"digest show {number}")
    assert "€4,743 behind pace" in in_words
    engines = open_engines(f"sqlite:///{desk.folder}/salesbot.db")
    with open_book(engines, story.workspace.id) as book:
        book.people.change(story.maja.id, locale="sl", name="Maja Zdaj Drugače")
        book.people.change_team(story.team.id, name="Jadran")
        win(
            book,
            story.people["kim"],
            "Late one",
            "99999",
            TUESDAY_8.date() - timedelta(days=4),
            now=TUESDAY_8,
        )
        book.change_workspace(locale="sl", country=None)
    engines.close()
    assert desk.does(f"digest show {number} --format json") == sent
    assert desk.does(f"digest show {number}") == in_words


def test_the_messages_of_a_person_are_listed_with_their_ids_and_why_none_came(
    told: tuple[Desk, Story, str],
) -> None:
    desk, story, number = told
    listed = desk.does("digest list --for maja@adria.example")
    assert f"Tue 16 June, 08:00: sent · morning · {number}" in listed
    assert "Wed 17 June, 08:00: to come · morning" in listed
    engines = open_engines(f"sqlite:///{desk.folder}/salesbot.db")
    with open_book(engines, story.workspace.id) as book:
        book.announcements.change(number, status="cancelled", last_error="muted")
    engines.close()
    assert f"Tue 16 June, 08:00: not told (muted) · morning · {number}" in desk.does(
        "digest list --for maja@adria.example"
    )
    assert "Tom" in desk.does("digest list --for tom@adria.example")


def test_once_a_person_in_it_is_erased_it_says_so(told: tuple[Desk, Story, str]) -> None:
    desk, _, number = told
    desk.does("erase kim@adria.example --yes")
    assert "was erased" in desk.does(f"digest show {number}")
    assert json.loads(desk.does(f"digest show {number} --format json")) == {"erased": True}
