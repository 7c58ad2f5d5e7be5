"""Logging deals by a line, as a rep sees it.

Kim    Acme     €12,500   won        of a June goal of €60,000
Kim    Nordlys  €8,400    proposal
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from salesbot.domain.people import Role
from salesbot.storage.accounts import Accounts
from salesbot.storage.book import open_book
from tests.cast import GUEST, NEWCOMER, NOW, OTHER_TEAM_ID, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.trade import set_goal


def deals_of(cast: Cast, workspace_id: int | None = None) -> list[tuple[str, int, str]]:
    """(account, minor units, outcome) of every deal that stands."""
    with open_book(cast.engines, workspace_id or cast.workspace_id) as book:
        names = {state.account_id: book.accounts.by_id(state.account_id).name for state in book.deals.all()}
        return [(names[d.account_id], d.amount.minor, d.outcome.value) for d in book.deals.all()]


def receipt(said: Said) -> dict[str, Any]:
    """What Slack is handed in the ack."""
    assert said.status == 200
    body: dict[str, Any] = said.body
    return body


def test_a_won_deal_is_committed_and_told_in_the_ack(each_bot: Bot, cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-06", "60000", now=NOW)
    said = each_bot.command(cast.adria.kim, "Acme 12.5k won")
    assert receipt(said)["response_type"] == "ephemeral"
    assert deals_of(cast) == [("Acme", 1_250_000, "won")]
    assert "Saved, won: Acme, €12,500" in said.words
    assert "€12,500 of €60,000 won, 20.8 % of the goal (0.0 % before)" in said.words.replace("\u00a0", " ")
    assert "1 win in June" in said.words
    assert said.has("deals.undo")
    assert said.has("deals.edit")
    assert said.has("deals.announce")
    assert said.calls == [], "nothing is asked of Slack"


def test_the_receipt_repeats_everything_that_was_understood(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    line = (
        "Acme Corp 12.5k EUR won yesterday product:Pro x3 technique:referral source:fair with <@U0BO> 70/30 "
        'assist:<@U0TOM> campaign:Spring competitor:Delta note:"two-year &amp; more" opened:2026-05-04'
    )
    golden(receipt(bot.command(sqlite_cast.adria.kim, line)), "deals/logged")


def test_an_open_deal_tells_the_day_it_is_expected(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    golden(
        receipt(bot.command(sqlite_cast.adria.kim, "Nordlys 8.4k proposal close:eom")), "deals/logged_open"
    )


def test_a_lost_deal_tells_why(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    golden(receipt(bot.command(sqlite_cast.adria.kim, "Delta 18k lost:price")), "deals/logged_lost")


def test_a_line_that_cannot_be_read_stores_no_deal_and_offers_the_form(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5.0k won")
    golden(receipt(said), "deals/misread")
    assert deals_of(sqlite_cast) == []
    form = bot.press(sqlite_cast.adria.kim, said.button("deals.form")).view
    fields = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert fields["account"]["initial_option"]["text"]["text"] == "Acme"
    assert fields["stage"]["initial_option"]["value"] == "won"


def test_a_question_is_answered_by_a_button_once(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.command(kim, "Acme 12.5k lost")
    golden(receipt(said), "deals/which_reason")
    button = said.button("deals.answer", 1)
    assert "Lost because: Price too high" in bot.press(kim, button).words
    assert "answered already" in bot.press(kim, button).words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "lost")]


def test_nobody_answers_anothers_question(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k lost")
    assert "answered already" in bot.press(sqlite_cast.adria.bo, said.button("deals.answer")).words
    assert deals_of(sqlite_cast) == []


def test_an_account_with_an_open_deal_asks_first(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    said = bot.command(kim, "Acme 13k won")
    golden(receipt(said), "deals/asked_open")
    won = bot.press(kim, said.button("deals.same"))
    assert [method for method, _ in won.calls] == ["response"]
    assert won.calls[0][1]["replace_original"] is True
    assert "Won: Acme, €13,000 (€12,500 before)" in won.words
    assert deals_of(sqlite_cast) == [("Acme", 1_300_000, "won")]


def test_another_deal_stands_beside_the_open_one(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    said = bot.command(kim, "Acme 13k won")
    bot.press(kim, said.button("deals.another"))
    assert sorted(deals_of(sqlite_cast)) == [("Acme", 1_250_000, "open"), ("Acme", 1_300_000, "won")]


def test_the_same_line_twice_in_two_minutes_asks(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k won")
    bot.clock.pass_by(minutes=1)
    said = bot.command(kim, "Acme 12.5k won")
    golden(receipt(said), "deals/asked_twice")
    assert "Nothing is different" in bot.press(kim, said.button("deals.same")).words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "won")]


def test_several_open_deals_of_another_are_one_line(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.bo, "Acme 12.5k proposal")
    first = bot.command(adria.bo, "Acme 13k proposal")
    bot.press(adria.bo, first.button("deals.another"))
    bot.command(adria.kim, "Acme 9k")
    said = bot.command(adria.kim, "Acme 9k").words
    assert said.count("Bo Lindqvist") == 1
    assert "2 deals of Bo Lindqvist. If it is one of them, it belongs there." in said


def test_anothers_open_deal_is_named_without_its_figures(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 98,765 proposal")
    said = bot.command(sqlite_cast.adria.luka, "Acme 1k")
    assert "A deal of Kim Novak" in said.words
    assert "98" not in str(receipt(said))
    assert not said.has("deals.same")


def test_the_same_delivery_again_gets_the_same_reply(each_bot: Bot, cast: Cast) -> None:
    kim = cast.adria.kim
    first = each_bot.command(kim, "Acme 12.5k won", trigger="13.9.same")
    each_bot.clock.pass_by(minutes=20)
    again = each_bot.command(kim, "Acme 12.5k won", trigger="13.9.same")
    assert receipt(again) == receipt(first)
    assert deals_of(cast) == [("Acme", 1_250_000, "won")]


def test_the_same_key_with_other_content_is_refused(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 12.5k won", trigger="13.9.same")
    said = bot.command(sqlite_cast.adria.kim, "Acme 99k won", trigger="13.9.same")
    assert "sent twice with different content" in said.words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "won")]


def test_one_delivery_at_eight_hands_at_once_is_one_deal(each_bot: Bot, cast: Cast) -> None:
    def deliver(_: int) -> Said:
        return each_bot.command(cast.adria.kim, "Acme 12.5k won", trigger="13.9.race")

    with ThreadPoolExecutor(8) as hands:
        said = list(hands.map(deliver, range(8)))
    assert deals_of(cast) == [("Acme", 1_250_000, "won")]
    assert len({str(receipt(one)) for one in said}) == 1


def test_eight_reps_with_one_new_account_at_once_lose_nothing(each_bot: Bot, cast: Cast) -> None:
    def deliver(number: int) -> Said:
        return each_bot.command(cast.adria.kim, f"Acme {number + 1}k won")

    with ThreadPoolExecutor(8) as hands:
        said = list(hands.map(deliver, range(8)))
    assert all("Saved, won" in one.words for one in said)
    assert sorted(minor for _, minor, _ in deals_of(cast)) == [100_000 * n for n in range(1, 9)]


def test_an_account_that_somebody_makes_meanwhile_is_not_asked_about(
    each_bot: Bot, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL another's commit may come between two looks at the accounts: *There is no Acme. Did you mean Acme?*"""
    if cast.engines.sqlite:
        pytest.skip("one writer at a time")
    usual = Accounts.names

    def names(accounts: Accounts) -> list[str]:
        monkeypatch.undo()
        with open_book(cast.engines, cast.workspace_id) as book:
            book.accounts.ensure("Acme", NOW)
        return usual(accounts)

    monkeypatch.setattr(Accounts, "names", names)
    assert "Saved, won: Acme" in each_bot.command(cast.adria.kim, "acme 12k won").words


