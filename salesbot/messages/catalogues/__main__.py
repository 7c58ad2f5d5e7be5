"""`python -m salesbot.messages.catalogues extract|update|begin TAG|check`: the translators' commands."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from salesbot.messages.catalogues import upkeep
from salesbot.shipped import locales_dir, templates_dir


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when `check` found something."""
    options = _read(arguments)
    templates, locales = options.templates or templates_dir(), options.locales or locales_dir()
    found = upkeep.extract(templates, () if options.templates else upkeep.SHIPPED_NAMES)
    if options.command == "check":
        wrong = list(upkeep.check(found, locales))
        _say(*wrong, f"{len(found)} sentences, {len(wrong)} things wrong")
        return 1 if wrong else 0
    if options.command == "extract":
        _say(f"{upkeep.write_template(found, locales)}: {len(found)} sentences")
    if options.command == "begin":
        _say(f"{upkeep.begin(options.tag, locales)} begun")
    if options.command in ("begin", "update"):
        _say(*(f"{path} brought up to date" for path in upkeep.update(found, locales)))
    return 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m salesbot.messages.catalogues", description=__doc__)
    parser.add_argument("--templates", type=Path, help="where the templates are")
    parser.add_argument("--locales", type=Path, help="where the translations are")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="write locales/salesbot.pot from the templates")
    commands.add_parser("update", help="bring new sentences into every language")
    commands.add_parser("begin", help="make the catalogue of a new language").add_argument("tag")
    commands.add_parser("check", help="name whatever is missing or wrong")
    return parser.parse_args(arguments)


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
