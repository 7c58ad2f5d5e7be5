"""What the setup's forms ask Slack of a channel: who is in it, whether the bot is, and whether deals may be told there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import SlackPerson
from salesbot.runtime import PostFailed
from salesbot.slack.asking import Ask, FieldsRefused

_MOST_MEMBERS = 100
_AT_ONCE = 8


def people_of(ask: Ask, channel: str) -> list[SlackPerson]:
    """Everybody in the channel, as Slack knows them; some at once, since Slack is asked for each."""
    messenger, workspace = ask.runtime.messenger, ask.workspace.id
    try:
        ids = messenger.members(workspace, channel)[:_MOST_MEMBERS]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(lambda one: messenger.person(workspace, one), ids))
    except PostFailed:
        # Of a private channel that the bot is not in, Slack tells nothing.
        return []


def joined_in(ask: Ask, channel: str | None) -> bool | None:
    """Whether the bot is in the team's channel; None where there is none or Slack does not say."""
    if channel is None:
        return None
    try:
        return ask.runtime.messenger.channel(ask.workspace.id, channel).member
    except PostFailed:
        return False


def untold_in(ask: Ask, channel: str | None) -> str | None:
    """Why nothing of the bot's arrives in the channel; None: it does, or Slack does not say."""
    if channel is None:
        return None
    try:
        return ask.runtime.messenger.channel(ask.workspace.id, channel).unfit
    except PostFailed as failed:
        # Of a private channel that the bot is not in, Slack tells nothing.
        return "not_in_channel" if failed.outcome is SendOutcome.DEAD else None


def require_private(ask: Ask, field: str, channel: str | None) -> None:
    """Let pass a channel in which deals may be told: private, the bot in it, nobody from outside.

    Raises FieldsRefused, under that field of the form.
    """
    if channel is None:
        return
    try:
        unfit = ask.runtime.messenger.channel(ask.workspace.id, channel).unfit_for_deals
    except PostFailed:
        # Of a private channel that the bot is not in, Slack tells nothing.
        unfit = "not_in_channel"
    if unfit is not None:
        raise FieldsRefused({field: ask.words("setup/fields/deals_channel", why=unfit)})
