"""The page in the language of who looks: the same words in each, and every one of them said."""

import pytest
from playwright.sync_api import expect

from tests.playground.page.conftest import Open

pytestmark = pytest.mark.browser

WORDS_OF = """async () => {
  const keys = (words, path = "") => Object.entries(words).flatMap(([key, value]) =>
    typeof value === "object" ? keys(value, `${path}${key}.`) : [`${path}${key}: ${typeof value}/${value.length > 0}`]);
  const each = {};
  for (const tag of ["en", "sl", "sw"]) each[tag] = keys((await import(`/page/words/${tag}.js`)).default);
  return each;
}"""


def test_each_language_says_the_same_things(window: Open) -> None:
    here = window()
    here.go("U0KIM")
    said = here.page.evaluate(WORDS_OF)
    assert said["sl"] == said["en"]
    assert said["sw"] == said["en"]


@pytest.mark.parametrize(
    ("language", "send", "count", "guide", "notice"),
    [
        ("sl", "Pošlji", "1 odgovor", "Pozdravi bota", "Igrišče"),
        ("sw", "Tuma", "jibu 1", "Msalimie boti", "Uwanja"),
    ],
)
def test_the_page_speaks_the_language_of_its_address_and_keeps_it(
    window: Open, language: str, send: str, count: str, guide: str, notice: str
) -> None:
    here = window()
    here.page.goto(f"{here.address}/?language={language}#as=U0KIM&channel=C0GENERAL")
    expect(here.page.get_by_role("button", name=send, exact=True)).to_be_visible()
    here.go("U0KIM")
    expect(here.page.locator("html")).to_have_attribute("lang", language)
    expect(here.page.locator(".guide-text")).to_contain_text(guide)
    expect(here.page.locator(".notice")).to_contain_text(notice)
    assert (
        here.page.evaluate("async () => (await import('/page/words.js')).words.message.replies(1)") == count
    )
