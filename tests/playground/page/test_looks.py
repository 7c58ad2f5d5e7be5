"""How the page looks and what it offers beside Slack: themes, sizes, accessibility, clock, traffic, guide."""

import re

import pytest
from playwright.sync_api import expect
from slack_sdk.errors import SlackApiError

from tests.playground.page.bot import STANDING, DealBot
from tests.playground.page.conftest import DESK, PHONE, Open, accessibility_faults

pytestmark = pytest.mark.browser


def test_digits_and_spaces_are_of_a_face_for_text_whatever_faces_there_are(window: Open) -> None:
    here = window()
    here.go("U0KIM", "C0SALES")
    wide = here.page.evaluate("""() => ["0123456789", "a a a a a a"].map((text) => {
        const line = document.createElement("span");
        line.style.cssText = "position: absolute; white-space: pre; font-size: 100px";
        line.textContent = text;
        document.querySelector(".view-title").append(line);
        const width = line.getBoundingClientRect().width / 100;
        line.remove();
        return width;
    })""")
    assert wide[0] < 8, "ten digits of an emoji font are twelve times as wide as high"
    assert wide[1] < 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(window: Open, bot: DealBot, size: tuple[int, int], scheme: str) -> None:
    bot.client.chat_postMessage(channel="C0SALES", text="Won in June, see <#C0GENERAL>")
    bot.client.chat_postMessage(channel="C0SALES", text="Standing", blocks=[STANDING])
    here = window(size, scheme)
    here.go("U0KIM", "C0SALES")
    expect(here.page.locator(".data-table").last).to_be_visible()
    assert accessibility_faults(here.page) == []
    if size == PHONE:
        here.page.get_by_role("button", name="Home", exact=True).click()
        assert accessibility_faults(here.page) == []
        here.page.keyboard.press("Escape")
    here.page.locator(".rail-me").click()
    assert accessibility_faults(here.page) == []
    here.page.keyboard.press("Escape")
    here.page.locator(".composer-field").fill("/l")
    expect(here.page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    assert accessibility_faults(here.page) == []
    here.page.locator(".composer-field").fill("")
    dialog = here.open_form()
    dialog.get_by_role("button", name="Save").click()
    assert accessibility_faults(here.page) == []
    dialog.get_by_role("button", name="Cancel").click()
    here.go("U0KIM", "A0PLAYAPP", "home")
    expect(here.page.locator(".chart")).to_be_visible()
    assert accessibility_faults(here.page) == []


def test_dark_and_light_follow_the_system_until_one_is_chosen(window: Open) -> None:
    here = window(DESK, "dark")
    here.go("U0KIM")
    root = here.page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    dark = here.page.locator(".work").evaluate("one => getComputedStyle(one).backgroundColor")
    here.page.get_by_role("button", name="Switch to light").click()
    expect(root).to_have_attribute("data-theme", "light")
    light = here.page.locator(".work").evaluate("one => getComputedStyle(one).backgroundColor")
    assert (dark, light) == ("rgb(26, 29, 33)", "rgb(255, 255, 255)")
    here.page.reload()
    expect(root).to_have_attribute("data-theme", "light")


def test_on_a_phone_the_sidebar_is_a_drawer_and_nothing_scrolls_sideways(window: Open) -> None:
    here = window(PHONE)
    here.go("U0KIM")
    sidebar = here.page.get_by_role("navigation", name="Workspace")
    expect(sidebar).to_be_hidden()
    here.page.get_by_role("button", name="Home", exact=True).click()
    expect(sidebar).to_be_visible()
    sidebar.get_by_role("link", name=re.compile("^sales")).click()
    expect(sidebar).to_be_hidden()
    expect(here.page.get_by_role("heading", level=1)).to_have_text("sales")
    assert here.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_calendar_is_turned_forward_in_front_of_ones_eyes(window: Open) -> None:
    kim, bo = window(), window()
    kim.go("U0KIM")
    bo.go("U0BO")
    before = kim.page.locator(".clock-label").inner_text()
    kim.page.locator(".clock").click()
    kim.page.get_by_role("menuitem", name=re.compile("Next morning")).click()
    expect(kim.page.locator(".clock-label")).to_have_text(re.compile(r"8:00 AM$"))
    assert kim.page.locator(".clock-label").inner_text() != before
    # Bo reads the same instant in Nairobi, where there is no summer time.
    expect(bo.page.locator(".clock-label")).to_have_text(re.compile(r"09:00|9:00"))
    kim.write("A new day")
    expect(kim.message("A new day")).to_be_visible()
    expect(kim.page.locator(".day-line").last).to_have_text("Today")


def test_the_raw_traffic_is_listed_and_unfolded(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM", "C0SALES")
    here.page.get_by_role("button", name="Traffic").click()
    here.write("/log-deal Acme 12.5k won")
    row = here.page.get_by_role("option", name=re.compile("slash_commands")).first
    row.click()
    detail = here.page.get_by_role("region", name="The chosen request")
    expect(detail).to_contain_text('"command": "/log-deal"')
    expect(detail).to_contain_text("Saved: Acme")
    with pytest.raises(SlackApiError):
        bot.client.usergroups_list()
    expect(here.page.locator(".traffic-row.is-failed").first).to_contain_text("missing_scope")
    here.page.get_by_role("searchbox", name="Filter", exact=True).fill("no such thing")
    expect(here.page.locator(".traffic-list")).to_contain_text("Nothing yet")
    here.page.get_by_role("button", name="Close the raw traffic").click()
    expect(here.page.locator(".traffic")).to_be_hidden()


def test_the_guided_line_stays_away_once_dismissed(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    line = here.page.get_by_role("region", name="Try this next")
    expect(line).to_contain_text("Say hello to the bot")
    line.get_by_role("button", name="Do not show this line again").click()
    expect(line).to_be_hidden()
    here.page.reload()
    expect(here.page.locator(".view-title")).to_be_visible()
    expect(line).to_be_hidden()


def test_a_form_that_opens_has_logged_nothing_yet(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    tried = """([command, sent]) => import('/page/windows/guide.js').then((guide) => guide.isTried(command, sent))"""
    for sent, done in (("/log-deal ", False), ("/log-deal Acme 5k", True), ("/sales Acme 5k", False)):
        assert here.page.evaluate(tried, ["/log-deal Acme Corp 12.5k won", sent]) is done
    assert here.page.evaluate(tried, ["/log-deal", "/log-deal "]) is True


def test_it_says_whether_the_bot_is_there(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    expect(here.page.locator(".bot-state")).to_have_text("connected")


def test_new_messages_are_said_to_screen_readers(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM", "C0SALES")
    bot.client.chat_postMessage(channel="C0SALES", text="Bo won Nordlys")
    expect(here.page.locator("[aria-live=polite]")).to_have_text("Deal Desk: Bo won Nordlys")
