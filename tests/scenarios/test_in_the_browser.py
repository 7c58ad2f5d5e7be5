"""The main job as a person does it in the browser: the real bot, the made-up company, headless Chromium.

It begins on Monday, 15 June 2026, at nine in Ljubljana. Kim sells in Adria, which Maja leads; Bo is in the same team.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.playground.page.conftest import DESK, FLAGS, PHONE, Window, accessibility_faults
from tests.scenarios.made_up import Company, made_up_company

pytestmark = pytest.mark.browser

ADRIA, APP = "C0ADRIA", "A0PLAYAPP"
PATIENCE = 30_000
"""Milliseconds that an answer may take on a machine that does much else."""

Open = Callable[..., Window]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with made_up_company(tmp_path_factory.mktemp("kolibri")) as running:
        yield running


# For this file only: while it is open, nothing else in the process can run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "No Chromium here. Please run: apt-get install chromium"
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def window(browser: Browser, company: Company) -> Iterator[Open]:
    """Opens windows; at the end none of them may have complained or left the machine."""
    faults: list[str] = []
    contexts = []
    expect.set_options(timeout=PATIENCE)

    def opened(person: str, channel: str, tab: str = "", size: tuple[int, int] = DESK) -> Window:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, timezone_id="Europe/Ljubljana"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        here = Window(context.new_page(), company.address, faults)
        here.go(person, channel, tab)
        return here

    yield opened
    for context in contexts:
        context.close()
    expect.set_options(timeout=None)
    assert faults == []


def complete(here: Window, start: str, rest: str) -> None:
    """Type the start of a command, take what is offered, and type the rest."""
    box = here.page.locator(".main .composer-field")
    box.press_sequentially(start)
    offered = here.page.get_by_role("listbox", name="Suggestions")
    expect(offered.get_by_role("option").first).to_contain_text("/log-deal")
    here.page.keyboard.press("Tab")
    box.press_sequentially(rest)
    here.page.keyboard.press("Enter")


def fill_form(page: Page, account: str, amount: str, stage: str) -> None:
    """Fill what the form for a deal requires, as a person does, and send it off."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    choose(page, dialog, "Account", account)
    dialog.get_by_role("textbox", name="Amount").fill(amount)
    choose(page, dialog, "Stage", stage)
    dialog.get_by_role("button", name="Save").click()


def choose(page: Page, dialog: Locator, field: str, wanted: str) -> None:
    dialog.get_by_role("combobox", name=field).click()
    page.keyboard.type(wanted)
    page.get_by_role("option", name=re.compile(re.escape(wanted))).first.click()


def test_from_the_first_command_to_the_digest(window: Open) -> None:
    kim, bo = window("U0KIM", ADRIA), window("U0BO", ADRIA)

    complete(kim, "/log", "Zlatorog 900 won")
    receipt = kim.message("Saved, won: Zlatorog, €900")
    expect(receipt).to_contain_text("Only visible to you")
    expect(receipt).to_contain_text("of the goal")
    receipt.get_by_role("button", name="Undo").click()
    expect(kim.message("Undone: Zlatorog")).to_be_visible()

    kim.write("/log-deal ")
    fill_form(kim.page, "Acme Corp", "12.5k", "Won")
    told = kim.page.get_by_role("dialog")
    expect(told).to_contain_text("Saved, won: Acme Corp, €12,500")
    for here in (kim, bo):
        here.page.keyboard.press("Escape")
        expect(here.message("Kim Novak won Acme Corp.")).to_be_visible()
    assert bo.page.get_by_text("12,500").count() == 0, "the receipt is Kim's alone"
    assert accessibility_faults(kim.page) == []

    kim.go("U0KIM", APP, "home")
    expect(kim.page.locator(".home")).to_contain_text("open deals")
    assert accessibility_faults(kim.page) == []

    maja = window("U0MAJA", APP, "home")
    expect(maja.page.get_by_role("table").first).to_contain_text("Kim Novak")
    expect(maja.page.locator(".home figure, .home svg").first).to_be_visible()
    maja.page.get_by_role("button", name=re.compile("Turn it forward")).click()
    maja.page.get_by_role("menuitem", name=re.compile("Next morning")).click()
    maja.page.get_by_role("tab", name="Messages").click()
    digest = maja.message("For you today")
    expect(digest).to_contain_text(re.compile(r"Adria is at [\d.]+"))
    expect(digest.get_by_role("table")).to_contain_text("Luka Zupan")
    expect(digest).to_contain_text("Kim, Acme Corp €12,500")
    assert accessibility_faults(maja.page) == []


def test_the_main_job_by_keyboard_alone(window: Open) -> None:
    here = window("U0BO", ADRIA)
    here.page.locator(".main .composer-field").focus()
    page = here.page
    page.keyboard.type("/log-deal Quillfeather 9k won")
    page.keyboard.press("Enter")
    receipt = here.message("Saved, won: Quillfeather")
    expect(receipt).to_be_visible()
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent") == "Undo":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(here.message("Undone: Quillfeather")).to_be_visible()


def test_on_a_phone(window: Open) -> None:
    here = window("U0IVANA", ADRIA, size=PHONE)
    here.write("/sales me")
    expect(here.message("Only visible to you")).to_contain_text("of €")
    assert here.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert accessibility_faults(here.page) == []
