"""Start Salesbot: in Slack where credentials are set, else as a playground in the browser."""

import sys

from salesbot.settings import SettingsRefused, load_settings
from salesbot.wiring import run


def main() -> int:
    """Run until stopped; 1 if a setting was refused."""
    try:
        return run(load_settings())
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
