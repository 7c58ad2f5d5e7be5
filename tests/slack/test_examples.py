"""The examples of the README, the docs and the help, typed one after another in a fresh playground: none is asked back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from salesbot.sample.company import COMPANY
from salesbot.slack.parsing import NamesAtHand, read_deal
from tests.slack.parsing.reading import CONTEXT, example_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/commands.md", "docs/architecture.md", "docs/figures.md")
PLAYGROUND = replace(CONTEXT, accounts=NamesAtHand(COMPANY.accounts), sender="U0KIM")
"""As Kim of the sample company, as whom the README has a newcomer type."""
OF_SAMPLE = re.compile(r"(?i)\bacme\b(?! corp| demo)(?!\.example)")


def _lines() -> list[str]:
    text = "\n".join((ROOT / page).read_text() for page in PAGES)
    found = re.findall(r"`?/log-deal ([^`\n]+)", text)
    return list(dict.fromkeys(line.strip() for line in found))


@pytest.mark.parametrize("line", _lines())
def test_an_example_of_a_deal_is_saved_as_written(line: str) -> None:
    draft = read_deal(re.sub(r"@(\w+)", lambda name: f"<@U0{name[1].upper()}>", line), PLAYGROUND)
    assert draft.account in COMPANY.accounts


@pytest.mark.parametrize("page", PAGES)
def test_one_account_has_one_name_in_all_examples(page: str) -> None:
    lines = (ROOT / page).read_text().splitlines()
    assert [line for line in lines if OF_SAMPLE.search(line) and "setup --name" not in line] == []


def test_one_account_has_one_name_in_all_that_the_bot_proposes() -> None:
    said = (path for path in (ROOT / "templates").rglob("*.xml"))
    found = [
        path.name for path in said if OF_SAMPLE.search(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S))
    ]
    assert found == ["workspace_not_there.xml"]


@pytest.mark.parametrize("line", ["", "won", "<!channel> 12k", "12k", "product:Pro", '"Acme 12k'])
def test_a_line_that_would_have_worked_names_an_account_of_the_workspace(line: str) -> None:
    """`Acme Corp` where the workspace has only `Acme`, and the other way round: else the example were asked back."""
    for known in (("Acme",), ("Acme Corp",), ()):
        example = example_of(line, accounts=NamesAtHand(known))
        assert example.startswith((*known, "Acme Corp")[0] + " ")
        assert (
            read_deal(example, replace(CONTEXT, accounts=NamesAtHand(known))).account
            == (*known, "Acme Corp")[0]
        )
