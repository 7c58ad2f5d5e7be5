"""Nothing a person types becomes a mention, a link, emphasis, a button or a second message, anywhere.

A small reader of live mark-up stands in for Slack: it finds what would act in a payload. It is shown first to
find what templates mean to be live.
"""

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader
from markupsafe import Markup, escape

from salesbot.messages import Message, Renderer
from salesbot.messages.values import clean, written
from salesbot.shipped import locales_dir
from tests.messages.attacks import ATTACKS, IN_FORM, IN_MESSAGE
from tests.messages.conftest import TEMPLATES, Spoken

_LIVE_PIECES = {"user", "channel", "usergroup", "broadcast", "link", "emoji", "date", "team", "color"}
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_COMMANDS = ("deals.withdraw",)


@pytest.mark.parametrize(
    "text", ["Acme", "a<b", 'a"b', "a'b", "a&b", "a>b", "a  b", "a\nb", "é<", "a\u202eb", ""]
)
def test_what_needs_no_escaping_is_what_escaping_leaves_as_it_is(text: str) -> None:
    """Plain words go a shorter way: whatever could be markup, or fold away, does not."""
    shown = str(escape(clean(text))).replace("\n", "&#10;").replace("  ", "&#32;&#32;")
    assert written(text) == Markup(shown)
    assert isinstance(written(text), Markup)


def live(value: Any) -> Iterator[str]:
    """Name everything in a payload that acts: mrkdwn, mentions, links, emoji codes, styles, commands."""
    if isinstance(value, list):
        for item in value:
            yield from live(item)
    if not isinstance(value, dict):
        return
    kind = value.get("type")
    if kind in ("mrkdwn", "markdown") or kind in _LIVE_PIECES:
        yield str(kind)
    if kind == "plain_text" and value.get("emoji") is not False:
        yield "emoji codes"
    if value.get("action_id") in _COMMANDS:
        yield "a command"
    for item in value.values():
        yield from live(item)


def live_in_notification(text: str) -> Iterator[str]:
    """Name what Slack would read as markup in a top-level text: anything between angle brackets."""
    if "<" in text or ">" in text:
        yield "angle brackets"
    if re.search(r"&(?!amp;|lt;|gt;)", text):
        yield "a bare ampersand"


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def expected(place: str) -> set[str]:
    return {"link's words": {"link"}, "mention's name": {"user"}}.get(place, set())


class Places:
    """Every place of every surface as one renderer, so that templates are read once."""

    def __init__(self) -> None:
        self.renderer = Renderer(TEMPLATES, locales_dir())
        pages = {f"m/{name}.xml": f"<message><notification>x {{{{ v }}}}</notification>{source}</message>"
                 for name, source in IN_MESSAGE.items() if name != "notification"}  # fmt: skip
        pages["m/notification.xml"] = f"<message>{IN_MESSAGE['notification']}</message>"
        pages |= {f"h/{name}.xml": f"<home>{source}</home>"
                  for name, source in IN_MESSAGE.items() if name != "notification"}  # fmt: skip
        pages |= {f"f/{name}.xml": f'<modal title="Form {{{{ v }}}}" submit="Save">{source}</modal>'
                  for name, source in IN_FORM.items()}  # fmt: skip
        parts = {f"parts/{p.name}": p.read_text() for p in Path(TEMPLATES, "parts").glob("*.xml")}
        self.renderer._templates.loader = DictLoader(pages | parts)
        self.names = [name[:-4] for name in pages]

    def say(self, name: str, value: str) -> dict[str, Any]:
        if name.startswith("m/"):
            return self.renderer.message(name, v=value).payload()
        return self.renderer.view(name, v=value)


PLACES = Places()


TRIES = [*ATTACKS, *(f"Acme {attack} Ltd" for attack in ATTACKS)]
"""Each attack alone, and amid words."""


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 60
    assert len(TRIES) * len(PLACES.names) >= 5000
    sys.stdout.write(
        f"\n. {len(TRIES)} attacks in {len(PLACES.names)} places: {len(TRIES) * len(PLACES.names)} tried\n"
    )


@pytest.mark.parametrize("name", PLACES.names)
def test_what_a_person_types_stays_words(name: str) -> None:
    wanted = expected(name.split("/")[1])
    for attack in TRIES:
        payload = PLACES.say(name, attack)
        found = set(live(payload)) - wanted
        if name.endswith("link's address") and attack.startswith("https://"):
            found -= {"link"}
        assert not found, f"{attack!r} became {found}"
        assert not list(live_in_notification(payload.get("text", "")) if "text" in payload else []), repr(
            attack
        )
        for text in strings(payload):
            assert not _UNSEEN.search(text), f"{attack!r} left {text!r}"


@pytest.mark.parametrize("attack", [a for a in ATTACKS if len(a) < 400 and a == clean(a) and a.strip() == a])
def test_what_a_person_types_is_shown_as_typed(say: Spoken, attack: str) -> None:
    message = say.message("<notification>{{ v }}</notification><text>{{ v }}</text>", v=attack)
    assert message.blocks[0]["elements"][0]["elements"] == [{"type": "text", "text": attack}]
    assert html.unescape(message.text) == attack.replace("\n", " ")


def test_the_reader_of_live_markup_sees_what_is_live(say: Spoken) -> None:
    source = (
        '<text><user id="U1"/> <channel id="C1"/> <link href="https://a">b</link> <emoji name="tada"/></text>'
    )
    assert set(live(say.blocks(source))) == {"user", "channel", "link", "emoji"}
    assert list(live({"type": "mrkdwn", "text": "*x*"})) == ["mrkdwn"]
    assert list(live({"type": "plain_text", "text": ":x:", "emoji": True})) == ["emoji codes"]
    assert list(live_in_notification("<!channel>")) == ["angle brackets"]
    assert list(live_in_notification("&lt;!channel&gt;")) == []


def test_an_attribute_cannot_be_broken_out_of(say: Spoken) -> None:
    message: Message = say.message('<actions><button action="a" value="{{ v }}">A</button></actions><text>x</text>',
                                   v='7" style="danger"><x/>')  # fmt: skip
    assert message.blocks[0]["elements"][0]["value"] == '7" style="danger"><x/>'
    assert "style" not in message.blocks[0]["elements"][0]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Kim Novak", "Kim Novak"),
        ("Žan Čeh", "Žan Čeh"),
        ("محمد", "محمد"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("K\u200di\u200cm", "Kim"),
        ("a\u202eb\u2066c\u200ed", "abcd"),
        ("a\r\nb\rc\u2028d\x85e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("a\tb\x00c\x7f", "a bc"),
        ("\ud83d\ude00", ""),
        ("x\U0001fffey\ufdd0", "xy"),
    ],
)
def test_what_nobody_can_see_is_taken_out(typed: str, seen: str) -> None:
    assert clean(typed) == seen
