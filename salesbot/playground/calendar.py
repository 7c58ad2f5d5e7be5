"""What day it is in the playground: real time plus what the calendar was turned forward, never back."""

import calendar as almanac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, AFTERNOON, EVENING = time(8), time(14), time(18)


@dataclass(frozen=True)
class TurnHooks:
    """How turning waits for the bot: which instant is due next, and a call that returns when it is settled."""

    next_due: Callable[[datetime, datetime], datetime | None]
    settle: Callable[[datetime], None]


@dataclass
class Calendar:
    """The playground's calendar; `offset` leads from real time to the start day, `turned` is added since."""

    offset: float = 0.0
    turned: float = 0.0
    turning: bool = False
    _last_ts: int = 0

    def now(self) -> datetime:
        """Give the present instant of the playground, aware UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.offset + self.turned)

    def begin_at(self, start: datetime) -> None:
        """Let a fresh workspace begin at an instant, past or future."""
        self.offset = (start - datetime.now(UTC)).total_seconds()

    def turn_to(self, instant: datetime) -> float:
        """Turn forward to an instant and give the seconds turned; an instant gone by changes nothing."""
        seconds = max((instant - self.now()).total_seconds(), 0.0)
        self.turned += seconds
        return seconds

    def mint_ts(self) -> str:
        """Give the next message `ts`: unique, increasing, following the turned calendar."""
        micros = int(self.now().timestamp() * 1_000_000)
        self._last_ts = max(micros, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def never_before(self, ts: str) -> None:
        """Keep new messages behind one that is already there."""
        seconds, _, micros = ts.partition(".")
        self._last_ts = max(self._last_ts, int(seconds) * 1_000_000 + int(micros or 0))

    def as_seen(self, tz: str) -> dict[str, object]:
        """Give what the page shows of the calendar, read in a person's zone."""
        now = self.now()
        label = now.astimezone(ZoneInfo(tz)).strftime("%a %d %b %Y, %H:%M")
        return {
            "now_iso": now.isoformat(),
            "turned_seconds": round(self.turned),
            "label": label,
            "turning": self.turning,
        }


def instant_named(name: str, now: datetime, tz: str) -> datetime:
    """Find the instant that a button of the page stands for, in a person's zone, always after `now`.

    Raises KeyError for a name that is none.
    """
    zone = ZoneInfo(tz)
    fits, at = {
        "next_morning": (_always, MORNING),
        "next_workday_afternoon": (_works, AFTERNOON),
        "end_of_week": (_ends_week, EVENING),
        "end_of_month": (_ends_month, EVENING),
        "end_of_quarter": (_ends_quarter, EVENING),
    }[name]
    day = now.astimezone(zone)
    while True:
        instant = datetime.combine(day.date(), at, zone).astimezone(UTC)
        if instant > now and fits(day):
            return instant
        day += timedelta(days=1)


def _always(day: datetime) -> bool:
    return True


def _works(day: datetime) -> bool:
    return day.weekday() < 5


def _ends_week(day: datetime) -> bool:
    return day.weekday() == 4


def _ends_quarter(day: datetime) -> bool:
    return _ends_month(day) and day.month % 3 == 0


def _ends_month(day: datetime) -> bool:
    return day.day == almanac.monthrange(day.year, day.month)[1]
