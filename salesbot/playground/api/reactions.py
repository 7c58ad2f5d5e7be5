"""The bot's reactions to messages."""

from salesbot.playground.api.call import Body, Call, method
from salesbot.playground.api.conversations import known_to_bot
from salesbot.playground.cast import BOT
from salesbot.playground.errors import SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.posting import react
from salesbot.playground.records import Message


def _message(slack: LocalSlack, call: Call) -> Message:
    conversation = known_to_bot(slack, call.text("channel"))
    if BOT not in conversation.members:
        raise SlackError("not_in_channel")
    message = conversation.messages.get(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return message


@method("reactions.add", "reactions:write", 3)
def reactions_add(slack: LocalSlack, call: Call) -> Body:
    """Add a reaction."""
    if not react(slack, _message(slack, call), BOT, call.text("name").strip(":"), on=True):
        raise SlackError("already_reacted")
    return {}


@method("reactions.remove", "reactions:write", 2)
def reactions_remove(slack: LocalSlack, call: Call) -> Body:
    """Take a reaction back."""
    if not react(slack, _message(slack, call), BOT, call.text("name").strip(":"), on=False):
        raise SlackError("no_reaction")
    return {}
