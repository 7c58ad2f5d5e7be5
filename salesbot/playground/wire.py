"""The connections themselves: so that a fault can drop one without a word."""

import asyncio
from typing import Any
from weakref import WeakValueDictionary

from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]


class Wires:
    """Every open connection by its far end."""

    def __init__(self) -> None:
        self._open: WeakValueDictionary[Address, asyncio.Transport] = WeakValueDictionary()

    def protocol(self) -> type[H11Protocol]:
        """Give the HTTP protocol that enters its connections here."""
        wires = self._open

        class Entered(H11Protocol):
            """HTTP as ever, with the connection entered."""

            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                if self.client is not None:
                    wires[self.client] = transport

        return Entered

    def drop(self, client: Any) -> None:
        """Cut the connection to a far end, as a broken network would."""
        transport = self._open.get((client[0], client[1])) if client else None
        if transport is not None:
            transport.abort()

    def drop_all(self) -> None:
        """Cut every connection."""
        for transport in list(self._open.values()):
            transport.abort()
