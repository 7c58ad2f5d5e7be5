"""Who asks: from what Slack signed to a workspace, one of its people, and an `Ask`.

Only ids of the signed payload count: the enterprise's, the workspace's, the person's own workspace's and the person's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from salesbot.domain.people import Person
from salesbot.domain.refusals import SetupMissing, WorkspaceUnknown
from salesbot.domain.workspaces import Workspace
from salesbot.runtime import Runtime
from salesbot.services.people import GuestRefused, heard_of
from salesbot.services.setup import able_to_set_up
from salesbot.slack.asking import Ask, Way
from salesbot.slack.commands import CommandNames
from salesbot.slack.loose_names import with_names_mentioned
from salesbot.slack.parsing import clean
from salesbot.slack.receipt import Receipt
from salesbot.storage.book import read_in
from salesbot.storage.workspaces import workspace_of_team

Body = Mapping[str, Any]


def ask_of(
    runtime: Runtime, commands: CommandNames, way: Way, body: Body, receipt: Receipt | None = None
) -> Ask:
    """What somebody asks. Raises WorkspaceUnknown; whether they may is `admit`'s affair.

    `receipt`: by which Slack can be told early that the request was received.
    """
    slack_id = asker_of(body)
    workspace, person = _known(runtime, body, slack_id) or _begun(runtime, body, slack_id)
    view: Body = body.get("view") or {}
    metadata = _metadata(view)
    typed_command = body.get("command", "")
    is_log = bool(typed_command) and commands.is_log(typed_command)
    return Ask(
        runtime=runtime, workspace=workspace, person=person, slack_id=slack_id, way=way,
        key=_key(way, body, metadata), now=runtime.now(),
        locale=person.language(workspace.locale) if person else workspace.locale,
        time_zone=person.zone(workspace.zone) if person else workspace.zone,
        log_command=typed_command if is_log else commands.log,
        sales_command=typed_command if typed_command and not is_log else commands.sales,
        channel=_channel(body), trigger_id=body.get("trigger_id"),
        text=body.get("text") or (body.get("event") or {}).get("text") or "",
        value=_chosen(body), metadata=metadata, values=_values(view), payload=body, receipt=receipt,
    )  # fmt: skip


def _known(runtime: Runtime, body: Body, slack_id: str) -> tuple[Workspace, Person | None] | None:
    with runtime.engines.reading() as connection:
        workspace = workspace_of_team(connection, team_of(body))
        if workspace is None:
            return None
        with read_in(connection, workspace) as book:
            return workspace, book.people.by_slack_id(slack_id)


def _begun(runtime: Runtime, body: Body, slack_id: str) -> tuple[Workspace, Person | None]:
    """A workspace whose organisation installed the app begins now. Raises WorkspaceUnknown for any other."""
    team_id = team_of(body)
    name = str(body.get("team_domain") or (body.get("team") or {}).get("domain") or team_id)
    runtime.on_unknown(team_id, organisation_of(body), name)
    found = _known(runtime, body, slack_id)
    if found is None:
        raise WorkspaceUnknown(team_id=team_id)
    return found


def admit(ask: Ask, *, before_setup: bool) -> Ask:
    """Let full members of a workspace that is set up pass; everybody else is refused kindly.

    Raises GuestRefused or SetupMissing. Somebody not known yet is looked up at Slack.
    """
    if _of_another_company(ask):
        raise GuestRefused(name="", stranger=True)
    if ask.person is None or not ask.person.active:
        who = ask.who
        if who.guest or who.stranger or who.bot or who.deleted:
            raise GuestRefused(name=who.name, stranger=who.stranger)
        ask = _of_a_file(replace(ask, known_as=who))
    if not before_setup:
        require_setup(ask)
    return with_names_mentioned(ask)


def _of_a_file(ask: Ask) -> Ask:
    """Somebody of a file who turns up in Slack is that person from the first word on, also where they only look."""
    email = ask.who.email
    with ask.reading() as book:
        waiting = book.people.by_email(email) if email and ask.person is None else None
    if waiting is None or waiting.slack_id is not None:
        return ask
    with ask.runtime.book(ask.workspace.id) as book:
        person = heard_of(book, ask.who, ask.now)
    if person is None:
        return ask
    return replace(
        ask, person=person, locale=person.language(ask.locale), time_zone=person.zone(ask.time_zone)
    )


def require_setup(ask: Ask) -> None:
    """Let pass what needs a currency and a time zone. Raises SetupMissing, which names who can settle them."""
    if not ask.workspace.ready:
        with ask.reading() as book:
            raise SetupMissing(admins=able_to_set_up(book))


def team_of(body: Body) -> str:
    """The Slack workspace that a payload is about."""
    if "event" in body:
        authorized = (body.get("authorizations") or [{}])[0]
        return str(authorized.get("team_id") or body.get("team_id") or "")
    team = body.get("team") or {}
    return str(body.get("team_id") or team.get("id") or (body.get("user") or {}).get("team_id") or "")


def organisation_of(body: Body) -> str | None:
    """The organisation in Slack that the workspace belongs to; None where it belongs to none."""
    authorized = (body.get("authorizations") or [{}])[0]
    found = (
        authorized.get("enterprise_id")
        or body.get("enterprise_id")
        or (body.get("enterprise") or {}).get("id")
    )
    return str(found) if found else None


def asker_of(body: Body) -> str:
    """The Slack id of who asks."""
    event = body.get("event")
    if event is not None:
        # A step of a workflow names for whom it is done; who began the workflow Slack does not say.
        user = event.get("user") or (event.get("inputs") or {}).get("rep")
        return str(user.get("id") if isinstance(user, dict) else user or "")
    return str(body.get("user_id") or (body.get("user") or {}).get("id") or "")


def _of_another_company(ask: Ask) -> bool:
    """In a channel shared with another company, its people reach the bot too."""
    body = ask.payload
    own = str((body.get("user") or {}).get("team_id") or (body.get("event") or {}).get("user_team") or "")
    if not own or own == team_of(body):
        return False
    return not (body.get("enterprise") or body.get("enterprise_id"))


def _key(way: Way, body: Body, metadata: Body) -> str:
    """What names this request: the same when Slack delivers it again."""
    if way is Way.EVENT:
        return f"event:{body.get('event_id')}"
    if way is Way.FORM:
        return f"form:{metadata.get('key') or body['view']['id']}"
    return f"{way.value}:{body.get('trigger_id')}"


def _channel(body: Body) -> str | None:
    found = (
        body.get("channel_id")
        or (body.get("channel") or {}).get("id")
        or (body.get("container") or {}).get("channel_id")
        or (body.get("event") or {}).get("channel")
    )
    return str(found) if found else None


def _metadata(view: Body) -> dict[str, Any]:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _chosen(body: Body) -> str:
    """What was pressed or chosen: a button's value, a menu's option, or what is typed into a menu."""
    actions = body.get("actions")
    if actions:
        found = _field(actions[0])
        return " ".join(found) if isinstance(found, list) else found or ""
    return str(body.get("value") or "")


def _values(view: Body) -> dict[str, Any]:
    state = (view.get("state") or {}).get("values") or {}
    return {action: _field(said) for block in state.values() for action, said in block.items()}


_SAID = (
    "value",
    "selected_date",
    "selected_time",
    "selected_user",
    "selected_channel",
    "selected_conversation",
)


def _field(said: Body) -> Any:
    if said.get("selected_option"):
        return clean(said["selected_option"]["value"])
    if said.get("selected_options") is not None:
        return [option["value"] for option in said["selected_options"]]
    if said.get("value"):
        return clean(said["value"])
    if said.get("files") is not None:
        return [str(file["id"]) for file in said["files"]]
    for name in ("selected_users", "selected_channels", "selected_conversations"):
        if said.get(name) is not None:
            return list(said[name])
    return next((said[name] for name in _SAID if said.get(name)), None)
