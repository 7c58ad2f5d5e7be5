"""Every refusal of setup and imports is said in words, in a message and under a field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from salesbot.messages import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.imports import Problem, Why
from salesbot.services.setup.workspaces import SETTINGS
from salesbot.shipped import locales_dir, templates_dir

COMMANDS: dict[str, Any] = {"log_command": "/log-deal", "sales_command": "/sales"}


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(templates_dir(), locales_dir())


@pytest.mark.parametrize("why", list(Why))
def test_every_problem_of_a_cell_is_one_sentence(renderer: Renderer, why: Why) -> None:
    problem = Problem(7, "stage", "</b> <!channel>", why, ("won", "lost"))
    words = renderer.words("imports/problem", file="deals.csv", problem=problem)
    assert words.startswith('deals.csv:7: stage: "</b> <!channel>" ')
    assert len(words) > len('deals.csv:7: stage: "</b> <!channel>" ') + 10
    assert "\n" not in words


@pytest.mark.parametrize("setting", [*SETTINGS, "digest_hour"])
def test_every_setting_that_will_not_do_has_its_sentence(renderer: Renderer, setting: str) -> None:
    facts: dict[str, Any] = {"setting": setting, "typed": "x<y", "near": (), "example": "EUR"}
    under = renderer.words("mistakes/setting_unreadable", in_form=True, **facts)
    message = in_plain(renderer.message("mistakes/setting_unreadable", **COMMANDS, **facts).blocks)
    assert under.strip()
    assert under.split() == message.split()


@pytest.mark.parametrize(
    ("template", "facts"),
    [
        ("guest_refused", {"name": "Gal", "stranger": True}),
        ("guest_refused", {"name": "Gal", "stranger": False}),
        ("choice_unfit", {"setting": "days"}),
        ("choice_unfit", {"setting": "muted_until", "day": date(2026, 6, 15)}),
        ("choice_unfit", {"setting": "hour", "hour": "08:30", "starts": "19:00", "ends": "10:00"}),
        ("leads_itself", {"name": "Kim", "manager": "Maja"}),
        ("last_admin", {"name": "Ana"}),
        ("currency_in_use", {"currency": "EUR", "typed": "USD"}),
        ("slack_team_taken", {"slack_team": "T1", "name": "Acme"}),
        ("team_name_taken", {"name": "Adria"}),
        *(("stage_unusable", {"line": "x", "why": why}) for why in ("none", "twice", "word", "percent", "form")),
        *(
            ("lost_reason_unusable", {"line": "x", "why": why, "classes": ("price",), "near": ()})
            for why in ("none", "twice", "class", "word", "form")
        ),
        ("being_booked_now", {}),
        ("slack_silent", {}),
        ("not_ready", {"missing": ("currency",)}),
        ("code_refused", {"code": "x"}),
        ("workspace_in_use", {"deals": 1}),
        ("import_refused", {"file": "a.csv", "rows": 2, "problems": ()}),
        *(
            ("sheet_unreadable", {"file": "a.csv", "line": 3, "why": why, "tries": (("", "B2"),)})
            for why in (
                "encoding", "damaged", "empty", "quotes", "large", "cell", "password", "old", "no_table", "sheets",
                "formulas",
            )
        ),
        ("columns_refused", {"file": "a.csv", "kind": "deals", "unknown": (("rep", "rep_email"), ("x", "")),
                             "missing": ("amount",), "twice": ("stage",), "known": ("account", "amount"),
                             "begins": "Our deals"}),
        ("person_unknown", {"email": "kin@x.io", "near": ("kim@x.io",)}),
        ("several_workspaces", {"known": ("Acme", "Beta")}),
        ("workspace_not_there", {"typed": "x", "known": ()}),
        ("workspace_not_there", {"typed": "x", "known": ("Acme",)}),
        ("discount_of_nothing", {"product": "</b> Pro"}),
        ("option_missing", {"options": ("--name",), "example": "salesbot setup"}),
        *(
            ("backup_failed", {"why": why, "about": "kept.db"})
            for why in (
                "exists", "missing", "damaged", "foreign", "of_sqlite", "of_postgresql", "newer", "held", "tool",
                "failed",
            )
        ),
    ],
)  # fmt: skip
def test_every_refusal_is_said(renderer: Renderer, template: str, facts: dict[str, Any]) -> None:
    assert in_plain(renderer.message(f"mistakes/{template}", **COMMANDS, **facts).blocks).strip()
