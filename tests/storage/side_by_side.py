"""What a program would stumble over in a database that a newer one has brought up to date: the schema before and after."""

from __future__ import annotations

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import Inspector


def stumbles(before: Connection, after: Connection) -> list[str]:
    """Each change, in words, with which a program of the schema before cannot work; what is only added is none."""
    old, new = inspect(before), inspect(after)
    kept, found = set(new.get_table_names()), list[str]()
    for table in sorted(set(old.get_table_names()) - {"alembic_version"}):
        if table not in kept:
            found.append(f"{table} is gone")
            continue
        found += [*_columns(old, new, table), *_constraints(old, new, table)]
    return found + _refusals(before, after)


def _columns(old: Inspector, new: Inspector, table: str) -> list[str]:
    before = {column["name"]: column for column in old.get_columns(table)}
    after = {column["name"]: column for column in new.get_columns(table)}
    found = [f"{table}.{name} is gone" for name in before if name not in after]
    for name, column in after.items():
        if name not in before:
            if not column["nullable"] and column["default"] is None:
                found.append(f"{table}.{name} has to be filled")
        elif str(column["type"]) != str(before[name]["type"]):
            found.append(f"{table}.{name} is of another type")
        elif before[name]["nullable"] and not column["nullable"]:
            found.append(f"{table}.{name} has to be filled now")
        elif before[name]["default"] is not None and column["default"] is None:
            found.append(f"{table}.{name} is not filled by itself any more")
    return found


def _constraints(old: Inspector, new: Inspector, table: str) -> list[str]:
    """A key, a reference or a check that was not there refuses what was allowed."""
    before, after = _held_to(old, table), _held_to(new, table)
    return [f"{table} is held to {name}" for name in sorted(after) if before.get(name) != after[name]]


def _held_to(asked: Inspector, table: str) -> dict[str, str]:
    held = {f"{check['name']}": str(check["sqltext"]) for check in asked.get_check_constraints(table)}
    held |= {f"{key['name']}": f"{key['column_names']}" for key in asked.get_unique_constraints(table)}
    held |= {
        f"{key['name']}": f"{key['constrained_columns']} {key['referred_table']} {key['referred_columns']}"
        for key in asked.get_foreign_keys(table)
    }
    held |= {
        f"{index['name']}": f"{index['column_names']}"
        for index in asked.get_indexes(table)
        if index["unique"]
    }
    return held | {"primary key": str(asked.get_pk_constraint(table)["constrained_columns"])}


def _refusals(before: Connection, after: Connection) -> list[str]:
    """Triggers of older tables that refuse something, and did not."""
    new = _refusing(after) - _refusing(before)
    tables = set(inspect(before).get_table_names())
    return [f"{table} is guarded by {name}" for table, name in sorted(new) if table in tables]


def _refusing(connection: Connection) -> set[tuple[str, str]]:
    asked = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'"
        if connection.dialect.name == "sqlite"
        else "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p"
        " ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND p.prosrc ILIKE '%%RAISE%%'"
    )
    return {(table, name) for table, name in connection.exec_driver_sql(asked)}
