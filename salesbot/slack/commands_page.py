"""`docs/commands.md`, written from the table of words and what the help says: `python -m` this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from salesbot.messages import Message, Renderer
from salesbot.shipped import locales_dir, templates_dir
from salesbot.slack.asking import Word
from salesbot.slack.commands import CommandNames, shipped_commands
from salesbot.slack.sales import help_facts, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
_INTRODUCTION = """# Commands

`{log}` logs a deal; `{sales}` is everything else, one word for each subject. The same words work when the bot is mentioned
(`@salesbot deals`) and in a direct message to it. Questions work there too, also behind `{sales}`: `how much did we win this
month`, `what did Kim close yesterday`, `our sales since Monday`, `am I on track`. By *we* somebody in a team asks of the
team, an executive of the company; each answer says how it was read. Answers are seen by who asked alone. Each person's help
lists only the words that they may use. This page is written by `python -m salesbot.slack.commands_page`.
"""


def commands_page() -> str:
    """The page as it should stand."""
    names = shipped_commands()
    renderer = Renderer(templates_dir(), locales_dir())
    words = [word for word in table().values() if not word.hidden]
    parts = [_INTRODUCTION.format(log=names.log, sales=names.sales), _overview(renderer, names, words)]
    parts += [_section(renderer, names, word) for word in words]
    return "\n".join(parts)


def _overview(renderer: Renderer, names: CommandNames, words: Iterable[Word]) -> str:
    lines = ["| type | what it does | for whom |", "|---|---|---|"]
    for word in words:
        (said,) = _texts(_help(renderer, names, "help/all", **help_facts([_in_first_group(word)])))
        shown, _, meaning = said.partition(": ")
        lines.append(f"| {shown} | {meaning} | {_for_whom(word)} |")
    return "\n".join(lines) + "\n"


def _section(renderer: Renderer, names: CommandNames, word: Word) -> str:
    said = _texts(_help(renderer, names, "help/word", word=word.name))
    return f"## {word.name}\n\n" + "\n\n".join(said) + "\n"


def _help(renderer: Renderer, names: CommandNames, template: str, **facts: Any) -> Message:
    return renderer.message(template, log_command=names.log, sales_command=names.sales, **facts)


def _in_first_group(word: Word) -> Word:
    """The word without the heading of its group."""
    return Word(word.name, word.handle)


def _for_whom(word: Word) -> str:
    roles = word.shown_to or word.roles
    return "everyone" if roles is None else ", ".join(sorted(f"{role.value}s" for role in roles))


def _texts(message: Message) -> list[str]:
    """The message's rich text in Markdown, block by block; its small print stands at the top of the page."""
    parts = [part for block in message.blocks if block["type"] == "rich_text" for part in block["elements"]]
    return [_part(part) for part in parts]


def _part(part: Mapping[str, Any]) -> str:
    if part["type"] == "rich_text_preformatted":
        return "```\n" + "".join(element["text"] for element in part["elements"]) + "\n```"
    if part["type"] == "rich_text_list":
        return "\n".join(f"- {_line(item['elements'])}" for item in part["elements"])
    return _line(part["elements"])


def _line(elements: Iterable[Mapping[str, Any]]) -> str:
    return "".join(_piece(element) for element in elements)


def _piece(element: Mapping[str, Any]) -> str:
    text, style = str(element["text"]), element.get("style") or {}
    if style.get("code"):
        return f"`{text}`"
    return f"**{text}**" if style.get("bold") else text


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
