"""Acts that pay hangs on beside the logging of a deal: who decides, takes back, answers, delivers and is told of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date

from salesbot.domain.feats import Game, TeamPraise
from salesbot.domain.orders import Department
from salesbot.services.webhooks import add_incoming
from salesbot.storage.book import open_book
from salesbot.web.incoming import Incoming
from tests.cast import NOW, TODAY, Cast
from tests.scenarios.act import Act, Given
from tests.slack.asked import Bot, Said
from tests.trade import open_deal, set_goal, win

_ORDER = {
    "id": "order-7781", "account": "Acme Corp", "amount": "12500.00", "stage": "won", "rep_email": "kim@acme.example",
    "closed_on": "2026-06-15",
}  # fmt: skip
_MAY = date(2026, 5, 20)


def _won(bot: Bot, _cast: Cast) -> Given:
    bot.command("U0KIM", "Acme 12k won with <@U0BO> 70/30")
    return {}


def _waiting(bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change_team(cast.adria.teams["adria"].id, approval_limit=1_000_000)
    bot.command("U0KIM", "Acme 12k won")
    return {"type": "button", "action_id": "approvals.approve", "value": "1:1"}


def _approved(bot: Bot, button: Given) -> Said:
    return bot.press("U0MAJA", button, trigger_id="5.point")


def _to_be_sent_back(bot: Bot, cast: Cast) -> Given:
    return bot.press("U0MAJA", {**_waiting(bot, cast), "action_id": "approvals.send_back"}).view


def _sent_back(bot: Bot, form: Given) -> Said:
    return bot.submit("U0MAJA", form, {"reason": "The contract says 11,000"})


def _to_be_split(bot: Bot, _cast: Cast) -> Given:
    bot.command("U0KIM", "Acme 12k won")
    return bot.press("U0KIM", bot.sales("U0KIM", "deal Acme").button("deals.split")).view


def _split(bot: Bot, form: Given) -> Said:
    return bot.submit("U0KIM", form, {"people": ["U0BO"], "split": "60/40", "change_reason": "other"})


def _refunded(bot: Bot, _given: Given) -> Said:
    return bot.sales("U0KIM", "deal Acme refund 2k delivery", trigger="6.point")


def _disputed(bot: Bot, cast: Cast, action: str) -> Given:
    _won(bot, cast)
    form = bot.press("U0BO", bot.sales("U0BO", "deal Acme").button("disputes.flag"))
    bot.submit("U0BO", form.view, {"reason": "Half of it is mine"})
    return bot.press("U0MAJA", {"type": "button", "action_id": f"disputes.{action}", "value": "1"}).view


def _answered(bot: Bot, form: Given) -> Said:
    return bot.submit("U0MAJA", form, {"split": "50/50", "change_reason": "wrong_person"})


def _declined(bot: Bot, form: Given) -> Said:
    return bot.submit("U0MAJA", form, {"reason": "Agreed in March: 70 to 30"})


def _shop(_bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        number, secret = add_incoming(book, "Web Shop", now=NOW)
    return {"place": [cast.workspace_id, number], "secret": secret}


def _ordered(bot: Bot, shop: Given) -> Said:
    body, stamp = json.dumps(_ORDER).encode(), str(int(NOW.timestamp()))
    signed = hmac.new(shop["secret"].encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    workspace_id, number = shop["place"]
    headers = {"salesbot-timestamp": stamp, "salesbot-signature": f"v1={signed}"}
    answered = Incoming(bot.runtime).answer((workspace_id, number), body, headers)
    return Said(answered.status, {"blocks": [], "text": json.dumps(answered.said)}, [])


def _order(bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.orders.settle_channel(Department.PRODUCTION, "C0PROD")
    bot.command("U0KIM", "Acme 12k won product:Pro x3")
    return {"type": "button", "action_id": "orders.delivered", "value": "1"}


def _delivered(bot: Bot, button: Given) -> Said:
    return bot.press("U0ANA", button, trigger_id="7.point")


def _closed_may(bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme", "1000", _MAY, now=NOW)
        book.closings.add("2026-05", closed=True, by=cast.adria.ana.id, at=NOW)
    bot.clock.pass_by(minutes=1)
    return {}


def _changed_later(bot: Bot, _given: Given) -> Said:
    bot.clock.pass_by(minutes=2)
    return bot.sales("U0MAJA", "deal Acme 900", trigger="8.point")


def _to_be_reopened(bot: Bot, cast: Cast) -> Given:
    _closed_may(bot, cast)
    after = bot.press("U0ANA", {"type": "button", "action_id": "closings.show", "value": "2026-05"})
    return bot.press("U0ANA", after.button("closings.reopen")).view


def _reopened(bot: Bot, form: Given) -> Said:
    bot.clock.pass_by(minutes=2)
    return bot.submit("U0ANA", form, {"reason": "Wrong rate"})


def _rates(bot: Bot, cast: Cast) -> Given:
    bot.press(cast.adria.ana, {"type": "button", "action_id": "imports.book", "value": "F2:rates:"})
    return {}


def _to_be_cancelled(bot: Bot, cast: Cast) -> Given:
    _won(bot, cast)
    return bot.sales("U0KIM", "deal Acme cancel").view


def _cancelled(bot: Bot, form: Given) -> Said:
    return bot.submit("U0KIM", form, {})


def _wanted(bot: Bot, cast: Cast) -> Given:
    people = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        book.praise.settle(people.teams["adria"].id, TeamPraise(games=frozenset({Game.POINTS})))
        book.rewards.enter_points(people.kim.id, "gift", 120, day=TODAY, now=NOW)
    form = bot.press("U0ANA", bot.sales("U0ANA", "rewards").button("rewards.new")).view
    bot.submit("U0ANA", form, {"name": "A day off", "kind": "time_off", "points": "50", "cost": "200"})
    return bot.sales("U0KIM", "rewards").button("rewards.ask")


def _asked(bot: Bot, button: Given) -> Said:
    return bot.press("U0KIM", button, trigger_id="9.point")


def _to_be_granted(bot: Bot, cast: Cast) -> Given:
    wanted = _wanted(bot, cast)
    budget = bot.press("U0ANA", bot.sales("U0ANA", "rewards").button("rewards.budget")).view
    bot.submit("U0ANA", budget, {"amount": "1000"})
    bot.press("U0KIM", wanted)
    return bot.sales("U0MAJA", "rewards").button("rewards.approve")


def _granted(bot: Bot, button: Given) -> Said:
    return bot.press("U0MAJA", button, trigger_id="10.point")


def _to_hand_down(bot: Bot, cast: Cast) -> Given:
    team = cast.adria.teams["adria"]
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, team, "2026-06", "200000", now=NOW)
    hand_down = {"type": "button", "action_id": "goals.hand_down", "value": f"team:{team.id}:2026-06"}
    form = bot.press("U0MAJA", hand_down).view
    return bot.submit("U0MAJA", form, {"split": "equally"}).button("goals.replace")


def _handed_down(bot: Bot, button: Given) -> Said:
    return bot.press("U0MAJA", button, trigger_id="11.point")


def _left(bot: Bot, cast: Cast) -> Given:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, kim, "Acme", "12000", now=NOW)
        set_goal(book, kim, "2026-06", "60000", now=NOW)
        book.accounts.change(book.accounts.ensure("Acme", NOW).id, owner_id=kim.id)
    bot.event(
        "U0KIM",
        {"type": "user_change", "user": {"id": "U0KIM", "name": "kim", "deleted": True, "profile": {}}},
    )
    return bot.press("U0MAJA", {"type": "button", "action_id": "leaving.form", "value": str(kim.id)}).view


def _settled(bot: Bot, form: Given) -> Said:
    return bot.submit("U0MAJA", form, {"last_on": "2026-06-15", "successor": "U0BO"})


def _evening(_bot: Bot, cast: Cast) -> Given:
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-06", "60000", now=NOW)
        win(book, cast.adria.kim, "Acme", "12500", NOW.date(), now=NOW)
        # The bot ran until then, so what was due before is not made up for.
        for person in book.people.all():
            book.people.change(person.id, planned_until=NOW)
        for team in book.people.teams():
            book.people.change_team(team.id, planned_until=NOW)
    return {}


OF_PAY = (
    Act("approval", _waiting, _approved),
    Act("sent_back", _to_be_sent_back, _sent_back),
    Act("split", _to_be_split, _split),
    Act("refund", _won, _refunded),
    Act("dispute", lambda bot, cast: _disputed(bot, cast, "correct"), _answered),
    Act("declined", lambda bot, cast: _disputed(bot, cast, "decline"), _declined),
    Act("webhook", _shop, _ordered),
    Act("delivered", _order, _delivered),
    Act("closed_month", _closed_may, _changed_later),
    Act("reopened", _to_be_reopened, _reopened),
    Act("cancelled", _to_be_cancelled, _cancelled),
    Act("reward_asked", _wanted, _asked),
    Act("reward", _to_be_granted, _granted),
    Act("handed_down", _to_hand_down, _handed_down),
    Act("leaving", _left, _settled),
    Act("rates", _rates, None),
    Act("morning", _evening, None, speaks_after=22),
)
