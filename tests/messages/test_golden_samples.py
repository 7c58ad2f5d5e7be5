"""The three sample messages, as their readers see them."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from salesbot.messages import Renderer
from tests.golden import Golden
from tests.messages.test_fitting import digest_facts


@pytest.mark.parametrize("locale", ["en", "sl"])
def test_the_morning_digest_of_a_manager(renderer: Renderer, golden: Golden, locale: str) -> None:
    message = renderer.message("digests/morning_manager", locale=locale, **digest_facts(2))
    golden(message, f"messages/morning_manager.{locale}")


def test_a_shout_out(renderer: Renderer, golden: Golden) -> None:
    rep = SimpleNamespace(name="Kim Novak")
    facts: dict[str, Any] = {
        "rep": rep,
        "account": "Acme Corp",
        "story": "Pro × 3.",
        "wins": 6,
        "closed_on": date(2026, 6, 15),
    }
    golden(renderer.message("recognition/shout_out", **facts), "messages/shout_out")


def test_the_form_of_a_deal(renderer: Renderer, golden: Golden) -> None:
    stages = [SimpleNamespace(id="new", name="New"), SimpleNamespace(id="won", name="Won")]
    account = SimpleNamespace(id=3, name="Acme Corp")
    facts: dict[str, Any] = {
        "key": "k",
        "mistake": "",
        "account": account,
        "amount": "12.5k",
        "closes_on": "2026-06-30",
        "note": "a\nb",
    }
    golden(renderer.view("deals/form", stages=stages, chosen="won", **facts), "messages/deal_form")


def test_a_changed_word_is_noticed_and_can_be_accepted(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="does not exist"):
        Golden(tmp_path, update=False)("Kim won Acme", "won")
    Golden(tmp_path, update=True)("Kim won Acme", "won")
    Golden(tmp_path, update=False)("Kim won Acme", "won")
    with pytest.raises(AssertionError, match="differs"):
        Golden(tmp_path, update=False)("Kim has won Acme", "won")
