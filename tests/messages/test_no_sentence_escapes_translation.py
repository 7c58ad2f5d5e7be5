"""Every word that a template shows goes through gettext: nothing a person reads is written beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from salesbot.shipped import templates_dir

SHOWN = (
    "label",
    "title",
    "hint",
    "placeholder",
    "alt",
    "submit",
    "close",
    "confirm",
    "deny",
    "summary",
    "caption",
)
"""Attributes whose words a person reads."""
_TYPED = re.compile(r"<(code|pre)>.*?</\1>", re.DOTALL)
"""What somebody would type: commands, keys, examples."""
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENTITY = re.compile(r"&#?\w+;")
ALLOWED = frozenset({"kB", "Salesbot"})
"""What is written alike in every language."""

ENGLISH = Environment(extensions=["jinja2.ext.i18n"])


def hard_coded(source: str) -> Iterator[str]:
    """The words of a template that no language's catalogue could change."""
    text = _TYPED.sub(" ", _untranslated(source))
    for tag in _TAG.findall(text):
        for name, value in _ATTRIBUTE.findall(tag):
            if name in SHOWN:
                yield from _words(value)
    yield from _words(_TAG.sub(" ", text))


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(_ENTITY.sub(" ", text)) if word not in ALLOWED]


def _untranslated(source: str) -> str:
    """What stands outside of trans blocks, with a dot for each value and statement."""
    kept, opening, within = [], False, False
    for _line, kind, value in ENGLISH.lex(source):
        if kind == "block_begin":
            opening = True
        elif opening and kind == "name":
            within = (within or value == "trans") and value != "endtrans"
            opening = False
        elif kind in ("block_end", "variable_end"):
            kept.append("·")
        elif kind == "data" and not within:
            kept.append(value)
    return "".join(kept)


@pytest.mark.parametrize(
    "path",
    sorted(templates_dir().rglob("*.xml")),
    ids=lambda path: path.relative_to(templates_dir()).as_posix(),
)
def test_a_template_shows_translated_words_only(path: Path) -> None:
    assert list(hard_coded(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "<message><text>Well done, {{ name }}</text></message>",
        '<modal title="Log a deal"><text>{% trans %}Deal{% endtrans %}</text></modal>',
        "<message>{% if won %}<text>{{ amount }} is won</text>{% endif %}</message>",
    ],
)
def test_a_planted_sentence_is_found(source: str) -> None:
    assert list(hard_coded(source))
