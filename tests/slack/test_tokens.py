"""Tokens that end: exchanged once by whichever process is first, while the others go on; taken back, they post no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import text

from salesbot.runtime import PostFailed
from salesbot.services.installing import SlackTeam, install, remove
from salesbot.slack.installing import authorize_by
from salesbot.slack.tokens import InstalledTokens
from salesbot.slack.user_records import slack_person
from salesbot.storage.book import read_book
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.installations import (
    Installation,
    begin_install,
    end_install,
    installation_of,
    keep_installation,
)
from salesbot.storage.sealing import Sealer, seal_anew
from salesbot.storage.workspaces import workspace_of_team
from tests.cast import NOW, TEAM_ID, Cast
from tests.slack.asked import Bot
from tests.storage.test_sealing import NEWEST, OLDER

SOON, LATER, GONE = timedelta(minutes=30), timedelta(hours=11), timedelta(seconds=-5)


@dataclass
class Exchanges:
    """Slack, as far as it exchanges tokens: a refresh token is good once."""

    good: set[str] = field(default_factory=lambda: {"xoxe-1"})
    asked: int = 0
    fails: str = ""
    lasts: int = 43_200
    """Seconds that each new token lasts."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def oauth_v2_access(self, *, refresh_token: str, **_: Any) -> dict[str, Any]:
        """What Slack answers."""
        with self._lock:
            self.asked += 1
            if self.fails or refresh_token not in self.good:
                raise SlackApiError("no", {"error": self.fails or "invalid_refresh_token"})  # type: ignore[no-untyped-call]
            self.good = {f"xoxe-{self.asked + 1}"}
            return {
                "access_token": f"xoxb-{self.asked + 1}", "refresh_token": f"xoxe-{self.asked + 1}",
                "expires_in": self.lasts,
            }  # fmt: skip


@pytest.fixture
def sealed(cast: Cast) -> Iterator[Engines]:
    """The cast's database, sealed."""
    engines = open_engines(cast.engines.url.render_as_string(hide_password=False), Sealer([OLDER]))
    yield engines
    engines.close()


def given(
    slack_id: str = TEAM_ID, lasts: timedelta | None = SOON, *, organisation: bool = False
) -> Installation:
    """What an install gave."""
    refresh = None if lasts is None else "xoxe-1"
    return Installation(
        slack_id, organisation, "A1", "B1", "UBOT", ("commands",), "xoxb-1", refresh, lasts, "U0ANA"
    )


def keep(engines: Engines, installation: Installation) -> None:
    with engines.changing() as connection:
        keep_installation(connection, installation)


def tokens(engines: Engines, slack: Exchanges, **more: Any) -> InstalledTokens:
    return InstalledTokens(engines, cast_client(slack), "1.2", "secret", **more)


def cast_client(slack: Exchanges) -> WebClient:
    return cast(WebClient, slack)


def test_a_token_that_lasts_is_left_alone_and_one_that_ends_soon_is_exchanged(
    cast: Cast, sealed: Engines
) -> None:
    slack = Exchanges()
    keep(sealed, given(lasts=None))
    assert tokens(sealed, slack).of(cast.workspace_id).text == "xoxb-1"
    keep(sealed, given(lasts=LATER))
    assert tokens(sealed, slack).of(cast.workspace_id).text == "xoxb-1"
    assert slack.asked == 0
    keep(sealed, given())
    assert tokens(sealed, slack).of(cast.workspace_id).text == "xoxb-2"
    assert tokens(sealed, slack).of(cast.workspace_id).text == "xoxb-2"
    assert slack.asked == 1


def test_a_new_token_that_lasts_shortly_is_taken_as_it_is(cast: Cast, sealed: Engines) -> None:
    slack = Exchanges(lasts=600)
    keep(sealed, given())
    assert tokens(sealed, slack).of(cast.workspace_id).text == "xoxb-2"
    assert slack.asked == 1


