"""The playground's parts in one hand: what every Web API method and everything a person does works with."""

from dataclasses import dataclass, field

from salesbot.playground.audience import Audience
from salesbot.playground.calendar import Calendar, TurnHooks
from salesbot.playground.deliveries import Deliveries
from salesbot.playground.faults import Faults
from salesbot.playground.installs import Installs
from salesbot.playground.keeping import Keeper
from salesbot.playground.limits import Limits
from salesbot.playground.manifest import Manifest
from salesbot.playground.records import View
from salesbot.playground.sockets import Sockets
from salesbot.playground.tickets import Tickets
from salesbot.playground.traffic import Traffic
from salesbot.playground.workspace import Workspace

MORE_TRIES = (0.0, 60.0, 300.0)
"""Real seconds before each further try to deliver an event: at once, after a minute, after five."""


@dataclass
class Views:
    """The modals that are open, a stack for each person, and everybody's App Home."""

    open: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def find(self, view_id: str) -> View | None:
        """Find a modal or a home by its id."""
        home = next((view for view in self.homes.values() if view.id == view_id), None)
        return self.open.get(view_id) or home

    def by_external_id(self, external_id: str) -> View | None:
        """Find a view by the id that the bot gave it."""
        views = (*self.open.values(), *self.homes.values())
        return next((view for view in views if view.shape.get("external_id") == external_id), None)


@dataclass
class LocalSlack:
    """Everything the playground consists of."""

    manifest: Manifest
    calendar: Calendar
    keeper: Keeper
    space: Workspace
    audience: Audience
    traffic: Traffic
    faults: Faults
    limits: Limits
    sockets: Sockets
    deliveries: Deliveries
    installs: Installs
    tickets: Tickets = field(default_factory=Tickets)
    views: Views = field(default_factory=Views)
    hooks: TurnHooks | None = None
    more_tries: tuple[float, ...] = MORE_TRIES
    uploads: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    stop_turning: bool = False
