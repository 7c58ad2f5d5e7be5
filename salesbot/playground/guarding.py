"""Only this machine may talk to the playground: another site's page in the same browser must not."""

from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


class GuardedHost:
    """Refuses requests that name another host, and changes that come from another site's page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when it is our own."""
        if scope["type"] == "http" and not _own(dict(scope["headers"])):
            await PlainTextResponse("not from here", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _own(headers: dict[bytes, Any]) -> bool:
    host = headers.get(b"host", b"").decode("latin-1")
    origin = headers.get(b"origin", b"").decode("latin-1")
    if host.rpartition(":")[0] not in OWN_HOSTS and host not in OWN_HOSTS:
        return False
    return not origin or origin.partition("://")[2] == host
