"""The Web API answers and refuses as Slack does."""

import http.client
import json
import urllib.parse
import urllib.request
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.playground.people import Json, Running, playground


def form(slack: Running, method: str, **fields: str) -> Json:
    body = urllib.parse.urlencode({"token": slack.bot_token, **fields}).encode()
    with urllib.request.urlopen(slack.api_url + method, body, timeout=10) as answer:
        said: Json = json.load(answer)
    return said


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text}}


def test_who_asks_is_checked(slack: Running) -> None:
    assert slack.call("auth.test", token="")["error"] == "not_authed"
    assert slack.call("auth.test", token="xoxb-no")["error"] == "invalid_auth"
    assert slack.call("auth.test", token=slack.app_token)["error"] == "not_allowed_token_type"
    assert slack.call("apps.connections.open")["error"] == "not_allowed_token_type"
    assert slack.call("chat.shout")["error"] == "unknown_method"
    status, who, headers = slack.raw_call("auth.test", {})
    assert (status, who["ok"], who["user"]) == (200, True, "dealdesk")
    assert "chat:write" in headers["x-oauth-scopes"].split(",")


def test_arguments_come_as_form_as_json_and_in_the_query(slack: Running) -> None:
    blocks = json.dumps([section("as a form")])
    posted = form(slack, "chat.postMessage", channel="C0SALES", text="form", blocks=blocks)
    assert posted["message"]["blocks"][0]["text"]["text"] == "as a form"
    query = urllib.request.Request(
        slack.api_url + "users.info?user=U0KIM",
        b"",
        {"authorization": f"Bearer {slack.bot_token}", "content-type": "application/json"},
    )
    with urllib.request.urlopen(query, timeout=10) as answer:
        assert json.load(answer)["user"]["name"] == "kim"
    empty = urllib.request.Request(
        slack.api_url + "auth.test",
        b"",
        {"authorization": f"Bearer {slack.bot_token}", "content-type": "application/json"},
    )
    with urllib.request.urlopen(empty, timeout=10) as answer:
        assert json.load(answer)["ok"] is True


def test_a_missing_scope_is_named(slack: Running) -> None:
    refused = slack.call("usergroups.list")
    assert refused["error"] == "missing_scope"
    assert refused["needed"] == "usergroups:read"
    assert "chat:write" in refused["provided"].split(",")
    assert slack.call("conversations.list", types="private_channel,mpim")["needed"] == "mpim:read"


def test_the_address_of_a_person_needs_its_scope() -> None:
    with playground("--without-scope", "users:read.email") as slack:
        profile = slack.call("users.info", user="U0KIM")["user"]["profile"]
        assert "email" not in profile
        assert slack.call("users.lookupByEmail", email="kim@acme.example")["needed"] == "users:read.email"


def test_people_are_described_as_slack_does(slack: Running) -> None:
    bo = slack.call("users.info", user="U0BO", include_locale=True)["user"]
    assert bo["profile"]["email"] == "bo@acme.example"
    assert (bo["tz"], bo["tz_offset"], bo["locale"]) == ("Africa/Nairobi", 10_800, "sw-KE")
    slack.post("member", member={"id": "U0BO", "deleted": True})
    gone = slack.call("users.info", user="U0BO")["user"]
    assert gone["deleted"] is True
    assert "tz" not in gone
    assert slack.call("conversations.open", users="U0BO")["error"] == "user_disabled"
    assert slack.call("users.lookupByEmail", email="kim@acme.example")["user"]["id"] == "U0KIM"
    assert slack.call("users.lookupByEmail", email="no@acme.example")["error"] == "users_not_found"
    assert slack.call("users.info", user="U0NOBODY")["error"] == "user_not_found"


