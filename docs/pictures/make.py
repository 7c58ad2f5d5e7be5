"""Make the pictures of this folder anew: the playground as it is, in two sizes, light and dark.

    uv run docs/pictures/make.py                 all of them
    uv run docs/pictures/make.py digest home     these scenes: channel, form, digest, home

Everything in them is the real bot on the made-up company, on the same day each time.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parents[1])]

from shrinking import smaller  # noqa: E402 - found only from here on

from tests.scenarios.made_up import made_up_company  # noqa: E402 - found only from here on

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
SCHEMES = ("light", "dark")
CHANNEL, APP = "C0ADRIA", "A0PLAYAPP"
PATIENCE = 60_000
LIMIT = 150_000
"""Bytes that no picture may exceed."""


def main() -> None:
    """Act once, and take each scene in each size and scheme."""
    expect.set_options(timeout=PATIENCE)
    with (
        tempfile.TemporaryDirectory() as folder,
        made_up_company(Path(folder), "--fresh") as company,
        sync_playwright() as started,
    ):
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text"],
        )
        address = company.address
        log_a_deal(opened(browser, address, "U0KIM", CHANNEL))
        take(browser, address, "channel", "U0KIM", CHANNEL, ready=seen("Add a reaction to join in"))
        if wanted("form"):
            open_form(opened(browser, address, "U0KIM", CHANNEL))
        take(browser, address, "form", "U0KIM", CHANNEL, ready=seen("Log a deal"))
        turn_to_the_morning(opened(browser, address, "U0MAJA", CHANNEL))
        take(browser, address, "digest", "U0MAJA", APP, "messages", ready=from_its_beginning)
        take(browser, address, "home", "U0MAJA", APP, "home", ready=with_its_chart)
        browser.close()


def wanted(scene: str) -> bool:
    """Whether the scene was asked for."""
    return not sys.argv[1:] or scene in sys.argv[1:]


def opened(
    browser: Browser, address: str, person: str, channel: str, tab: str = "",
    size: tuple[int, int] = SIZES["desk"], scheme: str = "light",
) -> Page:  # fmt: skip
    """A window in which somebody acts, without the line for newcomers."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id="Europe/Ljubljana",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script("localStorage.setItem('salesbot-playground:guide-dismissed', 'true')")
    page = context.new_page()
    page.goto(f"{address}/#as={person}&channel={channel}" + (f"&tab={tab}" if tab else ""))
    expect(page.locator(".view-title")).to_be_visible()
    return page


def take(
    browser: Browser, address: str, scene: str, person: str, channel: str, tab: str = "", *,
    ready: Callable[[Page], None],
) -> None:  # fmt: skip
    """One scene in each size and scheme."""
    for name, size in SIZES.items():
        for scheme in SCHEMES if wanted(scene) else ():
            page = opened(browser, address, person, channel, tab, size, scheme)
            ready(page)
            page.mouse.move(size[0] - 2, 2)
            picture = smaller(page.screenshot())
            assert len(picture) < LIMIT, f"{scene}: {len(picture)} bytes"
            (FOLDER / f"{scene}-{name}-{scheme}.png").write_bytes(picture)
            page.context.close()


def log_a_deal(page: Page) -> None:
    """Kim logs a deal and the channel hears of it; Bo and Asha are glad."""
    write(page, "/log-deal Acme Corp 12.5k won")
    shout_out = page.locator(".main .message", has_text="Add a reaction to join in").last
    expect(shout_out).to_be_visible()
    for person, reaction in (("U0BO", "tada"), ("U0ASHA", "tada"), ("U0MAJA", "raised_hands")):
        page.evaluate(
            """([as, name, channel]) => fetch(`/playground/messages?as=${as}&channel=${channel}`).then((said) => said.json())
            .then(({messages}) => fetch("/playground/react", {method: "POST", headers: {"content-type": "application/json"},
            body: JSON.stringify({as, channel, ts: messages.findLast((one) => one.bot_id).ts, name, on: true})}))""",
            [person, reaction, CHANNEL],
        )
    page.context.close()


def open_form(page: Page) -> None:
    """Kim opens the form; it stays open until it is sent off."""
    write(page, "/log-deal ")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.context.close()


def turn_to_the_morning(page: Page) -> None:
    """Maja turns the calendar to the next morning and waits for her digest."""
    page.locator(".clock").click()
    page.get_by_role("menuitem", name="Next morning").click()
    expect(page.locator(".clock-stop")).to_be_visible()
    expect(page.locator(".clock-stop")).to_be_hidden()
    page.context.close()


def write(page: Page, text: str) -> None:
    """Type a line and send it."""
    page.locator(".main .composer-field").fill(text)
    page.keyboard.press("Enter")


def seen(text: str) -> Callable[[Page], None]:
    """Ready when these words stand on the page."""
    return lambda page: expect(page.get_by_text(text).last).to_be_visible()


def from_its_beginning(page: Page) -> None:
    """The digest is read from its first line on."""
    digest = page.locator(".main .message", has_text="For you today").last
    expect(digest).to_be_visible()
    page.wait_for_timeout(500)
    digest.evaluate("(one) => one.scrollIntoView({block: 'start'})")


def with_its_chart(page: Page) -> None:
    """Home with table and chart, as much as fits."""
    chart = page.locator(".home .chart-drawing").first
    expect(chart).to_be_visible()
    chart.evaluate("(one) => one.scrollIntoView({block: 'end'})")


if __name__ == "__main__":
    main()
