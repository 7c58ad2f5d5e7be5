"""What Slack tells of people without being asked: somebody joined, changed, or left; or the app was removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from salesbot.domain.workspaces import Workspace
from salesbot.runtime import Runtime
from salesbot.services.installing import admit_again, remove, shut_out
from salesbot.services.leaving import plan_leaving_question
from salesbot.services.people import heard_of
from salesbot.slack.asking import Word
from salesbot.slack.edge import Edge
from salesbot.slack.identity import organisation_of, team_of
from salesbot.slack.user_records import slack_person

WORDS: tuple[Word, ...] = ()


def on_user(runtime: Runtime, workspace: Workspace, event: Mapping[str, Any]) -> None:
    """Somebody joined the Slack workspace, or their record there changed."""
    now = runtime.now()
    slack = slack_person(event["user"])
    with runtime.book(workspace.id) as book:
        before = book.people.by_slack_id(slack.slack_id)
        person = heard_of(book, slack, now)
        if before is not None and before.active and person is not None and not person.active:
            plan_leaving_question(book, person, now)


def on_removed(runtime: Runtime, body: Mapping[str, Any]) -> None:
    """The app was removed, or its token taken away: from one workspace, or from a whole organisation."""
    tokens = body["event"].get("tokens")
    if tokens is not None and not tokens.get("bot"):
        return
    authorized = (body.get("authorizations") or [{}])[0]
    told = body.get("event_time")
    with runtime.engines.changing() as connection:
        remove(
            connection, team_of(body) or None, organisation_of(body),
            datetime.fromtimestamp(float(told), UTC) if told else None,
            whole_organisation=bool(authorized.get("is_enterprise_install")), now=runtime.now(),
        )  # fmt: skip


def on_access(runtime: Runtime, body: Mapping[str, Any]) -> None:
    """An organisation that installed the app gave it to some of its workspaces, or took it away there."""
    event = body["event"]
    change = admit_again if event["type"] == "team_access_granted" else shut_out
    with runtime.engines.changing() as connection:
        change(connection, [str(each) for each in event.get("team_ids") or ()], now=runtime.now())


def register(edge: Edge) -> None:
    """Take notice of the events about people and the app."""
    edge.notice("team_join")(on_user)
    edge.notice("user_change")(on_user)
    edge.removal("app_uninstalled")(on_removed)
    edge.removal("tokens_revoked")(on_removed)
    edge.removal("team_access_granted")(on_access)
    edge.removal("team_access_revoked")(on_access)
