"""A small bot behind the page: it answers commands, opens forms, refuses entries, shows a Home."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.playground.people import Json, Running

ACCOUNTS = ("Acme Corp", "Acme Labs", "Helios", "Nordlys")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, "value": action, **more}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text}


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": name, **element}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **more}


RECEIPT: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Saved: *Acme*"}},
    {
        "type": "actions",
        "elements": [
            button("Undo", "undo"),
            button("Withdraw", "withdraw", style="danger", confirm=None)
            | {
                "confirm": {
                    "title": plain("Withdraw this deal?"),
                    "text": plain("It no longer counts."),
                    "confirm": plain("Withdraw"),
                    "deny": plain("Keep"),
                }
            },
        ],
    },
]

PRODUCT: Json = {
    "type": "modal",
    "callback_id": "product",
    "title": plain("Add a Product"),
    "submit": plain("Add"),
    "blocks": [field("product", "Product", {"type": "plain_text_input"})],
}

DEAL: Json = {
    "type": "modal",
    "callback_id": "deal",
    "title": plain("Log a Deal"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "notify_on_close": True,
    "blocks": [
        {"type": "alert", "level": "warning", "text": plain("Acme has an open deal.")},
        field("account", "Account", {"type": "external_select", "min_query_length": 1}),
        field(
            "amount", "Amount", {"type": "number_input", "is_decimal_allowed": True}, hint=plain("In euro")
        ),
        field(
            "stage",
            "Stage",
            {
                "type": "static_select",
                "options": [option("New"), option("Won"), option("Lost")],
                "initial_option": option("Won"),
            },
        ),
        field("closed", "Close day", {"type": "datepicker", "initial_date": "2026-06-16"}),
        field("reps", "Split with", {"type": "multi_users_select"}, optional=True),
        field(
            "technique",
            "Technique",
            {"type": "radio_buttons", "options": [option("Value"), option("Referral")]},
            optional=True,
        ),
        field("note", "Note", {"type": "plain_text_input", "multiline": True}, optional=True),
        {"type": "actions", "elements": [button("Add Product", "add_product")]},
    ],
}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def number(value: int) -> Json:
    return {"type": "raw_number", "value": value, "text": f"€{value:,}"}


WON = {"Kim": 41200, "Bo": 33500, "Asha": 25900, "Ivana": 24300, "Luka": 21000, "Tom": 6500}
STANDING: Json = {
    "type": "data_table",
    "caption": "Won in June",
    "page_size": 4,
    "rows": [
        [raw("Rep"), raw("Won")],
        *([raw(name), number(won)] for name, won in WON.items()),
    ],
}
CHART: Json = {
    "type": "data_visualization",
    "title": "Won by month",
    "chart": {
        "type": "bar",
        "series": [{"name": "Won", "data": [{"label": "May", "value": 9}, {"label": "Jun", "value": 12}]}],
        "axis_config": {"categories": ["May", "Jun"], "x_label": "Month", "y_label": "Deals"},
    },
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "block_id": "title", "text": plain("Your month")},
        {
            "type": "actions",
            "block_id": "first",
            "elements": [button("Log a Deal", "log_deal", style="primary")],
        },
        {**STANDING, "block_id": "standing"},
        {**CHART, "block_id": "chart"},
    ],
}


class DealBot:
    """The bot, and what it has heard: the state of submitted forms and the clicks."""

    def __init__(self, slack: Running) -> None:
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.saved: list[Json] = []
        self.clicks: list[Json] = []
        self.closed: list[Json] = []
        self.held = threading.Event()
        self.held.set()

    def app(self) -> App:
        app = App(client=self.client, process_before_response=True)
        app.command("/log-deal")(self._on_command)
        app.shortcut("log_deal_global")(self._open_form)
        app.shortcut("log_deal_message")(self._open_form)
        app.action("log_deal")(self._open_form)
        app.action("add_product")(self._on_add_product)
        app.action("undo")(self._on_undo)
        app.action("withdraw")(self._on_click)
        app.action("move")(self._on_click)
        app.options("account")(self._on_suggest)
        app.view("deal")(self._on_save)
        app.view("product")(self._on_product)
        app.view_closed("deal")(self._on_closed)
        app.event("app_home_opened")(self._on_home)
        for event in ("message", "member_joined_channel", "reaction_added", "app_mention"):
            app.event(event)(self._on_event)
        return app

    def _on_command(self, ack: Any, body: Json, client: WebClient) -> None:
        if body["text"]:
            ack(text="Saved: Acme", blocks=RECEIPT)
        else:
            self._open_form(ack, body, client)

    def _open_form(self, ack: Any, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=DEAL)
        ack()

    def _on_add_product(self, ack: Any, body: Json, client: WebClient) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=PRODUCT)
        ack()

    def _on_undo(self, ack: Any, respond: Any) -> None:
        respond(text="Undone: nothing was saved.", replace_original=True)
        ack()

    def _on_click(self, ack: Any, body: Json) -> None:
        self.clicks.append(body["actions"][0])
        ack()

    def _on_suggest(self, ack: Any, body: Json) -> None:
        fitting = [option(name) for name in ACCOUNTS if body["value"].lower() in name.lower()]
        ack(options=fitting)

    def _on_save(self, ack: Any, view: Json) -> None:
        assert self.held.wait(2.5)
        values = view["state"]["values"]
        if float(values["amount"]["amount"]["value"]) > 1_000_000:
            ack(response_action="errors", errors={"amount": "This needs an approval."})
            return
        self.saved.append(values)
        ack()

    def _on_product(self, ack: Any, view: Json) -> None:
        self.saved.append(view["state"]["values"])
        ack()

    def _on_closed(self, ack: Any, body: Json) -> None:
        self.closed.append(body)
        ack()

    def _on_home(self, ack: Any, event: Json, client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=HOME)
        ack()

    def _on_event(self, ack: Any) -> None:
        ack()


@contextmanager
def deal_bot(slack: Running) -> Iterator[DealBot]:
    """Run the bot against a playground."""
    bot = DealBot(slack)
    handler: Any = SocketModeHandler(bot.app(), slack.app_token)
    handler.connect()
    try:
        slack.connected()
        yield bot
    finally:
        handler.close()
