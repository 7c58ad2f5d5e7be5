"""A headless browser, a playground with a bot, and windows in which people act."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.playground.page.bot import DealBot, deal_bot
from tests.playground.people import Running, playground

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = (1280, 800)
PHONE = (390, 844)
PATIENCE = 20_000
"""Milliseconds that something may take to appear on a machine that does much else."""


# For this folder only: while it is open, nothing else in the process can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "No Chromium here. Please run: apt-get install chromium"
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def office() -> Iterator[Running]:
    with playground("--start", "2026-06-16T07:40:00+02:00", "--no-limits") as running:
        yield running


@pytest.fixture(scope="package")
def bot(office: Running) -> Iterator[DealBot]:
    with deal_bot(office) as running:
        yield running


class Window:
    """One window in which one person acts, and everything in it that should not have happened."""

    def __init__(self, page: Page, address: str, faults: list[str]) -> None:
        self.page = page
        self.address = address
        self.faults = faults
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.faults.append(f"left the machine: {request.url}")

    def go(self, person: str, channel: str = "C0GENERAL", tab: str = "") -> None:
        shown = f"{self.address}/#as={person}&channel={channel}" + (f"&tab={tab}" if tab else "")
        self.page.goto(shown)
        self.page.reload()
        expect(self.page.locator(".view-title")).to_be_visible()
        expect(self.page.locator(".beginning, .home, .empty").first).to_be_attached()

    def write(self, text: str, *, within: str = ".main") -> None:
        self.page.locator(f"{within} .composer-field").fill(text)
        self.page.keyboard.press("Enter")

    def message(self, text: str) -> Locator:
        return self.page.locator(".main .message", has_text=text).last

    def open_form(self) -> Locator:
        self.write("/log-deal ")
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog


Open = Callable[..., Window]


@pytest.fixture
def window(browser: Browser, office: Running, bot: DealBot) -> Iterator[Open]:
    """Opens windows; at the end none of them may have complained or left the machine."""
    faults: list[str] = []
    contexts = []
    expect.set_options(timeout=PATIENCE)

    def opened(size: tuple[int, int] = DESK, scheme: Any = "light") -> Window:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="Europe/Ljubljana"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Window(context.new_page(), office.address, faults)

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def accessibility_faults(page: Page) -> list[str]:
    """Give what axe finds, in words."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
