"""How the tables lie on many machines with Citus: by workspace, each company's rows together on one of them.

`python -m salesbot.storage.spreading` prints the statements, to be given to `psql` once, on an empty database after
`salesbot migrate`. What every workspace looks up lies on each machine; what comes before any workspace, on the first.
"""

from __future__ import annotations

import sys

from sqlmodel import SQLModel

from salesbot.storage import tables as tables

BY = "workspace_id"
ON_EACH = ("workspace", "setup_code")
"""Small, and pointed at from everywhere."""
ON_THE_FIRST = ("installation", "install_state")
"""Asked for by Slack's ids, before it is known which workspace is meant."""


def spreading() -> list[str]:
    """The statements, in an order in which every table finds those that it points at."""
    names = [
        table.name for table in SQLModel.metadata.sorted_tables if table.name not in (*ON_EACH, *ON_THE_FIRST)
    ]
    return [
        # The guards of the ledger are triggers; each looks at its own row only, so they are safe on every machine.
        "SET citus.enable_unsafe_triggers TO on;",
        *(f"SELECT create_reference_table('{name}');" for name in ON_EACH),
        *(f"SELECT create_distributed_table('{names[0]}', '{BY}');" for _ in names[:1]),
        *(
            f"SELECT create_distributed_table('{name}', '{BY}', colocate_with => '{names[0]}');"
            for name in names[1:]
        ),
    ]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{each}\n" for each in spreading()))
