"""Installing the app by OAuth: the code that is exchanged once, tokens that end, tokens that are taken back."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from salesbot.playground.errors import SlackError

CODE_SECONDS = 600.0


@dataclass
class Code:
    """What a browser takes back to the app: good once, for ten minutes."""

    user: str
    redirect_uri: str
    made: float = field(default_factory=time.monotonic)


@dataclass
class Installs:
    """The codes handed out and the tokens that work; with `lasts` tokens end after so many seconds."""

    team_id: str
    lasts: int | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, float | None] = field(default_factory=dict)
    refreshing: set[str] = field(default_factory=set)
    organisation: tuple[str, str] | None = None
    """The id and name of the organisation that the workspace belongs to; the app is installed in all of it."""

    def code(self, user: str, redirect_uri: str) -> str:
        """Hand out a code."""
        name = f"{self.team_id}.{secrets.token_hex(12)}"
        self.codes[name] = Code(user, redirect_uri)
        return name

    def redeem(self, name: str, redirect_uri: str) -> Code:
        """Use a code up; a SlackError says why it is no good."""
        code = self.codes.pop(name, None)
        if code is None or time.monotonic() - code.made > CODE_SECONDS:
            raise SlackError("invalid_code")
        if code.redirect_uri != redirect_uri:
            raise SlackError("bad_redirect_uri")
        return code

    def mint(self) -> dict[str, Any]:
        """A new token; one that ends comes with what it is exchanged with."""
        kind = "xoxe.xoxb" if self.lasts else "xoxb"
        token = f"{kind}-{self.team_id}-{secrets.token_hex(12)}"
        self.tokens[token] = time.monotonic() + self.lasts if self.lasts else None
        if not self.lasts:
            return {"access_token": token}
        refresh = f"xoxe-{self.team_id}-{secrets.token_hex(12)}"
        self.refreshing.add(refresh)
        return {"access_token": token, "refresh_token": refresh, "expires_in": self.lasts}

    def exchange(self, refresh: str) -> dict[str, Any]:
        """A new pair for a refresh token, which is good once."""
        if refresh not in self.refreshing:
            raise SlackError("invalid_refresh_token")
        self.refreshing.remove(refresh)
        return self.mint()

    def works(self, token: str) -> bool:
        """Whether a token was handed out here; a SlackError if it has ended or was taken back."""
        if token not in self.tokens:
            return False
        until = self.tokens[token]
        if until is not None and time.monotonic() > until:
            raise SlackError("token_expired" if until else "token_revoked")
        return True

    def end(self) -> None:
        """The app is removed: no token works any more."""
        self.tokens = dict.fromkeys(self.tokens, 0.0)
        self.refreshing.clear()