def test_lists_come_in_pages(slack: Running) -> None:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    pages: list[list[Json]] = [page["members"] for page in client.users_list(limit=3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    names = [member["name"] for page in pages for member in page]
    assert names[0] == "slackbot"
    assert len(set(names)) == 7
    assert slack.call("users.list", cursor="!")["error"] == "invalid_cursor"
    channels = slack.call("conversations.list", types="public_channel,private_channel")["channels"]
    assert [one["name"] for one in channels] == ["general", "sales", "sales-leads"]


def test_a_bot_posts_only_where_it_may(slack: Running) -> None:
    def refused(channel: str) -> Any:
        return slack.call("chat.postMessage", channel=channel, text="Hello")["error"]

    assert refused("C0GENERAL") == "not_in_channel"
    assert refused("C0SECRET") == "channel_not_found"
    assert refused("C0NOWHERE") == "channel_not_found"
    slack.post("archive", **{"as": "U0ADA"}, channel="C0SALES", on=True)
    assert refused("C0SALES") == "is_archived"
    joined = slack.call("conversations.join", channel="C0GENERAL")
    assert joined["channel"]["is_member"] is True
    assert slack.call("conversations.join", channel="C0GENERAL")["warning"] == "already_in_channel"
    assert slack.call("chat.postMessage", channel="C0GENERAL", text="Hello")["ok"]


def test_a_person_is_written_to_by_id(slack: Running) -> None:
    direct = slack.call("conversations.open", users="U0KIM")["channel"]["id"]
    assert slack.call("chat.postMessage", channel=direct, text="Hello")["channel"] == direct
    assert slack.call("chat.postMessage", channel="U0KIM", text="Again")["channel"] == direct
    assert [one["text"] for one in slack.messages("U0KIM", "A0PLAYAPP")] == ["Hello", "Again"]
    assert slack.get("state?as=U0KIM")["channels"][-2]["unread"] == 2


def test_a_message_is_changed_and_deleted_by_its_author_alone(slack: Running) -> None:
    posted = slack.call("chat.postMessage", channel="C0SALES", text="Won", blocks=[section("Won")])
    where = {"channel": "C0SALES", "ts": posted["ts"]}
    changed = slack.call("chat.update", **where, text="Won!", blocks=[section("Won!")])
    assert changed["message"]["edited"]["user"]
    assert slack.messages("U0KIM", "C0SALES")[0]["edited"] is True
    theirs = slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="mine")["message"]["ts"]
    assert slack.call("chat.update", channel="C0SALES", ts=theirs, text="x")["error"] == "cant_update_message"
    assert slack.call("chat.delete", channel="C0SALES", ts=theirs)["error"] == "cant_delete_message"
    assert slack.call("chat.delete", **where)["ok"]
    assert slack.call("chat.delete", **where)["error"] == "message_not_found"


def test_metadata_can_be_found_again_with_the_scope_of_that_kind(slack: Running) -> None:
    metadata = {"event_type": "digest", "event_payload": {"id": "7"}}
    direct = slack.call("conversations.open", users="U0KIM")["channel"]["id"]
    slack.call("chat.postMessage", channel=direct, text="Digest", metadata=metadata)
    with_it = slack.call("conversations.history", channel=direct, include_all_metadata=True)
    assert with_it["messages"][0]["metadata"] == metadata
    assert "metadata" not in slack.call("conversations.history", channel=direct)["messages"][0]
    refused = slack.call("conversations.history", channel="C0LEADS", include_all_metadata=True)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "groups:history")
    wrong = slack.call("chat.postMessage", channel=direct, text="x", metadata={"event_type": "digest"})
    assert wrong["error"] == "invalid_metadata_format"


