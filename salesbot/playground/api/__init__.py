"""The Web API: every method that a sales team's bot calls, answered as Slack answers it."""

from salesbot.playground.api import chat, conversations, files, reactions, team, users, views
from salesbot.playground.api.call import METHODS, Call, Json, Method
from salesbot.playground.errors import SlackError, missing_scope
from salesbot.playground.local_slack import LocalSlack

__all__ = ["answer_call", "chat", "conversations", "files", "reactions", "team", "users", "views"]


def answer_call(slack: LocalSlack, call: Call) -> Json:
    """Answer one call; SlackError says by Slack's name why it is refused."""
    method = METHODS.get(call.method)
    if method is None:
        raise SlackError("unknown_method", req_method=call.method)
    _check_token(slack, call, method)
    slack.limits.spend(call.method, method.a_minute)
    if method.scope and not slack.manifest.allows(method.scope):
        raise missing_scope(method.scope, slack.manifest.scopes)
    return {"ok": True, **method.handler(slack, call)}


def _check_token(slack: LocalSlack, call: Call, method: Method) -> None:
    if method.token in ("client", "none"):
        return
    if not call.token:
        raise SlackError("not_authed")
    secrets = slack.space.secrets
    known = {secrets.bot_token: "bot", secrets.app_token: "app"}
    known |= dict.fromkeys(slack.functions.values(), "bot")
    kind = "bot" if slack.installs.works(call.token) else known.get(call.token)
    if kind is None:
        raise SlackError("invalid_auth")
    if kind != method.token:
        raise SlackError("not_allowed_token_type")
