"""Who works here: users.info, users.list, users.lookupByEmail."""

from salesbot.playground.api.call import Body, Call, method, page_of
from salesbot.playground.cast import Member
from salesbot.playground.errors import SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.user_object import SLACKBOT, user_object


def person(slack: LocalSlack, user: str) -> Member:
    """Find somebody by id; user_not_found otherwise."""
    if user == SLACKBOT.id:
        return SLACKBOT
    if user not in slack.space.people:
        raise SlackError("user_not_found")
    return slack.space.people[user]


@method("users.info", "users:read", 4)
def users_info(slack: LocalSlack, call: Call) -> Body:
    """Describe one person."""
    member = person(slack, call.text("user"))
    return {"user": user_object(slack.space, member, with_locale=call.flag("include_locale"))}


@method("users.list", "users:read", 2)
def users_list(slack: LocalSlack, call: Call) -> Body:
    """List everybody, Slackbot and those who left too."""
    everybody = [SLACKBOT, *slack.space.people.values()]
    page, rest = page_of(everybody, call, 1000, 1000)
    locale = call.flag("include_locale")
    members = [user_object(slack.space, member, with_locale=locale) for member in page]
    return {"members": members, "cache_ts": int(slack.calendar.now().timestamp()), **rest}


@method("users.lookupByEmail", "users:read.email", 3)
def users_lookup_by_email(slack: LocalSlack, call: Call) -> Body:
    """Find somebody by their address; those who left are not found."""
    email = call.text("email").lower()
    for member in slack.space.people.values():
        if member.email and member.email.lower() == email and not member.deleted:
            return {"user": user_object(slack.space, member)}
    raise SlackError("users_not_found")


@method("users.getPresence", "users:read", 3)
def users_presence(slack: LocalSlack, call: Call) -> Body:
    """Say who has a window open."""
    member = person(slack, call.text("user"))
    here = member.is_bot or member.id in slack.audience.people()
    return {"presence": "active" if here else "away"}
