"""The parts of a book: one for each noun, with the questions that are asked of it.

Each is loaded when it is first asked, by its own import: a bot that just began logs a deal without having read what is
asked of contests or courses. The others are loaded as soon as Slack is connected (`load_parts`).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from salesbot.once import once

if TYPE_CHECKING:
    from salesbot.storage.about_people import AboutPeople
    from salesbot.storage.absences import Absences
    from salesbot.storage.accounts import Accounts
    from salesbot.storage.activities import Activities
    from salesbot.storage.announcements import Announcements
    from salesbot.storage.book import Book
    from salesbot.storage.cases import Cases
    from salesbot.storage.changes import Changes
    from salesbot.storage.closings import Closings
    from salesbot.storage.contests import Contests
    from salesbot.storage.costs import Costs
    from salesbot.storage.courses import Courses
    from salesbot.storage.credits import Credits
    from salesbot.storage.deals import Deals
    from salesbot.storage.disputes import Disputes
    from salesbot.storage.earning_rules import EarningRules
    from salesbot.storage.estimates import Estimates
    from salesbot.storage.follow_ups import FollowUps
    from salesbot.storage.goal_changes import GoalChanges
    from salesbot.storage.goals import Goals
    from salesbot.storage.import_words import ImportWords
    from salesbot.storage.kudos import KudosGiven
    from salesbot.storage.message_choices import Choices
    from salesbot.storage.months import Months
    from salesbot.storage.orders import Orders
    from salesbot.storage.people import People
    from salesbot.storage.plans import Plans
    from salesbot.storage.playbook import Playbook
    from salesbot.storage.praise import Praise
    from salesbot.storage.rates import DatedRates
    from salesbot.storage.records import Records
    from salesbot.storage.relationships import Relationships
    from salesbot.storage.rewards import Rewards
    from salesbot.storage.routes import Routes
    from salesbot.storage.staffing import Seats
    from salesbot.storage.talks import Talks
    from salesbot.storage.trainings import Trainings
    from salesbot.storage.trials import Trials
    from salesbot.storage.webhooks import Webhooks


Noun = TypeVar("Noun")


class Part(once[Noun]):
    """A part of every book: loaded once for the process, made once for each book that asks for it."""

    def __init__(self, module: str, kind: str) -> None:
        self._module, self._kind = f"{__package__}.{module}", kind
        super().__init__(self._load_and_make)

    def load(self) -> Callable[[Book], Noun]:
        """What makes this part of a book; the next book that asks goes straight to it."""
        kind: Callable[[Book], Noun] = getattr(import_module(self._module), self._kind)
        self._ask = kind
        return kind

    def _load_and_make(self, book: Book) -> Noun:
        return self.load()(book)


class Parts:
    """Everything that a book can be asked."""

    people: Part[People] = Part("people", "People")
    """People, roles, teams, and who leads whom."""
    about_people: Part[AboutPeople] = Part("about_people", "AboutPeople")
    """What every table says of one person."""
    absences: Part[Absences] = Part("absences", "Absences")
    """Who is away when, and the company's own days off."""
    accounts: Part[Accounts] = Part("accounts", "Accounts")
    """Accounts, stages, reasons, products and the other lists."""
    deals: Part[Deals] = Part("deals", "Deals")
    """The ledger's entries."""
    credits: Part[Credits] = Part("credits", "Credits")
    """What people are credited with."""
    months: Part[Months] = Part("months", "Months")
    """What people are credited with, added up by month."""
    disputes: Part[Disputes] = Part("disputes", "Disputes")
    """Which credit somebody thinks wrong."""
    closings: Part[Closings] = Part("closings", "Closings")
    """Which months are closed for pay."""
    costs: Part[Costs] = Part("costs", "Costs")
    """What selling and marketing cost."""
    import_words: Part[ImportWords] = Part("import_words", "ImportWords")
    """What other systems' words mean here."""
    webhooks: Part[Webhooks] = Part("webhooks", "Webhooks")
    """Which addresses are told, and of what."""
    rates: Part[DatedRates] = Part("rates", "DatedRates")
    """What one currency is in another."""
    goals: Part[Goals] = Part("goals", "Goals")
    """Every version of every goal."""
    follow_ups: Part[FollowUps] = Part("follow_ups", "FollowUps")
    """What people are to do about accounts."""
    relationships: Part[Relationships] = Part("relationships", "Relationships")
    """What is known of accounts beyond their deals."""
    activities: Part[Activities] = Part("activities", "Activities")
    """What people did with accounts, and the list of its kinds."""
    trainings: Part[Trainings] = Part("trainings", "Trainings")
    """Trainings that people gave to others."""
    courses: Part[Courses] = Part("courses", "Courses")
    """The catalogue of trainings, and who is to do them."""
    talks: Part[Talks] = Part("talks", "Talks")
    """One-to-one talks, with their agenda, notes and actions."""
    goal_changes: Part[GoalChanges] = Part("goal_changes", "GoalChanges")
    """Proposals of goals, what was said of them, and who has read which version."""
    estimates: Part[Estimates] = Part("estimates", "Estimates")
    """Commits, best cases and assumptions."""
    plans: Part[Plans] = Part("plans", "Plans")
    """The plans that were saved."""
    playbook: Part[Playbook] = Part("playbook", "Playbook")
    """What is known of how to sell, and who has read it."""
    seats: Part[Seats] = Part("staffing", "Seats")
    """The teams' open seats, and what is to be done to fill them."""
    cases: Part[Cases] = Part("cases", "Cases")
    """Troubles that are worked out with other departments."""
    orders: Part[Orders] = Part("orders", "Orders")
    """The orders of won deals, and where departments hear of them."""
    routes: Part[Routes] = Part("routes", "Routes")
    """Where alerts go besides."""
    choices: Part[Choices] = Part("message_choices", "Choices")
    """What people chose about messages that come unasked, and what they put off."""
    praise: Part[Praise] = Part("praise", "Praise")
    """What teams settled about praise, and what was special about which win."""
    kudos: Part[KudosGiven] = Part("kudos", "KudosGiven")
    """What colleagues thanked each other for."""
    contests: Part[Contests] = Part("contests", "Contests")
    """Contests with their rules."""
    trials: Part[Trials] = Part("trials", "Trials")
    """Trials of ways to show a leaderboard."""
    earning_rules: Part[EarningRules] = Part("earning_rules", "EarningRules")
    """Rules by which badges, points and rewards are earned."""
    rewards: Part[Rewards] = Part("rewards", "Rewards")
    """Points, badges, rewards and who asked for them."""
    announcements: Part[Announcements] = Part("announcements", "Announcements")
    """What the bot is to say on its own."""
    changes: Part[Changes] = Part("changes", "Changes")
    """Who changed what."""
    records: Part[Records] = Part("records", "Records")
    """Delivery keys, drafts, audit, imports."""


def load_parts() -> None:
    """Load what no book was asked yet; what cannot be loaded is raised."""
    for part in vars(Parts).values():
        if isinstance(part, Part):
            part.load()
