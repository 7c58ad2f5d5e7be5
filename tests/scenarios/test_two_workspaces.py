"""Two companies install the bot by OAuth: each has its own admin, books and token, and neither sees the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesbot.domain.people import Role
from salesbot.services.planning import plan_direct
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.sealing import Sealer
from salesbot.storage.workspaces import workspace_of_team
from tests.databases import Databases
from tests.scenarios.town import find_action, wait_for, words_of
from tests.scenarios.two_slacks import TEAMS, Browser, TwoSlacks, two_slacks
from tests.storage.test_sealing import NEWEST

CANARIES = {"acme": "104729", "bravo": "611953"}


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Engines]:
    """A database of nobody, whose secrets are sealed."""
    made = databases.fresh("sqlite")
    engines = open_engines(made.url.render_as_string(hide_password=False), Sealer([NEWEST]))
    yield engines
    engines.close()
    databases.drop(made)


@pytest.fixture
def both(empty: Engines) -> Iterator[TwoSlacks]:
    """Both workspaces, nothing installed."""
    with two_slacks(empty) as opened:
        yield opened


def test_two_companies_install_and_neither_sees_the_other(both: TwoSlacks, tmp_path: Path) -> None:
    for where in CANARIES:
        page = both.install(where)
        assert page.status == 200, page
        assert "Salesbot is installed" in page.body
    both.deliver()
    for where in CANARIES:
        town = both.town(where)
        [welcome] = town.direct("ana")
        assert "You installed me, so you are my admin" in words_of(welcome)
        assert find_action(welcome["blocks"], "setup.open")
        settle(both, where)
        town.type("ana", f"/log-deal Acme Corp {CANARIES[where]} EUR won")
    for where, other in (("acme", "bravo"), ("bravo", "acme")):
        seen = " ".join(words_of(town_message) for town_message in everything(both, where)).replace(",", "")
        assert CANARIES[where] in seen
        assert CANARIES[other] not in seen
        with both.town(where).book() as book:
            assert [person.slack_id for person in book.people.all()] == ["U0ANA"]
            assert book.deals.count() == 1
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    for slack in both.slacks.values():
        for token in slack.installs.tokens:
            assert token.encode() not in written


def settle(both: TwoSlacks, where: str) -> None:
    """The admin settles the two things that have to be, as the first message says."""
    town = both.town(where)
    [welcome] = town.direct("ana")
    town.press("ana", welcome, "setup.open")
    form = town.view("ana")
    said = town.submit(
        "ana",
        form,
        {
            "currency": {"value": "EUR"},
            "time_zone": {"selected_option": {"value": "Europe/Ljubljana", "text": {"type": "plain_text", "text": "x"}}},
        },
    )  # fmt: skip
    assert said["ok"], said


def everything(both: TwoSlacks, where: str) -> list[dict[str, object]]:
    """Whatever was posted in a workspace, and what its admin sees now."""
    town = both.town(where)
    answers = [
        town.type("ana", line) for line in ("/sales me", "/sales deals", "/sales deal Acme", "/sales top")
    ]
    return [*town.record()["messages"], *answers, town.home("ana")]


def test_what_an_install_cannot_be_ended_with(both: TwoSlacks) -> None:
    browser = Browser()
    sent_back = both.authorize(browser, "acme")
    stolen = Browser().get(sent_back)
    assert (stolen.status, "not begun in this browser" in stolen.body) == (400, True)
    assert browser.get(sent_back).status == 200
    again = browser.get(sent_back)
    assert (again.status, "finished already" in again.body) == (401, True)
    other = Browser()
    swapped = sent_back.split("state=")[0] + "state=" + both.authorize(other, "bravo").split("state=")[1]
    assert "did not confirm" in other.get(swapped).body
    cancelled = other.get(both.authorize(other, "bravo", decision="cancel"))
    assert "You chose Cancel" in cancelled.body
    forged = other.get(f"{both.address}/slack/oauth_redirect?code=T0BRAVO.x&state=x")
    assert "not begun in this browser" in forged.body
    for page in (stolen, again, cancelled, forged):
        assert "Salesbot is not installed" in page.body
        assert f"{both.address}/slack/install" in page.body


def test_a_company_that_removes_the_bot_hears_no_more_of_it_and_goes_on_when_it_is_back(
    both: TwoSlacks,
) -> None:
    for where in CANARIES:
        both.install(where)
    both.deliver()
    settle(both, "acme")
    town = both.town("acme")
    town.type("ana", "/log-deal Acme Corp 104729 EUR won")
    town.post("uninstall", {})
    wait_for(lambda: suspended(both, "acme"))
    both.deliver()
    before = len(town.direct("ana"))
    with both.bot.runtime.book(town.workspace_id) as book:
        plan_direct(
            book, book.people.all()[0].id, "later", {"text": "later", "blocks": []}, both.bot.runtime.now()
        )
    both.deliver()
    assert len(town.direct("ana")) == before
    assert not suspended(both, "bravo")
    assert both.install("acme", who="U0MAJA").status == 200
    both.deliver()
    assert "later" in [message["text"] for message in town.direct("ana")]
    assert "I am back in Acme Sales" in words_of(town.direct("maja")[-1])
    with town.book() as book:
        assert book.deals.count() == 1
        assert [person.name for person in book.people.having(Role.ADMIN)] == ["Ana Horvat"]


def suspended(both: TwoSlacks, where: str) -> bool:
    """Whether nothing is posted in a workspace."""
    engines = both.bot.runtime.engines
    with engines.reading() as connection:
        workspace = workspace_of_team(connection, TEAMS[where][0])
        assert workspace is not None
        asked = "SELECT suspended_at IS NOT NULL FROM workspace WHERE id = "
        return bool(connection.exec_driver_sql(f"{asked}{workspace.id}").scalar_one())
