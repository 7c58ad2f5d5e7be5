"""Who the bot is and where: auth.test, team.info, the socket's ticket, an install by OAuth, steps of workflows."""

from salesbot.playground.api.call import Body, Call, method
from salesbot.playground.cast import APP_ID, BOT, BOT_ID
from salesbot.playground.errors import SlackError
from salesbot.playground.installs import Code
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import bot_profile
from salesbot.playground.sockets import MOST_SOCKETS


@method("auth.test")
def auth_test(slack: LocalSlack, call: Call) -> Body:
    """Tell the bot who it is."""
    cast = slack.space.cast
    return {
        "url": f"{slack.space.address}/",
        "team": cast.team_name,
        "user": slack.manifest.bot_name,
        "team_id": cast.team_id,
        "user_id": BOT,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


@method("api.test", token="none")  # noqa: S106 - a kind, no secret
def api_test(slack: LocalSlack, call: Call) -> Body:
    """Answer that the API is there."""
    if call.optional("error"):
        raise SlackError(call.text("error"))
    return {"args": dict(call.arguments)}


@method("apps.connections.open", tier=3, token="app")  # noqa: S106 - a kind, no secret
def connections_open(slack: LocalSlack, call: Call) -> Body:
    """Hand out the address of a socket, good once and for a short while."""
    if len(slack.sockets.open) >= MOST_SOCKETS:
        raise SlackError("too_many_websockets")
    address = slack.space.address.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={slack.tickets.socket()}&app_id={APP_ID}"}


@method("team.info", "team:read", 3)
def team_info(slack: LocalSlack, call: Call) -> Body:
    """Describe the workspace."""
    cast = slack.space.cast
    icon = {"image_default": True}
    domain = {"domain": cast.team_domain, "email_domain": "", "icon": icon}
    return {"team": {"id": cast.team_id, "name": cast.team_name, **domain}}


@method("bots.info", "users:read", 3)
def bots_info(slack: LocalSlack, call: Call) -> Body:
    """Describe a bot; there is only the one."""
    if call.optional("bot") not in (None, BOT_ID):
        raise SlackError("bot_not_found")
    return {"bot": bot_profile(slack.space)}


@method("dnd.info", "dnd:read", 3)
def dnd_info(slack: LocalSlack, call: Call) -> Body:
    """Say until when somebody paused notifications; nobody has daily hours without."""
    usual: Body = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    until, now = slack.space.paused_until.get(call.text("user"), 0), int(slack.calendar.now().timestamp())
    if until <= now:
        return usual | {"snooze_enabled": False}
    return usual | {"snooze_enabled": True, "snooze_endtime": until, "snooze_remaining": until - now}


@method("usergroups.list", "usergroups:read", 2)
def usergroups_list(slack: LocalSlack, call: Call) -> Body:
    """List the user groups; a workspace on the free plan has none."""
    return {"usergroups": []}


@method("oauth.v2.access", tier=4, token="client")  # noqa: S106 - a kind, no secret
def oauth_access(slack: LocalSlack, call: Call) -> Body:
    """Install the app: a code is exchanged for the bot's token; or a token that ends for the next."""
    secrets = slack.space.secrets
    given = call.basic or (call.optional("client_id"), call.optional("client_secret"))
    if given[0] != secrets.client_id:
        raise SlackError("invalid_client_id")
    if given[1] != secrets.client_secret:
        raise SlackError("bad_client_secret")
    if call.optional("grant_type") == "refresh_token":
        return _access(slack, None, slack.installs.exchange(call.optional("refresh_token") or ""))
    code = slack.installs.redeem(call.optional("code") or "", call.optional("redirect_uri") or "")
    return _access(slack, code, slack.installs.mint())


def _access(slack: LocalSlack, code: Code | None, pair: Body) -> Body:
    cast, whole = slack.space.cast, slack.installs.organisation
    said: Body = {
        **pair, "token_type": "bot", "scope": ",".join(slack.manifest.scopes), "bot_user_id": BOT, "app_id": APP_ID,
        "team": None if whole else {"id": cast.team_id, "name": cast.team_name},
        "enterprise": {"id": whole[0], "name": whole[1]} if whole else None, "is_enterprise_install": whole is not None,
    }  # fmt: skip
    return said | {"authed_user": {"id": code.user}} if code else said


@method("functions.completeSuccess", tier=3)
def function_succeeded(slack: LocalSlack, call: Call) -> Body:
    """Take the outputs of a workflow's step."""
    _end_function(slack, call)
    if not isinstance(call.structure("outputs"), dict):
        raise SlackError("invalid_arguments")
    return {}


@method("functions.completeError", tier=3)
def function_failed(slack: LocalSlack, call: Call) -> Body:
    """Take the failure of a workflow's step."""
    call.text("error")
    _end_function(slack, call)
    return {}


def _end_function(slack: LocalSlack, call: Call) -> None:
    if slack.functions.pop(call.text("function_execution_id"), None) is None:
        raise SlackError("function_execution_not_found")
