"""Why a backup, restore or move did not come about."""

from __future__ import annotations


class BackupFailed(Exception):
    """A backup, restore or move did not come about; nothing was changed. `why` is one of these words; `about` tells more.

    exists: the file is there already · missing: there is no such file · damaged: it is no sound database ·
    foreign: it is not a backup of Salesbot · of_sqlite, of_postgresql: it is one of the other engine ·
    newer: it was made by a newer version · held: a bot holds the database · tool: a tool of PostgreSQL is missing ·
    occupied: the target of a move is not empty · old: its source is not up to date · failed: the tool or the disk refused.
    """

    def __init__(self, why: str, about: str) -> None:
        super().__init__(f"{why}: {about}")
        self.why = why
        self.about = about
