"""Block Kit on the page: tables, charts, text in which nothing comes alive."""

import pytest
from playwright.sync_api import expect

from tests.playground.page.bot import CHART, STANDING, DealBot
from tests.playground.page.conftest import Open

pytestmark = pytest.mark.browser


def test_a_data_table_is_sorted_paged_and_searched(window: Open) -> None:
    here = window()
    here.go("U0KIM", "A0PLAYAPP", "home")
    table = here.page.locator(".data-table")
    expect(table.get_by_role("rowheader")).to_have_text(["Kim", "Bo", "Asha", "Ivana"])
    expect(table).to_contain_text("1–4 of 6")
    table.get_by_role("button", name="Won").click()
    expect(table.get_by_role("rowheader")).to_have_text(["Tom", "Luka", "Ivana", "Asha"])
    expect(table.get_by_role("columnheader", name="Won")).to_have_attribute("aria-sort", "ascending")
    table.get_by_role("button", name="Next page").click()
    expect(table.get_by_role("rowheader")).to_have_text(["Bo", "Kim"])
    table.get_by_role("searchbox").fill("lu")
    expect(table.get_by_role("rowheader")).to_have_text(["Luka"])


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_a_chart_is_drawn_and_has_its_figures_as_a_table(window: Open, bot: DealBot, kind: str) -> None:
    chart = {**CHART, "title": f"As {kind}", "chart": {**CHART["chart"], "type": kind}}
    bot.client.chat_postMessage(channel="C0SALES", text="A chart", blocks=[chart])
    here = window()
    here.go("U0KIM", "C0SALES")
    figure = here.page.get_by_role("figure", name=f"As {kind}").last
    expect(figure.get_by_role("img")).to_be_visible()
    marks = figure.locator("rect" if kind == "bar" else "circle")
    expect(marks).to_have_count(2)
    figure.get_by_text("Show as table").click()
    expect(figure.get_by_role("row").nth(2)).to_have_text("Jun12")


def test_a_pie_names_its_shares(window: Open, bot: DealBot) -> None:
    segments = [{"label": "Price", "value": 3}, {"label": "Delivery", "value": 1}]
    pie = {"type": "data_visualization", "title": "Why lost", "chart": {"type": "pie", "segments": segments}}
    bot.client.chat_postMessage(channel="C0SALES", text="A pie", blocks=[pie])
    here = window()
    here.go("U0KIM", "C0SALES")
    figure = here.page.get_by_role("figure", name="Why lost").last
    expect(figure.locator("path.slice")).to_have_count(2)
    expect(figure.locator(".legend")).to_contain_text("3 (75%)")


def test_nothing_in_a_text_becomes_markup(window: Open, bot: DealBot) -> None:
    wild = "<img src=x onerror=alert(1)> & *bold* <https://evil.example|Bank>"
    cell = {"type": "raw_text", "text": wild}
    section = {"type": "section", "text": {"type": "plain_text", "text": wild, "emoji": False}}
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": wild}]}],
    }
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "Account"}], [cell]]}
    bot.client.chat_postMessage(channel="C0SALES", text="Wild", blocks=[section, rich, table])
    here = window()
    here.go("U0KIM", "C0SALES")
    shown = here.page.locator(".message", has_text="onerror").last
    assert shown.get_by_text(wild, exact=True).count() == 3
    assert shown.locator("a, strong, img").count() == 0


def test_mrkdwn_reads_as_in_slack(window: Open, bot: DealBot) -> None:
    text = "*Bold* _it_ ~no~ `code` 2*3*4 a_b_c &lt;b&gt; <@U0BO> <#C0GENERAL> <javascript:x|bad>\n&gt; said\n```x < y```"
    bot.client.chat_postMessage(channel="C0SALES", text=text)
    here = window()
    here.go("U0KIM", "C0SALES")
    shown = here.message("2*3*4 a_b_c <b>")
    expect(shown.locator("strong")).to_have_text("Bold")
    expect(shown.locator("em")).to_have_text("it")
    expect(shown.locator("s")).to_have_text("no")
    expect(shown.locator("blockquote")).to_have_text("said")
    expect(shown.locator("pre")).to_have_text("x < y")
    expect(shown.locator(".mention")).to_have_text(["@Bo Okafor", "#general"])
    assert shown.locator("a[href^='javascript']").count() == 0


def test_a_picture_from_elsewhere_is_described_and_not_fetched(window: Open, bot: DealBot) -> None:
    picture = {"type": "image", "image_url": "https://pictures.example/june.png", "alt_text": "June in bars"}
    bot.client.chat_postMessage(channel="C0SALES", text="A picture", blocks=[picture])
    here = window()
    here.go("U0KIM", "C0SALES")
    away = here.page.locator(".image-away").last
    expect(away).to_have_text("June in bars")
    expect(away).to_have_attribute(
        "title", "Not loaded: the playground fetches nothing from pictures.example"
    )


def test_a_block_that_the_page_does_not_know_is_shown_as_such(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    shown = here.page.evaluate(
        """async () => {
            const { drawBlock } = await import("/page/kit/blocks.js");
            return drawBlock({ type: "hologram", depth: 3 }, null).textContent;
        }"""
    )
    assert "does not know how to show “hologram”" in shown
    assert '"depth": 3' in shown


def test_the_home_is_shown_and_its_buttons_work(window: Open) -> None:
    here = window()
    here.go("U0BO", "A0PLAYAPP")
    expect(here.page.get_by_role("heading", name="Your month")).to_be_visible()
    here.page.get_by_role("button", name="Log a Deal").click()
    dialog = here.page.get_by_role("dialog", name="Log a Deal")
    dialog.get_by_role("button", name="Cancel").click()
    here.page.get_by_role("tab", name="About").click()
    expect(here.page.get_by_role("tabpanel")).to_contain_text("/log-deal")
    here.page.get_by_role("tab", name="Messages").click()
    here.write("Good morning")
    expect(here.message("Good morning")).to_be_visible()
    assert STANDING["caption"] not in here.page.locator(".main").inner_text()
