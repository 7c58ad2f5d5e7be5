"""From a rendered page to what Slack takes: compiled, made to fit, and checked before anybody is sent it."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from salesbot.blockkit import Fault, faults_in_message, faults_in_view
from salesbot.messages.markup.blocks import blocks, rich
from salesbot.messages.markup.controls import action_name, plain
from salesbot.messages.markup.fitting import fit
from salesbot.messages.markup.inline import plain_words
from salesbot.messages.markup.tree import Page, TemplateFault, given, needed, parse, yes

__all__ = ["TemplateFault", "action_name", "compile_message", "compile_view", "compile_words", "rich"]

More = Callable[[str, int], str]
_MOST_NOTIFICATION = 2000


def compile_message(template: str, source: str, more: More) -> tuple[str, list[dict[str, Any]]]:
    """Compile a message into its notification text and its blocks; raises TemplateFault."""
    root = _root(template, source, "message")
    made = fit(root, lambda: blocks(Page(template, "message", more), root), "message", more)
    text = _notification(Page(template, "message", more), root)
    _refuse(template, faults_in_message({"text": text, "blocks": made}))
    return text, made


def compile_view(template: str, source: str, more: More) -> dict[str, Any]:
    """Compile a modal or a home page into a view; raises TemplateFault."""
    root = _root(template, source, "modal", "home")
    page = Page(template, root.tag, more)
    view: dict[str, Any] = {"type": root.tag, **_frame(page, root)}
    view["blocks"] = fit(root, lambda: blocks(Page(template, root.tag, more), root), root.tag, more)
    _refuse(template, faults_in_view(view))
    return view


def compile_words(template: str, source: str) -> str:
    """Compile a page without blocks into one plain text; raises TemplateFault."""
    root = parse(template, f"<words>{source}</words>")
    return plain_words(Page(template, "words", lambda name, count: ""), root, 40_000)


def _root(template: str, source: str, *tags: str) -> Element:
    root = parse(template, source)
    if root.tag not in tags:
        raise TemplateFault(template, f"<{root.tag}>", f"is not a {' or '.join(tags)}")
    return root


def _notification(page: Page, root: Element) -> str:
    """Take the words a phone shows: the template's own, else its header, else its first line."""
    source = next(
        (
            found
            for tag in ("notification", "header", "text")
            if (found := root.find(f".//{tag}")) is not None
        ),
        None,
    )
    words = plain_words(page, source, _MOST_NOTIFICATION) if source is not None else ""
    if not words:
        raise TemplateFault(page.template, "<notification>", "is empty, and so are the first header and text")
    words = words.replace("\n", " ")
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _frame(page: Page, root: Element) -> dict[str, Any]:
    frame: dict[str, Any] = {}
    if root.tag == "modal":
        frame["title"] = plain(needed(page, root, "title"), 24)
        frame |= {name: plain(words, 24) for name in ("submit", "close") if (words := given(root, name))}
        for name in ("notify-on-close", "clear-on-close"):
            if yes(page, root, name):
                frame[name.replace("-", "_")] = True
    names = {"callback": "callback_id", "metadata": "private_metadata", "external": "external_id"}
    return frame | {key: value for name, key in names.items() if (value := given(root, name))}


def _refuse(template: str, faults: list[Fault]) -> None:
    if faults:
        others = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise TemplateFault(template, faults[0].pointer, faults[0].why + others)
