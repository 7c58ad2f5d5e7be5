"""A rendered page as a tree: the tags and attributes a template may use, and the error when it slips."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}

NOTHING = "–"
"""What stands where Slack wants words and a person left none."""

_ASKS = "action placeholder focus"
ATTRIBUTES: dict[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        # roots
        "message": "",
        "home": "callback metadata external",
        "modal": "title submit close callback metadata external notify-on-close clear-on-close",
        "words": "",
        # blocks
        "notification": "",
        "header": "block",
        "text": "block",
        "list": "style start indent more block",
        "item": "",
        "quote": "block",
        "pre": "block",
        "context": "block",
        "divider": "block",
        "fields": "block",
        "field": "label",
        "actions": "block",
        "image": "url file alt title block",
        "alert": "level block",
        "group": "more",
        "table": "caption page-size row-header more block",
        "row": "",
        "cell": "number",
        "chart": "type title x y other block",
        "series": "name",
        "point": "label value",
        "input": "label hint optional dispatch block",
        # controls
        "button": "action value style url label",
        "confirm": "title yes no style",
        "overflow": "action",
        "select": f"{_ASKS} external min multiple most",
        "options": "label",
        "option": "value description selected url",
        "users": f"{_ASKS} initial multiple most",
        "channels": f"{_ASKS} initial multiple most",
        "conversations": f"{_ASKS} initial current private",
        "date-picker": f"{_ASKS} initial",
        "time-picker": f"{_ASKS} initial",
        "checkboxes": "action focus",
        "radio": "action focus",
        "textinput": f"{_ASKS} min max multiline",
        "numberinput": f"{_ASKS} min max decimal",
        "file": "action types most",
        # inline
        "b": "",
        "i": "",
        "s": "",
        "code": "",
        "br": "",
        "user": "id name",
        "channel": "id name",
        "link": "href",
        "emoji": "name",
        "date": "at format",
    }.items()
}


class TemplateFault(Exception):
    """A template wrote a page that Slack would not take: which template, where, and why."""

    def __init__(self, template: str, where: str, why: str) -> None:
        super().__init__(f"{template}: {where or '/'}: {why}")
        self.template = template
        self.where = where
        self.why = why


@dataclass
class Page:
    """The page being compiled: its template's name, where it will stand, and the ids used so far.

    `more` writes the sentence for things left out: it is given a template's name and how many.
    """

    template: str
    surface: str
    more: Callable[[str, int], str]
    block_ids: Counter[str] = field(default_factory=Counter)
    charts: int = 0

    def fault(self, element: Element, why: str) -> TemplateFault:
        """Make the error that names this template and the tag at fault."""
        return TemplateFault(self.template, f"<{element.tag}>", why)


def parse(template: str, source: str) -> Element:
    """Read a rendered page; its own white space is folded, what came as a character reference is kept."""
    try:
        # As bytes, since their `split` knows no white space but the page's own: a no-break space stays.
        root = ET.fromstring(b" ".join(source.encode().split()))  # noqa: S314 - our own page, every value escaped
    except ET.ParseError as error:
        raise TemplateFault(template, "", f"is not well-formed: {error}") from error
    for element in root.iter():
        known = ATTRIBUTES.get(element.tag)
        if known is None:
            raise TemplateFault(template, f"<{element.tag}>", "is not a tag of the markup")
        for name in element.keys():  # noqa: SIM118 - `attrib` would make every element a mapping of its own
            if name not in known:
                raise TemplateFault(template, f"<{element.tag}>", f"takes no {name!r}")
    return root


def given(element: Element, name: str) -> str | None:
    """Give an attribute's value; an empty attribute is as if it were not there."""
    return (element.get(name) or "").strip() or None


def needed(page: Page, element: Element, name: str) -> str:
    """Give an attribute's value, or raise the fault that names it."""
    value = given(element, name)
    if value is None:
        raise page.fault(element, f"needs {name!r}")
    return value


def worded(page: Page, element: Element, name: str) -> str:
    """Give an attribute's words; what a person left blank is a dash, but the attribute must be there."""
    if name not in element.attrib:
        raise page.fault(element, f"needs {name!r}")
    return given(element, name) or NOTHING


def yes(page: Page, element: Element, name: str) -> bool:
    """Say whether a flag is set (yes or no; not given is no)."""
    value = (element.get(name) or "").strip().lower()
    if value not in _YES:
        raise page.fault(element, f"{name!r} is yes or no, not {value!r}")
    return _YES[value]


def whole(page: Page, element: Element, name: str) -> int | None:
    """Give an attribute as a whole number, or None when it is not given."""
    value = given(element, name)
    if value is None:
        return None
    try:
        return int(value)
    except ValueError:
        raise page.fault(element, f"{name!r} is a whole number, not {value!r}") from None


def children(page: Page, element: Element) -> Iterator[Element]:
    """Walk the tags inside one that holds only tags; stray words between them are a fault, not lost."""
    stray = [element.text, *(child.tail for child in element)]
    if lost := next((words.strip() for words in stray if words and words.strip()), None):
        raise page.fault(element, f"holds words outside a tag: {lost[:40]!r}")
    yield from element


def shortened(text: str, most: int) -> str:
    """Cut a text at a limit of Slack's, with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
