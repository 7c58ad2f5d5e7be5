"""Where the files that travel with the program stand: templates, translations and the Slack app's manifest.

In a checkout they lie beside the package; in an installed wheel they lie inside it, under `_shipped/`.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """Say where every sentence the bot speaks is kept; FileNotFoundError if the program is incomplete."""
    return _shipped("templates")


def locales_dir() -> Path:
    """Say where the translations are kept; FileNotFoundError if the program is incomplete."""
    return _shipped("locales")


def manifest_path() -> Path:
    """Say where the Slack app's manifest is; FileNotFoundError if the program is incomplete."""
    return _shipped("manifest.yaml")


def _shipped(name: str) -> Path:
    # The wheel's copy comes first: beside an installed package lie other people's packages.
    for place in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(f"{name} is neither in the installed program nor beside it ({_PACKAGE.parent})")
