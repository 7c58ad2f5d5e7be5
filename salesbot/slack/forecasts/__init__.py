"""The forecast in Slack: how a period will end, what people say of it, and what they assume."""

from __future__ import annotations

from salesbot.slack.asking import Word
from salesbot.slack.edge import Edge
from salesbot.slack.forecasts import assuming, showing, stating

WORDS = (Word("forecast", showing.on_forecast, acts=showing.ACTS),)


def register(edge: Edge) -> None:
    """Answer the buttons and forms of forecasts."""
    edge.action("attainment.forecast")(showing.on_button)
    edge.action("forecasts.show")(showing.on_button)
    edge.action("forecasts.choose")(showing.on_button)
    edge.action("forecasts.said")(showing.on_said)
    edge.action("forecasts.state")(stating.on_form)
    edge.form("forecasts.stated")(stating.on_form_sent)
    edge.action("forecasts.assume")(assuming.on_form)
    edge.form("forecasts.assumed")(assuming.on_form_sent)
    edge.action("forecasts.withdraw")(assuming.on_withdraw)