def test_two_processes_at_the_end_of_a_token_exchange_it_once(cast: Cast, sealed: Engines) -> None:
    keep(sealed, given(lasts=GONE))
    slack, found = Exchanges(), list[str]()
    address = cast.engines.url.render_as_string(hide_password=False)
    processes = [open_engines(address, Sealer([OLDER])) for _ in range(2)]
    begun = threading.Barrier(8)

    def ask(engines: Engines) -> None:
        begun.wait()
        found.append(tokens(engines, slack).of(cast.workspace_id).text)

    threads = [threading.Thread(target=ask, args=(processes[place % 2],)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, slack.asked) == (["xoxb-2"] * 8, 1)
    for engines in processes:
        engines.close()


def test_whoever_slack_waits_for_does_not_wait_for_an_exchange(cast: Cast, sealed: Engines) -> None:
    slack, answered = Exchanges(), threading.Event()
    whole = slack.oauth_v2_access

    def slowly(**asked: Any) -> Any:
        assert answered.wait(60)
        return whole(**asked)

    slack.oauth_v2_access = slowly  # type: ignore[method-assign]
    keep(sealed, given())
    known = tokens(sealed, slack)
    for _ in range(3):  # also while it is being exchanged
        authorized = authorize_by(known)(enterprise_id=None, team_id=TEAM_ID, user_id="U0ANA")
        assert authorized.bot_token == "xoxb-1"
    answered.set()
    assert known._beside.acquire(timeout=60)
    found = known.at_hand(TEAM_ID, None)
    assert found is not None
    assert (slack.asked, found.token) == (1, "xoxb-2")
    assert known.of(cast.workspace_id).text == "xoxb-2"


def test_a_token_that_has_ended_is_exchanged_before_the_answer(cast: Cast, sealed: Engines) -> None:
    slack = Exchanges()
    keep(sealed, given(lasts=GONE))
    found = tokens(sealed, slack).at_hand(TEAM_ID, None)
    assert found is not None
    assert (found.token, slack.asked) == ("xoxb-2", 1)


def test_what_cannot_be_exchanged_holds_until_its_end_and_is_said_then(cast: Cast, sealed: Engines) -> None:
    slack = Exchanges(fails="internal_error")
    keep(sealed, given())
    for _ in range(3):
        assert tokens(sealed, slack).of(cast.workspace_id).text == "xoxb-1"
    assert slack.asked == 1, "nobody asks again before the lease is over"
    keep(sealed, given(lasts=GONE))
    with pytest.raises(PostFailed) as failed:
        tokens(sealed, slack, patience=0.2).of(cast.workspace_id)
    assert "xox" not in str(failed.value)


def test_without_an_install_nothing_is_posted(cast: Cast, sealed: Engines) -> None:
    with pytest.raises(PostFailed, match="account_inactive"):
        tokens(sealed, Exchanges()).of(cast.workspace_id)


def test_an_organisations_token_is_for_each_of_its_workspaces_and_names_it(
    cast: Cast, sealed: Engines
) -> None:
    with sealed.changing() as connection:
        connection.exec_driver_sql(
            f"UPDATE workspace SET enterprise_id = 'E0ORG' WHERE id = {cast.workspace_id}"
        )
    keep(sealed, given("E0ORG", None, organisation=True))
    found = tokens(sealed, Exchanges()).of(cast.workspace_id)
    assert (found.text, found.team_id) == ("xoxb-1", TEAM_ID)
    keep(sealed, given(lasts=None))
    assert tokens(sealed, Exchanges()).of(cast.workspace_id).team_id is None, "its own comes first"
    with pytest.raises(PostFailed):
        tokens(sealed, Exchanges()).of(cast.other.workspace.id)


def test_an_organisation_takes_the_app_from_a_workspace_and_gives_it_back(
    bot: Bot, sqlite_cast: Cast
) -> None:
    def told(kind: str, *teams: str) -> None:
        event = {"type": f"team_access_{kind}", "team_ids": list(teams)}
        body = {
            "type": "event_callback",
            "team_id": TEAM_ID,
            "enterprise_id": "E1",
            "event_id": kind,
            "event": event,
        }
        assert bot.send({**body, "authorizations": []}).status == 200

    def posts() -> bool:
        with sqlite_cast.engines.reading() as connection:
            found = connection.execute(text("SELECT suspended_at FROM workspace WHERE id = 1")).scalar_one()
        return found is None

    with sqlite_cast.engines.changing() as connection:
        connection.execute(text("UPDATE workspace SET enterprise_id = 'E1' WHERE id = 1"))
        keep_installation(connection, given("E1", organisation=True))
    told("revoked", TEAM_ID, "T0NOBODY")
    assert not posts()
    told("granted", TEAM_ID)
    assert posts()
    # Installed by the workspace itself it stays, whatever the organisation does.
    with sqlite_cast.engines.changing() as connection:
        keep_installation(connection, given(TEAM_ID))
    told("revoked", TEAM_ID)
    assert posts()


def test_removed_it_posts_no_more_and_what_is_told_late_changes_nothing(cast: Cast, sealed: Engines) -> None:
    keep(sealed, given(lasts=None))

    def told(at: datetime) -> list[int]:
        with sealed.changing() as connection:
            return remove(connection, TEAM_ID, None, at, whole_organisation=False, now=NOW)

    assert told(datetime.now(UTC) - timedelta(hours=1)) == []
    assert tokens(sealed, Exchanges()).of(cast.workspace_id).text == "xoxb-1"
    assert told(datetime.now(UTC) + timedelta(seconds=1)) == [cast.workspace_id]
    with sealed.reading() as connection:
        assert installation_of(connection, TEAM_ID, None) is None
    with pytest.raises(PostFailed):
        tokens(sealed, Exchanges()).of(cast.workspace_id)


def test_who_installs_a_workspace_with_an_admin_is_none(cast: Cast, sealed: Engines) -> None:
    with sealed.changing() as connection:
        install(
            connection, given(), SlackTeam(TEAM_ID, "Acme Sales"),
            slack_person({"id": "U0EVE", "name": "eve"}), lambda *_: {"text": "", "blocks": []}, now=NOW,
        )  # fmt: skip
    with read_book(sealed, cast.workspace_id) as book:
        eve = book.people.by_slack_id("U0EVE")
        assert eve is not None
        assert eve.roles == frozenset()


def test_a_guest_who_installs_is_no_admin(cast: Cast, sealed: Engines) -> None:
    guest = slack_person({"id": "U0GUS", "name": "gus", "is_restricted": True})
    with sealed.changing() as connection:
        install(
            connection, given("T0NEW"), SlackTeam("T0NEW", "New"), guest, lambda *_: {"text": ""}, now=NOW
        )
        workspace = workspace_of_team(connection, "T0NEW")
    assert workspace is not None
    with read_book(sealed, workspace.id) as book:
        assert book.people.all() == []


def test_a_state_is_good_once_and_for_ten_minutes(sealed: Engines) -> None:
    with sealed.changing() as connection:
        begin_install(connection, "one")
        begin_install(connection, "two")
        assert end_install(connection, "one")
        assert not end_install(connection, "one")
        assert not end_install(connection, "three")
        connection.exec_driver_sql("UPDATE install_state SET begun_at = '2026-01-01 00:00:00+00:00'")
        assert not end_install(connection, "two")
        begin_install(connection, "four")
        assert connection.exec_driver_sql("SELECT count(*) FROM install_state").scalar_one() == 1


def test_tokens_are_sealed_anew_under_the_newest_key(cast: Cast, sealed: Engines) -> None:
    keep(sealed, given())
    address = cast.engines.url.render_as_string(hide_password=False)
    both = open_engines(address, Sealer([NEWEST, OLDER]))
    with both.changing() as connection:
        assert seal_anew(connection) == 2
        assert seal_anew(connection) == 0
        kept = connection.exec_driver_sql("SELECT token FROM installation").scalar_one()
    both.close()
    assert "xoxb" not in kept
    newest = open_engines(address, Sealer([NEWEST]))
    assert tokens(newest, Exchanges()).of(cast.workspace_id).text == "xoxb-2"
    newest.close()
