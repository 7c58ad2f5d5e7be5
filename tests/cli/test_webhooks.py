"""`salesbot webhook` as it is typed."""

from __future__ import annotations

from tests.cli.terminal import Desk


def test_an_address_is_added_listed_rotated_and_removed(desk: Desk) -> None:
    assert "No other system" in desk.does("webhook list")
    added = desk.does("webhook add https://crm.example/hook --of deal.won --of deal.lost")
    secret = added.split()[-1]
    listed = desk.does("webhook list")
    assert "1: https://crm.example/hook, told of deal.lost and deal.won" in listed
    assert secret not in listed
    assert secret not in desk.does("webhook rotate 1")
    assert "told no more" in desk.does("webhook remove 1")
    said = desk.type("webhook rotate 1")
    assert (said.code, "There is no webhook 1." in said.err) == (1, True)
    assert desk.type("webhook add http://crm.example").code == 1
    assert desk.type("webhook add https://crm.example --of deal.open").code == 2


def test_a_system_that_sends_deals_is_made_listed_rotated_and_removed(desk: Desk) -> None:
    made = desk.does('webhook receive "Web Shop"')
    assert "Webhook 1: Web Shop can now send deals." in made
    assert "/webhooks/1/1" in made
    listed = desk.does("webhook list")
    assert "1: Web Shop" in listed
    assert made.split()[-1] not in listed
    assert "new secret" in desk.does("webhook rotate 1")
    assert "taken no more" in desk.does("webhook remove 1")
    assert "Web Shop" not in desk.does("webhook list")
