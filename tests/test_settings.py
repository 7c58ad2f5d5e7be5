"""Settings: every variable is read, a bad one is named, a secret is never shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from salesbot.settings import KNOWN, Settings, SettingsRefused, load_settings

ROOT = Path(__file__).parents[1]
NOWHERE = Path("/nowhere/.env")
KEY, OLDER = "aHVzaGh1c2hodXNoaHVzaGh1c2hodXNoaHVzaGh1c2g=", "aHVzaC1vbGRodXNoLW9sZGh1c2gtb2xkaHVzaC1vbGQ="
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-hushhush",
    "SLACK_APP_TOKEN": "xapp-hushhush",
    "SLACK_SIGNING_SECRET": "hushhush-1",
    "SLACK_CLIENT_SECRET": "hushhush-2",
    "SALESBOT_ENCRYPTION_KEY": KEY,
}
OAUTH = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hushhush",
    "SLACK_SIGNING_SECRET": "hushhush",
    "SALESBOT_ENCRYPTION_KEY": KEY,
    "SALESBOT_PUBLIC_URL": "https://bot.example",
}


def read(**given: str) -> Settings:
    """Settings of an environment, without a file."""
    return load_settings(given, NOWHERE)


def plain(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@pytest.mark.parametrize(
    ("variable", "given", "field", "kept"),
    [
        *((name, value, name.removeprefix("SALESBOT_").lower(), value) for name, value in SECRETS.items()),
        ("SLACK_CLIENT_ID", "1.2", "slack_client_id", "1.2"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api", "slack_api_url", "http://127.0.0.1:9/api/"),
        ("DATABASE_URL", "sqlite:///deals.db", "database_url", "sqlite:///deals.db"),
        ("DATABASE_URL", "postgresql+psycopg://s@db/s", "database_url", "postgresql+psycopg://s@db/s"),
        ("SALESBOT_PORT", "9000", "port", 9000),
        ("SALESBOT_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("SALESBOT_PUBLIC_URL", "https://bot.example", "public_url", "https://bot.example"),
        ("SALESBOT_LOG_LEVEL", "debug", "log_level", "debug"),
        ("SALESBOT_LOG_FORMAT", "json", "log_format", "json"),
    ],
)
def test_every_variable_is_read(variable: str, given: str, field: str, kept: object) -> None:
    assert plain(getattr(read(**{variable: given}), field)) == kept


def test_with_nothing_set_the_defaults_hold_and_the_playground_starts() -> None:
    settings = read()
    assert settings.mode == "playground"
    assert (settings.port, settings.host) == (8484, "127.0.0.1")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.log_level, settings.log_format) == ("info", "console")
    assert settings.database(playground=True) == "sqlite:///playground.db"
    assert settings.database(playground=False) == "sqlite:///salesbot.db"
    assert read(DATABASE_URL="sqlite:///a.db").database(playground=True) == "sqlite:///a.db"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read(SLACK_BOT_TOKEN="", SALESBOT_PORT="", DATABASE_URL="") == read()


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, "socket"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}, "socket"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, "http"),
        (OAUTH, "oauth"),
    ],
)
def test_credentials_decide_how_slack_is_met(given: dict[str, str], mode: str) -> None:
    assert read(**given).mode == mode


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxb-hushhush"},
            ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"],
        ),
        ({"SLACK_APP_TOKEN": "xapp-hushhush"}, ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]),
        ({"SLACK_SIGNING_SECRET": "hushhush"}, ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"]),
        ({**OAUTH, "SLACK_BOT_TOKEN": "xoxb-hushhush"}, ["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]),
        *(
            ({name: value for name, value in OAUTH.items() if name != missing}, [missing])
            for missing in OAUTH
        ),
    ],
)
def test_half_a_set_of_credentials_is_refused_by_name(given: dict[str, str], named: list[str]) -> None:
    with pytest.raises(SettingsRefused) as refused:
        _ = read(**given).mode
    for name in named:
        assert name in str(refused.value)
    assert "hushhush" not in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "given", "why"),
    [
        ("SALESBOT_PORT", "eighty", "'eighty'"),
        ("SALESBOT_PORT", "-1", "greater than or equal to 0"),
        ("SALESBOT_PORT", "65536", "less than or equal to 65535"),
        ("SALESBOT_LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("SALESBOT_LOG_FORMAT", "xml", "'console' or 'json'"),
        ("DATABASE_URL", "mysql://sales@db/sales", "sqlite:/// or postgresql+psycopg://"),
        ("DATABASE_URL", "postgresql://sales@db/sales", "sqlite:/// or postgresql+psycopg://"),
        ("SLACK_API_URL", "slack.com/api", "https:// or http://"),
    ],
)
def test_a_bad_value_is_refused_with_its_name_and_what_would_do(variable: str, given: str, why: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(**{variable: given})
    assert str(refused.value).startswith(f"{variable}: ")
    assert why in str(refused.value)


def test_the_password_of_a_database_is_not_shown_where_its_address_is_refused() -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(DATABASE_URL="mysql://sales:hushhush@db/sales")
    assert "hushhush" not in str(refused.value)


@pytest.mark.parametrize("name", ["SALESBOT_PROT", "SALESBOT_CURRENCY", "SALESBOT_"])
def test_an_unknown_name_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(**{name: "1"})
    assert str(refused.value).startswith(f"{name} is not a variable of Salesbot")
    assert "SALESBOT_PORT" in str(refused.value)


def test_names_of_others_are_none_of_our_business() -> None:
    assert read(SLACK_WEBHOOK_URL="x", PATH="/bin", salesbot_port="1") == read()


def test_secrets_are_not_shown_by_the_settings_themselves() -> None:
    settings = read(**SECRETS)
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.model_dump()}"):
        assert "hushhush" not in shown


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read().port = 1  # type: ignore[misc]


# -- .env -----------------------------------------------------------------------------------------------------------


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('# ours\nSALESBOT_PORT=9000\nexport SALESBOT_LOG_LEVEL="debug"\nSALESBOT_HOST=\n')
    settings = load_settings({"SALESBOT_PORT": "9001"}, file)
    assert (settings.port, settings.log_level, settings.host) == (9001, "debug", "127.0.0.1")


def test_an_empty_variable_of_the_environment_takes_back_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n")
    assert load_settings({}, file).mode == "socket"
    assert load_settings({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, file).mode == "playground"


def test_an_unknown_name_in_the_file_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SALESBOT_PROT=9000\n")
    with pytest.raises(SettingsRefused, match="SALESBOT_PROT"):
        load_settings({}, file)


def test_the_file_of_the_folder_is_read_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("SALESBOT_PORT=9000\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SALESBOT_PORT", raising=False)
    assert load_settings().port == 9000


def test_the_example_names_every_variable_explains_it_and_sets_none() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [line.removesuffix("=") for line in lines if re.fullmatch(r"[A-Z_]+=", line)]
    assert sorted(named) == sorted(KNOWN)
    for name in named:
        assert lines[lines.index(f"{name}=") - 1].startswith("# "), name
    assert load_settings({}, ROOT / ".env.example") == read()


def test_several_keys_are_read_in_order_and_one_that_is_none_is_refused_unshown() -> None:
    assert read(SALESBOT_ENCRYPTION_KEY=f"{KEY}, {OLDER}").encryption_keys == (KEY, OLDER)
    assert read().encryption_keys == ()
    for bad in ("hushhush", f"{KEY},hushhush", KEY[:-4]):
        with pytest.raises(SettingsRefused, match="SALESBOT_ENCRYPTION_KEY") as refused:
            read(SALESBOT_ENCRYPTION_KEY=bad)
        assert "hushhush" not in str(refused.value)
