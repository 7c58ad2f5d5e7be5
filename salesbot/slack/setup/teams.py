"""The form of a team: name, manager, channel, hour, members (also taken from its channel), and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.schedules import written_minute
from salesbot.services.people import LeadsItself, acquaint, require_admin
from salesbot.services.setup import SettingUnreadable, TeamNameTaken, settle_team
from salesbot.services.setup.overview import setup_seen
from salesbot.services.setup.reading import read_goal_steps, read_minute
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened, Updated
from salesbot.slack.edge import Edge
from salesbot.slack.setup.channels import joined_in, people_of, require_private
from salesbot.slack.setup.fields import AS_WORKSPACE, asker, chosen, fit_newcomers, told_in_fields
from salesbot.storage.book import Book

_MEMBERS = ("members_taken", "members")


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form."""

    name: str = ""
    manager: str = ""
    channel: str = ""
    deals_channel: str = ""
    hour: str = "08:00"
    shows_amounts: bool = False
    in_channel: bool = False
    leaderboard: str = "top"
    goals: str = "own"
    locale: str = ""
    """Empty: the workspace's."""
    limit: str = ""
    goal_steps: str = ""
    """Empty: the usual ones."""
    members: tuple[str, ...] = ()
    taken: bool = False
    """Whether the members were just taken from the channel."""
    refused: tuple[str, ...] = ()
    """Those of the channel who cannot be in a team."""
    elsewhere: tuple[str, ...] = ()
    """Members without a Slack account: they stay, and no field can show them."""


def on_team(ask: Ask) -> Answer:
    """The form of a team; without a value, of a new one."""
    with ask.reading() as book:
        seen = setup_seen(book, asker(ask), ask.now)
        filled = Filled()
        for each in seen.teams:
            if str(each.team.id) == ask.value:
                team = each.team
                manager = book.people.by_id(team.manager_id) if team.manager_id is not None else None
                filled = Filled(
                    name=team.name, manager=(manager.slack_id if manager else None) or "",
                    channel=team.channel_id or "", deals_channel=team.deals_channel_id or "",
                    hour=written_minute(team.digest_minute),
                    shows_amounts=team.shows_amounts, in_channel=team.digest_in_channel,
                    leaderboard=team.leaderboard, goals=team.goals_read_by or "own",
                    locale=team.locale or "",
                    limit=_written_limit(book, team),
                    goal_steps=", ".join(str(step) for step in team.goal_steps or ()),
                    members=tuple(person.slack_id for person in each.members if person.slack_id),
                    elsewhere=tuple(person.name for person in each.members if not person.slack_id),
                )  # fmt: skip
    return Opened(_form(ask, filled, ask.value), "setup.team", ask.value)


def on_take_members(ask: Ask) -> Answer:
    """*Take Members From the Channel*: the form again, with everybody of the channel who can be in a team."""
    channel = ask.field("channel")
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
    people = people_of(ask, channel) if channel else []
    manager = ask.field("manager")
    fit = [one for one in people if not (one.guest or one.stranger or one.bot or one.deleted)]
    filled = Filled(
        name=ask.field("name"), manager=manager, channel=channel,
        deals_channel=ask.field("deals_channel"), hour=ask.field("hour") or "08:00",
        shows_amounts=ask.values.get("amounts") == "shown",
        in_channel=ask.values.get("in_channel") == "yes", leaderboard=ask.field("leaderboard") or "top",
        goals=ask.field("goals") or "own", locale=_language(ask) or "",
        limit=ask.field("limit"), goal_steps=ask.field("goal_steps"),
        members=tuple(one.slack_id for one in fit if one.slack_id not in (manager, ask.slack_id)), taken=True,
        refused=tuple(one.name for one in people if one.guest or one.stranger),
    )  # fmt: skip
    return Updated(_form(ask, filled, str(ask.metadata.get("team") or "")))


def _goals_read_by(ask: Ask) -> str | None:
    """Who reads the goals of the team's people; each the own one where nothing else is chosen."""
    chosen_by = ask.field("goals")
    return chosen_by if chosen_by in ("team", "all") else None


