"""Compiled templates are kept from one start to the next: compiling all of them takes longer than the rest of a start."""

from contextlib import suppress
from importlib.metadata import version

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

_HOW = 1
"""Counted up whenever the templates' world changes in what it makes of the same template."""


class Compiled(FileSystemBytecodeCache):
    """Keeps them in the user's own folder among the temporary files; where none can be written, they are not kept."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one; a full or read-only disk is no reason to say nothing."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled() -> Compiled | None:
    """Where compiled templates are kept; None where no folder is the user's alone."""
    with suppress(OSError, RuntimeError):
        return Compiled(pattern=f"salesbot-{_HOW}-{version('jinja2')}-%s.cache")
    return None
