"""Which figure of whom is to be explained, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesbot.domain.access import may_see_person
from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Person
from salesbot.domain.viewers import Viewer
from salesbot.once import once
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.subjects import Subject
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


class Figure(StrEnum):
    """What is explained of a subject."""

    GOAL = "goal"
    """Attainment, pace, what is needed, and the forecast."""
    FORECAST = "forecast"
    """Each way to see how a period will end."""
    PLAN = "plan"
    """The way back from the goal to deals, opportunities and new ones a week."""
    PIPELINE = "pipeline"
    """The open deals by stage, weighted, and how far they cover what is to be won."""
    STAFFING = "staffing"
    """How many people a team's goal takes."""
    STANDING = "standing"
    """The places of a leaderboard; the detail is what it goes by."""
    WORKS = "works"
    """What wins more often than like deals; the detail is the one kind that is shown, or empty."""
    CONTEST = "contest"
    """The places of a contest; the detail is its number."""
    TRIAL = "trial"
    """What a trial of two ways to show a leaderboard tells; the detail is its number."""
    KPIS = "kpis"
    """Win rate, averages, cycle, velocity, and what an account costs and brings."""
    CAMPAIGNS = "campaigns"
    """What campaigns cost and brought; the detail is one of them."""
    BUYING = "buying"
    """What customers buy together and next; the detail is a pair of products, and whose deals are meant."""
    MARKETS = "markets"
    """What wins in which segment; the detail is a product."""
    ORDERS = "orders"
    """Deliveries on time and how satisfied customers are, of whoever asks."""
    PRAISE = "praise"
    """On whom praise fell in a month of a team."""
    POTENTIAL = "potential"
    """Where more could be sold: what renewing and silent accounts bought, and what like accounts have."""
    WHY = "why"
    """The gap bridge: what is taken out first, and the shares of the three others."""


@dataclass(frozen=True)
class Wanted:
    """A figure that somebody asks about, live unless a moment is named."""

    book: Book
    person: Person | None
    subject: Subject
    now: datetime
    locale: str = "en"
    as_of: AsOf | None = None
    detail: str = ""
    """What else a figure needs to be told by."""
    here: str | None = None
    """In which channel it is asked."""

    @once
    def viewer(self) -> Viewer:
        """Who asks, as of now: a button may be old, or pressed by somebody else."""
        return viewer_of(self.book, self.person, self.now)

    @property
    def day(self) -> date:
        """The workspace's today."""
        return workspace_day(self.book, self.now)

    @once
    def names(self) -> dict[int, str]:
        """Everybody's name, by number."""
        return {each.id: each.name for each in self.book.people.all()}

    def sees(self, person_id: int) -> bool:
        """Whether single deals and figures of a person are the reader's to see."""
        return may_see_person(self.viewer, person_id)
