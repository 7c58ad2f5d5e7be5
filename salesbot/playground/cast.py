"""Who works in the made-up company: its members, its channels, and the line that guides a newcomer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["channel", "private", "im"]
Done = Literal["sent", "pressed", "turned", "home", "app_messages"]


@dataclass(frozen=True)
class Member:
    """One person of the workspace; `tz` is an IANA zone, `locale` as Slack writes it (`en-US`)."""

    id: str
    name: str
    real_name: str
    email: str | None = None
    tz: str = "Europe/Ljubljana"
    locale: str = "en-US"
    is_admin: bool = False
    is_restricted: bool = False
    title: str = ""
    color: str = "#4a154b"
    deleted: bool = False
    is_bot: bool = False


@dataclass(frozen=True)
class Channel:
    """One channel; `members` are user ids, the bot's among them when it was invited."""

    id: str
    name: str
    kind: Kind = "channel"
    members: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class GuideLine:
    """One thing to try next, with the command that tries it; else `done_by` says what shows that it was done.

    `translated` is the text in other languages, by tag.
    """

    text: str
    command: str = ""
    done_by: Done = "sent"
    translated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """Everybody and every channel there is at the start; `BOT` in a channel's members is the bot."""

    members: tuple[Member, ...]
    channels: tuple[Channel, ...]
    team_id: str = "T0PLAYGRND"
    team_name: str = "Playground"
    team_domain: str = "playground"
    guide: tuple[GuideLine, ...] = field(default=())
    begin_as: str = ""
    """Whose view a new window opens with; the first member's if empty."""
    begin_in: str = ""
    """The channel that a new window opens; the page chooses one if empty."""

    @property
    def first_person(self) -> str:
        """Give the id of the person with whose view a new window opens."""
        return self.begin_as or self.members[0].id


BOT = "U0PLAYBOT"
BOT_ID = "B0PLAYBOT"
APP_ID = "A0PLAYAPP"


_HELLO = GuideLine(
    "Say hello to the bot in a direct message",
    translated={
        "sl": "Pozdravi bota v neposrednem sporočilu",
        "sw": "Msalimie boti kwa ujumbe wa moja kwa moja",
    },
)


def small_cast() -> Cast:
    """Give a team just big enough for a test: an admin, a manager, two reps in two zones, a guest."""
    members = (
        Member("U0ADA", "ada", "Ada Admin", "ada@acme.example", is_admin=True, title="Sales Operations"),
        Member("U0MIA", "mia", "Mia Manager", "mia@acme.example", title="Sales Manager", color="#2f6f4f"),
        Member("U0KIM", "kim", "Kim Novak", "kim@acme.example", title="Account Executive", color="#b5452c"),
        Member("U0BO", "bo", "Bo Okafor", "bo@acme.example", "Africa/Nairobi", "sw-KE", color="#2c5fb5"),
        Member("U0GUS", "gus", "Gus Guest", "gus@partner.example", is_restricted=True, color="#777777"),
    )
    everyone = tuple(member.id for member in members[:4])
    channels = (
        Channel("C0GENERAL", "general", members=everyone, topic="Everything for everyone"),
        Channel("C0SALES", "sales", members=(*everyone, BOT), topic="Deals and goals"),
        Channel("C0LEADS", "sales-leads", "private", ("U0ADA", "U0MIA", BOT)),
        Channel("C0SECRET", "board", "private", ("U0ADA",)),
    )
    return Cast(members, channels, guide=(_HELLO,))
