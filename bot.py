"""Start Salesbot: in Slack where credentials are set, else as a playground in the browser."""

import sys
from argparse import ArgumentParser

from salesbot.settings import SettingsRefused, load_settings
from salesbot.wiring import run


def main() -> int:
    """Run until stopped; 1 if a setting was refused. It takes no arguments: `salesbot` has the commands."""
    ArgumentParser("bot.py", description=__doc__, epilog="Commands: salesbot --help").parse_args()
    try:
        return run(load_settings())
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
