"""Forms on the page: modals with their fields, errors, stack and waiting."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.playground.page.bot import DealBot
from tests.playground.page.conftest import Open, Window
from tests.playground.people import until

pytestmark = pytest.mark.browser


def _choose_account(here: Window, dialog: Locator, typed: str) -> None:
    box = dialog.get_by_role("combobox", name="Account")
    box.click()
    box.press_sequentially(typed)
    here.page.get_by_role("option", name=re.compile("Acme Corp")).click()
    expect(box).to_have_value("Acme Corp")


def test_a_form_is_filled_in_and_submitted(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM", "C0SALES")
    dialog = here.open_form()
    _choose_account(here, dialog, "acm")
    dialog.get_by_role("textbox", name="Amount").fill("12500")
    dialog.get_by_role("combobox", name="Stage").click()
    here.page.get_by_role("option", name="Lost").click()
    dialog.get_by_role("combobox", name=re.compile("Split with")).click()
    here.page.get_by_role("option", name=re.compile("Bo Okafor")).click()
    here.page.keyboard.press("Escape")
    dialog.get_by_label("Referral").check()
    dialog.get_by_role("button", name="Save").click()
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    saved = bot.saved[-1]
    assert saved["account"]["account"]["selected_option"]["value"] == "Acme Corp"
    assert saved["amount"]["amount"] == {"type": "number_input", "value": "12500"}
    assert saved["stage"]["stage"]["selected_option"]["value"] == "Lost"
    assert saved["closed"]["closed"]["selected_date"] == "2026-06-16"
    assert saved["reps"]["reps"]["selected_users"] == ["U0BO"]
    assert saved["technique"]["technique"]["selected_option"]["value"] == "Referral"
    assert saved["note"]["note"]["value"] is None


def test_a_required_field_is_asked_for_before_anything_is_sent(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    before = len(bot.saved)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Please complete this required field.")).to_have_count(2)
    expect(dialog.get_by_role("combobox", name="Account")).to_be_focused()
    dialog.get_by_role("textbox", name="Amount").fill("twelve")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Please enter a number.")).to_be_visible()
    assert len(bot.saved) == before
    dialog.get_by_role("button", name="Cancel").click()


def test_what_the_bot_refuses_stands_under_its_field(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    _choose_account(here, dialog, "corp")
    amount = dialog.get_by_role("textbox", name="Amount")
    amount.fill("2000000")
    dialog.get_by_role("button", name="Save").click()
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_accessible_description(re.compile("This needs an approval"))
    expect(amount).to_have_value("2000000")
    amount.fill("20000")
    expect(dialog.get_by_text("This needs an approval.")).to_have_count(0)
    dialog.get_by_role("button", name="Save").click()
    expect(here.page.get_by_role("dialog")).to_have_count(0)


def test_submit_waits_for_the_bot_and_cannot_be_pressed_twice(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    _choose_account(here, dialog, "acme")
    dialog.get_by_role("textbox", name="Amount").fill("100")
    before = len(bot.saved)
    bot.held.clear()
    save = dialog.get_by_role("button", name="Save")
    save.click()
    expect(save).to_be_disabled()
    here.page.keyboard.press("Enter")
    bot.held.set()
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    assert len(bot.saved) == before + 1


@pytest.mark.parametrize("field", ["Amount", "Note (optional)"])
def test_control_and_enter_send_a_form_off_from_any_field(window: Open, bot: DealBot, field: str) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    _choose_account(here, dialog, "acme")
    dialog.get_by_role("textbox", name="Amount").fill("321")
    dialog.get_by_role("textbox", name=field).focus()
    here.page.keyboard.press("Control+Enter")
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    assert bot.saved[-1]["amount"]["amount"]["value"] == "321"


def test_a_pushed_view_lies_above_and_leaves_what_was_typed_below(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    dialog.get_by_role("textbox", name="Amount").fill("777")
    dialog.get_by_role("button", name="Add Product").click()
    expect(dialog).to_have_accessible_name("Add a Product")
    dialog.get_by_role("textbox", name="Product").fill("Pro")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_have_accessible_name("Log a Deal")
    expect(dialog.get_by_role("textbox", name="Amount")).to_have_value("777")
    assert bot.saved[-1]["product"]["product"]["value"] == "Pro"
    dialog.get_by_role("button", name="Cancel").click()


def test_escape_closes_a_list_first_and_then_the_form(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    before = len(bot.closed)
    dialog.get_by_role("combobox", name="Stage").click()
    expect(here.page.get_by_role("listbox")).to_be_visible()
    here.page.keyboard.press("Escape")
    expect(here.page.get_by_role("listbox")).to_have_count(0)
    expect(dialog).to_be_visible()
    here.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    until(lambda: len(bot.closed) == before + 1)
    assert bot.closed[-1]["is_cleared"] is False


def test_the_focus_stays_within_an_open_form(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    dialog = here.open_form()
    for _ in range(25):
        here.page.keyboard.press("Tab")
        inside = (
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert here.page.evaluate(inside)
    dialog.get_by_role("button", name="Close").click()


def test_an_open_form_is_there_again_after_a_reload(window: Open) -> None:
    here = window()
    here.go("U0BO")
    here.open_form()
    here.page.reload()
    dialog = here.page.get_by_role("dialog", name="Log a Deal")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()


def test_a_click_with_a_confirmation_is_sent_only_after_yes(window: Open, bot: DealBot) -> None:
    here = window()
    here.go("U0BO", "C0SALES")
    here.write("/log-deal Acme 12.5k won")
    press = here.message("Saved: Acme").get_by_role("button", name="Withdraw")
    before = len(bot.clicks)
    press.click()
    question = here.page.get_by_role("dialog", name="Withdraw this deal?")
    question.get_by_role("button", name="Keep").click()
    expect(question).to_have_count(0)
    assert len(bot.clicks) == before
    press.click()
    question.get_by_role("button", name="Withdraw").click()
    until(lambda: len(bot.clicks) == before + 1)


def test_shortcuts_are_taken_from_the_bolt_and_from_a_message(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    here.page.get_by_role("button", name="Shortcuts and commands").click()
    here.page.get_by_role("menuitem", name=re.compile("^Log a deal")).click()
    dialog = here.page.get_by_role("dialog", name="Log a Deal")
    dialog.get_by_role("button", name="Cancel").click()
    here.write("Acme wants three seats")
    here.message("Acme wants three seats").hover()
    here.message("Acme wants three seats").get_by_role("button", name="More actions").click()
    here.page.get_by_role("menuitem", name=re.compile("Log deal from message")).click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()


def test_a_choice_in_a_message_reaches_the_bot(window: Open, bot: DealBot) -> None:
    stages = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("Won", "Lost")]
    select = {"type": "static_select", "action_id": "move", "options": stages}
    section = {
        "type": "section",
        "text": {"type": "plain_text", "text": "Where is Helios?"},
        "accessory": select,
    }
    bot.client.chat_postMessage(channel="C0SALES", text="Where is Helios?", blocks=[section])
    here = window()
    here.go("U0KIM", "C0SALES")
    box = here.message("Where is Helios?").get_by_role("combobox")
    box.focus()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    until(lambda: bot.clicks and bot.clicks[-1]["type"] == "static_select")
    assert bot.clicks[-1]["selected_option"]["value"] == "Lost"
    expect(box).to_have_value("Lost")
