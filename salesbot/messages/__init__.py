"""How the bot speaks: templates and facts in, Slack messages, forms and home pages out."""

from salesbot.messages.markup import TemplateFault, action_name
from salesbot.messages.native import plainer_view, without_native
from salesbot.messages.plain import in_plain, in_text, people_in
from salesbot.messages.render import Message, Renderer

__all__ = [
    "Message",
    "Renderer",
    "TemplateFault",
    "action_name",
    "in_plain",
    "in_text",
    "people_in",
    "plainer_view",
    "without_native",
]
