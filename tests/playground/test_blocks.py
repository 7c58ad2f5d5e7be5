"""Block Kit as the local Slack keeps it."""

from typing import Any

from salesbot.playground.blocks import element_in, filled


def test_buttons_of_cards_in_a_carousel_are_reached() -> None:
    button: dict[str, Any] = {"type": "button", "text": {"type": "plain_text", "text": "Won"}, "value": "17"}
    cards = [
        {"type": "card", "title": {"type": "plain_text", "text": name}, "actions": [dict(button)]}
        for name in ("Nordlys", "Acme")
    ]
    (carousel,) = filled([{"type": "carousel", "elements": cards}])
    ids = [(card["block_id"], card["actions"][0]["action_id"]) for card in carousel["elements"]]
    assert len(set(ids)) == 2
    assert all(element_in([carousel], *one) is not None for one in ids)
