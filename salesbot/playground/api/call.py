"""One call of the Web API: whose token, which arguments, however they were sent."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Literal, TypeVar
from urllib.parse import parse_qsl

from salesbot.playground.errors import SlackError, invalid_arguments
from salesbot.playground.limits import FREELY, TIERS
from salesbot.playground.local_slack import LocalSlack

Json = dict[str, Any]
Token = Literal["bot", "app", "client", "none"]


@dataclass(frozen=True)
class Call:
    """The arguments of a call; complex ones may come as JSON text."""

    method: str
    arguments: Mapping[str, Any]
    token: str
    basic: tuple[str, str] | None = None

    def text(self, name: str, *, required: bool = True) -> str:
        """Give a text argument; invalid_arguments when it is needed and missing."""
        value = self.arguments.get(name)
        if value in (None, ""):
            if required:
                raise invalid_arguments(f"missing required field: {name}")
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def optional(self, name: str) -> str | None:
        """Give a text argument or None."""
        return self.text(name, required=False) or None

    def flag(self, name: str, default: bool = False) -> bool:
        """Give a yes or no."""
        value = self.arguments.get(name)
        return default if value in (None, "") else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        """Give a whole number of at least one."""
        try:
            value = int(self.arguments.get(name) or default)
        except ValueError as wrong:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments") from wrong
        if value < 1:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments")
        return min(value, most)

    def structure(self, name: str, error: str = "invalid_arguments") -> Any:
        """Give a list or object, sent as such or as JSON text; None when it was left out."""
        value = self.arguments.get(name)
        if isinstance(value, str):
            if not value:
                return None
            try:
                return json.loads(value)
            except ValueError as wrong:
                raise SlackError(error) from wrong
        return value

    def names(self, name: str) -> list[str]:
        """Give a list of ids, sent as a list or with commas."""
        value = self.arguments.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in str(value or "").split(",") if one.strip()]


Body = dict[str, Any]
Handler = Callable[[LocalSlack, Call], Body]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class Method:
    """One method: what answers it, what it needs, how often it may be called a minute."""

    handler: Handler
    scope: str | None
    a_minute: int
    token: Token


METHODS: dict[str, Method] = {}


def method(name: str, scope: str | None = None, tier: int = 0, token: Token = "bot") -> Callable[[H], H]:  # noqa: S107 - a kind, no secret
    """Enter a function as the answer to a method; tier 0 is Slack's "special"."""

    def enter(handler: H) -> H:
        METHODS[name] = Method(handler, scope, TIERS.get(tier, FREELY), token)
        return handler

    return enter


def read_arguments(content_type: str, body: bytes, query: Mapping[str, str]) -> Json:
    """Read the arguments of a call from its query and its body, form or JSON; an empty body has none."""
    arguments: Json = dict(query)
    if not body.strip():
        return arguments
    if "json" in content_type:
        try:
            sent = json.loads(body)
        except ValueError as wrong:
            raise SlackError("invalid_json") from wrong
        if not isinstance(sent, dict):
            raise SlackError("json_not_object")
        return arguments | sent
    if "multipart/form-data" in content_type:
        return arguments | _multipart(content_type, body)
    return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _multipart(content_type: str, body: bytes) -> Json:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body)
    found: Json = {}
    for part in parts.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            found[name] = part.get_content()
    return found


def page_of(items: list[Any], call: Call, default: int, most: int) -> tuple[list[Any], Body]:
    """Cut one page out of a list and say where the next begins."""
    limit = call.number("limit", default, most)
    start = _offset(call.optional("cursor"))
    following = start + limit
    cursor = _cursor(following) if following < len(items) else ""
    return items[start:following], {"response_metadata": {"next_cursor": cursor}}


def _cursor(offset: int) -> str:
    return base64.b64encode(f"offset:{offset}".encode()).decode()


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word != "offset":
            raise ValueError(cursor)
        return int(number)
    except (ValueError, binascii.Error) as wrong:
        raise SlackError("invalid_cursor") from wrong
