"""The parts of a book: one for each noun, with the questions that are asked of it.

Each is loaded when it is first asked, by its own import: a bot that just began logs a deal without having read what is
asked of contests or courses. The others are loaded as soon as Slack is connected (`load_parts`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, cast

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


class Parts(ABC):
    """Everything that a book can be asked."""

    @property
    @abstractmethod
    def whole(self) -> Book:
        """The book that these are the parts of."""

    @once
    def people(self) -> People:
        """People, roles, teams, and who leads whom."""
        from salesbot.storage.people import People

        return People(self.whole)

    @once
    def about_people(self) -> AboutPeople:
        """What every table says of one person."""
        from salesbot.storage.about_people import AboutPeople

        return AboutPeople(self.whole)

    @once
    def absences(self) -> Absences:
        """Who is away when, and the company's own days off."""
        from salesbot.storage.absences import Absences

        return Absences(self.whole)

    @once
    def accounts(self) -> Accounts:
        """Accounts, stages, reasons, products and the other lists."""
        from salesbot.storage.accounts import Accounts

        return Accounts(self.whole)

    @once
    def deals(self) -> Deals:
        """The ledger's entries."""
        from salesbot.storage.deals import Deals

        return Deals(self.whole)

    @once
    def credits(self) -> Credits:
        """What people are credited with."""
        from salesbot.storage.credits import Credits

        return Credits(self.whole)

    @once
    def months(self) -> Months:
        """What people are credited with, added up by month."""
        from salesbot.storage.months import Months

        return Months(self.whole)

    @once
    def disputes(self) -> Disputes:
        """Which credit somebody thinks wrong."""
        from salesbot.storage.disputes import Disputes

        return Disputes(self.whole)

    @once
    def closings(self) -> Closings:
        """Which months are closed for pay."""
        from salesbot.storage.closings import Closings

        return Closings(self.whole)

    @once
    def costs(self) -> Costs:
        """What selling and marketing cost."""
        from salesbot.storage.costs import Costs

        return Costs(self.whole)

    @once
    def import_words(self) -> ImportWords:
        """What other systems' words mean here."""
        from salesbot.storage.import_words import ImportWords

        return ImportWords(self.whole)

    @once
    def webhooks(self) -> Webhooks:
        """Which addresses are told, and of what."""
        from salesbot.storage.webhooks import Webhooks

        return Webhooks(self.whole)

    @once
    def rates(self) -> DatedRates:
        """What one currency is in another."""
        from salesbot.storage.rates import DatedRates

        return DatedRates(self.whole)

    @once
    def goals(self) -> Goals:
        """Every version of every goal."""
        from salesbot.storage.goals import Goals

        return Goals(self.whole)

    @once
    def follow_ups(self) -> FollowUps:
        """What people are to do about accounts."""
        from salesbot.storage.follow_ups import FollowUps

        return FollowUps(self.whole)

    @once
    def relationships(self) -> Relationships:
        """What is known of accounts beyond their deals."""
        from salesbot.storage.relationships import Relationships

        return Relationships(self.whole)

    @once
    def activities(self) -> Activities:
        """What people did with accounts, and the list of its kinds."""
        from salesbot.storage.activities import Activities

        return Activities(self.whole)

    @once
    def trainings(self) -> Trainings:
        """Trainings that people gave to others."""
        from salesbot.storage.trainings import Trainings

        return Trainings(self.whole)

    @once
    def courses(self) -> Courses:
        """The catalogue of trainings, and who is to do them."""
        from salesbot.storage.courses import Courses

        return Courses(self.whole)

    @once
    def talks(self) -> Talks:
        """One-to-one talks, with their agenda, notes and actions."""
        from salesbot.storage.talks import Talks

        return Talks(self.whole)

    @once
    def goal_changes(self) -> GoalChanges:
        """Proposals of goals, what was said of them, and who has read which version."""
        from salesbot.storage.goal_changes import GoalChanges

        return GoalChanges(self.whole)

    @once
    def estimates(self) -> Estimates:
        """Commits, best cases and assumptions."""
        from salesbot.storage.estimates import Estimates

        return Estimates(self.whole)

    @once
    def plans(self) -> Plans:
        """The plans that were saved."""
        from salesbot.storage.plans import Plans

        return Plans(self.whole)

    @once
    def playbook(self) -> Playbook:
        """What is known of how to sell, and who has read it."""
        from salesbot.storage.playbook import Playbook

        return Playbook(self.whole)

    @once
    def seats(self) -> Seats:
        """The teams' open seats, and what is to be done to fill them."""
        from salesbot.storage.staffing import Seats

        return Seats(self.whole)

    @once
    def cases(self) -> Cases:
        """Troubles that are worked out with other departments."""
        from salesbot.storage.cases import Cases

        return Cases(self.whole)

    @once
    def orders(self) -> Orders:
        """The orders of won deals, and where departments hear of them."""
        from salesbot.storage.orders import Orders

        return Orders(self.whole)

    @once
    def routes(self) -> Routes:
        """Where alerts go besides."""
        from salesbot.storage.routes import Routes

        return Routes(self.whole)

    @once
    def choices(self) -> Choices:
        """What people chose about messages that come unasked, and what they put off."""
        from salesbot.storage.message_choices import Choices

        return Choices(self.whole)

    @once
    def praise(self) -> Praise:
        """What teams settled about praise, and what was special about which win."""
        from salesbot.storage.praise import Praise

        return Praise(self.whole)

    @once
    def kudos(self) -> KudosGiven:
        """What colleagues thanked each other for."""
        from salesbot.storage.kudos import KudosGiven

        return KudosGiven(self.whole)

    @once
    def contests(self) -> Contests:
        """Contests with their rules."""
        from salesbot.storage.contests import Contests

        return Contests(self.whole)

    @once
    def trials(self) -> Trials:
        """Trials of ways to show a leaderboard."""
        from salesbot.storage.trials import Trials

        return Trials(self.whole)

    @once
    def earning_rules(self) -> EarningRules:
        """Rules by which badges, points and rewards are earned."""
        from salesbot.storage.earning_rules import EarningRules

        return EarningRules(self.whole)

    @once
    def rewards(self) -> Rewards:
        """Points, badges, rewards and who asked for them."""
        from salesbot.storage.rewards import Rewards

        return Rewards(self.whole)

    @once
    def announcements(self) -> Announcements:
        """What the bot is to say on its own."""
        from salesbot.storage.announcements import Announcements

        return Announcements(self.whole)

    @once
    def changes(self) -> Changes:
        """Who changed what."""
        from salesbot.storage.changes import Changes

        return Changes(self.whole)

    @once
    def records(self) -> Records:
        """Delivery keys, drafts, audit, imports."""
        from salesbot.storage.records import Records

        return Records(self.whole)


class _Shut(Parts):
    """A book that nobody opened: nothing can be asked of it, but its parts can be loaded."""

    @property
    def whole(self) -> Book:
        return cast("Book", self)


def load_parts() -> None:
    """Load what no book was asked yet; what cannot be loaded is raised."""
    shut = _Shut()
    for name, part in vars(Parts).items():
        if isinstance(part, once):
            getattr(shut, name)
