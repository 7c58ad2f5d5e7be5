"""The playbook: plays read, written in versions, sent to those concerned, and offered where they help."""

from salesbot.services.playbook.news import PlayNews, play_news, read_play, unread_plays
from salesbot.services.playbook.offering import play_offered
from salesbot.services.playbook.reading import (
    Playbook,
    PlayShown,
    VersionShown,
    choices_for,
    play_history,
    play_shown,
    playbook_shown,
)
from salesbot.services.playbook.writing import PlaySaved, retire_play, save_play

__all__ = [
    "PlayNews",
    "PlaySaved",
    "PlayShown",
    "Playbook",
    "VersionShown",
    "choices_for",
    "play_history",
    "play_news",
    "play_offered",
    "play_shown",
    "playbook_shown",
    "read_play",
    "retire_play",
    "save_play",
    "unread_plays",
]