def test_threads_are_read_with_their_parent(slack: Running) -> None:
    parent = slack.call("chat.postMessage", channel="C0SALES", text="Acme")["ts"]
    slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="Well done", thread_ts=parent)
    reply = slack.call("chat.postMessage", channel="C0SALES", text="Thanks", thread_ts=parent)
    assert reply["message"]["thread_ts"] == parent
    thread = slack.call("conversations.replies", channel="C0SALES", ts=parent)["messages"]
    assert [one["text"] for one in thread] == ["Acme", "Well done", "Thanks"]
    assert thread[0]["reply_count"] == 2
    history = slack.call("conversations.history", channel="C0SALES")["messages"]
    assert [one["text"] for one in history] == ["Acme"]
    [shown] = slack.messages("U0BO", "C0SALES")
    assert shown["reply_count"] == 2
    assert len(slack.messages("U0BO", "C0SALES", parent)) == 3


def test_a_whisper_is_seen_by_one(slack: Running) -> None:
    said = slack.call("chat.postEphemeral", channel="C0SALES", user="U0KIM", text="Only you")
    assert said["message_ts"]
    assert slack.messages("U0KIM", "C0SALES")[0]["ephemeral"] is True
    assert slack.messages("U0BO", "C0SALES") == []
    refused = slack.call("chat.postEphemeral", channel="C0SALES", user="U0GUS", text="x")
    assert refused["error"] == "user_not_in_channel"


def test_somebody_pauses_notifications_for_a_while_as_dnd_info_tells(slack: Running) -> None:
    def typed(text: str) -> Json:
        return slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text=text)

    assert typed("/dnd soon")["error"] == "bad_time"
    assert slack.call("dnd.info", user="U0KIM")["snooze_enabled"] is False
    assert typed("/dnd 2 hours")["ok"]
    paused = slack.call("dnd.info", user="U0KIM")
    assert (paused["snooze_enabled"], 7190 < paused["snooze_remaining"] <= 7200) == (True, True)
    assert slack.call("dnd.info", user="U0BO")["snooze_enabled"] is False
    assert typed("/dnd off")["ok"]
    assert slack.call("dnd.info", user="U0KIM")["snooze_enabled"] is False


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x" * 2900)] * 6}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "chart"}]}, "invalid_blocks"),
        (
            {"text": "x", "blocks": [{"type": "image", "image_url": "https://x.example/a.png"}]},
            "invalid_blocks",
        ),
        ({"text": "x", "blocks": [{"type": "input"}]}, "invalid_blocks"),
    ],
)
def test_a_faulty_message_is_refused(slack: Running, message: Json, error: str) -> None:
    said = slack.call("chat.postMessage", channel="C0SALES", **message)
    assert said["error"] == error
    if error == "invalid_blocks":
        assert "[json-pointer:/blocks" in said["response_metadata"]["messages"][0]


def test_a_file_is_uploaded_in_three_steps(slack: Running) -> None:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.files_upload_v2(
        channel="C0SALES",
        content="rep,won\nKim,12",
        filename="week.csv",
        title="The week",
        initial_comment="Here",
    )
    [shown] = slack.messages("U0KIM", "C0SALES")
    assert shown["text"] == "Here"
    [stored] = shown["files"]
    assert stored["title"] == "The week"
    with urllib.request.urlopen(slack.address + stored["url"], timeout=10) as answer:
        assert answer.read() == b"rep,won\nKim,12"
    described = slack.call("files.info", file=stored["id"])["file"]
    assert described["channels"] == ["C0SALES"]
    private = urllib.request.Request(
        described["url_private"], headers={"authorization": f"Bearer {slack.bot_token}"}
    )
    with urllib.request.urlopen(private, timeout=10) as answer:
        assert answer.read().startswith(b"rep,")


def test_a_reaction_counts_once(slack: Running) -> None:
    ts = slack.call("chat.postMessage", channel="C0SALES", text="Won")["ts"]
    where = {"channel": "C0SALES", "timestamp": ts, "name": "tada"}
    assert slack.call("reactions.add", **where)["ok"]
    assert slack.call("reactions.add", **where)["error"] == "already_reacted"
    [shown] = slack.messages("U0KIM", "C0SALES")
    assert shown["reactions"][0]["emoji"] == "🎉"


