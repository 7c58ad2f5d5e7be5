"""The main job over Slack's own protocol: log a deal, see where you stand, get the morning digest, be recognised.

    Adria, June 2026    Kim €60,000 · Bo €60,000 · Luka €60,000 · Ivana €60,000    (goals; Maja leads)
    Nordic              no goals                                                   (Marko leads)
It begins on Tuesday, 16 June, at ten in Ljubljana.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from salesbot.domain.deals import DealState
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, Cast
from tests.scenarios.town import Town, user, wait_for, words_of
from tests.trade import open_deal, set_goal, win


def goals(town: Town, cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in ("kim", "bo", "luka", "ivana"):
            set_goal(book, cast.adria.people[name], "2026-06", "60000", now=NOW)


def deals(town: Town) -> list[tuple[str, str, str]]:
    """What stands in the ledger now, withdrawn deals left out: account, amount, outcome."""
    with town.book() as book:
        states = [state for account in book.accounts.names() for state in _of(book, account)]
        return sorted(
            (book.accounts.by_id(state.account_id).name, str(state.amount.decimal), state.outcome.value)
            for state in states
        )


def _of(book: Book, account: str) -> list[DealState]:
    known = book.accounts.named(account)
    return book.deals.of_account(known.id) if known is not None else []


def test_a_won_deal_is_answered_with_what_was_understood_and_where_the_rep_stands(
    acme_on_either: Town, cast: Cast
) -> None:
    goals(acme_on_either, cast)
    receipt = acme_on_either.type("kim", "/log-deal Acme 12.5k won")
    said = words_of(receipt)
    assert receipt["ephemeral"]
    assert said.startswith("Saved, won: Acme , €12,500")
    assert "€12,500 of €60,000 won, 20.8 % of the goal (0.0 % before)" in said.replace("\xa0", " ")
    assert deals(acme_on_either) == [("Acme", "12500.00", "won")]
    undone = acme_on_either.press("kim", receipt, "deals.undo")
    assert words_of(undone).startswith("Undone: Acme , €12,500")
    assert "0.0 % of the goal (20.8 % before)" in words_of(undone).replace("\xa0", " ")
    assert deals(acme_on_either) == []


def test_nobody_else_sees_a_receipt(acme: Town) -> None:
    acme.type("kim", "/log-deal Acme 12.5k won")
    assert acme.messages("bo", "C0ADRIA") == []


MISTAKES: list[tuple[str, str]] = [
    ("Acme", "I see no amount after"),
    ("12.5k won", "account"),
    ("Acme abc", "no amount"),
    ("Acme 0", "0"),
    ("Acme -5k", "-5k"),
    ("Acme NaN", "NaN"),
    ("Acme 1e6", "1e6"),
    ("Acme 1.2.3", "1.2.3"),
    ("Acme 1.234 won", "€1,234"),
    ("Acme 12k 13k", "13k"),
    ("Acme 12k wno", "wno"),
    ("Acme 12k lost", "lost"),
    ("Acme 12k lost:moon", "moon"),
    ("Acme 12k won 2026-02-30", "2026-02-30"),
    ("Acme 12k won tomorrow", "17 June 2026"),
    ("Acme 12k close:yesterday", "15 June 2026"),
    ("Acme 12k colour:red", "colour"),
    ("Acme 12k with @kim", "Kim"),
    ("Acme 12k split:70/40 @bo", "70/40"),
    ("Acme 12k technique:begging", "begging"),
    ('"Acme 12k', '"'),
]


def test_every_mistake_is_answered_and_nothing_is_stored(acme: Town) -> None:
    for line, piece in MISTAKES:
        answer = words_of(acme.type("kim", f"/log-deal {line}"))
        assert answer.startswith("I did not save this."), (line, answer)
        assert piece.casefold() in answer.casefold(), (line, answer)
    assert deals(acme) == []


def test_an_open_deal_of_the_account_is_asked_about(acme: Town, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, sqlite_cast.adria.kim, "Acme", "9000", now=NOW)
        open_deal(book, sqlite_cast.adria.kim, "Nordlys", "8000", now=NOW)
    question = acme.type("kim", "/log-deal Acme 12.5k won")
    assert "Nothing is saved yet" in words_of(question)
    assert words_of(acme.press("kim", question, "deals.same")).startswith("Won: Acme , €12,500")
    other = acme.type("kim", "/log-deal Nordlys 3k won")
    assert words_of(acme.press("kim", other, "deals.another")).startswith("Saved, won: Nordlys , €3,000")
    assert deals(acme) == [
        ("Acme", "12500.00", "won"),
        ("Nordlys", "3000.00", "won"),
        ("Nordlys", "8000.00", "open"),
    ]


def test_the_same_deal_within_two_minutes_is_asked_about_and_answered_once(acme: Town) -> None:
    acme.type("kim", "/log-deal Acme 12.5k won")
    question = acme.type("kim", "/log-deal Acme 12.5k won")
    assert "less than two minutes ago" in words_of(question)
    acme.press("kim", question, "deals.another")
    # The button is gone from the message; pressed from another window it finds the question answered.
    assert len(deals(acme)) == 2


def test_the_form_opens_refuses_by_field_and_saves(acme: Town) -> None:
    assert acme.type("kim", "/log-deal") == {}
    form = acme.view("kim")
    refused = acme.submit("kim", form, {"amount": {"value": "abc"}})
    assert set(refused["errors"]) == {"account", "amount"}
    assert "abc" in refused["errors"]["amount"]
    assert deals(acme) == []
    fields = {
        "account": acme.account("kim", form, "Acme Corp"),
        "amount": {"value": "12,500"},
        "stage": {"selected_option": stage_option(form, "won")},
        "note": {"value": "two-year plan <!channel>"},
    }
    assert acme.submit("kim", form, fields)["response_action"] == "update"
    assert words_of(acme.view("kim")).startswith("Saved, won: Acme Corp , €12,500")
    assert deals(acme) == [("Acme Corp", "12500.00", "won")]


def stage_option(form: dict[str, Any], value: str) -> dict[str, Any]:
    stages = next(block["element"] for block in form["blocks"] if block["block_id"] == "stage")
    return next(dict(option) for option in stages["options"] if option["value"] == value)


def test_a_form_that_is_sent_twice_at_once_saves_one_deal(acme: Town) -> None:
    acme.type("kim", "/log-deal")
    form = acme.view("kim")
    fields = {
        "account": acme.account("kim", form, "Acme"), "amount": {"value": "12500"},
        "stage": {"selected_option": stage_option(form, "won")},
    }  # fmt: skip
    with ThreadPoolExecutor(4) as clicks:
        list(clicks.map(lambda _: acme.submit("kim", form, fields), range(4)))
    assert deals(acme) == [("Acme", "12500.00", "won")]


def test_a_deal_is_edited_in_the_form_that_shows_it(acme: Town) -> None:
    receipt = acme.type("kim", "/log-deal Acme 12.5k won")
    acme.press("kim", receipt, "deals.edit")
    form = acme.view("kim")
    assert acme.submit("kim", form, {"amount": {"value": "13,000"}})["response_action"] == "update"
    assert deals(acme) == [("Acme", "13000.00", "won")]
    assert "12,500 before" in words_of(acme.view("kim"))


def test_both_shortcuts_open_the_form(acme: Town) -> None:
    assert acme.shortcut("kim", "deals.log")["callback_id"] == "deals.log"
    acme.post("send", {"as": user("bo"), "channel": "C0ADRIA", "text": "Acme signs for 12k & more <3"})
    message = acme.messages("kim", "C0ADRIA")[-1]
    form = acme.shortcut("kim", "deals.log_message", message)
    note = next(block["element"] for block in form["blocks"] if block["block_id"] == "note")
    assert "Acme signs for 12k" in note["initial_value"]


def test_the_same_words_work_in_a_mention_and_a_direct_message(acme: Town) -> None:
    answer = acme.write("kim", "log Acme 12.5k won")
    assert words_of(answer).startswith("Saved, won: Acme , €12,500")
    mentioned = acme.write("kim", "@salesbot log Nordlys 3k won", channel="C0ADRIA")
    assert mentioned["ephemeral"]
    assert words_of(mentioned).startswith("Saved, won: Nordlys , €3,000")
    assert deals(acme) == [("Acme", "12500.00", "won"), ("Nordlys", "3000.00", "won")]


def test_a_rep_sees_where_they_stand_and_not_where_others_do(acme: Town, sqlite_cast: Cast) -> None:
    goals(acme, sqlite_cast)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, sqlite_cast.adria.bo, "Bobs", "12347", date(2026, 6, 15), now=NOW)
        win(book, sqlite_cast.adria.kim, "Kims", "30000", date(2026, 6, 15), now=NOW)
    own = words_of(acme.type("kim", "/sales me"))
    assert "€30,000 of €60,000" in own.replace("\xa0", " ")
    for asked in ("/sales me @bo", "/sales deals @bo", "/sales goals", "/sales top", "/sales deal Bobs"):
        said = json.dumps(acme.type("kim", asked), ensure_ascii=False)
        assert "12,347" not in said, (asked, said)
        assert "20.6" not in said, (asked, said)
    assert "12,347" not in json.dumps(acme.home("kim"))


def test_a_manager_sees_the_people_they_lead_and_no_other_team(acme: Town, sqlite_cast: Cast) -> None:
    goals(acme, sqlite_cast)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, sqlite_cast.adria.bo, "Bobs", "12347", date(2026, 6, 15), now=NOW)
    assert "12,347" in json.dumps(acme.type("maja", "/sales team"))
    for asked in ("/sales team", "/sales team Adria", "/sales me @bo", "/sales goals"):
        assert "12,347" not in json.dumps(acme.type("marko", asked, channel="C0NORDIC")), asked


def test_a_guest_is_refused_kindly_and_nothing_is_kept(acme: Town) -> None:
    for line in ("/log-deal Globex 5k won", "/log-deal", "/sales me", "/sales deals"):
        said = words_of(acme.type("gus", line, channel="C0PARTNER"))
        assert "full members" in said, (line, said)
    assert deals(acme) == []
    with acme.book() as book:
        assert book.people.by_slack_id("U0GUS") is None


def test_a_newcomer_becomes_a_rep_and_the_admin_is_asked_once(acme: Town) -> None:
    said = words_of(acme.type("nika", "/log-deal Globex 5k won", channel="C0RANDOM"))
    assert said.startswith("Saved, won: Globex , €5,000")
    acme.type("nika", "/log-deal Initech 6k won", channel="C0RANDOM")
    acme.turn("iso", "2026-06-16T09:00:00+00:00")
    asked = [words_of(message) for message in acme.direct("ana")]
    assert len([words for words in asked if "Nika Mlakar" in words]) == 1
    assert acme.messages("nika", "C0RANDOM")[-1]["ephemeral"]


def test_a_command_that_is_delivered_twice_is_one_deal(acme: Town) -> None:
    acme.fault({"match": {"envelope": "slash_commands"}, "do": "redeliver", "times": 1})
    acme.type("kim", "/log-deal Acme 12.5k won")
    wait_for(lambda: len([call for call in calls(acme) if call["what"] == "slash_commands"]) == 2)
    first, second = (call["response"] for call in calls(acme) if call["what"] == "slash_commands")
    assert first == second
    assert deals(acme) == [("Acme", "12500.00", "won")]


def test_a_direct_message_that_is_delivered_twice_is_one_deal(acme: Town) -> None:
    acme.fault({"match": {"envelope": "events_api"}, "do": "redeliver", "times": 1})
    acme.write("kim", "log Acme 12.5k won")
    wait_for(lambda: len([call for call in calls(acme) if call["what"] == "events_api"]) >= 2)
    assert deals(acme) == [("Acme", "12500.00", "won")]


def calls(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.record()["calls"]
    return found


def test_what_cannot_be_answered_by_response_url_is_told_directly(acme: Town) -> None:
    receipt = acme.type("kim", "/log-deal Acme 12.5k won")
    acme.fault({"match": {"method": "response_url"}, "do": "500", "times": 5})
    acme.press("kim", receipt, "deals.undo")
    acme.fault()
    assert deals(acme) == []
    acme.turn("iso", "2026-06-16T08:30:00+00:00")
    shown = [words_of(message) for message in acme.direct("kim")] + [
        words_of(message) for message in acme.messages("kim", "C0ADRIA")
    ]
    assert any(words.startswith("Undone: Acme") for words in shown)


def test_the_morning_digest_comes_once_and_tells_what_was_won(acme_on_either: Town, cast: Cast) -> None:
    goals(acme_on_either, cast)
    acme_on_either.type("kim", "/log-deal Acme 12.5k won")
    acme_on_either.turn("next_morning")
    acme_on_either.turn("iso", "2026-06-17T15:00:00+00:00")
    digests = [words_of(message) for message in acme_on_either.direct("maja")]
    assert len(digests) == 1
    assert "€12,500 of €240,000" in digests[0].replace("\xa0", " ")
    assert "Acme" in digests[0]
    assert not any("Acme" in words_of(message) for message in acme_on_either.direct("marko"))
    own = [words_of(message).replace("\xa0", " ") for message in acme_on_either.direct("kim")]
    assert len(own) == 1
    assert "€12,500 of €60,000" in own[0]
    assert "240,000" not in own[0]


def test_a_digest_waits_for_nobody_over_a_weekend(acme: Town, sqlite_cast: Cast) -> None:
    goals(acme, sqlite_cast)
    acme.turn("iso", "2026-06-22T10:00:00+00:00")
    told = [message["time_iso"][:13] for message in acme.direct("maja")]
    mornings = ["2026-06-17T06", "2026-06-18T06", "2026-06-19T06", "2026-06-22T06"]
    # On Friday at three the review of the week comes besides.
    assert told == [*mornings[:3], "2026-06-19T13", mornings[3]]


def test_a_win_is_told_to_the_channel_after_the_undo_window_without_amounts(acme: Town) -> None:
    acme.type("kim", "/log-deal Acme 12.5k won product:Pro")
    acme.turn("iso", "2026-06-16T08:04:00+00:00")
    assert acme.messages("bo", "C0ADRIA") == []
    acme.turn("iso", "2026-06-16T08:10:00+00:00")
    (told,) = acme.messages("bo", "C0ADRIA")
    assert "Kim Novak won Acme" in words_of(told)
    for number in ("12,500", "12.5", "%"):
        assert number not in words_of(told)
    acme.turn("iso", "2026-06-16T12:00:00+00:00")
    assert len(acme.messages("bo", "C0ADRIA")) == 1


def test_wins_of_one_moment_are_all_told_on_their_day(acme: Town) -> None:
    for who, line in (("kim", "Acme 30k won"), ("bo", "Nordlys 20k won"), ("luka", "Helios 10k won")):
        acme.type(who, f"/log-deal {line}")
    acme.turn("iso", "2026-06-17T12:00:00+00:00")
    told = [message["time_iso"][:10] for message in acme.messages("ivana", "C0ADRIA")]
    assert told == ["2026-06-16"] * 3


def test_a_win_that_is_undone_is_told_to_nobody(acme: Town) -> None:
    receipt = acme.type("kim", "/log-deal Acme 12.5k won")
    acme.press("kim", receipt, "deals.undo")
    acme.turn("iso", "2026-06-16T12:00:00+00:00")
    assert acme.messages("bo", "C0ADRIA") == []


def test_announce_now_does_not_wait(acme: Town) -> None:
    receipt = acme.type("kim", "/log-deal Acme 12.5k won")
    acme.press("kim", receipt, "deals.announce")
    acme.turn("iso", "2026-06-16T08:02:00+00:00")
    assert len(acme.messages("bo", "C0ADRIA")) == 1


def test_top_performers_are_named_on_monday_in_the_teams_channel(acme: Town, sqlite_cast: Cast) -> None:
    goals(acme, sqlite_cast)
    for who, line in (("kim", "Acme 30k won"), ("bo", "Nordlys 20k won"), ("luka", "Helios 10k won")):
        acme.type(who, f"/log-deal {line}")
    acme.turn("iso", "2026-06-19T18:00:00+00:00")
    before = len(acme.messages("ivana", "C0ADRIA"))
    acme.turn("iso", "2026-06-22T12:00:00+00:00")
    (told,) = acme.messages("ivana", "C0ADRIA")[before:]
    said = words_of(told)
    assert said.index("Kim") < said.index("Bo")
    assert "Luka" not in said
    assert "Ivana" not in said
    assert "€" not in said


def test_a_channel_the_bot_is_not_in_gets_nothing_and_the_admin_hears_of_it(acme: Town) -> None:
    acme.post("join", {"as": user("ana"), "channel": "C0ADRIA", "member": "U0PLAYBOT", "out": True})
    acme.type("kim", "/log-deal Acme 12.5k won")
    acme.turn("iso", "2026-06-16T12:00:00+00:00")
    assert [m for m in acme.messages("bo", "C0ADRIA") if m.get("bot_id")] == []
    assert any("Adria" in words_of(message) for message in acme.direct("ana"))


def test_app_home_shows_a_rep_their_own_and_a_manager_the_team(acme: Town, sqlite_cast: Cast) -> None:
    goals(acme, sqlite_cast)
    acme.type("kim", "/log-deal Acme 12.5k won")
    own, team = words_of(acme.home("kim")), words_of(acme.home("maja"))
    assert "€12,500" in own
    assert "€240,000" in team
    assert "€240,000" not in own


def test_eight_deals_are_logged_at_once(acme: Town) -> None:
    accounts = ("Bravo", "Delta", "Hotel", "Kilo", "Mike", "Oscar", "Papa", "Tango")

    def log(number: int) -> Any:
        who = ("kim", "bo", "luka", "ivana")[number % 4]
        return acme.type(who, f"/log-deal {accounts[number]} 1k won")

    with ThreadPoolExecutor(8) as people:
        list(people.map(log, range(8)))
    assert len(deals(acme)) == 8


def test_another_company_is_not_reached_by_its_ids(acme: Town, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.other.workspace.id) as book:
        win(book, sqlite_cast.other.zane, "Secret", "98765", date(2026, 6, 15), now=NOW)
        number = open_deal(book, sqlite_cast.other.zane, "Hidden", "98766", now=NOW).deal_id
    for asked in ("/sales me", "/sales deals", "/sales deal Secret", f"/sales deal {number}", "/sales goals"):
        for who in ("kim", "maja", "ana"):
            said = json.dumps(acme.type(who, asked))
            assert "98,76" not in said, (who, asked)
            assert "Zane" not in said, (who, asked)
