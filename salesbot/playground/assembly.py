"""The playground is put together from its parts, and an earlier run's state brought back."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from salesbot.playground.audience import Audience
from salesbot.playground.calendar import Calendar
from salesbot.playground.cast import Cast
from salesbot.playground.deliveries import Deliveries, Road
from salesbot.playground.faults import Faults
from salesbot.playground.installs import Installs
from salesbot.playground.keeping import Keeper
from salesbot.playground.limits import Limits
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.manifest import read_manifest
from salesbot.playground.modals import restore_homes
from salesbot.playground.signed import SignedRequests
from salesbot.playground.sockets import Sockets
from salesbot.playground.traffic import Traffic
from salesbot.playground.workspace import AppSecrets, Secrets, Workspace


def assemble(
    *,
    manifest: Path,
    state: Path | None,
    cast: Cast,
    start: datetime | None,
    http_target: str | None,
    limits: bool,
    seed: int,
    more_tries: tuple[float, ...],
    without_scopes: frozenset[str],
    address: str,
    known_as: AppSecrets | None = None,
    tokens_last: int | None = None,
) -> LocalSlack:
    """Put a playground together as it is to be served at an address."""
    keeper = Keeper(state)
    app = read_manifest(manifest, without_scopes)
    calendar = _calendar(keeper, start)
    space = Workspace(cast, app, calendar, keeper, _secrets(keeper, known_as), address)
    space.restore()
    space.settle_in()
    audience = Audience()
    traffic = Traffic(lambda entry: audience.show({"type": "traffic", "entry": entry}))
    sockets = Sockets(lambda count: audience.show({"type": "bot", "connections": count}))
    faults = Faults(seed)
    road: Road = SignedRequests(http_target, space.secrets.signing_secret) if http_target else sockets
    slack = LocalSlack(
        app,
        calendar,
        keeper,
        space,
        audience,
        traffic,
        faults,
        Limits(limits),
        sockets,
        Deliveries(road, faults, traffic),
        Installs(cast.team_id, tokens_last),
        more_tries=more_tries,
    )
    restore_homes(slack)
    return slack


def _calendar(keeper: Keeper, start: datetime | None) -> Calendar:
    for _, kept in keeper.kept("clock"):
        return Calendar(kept["offset"], kept["turned"])
    calendar = Calendar()
    if start is not None:
        calendar.begin_at(start)
    keeper.keep("clock", "clock", {"offset": calendar.offset, "turned": 0.0})
    return calendar


def _secrets(keeper: Keeper, known_as: AppSecrets | None) -> Secrets:
    for _, kept in keeper.kept("secrets"):
        return Secrets(**kept)
    minted = Secrets.mint(known_as)
    keeper.keep("secrets", "secrets", asdict(minted))
    return minted