def on_team_form(ask: Ask) -> Answer:
    """The form is sent off."""
    members, manager = chosen(ask, *_MEMBERS), ask.field("manager")
    menu = next((field for field in _MEMBERS if field in ask.values), "members")
    newcomers = fit_newcomers(ask, {"manager": [manager] if manager else [], menu: members})
    with told_in_fields(ask, _field):
        settings: dict[str, Any] = {
            "name": ask.field("name"), "channel_id": ask.values.get("channel") or None,
            "deals_channel_id": ask.values.get("deals_channel") or None,
            "digest_minute": read_minute(ask.field("hour") or "08:00"),
            "shows_amounts": ask.values.get("amounts") == "shown",
            "digest_in_channel": ask.values.get("in_channel") == "yes",
            "leaderboard": ask.field("leaderboard") or "top", "locale": _language(ask),
            "approval_limit": _limit(ask), "goals_read_by": _goals_read_by(ask),
            "goal_steps": read_goal_steps(ask.field("goal_steps")),
        }  # fmt: skip
        joined = joined_in(ask, settings["channel_id"])
        require_private(ask, "deals_channel", settings["deals_channel_id"])

        def do(book: Book) -> Answer:
            by = asker(ask)
            require_admin(book, by, ask.now)
            known = {
                one: _person(ask, book, one, newcomers) for one in [*members, *([manager] if manager else [])]
            }
            settings["manager_id"] = known[manager].id if manager else None
            team = str(ask.metadata.get("team") or "")
            team_id = int(team) if team.isdigit() else None
            numbers = {known[one].id for one in members} | _without_account(ask, book, by, team_id)
            settled = settle_team(book, by, team_id, settings, now=ask.now, members=numbers)
            return ask.message(
                "setup/team_settled",
                settled=settled,
                joined=joined,
                hour=written_minute(settled.team.digest_minute),
            )

        return ask.change(do)


def _form(ask: Ask, filled: Filled, team: str) -> dict[str, Any]:
    return ask.form(
        "setup/team", about={"team": team}, filled=filled, made=bool(team), languages=ask.runtime.renderer.languages(),
        usual_language=ask.workspace.locale, as_workspace=AS_WORKSPACE,
    )  # fmt: skip


def _language(ask: Ask) -> str | None:
    """The language that was chosen for the team; None: the workspace's."""
    chosen = ask.field("locale")
    return chosen if chosen in ask.runtime.renderer.languages() else None


def _written_limit(book: Book, team: Team) -> str:
    limit = team.approval_limit
    return "" if limit is None else f"{Money(limit, book.workspace.counts_in).decimal:f}"


def _limit(ask: Ask) -> int | None:
    """The limit above which deals wait, in minor units; None where the field is empty."""
    typed = ask.field("limit")
    if not typed:
        return None
    try:
        return Money.of(typed, ask.workspace.counts_in).minor
    except (ValueError, ArithmeticError):
        raise FieldsRefused({"limit": ask.words("setup/fields/limit", typed=typed)}) from None


def _person(ask: Ask, book: Book, slack_id: str, newcomers: Any) -> Person:
    known = book.people.by_slack_id(slack_id)
    return known if known is not None else acquaint(book, newcomers[slack_id], ask.now)


def _without_account(ask: Ask, book: Book, by: Person, team_id: int | None) -> set[int]:
    """Members whom no field can show stay in the team."""
    teams = [each for each in setup_seen(book, by, ask.now).teams if each.team.id == team_id]
    return {person.id for each in teams for person in each.members if not person.slack_id}


def _field(mistake: SalesbotError) -> str | None:
    if isinstance(mistake, TeamNameTaken):
        return "name"
    if isinstance(mistake, SettingUnreadable):
        fields = {"digest_hour": "hour", "goal_steps": "goal_steps"}
        return fields.get(str(mistake.facts["setting"]), "name")
    return "manager" if isinstance(mistake, LeadsItself) else None


def register(edge: Edge) -> None:
    """Answer the form of a team."""
    edge.action("setup.team")(on_team)
    edge.action("setup.take_members")(on_take_members)
    edge.form("setup.team")(on_team_form)
