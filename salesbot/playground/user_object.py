"""How Slack describes a person to a bot, and the picture it shows of them."""

import hashlib
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from salesbot.playground.cast import Member
from salesbot.playground.workspace import APP_ID, BOT_ID, Workspace

Json = dict[str, Any]

PICTURE_SIZES = (24, 32, 48, 72, 192, 512)

SLACKBOT = Member("USLACKBOT", "slackbot", "Slackbot", tz="America/Los_Angeles")
"""Slack lists it among the people, and does not call it a bot."""


def user_object(space: Workspace, member: Member, *, with_locale: bool = False) -> Json:
    """Describe a person; the e-mail only with its scope (absent, never null), no zone for those who left."""
    shown: Json = {
        "id": member.id,
        "team_id": space.cast.team_id,
        "name": member.name,
        "deleted": member.deleted,
        "profile": _profile(space, member),
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": int(space.calendar.now().timestamp()),
    }
    if not member.deleted:
        shown |= _of_the_living(space, member)
    if with_locale and not member.deleted:
        shown["locale"] = member.locale
    return shown


def _profile(space: Workspace, member: Member) -> Json:
    first, _, last = member.real_name.partition(" ")
    picture = f"{space.address}/playground/picture/{member.id}"
    profile: Json = {
        "title": member.title,
        "phone": "",
        "skype": "",
        "first_name": first,
        "last_name": last,
        "real_name": member.real_name,
        "real_name_normalized": member.real_name,
        "display_name": member.name,
        "display_name_normalized": member.name,
        "fields": None,
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": hashlib.sha256(member.id.encode()).hexdigest()[:12],
        "team": space.cast.team_id,
        **{f"image_{size}": picture for size in PICTURE_SIZES},
    }
    if member.email and not member.is_bot and space.manifest.allows("users:read.email"):
        profile["email"] = member.email
    if member.is_bot:
        profile |= {"api_app_id": APP_ID, "bot_id": BOT_ID, "always_active": True}
    return profile


def _of_the_living(space: Workspace, member: Member) -> Json:
    local = space.calendar.now().astimezone(ZoneInfo(member.tz))
    offset = local.utcoffset()
    return {
        "color": member.color.lstrip("#"),
        "real_name": member.real_name,
        "tz": member.tz,
        "tz_label": local.tzname() or member.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": member.is_admin,
        "is_owner": member.is_admin,
        "is_primary_owner": False,
        "is_restricted": member.is_restricted,
        "is_ultra_restricted": False,
        "is_email_confirmed": not member.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def initials(member: Member) -> str:
    """Give the letters that stand for a person."""
    return "".join(word[0] for word in member.real_name.split()[:2]).upper()


def picture_of(member: Member) -> str:
    """Draw a person's picture as SVG: their initials on their colour."""
    style = (
        "font-family='sans-serif' font-size='30' fill='#fff' text-anchor='middle' dominant-baseline='central'"
    )
    square = f"<rect width='72' height='72' rx='10' fill='{escape(member.color)}'/>"
    letters = f"<text x='36' y='37' {style}>{escape(initials(member))}</text>"
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 72 72' width='72' height='72'>{square}{letters}</svg>"