def test_an_install_gives_a_token_for_a_code_once(slack: Running) -> None:
    client = WebClient(base_url=slack.api_url)
    secrets = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    with pytest.raises(SlackApiError, match="invalid_code"):
        client.oauth_v2_access(**secrets, code="c")
    asked = {
        "client_id": slack.client_id,
        "scope": "commands",
        "redirect_uri": "http://bot/back",
        "state": "s&1",
    }
    with urllib.request.urlopen(f"{slack.address}/oauth/v2/authorize?{urlencode(asked)}", timeout=10) as page:
        assert "Allow" in page.read().decode()
    form = {"as": "U0KIM", "redirect_uri": "http://bot/back", "state": "s&1", "decision": "allow"}
    connection = http.client.HTTPConnection(urlsplit(slack.address).netloc, timeout=10)
    connection.request("POST", "/oauth/v2/decide", urlencode(form))
    sent = dict(parse_qsl(urlsplit(str(connection.getresponse().getheader("location"))).query))
    connection.close()
    assert sent["state"] == "s&1"
    with pytest.raises(SlackApiError, match="bad_redirect_uri"):
        client.oauth_v2_access(**secrets, code=sent["code"], redirect_uri="http://evil/back")
    with pytest.raises(SlackApiError, match="invalid_code"):
        client.oauth_v2_access(**secrets, code=sent["code"], redirect_uri="http://bot/back")


def test_tiers_hold_a_method_back_and_only_that_one(slack: Running) -> None:
    answers = [slack.raw_call("users.list", {"limit": 1}) for _ in range(21)]
    assert [status for status, _, _ in answers[:20]] == [200] * 20
    status, said, headers = answers[20]
    assert (status, said["error"]) == (429, "ratelimited")
    assert int(headers["Retry-After"]) >= 1
    assert slack.call("auth.test")["ok"]
    slack.post("limits", on=False)
    assert slack.call("users.list")["ok"]


def test_other_sites_may_not_touch_it(slack: Running) -> None:
    body = json.dumps({"as": "U0KIM", "channel": "C0SALES", "text": "x"}).encode()
    foreign = urllib.request.Request(
        slack.address + "/playground/send",
        body,
        {"origin": "https://evil.example", "content-type": "text/plain"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(foreign, timeout=10)
    assert refused.value.code == 403
    refused.value.close()


@pytest.mark.parametrize(
    ("do", "status", "error"),
    [
        ("429", 429, "ratelimited"),
        ("ratelimited_body", 200, "ratelimited"),
        ("error:is_archived", 200, "is_archived"),
    ],
)
def test_a_script_of_faults_strikes_as_often_as_it_says(
    slack: Running, do: str, status: int, error: str
) -> None:
    slack.post("faults", rules=[{"match": {"method": "chat.postMessage"}, "times": 1, "do": do, "after": 1}])
    arguments = {"channel": "C0SALES", "text": "Won"}
    assert slack.raw_call("chat.postMessage", arguments)[0] == 200
    struck = slack.raw_call("chat.postMessage", arguments)
    assert (struck[0], struck[1]["error"]) == (status, error)
    assert slack.raw_call("chat.postMessage", arguments)[1]["ok"]
    posted = [one for one in slack.get("record")["messages"] if one["event"] == "posted"]
    assert len(posted) == 2


def test_faults_are_repeated_by_their_seed(slack: Running) -> None:
    def outcomes() -> list[bool]:
        rule = {"match": {"method": "api.test"}, "share": 0.5, "do": "error:fatal_error"}
        slack.post("faults", rules=[rule], seed=7)
        return [bool(slack.call("api.test")["ok"]) for _ in range(20)]

    first = outcomes()
    assert first == outcomes()
    assert 0 < sum(first) < 20
    assert slack.post("faults", rules=[{"match": {"method": "x"}, "do": "explode"}])["ok"] is False
