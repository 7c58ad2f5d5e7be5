"""`salesbot report` as a person or a program runs it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner, Result

from salesbot.cli import app
from tests.cast import Cast
from tests.slack.june import tell_june


@pytest.fixture
def june(sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Mid-June, in the database that the command opens."""
    tell_june(sqlite_cast)
    monkeypatch.setenv("DATABASE_URL", str(sqlite_cast.engines.url))
    return sqlite_cast


def run(*words: str) -> Result:
    """The command on the morning of 16 June, whatever the machine's clock says, unless told otherwise."""
    usual = ["--as-of", "2026-06-16", "--known-at", "2026-07-01T00:00+00:00", "--workspace", "Acme Sales"]
    return CliRunner().invoke(app, ["report", *usual, *words])


def test_json_is_a_list_of_objects_with_money_as_amount_and_currency(june: Cast) -> None:
    done = run("attainment", "--period", "2026-06", "--format", "json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.output)
    assert [row["scope"] for row in rows] == ["company", "team", "team", *["rep"] * 6]
    kim = next(row for row in rows if row["name"] == "Kim Novak")
    assert kim["goal"] == {"amount": "60000.00", "currency": "EUR"}
    assert kim["pace"] == 1.310909


def test_a_period_without_anything_is_an_empty_list(june: Cast) -> None:
    done = run("attainment", "--period", "2024-01", "--format", "json")
    assert (done.exit_code, json.loads(done.output)) == (0, [])


def test_csv_has_a_currency_column_beside_each_money(june: Cast) -> None:
    done = run("leaderboard", "--period", "2026-06", "--by", "amount", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.output)))
    assert list(rows[0]) == ["place", "name", "value", "value_currency", "attainment", "by"]
    assert (rows[0]["name"], rows[0]["value"], rows[0]["value_currency"]) == ("Kim Novak", "41200.00", "EUR")


def test_a_table_is_for_people(june: Cast) -> None:
    done = run("pipeline", "--as-of", "2026-06-17")
    assert done.exit_code == 0
    assert "Proposal" in done.output
    assert "67,000.00 EUR" in done.output


def test_a_scope_keeps_its_rows(june: Cast) -> None:
    done = run("attainment", "--period", "2026-06", "--scope", "team", "--format", "json")
    assert [row["name"] for row in json.loads(done.output)] == ["Adria", "Nordic"]


def test_known_at_asks_as_it_was_recorded_then(june: Cast) -> None:
    before = run(
        "attainment", "--period", "2026-06", "--known-at", "2026-05-01T00:00+00:00", "--format", "json",
    )  # fmt: skip
    assert json.loads(before.output) == []


@pytest.mark.parametrize(
    "words",
    [
        ("weather",),
        ("banana",),
        ("attainment", "--period", "banana"),
        ("attainment", "--as-of", "2026-13-01"),
        ("attainment", "--scope", "person"),
        ("attainment", "--by", "deals"),
        ("leaderboard", "--by", "luck"),
        ("leaderboard", "--scope", "team"),
        ("attainment", "--format", "xml"),
        (),
    ],
)
def test_wrong_usage_ends_with_two_and_says_what_there_is(june: Cast, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output


def test_several_workspaces_and_none_named_is_wrong_usage(june: Cast) -> None:
    assert CliRunner().invoke(app, ["report", "attainment"]).exit_code == 2


def test_help_shows_an_example() -> None:
    done = CliRunner().invoke(app, ["report", "--help"])
    assert "salesbot report attainment" in done.output
