"""Every filter a template may use, by name; what each writes stands with it."""

from collections.abc import Callable, Iterable
from typing import Any

from babel import Locale
from babel.lists import format_list
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from salesbot.messages.calendar import (
    clock,
    day,
    days,
    duration,
    epoch,
    moment,
    month,
    period,
    quarter,
    weekday,
)
from salesbot.messages.figures import figure, money, number, percent, ratio
from salesbot.messages.speech import speech
from salesbot.messages.values import clean, written


@pass_context
def listed(context: Context, values: Iterable[Any], style: str = "standard") -> Markup:
    """Join names in one sentence: Kim, Bo and Asha; style "or" for a choice."""
    parts = [str(written(value)) for value in values]
    if not parts:
        return Markup()
    # The parts are escaped, and stand in for themselves so that a brace in a name is no format.
    joined = format_list([f"\x00{i}\x00" for i in range(len(parts))], style, locale=_list_locale())  # type: ignore[arg-type]
    for index, part in enumerate(parts):
        joined = joined.replace(f"\x00{index}\x00", part)
    return Markup(joined)  # noqa: S704 - each part was escaped


def cut(text: str, most: int) -> str:
    """Shorten a text to at most so many characters, with an ellipsis; for a name beside figures."""
    text = clean(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def language(tag: str) -> str:
    """Name a language as those who speak it do: English, slovenščina; for a menu to choose one's own from."""
    return Locale.parse(tag, sep="-").get_display_name() or tag


def _list_locale() -> Any:
    # British lists have no comma before "and", as the bot writes them.
    return speech().calendar


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "number": number,
    "percent": percent,
    "ratio": ratio,
    "figure": figure,
    "day": day,
    "weekday": weekday,
    "clock": clock,
    "moment": moment,
    "month": month,
    "quarter": quarter,
    "until": days,
    "period": period,
    "duration": duration,
    "epoch": epoch,
    "listed": listed,
    "cut": cut,
    "language": language,
}