def test_the_same_deal_typed_twice_at_once_is_asked_about(each_bot: Bot, cast: Cast) -> None:
    each_bot.command(cast.adria.kim, "Acme 1k won")
    with ThreadPoolExecutor(2) as hands:
        said = list(hands.map(lambda _: each_bot.command(cast.adria.kim, "Acme 12.5k won"), range(2)))
    assert sorted("less than two minutes ago" in one.words for one in said) == [False, True]


def test_a_rep_cannot_log_for_another_and_the_manager_can(bot: Bot, sqlite_cast: Cast) -> None:
    refused = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won for:<@U0BO>")
    assert "can be logged by Bo Lindqvist" in refused.words
    assert deals_of(sqlite_cast) == []
    said = bot.command(sqlite_cast.adria.maja, "Acme 12.5k won for:<@U0BO>")
    assert "Bo Lindqvist, June: €12,500 won" in said.words


def test_a_first_deal_is_saved_and_each_admin_asked_once(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    said = bot.command(NEWCOMER, "Acme 12.5k won")
    assert "Saved, won" in said.words
    bot.command(NEWCOMER, "Beta 1k won")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        person = book.people.by_slack_id(NEWCOMER)
        asked = [
            row for row in book.announcements.of(kinds=["direct"]) if row.period_key.startswith("newcomer")
        ]
    assert person is not None
    assert person.roles == {Role.REP}
    assert [row.recipient for row in asked] == [f"person:{sqlite_cast.adria.ana.id}"]
    golden(asked[0].payload or {}, "deals/newcomer")


def test_a_guest_is_refused_kindly_and_kept_nowhere(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(GUEST, "Acme 12.5k won")
    assert "full members" in said.words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_slack_id(GUEST) is None
    assert deals_of(sqlite_cast) == []


def test_a_guest_in_the_line_is_refused(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, f"Acme 12.5k won with <@{GUEST}>")
    assert "full members" in said.words
    assert deals_of(sqlite_cast) == []


def test_somebody_whom_slack_does_not_know_is_refused(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won with <@U0NOBODY>")
    assert "not to be found" in said.words
    assert deals_of(sqlite_cast) == []


def test_practice_is_called_practice(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(live_at=None)
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    assert "Practice: nothing is posted" in said.words
    assert not said.has("deals.announce")


def test_two_companies_with_equal_numbers_do_not_meet(each_bot: Bot, cast: Cast) -> None:
    mine = each_bot.command(cast.adria.kim, "Acme 12.5k won")
    theirs = each_bot.command(cast.other.kim, "Acme 7k won", team=OTHER_TEAM_ID)
    assert "$7,000" in theirs.words
    crossed = each_bot.press(
        cast.other.kim, mine.button("deals.undo"),
        team={"id": OTHER_TEAM_ID}, user={"id": cast.other.kim.slack_id, "team_id": OTHER_TEAM_ID},
    )  # fmt: skip
    assert "Acme, €12,500" not in crossed.words
    assert deals_of(cast) == [("Acme", 1_250_000, "won")]


@pytest.mark.parametrize(
    "line",
    [
        "O'Brien 12k won",
        "\"</b><user id='U9'/> &lt;!channel&gt; <https://evil.example|Pay>\" 12k won",
        "`rm` *bold* _it_ 12k won",
        "Ärzte ohne Grenzen 12k won",
        "مرحبا 12k won",
    ],
)
def test_what_was_typed_is_told_as_text_and_never_as_markup(bot: Bot, sqlite_cast: Cast, line: str) -> None:
    said = receipt(bot.command(sqlite_cast.adria.kim, line))
    written = str(said["blocks"])
    assert "mrkdwn" not in written
    assert "'type': 'user'" not in written
    assert "'type': 'link'" not in written
    assert "<!channel>" not in said["text"]
    assert len(deals_of(sqlite_cast)) == 1
