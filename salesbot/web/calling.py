"""Calling an address of somebody else's: over TLS, never one inside this network, never where it is sent on to.

The name is resolved once and that address is called, so that a name which answers differently the next time leads
nowhere else; every address that it has must be a public one.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from salesbot.domain.webhooks import is_public

SECONDS = 10.0
Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):
    """The address was not called, or did not answer: the message says why."""


def call(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Post a body; answers with the HTTP status. Raises Unreachable."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    address = public_address(host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, address)
    try:
        connection.request("POST", path, body, {**headers, "Content-Type": "application/json"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as failed:
        raise Unreachable(f"{type(failed).__name__}: {failed}"[:200]) from None
    finally:
        connection.close()


def addresses_of(host: str, port: int) -> list[str]:
    """Every address of a name. Raises Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failed:
        raise Unreachable(f"{host} is not known: {failed}") from None
    return [str(each[4][0]) for each in found]


def public_address(host: str, port: int, resolve: Resolve = addresses_of) -> str:
    """The address to call. Raises Unreachable where any of the name's is private, of this machine, or of no use."""
    found = resolve(host, port)
    for each in found:
        if not is_public(each):
            raise Unreachable(f"{host} leads inside a network: {each}")
    if not found:
        raise Unreachable(f"{host} has no address")
    return found[0]


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, whose certificate must be that of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
