"""Somebody as Slack's own record of a user tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from salesbot.runtime import SlackPerson


def slack_person(user: Mapping[str, Any]) -> SlackPerson:
    """Somebody from Slack's own record of a user."""
    profile = user.get("profile") or {}
    name = (
        profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name")
    )
    return SlackPerson(
        slack_id=str(user["id"]),
        name=_whole(str(name or user["id"])),
        email=_whole(profile["email"]) if profile.get("email") else None,
        time_zone=_known_zone(user.get("tz")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=bool(user.get("is_stranger")),
        bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        deleted=bool(user.get("deleted")),
        locale=user.get("locale"),
    )


def _whole(text: str) -> str:
    """The text without halves of signs: JSON can hold them, and no database can."""
    return text.encode("utf-8", "replace").decode()


def _known_zone(name: object) -> str | None:
    """The time zone where it is one that we know too; by any other nothing could be told to the person."""
    try:
        return ZoneInfo(str(name)).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
