"""What is asked of installations by OAuth: whose token it is, who fetches a new one, and which installs are under way.

Ages are told by the database's own clock, which every process shares and nobody turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from salesbot.storage import tables
from salesbot.storage.dispatch import database_now
from salesbot.storage.questions import table_of
from salesbot.storage.sealing import sealer_of

_KEPT, _STATE = table_of(tables.Installation), table_of(tables.InstallState)

STATES_HOLD = timedelta(minutes=10)
REFRESH_WITHIN = timedelta(seconds=30)
"""So long one process has the right to fetch a new token; where it fails, nobody tries before that is over."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack gave when the app was installed in a workspace, or in an organisation with many."""

    slack_id: str
    organisation: bool
    app_id: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...]
    token: str
    refresh_token: str | None
    lasts: timedelta | None
    """How long the token still holds; None: for good."""
    installed_by: str

    def __repr__(self) -> str:
        """What it is, without its tokens."""
        return f"Installation({self.slack_id})"


def begin_install(connection: Connection, state: str) -> None:
    """A browser begins an install with this state; those that were never finished are dropped."""
    now = database_now(connection)
    connection.execute(delete(_STATE).where(_STATE.c.begun_at <= now - STATES_HOLD))
    connection.execute(insert(_STATE).values(state_hash=_hash(state), begun_at=now))


def end_install(connection: Connection, state: str) -> bool:
    """Use a state up; False if there is none such, it was used, or it is older than ten minutes."""
    young = _STATE.c.begun_at > database_now(connection) - STATES_HOLD
    taken = delete(_STATE).where(_STATE.c.state_hash == _hash(state), young)
    return connection.execute(taken).rowcount == 1


def keep_installation(connection: Connection, given: Installation) -> None:
    """Keep what Slack gave; what an earlier install of the same place gave is of no use any more."""
    now, sealer = database_now(connection), sealer_of(connection)
    connection.execute(delete(_KEPT).where(_KEPT.c.slack_id == given.slack_id))
    connection.execute(
        insert(_KEPT).values(
            slack_id=given.slack_id, organisation=given.organisation, app_id=given.app_id, bot_id=given.bot_id,
            bot_user_id=given.bot_user_id, scopes=",".join(given.scopes), token=sealer.seal(given.token),
            refresh_token=sealer.seal(given.refresh_token) if given.refresh_token else None,
            ends_at=now + given.lasts if given.lasts is not None else None,
            installed_at=now, installed_by=given.installed_by,
        )
    )  # fmt: skip


def installation_of(
    connection: Connection, slack_team_id: str | None, enterprise_id: str | None
) -> Installation | None:
    """The installation for a Slack workspace: its own, else that of its organisation."""
    places = [each for each in (slack_team_id, enterprise_id) if each]
    own_first = select(_KEPT).where(_KEPT.c.slack_id.in_(places)).order_by(_KEPT.c.organisation)
    row = connection.execute(own_first).first()
    return None if row is None else _installation(connection, row)


def installed_places(connection: Connection) -> frozenset[str]:
    """Where the app is installed by OAuth: Slack's ids of workspaces and organisations."""
    return frozenset(connection.execute(select(_KEPT.c.slack_id)).scalars())


def forget_installation(connection: Connection, slack_id: str, happened_at: datetime | None) -> bool:
    """The app was removed there at that instant; False if it was installed (again) since.

    What Slack tells late must not end what began afterwards; two seconds are left to the clocks.
    """
    gone = delete(_KEPT).where(_KEPT.c.slack_id == slack_id)
    if happened_at is not None:
        gone = gone.where(_KEPT.c.installed_at <= happened_at + timedelta(seconds=2))
    connection.execute(gone)
    left = select(func.count()).select_from(_KEPT).where(_KEPT.c.slack_id == slack_id)
    return not connection.execute(left).scalar_one()


def begin_refresh(connection: Connection, was: Installation) -> bool:
    """Whether it is ours to exchange this token now; nobody else does for half a minute.

    Not where somebody has exchanged it since it was read: what it is exchanged with is good once.
    """
    now = database_now(connection)
    row = _locked(connection, was)
    if row is None or (row.refreshing_until is not None and row.refreshing_until > now):
        return False
    taken = update(_KEPT).where(_KEPT.c.slack_id == was.slack_id)
    connection.execute(taken.values(refreshing_until=now + REFRESH_WITHIN))
    return True


def keep_refreshed(
    connection: Connection, was: Installation, token: str, refresh_token: str, lasts: timedelta
) -> bool:
    """Keep the new pair of tokens in place of the old one; False if that was replaced meanwhile."""
    now, sealer = database_now(connection), sealer_of(connection)
    if _locked(connection, was) is None:
        return False
    connection.execute(
        update(_KEPT).where(_KEPT.c.slack_id == was.slack_id).values(
            token=sealer.seal(token), refresh_token=sealer.seal(refresh_token), ends_at=now + lasts,
            refreshing_until=None,
        )
    )  # fmt: skip
    return True


def _locked(connection: Connection, was: Installation) -> Row[Any] | None:
    """The row, as long as it still holds that token, for this transaction alone; None where it does not."""
    row = connection.execute(select(_KEPT).where(_KEPT.c.slack_id == was.slack_id).with_for_update()).first()
    return row if row is not None and sealer_of(connection).open(row.token) == was.token else None


def _installation(connection: Connection, row: Row[Any]) -> Installation:
    sealer = sealer_of(connection)
    return Installation(
        slack_id=row.slack_id,
        organisation=row.organisation,
        app_id=row.app_id,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        scopes=tuple(row.scopes.split(",")),
        token=sealer.open(row.token),
        refresh_token=sealer.open(row.refresh_token) if row.refresh_token else None,
        lasts=None if row.ends_at is None else row.ends_at - database_now(connection),
        installed_by=row.installed_by,
    )


def _hash(state: str) -> str:
    return sha256(state.encode()).hexdigest()
