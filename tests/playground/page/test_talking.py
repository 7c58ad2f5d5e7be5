"""People talk on the page: who acts, who sees what, and when."""

import re
import urllib.parse

import pytest
from playwright.sync_api import expect

from tests.playground.page.bot import DealBot
from tests.playground.page.conftest import Open
from tests.playground.people import Running, until

pytestmark = pytest.mark.browser


def test_the_page_says_that_it_is_not_slack(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    expect(here.page.locator(".notice")).to_contain_text("not Slack")


def test_two_windows_are_two_people_who_see_each_other_at_once(window: Open) -> None:
    kim, mia = window(), window()
    kim.go("U0KIM")
    mia.go("U0MIA")
    kim.write("@mia, Nordlys signs on *Friday*")
    shown = mia.message("Nordlys signs on Friday")
    expect(shown).to_contain_text("Kim Novak")
    expect(shown.locator("strong")).to_have_text("Friday")
    expect(shown.locator(".mention-me")).to_have_text("@Mia Manager")
    assert kim.message("Nordlys signs on Friday").locator(".mention-me").count() == 0


def test_one_acts_as_someone_else_from_the_menu(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    here.page.locator(".acting").click()
    menu = here.page.get_by_role("menu", name="Act as")
    expect(menu.get_by_role("menuitemradio", name=re.compile("Kim Novak"))).to_have_attribute(
        "aria-checked", "true"
    )
    menu.get_by_role("menuitemradio", name=re.compile("Mia Manager")).click()
    expect(here.page.locator(".acting-name")).to_have_text("Mia Manager")
    assert "as=U0MIA" in here.page.url


def test_a_private_channel_stays_out_of_the_sidebar_of_others(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    sidebar = here.page.get_by_role("navigation", name="Workspace")
    expect(sidebar.get_by_text("sales-leads")).to_have_count(0)
    here.go("U0MIA")
    expect(sidebar.get_by_text("sales-leads")).to_be_visible()


def test_commands_are_completed_from_the_manifest(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    box = here.page.locator(".composer-field")
    box.press_sequentially("/l")
    offered = here.page.get_by_role("listbox", name="Suggestions")
    expect(offered.get_by_role("option")).to_have_count(1)
    expect(offered).to_contain_text("/log-deal")
    expect(offered).to_contain_text("[account] [amount]")
    expect(offered).to_contain_text("Log a won, lost or open deal")
    box.press("Enter")
    expect(box).to_have_value("/log-deal ")
    expect(here.page.locator(".usage")).to_contain_text("[account] [amount]")


def test_people_are_completed_by_either_name(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    box = here.page.locator(".composer-field")
    box.press_sequentially("Thanks @oka")
    box.press("Tab")
    expect(box).to_have_value("Thanks @bo ")


def test_an_unknown_command_says_so_and_keeps_what_was_typed(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    here.write("/nonsense now")
    expect(here.page.get_by_role("alert")).to_contain_text("/nonsense is not a valid command")
    expect(here.page.locator(".composer-field")).to_have_value("/nonsense now")


def test_an_answer_to_a_command_is_seen_by_its_sender_alone(window: Open) -> None:
    kim, mia = window(), window()
    kim.go("U0KIM", "C0SALES")
    mia.go("U0MIA", "C0SALES")
    kim.write("/log-deal Acme 12.5k won")
    receipt = kim.message("Saved: Acme")
    expect(receipt.locator(".only-you")).to_have_text("Only visible to you")
    expect(receipt.locator(".app-badge")).to_have_text("APP")
    mia.write("And Helios?")
    expect(mia.message("And Helios?")).to_be_visible()
    assert mia.page.get_by_text("Saved: Acme").count() == 0


def test_a_button_may_replace_the_message_it_stood_in(window: Open) -> None:
    here = window()
    here.go("U0BO", "C0SALES")
    here.write("/log-deal Acme 12.5k won")
    here.message("Saved: Acme").get_by_role("button", name="Undo").click()
    expect(here.message("Undone: nothing was saved.")).to_be_visible()


def test_replies_stand_in_a_thread_and_are_counted(window: Open) -> None:
    kim, bo = window(), window()
    kim.go("U0KIM")
    bo.go("U0BO")
    kim.write("Who takes Baraka?")
    kim.message("Who takes Baraka?").hover()
    kim.message("Who takes Baraka?").get_by_role("button", name="Reply in thread").click()
    kim.write("I could on Friday", within=".thread")
    expect(kim.page.locator(".thread .message")).to_have_count(2)
    bo.message("Who takes Baraka?").get_by_text("1 reply").click()
    expect(bo.page.locator(".thread")).to_contain_text("I could on Friday")
    bo.write("Fine with me", within=".thread")
    expect(kim.page.locator(".thread")).to_contain_text("Fine with me")
    expect(kim.message("Who takes Baraka?").locator(".reply-count")).to_have_text("2 replies")


def test_reactions_count_people(window: Open) -> None:
    kim, bo = window(), window()
    kim.go("U0KIM")
    bo.go("U0BO")
    kim.write("Helios is won")
    bo.message("Helios is won").hover()
    bo.message("Helios is won").get_by_role("button", name="React with eyes").click()
    chip = kim.message("Helios is won").locator(".reaction").first
    expect(chip).to_contain_text("1")
    chip.click()
    expect(bo.message("Helios is won").locator(".reaction-count")).to_have_text("2")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(bo.message("Helios is won").locator(".reaction-count")).to_have_text("1")


def test_a_draft_waits_in_its_channel(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    here.page.locator(".composer-field").fill("Half a thought")
    sidebar = here.page.get_by_role("navigation", name="Workspace")
    sidebar.get_by_role("link", name=re.compile("^sales$|^sales,")).click()
    expect(here.page.locator(".composer-field")).to_have_value("")
    expect(here.page.locator(".side-draft")).to_have_count(1)
    sidebar.get_by_role("link", name=re.compile("general")).click()
    expect(here.page.locator(".composer-field")).to_have_value("Half a thought")
    here.page.reload()
    expect(here.page.locator(".composer-field")).to_have_value("Half a thought")


def test_what_was_not_read_is_counted_and_marked(window: Open, office: Running) -> None:
    ada = window()
    ada.go("U0ADA", "C0LEADS")
    ada.go("U0ADA", "C0GENERAL")
    office.post("send", **{"as": "U0MIA"}, channel="C0LEADS", text="Forecast call at ten")
    row = ada.page.get_by_role("link", name=re.compile("sales-leads"))
    expect(row.locator(".badge")).to_have_text("1")
    row.click()
    expect(ada.page.locator(".day-line.is-new")).to_have_text("New")
    expect(row.locator(".badge")).to_have_count(0)
    until(lambda: _unread(office, "U0ADA", "C0LEADS") == 0)


def _unread(office: Running, person: str, channel: str) -> int:
    channels = office.get(f"state?as={person}")["channels"]
    return next(int(one["unread"]) for one in channels if one["id"] == channel)


def test_a_first_direct_message_opens_the_conversation_on_both_sides(window: Open) -> None:
    ada, gus = window(), window()
    ada.go("U0ADA")
    gus.go("U0GUS", "U0ADA")
    ada.page.get_by_role("link", name="Gus Guest").click()
    ada.write("Welcome, Gus")
    expect(ada.message("Welcome, Gus")).to_be_visible()
    gus.page.get_by_role("link", name=re.compile("Ada Admin")).click()
    expect(gus.message("Welcome, Gus")).to_be_visible()


def test_whoever_is_outside_joins_before_writing(window: Open, office: Running) -> None:
    made = office.post("channel", **{"as": "U0MIA"}, name="campaigns")["channel"]["id"]
    here = window()
    here.go("U0KIM", made)
    here.page.get_by_role("button", name="Join Channel").click()
    here.write("Hello campaigns")
    expect(here.message("Hello campaigns")).to_be_visible()


def test_a_file_stands_in_the_channel_and_opens_from_here(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    file = {"name": "deals.csv", "mimeType": "text/csv", "buffer": b"account,amount\nAcme,12500\n"}
    here.page.locator(".composer input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    card = here.page.locator(".file-card", has_text="deals.csv")
    expect(card).to_be_visible()
    address = card.get_by_role("link").get_attribute("href") or ""
    assert urllib.parse.urlsplit(address).netloc == urllib.parse.urlsplit(here.address).netloc
    assert here.page.request.get(address).text().startswith("account")


def test_the_keys_alone_reach_a_message_and_its_tools(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    here.write("Reached by keys")
    expect(here.message("Reached by keys")).to_be_visible()
    here.page.locator(".skip").focus()
    here.page.keyboard.press("Enter")
    expect(here.message("Reached by keys")).to_be_focused()
    here.page.keyboard.press("Tab")
    expect(here.page.locator(".tool:focus")).to_have_count(1)
    here.page.keyboard.press("Enter")
    expect(here.message("Reached by keys").locator(".reaction").first).to_be_visible()


def test_an_answer_under_way_never_undoes_what_came_meanwhile(window: Open, bot: DealBot) -> None:
    bot.client.chat_postMessage(channel="C0SALES", text="Said before")
    here, held = window(), []
    here.go("U0KIM")
    here.page.route("**/playground/messages*", lambda route: held.append((route, route.fetch())))
    here.page.evaluate("location.hash = '#as=U0KIM&channel=C0SALES'")
    until(lambda: here.page.title() and held)
    bot.client.chat_postMessage(channel="C0SALES", text="Said meanwhile")
    expect(here.message("Said meanwhile")).to_be_visible()
    route, older = held[0]
    route.fulfill(response=older)
    expect(here.message("Said before")).to_be_visible()
    expect(here.message("Said meanwhile")).to_be_visible()


def test_a_home_published_quicker_than_the_answer_stays(window: Open) -> None:
    here, held = window(), []
    here.go("U0ADA")
    here.page.route("**/playground/home", lambda route: held.append((route, route.fetch())))
    here.page.evaluate("location.hash = '#as=U0ADA&channel=A0PLAYAPP&tab=home'")
    shown = here.page.get_by_role("heading", name="Your month")
    expect(shown).to_be_visible()
    route, older = held[0]
    with here.page.expect_response("**/playground/home"):
        route.fulfill(response=older)
    expect(here.page.get_by_text("has not published")).to_have_count(0)
    expect(shown).to_be_visible()
